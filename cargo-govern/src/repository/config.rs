//! `[repository]` of `govern.toml`, as written.

use govern_gate::Spanned;
use serde::Deserialize;

/// The section `[repository]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Config {
    /// A copy of the workspace as it was, from its root: no rule may be weaker than there. `--base` decides over it.
    pub base_directory: Option<String>,
    /// `[repository.secrets]`.
    pub secrets: Secrets,
}

/// `[repository.secrets]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Secrets {
    /// What looks like a secret and is none.
    pub allow: Vec<Spanned<Allow>>,
}

/// An entry of `allow`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Allow {
    /// A glob of files, from the workspace root.
    pub path: Option<String>,
    /// The fingerprint that a finding shows.
    pub fingerprint: Option<String>,
    /// Why it is no secret.
    pub reason: String,
}

/// The JSON Schema of the section.
pub(crate) const SCHEMA: &str = r#"{
  "type": "object",
  "additionalProperties": false,
  "properties": {
    "base-directory": {
      "description": "a copy of the workspace as it was, from its root: no rule may be weaker than there",
      "type": "string",
      "minLength": 1
    },
    "secrets": {
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "allow": {
          "description": "what looks like a secret and is none",
          "type": "array",
          "items": {
            "type": "object",
            "additionalProperties": false,
            "required": ["reason"],
            "anyOf": [{ "required": ["path"] }, { "required": ["fingerprint"] }],
            "properties": {
              "path": { "description": "a glob of files, from the workspace root", "type": "string", "minLength": 1 },
              "fingerprint": { "description": "the fingerprint that a finding shows", "type": "string", "pattern": "^[0-9a-f]{8}$" },
              "reason": { "description": "why it is no secret", "type": "string", "minLength": 1 }
            }
          }
        }
      }
    }
  }
}"#;
