//! What schemas say: one row for each, and rows refer to each other, so that recursion is nothing special.

use std::collections::{BTreeMap, HashSet};

use serde_json::Value;
use text_size::TextRange;

use super::number::{Num, equal};

/// A schema, of either version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Id(pub(crate) u32);

/// All schemas that are compared.
#[derive(Debug, Default)]
pub(crate) struct Schemas {
    pub(crate) rows: Vec<Schema>,
}

/// A schema and where it stands.
#[derive(Debug, Clone)]
pub(crate) struct Schema {
    pub(crate) place: Place,
    pub(crate) what: What,
}

/// Where a schema stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    /// The file, as its version counts them.
    pub(crate) file: usize,
    /// Where in the file: a JSON pointer.
    pub(crate) pointer: String,
    pub(crate) range: TextRange,
}

/// What a schema says.
#[derive(Debug, Clone)]
pub(crate) enum What {
    /// Everything, or nothing.
    Bool(bool),
    Keywords(Box<Keywords>),
}

/// What the keywords of a schema say, in the words of the newest dialect.
#[derive(Debug, Clone, Default)]
pub(crate) struct Keywords {
    pub(crate) types: Option<Types>,
    /// Whether `1.0` is no integer, as in draft 4.
    pub(crate) strict_integers: bool,
    pub(crate) values: Vec<Values>,
    pub(crate) minimum: Option<Num>,
    pub(crate) exclusive_minimum: Option<Num>,
    pub(crate) maximum: Option<Num>,
    pub(crate) exclusive_maximum: Option<Num>,
    pub(crate) multiple_of: Option<Num>,
    pub(crate) min_length: Option<u64>,
    pub(crate) max_length: Option<u64>,
    pub(crate) pattern: Option<String>,
    pub(crate) min_items: Option<u64>,
    pub(crate) max_items: Option<u64>,
    pub(crate) unique: bool,
    pub(crate) prefix: Vec<Id>,
    /// What holds for items behind those of the prefix.
    pub(crate) items: Option<Id>,
    pub(crate) contains: Option<Contains>,
    pub(crate) min_properties: Option<u64>,
    pub(crate) max_properties: Option<u64>,
    pub(crate) required: Vec<String>,
    pub(crate) properties: BTreeMap<String, Id>,
    pub(crate) patterns: Vec<(String, Id)>,
    pub(crate) additional: Option<Id>,
    pub(crate) names: Option<Id>,
    pub(crate) dependent_required: BTreeMap<String, Vec<String>>,
    pub(crate) dependent_schemas: BTreeMap<String, Id>,
    pub(crate) all_of: Vec<Id>,
    pub(crate) any_of: Vec<Id>,
    pub(crate) one_of: Vec<Id>,
    pub(crate) not: Option<Id>,
    pub(crate) conditional: Option<Conditional>,
    pub(crate) reference: Option<Id>,
    /// Keywords that are not understood, and constrain.
    pub(crate) opaque: Vec<Opaque>,
    /// Whether it only says that what `allOf` declares is all that there is.
    pub(crate) closes: bool,
    /// Where each keyword stands.
    pub(crate) places: BTreeMap<String, TextRange>,
}

/// `enum` or `const`.
#[derive(Debug, Clone)]
pub(crate) struct Values {
    pub(crate) keyword: &'static str,
    pub(crate) list: Vec<Value>,
    /// Of what types they are.
    pub(crate) types: Types,
    /// The texts and the integers among them, to be found at once: lists of codes are long.
    texts: HashSet<String>,
    integers: HashSet<i128>,
    /// The others.
    rest: Vec<Value>,
}

impl Values {
    pub(crate) fn new(keyword: &'static str, list: Vec<Value>) -> Values {
        let mut values = Values {
            keyword,
            types: list.iter().map(Types::of).fold(Types::NONE, Types::or),
            texts: HashSet::new(),
            integers: HashSet::new(),
            rest: Vec::new(),
            list: Vec::new(),
        };
        for value in &list {
            match (value, integer(value)) {
                (Value::String(text), _) => drop(values.texts.insert(text.clone())),
                (_, Some(integer)) => drop(values.integers.insert(integer)),
                _ => values.rest.push(value.clone()),
            }
        }
        Values { list, ..values }
    }

    /// Whether a value is one of them.
    pub(crate) fn has(&self, value: &Value) -> bool {
        match (value, integer(value)) {
            (Value::String(text), _) => self.texts.contains(text),
            (_, Some(integer)) => self.integers.contains(&integer),
            _ => self.rest.iter().any(|it| equal(it, value)),
        }
    }
}

fn integer(value: &Value) -> Option<i128> {
    match Num::of(value.as_number()?) {
        Num::Integer(it) => Some(it),
        Num::Float(_) => None,
    }
}

/// `contains` with its numbers.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Contains {
    pub(crate) schema: Id,
    pub(crate) least: u64,
    pub(crate) most: Option<u64>,
}

/// `if` with what follows.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Conditional {
    pub(crate) test: Id,
    pub(crate) then: Option<Id>,
    pub(crate) otherwise: Option<Id>,
}

/// A keyword that is not understood, and constrains.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Opaque {
    pub(crate) keyword: String,
    pub(crate) value: Value,
    /// What it is about.
    pub(crate) types: Types,
    /// Whether what stands beside it matters for what it means.
    pub(crate) contextual: bool,
}

/// A set of types; integers are told apart from other numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Types(u8);

impl Types {
    pub(crate) const NONE: Types = Types(0);
    pub(crate) const NULL: Types = Types(1);
    pub(crate) const BOOL: Types = Types(2);
    pub(crate) const INTEGER: Types = Types(4);
    /// Numbers that are no integers.
    pub(crate) const FRACTION: Types = Types(8);
    pub(crate) const NUMBER: Types = Types(12);
    pub(crate) const STRING: Types = Types(16);
    pub(crate) const ARRAY: Types = Types(32);
    pub(crate) const OBJECT: Types = Types(64);
    pub(crate) const ALL: Types = Types(127);

    /// The types of a word.
    pub(crate) fn named(word: &str) -> Option<Types> {
        Some(match word {
            "null" => Types::NULL,
            "boolean" => Types::BOOL,
            "integer" => Types::INTEGER,
            "number" => Types::NUMBER,
            "string" => Types::STRING,
            "array" => Types::ARRAY,
            "object" => Types::OBJECT,
            _ => return None,
        })
    }

    /// The type of a value.
    pub(crate) fn of(value: &Value) -> Types {
        match value {
            Value::Null => Types::NULL,
            Value::Bool(_) => Types::BOOL,
            Value::Number(number) => match Num::of(number) {
                Num::Integer(_) => Types::INTEGER,
                Num::Float(_) => Types::FRACTION,
            },
            Value::String(_) => Types::STRING,
            Value::Array(_) => Types::ARRAY,
            Value::Object(_) => Types::OBJECT,
        }
    }

    pub(crate) fn and(self, other: Types) -> Types {
        Types(self.0 & other.0)
    }

    pub(crate) fn or(self, other: Types) -> Types {
        Types(self.0 | other.0)
    }

    pub(crate) fn without(self, other: Types) -> Types {
        Types(self.0 & !other.0)
    }

    pub(crate) fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub(crate) fn has(self, other: Types) -> bool {
        self.0 & other.0 != 0
    }

    pub(crate) fn within(self, other: Types) -> bool {
        self.0 & !other.0 == 0
    }

    /// One set for each type in it.
    pub(crate) fn each(self) -> impl Iterator<Item = Types> {
        (0..7)
            .map(|bit| Types(1 << bit))
            .filter(move |&it| self.has(it))
    }
}

impl Keywords {
    /// Whether it asks other schemas of what it is asked of itself, not only of what is inside.
    pub(crate) fn asks_others_of_the_same(&self) -> bool {
        self.reference.is_some()
            || self.not.is_some()
            || self.conditional.is_some()
            || !self.all_of.is_empty()
            || !self.any_of.is_empty()
            || !self.one_of.is_empty()
            || !self.dependent_schemas.is_empty()
    }
}

impl Schemas {
    pub(crate) fn get(&self, id: Id) -> &Schema {
        &self.rows[id.0 as usize]
    }

    pub(crate) fn keywords(&self, id: Id) -> Option<&Keywords> {
        match &self.get(id).what {
            What::Keywords(keywords) => Some(keywords),
            What::Bool(_) => None,
        }
    }

    /// The schema that another one only closes, or itself.
    pub(crate) fn bare(&self, id: Id) -> Id {
        match self.keywords(id) {
            Some(Keywords {
                closes: true,
                all_of,
                ..
            }) => all_of.first().copied().unwrap_or(id),
            _ => id,
        }
    }

    /// A schema that accepts everything or nothing, that no file says.
    pub(crate) fn is(&self, id: Id, value: bool) -> bool {
        matches!(self.get(id).what, What::Bool(it) if it == value)
    }
}
