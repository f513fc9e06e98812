//! Code other than `main` ends the program.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::patterns::Patterns;
use crate::role::Role;

pub(super) static RULE: Rule<Patterns> = Rule {
    info: RuleInfo {
        gate: crate::NAME,
        name: "exit_outside_main",
        summary: "code other than `main` ends the program",
        level: Level::Warn,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds uses of `std::process::exit` in libraries and programs, by what the name resolves to, outside of the `main` function of a
program. Tests, examples and build scripts are not looked at.

```toml
[patterns.exit_outside_main]
except = { crates = ["*-cli"] }        # or `only`; { crates, files, layers }
```

### Why is this bad?

Nothing is dropped: what was not written is lost, locks and files stay behind. Who calls a function does not expect that it is the
last one, and no test can call it.

### Example

```rust
pub fn load(path: &str) -> Config {
    match read(path) {
        Ok(config) => config,
        Err(_) => std::process::exit(2),
    }
}
```

### Use instead

```rust
pub fn load(path: &str) -> Result<Config, ConfigError> {
    read(path)
}

fn main() -> ExitCode {
    match load("orders.toml") {
        Ok(config) => serve(config),
        Err(_) => ExitCode::from(2),
    }
}
```

### Limits

Functions of external crates that end the program are not known.
"#;

fn check(patterns: &Patterns, findings: &mut Findings) {
    let reach = &patterns.settings.exit_outside_main;
    findings.idle(super::NOTHING);
    for exit in &patterns.found.exits {
        if exit.site.role != Role::Production || !patterns.is_in(reach, &exit.site) {
            continue;
        }
        findings.checked(1);
        if exit.in_main {
            continue;
        }
        let place = patterns.place(&exit.site);
        let finding = findings
            .report(
                exit.site.span,
                format!("{place}: exit"),
                format!("`{place}` ends the program"),
            )
            .note("what is alive then is not dropped, and no caller can do otherwise")
            .help("return an error, and let `main` return an `ExitCode`");
        if exit.written.rsplit("::").next() != Some("exit") {
            finding.note(format!("`{}` is `std::process::exit`", exit.written));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing;

    #[test]
    fn only_main_may_end_the_program() {
        let places = testing::found(
            "exit_outside_main",
            "use std::process::exit as quit;
use std::process;
mod own { pub fn exit(_: i32) {} }
pub fn f() { quit(1); process::exit(2); own::exit(3); x.unwrap_or_else(|_| std::process::exit(4)); log!(quit(5)); }
fn main() { process::exit(6) }
#[test] fn t() { process::exit(7) }
//- src/main.rs
fn main() { std::process::exit(1); fn help() { std::process::exit(2) } help() }
mod inner { pub fn main() { std::process::exit(3) } }
//- examples/e.rs
fn f() { std::process::exit(1) }
fn main() { f() }
//- build.rs
fn main() { f() }
fn f() { std::process::exit(1) }",
        );
        assert_eq!(
            places,
            [
                "src/lib.rs:4 quit",
                "src/lib.rs:4 process::exit",
                "src/lib.rs:4 std::process::exit",
                "src/lib.rs:4 quit",
                "src/lib.rs:5 process::exit",
                "src/main.rs:1 std::process::exit",
                "src/main.rs:2 std::process::exit"
            ]
        );
    }
}
