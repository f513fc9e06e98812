//! Which values of a part tell anything: what stands around a part then tries these only.

use std::collections::BTreeMap;

use super::Format;
use super::data::Data;
use super::document::Document;
use super::loss::{Comparer, Loss};
use super::prove::Prover;
use super::sample::Sampler;
use crate::wire::{Shape, ShapeId, Struct, Tagging};

/// So few values are all tried.
const FEW: usize = 6;

impl Prover<'_> {
    /// Whether a reader reads the parts of a shape from the format itself, as they would be read alone.
    pub(super) fn reads_inside_directly(&self, written: ShapeId, read: ShapeId) -> bool {
        let plain = |shape: &Struct| !shape.flattens_read() && !shape.flattens_written();
        let written = self.writer.shape(self.writer.written(written));
        match (written, self.reader.shape(self.reader.read(read))) {
            (Shape::Struct(a), Shape::Struct(b)) => plain(a) && plain(b),
            (Shape::Enum(a), Shape::Enum(b)) => [a, b].iter().all(|shape| {
                shape.tagging == Tagging::External
                    && shape.variants.iter().all(|variant| !variant.untagged)
            }),
            (Shape::Option(_), Shape::Option(_))
            | (Shape::List(_), Shape::List(_))
            | (Shape::Map(..), Shape::Map(..))
            | (Shape::Newtype(_), Shape::Newtype(_)) => true,
            _ => false,
        }
    }
}

impl Sampler<'_> {
    /// The first of some values, and of all others the smallest for each thing that goes wrong with it.
    pub(super) fn telling(&self, values: Vec<Data>, written: ShapeId, read: ShapeId) -> Vec<Data> {
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
            let own = document.read_part(self.prover.writer, written, format);
            let other = document.read_part(self.prover.reader, read, format);
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
                    .map(|(path, why)| format!("{path} {why}")),
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
