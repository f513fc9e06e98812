//! `foreign_type_in_domain`: what the domain shows names a type of an external crate.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::{
    findings::foreign::{Asked, Search},
    model::architecture::{Architecture, ModuleRow},
    policy::Role,
};

/// What the domain shows names a type of an external crate.
pub(super) static RULE: Rule<Architecture> = Rule {
    info: RuleInfo {
        gate: "archcheck",
        name: "foreign_type_in_domain",
        summary: "what the domain shows names a type of an external crate",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds names of external crates in what layers whose role is `domain` show: visible fields of types, fields of variants,
signatures of functions, methods and traits, with generics and bounds, however deep. Aliases and re-exports are seen through:
what goes by one of the project is one finding, there if that is in the domain, which says who shows it.
What cannot be seen from outside of its layer is not looked at: what is private, and `pub(super)` or `pub(crate)` where all
modules that see it are in the layer.

The standard library may be named, and what is allowed; nothing else is by default:

```toml
[archcheck.domain]
allow = ["rust_decimal::Decimal"]
```

Errors of external crates are the business of `leaky_error`. Attributes and derives are no part of what is shown.

### Why is this bad?

Whoever uses the domain has to use that crate, too, in that version: the domain cannot change it without changing everybody.

### Example

```rust
pub struct Order {
    pub at: chrono::NaiveDateTime,
}
```

### Use instead

```rust
pub struct Order {
    pub at: Timestamp, // of the domain, over what it likes
}
```

### Limits

Types that macros generate are not seen, nor are implementations of external traits.
"#;

fn check(architecture: &Architecture, findings: &mut Findings) {
    if architecture.idle_without(Role::Domain, findings) {
        return;
    }
    let in_domain = |module: ModuleRow| {
        architecture.is_in_view(module) && architecture.role_of(module) == Some(Role::Domain)
    };
    let declarations = &architecture.declarations;
    let asked = Asked {
        role: Role::Domain,
        shows: "the domain shows",
        table: "domain",
        allow: &architecture.policy.domain_types,
        why: "whoever uses the domain would have to use that crate, too",
    };
    let mut search = Search::new(architecture, findings, asked);
    for data in architecture.visible_types(Role::Domain) {
        search.look_at("the type", &data.path, data.module, data.shown());
    }
    for one in declarations
        .traits
        .iter()
        .filter(|one| one.visible && in_domain(one.module))
    {
        search.look_at("the trait", &one.path, one.module, one.mentions());
    }
    for one in declarations
        .functions
        .iter()
        .filter(|one| one.visible && in_domain(one.module))
    {
        let signature = one.method.signature.iter();
        search.look_at("the function", &one.full_path(), one.module, signature);
    }
    if search.finish() == 0 {
        findings.idle("no layer of the domain shows anything outside of its modules");
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture;

    fn text(config: &str, code: &str) -> String {
        format!(
            "//- govern.toml\n[archcheck]\npreset = \"hexagonal\"\n{config}\n//- orders: chrono, money = rust-decimal\n//- orders/src/lib.rs\npub mod domain {{ {code} }}\n"
        )
    }

    fn named(config: &str, code: &str) -> Vec<String> {
        fixture::keys(&RULE, &text(config, code))
    }

    #[test]
    fn what_is_shown_is_read() {
        for (code, key) in [
            (
                "pub struct A { pub at: Option<chrono::Date> }",
                "orders::domain::A -> chrono::Date",
            ),
            (
                "pub struct A(pub [chrono::Date; 2]);",
                "orders::domain::A -> chrono::Date",
            ),
            (
                "pub enum A { At { at: chrono::Date }, Never }",
                "orders::domain::A -> chrono::Date",
            ),
            (
                "pub enum A { At(When) } type When = chrono::Date;",
                "orders::domain::When -> chrono::Date",
            ),
            (
                "pub fn at() -> Vec<money::Decimal> { vec![] }",
                "orders::domain::at -> rust_decimal::Decimal",
            ),
            (
                "pub struct A; impl A { pub fn at(&self, _: &chrono::Date) {} }",
                "orders::domain::A::at -> chrono::Date",
            ),
            (
                "pub trait T { fn f(&self, _: chrono::Date); }",
                "orders::domain::T -> chrono::Date",
            ),
        ] {
            assert_eq!(named("", code), [key], "{code}");
        }
    }

    #[test]
    fn what_a_macro_made_names_what_stands_in_it_and_not_in_its_neighbours() {
        let rule = "macro_rules! all { ($($n:ident: $t:ty),*) => { $(pub struct $n { pub it: $t } impl $n { pub fn it(&self) -> &$t { &self.it } })* } }";
        let code = format!("{rule} all!(A: chrono::Date, B: u8, C: Option<money::Decimal>);");
        assert_eq!(
            named("", &code),
            [
                "orders::domain::A -> chrono::Date",
                "orders::domain::C -> rust_decimal::Decimal",
                "orders::domain::A::it -> chrono::Date",
                "orders::domain::C::it -> rust_decimal::Decimal",
            ]
        );
    }

    #[test]
    fn arguments_belong_to_what_they_are_of() {
        let code = "pub struct A { pub at: chrono::DateTime<Option<chrono::Utc>>, pub by: chrono::Date<money::Decimal> }";
        assert_eq!(
            named("", code),
            [
                "orders::domain::A -> chrono::Date",
                "orders::domain::A -> chrono::DateTime",
                "orders::domain::A -> rust_decimal::Decimal",
            ]
        );
        let allowed = "domain.allow = [\"chrono::DateTime\", \"chrono::Date\", \"rust_decimal\"]";
        assert_eq!(named(allowed, code), ["orders::domain::A -> chrono::Utc"]);
    }

    #[test]
    fn an_alias_is_one_finding() {
        let code = "pub type When = chrono::DateTime<chrono::Utc>; pub struct A { pub at: When } pub fn f(_: When, _: Option<When>) {} pub mod inner { pub fn g() -> crate::Own { todo!() } pub fn h(_: crate::Own) {} } } pub type Own = money::Decimal; pub mod other {";
        let session = fixture::session(&text("", code));
        let found = fixture::findings(&RULE, &session);
        let said = found.found().iter().map(|finding| {
            let related = finding.related.iter().map(|one| one.message.as_str());
            (finding.message.as_str(), related.collect::<Vec<_>>())
        });
        let a = "`orders::domain::When`, which the domain shows, stands for `chrono::DateTime` of an external crate";
        assert_eq!(
            said.collect::<Vec<_>>(),
            [
                (
                    "`orders::Own`, which the domain shows, stands for `rust_decimal::Decimal` of an external crate",
                    vec![
                        "this is called so here",
                        "the function `orders::domain::inner::g` shows it",
                        "the function `orders::domain::inner::h` shows it"
                    ]
                ),
                (
                    a,
                    vec![
                        "the type `orders::domain::A` shows it",
                        "the function `orders::domain::f` shows it"
                    ]
                ),
            ]
        );
    }

    #[test]
    fn a_re_export_is_one_finding() {
        let code = "mod inner { pub use chrono::{Date, Utc as Zone}; } pub fn f(_: inner::Date) {} pub fn g(_: inner::Date, _: inner::Zone) {}";
        assert_eq!(
            named("", code),
            [
                "orders::domain::inner::Date -> chrono::Date",
                "orders::domain::inner::Zone -> chrono::Utc",
            ]
        );
    }

    #[test]
    fn what_is_not_shown_or_not_foreign_is_left_alone() {
        for code in [
            "pub struct A { at: chrono::Date }",
            "struct A { pub at: chrono::Date } fn f(_: chrono::Date) {}",
            "pub struct A; impl A { fn at(&self, _: chrono::Date) {} pub fn now() { let _: Option<chrono::Date> = None; } }",
            "pub struct A; impl From<chrono::Date> for A { fn from(_: chrono::Date) -> A { A } }",
            "#[derive(chrono::Serial)] #[chrono::shape] pub struct A { #[chrono::skip] pub at: u64 }",
            "pub struct A<Date> { pub at: Date } pub mod chrono2 { pub struct Date; } pub fn f(_: chrono2::Date) {}",
            "#[cfg(test)] pub mod tests { pub fn f(_: chrono::Date) {} }",
            "pub struct A { pub at: std::time::Duration, pub n: core::num::NonZeroU8 }",
            "pub struct A { pub(self) at: chrono::Date } pub(self) fn f(_: chrono::Date) {}",
            "pub mod a { pub(super) fn f(_: chrono::Date) {} pub(in crate::domain) struct A(pub chrono::Date); pub struct B { pub(super) at: chrono::Date } }",
            "struct A; impl A { pub fn at(&self, _: chrono::Date) {} }",
            "pub fn f() { pub fn inner(_: chrono::Date) {} }",
        ] {
            assert_eq!(named("", code), [""; 0], "{code}");
        }
    }

    #[test]
    fn what_other_layers_see_is_shown() {
        for code in [
            "pub struct A { pub(crate) at: chrono::Date }",
            "pub struct A { pub(super) at: chrono::Date }",
            "pub(crate) struct A { pub at: chrono::Date }",
            "pub mod a { pub(in super::super) struct A(pub chrono::Date); }",
        ] {
            let found = named("", code);
            assert!(
                found.len() == 1 && found[0].ends_with("A -> chrono::Date"),
                "{code}: {found:?}"
            );
        }
        let whole = "//- govern.toml\n[archcheck.layers.domain]\nmodules = [\"orders\"]\nmay-use = []\nrole = \"domain\"\n//- orders: chrono\n//- orders/src/lib.rs\npub struct A { pub(crate) at: chrono::Date, pub by: chrono::Utc }\npub(crate) fn f(_: chrono::Date) {}\n#[cfg(test)] mod tests {}\n";
        assert_eq!(fixture::keys(&RULE, whole), ["orders::A -> chrono::Utc"]);
    }

    #[test]
    fn what_is_allowed_may_be_shown() {
        let code = "pub struct A { pub at: chrono::Date, pub price: money::Decimal }";
        assert_eq!(
            named("domain.allow = [\"rust-decimal\"]", code),
            ["orders::domain::A -> chrono::Date"]
        );
    }
}
