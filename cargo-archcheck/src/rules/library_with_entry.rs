//! `library_with_entry`: a crate that is to be a library has a program.

use std::collections::BTreeSet;

use govern_diagnostics::Span;
use govern_gate::{Finding, Findings, Level, Rule, RuleInfo};
use govern_names::CrateKind;

use crate::{
    findings::{causes::by_cause, said},
    model::architecture::{Architecture, ModuleRow, PackageRow, UseRow, What},
    path::last_segment,
    policy::{Role, effects::table},
};

/// A crate that is to be a library has a program.
pub(super) static RULE: Rule<Architecture> = Rule {
    info: RuleInfo {
        gate: "archcheck",
        name: "library_with_entry",
        summary: "a crate that is to be a library has a program, or a function that starts one",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Crates in layers of the roles `domain`, `application`, `port` and `shared` are libraries and nothing else, and so are those
that `[archcheck.libraries]` names. In their packages it finds programs (`src/main.rs`, `src/bin/`, `[[bin]]`), functions
`main` of modules, and attributes that start a program (`#[tokio::main]`), by what their names mean.

A crate is in a layer if the root of its library is. A package whose modules are in several layers is none of them, and a
program that is in a layer of role `adapter` or `entrypoint` itself may be there. Tests, examples, benches and build scripts
have a `main` of their own. What `runtime_outside_entrypoint` says of an attribute is not said again here.

### Why is this bad?

What starts a program decides where the configuration comes from, which runtime there is and what happens at the end. A
library that does so can be run in one way only, not at the edge and not in a test.

### Example

```toml
[archcheck.libraries]
crates = ["*-service-core"]
```

```rust
// src/main.rs of `orders-service-core`
fn main() { orders_service_core::run() }
```

### Use instead

```rust
// src/main.rs of a package `orders-host`, which depends on it
fn main() { orders_service_core::run() }
```

### Limits

A function that starts a program and has another name, without an attribute that says so, is not found.
"#;

fn check(architecture: &Architecture, findings: &mut Findings) {
    let packages = architecture.packages.iter().enumerate();
    let libraries: BTreeSet<PackageRow> = packages
        .filter(|(_, package)| package.member && package.selected && !package.excluded)
        .map(|(row, _)| PackageRow(row as u32))
        .filter(|&row| is_named(architecture, row) || role(architecture, row).is_some())
        .collect();
    if libraries.is_empty() {
        findings.idle("no crate is a library by the role of its layer, and `[archcheck.libraries]` names none");
        return;
    }
    findings.checked(libraries.len());
    let modules: BTreeSet<ModuleRow> = architecture
        .module_rows()
        .filter(|&row| said::is_program(architecture, row))
        .filter(|&row| libraries.contains(&architecture.module(row).package))
        .filter(|&row| {
            let package = architecture.module(row).package;
            let own = architecture.role_of(row);
            is_named(architecture, package) || own.is_none_or(Role::is_library)
        })
        .collect();
    let mains = architecture
        .sites
        .iter()
        .filter(|site| site.what == What::Main);
    let mains: Vec<(ModuleRow, Span)> = mains
        .filter(|site| modules.contains(&site.module))
        .map(|site| (site.module, site.span))
        .collect();
    let mut found: BTreeSet<ModuleRow> = BTreeSet::new();
    for &row in &modules {
        let module = architecture.module(row);
        if module.target == CrateKind::Bin && module.parent.is_none() {
            let main = mains.iter().find(|(module, _)| *module == row);
            let span = main.map_or(module.span, |(_, span)| *span);
            let text = format!("has the program `{}`", module.path);
            report(architecture, findings, row, span, &text);
            found.insert(row);
        }
    }
    for &(row, span) in &mains {
        if found.insert(row) && architecture.module(row).target != CrateKind::Bin {
            let text = format!("has `{}::main`", architecture.module(row).path);
            report(architecture, findings, row, span, &text);
        }
    }
    attributes(architecture, findings, &modules, &found);
}

/// Reports attributes that start a program, in modules where no `main` was found.
fn attributes(
    architecture: &Architecture,
    findings: &mut Findings,
    modules: &BTreeSet<ModuleRow>,
    found: &BTreeSet<ModuleRow>,
) {
    let runtime_says = |row: ModuleRow| {
        said::has_role(architecture, Role::Entrypoint) && architecture.role_of(row).is_some()
    };
    let uses = said::external_uses(architecture, modules);
    let wrong: BTreeSet<UseRow> = uses
        .filter(|(_, place, item)| {
            last_segment(item) == "main"
                && table().entry.contains(item)
                && !found.contains(&place.from)
                && !runtime_says(place.from)
                && said::impurity(architecture, place.from, item).is_none()
        })
        .map(|(row, _, _)| row)
        .collect();
    for ((from, item), uses) in by_cause(architecture, &wrong) {
        let span = architecture.use_of(uses[0]).span;
        let module = &architecture.module(from).path;
        let text = format!("starts a program in `{module}`, by `{item}`");
        report(architecture, findings, from, span, &text);
    }
}

fn report(
    architecture: &Architecture,
    findings: &mut Findings,
    module: ModuleRow,
    span: Span,
    text: &str,
) {
    let row = architecture.module(module).package;
    let package = architecture.package(row);
    let finding = findings.report(
        span,
        format!("{} -> {}", package.name, architecture.module(module).path),
        format!("the package `{}` is a library, but it {text}", package.name),
    );
    finding.label("a program begins here");
    explain(architecture, finding, row);
    finding.help("move it to a package of its own that depends on this one and is in a layer of role entrypoint");
}

/// Says why a package is a library.
fn explain(architecture: &Architecture, finding: &mut Finding, row: PackageRow) {
    let package = architecture.package(row);
    if let Some(selector) = naming(architecture, row) {
        if let Some(span) = selector.span {
            finding.related(span, "it is a library by this");
        }
        return;
    }
    let layer = package.layer.map(|layer| architecture.policy.layer(layer));
    if let Some(layer) = layer {
        finding.note(format!(
            "`{}` is in the layer `{}`",
            package.library, layer.name
        ));
        if let Some(because) = &layer.because {
            finding.note(because.clone());
        }
    }
}

/// The role of the layer of a package, if it makes a library of it.
fn role(architecture: &Architecture, row: PackageRow) -> Option<Role> {
    let layer = architecture.package(row).layer?;
    let role = architecture.policy.layer(layer).role?;
    role.is_library().then_some(role)
}

fn is_named(architecture: &Architecture, row: PackageRow) -> bool {
    naming(architecture, row).is_some()
}

/// What names a package as a library.
fn naming(
    architecture: &Architecture,
    row: PackageRow,
) -> Option<&crate::policy::selector::Selector> {
    let package = architecture.package(row);
    let mut selectors = architecture.policy.libraries.iter();
    selectors.find(|selector| selector.selects_package(&package.name, &package.library))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture::{findings, session};

    const CODE: &str = "
//- orders-domain/src/lib.rs
pub mod a { pub fn main() {} pub struct S; impl S { fn main(&self) {} } fn f() { fn main() {} } }
#[cfg(test)] mod tests { fn main() {} }
#[cfg(windows)] fn main() {}
//- orders-domain/src/main.rs
fn main() {}
//- orders-domain/src/bin/tool.rs
#[tokio::main] async fn main() {}
//- orders-domain/examples/e.rs
fn main() {}
//- orders-domain/build.rs
fn main() {}
//- mixed/src/lib.rs
pub mod domain {}
pub mod adapter {}
//- mixed/src/main.rs
fn main() {}
//- core: rt = tokio
//- core/src/lib.rs
use rt::main as start;
#[start] pub async fn run() {}
pub mod other { #[rt::test] async fn t() {} fn main_loop() {} }
//- host/src/main.rs
fn main() {}
";

    fn keys(config: &str) -> Vec<String> {
        let text = format!("//- govern.toml\n[archcheck]\npreset = \"hexagonal\"\n{config}{CODE}");
        let session = session(&text);
        let found = findings(&RULE, &session);
        found.found().iter().map(|it| it.key.clone()).collect()
    }

    #[test]
    fn a_library_by_its_layer_starts_no_program() {
        assert_eq!(
            keys("layers.domain.crates = [\"orders-domain\"]"),
            [
                "orders-domain -> orders_domain",
                "orders-domain -> tool",
                "orders-domain -> orders_domain::a",
            ]
        );
        let allowed =
            "layers.domain.crates = [\"orders-dom*\"]\nlayers.entrypoint.modules = [\"tool\"]";
        assert_eq!(
            keys(allowed),
            [
                "orders-domain -> orders_domain",
                "orders-domain -> orders_domain::a"
            ]
        );
    }

    #[test]
    fn a_library_is_named() {
        let config = "layers.domain.crates = [\"orders-domain\"]\nlayers.domain.role = \"none\"\n[archcheck.libraries]\ncrates = [\"core\", \"mixed\"]";
        assert_eq!(keys(config), ["mixed -> mixed", "core -> core"]);
    }
}
