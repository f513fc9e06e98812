//! `unclassified_component`: a module is in no layer, in an architecture that is closed.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::model::architecture::{Architecture, Content, ModuleRow};

/// A module is in no layer, in an architecture that is closed.
pub(super) static RULE: Rule<Architecture> = Rule {
    info: RuleInfo {
        gate: "archcheck",
        name: "unclassified_component",
        summary: "a module is in no layer, in an architecture that is closed",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

With `closed = true` in `[archcheck]`, finds modules that no selector of a layer selects, neither themselves nor through a
module or crate around them. One finding stands for a module and all that is inside it. A module that only declares other
modules needs no layer: there is nothing in it that could use anything.

Without `closed = true` the rule is idle, and says how many modules are in no layer.

### Why is this bad?

What is in no layer may use everything and be used by everything: a new module beside the layers is a hole through all of
them, and nobody notices.

### Example

```toml
[archcheck]
preset = "hexagonal"
closed = true
```

```rust
pub mod domain;
pub mod helpers { pub fn connect() {} }
```

### Use instead

Move the module into a layer, let a layer select it (`[archcheck.layers.shared] modules = ["orders::helpers"]`), or say that
it is not looked at (`[archcheck.exclude] modules = ["orders::helpers"]`).
"#;

fn check(architecture: &Architecture, findings: &mut Findings) {
    let in_view: Vec<ModuleRow> = architecture
        .module_rows()
        .filter(|&row| architecture.reports_on(row))
        .collect();
    let outside: Vec<ModuleRow> = in_view
        .iter()
        .copied()
        .filter(|&row| is_outside(architecture, row))
        .collect();
    if architecture.policy.layers.is_empty() {
        findings.idle("no layers are declared in `[archcheck]`");
        return;
    }
    if !architecture.policy.closed {
        findings.idle(format!(
            "the architecture is open: {} of {} modules are in no layer, and `closed = true` is not set",
            outside.len(),
            in_view.len()
        ));
        return;
    }
    findings.checked(in_view.len());
    for &row in &outside {
        let mut around = std::iter::successors(architecture.module(row).parent, |&row| {
            architecture.module(row).parent
        });
        if around.any(|around| outside.binary_search(&around).is_ok()) {
            // Said of the module around it.
            continue;
        }
        let module = architecture.module(row);
        let (what, span) = match module.parent {
            None => (
                "the root of the crate",
                architecture
                    .package(module.package)
                    .span
                    .unwrap_or(module.span),
            ),
            Some(_) => ("the module", module.span),
        };
        let message = format!("{what} `{}` is in no layer", module.path);
        let finding = findings.report(span, module.path.clone(), message);
        finding.label("no layer selects it");
        let inside = outside
            .iter()
            .filter(|&&other| other != row && architecture.is_within(other, row))
            .count();
        match inside {
            0 => {}
            1 => _ = finding.note("neither is the module inside it"),
            _ => _ = finding.note(format!("neither are the {inside} modules inside it")),
        }
        let layers: Vec<&str> = architecture
            .policy
            .layers
            .iter()
            .map(|layer| layer.name.as_str())
            .collect();
        finding.note(format!(
            "`closed = true` means that everything is in one of `{}`",
            layers.join("`, `")
        ));
        finding.help(format!(
            "move it into a layer, add `modules = [\"{0}\"]` to one, or to `[archcheck.exclude]`",
            module.path
        ));
    }
}

/// Whether a module has something in it and is in no layer.
fn is_outside(architecture: &Architecture, row: ModuleRow) -> bool {
    let module = architecture.module(row);
    module.layer.is_none() && module.content != Content::Nothing
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture::{check, findings, session};

    const CODE: &str = "
//- orders/src/lib.rs
pub mod domain { pub mod order { pub struct Order; } }
pub mod helpers { pub fn connect() {} mod inner { pub fn f() {} } }
mod empty { mod nothing {} }
#[cfg(test)]
mod tests { fn f() {} }
//- orders/src/main.rs
fn main() {}
//- tool/src/lib.rs
pub fn f() {}
";

    #[test]
    fn what_no_layer_selects_is_found_once() {
        let text =
            format!("//- govern.toml\n[archcheck]\npreset = \"hexagonal\"\nclosed = true\n{CODE}");
        assert_eq!(
            check(&RULE, &text),
            [
                "orders/src/lib.rs:2:`helpers`: the module `orders::helpers` is in no layer",
                "tool/Cargo.toml:2:`\"tool\"`: the root of the crate `tool` is in no layer",
            ]
        );
        let excluded = text.replace(
            "closed",
            "exclude = { crates = [\"tool\"], files = [\"orders/src/lib.rs\"] }\nclosed",
        );
        assert_eq!(check(&RULE, &excluded), [""; 0]);
    }

    #[test]
    fn an_open_architecture_is_idle_and_says_what_is_outside() {
        let session = session(&format!(
            "//- govern.toml\n[archcheck]\npreset = \"hexagonal\"\n{CODE}"
        ));
        let found = findings(&RULE, &session);
        assert_eq!(found.found(), []);
        let outcome = crate::fixture::outcome(&session);
        let rule = outcome
            .rules
            .iter()
            .find(|rule| rule.info.name == RULE.info.name)
            .unwrap();
        assert_eq!(
            rule.idle.as_deref(),
            Some(
                "the architecture is open: 3 of 9 modules are in no layer, and `closed = true` is not set"
            )
        );
    }
}
