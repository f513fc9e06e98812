//! `missing_file`: a component lacks a file or module that its kind must have, or has one that it must not.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::{
    model::{architecture::Architecture, required::Component},
    policy::project::{Expected, Required},
};

/// A component lacks a file or module that its kind must have, or has one that it must not.
pub(super) static RULE: Rule<Architecture> = Rule {
    info: RuleInfo {
        gate: "archcheck",
        name: "missing_file",
        summary: "a component lacks a file or module that its kind must have, or has one that it must not",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

`[[archcheck.required]]` says what components of a kind consist of. `for` says which: packages (`crate:*-service`) or modules
(`**::features::*`). Finds those that lack one of `files` or `modules`, and those that have one of `forbidden-files`.

Files are relative to the directory of the package, or to the directory in which the files of the module's own modules are:
`src/cart` for `src/cart.rs` and for `src/cart/mod.rs`. They may have wildcards; one file that matches is enough. Modules are
relative to the module, or to the root of the library or of a program. What `for` captures can stand in all of them:
`files = ["{name}.toml"]` for `crate:{name}-service`.

### Why is this bad?

What is built alike is found, read and operated alike. A service without its manifest is noticed when it is deployed.

### Example

```toml
[[archcheck.required]]
for = "crate:*-service"
files = ["README.md", "src/main.rs", "manifest.toml"]
modules = ["domain", "ports"]
forbidden-files = ["build.rs"]
because = "the platform deploys what it finds there"
```

```text
orders-service/Cargo.toml
orders-service/src/main.rs
```

### Use instead

```text
orders-service/Cargo.toml
orders-service/README.md
orders-service/manifest.toml
orders-service/src/main.rs      mod domain; mod ports;
orders-service/src/domain.rs
orders-service/src/ports.rs
```
"#;

fn check(architecture: &Architecture, findings: &mut Findings) {
    if architecture.policy.required.is_empty() {
        findings.idle(super::NOT_ASKED);
    }
    for required in &architecture.policy.required {
        for component in required.components(architecture) {
            findings.checked(1);
            let missing = required.files.iter();
            let missing = missing.filter(|it| component.files(architecture, it).is_empty());
            for expected in missing {
                lacks(findings, required, &component, expected, "file");
            }
            let missing = required.modules.iter();
            let missing = missing.filter(|it| !component.has_module(architecture, it));
            for expected in missing {
                lacks(findings, required, &component, expected, "module");
            }
            for expected in &required.forbidden {
                for path in component.files(architecture, expected) {
                    let name = &component.name;
                    let finding = findings.report(
                        component.span,
                        format!("{name}: {path}"),
                        format!("`{name}` has the file `{path}`, which it must not have"),
                    );
                    finding.label("this component");
                    if let Some(span) = expected.span {
                        finding.related(span, "forbidden here");
                    }
                    finding.notes.extend(required.because.clone());
                    finding.help("remove the file");
                }
            }
        }
    }
}

fn lacks(
    findings: &mut Findings,
    required: &Required,
    component: &Component,
    expected: &Expected,
    what: &str,
) {
    let name = &component.name;
    let text = component.captures.fill(&expected.text);
    let finding = findings.report(
        component.span,
        format!("{name}: {text}"),
        format!("`{name}` has no {what} `{text}`"),
    );
    finding.label("this component");
    if let Some(span) = expected.span {
        finding.related(span, "required here");
    }
    finding.notes.extend(required.because.clone());
    finding.help(match (what, component.directory.as_str()) {
        ("file", "") => format!("add `{text}`"),
        ("file", directory) => format!("add `{directory}/{text}`"),
        _ => format!("add `mod {text}`"),
    });
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture::{check, findings, outcome, place, session};

    fn with(table: &str, code: &str) -> String {
        format!("//- govern.toml\n[[archcheck.required]]\n{table}\n{code}")
    }

    const SERVICE: &str = "
//- orders-service/src/lib.rs
pub mod domain { pub mod order {} }
//- orders-service/src/main.rs
mod ports {}
//- orders-service/README.md
//- orders-service/build/a.json
//- orders-service/tests/t.rs
mod support {}
//- other/src/lib.rs
";

    #[test]
    fn packages_have_what_is_required_of_them() {
        let table = "for = \"crate:*-service\"\nfiles = [\"README.md\", \"src/*.rs\", \"build/*.{json,toml}\"]\nmodules = [\"domain\", \"domain::order\", \"ports\"]\nforbidden-files = [\"build.rs\", \"*.md~\"]";
        assert_eq!(check(&RULE, &with(table, SERVICE)), [""; 0]);
        let table = "for = \"crate:{name}-service\"\nfiles = [\"{name}.toml\", \"*.rs\"]\nmodules = [\"order\", \"support\"]\nforbidden-files = [\"build/**\"]";
        let lines = check(&RULE, &with(table, SERVICE));
        let at = "orders-service/Cargo.toml:2:`\"orders-service\"`: `orders-service` has";
        assert_eq!(
            lines,
            [
                format!("{at} no file `orders.toml`"),
                format!("{at} no file `*.rs`"),
                format!("{at} no module `order`"),
                format!("{at} no module `support`"),
                format!("{at} the file `orders-service/build/a.json`, which it must not have"),
            ]
        );
        let session = session(&with(table, SERVICE));
        let found = findings(&RULE, &session);
        assert_eq!(found.found()[0].help, ["add `orders-service/orders.toml`"]);
        assert_eq!(found.found()[0].key, "orders-service: orders.toml");
    }

    #[test]
    fn modules_have_what_is_required_of_them() {
        let code = "
//- x/src/lib.rs
pub mod features { pub mod cart; pub mod pay; pub mod inline { pub mod api {} } #[cfg(test)] mod fake {} }
//- x/src/features/cart.rs
pub mod api {}
//- x/src/features/cart/notes.md
//- x/src/features/pay/mod.rs
//- x/src/features/pay/notes.md
//- x/src/notes.md
";
        let table = "for = \"x::features::*\"\nfiles = [\"notes.md\"]\nmodules = [\"api\"]";
        assert_eq!(
            check(&RULE, &with(table, code)),
            [
                "x/src/lib.rs:1:`inline`: `x::features::inline` has no file `notes.md`",
                "x/src/lib.rs:1:`pay`: `x::features::pay` has no module `api`",
            ]
        );
    }

    #[test]
    fn mistakes_are_located() {
        let table =
            "for = \"crate:x\"\nfiles = [\"../a\", \"/b\", \"[\"]\nmodules = [\"a b\", \"c::d\"]";
        let session = session(&with(table, "//- x/src/lib.rs\n"));
        let mistakes = outcome(&session).diagnostics;
        let mistakes: Vec<String> = mistakes
            .iter()
            .map(|it| format!("{}: {}", place(&session, it.span), it.message))
            .collect();
        assert_eq!(
            mistakes,
            [
                "govern.toml:3:`\"../a\"`: `../a` is no file of a component",
                "govern.toml:3:`\"/b\"`: `/b` is no file of a component",
                "govern.toml:3:`\"[\"`: `[` is no file of a component",
                "govern.toml:4:`\"a b\"`: `a b` is no module of a component",
            ]
        );
    }
}
