//! Names of macros, functions and crates, and what they say about assertions.

use super::Evidence;

/// Associated functions that derives of the standard library make.
#[rustfmt::skip]
pub(super) const DERIVED: [&str; 14] = [
    "clone", "cmp", "default", "eq", "fmt", "ge", "gt", "hash", "le", "lt", "max", "min", "ne", "partial_cmp",
];

/// Macros of the standard library that fail if they are reached, or if what they are given does not hold.
pub(super) const ASSERTIONS: [&str; 8] = [
    "assert",
    "assert_eq",
    "assert_ne",
    "debug_assert",
    "debug_assert_eq",
    "debug_assert_ne",
    "assert_matches",
    "debug_assert_matches",
];
const PANICS: [&str; 4] = ["panic", "unreachable", "todo", "unimplemented"];

/// Macros that assert nothing; what stands in their arguments is looked at by itself.
#[rustfmt::skip]
const QUIET: [&str; 56] = [
    "addr_of", "bail", "block_on", "bytes", "cfg", "column", "compile_error", "concat", "config", "dbg", "debug",
    "debug_span", "env", "eprint", "eprintln", "error", "error_span", "event", "file", "format", "format_args", "hashmap",
    "hashset", "include", "include_bytes", "include_str", "indoc", "info", "info_span", "join", "json", "lazy_static",
    "line", "log", "matches", "module_path", "option_env", "parse_quote", "pin", "print", "println", "quote", "ready",
    "select", "smallvec", "span", "stringify", "thread_local", "toml", "trace", "trace_span", "try_join", "vec", "warn",
    "write", "writeln",
];

/// Crates that are there to test with: whatever is called of them may be what fails.
#[rustfmt::skip]
const TESTING: [&str; 36] = [
    "approx", "arbtest", "assert_cmd", "assert_fs", "bolero", "claims", "compiletest_rs", "criterion", "cucumber",
    "datatest_stable", "dir_test", "expect_test", "goldenfile", "googletest", "httpmock", "insta", "insta_cmd", "k9",
    "libtest_mimic", "loom", "macrotest", "madsim", "mockall", "mockito", "predicates", "pretty_assertions", "proptest",
    "quickcheck", "shuttle", "similar_asserts", "snapbox", "trybuild", "trycmd", "turmoil", "ui_test", "wiremock",
];

/// Crates that only tests may use, and that help them without asserting anything.
#[rustfmt::skip]
const HELPING: [&str; 22] = [
    "anyhow", "bytes", "chrono", "env_logger", "futures", "futures_channel", "futures_util", "http", "indoc", "once_cell",
    "rand", "rstest", "serde", "serde_json", "tempfile", "test_case", "time", "tokio", "toml", "tracing",
    "tracing_subscriber", "uuid",
];

/// Whether a name sounds like one that asserts.
pub(super) fn sounds_like_assertion(name: &str) -> bool {
    let name = name.trim_start_matches('_');
    let name = name.strip_prefix("prop_").unwrap_or(name);
    let starts = |word: &&&str| {
        name.strip_prefix(**word).is_some_and(|rest| {
            rest.is_empty() || !rest.starts_with(char::is_lowercase) || **word == "assert"
        })
    };
    let words = [
        "assert", "expect", "check", "verify", "validate", "ensure", "must", "should", "compare",
        "prove", "fail", "test",
    ];
    words.iter().any(|word| starts(&word))
}

/// What a macro of the standard library or of another crate says.
pub(super) fn of_macro(name: &str) -> Evidence {
    if ASSERTIONS.contains(&name) || PANICS.contains(&name) {
        Evidence::Asserts
    } else if QUIET.contains(&name) {
        Evidence::None
    } else {
        Evidence::MayAssert
    }
}

/// What a function of another crate says; `test_only` tells whether only tests can use the crate.
pub(super) fn of_function(path: &str, test_only: impl Fn(&str) -> bool) -> Evidence {
    let krate = path.split("::").next().unwrap_or_default();
    let name = path.rsplit("::").next().unwrap_or_default();
    match krate {
        // A glob of what is in scope anyway: it may bring in nothing else.
        "std" | "core" if path.contains("::prelude::v1::") && !is_in_prelude(path) => {
            Evidence::MayAssert
        }
        "std" | "core" | "alloc" => {
            let fails = path.ends_with("process::exit")
                || path.ends_with("process::abort")
                || path.contains("::panic::");
            if fails {
                Evidence::Asserts
            } else {
                Evidence::None
            }
        }
        _ if sounds_like_assertion(name) || TESTING.contains(&krate) => Evidence::MayAssert,
        _ if test_only(krate) && !HELPING.contains(&krate) => Evidence::MayAssert,
        _ => Evidence::None,
    }
}

/// Whether what stands behind `std::prelude::v1` is there.
fn is_in_prelude(path: &str) -> bool {
    let name = path.split("::").nth(3).unwrap_or_default();
    name == "drop" || name.starts_with(|c: char| c.is_ascii_uppercase())
}

/// What a method says by its name.
pub(super) fn of_method(name: &str) -> Evidence {
    match name {
        "unwrap" | "expect" | "unwrap_err" | "expect_err" => Evidence::Works,
        _ if sounds_like_assertion(name) => Evidence::MayAssert,
        _ => Evidence::None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_words_sound_like_assertions() {
        for name in [
            "assert_snapshot",
            "assertRows",
            "prop_assert_eq",
            "check_all",
            "verify",
            "expect_that",
            "_assert_send",
            "asserts",
        ] {
            assert!(sounds_like_assertion(name), "{name}");
        }
        for name in [
            "checkout", "expected", "musty", "tester", "insert", "unwrap", "failing",
        ] {
            assert!(!sounds_like_assertion(name), "{name}");
        }
    }

    #[test]
    fn lists_are_sorted() {
        for list in [&QUIET[..], &TESTING, &HELPING] {
            assert!(list.is_sorted(), "{list:?}");
        }
    }
}
