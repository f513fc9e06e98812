//! OpenAPI 3.0 and 3.1: requests that a service takes, and responses that it gives.

mod compare;
mod content;
mod parameters;
mod read;
mod read_parts;
mod responses;
mod security;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use govern_gate::Date;
use serde_json::Value;

use super::book::{Mark, Rest, SchemaAt};
use crate::files::schema::Dialect;

pub(super) use compare::compare;

/// A document.
#[derive(Debug)]
pub(in crate::files) struct Document {
    pub(super) dialect: Dialect,
    pub(super) schemas: BTreeSet<SchemaAt>,
    operations: Vec<Operation>,
    /// Requests that the service sends to whoever asked for them.
    webhooks: Vec<Operation>,
    schemes: BTreeMap<String, Scheme>,
    mark: Mark,
    rest: Rest,
}

/// A method of a path.
#[derive(Debug)]
struct Operation {
    method: String,
    /// As it is written: `/orders/{id}`; of a webhook its name.
    path: String,
    /// What may stand before it.
    bases: BTreeSet<String>,
    mark: Mark,
    deprecated: bool,
    sunset: Option<Date>,
    parameters: Vec<Parameter>,
    body: Option<Body>,
    responses: BTreeMap<String, Response>,
    /// Each is enough; none is needed if there are none.
    security: Vec<Requirement>,
    security_mark: Mark,
    callbacks: Vec<Operation>,
    rest: Rest,
}

/// What has to be shown at once: schemes with scopes.
type Requirement = BTreeMap<String, BTreeSet<String>>;

/// A parameter.
#[derive(Debug)]
struct Parameter {
    name: String,
    place: String,
    required: bool,
    deprecated: bool,
    sunset: Option<Date>,
    /// How lists and objects are written.
    style: (String, bool),
    /// Whether it is one value in any case.
    is_scalar: bool,
    schema: Option<SchemaAt>,
    content: BTreeMap<String, Media>,
    mark: Mark,
    rest: Rest,
}

/// What is sent.
#[derive(Debug)]
struct Body {
    required: bool,
    content: BTreeMap<String, Media>,
    mark: Mark,
    rest: Rest,
}

/// What is sent as one media type.
#[derive(Debug)]
struct Media {
    schema: Option<SchemaAt>,
    mark: Mark,
    rest: Rest,
}

/// What comes back.
#[derive(Debug)]
struct Response {
    content: BTreeMap<String, Media>,
    headers: BTreeMap<String, Parameter>,
    mark: Mark,
    rest: Rest,
}

/// How somebody shows who they are.
#[derive(Debug)]
struct Scheme {
    /// What of it matters.
    said: BTreeMap<String, Value>,
    mark: Mark,
}

impl Operation {
    /// `POST /orders`.
    fn name(&self) -> String {
        format!("{} {}", self.method.to_uppercase(), self.path)
    }

    /// A request of it: as a caller writes its line, with what stands behind the path.
    fn request(&self, behind: &str) -> String {
        let mut path = String::new();
        let mut rest = self.path.as_str();
        while let Some((before, (_, after))) = rest
            .split_once('{')
            .and_then(|(before, rest)| Some((before, rest.split_once('}')?)))
        {
            path.push_str(before);
            path.push('1');
            rest = after;
        }
        format!("{} {path}{rest}{behind}", self.method.to_uppercase())
    }
}
