//! `forbidden_dependency`: code or a manifest uses what is forbidden there.

use std::collections::BTreeSet;

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::{
    findings::{bans, causes::by_cause, occurrences::Index},
    model::architecture::{Architecture, PackageRow, UseRow},
};

/// Code or a manifest uses what is forbidden there.
pub(super) static RULE: Rule<Architecture> = Rule {
    info: RuleInfo {
        gate: "archcheck",
        name: "forbidden_dependency",
        summary: "code or a manifest uses what is forbidden there",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds uses of external crates, of paths in them, of paths in the standard library and of modules of the workspace where
`[[archcheck.forbid]]` or `forbid` of a layer forbids them: in code, at the place where they are used, and in manifests, at
the key of the dependency. Names are resolved: `nats::Client` is `async_nats::Client` if the manifest says
`nats = { package = "async-nats" }`, and `shared::bus::Client` is if `shared` has `pub use async_nats as bus`. Of a module
of the workspace that is forbidden, what another module re-exports may be used: forbid the re-export.

A name stands for all that is inside it: `std::fs` for `std::fs::read`, `tokio` for the crate. `*` stands for part of a
segment, `**` for any number of segments. A macro is named with its mark: `std::println!`. `core` and `alloc` are `std`.

`layers` or `except` say where, `kinds` in which code and in which tables of the manifest (`normal`, `dev`, `build`; only
`normal` if nothing is said). With `transitive = true` it is forbidden, too, to depend on a package that depends on it, and
to use a module outside of these layers that uses it. So `except` has to name those who wire what it names, too.

### Why is this bad?

The project says so: `because` is the place to say why.

### Example

```toml
[[archcheck.forbid]]
names = ["std::fs", "tokio"]
layers = ["domain"]
because = "the domain is tested without a machine around it"
```

```rust
mod domain {
    pub fn load() -> Vec<u8> { std::fs::read("orders").unwrap_or_default() }
}
```

### Use instead

```rust
mod domain {
    pub trait Store { fn load(&self) -> Vec<u8>; }
}
```

### Limits

Where several external crates are imported with `*`, nobody knows which of them a name is of that none of the workspace has: if it may
be what is forbidden, that is a warning. What a method does is not seen: `path.exists()` looks at the disk without naming `std::fs`. `transitive` follows packages as
a whole, and modules as a whole. Which platform a dependency is for makes no difference.
"#;

fn check(architecture: &Architecture, findings: &mut Findings) {
    if architecture.policy.forbidden.is_empty() {
        findings.idle("nothing is forbidden in `[archcheck]`");
        return;
    }
    let index = Index::new(architecture);
    let mut said: BTreeSet<UseRow> = BTreeSet::new();
    for forbidden in &architecture.policy.forbidden {
        let modules = architecture.module_rows().filter(|&row| {
            let module = architecture.module(row);
            forbidden.kinds.contains(&module.kind)
                && architecture.is_in_view(row)
                && architecture.is_in_scope(module.layer, &forbidden.scope)
        });
        findings.checked(modules.count());
        for name in &forbidden.names {
            let matches = index.matches(name);
            let mut uses = index.uses(forbidden, &matches);
            uses.retain(|row| said.insert(*row));
            let mut packages: BTreeSet<PackageRow> = BTreeSet::new();
            for ((from, item), uses) in by_cause(architecture, &uses) {
                packages.insert(architecture.module(from).package);
                bans::in_code(architecture, findings, (forbidden, name), item, &uses);
            }
            for possible in index.possible(forbidden, name) {
                bans::perhaps_in_code(architecture, findings, (forbidden, name), &possible);
            }
            for link in index.links(forbidden, &matches) {
                if !packages.contains(&link.from) {
                    bans::in_manifest(architecture, findings, (forbidden, name), link);
                }
            }
            if !forbidden.transitive {
                continue;
            }
            for path in index.package_paths(forbidden, &matches) {
                bans::over_packages(architecture, findings, (forbidden, name), &path);
            }
            for detour in index.detours(forbidden, &matches) {
                bans::over_modules(architecture, findings, (forbidden, name), &index, &detour);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture::{check, findings, session};

    fn forbid(table: &str, code: &str) -> Vec<String> {
        check(
            &RULE,
            &format!(
                "//- govern.toml\n[archcheck]\npreset = \"hexagonal\"\n[[archcheck.forbid]]\n{table}\n{code}"
            ),
        )
    }

    #[test]
    fn names_are_seen_through_renames_and_re_exports() {
        let code = "
//- shared: async-nats
//- shared/src/lib.rs
pub use async_nats as bus;
//- orders: nats = async-nats, shared
//- orders/src/lib.rs
pub mod domain { fn f(_: shared::bus::Client) {} fn g(_: nats::Client) {} }
pub mod adapter { use nats::Client; }
";
        let found = forbid("names = [\"async-nats\"]\nlayers = [\"domain\"]", code);
        // One name of one crate, from one module.
        let message =
            "`async-nats` is forbidden in `domain`: `orders::domain` uses `async_nats::Client`";
        assert_eq!(
            found,
            [format!(
                "orders/src/lib.rs:1:`shared::bus::Client`: {message}"
            )]
        );
    }

    #[test]
    fn paths_of_the_standard_library_count_and_macros_only_by_their_mark() {
        let code = "
//- x/src/lib.rs
use core::fmt::Display;
fn f() { std::fs::read(\"a\"); env!(\"HOME\"); println!(); std::env::var(\"A\"); }
";
        assert_eq!(forbid("names = [\"std::fs\"]", code).len(), 1);
        assert_eq!(forbid("names = [\"std::fmt\"]", code).len(), 1);
        let env = forbid("names = [\"std::env\"]", code);
        assert_eq!(
            env,
            [
                "x/src/lib.rs:2:`std::env::var`: `std::env` is forbidden in this workspace: `x` uses `std::env::var`"
            ]
        );
        let print = forbid("names = [\"std::print*!\"]", code);
        assert_eq!(
            print,
            [
                "x/src/lib.rs:2:`println`: `std::print*!` is forbidden in this workspace: `x` uses `std::println!`"
            ]
        );
    }

    #[test]
    fn manifests_count_by_kind() {
        let code = "
//- x/Cargo.toml
[package]
name = \"x\"
[dependencies]
serde = \"1\"
[dev-dependencies]
nats = { package = \"async-nats\", version = \"1\" }
//- x/src/lib.rs
";
        let message =
            "`async_nats` is forbidden in this workspace: package `x` depends on `async-nats`";
        assert_eq!(forbid("names = [\"async_nats\"]", code), [""; 0]);
        assert_eq!(
            forbid("names = [\"async_nats\"]\nkinds = [\"dev\"]", code),
            [format!("x/Cargo.toml:6:`nats`: {message}")]
        );
    }

    #[test]
    fn one_layer_may_be_excepted() {
        let code = "
//- orders: async-nats
//- orders/src/lib.rs
pub mod adapter { use async_nats::Client; }
pub mod application { use async_nats::Client; }
";
        let found = forbid("names = [\"async_nats\"]\nexcept = [\"adapter\"]", code);
        assert_eq!(
            found,
            [
                "orders/src/lib.rs:2:`async_nats::Client`: `async_nats` is forbidden outside of `adapter`: `orders::application` uses `async_nats::Client`"
            ]
        );
    }

    #[test]
    fn what_one_of_several_stars_brings_may_be_it() {
        let code = "
//- orders: tokio, heck
//- orders/src/lib.rs
pub mod domain { use tokio::sync::*; use heck::*; fn f(_: Mutex, _: Other, _: Mutex) {} }
pub mod shell { use tokio::sync::*; use heck::*; fn f(_: Mutex) {} }
pub mod plain { use tokio::sync::*; fn f(_: Mutex) {} }
pub mod own { use tokio::sync::*; use heck::*; pub struct Mutex; fn f(_: Mutex) {} }
";
        let found = |table: &str| forbid(table, code);
        let perhaps = |module: &str, row: u32| {
            format!(
                "orders/src/lib.rs:{row}:`Mutex`: `tokio::sync::Mutex` is forbidden in this workspace: `orders::{module}` uses `Mutex`, which may be `tokio::sync::Mutex`"
            )
        };
        let mut all = found("names = [\"tokio::sync::Mutex\"]");
        all.retain(|it| it.contains("may be"));
        assert_eq!(
            all,
            [
                perhaps("domain", 1),
                perhaps("domain", 1),
                perhaps("shell", 2)
            ]
        );
        // There it is known, or of the workspace.
        let known = found("names = [\"tokio::sync::Mutex\"]");
        let plain: Vec<&String> = known.iter().filter(|it| it.contains("plain")).collect();
        assert!(
            plain.len() == 1 && !plain[0].contains("may be"),
            "{known:?}"
        );
        assert!(!known.iter().any(|it| it.contains("own")), "{known:?}");
        // The star itself is it.
        assert!(
            !found("names = [\"tokio\"]")
                .iter()
                .any(|it| it.contains("may be"))
        );
        assert_eq!(
            found("names = [\"tokio::sync::Mutex\"]\nlayers = [\"domain\"]").len(),
            2
        );
        assert_eq!(found("names = [\"tokio::sync::RwLock\"]"), [""; 0]);
    }

    #[test]
    fn transitive_bans_show_the_shortest_path() {
        let code = "
//- orders/src/lib.rs
pub mod domain { use crate::shared::clock; fn f() { clock::now(); } mod other { use crate::shared::clock; } }
pub mod shared { pub mod clock { pub fn now() { crate::shared::os::read() } } pub mod os { pub fn read() { std::fs::read(\"a\"); } } }
//- orders-domain: helper
//- orders-domain/src/lib.rs
//- helper: tokio
//- helper/src/lib.rs
";
        let text = format!(
            "//- govern.toml\n[archcheck]\npreset = \"hexagonal\"\n[[archcheck.forbid]]\nnames = [\"std::fs\", \"tokio\"]\nlayers = [\"domain\"]\ntransitive = true\n{code}"
        );
        let session = session(&text);
        let found = findings(&RULE, &session);
        assert_eq!(
            found.found()[0].related[0].message,
            "`orders::domain::other` does so, too"
        );
        let said: Vec<(&str, &str)> = found
            .found()
            .iter()
            .map(|finding| (finding.key.as_str(), finding.notes[0].as_str()))
            .collect();
        assert_eq!(
            said,
            [
                (
                    "domain -> orders::shared::clock -> … -> std::fs::read",
                    "the shortest path: `orders::domain` → `orders::shared::clock` → `orders::shared::os` → `std::fs::read`"
                ),
                (
                    "orders-domain -> … -> tokio",
                    "the shortest path: `orders-domain` → `helper` → `tokio`"
                ),
            ]
        );
        assert_eq!(
            found.found()[0].help,
            [
                "do without `orders::shared::clock`: let it be behind a trait that is passed in, or take what comes of it as a value"
            ]
        );
    }

    #[test]
    fn excluded_packages_may_depend_on_anything() {
        let code = "
//- xtask: tokio
//- xtask/src/main.rs
fn main() { tokio::spawn() }
//- orders/src/lib.rs
";
        let text = format!(
            "//- govern.toml\n[archcheck]\nexclude.crates = [\"xtask\"]\n[[archcheck.forbid]]\nnames = [\"tokio\"]\n{code}"
        );
        assert_eq!(check(&RULE, &text), [""; 0]);
        assert_eq!(check(&RULE, &text.replace("exclude", "# exclude")).len(), 1);
    }

    #[test]
    fn modules_of_the_workspace_can_be_forbidden() {
        let code = "
//- orders/src/lib.rs
pub mod legacy { pub mod inner { pub struct Old; use crate::legacy::helper; } pub fn helper() {} }
pub mod fresh { use crate::legacy::inner::Old; pub use crate::legacy::helper; }
pub mod other { use crate::fresh::*; fn f() { helper(); crate::fresh::helper(); } }
pub mod facade { pub use crate::fresh::helper as help; pub mod deep { pub use crate::facade::help; } }
pub mod user { use crate::facade::deep; fn f() { deep::help(); } }
";
        assert_eq!(
            forbid("names = [\"orders::legacy\"]", code),
            [
                "orders/src/lib.rs:2:`crate::legacy::helper`: `orders::legacy` is forbidden in this workspace: `orders::fresh` uses `orders::legacy::helper`",
                "orders/src/lib.rs:2:`crate::legacy::inner::Old`: `orders::legacy` is forbidden in this workspace: `orders::fresh` uses `orders::legacy::inner::Old`",
            ]
        );
    }

    #[test]
    fn packages_that_are_excluded_may_depend_on_anything_whatever_they_are_made_of() {
        let package = |name: &str, target: &str| {
            format!(
                "//- {name}/Cargo.toml\n[package]\nname = \"{name}\"\n[[{target}]]\nname = \"{name}-{target}\"\npath = \"src/it.rs\"\n[dependencies]\nhdr = \"1\"\n[dev-dependencies]\nhdr = \"1\"\n//- {name}/src/it.rs\nfn main() {{}}\n"
            )
        };
        let text = |exclude: &str| {
            format!(
                "//- govern.toml\n[archcheck.exclude]\ncrates = [{exclude}]\n[[archcheck.forbid]]\nnames = [\"hdr\"]\nkinds = [\"normal\", \"dev\"]\n{}{}",
                package("benches", "bench"),
                package("stress", "bin")
            )
        };
        let places = |exclude: &str| check(&RULE, &text(exclude)).len();
        assert_eq!(places(""), 2);
        assert_eq!(places("\"benches\""), 1);
        assert_eq!(places("\"stress\", \"benches\""), 0);
        assert_eq!(places("\"benches-bench\""), 1);
    }
}
