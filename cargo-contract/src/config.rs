//! The section `[contract]` of `govern.toml`.

use std::collections::BTreeMap;

use govern_gate::Spanned;
use serde::Deserialize;

use crate::direction::Direction;
use crate::files::FilesConfig;
use crate::manifest::{Entry, MANIFEST};

/// The name of the gate, and of its section in `govern.toml`.
pub(crate) const NAME: &str = "contract";

/// The JSON Schema of the section.
pub(crate) const SCHEMA: &str = include_str!("schema.json");

/// The JSON Schema of `contracts/manifest.toml`: its tables are those of the section of `govern.toml`.
///
/// # Panics
///
/// Never: the schema of the section is part of the program, and a test reads it.
pub fn manifest_schema() -> serde_json::Value {
    let section: serde_json::Value =
        serde_json::from_str(SCHEMA).expect("the schema of the section is JSON");
    serde_json::json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": MANIFEST,
        "type": "object",
        "additionalProperties": false,
        "properties": { "contract": section["properties"]["contract"] },
    })
}

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
    /// Files that are contracts.
    pub files: Vec<FilesConfig>,
    /// The file with the tables of contracts.
    pub docs: Option<Spanned<String>>,
    /// The file with the registries of error codes; by default `contracts/errors.toml`, if it is there.
    pub errors: Option<Spanned<String>>,
    /// Subjects, streams and permissions on NATS; they are checked if this is there.
    pub nats: Option<NatsConfig>,
    /// Contracts: the same tables as in `contracts/manifest.toml`.
    pub contract: Vec<Spanned<Entry>>,
}

impl Config {
    /// The format of what does not say its own.
    pub fn default_format(&self) -> &str {
        self.format
            .as_ref()
            .map_or("json", |format| format.get_ref())
    }
}

/// The table `[contract.nats]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct NatsConfig {
    /// Globs of files with configurations of streams and consumers, as `nats stream info --json` writes them.
    pub streams: Vec<Spanned<String>>,
    /// Globs of configurations of servers with permissions.
    pub permissions: Vec<Spanned<String>>,
    /// Which program, by its package, connects as which user of those; by its name, or as the only one, if not said.
    pub users: BTreeMap<Spanned<String>, Spanned<String>>,
    /// Subjects that several programs may publish to.
    pub shared: Vec<Spanned<String>>,
    /// Subjects that others declare.
    pub external: Vec<Spanned<String>>,
    /// Types whose values are one token of a subject, by their path or a pattern.
    pub tokens: Vec<Spanned<String>>,
}

/// A table `[contract.types."…"]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct TypeConfig {
    /// What this program does with it; all of it, if not said.
    pub direction: Option<Direction>,
    /// How it is written: `json`, `postcard`, `bincode`, `rmp`, `rmp-named`.
    pub format: Option<Spanned<String>>,
    /// The type that it is like on the wire, if it implements serde by hand.
    pub wire: Option<Spanned<String>>,
    /// A file with the JSON Schema of its documents, if it implements serde by hand.
    pub schema: Option<Spanned<String>>,
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
