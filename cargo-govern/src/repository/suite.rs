//! The subcommands that the programs of the suite have.

use govern_gate::Gate;

/// Those that all of them have.
const SHARED: [&str; 6] = [
    "baseline",
    "check",
    "completions",
    "explain",
    "man",
    "rules",
];

/// The subcommands of a program of the suite.
pub(super) fn subcommands(program: &str) -> Vec<&'static str> {
    let of_gate = |gate: &&'static dyn Gate| gate.commands().iter().map(|command| command.name);
    let mut known = SHARED.to_vec();
    match program {
        "govern" => {
            known.extend(crate::GATES.iter().map(|gate| gate.name()));
            known.extend(crate::COMMANDS.map(|command| command.name));
            known.extend(crate::REPORTS.map(|report| report.name));
        }
        name => {
            let gate = crate::GATES.iter().find(|gate| gate.name() == name);
            known.extend(gate.into_iter().flat_map(of_gate));
        }
    }
    known
}
