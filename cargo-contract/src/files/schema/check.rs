//! Whether a schema accepts a document, and what refuses it if not.

use std::cmp::Ordering;

use serde_json::Value;

use super::formats;
use super::model::{Id, Keywords, Schemas, Types, What};
use super::number::{Num, equal};
use super::pattern::Patterns;
use super::truth::Truth;

/// A keyword that refuses a part of a document.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Refusal {
    pub(crate) schema: Id,
    /// The keyword; none if the schema is `false`.
    pub(crate) keyword: Option<String>,
    /// Where in the document: a JSON pointer.
    pub(crate) at: String,
}

/// Checks documents.
#[derive(Debug)]
pub(crate) struct Checker<'s> {
    pub(super) schemas: &'s Schemas,
    pub(super) patterns: Patterns,
}

/// How deep schemas may follow each other; more is taken for a circle.
const DEEPEST: u32 = 128;

/// Where refusals are noted, if somebody asks.
type Notes<'n> = Option<&'n mut Vec<Refusal>>;

impl<'s> Checker<'s> {
    pub(crate) fn new(schemas: &'s Schemas) -> Checker<'s> {
        Checker {
            schemas,
            patterns: Patterns::default(),
        }
    }

    /// Whether a schema accepts a document.
    pub(crate) fn accepts(&self, schema: Id, value: &Value) -> Truth {
        self.check(schema, value, "", 0, None)
    }

    /// What refuses a document, the outermost first.
    pub(crate) fn refusals(&self, schema: Id, value: &Value) -> Vec<Refusal> {
        let mut refusals = Vec::new();
        self.check(schema, value, "", 0, Some(&mut refusals));
        refusals
    }

    fn check(&self, schema: Id, value: &Value, at: &str, depth: u32, notes: Notes<'_>) -> Truth {
        match &self.schemas.get(schema).what {
            What::Bool(it) => {
                if let (false, Some(notes)) = (*it, notes) {
                    notes.push(Refusal {
                        schema,
                        keyword: None,
                        at: at.to_owned(),
                    });
                }
                Truth::from(*it)
            }
            What::Keywords(_) if depth > DEEPEST => Truth::Maybe,
            What::Keywords(keywords) => Check {
                checker: self,
                schema,
                keywords,
                at,
                depth,
                notes,
                truth: Truth::Yes,
            }
            .run(value),
        }
    }
}

/// One schema on one value.
struct Check<'a, 's, 'n> {
    checker: &'a Checker<'s>,
    schema: Id,
    keywords: &'a Keywords,
    at: &'a str,
    depth: u32,
    notes: Notes<'n>,
    truth: Truth,
}

impl Check<'_, '_, '_> {
    fn run(mut self, value: &Value) -> Truth {
        let keywords = self.keywords;
        if let Some(types) = keywords.types {
            let mut own = Types::of(value);
            if keywords.strict_integers && own == Types::INTEGER {
                let written = value
                    .as_number()
                    .is_some_and(|it| it.is_i64() || it.is_u64());
                own = if written { own } else { Types::FRACTION };
            }
            self.note("type", Truth::from(types.has(own)));
        }
        for values in &keywords.values {
            let known = values.list.iter().any(|it| equal(it, value));
            self.note(values.keyword, Truth::from(known));
        }
        match value {
            Value::Number(number) => self.number(Num::of(number)),
            Value::String(text) => self.string(text),
            Value::Array(items) => self.array(items),
            Value::Object(_) => self.object(value),
            _ => {}
        }
        let own = Types::of(value);
        for opaque in keywords.opaque.iter().filter(|it| it.types.has(own)) {
            let truth = match (opaque.keyword.as_str(), value) {
                ("format", Value::String(text)) => formats::fits(&opaque.value, text),
                ("format" | "discriminator", _) => Truth::Yes,
                _ => Truth::Maybe,
            };
            self.note(&opaque.keyword, truth);
        }
        self.combined(value);
        self.truth
    }

    fn note(&mut self, keyword: &str, truth: Truth) {
        match truth {
            Truth::No => self.refuse(keyword, self.at.to_owned()),
            _ => self.truth = self.truth.and(truth),
        }
    }

    fn refuse(&mut self, keyword: &str, at: String) {
        self.truth = Truth::No;
        if let Some(notes) = self.notes.as_deref_mut() {
            notes.push(Refusal {
                schema: self.schema,
                keyword: Some(keyword.to_owned()),
                at,
            });
        }
    }

    /// A schema that has to hold as well, here or further inside: what it refuses is what is noted.
    fn inner(&mut self, schema: Id, value: &Value, at: &str) {
        let notes = self.notes.as_deref_mut();
        let truth = self.checker.check(schema, value, at, self.depth + 1, notes);
        self.truth = self.truth.and(truth);
    }

    /// A schema that is only asked.
    fn ask(&self, schema: Id, value: &Value) -> Truth {
        self.checker
            .check(schema, value, self.at, self.depth + 1, None)
    }

    fn number(&mut self, number: Num) {
        let keywords = self.keywords;
        let mut bound = |keyword: &str, bound: Option<Num>, fits: fn(Ordering) -> bool| {
            if let Some(bound) = bound {
                self.note(keyword, Truth::from(fits(number.compare(bound))));
            }
        };
        bound("minimum", keywords.minimum, Ordering::is_ge);
        bound("maximum", keywords.maximum, Ordering::is_le);
        bound(
            "exclusiveMinimum",
            keywords.exclusive_minimum,
            Ordering::is_gt,
        );
        bound(
            "exclusiveMaximum",
            keywords.exclusive_maximum,
            Ordering::is_lt,
        );
        if let Some(divisor) = keywords.multiple_of {
            let truth = number
                .is_multiple_of(divisor)
                .map_or(Truth::Maybe, Truth::from);
            self.note("multipleOf", truth);
        }
    }

    fn string(&mut self, text: &str) {
        self.length(
            text.chars().count(),
            ("minLength", self.keywords.min_length),
            ("maxLength", self.keywords.max_length),
        );
        if let Some(pattern) = &self.keywords.pattern {
            let truth = self.checker.patterns.matches(pattern, text);
            self.note("pattern", truth);
        }
    }

    fn length(&mut self, length: usize, least: (&str, Option<u64>), most: (&str, Option<u64>)) {
        if let (keyword, Some(least)) = least {
            self.note(keyword, Truth::from(length as u64 >= least));
        }
        if let (keyword, Some(most)) = most {
            self.note(keyword, Truth::from(length as u64 <= most));
        }
    }

    fn array(&mut self, items: &[Value]) {
        let keywords = self.keywords;
        self.length(
            items.len(),
            ("minItems", keywords.min_items),
            ("maxItems", keywords.max_items),
        );
        if keywords.unique {
            let twice =
                (1..items.len()).any(|row| items[..row].iter().any(|it| equal(it, &items[row])));
            self.note("uniqueItems", Truth::from(!twice));
        }
        for (row, item) in items.iter().enumerate() {
            if let Some(schema) = keywords.prefix.get(row).copied().or(keywords.items) {
                self.inner(schema, item, &format!("{}/{row}", self.at));
            }
        }
        if let Some(contains) = keywords.contains {
            let told: Vec<Truth> = items
                .iter()
                .map(|it| self.ask(contains.schema, it))
                .collect();
            let sure = told.iter().filter(|&&it| it == Truth::Yes).count() as u64;
            let perhaps = told.iter().filter(|&&it| it != Truth::No).count() as u64;
            let least = ranged(perhaps >= contains.least, sure >= contains.least);
            self.note(
                if contains.least == 1 {
                    "contains"
                } else {
                    "minContains"
                },
                least,
            );
            if let Some(most) = contains.most {
                self.note("maxContains", ranged(sure <= most, perhaps <= most));
            }
        }
    }

    fn object(&mut self, value: &Value) {
        let Value::Object(members) = value else {
            return;
        };
        let keywords = self.keywords;
        let least = ("minProperties", keywords.min_properties);
        self.length(
            members.len(),
            least,
            ("maxProperties", keywords.max_properties),
        );
        for name in keywords
            .required
            .iter()
            .filter(|&it| !members.contains_key(it))
        {
            // What is missing is told by its place.
            let at = format!("{}/{}", self.at, crate::files::json::escaped(name));
            self.refuse("required", at);
        }
        for (name, needs) in &keywords.dependent_required {
            if members.contains_key(name) && !needs.iter().all(|it| members.contains_key(it)) {
                let keyword = self.dependencies("dependentRequired");
                self.note(keyword, Truth::No);
            }
        }
        for (name, &schema) in &keywords.dependent_schemas {
            if members.contains_key(name) {
                self.inner(schema, value, self.at);
            }
        }
        for (name, member) in members {
            self.member(name, member);
        }
    }

    /// What a dialect calls it.
    fn dependencies(&self, newer: &'static str) -> &'static str {
        if self.keywords.places.contains_key(newer) {
            newer
        } else {
            "dependencies"
        }
    }

    fn member(&mut self, name: &str, member: &Value) {
        let keywords = self.keywords;
        let at = format!("{}/{}", self.at, crate::files::json::escaped(name));
        if let Some(schema) = keywords.names {
            // A name has no place of its own.
            let name = Value::String(name.to_owned());
            self.inner(schema, &name, &at);
        }
        let mut covered = Truth::No;
        if let Some(&schema) = keywords.properties.get(name) {
            covered = Truth::Yes;
            self.inner(schema, member, &at);
        }
        for (pattern, schema) in &keywords.patterns {
            match self.checker.patterns.matches(pattern, name) {
                Truth::Yes => {
                    covered = Truth::Yes;
                    self.inner(*schema, member, &at);
                }
                Truth::Maybe => {
                    covered = covered.or(Truth::Maybe);
                    let inside = self.ask(*schema, member);
                    self.truth = self.truth.and(inside.or(Truth::Maybe));
                }
                Truth::No => {}
            }
        }
        let Some(schema) = keywords.additional else {
            return;
        };
        match covered {
            Truth::Yes => {}
            Truth::Maybe => {
                let inside = self.ask(schema, member);
                self.truth = self.truth.and(inside.or(Truth::Maybe));
            }
            // The keyword says more than the schema `false` behind it.
            Truth::No if self.checker.schemas.is(schema, false) => {
                self.refuse("additionalProperties", at);
            }
            Truth::No => self.inner(schema, member, &at),
        }
    }

    fn combined(&mut self, value: &Value) {
        let keywords = self.keywords;
        for schema in keywords.reference.iter().chain(&keywords.all_of) {
            self.inner(*schema, value, self.at);
        }
        if !keywords.any_of.is_empty() {
            let told: Vec<Truth> = keywords
                .any_of
                .iter()
                .map(|&it| self.ask(it, value))
                .collect();
            let truth = told.into_iter().fold(Truth::No, Truth::or);
            self.choice("anyOf", &keywords.any_of, truth, value);
        }
        if !keywords.one_of.is_empty() {
            let told: Vec<Truth> = keywords
                .one_of
                .iter()
                .map(|&it| self.ask(it, value))
                .collect();
            let sure = told.iter().filter(|&&it| it == Truth::Yes).count();
            let perhaps = told.iter().filter(|&&it| it == Truth::Maybe).count();
            let truth = match (sure, perhaps) {
                (0, 0) | (2.., _) => Truth::No,
                (1, 0) => Truth::Yes,
                _ => Truth::Maybe,
            };
            if sure == 0 {
                self.choice("oneOf", &keywords.one_of, truth, value);
            } else {
                self.note("oneOf", truth);
            }
        }
        if let Some(schema) = keywords.not {
            let truth = self.ask(schema, value).not();
            self.note("not", truth);
        }
        if let Some(conditional) = keywords.conditional {
            let test = self.ask(conditional.test, value);
            match test {
                Truth::Yes => {
                    if let Some(schema) = conditional.then {
                        self.inner(schema, value, self.at);
                    }
                }
                Truth::No => {
                    if let Some(schema) = conditional.otherwise {
                        self.inner(schema, value, self.at);
                    }
                }
                Truth::Maybe => {
                    let branch = |it: Option<Id>| it.map_or(Truth::Yes, |it| self.ask(it, value));
                    let (then, otherwise) =
                        (branch(conditional.then), branch(conditional.otherwise));
                    let truth = if then == otherwise {
                        then
                    } else {
                        Truth::Maybe
                    };
                    self.note("if", truth);
                }
            }
        }
    }

    /// A choice that nothing fits: if only one of the choices is of this type, it is that which refuses.
    fn choice(&mut self, keyword: &str, choices: &[Id], truth: Truth, value: &Value) {
        if truth != Truth::No || self.notes.is_none() {
            self.note(keyword, truth);
            return;
        }
        let own = Types::of(value);
        let mut near = choices
            .iter()
            .filter(|&&it| self.checker.types(it, 0).has(own));
        match (near.next(), near.next()) {
            (Some(&only), None) => self.inner(only, value, self.at),
            _ => self.note(keyword, truth),
        }
    }
}

impl Checker<'_> {
    /// Types that a schema may accept, at first sight.
    fn types(&self, schema: Id, depth: u32) -> Types {
        match &self.schemas.get(schema).what {
            What::Bool(it) => {
                if *it {
                    Types::ALL
                } else {
                    Types::NONE
                }
            }
            What::Keywords(keywords) => {
                let mut types = keywords.types.unwrap_or(Types::ALL);
                for values in &keywords.values {
                    let known = values
                        .list
                        .iter()
                        .map(Types::of)
                        .fold(Types::NONE, Types::or);
                    types = types.and(known);
                }
                if depth < DEEPEST {
                    for &inner in keywords.reference.iter().chain(&keywords.all_of) {
                        types = types.and(self.types(inner, depth + 1));
                    }
                }
                types
            }
        }
    }
}

fn ranged(possible: bool, sure: bool) -> Truth {
    match (possible, sure) {
        (false, _) => Truth::No,
        (true, true) => Truth::Yes,
        (true, false) => Truth::Maybe,
    }
}
