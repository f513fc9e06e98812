//! What expressions come to, as far as the source says.

use std::collections::BTreeMap;

use govern_diagnostics::Span;

use super::pattern::{Pattern, Token};

/// More alternatives than these are not told apart.
const MOST: usize = 64;

/// What an expression comes to.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    Text(Vec<Piece>),
    Number(i128),
    /// In nanoseconds.
    Duration(u128),
    Bool(bool),
    List(Vec<Value>),
    /// A struct: the fields that are known. The others are those of `Default` if the flag says so.
    Record(BTreeMap<String, Value>, bool),
    /// A variant of an enum, by the last name of its path.
    Variant(String, Vec<Value>),
    Nothing,
    /// Something of NATS that has a name: a stream, a bucket, a consumer.
    Handle(Handle),
    /// Where a reply is awaited.
    Reply,
    /// The function itself does not know: one of its parameters.
    Either(Vec<Value>),
    Unknown(Why),
}

/// A part of a text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Piece {
    Literal(String),
    Hole(Hole),
}

/// A part of a text that is filled in when the program runs.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Hole {
    /// As the source has it.
    pub(super) name: String,
    /// Whether it may have dots.
    pub(super) spreads: bool,
    /// Whether callers decide.
    pub(super) free: bool,
}

/// Why something is not known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Why {
    pub(super) reason: String,
    /// Whether callers decide.
    pub(super) free: bool,
}

/// Something of NATS that has a name.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Handle {
    pub(super) kind: HandleKind,
    pub(super) name: Box<Value>,
    /// The stream of a consumer.
    pub(super) of: Option<Box<Value>>,
    /// Where it comes from.
    pub(super) span: Span,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum HandleKind {
    Stream,
    Bucket,
    ObjectStore,
    Consumer,
    Subscription,
}

impl Value {
    pub(super) fn unknown(reason: impl Into<String>) -> Value {
        Value::Unknown(Why {
            reason: reason.into(),
            free: false,
        })
    }

    pub(super) fn text(text: impl Into<String>) -> Value {
        Value::Text(vec![Piece::Literal(text.into())])
    }

    /// One of several.
    pub(super) fn either(values: impl IntoIterator<Item = Value>) -> Value {
        let mut flat: Vec<Value> = Vec::new();
        for value in values {
            let inner = match value {
                Value::Either(inner) => inner,
                one => vec![one],
            };
            for value in inner {
                if !flat.contains(&value) {
                    flat.push(value);
                }
            }
        }
        match flat.len() {
            0 => Value::unknown("it has no value"),
            1 => flat.swap_remove(0),
            2..=MOST => Value::Either(flat),
            _ => Value::unknown("it has too many values"),
        }
    }

    /// Its alternatives.
    pub(super) fn all(&self) -> &[Value] {
        match self {
            Value::Either(all) => all,
            one => std::slice::from_ref(one),
        }
    }

    /// What becomes of each alternative.
    pub(super) fn map(&self, each: &dyn Fn(&Value) -> Value) -> Value {
        Value::either(self.all().iter().map(each))
    }

    /// Whether callers decide about it, or a part of it.
    pub(super) fn is_free(&self) -> bool {
        match self {
            Value::Text(pieces) => pieces
                .iter()
                .any(|it| matches!(it, Piece::Hole(hole) if hole.free)),
            Value::List(items) | Value::Either(items) | Value::Variant(_, items) => {
                items.iter().any(Value::is_free)
            }
            Value::Record(fields, _) => fields.values().any(Value::is_free),
            Value::Handle(handle) => {
                handle.name.is_free() || handle.of.as_ref().is_some_and(|it| it.is_free())
            }
            Value::Unknown(why) => why.free,
            _ => false,
        }
    }

    /// As it is if nobody is asked: what callers decide is not known.
    pub(super) fn settled(self, reason: &str) -> Value {
        let settle = |values: Vec<Value>| values.into_iter().map(|it| it.settled(reason)).collect();
        match self {
            Value::Text(pieces) => Value::Text(
                pieces
                    .into_iter()
                    .map(|piece| match piece {
                        Piece::Hole(hole) => Piece::Hole(Hole {
                            free: false,
                            ..hole
                        }),
                        literal => literal,
                    })
                    .collect(),
            ),
            Value::List(items) => Value::List(settle(items)),
            Value::Either(items) => Value::either(settle(items)),
            Value::Variant(name, items) => Value::Variant(name, settle(items)),
            Value::Record(fields, rest) => Value::Record(
                fields
                    .into_iter()
                    .map(|(name, value)| (name, value.settled(reason)))
                    .collect(),
                rest,
            ),
            Value::Handle(handle) => Value::Handle(Handle {
                name: Box::new(handle.name.settled(reason)),
                of: handle.of.map(|it| Box::new(it.settled(reason))),
                ..handle
            }),
            Value::Unknown(why) if why.free => Value::Unknown(Why {
                reason: format!("{}, {reason}", why.reason),
                free: false,
            }),
            other => other,
        }
    }

    /// As a part of a longer text; `name` says what stands there in the source.
    pub(super) fn as_pieces(&self, name: &str, spreads: bool) -> Vec<Vec<Piece>> {
        let hole = |free| {
            vec![Piece::Hole(Hole {
                name: name.to_owned(),
                spreads,
                free,
            })]
        };
        let each = |value: &Value| match value {
            Value::Text(pieces) => pieces.clone(),
            Value::Number(number) => vec![Piece::Literal(number.to_string())],
            Value::Bool(value) => vec![Piece::Literal(value.to_string())],
            Value::Unknown(why) => hole(why.free),
            _ => hole(false),
        };
        self.all().iter().map(each).collect()
    }

    /// The number, if it is one.
    pub(super) fn number(&self) -> Option<i128> {
        match self {
            Value::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// The nanoseconds, if it is a duration.
    pub(super) fn nanos(&self) -> Option<u128> {
        match self {
            Value::Duration(nanos) => Some(*nanos),
            _ => None,
        }
    }

    /// The text, if it is one without holes.
    pub(super) fn literal(&self) -> Option<String> {
        let Value::Text(pieces) = self else {
            return None;
        };
        let literal = |piece: &Piece| match piece {
            Piece::Literal(text) => Some(text.clone()),
            Piece::Hole(_) => None,
        };
        pieces.iter().map(literal).collect()
    }
}

/// Several texts, one behind the other, in all combinations.
pub(super) fn joined(parts: Vec<Vec<Vec<Piece>>>) -> Value {
    let mut texts: Vec<Vec<Piece>> = vec![Vec::new()];
    for part in parts {
        if texts.len() * part.len() > MOST {
            return Value::unknown("it has too many values");
        }
        texts = texts
            .iter()
            .flat_map(|text| part.iter().map(move |pieces| [&text[..], pieces].concat()))
            .collect();
    }
    Value::either(texts.into_iter().map(|pieces| Value::Text(merged(pieces))))
}

/// Literals side by side are one.
fn merged(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut merged: Vec<Piece> = Vec::new();
    for piece in pieces {
        match (merged.last_mut(), piece) {
            (Some(Piece::Literal(before)), Piece::Literal(text)) => before.push_str(&text),
            (_, piece) => merged.push(piece),
        }
    }
    merged
}

/// A subject as code has it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Subject {
    /// With `*` for each placeholder.
    pub(crate) pattern: Pattern,
    /// With `>` for placeholders that may hold several tokens.
    pub(crate) wide: Pattern,
    /// The placeholders that may hold several tokens, as the source has them.
    pub(crate) spreading: Vec<String>,
    /// How many placeholders there are.
    pub(crate) holes: usize,
}

impl Subject {
    /// Whether it may be in a set.
    pub(crate) fn may_be_in(&self, set: &Pattern) -> bool {
        self.wide.overlaps(set)
    }

    /// The subject that a text is; why it is none, else.
    pub(super) fn of(pieces: &[Piece]) -> Result<Subject, String> {
        let mut tokens: Vec<Vec<&Piece>> = vec![Vec::new()];
        let mut texts: Vec<Piece> = Vec::new();
        for piece in pieces {
            match piece {
                Piece::Literal(text) => {
                    let parts = text.split('.').map(|it| Piece::Literal(it.to_owned()));
                    texts.extend(parts);
                    texts.push(Piece::Literal(".".to_owned()));
                }
                hole @ Piece::Hole(_) => texts.push(hole.clone()),
            }
        }
        // A literal was cut at its dots; each cut begins a token, and its end is marked by a dot of its own.
        let mut first_of_literal = true;
        for piece in &texts {
            match piece {
                Piece::Literal(text) if text == "." => first_of_literal = true,
                Piece::Literal(_) if !first_of_literal => tokens.push(vec![piece]),
                Piece::Literal(_) => {
                    tokens.last_mut().expect("there is one").push(piece);
                    first_of_literal = false;
                }
                Piece::Hole(_) => tokens.last_mut().expect("there is one").push(piece),
            }
        }
        let mut subject = Subject {
            pattern: Pattern(Vec::new()),
            wide: Pattern(Vec::new()),
            spreading: Vec::new(),
            holes: 0,
        };
        let count = tokens.len();
        for (at, token) in tokens.iter().enumerate() {
            let mut word = String::new();
            let mut holes = Vec::new();
            for piece in token {
                match piece {
                    Piece::Literal(text) => word.push_str(text),
                    Piece::Hole(hole) => holes.push(hole),
                }
            }
            if holes.is_empty() {
                let token = match word.as_str() {
                    "" => return Err("it has an empty token".to_owned()),
                    "*" => Token::One,
                    ">" if at + 1 == count => Token::Many,
                    _ if word.contains(char::is_whitespace) => {
                        return Err("it has blanks".to_owned());
                    }
                    _ => Token::Word(word),
                };
                subject.pattern.0.push(token.clone());
                subject.wide.0.push(token);
                continue;
            }
            subject.holes += holes.len();
            let spreading = holes.iter().filter(|it| it.spreads);
            let names: Vec<String> = spreading.map(|it| it.name.clone()).collect();
            subject.pattern.0.push(Token::One);
            subject.wide.0.push(match names.is_empty() {
                true => Token::One,
                false => Token::Many,
            });
            subject.spreading.extend(names);
        }
        let is_open = subject.pattern.0.iter().all(|it| *it == Token::One) && subject.holes > 0;
        match is_open {
            true => Err("nothing of it stands in the source".to_owned()),
            false => Ok(subject),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Hole, Piece, Subject, Value, joined};

    fn hole(name: &str, spreads: bool) -> Piece {
        Piece::Hole(Hole {
            name: name.to_owned(),
            spreads,
            free: false,
        })
    }

    fn literal(text: &str) -> Piece {
        Piece::Literal(text.to_owned())
    }

    #[test]
    fn placeholders_are_tokens() {
        for (pieces, pattern, wide) in [
            (vec![literal("a.b")], "a.b", "a.b"),
            (vec![literal("a."), hole("id", false)], "a.*", "a.*"),
            (vec![literal("a."), hole("id", true)], "a.*", "a.>"),
            (
                vec![literal("a."), hole("id", true), literal(".c")],
                "a.*.c",
                "a.>.c",
            ),
            (
                vec![literal("a.x-"), hole("id", false), literal(".c")],
                "a.*.c",
                "a.*.c",
            ),
            (vec![hole("p", false), literal(".c.>")], "*.c.>", "*.c.>"),
            (
                vec![hole("p", false), hole("q", false), literal(".c")],
                "*.c",
                "*.c",
            ),
        ] {
            let subject = Subject::of(&pieces).unwrap();
            let shown = (subject.pattern.to_string(), subject.wide.to_string());
            assert_eq!(shown, (pattern.to_owned(), wide.to_owned()), "{pieces:?}");
        }
        for pieces in [
            vec![],
            vec![literal("a.")],
            vec![literal("a b")],
            vec![hole("a", true)],
            vec![hole("a", false), literal("."), hole("b", false)],
        ] {
            assert!(Subject::of(&pieces).is_err(), "{pieces:?}");
        }
    }

    #[test]
    fn alternatives_are_told_apart_as_long_as_they_are_few() {
        let two = || vec![vec![literal("a")], vec![literal("b")]];
        let Value::Either(all) = joined(vec![two(), vec![vec![literal(".")]], two()]) else {
            panic!("there are four");
        };
        let texts: Vec<String> = all.iter().filter_map(Value::literal).collect();
        assert_eq!(texts, ["a.a", "a.b", "b.a", "b.b"]);
        assert!(matches!(joined(vec![two(); 7]), Value::Unknown(_)));
        assert_eq!(
            Value::either([Value::Number(1), Value::Number(1)]),
            Value::Number(1)
        );
    }
}
