//! Pickles: what a feature file amounts to when it is run, one for each scenario or row of examples.

use super::ast::{
    Background, Document, Examples, KeywordType, Location, NodeId, Row, Scenario, Step, Tag,
};
use super::fill::{Columns, Filler, MAX_TEXT, Values};

/// A scenario ready to run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pickle {
    /// Its number, which follows those of its steps.
    pub id: u32,
    /// The scenario, and the row of examples if it has any.
    pub nodes: Vec<NodeId>,
    /// Where the row, or else the scenario stands.
    pub location: Location,
    /// The language of the file.
    pub language: &'static str,
    /// The name, with the values of the row filled in.
    pub name: String,
    /// The tags of feature, rule, scenario and examples, in that order.
    pub tags: Vec<PickleTag>,
    /// The steps of the backgrounds and of the scenario.
    pub steps: Vec<PickleStep>,
}

/// A tag that holds for a pickle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PickleTag {
    /// The tag in the tree.
    pub node: NodeId,
    /// Its name, with the `@`.
    pub name: String,
}

/// A step ready to run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PickleStep {
    /// Its number.
    pub id: u32,
    /// The step, and the row of examples if it has any.
    pub nodes: Vec<NodeId>,
    /// What the step means; a conjunction means the same as the step before it.
    pub meaning: KeywordType,
    /// The text, with the values of the row filled in.
    pub text: String,
    /// The table.
    pub table: Option<PickleTable>,
    /// The doc string.
    pub doc_string: Option<PickleDocString>,
}

/// The table of a step, filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PickleTable {
    /// 1 or 2 if the step has a doc string too, in the order in which they stand.
    pub index: Option<u8>,
    /// The values by row.
    pub rows: Vec<Vec<String>>,
}

/// The doc string of a step, filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PickleDocString {
    /// 1 or 2 if the step has a table too, in the order in which they stand.
    pub index: Option<u8>,
    /// The text.
    pub content: String,
    /// The media type.
    pub media_type: Option<String>,
}

/// The pickles of a file would have more text, or take more time, than is reasonable.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the examples come to more than {} MiB of steps, or fill in one another without end", MAX_TEXT >> 20)]
pub struct TooLarge {
    /// The row or the scenario where the limit was reached.
    pub location: Location,
}

/// The pickles of a document, in the order of the text. Their numbers follow those of the nodes.
pub fn compile(document: &Document) -> Result<Vec<Pickle>, TooLarge> {
    let mut compiler = Compiler {
        next_id: document.nodes,
        filler: Filler::default(),
        pickles: Vec::new(),
    };
    let Some(feature) = &document.feature else {
        return Ok(Vec::new());
    };
    let mut context = Context {
        language: feature.language,
        tags: feature.tags.iter().collect(),
        backgrounds: Vec::new(),
    };
    context.backgrounds.extend(&feature.background);
    compiler.scenarios(&context, &feature.scenarios)?;
    for rule in &feature.rules {
        let mut context = Context {
            tags: context.tags.clone(),
            backgrounds: context.backgrounds.clone(),
            ..context
        };
        context.tags.extend(&rule.tags);
        context.backgrounds.extend(&rule.background);
        compiler.scenarios(&context, &rule.scenarios)?;
    }
    Ok(compiler.pickles)
}

/// What scenarios have from the feature and the rule above them.
struct Context<'a> {
    language: &'static str,
    tags: Vec<&'a Tag>,
    backgrounds: Vec<&'a Background>,
}

struct Compiler {
    next_id: u32,
    filler: Filler,
    pickles: Vec<Pickle>,
}

impl Compiler {
    fn scenarios(&mut self, context: &Context<'_>, scenarios: &[Scenario]) -> Result<(), TooLarge> {
        for scenario in scenarios {
            if scenario.examples.is_empty() {
                self.pickle(context, scenario, None)?;
            }
            for examples in &scenario.examples {
                let Some(header) = &examples.header else {
                    continue;
                };
                let columns = &Columns::new(header);
                for row in &examples.rows {
                    self.pickle(context, scenario, Some((examples, Values { columns, row })))?;
                }
            }
        }
        Ok(())
    }

    fn pickle(
        &mut self,
        context: &Context<'_>,
        scenario: &Scenario,
        example: Option<(&Examples, Values<'_>)>,
    ) -> Result<(), TooLarge> {
        let values = example.map(|(_, values)| values);
        let location = values.map_or(scenario.location, |values| values.row.location);
        let mut steps = Vec::new();
        let mut meaning = KeywordType::Unknown;
        // A background alone is nothing to run.
        if !scenario.steps.is_empty() {
            let background = context
                .backgrounds
                .iter()
                .flat_map(|background| &background.steps)
                .map(|step| (step, None));
            for (step, values) in background.chain(scenario.steps.iter().map(|step| (step, values)))
            {
                if step.keyword_type != KeywordType::Conjunction {
                    meaning = step.keyword_type;
                }
                steps.push(
                    self.step(step, meaning, values)
                        .ok_or(TooLarge { location })?,
                );
            }
        }
        let mut nodes = vec![scenario.id];
        nodes.extend(values.map(|values| values.row.id));
        let tags = context
            .tags
            .iter()
            .copied()
            .chain(&scenario.tags)
            .chain(example.iter().flat_map(|(e, _)| &e.tags));
        let tags = tags
            .map(|tag| PickleTag {
                node: tag.id,
                name: tag.name.clone(),
            })
            .collect();
        let name = self
            .filler
            .fill(&scenario.name, values)
            .ok_or(TooLarge { location })?;
        let id = self.number();
        self.pickles.push(Pickle {
            id,
            nodes,
            location,
            language: context.language,
            name,
            tags,
            steps,
        });
        Ok(())
    }

    fn step(
        &mut self,
        step: &Step,
        meaning: KeywordType,
        values: Option<Values<'_>>,
    ) -> Option<PickleStep> {
        let table_index = match (&step.data_table, &step.doc_string) {
            (Some(table), Some(doc_string)) if table.location < doc_string.location => Some(1),
            (Some(_), Some(_)) => Some(2),
            _ => None,
        };
        let table = match &step.data_table {
            Some(table) => {
                let row = |row: &Row| {
                    row.cells
                        .iter()
                        .map(|cell| self.filler.fill(&cell.value, values))
                        .collect::<Option<_>>()
                };
                Some(PickleTable {
                    index: table_index,
                    rows: table.rows.iter().map(row).collect::<Option<_>>()?,
                })
            }
            None => None,
        };
        let doc_string = match &step.doc_string {
            Some(doc_string) => Some(PickleDocString {
                index: table_index.map(|index| 3 - index),
                content: self.filler.fill(&doc_string.content, values)?,
                media_type: match &doc_string.media_type {
                    Some(media_type) => Some(self.filler.fill(media_type, values)?),
                    None => None,
                },
            }),
            None => None,
        };
        let text = self.filler.fill(&step.text, values)?;
        let mut nodes = vec![step.id];
        nodes.extend(values.map(|values| values.row.id));
        Some(PickleStep {
            id: self.number(),
            nodes,
            meaning,
            text,
            table,
            doc_string,
        })
    }

    fn number(&mut self) -> u32 {
        let id = self.next_id;
        self.next_id = self.next_id.saturating_add(1);
        id
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;
    use crate::gherkin::parse;

    fn pickles(text: &str) -> Vec<Pickle> {
        let parsed = parse(text);
        assert_eq!(parsed.errors, []);
        compile(&parsed.document).expect("a small file")
    }

    #[test]
    fn tags_are_inherited_from_feature_rule_scenario_and_examples() {
        let pickles = pickles(
            "@f\nFeature: f\n @r\n Rule: r\n  @s\n  Scenario: s\n   Given <a>\n   @e @e2\n   Examples:\n    | a |\n    | 1 |\n",
        );
        let tags: Vec<&str> = pickles[0]
            .tags
            .iter()
            .map(|tag| tag.name.as_str())
            .collect();
        assert_eq!(tags, ["@f", "@r", "@s", "@e", "@e2"]);
        assert_eq!(pickles[0].steps[0].text, "1");
    }

    #[test]
    fn names_of_columns_are_taken_literally() {
        let pickles = pickles(
            "Feature: f\n Scenario: <a.b> <axb>\n  Given <a+(>\n  Examples:\n  | a.b | a+( |\n  | $1 | \\\\0 |\n",
        );
        assert_eq!(pickles[0].name, "$1 <axb>");
        assert_eq!(pickles[0].steps[0].text, "\\0");
    }

    #[test]
    fn values_that_multiply_one_another_are_refused() {
        let mut text = String::from("Feature: f\n Scenario: s\n  Given <c0>\n  Examples:\n  |");
        let columns = 40;
        for column in 0..columns {
            write!(text, " c{column} |").expect("a string takes all");
        }
        text.push_str("\n  |");
        for column in 1..=columns {
            write!(text, " <c{column}><c{column}> |").expect("a string takes all");
        }
        let parsed = parse(&text);
        assert_eq!(parsed.errors, []);
        let error = compile(&parsed.document).expect_err("2^40 times the last value");
        assert_eq!(error.location, Location { line: 6, column: 3 });
    }
}
