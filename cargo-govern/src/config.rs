//! `[patterns]` of `govern.toml`, as written.

use govern_gate::Spanned;
use serde::Deserialize;

mod built_in;
mod custom;

pub use built_in::{
    ExitOutsideMain, HardCodedEndpoint, IndexingInProduction, LoggedSecret, PanicInDecoder,
    WithTests,
};
pub use custom::{CodeKind, ConditionConfig, RuleConfig, RuleLevel, Syntax};

/// The words in comments that can be looked for: those that the facts know.
pub const MARKERS: [&str; 4] = ["TODO", "FIXME", "XXX", "HACK"];

/// The section `[patterns]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Config {
    /// Globs of files that no pattern rule looks at: generated code, vendored code.
    pub exclude: Vec<Spanned<String>>,
    /// `[[patterns.rule]]`.
    pub rule: Vec<RuleConfig>,
    /// `[patterns.allow_without_reason]`.
    #[serde(rename = "allow_without_reason")]
    pub allow_without_reason: WithTests,
    /// `[patterns.exit_outside_main]`.
    #[serde(rename = "exit_outside_main")]
    pub exit_outside_main: ExitOutsideMain,
    /// `[patterns.hard_coded_endpoint]`.
    #[serde(rename = "hard_coded_endpoint")]
    pub hard_coded_endpoint: HardCodedEndpoint,
    /// `[patterns.ignored_result]`.
    #[serde(rename = "ignored_result")]
    pub ignored_result: WithTests,
    /// `[patterns.indexing_in_production]`.
    #[serde(rename = "indexing_in_production")]
    pub indexing_in_production: IndexingInProduction,
    /// `[patterns.logged_secret]`.
    #[serde(rename = "logged_secret")]
    pub logged_secret: LoggedSecret,
    /// `[patterns.panic_in_decoder]`.
    #[serde(rename = "panic_in_decoder")]
    pub panic_in_decoder: PanicInDecoder,
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
    "allow_without_reason": {
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "tests": { "description": "whether it looks at test code, too", "type": "boolean", "default": false },
        "#,
    areas!(),
    r#"
      }
    },
    "exit_outside_main": {
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "#,
    areas!(),
    r#"
      }
    },
    "hard_coded_endpoint": {
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "hosts": { "description": "hosts that may be written into the code, globs", "type": "array", "items": { "type": "string", "minLength": 1 } },
        "#,
    areas!(),
    r#"
      }
    },
    "ignored_result": {
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "tests": { "description": "whether it looks at test code, too", "type": "boolean", "default": false },
        "#,
    areas!(),
    r#"
      }
    },
    "indexing_in_production": {
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "numbers": { "description": "whether `pair[0]` counts, too", "type": "boolean", "default": false },
        "#,
    areas!(),
    r#"
      }
    },
    "logged_secret": {
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "names": { "description": "names of what must not be logged", "type": "array", "items": { "type": "string", "minLength": 1 } },
        "macros": { "description": "macros that log, by the path they resolve to", "type": "array", "items": { "type": "string", "minLength": 1 } },
        "#,
    areas!(),
    r#"
      }
    },
    "panic_in_decoder": {
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "functions": { "description": "functions that decode what they are given, globs of paths", "type": "array", "items": { "type": "string", "minLength": 1 } },
        "indexing": { "description": "whether accesses by index count", "type": "boolean", "default": false },
        "#,
    areas!(),
    r#"
      }
    },
    "rule": {
      "description": "rules of the project",
      "type": "array",
      "items": {
        "type": "object",
        "additionalProperties": false,
        "required": ["name", "pattern", "because"],
        "properties": {
          "name": { "description": "its name", "type": "string", "minLength": 1 },
          "pattern": { "description": "what must not be written: Rust with `$x` for one thing and `$$$` for any number of things", "type": ["string", "array"], "items": { "type": "string" } },
          "syntax": { "description": "what the patterns are; the first that each can be, if it is not given", "enum": ["expression", "statement", "item", "type", "pattern", "attribute"] },
          "inside": { "description": "only inside something that is like any of these", "type": ["string", "array"], "items": { "type": "string" } },
          "not-inside": { "description": "not inside something that is like any of these", "type": ["string", "array"], "items": { "type": "string" } },
          "where": {
            "description": "what else must hold, by metavariable",
            "type": "object",
            "additionalProperties": {
              "type": "object",
              "additionalProperties": false,
              "properties": {
                "path": { "description": "it is bound to this, a glob of a path", "type": ["string", "array"], "items": { "type": "string" } },
                "not-path": { "description": "it is not bound to this", "type": ["string", "array"], "items": { "type": "string" } },
                "name": { "description": "it is an identifier or literal of this form, a glob", "type": ["string", "array"], "items": { "type": "string" } },
                "not-name": { "description": "it is none of this form", "type": ["string", "array"], "items": { "type": "string" } },
                "pattern": { "description": "it is what this pattern matches", "type": ["string", "array"], "items": { "type": "string" } },
                "not-pattern": { "description": "it is not", "type": ["string", "array"], "items": { "type": "string" } }
              }
            }
          },
          "because": { "description": "why", "type": "string", "minLength": 1 },
          "message": { "description": "what to say; `$x` is what the metavariable stands for", "type": "string" },
          "help": { "description": "what to do", "type": "string" },
          "level": { "description": "`warn` makes its findings warnings", "enum": ["warn", "deny"], "default": "deny" },
          "code": {
            "description": "which code it looks at; production code, if it is not given",
            "type": "array",
            "items": { "enum": ["production", "tests", "examples", "build-scripts"] }
          },
          "#,
    areas!(),
    r#"
        }
      }
    },
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
