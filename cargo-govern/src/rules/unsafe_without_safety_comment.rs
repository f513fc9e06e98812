//! `unsafe` without a word on why it is sound.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::patterns::{Patterns, UnsafeUse, UnsafeWhat};
use crate::role::Role;

pub(super) static RULE: Rule<Patterns> = Rule {
    info: RuleInfo {
        gate: crate::NAME,
        name: "unsafe_without_safety_comment",
        summary: "`unsafe` without a word on why it is sound",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Wants a comment that begins with `SAFETY:` at every `unsafe` block and `unsafe impl`: right above the statement, in it,
or first thing in the block. Public `unsafe` functions and traits have to say under `# Safety` in their documentation what
callers and implementors must see to (a `SAFETY:` comment counts, too). Blocks in the arguments of macros count as well.

```toml
[patterns.unsafe_without_safety_comment]
tests = false                       # default: true, test code has to justify itself, too
except = { crates = ["*-sys"] }
```

### Why is this bad?

The compiler does not check what `unsafe` claims, so the reader has to, and cannot without knowing what is claimed.

### Example

```rust
pub fn first(bytes: &[u8]) -> u8 {
    unsafe { *bytes.get_unchecked(0) }
}
```

### Use instead

```rust
/// The first byte of a frame; frames are never empty.
pub fn first(frame: &Frame) -> u8 {
    // SAFETY: `Frame::new` refuses an empty slice, and nothing shortens it later
    unsafe { *frame.bytes().get_unchecked(0) }
}
```

### Limits

Whether the comment is right is the reader's to judge. `extern` blocks, and functions and traits that are not written
`pub`, need no comment; methods of `unsafe` traits are documented where the trait declares them.
"#;

fn check(patterns: &Patterns, findings: &mut Findings) {
    let settings = &patterns.settings.unsafe_without_safety_comment;
    findings.idle("there is no `unsafe`");
    for found in &patterns.found.unsafes {
        let skipped = !settings.tests && found.site.role == Role::Test;
        if skipped || !patterns.is_in(&settings.reach, &found.site) {
            continue;
        }
        findings.checked(1);
        if !found.justified {
            report(patterns, found, findings);
        }
    }
}

fn report(patterns: &Patterns, found: &UnsafeUse, findings: &mut Findings) {
    let place = patterns.place(&found.site);
    let (key, message, help) = match &found.what {
        UnsafeWhat::Block => (
            format!("{place}: unsafe block"),
            "`unsafe` block without a safety comment".to_owned(),
            "say above it why this is sound: `// SAFETY: …`",
        ),
        UnsafeWhat::Impl => (
            format!("{place}: unsafe impl"),
            "`unsafe impl` without a safety comment".to_owned(),
            "say above it why the type keeps the promise of the trait: `// SAFETY: …`",
        ),
        UnsafeWhat::Fn(name) => (
            format!("{place}: unsafe fn {name}"),
            format!("public `unsafe fn {name}` does not say what its callers have to see to"),
            "add a section `# Safety` to its documentation",
        ),
        UnsafeWhat::Trait(name) => (
            format!("{place}: unsafe trait {name}"),
            format!(
                "public `unsafe trait {name}` does not say what its implementors have to see to"
            ),
            "add a section `# Safety` to its documentation",
        ),
    };
    findings.report(found.site.span, key, message).help(help);
}

#[cfg(test)]
mod tests {
    use crate::testing;

    fn found(fixture: &str) -> Vec<String> {
        testing::found("unsafe_without_safety_comment", fixture)
    }

    #[test]
    fn only_what_is_public_needs_documentation() {
        let places = found(
            "pub unsafe fn a() {}
unsafe fn b() {}
pub unsafe trait C { unsafe fn d(); }
struct S;
unsafe impl C for S { unsafe fn d() {} }
// SAFETY: no state
unsafe impl Sync for S {}
impl S {
    /// # Safety
    /// None.
    pub unsafe fn e(&self) {}
    #[inline]
    pub unsafe fn f(&self) {}
}",
        );
        assert_eq!(
            places,
            [
                "src/lib.rs:1 unsafe",
                "src/lib.rs:3 unsafe",
                "src/lib.rs:3 unsafe",
                "src/lib.rs:5 unsafe",
                "src/lib.rs:13 unsafe",
            ]
        );
    }

    #[test]
    fn test_code_may_be_left_out() {
        let places = found(
            "#[test] fn t() { unsafe { f() } }
pub fn g() { unsafe { f() } }
//- govern.toml
[patterns.unsafe_without_safety_comment]
tests = false",
        );
        assert_eq!(places, ["src/lib.rs:2 unsafe"]);
    }
}
