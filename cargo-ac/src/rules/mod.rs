//! The rules of the gate, sorted by name.

mod assertion_cannot_fail;
mod assertions_vanished;
mod broken_link;
mod circular_reference;
mod commit_trailer_broken;
mod commit_unknown_id;
mod commit_without_criterion;
mod compound_criterion;
mod criterion_failing;
mod criterion_unproven;
mod criterion_untested;
mod criterion_without_code;
mod criterion_worse;
mod derived_without_rationale;
mod document_not_found;
mod duplicate_id;
mod duplicate_text;
mod evidence_changed;
mod flaky_test;
mod gherkin_read_differently;
mod hollow_test;
mod id_vanished;
mod ignored_test;
mod ledger_missing;
mod link_vanished;
mod one_sided_decision;
mod pending_scenario_passes;
mod priority_weakened;
mod requirement_without_criterion;
mod result_ambiguous;
mod results_missing;
mod results_unreadable;
mod scenario_without_criterion;
mod self_fulfilling_test;
mod state_contradicted;
mod step_ambiguous;
mod step_expression_broken;
mod step_undefined;
mod step_unused;
mod story_without_requirement;
mod superseded_decision;
mod suspect_link;
mod test_ambiguous;
mod test_not_found;
mod threshold_behind;
mod threshold_missed;
mod too_few_scenarios;
mod unknown_criterion;
mod unknown_decision;
mod vague_criterion;

use govern_gate::Rule;

use crate::criteria::Criteria;

/// All rules.
pub static RULES: &[&Rule<Criteria>] = &[
    &assertion_cannot_fail::RULE,
    &assertions_vanished::RULE,
    &broken_link::RULE,
    &circular_reference::RULE,
    &commit_trailer_broken::RULE,
    &commit_unknown_id::RULE,
    &commit_without_criterion::RULE,
    &compound_criterion::RULE,
    &criterion_failing::RULE,
    &criterion_unproven::RULE,
    &criterion_untested::RULE,
    &criterion_without_code::RULE,
    &criterion_worse::RULE,
    &derived_without_rationale::RULE,
    &document_not_found::RULE,
    &duplicate_id::RULE,
    &duplicate_text::RULE,
    &evidence_changed::RULE,
    &flaky_test::RULE,
    &gherkin_read_differently::RULE,
    &hollow_test::RULE,
    &id_vanished::RULE,
    &ignored_test::RULE,
    &ledger_missing::RULE,
    &link_vanished::RULE,
    &one_sided_decision::RULE,
    &pending_scenario_passes::RULE,
    &priority_weakened::RULE,
    &requirement_without_criterion::RULE,
    &result_ambiguous::RULE,
    &results_missing::RULE,
    &results_unreadable::RULE,
    &scenario_without_criterion::RULE,
    &self_fulfilling_test::RULE,
    &state_contradicted::RULE,
    &step_ambiguous::RULE,
    &step_expression_broken::RULE,
    &step_undefined::RULE,
    &step_unused::RULE,
    &story_without_requirement::RULE,
    &superseded_decision::RULE,
    &suspect_link::RULE,
    &test_ambiguous::RULE,
    &test_not_found::RULE,
    &threshold_behind::RULE,
    &threshold_missed::RULE,
    &too_few_scenarios::RULE,
    &unknown_criterion::RULE,
    &unknown_decision::RULE,
    &vague_criterion::RULE,
];

/// Those about commits.
pub(crate) static OF_COMMITS: &[&Rule<Criteria>] = &[
    &commit_trailer_broken::RULE,
    &commit_unknown_id::RULE,
    &commit_without_criterion::RULE,
];

#[cfg(test)]
#[expect(
    clippy::disallowed_methods,
    reason = "a test reads the folder of the rules"
)]
mod tests {
    use std::path::Path;

    use super::RULES;

    #[test]
    fn every_file_is_a_rule_of_its_name_and_the_list_is_sorted() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/rules");
        let entries = std::fs::read_dir(folder).expect("the folder is there");
        let mut files: Vec<String> = entries
            .map(|entry| {
                entry
                    .expect("a readable entry")
                    .file_name()
                    .to_string_lossy()
                    .replace(".rs", "")
            })
            .filter(|name| name != "mod")
            .collect();
        files.sort();
        let names: Vec<&str> = RULES.iter().map(|rule| rule.info.name).collect();
        assert_eq!(names, files);
    }

    #[test]
    fn every_rule_has_its_page() {
        for rule in RULES {
            let headings: Vec<&str> = rule
                .info
                .docs
                .lines()
                .filter(|line| line.starts_with("### "))
                .collect();
            let expected = [
                "### What it does",
                "### Why is this bad?",
                "### Example",
                "### Use instead",
                "### Limits",
            ];
            assert!(
                headings == expected || headings == expected[..4],
                "{}: {headings:?}",
                rule.info.name
            );
            assert_eq!(rule.info.gate, "ac");
        }
    }
}
