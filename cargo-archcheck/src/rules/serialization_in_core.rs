//! `serialization_in_core`: code or a manifest of the core knows how values are written.

use std::collections::{BTreeMap, BTreeSet};

use govern_gate::{Finding, Findings, Level, Rule, RuleInfo};

use crate::{
    findings::{
        causes::{by_cause, show_sites},
        said,
    },
    model::architecture::{Architecture, ModuleRow, PackageRow, Site, UseRow, What},
    path::head,
    policy::{LayerId, Role},
};

/// Code or a manifest of the core knows how values are written.
pub(super) static RULE: Rule<Architecture> = Rule {
    info: RuleInfo {
        gate: "archcheck",
        name: "serialization_in_core",
        summary: "code of domain, application or port knows how values are written",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds crates for serialization in layers of the roles `domain`, `application` and `port`: derived (`Serialize`), used
(`serde_json::to_vec`), or only depended on by a package that is all in such a layer. Names are resolved through renames and
re-exports. Code that is switched off counts, too: `#[cfg_attr(feature = "serde", derive(serde::Serialize))]` is found
whether or not the feature is on. One crate in one module is one finding, whatever it is used for. Tests may use
what they like, and what `forbid` says of a place is not said again here.

The crates are those that are known (serde and its formats, prost, postcard, bincode, borsh, rkyv and others), or those that
`[archcheck.core]` lists.

### Why is this bad?

What is written lives longer than the code: a field that is renamed for clarity in a type of the domain breaks every reader.
When messages are types of their own, the domain can change, and what is published changes only where one sees it.

### Example

```toml
[archcheck.core]
serialization = ["serde", "serde_json", "sqlx"]
```

```rust
mod domain {
    #[derive(serde::Serialize)]
    pub struct Order { pub id: u64 }
}
```

### Use instead

```rust
mod domain {
    pub struct Order { pub id: u64 }
}
mod adapter {
    #[derive(serde::Serialize)]
    pub struct OrderV1 { pub id: u64 }
    impl From<&crate::domain::Order> for OrderV1 { /* … */ }
}
```

### Limits

An `impl` that a macro of the workspace writes is not seen where the macro is called.
"#;

fn check(architecture: &Architecture, findings: &mut Findings) {
    let crates = &architecture.policy.serialization;
    let modules = said::modules_of_role(architecture, Role::is_core);
    if modules.is_empty() || crates.is_empty() {
        findings.idle(match crates.is_empty() {
            true => "`serialization` of `[archcheck.core]` is empty",
            false => "no code is in a layer of the roles domain, application or port",
        });
        return;
    }
    findings.checked(modules.len());
    let krate = |item: &str| head(item).trim_end_matches('!').to_owned();
    let mut found: BTreeSet<(PackageRow, String)> = BTreeSet::new();
    let mut wrong: BTreeSet<UseRow> = BTreeSet::new();
    for (row, place, item) in said::external_uses(architecture, &modules) {
        if crates.contains(&krate(item)) {
            found.insert((architecture.module(place.from).package, krate(item)));
            wrong.insert(row);
        }
    }
    let mut used: BTreeMap<(ModuleRow, String), Vec<Named<'_>>> = BTreeMap::new();
    for ((from, item), uses) in by_cause(architecture, &wrong) {
        let of_crate = used.entry((from, krate(item))).or_default();
        of_crate.push((item, uses));
    }
    let mut off: BTreeMap<(ModuleRow, String), Vec<(&str, &Site)>> = BTreeMap::new();
    for site in architecture
        .sites
        .iter()
        .filter(|site| modules.contains(&site.module))
    {
        if let What::SwitchedOff { krate, written } = &site.what {
            found.insert((architecture.module(site.module).package, krate.clone()));
            let of_crate = off.entry((site.module, krate.clone())).or_default();
            of_crate.push((written, site));
        }
    }
    for ((from, krate), mut items) in used {
        let place = |uses: &[UseRow]| architecture.use_of(uses[0]).span;
        items.sort_by_key(|(_, uses)| (place(uses).file, place(uses).range.start()));
        let module = &architecture.module(from).path;
        let finding = findings.report(
            place(&items[0].1),
            format!("{module} -> {krate}"),
            format!("the core does not know how values are written, but `{module}` uses `{krate}`"),
        );
        finding.label(format!("this is `{}`", items[0].0));
        if items.len() > 1 {
            let names: Vec<&str> = items.iter().map(|(item, _)| *item).collect();
            finding.note(format!("it uses `{}`", names.join("`, `")));
        }
        let mut uses: Vec<UseRow> = items.into_iter().flat_map(|(_, uses)| uses).collect();
        uses.sort_unstable();
        show_sites(architecture, finding, &uses);
        for (_, site) in off.remove(&(from, krate)).into_iter().flatten() {
            finding.related(site.span, "used here, too, if a condition holds");
        }
        explain(architecture, finding, architecture.module(from).layer);
    }
    for ((from, krate), sites) in off {
        let (written, first) = sites[0];
        let module = &architecture.module(from).path;
        let finding = findings.report(
            first.span,
            format!("{module} -> {krate} if a condition holds"),
            format!("the core does not know how values are written, but `{module}` uses `{krate}` if a condition holds"),
        );
        finding.label(format!(
            "`{written}` is switched off in this build, and there in others"
        ));
        for (_, site) in &sites[1..] {
            finding.related(site.span, "used here, too");
        }
        explain(architecture, finding, architecture.module(from).layer);
    }
    for (layer, link, span) in said::external_links(architecture) {
        let (from, to) = (
            architecture.package(link.from),
            architecture.package(link.to),
        );
        let is_core = architecture
            .policy
            .layer(layer)
            .role
            .is_some_and(Role::is_core);
        let is_said = found.contains(&(link.from, to.library.clone()));
        if !is_core || is_said || !crates.contains(&to.library) {
            continue;
        }
        let finding = findings.report(
            span,
            format!("{} -> {}", from.name, to.name),
            format!(
                "the core does not know how values are written, but package `{}` depends on `{}`",
                from.name, to.label
            ),
        );
        finding.label("declared here");
        explain(architecture, finding, Some(layer));
    }
}

/// A name of a crate, and where it is used.
type Named<'a> = (&'a str, Vec<UseRow>);

fn explain(architecture: &Architecture, finding: &mut Finding, layer: Option<LayerId>) {
    if let Some(because) = layer.and_then(|layer| architecture.policy.layer(layer).because.as_ref())
    {
        finding.note(because.clone());
    }
    finding.help(
        "give the adapter types of its own for what is written, and map them to those of the core",
    );
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture::{check, findings, session};

    fn found(config: &str, code: &str) -> Vec<String> {
        let text =
            format!("//- govern.toml\n[archcheck]\npreset = \"hexagonal\"\n{config}\n{code}");
        let found = check(&RULE, &text);
        let places = found
            .iter()
            .map(|line| line.split_once(": ").expect("a message").0.to_owned());
        places.collect()
    }

    const CODE: &str = "
//- orders: serde, json = serde_json, shared
//- orders/src/lib.rs
pub mod domain {
    use shared::bus::Serialize;
    #[derive(Serialize)] #[serde(rename_all = \"camelCase\")] struct A;
    #[derive(serde::Deserialize)] struct B;
    fn f() { json::to_vec(&1); }
    #[cfg_attr(feature = \"off\", derive(serde::Serialize))] struct C;
    #[cfg(feature = \"off\")] mod off { use json::Value; }
    #[cfg(test)] mod tests { fn f() { json::to_vec(&1); } }
    mod serde { pub fn f() {} } fn g() { self::serde::f(); }
}
pub mod adapter { #[derive(serde::Serialize)] struct A; }
//- shared/src/lib.rs
pub use serde as bus;
//- shared/Cargo.toml
[package]
name = \"shared\"
[dependencies]
serde = \"1\"
";

    #[test]
    fn it_is_found_in_derives_in_code_and_in_what_is_switched_off() {
        let code = CODE.replace(
            "    mod serde { pub fn f() {} } fn g() { self::serde::f(); }\n",
            "",
        );
        assert_eq!(
            found("", &code),
            [
                "orders/src/lib.rs:2:`shared::bus::Serialize`",
                "orders/src/lib.rs:5:`json::to_vec`",
            ]
        );
        let off = code.replace(
            "use shared::bus::Serialize;\n    #[derive(Serialize)]",
            "#[derive(Clone)]",
        );
        let off = off.replace("#[derive(serde::Deserialize)] struct B;", "");
        assert_eq!(
            found("", &off),
            [
                "orders/src/lib.rs:4:`json::to_vec`",
                "orders/src/lib.rs:5:`serde::Serialize`",
            ]
        );
    }

    #[test]
    fn one_crate_in_one_module_is_one_finding() {
        let code = CODE
            .replace("mod serde {", "mod other {")
            .replace("self::serde", "self::other");
        let text = format!("//- govern.toml\n[archcheck]\npreset = \"hexagonal\"\n{code}");
        let session = session(&text);
        let found = findings(&RULE, &session);
        let serde = &found.found()[0];
        assert_eq!(serde.key, "orders::domain -> serde");
        let related: Vec<&str> = serde.related.iter().map(|it| it.message.as_str()).collect();
        assert_eq!(
            related,
            [
                "`shared` re-exports it as `serde as bus`",
                "used here, too",
                "used here, too",
                "used here, too, if a condition holds"
            ]
        );
        assert_eq!(
            serde.notes[0],
            "it uses `serde::Serialize`, `serde::Deserialize`"
        );
    }

    #[test]
    fn a_module_of_that_name_is_none() {
        let code = "//- orders/src/lib.rs\npub mod domain { mod serde { pub fn f() {} } fn g() { serde::f(); } #[derive(Clone)] struct A; }";
        assert_eq!(found("", code), [""; 0]);
    }

    #[test]
    fn the_project_may_say_which_crates() {
        assert_eq!(
            found("core.serialization = [\"serde-json\"]", CODE),
            ["orders/src/lib.rs:5:`json::to_vec`"]
        );
        assert_eq!(found("core.serialization = []", CODE), [""; 0]);
    }

    #[test]
    fn a_dependency_counts_where_all_is_core() {
        let code = "
//- orders-domain: postcard
//- orders-domain/src/lib.rs
//- orders: serde
//- orders/src/lib.rs
pub mod domain {}
";
        assert_eq!(found("", code), ["orders-domain/Cargo.toml:7:`postcard`"]);
    }
}
