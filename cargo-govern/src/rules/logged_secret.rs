//! A secret or a payload is written to the log.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::patterns::Patterns;
use crate::role::Role;

pub(super) static RULE: Rule<Patterns> = Rule {
    info: RuleInfo {
        gate: crate::NAME,
        name: "logged_secret",
        summary: "a secret or a payload is written to the log",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds arguments of macros that log which are named like a secret or a payload: `password`, `auth_token`, `user.secret`, the field
`api_key = %key`, and the variable in `"got {payload:?}"`. Macros of `log` and `tracing` log, by what their names resolve to.

Names are compared by whole words: `old_auth_token` and `authToken` are an `auth_token`, `auth_tokenizer` is none. What says something about a thing is
not the thing: `payload_len`, `payload.len()`, `secret_id`, `has_password`, `max_payload`; neither is what a function makes of it
(`mask(&password)`), or a text. A variable that is called otherwise is followed to what it is bound to in its function:
`let text = String::from_utf8_lossy(&payload)` is a payload. Test code is not looked at.

```toml
[patterns.logged_secret]
names = ["password", "token", "iban"]  # replaces the default: see below
macros = ["tracing::*", "std::println"] # default: those of log and tracing
except = { crates = ["*-debug"] }      # or `only`; { crates, files, layers }
```

The names that are looked for: `access_token`, `api_key`, `api_token`, `auth_token`, `authorization`, `bearer_token`, `body`,
`credentials`, `passphrase`, `password`, `payload`, `private_key`, `refresh_token`, `secret`, `secret_key`, `session_token`. A bare `token` is
none of them: it is most often one of a parser, or of a task.

### Why is this bad?

Logs are copied, kept and read by more people than the data itself is for, and nothing deletes from them what must be deleted.

### Example

```rust
pub fn login(user: &str, password: &str) {
    tracing::info!(user, %password, "login");
}
```

### Use instead

```rust
pub fn login(user: &str, password: &str) {
    tracing::info!(user, length = password.len(), "login");
}
```

### Limits

Names are all there is to go by: a secret that is a parameter `x` is not seen, and neither is one inside of a value that is logged with
`Debug`, or an argument of a function with `#[instrument]`. Calls of a macro that cannot be resolved are not looked at.
"#;

fn check(patterns: &Patterns, findings: &mut Findings) {
    let settings = &patterns.settings.logged_secret;
    findings.idle(super::NOTHING);
    for call in &patterns.found.log_calls {
        if call.site.role == Role::Test || !patterns.is_in(&settings.reach, &call.site) {
            continue;
        }
        findings.checked(1);
        let place = patterns.place(&call.site);
        for leak in &call.leaks {
            let finding = findings
                .report(
                    leak.span,
                    format!("{place}: {}", leak.name),
                    format!("`{}` is written to the log", leak.name),
                )
                .note(format!("`{}!` in `{place}`", call.written))
                .help("log what tells the cases apart: its length, a hash, whether it is there");
            match leak.origin {
                Some(origin) => {
                    finding
                        .note(format!("it is bound to a `{}`", leak.word))
                        .related(origin, "this is what it is");
                }
                None if leak.name != leak.word => {
                    finding.note(format!("it is named after `{}`", leak.word));
                }
                None => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing;

    const MANIFEST: &str = "
//- Cargo.toml
[package]
name = \"orders\"
version = \"0.1.0\"
edition = \"2024\"
[dependencies]
log = \"0.4\"
tracing = \"0.1\"";

    #[test]
    fn macros_are_known_by_what_they_are_bound_to() {
        let code = format!(
            "use tracing::{{info as note, warn}};
mod own {{ macro_rules! debug {{ () => {{}} }} pub fn f() {{ debug!(password); }} }}
pub fn f() {{
    note!(%password, \"a\");
    warn!(\"{{payload:?}} {{}}\", payload.len());
    log::debug!(\"{{}}\", user.auth_token);
    println!(\"{{password}}\");
    tracing::enabled!(token);
    vec![log::error!(\"{{secret}}\")];
}}
#[test] fn t() {{ log::info!(\"{{secret}}\"); }}{MANIFEST}"
        );
        assert_eq!(
            testing::found("logged_secret", &code),
            [
                "src/lib.rs:4 password",
                "src/lib.rs:5 payload",
                "src/lib.rs:6 auth_token",
                "src/lib.rs:9 secret"
            ]
        );
        let own = format!(
            "{code}\n//- govern.toml\n[patterns.logged_secret]\nnames = [\"Password\"]\nmacros = [\"std::println\"]"
        );
        assert_eq!(
            testing::found("logged_secret", &own),
            ["src/lib.rs:7 password"]
        );
    }

    #[test]
    fn mistakes_are_told() {
        let session = testing::session(
            "\n//- govern.toml\n[patterns.logged_secret]\nnames = [\"a b\"]\nmacros = [\"info\"]",
        );
        let error = govern_gate::Gate::check(&crate::GATE, &session).unwrap_err();
        let govern_gate::Error::Diagnosed(mistakes) = error else {
            panic!("{error}");
        };
        let said: Vec<&str> = mistakes.iter().map(|it| it.message.as_str()).collect();
        assert_eq!(said, ["`a b` is no name", "`info` is no path of a macro"]);
    }
}
