//! The keywords of the languages of Gherkin.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::ast::KeywordType;

/// The official table, see `data/README.md`.
const TABLE: &str = include_str!("../../data/gherkin-languages.json");

static DIALECTS: LazyLock<BTreeMap<&'static str, Dialect>> = LazyLock::new(|| {
    let table: BTreeMap<&'static str, Keywords> =
        serde_json::from_str(TABLE).expect("the table is part of this program");
    table
        .into_iter()
        .map(|(name, keywords)| (name, Dialect::new(name, keywords)))
        .collect()
});

/// The keywords of one language.
#[derive(Debug)]
pub(super) struct Dialect {
    /// The name as it stands in `# language:`.
    pub(super) name: &'static str,
    pub(super) feature: Vec<&'static str>,
    pub(super) rule: Vec<&'static str>,
    pub(super) background: Vec<&'static str>,
    /// Keywords of scenarios, then those of outlines.
    pub(super) scenario: Vec<&'static str>,
    pub(super) examples: Vec<&'static str>,
    /// Keywords of steps, the longest first, so that the first that fits is the right one.
    pub(super) steps: Vec<(&'static str, KeywordType)>,
}

/// A language as the table has it.
#[derive(Deserialize)]
struct Keywords {
    #[serde(borrow)]
    feature: Vec<&'static str>,
    rule: Vec<&'static str>,
    background: Vec<&'static str>,
    scenario: Vec<&'static str>,
    #[serde(rename = "scenarioOutline")]
    scenario_outline: Vec<&'static str>,
    examples: Vec<&'static str>,
    given: Vec<&'static str>,
    when: Vec<&'static str>,
    then: Vec<&'static str>,
    and: Vec<&'static str>,
    but: Vec<&'static str>,
}

/// Whether a line begins with a keyword of the language, with a colon or without.
pub(crate) fn begins_with_keyword(language: &str, line: &str) -> bool {
    let Some(dialect) = Dialect::named(language) else {
        return false;
    };
    let titles = [
        &dialect.feature,
        &dialect.rule,
        &dialect.background,
        &dialect.scenario,
        &dialect.examples,
    ];
    let titles = titles.into_iter().flatten().copied();
    let steps = dialect.steps.iter().map(|&(keyword, _)| keyword);
    titles.chain(steps).any(|keyword| line.starts_with(keyword))
}

impl Dialect {
    /// The language of that name.
    pub(super) fn named(name: &str) -> Option<&'static Dialect> {
        DIALECTS.get(name)
    }

    /// The language of a file that names none.
    pub(super) fn english() -> &'static Dialect {
        Dialect::named("en").expect("the table has English")
    }

    fn new(name: &'static str, keywords: Keywords) -> Dialect {
        let Keywords {
            feature,
            rule,
            background,
            mut scenario,
            scenario_outline,
            examples,
            given,
            when,
            then,
            and,
            but,
        } = keywords;
        scenario.extend(scenario_outline);
        let mut steps: Vec<(&'static str, KeywordType)> = Vec::new();
        let meanings = [
            (given, KeywordType::Context),
            (when, KeywordType::Action),
            (then, KeywordType::Outcome),
            (and, KeywordType::Conjunction),
            (but, KeywordType::Conjunction),
        ];
        for (words, meaning) in meanings {
            for word in words {
                match steps.iter_mut().find(|(known, _)| *known == word) {
                    // Named twice, even with one meaning, a keyword has none.
                    Some(known) => known.1 = KeywordType::Unknown,
                    None => steps.push((word, meaning)),
                }
            }
        }
        steps.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
        Dialect {
            name,
            feature,
            rule,
            background,
            scenario,
            examples,
            steps,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_every_language() {
        assert_eq!(DIALECTS.len(), 80);
        assert!(
            DIALECTS
                .values()
                .all(|d| !d.feature.is_empty() && !d.steps.is_empty())
        );
    }

    #[test]
    fn a_star_means_nothing_and_the_longest_keyword_comes_first() {
        let haitian = Dialect::named("ht").expect("the table has Haitian");
        let place = |word: &str| {
            haitian
                .steps
                .iter()
                .position(|(w, _)| *w == word)
                .expect("a keyword of the language")
        };
        assert!(place("Sipoze ke ") < place("Sipoze "));
        assert!(
            Dialect::english()
                .steps
                .contains(&("* ", KeywordType::Unknown))
        );
        assert!(
            Dialect::english()
                .steps
                .contains(&("And ", KeywordType::Conjunction))
        );
    }

    #[test]
    fn an_unknown_name_is_no_language() {
        assert!(Dialect::named("EN").is_none());
    }
}
