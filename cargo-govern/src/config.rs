//! `[patterns]` of `govern.toml`, as written.

use govern_gate::Spanned;
use serde::Deserialize;

/// The words in comments that can be looked for: those that the facts know.
pub const MARKERS: [&str; 4] = ["TODO", "FIXME", "XXX", "HACK"];

/// The section `[patterns]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Config {
    /// Globs of files that no pattern rule looks at: generated code, vendored code.
    pub exclude: Vec<Spanned<String>>,
    /// `[patterns.debug_macro]`.
    #[serde(rename = "debug_macro")]
    pub debug_macro: DebugMacro,
    /// `[patterns.todo_comment]`.
    #[serde(rename = "todo_comment")]
    pub todo_comment: TodoComment,
    /// `[patterns.unsafe_without_safety_comment]`.
    #[serde(rename = "unsafe_without_safety_comment")]
    pub unsafe_without_safety_comment: UnsafeWithoutSafetyComment,
    /// `[patterns.unwrap_in_production]`.
    #[serde(rename = "unwrap_in_production")]
    pub unwrap_in_production: UnwrapInProduction,
}

/// Part of a workspace: what any of the lists names.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct AreaConfig {
    /// Names of packages, or globs.
    pub crates: Vec<Spanned<String>>,
    /// Globs of files, from the workspace root.
    pub files: Vec<Spanned<String>>,
    /// Layers of `[archcheck]`, by name.
    pub layers: Vec<Spanned<String>>,
}

/// `[patterns.debug_macro]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct DebugMacro {
    /// Macros that must not be called, by the path they resolve to.
    pub macros: Vec<Spanned<String>>,
    /// Those among them that test code may call.
    pub allowed_in_tests: Vec<Spanned<String>>,
    /// Where the rule looks; everywhere, if it is not given.
    pub only: Option<AreaConfig>,
    /// Where it does not look.
    pub except: Option<AreaConfig>,
}

impl Default for DebugMacro {
    fn default() -> Self {
        let unlocated = |path: &str| Spanned::new(0..0, path.to_owned());
        DebugMacro {
            macros: ["std::dbg", "std::todo", "std::unimplemented"]
                .map(unlocated)
                .into(),
            allowed_in_tests: vec![unlocated("std::unimplemented")],
            only: None,
            except: None,
        }
    }
}

/// `[patterns.unwrap_in_production]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct UnwrapInProduction {
    /// What is thought of `expect` and `expect_err`.
    pub expect: Expect,
    /// Whether examples count as production code.
    pub examples: bool,
    /// Whether build scripts count as production code.
    pub build_scripts: bool,
    /// Where the rule looks; everywhere, if it is not given.
    pub only: Option<AreaConfig>,
    /// Where it does not look.
    pub except: Option<AreaConfig>,
}

/// What is thought of `expect`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Expect {
    /// It may be called.
    Allow,
    /// It may be called with a text that says why it holds.
    #[default]
    WithReason,
    /// It is as bad as `unwrap`.
    Deny,
}

/// `[patterns.todo_comment]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct TodoComment {
    /// The words that mark work to do.
    pub markers: Vec<Spanned<String>>,
    /// How references to issues begin (`#`, `ORD-`): with such a reference in parentheses, a comment may stay. Without
    /// any, none may.
    pub issues: Vec<Spanned<String>>,
    /// Where the rule looks; everywhere, if it is not given.
    pub only: Option<AreaConfig>,
    /// Where it does not look.
    pub except: Option<AreaConfig>,
}

impl Default for TodoComment {
    fn default() -> Self {
        TodoComment {
            markers: MARKERS
                .map(|marker| Spanned::new(0..0, marker.to_owned()))
                .into(),
            issues: Vec::new(),
            only: None,
            except: None,
        }
    }
}

/// `[patterns.unsafe_without_safety_comment]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct UnsafeWithoutSafetyComment {
    /// Whether test code has to justify itself, too.
    pub tests: bool,
    /// Where the rule looks; everywhere, if it is not given.
    pub only: Option<AreaConfig>,
    /// Where it does not look.
    pub except: Option<AreaConfig>,
}

impl Default for UnsafeWithoutSafetyComment {
    fn default() -> Self {
        UnsafeWithoutSafetyComment {
            tests: true,
            only: None,
            except: None,
        }
    }
}

/// The keys that say where a rule looks, in the schema of each rule.
macro_rules! areas {
    () => {
        r#""only": {
          "description": "where the rule looks; everywhere, if it is not given",
          "type": "object",
          "additionalProperties": false,
          "properties": {
            "crates": { "description": "names of packages, or globs", "type": "array", "items": { "type": "string" } },
            "files": { "description": "globs of files, from the workspace root", "type": "array", "items": { "type": "string" } },
            "layers": { "description": "layers of `[archcheck]`", "type": "array", "items": { "type": "string" } }
          }
        },
        "except": {
          "description": "where the rule does not look",
          "type": "object",
          "additionalProperties": false,
          "properties": {
            "crates": { "description": "names of packages, or globs", "type": "array", "items": { "type": "string" } },
            "files": { "description": "globs of files, from the workspace root", "type": "array", "items": { "type": "string" } },
            "layers": { "description": "layers of `[archcheck]`", "type": "array", "items": { "type": "string" } }
          }
        }"#
    };
}

/// The JSON Schema of the section.
pub(crate) const SCHEMA: &str = concat!(
    r#"{
  "type": "object",
  "additionalProperties": false,
  "properties": {
    "exclude": { "description": "globs of files that no pattern rule looks at", "type": "array", "items": { "type": "string" } },
    "debug_macro": {
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "macros": { "description": "macros that must not be called, by the path they resolve to", "type": "array", "items": { "type": "string", "pattern": "^\\w+(::\\w+)+$" } },
        "allowed-in-tests": { "description": "those among them that test code may call", "type": "array", "items": { "type": "string", "pattern": "^\\w+(::\\w+)+$" } },
        "#,
    areas!(),
    r#"
      }
    },
    "todo_comment": {
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "markers": {
          "description": "the words that mark work to do",
          "type": "array",
          "items": { "enum": ["TODO", "FIXME", "XXX", "HACK"] }
        },
        "issues": {
          "description": "how references to issues begin: `#` lets `TODO(#12)` stay",
          "type": "array",
          "items": { "type": "string", "minLength": 1 }
        },
        "#,
    areas!(),
    r#"
      }
    },
    "unsafe_without_safety_comment": {
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "tests": { "description": "whether test code has to justify itself, too", "type": "boolean", "default": true },
        "#,
    areas!(),
    r#"
      }
    },
    "unwrap_in_production": {
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "expect": {
          "description": "what is thought of `expect`",
          "enum": ["allow", "with-reason", "deny"],
          "default": "with-reason"
        },
        "examples": { "description": "whether examples count as production code", "type": "boolean", "default": false },
        "build-scripts": { "description": "whether build scripts count as production code", "type": "boolean", "default": false },
        "#,
    areas!(),
    r#"
      }
    }
  }
}"#,
);
