//! The section `[selftest]` of `govern.toml`, as written.

use govern_gate::Spanned;
use serde::Deserialize;

/// Its name.
pub const NAME: &str = "selftest";

/// The section.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Config {
    /// How strict it is, unless the command line says otherwise.
    pub profile: Option<Profile>,
    /// What runs the tests; nextest, if the project has set it up.
    pub tests: Option<TestsWith>,
    /// Steps that are left out.
    pub skip: Vec<Spanned<String>>,
    /// After how many seconds a step is ended.
    pub timeout: Option<Spanned<u64>>,
    /// What must be there, by profile.
    pub requires: Requires,
    /// Steps of the project.
    pub step: Vec<StepConfig>,
}

/// How strict a selftest is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Profile {
    /// What is missing is said.
    #[default]
    Local,
    /// What is missing fails.
    Ci,
    /// Likewise, and all is committed, with its whole history.
    Release,
}

impl Profile {
    /// All of them.
    pub const ALL: [Profile; 3] = [Profile::Local, Profile::Ci, Profile::Release];

    /// Their names.
    pub const NAMES: [&'static str; 3] = ["local", "ci", "release"];

    /// Its name.
    pub fn as_str(self) -> &'static str {
        match self {
            Profile::Local => "local",
            Profile::Ci => "ci",
            Profile::Release => "release",
        }
    }

    /// The profile of this name.
    pub fn named(name: &str) -> Option<Profile> {
        Profile::ALL.into_iter().find(|it| it.as_str() == name)
    }

    /// Whether what is missing fails.
    pub fn is_strict(self) -> bool {
        self != Profile::Local
    }
}

/// What runs the tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TestsWith {
    /// `cargo test`.
    Cargo,
    /// `cargo nextest run`, and `cargo test --doc`.
    Nextest,
}

/// What must be there: `program:nats-server`, `target:wasm32-wasip1`, `git-history`, `committed`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Requires {
    /// In the profile `local`.
    pub local: Vec<Spanned<String>>,
    /// In the profile `ci`.
    pub ci: Vec<Spanned<String>>,
    /// In the profile `release`, besides `git-history` and `committed`.
    pub release: Vec<Spanned<String>>,
}

impl Requires {
    /// Those of a profile.
    pub fn of(&self, profile: Profile) -> &[Spanned<String>] {
        match profile {
            Profile::Local => &self.local,
            Profile::Ci => &self.ci,
            Profile::Release => &self.release,
        }
    }
}

/// A step of the project.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct StepConfig {
    /// Its name.
    pub name: Spanned<String>,
    /// A program and its arguments; no shell is between.
    pub run: Spanned<Vec<String>>,
    /// Steps that must have passed before.
    #[serde(default)]
    pub needs: Vec<Spanned<String>>,
    /// What it looks at: globs from the root.
    #[serde(default)]
    pub files: Vec<Spanned<String>>,
}

/// The JSON Schema of the section.
pub const SCHEMA: &str = r##"{
  "description": "What `cargo govern selftest` runs.",
  "type": "object",
  "additionalProperties": false,
  "properties": {
    "profile": {
      "description": "How strict it is: in `ci` and `release`, what is missing fails.",
      "enum": ["local", "ci", "release"],
      "default": "local"
    },
    "tests": {
      "description": "What runs the tests; without it nextest, if `.config/nextest.toml` is there.",
      "enum": ["cargo", "nextest"]
    },
    "skip": {
      "description": "Steps that are left out.",
      "type": "array",
      "items": { "type": "string", "minLength": 1 }
    },
    "timeout": {
      "description": "After how many seconds a step is ended.",
      "type": "integer",
      "minimum": 1,
      "default": 3600
    },
    "requires": {
      "description": "What must be there, by profile.",
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "local": { "$ref": "#/definitions/needs" },
        "ci": { "$ref": "#/definitions/needs" },
        "release": { "$ref": "#/definitions/needs" }
      }
    },
    "step": {
      "description": "Steps of the project.",
      "type": "array",
      "items": {
        "type": "object",
        "additionalProperties": false,
        "required": ["name", "run"],
        "properties": {
          "name": { "description": "Its name.", "type": "string", "pattern": "^[a-z][a-z0-9-]*$" },
          "run": {
            "description": "A program and its arguments; no shell is between.",
            "type": "array",
            "minItems": 1,
            "items": { "type": "string" }
          },
          "needs": {
            "description": "Steps that must have passed before.",
            "type": "array",
            "items": { "type": "string" }
          },
          "files": {
            "description": "What it looks at: globs from the root.",
            "type": "array",
            "items": { "type": "string" }
          }
        }
      }
    }
  },
  "definitions": {
    "needs": {
      "type": "array",
      "items": { "type": "string", "pattern": "^(git-history|committed|program:.+|target:.+)$" }
    }
  }
}"##;
