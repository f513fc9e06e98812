//! A program: a name, the gates it runs, and subcommands of its own.

use govern_gate::{Catalogue, Command, Gate, ReportCommand};

/// A program: a name, the gates it runs, and subcommands of its own.
pub struct Cli {
    pub(crate) name: String,
    pub(crate) gates: Vec<&'static dyn Gate>,
    pub(crate) commands: Vec<&'static Command>,
    pub(crate) reports: Vec<&'static ReportCommand>,
}

impl Cli {
    /// The program of one gate is called after it; that of several is the umbrella, `govern`.
    pub fn new(gates: &[&'static dyn Gate]) -> Cli {
        let name = match gates {
            [gate] => gate.name(),
            _ => "govern",
        };
        Cli {
            name: name.to_owned(),
            gates: gates.to_vec(),
            commands: Vec::new(),
            reports: Vec::new(),
        }
    }

    /// With a subcommand that belongs to no gate.
    #[must_use]
    pub fn command(mut self, command: &'static Command) -> Cli {
        self.commands.push(command);
        self
    }

    /// With a subcommand that belongs to no gate, and is shown like a check.
    #[must_use]
    pub fn report(mut self, report: &'static ReportCommand) -> Cli {
        self.reports.push(report);
        self
    }

    /// All that can be explained: the rules of gates, and what subcommands find besides.
    pub(crate) fn explained(&self) -> Catalogue {
        let others = self.reports.iter().flat_map(|report| (report.rules)());
        Catalogue::new(&self.gates()).with(others)
    }

    pub(crate) fn about(&self) -> String {
        match &self.gates[..] {
            [gate] => gate.summary().to_owned(),
            gates => {
                let names: Vec<_> = gates.iter().map(|gate| gate.name()).collect();
                format!("runs every gate over one workspace: {}", names.join(", "))
            }
        }
    }

    pub(crate) fn gates(&self) -> Vec<&dyn Gate> {
        self.gates.iter().map(|gate| *gate as &dyn Gate).collect()
    }
}
