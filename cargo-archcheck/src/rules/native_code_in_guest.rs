//! `native_code_in_guest`: a guest reaches what does not work on its platform.

use std::collections::{BTreeMap, BTreeSet, VecDeque, btree_map::Entry};

use govern_diagnostics::FileId;
use govern_gate::{Finding, Findings, Level, Rule, RuleInfo};

use super::NOT_ASKED;
use crate::{
    findings::causes::{by_cause, show_sites},
    model::{
        architecture::{Architecture, Guest, UseRow},
        built::BuiltLink,
        guest::{Asked, is_known, known, native_name},
    },
    path::head,
};

/// A guest reaches what does not work on its platform.
pub(super) static RULE: Rule<Architecture> = Rule {
    info: RuleInfo {
        gate: "archcheck",
        name: "native_code_in_guest",
        summary: "a crate that is built for a platform of its own reaches what does not work there",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Looks at the crates that `[archcheck.guest]` names as they are when they are built for their platform, each alone, with
default features: with the dependencies and features that they have there, and with the code that exists there. The platform
need not be installed. Two things are found:

- packages that do not work on the platform, or do not with the features that are on, as `tokio` with `net`: at the key in
  the manifest of the guest with which the shortest way to it begins. The note shows the way, and who asks for the features;
- names that do not work there, in modules of the guest and of the members that it depends on: `std::process::Command`,
  `std::os::unix`. What `cfg` switches off on the platform is no part of it, nor are tests and build scripts. What several
  guests reach is one finding, which names them.

The table `native.toml` in the source of this gate lists what is known, each with its platforms: WASI has files and clocks,
but no threads and no processes; `wasm32-unknown-unknown` has none of these. `native` names more, `allow` takes some away.
What lies behind a package that was found is not looked at.

### Why is this bad?

The guest does not build, or it fails where nobody looks: the host's tests, with another platform and all features on, are
green.

### Example

```toml
[archcheck.guest]
crates = ["*-guest"]
```

```rust
// of a crate that the guest uses
pub fn version() -> Option<String> {
    let output = std::process::Command::new("git").arg("describe").output().ok()?;
    String::from_utf8(output.stdout).ok()
}
```

### Use instead

```rust
#[cfg(not(target_family = "wasm"))]
pub fn version() -> Option<String> {
    let output = std::process::Command::new("git").arg("describe").output().ok()?;
    String::from_utf8(output.stdout).ok()
}
```

```toml
[archcheck.guest]
crates = ["orders-guest"]
targets = ["wasm32-unknown-unknown"]    # default: ["wasm32-wasip1"]
native = ["zmq", "shop/sockets", "std::env::args"]
allow = ["tokio/fs"]                    # built with `--cfg tokio_unstable`
```

### Limits

Code of external packages is not looked into: they are known by their names. Where cargo was not asked (for a git revision,
or with `--resolve manifests`), only the direct dependencies of members are known, and no features of external packages. What
a method does is not seen. Of the flags that `.cargo/config.toml` sets for a platform, only `--cfg` counts.
"#;

/// Packages and how they are reached: a row, and the link that leads there.
type Way<'g> = Vec<(usize, &'g BuiltLink)>;

fn check(architecture: &Architecture, findings: &mut Findings) {
    let Some(asked) = &architecture.policy.guests else {
        findings.idle(NOT_ASKED);
        return;
    };
    let mut names = Shared::new();
    for guest in &architecture.guests {
        if !is_known(&guest.target) && asked.native.is_empty() {
            let target = &guest.target;
            findings.idle(format!(
                "what does not work on `{target}` is not known, and `native` names nothing"
            ));
            continue;
        }
        findings.checked(guest.built.len());
        let found = packages(architecture, guest, findings);
        findings.checked(guest.modules().len());
        code(architecture, guest, &found, &mut names);
    }
    for (guests, target, what, finding) in names.into_values() {
        let listed = |names: &[&str]| format!("`{}`", names.join("`, `"));
        let who = match guests.as_slice() {
            [guest] => format!("the guest `{guest}` is"),
            [first, second, third, more @ ..] if !more.is_empty() => format!(
                "the guests {} and {} more are",
                listed(&[*first, *second, *third]),
                more.len()
            ),
            guests => format!("the guests {} are", listed(guests)),
        };
        let message = format!("{who} built for `{target}`, but {what}, which does not work there");
        let reported = findings.report(finding.span, finding.key.clone(), message.clone());
        *reported = Finding { message, ..finding };
    }
}

/// Names that guests reach, by key and place: the guests, their platform, what is done, and the finding of the first guest.
type Shared<'a> = BTreeMap<(String, FileId, u32), (Vec<&'a str>, &'a str, String, Finding)>;

/// Reports packages, and gives the names that their libraries have in code.
fn packages<'g>(
    architecture: &Architecture,
    guest: &'g Guest,
    findings: &mut Findings,
) -> BTreeSet<&'g str> {
    let policy = &architecture.policy;
    let native: BTreeMap<usize, Asked> = guest
        .built
        .iter()
        .enumerate()
        .filter_map(|(row, built)| Some((row, known(policy, guest, built)?)))
        .collect();
    let ways = ways(guest, &native);
    let mut found = BTreeSet::new();
    for (row, way) in ways.iter().filter(|(row, _)| native.contains_key(row)) {
        let (built, asked) = (&guest.built[*row], &native[row]);
        let Some((first, last)) = way.first().zip(way.last()) else {
            continue;
        };
        found.insert(built.library.as_str());
        let with = match asked.features.as_slice() {
            [] => String::new(),
            [feature] => format!(" with the feature `{feature}`"),
            features => format!(" with the features `{}`", features.join("`, `")),
        };
        let finding = findings.report(
            first.1.span,
            format!("{} -> {} on {}", guest.package, built.name, guest.target),
            format!(
                "the guest `{}` is built for `{}`, where `{}`{with} does not work",
                guest.package, guest.target, built.name
            ),
        );
        finding.label(match way.len() {
            1 => "asked for here",
            _ => "the way to it begins here",
        });
        let names = way.iter().map(|(from, _)| &guest.built[*from].name);
        let names: Vec<&str> = names.map(String::as_str).chain([&*built.name]).collect();
        for ((from, link), to) in way.iter().zip(&names[1..]).skip(1) {
            if let Some(span) = link.span {
                finding.related(
                    span,
                    format!("`{}` depends on `{to}`", guest.built[*from].name),
                );
            }
        }
        if names.len() > 2 {
            finding.note(format!("the way to it: `{}`", names.join("` -> `")));
        }
        let asks: Vec<&str> = asked
            .features
            .iter()
            .filter(|feature| last.1.features.contains(*feature))
            .map(String::as_str)
            .collect();
        if !asks.is_empty() {
            let who = &guest.built[last.0].name;
            finding.note(format!("`{who}` switches on `{}`", asks.join("`, `")));
        }
        finding.note(asked.because.clone());
        finding.help(help(&built.name, &asked.features));
    }
    found
}

fn help(package: &str, features: &[String]) -> String {
    let elsewhere = "under `[target.'cfg(not(target_family = \"wasm\"))'.dependencies]`, or behind a feature that the guest leaves off";
    match features {
        [] => format!("ask for `{package}` {elsewhere}"),
        _ => format!(
            "ask for `{package}` without `{}` here, and with it {elsewhere}",
            features.join("`, `")
        ),
    }
}

/// The shortest ways from the guest to all packages, none through what does not work itself. To one that does not work
/// because of its features, it is the shortest that ends with who asks for one of them.
fn ways<'g>(guest: &'g Guest, native: &BTreeMap<usize, Asked>) -> BTreeMap<usize, Way<'g>> {
    let mut ways: BTreeMap<usize, Way<'g>> = BTreeMap::from([(0, Vec::new())]);
    let mut others: BTreeMap<usize, Way<'g>> = BTreeMap::new();
    let mut open = VecDeque::from([0]);
    while let Some(row) = open.pop_front() {
        for link in &guest.built[row].links {
            let mut way = ways[&row].clone();
            way.push((row, link));
            let Some(asked) = native.get(&link.to) else {
                if let Entry::Vacant(place) = ways.entry(link.to) {
                    place.insert(way);
                    open.push_back(link.to);
                }
                continue;
            };
            let asks = asked.features.iter().any(|it| link.features.contains(it));
            let known = if asks || asked.features.is_empty() {
                &mut ways
            } else {
                &mut others
            };
            known.entry(link.to).or_insert(way);
        }
    }
    for (row, way) in others {
        // Where only what was found asks for the features, they go with it.
        let asks = |link: &BuiltLink| {
            let features = native[&row].features.iter();
            link.to == row && features.into_iter().any(|it| link.features.contains(it))
        };
        let mut links = guest.built.iter().flat_map(|built| &built.links);
        if !links.any(asks) {
            ways.entry(row).or_insert(way);
        }
    }
    ways
}

/// Finds names, except those of packages that were found.
fn code<'a>(
    architecture: &Architecture,
    guest: &'a Guest,
    found: &BTreeSet<&str>,
    names: &mut Shared<'a>,
) {
    let inside = &guest.code.architecture;
    let modules = guest.modules();
    let is_wrong = |&row: &UseRow| {
        let place = inside.use_of(row);
        let item = inside.text(place.item);
        let krate = head(item);
        modules.contains(&place.from) && !found.contains(krate)
    };
    let wrong = guest.code.native.iter().copied();
    let wrong: BTreeSet<UseRow> = wrong.filter(|row| is_wrong(row)).collect();
    let ways = ways(guest, &BTreeMap::new());
    for ((from, item), uses) in by_cause(inside, &wrong) {
        let module = inside.module(from);
        let place = guest.code.place(inside.use_of(uses[0]).span);
        let key = format!("{} -> {item} on {}", module.path, guest.target);
        let at = (key.clone(), place.file, place.range.start().into());
        if let Some((guests, ..)) = names.get_mut(&at) {
            guests.push(&guest.package);
            continue;
        }
        let what = format!("`{}` uses `{item}`", module.path);
        let mut shown = Findings::default();
        let finding = shown.report(place, key, what.clone());
        finding.label(format!("this is `{item}`"));
        show_sites(inside, finding, &uses);
        let package = &inside.package(module.package).name;
        let row = guest.built.iter().position(|built| built.name == *package);
        if let Some(way) = row
            .and_then(|row| ways.get(&row))
            .filter(|way| !way.is_empty())
        {
            let names = way.iter().map(|(from, _)| &guest.built[*from].name);
            let names: Vec<&str> = names.map(String::as_str).chain([&**package]).collect();
            finding.note(format!(
                "the guest depends on it: `{}`",
                names.join("` -> `")
            ));
        }
        if let Some(because) = native_name(&architecture.policy, &guest.target, item) {
            finding.note(because);
        }
        finding.help("put it under `#[cfg(not(target_family = \"wasm\"))]`, or into a crate that only the host uses, behind a port");
        for related in &mut finding.related {
            related.span = guest.code.place(related.span);
        }
        let finding = finding.clone();
        names.insert(at, (vec![&guest.package], &guest.target, what, finding));
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture::{check, findings, outcome, place, session};

    const GUEST: &str = "
//- edge-guest: orders
//- edge-guest/src/lib.rs
pub fn f() { std::time::Instant::now(); }
//- orders: async-nats, socket2
//- orders/src/lib.rs
use std::os::unix;
pub fn f(_: async_nats::Client) { std::net::TcpStream::connect(\"a\"); tokio::spawn(x()); }
#[cfg(target_arch = \"wasm32\")] pub mod edge { fn f() { std::thread::scope(x); } }
#[cfg(not(target_arch = \"wasm32\"))] pub mod host { fn f() { std::thread::scope(x); } }
//- service/src/main.rs
fn main() { std::thread::spawn(f); }
";

    fn with(more: &str) -> String {
        format!("//- govern.toml\n[archcheck.guest]\ncrates = [\"*-guest\"]\n{more}\n{GUEST}")
    }

    fn keys(more: &str) -> Vec<String> {
        let session = session(&with(more));
        let found = findings(&RULE, &session);
        found.found().iter().map(|it| it.key.clone()).collect()
    }

    #[test]
    fn a_guest_is_looked_at_as_it_is_on_its_platform() {
        assert_eq!(
            keys(""),
            [
                "edge-guest -> async-nats on wasm32-wasip1",
                "edge-guest -> socket2 on wasm32-wasip1",
                "orders -> std::net::TcpStream::connect on wasm32-wasip1",
                "orders -> std::os::unix on wasm32-wasip1",
                "orders::edge -> std::thread::scope on wasm32-wasip1",
            ]
        );
        assert_eq!(
            keys("targets = [\"wasm32-wasip2\"]"),
            [
                "edge-guest -> async-nats on wasm32-wasip2",
                "orders -> std::os::unix on wasm32-wasip2",
                "orders::edge -> std::thread::scope on wasm32-wasip2",
            ]
        );
        let bare = keys("targets = [\"wasm32-unknown-unknown\"]");
        let clock = "edge_guest -> std::time::Instant::now on wasm32-unknown-unknown";
        assert!(bare.iter().any(|key| key == clock), "{bare:?}");
        assert_eq!(
            keys("targets = [\"x86_64-unknown-linux-gnu\"]"),
            [""; 0],
            "nothing is known of it"
        );
        let session = session(&with("targets = [\"x86_64-unknown-linux-gnu\"]"));
        let outcome = outcome(&session);
        let mut rules = outcome.rules.iter();
        let rule = rules.find(|rule| rule.info.name == RULE.info.name);
        assert!(rule.is_some_and(|rule| rule.checked == 0 && rule.idle.is_some()));
    }

    #[test]
    fn the_project_knows_more_and_better() {
        let more = "native = [\"std::time\"]\nallow = [\"async-nats\", \"socket2\", \"std::os::unix\", \"std::net\"]";
        assert_eq!(
            keys(more),
            [
                "edge_guest -> std::time::Instant::now on wasm32-wasip1",
                "orders::edge -> std::thread::scope on wasm32-wasip1",
            ]
        );
    }

    #[test]
    fn places_are_those_of_the_files_as_they_are() {
        let found = check(&RULE, &with("allow = [\"socket2\"]"));
        let places = found.iter().map(|line| line.split(": ").next());
        let places: Vec<&str> = places.flatten().collect();
        assert_eq!(
            places,
            [
                "edge-guest/Cargo.toml:7:`orders`",
                "orders/src/lib.rs:2:`std::net::TcpStream::connect`",
                "orders/src/lib.rs:1:`std::os::unix`",
                "orders/src/lib.rs:3:`std::thread::scope`",
            ]
        );
    }

    #[test]
    fn what_guests_share_is_one_finding() {
        let text = with("allow = [\"async-nats\", \"socket2\", \"std::os\", \"std::thread\"]");
        let more = |names: &[&str]| {
            let guests = names.iter();
            let guests = guests
                .map(|name| format!("//- {name}-guest: orders\n//- {name}-guest/src/lib.rs\n"));
            format!("{text}{}", guests.collect::<String>())
        };
        let what = "are built for `wasm32-wasip1`, but `orders` uses `std::net::TcpStream::connect`, which does not work there";
        let place = "orders/src/lib.rs:2:`std::net::TcpStream::connect`";
        assert_eq!(
            check(&RULE, &more(&["b"])),
            [format!(
                "{place}: the guests `b-guest`, `edge-guest` {what}"
            )]
        );
        assert_eq!(
            check(&RULE, &more(&["b", "f", "g", "h"])),
            [format!(
                "{place}: the guests `b-guest`, `edge-guest`, `f-guest` and 2 more {what}"
            )]
        );
    }

    #[test]
    fn guests_that_share_code_with_other_features_are_looked_at_apart() {
        let text = "
//- govern.toml
[archcheck.guest]
crates = [\"*-guest\"]
//- a-guest: orders
//- a-guest/src/lib.rs
//- b-guest/Cargo.toml
[package]
name = \"b-guest\"
version = \"0.1.0\"
edition = \"2024\"
[dependencies]
orders = { path = \"../orders\", features = [\"net\"] }
//- b-guest/src/lib.rs
//- orders/Cargo.toml
[package]
name = \"orders\"
version = \"0.1.0\"
edition = \"2024\"
[features]
net = []
//- orders/src/lib.rs
pub fn f() { std::thread::spawn(g); }
#[cfg(feature = \"net\")] pub fn g() { std::net::TcpStream::connect(\"a\"); }
";
        assert_eq!(
            check(&RULE, text),
            [
                "orders/src/lib.rs:2:`std::net::TcpStream::connect`: the guest `b-guest` is built for `wasm32-wasip1`, but `orders` uses `std::net::TcpStream::connect`, which does not work there",
                "orders/src/lib.rs:1:`std::thread::spawn`: the guests `a-guest`, `b-guest` are built for `wasm32-wasip1`, but `orders` uses `std::thread::spawn`, which does not work there",
            ]
        );
    }

    #[test]
    fn a_broken_file_that_only_guests_have_is_told() {
        let text = with("").replace(
            "//- orders: async-nats, socket2",
            "//- orders/src/wasm.rs\nfn f( {}\n//- orders: async-nats, socket2",
        );
        let text = text.replace(
            "use std::os::unix;",
            "#[cfg(target_arch = \"wasm32\")] mod wasm;",
        );
        let session = session(&text);
        let told = outcome(&session).diagnostics;
        let told: Vec<String> = told
            .iter()
            .map(|it| format!("{}: {}", place(&session, it.span), it.notes.join(", ")))
            .collect();
        assert_eq!(
            told,
            ["orders/src/wasm.rs:1:`{`: only where guests are built for `wasm32-wasip1`"]
        );
    }

    #[test]
    fn what_is_not_known_is_said() {
        let outcome_of = |text: &str| outcome(&session(text));
        let said = outcome_of(&with("")).not_run;
        assert!(
            said[0].what.starts_with("`native_code_in_guest` beyond"),
            "{said:?}"
        );
        assert!(outcome_of(GUEST).not_run.is_empty());
        let wrong = with("targets = [\"riscv-nonsense\"]\nnative = [\"a::b/c\"]");
        let mistakes = outcome_of(&wrong).diagnostics;
        let texts: Vec<&str> = mistakes.iter().map(|it| it.message.as_str()).collect();
        assert_eq!(
            texts[0],
            "`a::b/c` names nothing: only packages have features"
        );
        assert!(texts[1].starts_with("guests cannot be loaded for `riscv-nonsense`"));
    }
}
