//! `gherkin_read_differently`: a feature file that cucumber-rs does not run as it is written.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::criteria::Criteria;
use crate::second_opinion::Opinion;

/// A feature file that cucumber-rs does not run as it is written.
pub(super) static RULE: Rule<Criteria> = Rule {
    info: RuleInfo {
        gate: "ac",
        name: "gherkin_read_differently",
        summary: "cucumber-rs reads a feature file in another way than the language has it",
        level: Level::Warn,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Reads each feature file a second time with the `gherkin` crate (0.16), by which cucumber-rs runs them, and compares the two
trees: names, tags, backgrounds, rules, scenarios, examples, and steps with their tables and doc strings. It looks only at
workspaces in which a package depends on `cucumber` or `gherkin`.

### Why is this bad?

The crate refuses some files that the language allows, and reads others wrongly without a word: rules with their backgrounds
are taken for text, steps get other texts, tables or doc strings than are written. What runs is not what was agreed on.

### Example

```gherkin
Feature: Payment

  Scenario: to be written

  Rule: Cash is welcome
    Background:
      Given an order worth 5 EUR

    Scenario: paying in cash
      When 5 EUR are paid in cash
```

cucumber-rs takes the rule and `Background:` for text of the empty scenario, gives that the step of the background, and runs
`paying in cash` without it.

### Use instead

```gherkin
  Scenario: to be written
    Given an order
```

### Limits

What has no effect on a run is not compared: keywords, comments, descriptions, places. Of doc strings the crate keeps the line
breaks at both ends and drops the indent that all lines share; that is so for all of them, and not reported. Of the steps of a
scenario, the first difference is reported. Another version of the crate may read a file in another way. Very long files
are not compared, and counted as such.
"#;

fn check(model: &Criteria, findings: &mut Findings) {
    if !model.cucumber {
        return findings.idle("no package depends on cucumber-rs");
    }
    if model.features.is_empty() {
        return findings.idle("there are no features");
    }
    if model
        .features
        .iter()
        .all(|feature| !matches!(feature.opinion, Opinion::Read(_)))
    {
        return findings.idle("every feature has mistakes or is too long");
    }
    for feature in &model.features {
        let Opinion::Read(differences) = &feature.opinion else {
            continue;
        };
        findings.checked(1);
        for difference in differences {
            let message = format!(
                "for cucumber-rs, {} {}",
                difference.what, difference.reading
            );
            let finding = findings
                .report(
                    govern_diagnostics::Span::new(feature.file, difference.range),
                    format!(
                        "{}: {} {}",
                        feature.path, difference.what, difference.reading
                    ),
                    message,
                )
                .label("is read differently");
            if let Some(note) = &difference.note {
                finding.note(note);
            }
            if let Some(help) = difference.help {
                finding.help(help);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::testing::found;

    const MANIFEST: &str = "[package]\nname = \"shop\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[dev-dependencies]\ncucumber = \"0.23\"\n";

    fn read(feature: &str) -> Vec<String> {
        found(&RULE, &[("Cargo.toml", MANIFEST), ("a.feature", feature)])
    }

    #[test]
    fn what_only_looks_different_is_not_reported() {
        let features = [
            "Feature: f\n  Background:\n    Given x\n  # c\n  Scenario: s\n    text\n\n    When y\n      | a | \\| |\n    * z\n    And more\n\n  @a @b\n  Rule: r\n    Example: t\n      Given x\n      # c\n      \"\"\"\n        in\n      out\n      \"\"\"\n",
            "# language: fr\nFonctionnalité: f\n  Scénario: s\n    Soit x\n    Quand y\n    Alors z\n",
            "Feature: f\r\n  @t\r\n  Scenario Outline: s\r\n    Given <a>\r\n      ```\r\n      <a>\r\n      ```\r\n\r\n    @e\r\n    Examples: e\r\n      | a |\r\n      | 1 |\r\n",
            "@f\n@g # c\nFeature: f\n\n  Rule: one\n    Scenario: s\n      Given x\n  Rule: one\n    Scenario: s\n      Given x",
        ];
        for feature in features {
            assert_eq!(read(feature), [] as [&str; 0], "{feature}");
        }
    }

    #[test]
    fn files_that_are_refused_say_why() {
        let refused = [
            ("", "it takes no file without a feature"),
            ("\u{feff}Feature: f\n", "it takes no byte order mark"),
            (
                "# language: amh\nስራ: f\n",
                "it does not know the language `amh`",
            ),
            (
                "# c\n# language: fr\nFonctionnalité: f\n",
                "it takes a language header only above all comments",
            ),
            (
                "# language: fr \nFonctionnalité: f\n",
                "it takes no blanks at the end of a language header",
            ),
            (
                "@a\n  Feature: f\n",
                "it takes no blanks before a feature that has something above it",
            ),
            (
                "\n  @a\nFeature: f\n",
                "it takes no blanks before the tags of a feature that have something above them",
            ),
            (
                "Feature: f\n  Scenario: s\n    Scenarios are text\n    Given x\n",
                "it takes no text that begins with a keyword",
            ),
            (
                "Feature: f\n  @a @@b\n  Scenario: s\n    Given x\n",
                "it takes no `@` without a name",
            ),
            (
                "Feature: f\n  Scenario: s\n    Given \n",
                "it takes no step without text",
            ),
            (
                "Feature: f\n  Scenario: s\n    Given x\n      | a |\n      \"\"\"\n      \"\"\"\n",
                "it takes no doc string behind a table",
            ),
            (
                "Feature: f\n  Scenario: s\n    Given x\n      | a | b\n",
                "it takes no text behind the last bar",
            ),
            (
                "Feature: f\n  Scenario: s\n    Given x\n      | a\\b |\n",
                "it takes no backslash before other characters than `n`, `|` and `\\`",
            ),
        ];
        for (feature, note) in refused {
            let found = read(feature);
            assert_eq!(found.len(), 1, "{feature}");
            assert!(
                found[0].contains("the file cannot be read"),
                "{feature}: {found:?}"
            );
            assert!(
                found[0].contains(&format!("note: {note}")),
                "{feature}: {found:?}"
            );
        }
    }

    #[test]
    fn what_is_read_wrongly_is_shown() {
        let lost = read(
            "@f\nFeature: f\n Scenario: s\n Rule: r\n  Background:\n   Given x\n  Scenario: t\n   When y\n @q\n Rule: q\n  Scenario: u\n   Given y\n",
        );
        assert_eq!(
            lost,
            [
                "Rule: r: for cucumber-rs, the rule \"r\" is not there\n  note: its line is taken for text of what stands above it\n  help: give what stands above it a step, or take it out",
                "Scenario: s: for cucumber-rs, a step `Given x` is read where there is none",
            ]
        );
        let cases = [
            (
                "Feature: f\n Scenario: s\n  Given x\n  \"\"\"\n  \\\"\\\"\\\"\n  \"\"\"\n",
                "\"\"\"\n  \\\"\\\"\\\"\n  \"\"\": for cucumber-rs, this doc string has `\\\"\\\"\\\"` where it says `\"\"\"`",
            ),
            (
                "Feature: f\n Scenario: s\n  Given x\n  | \u{a0}a |\n",
                "a: for cucumber-rs, this cell is `\u{a0}a`",
            ),
            (
                "Feature: f\n\u{a0}Scenario: s\n  Given x\n",
                "Scenario: s: for cucumber-rs, the scenario \"s\" is not there",
            ),
            (
                "# language: ht\nKarakteristik: f\n Senaryo: s\n  Sipoze ke x\n",
                "Sipoze ke x: for cucumber-rs, this step is `Sipoze ke x`",
            ),
            (
                "Feature: f\n Background:\n  When a\n Scenario: s\n  And b\n",
                "And b: for cucumber-rs, this step is looked for among steps of `given`",
            ),
        ];
        for (feature, finding) in cases {
            let found = read(feature);
            assert_eq!(found.len(), 1, "{feature}: {found:?}");
            assert!(found[0].starts_with(finding), "{feature}: {found:?}");
        }
    }

    #[test]
    fn without_cucumber_nothing_is_compared() {
        assert_eq!(
            found(&RULE, &[("a.feature", "\u{feff}Feature: f\n")]),
            [] as [&str; 0]
        );
    }
}
