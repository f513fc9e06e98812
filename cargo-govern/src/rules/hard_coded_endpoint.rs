//! An address of another machine is written into the code.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::patterns::{AddressKind, Patterns};
use crate::role::Role;

pub(super) static RULE: Rule<Patterns> = Rule {
    info: RuleInfo {
        gate: crate::NAME,
        name: "hard_coded_endpoint",
        summary: "an address of another machine is written into the code",
        level: Level::Warn,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds texts in production code that are the address of another machine: a URL of something that is called over a network (`https`,
`nats`, `postgres`, `redis` …), or four numbers and a port. It has to be the whole text: sentences with an address in them,
and forms to be filled in (`"https://{host}/v1"`) are none.

This machine (`localhost`, `127.0.0.1`, `0.0.0.0`) is no other one. What is reserved for documentation (`example.com`,
`192.0.2.1`), namespaces and schemas (`w3.org`, `json-schema.org`), and pages that people read (`docs.rs`, `github.com`, `docs.*`) are
not called. Neither is a URL that names something: the value of a constant, variable, field, key or argument that is called a scope, a
namespace, `xmlns`, `$schema` or `$id`, as scopes of OAuth are. Tests, examples, build scripts, attributes, comments, and modules called `config`, `settings` or `defaults` are not looked at.

```toml
[patterns.hard_coded_endpoint]
hosts = ["*.acme.io"]                  # may be written into the code, globs
except = { crates = ["*-cli"] }        # or `only`; { crates, files, layers }
```

### Why is this bad?

The same program runs in test and in production, here and at the edge. An address in the code has to be built anew for each, and
sends data of one to the other where somebody forgot it.

### Example

```rust
pub fn connect() -> Result<Client, Error> {
    Client::connect("nats://10.1.0.7:4222")
}
```

### Use instead

```rust
pub fn connect(config: &Config) -> Result<Client, Error> {
    Client::connect(&config.nats_url)
}
```

### Limits

Addresses that are put together are not seen, and neither are host names without a scheme and a dot.
"#;

fn check(patterns: &Patterns, findings: &mut Findings) {
    let settings = &patterns.settings.hard_coded_endpoint;
    findings.idle(super::NOTHING);
    for address in &patterns.found.addresses {
        let site = &address.site;
        if site.role != Role::Production || !patterns.is_in(&settings.reach, site) {
            continue;
        }
        findings.checked(1);
        let allowed = address.kind != AddressKind::Endpoint
            || settings
                .hosts
                .iter()
                .any(|host| host.matches(&address.host))
            || patterns.module(site).path.split("::").any(is_config);
        if allowed {
            continue;
        }
        let place = patterns.place(site);
        findings
            .report(
                site.span,
                format!("{place}: {}", address.host),
                format!("the address of `{}` is written into the code", address.host),
            )
            .help("let whoever starts the program say where that is; `hosts` lists what may stay");
    }
}

fn is_config(module: &str) -> bool {
    matches!(module, "config" | "configuration" | "settings" | "defaults")
}

#[cfg(test)]
mod tests {
    use crate::testing;

    #[test]
    fn addresses_count_in_production_code() {
        let code = r##"mod config { pub const URL: &str = "nats://bus.acme.io:4222"; }
/// See "https://api.acme.io/v1".
pub fn f() {
    connect("nats://bus.acme.io:4222"); // "nats://bus.acme.io:4222"
    vec![r#"https://api.acme.io/v1"#, "http://localhost:80", "https://docs.rs/x", "10.1.0.7:4222"];
    println!("see https://api.acme.io/v1");
    connect("nats://{bus}:4222");
}
#[arg(default_value = "nats://bus.acme.io:4222")] pub struct Args;
#[cfg(test)] mod tests { fn t() { connect("nats://bus.acme.io:4222") } }"##;
        assert_eq!(
            testing::found("hard_coded_endpoint", code),
            [
                "src/lib.rs:4 \"nats://bus.acme.io:4222\"",
                "src/lib.rs:5 r#\"https://api.acme.io/v1\"#",
                "src/lib.rs:5 \"10.1.0.7:4222\""
            ]
        );
        let names = r#"pub const SCOPES: [&str; 1] = ["https://acme.io/auth/orders"];
pub fn f() {
    token(Request { scopes: vec!["https://acme.io/auth/orders".to_owned()], url: "https://acme.io/token" });
    root.attr("xmlns:o", "http://acme.io/orders");
    json!({ "$schema": "https://acme.io/order", "at": "https://acme.io/orders" });
    request.scope("https://acme.io/auth/orders").send("https://acme.io/send");
    let scope_url = "https://acme.io/scopes";
}"#;
        assert_eq!(
            testing::found("hard_coded_endpoint", names),
            [
                "src/lib.rs:3 \"https://acme.io/token\"",
                "src/lib.rs:5 \"https://acme.io/orders\"",
                "src/lib.rs:6 \"https://acme.io/send\"",
                "src/lib.rs:7 \"https://acme.io/scopes\""
            ]
        );
        let hosts = format!(
            "{code}\n//- govern.toml\n[patterns.hard_coded_endpoint]\nhosts = [\"*.acme.io\"]"
        );
        assert_eq!(
            testing::found("hard_coded_endpoint", &hosts),
            ["src/lib.rs:5 \"10.1.0.7:4222\""]
        );
    }
}
