//! Which values of a part tell anything: what stands around a part then tries these only.

use std::collections::BTreeMap;

use super::Format;
use super::data::Data;
use super::document::Document;
use super::loss::{Comparer, Loss};
use super::prove::Prover;
use super::read::Source;
use super::sample::Sampler;
use crate::wire::{Payload, Shape, ShapeId, Struct, Tagging};

/// So few values are all tried.
const FEW: usize = 6;

impl Prover<'_> {
    /// What the parts of a shape are read from, if they are read as they would be read alone; `around` is what the shape
    /// itself is read from.
    pub(super) fn source_inside(
        &self,
        written: ShapeId,
        read: ShapeId,
        around: Source,
    ) -> Option<Source> {
        let plain = |shape: &Struct| !shape.flattens_read() && !shape.flattens_written();
        let written = self.writer.shape(self.writer.written(written));
        match (written, self.reader.shape(self.reader.read(read))) {
            (Shape::Struct(a), Shape::Struct(b)) if plain(a) && plain(b) => Some(around),
            (Shape::Enum(a), Shape::Enum(b)) if a.tagging == b.tagging => {
                let mut variants = a.variants.iter().chain(&b.variants);
                let is_told = variants.all(|variant| {
                    !variant.untagged
                        && !matches!(&variant.payload, Payload::Struct(shape) if !plain(shape))
                });
                match &a.tagging {
                    _ if !is_told => None,
                    // The tag is written in front of the contents.
                    Tagging::External | Tagging::Adjacent { .. } => Some(around),
                    Tagging::Internal { .. } => Some(Source::Buffer),
                    Tagging::Untagged | Tagging::Number(_) => None,
                }
            }
            (Shape::Option(_), Shape::Option(_))
            | (Shape::List(_), Shape::List(_))
            | (Shape::Map(..), Shape::Map(..))
            | (Shape::Newtype(_), Shape::Newtype(_)) => Some(around),
            _ => None,
        }
    }
}

impl Sampler<'_> {
    /// The first of some values, and of all others the smallest for each thing that goes wrong with it.
    pub(super) fn telling(
        &self,
        values: Vec<Data>,
        (written, read): (ShapeId, ShapeId),
        source: Source,
    ) -> Vec<Data> {
        let format = self.prover.format;
        let is_type = matches!(
            self.writer.shape(written),
            Shape::Struct(_) | Shape::Enum(_)
        );
        if !is_type
            || values.len() <= FEW
            || !matches!(format, Format::Json | Format::MessagePackNamed)
        {
            return values;
        }
        let mut smallest: BTreeMap<String, (usize, usize)> = BTreeMap::new();
        let mut kept = vec![0];
        for (place, data) in values.iter().enumerate() {
            let Ok(Document::Tree(doc)) = Document::write(data, format) else {
                kept.push(place);
                continue;
            };
            let size = doc.size();
            let document = Document::Tree(doc);
            let own = document.read_part(self.prover.writer, written, format, source);
            let other = document.read_part(self.prover.reader, read, format, source);
            let problem = |side: &str, problem: &super::problem::Problem| {
                format!("{side} {} {:?}", problem.path, problem.kind)
            };
            let mut told: Vec<String> = Vec::new();
            told.extend(own.problems.iter().map(|it| problem("own", it)));
            told.extend(other.problems.iter().map(|it| problem("other", it)));
            told.extend(
                other
                    .doubts
                    .iter()
                    .map(|(path, why, _)| format!("{path} {why}")),
            );
            if told.is_empty() {
                let mut comparer =
                    Comparer::new(self.prover.writer, self.prover.reader, self.prover);
                comparer.compare(&own.value, &other.value);
                told.extend(comparer.found.into_iter().map(|loss| match loss {
                    Loss::Lost { path, .. } => format!("lost {path}"),
                    Loss::Unsure { path, reason } => format!("{path} {reason}"),
                }));
            }
            for key in told {
                let best = smallest.entry(key).or_insert((size, place));
                *best = (*best).min((size, place));
            }
        }
        kept.extend(smallest.into_values().map(|(_, place)| place));
        kept.sort_unstable();
        kept.dedup();
        let mut places = kept.into_iter().peekable();
        let values = values.into_iter().enumerate();
        values
            .filter(|(place, _)| places.next_if_eq(place).is_some())
            .map(|(_, data)| data)
            .collect()
    }
}
