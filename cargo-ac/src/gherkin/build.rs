//! Puts recognised lines together into a tree.

use super::ast::{
    Background, Cell, Comment, DataTable, DocString, Document, Examples, Feature, KeywordType,
    Location, NodeId, Row, Rule, Scenario, Step, Tag,
};
use super::error::{ErrorKind, ParseError};
use super::grammar::{At, Kind};
use super::line::{Item, Line};

/// A tree under construction: what is open at each depth, and the tags and texts that belong to what comes next or is open.
///
/// The grammar sees to it that the parts arrive in an order that makes sense. Nodes are numbered when they are closed, for
/// that is the order in which the official parser numbers them.
#[derive(Debug, Default)]
pub(super) struct Builder {
    document: Document,
    tags: Vec<Tag>,
    rule: Option<Rule>,
    background: Option<Background>,
    scenario: Option<Scenario>,
    examples: Option<Examples>,
    step: Option<Step>,
    rows: Vec<Row>,
    doc_string: Option<DocString>,
    /// The lines of the open doc string or description.
    texts: Vec<String>,
    uneven: Vec<ParseError>,
}

impl Builder {
    /// The tree, with everything that is still open closed.
    pub(super) fn finish(mut self) -> Document {
        self.close_all();
        if let Some(feature) = &mut self.document.feature {
            number_tags(&mut self.document.nodes, &mut feature.tags);
        }
        self.document
    }

    /// The rows that were found not to fit their table since the last call.
    pub(super) fn take_uneven(&mut self) -> Vec<ParseError> {
        std::mem::take(&mut self.uneven)
    }

    pub(super) fn comment(&mut self, line: &Line<'_>, text: String) {
        let location = Location {
            line: line.number,
            column: 1,
        };
        self.document.comments.push(Comment {
            location,
            range: line.range(),
            text,
        });
    }

    /// Tags for what comes next, which `next` says.
    pub(super) fn tags(&mut self, next: At, items: Vec<Item>) {
        match next {
            At::ExamplesTags => self.close_part(),
            At::ScenarioTags => self.close_scenario(),
            At::RuleTags => self.close_rule(),
            _ => {}
        }
        let tags = items.into_iter().map(|item| Tag {
            id: NodeId::default(),
            location: item.location,
            range: item.range,
            name: item.text,
        });
        self.tags.extend(tags);
    }

    pub(super) fn title(
        &mut self,
        kind: Kind,
        line: &Line<'_>,
        keyword: &'static str,
        name: String,
        language: &'static str,
    ) {
        let (location, range) = (line.location(), line.range());
        let (id, description) = (NodeId::default(), String::new());
        match kind {
            Kind::RuleLine => self.close_rule(),
            Kind::BackgroundLine | Kind::ScenarioLine => self.close_scenario(),
            _ => self.close_part(),
        }
        let (background, scenarios, steps, examples) = (None, Vec::new(), Vec::new(), Vec::new());
        match kind {
            Kind::FeatureLine => {
                let tags = std::mem::take(&mut self.tags);
                let rules = Vec::new();
                self.document.feature = Some(Feature {
                    tags,
                    location,
                    range,
                    language,
                    keyword,
                    name,
                    description,
                    background,
                    scenarios,
                    rules,
                });
            }
            Kind::RuleLine => {
                let tags = std::mem::take(&mut self.tags);
                self.rule = Some(Rule {
                    id,
                    tags,
                    location,
                    range,
                    keyword,
                    name,
                    description,
                    background,
                    scenarios,
                });
            }
            Kind::BackgroundLine => {
                self.background = Some(Background {
                    id,
                    location,
                    range,
                    keyword,
                    name,
                    description,
                    steps,
                });
            }
            Kind::ScenarioLine => {
                let tags = std::mem::take(&mut self.tags);
                self.scenario = Some(Scenario {
                    id,
                    tags,
                    location,
                    range,
                    keyword,
                    name,
                    description,
                    steps,
                    examples,
                });
            }
            _ => {
                let tags = std::mem::take(&mut self.tags);
                let (header, rows) = (None, Vec::new());
                self.examples = Some(Examples {
                    id,
                    tags,
                    location,
                    range,
                    keyword,
                    name,
                    description,
                    header,
                    rows,
                });
            }
        }
    }

    pub(super) fn step(
        &mut self,
        line: &Line<'_>,
        keyword: &'static str,
        keyword_type: KeywordType,
        text: String,
    ) {
        self.close_part();
        self.step = Some(Step {
            id: NodeId::default(),
            location: line.location(),
            range: line.range(),
            keyword,
            keyword_type,
            text,
            data_table: None,
            doc_string: None,
        });
    }

    pub(super) fn open_doc_string(
        &mut self,
        line: &Line<'_>,
        delimiter: &'static str,
        media_type: Option<String>,
    ) {
        self.close_argument();
        self.doc_string = Some(DocString {
            location: line.location(),
            range: line.range(),
            delimiter,
            media_type,
            content: String::new(),
        });
    }

    pub(super) fn close_doc_string(&mut self, line: &Line<'_>) {
        if let Some(doc_string) = &mut self.doc_string {
            doc_string.range = doc_string.range.cover(line.range());
        }
        self.close_argument();
    }

    pub(super) fn row(&mut self, line: &Line<'_>, cells: Vec<Item>) {
        if self.rows.is_empty() {
            self.close_argument();
        }
        let cells = cells
            .into_iter()
            .map(|item| Cell {
                location: item.location,
                range: item.range,
                value: item.text,
            })
            .collect();
        self.rows.push(Row {
            id: NodeId::default(),
            location: line.location(),
            range: line.range(),
            cells,
        });
    }

    /// A line of a doc string or of a description.
    pub(super) fn text(&mut self, text: String) {
        self.texts.push(text);
    }

    /// Closes everything but the feature, whose tags are numbered last.
    pub(super) fn close_all(&mut self) {
        self.close_rule();
    }

    fn close_rule(&mut self) {
        self.close_scenario();
        let Some(mut rule) = self.rule.take() else {
            return;
        };
        let nodes = &mut self.document.nodes;
        number_tags(nodes, &mut rule.tags);
        rule.id = number(nodes);
        if let Some(feature) = &mut self.document.feature {
            feature.rules.push(rule);
        }
    }

    /// Closes a scenario or a background.
    fn close_scenario(&mut self) {
        self.close_part();
        let nodes = &mut self.document.nodes;
        let (background, scenarios) = match (&mut self.rule, &mut self.document.feature) {
            (Some(rule), _) => (&mut rule.background, &mut rule.scenarios),
            (None, Some(feature)) => (&mut feature.background, &mut feature.scenarios),
            (None, None) => return,
        };
        if let Some(mut open) = self.background.take() {
            open.id = number(nodes);
            *background = Some(open);
        }
        if let Some(mut open) = self.scenario.take() {
            number_tags(nodes, &mut open.tags);
            open.id = number(nodes);
            scenarios.push(open);
        }
    }

    /// Closes a step or examples.
    fn close_part(&mut self) {
        self.close_argument();
        let nodes = &mut self.document.nodes;
        if let Some(mut step) = self.step.take() {
            step.id = number(nodes);
            match (&mut self.background, &mut self.scenario) {
                (Some(background), _) => background.steps.push(step),
                (None, Some(scenario)) => scenario.steps.push(step),
                (None, None) => {}
            }
        }
        if let Some(mut examples) = self.examples.take() {
            number_tags(nodes, &mut examples.tags);
            examples.id = number(nodes);
            if let Some(scenario) = &mut self.scenario {
                scenario.examples.push(examples);
            }
        }
    }

    /// Closes a table, a doc string or a description.
    fn close_argument(&mut self) {
        let texts = std::mem::take(&mut self.texts);
        if let Some(mut doc_string) = self.doc_string.take() {
            doc_string.content = texts.join("\n");
            if let Some(step) = &mut self.step {
                step.doc_string = Some(doc_string);
            }
        } else if let Some(description) = self.open_description() {
            let length = texts
                .iter()
                .rposition(|line| !line.is_empty())
                .map_or(0, |last| last + 1);
            if length > 0 {
                *description = texts[..length].join("\n");
            }
        }
        self.close_table();
    }

    /// The description of what was opened last.
    fn open_description(&mut self) -> Option<&mut String> {
        if let Some(examples) = &mut self.examples {
            return Some(&mut examples.description);
        }
        if let Some(scenario) = &mut self.scenario {
            return Some(&mut scenario.description);
        }
        if let Some(background) = &mut self.background {
            return Some(&mut background.description);
        }
        if let Some(rule) = &mut self.rule {
            return Some(&mut rule.description);
        }
        self.document
            .feature
            .as_mut()
            .map(|feature| &mut feature.description)
    }

    fn close_table(&mut self) {
        let mut rows = std::mem::take(&mut self.rows);
        let Some(first) = rows.first() else { return };
        let (location, width) = (first.location, first.cells.len());
        if let Some(row) = rows.iter().find(|row| row.cells.len() != width) {
            self.uneven.push(ParseError {
                location: row.location,
                range: row.range,
                kind: ErrorKind::UnevenTable,
            });
            rows.retain(|row| row.cells.len() == width);
        }
        for row in &mut rows {
            row.id = number(&mut self.document.nodes);
        }
        if let Some(step) = &mut self.step {
            step.data_table = Some(DataTable { location, rows });
        } else if let Some(examples) = &mut self.examples {
            let mut rows = rows.into_iter();
            examples.header = rows.next();
            examples.rows = rows.collect();
        }
    }
}

fn number(nodes: &mut u32) -> NodeId {
    let id = NodeId(*nodes);
    *nodes = nodes.saturating_add(1);
    id
}

fn number_tags(nodes: &mut u32, tags: &mut [Tag]) {
    for tag in tags {
        tag.id = number(nodes);
    }
}
