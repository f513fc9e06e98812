//! What is known of a value: schemas that accept it, schemas that do not, its type, names that it has.

use std::collections::{BTreeMap, BTreeSet};

use super::check::Checker;
use super::model::{Id, Keywords, Schemas, Types, What};

/// What is known of a value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Conj {
    /// Schemas that accept it.
    pub(super) pos: BTreeSet<Id>,
    /// Schemas that do not.
    pub(super) neg: BTreeSet<Id>,
    pub(super) types: Types,
    /// Names that it has, if it is an object.
    pub(super) present: BTreeSet<String>,
    /// Names that it does not have.
    pub(super) absent: BTreeSet<String>,
    /// Schemas that do not accept the values of names.
    pub(super) members: BTreeMap<String, BTreeSet<Id>>,
}

impl Conj {
    pub(super) fn everything() -> Conj {
        Conj {
            pos: BTreeSet::new(),
            neg: BTreeSet::new(),
            types: Types::ALL,
            present: BTreeSet::new(),
            absent: BTreeSet::new(),
            members: BTreeMap::new(),
        }
    }

    pub(super) fn of(checker: &Checker<'_>, pos: impl IntoIterator<Item = Id>) -> Conj {
        let mut conj = Conj::everything();
        conj.pos.extend(pos);
        conj.close(checker);
        conj
    }

    pub(super) fn and(&self, checker: &Checker<'_>, schema: Id) -> Conj {
        let mut conj = self.clone();
        conj.pos.insert(schema);
        conj.close(checker);
        conj
    }

    pub(super) fn and_not(&self, checker: &Checker<'_>, schema: Id) -> Conj {
        let mut conj = self.clone();
        conj.neg.insert(schema);
        conj.close(checker);
        conj
    }

    pub(super) fn with_types(&self, checker: &Checker<'_>, types: Types) -> Conj {
        let mut conj = self.clone();
        conj.types = conj.types.and(types);
        conj.close(checker);
        conj
    }

    pub(super) fn with_name(&self, checker: &Checker<'_>, name: &str) -> Conj {
        let mut conj = self.with_types(checker, Types::OBJECT);
        conj.present.insert(name.to_owned());
        conj.close(checker);
        conj
    }

    /// What the accepting schemas say.
    pub(super) fn keywords<'s>(&self, schemas: &'s Schemas) -> Vec<&'s Keywords> {
        self.pos
            .iter()
            .filter_map(|&id| schemas.keywords(id))
            .collect()
    }

    /// How much of it there is.
    pub(super) fn size(&self) -> usize {
        let members = self.members.values().map(BTreeSet::len).sum::<usize>();
        self.pos.len() + self.neg.len() + self.present.len() + self.absent.len() + members + 1
    }

    /// Adds what follows.
    fn close(&mut self, checker: &Checker<'_>) {
        let schemas = checker.schemas;
        let mut open: Vec<Id> = self.pos.iter().copied().collect();
        let mut conditional: Vec<Id> = Vec::new();
        loop {
            // All of it is looked at, or copied by whoever asked.
            if !checker.spend(self.size()) {
                return;
            }
            while let Some(id) = open.pop() {
                self.pos.insert(id);
                let keywords = match &schemas.get(id).what {
                    What::Bool(true) => continue,
                    What::Bool(false) => {
                        self.types = Types::NONE;
                        continue;
                    }
                    What::Keywords(keywords) => keywords,
                };
                if let Some(types) = keywords.types {
                    self.types = self.types.and(types);
                }
                for values in &keywords.values {
                    self.types = self.types.and(values.types);
                }
                self.neg.extend(keywords.not);
                let parts = keywords.all_of.iter().chain(&keywords.reference);
                open.extend(parts.filter(|part| !self.pos.contains(part)));
                conditional.push(id);
            }
            self.refuse(schemas, &mut open);
            if self.types == Types::OBJECT {
                for &id in &conditional {
                    let Some(keywords) = schemas.keywords(id) else {
                        continue;
                    };
                    self.present.extend(keywords.required.iter().cloned());
                    for (name, needs) in &keywords.dependent_required {
                        if self.present.contains(name) {
                            self.present.extend(needs.iter().cloned());
                        }
                    }
                    for (name, schema) in &keywords.dependent_schemas {
                        if self.present.contains(name) && !self.pos.contains(schema) {
                            open.push(*schema);
                        }
                    }
                }
            }
            if open.is_empty() {
                break;
            }
        }
    }

    /// Turns refusing schemas into something simpler.
    fn refuse(&mut self, schemas: &Schemas, open: &mut Vec<Id>) {
        loop {
            let mut simpler = None;
            for &id in &self.neg {
                if let Some(step) = self.negated(schemas, id) {
                    simpler = Some((id, step));
                    break;
                }
            }
            let Some((id, step)) = simpler else { return };
            self.neg.remove(&id);
            match step {
                Negated::Impossible => self.types = Types::NONE,
                Negated::Nothing => {}
                Negated::Types(types) => self.types = self.types.without(types),
                Negated::Accept(schema) => {
                    if !self.pos.contains(&schema) {
                        open.push(schema);
                    }
                }
                Negated::Refuse(list) => self.neg.extend(list),
                Negated::Absent(name) => {
                    self.absent.insert(name);
                }
                Negated::Member(name, schema) => {
                    self.types = self.types.and(Types::OBJECT);
                    self.present.insert(name.clone());
                    self.members.entry(name).or_default().insert(schema);
                }
            }
        }
    }

    fn negated(&self, schemas: &Schemas, id: Id) -> Option<Negated> {
        let keywords = match &schemas.get(id).what {
            What::Bool(true) => return Some(Negated::Impossible),
            What::Bool(false) => return Some(Negated::Nothing),
            What::Keywords(keywords) => keywords,
        };
        let object = self.types == Types::OBJECT;
        let mut said = constraints(keywords);
        if object && keywords.types.is_some_and(|it| it.has(Types::OBJECT)) {
            said.retain(|&it| it != "type");
        }
        if object && keywords.required.iter().all(|it| self.present.contains(it)) {
            said.retain(|&it| it != "required");
        }
        match said[..] {
            [] => Some(Negated::Impossible),
            ["type"] if !keywords.strict_integers => keywords.types.map(Negated::Types),
            ["not"] => keywords.not.map(Negated::Accept),
            ["$ref"] => keywords.reference.map(|it| Negated::Refuse(vec![it])),
            ["anyOf"] => Some(Negated::Refuse(keywords.any_of.clone())),
            ["allOf"] if keywords.all_of.len() == 1 => {
                Some(Negated::Refuse(keywords.all_of.clone()))
            }
            ["required"] if object => {
                let mut open = keywords
                    .required
                    .iter()
                    .filter(|it| !self.present.contains(*it));
                match (open.next(), open.next()) {
                    (Some(name), None) => Some(Negated::Absent(name.clone())),
                    _ => None,
                }
            }
            ["properties"] if keywords.properties.len() == 1 => {
                let (name, schema) = keywords.properties.first_key_value()?;
                Some(Negated::Member(name.clone(), *schema))
            }
            _ => None,
        }
    }
}

/// What it means that a schema refuses a value.
enum Negated {
    Impossible,
    Nothing,
    Types(Types),
    Accept(Id),
    Refuse(Vec<Id>),
    Absent(String),
    Member(String, Id),
}

/// Kinds of constraints that a schema has.
pub(super) fn constraints(keywords: &Keywords) -> Vec<&'static str> {
    let k = keywords;
    let all = [
        ("type", k.types.is_some()),
        ("enum", !k.values.is_empty()),
        (
            "number",
            k.minimum.is_some()
                || k.maximum.is_some()
                || k.exclusive_minimum.is_some()
                || k.exclusive_maximum.is_some()
                || k.multiple_of.is_some(),
        ),
        (
            "string",
            k.min_length.is_some() || k.max_length.is_some() || k.pattern.is_some(),
        ),
        (
            "array",
            k.min_items.is_some()
                || k.max_items.is_some()
                || k.unique
                || !k.prefix.is_empty()
                || k.items.is_some()
                || k.contains.is_some(),
        ),
        (
            "object",
            k.min_properties.is_some()
                || k.max_properties.is_some()
                || !k.patterns.is_empty()
                || k.additional.is_some()
                || k.names.is_some()
                || !k.dependent_required.is_empty()
                || !k.dependent_schemas.is_empty(),
        ),
        ("required", !k.required.is_empty()),
        ("properties", !k.properties.is_empty()),
        ("allOf", !k.all_of.is_empty()),
        ("anyOf", !k.any_of.is_empty()),
        ("oneOf", !k.one_of.is_empty()),
        ("not", k.not.is_some()),
        ("if", k.conditional.is_some()),
        ("$ref", k.reference.is_some()),
        ("opaque", !k.opaque.is_empty()),
    ];
    all.into_iter()
        .filter(|(_, is)| *is)
        .map(|(name, _)| name)
        .collect()
}
