//! Configurations: the same files with other features or for another platform, and what is wrong only there.

use std::collections::{BTreeMap, BTreeSet};

use govern_diagnostics::{Diagnostic, Opaque, OpaquePlace, Span};
use govern_gate::{Error, Finding, GateOutcome, RuleOutcome, Session, link, run_rules};
use govern_workspace::Workspace;
use rustc_hash::FxHashSet;

use crate::{
    model::{
        architecture::Architecture,
        assembly::Assembly,
        elsewhere::{place_here, problems},
        opaque::opaque,
        unset::Unset,
    },
    policy::{Policy, project::Configuration},
    rules::RULES,
};

/// The workspace in a configuration.
pub(crate) struct View {
    pub(crate) workspace: Workspace,
    pub(crate) assembly: Assembly,
    /// What does not exist in it.
    pub(crate) unset: Unset,
}

impl View {
    /// Links the files again, as they are in a configuration; none is parsed again.
    pub(crate) fn open(
        session: &Session,
        configuration: &Configuration,
        policy: &Policy,
    ) -> Result<View, Error> {
        let target = configuration.target.as_deref();
        let workspace =
            session
                .workspace()
                .configured(&configuration.features, target, &configuration.flags);
        let workspace = workspace.map_err(|error| {
            let name = &configuration.name;
            let text = format!("the configuration `{name}` cannot be loaded: {error}");
            Error::Diagnosed(vec![Diagnostic::config(text).at(configuration.span)])
        })?;
        let names = link(&workspace);
        let assembly = Assembly::new(&workspace, &names, policy.clone())?;
        let unset = Unset::new(&workspace, &names);
        let view = View {
            workspace,
            assembly,
            unset,
        };
        let only = format!("only in the configuration `{}`", configuration.name);
        let problems = problems(session, &view.workspace, &only);
        if !problems.is_empty() {
            return Err(Error::Diagnosed(problems));
        }
        Ok(view)
    }

    /// The same place in the files of the session.
    fn place(&self, session: &Session, span: Span) -> Span {
        place_here(session, &self.workspace, span)
    }

    fn finding(&self, session: &Session, finding: Finding) -> Finding {
        let mut finding = finding;
        finding.span = finding.span.map(|span| self.place(session, span));
        for related in &mut finding.related {
            related.span = self.place(session, related.span);
        }
        finding
    }
}

/// What is wrong only in configurations.
#[derive(Default)]
pub(crate) struct Differences {
    /// By the row of the rule, key and message: what was found first, and where it was found.
    findings: BTreeMap<(usize, String, String), (Finding, Vec<String>)>,
}

impl Differences {
    /// Compares what the rules find in a configuration with what they found already.
    pub(crate) fn add(
        &mut self,
        session: &Session,
        configuration: &Configuration,
        view: &View,
        outcome: &mut GateOutcome,
    ) {
        let architecture: &Architecture = &view.assembly.architecture;
        for (row, other) in run_rules(RULES, architecture).into_iter().enumerate() {
            let rule: &mut RuleOutcome = &mut outcome.rules[row];
            rule.checked = rule.checked.max(other.checked);
            let known: BTreeSet<&str> = rule.findings.iter().map(|it| it.key.as_str()).collect();
            for finding in other.findings {
                if known.contains(finding.key.as_str()) {
                    continue;
                }
                let key = (row, finding.key.clone(), finding.message.clone());
                let (_, names) = self
                    .findings
                    .entry(key)
                    .or_insert_with(|| (view.finding(session, finding), Vec::new()));
                if names.last() != Some(&configuration.name) {
                    names.push(configuration.name.clone());
                }
            }
        }
        let places = |opaque: &[Opaque]| -> FxHashSet<Span> {
            let places = opaque.iter().flat_map(|opaque| &opaque.places);
            places.map(|place| place.span).collect()
        };
        let known = places(&outcome.opaque);
        for opaque in opaque(architecture) {
            let places = opaque.places.into_iter().map(|place| OpaquePlace {
                span: view.place(session, place.span),
                text: place.text,
            });
            let places: Vec<OpaquePlace> = places
                .filter(|place| !known.contains(&place.span))
                .collect();
            if !places.is_empty() {
                outcome.opaque.push(Opaque {
                    what: format!(
                        "{}, in the configuration `{}`",
                        opaque.what, configuration.name
                    ),
                    count: places.len(),
                    places,
                    gate: opaque.gate,
                });
            }
        }
    }

    /// Adds what was found to the outcome, with where.
    pub(crate) fn finish(self, outcome: &mut GateOutcome) {
        for ((row, _, _), (mut finding, names)) in self.findings {
            finding.note(match names.as_slice() {
                [name] => format!("only in the configuration `{name}`"),
                _ => format!("only in the configurations `{}`", names.join("`, `")),
            });
            outcome.rules[row].findings.push(finding);
        }
    }
}

/// The features of configurations that no member has.
pub(crate) fn mistakes(workspace: &Workspace, policy: &Policy) -> Vec<Diagnostic> {
    let packages = workspace.packages();
    let known = packages.iter().flat_map(|package| package.features.keys());
    let known: BTreeSet<&str> = known.map(String::as_str).collect();
    let mut mistakes = Vec::new();
    for configuration in &policy.configurations {
        for feature in &configuration.features.list {
            let found = match feature.split_once('/') {
                Some((package, feature)) => workspace
                    .package_named(package)
                    .is_some_and(|package| package.features.contains_key(feature)),
                None => known.contains(feature.as_str()),
            };
            if found {
                continue;
            }
            let name = &configuration.name;
            let text = format!(
                "the configuration `{name}` names the feature `{feature}`, which no member has"
            );
            let mut mistake = Diagnostic::config(text).at(configuration.span);
            if let Some(near) = govern_gate::did_you_mean(feature, known.iter().copied()) {
                mistake = mistake.help(format!("did you mean `{near}`?"));
            }
            mistakes.push(mistake);
        }
    }
    mistakes
}

#[cfg(test)]
mod tests {
    use crate::fixture::{outcome, place, session};

    const CODE: &str = "
//- orders/Cargo.toml
[package]
name = \"orders\"
edition = \"2024\"
[features]
default = [\"std\"]
std = []
guest = []
//- orders/src/lib.rs
pub mod adapter { pub struct Bus; pub struct Always; #[cfg(feature = \"std\")] pub struct Std; #[cfg(windows)] pub mod win { pub struct Handle; } }
pub mod domain {
    use crate::adapter::Always;
    #[cfg(feature = \"guest\")] use crate::adapter::Bus;
    #[cfg(feature = \"std\")] use crate::adapter::Std;
    #[cfg(windows)] use crate::adapter::win::Handle;
    #[cfg(not(feature = \"std\"))] fn f(_: Gone) {}
}
";

    fn with(configurations: &str) -> String {
        format!("//- govern.toml\n[archcheck]\npreset = \"hexagonal\"\n{configurations}\n{CODE}")
    }

    /// Where a layer is violated, and in which configurations.
    fn found(configurations: &str) -> Vec<(String, String)> {
        let session = session(&with(configurations));
        let outcome = outcome(&session);
        assert_eq!(outcome.diagnostics, []);
        let rules = outcome.rules.iter();
        let rules = rules.filter(|rule| rule.info.name == "layer_violation");
        let findings = rules.flat_map(|rule| &rule.findings);
        let found = findings.map(|finding| {
            let only = finding
                .notes
                .iter()
                .find(|note| note.starts_with("only in"));
            let place = place(&session, finding.span);
            (place, only.cloned().unwrap_or_default())
        });
        found.collect()
    }

    fn at(line: u32, text: &str, only: &str) -> (String, String) {
        (
            format!("orders/src/lib.rs:{line}:`crate::adapter::{text}`"),
            only.to_owned(),
        )
    }

    #[test]
    fn what_is_wrong_only_in_a_configuration_says_so() {
        let always = [at(3, "Always", ""), at(5, "Std", "")];
        assert_eq!(found(""), always);
        let guest = "[[archcheck.configuration]]\nname = \"guest\"\nfeatures = [\"guest\"]\nno-default-features = true\n";
        let windows = "[[archcheck.configuration]]\nname = \"windows\"\ntarget = \"x86_64-pc-windows-msvc\"\n";
        let all = "[[archcheck.configuration]]\nname = \"all\"\nall-features = true\ntarget = \"x86_64-pc-windows-msvc\"\n";
        let with = |more: &[(String, String)]| [&always[..], more].concat();
        assert_eq!(
            found(guest),
            with(&[at(4, "Bus", "only in the configuration `guest`")])
        );
        assert_eq!(
            found(windows),
            with(&[at(6, "win::Handle", "only in the configuration `windows`")])
        );
        assert_eq!(
            found(&format!("{guest}{windows}{all}")),
            with(&[
                at(4, "Bus", "only in the configurations `guest`, `all`"),
                at(
                    6,
                    "win::Handle",
                    "only in the configurations `windows`, `all`"
                ),
            ])
        );
    }

    #[test]
    fn what_is_not_known_only_in_a_configuration_is_counted_there() {
        let bare = "[[archcheck.configuration]]\nname = \"bare\"\nno-default-features = true\n";
        let outcome = outcome(&session(&with(bare)));
        let said: Vec<(&str, usize)> = outcome
            .opaque
            .iter()
            .map(|it| (it.what.as_str(), it.count))
            .collect();
        assert_eq!(
            said,
            [(
                "names without a known definition, in orders, in the configuration `bare`",
                1
            )]
        );
    }

    #[test]
    fn no_file_is_parsed_again() {
        let session = session(&with(""));
        let features = govern_workspace::FeatureSelection::default();
        let other = session
            .workspace()
            .configured(&features, None, &[])
            .unwrap();
        assert_eq!(other.parses(), 0);
        assert_eq!(other.files().len(), session.workspace().files().len());
    }

    #[test]
    fn mistakes_are_located() {
        let said = |more: &str| {
            let table = format!("[[archcheck.configuration]]\nname = \"c\"\n{more}");
            let session = session(&with(&table));
            let found = outcome(&session).diagnostics;
            let found: Vec<String> = found
                .iter()
                .map(|it| format!("{}: {}", place(&session, it.span), it.message))
                .collect();
            found.join("\n")
        };
        assert_eq!(
            said("features = [\"gest\"]"),
            "govern.toml:4:`\"c\"`: the configuration `c` names the feature `gest`, which no member has"
        );
        assert_eq!(said("features = [\"orders/guest\"]"), "");
        assert!(
            said("target = \"riscv-nonsense\"")
                .starts_with("govern.toml:4:`\"c\"`: the configuration `c` cannot be loaded: ")
        );
        assert_eq!(
            said("[[archcheck.configuration]]\nname = \"c\""),
            "govern.toml:6:`\"c\"`: there are two configurations `c`"
        );
    }

    #[test]
    fn a_selector_may_match_in_a_configuration_only() {
        let layer = "layers.port.modules = [\"orders::adapter::win\"]\n";
        let unmatched = |text: &str| {
            let run = govern_gate::run(&[&crate::GATE], &session(&with(text)));
            let found = run.report.diagnostics.into_iter();
            found.filter(|it| it.message.contains("matches no")).count()
        };
        assert_eq!(unmatched(layer), 1);
        let windows = "[[archcheck.configuration]]\nname = \"windows\"\ntarget = \"x86_64-pc-windows-msvc\"\n";
        assert_eq!(unmatched(&format!("{layer}{windows}")), 0);
    }

    #[test]
    fn a_cycle_with_more_or_fewer_members_elsewhere_is_the_same() {
        let text = "
//- govern.toml
[archcheck]
[[archcheck.configuration]]
name = \"windows\"
target = \"x86_64-pc-windows-msvc\"
//- orders/src/lib.rs
pub mod a { pub struct A; use crate::b::B; }
pub mod b { pub struct B; use crate::a::A; #[cfg(unix)] use crate::c::C; }
pub mod c { pub struct C; use crate::a::A; }
pub mod x { pub struct X; use crate::y::Y; }
pub mod y { pub struct Y; #[cfg(windows)] use crate::x::X; }
";
        let outcome = outcome(&session(text));
        let mut rules = outcome.rules.iter();
        let rule = rules.find(|rule| rule.info.name == "dependency_cycle");
        let keys: Vec<&str> = rule
            .unwrap()
            .findings
            .iter()
            .map(|it| it.key.as_str())
            .collect();
        let longer = "orders::a -> orders::b -> orders::c -> orders::a";
        assert_eq!(
            keys,
            ["orders::a <-> orders::b", longer, "orders::x <-> orders::y"]
        );
    }

    #[test]
    fn flags_for_cfg_are_on_in_a_configuration_that_says_so() {
        let text = "
//- orders/src/lib.rs
pub mod adapter { pub struct Bus; }
pub mod domain {
    #[cfg(fast)] use crate::adapter::Bus;
    #[cfg(backend = \"gl\")] use crate::adapter::Bus as B;
    #[cfg(slow)] mod slow { use crate::adapter::Bus; struct S; }
    #[cfg(all(slow, fast))] struct Both;
    #[cfg(loom)] struct Loom;
    #[cfg(all(slow, windows))] struct Windows;
    #[cfg(not(slow))] struct Not;
}
";
        let said = |configuration: &str| {
            let text = format!(
                "//- govern.toml\n[archcheck]\npreset = \"hexagonal\"\n{configuration}\n{text}"
            );
            let outcome = outcome(&session(&text));
            assert_eq!(outcome.diagnostics, []);
            let mut rules = outcome.rules.iter();
            let rule = rules.find(|rule| rule.info.name == "layer_violation");
            let not_run = outcome.not_run.iter().map(|it| it.what.clone());
            (rule.unwrap().findings.len(), not_run.collect::<Vec<_>>())
        };
        assert_eq!(
            said(""),
            (
                0,
                vec![
                    "code under `cfg(backend = \"gl\")`: 1 place, `cfg(fast)`: 2 places, `cfg(slow)`: 2 places"
                        .to_owned()
                ]
            )
        );
        let with = |flags: &str| {
            said(&format!(
                "[[archcheck.configuration]]\nname = \"more\"\ncfg = [{flags}]\n"
            ))
        };
        assert_eq!(
            with("'fast', 'backend=\"gl\"'"),
            (1, vec!["code under `cfg(slow)`: 2 places".to_owned()])
        );
        assert_eq!(with("'fast', 'backend=\"gl\"', 'slow'").1, [""; 0]);
    }

    #[test]
    fn what_is_no_flag_is_a_mistake() {
        for flag in ["not(a)", "feature=\"x\"", "unix", "a=b"] {
            let text = with(&format!(
                "[[archcheck.configuration]]\nname = \"x\"\ncfg = ['{flag}']\n"
            ));
            let outcome = outcome(&session(&text));
            let mistakes: Vec<&str> = outcome
                .diagnostics
                .iter()
                .map(|it| it.message.as_str())
                .collect();
            assert_eq!(mistakes, [format!("`{flag}` is no flag for `cfg`")]);
        }
    }
}
