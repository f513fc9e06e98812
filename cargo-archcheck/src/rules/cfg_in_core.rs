//! `cfg_in_core`: code of the core depends on the platform it is built for.

use std::collections::BTreeMap;

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::{
    findings::said,
    model::architecture::{Architecture, Site, What},
    policy::Role,
};

/// Code of the core depends on the platform it is built for.
pub(super) static RULE: Rule<Architecture> = Rule {
    info: RuleInfo {
        gate: "archcheck",
        name: "cfg_in_core",
        summary: "code of domain, application or port depends on the platform it is built for",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds conditions on the platform in layers of the roles `domain`, `application` and `port`: `target_os`, `target_arch`,
`target_family` and the other `target_…` keys, `unix`, `windows`, in `#[cfg(…)]`, `#![cfg(…)]`, `#[cfg_attr(…)]` and
`cfg!(…)`, however deep inside `all`, `any` and `not`. Features count if `[archcheck.core]` names them. `test`,
`debug_assertions` and other features are no matter of this rule, and what is for tests only is not looked at.

### Why is this bad?

The core is the same on the host and at the edge: a rule of the business that depends on the platform is two rules, and a
build or a test sees only one of them.

### Example

```toml
[archcheck.core]
features = ["host", "guest"]
```

```rust
mod domain {
    #[cfg(target_arch = "wasm32")]
    pub const LARGEST_ORDER: usize = 10;
}
```

### Use instead

```rust
mod domain {
    pub struct Limits { pub largest_order: usize }
}
```

### Limits

Conditions that a macro writes are not seen.
"#;

fn check(architecture: &Architecture, findings: &mut Findings) {
    let modules = said::modules_of_role(architecture, Role::is_core);
    if modules.is_empty() {
        findings.idle("no code is in a layer of the roles domain, application or port");
        return;
    }
    findings.checked(modules.len());
    // All that one condition asks for is one finding.
    let mut conditions: BTreeMap<_, Vec<Asked<'_>>> = BTreeMap::new();
    for site in architecture
        .sites
        .iter()
        .filter(|site| modules.contains(&site.module))
    {
        let What::Condition { key, value, within } = &site.what else {
            continue;
        };
        let is_feature = match (key.as_str(), value) {
            ("unix" | "windows", None) => false,
            (key, _) if key.starts_with("target_") => false,
            ("feature", Some(name)) if architecture.policy.foreign_features.contains(name) => true,
            _ => continue,
        };
        let text = match value {
            Some(value) => format!("{key} = \"{value}\""),
            None => key.clone(),
        };
        let place = (site.span.file, *within);
        let asked = conditions.entry(place).or_default();
        if asked.iter().all(|known| known.text != text) {
            asked.push(Asked {
                site,
                is_feature,
                text,
            });
        }
    }
    // The same condition again in one module is the same mistake.
    let mut alike: BTreeMap<_, Vec<Vec<Asked<'_>>>> = BTreeMap::new();
    for asked in conditions.into_values() {
        let mut texts: Vec<String> = asked.iter().map(|it| it.text.clone()).collect();
        texts.sort_unstable();
        let Some(first) = asked.first() else { continue };
        let group = alike.entry((first.site.module, texts)).or_default();
        group.push(asked);
    }
    for asked in alike.into_values() {
        report(architecture, findings, &asked);
    }
}

/// How many further places of a finding are shown.
const SHOWN: usize = 5;

/// What a condition asks for.
struct Asked<'a> {
    site: &'a Site,
    is_feature: bool,
    text: String,
}

fn report(architecture: &Architecture, findings: &mut Findings, alike: &[Vec<Asked<'_>>]) {
    let Some(([first, others @ ..], again)) = alike.split_first().map(|it| (it.0.as_slice(), it.1))
    else {
        return;
    };
    let module = &architecture.module(first.site.module).path;
    let on = if first.is_feature {
        "a feature that is not its own"
    } else {
        "the platform"
    };
    let text = &first.text;
    let finding = findings.report(
        first.site.span,
        format!("{module} -> cfg {text}"),
        format!("the core is the same everywhere, but `{module}` depends on {on}: `{text}`"),
    );
    finding.label("it asks for this");
    for asked in again.iter().take(SHOWN) {
        finding.related(asked[0].site.span, "here, too");
    }
    if again.len() > SHOWN {
        finding.note(format!("{} more places ask for it", again.len() - SHOWN));
    }
    if !others.is_empty() {
        let others: Vec<String> = others.iter().map(|it| format!("`{}`", it.text)).collect();
        finding.note(format!("and for {}", others.join(", ")));
    }
    let layer = architecture.module(first.site.module).layer;
    if let Some(because) = layer.and_then(|layer| architecture.policy.layer(layer).because.as_ref())
    {
        finding.note(because.clone());
    }
    finding.help("let the entrypoint or an adapter decide, and take what follows as a value or behind a port");
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture::check;

    fn found(code: &str) -> Vec<String> {
        let text = format!(
            "//- govern.toml\n[archcheck]\npreset = \"hexagonal\"\ncore.features = [\"host\"]\n//- orders/src/lib.rs\npub mod domain;\npub mod adapter {{ #[cfg(unix)] fn f() {{}} }}\n//- orders/src/domain.rs\n{code}"
        );
        let found = check(&RULE, &text);
        let asked = found.iter().map(|line| {
            let place = line.split_once(": ").expect("a message").0;
            let asked = line.rsplit(": ").next().unwrap_or_default();
            format!(
                "{} {asked}",
                place.trim_start_matches("orders/src/domain.rs:")
            )
        });
        asked.collect()
    }

    #[test]
    fn conditions_on_the_platform_are_found_wherever_they_stand() {
        for (code, expected) in [
            ("#[cfg(unix)] fn f() {}", "1:`unix` `unix`"),
            (
                "#[cfg(all(feature = \"x\", not(target_os = \"wasi\")))] mod a {}",
                "1:`target_os = \"wasi\"` `target_os = \"wasi\"`",
            ),
            (
                "#![cfg(not(target_family = \"wasm\"))]",
                "1:`target_family = \"wasm\"` `target_family = \"wasm\"`",
            ),
            (
                "struct A { #[cfg(windows)] b: u8 }",
                "1:`windows` `windows`",
            ),
            (
                "fn f() { #[cfg(windows)] { g(); } }",
                "1:`windows` `windows`",
            ),
            (
                "#[cfg_attr(unix, derive(Debug))] struct A;",
                "1:`#[cfg_attr(unix, derive(Debug))]` `unix`",
            ),
            (
                "fn f() { if cfg!(target_arch = \"wasm32\") {} }",
                "1:`cfg!(target_arch = \"wasm32\")` `target_arch = \"wasm32\"`",
            ),
            (
                "#[cfg(any(unix, all(windows, target_env = \"msvc\"), unix))] fn f() {}",
                "1:`unix` `unix`",
            ),
            (
                "#[cfg(feature = \"host\")] fn f() {}",
                "1:`feature = \"host\"` `feature = \"host\"`",
            ),
        ] {
            assert_eq!(found(code), [expected], "{code}");
        }
    }

    #[test]
    fn the_same_condition_in_one_module_is_one_finding() {
        assert_eq!(
            found(
                "#[cfg(unix)] fn f() {}\n#[cfg(not(unix))] fn f() {}\n#[cfg(windows)] fn g() {}\nmod a { #[cfg(unix)] fn f() {} }"
            ),
            [
                "1:`unix` `unix`",
                "3:`windows` `windows`",
                "4:`unix` `unix`"
            ]
        );
        // Before the name of a module stands what its parent asks for, whether the module is there or not.
        assert_eq!(
            found("#[cfg(unix)] mod a {}\n#[cfg(not(unix))] mod a {}"),
            ["1:`unix` `unix`"]
        );
    }

    #[test]
    fn other_conditions_are_left_alone() {
        for code in [
            "#[cfg(test)] mod tests { #[cfg(unix)] fn f() {} }",
            "#[cfg(all(test, unix))] mod tests {}",
            "#[test] fn t() { if cfg!(unix) {} }",
            "#[cfg(feature = \"fast\")] fn f() {}",
            "#[cfg(debug_assertions)] fn f() {}",
            "fn f() { if cfg!(debug_assertions) {} }",
            "macro_rules! cfg { ($t:tt) => { true } } fn f() { cfg!(unix); }",
            "/// #[cfg(unix)]\nfn unix() { \"#[cfg(unix)]\"; }",
        ] {
            assert_eq!(found(code), [""; 0], "{code}");
        }
    }
}
