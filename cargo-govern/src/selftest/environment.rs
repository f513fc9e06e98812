//! What must be there for a selftest to show what it is to show.

use std::fmt;

use govern_gate::Session;
use govern_workspace::Runner;

/// Something that must be there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Need {
    /// All of the past, not only the last commits.
    GitHistory,
    /// What is looked at is what is committed.
    Committed,
    /// A program on the `PATH`.
    Program(String),
    /// The standard library for a platform.
    Target(String),
}

/// Why something is not there, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Missing {
    pub(super) why: String,
    pub(super) hint: String,
}

impl Need {
    /// As it is written in `govern.toml`.
    pub(super) fn parse(text: &str) -> Option<Need> {
        match text.split_once(':') {
            None if text == "git-history" => Some(Need::GitHistory),
            None if text == "committed" => Some(Need::Committed),
            Some(("program", name)) if !name.is_empty() => Some(Need::Program(name.to_owned())),
            Some(("target", triple)) if !triple.is_empty() => Some(Need::Target(triple.to_owned())),
            _ => None,
        }
    }

    /// Whether it is missing.
    pub(super) fn missing(&self, session: &Session, runner: &Runner) -> Option<Missing> {
        let missing = |why: String, hint: &str| {
            Some(Missing {
                why,
                hint: hint.to_owned(),
            })
        };
        match self {
            Need::GitHistory => match session.workspace().is_shallow() {
                Some(false) => None,
                Some(true) => missing(
                    "git has only the last commits".to_owned(),
                    "run `git fetch --unshallow`",
                ),
                None => missing(
                    "git does not track the workspace".to_owned(),
                    "make it a repository of git",
                ),
            },
            Need::Committed => match session.workspace().changed_since("HEAD") {
                Ok(paths) if paths.is_empty() => None,
                Ok(paths) => {
                    let more = match paths.len() - 1 {
                        0 => String::new(),
                        more => format!(" and {more} more"),
                    };
                    missing(
                        format!("`{}`{more} is not committed", paths[0]),
                        "commit it, or put it away",
                    )
                }
                Err(error) => missing(error.to_string(), "commit what is there"),
            },
            Need::Program(_) | Need::Target(_) if !runner.may_run() => missing(
                format!("`{self}` is not looked for with `--untrusted`"),
                "leave `--untrusted` out",
            ),
            Need::Program(name) => match runner.has(name) {
                true => None,
                false => missing(
                    format!("`{name}` is not installed"),
                    "install it, and put it on the `PATH`",
                ),
            },
            Need::Target(triple) => match runner.has_target(triple) {
                Ok(true) => None,
                Ok(false) => missing(
                    format!("the target `{triple}` is not installed"),
                    &format!("run `rustup target add {triple}`"),
                ),
                Err(why) => missing(why.to_string(), "install Rust"),
            },
        }
    }
}

impl fmt::Display for Need {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Need::GitHistory => f.write_str("git-history"),
            Need::Committed => f.write_str("committed"),
            Need::Program(name) => write!(f, "program:{name}"),
            Need::Target(triple) => write!(f, "target:{triple}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn needs_are_read_as_they_are_written() {
        for text in [
            "git-history",
            "committed",
            "program:nats-server",
            "target:wasm32-wasip1",
        ] {
            assert_eq!(Need::parse(text).unwrap().to_string(), text);
        }
        for text in ["git", "program:", "target:", "nats:1", ""] {
            assert_eq!(Need::parse(text), None, "{text}");
        }
    }
}
