//! Trees, pickles and errors as Cucumber messages: one JSON object a line, as the official tools print them.

use serde_json::{Value, json};

use super::ast::{
    Background, DataTable, DocString, Document, Examples, Feature, KeywordType, Location, NodeId,
    Row, Rule, Scenario, Step, Tag,
};
use super::parser::{Parsed, parse};
use super::pickle::{Pickle, PickleStep, TooLarge, compile};

/// What to print of a file that has no errors; of one that has, the errors are printed whatever was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Emit {
    /// The tree.
    Ast,
    /// What would be run.
    Pickles,
    /// Nothing but errors.
    Errors,
}

/// Prints files one after the other, with numbers that go on from file to file.
#[derive(Debug, Default)]
pub struct Emitter {
    next_id: u32,
}

impl Emitter {
    /// An emitter that has printed nothing.
    pub fn new() -> Emitter {
        Emitter::default()
    }

    /// The messages about the file at `uri`, each with a line feed.
    pub fn emit(&mut self, uri: &str, text: &str, emit: Emit) -> String {
        let Parsed { document, errors } = parse(text);
        let ids = Ids { base: self.next_id };
        self.next_id = self.next_id.saturating_add(document.nodes);
        if !errors.is_empty() {
            return lines(
                errors
                    .iter()
                    .map(|error| parse_error(uri, error.location, &error.to_string())),
            );
        }
        match emit {
            Emit::Errors => String::new(),
            Emit::Ast => lines([json!({ "gherkinDocument": ids.document(uri, &document) })]),
            Emit::Pickles => match compile(&document) {
                Ok(pickles) => {
                    let numbers = pickles
                        .iter()
                        .map(|pickle| 1 + pickle.steps.len())
                        .sum::<usize>();
                    self.next_id = self
                        .next_id
                        .saturating_add(u32::try_from(numbers).unwrap_or(u32::MAX));
                    lines(
                        pickles
                            .iter()
                            .map(|pickle| json!({ "pickle": ids.pickle(uri, pickle) })),
                    )
                }
                Err(error @ TooLarge { location }) => {
                    let message = format!("({}:{}): {error}", location.line, location.column);
                    lines([parse_error(uri, location, &message)])
                }
            },
        }
    }
}

fn lines(messages: impl IntoIterator<Item = Value>) -> String {
    let mut text = String::new();
    for message in messages {
        text.push_str(&message.to_string());
        text.push('\n');
    }
    text
}

fn parse_error(uri: &str, location: Location, message: &str) -> Value {
    json!({ "parseError": { "message": message, "source": { "location": place(location), "uri": uri } } })
}

fn place(location: Location) -> Value {
    match location {
        Location { line, column: 0 } => json!({ "line": line }),
        Location { line, column } => json!({ "column": column, "line": line }),
    }
}

/// Nodes as JSON, with numbers that are unique over several files.
#[derive(Clone, Copy)]
struct Ids {
    base: u32,
}

impl Ids {
    fn id(self, id: NodeId) -> Value {
        Value::String(self.base.saturating_add(id.0).to_string())
    }

    fn document(self, uri: &str, document: &Document) -> Value {
        let comments: Vec<Value> = document
            .comments
            .iter()
            .map(|c| json!({ "location": place(c.location), "text": c.text }))
            .collect();
        let feature = document
            .feature
            .as_ref()
            .map(|feature| self.feature(feature));
        object([
            ("comments", Some(json!(comments))),
            ("feature", feature),
            ("uri", Some(json!(uri))),
        ])
    }

    fn feature(self, feature: &Feature) -> Value {
        let mut children = self.children(feature.background.as_ref(), &feature.scenarios);
        children.extend(
            feature
                .rules
                .iter()
                .map(|rule| json!({ "rule": self.rule(rule) })),
        );
        json!({
            "children": children,
            "description": feature.description,
            "keyword": feature.keyword,
            "language": feature.language,
            "location": place(feature.location),
            "name": feature.name,
            "tags": self.tags(&feature.tags),
        })
    }

    fn rule(self, rule: &Rule) -> Value {
        json!({
            "children": self.children(rule.background.as_ref(), &rule.scenarios),
            "description": rule.description,
            "id": self.id(rule.id),
            "keyword": rule.keyword,
            "location": place(rule.location),
            "name": rule.name,
            "tags": self.tags(&rule.tags),
        })
    }

    fn children(self, background: Option<&Background>, scenarios: &[Scenario]) -> Vec<Value> {
        let background =
            background.map(|background| json!({ "background": self.background(background) }));
        let scenarios = scenarios
            .iter()
            .map(|scenario| json!({ "scenario": self.scenario(scenario) }));
        background.into_iter().chain(scenarios).collect()
    }

    fn background(self, background: &Background) -> Value {
        json!({
            "description": background.description,
            "id": self.id(background.id),
            "keyword": background.keyword,
            "location": place(background.location),
            "name": background.name,
            "steps": self.steps(&background.steps),
        })
    }

    fn scenario(self, scenario: &Scenario) -> Value {
        json!({
            "description": scenario.description,
            "examples": scenario.examples.iter().map(|examples| self.examples(examples)).collect::<Vec<_>>(),
            "id": self.id(scenario.id),
            "keyword": scenario.keyword,
            "location": place(scenario.location),
            "name": scenario.name,
            "steps": self.steps(&scenario.steps),
            "tags": self.tags(&scenario.tags),
        })
    }

    fn examples(self, examples: &Examples) -> Value {
        object([
            ("description", Some(json!(examples.description))),
            ("id", Some(self.id(examples.id))),
            ("keyword", Some(json!(examples.keyword))),
            ("location", Some(place(examples.location))),
            ("name", Some(json!(examples.name))),
            ("tableBody", Some(json!(self.rows(&examples.rows)))),
            (
                "tableHeader",
                examples.header.as_ref().map(|header| self.row(header)),
            ),
            ("tags", Some(json!(self.tags(&examples.tags)))),
        ])
    }

    fn steps(self, steps: &[Step]) -> Vec<Value> {
        steps.iter().map(|step| self.step(step)).collect()
    }

    fn step(self, step: &Step) -> Value {
        let data_table = |table: &DataTable| json!({ "location": place(table.location), "rows": self.rows(&table.rows) });
        let doc_string = |doc_string: &DocString| {
            object([
                ("content", Some(json!(doc_string.content))),
                ("delimiter", Some(json!(doc_string.delimiter))),
                ("location", Some(place(doc_string.location))),
                (
                    "mediaType",
                    doc_string
                        .media_type
                        .as_ref()
                        .map(|media_type| json!(media_type)),
                ),
            ])
        };
        object([
            ("dataTable", step.data_table.as_ref().map(data_table)),
            ("docString", step.doc_string.as_ref().map(doc_string)),
            ("id", Some(self.id(step.id))),
            ("keyword", Some(json!(step.keyword))),
            ("keywordType", Some(json!(meaning(step.keyword_type)))),
            ("location", Some(place(step.location))),
            ("text", Some(json!(step.text))),
        ])
    }

    fn rows(self, rows: &[Row]) -> Vec<Value> {
        rows.iter().map(|row| self.row(row)).collect()
    }

    fn row(self, row: &Row) -> Value {
        let cells: Vec<Value> = row
            .cells
            .iter()
            .map(|cell| json!({ "location": place(cell.location), "value": cell.value }))
            .collect();
        json!({ "cells": cells, "id": self.id(row.id), "location": place(row.location) })
    }

    fn tags(self, tags: &[Tag]) -> Vec<Value> {
        let tag = |tag: &Tag| json!({ "id": self.id(tag.id), "location": place(tag.location), "name": tag.name });
        tags.iter().map(tag).collect()
    }

    fn pickle(self, uri: &str, pickle: &Pickle) -> Value {
        let tags: Vec<Value> = pickle
            .tags
            .iter()
            .map(|tag| json!({ "astNodeId": self.id(tag.node), "name": tag.name }))
            .collect();
        json!({
            "astNodeIds": self.nodes(&pickle.nodes),
            "id": self.id(NodeId(pickle.id)),
            "language": pickle.language,
            "location": place(pickle.location),
            "name": pickle.name,
            "steps": pickle.steps.iter().map(|step| self.pickle_step(step)).collect::<Vec<_>>(),
            "tags": tags,
            "uri": uri,
        })
    }

    fn pickle_step(self, step: &PickleStep) -> Value {
        let table = step.table.as_ref().map(|table| {
            let cell = |value: &String| json!({ "value": value });
            let row =
                |row: &Vec<String>| json!({ "cells": row.iter().map(cell).collect::<Vec<_>>() });
            let rows = json!(table.rows.iter().map(row).collect::<Vec<_>>());
            object([
                ("argumentIndex", table.index.map(|index| json!(index))),
                ("rows", Some(rows)),
            ])
        });
        let doc_string = step.doc_string.as_ref().map(|doc_string| {
            object([
                ("argumentIndex", doc_string.index.map(|index| json!(index))),
                ("content", Some(json!(doc_string.content))),
                (
                    "mediaType",
                    doc_string
                        .media_type
                        .as_ref()
                        .map(|media_type| json!(media_type)),
                ),
            ])
        });
        let has_argument = table.is_some() || doc_string.is_some();
        let argument = object([("dataTable", table), ("docString", doc_string)]);
        object([
            ("argument", has_argument.then_some(argument)),
            ("astNodeIds", Some(json!(self.nodes(&step.nodes)))),
            ("id", Some(self.id(NodeId(step.id)))),
            ("text", Some(json!(step.text))),
            ("type", Some(json!(meaning(step.meaning)))),
        ])
    }

    fn nodes(self, nodes: &[NodeId]) -> Vec<Value> {
        nodes.iter().map(|node| self.id(*node)).collect()
    }
}

/// An object of the fields that are there, in the order given: the alphabet's, for some builds keep it and some sort.
fn object<const N: usize>(fields: [(&str, Option<Value>); N]) -> Value {
    let fields = fields
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), value?)));
    Value::Object(fields.collect())
}

fn meaning(keyword_type: KeywordType) -> &'static str {
    match keyword_type {
        KeywordType::Context => "Context",
        KeywordType::Action => "Action",
        KeywordType::Outcome => "Outcome",
        KeywordType::Conjunction => "Conjunction",
        KeywordType::Unknown => "Unknown",
    }
}
