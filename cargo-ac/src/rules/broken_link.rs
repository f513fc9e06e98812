//! `broken_link`: a comment or attribute that looks like a link to a criterion and is none.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::criteria::Criteria;
use crate::rust::Broken;

/// A comment or attribute that looks like a link to a criterion and is none.
pub(super) static RULE: Rule<Criteria> = Rule {
    info: RuleInfo {
        gate: "ac",
        name: "broken_link",
        summary: "a comment or attribute looks like a link to a criterion and is none",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds lines of comments that begin like a link (`AC:`, `Verifies:`, `Implements:`), name an id and hold something else
besides, link attributes without an id, and `Verifies:` at something that is no test.

### Why is this bad?

A reader takes the test for linked, and the gate does not see it.

### Example

```rust
/// AC: AC-PAY-001 and also the case of an empty basket
#[test]
fn paying() {}
```

### Use instead

```rust
/// Also the case of an empty basket.
///
/// AC: AC-PAY-001
#[test]
fn paying() {}
```

### Limits

Prose that mentions an id is no link and no finding. A line of the documentation that shows such a link as an example is
taken for one.
"#;

fn check(model: &Criteria, findings: &mut Findings) {
    findings.idle("nothing in the Rust source links to a criterion");
    findings.checked(model.rust.links.len() + model.rust.broken.len());
    for broken in &model.rust.broken {
        let path = model
            .rust_paths
            .get(&broken.span.file)
            .map_or("", String::as_str);
        let key = format!("{} in {path}", broken.text);
        match broken.why {
            Broken::NotOnlyIds => {
                findings
                    .report(
                        broken.span,
                        key,
                        "this looks like a link to a criterion, and is none",
                    )
                    .label("holds more than ids")
                    .help("a link is a line of nothing but ids: `AC: AC-001, AC-002`");
            }
            Broken::NotATest => {
                findings
                    .report(
                        broken.span,
                        key,
                        format!(
                            "`{}` is said to be verified here, and this is no test",
                            broken.text
                        ),
                    )
                    .label("not at a test")
                    .help("put it above a test, or write `Implements:`");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::testing::found;

    #[test]
    fn links_are_whole_and_at_the_right_place() {
        let rust = "/// AC: AC-1 and prose\n#[test]\nfn a() {}\n/// Verifies: AC-2\npub fn b() {}\n/// AC: AC-3\n#[test]\nfn c() {}\n";
        assert_eq!(
            found(&RULE, &[("src/lib.rs", rust)]),
            [
                "AC: AC-1 and prose: this looks like a link to a criterion, and is none\n  help: a link is a line of nothing but ids: `AC: AC-001, AC-002`",
                "AC-2: `AC-2` is said to be verified here, and this is no test\n  help: put it above a test, or write `Implements:`",
            ]
        );
    }
}
