//! Each rule over its fixtures, `testdata/ac/<rule>`: in `fail` it finds what comments ask for, shows it as `expected.txt`
//! has it, and without it all is green; in `pass` it looks at something and is content.

use std::path::Path;

fn folder() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../testdata/ac"))
}

fn check(rule: &str) {
    govern_testing::check_rule(&cargo_ac::GATE, folder(), rule);
}

#[test]
fn every_rule_has_a_folder() {
    govern_testing::check_folders(&cargo_ac::GATE, folder());
}

/// AC: AC-AC-ASSERTION-CANNOT-FAIL
#[test]
fn assertion_cannot_fail() {
    check("assertion_cannot_fail");
}

/// AC: AC-AC-ASSERTIONS-VANISHED
#[test]
fn assertions_vanished() {
    check("assertions_vanished");
}

/// AC: AC-AC-BROKEN-LINK
#[test]
fn broken_link() {
    check("broken_link");
}

/// AC: AC-AC-CIRCULAR-REFERENCE
#[test]
fn circular_reference() {
    check("circular_reference");
}

/// AC: AC-AC-COMMIT-TRAILER-BROKEN
#[test]
fn commit_trailer_broken() {
    check("commit_trailer_broken");
}

/// AC: AC-AC-COMMIT-UNKNOWN-ID
#[test]
fn commit_unknown_id() {
    check("commit_unknown_id");
}

/// AC: AC-AC-COMMIT-WITHOUT-CRITERION
#[test]
fn commit_without_criterion() {
    check("commit_without_criterion");
}

/// AC: AC-AC-COMPOUND-CRITERION
#[test]
fn compound_criterion() {
    check("compound_criterion");
}

/// AC: AC-AC-CRITERION-FAILING
#[test]
fn criterion_failing() {
    check("criterion_failing");
}

/// AC: AC-AC-CRITERION-UNPROVEN
#[test]
fn criterion_unproven() {
    check("criterion_unproven");
}

/// AC: AC-AC-CRITERION-UNTESTED
#[test]
fn criterion_untested() {
    check("criterion_untested");
}

/// AC: AC-AC-CRITERION-WITHOUT-CODE
#[test]
fn criterion_without_code() {
    check("criterion_without_code");
}

/// AC: AC-AC-CRITERION-WORSE
#[test]
fn criterion_worse() {
    check("criterion_worse");
}

/// AC: AC-AC-DERIVED-WITHOUT-RATIONALE
#[test]
fn derived_without_rationale() {
    check("derived_without_rationale");
}

/// AC: AC-AC-DOCUMENT-NOT-FOUND
#[test]
fn document_not_found() {
    check("document_not_found");
}

/// AC: AC-AC-DUPLICATE-ID
#[test]
fn duplicate_id() {
    check("duplicate_id");
}

/// AC: AC-AC-DUPLICATE-TEXT
#[test]
fn duplicate_text() {
    check("duplicate_text");
}

/// AC: AC-AC-EVIDENCE-CHANGED
#[test]
fn evidence_changed() {
    check("evidence_changed");
}

/// AC: AC-AC-FLAKY-TEST
#[test]
fn flaky_test() {
    check("flaky_test");
}

/// AC: AC-AC-GHERKIN-READ-DIFFERENTLY
#[test]
fn gherkin_read_differently() {
    check("gherkin_read_differently");
}

/// AC: AC-AC-HOLLOW-TEST
#[test]
fn hollow_test() {
    check("hollow_test");
}

/// AC: AC-AC-ID-VANISHED
#[test]
fn id_vanished() {
    check("id_vanished");
}

/// AC: AC-AC-IGNORED-TEST
#[test]
fn ignored_test() {
    check("ignored_test");
}

/// AC: AC-AC-LEDGER-MISSING
#[test]
fn ledger_missing() {
    check("ledger_missing");
}

/// AC: AC-AC-LINK-VANISHED
#[test]
fn link_vanished() {
    check("link_vanished");
}

/// AC: AC-AC-ONE-SIDED-DECISION
#[test]
fn one_sided_decision() {
    check("one_sided_decision");
}

/// AC: AC-AC-PENDING-SCENARIO-PASSES
#[test]
fn pending_scenario_passes() {
    check("pending_scenario_passes");
}

/// AC: AC-AC-PRIORITY-WEAKENED
#[test]
fn priority_weakened() {
    check("priority_weakened");
}

/// AC: AC-AC-REQUIREMENT-WITHOUT-CRITERION
#[test]
fn requirement_without_criterion() {
    check("requirement_without_criterion");
}

/// AC: AC-AC-RESULT-AMBIGUOUS
#[test]
fn result_ambiguous() {
    check("result_ambiguous");
}

/// AC: AC-AC-RESULTS-MISSING
#[test]
fn results_missing() {
    check("results_missing");
}

/// AC: AC-AC-RESULTS-UNREADABLE
#[test]
fn results_unreadable() {
    check("results_unreadable");
}

/// AC: AC-AC-SCENARIO-WITHOUT-CRITERION
#[test]
fn scenario_without_criterion() {
    check("scenario_without_criterion");
}

/// AC: AC-AC-SELF-FULFILLING-TEST
#[test]
fn self_fulfilling_test() {
    check("self_fulfilling_test");
}

/// AC: AC-AC-STATE-CONTRADICTED
#[test]
fn state_contradicted() {
    check("state_contradicted");
}

/// AC: AC-AC-STEP-AMBIGUOUS
#[test]
fn step_ambiguous() {
    check("step_ambiguous");
}

/// AC: AC-AC-STEP-EXPRESSION-BROKEN
#[test]
fn step_expression_broken() {
    check("step_expression_broken");
}

/// AC: AC-AC-STEP-UNDEFINED
#[test]
fn step_undefined() {
    check("step_undefined");
}

/// AC: AC-AC-STEP-UNUSED
#[test]
fn step_unused() {
    check("step_unused");
}

/// AC: AC-AC-STORY-WITHOUT-REQUIREMENT
#[test]
fn story_without_requirement() {
    check("story_without_requirement");
}

/// AC: AC-AC-SUPERSEDED-DECISION
#[test]
fn superseded_decision() {
    check("superseded_decision");
}

/// AC: AC-AC-SUSPECT-LINK
#[test]
fn suspect_link() {
    check("suspect_link");
}

/// AC: AC-AC-TEST-AMBIGUOUS
#[test]
fn test_ambiguous() {
    check("test_ambiguous");
}

/// AC: AC-AC-TEST-NOT-FOUND
#[test]
fn test_not_found() {
    check("test_not_found");
}

/// AC: AC-AC-THRESHOLD-BEHIND
#[test]
fn threshold_behind() {
    check("threshold_behind");
}

/// AC: AC-AC-THRESHOLD-MISSED
#[test]
fn threshold_missed() {
    check("threshold_missed");
}

/// AC: AC-AC-TOO-FEW-SCENARIOS
#[test]
fn too_few_scenarios() {
    check("too_few_scenarios");
}

/// AC: AC-AC-UNKNOWN-CRITERION
#[test]
fn unknown_criterion() {
    check("unknown_criterion");
}

/// AC: AC-AC-UNKNOWN-DECISION
#[test]
fn unknown_decision() {
    check("unknown_decision");
}

/// AC: AC-AC-VAGUE-CRITERION
#[test]
fn vague_criterion() {
    check("vague_criterion");
}
