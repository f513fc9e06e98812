//! Canaries that are entries of ledgers: one for each ledger that can say it.

use super::homes::{Requirement, Says, Story};
use super::{NO_HOME, Nest};
use crate::ids::IdKind;
use crate::ledger::Priority::{May, Must};

impl Nest<'_> {
    pub(super) fn entries(&mut self) {
        self.in_ledgers(
            "circular_reference",
            "two criteria that depend on each other",
            |nest, number| {
                let mut first = nest.criterion(number, May);
                let mut second = nest.criterion(number, May);
                second.id += "-B";
                second.text += " again";
                first.says = vec![Says::DependsOn(second.id.clone())];
                second.says = vec![Says::DependsOn(first.id.clone())];
                nest.story(number, Vec::new(), vec![first, second])
            },
        );
        self.in_ledgers(
            "criterion_untested",
            "a criterion without a test",
            |nest, number| nest.story(number, Vec::new(), vec![nest.criterion(number, Must)]),
        );
        self.in_ledgers("duplicate_id", "two criteria of one id", |nest, number| {
            let mut second = nest.criterion(number, May);
            second.text += " again";
            nest.story(
                number,
                Vec::new(),
                vec![nest.criterion(number, May), second],
            )
        });
        self.in_ledgers(
            "duplicate_text",
            "two criteria that say the same",
            |nest, number| {
                let mut second = nest.criterion(number, May);
                second.id += "-B";
                nest.story(
                    number,
                    Vec::new(),
                    vec![nest.criterion(number, May), second],
                )
            },
        );
        self.with_text("compound_criterion", "Canary sings; it flies");
        self.with_text("vague_criterion", "Canary sings in a timely manner");
        self.in_ledgers(
            "priority_weakened",
            "a requirement that must be met, and a criterion that may",
            |nest, number| {
                let criteria = vec![nest.criterion(number, May)];
                nest.story(number, vec![Says::Binding(Must)], criteria)
            },
        );
        self.in_ledgers(
            "requirement_without_criterion",
            "a requirement without criteria",
            |nest, number| nest.story(number, vec![Says::Binding(Must)], Vec::new()),
        );
        self.in_ledgers(
            "story_without_requirement",
            "a story without requirements",
            |nest, number| Story {
                id: nest.id(IdKind::Story, number),
                requirement: None,
            },
        );
        self.in_ledgers(
            "derived_without_rationale",
            "a derived requirement without a rationale",
            |nest, number| {
                let criteria = vec![nest.criterion(number, May)];
                nest.story(number, vec![Says::Derived], criteria)
            },
        );
        self.in_ledgers(
            "state_contradicted",
            "a criterion in force of a requirement that is a draft",
            |nest, number| {
                let mut criterion = nest.criterion(number, May);
                criterion.says = vec![Says::InForce];
                nest.story(number, vec![Says::Draft], vec![criterion])
            },
        );
        let single = [
            (
                "criterion_without_code",
                "a criterion that needs code, and has none",
                Says::NeedsCode,
            ),
            (
                "too_few_scenarios",
                "a criterion that needs a scenario, and has none",
                Says::MinScenarios,
            ),
            (
                "document_not_found",
                "a criterion with a document that is not there",
                Says::Document("docs/govern-canary-missing.md".to_owned()),
            ),
            (
                "test_not_found",
                "a criterion with a test that is not there",
                Says::Test("govern_canary_missing".to_owned()),
            ),
            (
                "unknown_decision",
                "a criterion with a decision that nobody made",
                Says::Decision("ADR-987654".to_owned()),
            ),
        ];
        for (rule, what, says) in single {
            self.in_ledgers(rule, what, |nest, number| {
                let mut criterion = nest.criterion(number, May);
                criterion.says = vec![says.clone()];
                nest.story(number, Vec::new(), vec![criterion])
            });
        }
    }

    fn with_text(&mut self, rule: &'static str, text: &str) {
        let what = format!("a criterion that says \"{text}\"");
        self.in_ledgers(rule, &what, |nest, number| {
            let mut criterion = nest.criterion(number, May);
            criterion.text = format!("{text} {number}");
            nest.story(number, Vec::new(), vec![criterion])
        });
    }

    /// One for each ledger that can say what the story says.
    fn in_ledgers(
        &mut self,
        rule: &'static str,
        what: &str,
        story: impl Fn(&Nest<'_>, usize) -> Story,
    ) {
        let before = self.canaries.made.len();
        for home in self.homes {
            let number = self.next();
            let story = story(self, number);
            let Some(edit) = home.with(&story) else {
                continue;
            };
            let id = named(&story);
            self.put(
                rule,
                format!("{what}, `{id}` in `{}`", home.path),
                vec![edit],
            );
        }
        if self.canaries.made.len() == before {
            let why = match self.homes {
                [] => NO_HOME,
                _ => "no ledger is of a schema that can say it",
            };
            self.none(rule, why);
        }
    }
}

/// The entry of a story that is the defect.
fn named(story: &Story) -> &str {
    match &story.requirement {
        None => &story.id,
        Some(Requirement { id, criteria, .. }) => criteria.last().map_or(id, |it| &it.id),
    }
}
