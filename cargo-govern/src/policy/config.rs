//! `[policy]` of `govern.toml`, as written.

use govern_gate::Spanned;
use serde::Deserialize;

/// The section `[policy]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Config {
    /// The directory of policies, from the workspace root.
    pub directory: Option<Spanned<String>>,
    /// Whether policies are written in Rego as it was before 1.0.
    pub rego_v0: bool,
    /// How long one rule may take about one document, in seconds.
    pub seconds: u32,
    /// How much memory policies may take, in times 1024 times 1024 bytes.
    pub memory_mb: u32,
    /// What packages look at.
    pub check: Vec<Spanned<Check>>,
}

impl Default for Config {
    fn default() -> Self {
        Config {
            directory: None,
            rego_v0: false,
            seconds: 10,
            memory_mb: 1024,
            check: Vec::new(),
        }
    }
}

/// `[[policy.check]]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Check {
    /// Globs of the names of packages.
    pub packages: Vec<Spanned<String>>,
    /// Globs of files.
    #[serde(default)]
    pub files: Vec<Spanned<String>>,
    /// Globs of files that are left out.
    #[serde(default)]
    pub exclude: Vec<Spanned<String>>,
    /// What the files are read as.
    pub parser: Option<Spanned<String>>,
    /// What else there is to look at.
    pub input: Option<Spanned<String>>,
}

/// The JSON Schema of the section.
pub(crate) const SCHEMA: &str = r#"{
  "type": "object",
  "additionalProperties": false,
  "properties": {
    "directory": { "description": "the directory of policies, from the workspace root; default policy", "type": "string", "minLength": 1 },
    "rego-v0": { "description": "whether policies are written in Rego as it was before 1.0", "type": "boolean" },
    "seconds": { "description": "how long one rule may take about one document; default 10", "type": "integer", "minimum": 1, "maximum": 3600 },
    "memory-mb": { "description": "how much memory policies may take, in times 1024 times 1024 bytes; default 1024", "type": "integer", "minimum": 16, "maximum": 1048576 },
    "check": {
      "description": "what packages look at, besides what they say themselves",
      "type": "array",
      "items": {
        "type": "object",
        "additionalProperties": false,
        "required": ["packages"],
        "oneOf": [{ "required": ["files"] }, { "required": ["input"] }],
        "properties": {
          "packages": { "description": "globs of the names of packages", "type": "array", "minItems": 1, "items": { "type": "string", "minLength": 1 } },
          "files": { "description": "globs of files, from the workspace root", "type": "array", "minItems": 1, "items": { "type": "string", "minLength": 1 } },
          "exclude": { "description": "globs of files that are left out", "type": "array", "items": { "type": "string", "minLength": 1 } },
          "parser": { "description": "what the files are read as; default: what their names say", "enum": ["json", "toml", "yaml"] },
          "input": { "description": "the packages, modules and uses of the workspace, or what the other gates find", "enum": ["workspace", "findings"] }
        }
      }
    }
  }
}"#;
