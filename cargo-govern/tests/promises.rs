//! What the suite promises is written down: a criterion for each rule and for each command, in `specs/suite.yaml`.

use std::collections::BTreeSet;

use cargo_ac::{ids::IdPrefixes, ledger};
use cargo_govern::{COMMANDS, GATES, REPORTS};
use govern_gate::Catalogue;

const LEDGER: &str = include_str!("../../specs/suite.yaml");

/// What stands in ids for a gate.
fn area(gate: &str) -> &str {
    match gate {
        "archcheck" => "ARCH",
        "contract" => "CONTRACT",
        "ac" => "AC",
        "patterns" => "PATTERN",
        "policy" => "POLICY",
        "repository" => "REPOSITORY",
        "govern" => "GOVERN",
        other => panic!("which letters stand for `{other}` in ids?"),
    }
}

fn id(name: &str) -> String {
    name.replace(['_', ' '], "-").to_uppercase()
}

#[test]
fn each_rule_and_each_command_has_a_criterion() {
    let (ledger, problems) = ledger::read(LEDGER, &IdPrefixes::default());
    assert_eq!(problems, []);
    let criteria: BTreeSet<&str> = ledger
        .criteria()
        .map(|(_, _, criterion)| criterion.id.text.as_str())
        .collect();
    let rules = GATES.iter().flat_map(|gate| gate.rules());
    let own = Catalogue::new(&[]);
    let rules = rules.chain(own.rules().iter().copied());
    let rules: Vec<String> = rules
        .map(|rule| format!("AC-{}-{}", area(rule.gate), id(rule.name)))
        .collect();
    let commands = GATES.iter().flat_map(|gate| {
        let commands = gate.commands().iter();
        commands.map(|command| format!("AC-{}-CMD-{}", area(gate.name()), id(command.name)))
    });
    let of_umbrella = COMMANDS.iter().map(|command| command.name);
    let of_umbrella = of_umbrella.chain(REPORTS.iter().map(|report| report.name));
    let of_umbrella = of_umbrella.map(|name| format!("AC-GOVERN-CMD-{}", id(name)));
    let commands: Vec<String> = commands.chain(of_umbrella).collect();
    assert!(rules.len() > 150 && commands.len() > 25);
    let expected = rules.iter().chain(&commands).map(String::as_str);
    let missing: Vec<&str> = expected.filter(|id| !criteria.contains(id)).collect();
    assert_eq!(missing, [""; 0], "they have no criterion");
    // The other way round: no criterion is left of a rule that is gone.
    let known: BTreeSet<&str> = rules.iter().map(String::as_str).collect();
    let of_rules = criteria
        .iter()
        .filter(|id| !id.contains("-CMD-") && **id != "AC-GOVERN-READERS-FUZZED");
    let left: Vec<&&str> = of_rules.filter(|id| !known.contains(**id)).collect();
    assert!(left.is_empty(), "no rule is called like that: {left:?}");
}
