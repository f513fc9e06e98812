//! `impure_domain`: code that has to be pure does more than compute values from values.

use std::collections::{BTreeMap, BTreeSet};

use govern_gate::{Finding, Findings, Level, Rule, RuleInfo};

use crate::{
    findings::{
        causes::{by_cause, show_sites},
        said,
    },
    model::architecture::{Architecture, ModuleRow, UseRow, What},
    path::head,
    policy::{
        LayerId,
        effects::{Effect, table},
    },
};

/// Code that has to be pure does more than compute values from values.
pub(super) static RULE: Rule<Architecture> = Rule {
    info: RuleInfo {
        gate: "archcheck",
        name: "impure_domain",
        summary: "code that has to be pure does input or output, reads a clock, or shares state",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds what reaches outside in layers that have to be pure: those of the roles `domain` and `port`, unless `pure` of a layer
says otherwise. There are nine effects, which `pure` can list:

| effect | what has it |
|---|---|
| `io` | files, standard streams, `println!`, the operating system |
| `network` | sockets, name resolution, clients and servers of databases, brokers, HTTP |
| `time` | `now()` of any clock, `elapsed()`, sleeping, timers |
| `randomness` | `rand::rng`, `Uuid::new_v4`, `getrandom`; not a generator that is passed in or made from a seed |
| `environment` | variables, arguments, directories; `env!` of anything but what cargo itself sets, or a version |
| `threads` | spawning, parking, thread pools |
| `process` | other processes, `exit`, signals |
| `runtime` | spawning tasks, blocking on futures, `#[tokio::main]` |
| `global-state` | `static mut`, statics of types that can change (`Mutex`, `AtomicU64`, `OnceLock` …), `thread_local!`; not `LazyLock<T>` of a `T` that cannot |

The table `effects.toml` in the source of this gate lists the names. They are resolved: renamed, re-exported, written out
or brought in by a glob, a name is what it is. A crate all of which has an effect also counts in the manifest of a package
that is pure as a whole. Tests may do what they like. What `forbid` forbids in the same layer is said there, not here.

Values are pure, wherever they are declared: `std::io::Error`, `std::io::Read` as a bound, `std::time::Duration`,
`SystemTime` and `Instant` as types, `IpAddr`, `Path`.

### Why is this bad?

What computes values from values gives the same answer every time: it can be tested without a machine around it, replayed,
compiled for any target, and understood alone.

### Example

```rust
mod domain {
    pub fn is_due(due: std::time::SystemTime) -> bool { std::time::SystemTime::now() >= due }
}
```

### Use instead

```rust
mod domain {
    pub fn is_due(due: std::time::SystemTime, now: std::time::SystemTime) -> bool { now >= due }
}
```

```toml
[archcheck]
preset = "hexagonal"

[archcheck.layers.application]
pure = ["io", "network", "time", "randomness"]
```

### Limits

What a method does is not seen: `path.exists()` looks at the disk without naming `std::fs`, `start.elapsed()` at the clock;
nor what other code does that is called from here. The order in which a `HashMap` is iterated differs from run to run, and
is not looked at. A static of a type of the workspace is not looked into. `OnceLock` and `OnceCell` count, though they are set
only once: what code sees depends on whether that has been done.
"#;

fn check(architecture: &Architecture, findings: &mut Findings) {
    let pure = |layer: LayerId| !architecture.policy.layer(layer).pure.effects.is_empty();
    let modules: BTreeSet<ModuleRow> = architecture
        .module_rows()
        .filter(|&row| said::is_program(architecture, row))
        .filter(|&row| architecture.module(row).layer.is_some_and(pure))
        .collect();
    if modules.is_empty() {
        findings.idle("no code is in a layer that has to be pure: none has the role domain or port, or says `pure`");
        return;
    }
    findings.checked(modules.len());
    let mut wrong: BTreeMap<Effect, BTreeSet<UseRow>> = BTreeMap::new();
    for (row, place, item) in said::external_uses(architecture, &modules) {
        if let Some(effect) = said::impurity(architecture, place.from, item) {
            wrong.entry(effect).or_default().insert(row);
        }
    }
    for (&effect, uses) in &wrong {
        for ((from, item), uses) in by_cause(architecture, uses) {
            let span = architecture.use_of(uses[0]).span;
            let finding = report(architecture, findings, from, span, (effect, item));
            show_sites(architecture, finding, &uses);
            explain(architecture, finding, from, effect);
        }
    }
    for site in architecture
        .sites
        .iter()
        .filter(|site| modules.contains(&site.module))
    {
        let (effect, item, label) = match &site.what {
            What::State { name, by } => (
                Effect::GlobalState,
                format!("static {name}"),
                format!("`{by}` lets it change"),
            ),
            What::BuildVariable { by, name } if !said::is_of_build(name) => (
                Effect::Environment,
                format!("{by} {name}"),
                "this is read while the code is built".to_owned(),
            ),
            _ => continue,
        };
        let layer = architecture.module(site.module).layer;
        let counts = |layer| {
            architecture
                .policy
                .layer(layer)
                .pure
                .effects
                .contains(&effect)
        };
        if layer.is_some_and(counts) {
            let finding = report(
                architecture,
                findings,
                site.module,
                site.span,
                (effect, &item),
            );
            finding.label(label);
            explain(architecture, finding, site.module, effect);
        }
    }
    manifests(architecture, findings, &wrong);
}

fn report<'f>(
    architecture: &Architecture,
    findings: &'f mut Findings,
    from: ModuleRow,
    span: govern_diagnostics::Span,
    (effect, item): (Effect, &str),
) -> &'f mut Finding {
    let module = architecture.module(from);
    let layer = module
        .layer
        .map_or("", |layer| &architecture.policy.layer(layer).name);
    let message = format!(
        "`{layer}` has to be pure, but `{}` {}: `{item}`",
        module.path,
        effect.deed()
    );
    let finding = findings.report(span, format!("{} -> {item}", module.path), message);
    finding.label(format!("this is `{item}`"))
}

fn explain(architecture: &Architecture, finding: &mut Finding, from: ModuleRow, effect: Effect) {
    if let Some(layer) = architecture.module(from).layer {
        explain_layer(architecture, finding, layer, effect);
    }
}

fn explain_layer(
    architecture: &Architecture,
    finding: &mut Finding,
    layer: LayerId,
    effect: Effect,
) {
    let layer = architecture.policy.layer(layer);
    match layer.pure.span {
        Some(span) => finding.related(span, "it has to be pure by this"),
        None => finding.note("domain and port are pure unless `pure` of the layer says otherwise"),
    };
    if let Some(because) = &layer.because {
        finding.note(because.clone());
    }
    finding.help(effect.advice());
}

/// Dependencies that can only be there for an effect, in packages that are pure as a whole, unless their code was found.
fn manifests(
    architecture: &Architecture,
    findings: &mut Findings,
    wrong: &BTreeMap<Effect, BTreeSet<UseRow>>,
) {
    let found: BTreeSet<_> = wrong
        .values()
        .flatten()
        .map(|&row| {
            let place = architecture.use_of(row);
            let krate = head(architecture.text(place.item));
            (architecture.module(place.from).package, krate)
        })
        .collect();
    for (layer, link, span) in said::external_links(architecture) {
        let (from, to) = (
            architecture.package(link.from),
            architecture.package(link.to),
        );
        let pure = &architecture.policy.layer(layer).pure.effects;
        let effect = table()
            .effects_of(&to.library)
            .find(|effect| pure.contains(effect));
        let is_said = found.contains(&(link.from, to.library.as_str()));
        let Some(effect) = effect.filter(|_| !is_said) else {
            continue;
        };
        let message = format!(
            "`{}` has to be pure, but package `{}` depends on `{}`, which {}",
            architecture.policy.layer(layer).name,
            from.name,
            to.label,
            effect.deed()
        );
        let finding = findings.report(span, format!("{} -> {}", from.name, to.name), message);
        finding.label("declared here");
        explain_layer(architecture, finding, layer, effect);
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture::{check, findings, session};

    const CONFIG: &str = "//- govern.toml\n[archcheck]\npreset = \"hexagonal\"\n";

    fn domain(code: &str) -> Vec<String> {
        let text = format!(
            "{CONFIG}//- orders: nats = async-nats, shared, rand, uuid, chrono, tokio\n//- shared: async-nats\n//- orders/src/lib.rs\npub mod domain {{ {code} }}\n//- shared/src/lib.rs\npub use async_nats as bus; pub use std::time::SystemTime as Moment;"
        );
        let found = check(&RULE, &text);
        let short = found.iter().map(|line| {
            let (_, rest) = line.split_once(":1:").expect("all is on the first line");
            let (place, message) = rest.split_once(": ").expect("there is a message");
            format!(
                "{place} {}",
                message.rsplit(": ").next().unwrap_or_default()
            )
        });
        short.collect()
    }

    #[test]
    fn effects_are_seen_however_they_are_named() {
        for (code, expected) in [
            (
                "fn f() { std::fs::read(\"a\"); }",
                "`std::fs::read` `std::fs::read`",
            ),
            (
                "use std::fs; fn f() { fs::read(\"a\"); }",
                "`std::fs` `std::fs`",
            ),
            (
                "use std::io; fn f() { io::stdin(); }",
                "`io::stdin` `std::io::stdin`",
            ),
            ("fn f() { println!(); }", "`println` `std::println!`"),
            (
                "use std::time::SystemTime as T; fn f() { T::now(); }",
                "`T::now` `std::time::SystemTime::now`",
            ),
            (
                "use std::time::*; fn f() { Instant::now(); }",
                "`Instant::now` `std::time::Instant::now`",
            ),
            (
                "fn f() { shared::Moment::now(); }",
                "`shared::Moment::now` `std::time::SystemTime::now`",
            ),
            (
                "fn f(_: shared::bus::Client) {}",
                "`shared::bus::Client` `async_nats::Client`",
            ),
            (
                "fn f(_: nats::Client) {}",
                "`nats::Client` `async_nats::Client`",
            ),
            (
                "fn f() { [1].iter().map(|_| uuid::Uuid::new_v4()); }",
                "`uuid::Uuid::new_v4` `uuid::Uuid::new_v4`",
            ),
            (
                "use chrono::{DateTime, Utc}; fn f() { Utc::now(); }",
                "`Utc::now` `chrono::Utc::now`",
            ),
            ("fn f() { rand::rng(); }", "`rand::rng` `rand::rng`"),
            (
                "fn f() { std::env::var(\"A\"); }",
                "`std::env::var` `std::env::var`",
            ),
            ("fn f() { env!(\"HOME\"); }", "`env!(\"HOME\")` `env! HOME`"),
            (
                "fn f() { std::thread::spawn(|| ()); }",
                "`std::thread::spawn` `std::thread::spawn`",
            ),
            (
                "fn f() { tokio::spawn(async {}); }",
                "`tokio::spawn` `tokio::spawn`",
            ),
            ("static mut N: u8 = 0;", "`N` `static N`"),
            (
                "use std::sync::*; static N: LazyLock<Mutex<u8>> = x();",
                "`N` `static N`",
            ),
            (
                "static N: std::sync::LazyLock<Option<std::cell::Cell<u8>>> = x();",
                "`N` `static N`",
            ),
            ("static N: std::sync::OnceLock<u8> = x();", "`N` `static N`"),
            (
                "use std::sync::Mutex; static N: Option<Mutex<u8>> = None;",
                "`N` `static N`",
            ),
            (
                "fn f() { static N: core::sync::atomic::AtomicU8 = x(); }",
                "`N` `static N`",
            ),
            (
                "thread_local! { static N: std::cell::Cell<u8> = x(); }",
                "`thread_local` `std::thread_local!`",
            ),
        ] {
            assert_eq!(domain(code), [expected], "{code}");
        }
    }

    #[test]
    fn values_are_left_alone() {
        for code in [
            "use std::io::{self, Read}; fn f(r: impl Read) -> io::Result<()> { Err(io::Error::other(\"x\")) }",
            "use std::time::{Duration, SystemTime}; fn f(now: SystemTime) -> Duration { x(SystemTime::UNIX_EPOCH) }",
            "use std::{net::IpAddr, path::Path}; fn f(_: IpAddr, _: &Path) {}",
            "fn f(rng: &mut impl rand::Rng, _: uuid::Uuid, _: chrono::DateTime<chrono::Utc>) {}",
            "fn f() -> &'static str { env!(\"CARGO_PKG_VERSION\") }",
            "use std::sync::LazyLock; static RE: LazyLock<String> = x(); static N: LazyLock<fn(u8) -> u8> = x();",
            "static NAMES: [&str; 1] = [\"a\"]; static ORDER: std::sync::atomic::Ordering = x();",
            "#[cfg(test)] mod tests { static N: std::sync::Mutex<u8> = x(); fn f() { std::fs::read(\"a\"); } }",
            "#[cfg(test)] static N: std::sync::Mutex<u8> = x();",
            "mod fs { pub fn read() {} } fn f() { fs::read(); }",
            "macro_rules! env { ($name:literal) => { 1 } } fn f() { env!(\"HOME\"); }",
            "/// `std::fs::read`\nfn f() { \"std::fs::read\"; }",
        ] {
            assert_eq!(domain(code), [""; 0], "{code}");
        }
    }

    #[test]
    fn a_layer_says_what_it_must_not_do() {
        let code = "
[archcheck.layers.domain]
pure = [\"time\"]
[archcheck.layers.shared]
pure = true
//- orders/src/lib.rs
pub mod domain { fn f() { println!(); std::time::Instant::now(); } }
pub mod shared { fn f() { println!(); } }
pub mod adapter { fn f() { println!(); } }
";
        let text = format!("{CONFIG}{code}");
        let keys = |text: &str| {
            let found = findings(&RULE, &session(text));
            let keys = found.found().iter().map(|finding| finding.key.clone());
            keys.collect::<Vec<_>>()
        };
        assert_eq!(
            keys(&text),
            [
                "orders::shared -> std::println!",
                "orders::domain -> std::time::Instant::now"
            ]
        );
        let off = text.replace("[\"time\"]", "false").replace("true", "false");
        assert_eq!(keys(&off), [""; 0]);
    }

    #[test]
    fn what_is_forbidden_is_said_there_and_a_crate_also_in_the_manifest() {
        let code = "
[[archcheck.forbid]]
names = [\"std::fs\", \"mio\"]
layers = [\"domain\"]
//- orders-domain: reqwest, getrandom, mio, thiserror
//- orders-domain/src/lib.rs
fn f() { std::fs::read(\"a\"); getrandom::fill(); }
";
        let found = check(&RULE, &format!("{CONFIG}{code}"));
        assert_eq!(
            found,
            [
                "orders-domain/src/lib.rs:1:`getrandom::fill`: `domain` has to be pure, but `orders_domain` draws random values: `getrandom::fill`",
                "orders-domain/Cargo.toml:7:`reqwest`: `domain` has to be pure, but package `orders-domain` depends on `reqwest`, which talks to the network",
            ]
        );
    }
}
