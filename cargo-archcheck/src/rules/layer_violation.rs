//! `layer_violation`: code in one layer uses another that it may not use.

use std::collections::{BTreeMap, BTreeSet};

use govern_gate::{Findings, Level, Rule, RuleInfo};
use govern_workspace::DependencyKind;

use crate::{
    findings::{
        causes::{by_cause, show_sites},
        remedy,
    },
    model::architecture::{Architecture, Link, ModuleRow, PackageRow, Use, UseRow},
    policy::LayerId,
};

/// Code in one layer uses another that it may not use.
pub(super) static RULE: Rule<Architecture> = Rule {
    info: RuleInfo {
        gate: "archcheck",
        name: "layer_violation",
        summary: "code in one layer uses another that it may not use",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds code in one layer of `[archcheck.layers]` that uses a layer it may not use, and packages that depend on one. Every way
to name something counts: `use` (grouped, renamed, glob, inside a block), paths in signatures, bodies, patterns, `impl`
headers, attributes and derives, and paths in the arguments of macros. Names are resolved, so a renamed dependency and a
chain of re-exports are seen through; the notes show them.

Every use is read twice: by the module as written, and by the module that declares what is used. It is a violation if either
is in a layer that may not be used.

Tests do not count unless `tests = true`; build scripts never do.

### Why is this bad?

A layer that uses what it must not know cannot be tested, moved or replaced without it.

### Example

```toml
[archcheck]
preset = "hexagonal"
```

```rust
mod domain {
    use crate::adapter::Bus;
}
```

### Use instead

```rust
mod port {
    pub trait Publish { fn publish(&self, message: &str); }
}
mod domain {
    use crate::port::Publish;
}
```

with `impl Publish for Bus` in `adapter`, passed in by the entrypoint.

### Limits

What only types know is not seen: methods of a value whose type is never named, and what derives and procedural macros
generate. The body of a `macro_rules!` is not checked where it is defined.
"#;

/// From which layer into which.
type Crossing = (LayerId, LayerId);

fn check(architecture: &Architecture, findings: &mut Findings) {
    if architecture.policy.layers.is_empty() {
        findings.idle("no layers are declared in `[archcheck]`, so none can be violated");
        return;
    }
    let in_layers = architecture
        .module_rows()
        .filter(|&row| architecture.reports_on(row) && architecture.module(row).layer.is_some());
    findings.checked(in_layers.count());

    let mut crossings: BTreeMap<UseRow, Crossing> = BTreeMap::new();
    for row in architecture.use_rows() {
        if let Some(crossing) = crossing(architecture, architecture.use_of(row)) {
            crossings.insert(row, crossing);
        }
    }
    let wrong: BTreeSet<UseRow> = crossings.keys().copied().collect();
    let mut packages = BTreeSet::new();
    for ((from, item), uses) in by_cause(architecture, &wrong) {
        let place = architecture.use_of(uses[0]);
        let (layer, other) = crossings[&uses[0]];
        packages
            .extend(targets(architecture, place).map(|to| (architecture.module(from).package, to)));
        report(architecture, findings, (layer, other), place, item, &uses);
    }

    for link in &architecture.links {
        let (from, to) = (
            architecture.package(link.from),
            architecture.package(link.to),
        );
        let (Some(layer), Some(other), true) = (from.layer, to.layer, from.selected) else {
            continue;
        };
        let Some(span) = declared(architecture, link) else {
            continue;
        };
        findings.checked(1);
        if architecture.policy.allows(layer, other) || packages.contains(&(link.from, link.to)) {
            continue;
        }
        let (name, other_name) = (
            &architecture.policy.layer(layer).name,
            &architecture.policy.layer(other).name,
        );
        let finding = findings.report(
            span,
            format!("{} -> {}", from.name, to.name),
            format!(
                "`{name}` may not use `{other_name}`: package `{}` depends on `{}`",
                from.name, to.name
            ),
        );
        finding.label(format!("`{}` is in `{other_name}`", to.name));
        explain(architecture, finding, layer);
        finding.help("remove the dependency: no code uses it in a way that this tool sees");
    }
}

/// Where a link is declared that counts here; none if it does not count.
fn declared(architecture: &Architecture, link: &Link) -> Option<Option<govern_diagnostics::Span>> {
    let mut kinds = link
        .kinds
        .iter()
        .filter(|(kind, _)| architecture.counts(**kind));
    kinds.next().map(|(_, span)| *span)
}

/// The forbidden crossing that a use is, in one of its readings.
fn crossing(architecture: &Architecture, place: &Use) -> Option<Crossing> {
    if !architecture.counts(place.kind) || !architecture.is_in_view(place.from) {
        return None;
    }
    let layer = architecture.module(place.from).layer?;
    // What it is says more than where it was picked up.
    [place.def, place.via]
        .into_iter()
        .flatten()
        .find_map(|target| {
            let target = architecture.module(target);
            let other = target.layer.filter(|_| !target.excluded)?;
            (!architecture.policy.allows(layer, other)).then_some((layer, other))
        })
}

/// The packages of the modules that a use leads to.
fn targets(architecture: &Architecture, place: &Use) -> impl Iterator<Item = PackageRow> {
    [place.def, place.via]
        .into_iter()
        .flatten()
        .map(|target| architecture.module(target).package)
}

fn report(
    architecture: &Architecture,
    findings: &mut Findings,
    (layer, other): Crossing,
    place: &Use,
    item: &str,
    uses: &[UseRow],
) {
    let policy = &architecture.policy;
    let (name, other_name) = (&policy.layer(layer).name, &policy.layer(other).name);
    let from = &architecture.module(place.from).path;
    let in_other = |target: &ModuleRow| architecture.module(*target).layer == Some(other);
    // What is allowed itself, but not where it was picked up.
    let picked_up = match place.def.filter(in_other) {
        Some(_) => None,
        None => place.via.filter(in_other),
    };
    let way = picked_up.map(|via| format!(" through `{}`", architecture.module(via).path));
    let finding = findings.report(
        place.span,
        format!("{from} -> {item}"),
        format!(
            "`{name}` may not use `{other_name}`: `{from}` uses `{item}`{}",
            way.unwrap_or_default()
        ),
    );
    finding.label(match picked_up {
        Some(via) => format!(
            "reached through `{}`, which is in `{other_name}`",
            architecture.module(via).path
        ),
        None => format!("this is in `{other_name}`"),
    });
    show_sites(architecture, finding, uses);
    explain(architecture, finding, layer);
    if place.kind == DependencyKind::Development {
        finding.note("this is test code, and `tests = true` makes it obey");
    }
    if picked_up.is_some()
        && let Some(help) = remedy::directly(architecture, place, item)
    {
        finding.help(help);
        return;
    }
    if let Some(help) = remedy::instead(architecture, place, item, (layer, other)) {
        finding.help(help);
        return;
    }
    let port = policy
        .layers
        .iter()
        .position(|layer| layer.name == "port")
        .map(|row| LayerId(row as u32));
    match port.filter(|&port| port != other && port != layer && policy.allows(layer, port) && policy.allows(other, port)) {
        Some(_) => finding.help(format!(
            "say what `{name}` needs as a trait in `port`, implement it in `{other_name}`, and pass it in from outside"
        )),
        None => finding.help(format!(
            "let `{other_name}` use `{name}` instead, or move what is needed to a layer that `{name}` may use"
        )),
    };
}

fn explain(architecture: &Architecture, finding: &mut govern_gate::Finding, layer: LayerId) {
    finding.note(architecture.policy.allowed_text(layer));
    if let Some(because) = &architecture.policy.layer(layer).because {
        finding.note(because.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture::{check, findings, session};

    #[test]
    fn one_mistake_is_one_finding() {
        let text = "
//- govern.toml
[archcheck]
preset = \"hexagonal\"
//- orders/src/lib.rs
pub mod adapter { pub struct Bus; pub fn send(_: Bus) {} }
pub mod domain {
    use crate::adapter;
    fn f(bus: adapter::Bus) { adapter::send(bus) }
}
";
        let session = session(text);
        let found = findings(&RULE, &session);
        let [finding] = found.found() else {
            panic!("{found:#?}")
        };
        assert_eq!(finding.key, "orders::domain -> orders::adapter");
        assert_eq!(
            finding.message,
            "`domain` may not use `adapter`: `orders::domain` uses `orders::adapter`"
        );
        assert_eq!(finding.related.len(), 2);
        assert_eq!(finding.notes[0], "`domain` may use `port`, `shared`");
    }

    #[test]
    fn the_port_to_use_is_named_or_the_trait_that_is_missing() {
        let help = |adapter: &str, domain: &str| {
            let text = format!(
                "
//- govern.toml
[archcheck]
preset = \"hexagonal\"
//- orders/src/lib.rs
pub mod port {{ pub trait Publish {{ fn publish(&self); }} pub trait Close {{ fn close(&self); }} }}
pub mod adapter {{ pub struct Bus; {adapter} }}
pub mod domain {{ {domain} }}
"
            );
            let session = session(&text);
            let found = findings(&RULE, &session);
            let [finding] = found.found() else {
                panic!("{found:#?}")
            };
            finding.help.join("; ")
        };
        let publish = "impl crate::port::Publish for Bus { fn publish(&self) {} }";
        let close = "impl crate::port::Close for Bus { fn close(&self) {} }";
        let taken = "fn f(_: crate::adapter::Bus) {}";
        assert_eq!(
            help(publish, taken),
            "use the port `orders::port::Publish`, which it implements, and take what stands behind it from outside"
        );
        assert_eq!(
            help(&format!("{publish} {close}"), taken),
            "use one of the ports `orders::port::Close`, `orders::port::Publish`, which it implements, and take what stands behind it from outside"
        );
        let own = "impl Bus { pub fn open() -> Bus { Bus } pub fn send(&self) {} pub fn close(&self) {} pub fn rest(&self) {} }";
        assert_eq!(
            help(
                own,
                "use crate::adapter::Bus as B; fn f(b: &B) { B::send(b); B::close(b); B::open(); }"
            ),
            "add a trait to `orders::port` with what is called, `close`, `send`, implement it for `Bus`, and pass it in from outside"
        );
        assert_eq!(
            help(own, taken),
            "say what `domain` needs as a trait in `port`, implement it in `adapter`, and pass it in from outside"
        );
    }

    #[test]
    fn either_reading_is_a_violation() {
        let text = "
//- govern.toml
[archcheck]
order = [\"top\", \"low\"]
layers.top.modules = [\"x::top\"]
layers.low.modules = [\"x::low\"]
//- x/src/lib.rs
pub mod top { pub struct T; pub use crate::low::L; }
pub mod facade { pub use crate::top::T; }
pub mod low { pub struct L; mod by_def { use crate::facade::T; } mod by_via { use crate::top::L; } }
";
        assert_eq!(
            check(&RULE, text),
            [
                "x/src/lib.rs:3:`crate::facade::T`: `low` may not use `top`: `x::low::by_def` uses `x::top::T`",
                "x/src/lib.rs:3:`crate::top::L`: `low` may not use `top`: `x::low::by_via` uses `x::low::L` through `x::top`",
            ]
        );
        let session = session(text);
        let found = findings(&RULE, &session);
        assert_eq!(found.found()[1].help, ["name it directly, as `x::low::L`"]);
    }

    #[test]
    fn what_another_crate_declares_is_named_from_there() {
        let text = |depends: &str| {
            format!(
                "
//- govern.toml
[archcheck]
order = [\"top\", \"low\", \"base\"]
layers.top.modules = [\"x::top\"]
layers.low.modules = [\"x::low\"]
layers.base.crates = [\"base\"]
//- base/src/lib.rs
mod inner {{ pub struct B; }} pub use inner::B;
//- mid: base
//- mid/src/lib.rs
pub use base::B;
//- x: {depends}
//- x/src/lib.rs
pub mod top {{ pub use {depends}::B; }}
pub mod low {{ use crate::top::B; }}
"
            )
        };
        let help = |depends: &str| {
            let text = text(depends);
            let session = session(&text);
            let found = findings(&RULE, &session);
            found.found()[0].help.clone()
        };
        assert_eq!(help("base"), ["name it directly, from `base`"]);
        assert_eq!(
            help("mid"),
            ["let `top` use `low` instead, or move what is needed to a layer that `low` may use"]
        );
    }

    #[test]
    fn a_manifest_counts_where_no_code_says_the_same() {
        let text = "
//- govern.toml
[archcheck]
preset = \"hexagonal\"
//- orders-domain: orders-adapter
//- orders-domain/src/lib.rs
//- orders-adapter/src/lib.rs
pub struct Bus;
";
        let manifest = "orders-domain/Cargo.toml:7:`orders-adapter`: `domain` may not use `adapter`: package `orders-domain` depends on `orders-adapter`";
        assert_eq!(check(&RULE, text), [manifest]);
        let used = text.replace(
            "src/lib.rs\n//- orders-adapter/",
            "src/lib.rs\nuse orders_adapter::Bus;\n//- orders-adapter/",
        );
        let code = "orders-domain/src/lib.rs:1:`orders_adapter::Bus`: `domain` may not use `adapter`: `orders_domain` uses `orders_adapter::Bus`";
        assert_eq!(check(&RULE, &used), [code]);
    }

    #[test]
    fn tests_obey_where_they_have_to() {
        let text = "
//- govern.toml
[archcheck]
preset = \"hexagonal\"
//- orders/src/lib.rs
pub mod adapter { pub struct Bus; }
pub mod domain { #[test] fn alone() { crate::adapter::Bus; } #[cfg(test)] mod tests { use crate::adapter::Bus; } }
";
        assert_eq!(check(&RULE, text), [""; 0]);
        let strict = text.replace("hexagonal\"", "hexagonal\"\ntests = true");
        assert_eq!(
            check(&RULE, &strict),
            [
                "orders/src/lib.rs:2:`crate::adapter::Bus`: `domain` may not use `adapter`: `orders::domain` uses `orders::adapter::Bus`",
                "orders/src/lib.rs:2:`crate::adapter::Bus`: `domain` may not use `adapter`: `orders::domain::tests` uses `orders::adapter::Bus`",
            ]
        );
    }

    #[test]
    fn what_only_dev_dependencies_switch_on_is_test_code() {
        let text = "
//- govern.toml
[archcheck]
preset = \"hexagonal\"
//- Cargo.toml
[workspace]
members = [\"orders\", \"shop\"]
resolver = \"RESOLVER\"
//- orders/Cargo.toml
[package]
name = \"orders\"
[features]
mock = []
//- orders/src/lib.rs
pub mod adapter { pub struct Bus; }
pub mod domain { #[cfg(feature = \"mock\")] pub mod mock { use crate::adapter::Bus; } }
//- shop/Cargo.toml
[package]
name = \"shop\"
[TABLE]
orders = { path = \"../orders\", features = [\"mock\"] }
//- shop/src/lib.rs
";
        let found = |resolver: &str, table: &str| {
            let text = text.replace("RESOLVER", resolver).replace("TABLE", table);
            check(&RULE, &text).len()
        };
        assert_eq!(found("2", "dev-dependencies"), 0);
        assert_eq!(found("2", "dependencies"), 1);
        // Resolver 1 builds the program with it, too.
        assert_eq!(found("1", "dev-dependencies"), 1);
    }

    #[test]
    fn what_is_excluded_is_not_looked_at() {
        let text = "
//- govern.toml
[archcheck]
preset = \"hexagonal\"
exclude = { modules = [\"orders::domain::old\"], crates = [\"legacy-*\"] }
//- orders/src/lib.rs
pub mod adapter { pub struct Bus; }
pub mod domain { pub mod old { pub mod inner { use crate::adapter::Bus; } } }
//- legacy-domain: orders-adapter
//- legacy-domain/src/lib.rs
use orders_adapter::Bus;
//- orders-adapter/src/lib.rs
pub struct Bus;
";
        assert_eq!(check(&RULE, text), [""; 0]);
        assert_eq!(check(&RULE, &text.replace("exclude", "# exclude")).len(), 2);
    }
}
