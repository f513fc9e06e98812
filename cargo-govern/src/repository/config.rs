//! `[repository]` of `govern.toml`, as written.

use govern_gate::Spanned;
use serde::Deserialize;

/// The section `[repository]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// A copy of the workspace as it was, from its root: no rule may be weaker than there. `--base` decides over it.
    #[serde(rename = "base-directory")]
    pub base_directory: Option<String>,
    /// `[repository.binary_file]`.
    pub binary_file: BinaryFile,
    /// `[repository.duplicate_dependency]`.
    pub duplicate_dependency: Allowed,
    /// `[repository.forbidden_file]`.
    pub forbidden_file: ForbiddenFile,
    /// `[repository.git_dependency]`.
    pub git_dependency: GitDependency,
    /// `[repository.large_file]`.
    pub large_file: LargeFile,
    /// `[repository.licenses]`.
    pub licenses: Licenses,
    /// `[repository.lookalike_dependency]`.
    pub lookalike_dependency: LookalikeDependency,
    /// `[repository.secrets]`.
    pub secrets: Secrets,
    /// `[repository.documents]`.
    pub documents: Documents,
    /// `[repository.wildcard_dependency]`.
    pub wildcard_dependency: Allowed,
    /// `[repository.workflows]`.
    pub workflows: Workflows,
}

/// `[repository.documents]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Documents {
    /// Globs of Markdown files that are not read.
    pub exclude: Vec<Spanned<String>>,
    /// Whether headings are looked for.
    pub anchors: bool,
}

impl Default for Documents {
    fn default() -> Self {
        Documents {
            exclude: Vec::new(),
            anchors: true,
        }
    }
}

/// `[repository.workflows]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Workflows {
    /// How actions must be named.
    pub pin: Pin,
    /// Globs of actions that may be named by a branch.
    pub trusted: Vec<Spanned<String>>,
    /// Stages that must be there.
    pub stages: Vec<Spanned<String>>,
}

/// How actions must be named.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Pin {
    /// By a tag or a commit.
    #[default]
    Tag,
    /// By a commit.
    Commit,
}

/// What a rule lets be.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Allowed {
    /// Globs of packages.
    pub allow: Vec<Spanned<String>>,
}

/// `[repository.binary_file]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct BinaryFile {
    /// Whether every file that is no text counts.
    pub any: bool,
    /// Globs of files that may be there.
    pub allow: Vec<Spanned<String>>,
}

/// `[repository.forbidden_file]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct ForbiddenFile {
    /// More of them: names, or globs from the root.
    pub names: Vec<Spanned<String>>,
    /// Globs of files that may be there.
    pub allow: Vec<Spanned<String>>,
}

/// `[repository.git_dependency]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct GitDependency {
    /// Whether only a commit will do.
    pub exact: bool,
    /// Globs of packages that may follow a branch.
    pub allow: Vec<Spanned<String>>,
}

/// `[repository.large_file]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct LargeFile {
    /// How many times 1024 bytes a file may have.
    pub max_kb: u32,
    /// Globs of files that may be larger.
    pub allow: Vec<Spanned<String>>,
}

impl Default for LargeFile {
    fn default() -> Self {
        LargeFile {
            max_kb: 4096,
            allow: Vec::new(),
        }
    }
}

/// `[repository.licenses]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Licenses {
    /// Licences, by their SPDX identifiers.
    pub allow: Option<Vec<Spanned<String>>>,
    /// Globs of packages whose licence somebody allows.
    pub packages: Vec<Spanned<String>>,
}

/// `[repository.lookalike_dependency]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct LookalikeDependency {
    /// Globs of packages that are meant.
    pub allow: Vec<Spanned<String>>,
    /// More well-known names.
    pub known: Vec<String>,
}

/// `[repository.secrets]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Secrets {
    /// What looks like a secret and is none.
    pub allow: Vec<Spanned<AllowedSecret>>,
}

/// An entry of `allow`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct AllowedSecret {
    /// A glob of files, from the workspace root.
    pub path: Option<String>,
    /// The fingerprint that a finding shows.
    pub fingerprint: Option<String>,
    /// Why it is no secret.
    pub reason: String,
    /// Whether it is only in the history: it is no mistake if the files of now have nothing like it.
    #[serde(default)]
    pub history: bool,
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
    "binary_file": {
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "any": { "description": "whether every file that is no text counts", "type": "boolean" },
        "allow": { "description": "globs of files that may be there", "type": "array", "items": { "type": "string", "minLength": 1 } }
      }
    },
    "documents": {
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "exclude": { "description": "globs of Markdown files that are not read", "type": "array", "items": { "type": "string", "minLength": 1 } },
        "anchors": { "description": "whether headings are looked for; default true", "type": "boolean" }
      }
    },
    "duplicate_dependency": {
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "allow": { "description": "globs of packages that are let be", "type": "array", "items": { "type": "string", "minLength": 1 } }
      }
    },
    "forbidden_file": {
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "names": { "description": "more of them: names, or globs from the root if there is a `/`", "type": "array", "items": { "type": "string", "minLength": 1 } },
        "allow": { "description": "globs of files that may be there", "type": "array", "items": { "type": "string", "minLength": 1 } }
      }
    },
    "git_dependency": {
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "exact": { "description": "whether only a commit will do, because tags can be moved", "type": "boolean" },
        "allow": { "description": "globs of packages that may follow a branch", "type": "array", "items": { "type": "string", "minLength": 1 } }
      }
    },
    "large_file": {
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "max-kb": { "description": "how many times 1024 bytes a file may have; default 4096", "type": "integer", "minimum": 1, "maximum": 4294967295 },
        "allow": { "description": "globs of files that may be larger", "type": "array", "items": { "type": "string", "minLength": 1 } }
      }
    },
    "licenses": {
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "allow": { "description": "licences that are allowed, by their SPDX identifiers", "type": "array", "items": { "type": "string", "minLength": 1 } },
        "packages": { "description": "globs of packages whose licence somebody has looked at and allows", "type": "array", "items": { "type": "string", "minLength": 1 } }
      }
    },
    "lookalike_dependency": {
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "allow": { "description": "globs of packages that are meant", "type": "array", "items": { "type": "string", "minLength": 1 } },
        "known": { "description": "more well-known names", "type": "array", "items": { "type": "string", "minLength": 1 } }
      }
    },
    "wildcard_dependency": {
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "allow": { "description": "globs of packages that are let be", "type": "array", "items": { "type": "string", "minLength": 1 } }
      }
    },
    "workflows": {
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "pin": { "description": "how actions must be named; default tag", "enum": ["tag", "commit"] },
        "trusted": { "description": "globs of actions, owner/name, that may be named by a branch", "type": "array", "items": { "type": "string", "minLength": 1 } },
        "stages": { "description": "stages that must be there: fmt, clippy, test, build, doc, audit, deny, govern, or a command with a blank", "type": "array", "items": { "type": "string", "minLength": 1 } }
      }
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
              "history": { "description": "whether it is only in the history", "type": "boolean", "default": false },
              "fingerprint": { "description": "the fingerprint that a finding shows", "type": "string", "pattern": "^[0-9a-f]{8}$" },
              "reason": { "description": "why it is no secret", "type": "string", "minLength": 1 }
            }
          }
        }
      }
    }
  }
}"#;
