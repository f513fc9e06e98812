//! Production code panics where a value is missing.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::config::Expect;
use crate::patterns::{Argument, Form, Panic, Patterns, Role};
use crate::settings::UnwrapSettings;

pub(super) static RULE: Rule<Patterns> = Rule {
    info: RuleInfo {
        gate: crate::NAME,
        name: "unwrap_in_production",
        summary: "production code panics where a value is missing",
        level: Level::Deny,
        since: "0.1.0",
        docs: r#"### What it does
Finds `.unwrap()` and `.unwrap_err()` in production code, also in the arguments of macros, and `Option::unwrap` or
`Result::unwrap` where it is passed along. `expect` and `expect_err` may stay if they say why the value is there: with a
text that is not empty.

Production code is what libraries and programs are built from. Tests, benchmarks, functions with a test attribute
(`#[test]`, `#[tokio::test]`, `#[rstest]` …) and all that exists only with `cfg(test)` are not, through `mod`
declarations too. Examples and build scripts are not, unless you want it.

### Why is this bad?
Whoever calls this code has no chance to handle the error, and whoever reads the log does not learn what was missing.

### Example
```rust
pub fn port(config: &Config) -> u16 {
    config.get("port").unwrap().parse().unwrap()
}
```

### Use instead
```rust
pub fn port(config: &Config) -> Result<u16, ConfigError> {
    let port = config.get("port").ok_or(ConfigError::Missing("port"))?;
    port.parse().map_err(ConfigError::Port)
}
```

### Options
```toml
[patterns.unwrap_in_production]
expect = "deny"                        # default "with_reason"; "allow"
examples = true                        # default false
build_scripts = true                   # default false
only = { paths = ["crates/domain/**"] }
```

### Limits
Types are not inferred. `.unwrap()` without arguments and `.expect("text")` count on whatever they are called; where the
workspace declares such a method itself, the finding says so. `.expect(x)` with something that is no text is taken for the
workspace's own method if there is one, and is then counted with what the run could not know. The body of a
`macro_rules!` is not looked at.
"#,
    },
    check,
};

fn check(patterns: &Patterns, findings: &mut Findings) {
    let settings = &patterns.settings.unwrap_in_production;
    findings.idle("no method is called outside of test code");
    for module in &patterns.modules {
        if settings.reach.contains(module) {
            let roles = Role::ALL.into_iter().filter(|role| counts(settings, *role));
            findings.checked(roles.map(|role| module.method_calls[role as usize]).sum());
        }
    }
    for panic in &patterns.panics {
        let looked_at = counts(settings, panic.site.role)
            && settings.reach.contains(patterns.module(&panic.site));
        if looked_at && judge(panic, settings.expect) == Verdict::Finding {
            report(patterns, panic, findings);
        }
    }
}

/// What to think of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    Fine,
    Finding,
    /// It may be a method of the workspace.
    Unknown,
}

/// Whether code of a role counts as production code.
pub(crate) fn counts(settings: &UnwrapSettings, role: Role) -> bool {
    match role {
        Role::Production => true,
        Role::BuildScript => settings.build_scripts,
        Role::Example => settings.examples,
        Role::Test => false,
    }
}

pub(crate) fn judge(panic: &Panic, expect: Expect) -> Verdict {
    if !panic.method.takes_reason() {
        return Verdict::Finding;
    }
    match (expect, panic.form) {
        // `Option::expect` cannot be passed along without its text: it is called.
        (Expect::Allow, _)
        | (Expect::WithReason, Form::CallWith(Argument::Reason) | Form::Path) => Verdict::Fine,
        (_, Form::CallWith(Argument::Other)) if panic.own.is_some() => Verdict::Unknown,
        _ => Verdict::Finding,
    }
}

fn report(patterns: &Patterns, panic: &Panic, findings: &mut Findings) {
    let name = panic.method.name();
    let place = patterns.place(&panic.site);
    let message = match panic.form {
        Form::Path => format!("`{name}` is passed along in production code"),
        Form::Call => format!("`{name}` in production code"),
        Form::CallWith(Argument::Empty) => {
            format!("`{name}` with an empty text in production code")
        }
        Form::CallWith(Argument::Reason) => format!("`{name}` in production code"),
        Form::CallWith(Argument::Other) => {
            format!("`{name}` without a reason in production code")
        }
    };
    let finding = findings.report(panic.site.span, format!("{place}: {name}"), message);
    finding.note(format!("`{place}` panics if there is no value"));
    if let Some(own) = &panic.own {
        finding.related(
            own.span,
            format!(
                "the workspace declares `{}`: if it is that, waive the finding",
                own.name
            ),
        );
    }
    let with_reason = patterns.settings.unwrap_in_production.expect != Expect::Deny;
    finding.help(if with_reason {
        "return the error, or say with `expect(\"…\")` why there is always a value"
    } else {
        "return the error"
    });
}
