//! Documents that stand for a type, and what a reader makes of one that anybody wrote.

use super::data::Data;
use super::lower::json;
use super::problem::Problem;
use super::prove::Prover;
use super::read::{Doubt, Reader, Source};
use super::sample::Sampler;
use super::{Format, Limits};
use crate::wire::{Doc, Wire};

/// What came of reading a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Judged {
    pub(crate) problems: Vec<Problem>,
    pub(crate) doubts: Vec<Doubt>,
}

/// The smallest document in JSON: everything is left out that may be.
pub(crate) fn smallest(wire: &Wire) -> Result<Doc, String> {
    with_sampler(wire, |sampler| sampler.smallest(wire.root, &mut Vec::new()))
}

/// A document in JSON with everything in it, each part once.
pub(crate) fn fullest(wire: &Wire) -> Result<Doc, String> {
    with_sampler(wire, |sampler| {
        sampler.values(wire.root, None).swap_remove(0)
    })
}

fn with_sampler(wire: &Wire, make: impl FnOnce(&mut Sampler<'_>) -> Data) -> Result<Doc, String> {
    let prover = Prover::new(wire, wire, Format::Json);
    let limits = Limits {
        documents: 1,
        nested: 1,
        ..Limits::default()
    };
    let mut sampler = Sampler::new(wire, &prover, (Vec::new(), Vec::new()), limits);
    json(&make(&mut sampler))
}

/// Reads a document in JSON as a type would.
pub(crate) fn judge(wire: &Wire, doc: &Doc) -> Judged {
    let mut reader = Reader::new(wire, Format::Json).of_foreign();
    reader.read(wire.root, doc, Source::Format);
    Judged {
        problems: reader.problems,
        doubts: reader.doubts,
    }
}
