//! The Cucumber messages about a file, with their fields in the order of the alphabet.

use serde::{Serialize, Serializer};

use super::ast::{self, KeywordType, Location, NodeId};
use super::pickle;

/// A message.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum Envelope<'a> {
    GherkinDocument(Document<'a>),
    ParseError(ParseError<'a>),
    Pickle(Pickle<'a>),
}

#[derive(Serialize)]
pub(super) struct ParseError<'a> {
    pub(super) message: &'a str,
    pub(super) source: Source<'a>,
}

#[derive(Serialize)]
pub(super) struct Source<'a> {
    pub(super) location: Location,
    pub(super) uri: &'a str,
}

#[derive(Serialize)]
pub(super) struct Place {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) column: Option<u32>,
    pub(super) line: u32,
}

#[derive(Serialize)]
pub(super) struct Document<'a> {
    comments: Vec<Comment<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    feature: Option<Feature<'a>>,
    uri: &'a str,
}

#[derive(Serialize)]
struct Comment<'a> {
    location: Location,
    text: &'a str,
}

#[derive(Serialize)]
struct Feature<'a> {
    children: Vec<Child<'a>>,
    description: &'a str,
    keyword: &'a str,
    language: &'a str,
    location: Location,
    name: &'a str,
    tags: Vec<Tag<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
enum Child<'a> {
    Background(Background<'a>),
    Scenario(Scenario<'a>),
    Rule(Rule<'a>),
}

#[derive(Serialize)]
struct Rule<'a> {
    children: Vec<Child<'a>>,
    description: &'a str,
    id: Id,
    keyword: &'a str,
    location: Location,
    name: &'a str,
    tags: Vec<Tag<'a>>,
}

#[derive(Serialize)]
struct Background<'a> {
    description: &'a str,
    id: Id,
    keyword: &'a str,
    location: Location,
    name: &'a str,
    steps: Vec<Step<'a>>,
}

#[derive(Serialize)]
struct Scenario<'a> {
    description: &'a str,
    examples: Vec<Examples<'a>>,
    id: Id,
    keyword: &'a str,
    location: Location,
    name: &'a str,
    steps: Vec<Step<'a>>,
    tags: Vec<Tag<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Examples<'a> {
    description: &'a str,
    id: Id,
    keyword: &'a str,
    location: Location,
    name: &'a str,
    table_body: Vec<Row<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    table_header: Option<Row<'a>>,
    tags: Vec<Tag<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Step<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    data_table: Option<DataTable<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    doc_string: Option<DocString<'a>>,
    id: Id,
    keyword: &'a str,
    keyword_type: KeywordType,
    location: Location,
    text: &'a str,
}

#[derive(Serialize)]
struct DataTable<'a> {
    location: Location,
    rows: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Row<'a> {
    cells: Vec<Cell<'a>>,
    id: Id,
    location: Location,
}

#[derive(Serialize)]
struct Cell<'a> {
    location: Location,
    value: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct DocString<'a> {
    content: &'a str,
    delimiter: &'a str,
    location: Location,
    #[serde(skip_serializing_if = "Option::is_none")]
    media_type: Option<&'a str>,
}

#[derive(Serialize)]
struct Tag<'a> {
    id: Id,
    location: Location,
    name: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Pickle<'a> {
    ast_node_ids: Vec<Id>,
    id: Id,
    language: &'a str,
    location: Location,
    name: &'a str,
    steps: Vec<PickleStep<'a>>,
    tags: Vec<PickleTag<'a>>,
    uri: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PickleStep<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    argument: Option<Argument<'a>>,
    ast_node_ids: Vec<Id>,
    id: Id,
    text: &'a str,
    r#type: KeywordType,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Argument<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    data_table: Option<PickleTable<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    doc_string: Option<PickleDocString<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PickleTable<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    argument_index: Option<u8>,
    rows: Vec<PickleRow<'a>>,
}

#[derive(Serialize)]
struct PickleRow<'a> {
    cells: Vec<PickleCell<'a>>,
}

#[derive(Serialize)]
struct PickleCell<'a> {
    value: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PickleDocString<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    argument_index: Option<u8>,
    content: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    media_type: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PickleTag<'a> {
    ast_node_id: Id,
    name: &'a str,
}

/// A number, which messages write as text.
struct Id(u32);

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

/// Nodes as messages, with numbers that are unique over several files.
#[derive(Clone, Copy)]
pub(super) struct Ids {
    /// How many numbers other files took.
    pub(super) base: u32,
}

impl Ids {
    fn id(self, id: NodeId) -> Id {
        Id(self.base.saturating_add(id.0))
    }

    pub(super) fn document<'a>(self, uri: &'a str, document: &'a ast::Document) -> Document<'a> {
        let comment = |comment: &'a ast::Comment| Comment {
            location: comment.location,
            text: &comment.text,
        };
        Document {
            comments: document.comments.iter().map(comment).collect(),
            feature: document
                .feature
                .as_ref()
                .map(|feature| self.feature(feature)),
            uri,
        }
    }

    fn feature(self, feature: &ast::Feature) -> Feature<'_> {
        let mut children = self.children(feature.background.as_ref(), &feature.scenarios);
        let rules = feature.rules.iter();
        children.extend(rules.map(|rule| Child::Rule(self.rule(rule))));
        Feature {
            children,
            description: &feature.description,
            keyword: feature.keyword,
            language: feature.language,
            location: feature.location,
            name: &feature.name,
            tags: self.tags(&feature.tags),
        }
    }

    fn rule(self, rule: &ast::Rule) -> Rule<'_> {
        Rule {
            children: self.children(rule.background.as_ref(), &rule.scenarios),
            description: &rule.description,
            id: self.id(rule.id),
            keyword: rule.keyword,
            location: rule.location,
            name: &rule.name,
            tags: self.tags(&rule.tags),
        }
    }

    fn children<'a>(
        self,
        background: Option<&'a ast::Background>,
        scenarios: &'a [ast::Scenario],
    ) -> Vec<Child<'a>> {
        let background =
            background.map(|background| Child::Background(self.background(background)));
        let scenarios = scenarios.iter();
        let scenarios = scenarios.map(|scenario| Child::Scenario(self.scenario(scenario)));
        background.into_iter().chain(scenarios).collect()
    }

    fn background(self, background: &ast::Background) -> Background<'_> {
        Background {
            description: &background.description,
            id: self.id(background.id),
            keyword: background.keyword,
            location: background.location,
            name: &background.name,
            steps: self.steps(&background.steps),
        }
    }

    fn scenario(self, scenario: &ast::Scenario) -> Scenario<'_> {
        let examples = scenario.examples.iter();
        Scenario {
            description: &scenario.description,
            examples: examples.map(|examples| self.examples(examples)).collect(),
            id: self.id(scenario.id),
            keyword: scenario.keyword,
            location: scenario.location,
            name: &scenario.name,
            steps: self.steps(&scenario.steps),
            tags: self.tags(&scenario.tags),
        }
    }

    fn examples(self, examples: &ast::Examples) -> Examples<'_> {
        Examples {
            description: &examples.description,
            id: self.id(examples.id),
            keyword: examples.keyword,
            location: examples.location,
            name: &examples.name,
            table_body: self.rows(&examples.rows),
            table_header: examples.header.as_ref().map(|header| self.row(header)),
            tags: self.tags(&examples.tags),
        }
    }

    fn steps(self, steps: &[ast::Step]) -> Vec<Step<'_>> {
        steps.iter().map(|step| self.step(step)).collect()
    }

    fn step(self, step: &ast::Step) -> Step<'_> {
        Step {
            data_table: step.data_table.as_ref().map(|table| DataTable {
                location: table.location,
                rows: self.rows(&table.rows),
            }),
            doc_string: step.doc_string.as_ref().map(|doc_string| DocString {
                content: &doc_string.content,
                delimiter: doc_string.delimiter,
                location: doc_string.location,
                media_type: doc_string.media_type.as_deref(),
            }),
            id: self.id(step.id),
            keyword: step.keyword,
            keyword_type: step.keyword_type,
            location: step.location,
            text: &step.text,
        }
    }

    fn rows(self, rows: &[ast::Row]) -> Vec<Row<'_>> {
        rows.iter().map(|row| self.row(row)).collect()
    }

    fn row(self, row: &ast::Row) -> Row<'_> {
        Row {
            cells: row
                .cells
                .iter()
                .map(|cell| Cell {
                    location: cell.location,
                    value: &cell.value,
                })
                .collect(),
            id: self.id(row.id),
            location: row.location,
        }
    }

    fn tags(self, tags: &[ast::Tag]) -> Vec<Tag<'_>> {
        let tags = tags.iter();
        tags.map(|tag| Tag {
            id: self.id(tag.id),
            location: tag.location,
            name: &tag.name,
        })
        .collect()
    }

    pub(super) fn pickle<'a>(self, uri: &'a str, pickle: &'a pickle::Pickle) -> Pickle<'a> {
        let tag = |tag: &'a pickle::PickleTag| PickleTag {
            ast_node_id: self.id(tag.node),
            name: &tag.name,
        };
        Pickle {
            ast_node_ids: self.nodes(&pickle.nodes),
            id: self.id(NodeId(pickle.id)),
            language: pickle.language,
            location: pickle.location,
            name: &pickle.name,
            steps: pickle
                .steps
                .iter()
                .map(|step| self.pickle_step(step))
                .collect(),
            tags: pickle.tags.iter().map(tag).collect(),
            uri,
        }
    }

    fn pickle_step(self, step: &pickle::PickleStep) -> PickleStep<'_> {
        let data_table = step.table.as_ref().map(pickle_table);
        let doc_string = step.doc_string.as_ref().map(|doc_string| PickleDocString {
            argument_index: doc_string.index,
            content: &doc_string.content,
            media_type: doc_string.media_type.as_deref(),
        });
        let has_argument = data_table.is_some() || doc_string.is_some();
        PickleStep {
            argument: has_argument.then_some(Argument {
                data_table,
                doc_string,
            }),
            ast_node_ids: self.nodes(&step.nodes),
            id: self.id(NodeId(step.id)),
            text: &step.text,
            r#type: step.meaning,
        }
    }

    fn nodes(self, nodes: &[NodeId]) -> Vec<Id> {
        nodes.iter().map(|node| self.id(*node)).collect()
    }
}

fn pickle_table(table: &pickle::PickleTable) -> PickleTable<'_> {
    PickleTable {
        argument_index: table.index,
        rows: table
            .rows
            .iter()
            .map(|row| PickleRow {
                cells: row.iter().map(|value| PickleCell { value }).collect(),
            })
            .collect(),
    }
}
