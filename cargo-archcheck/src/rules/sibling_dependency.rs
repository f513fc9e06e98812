//! `sibling_dependency`: parts of a layer that are to be independent use each other.

use std::collections::{BTreeMap, BTreeSet};

use govern_gate::{Finding, Findings, Level, Rule, RuleInfo};
use govern_names::CrateKind;
use govern_workspace::DependencyKind;

use crate::{
    findings::{
        causes::{by_cause, show_sites},
        remedy,
    },
    model::{
        architecture::{Architecture, ModuleRow, UseRow},
        parts::Parts,
    },
    policy::LayerId,
};

/// Parts of a layer that are to be independent use each other.
pub(super) static RULE: Rule<Architecture> = Rule {
    info: RuleInfo {
        gate: "archcheck",
        name: "sibling_dependency",
        summary: "parts of a layer that are to be independent use each other",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

In a layer with `independent = true`, finds parts that use each other. The parts are the modules side by side right below where
the layer begins (`adapter::nats`, `adapter::postgres`); where it begins in several crates or modules, each of these is one part.
So services, features and adapters can be kept apart:

```toml
[archcheck]
preset = "hexagonal"

[archcheck.layers.adapter]
independent = true
common = ["**::adapter::common"]  # what all parts may use
```

Every use is read twice, as written and by what it leads to, so a re-export in a third place does not hide it. What stands right
where the layer begins belongs to no part: it may use all of them, and they may use it. Packages that depend on each other are
found by their manifests, too. Tests do not count unless `tests = true`.

### Why is this bad?

Adapters that call each other cannot be replaced one by one, and a service that imports another cannot be deployed without it.

### Example

```rust
pub mod adapter {
    pub mod nats { pub struct Bus; }
    pub mod postgres { use super::nats::Bus; }
}
```

### Use instead

What both need goes into a part that is `common`, or into a layer below; what one needs of the other goes through a port.

### Limits

What only types know is not seen: methods of a value whose type is never named.
"#;

fn check(architecture: &Architecture, findings: &mut Findings) {
    let layers: Vec<LayerId> = (0..architecture.policy.layers.len() as u32)
        .map(LayerId)
        .filter(|&layer| architecture.policy.layer(layer).independent)
        .collect();
    if layers.is_empty() {
        findings.idle(super::NOT_ASKED);
        return;
    }
    let parts = Parts::new(architecture, &layers);
    let mut checked: BTreeSet<ModuleRow> = BTreeSet::new();
    checked.extend(parts.of.iter().flatten());
    findings.checked(checked.len());
    if checked.is_empty() {
        findings.idle(
            "layers with `independent = true` have no parts: no modules below where they begin",
        );
    }

    let mut wrong: BTreeMap<UseRow, (ModuleRow, ModuleRow)> = BTreeMap::new();
    for row in architecture.use_rows() {
        if let Some(pair) = parts.crossing(architecture, architecture.use_of(row)) {
            wrong.insert(row, pair);
        }
    }
    let mut packages = BTreeSet::new();
    for ((from, item), uses) in by_cause(architecture, &wrong.keys().copied().collect()) {
        let (part, other) = wrong[&uses[0]];
        packages.insert((
            architecture.module(part).package,
            architecture.module(other).package,
        ));
        let place = architecture.use_of(uses[0]);
        // What is declared elsewhere, and only picked up from the sibling.
        let is_of = |row: &ModuleRow| parts.of[row.index()] == Some(other);
        let picked_up = place
            .via
            .filter(|via| is_of(via) && !place.def.as_ref().is_some_and(is_of));
        let way = picked_up.map(|via| format!(" through `{}`", architecture.module(via).path));
        let from = &architecture.module(from).path;
        let finding = findings.report(
            place.span,
            format!("{from} -> {item}"),
            message(
                architecture,
                part,
                other,
                &format!("`{from}` uses `{item}`{}", way.unwrap_or_default()),
            ),
        );
        let there = &architecture.module(other).path;
        finding.label(match picked_up {
            Some(via) => format!("reached through `{}`", architecture.module(via).path),
            None => format!("this is in `{there}`"),
        });
        show_sites(architecture, finding, &uses);
        if picked_up.is_some()
            && let Some(help) = remedy::directly(architecture, place, item)
        {
            finding.help(help);
        }
        explain(architecture, finding, part);
    }
    for link in &architecture.links {
        // What a package is is its library, or else a program of it; never its tests.
        let root = |package| {
            let roots = parts.roots.iter().copied().filter(|&root| {
                let module = architecture.module(root);
                module.package == package
                    && module.parent.is_none()
                    && module.kind == DependencyKind::Normal
            });
            roots.min_by_key(|&root| architecture.module(root).target != CrateKind::Lib)
        };
        let (Some(part), Some(other)) = (root(link.from), root(link.to)) else {
            continue;
        };
        let counted = link
            .kinds
            .iter()
            .find(|(kind, _)| architecture.counts(**kind));
        let Some((_, span)) = counted.filter(|_| !packages.contains(&(link.from, link.to))) else {
            continue;
        };
        if !parts.differ(architecture, part, other) || !architecture.package(link.from).selected {
            continue;
        }
        let (from, to) = (
            &architecture.package(link.from).name,
            &architecture.package(link.to).name,
        );
        let finding = findings.report(
            *span,
            format!("{from} -> {to}"),
            message(
                architecture,
                part,
                other,
                &format!("package `{from}` depends on `{to}`"),
            ),
        );
        explain(architecture, finding, part);
        finding.help("remove the dependency: no code uses it in a way that this tool sees");
    }
}

fn message(architecture: &Architecture, part: ModuleRow, other: ModuleRow, what: &str) -> String {
    let (part, other) = (
        &architecture.module(part).path,
        &architecture.module(other).path,
    );
    format!("`{part}` may not use its sibling `{other}`: {what}")
}

fn explain(architecture: &Architecture, finding: &mut Finding, part: ModuleRow) {
    let Some(layer) = architecture.module(part).layer else {
        return;
    };
    let layer = architecture.policy.layer(layer);
    finding.note(format!("the parts of `{}` are independent", layer.name));
    if let Some(because) = &layer.because {
        finding.note(because.clone());
    }
    finding.help(format!(
        "move what both need into a part that is common (`[archcheck.layers.{}] common = [\"…\"]`), or let one reach the other through a port",
        layer.name
    ));
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture;
    use crate::fixture::check;

    fn keys(config: &str, code: &str) -> Vec<String> {
        fixture::keys(
            &RULE,
            &format!("//- govern.toml\n[archcheck]\npreset = \"hexagonal\"\n{config}\n{code}"),
        )
    }

    const ON: &str =
        "layers.adapter.independent = true\nlayers.adapter.common = [\"**::adapter::common\"]";

    #[test]
    fn adapters_use_each_other() {
        let code = "
//- orders/src/lib.rs
pub mod shared { pub use crate::adapter::nats::Bus as Link; }
pub mod adapter {
    pub mod nats { pub struct Bus; pub mod deep { pub struct D; } use self::deep::D; }
    pub mod postgres { use super::nats::Bus; mod inner { use crate::shared::Link; } }
}
";
        assert_eq!(
            keys(ON, code),
            [
                "orders::adapter::postgres -> orders::adapter::nats::Bus",
                "orders::adapter::postgres::inner -> orders::adapter::nats::Bus",
            ]
        );
        assert_eq!(keys("", code), [""; 0]);
    }

    #[test]
    fn what_is_only_picked_up_from_a_sibling_is_named_directly() {
        let text = format!(
            "//- govern.toml\n[archcheck]\npreset = \"hexagonal\"\n{ON}\n//- o/src/lib.rs\npub mod port {{ pub struct P; }} pub mod adapter {{ pub mod a {{ use super::b::P; }} pub mod b {{ pub use crate::port::P; }} }}\n"
        );
        let session = fixture::session(&text);
        let found = fixture::findings(&RULE, &session);
        let finding = &found.found()[0];
        assert_eq!(
            finding.message,
            "`o::adapter::a` may not use its sibling `o::adapter::b`: `o::adapter::a` uses `o::port::P` through `o::adapter::b`"
        );
        assert_eq!(finding.help[0], "name it directly, as `o::port::P`");
    }

    #[test]
    fn what_is_no_sibling() {
        let code = "
//- orders/src/lib.rs
pub mod port { pub trait P {} }
pub mod adapter {
    pub struct Config;
    pub use nats::Bus;
    pub mod common { pub struct Json; pub mod deep { pub struct D; } }
    pub mod nats { pub struct Bus; use super::common::{Json, deep::D}; use super::Config; use crate::port::P; use crate::entrypoint::main; }
    pub mod postgres { use crate::adapter::common::Json; #[cfg(test)] mod tests { use crate::adapter::nats::Bus; } }
}
pub mod entrypoint { pub fn main() { crate::adapter::nats::Bus; } }
";
        assert_eq!(keys(ON, code), [""; 0]);
    }

    #[test]
    fn services_are_crates() {
        let config = "layers.services.crates = [\"svc-*\"]\nlayers.services.may-use = [\"*\"]\nlayers.services.independent = true";
        let code = "
//- svc-a: svc-b, kit
//- svc-a/src/lib.rs
mod one { pub struct O; } mod two { use crate::one::O; use kit::Again; }
//- svc-a/src/main.rs
use svc_a::X;
//- svc-b: svc-c
//- svc-b/src/lib.rs
pub struct B;
//- svc-c/src/lib.rs
//- kit: svc-b
//- kit/src/lib.rs
pub use svc_b::B as Again;
";
        assert_eq!(
            keys(config, code),
            ["svc_a::two -> svc_b::B", "svc-b -> svc-c"]
        );
    }

    #[test]
    fn the_message_names_both() {
        let code = format!(
            "//- govern.toml\n[archcheck]\npreset = \"hexagonal\"\n{ON}\n//- o/src/lib.rs\npub mod adapter {{ pub mod a {{ use super::b::B; }} pub mod b {{ pub struct B; }} }}\n"
        );
        assert_eq!(
            check(&RULE, &code),
            [
                "o/src/lib.rs:1:`super::b::B`: `o::adapter::a` may not use its sibling `o::adapter::b`: `o::adapter::a` uses `o::adapter::b::B`"
            ]
        );
    }

    #[test]
    fn packages_are_called_by_their_libraries() {
        let config = "layers.services.crates = [\"svc-*\"]\nlayers.services.may-use = [\"*\"]\nlayers.services.independent = true";
        let code = "
//- svc-a: svc-b
//- svc-a/src/lib.rs
//- svc-a/tests/all.rs
//- svc-b/src/lib.rs
//- svc-b/tests/all.rs
";
        let text = format!("//- govern.toml\n[archcheck]\n{config}\n{code}");
        assert_eq!(
            check(&RULE, &text),
            [
                "svc-a/Cargo.toml:7:`svc-b`: `svc_a` may not use its sibling `svc_b`: package `svc-a` depends on `svc-b`"
            ]
        );
        let common = text.replace(
            "independent = true",
            "independent = true\nlayers.services.common = [\"svc_b\"]",
        );
        assert_eq!(check(&RULE, &common), [""; 0]);
    }
}
