//! Which commands are gates: those that look at the code and fail if something is wrong.

use super::shell::Command;

/// What a gate looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// The format of the code.
    Fmt,
    /// Lints.
    Clippy,
    /// Tests.
    Test,
    /// That it can be built.
    Build,
    /// The documentation.
    Doc,
    /// Advisories.
    Audit,
    /// Licences, bans and sources.
    Deny,
    /// What this suite checks.
    Govern,
}

impl Stage {
    /// All of them.
    pub const ALL: [Stage; 8] = [
        Stage::Fmt,
        Stage::Clippy,
        Stage::Test,
        Stage::Build,
        Stage::Doc,
        Stage::Audit,
        Stage::Deny,
        Stage::Govern,
    ];

    /// Its name.
    pub fn as_str(self) -> &'static str {
        match self {
            Stage::Fmt => "fmt",
            Stage::Clippy => "clippy",
            Stage::Test => "test",
            Stage::Build => "build",
            Stage::Doc => "doc",
            Stage::Audit => "audit",
            Stage::Deny => "deny",
            Stage::Govern => "govern",
        }
    }

    /// The stage of this name.
    pub fn named(name: &str) -> Option<Stage> {
        Stage::ALL.into_iter().find(|stage| stage.as_str() == name)
    }
}

/// What a command does, if it is a gate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Does {
    /// What it looks at.
    pub stage: Stage,
    /// Why it shows nothing: it cannot fail, or runs nothing.
    pub hollow: Option<&'static str>,
}

/// Subcommands of cargo that run another one in their way.
const WRAPPERS: [&str; 6] = [
    "hack",
    "llvm-cov",
    "careful",
    "miri",
    "msrv",
    "all-features",
];

/// What a command does, if it is a gate.
pub fn does(command: &Command) -> Option<Does> {
    let words: Vec<&str> = command.words.iter().map(String::as_str).collect();
    let has = |flag: &str| words.contains(&flag);
    let does = |stage: Stage| {
        Some(Does {
            stage,
            hollow: None,
        })
    };
    let program = words.first()?.rsplit('/').next()?;
    let sub = match program {
        "cargo" | "cross" => subcommand(&words[1..])?,
        "cargo-fmt" | "rustfmt" => "fmt",
        "cargo-clippy" => "clippy",
        "cargo-nextest" => "nextest",
        "cargo-deny" => "deny",
        "cargo-audit" => "audit",
        "cargo-govern" | "cargo-archcheck" | "cargo-contract" | "cargo-ac" => "govern",
        _ => return None,
    };
    if has("--help") || has("--version") || has("-V") {
        return None;
    }
    match sub {
        "fmt" => Some(Does {
            stage: Stage::Fmt,
            hollow: (!has("--check")).then_some("without `--check` it writes, and does not fail"),
        }),
        "clippy" => does(Stage::Clippy),
        "test" | "t" | "tarpaulin" => Some(Does {
            stage: Stage::Test,
            hollow: has("--no-run").then_some("`--no-run` builds the tests, and runs none"),
        }),
        "nextest" => {
            let runs = has("run") || has("r");
            runs.then_some(Does {
                stage: Stage::Test,
                hollow: has("--no-run").then_some("`--no-run` builds the tests, and runs none"),
            })
        }
        "build" | "b" | "check" | "c" => does(Stage::Build),
        "doc" | "d" | "rustdoc" => does(Stage::Doc),
        "audit" => does(Stage::Audit),
        "deny" => does(Stage::Deny),
        "govern" | "archcheck" | "contract" | "ac" => does(Stage::Govern),
        _ => None,
    }
}

/// The subcommand of cargo, behind what may stand before it.
fn subcommand<'w>(words: &[&'w str]) -> Option<&'w str> {
    let mut words = words.iter().copied();
    while let Some(word) = words.next() {
        match word {
            "--config" | "-Z" | "--color" | "-C" | "--manifest-path" => drop(words.next()),
            _ if WRAPPERS.contains(&word) => {
                // `cargo llvm-cov` alone runs tests, `cargo miri` needs to be told.
                let plain = (word == "llvm-cov").then_some("test");
                let known = [
                    "test", "nextest", "build", "check", "clippy", "doc", "run", "setup",
                ];
                return words.find(|word| known.contains(word)).or(plain);
            }
            _ if word.starts_with(['-', '+']) => {}
            _ => return Some(word),
        }
    }
    None
}

/// Whether a command may run any gate: a task runner whose tasks are not read.
pub fn runs_tasks(command: &Command) -> bool {
    let words = &command.words;
    let second = words.get(1).map(String::as_str);
    match words
        .first()
        .map(|word| word.rsplit('/').next().unwrap_or(word))
    {
        Some(
            "make" | "just" | "task" | "npm" | "yarn" | "pnpm" | "bazel" | "nix" | "docker"
            | "earthly",
        ) => true,
        Some("cargo") => {
            second.is_some_and(|sub| ["make", "xtask", "x", "run", "dev"].contains(&sub))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::shell::commands;
    use super::*;

    #[test]
    fn gates_are_known_by_what_they_run() {
        for (text, stage, hollow) in [
            (
                "cargo +nightly --locked fmt --all -- --check",
                Some(Stage::Fmt),
                false,
            ),
            ("cargo fmt", Some(Stage::Fmt), true),
            ("cargo clippy -- -D warnings", Some(Stage::Clippy), false),
            ("cargo test --no-run", Some(Stage::Test), true),
            ("cargo nextest run", Some(Stage::Test), false),
            ("cargo nextest list", None, false),
            ("cargo hack --each-feature check", Some(Stage::Build), false),
            ("cargo llvm-cov --lcov", Some(Stage::Test), false),
            ("cargo miri setup", None, false),
            ("cross test --target x", Some(Stage::Test), false),
            ("cargo-deny check", Some(Stage::Deny), false),
            ("cargo install cargo-deny", None, false),
            ("cargo clippy --version", None, false),
            ("echo cargo test", None, false),
            ("cargo archcheck", Some(Stage::Govern), false),
        ] {
            let does = does(&commands(text)[0]);
            assert_eq!(does.map(|it| it.stage), stage, "{text}");
            assert_eq!(does.is_some_and(|it| it.hollow.is_some()), hollow, "{text}");
        }
    }
}
