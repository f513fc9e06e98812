//! Rules that are asked about uses that are not there: each runs over the model with those uses in the place of the real ones.

use std::{
    collections::{BTreeMap, BTreeSet},
    mem,
};

use govern_gate::{Finding, RuleOutcome, run_rules};

use crate::{
    commands::{
        end::{self, End},
        hypothetical::{self, Objection},
    },
    model::{
        architecture::{Architecture, Guest, ModuleRow, Use},
        built::Built,
        guest::{known, native_name},
        ports::{allows, is_error},
    },
    path::{head, is_standard},
    policy::{Role, effects::table},
    rules::RULES,
};

/// The rules that know all they need to know of a use by its ends.
const BY_NAMES: [&str; 6] = [
    "environment_outside_entrypoint",
    "impure_domain",
    "runtime_outside_entrypoint",
    "serialization_in_core",
    "sibling_dependency",
    "test_double_in_production",
];

/// How many parts of a name are told.
const SHOWN: usize = 5;

/// What rules about names would say of uses.
pub(crate) fn objections(architecture: &mut Architecture, uses: &[Use]) -> Vec<Objection> {
    let outcomes = outcomes(architecture, uses.to_vec());
    let said = outcomes.into_iter().filter_map(|outcome| {
        let first = outcome.findings.first()?;
        Some(Objection {
            what: format!("{}: {}", outcome.info.name, in_words(first)),
            partial: outcome.findings.len() < uses.len(),
            about: first.notes.iter().chain(&first.help).cloned().collect(),
        })
    });
    said.collect()
}

/// What rules about names would say of parts of an external name: `std` itself does nothing, `std::fs` in it does.
pub(crate) fn objections_to_parts(
    architecture: &mut Architecture,
    from: &[ModuleRow],
    to: &End,
) -> Vec<Objection> {
    let Ok(whole) = end::pattern(&to.text) else {
        return Vec::new();
    };
    let mut samples: BTreeMap<String, &str> = BTreeMap::new();
    for (text, sample) in table().names() {
        if whole.covers_inside(&sample) {
            samples.entry(sample).or_insert(text);
        }
    }
    // What is in one layer is treated alike.
    let mut layers = BTreeSet::new();
    let from: Vec<ModuleRow> = from
        .iter()
        .copied()
        .filter(|&row| layers.insert(architecture.module(row).layer))
        .collect();
    let names: Vec<&str> = samples.keys().map(String::as_str).collect();
    let uses = hypothetical::uses_of_names(architecture, &from, &names);
    let mut objections = Vec::new();
    for outcome in outcomes(architecture, uses) {
        let items = outcome.findings.iter();
        let items = items.filter_map(|finding| finding.key.rsplit_once(" -> "));
        let parts: BTreeSet<&str> = items
            .filter_map(|(_, item)| samples.get(item).copied())
            .collect();
        let Some(first) = outcome.findings.first().filter(|_| !parts.is_empty()) else {
            continue;
        };
        let shown: Vec<&str> = parts.iter().copied().take(SHOWN).collect();
        let more = match parts.len().saturating_sub(SHOWN) {
            0 => String::new(),
            more => format!(" and {more} more names"),
        };
        objections.push(Objection {
            what: format!(
                "{}: of it, `{}`{more} may not be used there",
                outcome.info.name,
                shown.join("`, `")
            ),
            partial: true,
            about: first.notes.iter().chain(&first.help).cloned().collect(),
        });
    }
    objections
}

/// What rules say of an external name in what the core shows; inside of functions it may stand.
pub(crate) fn objections_to_showing(
    architecture: &Architecture,
    from: &[ModuleRow],
    to: &End,
) -> Vec<Objection> {
    let name = to.name(architecture);
    if to.is_module() || is_standard(&name) {
        return Vec::new();
    }
    let policy = &architecture.policy;
    let allowed = |role: Role| match role {
        Role::Domain => allows(&policy.domain_types, &name),
        _ => allows(&policy.ports.allow, &name),
    };
    let roles: BTreeSet<Role> = from
        .iter()
        .filter_map(|&row| architecture.role_of(row))
        .collect();
    let rules = roles.into_iter().filter_map(|role| match role {
        _ if is_error(&name) => {
            let leaks = role.is_core() && !allowed(Role::Domain) && !allowed(Role::Port);
            leaks.then_some("leaky_error")
        }
        Role::Domain => (!allowed(role)).then_some("foreign_type_in_domain"),
        Role::Port => (!allowed(role)).then_some("foreign_type_in_port"),
        _ => None,
    });
    let rules: BTreeSet<&str> = rules.collect();
    let said = rules.into_iter().map(|rule| Objection {
        what: format!("{rule}: what others can see of it may not name `{name}`"),
        partial: true,
        about: vec![
            "inside of functions and private fields it may stand, as far as other rules say nothing"
                .to_owned(),
        ],
    });
    said.collect()
}

/// What guests would say of a name on their platforms.
pub(crate) fn objections_of_guests(
    architecture: &Architecture,
    from: &[ModuleRow],
    to: &End,
) -> Vec<Objection> {
    if to.is_module() {
        return Vec::new();
    }
    let name = to.name(architecture);
    let paths: BTreeSet<&str> = from
        .iter()
        .map(|&row| architecture.module(row).path.as_str())
        .collect();
    let guests = architecture.guests.iter().filter_map(|guest| {
        let modules = guest.modules().into_iter();
        let inside = modules.filter(|&row| {
            let path = guest.code.architecture.module(row).path.as_str();
            paths.contains(path)
        });
        let inside = inside.count();
        let because = because(architecture, guest, &name).filter(|_| inside > 0)?;
        Some(Objection {
            what: format!(
                "native_code_in_guest: the guest `{}` is built for `{}`, where `{name}` does not work",
                guest.package, guest.target
            ),
            partial: inside < paths.len(),
            about: vec![because],
        })
    });
    guests.collect()
}

/// Why a name does not work in a guest: as a path, or as the package that it leads into.
fn because(architecture: &Architecture, guest: &Guest, name: &str) -> Option<String> {
    let policy = &architecture.policy;
    if let Some(because) = native_name(policy, &guest.target, name) {
        return Some(because.to_owned());
    }
    let krate = head(name);
    let mut built = guest.built.iter();
    if let Some(built) = built.find(|built| built.library == krate) {
        return Some(known(policy, guest, built)?.because);
    }
    // As if it were asked for without features; packages are called with either.
    [krate.to_owned(), krate.replace('_', "-")]
        .into_iter()
        .find_map(|package| {
            let built = Built {
                name: package,
                library: krate.to_owned(),
                features: BTreeSet::new(),
                links: Vec::new(),
            };
            Some(known(policy, guest, &built)?.because)
        })
}

/// Rules that speak of such uses, but need to know more than names.
pub(crate) fn not_considered(
    architecture: &Architecture,
    from: &[ModuleRow],
    to: &[ModuleRow],
    external: bool,
) -> Vec<String> {
    let policy = &architecture.policy;
    let has_entrypoint = policy
        .layers
        .iter()
        .any(|layer| layer.role == Some(Role::Entrypoint));
    // Where the layer may not use the adapter at all, that is said.
    let may_use = |from: ModuleRow, to: ModuleRow| {
        let layers = (
            architecture.module(from).layer,
            architecture.module(to).layer,
        );
        !matches!(layers, (Some(from), Some(to)) if !policy.allows(from, to))
    };
    let takes = |from: ModuleRow| {
        let role = architecture.role_of(from);
        !matches!(role, Some(Role::Adapter | Role::Entrypoint))
    };
    let adapters = to.iter().copied();
    let mut adapters = adapters.filter(|&row| architecture.role_of(row) == Some(Role::Adapter));
    let takers: Vec<ModuleRow> = from.iter().copied().filter(|&row| takes(row)).collect();
    let mut lines = Vec::new();
    if has_entrypoint && adapters.any(|to| takers.iter().any(|&from| may_use(from, to))) {
        lines.push("wiring_outside_entrypoint: whether it would make an adapter".to_owned());
    }
    let guests = architecture.guests.iter();
    let libraries: BTreeSet<&str> = from
        .iter()
        .map(|&row| architecture.module(row).path.as_str())
        .collect();
    let built = |guest: &Guest| {
        let mut rows = guest.modules().into_iter();
        rows.any(|row| libraries.contains(guest.code.architecture.module(row).path.as_str()))
    };
    if external && guests.into_iter().any(built) {
        lines.push(
            "native_code_in_guest: features that the package would be asked for, and what it depends on"
                .to_owned(),
        );
    }
    let configurations = architecture.policy.configurations.iter();
    let names: Vec<&str> = configurations.map(|it| it.name.as_str()).collect();
    if !names.is_empty() {
        lines.push(format!("the configurations `{}`", names.join("`, `")));
    }
    lines
}

/// What the rules about names find if the only uses are these.
fn outcomes(architecture: &mut Architecture, uses: Vec<Use>) -> Vec<RuleOutcome> {
    let rules = RULES.iter().copied();
    let rules: Vec<_> = rules
        .filter(|rule| BY_NAMES.contains(&rule.info.name))
        .collect();
    let real = mem::replace(&mut architecture.uses, uses);
    let links = mem::take(&mut architecture.links);
    let sites = mem::take(&mut architecture.sites);
    let outcomes = run_rules(&rules, architecture);
    (architecture.uses, architecture.links, architecture.sites) = (real, links, sites);
    outcomes
}

/// What a finding says; what stands for something in a module is that module.
fn in_words(finding: &Finding) -> String {
    finding
        .message
        .replace(&format!("::{}`", hypothetical::SOMETHING), "`")
}

#[cfg(test)]
mod tests {
    //! AC: AC-ARCH-CMD-WHY-NOT

    use super::BY_NAMES;
    use crate::{
        fixture::{run, session_with},
        rules::RULES,
    };

    const CODE: &str = "
//- govern.toml
[archcheck]
preset = \"hexagonal\"
[archcheck.layers.adapter]
independent = true
[archcheck.domain]
allow = [\"uuid\"]
[archcheck.test-doubles]
modules = [\"**::in_memory\"]
items = [\"Mock*\"]
[archcheck.guest]
crates = [\"mini\"]
//- mini: serde, chrono
//- mini/src/lib.rs
pub mod domain { pub struct D; }
pub mod port { }
pub mod adapter {
    pub mod a { pub struct MockA; use super::b::B; }
    pub mod b { pub struct B; }
    pub mod in_memory { pub struct S; }
}
pub mod entrypoint { }
pub mod plain {}
";

    fn why_not(from: &str, to: &str) -> String {
        run("why-not", &session_with(CODE, [("from", from), ("to", to)]))
    }

    fn says(from: &str, to: &str, first: &str, rule: &str) {
        let said = why_not(from, to);
        let begin = format!("`{from}` {first}\n");
        assert!(
            said.starts_with(&begin) && said.contains(&format!("\n  {rule}")),
            "{from} {to}: {said}"
        );
    }

    #[test]
    fn all_are_rules() {
        for name in BY_NAMES {
            assert!(RULES.iter().any(|rule| rule.info.name == name), "{name}");
        }
    }

    #[test]
    fn effects_and_formats_are_none_of_the_core() {
        says(
            "mini::domain",
            "std::fs",
            "may not use `std::fs`",
            "impure_domain: `domain` has to be pure, but `mini::domain` does input or output: `std::fs`\n",
        );
        says("layer:domain", "core::fmt", "may use `core::fmt`", "");
        says(
            "mini::port",
            "serde",
            "may not use `serde`",
            "serialization_in_core: the core does not know how values are written, but `mini::port` uses `serde`\n",
        );
        says(
            "mini::adapter::a",
            "std::env::var",
            "may not use `std::env::var`",
            "environment_outside_entrypoint: only the entrypoint reads the environment",
        );
        says(
            "mini::adapter::a",
            "tokio::runtime::Runtime::new",
            "may not use `tokio::runtime::Runtime::new`",
            "runtime_outside_entrypoint: ",
        );
    }

    #[test]
    fn of_a_crate_parts_may_not_be_used() {
        let said = why_not("mini::domain", "std");
        assert!(
            said.starts_with(
                "`mini::domain` may use `std` only in part\n  impure_domain: of it, `std::"
            ) && said.contains(" more names may not be used there\n"),
            "{said}"
        );
        says(
            "mini::domain",
            "chrono",
            "may use `chrono` only in part",
            "foreign_type_in_domain: what others can see of it may not name `chrono`\n",
        );
        assert!(why_not("mini::domain", "chrono").contains("impure_domain: of it, `chrono::"));
        let allowed = why_not("mini::domain", "uuid");
        assert!(!allowed.contains("foreign_type"), "{allowed}");
        says(
            "mini::port",
            "broker::Error",
            "may use `broker::Error` only in part",
            "leaky_error: ",
        );
        let plain = why_not("mini::plain", "chrono");
        assert!(
            plain.starts_with("`mini::plain` may use `chrono`\n"),
            "{plain}"
        );
    }

    #[test]
    fn siblings_and_doubles_are_known_by_where_they_are() {
        says(
            "mini::adapter::b",
            "mini::adapter::in_memory",
            "may not use `mini::adapter::in_memory`",
            "sibling_dependency: `mini::adapter::b` may not use its sibling `mini::adapter::in_memory`: `mini::adapter::b` uses `mini::adapter::in_memory`\n",
        );
        says(
            "mini::entrypoint",
            "mini::adapter::in_memory",
            "may not use `mini::adapter::in_memory`",
            "test_double_in_production: ",
        );
        // An item is in its module.
        says(
            "mini::entrypoint",
            "mini::adapter::a::MockA",
            "may not use `mini::adapter::a::MockA`",
            "test_double_in_production: `mini::adapter::a::MockA` is for tests",
        );
        says(
            "mini::domain",
            "mini::adapter::b::B",
            "may not use `mini::adapter::b::B`",
            "layer_violation: ",
        );
        let other = why_not("mini::entrypoint", "mini::adapter::b::B");
        assert!(
            other.starts_with("`mini::entrypoint` may use `mini::adapter::b::B`\n"),
            "{other}"
        );
    }

    #[test]
    fn guests_are_asked_and_what_they_cannot_say_is_told() {
        says(
            "mini::plain",
            "std::process::Command",
            "may not use `std::process::Command`",
            "native_code_in_guest: the guest `mini` is built for `wasm32-wasip1`, where `std::process::Command` does not work\n",
        );
        says(
            "mini::plain",
            "log",
            "may use `log`",
            "not considered: native_code_in_guest: features",
        );
        says(
            "mini::plain",
            "mini::adapter::b",
            "may use `mini::adapter::b`",
            "not considered: wiring_outside_entrypoint: whether it would make an adapter\n",
        );
    }
}
