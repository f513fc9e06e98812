//! `exposed_adapter`: an adapter shows something that nobody outside of its crate uses.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::path::head;
use crate::{model::architecture::Architecture, policy::Role};

/// An adapter shows something that nobody outside of its crate uses.
pub(super) static RULE: Rule<Architecture> = Rule {
    info: RuleInfo {
        gate: "archcheck",
        name: "exposed_adapter",
        summary: "an adapter shows something that nobody outside of its crate uses",
        level: Level::Warn,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds types, traits, functions, constants, statics and aliases in layers of role `adapter` that are `pub` although
`pub(crate)` would do, and methods, associated constants and named fields of the types that may stay. Only libraries of packages with `publish = false` are looked at: of others nobody knows who uses them.
What a program declares is seen by no other crate, however it is declared. An item is found if all of this holds:

- others can name it: all modules around it are `pub`, or a `pub use` names it;
- no other crate of the workspace names it, nor anything that is called like it: programs, tests, benches and examples are
  other crates, and code that is switched off counts, as do arguments of macros and examples in documentation;
- nothing that stays `pub` shows it: in a signature, a field, a bound, an `impl`, under another name, in a macro;
- of a member, its name is no word of any file of another crate; nor does a field belong to what another crate may fill up
  with `..Default::default()`;
- it bears no attributes and derives but those of the language, of `serde` and of errors.

A crate from which another one imports by a glob (`use orders_adapters::*`), or all of it under another name, is not looked
at, nor is one in which a name can come only from a macro; the summary says so.

### Why is this bad?

What is public is used sooner or later: the technology behind a port gets a second way in.

### Example

```rust
// orders-adapters/src/lib.rs, of a package with `publish = false`
pub struct Frame(Vec<u8>); // no other crate names it
pub struct Bus;
impl Bus { pub fn send(&self) { Frame(Vec::new()); } }
```

### Use instead

```rust
pub(crate) struct Frame(Vec<u8>);
pub struct Bus;
impl Bus { pub fn send(&self) { Frame(Vec::new()); } }
```

### Limits

Modules, the fields of tuples and variants, and those of types that derive `Serialize` or `Deserialize` are not looked at. Who depends on the package from outside of the workspace, by path or git, is not
seen, nor are examples in files that the documentation includes. What happens to have the name of something that another crate
uses is not found.
"#;

fn check(architecture: &Architecture, findings: &mut Findings) {
    if architecture.idle_without(Role::Adapter, findings) {
        return;
    }
    let exposure = &architecture.exposure;
    findings.checked(exposure.looked_at);
    if exposure.looked_at == 0 {
        findings.idle(
            "no library with `publish = false` shows an adapter, or not all that use it can be seen",
        );
    }
    for item in &exposure.items {
        let module = architecture.module(item.module);
        let krate = head(&module.path);
        let path = format!("{}::{}", module.path, item.name);
        let message = format!("`{path}` is public, but nothing outside of `{krate}` uses it");
        let finding = findings.report(item.span, path, message);
        finding.label("`pub(crate)` would do");
        for &export in &item.exports {
            finding.related(export, "re-exported here");
        }
        let package = &architecture.package(module.package).name;
        finding.note(format!("`{package}` is not published: `publish = false`"));
        finding.help(match item.exports.is_empty() {
            true => "make it `pub(crate)`",
            false => "make it `pub(crate)`, and what re-exports it, too",
        });
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture::{architecture, keys, session};

    fn text(publish: &str, lib: &str, user: &str) -> String {
        format!(
            "//- govern.toml
[archcheck]
preset = \"hexagonal\"
layers.adapter.crates = [\"bus\"]
layers.adapter.may-use = [\"*\"]
//- bus/Cargo.toml
[package]
name = \"bus\"
version = \"0.1.0\"
edition = \"2024\"
{publish}
//- bus/src/lib.rs
{lib}
//- user: bus
//- user/src/main.rs
fn main() {{ }}
{user}
"
        )
    }

    fn found(lib: &str, user: &str) -> Vec<String> {
        keys(&RULE, &text("publish = false", lib, user))
    }

    #[test]
    fn what_nobody_uses_is_found() {
        let lib = "
pub struct Used; pub struct Frame; pub fn helper() {} pub trait Hidden {} pub const MAX: u8 = 1;
mod inner { pub struct Sealed; pub struct Shown; }
pub use inner::Shown;
pub(crate) struct Own; struct Private;
#[cfg(test)] pub struct Fake;
impl Used { pub fn go(&self) { helper(); Frame; } }
impl Frame { pub fn max() -> u8 { MAX } }
impl Hidden for Frame {}
";
        assert_eq!(
            found(lib, "use bus::Used; fn f(u: Used) { u.go(u.field); }"),
            [
                "bus::Frame",
                "bus::helper",
                "bus::Hidden",
                "bus::MAX",
                "bus::inner::Shown",
            ]
        );
        assert_eq!(
            found(
                lib,
                "use bus::{Used, Frame, helper, Hidden, MAX, Shown}; fn f(u: Used) { u.go(); Frame::max(); }"
            ),
            [""; 0]
        );
    }

    #[test]
    fn what_stays_public_takes_what_it_shows_with_it() {
        for lib in [
            "pub struct Used { pub field: Shown } pub struct Shown;",
            "pub struct Used; pub struct Shown; impl Used { pub fn go(&self) -> Shown { Shown } }",
            "pub struct Used; pub struct Shown; impl Iterator for Used { type Item = Shown; }",
            "pub struct Used<T: Shown>(T); pub trait Shown {}",
            "pub type Used = Middle; pub struct Middle(pub Shown); pub struct Shown;",
            "pub struct Used; pub struct Shown; impl From<Shown> for Used {}",
            "pub struct Used; pub struct Shown; impl From<Shown> for String {}",
            "mod inner { pub struct Shown; } pub use inner::Shown as Used;",
            "pub struct Used; pub struct Shown; #[macro_export] macro_rules! shown { () => { $crate::Shown } }",
            "pub struct Used; #[derive(Builder)] pub struct Shown;",
            "pub struct Used; #[unsafe(no_mangle)] pub extern \"C\" fn shown() {}",
            "pub struct Used; wrap! { pub struct Shown; }",
            "pub struct Used; pub struct Shown; register!(Shown);",
            "pub struct Used; mod inner { pub struct Shown; }",
            "pub struct Used;\n/// ```\n/// bus::Shown;\n/// ```\npub struct Shown;",
        ] {
            assert_eq!(
                found(lib, "use bus::Used; fn f(u: Used) { u.go(u.field); }"),
                [""; 0],
                "{lib}"
            );
        }
        // Both go together.
        assert_eq!(
            found("pub struct A(pub B); pub struct B;", ""),
            ["bus::A", "bus::B"]
        );
    }

    #[test]
    fn members_of_what_stays_are_looked_at() {
        let lib = "
pub struct Used { pub field: u8, pub other: u8, own: u8 }
#[derive(Debug, serde::Serialize)] pub struct Message { pub at: u8 }
impl Used { pub const MAX: u8 = 1; pub fn go(&self) {} pub fn stop(&self) { self.go() } fn rest(&self) {} #[cfg(test)] pub fn fake() {} }
impl Clone for Used { fn clone(&self) -> Used { todo!() } }
mod inner { pub struct Hidden { pub field: u8 } impl Hidden { pub fn go(&self) {} } }
pub struct Pair(pub u8);
";
        let names = "use bus::{Message, Pair, Used};";
        assert_eq!(
            found(lib, names),
            [
                "bus::Used::field",
                "bus::Used::other",
                "bus::Used::MAX",
                "bus::Used::go",
                "bus::Used::stop",
            ]
        );
        assert_eq!(
            found(
                lib,
                &format!(
                    "{names} fn f(u: Used) {{ u.field; u.stop(); m!(Used::MAX); }} fn g() {{ let Used {{ other: x, .. }} = y; Used::go; }}"
                )
            ),
            [""; 0]
        );
        // What is to be `pub(crate)` as a whole is said once.
        assert_eq!(found(lib, "use bus::{Message, Pair};"), ["bus::Used"]);
    }

    #[test]
    fn members_that_are_needed_elsewhere() {
        for lib in [
            "pub struct Used; #[bindings] impl Used { pub fn go(&self) {} }",
            "pub struct Used; impl Used { #[export] pub fn go(&self) {} }",
            "pub struct Used; impl Used { pub fn go(&self) {} } #[macro_export] macro_rules! go { ($u:expr) => { $u.go() } }",
            "pub struct Used { #[arg] pub go: u8 }",
            "pub struct Used;\n/// ```\n/// used.go();\n/// ```\nimpl Used { pub fn go(&self) {} }",
            "pub struct Used; wrap! { impl Used { pub fn go(&self) {} } }",
        ] {
            assert_eq!(found(lib, "use bus::Used;"), [""; 0], "{lib}");
        }
        let lib = "#[derive(Default)] pub struct Used { pub a: u8, pub b: u8 }";
        assert_eq!(
            found(lib, "fn f() { bus::Used { a: 1, ..Default::default() }; }"),
            [""; 0]
        );
        assert_eq!(
            found(lib, "fn f(u: bus::Used) { let bus::Used { a, .. } = u; }"),
            ["bus::Used::b"]
        );
    }

    #[test]
    fn all_that_names_it_uses_it() {
        for user in [
            "#[cfg(feature = \"off\")] fn f() { bus::Frame; }",
            "#[cfg(test)] mod tests { use bus::Frame; }",
            "fn f() { m!(x, bus::Frame); }",
            "pub use bus::Frame as Other;",
            "use bus::*;",
            "use bus as other;",
            "extern crate bus as other;",
        ] {
            assert_eq!(found("pub struct Frame;", user), [""; 0], "{user}");
        }
    }

    #[test]
    fn files_of_crates_that_are_switched_off_count() {
        let lib = "pub struct Frame; pub struct Used; impl Used { pub fn go(&self) {} }";
        let user = "fn f() { bus::Used; }\n//- user/src/lib.rs\n#![cfg(feature = \"off\")]\nmod inner;\n//- user/src/inner.rs\nfn f(it: X) { bus::Frame; it.go(); }";
        assert_eq!(found(lib, user), [""; 0]);
        let glob = user.replace("bus::Frame;", "use bus::*;");
        assert_eq!(found(lib, &glob), [""; 0]);
        assert_eq!(
            found(lib, &user.replace("bus::Frame; it.go();", "")),
            ["bus::Frame", "bus::Used::go"]
        );
    }

    #[test]
    fn what_is_published_or_not_seen_is_not_looked_at() {
        let run = |publish: &str, lib: &str, user: &str| {
            let architecture = architecture(&session(&text(publish, lib, user)));
            let outcome = govern_gate::run_rules(&[&RULE], &architecture).remove(0);
            let unseen = architecture
                .exposure
                .unseen
                .iter()
                .map(|it| it.why)
                .collect();
            let unseen: Vec<&str> = unseen;
            (outcome.checked, outcome.idle.is_some(), unseen)
        };
        let lib = "pub struct Frame;";
        assert_eq!(run("", lib, ""), (0, true, vec![]));
        assert_eq!(run("publish = [\"ours\"]", lib, ""), (0, true, vec![]));
        assert_eq!(run("publish = false", lib, ""), (1, false, vec![]));
        assert_eq!(
            run("publish = false", lib, "use bus::*;"),
            (
                0,
                true,
                vec!["another crate imports from it by a glob, or all of it under another name"]
            )
        );
        let made = "pub struct Frame; made!(); use crate::Made;";
        assert_eq!(
            run("publish = false", made, ""),
            (0, true, vec!["only a macro can have defined what it names"])
        );
    }
}
