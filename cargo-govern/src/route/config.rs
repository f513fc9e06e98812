//! The sections `[[route]]` and `[[boundary]]` of `govern.toml`, as written.

use govern_gate::Spanned;
use serde::Deserialize;

/// Their names.
pub const ROUTE: &str = "route";
/// The other.
pub const BOUNDARY: &str = "boundary";

/// What a change of some files needs, and who does it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct RouteConfig {
    /// Globs of files, from the root.
    pub paths: Vec<Spanned<String>>,
    /// Instead: a risk that the change bears.
    pub when: Option<Spanned<String>>,
    /// Who does it.
    pub to: Option<String>,
    /// Who is concerned besides.
    pub also: Vec<String>,
    /// The steps and gates that it needs.
    pub needs: Vec<Spanned<String>>,
    /// Those that are good to have.
    pub advises: Vec<Spanned<String>>,
    /// The risks that it bears.
    pub risks: Vec<String>,
    /// Why.
    pub because: Option<String>,
}

/// What somebody may write.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct BoundaryConfig {
    /// Who; `*` is everybody.
    pub name: Spanned<String>,
    /// Globs of files that they may write; nothing else.
    #[serde(default)]
    pub may: Vec<Spanned<String>>,
    /// Globs of files that they may not write, whatever `may` says.
    #[serde(default)]
    pub must_not: Vec<Spanned<String>>,
}

/// The JSON Schema of `[[route]]`.
pub const ROUTE_SCHEMA: &str = r#"{
  "description": "What a change of some files needs, and who does it.",
  "type": "array",
  "items": {
    "type": "object",
    "additionalProperties": false,
    "oneOf": [{ "required": ["paths"] }, { "required": ["when"] }],
    "properties": {
      "paths": { "description": "Globs of files, from the root.", "type": "array", "minItems": 1, "items": { "type": "string" } },
      "when": { "description": "Instead: a risk that the change bears.", "type": "string" },
      "to": { "description": "Who does it.", "type": "string" },
      "also": { "description": "Who is concerned besides.", "type": "array", "items": { "type": "string" } },
      "needs": { "description": "The steps and gates that it needs.", "type": "array", "items": { "type": "string" } },
      "advises": { "description": "Those that are good to have.", "type": "array", "items": { "type": "string" } },
      "risks": { "description": "The risks that it bears.", "type": "array", "items": { "type": "string" } },
      "because": { "description": "Why.", "type": "string" }
    }
  }
}"#;

/// The JSON Schema of `[[boundary]]`.
pub const BOUNDARY_SCHEMA: &str = r#"{
  "description": "What somebody may write.",
  "type": "array",
  "items": {
    "type": "object",
    "additionalProperties": false,
    "required": ["name"],
    "properties": {
      "name": { "description": "Who; `*` is everybody.", "type": "string", "minLength": 1 },
      "may": { "description": "Globs of files that they may write; nothing else.", "type": "array", "items": { "type": "string" } },
      "must-not": { "description": "Globs of files that they may not write.", "type": "array", "items": { "type": "string" } }
    }
  }
}"#;
