//! `forbidden_dependency`: code or a manifest uses what is forbidden there.

use std::collections::BTreeSet;

use govern_gate::{Finding, Findings, Level, Rule, RuleInfo};
use govern_workspace::DependencyKind;

use crate::{
    architecture::{Architecture, Link, ModuleRow, PackageRow, UseRow},
    causes::{by_cause, show_sites},
    occurrences::Index,
    policy::{Forbidden, ForbiddenName, LayerId, Scope},
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
`nats = { package = "async-nats" }`, and `shared::bus::Client` is if `shared` has `pub use async_nats as bus`.

A name stands for all that is inside it: `std::fs` for `std::fs::read`, `tokio` for the crate. `*` stands for part of a
segment, `**` for any number of segments. A macro is named with its mark: `std::println!`. `core` and `alloc` are `std`.

`layers` or `except` say where, `kinds` in which code and in which tables of the manifest (`normal`, `dev`, `build`; only
`normal` if nothing is said). With `transitive = true` it is forbidden, too, to depend on a package that depends on it, and
to use a module outside of these layers that uses it.

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

What a method does is not seen: `path.exists()` looks at the disk without naming `std::fs`. `transitive` follows packages as
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
                in_code(architecture, findings, (forbidden, name), item, &uses);
            }
            for link in index.links(forbidden, &matches) {
                if !packages.contains(&link.from) {
                    in_manifest(architecture, findings, (forbidden, name), link);
                }
            }
            if !forbidden.transitive {
                continue;
            }
            for path in index.package_paths(forbidden, &matches) {
                over_packages(architecture, findings, (forbidden, name), &path);
            }
            for (path, user) in index.module_paths(forbidden, &matches) {
                over_modules(
                    architecture,
                    findings,
                    (forbidden, name),
                    &index,
                    (&path, user),
                );
            }
        }
    }
}

/// What is forbidden, and by which of the names.
type Ban<'a> = (&'a Forbidden, &'a ForbiddenName);

fn in_code(
    architecture: &Architecture,
    findings: &mut Findings,
    ban: Ban<'_>,
    item: &str,
    uses: &[UseRow],
) {
    let place = architecture.use_of(uses[0]);
    let module = architecture.module(place.from);
    let finding = findings.report(
        place.span,
        format!("{} -> {item}", module.path),
        format!(
            "`{}` is forbidden {}: `{}` uses `{item}`",
            ban.1.text,
            scope_text(architecture, ban.0, module.layer),
            module.path
        ),
    );
    finding.label(format!("this is `{}`", architecture.text(place.item)));
    show_sites(architecture, finding, uses);
    let written = architecture.text(place.written).split("::").next();
    let link = architecture.links.iter().find(|link| {
        link.from == module.package
            && Some(link.name.as_str()) == written
            && link.name != architecture.package(link.to).library
    });
    if let Some(link) = link {
        finding.note(format!(
            "`{}` is what this package calls `{}`",
            link.name,
            architecture.package(link.to).name
        ));
    }
    explain(architecture, finding, ban);
    finding.help(advice(architecture, ban.0));
}

fn in_manifest(architecture: &Architecture, findings: &mut Findings, ban: Ban<'_>, link: &Link) {
    let (from, to) = (
        architecture.package(link.from),
        architecture.package(link.to),
    );
    let finding = findings.report(
        declared(ban.0, link),
        format!("{} -> {}", from.name, to.name),
        format!(
            "`{}` is forbidden {}: package `{}` depends on `{}`",
            ban.1.text,
            scope_text(architecture, ban.0, from.layer),
            from.name,
            to.label
        ),
    );
    finding.label(if link.name == to.library {
        "declared here".to_owned()
    } else {
        format!("this is `{}`", to.name)
    });
    explain(architecture, finding, ban);
    finding.help("remove it from the manifest");
}

fn over_packages(
    architecture: &Architecture,
    findings: &mut Findings,
    ban: Ban<'_>,
    path: &[&Link],
) {
    let (Some(first), Some(last)) = (path.first(), path.last()) else {
        return;
    };
    let (from, to) = (
        architecture.package(first.from),
        architecture.package(last.to),
    );
    let next = &architecture.package(first.to).label;
    let finding = findings.report(
        declared(ban.0, first),
        format!("{} -> … -> {}", from.name, to.name),
        format!(
            "`{}` is forbidden {}: package `{}` depends on `{}` through `{next}`",
            ban.1.text,
            scope_text(architecture, ban.0, from.layer),
            from.name,
            to.label
        ),
    );
    finding.label(format!("`{next}` brings it in"));
    let names = path
        .iter()
        .map(|link| architecture.package(link.from).label.as_str())
        .chain([to.label.as_str()]);
    finding.note(format!(
        "the shortest path: `{}`",
        names.collect::<Vec<_>>().join("` → `")
    ));
    explain(architecture, finding, ban);
    finding.help(format!(
        "do without `{next}`, or switch off the feature of it that needs `{}`",
        to.name
    ));
}

fn over_modules(
    architecture: &Architecture,
    findings: &mut Findings,
    ban: Ban<'_>,
    index: &Index<'_>,
    (path, user): (&[ModuleRow], UseRow),
) {
    let (from, user) = (architecture.module(path[0]), architecture.use_of(user));
    let next = &architecture.module(path[1]).path;
    let item = architecture.text(user.item);
    let site = index.site(path[0], path[1]);
    let finding = findings.report(
        site.span,
        format!("{} -> … -> {item}", from.path),
        format!(
            "`{}` is forbidden {}: `{}` reaches `{item}` through `{next}`",
            ban.1.text,
            scope_text(architecture, ban.0, from.layer),
            from.path
        ),
    );
    finding.label(format!("this is in `{next}`"));
    for step in path.windows(2).skip(1) {
        let site = index.site(step[0], step[1]);
        finding.related(
            site.span,
            format!(
                "`{}` uses `{}`",
                architecture.module(step[0]).path,
                architecture.text(site.item)
            ),
        );
    }
    finding.related(
        user.span,
        format!("`{}` uses `{item}`", architecture.module(user.from).path),
    );
    let names = path
        .iter()
        .map(|&row| architecture.module(row).path.as_str())
        .chain([item]);
    finding.note(format!(
        "the shortest path: `{}`",
        names.collect::<Vec<_>>().join("` → `")
    ));
    explain(architecture, finding, ban);
    finding.help(advice(architecture, ban.0));
}

/// Where a link is declared in a table that is forbidden.
fn declared(forbidden: &Forbidden, link: &Link) -> Option<govern_diagnostics::Span> {
    link.kinds
        .iter()
        .find(|(kind, _)| forbidden.kinds.contains(kind))
        .and_then(|(_, span)| *span)
}

fn scope_text(
    architecture: &Architecture,
    forbidden: &Forbidden,
    layer: Option<LayerId>,
) -> String {
    match (&forbidden.scope, layer) {
        (Scope::In(_), Some(layer)) => format!("in `{}`", architecture.policy.layer(layer).name),
        (Scope::Except(layers), _) => format!("outside of {}", architecture.policy.names(layers)),
        _ => "in this workspace".to_owned(),
    }
}

fn explain(architecture: &Architecture, finding: &mut Finding, (forbidden, name): Ban<'_>) {
    match name.span {
        Some(span) => finding.related(span, "forbidden here"),
        None => finding.note(format!("the preset forbids `{}`", name.text)),
    };
    if let Some(because) = &forbidden.because {
        finding.note(because.clone());
    }
    if forbidden.transitive && !architecture.resolved {
        finding.note("what external packages depend on is not known here: cargo was not asked");
    }
}

fn advice(architecture: &Architecture, forbidden: &Forbidden) -> String {
    match &forbidden.scope {
        Scope::Except(layers) => format!("move this to {}, and use it from there", architecture.policy.names(layers)),
        _ if forbidden.kinds.contains(&DependencyKind::Normal) => {
            "let another layer do it: behind a trait that is passed in, or as a value that is passed in".to_owned()
        }
        _ => "do without it".to_owned(),
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
    fn transitive_bans_show_the_shortest_path() {
        let code = "
//- orders/src/lib.rs
pub mod domain { use crate::shared::clock; fn f() { clock::now(); } }
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
        let said: Vec<(&str, &str)> = found
            .found()
            .iter()
            .map(|finding| (finding.key.as_str(), finding.notes[0].as_str()))
            .collect();
        assert_eq!(
            said,
            [
                (
                    "orders::domain -> … -> std::fs::read",
                    "the shortest path: `orders::domain` → `orders::shared::clock` → `orders::shared::os` → `std::fs::read`"
                ),
                (
                    "orders-domain -> … -> tokio",
                    "the shortest path: `orders-domain` → `helper` → `tokio`"
                ),
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
";
        assert_eq!(
            forbid("names = [\"orders::legacy\"]", code),
            [
                "orders/src/lib.rs:2:`crate::legacy::helper`: `orders::legacy` is forbidden in this workspace: `orders::fresh` uses `orders::legacy::helper`",
                "orders/src/lib.rs:2:`crate::legacy::inner::Old`: `orders::legacy` is forbidden in this workspace: `orders::fresh` uses `orders::legacy::inner::Old`",
            ]
        );
    }
}
