//! Feature files as the gate sees them: what runs, and under which tags.

use govern_diagnostics::{FileId, Span};
use text_size::TextRange;

use crate::fingerprint::{self, Print};
use crate::gherkin::{self, Background, Document, Examples, ParseError, Step, Tag};
use crate::second_opinion::{self, Opinion};
use crate::steps::{self, StepUse};

/// A feature file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeatureFile {
    /// The file.
    pub file: FileId,
    /// Its path from the root of the workspace.
    pub path: String,
    /// Every tag in it, once, in the order of the text.
    pub tags: Vec<TagUse>,
    /// What is wrong with it.
    pub errors: Vec<ParseError>,
    /// The places of its comments.
    pub comments: Vec<Span>,
    /// What cucumber-rs makes of it, if anything uses that.
    pub opinion: Opinion,
    /// The steps that cucumber-rs runs, if anything uses that and the file is without mistakes.
    pub steps: Vec<StepUse>,
    /// Whether it has too many steps to look at them.
    pub too_large: bool,
}

/// A tag where it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagUse {
    /// The tag, with its `@`.
    pub name: String,
    /// Where it stands.
    pub span: Span,
}

/// Something that runs: a scenario, or the rows of one table of examples.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scenario {
    /// The feature file, as a row of the features.
    pub feature: usize,
    /// Its name, and that of the examples if it has several.
    pub name: String,
    /// Where its title stands; that of the examples if it has tags of its own.
    pub span: Span,
    /// The line of its title.
    pub line: u32,
    /// The tags that hold for it: of the feature, the rule, the scenario and the examples.
    pub tags: Vec<TagUse>,
    /// How often it runs: the rows of the examples, or once.
    pub runs: usize,
    /// The name without that of its examples.
    pub title: String,
    /// The lines of the rows of the examples, or its own.
    pub rows: Vec<u32>,
    /// The line of the keyword of its examples.
    pub examples: Option<u32>,
    /// The fingerprint of what it does.
    pub print: Print,
    /// How many steps each run has, without those of backgrounds.
    pub steps: usize,
}

/// Reads a feature file; what runs is added to `scenarios`. Whether something uses cucumber-rs is said by `cucumber`.
pub fn read(
    file: FileId,
    path: &str,
    text: &str,
    row: usize,
    cucumber: bool,
    scenarios: &mut Vec<Scenario>,
) -> FeatureFile {
    let parsed = gherkin::parse(text);
    let span = |range: TextRange| Span::new(file, range);
    let mut reader = Reader {
        file,
        row,
        tags: Vec::new(),
        scenarios,
    };
    reader.document(&parsed.document);
    let mut tags = reader.tags;
    tags.sort_by_key(|tag| tag.span.range.start());
    let comments = parsed
        .document
        .comments
        .iter()
        .map(|comment| span(comment.range))
        .collect();
    let (opinion, steps) = if cucumber && parsed.errors.is_empty() {
        let opinion = second_opinion::ask(text, &parsed.document);
        (opinion, steps::uses(&parsed.document))
    } else {
        (Opinion::NotAsked, Ok(Vec::new()))
    };
    FeatureFile {
        file,
        path: path.to_owned(),
        tags,
        errors: parsed.errors,
        comments,
        opinion,
        too_large: steps.is_err(),
        steps: steps.unwrap_or_default(),
    }
}

struct Reader<'a> {
    file: FileId,
    row: usize,
    tags: Vec<TagUse>,
    scenarios: &'a mut Vec<Scenario>,
}

impl Reader<'_> {
    fn document(&mut self, document: &Document) {
        let Some(feature) = &document.feature else {
            return;
        };
        let tags = self.tags(&feature.tags);
        let before = steps(feature.background.as_ref());
        for scenario in &feature.scenarios {
            self.scenario(scenario, &tags, &[before]);
        }
        for rule in &feature.rules {
            let tags = [tags.clone(), self.tags(&rule.tags)].concat();
            let before = [before, steps(rule.background.as_ref())];
            for scenario in &rule.scenarios {
                self.scenario(scenario, &tags, &before);
            }
        }
    }

    fn scenario(
        &mut self,
        scenario: &gherkin::Scenario,
        inherited: &[TagUse],
        backgrounds: &[&[Step]],
    ) {
        let tags = [inherited, &self.tags(&scenario.tags)].concat();
        let several = scenario.examples.len() > 1;
        let mut runs = |name: String,
                        range: TextRange,
                        line: u32,
                        tags: Vec<TagUse>,
                        examples: Option<&Examples>| {
            let span = Span::new(self.file, range);
            self.scenarios.push(Scenario {
                feature: self.row,
                name,
                span,
                line,
                tags,
                runs: examples.map_or(1, |examples| examples.rows.len()),
                title: scenario.name.clone(),
                rows: examples.map_or_else(
                    || vec![scenario.location.line],
                    |examples| examples.rows.iter().map(|row| row.location.line).collect(),
                ),
                examples: examples.map(|examples| examples.location.line),
                print: fingerprint::scenario(backgrounds, scenario, examples),
                steps: scenario.steps.len(),
            });
        };
        if scenario.examples.is_empty() {
            return runs(
                scenario.name.clone(),
                scenario.range,
                scenario.location.line,
                tags,
                None,
            );
        }
        let mut own_tags = Vec::new();
        for examples in &scenario.examples {
            let own = uses(self.file, &examples.tags);
            let (range, line) = if own.is_empty() {
                (scenario.range, scenario.location.line)
            } else {
                (examples.range, examples.location.line)
            };
            runs(
                name(scenario, examples, several),
                range,
                line,
                [&tags[..], &own].concat(),
                Some(examples),
            );
            own_tags.extend(own);
        }
        self.tags.extend(own_tags);
    }

    /// The tags with their places; noted as tags of the file.
    fn tags(&mut self, tags: &[Tag]) -> Vec<TagUse> {
        let uses = uses(self.file, tags);
        self.tags.extend(uses.iter().cloned());
        uses
    }
}

fn steps(background: Option<&Background>) -> &[Step] {
    background.map_or(&[], |background| &background.steps)
}

fn uses(file: FileId, tags: &[Tag]) -> Vec<TagUse> {
    tags.iter()
        .map(|tag| TagUse {
            name: tag.name.clone(),
            span: Span::new(file, tag.range),
        })
        .collect()
}

fn name(scenario: &gherkin::Scenario, examples: &Examples, several: bool) -> String {
    if several && !examples.name.is_empty() {
        format!("{} ({})", scenario.name, examples.name)
    } else {
        scenario.name.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_runs_has_the_tags_of_all_that_is_around_it() {
        let text = "@f\nFeature: f\n  @r\n  Rule: r\n    @s\n    Scenario Outline: s\n      Given <a>\n      @e\n      Examples: one\n        | a |\n        | 1 |\n        | 2 |\n      Examples:\n        | a |\n  Rule: q\n    Scenario: t\n";
        let mut scenarios = Vec::new();
        let feature = read(FileId(3), "a.feature", text, 0, false, &mut scenarios);
        assert_eq!(
            feature
                .tags
                .iter()
                .map(|tag| tag.name.as_str())
                .collect::<Vec<_>>(),
            ["@f", "@r", "@s", "@e"]
        );
        let seen: Vec<_> = scenarios
            .iter()
            .map(|s| {
                (
                    s.name.as_str(),
                    s.tags
                        .iter()
                        .map(|tag| tag.name.as_str())
                        .collect::<Vec<_>>()
                        .join(" "),
                    s.runs,
                    s.steps,
                )
            })
            .collect();
        assert_eq!(
            seen,
            [
                ("s (one)", "@f @r @s @e".to_owned(), 2, 1),
                ("s", "@f @r @s".to_owned(), 0, 1),
                ("t", "@f".to_owned(), 1, 0),
            ]
        );
        assert_eq!(&text[scenarios[0].span.range], "Examples: one");
        assert_eq!(&text[scenarios[1].span.range], "Scenario Outline: s");
    }
}
