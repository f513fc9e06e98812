//! Which level each rule runs at: its own, what `[lints]` says, what the command line says.

use std::collections::BTreeMap;

use govern_diagnostics::{Code, Diagnostic, Level, RuleInfo};
use toml::de::DeValue;

use crate::{Catalogue, catalogue::Lookup, config::SUITE, document::Document, suggest};

/// The level of each rule.
#[derive(Debug, Clone, Default)]
pub(crate) struct Levels {
    set: BTreeMap<Code, Level>,
}

impl Levels {
    /// Reads `[lints]` and then what was given as arguments; the last one counts.
    pub(crate) fn read(
        catalogue: &Catalogue,
        config: &Document,
        arguments: &[(Level, String)],
    ) -> (Levels, Vec<Diagnostic>) {
        let mut levels = Levels::default();
        let mut mistakes = Vec::new();
        levels.read_section(catalogue, config, &mut mistakes);
        for (level, name) in arguments {
            match catalogue.find(name) {
                Lookup::Rule(info) => {
                    levels.set.insert(info.code(), *level);
                }
                Lookup::Unknown(help) => mistakes.push(unknown_argument(name, help)),
                Lookup::Elsewhere => {
                    mistakes.push(unknown_argument(name, catalogue.help_for(name)))
                }
            }
        }
        (levels, mistakes)
    }

    /// The level of a rule.
    pub(crate) fn of(&self, info: &RuleInfo) -> Level {
        self.set.get(&info.code()).copied().unwrap_or(info.level)
    }

    fn read_section(
        &mut self,
        catalogue: &Catalogue,
        config: &Document,
        mistakes: &mut Vec<Diagnostic>,
    ) {
        let Some(section) = config.section("lints") else {
            return;
        };
        let around = section.value.span();
        let DeValue::Table(gates) = section.value.into_inner() else {
            mistakes.push(Diagnostic::config("`lints` is not a table").at(config.span(around)));
            return;
        };
        for (gate, value) in gates {
            let at = config.span(gate.span());
            let gate = gate.into_inner();
            let known = catalogue.gates().contains(&gate.as_ref());
            if !known && SUITE.contains(&gate.as_ref()) {
                // Another program of the suite reads this.
                continue;
            }
            let DeValue::Table(rules) = value.into_inner() else {
                mistakes.push(not_by_gate(catalogue, &gate).at(at));
                continue;
            };
            if !known {
                let mut diagnostic =
                    Diagnostic::config(format!("unknown gate `{gate}` in `[lints]`")).at(at);
                diagnostic
                    .help
                    .extend(suggest::help_for(&gate, catalogue.gates()));
                mistakes.push(diagnostic);
                continue;
            }
            for (name, value) in rules {
                let at = config.span(name.span());
                let info = match catalogue.find_in(&gate, name.get_ref()) {
                    Lookup::Rule(info) => info,
                    Lookup::Elsewhere => continue,
                    Lookup::Unknown(help) => {
                        let text = format!("unknown rule `{}` of gate `{gate}`", name.get_ref());
                        mistakes.push(Diagnostic {
                            help: help.into_iter().collect(),
                            ..Diagnostic::config(text).at(at)
                        });
                        continue;
                    }
                };
                let at = config.span(value.span());
                match value.get_ref().as_str().and_then(Level::named) {
                    Some(level) => {
                        self.set.insert(info.code(), level);
                    }
                    None => mistakes.push(
                        Diagnostic::config(format!("no level for `{info}`"))
                            .at(at)
                            .help("there are `\"allow\"`, `\"warn\"`, `\"deny\"`"),
                    ),
                }
            }
        }
    }
}

fn not_by_gate(catalogue: &Catalogue, name: &str) -> Diagnostic {
    let diagnostic = Diagnostic::config(format!(
        "`{name}` in `[lints]` is not a gate with its rules"
    ));
    match catalogue.find(name) {
        Lookup::Rule(info) => diagnostic.help(format!("write `{}.{} = …`", info.gate, info.name)),
        _ => diagnostic.help("write `<gate>.<rule> = \"warn\"`"),
    }
}

fn unknown_argument(name: &str, help: Option<String>) -> Diagnostic {
    Diagnostic {
        help: help.into_iter().collect(),
        ..Diagnostic::config(format!("unknown rule `{name}`"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{Sample, info};

    static GATE: Sample = Sample::new("archcheck", &["dependency_cycle", "layer_violation"]);

    fn read(text: &str, arguments: &[(Level, &str)]) -> (Levels, Vec<String>) {
        let catalogue = Catalogue::new(&[&GATE]);
        let arguments: Vec<_> = arguments
            .iter()
            .map(|(level, name)| (*level, (*name).to_owned()))
            .collect();
        let (levels, mistakes) = Levels::read(&catalogue, &Document::sample(text), &arguments);
        let mistakes = mistakes.into_iter().map(|mistake| {
            let at = mistake.span.map_or("", |span| &text[span.range]);
            format!("{at}: {} ({})", mistake.message, mistake.help.join("; "))
        });
        (levels, mistakes.collect())
    }

    #[test]
    fn the_last_word_counts() {
        let text = "[lints]\narchcheck.layer_violation = \"warn\"\narchcheck.dependency_cycle = \"warn\"\n";
        let arguments = [
            (Level::Allow, "layer_violation"),
            (Level::Deny, "archcheck::layer_violation"),
        ];
        let (levels, mistakes) = read(text, &arguments);
        assert_eq!(mistakes, [""; 0]);
        assert_eq!(
            levels.of(&info("archcheck", "layer_violation")),
            Level::Deny
        );
        assert_eq!(
            levels.of(&info("archcheck", "dependency_cycle")),
            Level::Warn
        );
        assert_eq!(levels.of(&info("archcheck", "another")), Level::Deny);
    }

    #[test]
    fn slips_are_located_and_other_gates_are_left_alone() {
        let text = "[lints]\nlayer_violation = \"warn\"\narchcheck.layer_violatoin = \"warn\"\narchchek.x = \"warn\"\n\
                    archcheck.dependency_cycle = \"forbid\"\ncontract.whatever = \"warn\"\n";
        let (_, mistakes) = read(text, &[(Level::Warn, "dependency_cycel")]);
        assert_eq!(
            mistakes,
            [
                "\"forbid\": no level for `archcheck::dependency_cycle` (there are `\"allow\"`, `\"warn\"`, `\"deny\"`)",
                "layer_violatoin: unknown rule `layer_violatoin` of gate `archcheck` (did you mean `layer_violation`?)",
                "archchek: unknown gate `archchek` in `[lints]` (did you mean `archcheck`?)",
                "layer_violation: `layer_violation` in `[lints]` is not a gate with its rules (write `archcheck.layer_violation = …`)",
                ": unknown rule `dependency_cycel` (did you mean `dependency_cycle`?)",
            ]
        );
    }
}
