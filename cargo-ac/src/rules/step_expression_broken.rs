//! `step_expression_broken`: an attribute of a step function whose expression does not compile.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::criteria::Criteria;
use crate::steps::Matcher;

/// An attribute of a step function whose expression does not compile.
pub(super) static RULE: Rule<Criteria> = Rule {
    info: RuleInfo {
        gate: "ac",
        name: "step_expression_broken",
        summary: "the expression of a step function does not compile",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Compiles what attributes `#[given]`, `#[when]` and `#[then]` of cucumber-rs match: `regex = "…"` as a regular expression,
`expr = "…"` as a Cucumber expression. The parameters of an expression are `{int}`, `{float}`, `{word}`, `{string}`, `{}`,
and those that types of arguments are (`#[derive(Parameter)]`).

### Why is this bad?

The program that runs the features does not build, and with it no scenario is run.

### Example

```rust
#[given(expr = "an order of {byte} lines")]
fn of_lines(world: &mut World) {}
```

cucumber-rs has no parameter `{byte}`.

### Use instead

```rust
#[given(expr = "an order of {int} lines")]
fn of_lines(world: &mut World, lines: u8) {}
```

### Limits

What the type of an argument matches is known if it is declared in the workspace, with `#[derive(Parameter)]` or an `impl`
in the same file. Others are counted as not known.
"#;

fn check(model: &Criteria, findings: &mut Findings) {
    if let Some(why) = model.why_no_steps() {
        return findings.idle(why);
    }
    findings.idle("the parameters of all step functions are of types that are not known");
    for function in &model.steps.functions {
        if matches!(function.matcher, Matcher::Unknown) || function.expanded || !function.built {
            continue;
        }
        findings.checked(1);
        let Matcher::Broken { why, notes } = &function.matcher else {
            continue;
        };
        let text = function.pattern.text();
        let finding = findings.report(
            function.attribute,
            format!("{}: {} {text}", function.name, function.kind.name()),
            why,
        );
        finding.label(format!("of the {}", function.describe()));
        for note in notes {
            finding.note(note);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::testing::{BDD_MANIFEST, found};

    #[test]
    fn what_does_not_compile_is_shown_where_it_stands() {
        let rust = "use cucumber::given;\npub struct World;\n#[given(regex = r\"^(a$\")]\n#[given(expr = \"a {byte}\")]\n#[given(expr = concat!(\"a\"))]\n#[given]\n#[given(expr = \"{int} fine/good order(s)\")]\nfn a(_: &mut World) {}\n";
        assert_eq!(
            found(
                &RULE,
                &[("tests/bdd.rs", rust), ("Cargo.toml", BDD_MANIFEST)]
            ),
            [
                "regex = r\"^(a$\": this is no regular expression\n  note: unclosed group",
                "expr = \"a {byte}\": the function has no argument for `{byte}`\n  note: a parameter that is not `{int}`, `{float}`, `{word}`, `{string}` or `{}` is the type of an argument",
                "expr = concat!(\"a\"): a step is a text, `regex = \"…\"` or `expr = \"…\"`",
                "given: a step is a text, `regex = \"…\"` or `expr = \"…\"`",
            ]
        );
    }
}
