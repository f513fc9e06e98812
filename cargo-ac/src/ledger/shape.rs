//! What a ledger may hold, as data, and a check of a tree against it.
//!
//! The shapes say which keys there are and what their values are; what is wrong with a tree is found here, once, so that
//! whoever takes values out of it may leave out what does not fit.

use std::collections::BTreeSet;

use text_size::TextRange;

use super::problem::{Problem, ProblemKind};
use super::yaml::{Entry, Node, Scalar, ScalarKind, Value};
use crate::ids::{IdKind, IdPrefixes, nearest};

/// What a value must be.
#[derive(Debug, Clone, Copy)]
pub(super) enum Shape {
    /// Text that says something.
    Text,
    /// Any text, also none.
    AnyText,
    /// An id of that kind.
    Id(IdKind),
    /// An id of any kind, also of another ledger: `core:AC-1`.
    AnyId,
    /// `true` or `false`.
    Bool,
    /// A whole number, not negative.
    Count,
    /// A date such as 2026-01-31.
    Date,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// This very number or text.
    Exactly(&'static str),
    /// A list.
    List(&'static Shape),
    /// A list, or one value in place of a list of one.
    OneOrList(&'static Shape),
    /// A list of values, each of which may be a list of alternatives.
    Needs(&'static Shape),
    /// A mapping.
    Object(&'static Object),
    /// Whatever people put there.
    Anything,
}

/// A mapping with known keys. Keys that begin with `x-` are free.
#[derive(Debug)]
pub(super) struct Object {
    /// What it is, with its article.
    pub(super) name: &'static str,
    pub(super) fields: &'static [Field],
    /// Sets of keys of which one set must be there as a whole; with what lacks in words.
    pub(super) any_of: Option<(&'static [&'static [&'static str]], &'static str)>,
}

/// A key of a mapping.
#[derive(Debug)]
pub(super) struct Field {
    pub(super) key: &'static str,
    pub(super) shape: Shape,
    pub(super) required: bool,
}

/// A key that must be there.
pub(super) const fn required(key: &'static str, shape: Shape) -> Field {
    Field {
        key,
        shape,
        required: true,
    }
}

/// A key that may be there.
pub(super) const fn optional(key: &'static str, shape: Shape) -> Field {
    Field {
        key,
        shape,
        required: false,
    }
}

/// Everything in `node` that does not fit.
pub(super) fn check(node: &Node, shape: &Shape, ids: &IdPrefixes, problems: &mut Vec<Problem>) {
    Checker { ids, problems }.value(node, shape);
}

struct Checker<'a> {
    ids: &'a IdPrefixes,
    problems: &'a mut Vec<Problem>,
}

impl Checker<'_> {
    fn value(&mut self, node: &Node, shape: &Shape) {
        match shape {
            Shape::Anything => {}
            Shape::List(of) => self.list(node, of),
            Shape::OneOrList(of) if matches!(node.value, Value::List(_)) => self.list(node, of),
            Shape::OneOrList(of) => self.value(node, of),
            Shape::Needs(of) => {
                let Some(nodes) = self.nodes(node) else {
                    return;
                };
                nodes
                    .iter()
                    .for_each(|node| self.value(node, &Shape::OneOrList(of)));
            }
            Shape::Object(object) => match &node.value {
                Value::Map(entries) => self.object(node.range, entries, object),
                _ => self.wrong(node, "a mapping"),
            },
            _ => match &node.value {
                Value::Scalar(scalar) => self.scalar(node, scalar, shape),
                _ => self.wrong(node, expected(shape)),
            },
        }
    }

    fn nodes<'n>(&mut self, node: &'n Node) -> Option<&'n [Node]> {
        match &node.value {
            Value::List(nodes) => Some(nodes),
            _ => {
                self.wrong(node, "a list");
                None
            }
        }
    }

    fn list(&mut self, node: &Node, of: &Shape) {
        let Some(nodes) = self.nodes(node) else {
            return;
        };
        nodes.iter().for_each(|node| self.value(node, of));
    }

    fn object(&mut self, range: TextRange, entries: &[Entry], object: &'static Object) {
        for entry in entries {
            let key = entry.key.as_str();
            if let Some(field) = object.fields.iter().find(|field| field.key == key) {
                self.value(&entry.value, &field.shape);
            } else if !key.starts_with("x-") {
                let nearest = nearest(key, object.fields.iter().map(|field| field.key));
                let kind = ProblemKind::UnknownKey {
                    key: key.to_owned(),
                    object: object.name,
                    known: object.fields.iter().map(|field| field.key).collect(),
                    nearest,
                };
                self.problems.push(Problem::new(entry.key_range, kind));
            }
        }
        let keys: BTreeSet<&str> = entries.iter().map(|entry| entry.key.as_str()).collect();
        // The first key stands for the whole, which may be long.
        let place = entries.first().map_or(range, |entry| entry.key_range);
        for field in object
            .fields
            .iter()
            .filter(|field| field.required && !keys.contains(field.key))
        {
            self.problems.push(Problem::new(
                place,
                ProblemKind::MissingKey {
                    key: field.key,
                    object: object.name,
                },
            ));
        }
        if let Some((sets, key)) = object.any_of
            && !sets
                .iter()
                .any(|set| set.iter().all(|key| keys.contains(key)))
        {
            self.problems.push(Problem::new(
                place,
                ProblemKind::MissingKey {
                    key,
                    object: object.name,
                },
            ));
        }
    }

    fn scalar(&mut self, node: &Node, scalar: &Scalar, shape: &Shape) {
        let text = scalar.text.as_str();
        let kind = match shape {
            Shape::Bool if matches!(scalar.kind, ScalarKind::Bool(_)) => return,
            Shape::Count if scalar.kind == ScalarKind::Number && text.parse::<u32>().is_ok() => {
                return;
            }
            Shape::Exactly(value) if text == *value => return,
            Shape::Exactly(_) => ProblemKind::UnsupportedSchema(text.to_owned()),
            Shape::Bool | Shape::Count => return self.wrong(node, expected(shape)),
            _ if scalar.kind != ScalarKind::Text => return self.wrong(node, "text"),
            Shape::Text if !text.chars().any(char::is_alphanumeric) => ProblemKind::EmptyText,
            Shape::Id(kind) if !self.ids.is_id(*kind, text) => ProblemKind::MalformedId {
                id: text.to_owned(),
                form: self.ids.form(*kind),
            },
            Shape::AnyId if !self.is_any_id(text) => ProblemKind::MalformedId {
                id: text.to_owned(),
                form: self.ids.form(IdKind::Criterion),
            },
            Shape::Date if !is_date(text) => ProblemKind::MalformedDate(text.to_owned()),
            Shape::OneOf(known) if !known.contains(&text) => {
                let nearest = nearest(text, known.iter().copied());
                ProblemKind::NotOneOf {
                    value: text.to_owned(),
                    known,
                    nearest,
                }
            }
            _ => return,
        };
        self.problems.push(Problem::new(node.range, kind));
    }

    fn is_any_id(&self, text: &str) -> bool {
        let id = text.split_once(':').map_or(text, |(_, id)| id);
        [IdKind::Story, IdKind::Requirement, IdKind::Criterion]
            .into_iter()
            .any(|kind| self.ids.is_id(kind, id))
    }

    fn wrong(&mut self, node: &Node, expected: &'static str) {
        let kind = ProblemKind::WrongType {
            expected,
            found: found(node),
        };
        self.problems.push(Problem::new(node.range, kind));
    }
}

/// What a shape asks for, in words.
fn expected(shape: &Shape) -> &'static str {
    match shape {
        Shape::Bool => "`true` or `false`",
        Shape::Count => "a whole number",
        Shape::List(_) | Shape::Needs(_) => "a list",
        Shape::Object(_) => "a mapping",
        _ => "text",
    }
}

fn found(node: &Node) -> &'static str {
    match &node.value {
        Value::List(_) => "a list",
        Value::Map(_) => "a mapping",
        Value::Scalar(scalar) => match scalar.kind {
            ScalarKind::Text => "text",
            ScalarKind::Null => "nothing",
            ScalarKind::Bool(_) => "`true` or `false`",
            ScalarKind::Number => "a number",
        },
    }
}

/// Whether the text is a day that there is, written as in 2026-01-31.
fn is_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    let written = bytes.len() == 10
        && bytes.iter().enumerate().all(|(at, byte)| match at {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    let number =
        |range: std::ops::Range<usize>| text.get(range).and_then(|part| part.parse::<u32>().ok());
    let (true, Some(year), Some(month), Some(day)) =
        (written, number(0..4), number(5..7), number(8..10))
    else {
        return false;
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        4 | 6 | 9 | 11 => 30,
        2 => 28 + u32::from(leap),
        _ => 31,
    };
    (1..=12).contains(&month) && (1..=days).contains(&day)
}

#[cfg(test)]
mod tests {
    use super::is_date;

    #[test]
    fn dates_are_days_that_there_are() {
        assert!(
            ["2026-01-31", "2024-02-29", "2000-02-29"]
                .into_iter()
                .all(is_date)
        );
        assert!(
            ![
                "2026-1-31",
                "2023-02-29",
                "1900-02-29",
                "2026-13-01",
                "2026-04-31",
                "2026-00-10",
                "26-01-01x"
            ]
            .into_iter()
            .any(is_date)
        );
    }
}
