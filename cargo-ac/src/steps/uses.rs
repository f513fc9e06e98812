//! The steps of a feature file as cucumber-rs runs them: which kind each has, with the values of examples filled in.

use std::collections::BTreeMap;

use text_size::TextRange;

use super::StepKind;
use crate::gherkin::{Document, KeywordType, NodeId, Step, TooLarge, compile};

/// A step as it is run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepUse {
    /// Its kind; none if the keyword stands for several.
    pub kind: Option<StepKind>,
    /// Its text, with the values of a row of examples.
    pub text: String,
    /// Where it stands in the file.
    pub range: TextRange,
    /// The name of the scenario that runs it.
    pub scenario: String,
    /// The tags of that, with their `@`.
    pub tags: Vec<String>,
}

/// The steps of a file without mistakes, in the order in which they are run.
pub fn uses(document: &Document) -> Result<Vec<StepUse>, TooLarge> {
    let kinds = kinds(document);
    let mut uses = Vec::new();
    for pickle in compile(document)? {
        let tags: Vec<String> = pickle.tags.iter().map(|tag| tag.name.clone()).collect();
        for step in &pickle.steps {
            let Some((kind, range)) = step.nodes.first().and_then(|node| kinds.get(node)) else {
                continue;
            };
            uses.push(StepUse {
                kind: *kind,
                text: step.text.clone(),
                range: *range,
                scenario: pickle.name.clone(),
                tags: tags.clone(),
            });
        }
    }
    Ok(uses)
}

/// The kind of each step by its number. A background and a scenario each begin anew: what a conjunction at their beginning
/// stands for is not what came before them.
fn kinds(document: &Document) -> BTreeMap<NodeId, (Option<StepKind>, TextRange)> {
    let mut kinds = BTreeMap::new();
    let mut block = |steps: &[Step]| {
        let mut last = Some(StepKind::Given);
        for step in steps {
            last = match step.keyword_type {
                KeywordType::Context => Some(StepKind::Given),
                KeywordType::Action => Some(StepKind::When),
                KeywordType::Outcome => Some(StepKind::Then),
                KeywordType::Conjunction => last,
                // The parser that cucumber-rs uses looks for keywords of `Given` first, and `*` is one of them.
                KeywordType::Unknown if step.keyword.trim() == "*" => Some(StepKind::Given),
                KeywordType::Unknown => None,
            };
            kinds.insert(step.id, (last, step.range));
        }
    };
    let Some(feature) = &document.feature else {
        return kinds;
    };
    let backgrounds = feature
        .background
        .iter()
        .chain(feature.rules.iter().flat_map(|rule| &rule.background));
    for background in backgrounds {
        block(&background.steps);
    }
    let scenarios = feature
        .scenarios
        .iter()
        .chain(feature.rules.iter().flat_map(|rule| &rule.scenarios));
    for scenario in scenarios {
        block(&scenario.steps);
    }
    kinds
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gherkin::parse;

    const FEATURE: &str = "Feature: f\n  Background:\n    And first\n    When second\n  Scenario Outline: s <a>\n    And third\n    Then fourth <a>\n    But fifth\n    * sixth\n    And seventh\n    @e\n    Examples:\n      | a |\n      | 1 |\n      | 2 |\n";

    #[test]
    fn kinds_are_those_of_cucumber_rs() {
        let parsed = parse(FEATURE);
        assert_eq!(parsed.errors, []);
        let ours: Vec<(Option<StepKind>, String)> = uses(&parsed.document)
            .expect("a small file")
            .into_iter()
            .take(7)
            .map(|step| (step.kind, step.text))
            .collect();
        let theirs = ::gherkin::Feature::parse(FEATURE, ::gherkin::GherkinEnv::default())
            .expect("the crate reads it, too");
        let background = theirs.background.expect("it has one").steps;
        let steps = background.iter().chain(&theirs.scenarios[0].steps);
        let kind = |step: &::gherkin::Step| match step.ty {
            ::gherkin::StepType::Given => StepKind::Given,
            ::gherkin::StepType::When => StepKind::When,
            ::gherkin::StepType::Then => StepKind::Then,
        };
        let theirs: Vec<(Option<StepKind>, String)> = steps
            .map(|step| (Some(kind(step)), step.value.replace("<a>", "1")))
            .collect();
        assert_eq!(ours, theirs);
    }

    #[test]
    fn each_row_of_examples_has_steps_of_its_own() {
        let parsed = parse(FEATURE);
        let uses = uses(&parsed.document).expect("a small file");
        assert_eq!(uses.len(), 14);
        let fourth: Vec<_> = uses
            .iter()
            .filter(|step| step.text.starts_with("fourth"))
            .map(|step| (step.text.as_str(), step.scenario.as_str(), &step.tags[..]))
            .collect();
        let tags = ["@e".to_owned()];
        assert_eq!(
            fourth,
            [
                ("fourth 1", "s 1", &tags[..]),
                ("fourth 2", "s 2", &tags[..])
            ]
        );
        assert_eq!(&FEATURE[uses[3].range], "Then fourth <a>");
    }
}
