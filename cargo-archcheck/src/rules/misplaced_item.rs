//! `misplaced_item`: an item is not where its kind belongs, or not called as what is there is called.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::{
    model::{
        architecture::{Architecture, Item},
        placement::is_named,
    },
    policy::{
        pattern::Captures,
        project::{ItemWord, Placement},
    },
};

/// An item is not where its kind belongs, or not called as what is there is called.
pub(super) static RULE: Rule<Architecture> = Rule {
    info: RuleInfo {
        gate: "archcheck",
        name: "misplaced_item",
        summary: "an item is not where its kind belongs, or not called as what is there is called",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

`[[archcheck.placement]]` says of some items where they have to be (`must-be-in`), how they have to be called
(`must-be-named`), or both. Which items that are is said by any of these; all that are given have to hold:

| key | |
|---|---|
| `items` | `struct`, `enum`, `union`, `trait`, `fn`, `type`, `const`, `static`, `impl`; all but `impl` if nothing is said |
| `named` | a name: `*Repository` |
| `implements` | a trait that the type implements, by its full path, or a module with all traits in it, wherever the `impl` stands: `orders::port` |
| `attribute` | an attribute or a derive, as written or by its last segment: `tokio::main`, `Serialize` |
| `in` | where they are: `**::handlers`, `layer:domain` |

Items are those of modules: a function or type inside of a function, and what stands in an `impl` or a trait, is not looked
at. `items = ["impl"]` is about the `impl` blocks themselves. Tests do not count unless `tests = true`.

### Why is this bad?

Who looks for something goes by where such things are and how they are called.

### Example

```toml
[[archcheck.placement]]
items = ["struct"]
implements = "orders::port"
must-be-in = "layer:adapter"
because = "what is behind a port is technology"

[[archcheck.placement]]
items = ["struct", "enum"]
in = "**::handlers"
must-be-named = "*Handler"

[archcheck.layers.adapter]
modules = ["orders::adapter"]
may-use = ["*"]
```

```rust
mod port { pub trait Store {} }
mod domain { pub struct Memory; impl crate::port::Store for Memory {} }
mod handlers { pub struct Orders; }
```

### Use instead

```rust
mod port { pub trait Store {} }
mod adapter { pub struct Memory; impl crate::port::Store for Memory {} }
mod handlers { pub struct OrdersHandler; }
```

### Limits

A derive implements whatever its macro says: name it in `attribute`. What macros generate is not seen.
"#;

fn check(architecture: &Architecture, findings: &mut Findings) {
    if architecture.policy.placements.is_empty() {
        findings.idle(super::NOT_ASKED);
    }
    for placement in &architecture.policy.placements {
        for item in placement.items(architecture) {
            findings.checked(1);
            let known = Captures::default();
            let place = &placement.must_be_in;
            if !place.is_empty() && !place.has_module(architecture, item.module, &known) {
                let must = format!("must be in {}", place.text(&known));
                let help = format!("move it to {}", place.text(&known));
                report(architecture, findings, placement, item, &must, help);
            }
            let names = &placement.must_be_named;
            if !names.is_empty() && !is_named(item, names) {
                let names: Vec<&str> = names.iter().map(|name| name.text.as_str()).collect();
                let names = format!("`{}`", names.join("`, `"));
                let must = format!("must be called {names}");
                let help = format!("rename it like {names}, or move it elsewhere");
                report(architecture, findings, placement, item, &must, help);
            }
        }
    }
}

fn report(
    architecture: &Architecture,
    findings: &mut Findings,
    placement: &Placement,
    item: &Item,
    must: &str,
    help: String,
) {
    let module = &architecture.module(item.module).path;
    let traits: Vec<&str> = item.implements.iter().map(String::as_str).collect();
    let what = match item.word {
        ItemWord::Impl if traits.is_empty() => format!("impl {} in {module}", item.name),
        ItemWord::Impl => format!("impl {} for {} in {module}", traits.join(" + "), item.name),
        _ => format!("{module}::{}", item.name),
    };
    let message = match item.word {
        ItemWord::Impl => format!("`{what}` {must}"),
        word => format!("the {} `{what}` {must}", word.as_str()),
    };
    let finding = findings.report(item.span, what, message);
    finding.label(format!("is in `{module}`"));
    if let Some(span) = placement.span {
        finding.related(span, "the rule");
    }
    finding.note(format!("{} {must}", placement.text()));
    finding.notes.extend(placement.because.clone());
    finding.help(help);
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture::{check, findings, outcome, place, session};

    const CODE: &str = "
//- x: serde
//- x/src/lib.rs
pub mod port { pub trait Store {} pub trait Clock {} pub use Store as Alias; }
pub mod domain {
    use crate::port::*;
    #[derive(Clone, serde::Serialize)] pub struct Memory;
    impl crate::port::Alias for Memory {}
    impl Store2 for Memory {}
    pub trait Store2 {}
    pub fn run() { struct Local; impl crate::port::Store for Local {} }
    impl Memory { pub fn store(&self) {} }
    #[cfg(test)] struct Fake;
    #[cfg(feature = \"off\")] struct Off;
    #[cfg(test)] mod tests { struct Fake; impl crate::port::Store for Fake {} }
    #[test] fn stores() {}
}
pub mod adapter { pub struct Disk; pub enum Way { Up } impl std::fmt::Display for Disk {} }
pub mod glue { impl crate::port::Clock for crate::adapter::Disk {} }
";

    fn with(table: &str) -> String {
        format!("//- govern.toml\n[[archcheck.placement]]\n{table}\n{CODE}")
    }

    fn found(table: &str) -> Vec<String> {
        let lines = check(&RULE, &with(table)).into_iter();
        let cut = |line: String| line.split_once(": ").unwrap().1.to_owned();
        lines.map(cut).collect()
    }

    #[test]
    fn items_are_where_what_they_implement_belongs() {
        assert_eq!(
            found("implements = \"x::port\"\nmust-be-in = \"x::adapter\""),
            ["the struct `x::domain::Memory` must be in `x::adapter`"]
        );
        assert_eq!(
            found("items = [\"impl\"]\nimplements = \"x::port::*\"\nmust-be-in = \"x::adapter\""),
            [
                "`impl x::port::Store for Memory in x::domain` must be in `x::adapter`",
                "`impl x::port::Clock for crate::adapter::Disk in x::glue` must be in `x::adapter`",
            ]
        );
        assert_eq!(
            found("implements = \"core::fmt::Display\"\nmust-be-in = \"x::domain\""),
            ["the struct `x::adapter::Disk` must be in `x::domain`"]
        );
    }

    #[test]
    fn items_are_told_by_name_word_and_attribute() {
        assert_eq!(
            found("named = \"Sto*\"\nmust-be-in = \"x::port\""),
            ["the trait `x::domain::Store2` must be in `x::port`"]
        );
        assert_eq!(
            found("named = \"store*\"\nmust-be-in = \"x::port\""),
            [""; 0]
        );
        assert_eq!(
            found("attribute = \"Serialize\"\nmust-be-in = \"x::adapter\""),
            ["the struct `x::domain::Memory` must be in `x::adapter`"]
        );
        assert_eq!(
            found(
                "attribute = \"serde::Serialize\"\nitems = [\"enum\"]\nmust-be-in = \"x::adapter\""
            ),
            [""; 0]
        );
    }

    #[test]
    fn what_is_somewhere_is_called_like_that() {
        let table = "items = [\"struct\", \"enum\"]\nin = \"x::adapter\"\nmust-be-named = [\"*Adapter\", \"Disk\"]";
        assert_eq!(
            found(table),
            ["the enum `x::adapter::Way` must be called `*Adapter`, `Disk`"]
        );
        let session = session(&with(table));
        let found = findings(&RULE, &session);
        let finding = &found.found()[0];
        assert_eq!(finding.key, "x::adapter::Way");
        assert_eq!(
            finding.notes,
            ["every struct or enum that is in `x::adapter` must be called `*Adapter`, `Disk`"]
        );
    }

    #[test]
    fn mistakes_and_what_selects_nothing_are_said() {
        let said = |table: &str| {
            let session = session(&with(table));
            let found = outcome(&session).diagnostics;
            let found: Vec<String> = found
                .iter()
                .map(|it| format!("{}: {}", place(&session, it.span), it.message))
                .collect();
            found
        };
        assert_eq!(
            said("items = [\"strukt\"]\nnamed = \"a::b\"\nmust-be-in = \"x\""),
            [
                "govern.toml:2:`\"strukt\"`: there is no item `strukt`",
                "govern.toml:3:`\"a::b\"`: `a::b` is no name: a name has one segment",
            ]
        );
        assert_eq!(
            said("named = \"A\""),
            ["govern.toml:2:`\"A\"`: an `[[archcheck.placement]]` asks for nothing"]
        );
        let session = session(&with("named = \"Gone*\"\nmust-be-in = \"x\""));
        let run = govern_gate::run(&[&crate::GATE], &session);
        let messages = run.report.diagnostics.iter().map(|it| it.message.as_str());
        let messages: Vec<&str> = messages.filter(|it| it.contains("matches no")).collect();
        assert_eq!(messages, ["`Gone*` matches no item"]);
    }
}
