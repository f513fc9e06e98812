//! Pickles: what a feature file amounts to when it is run, one for each scenario or row of examples.

use std::collections::BTreeMap;

use super::ast::{
    Background, Document, Examples, KeywordType, Location, NodeId, Row, Scenario, Step, Tag,
};

/// How much text the pickles of one file may have. Values of examples can stand in one another, so that a short file may
/// come to more than any machine holds.
const MAX_TEXT: usize = 64 << 20;

/// How much text may be searched for columns one by one, which only values and names with `<` or `>` in them ask for.
const MAX_SEARCHED: usize = 1 << 30;

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
        text: 0,
        searched: 0,
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

/// A row of examples with the names of its columns.
#[derive(Clone, Copy)]
struct Values<'a> {
    columns: &'a Columns<'a>,
    row: &'a Row,
}

/// The columns of a table of examples.
struct Columns<'a> {
    header: &'a Row,
    /// The first column of each name.
    by_name: BTreeMap<&'a str, usize>,
    /// Whether no name has a `<` or a `>` in it.
    plain: bool,
}

impl<'a> Columns<'a> {
    fn new(header: &'a Row) -> Columns<'a> {
        let mut by_name = BTreeMap::new();
        for (column, cell) in header.cells.iter().enumerate() {
            by_name.entry(cell.value.as_str()).or_insert(column);
        }
        let plain = !by_name.keys().any(|name| name.contains(BRACKETS));
        Columns {
            header,
            by_name,
            plain,
        }
    }

    /// The text with the values of the row in it, or little more than `limit` bytes of it, if that can be told in one go: no
    /// name and no value has brackets, and no `<` that stays meets a `>` across a value, so that no value makes up a new name.
    fn fill(&self, text: &str, row: &Row, limit: usize) -> Option<String> {
        if !self.plain {
            return None;
        }
        let mut filled = String::new();
        let mut open = false;
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('<') {
            if open && before.contains('>') {
                return None;
            }
            filled.push_str(before);
            let end = after
                .find(BRACKETS)
                .filter(|&end| after[end..].starts_with('>'));
            let Some(end) = end else {
                open = true;
                filled.push('<');
                rest = after;
                continue;
            };
            let name = &after[..end];
            match self
                .by_name
                .get(name)
                .and_then(|&column| row.cells.get(column))
            {
                Some(cell) if cell.value.contains(BRACKETS) => return None,
                Some(cell) => filled.push_str(&cell.value),
                None => {
                    open = false;
                    filled.extend(["<", name, ">"]);
                }
            }
            rest = &after[end + 1..];
            if filled.len() > limit {
                break;
            }
        }
        if open && rest.contains('>') {
            return None;
        }
        filled.push_str(rest);
        Some(filled)
    }
}

const BRACKETS: [char; 2] = ['<', '>'];

struct Compiler {
    next_id: u32,
    text: usize,
    searched: usize,
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
                        .map(|cell| self.fill(&cell.value, values))
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
                content: self.fill(&doc_string.content, values)?,
                media_type: match &doc_string.media_type {
                    Some(media_type) => Some(self.fill(media_type, values)?),
                    None => None,
                },
            }),
            None => None,
        };
        let text = self.fill(&step.text, values)?;
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

    /// The text with `<column>` replaced by its value, column by column, or nothing once there is too much text.
    fn fill(&mut self, text: &str, values: Option<Values<'_>>) -> Option<String> {
        let filled = match values {
            Some(Values { columns, row }) if text.contains('<') => {
                let limit = MAX_TEXT.saturating_sub(self.text);
                match columns.fill(text, row, limit) {
                    Some(filled) => filled,
                    None => self.fill_by_column(text, columns, row)?,
                }
            }
            _ => text.to_owned(),
        };
        // Empty texts take room as well.
        self.text = self.text.saturating_add(filled.len() + 16);
        (self.text <= MAX_TEXT).then_some(filled)
    }

    /// The same where values may make up the names of columns.
    fn fill_by_column(&mut self, text: &str, columns: &Columns<'_>, row: &Row) -> Option<String> {
        let mut filled = text.to_owned();
        for (column, value) in columns.header.cells.iter().zip(&row.cells) {
            if !filled.contains('<') {
                break;
            }
            let place = format!("<{}>", column.value);
            self.searched = self.searched.saturating_add(filled.len() + 64);
            if self.searched > MAX_SEARCHED {
                return None;
            }
            let growth = filled.matches(&place).count();
            let growth = growth.saturating_mul(value.value.len());
            let length = self.text.saturating_add(filled.len());
            if length.saturating_add(growth) > MAX_TEXT {
                return None;
            }
            filled = filled.replace(&place, &value.value);
        }
        Some(filled)
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
    fn what_is_filled_in_at_once_is_what_is_filled_in_column_by_column() {
        let texts = [
            "<a>",
            "<b",
            "a < <b>",
            "a < <b> c> <a",
            "< <c> <b>",
            "<<a>>",
            "<x<a>",
            "<x> <a>",
            "<a<b>c>",
            "<>",
            "<b> > <",
            "<a>b>",
            "é<a>",
        ];
        let headers = [["a", "b"], ["x1", "a"], ["a>b", "a"], ["", "a"], ["a", "a"]];
        for (text, header) in texts
            .iter()
            .flat_map(|t| headers.iter().map(move |h| (t, h)))
        {
            for values in [["1", "2"], ["<b>", "1>"], ["", "é"]] {
                let table = format!(
                    "Feature: f\n Scenario: s\n  * x\n  Examples:\n  |{}|\n  |{}|\n",
                    header.join("|"),
                    values.join("|")
                );
                let document = parse(&table).document;
                let examples = &document.feature.expect("a feature").scenarios[0].examples[0];
                let columns = Columns::new(examples.header.as_ref().expect("a header"));
                let mut compiler = Compiler {
                    next_id: 0,
                    text: 0,
                    searched: 0,
                    pickles: Vec::new(),
                };
                let slow = compiler.fill_by_column(text, &columns, &examples.rows[0]);
                let quick = columns.fill(text, &examples.rows[0], MAX_TEXT);
                assert!(
                    quick.is_none() || quick == slow,
                    "{text} {header:?} {values:?}: {quick:?}"
                );
            }
        }
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
