//! Whether a reader accepts a map, and its keys: see [`super::accept`].

use super::Format;
use super::accept::number_fits;
use super::prove::{Proof, Prover};
use super::read::Source;
use super::term::{Case, Object, Term};
use crate::wire::{Integer, Shape, ShapeId, Text};

impl<'a> Prover<'a> {
    /// A map, or a struct's fields, read as a map.
    pub(super) fn map(
        &self,
        object: &Object<'a>,
        (key, value): (ShapeId, ShapeId),
        source: Source,
    ) -> Proof {
        if object.anything {
            return Proof::Unsure;
        }
        let mut proof = Proof::Fits;
        for entry in &object.entries {
            let name = Term::Name(entry.key.clone());
            let part = self
                .key(
                    &Case {
                        term: name,
                        origin: None,
                    },
                    key,
                    source,
                )
                .and(|| {
                    self.at(format!(".{}", entry.key), || {
                        self.node(&entry.node, value, source)
                    })
                });
            proof = proof.and(|| if entry.always { part } else { part.at_times() });
        }
        if let Some((written_key, written_value)) = object.open {
            let mut keys = self.cases(self.writer.written(written_key));
            if self.lenient && self.format == Format::Json {
                keys.retain(|case| !is_no_key(&case.term));
                // There are no documents with an entry.
                if keys.is_empty() {
                    return proof;
                }
            }
            let keys = keys
                .iter()
                .map(|case| self.key(case, key, source))
                .reduce(Proof::each);
            let values = self.at("{}".to_owned(), || self.shape(written_value, value, source));
            proof = proof.and(|| keys.unwrap_or(Proof::Unsure).and(|| values).at_times());
        }
        proof
    }

    pub(super) fn key(&self, case: &Case<'a>, read: ShapeId, source: Source) -> Proof {
        if self.format != Format::Json {
            return self.case(case, read, source);
        }
        let shape = self.reader.shape(self.reader.read(read));
        match (&case.term, shape) {
            (_, Shape::Newtype(inner)) => self.key(case, *inner, source),
            (Term::Object(_) | Term::Fixed(_) | Term::List { .. } | Term::Null, _) => Proof::Never,
            (Term::Int(_) | Term::Bool | Term::Float(_), Shape::Str(Text::Plain) | Shape::Any) => {
                Proof::Fits
            }
            // Keys in a buffer are strings and stay strings.
            (Term::Int(_) | Term::Bool | Term::Float(_), _) if source != Source::Format => {
                Proof::Never
            }
            (
                Term::Int(_) | Term::Bool | Term::Float(_),
                Shape::Int(_) | Shape::Bool | Shape::Float(_),
            ) => self.case(case, read, source).at_times(),
            (Term::Int(_) | Term::Bool | Term::Float(_), _) => Proof::Unsure,
            (Term::Name(name), Shape::Int(ty)) if source == Source::Format => {
                match name.parse::<i128>().map(Integer::from) {
                    Ok(number) => number_fits(number, *ty),
                    Err(_) => Proof::Never,
                }
            }
            (_, Shape::Any) => Proof::Fits,
            (Term::Text(_) | Term::Char, Shape::Int(_) | Shape::Bool | Shape::Float(_)) => {
                Proof::Unsure
            }
            _ => self.case(case, read, source),
        }
    }
}

/// Whether JSON has no way to write it as a key: writing fails.
fn is_no_key(term: &Term<'_>) -> bool {
    matches!(
        term,
        Term::Object(_)
            | Term::Fixed(_)
            | Term::List { .. }
            | Term::Array(..)
            | Term::Bytes(_)
            | Term::Null
            | Term::Fails
    )
}
