//! `dependency_cycle`: modules or packages depend on each other.

use govern_gate::{Finding, Findings, Level, Rule, RuleInfo};
use govern_workspace::DependencyKind;

use crate::{
    findings::cycles::{self, ModuleCycle, PackageCycle, Step},
    model::architecture::{Architecture, Link},
};

/// Modules or packages depend on each other.
pub(super) static RULE: Rule<Architecture> = Rule {
    info: RuleInfo {
        gate: "archcheck",
        name: "dependency_cycle",
        summary: "modules or packages depend on each other",
        level: Level::Warn,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds packages of the workspace, and modules that stand side by side, that depend on each other. Of everything that hangs
together it shows the shortest cycle, and for each module that is on none of those shown the shortest one through it, so
that a module which joins is seen. Each comes with the edge that is cheapest to cut (the fewest names, then the fewest
places).

Modules are compared with their siblings: what is inside `a` counts as `a`. An edge between a module and one inside it is
none here, so neither `mod child;`, `pub use child::X` nor `use super::X` closes a cycle. A name counts where it is declared,
so a module that only re-exports (a prelude) is in no cycle, and tests do not count unless `tests = true`.

Packages are in a cycle only over `[dev-dependencies]`: cargo allows no other.

### Why is this bad?

What depends on each other can only be understood, changed, tested and moved together. Modules in a cycle can never become
crates. In a cycle of packages, unit tests are built against two copies of the same crate, whose types do not match.

### Example

```rust
mod order {
    pub struct Order { pub customer: crate::customer::Customer }
}
mod customer {
    pub struct Customer { pub orders: Vec<crate::order::Order> }
}
```

### Use instead

```rust
mod order {
    pub struct Order { pub customer: crate::customer::CustomerId }
}
mod customer {
    pub struct CustomerId(pub u64);
}
```

Other ways out: move what both need into a module of its own, or let one of them take a trait. `[archcheck.cycles]` switches
either kind off: `modules = false`, `packages = false`, `dev-dependencies = false`.

### Limits

Edges that only types know of (method calls, what derives and other macros generate) are not seen.
"#;

fn check(architecture: &Architecture, findings: &mut Findings) {
    let cycles = &architecture.policy.cycles;
    if !cycles.packages && !cycles.modules {
        findings.idle("`[archcheck.cycles]` switches both kinds of cycles off");
    }
    if cycles.packages {
        findings.checked(
            architecture
                .packages
                .iter()
                .filter(|package| package.member)
                .count(),
        );
        for cycle in cycles::packages(architecture) {
            of_packages(architecture, findings, &cycle);
        }
    }
    if cycles.modules {
        findings.checked(
            architecture
                .module_rows()
                .filter(|&row| architecture.reports_on(row))
                .count(),
        );
        for cycle in cycles::modules(architecture) {
            of_modules(architecture, findings, &cycle);
        }
    }
}

fn of_packages(architecture: &Architecture, findings: &mut Findings, cycle: &PackageCycle<'_>) {
    let name = |row| architecture.package(row).name.as_str();
    let said = |link: &Link| {
        let table = match link.kinds.keys().next() {
            Some(DependencyKind::Development) => " for its tests",
            Some(DependencyKind::Build) => " for its build script",
            _ => "",
        };
        format!(
            "`{}` depends on `{}`{table}",
            name(link.from),
            name(link.to)
        )
    };
    let place = |link: &Link| link.kinds.values().find_map(|span| *span);
    let cheapest = cycle.steps[cycle.cheapest];
    let around: Vec<&str> = cycle.steps.iter().map(|link| name(link.from)).collect();
    let message = format!("the packages {} depend on each other", listed(&around));
    let finding = findings.report(place(cheapest), key(&around), message);
    finding.label(said(cheapest));
    for link in others(&cycle.steps, cycle.cheapest) {
        if let Some(span) = place(link) {
            finding.related(span, said(link));
        }
    }
    let members = cycle.members.iter().map(|&row| name(row));
    notes(finding, &around, "packages", &members.collect::<Vec<_>>());
    let (from, to) = (name(cheapest.from), name(cheapest.to));
    finding.help(format!(
        "move the tests of `{from}` that need `{to}` to a package of their own, or to `{to}`"
    ));
}

fn of_modules(architecture: &Architecture, findings: &mut Findings, cycle: &ModuleCycle) {
    let path = |row| architecture.module(row).path.as_str();
    let site = |step: &Step| architecture.use_of(step.uses[0]);
    let said = |step: &Step| {
        format!(
            "`{}` uses `{}`",
            path(site(step).from),
            architecture.text(site(step).item)
        )
    };
    let cheapest = &cycle.steps[cycle.cheapest];
    let around: Vec<&str> = cycle.steps.iter().map(|step| path(step.from)).collect();
    let message = format!("the modules {} depend on each other", listed(&around));
    let finding = findings.report(site(cheapest).span, key(&around), message);
    finding.label(said(cheapest));
    for step in others(&cycle.steps, cycle.cheapest) {
        finding.related(site(step).span, said(step));
    }
    let members = cycle.members.iter().map(|&row| path(row));
    notes(finding, &around, "modules", &members.collect::<Vec<_>>());
    let plural = |count: usize, one: &str| {
        if count == 1 {
            format!("one {one}")
        } else {
            format!("{count} {one}s")
        }
    };
    finding.note(format!(
        "the cheapest edge of it to cut: `{}` → `{}`, {} in {}",
        path(cheapest.from),
        path(cheapest.to),
        plural(cheapest.names, "name"),
        plural(cheapest.uses.len(), "place"),
    ));
    finding.help(format!(
        "move what both need into a module of its own inside `{}`",
        path(cycle.parent)
    ));
}

/// What a cycle is called: the way around from its first name.
fn key(around: &[&str]) -> String {
    let first = (0..around.len()).min_by_key(|&at| around[at]).unwrap_or(0);
    let mut names = around.to_vec();
    names.rotate_left(first);
    match names.as_slice() {
        [one, two] => format!("{one} <-> {two}"),
        _ => names
            .iter()
            .chain(names.first())
            .copied()
            .collect::<Vec<_>>()
            .join(" -> "),
    }
}

/// Says how the cycle goes, and who hangs together by it and by others.
fn notes(finding: &mut Finding, around: &[&str], kind: &str, members: &[&str]) {
    let names: Vec<&str> = around.iter().chain(around.first()).copied().collect();
    finding.note(format!("the cycle: `{}`", names.join("` → `")));
    if members.len() > around.len() {
        finding.note(format!(
            "with other cycles {} {kind} hang together: {}",
            members.len(),
            listed(members)
        ));
    }
}

fn others<T>(steps: &[T], but: usize) -> impl Iterator<Item = &T> {
    steps
        .iter()
        .enumerate()
        .filter(move |(step, _)| *step != but)
        .map(|(_, step)| step)
}

/// Some names in a sentence; the first few of many.
fn listed(names: &[&str]) -> String {
    const SHOWN: usize = 6;
    match names {
        [rest @ .., last] if names.len() <= SHOWN => {
            format!("`{}` and `{last}`", rest.join("`, `"))
        }
        _ => format!(
            "`{}` and {} more",
            names[..SHOWN].join("`, `"),
            names.len() - SHOWN
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture::{check, findings, session};

    #[test]
    fn siblings_are_compared_with_all_that_is_in_them() {
        let text = "
//- shop/src/lib.rs
pub mod order { pub mod line { pub struct Line(crate::stock::item::Item); } pub struct Order; }
pub mod stock { pub mod item { pub struct Item; } pub mod log { use crate::order::Order; fn f(_: Order) {} } }
";
        assert_eq!(
            check(&RULE, text),
            [
                "shop/src/lib.rs:1:`crate::stock::item::Item`: the modules `shop::order` and `shop::stock` depend on each other"
            ]
        );
        let session = session(text);
        let found = findings(&RULE, &session);
        let finding = &found.found()[0];
        assert_eq!(finding.key, "shop::order <-> shop::stock");
        assert_eq!(
            finding.notes,
            [
                "the cycle: `shop::order` → `shop::stock` → `shop::order`",
                "the cheapest edge of it to cut: `shop::order` → `shop::stock`, one name in one place"
            ]
        );
    }

    #[test]
    fn facades_preludes_parents_and_tests_close_no_cycle() {
        let text = "
//- shop/src/lib.rs
pub mod order;
pub mod prelude { pub use crate::order::Order; }
pub use order::Order;
pub struct Error;
//- shop/src/order.rs
pub use line::Line;
mod line;
use crate::{Error, prelude::*};
pub struct Order;
#[cfg(test)]
mod tests { use crate::stock::Stock; }
//- shop/src/order/line.rs
pub struct Line(super::Order);
//- shop/src/main.rs
mod stock;
fn main() { shop::order::Order; }
//- shop/src/stock.rs
pub struct Stock;
";
        assert_eq!(
            check(
                &RULE,
                &text.replace(
                    "mod order;",
                    "mod order;\npub mod stock { use crate::order::Order; pub struct Stock; }"
                )
            ),
            [""; 0]
        );
    }

    #[test]
    fn packages_are_in_a_cycle_over_their_tests() {
        let text = "
//- a/Cargo.toml
[package]
name = \"a\"
edition = \"2024\"
[dev-dependencies]
b = { path = \"../b\" }
a = { path = \".\", features = [] }
//- a/src/lib.rs
//- b: a
//- b/src/lib.rs
";
        assert_eq!(
            check(&RULE, text),
            ["a/Cargo.toml:5:`b`: the packages `a` and `b` depend on each other"]
        );
        let without =
            format!("{text}\n//- govern.toml\n[archcheck]\ncycles.dev-dependencies = false\n");
        assert_eq!(check(&RULE, &without), [""; 0]);
    }

    #[test]
    fn a_way_around_has_one_name_wherever_it_begins() {
        assert_eq!(super::key(&["b", "a"]), "a <-> b");
        for around in [["b", "c", "a"], ["c", "a", "b"]] {
            assert_eq!(super::key(&around), "a -> b -> c -> a");
        }
        assert_eq!(super::key(&["b", "a", "c"]), "a -> c -> b -> a");
    }
}
