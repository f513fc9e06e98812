//! `unresolved_name`: nobody knows what a name means, so what it uses is not checked.

use govern_gate::{Findings, Level, Rule, RuleInfo};
use govern_names::UnresolvedReason;

use crate::model::architecture::Architecture;

/// Nobody knows what a name means, so what it uses is not checked.
pub(super) static RULE: Rule<Architecture> = Rule {
    info: RuleInfo {
        gate: "archcheck",
        name: "unresolved_name",
        summary: "nobody knows what a name means, so what it uses is not checked",
        level: Level::Allow,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds names that could not be resolved from source: those that no file declares, those that only the expansion of a macro of
an external crate can have declared, and paths in arguments of macros that lead nowhere known. Each is counted by every run,
as `not known`; this rule makes findings of them.

It is off unless it is asked for, by its level or by `--strict-resolution`, which makes errors of its findings. Macros of the
workspace are expanded, so most crates have none.

### Why is this bad?

A name that nobody knows may be a use of anything: the other rules cannot look at it.

### Example

```rust
entities! { Order } // a macro of another crate

fn price(order: &Order) -> u64 { // what this uses is not known
    order.price()
}
```

### Use instead

Name what is meant by a path that is written in the source, keep such macros in modules that no rule is about, or accept
what is not known with a waiver that says why.
"#;

fn check(architecture: &Architecture, findings: &mut Findings) {
    let modules = architecture.module_rows();
    let modules = modules.filter(|&row| architecture.reports_on(row)).count();
    let uses = architecture.uses.iter();
    let uses = uses
        .filter(|place| architecture.reports_on(place.from))
        .count();
    let unknown = architecture.unknown.iter();
    let unknown = unknown.filter(|it| architecture.is_in_view(it.module));
    let mut missed = 0;
    for it in unknown {
        missed += 1;
        let module = &architecture.module(it.module).path;
        let finding = findings.report(
            it.span,
            format!("{module} {}", it.text),
            format!("it is not known what `{}` means", it.text),
        );
        match it.reason {
            UnresolvedReason::NotFound => {
                finding.label("no file declares it");
                finding.help("does the project compile with these features? If so, this is a gap of the analysis");
            }
            UnresolvedReason::MacroGenerated => {
                finding.label("only a macro can have declared it");
                if let Some(perhaps) = &it.perhaps {
                    finding.note(perhaps.as_str());
                }
                finding.help("name what is meant by a path that stands in the source");
            }
            UnresolvedReason::OutsideGlob => {
                finding.label(
                    "a `use …::*` of an external crate brings it, and which one cannot be told",
                );
                finding.help("import it by its name");
            }
            UnresolvedReason::MacroArgument => {
                finding.label("it leads nowhere known from here");
                finding.note("it is an argument of a macro, which may give it another meaning");
            }
        }
    }
    findings.checked(modules + uses + missed);
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture::check;

    #[test]
    fn each_is_found_once_and_only_in_code_that_counts() {
        let text = "
//- x/src/lib.rs
foreign::entities! { Order }
mod known { macro_rules! id { ($n:ident) => { pub struct $n; } } id!(Id); }
mod user { use crate::Order; use crate::known::Id; fn f(_: Order, _: Id) { Missing::new(); json!(odd::thing); } }
#[cfg(test)] mod tests { fn f(_: Nothing) {} }
";
        assert_eq!(
            check(&RULE, text),
            [
                "x/src/lib.rs:3:`Missing::new`: it is not known what `Missing::new` means",
                "x/src/lib.rs:3:`json`: it is not known what `json` means",
                "x/src/lib.rs:1:`foreign::entities`: it is not known what `foreign::entities` means",
                "x/src/lib.rs:3:`crate::Order`: it is not known what `crate::Order` means",
                "x/src/lib.rs:3:`odd::thing`: it is not known what `odd::thing` means",
            ]
        );
    }
}
