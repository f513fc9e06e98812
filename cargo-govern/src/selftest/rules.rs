//! What the findings of steps are called, and what there is to know about them. They are no rules of a gate: other programs
//! judge, so that levels, waivers and the baseline are theirs (`#[expect]`, `deny.toml`), not ours.

use govern_gate::{Level, RuleInfo};

const fn info(name: &'static str, summary: &'static str, docs: &'static str) -> RuleInfo {
    RuleInfo {
        gate: super::config::NAME,
        name,
        summary,
        level: Level::Deny,
        since: "0.1.0",
        docs,
    }
}

/// All of them, sorted by name.
pub(crate) fn all() -> Vec<RuleInfo> {
    vec![
        ADVISORY_FOUND,
        COMPILE_ERROR,
        DEPENDENCY_DENIED,
        GENERATED_FILE_STALE,
        LINT_FOUND,
        NOT_FORMATTED,
        STEP_FAILED,
        TEST_FAILED,
    ]
}

pub(crate) static ADVISORY_FOUND: RuleInfo = info(
    "advisory_found",
    "a dependency has a known vulnerability",
    "\
### What it does

Shows what `cargo audit` says of the versions in `Cargo.lock`, at the package: vulnerabilities, and where there are none, the warnings
that it fails for (`deny` in `.cargo/audit.toml`).

### Why is this bad?

What is known to be wrong with it is known to everybody.

### Example

```text
Cargo.lock:41:1: error[selftest::advisory_found]: `smallvec` 1.6.0: buffer overflow in `insert_many` (RUSTSEC-2021-0003)
```

### Use instead

A version that is patched: `cargo update -p smallvec`. What does not concern the project is ignored in `.cargo/audit.toml`, with
a reason.
",
);

pub(crate) static COMPILE_ERROR: RuleInfo = info(
    "compile_error",
    "the code does not compile",
    "\
### What it does

Shows what the compiler says, at the place it says it of, once, whichever steps and targets it comes from.

### Why is this bad?

Nothing else that is said of the code holds for the program, for there is none.

### Example

```rust
fn total() -> u32 {
    \"3\"
}
```

### Use instead

```rust
fn total() -> u32 {
    3
}
```
",
);

pub(crate) static DEPENDENCY_DENIED: RuleInfo = info(
    "dependency_denied",
    "a dependency is not allowed by `deny.toml`",
    "\
### What it does

Shows what `cargo deny check` says: bans, licences, sources and advisories.

### Why is this bad?

The project has said what it does not want to depend on.

### Example

```text
Cargo.lock:41:1: error[selftest::dependency_denied]: `openssl` 0.10.68: crate 'openssl = 0.10.68' is explicitly banned (banned)
```

### Use instead

Another crate, or an exception in `deny.toml`, with a reason.
",
);

pub(crate) static GENERATED_FILE_STALE: RuleInfo = info(
    "generated_file_stale",
    "a file that is generated is not what would be generated now",
    "\
### What it does

Runs the checks of the suite's own generated files: `cargo contract docs --check` where `[contract]` names a file, `cargo ac
status --check` where there is a table of criteria.

### Why is this bad?

Who reads it reads what was true some time ago.

### Example

```text
docs/api.md:12:1: error[selftest::generated_file_stale]: docs/api.md does not say what the contracts are
```

### Use instead

Write it again: `cargo contract docs --write`, `cargo ac status --write`.
",
);

pub(crate) static LINT_FOUND: RuleInfo = info(
    "lint_found",
    "clippy or the compiler warns",
    "\
### What it does

Runs `cargo clippy --workspace --all-targets -- -D warnings`, and shows each warning once, at its place, with what clippy suggests.

### Why is this bad?

A warning that stays hides the next one.

### Example

```rust
fn next(n: u32) -> u32 {
    return n + 1;
}
```

### Use instead

```rust
fn next(n: u32) -> u32 {
    n + 1
}
```

Where the lint is wrong, `#[expect(clippy::…, reason = \"…\")]`.
",
);

pub(crate) static NOT_FORMATTED: RuleInfo = info(
    "not_formatted",
    "rustfmt would write the code otherwise",
    "\
### What it does

Runs `cargo fmt --all -- --check`, and shows the lines that rustfmt would change.

### Why is this bad?

Whoever formats the file next changes lines that are not theirs.

### Example

```rust
pub fn sum(a:u32) -> u32 { a }
```

### Use instead

`cargo fmt --all`.
",
);

pub(crate) static STEP_FAILED: RuleInfo = info(
    "step_failed",
    "a step of the selftest fails",
    "\
### What it does

Runs the steps that `[[selftest.step]]` declares, and shows the end of what one writes that does not exit with 0. A built-in step
whose program fails without a finding that is understood is shown the same way.

### Why is this bad?

The project has said that a change has to pass it.

### Example

```toml
[[selftest.step]]
name = \"bundle\"
run = [\"cargo\", \"xtask\", \"bundle\", \"--check\"]
needs = [\"build\"]
files = [\"bundle/**\"]
```

### Use instead

What the step says.
",
);

pub(crate) static TEST_FAILED: RuleInfo = info(
    "test_failed",
    "a test fails",
    "\
### What it does

Runs the tests with nextest, if the project has set it up (`.config/nextest.toml`, or `tests = \"nextest\"` in `[selftest]`), and
else with `cargo test`; shows each that fails, where it panicked. nextest runs no tests in documentation, so these are a step of
their own then.

### Why is this bad?

The code does not do what somebody has written down that it does.

### Example

```rust
assert_eq!(total(&[1, 2]), 4);
```

### Use instead

Code that does what the test says, or a test that says what is meant.
",
);
