//! Rules of the project, from what is written to what is meant.

use std::collections::BTreeSet;

use govern_gate::Spanned;
use govern_workspace::DependencyKind;

use super::Reader;
use crate::{
    config::RuleConfig,
    policy::project::{CustomRule, Readings, RuleKind},
};

const KINDS: [(&str, RuleKind); 3] = [
    ("forbidden", RuleKind::Forbidden),
    ("required", RuleKind::Required),
    ("allowed", RuleKind::Allowed),
];

const READINGS: [(&str, Readings); 3] = [
    ("any", Readings::Any),
    ("via", Readings::Via),
    ("def", Readings::Def),
];

impl Reader<'_> {
    /// The rules of the project; two of one name are a mistake.
    pub(super) fn rules(&mut self, rules: &[RuleConfig], tests: bool) -> Vec<CustomRule> {
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        for rule in rules {
            let name = rule.name.get_ref();
            if name.trim().is_empty() {
                self.mistake(&rule.name, "a rule has no name".to_owned(), "empty");
            } else if !seen.insert(name) {
                self.mistake(&rule.name, format!("there are two rules `{name}`"), "again")
                    .help
                    .push("give each its own name: findings and waivers go by it".to_owned());
            }
        }
        rules
            .iter()
            .filter_map(|rule| self.rule(rule, tests))
            .collect()
    }

    fn rule(&mut self, rule: &RuleConfig, tests: bool) -> Option<CustomRule> {
        let before = self.mistakes.len();
        let name = rule.name.get_ref().clone();
        let kind = self.one_of(rule.kind.as_ref(), "kind", &KINDS, RuleKind::Forbidden);
        let reading = self.one_of(rule.reading.as_ref(), "reading", &READINGS, Readings::Any);
        if rule.because.get_ref().trim().is_empty() {
            self.mistake(
                &rule.because,
                format!("the rule `{name}` does not say why"),
                "empty",
            );
        }
        let from = self.area(&rule.from);
        let to = self.area(&rule.to);
        let except = self.area(&rule.except);
        let to_except = self.area(&rule.to_except);
        let external = rule.external.as_ref().map(|texts| self.area(texts));
        if rule.from.0.is_empty() {
            let message = format!("the rule `{name}` is about nothing: `from` is empty");
            self.mistake(&rule.name, message, "this rule");
        }
        if rule.to.0.is_empty() && kind != RuleKind::Allowed {
            let message = format!("the rule `{name}` says nothing: `to` is empty");
            self.mistake(&rule.name, message, "this rule");
        }
        if rule.external.is_some() && kind != RuleKind::Allowed {
            let message =
                format!("the rule `{name}` has `external` and is not of the kind `allowed`");
            self.mistake(&rule.name, message, "this rule")
                .help
                .push("what is forbidden or required stands in `to`, external or not".to_owned());
        }
        if let Some(transitive) = &rule.transitive
            && *transitive.get_ref()
            && kind != RuleKind::Forbidden
        {
            let at = Spanned::new(transitive.span(), String::new());
            let message =
                format!("the rule `{name}` is `transitive` and not of the kind `forbidden`");
            self.mistake(&at, message, "only what is forbidden is followed");
        }
        self.captures(
            &from,
            [&except, &to, &to_except].into_iter().chain(&external),
        );
        let kinds = match &rule.kinds {
            Some(kinds) => self.kinds(kinds),
            None if tests => BTreeSet::from([DependencyKind::Normal, DependencyKind::Development]),
            None => BTreeSet::from([DependencyKind::Normal]),
        };
        if kinds.is_empty() {
            let message = format!("the rule `{name}` looks at no code: `kinds` is empty");
            self.mistake(&rule.name, message, "this rule");
        }
        (self.mistakes.len() == before).then(|| CustomRule {
            name,
            span: (self.place)(rule.name.span()),
            kind,
            from,
            to,
            except,
            to_except,
            external,
            reading,
            transitive: rule.transitive.as_ref().is_some_and(|it| *it.get_ref()),
            kinds,
            because: rule.because.get_ref().clone(),
            help: rule.help.clone(),
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::{outcome, place, session};

    fn mistakes(rule: &str) -> Vec<String> {
        let session = session(&format!(
            "//- govern.toml\n[archcheck]\npreset = \"hexagonal\"\n[[archcheck.rule]]\n{rule}\n//- x/src/lib.rs\n"
        ));
        let outcome = outcome(&session);
        let mistakes = outcome.diagnostics.iter();
        mistakes
            .map(|mistake| {
                let help = mistake.help.first().map_or("", String::as_str);
                let place = place(&session, mistake.span);
                format!("{place}: {} [{help}]", mistake.message)
            })
            .collect()
    }

    fn rule(more: &str) -> String {
        format!("name = \"r\"\nbecause = \"b\"\n{more}")
    }

    #[test]
    fn mistakes_are_located_with_a_suggestion() {
        assert_eq!(
            mistakes(&rule("from = \"layer:domian\"\nto = \"x\"")),
            [
                "govern.toml:6:`\"layer:domian\"`: there is no layer `domian` [did you mean `domain`?]"
            ]
        );
        assert_eq!(
            mistakes(&rule("from = [\"x\", \"crates:y\"]\nto = \"x y\"")),
            [
                "govern.toml:6:`\"crates:y\"`: `crates:y` selects nothing: `crates:` is no kind of selector: there are `layer:`, `crate:`, `file:` []",
                "govern.toml:7:`\"x y\"`: `x y` selects nothing: ` ` cannot stand in a name []",
            ]
        );
        assert_eq!(
            mistakes(&rule("kind = \"forbiden\"\nfrom = \"x\"\nto = \"x\"")),
            [
                "govern.toml:6:`\"forbiden\"`: there is no kind `forbiden` [did you mean `forbidden`?]"
            ]
        );
        assert_eq!(
            mistakes(&rule("reading = \"both\"\nfrom = \"x\"\nto = \"x\"")),
            [
                "govern.toml:6:`\"both\"`: there is no reading `both` [there are: `any`, `via`, `def`]"
            ]
        );
        assert_eq!(
            mistakes(&rule("kinds = [\"test\"]\nfrom = \"x\"\nto = \"x\""))[0],
            "govern.toml:6:`\"test\"`: there is no kind `test` [there are: `normal`, `dev`, `build`]"
        );
    }

    #[test]
    fn captures_are_captured_before_they_are_named() {
        assert_eq!(
            mistakes(&rule("from = \"x::{service}\"\nto = \"x::{!servce}\"")),
            [
                "govern.toml:7:`\"x::{!servce}\"`: `{servce}` is not captured by all that it is about [did you mean `{service}`?]"
            ]
        );
        assert_eq!(
            mistakes(&rule(
                "from = [\"x::{a}\", \"layer:domain\"]\nto = \"y::{a}\""
            )),
            [
                "govern.toml:7:`\"y::{a}\"`: `{a}` is not captured by all that it is about [capture it there: `{a}`, or write `*`]"
            ]
        );
        assert_eq!(
            mistakes(&rule("from = \"x::{!a}\"\nto = \"y\"")),
            [
                "govern.toml:6:`\"x::{!a}\"`: `{!a}` stands where nothing is captured yet [capture it: `{a}`]"
            ]
        );
    }

    #[test]
    fn what_says_nothing_is_a_mistake() {
        let said = |more: &str, message: &str| {
            let found = mistakes(&rule(more));
            assert_eq!(found.len(), 1, "{found:#?}");
            assert!(found[0].contains(message), "{found:#?}");
        };
        said("from = []\nto = \"x\"", "the rule `r` is about nothing");
        said("from = \"x\"\nto = []", "the rule `r` says nothing");
        said(
            "from = \"x\"\nto = \"x\"\nkinds = []",
            "the rule `r` looks at no code",
        );
        said("from = \"x\"\nto = \"y\"\nexternal = []", "has `external`");
        said(
            "kind = \"required\"\nfrom = \"x\"\nto = \"y\"\ntransitive = true",
            "is `transitive`",
        );
        assert_eq!(
            mistakes(&rule("kind = \"allowed\"\nfrom = \"x\"\nto = []")),
            [""; 0]
        );
    }

    #[test]
    fn every_rule_says_why() {
        let session = session(
            "//- govern.toml\n[[archcheck.rule]]\nname = \"r\"\nfrom = \"x\"\nto = \"y\"\n//- x/src/lib.rs\n",
        );
        let error = crate::model::assembly::Assembly::load(&session).unwrap_err();
        assert_eq!(error.to_string(), "missing field `because`");
    }

    #[test]
    fn names_are_not_given_twice() {
        let table = rule("from = \"x\"\nto = \"y\"");
        let found = mistakes(&format!("{table}\n[[archcheck.rule]]\n{table}"));
        assert_eq!(
            found,
            [
                "govern.toml:9:`\"r\"`: there are two rules `r` [give each its own name: findings and waivers go by it]"
            ]
        );
    }
}
