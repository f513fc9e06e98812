//! Whether a schema accepts a document, and what refuses it if not.

use std::{
    cell::{Cell, RefCell},
    cmp::Ordering,
    collections::{BTreeSet, HashMap},
    ptr,
};

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
    patterns: Patterns,
    /// How many more schemas may be looked at for what was asked.
    work: Cell<usize>,
}

/// How many schemas are looked at for one question, most of them many times over; about half a second. Then it is not known.
const WORK: usize = 3_000_000;

/// How deep schemas may follow each other; more is taken for a circle.
const DEEPEST: u32 = 128;

/// Where refusals are noted, if somebody asks.
type Notes<'n> = Option<&'n mut Vec<Refusal>>;

/// What is known of parts of a document while it is checked. Without it, schemas that name each other twice (`anyOf` of two
/// references, each to the next `anyOf`) are asked as often as there are ways to them: 2⁴⁰ times for forty.
#[derive(Default)]
struct Known(RefCell<HashMap<(Id, *const Value), Told>>);

#[derive(Clone, Copy)]
struct Told {
    truth: Truth,
    /// Whether what refuses it is noted.
    is_noted: bool,
}

impl<'s> Checker<'s> {
    pub(crate) fn new(schemas: &'s Schemas) -> Checker<'s> {
        Checker {
            schemas,
            patterns: Patterns::default(),
            work: Cell::new(WORK),
        }
    }

    /// Begins another question.
    pub(super) fn refuel(&self) {
        self.work.set(WORK);
    }

    /// Whether there may be so much more work.
    pub(super) fn spend(&self, work: usize) -> bool {
        let left = self.work.get().checked_sub(work);
        self.work.set(left.unwrap_or(0));
        left.is_some()
    }

    /// Whether a text has a match for a pattern.
    pub(super) fn matches(&self, pattern: &str, text: &str) -> Truth {
        match self.spend(1 + text.len() / 64) {
            true => self.patterns.matches(pattern, text),
            false => Truth::Maybe,
        }
    }

    /// Whether a schema accepts a document.
    pub(crate) fn accepts(&self, schema: Id, value: &Value) -> Truth {
        self.check(schema, value, "", 0, None, &Known::default())
    }

    /// What refuses a document, the outermost first.
    pub(crate) fn refusals(&self, schema: Id, value: &Value) -> Vec<Refusal> {
        let mut refusals = Vec::new();
        let notes = Some(&mut refusals);
        self.check(schema, value, "", 0, notes, &Known::default());
        refusals
    }

    fn check(
        &self,
        schema: Id,
        value: &Value,
        at: &str,
        depth: u32,
        notes: Notes<'_>,
        known: &Known,
    ) -> Truth {
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
            What::Keywords(_) if depth > DEEPEST || !self.spend(1) => Truth::Maybe,
            What::Keywords(keywords) => {
                let key = (schema, ptr::from_ref(value));
                let is_noted = notes.is_some();
                if let Some(told) = known.0.borrow().get(&key)
                    && (told.is_noted || !is_noted || told.truth != Truth::No)
                {
                    return told.truth;
                }
                let check = Check {
                    checker: self,
                    schema,
                    keywords,
                    at,
                    depth,
                    notes,
                    truth: Truth::Yes,
                    known,
                };
                let truth = check.run(value);
                // Others are asked in the place of a document that they stand at, and not twice.
                if keywords.asks_others_of_the_same() {
                    known.0.borrow_mut().insert(key, Told { truth, is_noted });
                }
                truth
            }
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
    known: &'a Known,
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
            self.note(values.keyword, Truth::from(values.has(value)));
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
        self.inner_of(schema, value, at, self.known);
    }

    /// The same, of a value of which this is known.
    fn inner_of(&mut self, schema: Id, value: &Value, at: &str, known: &Known) {
        let (depth, notes) = (self.depth + 1, self.notes.as_deref_mut());
        let truth = (self.checker).check(schema, value, at, depth, notes, known);
        self.truth = self.truth.and(truth);
    }

    /// A schema that is only asked.
    fn ask(&self, schema: Id, value: &Value) -> Truth {
        self.checker
            .check(schema, value, self.at, self.depth + 1, None, self.known)
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
            let truth = self.checker.matches(pattern, text);
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
            let is_twice = |row: usize| items[..row].iter().any(|it| equal(it, &items[row]));
            let pairs = items.len().saturating_mul(items.len()) / 2;
            let truth = match self.checker.spend(pairs) {
                true => Truth::from(!(1..items.len()).any(is_twice)),
                false => Truth::Maybe,
            };
            self.note("uniqueItems", truth);
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
            // A name has no place of its own, and is gone when this is known.
            let name = Value::String(name.to_owned());
            self.inner_of(schema, &name, &at, &Known::default());
        }
        let mut covered = Truth::No;
        if let Some(&schema) = keywords.properties.get(name) {
            covered = Truth::Yes;
            self.inner(schema, member, &at);
        }
        for (pattern, schema) in &keywords.patterns {
            match self.checker.matches(pattern, name) {
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
            .filter(|&&it| self.checker.types(it).has(own));
        match (near.next(), near.next()) {
            (Some(&only), None) => self.inner(only, value, self.at),
            _ => self.note(keyword, truth),
        }
    }
}

impl Checker<'_> {
    /// Types that a schema may accept, at first sight.
    fn types(&self, schema: Id) -> Types {
        let mut types = Types::ALL;
        let mut seen = BTreeSet::new();
        let mut pending = vec![schema];
        while let Some(schema) = pending.pop() {
            if !seen.insert(schema) {
                continue;
            }
            match &self.schemas.get(schema).what {
                What::Bool(true) => {}
                What::Bool(false) => return Types::NONE,
                What::Keywords(keywords) => {
                    types = types.and(keywords.types.unwrap_or(Types::ALL));
                    for values in &keywords.values {
                        types = types.and(values.types);
                    }
                    pending.extend(keywords.reference.iter().chain(&keywords.all_of));
                }
            }
        }
        types
    }
}

fn ranged(possible: bool, sure: bool) -> Truth {
    match (possible, sure) {
        (false, _) => Truth::No,
        (true, true) => Truth::Yes,
        (true, false) => Truth::Maybe,
    }
}
