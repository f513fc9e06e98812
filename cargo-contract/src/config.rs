//! The section `[contract]` of `govern.toml`.

use std::collections::BTreeMap;

use govern_gate::Spanned;
use serde::Deserialize;

use crate::compat::Format;
use crate::diff::formats;
use crate::manifest::Entry;

/// The section `[contract]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Config {
    /// The git revision that the workspace is compared with, if `--against` does not say.
    pub against: Option<Spanned<String>>,
    /// A copy of the published version, a directory from the workspace root; instead of a revision.
    pub against_directory: Option<Spanned<String>>,
    /// How types are written that `types` does not name.
    pub format: Option<Spanned<String>>,
    /// What the types are for, by their path: `orders_wire::v1::Placed`, or a pattern (`orders_wire::v1::*`).
    pub types: BTreeMap<Spanned<String>, TypeConfig>,
    /// Patterns of types that are no contracts.
    pub exclude: Vec<Spanned<String>>,
    /// The file with the tables of contracts.
    pub docs: Option<Spanned<String>>,
    /// Contracts: the same tables as in `contracts/manifest.toml`.
    pub contract: Vec<Spanned<Entry>>,
}

/// A table `[contract.types."…"]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct TypeConfig {
    /// What this program does with it; all of it, if not said.
    pub direction: Option<Direction>,
    /// How it is written: `json`, `postcard`, `bincode`, `rmp`, `rmp-named`.
    pub format: Option<Spanned<String>>,
}

/// What a program does with documents of a type, and so which of them have to be understood by whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// Others read what it writes: old readers meet new documents.
    Publishes,
    /// It reads what others write: new readers meet old documents.
    Consumes,
    /// It reads what it wrote before: new readers meet old documents.
    Persists,
    /// All of it.
    Both,
}

impl Direction {
    /// Whether new readers have to understand old documents.
    pub fn reads_old(self) -> bool {
        self != Direction::Publishes
    }

    /// Whether old readers have to understand new documents.
    pub fn is_read_by_old(self) -> bool {
        matches!(self, Direction::Publishes | Direction::Both)
    }

    /// Whether this program writes documents of it.
    pub fn is_written(self) -> bool {
        self != Direction::Consumes
    }

    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Direction::Publishes => "publishes",
            Direction::Consumes => "consumes",
            Direction::Persists => "persists",
            Direction::Both => "publishes and consumes",
        }
    }
}

/// The formats of a name, with the name, or how to say that there is none of this name.
pub(crate) fn named_formats(name: &str) -> Result<(&'static str, &'static [Format]), String> {
    const NAMES: [&str; 7] = [
        "json",
        "postcard",
        "bincode",
        "bincode1",
        "bincode2",
        "rmp",
        "rmp-named",
    ];
    let known = NAMES.into_iter().find(|known| *known == name);
    known
        .and_then(|name| Some((name, formats(name)?)))
        .ok_or_else(|| {
            format!("there is no format `{name}`; there are `json`, `postcard`, `bincode`, `rmp` and `rmp-named`")
        })
}

/// Whether a pattern of paths (`a::b::C`, `a::b::*`, `**::C`) matches a path.
pub(crate) fn matches(pattern: &str, path: &str) -> bool {
    let pattern: Vec<&str> = pattern.split("::").collect();
    let path: Vec<&str> = path.split("::").collect();
    matches_segments(&pattern, &path)
}

fn matches_segments(pattern: &[&str], path: &[&str]) -> bool {
    match (pattern, path) {
        ([], []) => true,
        (["**", rest @ ..], _) => {
            (0..=path.len()).any(|skipped| matches_segments(rest, &path[skipped..]))
        }
        ([first, rest @ ..], [segment, behind @ ..]) => {
            (*first == "*" || first == segment) && matches_segments(rest, behind)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn patterns_match_whole_segments() {
        assert!(matches("a::b::C", "a::b::C"));
        assert!(matches("a::*::C", "a::b::C"));
        assert!(matches("a::**", "a::b::C"));
        assert!(matches("**::C", "C"));
        assert!(!matches("a::*", "a::b::C"));
        assert!(!matches("a::b", "a::b::C"));
        assert!(!matches("**::D", "a::b::C"));
    }
}
