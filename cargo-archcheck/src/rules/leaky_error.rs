//! `leaky_error`: an error of an external crate reaches the core.

use std::collections::BTreeMap;

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::{
    findings::aliased::Aliased,
    model::{
        architecture::{Architecture, ModuleRow},
        declarations::{Mention, Subject},
        ports::{allows, is_error},
    },
    policy::Role,
};

/// An error of an external crate reaches the core.
pub(super) static RULE: Rule<Architecture> = Rule {
    info: RuleInfo {
        gate: "archcheck",
        name: "leaky_error",
        summary: "an error of an external crate reaches the core",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds errors of external crates in the core, which is the layers whose role is `domain`, `port` or `application`:

- in signatures of functions and traits, also as `anyhow::Result`, and `Box<dyn Error>` in what they return;
- in fields of types that are shown, and in `#[from] async_nats::Error`, for which a conversion is derived;
- in `impl From<async_nats::Error> for CoreError`;

and in adapters, where an implementation of a trait of the core makes one known by an associated type or an argument
(`type Error = async_nats::Error;`). What cannot be seen from outside of its layer is not looked at: what is private, and
`pub(super)` or `pub(crate)` where all modules that see it are in the layer.

An external name is that of an error if it ends in `Error`, stands in a field marked `#[from]` or `#[source]`, or is of `anyhow`,
`eyre` or `miette`. What goes by an alias of the project (`type Error = Box<dyn std::error::Error>`) is one finding, at the alias
if that is in the core, which says who shows it. What `[archcheck.ports] allow` or `[archcheck.domain] allow` names is left alone.

### Why is this bad?

Who handles the error has to know the technology, or, with `anyhow` and `Box<dyn Error>`, can know nothing at all. A second
adapter has to speak in the errors of the first.

### Example

```rust
pub enum StoreError {
    Nats(#[from] async_nats::Error),
}
```

### Use instead

```rust
pub enum StoreError {
    Unavailable { reason: String },
}
```

with a `map_err` in the adapter.

### Limits

`Box<dyn Error>` in a field, as the source of an error, names no technology and may stay. Errors that macros generate, and
errors whose names do not say that they are, are not seen.
"#;

/// What names an error, by its full path, and the error.
type Leak<'a> = (String, &'a str);

/// The module it stands in, what it is, and where the error is named.
type Places<'a> = (ModuleRow, &'static str, Vec<&'a Mention>);

fn check(architecture: &Architecture, findings: &mut Findings) {
    let core = [Role::Domain, Role::Application, Role::Port];
    if !core.iter().any(|role| architecture.has_modules_of(*role)) {
        findings.idle("no module is in a layer whose role is `domain`, `application` or `port`");
        return;
    }
    let declarations = &architecture.declarations;
    let in_core = |module: ModuleRow| {
        architecture.is_in_view(module) && architecture.role_of(module).is_some_and(Role::is_core)
    };
    let mut checked = 0;
    let mut leaks: BTreeMap<Leak<'_>, Places<'_>> = BTreeMap::new();
    let mut leak = |path: &str, error, module, what, mention| {
        let places = leaks
            .entry((path.to_owned(), error))
            .or_insert_with(|| (module, what, Vec::new()));
        places.2.push(mention);
    };
    for one in declarations
        .traits
        .iter()
        .filter(|one| one.visible && in_core(one.module))
    {
        checked += 1;
        for (error, mention) in errors(architecture, one.mentions()) {
            leak(&one.path, error, one.module, "the trait", mention);
        }
    }
    for one in declarations
        .functions
        .iter()
        .filter(|one| one.visible && in_core(one.module))
    {
        checked += 1;
        for (error, mention) in errors(architecture, one.method.signature.iter()) {
            leak(&one.full_path(), error, one.module, "the function", mention);
        }
    }
    for one in declarations
        .types
        .iter()
        .filter(|one| one.visible && in_core(one.module))
    {
        checked += 1;
        for field in one.leaking() {
            for mention in &field.mentions {
                if let Some(path) = mention.foreign()
                    && (field.is_cause || is_error(path))
                    && !is_allowed(architecture, path)
                {
                    leak(&one.path, path, one.module, "the type", mention);
                }
            }
        }
    }
    for one in &declarations.implementations {
        let (what, mentions) = match architecture.role_of(one.module) {
            _ if !architecture.is_in_view(one.module) => continue,
            Some(role) if role.is_core() && one.is_conversion() && one.subject_visible => {
                ("a conversion into", vec![&one.arguments])
            }
            Some(Role::Adapter)
                if declarations.trait_of(one).is_some_and(|of| {
                    architecture.role_of(of.module).is_some_and(Role::is_core)
                }) =>
            {
                (
                    "an implementation of",
                    vec![&one.arguments, &one.associated],
                )
            }
            _ => continue,
        };
        checked += 1;
        let owner = match &one.subject {
            Subject::Item(path) if one.is_conversion() => path,
            _ => &one.of_trait,
        };
        for (error, mention) in errors(architecture, mentions.into_iter().flatten()) {
            leak(owner, error, one.module, what, mention);
        }
    }
    findings.checked(checked);
    if checked == 0 {
        findings.idle("no layer of the core declares anything");
    }
    let mut aliased = Aliased::default();
    for ((owner, error), (module, what, mentions)) in &mut leaks {
        mentions.retain(|mention: &&Mention| match mention.aliases.last() {
            Some(alias) => {
                aliased.add(alias, error, error, (what, owner, mention.span));
                false
            }
            None => true,
        });
        if mentions.is_empty() {
            continue;
        }
        mentions.sort_by_key(|mention| (mention.span.file, mention.span.range.start()));
        mentions.dedup_by_key(|mention| mention.span);
        let message = match *error == ANY {
            true => format!("{what} `{owner}` returns `Box<dyn Error>`"),
            false => format!("{what} `{owner}` names the error `{error}` of an external crate"),
        };
        let finding = findings.report(mentions[0].span, format!("{owner} -> {error}"), message);
        finding.label(label(error));
        architecture.show_way(*module, mentions[0], finding);
        for other in &mentions[1..] {
            finding.related(other.span, "named here, too");
        }
        finding.note(WHY);
        finding.help(HELP);
    }
    for alias in aliased.groups() {
        let error = alias.names[0];
        let message = match error == ANY {
            true => format!(
                "`{}`, which the core shows, stands for `Box<dyn Error>`",
                alias.path()
            ),
            false => format!(
                "`{}`, which the core shows, stands for the error `{error}` of an external crate",
                alias.path()
            ),
        };
        let key = format!("{} -> {error}", alias.path());
        let finding = alias.report(architecture, findings, Role::is_core, (key, message));
        finding.label(label(error));
        alias.show(finding);
        finding.note(WHY);
        finding.help(HELP);
    }
}

const WHY: &str =
    "who handles an error of the core decides by its variants, not by the technology behind it";
const HELP: &str =
    "give the core an error of its own, and convert to it in the adapter, with `map_err`";

fn label(error: &str) -> &'static str {
    match error == ANY {
        true => "an error of any kind",
        false => "an error of a technology",
    }
}

/// Stands for an error of which nothing is known.
const ANY: &str = "dyn Error";

/// The errors that do not belong into the core, among mentions.
fn errors<'a>(
    architecture: &'a Architecture,
    mentions: impl Iterator<Item = &'a Mention>,
) -> impl Iterator<Item = (&'a str, &'a Mention)> {
    mentions.filter_map(|mention| {
        if mention.returned && mention.is_std("std::error::Error") {
            return Some((ANY, mention));
        }
        let path = mention.foreign()?;
        (is_error(path) && !is_allowed(architecture, path)).then_some((path, mention))
    })
}

fn is_allowed(architecture: &Architecture, path: &str) -> bool {
    let policy = &architecture.policy;
    allows(&policy.ports.allow, path) || allows(&policy.domain_types, path)
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture;

    fn named(config: &str, code: &str) -> Vec<String> {
        fixture::keys(
            &RULE,
            &format!(
                "//- govern.toml\n[archcheck]\npreset = \"hexagonal\"\n{config}\n//- orders: async-nats, anyhow\n//- orders/src/lib.rs\n{code}\n"
            ),
        )
    }

    #[test]
    fn errors_that_reach_the_core() {
        for (code, key) in [
            (
                "pub mod domain { pub enum E { Nats(#[from] async_nats::Error) } }",
                "orders::domain::E -> async_nats::Error",
            ),
            (
                "pub mod domain { pub enum E { Nats(#[source] Box<async_nats::Failure>) } }",
                "orders::domain::E -> async_nats::Failure",
            ),
            (
                "pub mod application { pub enum E { Nats { why: Vec<async_nats::ConnectError> } } }",
                "orders::application::E -> async_nats::ConnectError",
            ),
            (
                "pub mod domain { pub struct E(#[from] async_nats::Error); }",
                "orders::domain::E -> async_nats::Error",
            ),
            (
                "pub mod domain { pub struct E { pub(crate) why: async_nats::Error } }",
                "orders::domain::E -> async_nats::Error",
            ),
            (
                "pub mod port { pub trait P { type Error; } } pub mod adapter { struct S; impl crate::port::P for S { type Error = async_nats::Error; } }",
                "orders::port::P -> async_nats::Error",
            ),
            (
                "pub mod domain { pub struct E; impl From<async_nats::Error> for E { fn from(_: async_nats::Error) -> E { E } } }",
                "orders::domain::E -> async_nats::Error",
            ),
            (
                "pub mod port { pub trait P { fn f(&self) -> Result<(), async_nats::Error>; } }",
                "orders::port::P -> async_nats::Error",
            ),
            (
                "pub mod port { pub trait P { fn f(&self) -> Result<(), Box<dyn std::error::Error + Send>>; } }",
                "orders::port::P -> dyn Error",
            ),
            (
                "pub mod application { pub fn run() -> anyhow::Result<()> { Ok(()) } }",
                "orders::application::run -> anyhow::Result",
            ),
            (
                "pub mod application { use std::error; pub fn run() -> Result<(), Box<dyn error::Error>> { Ok(()) } }",
                "orders::application::run -> dyn Error",
            ),
            (
                "pub mod port { pub trait P { type Error; fn f(&self) -> Result<(), Self::Error>; } } pub mod adapter { pub struct S; impl crate::port::P for S { type Error = async_nats::Error; fn f(&self) -> Result<(), Self::Error> { Ok(()) } } }",
                "orders::port::P -> async_nats::Error",
            ),
        ] {
            assert_eq!(named("", code), [key], "{code}");
        }
    }

    #[test]
    fn one_error_of_one_type_is_one_finding() {
        let code = "pub mod domain { pub enum E { Nats(async_nats::Error) } impl From<async_nats::Error> for E { fn from(e: async_nats::Error) -> E { E::Nats(e) } } }";
        assert_eq!(named("", code), ["orders::domain::E -> async_nats::Error"]);
    }

    #[test]
    fn an_alias_is_one_finding_at_the_alias() {
        let code = "pub mod domain { pub type Failure = Box<dyn std::error::Error>; pub fn f() -> Result<(), Failure> { Ok(()) } pub fn g() -> Result<(), Failure> { Ok(()) } pub fn h() -> crate::Lost { Ok(()) } pub struct E(pub crate::Wrong); } pub type Lost = anyhow::Result<()>; pub type Wrong = async_nats::Error; pub mod application { pub fn i() -> crate::Lost { Ok(()) } }";
        assert_eq!(
            named("", code),
            [
                "orders::Lost -> anyhow::Result",
                "orders::Wrong -> async_nats::Error",
                "orders::domain::Failure -> dyn Error",
            ]
        );
    }

    #[test]
    fn errors_that_do_not() {
        for code in [
            "pub mod domain { pub enum E { Io(#[from] std::io::Error), Parse(std::num::ParseIntError), Own(Error) } pub struct Error; }",
            "pub mod domain { pub enum E { Other { #[source] cause: Box<dyn std::error::Error + Send + Sync> } } }",
            "pub mod domain { pub struct E; } pub mod adapter { pub enum A { Nats(#[from] async_nats::Error) } pub fn connect() -> anyhow::Result<()> { Ok(()) } impl From<async_nats::Error> for crate::domain::E { fn from(_: async_nats::Error) -> Self { Self } } }",
            "pub mod port { pub trait P { type Error: std::error::Error; fn f(&self, e: &dyn std::error::Error) -> Result<(), Self::Error>; } }",
            "pub mod application { fn inner() -> anyhow::Result<()> { Ok(()) } pub fn run() { let _ = inner().map_err(|e: anyhow::Error| e); } #[cfg(test)] pub fn test() -> anyhow::Result<()> { Ok(()) } }",
            "pub mod domain { pub struct E { pub at: async_nats::Client } }",
            "pub mod domain { enum E { Nats(#[from] async_nats::Error) } impl From<async_nats::ConnectError> for E { fn from(_: async_nats::ConnectError) -> E { todo!() } } }",
            "pub mod domain { pub struct E { why: async_nats::Error, #[source] cause: async_nats::Error } }",
            "pub mod domain { struct F; impl F { pub fn ready(&self) -> anyhow::Result<()> { Ok(()) } } }",
            "pub mod domain { pub mod a { pub(super) struct E(pub anyhow::Error); pub struct F(pub(in crate::domain) anyhow::Error); pub(super) fn f() -> anyhow::Result<()> { Ok(()) } } }",
        ] {
            assert_eq!(named("", code), [""; 0], "{code}");
        }
    }

    #[test]
    fn what_is_allowed_is_left_alone() {
        let code = "pub mod domain { pub enum E { Nats(async_nats::Error), Any(anyhow::Error) } }";
        assert_eq!(
            named("domain.allow = [\"anyhow\"]", code),
            ["orders::domain::E -> async_nats::Error"]
        );
    }
}
