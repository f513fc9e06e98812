//! The rules a program knows, by the names that users give them.

use govern_diagnostics::RuleInfo;

use crate::{config::SUITE, suggest};

/// The rules that a program knows.
#[derive(Debug, Clone)]
pub struct Catalogue {
    /// Sorted by gate and name.
    rules: Vec<RuleInfo>,
    gates: Vec<&'static str>,
}

/// What a name stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lookup {
    /// A rule.
    Rule(RuleInfo),
    /// A rule, presumably, of a gate that this program does not have.
    Elsewhere,
    /// Nothing; with what may have been meant.
    Unknown(Option<String>),
}

impl Catalogue {
    /// The rules of gates, by the gates' names.
    pub(crate) fn of(all: impl Iterator<Item = (&'static str, Vec<RuleInfo>)>) -> Catalogue {
        let (mut gates, mut rules) = (Vec::new(), Vec::new());
        for (gate, infos) in all {
            gates.push(gate);
            rules.extend(infos);
        }
        gates.sort_unstable();
        rules.sort_by_key(|info| (info.gate, info.name));
        Catalogue { rules, gates }
    }

    /// The same with more that can be found: what a subcommand reports besides its gates. Nobody sets levels for it.
    #[must_use]
    pub fn with(mut self, more: impl IntoIterator<Item = RuleInfo>) -> Catalogue {
        for info in more {
            if !self.gates.contains(&info.gate) {
                self.gates.push(info.gate);
            }
            self.rules.push(info);
        }
        self.gates.sort_unstable();
        self.rules.sort_by_key(|info| (info.gate, info.name));
        self
    }

    /// All rules, sorted by gate and name.
    pub fn rules(&self) -> &[RuleInfo] {
        &self.rules
    }

    /// The gates, sorted, with the one that comes with all of them.
    pub fn gates(&self) -> &[&'static str] {
        &self.gates
    }

    /// The rule of a name (`layer_violation`), or of a gate and a name (`archcheck::layer_violation`).
    pub fn find(&self, name: &str) -> Lookup {
        match name.split_once("::") {
            Some((gate, name)) => self.find_in(gate, name),
            None => self.find_plain(name),
        }
    }

    pub(crate) fn find_in(&self, gate: &str, name: &str) -> Lookup {
        if !self.gates.contains(&gate) {
            if SUITE.contains(&gate) {
                return Lookup::Elsewhere;
            }
            return Lookup::Unknown(suggest::help_for(gate, &self.gates));
        }
        let of_gate: Vec<&RuleInfo> = self.rules.iter().filter(|info| info.gate == gate).collect();
        match of_gate.iter().find(|info| info.name == name) {
            Some(info) => Lookup::Rule(**info),
            None => {
                let names: Vec<&str> = of_gate.iter().map(|info| info.name).collect();
                Lookup::Unknown(suggest::help_for(name, &names))
            }
        }
    }

    fn find_plain(&self, name: &str) -> Lookup {
        let found: Vec<&RuleInfo> = self.rules.iter().filter(|info| info.name == name).collect();
        match found[..] {
            [info] => Lookup::Rule(*info),
            // Only a program with all gates can say that there is no such rule.
            [] if !SUITE.iter().all(|gate| self.gates.contains(gate)) => Lookup::Elsewhere,
            [] => Lookup::Unknown(self.help_for(name)),
            _ => {
                let codes: Vec<String> = found.iter().map(|info| info.to_string()).collect();
                Lookup::Unknown(Some(format!(
                    "say which: {}",
                    suggest::listed(codes.iter().map(String::as_str))
                )))
            }
        }
    }

    /// What may have been meant by a name that is no rule's.
    pub fn help_for(&self, name: &str) -> Option<String> {
        let name = name.rsplit_once("::").map_or(name, |(_, name)| name);
        let likely = suggest::did_you_mean(name, self.rules.iter().map(|info| info.name));
        likely.map(|likely| format!("did you mean `{likely}`?"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::Sample;

    static ARCHCHECK: Sample = Sample::new("archcheck", &["dependency_cycle", "layer_violation"]);
    static PATTERNS: Sample = Sample::new("patterns", &["todo_comment"]);
    static REST: [Sample; 4] = [
        Sample::new("ac", &["twice"]),
        Sample::new("contract", &["twice"]),
        Sample::new("policy", &["thrice"]),
        Sample::new("repository", &["once"]),
    ];

    fn name(lookup: Lookup) -> String {
        match lookup {
            Lookup::Rule(info) => info.to_string(),
            Lookup::Elsewhere => "elsewhere".to_owned(),
            Lookup::Unknown(help) => help.unwrap_or_else(|| "unknown".to_owned()),
        }
    }

    #[test]
    fn rules_are_found_by_name_and_by_gate_and_name() {
        let catalogue = Catalogue::new(&[&ARCHCHECK, &PATTERNS]);
        assert_eq!(
            name(catalogue.find("todo_comment")),
            "patterns::todo_comment"
        );
        assert_eq!(
            name(catalogue.find("archcheck::layer_violation")),
            "archcheck::layer_violation"
        );
        assert_eq!(
            name(catalogue.find("waiver_unused")),
            "govern::waiver_unused"
        );
        assert_eq!(
            name(catalogue.find("archcheck::layer_violations")),
            "did you mean `layer_violation`?"
        );
        assert_eq!(
            name(catalogue.find("archchek::layer_violation")),
            "did you mean `archcheck`?"
        );
    }

    #[test]
    fn a_part_of_the_suite_does_not_judge_names_of_the_rest() {
        let catalogue = Catalogue::new(&[&ARCHCHECK]);
        assert_eq!(name(catalogue.find("contract::field_removed")), "elsewhere");
        assert_eq!(name(catalogue.find("field_removed")), "elsewhere");
        let [ac, contract, policy, repository] = &REST;
        let catalogue = Catalogue::new(&[&ARCHCHECK, &PATTERNS, ac, contract, policy, repository]);
        assert_eq!(
            name(catalogue.find("layer_violatio")),
            "did you mean `layer_violation`?"
        );
        assert_eq!(name(catalogue.find("something")), "unknown");
        assert_eq!(
            name(catalogue.find("twice")),
            "say which: `ac::twice`, `contract::twice`"
        );
    }
}
