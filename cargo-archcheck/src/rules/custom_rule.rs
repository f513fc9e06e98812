//! `custom_rule`: something is against a rule of the project.

use std::collections::BTreeSet;

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::{
    findings::{
        custom::Reach,
        custom_findings::{in_code, in_manifest, lacks, over_modules, over_packages},
        occurrences::Index,
    },
    model::architecture::{Architecture, PackageRow},
    path::head,
    policy::project::RuleKind,
};

/// Something is against a rule of the project.
pub(super) static RULE: Rule<Architecture> = Rule {
    info: RuleInfo {
        gate: "archcheck",
        name: "custom_rule",
        summary: "something is against a rule of the project",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Checks the rules of `[[archcheck.rule]]`. Each says of the code in `from` that it must not use `to` (`kind = "forbidden"`,
which is the default), that it may use only `to` and itself (`allowed`), or that each of it must use something of `to`
(`required`). `because` says why, and must be given; its findings and their keys begin with the `name` of the rule.

`from`, `to` and their exceptions (`except`, `to-except`) are one text or a list of texts:

| text | selects |
|---|---|
| `orders::domain`, `**::domain` | a module with all that is inside it; in `to` any name: `async_nats`, `std::fs`, `std::println!` |
| `layer:domain` | the modules of a layer |
| `crate:orders-*` | packages or crates; in `to` external ones, too |
| `file:crates/orders/src/db/**` | the modules whose contents stand in these files |

`*` stands for part of a segment, `**` for any number of segments. `{name}` in `from` captures a segment or part of it; in
`to` and in the exceptions `{name}` is the same text, `{!name}` any other: `shop::features::{a}` must not use
`shop::features::{!a}`. Of several modules around another the nearest one that matches captures; a capture at the end stands
for a module, and not for what `shop::features` declares itself.

What is forbidden may use itself. What is `allowed` is about the workspace; `external` lists the external crates, and names
in them, that may be used besides the standard library, and without it all may be. A package as a whole has to obey in its
manifest.

| key | |
|---|---|
| `reading` | by the module as written (`via`), by what declares the name (`def`), or by either (`any`, the default); where only one of them is against the rule, the help says so |
| `transitive = true` | it is forbidden, too, to use a module that uses it, and for a package as a whole to depend on one that depends on it: the shortest way there is shown |
| `kinds` | in which code, and in which tables of the manifest: `normal`, `dev`, `build`; `normal` if nothing is said, and `dev` with `tests = true` |
| `help` | what to do, in the project's words |

A `from` or `to` that matches nothing is a finding of `selector_unmatched`. What nobody uses yet is forbidden by
`[[archcheck.forbid]]`.

### Why is this bad?

The project says so: `because`.

### Example

```toml
[[archcheck.rule]]
name = "features-apart"
from = "shop::features::{feature}"
to = "shop::features::{!feature}"
because = "each feature can be switched off alone"
```

```rust
mod features {
    pub mod cart { pub struct Total(u64); }
    pub mod pay { use super::cart::Total; }
}
```

### Use instead

```rust
mod money { pub struct Total(u64); }
mod features {
    pub mod cart { use crate::money::Total; }
    pub mod pay { use crate::money::Total; }
}
```

Other rules: what may be used only within itself, and that adapters have to know their port.

```toml
[[archcheck.rule]]
name = "billing-alone"
kind = "allowed"
from = "orders::billing"
to = ["orders::money"]
external = ["serde"]
because = "billing moves to a service of its own"

[[archcheck.rule]]
name = "adapters-implement-ports"
kind = "required"
from = "**::adapter::*"
to = "**::port"
because = "an adapter without a port is called directly"
```

### Limits

What only types know is not seen: methods of a value whose type is never named, and what derives and procedural macros
generate. `transitive` follows modules and packages as a whole.
"#;

fn check(architecture: &Architecture, findings: &mut Findings) {
    let rules = &architecture.policy.rules;
    if rules.is_empty() {
        findings.idle(super::NOT_ASKED);
        return;
    }
    let transitive = rules.iter().any(|rule| rule.transitive);
    let index = transitive.then(|| Index::new(architecture));
    for rule in rules {
        let reach = Reach::new(architecture, rule);
        if rule.kind == RuleKind::Required {
            let (components, lacking) = reach.lacking();
            findings.checked(components);
            for (module, captures) in lacking {
                lacks(architecture, findings, rule, module, captures);
            }
            continue;
        }
        findings.checked(reach.modules());
        let mut packages: BTreeSet<(PackageRow, &str)> = BTreeSet::new();
        for against in reach.against() {
            let place = architecture.use_of(against.uses[0]);
            let package = architecture.module(place.from).package;
            for &row in &against.uses {
                let item = architecture.text(architecture.use_of(row).item);
                packages.insert((package, head(item)));
            }
            in_code(architecture, findings, &reach, against.item, &against.uses);
        }
        for (link, captures) in reach.links() {
            let krate = architecture.package(link.to).library.as_str();
            if !packages.contains(&(link.from, krate)) {
                in_manifest(architecture, findings, rule, link, &captures);
            }
        }
        if let (true, Some(index)) = (rule.transitive, &index) {
            let mut said: BTreeSet<(PackageRow, PackageRow, &str)> = BTreeSet::new();
            for detour in reach.detours(index) {
                let package = |at: usize| architecture.module(detour.path[at]).package;
                let item = architecture.text(architecture.use_of(detour.user).item);
                let krate = head(item);
                said.insert((package(0), package(1), krate));
                over_modules(architecture, findings, &reach, index, &detour);
            }
            for (path, captures) in reach.package_paths() {
                let (Some(first), Some(last)) = (path.first(), path.last()) else {
                    continue;
                };
                // Code that goes the same way is said with its modules.
                let krate = architecture.package(last.to).library.as_str();
                if !said.contains(&(first.from, first.to, krate)) {
                    over_packages(architecture, findings, rule, &path, &captures);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture::{check, findings, outcome, session};

    fn with(rule: &str, code: &str) -> String {
        format!(
            "//- govern.toml\n[[archcheck.rule]]\nname = \"r\"\nbecause = \"b\"\n{rule}\n{code}"
        )
    }

    fn found(rule: &str, code: &str) -> Vec<String> {
        check(&RULE, &with(rule, code))
    }

    const FEATURES: &str = "
//- shop/src/lib.rs
pub mod features {
    pub mod cart { pub struct Total; pub mod deep { use super::Total; use crate::features::pay::Card; } }
    pub mod pay { pub struct Card; use crate::money::Euro; }
    pub use cart::Total;
    #[cfg(test)] mod tests { use super::cart::Total; }
}
pub mod money { pub struct Euro; use crate::features::cart::Total; }
pub mod facade { pub use crate::features::pay::Card; }
pub mod other { pub mod features { pub mod odd { use crate::features::cart::Total; } } }
";

    #[test]
    fn what_is_captured_may_use_itself_and_nothing_that_is_captured_elsewhere() {
        let rule = "from = \"shop::features::{a}\"\nto = \"shop::features::{!a}\"";
        assert_eq!(
            found(rule, FEATURES),
            [
                "shop/src/lib.rs:2:`crate::features::pay::Card`: `r`: `shop::features::cart::deep` may not use `shop::features::pay::Card`"
            ]
        );
        // What stands beside what is captured is not captured.
        let parent = FEATURES.replace(
            "pub use cart::Total;",
            "pub use cart::Total; pub struct Common; pub mod third { use super::Common; use shop::features::Common as C; }",
        );
        assert_eq!(self::found(rule, &parent).len(), 1);
        let session = session(&with(rule, FEATURES));
        let found = findings(&RULE, &session);
        let finding = &found.found()[0];
        assert_eq!(
            finding.key,
            "r: shop::features::cart::deep -> shop::features::pay::Card"
        );
        assert_eq!(finding.notes, ["`{a}` is `cart`", "b"]);
    }

    #[test]
    fn readings_differ_where_a_facade_stands_between() {
        let code = "
//- x/src/lib.rs
pub mod low { use crate::facade::T; use crate::top::L; }
pub mod facade { pub use crate::top::T; }
pub mod top { pub struct T; pub use crate::other::L; }
pub mod other { pub struct L; }
";
        let by_def = "x/src/lib.rs:1:`crate::facade::T`: `r`: `x::low` may not use `x::top::T`";
        let by_via = "x/src/lib.rs:1:`crate::top::L`: `r`: `x::low` may not use `x::other::L`";
        let rule = "from = \"x::low\"\nto = \"x::top\"";
        let reading = |word: &str| found(&format!("{rule}\nreading = \"{word}\""), code);
        assert_eq!(found(rule, code), [by_via, by_def]);
        assert_eq!(reading("any"), [by_via, by_def]);
        assert_eq!(reading("def"), [by_def]);
        assert_eq!(reading("via"), [by_via]);
        let help = |word: &str| -> Vec<Option<String>> {
            let session = session(&with(&format!("{rule}\nreading = \"{word}\""), code));
            let found = findings(&RULE, &session);
            let help = found
                .found()
                .iter()
                .map(|finding| finding.help.get(1).cloned());
            help.collect()
        };
        assert_eq!(
            help("any"),
            [
                Some("if what `x::top` passes on may be used, let the rule go by what declares it: `reading = \"def\"`".to_owned()),
                Some("if `x::facade` may pass it on, let the rule go by the module as written: `reading = \"via\"`".to_owned()),
            ]
        );
        assert_eq!(help("def"), [None]);
    }

    #[test]
    fn external_names_are_seen_through_renames() {
        let code = "
//- x: nats = async-nats
//- x/src/lib.rs
pub mod domain { use nats::Client; use std::fs::read; use core::fmt; pub struct Client2(crate::bus::Client); }
pub mod bus { pub use nats::Client; }
";
        let rule = |to: &str| found(&format!("from = \"x::domain\"\nto = {to}"), code);
        let nats =
            "x/src/lib.rs:1:`nats::Client`: `r`: `x::domain` may not use `async_nats::Client`";
        assert_eq!(rule("\"async-nats\""), [nats]);
        assert_eq!(rule("\"crate:async-*\""), [nats]);
        assert_eq!(
            rule("[\"std::fs\", \"core::net\"]"),
            ["x/src/lib.rs:1:`std::fs::read`: `r`: `x::domain` may not use `std::fs::read`"]
        );
        assert_eq!(rule("\"crate:nats\""), [""; 0]);
    }

    #[test]
    fn what_is_allowed_is_that_and_nothing_else() {
        let code = "
//- x: serde, log
//- x/src/lib.rs
pub mod a { use crate::b::B; use crate::c::C; use serde::Serialize; use log::info; use std::fmt; mod inner { use super::super::b::B; use super::inner::X; } pub mod tested {} #[cfg(test)] mod tests { use crate::c::C; } }
pub mod b { pub struct B; }
pub mod c { pub struct C; }
";
        let rule = "kind = \"allowed\"\nfrom = \"x::a\"\nto = \"x::b\"";
        let c = "x/src/lib.rs:1:`crate::c::C`: `r`: `x::a` may not use `x::c::C`";
        assert_eq!(found(rule, code), [c]);
        let log = "x/src/lib.rs:1:`log::info`: `r`: `x::a` may not use `log::info`";
        assert_eq!(
            found(&format!("{rule}\nexternal = [\"serde\"]"), code),
            [log, c]
        );
        let session = session(&with(&format!("{rule}\nexternal = [\"serde\"]"), code));
        let notes = findings(&RULE, &session).found()[0].notes.clone();
        assert_eq!(notes, ["it may use only itself, `x::b`, `serde`", "b"]);
    }

    #[test]
    fn what_is_required_is_used_somewhere_in_each_of_them() {
        let code = "
//- x/src/lib.rs
pub mod port { pub trait Bus {} pub trait Store {} }
pub mod adapter {
    pub mod nats { pub mod deep { impl crate::port::Bus for super::Nats {} } pub struct Nats; }
    pub mod disk { pub struct Disk; #[cfg(test)] mod tests { use crate::port::Store; } }
    pub mod pure { use crate::port::Bus as _; }
    #[cfg(test)] mod fake {}
}
";
        let rule = "kind = \"required\"\nfrom = \"x::adapter::*\"\nto = \"x::port\"";
        assert_eq!(
            found(rule, code),
            ["x/src/lib.rs:4:`disk`: `r`: `x::adapter::disk` uses nothing of `x::port`"]
        );
        assert_eq!(
            found(&format!("{rule}\nexcept = \"x::adapter::disk\""), code),
            [""; 0]
        );
        // In the words of each.
        let own = "kind = \"required\"\nfrom = \"x::adapter::{name}\"\nto = \"x::port::{name}\"";
        let code = "
//- x/src/lib.rs
pub mod port { pub mod nats { pub trait Bus {} } pub mod disk { pub trait Store {} } }
pub mod adapter { pub mod nats { use crate::port::disk::Store; } pub mod disk { use crate::port::disk::Store; } }
";
        assert_eq!(
            found(own, code),
            ["x/src/lib.rs:2:`nats`: `r`: `x::adapter::nats` uses nothing of `x::port::nats`"]
        );
    }

    #[test]
    fn a_way_around_is_found_where_it_begins() {
        let code = "
//- x/src/lib.rs
pub mod domain { use crate::help::help; mod more { use crate::help::help; } }
pub mod help { pub fn help() { crate::deep::go(); } }
pub mod deep { pub fn go() { std::fs::read(\"\"); } }
pub mod free { use crate::deep::go; }
";
        let rule = "from = \"x::domain\"\nto = \"std::fs\"";
        assert_eq!(found(rule, code), [""; 0]);
        let transitive = format!("{rule}\ntransitive = true");
        assert_eq!(
            found(&transitive, code),
            [
                "x/src/lib.rs:1:`crate::help::help`: `r`: `x::domain` may not use `std::fs::read`, and reaches it through `x::help`"
            ]
        );
        let session = session(&with(&transitive, code));
        let found = findings(&RULE, &session);
        let finding = &found.found()[0];
        assert_eq!(
            finding.notes[0],
            "the shortest path: `x::domain` → `x::help` → `x::deep` → `std::fs::read`"
        );
        let places: Vec<&str> = finding
            .related
            .iter()
            .map(|it| it.message.as_str())
            .collect();
        assert_eq!(
            places,
            [
                "`x::domain::more` does so, too",
                "`x::help` uses `x::deep::go`",
                "`x::deep` uses `std::fs::read`",
                "the rule"
            ]
        );
    }

    #[test]
    fn packages_obey_in_their_manifests() {
        let code = "
//- shop-core: shop-bus, tokio
//- shop-core/src/lib.rs
//- shop-bus: tokio
//- shop-bus/src/lib.rs
";
        assert_eq!(
            found(
                "from = \"crate:*-core\"\nto = [\"crate:shop-bus\", \"tokio\"]",
                code
            ),
            [
                "shop-core/Cargo.toml:7:`shop-bus`: `r`: package `shop-core` may not depend on `shop-bus`",
                "shop-core/Cargo.toml:8:`tokio`: `r`: package `shop-core` may not depend on `tokio`",
            ]
        );
        let used = code.replace("core/src/lib.rs\n", "core/src/lib.rs\nuse tokio::spawn;\n");
        assert_eq!(
            found("from = \"crate:*-core\"\nto = \"tokio\"", &used),
            ["shop-core/src/lib.rs:1:`tokio::spawn`: `r`: `shop_core` may not use `tokio::spawn`"]
        );
        // A module of it is no package.
        assert_eq!(
            found("from = \"shop_core::x\"\nto = \"tokio\"", code),
            [""; 0]
        );
        assert_eq!(
            found(
                "kind = \"allowed\"\nfrom = \"crate:shop-core\"\nto = []\nexternal = \"tokio::sync\"",
                code
            ),
            [
                "shop-core/Cargo.toml:7:`shop-bus`: `r`: package `shop-core` may not depend on `shop-bus`"
            ]
        );
    }

    #[test]
    fn a_way_around_over_packages_is_found_in_the_manifest() {
        let code = "
//- a: b
//- a/src/lib.rs
//- b: c
//- b/src/lib.rs
//- c: tokio
//- c/src/lib.rs
";
        let rule = "from = \"crate:a\"\nto = \"crate:tokio\"";
        assert_eq!(found(rule, code), [""; 0]);
        let transitive = format!("{rule}\ntransitive = true");
        assert_eq!(
            found(&transitive, code),
            [
                "a/Cargo.toml:7:`b`: `r`: package `a` may not depend on `tokio`, and does so through `b`"
            ]
        );
        let session = session(&with(&transitive, code));
        let notes = findings(&RULE, &session).found()[0].notes.clone();
        assert_eq!(notes[0], "the shortest path: `a` → `b` → `c` → `tokio`");
        // A dependency of tests is none of the program, and a module is no package.
        let module = "from = \"a::x\"\nto = \"crate:tokio\"\ntransitive = true";
        assert_eq!(found(module, code), [""; 0]);
        // Code that goes that way is said once, where it does.
        let used = code
            .replace("a/src/lib.rs\n", "a/src/lib.rs\nuse b::f;\n")
            .replace("b: c", "b: tokio")
            .replace(
                "b/src/lib.rs\n",
                "b/src/lib.rs\npub fn f() { tokio::spawn(()); }\n",
            );
        assert_eq!(
            found(&transitive, &used),
            [
                "a/src/lib.rs:1:`b::f`: `r`: `a` may not use `tokio::spawn`, and reaches it through `b`"
            ]
        );
    }

    #[test]
    fn layers_and_files_select_modules() {
        let code = "
//- x/src/lib.rs
pub mod domain;
pub mod db;
//- x/src/domain.rs
use crate::db::Row;
mod inner { use crate::db::Row; }
//- x/src/db.rs
pub struct Row;
";
        let rule = "from = \"layer:domain\"\nto = \"file:x/src/db.rs\"\n[archcheck]\npreset = \"hexagonal\"";
        let text = format!(
            "//- govern.toml\n[archcheck]\npreset = \"hexagonal\"\n[[archcheck.rule]]\nname = \"r\"\nbecause = \"b\"\n{}\n{code}",
            rule.split("\n[archcheck]").next().unwrap()
        );
        let lines = check(&RULE, &text);
        assert_eq!(lines.len(), 2, "{lines:#?}");
        assert!(
            lines[0].starts_with("x/src/domain.rs:1:`crate::db::Row`"),
            "{lines:#?}"
        );
        let but = text.replace("because", "to-except = \"x::db::Row\"\nbecause");
        assert_eq!(check(&RULE, &but), [""; 0]);
    }

    #[test]
    fn tests_count_if_the_rule_says_so() {
        let rule = "from = \"shop::features\"\nto = \"shop::features::cart\"";
        let own = "from = \"shop::features::tests\"\nto = \"shop::features::cart\"";
        assert_eq!(found(own, FEATURES), [""; 0]);
        assert_eq!(
            found(&format!("{own}\nkinds = [\"dev\"]"), FEATURES).len(),
            1
        );
        // What `features` re-exports of its own is a use, too.
        assert_eq!(found(rule, FEATURES).len(), 1);
    }

    #[test]
    fn what_matches_nothing_is_said() {
        let unmatched = |rule: &str| {
            let session = session(&with(rule, FEATURES));
            let outcome = govern_gate::run(&[&crate::GATE], &session);
            let found = outcome.report.diagnostics.into_iter();
            let lines = found
                .map(|it| it.message)
                .filter(|it| it.contains("matches no"));
            lines.collect::<Vec<String>>()
        };
        assert_eq!(
            unmatched("from = \"shop::featurs::{a}\"\nto = \"std::fs\""),
            ["`shop::featurs::{a}` matches no name"]
        );
        assert_eq!(
            unmatched(
                "from = \"shop::features::{a}\"\nto = [\"shop::features::{!a}\", \"tokyo\", \"core::fmt\"]"
            ),
            ["`tokyo` matches no name"]
        );
        assert_eq!(
            unmatched("from = [\"crate:sho\", \"file:shop/*.rs\"]\nto = \"shop::money::Euro\""),
            [
                "`crate:sho` matches no crate",
                "`file:shop/*.rs` matches no file"
            ]
        );
    }

    #[test]
    fn without_rules_it_is_idle() {
        let outcome = outcome(&session("//- x/src/lib.rs\n"));
        let mut rules = outcome.rules.iter();
        let rule = rules.find(|rule| rule.info.name == RULE.info.name);
        let idle = rule.unwrap().idle.as_deref();
        assert_eq!(
            idle,
            Some("nothing in `[archcheck]` asks for it; `explain` says how to")
        );
    }
}
