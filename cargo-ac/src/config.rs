//! The section `[ac]` of govern.toml.

use govern_diagnostics::{Diagnostic, Span};
use govern_gate::{Error, Session, Spanned};
use serde::Deserialize;

use crate::ids::IdPrefixes;
use crate::ledger::Level;
use crate::results_config::{self, AnyOf, RECORDED, ResultsEntry, ResultsSettings};
use crate::rust::TestWords;
use crate::threshold::{self, GateEntry, Threshold};

/// Where ledgers are looked for.
const LEDGERS: &[&str] = &[
    "specs/spec_ledger.yaml",
    "specs/spec_ledger.yml",
    "specs/**/*.ledger.yaml",
    "specs/**/*.ledger.yml",
];
/// Where features are looked for.
const FEATURES: &[&str] = &["**/*.feature"];
/// Where records of decisions are looked for.
const DECISIONS: &[&str] = &[
    "docs/adr/**/*.md",
    "docs/adrs/**/*.md",
    "docs/decisions/**/*.md",
    "doc/adr/**/*.md",
];
/// Where the table of criteria is written.
const STATUS: &str = "docs/feature_status.md";
/// Where is written what criteria and tests were when somebody last looked at them.
const LOCK: &str = "specs/ac.lock";
/// Tags of scenarios that are not to run.
const PENDING_TAGS: &[&str] = &["@wip", "@pending", "@ignore", "@skip"];

/// The section as it is written.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Section {
    /// Globs of ledgers.
    pub ledgers: Option<Vec<Spanned<String>>>,
    /// Globs of features.
    pub features: Option<Vec<Spanned<String>>>,
    /// Globs of records of decisions.
    pub decisions: Option<Vec<Spanned<String>>>,
    /// Where the table of criteria is written.
    pub status: Option<String>,
    /// Where is written what criteria and tests were when somebody last looked at them.
    pub lock: Option<String>,
    /// Tags of scenarios that are not to run.
    pub pending_tags: Option<Vec<String>>,
    /// Where the results of tests are.
    pub results: Vec<Spanned<ResultsEntry>>,
    /// Whether results must be there.
    pub require_results: bool,
    /// Whether results are taken for those of the sources that there are.
    pub assume_fresh: bool,
    /// Where is written from which sources results are.
    pub recorded: Option<String>,
    /// The levels at which criteria must be tested, unless the ledger says otherwise.
    pub needs: Vec<AnyOf>,
    /// More attributes that make a function a test, by their last segment.
    pub test_attributes: Vec<String>,
    /// More macros whose arguments hold tests, by their last segment.
    pub test_macros: Vec<String>,
    /// More attributes that link to criteria, by their last segment.
    pub link_attributes: Vec<String>,
    /// How ids begin.
    pub ids: Ids,
    /// How many of some criteria must be tested or verified.
    pub gate: Vec<GateEntry>,
    /// A copy of the workspace as it was; no criterion may be worse than in it.
    pub base_directory: Option<Spanned<String>>,
    /// Commits that must say what they are for.
    pub commits: Option<String>,
    /// Globs of files with messages of commits, likewise.
    pub commit_messages: Option<Vec<Spanned<String>>>,
}

/// The table `[ac.ids]` as it is written.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Ids {
    /// Of stories.
    pub story: Option<Spanned<String>>,
    /// Of requirements.
    pub requirement: Option<Spanned<String>>,
    /// Of criteria.
    pub criterion: Option<Spanned<String>>,
}

/// A glob of the section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selector {
    /// What it selects.
    pub kind: &'static str,
    /// The glob.
    pub glob: String,
    /// Where it stands.
    pub span: Option<Span>,
    /// How many files it selects.
    pub matches: usize,
}

/// The section as it is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Globs of ledgers.
    pub ledgers: Vec<String>,
    /// Globs of features.
    pub features: Vec<String>,
    /// Globs of records of decisions.
    pub decisions: Vec<String>,
    /// Where the table of criteria is written.
    pub status: String,
    /// Where is written what criteria and tests were when somebody last looked at them.
    pub lock: String,
    /// Tags of scenarios that are not to run, with their `@`.
    pub pending_tags: Vec<String>,
    /// The words by which tests and links are known.
    pub words: TestWords,
    /// How ids begin.
    pub prefixes: IdPrefixes,
    /// The levels at which criteria must be tested, unless the ledger says otherwise.
    pub needs: Vec<Vec<Level>>,
    /// What is known about results before they are read.
    pub results: ResultsSettings,
}

impl Section {
    /// The section of this run.
    pub fn read(session: &Session) -> Result<Section, Error> {
        let section: Section = session.config("ac")?;
        let prefixes = [
            &section.ids.story,
            &section.ids.requirement,
            &section.ids.criterion,
        ];
        let mut mistakes: Vec<Diagnostic> = prefixes
            .into_iter()
            .flatten()
            .filter(|prefix| !is_prefix(prefix.get_ref()))
            .map(|prefix| {
                Diagnostic::config(format!("`{}` cannot begin an id", prefix.get_ref()))
                    .at(session.config_span(prefix.span()))
                    .help("use capitals and digits, beginning with a capital")
            })
            .collect();
        let globs = results_config::globs(&section.results, &|range| session.config_span(range));
        mistakes.extend(results_config::mistakes(&globs, session));
        if mistakes.is_empty() {
            Ok(section)
        } else {
            Err(Error::Diagnosed(mistakes))
        }
    }

    /// The globs that are written, with how many files each of them selects. One that is no glob is an error at its place.
    pub fn selectors(&self, session: &Session) -> Result<Vec<Selector>, Error> {
        let select = |(kind, glob, span): (&'static str, String, Option<Span>)| match session
            .workspace()
            .find_files(&[&glob])
        {
            Ok(files) => Ok(Selector {
                kind,
                glob,
                span,
                matches: files.len(),
            }),
            Err(error) => Err(Diagnostic::config(error.to_string()).at(span).into()),
        };
        self.globs(session).into_iter().map(select).collect()
    }

    fn globs(&self, session: &Session) -> Vec<(&'static str, String, Option<Span>)> {
        let globs = |kind: &'static str, globs: &Option<Vec<Spanned<String>>>| {
            let globs = globs.iter().flatten();
            globs
                .map(|glob| {
                    (
                        kind,
                        glob.get_ref().clone(),
                        session.config_span(glob.span()),
                    )
                })
                .collect::<Vec<_>>()
        };
        [
            globs("ledger", &self.ledgers),
            globs("feature file", &self.features),
            globs("record of a decision", &self.decisions),
            globs("message of a commit", &self.commit_messages),
        ]
        .concat()
    }

    /// The thresholds that it sets.
    pub fn thresholds(&self, session: &Session) -> Result<Vec<Threshold>, Error> {
        threshold::thresholds(&self.gate, session).map_err(Error::Diagnosed)
    }

    /// What the section means. Without a session nothing of it has a place.
    pub fn settings(&self, session: Option<&Session>) -> Settings {
        let globs = |given: &Option<Vec<Spanned<String>>>, or: &[&str]| match given {
            Some(globs) => globs.iter().map(|glob| glob.get_ref().clone()).collect(),
            None => owned(or),
        };
        let prefix = |given: &Option<Spanned<String>>, or: String| {
            given.as_ref().map_or(or, |it| it.get_ref().clone())
        };
        let defaults = IdPrefixes::default();
        let mut words = TestWords::default();
        words
            .attributes
            .extend(self.test_attributes.iter().cloned());
        words.macros.extend(self.test_macros.iter().cloned());
        words.links.extend(self.link_attributes.iter().cloned());
        let with_sign = |tag: String| {
            if tag.starts_with('@') {
                tag
            } else {
                format!("@{tag}")
            }
        };
        let pending = self
            .pending_tags
            .clone()
            .unwrap_or_else(|| owned(PENDING_TAGS));
        Settings {
            ledgers: globs(&self.ledgers, LEDGERS),
            features: globs(&self.features, FEATURES),
            decisions: globs(&self.decisions, DECISIONS),
            status: self.status.clone().unwrap_or_else(|| STATUS.to_owned()),
            lock: self.lock.clone().unwrap_or_else(|| LOCK.to_owned()),
            pending_tags: pending.into_iter().map(with_sign).collect(),
            words,
            prefixes: IdPrefixes {
                story: prefix(&self.ids.story, defaults.story),
                requirement: prefix(&self.ids.requirement, defaults.requirement),
                criterion: prefix(&self.ids.criterion, defaults.criterion),
            },
            needs: self.needs.iter().map(|any_of| any_of.0.clone()).collect(),
            results: ResultsSettings {
                globs: results_config::globs(&self.results, &|range| {
                    session.and_then(|session| session.config_span(range))
                }),
                required: self.require_results
                    || session.is_some_and(|session| session.args().flag("require-results")),
                assume_fresh: self.assume_fresh,
                recorded: self.recorded.clone().unwrap_or_else(|| RECORDED.to_owned()),
            },
        }
    }
}

fn is_prefix(prefix: &str) -> bool {
    prefix.starts_with(|c: char| c.is_ascii_uppercase())
        && prefix
            .bytes()
            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
}

fn owned(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

/// The JSON Schema of the section.
pub const SCHEMA: &str = r#"{
  "type": "object",
  "additionalProperties": false,
  "properties": {
    "ledgers": { "description": "globs of ledgers", "type": "array", "items": { "type": "string" } },
    "features": { "description": "globs of feature files", "type": "array", "items": { "type": "string" } },
    "decisions": { "description": "globs of records of decisions", "type": "array", "items": { "type": "string" } },
    "status": { "description": "where the table of criteria is written", "type": "string" },
    "lock": { "description": "where `cargo ac review` writes what criteria and tests were when somebody looked at them", "type": "string" },
    "pending-tags": { "description": "tags of scenarios that are not to run", "type": "array", "items": { "type": "string" } },
    "results": {
      "description": "where the results of tests are",
      "type": "array",
      "items": {
        "oneOf": [
          { "description": "a glob", "type": "string" },
          {
            "type": "object",
            "additionalProperties": false,
            "required": ["files"],
            "properties": {
              "files": { "description": "a glob", "type": "string" },
              "kind": { "description": "whose JUnit it is, where the file does not say", "enum": ["nextest", "libtest", "cucumber"] },
              "package": { "description": "the package whose tests these are, where the file does not say", "type": "string" },
              "target": { "description": "the target of the package: `lib`, `bin/name`, `example/name`, or the name of a test", "type": "string" },
              "level": { "description": "what kind of evidence a result is that names a criterion itself", "enum": ["unit", "integration", "bdd", "doctest", "property", "fuzz", "compile-fail", "bench", "static", "ci", "manual"] }
            }
          }
        ]
      }
    },
    "require-results": { "description": "whether results must be there", "type": "boolean" },
    "assume-fresh": { "description": "whether results are taken for those of the sources that there are", "type": "boolean" },
    "recorded": { "description": "where `cargo ac record` writes from which sources results are", "type": "string" },
    "needs": {
      "description": "the levels at which criteria must be tested, unless the ledger says otherwise: each of these, by any of its alternatives",
      "type": "array",
      "items": { "oneOf": [{ "enum": ["unit", "integration", "bdd", "doctest", "property", "fuzz", "compile-fail", "bench", "static", "ci", "manual"] }, { "type": "array", "minItems": 1, "items": { "enum": ["unit", "integration", "bdd", "doctest", "property", "fuzz", "compile-fail", "bench", "static", "ci", "manual"] } }] }
    },
    "test-attributes": { "description": "more attributes that make a function a test, by the last segment of their path", "type": "array", "items": { "type": "string" } },
    "test-macros": { "description": "more macros whose arguments hold tests, by the last segment of their path", "type": "array", "items": { "type": "string" } },
    "link-attributes": { "description": "more attributes that link to criteria, by the last segment of their path", "type": "array", "items": { "type": "string" } },
    "ids": {
      "description": "how ids begin",
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "story": { "type": "string", "pattern": "^[A-Z][A-Z0-9]*$" },
        "requirement": { "type": "string", "pattern": "^[A-Z][A-Z0-9]*$" },
        "criterion": { "type": "string", "pattern": "^[A-Z][A-Z0-9]*$" }
      }
    },
    "base-directory": { "description": "a copy of the workspace as it was: no criterion may be worse than in it", "type": "string" },
    "commits": { "description": "commits that must say what they are for, as `origin/main..HEAD`", "type": "string" },
    "commit-messages": { "description": "globs of files with messages of commits, likewise", "type": "array", "items": { "type": "string" } },
    "gate": {
      "description": "how many of some criteria must be tested or verified",
      "type": "array",
      "items": {
        "type": "object",
        "additionalProperties": false,
        "required": ["name"],
        "properties": {
          "name": { "description": "what it is called", "type": "string" },
          "select": { "description": "which criteria it is about; of each kind one must fit; default: all", "type": "array", "items": { "type": "string", "pattern": "^(story|requirement|criterion|tag):.+$|^priority:(must|should|may)$" } },
          "tested": { "description": "how many must have tests: percent, or a fraction", "oneOf": [{ "type": "integer", "minimum": 0, "maximum": 100 }, { "type": "string", "pattern": "^ *[0-9]+ *(/ *[0-9]+ *|%)$" }] },
          "ratchet": { "description": "whether it must ask for all that is reached, so that it only rises", "type": "boolean" },
          "verified": { "description": "how many must be shown to hold by results: percent, or a fraction", "oneOf": [{ "type": "integer", "minimum": 0, "maximum": 100 }, { "type": "string", "pattern": "^ *[0-9]+ *(/ *[0-9]+ *|%)$" }] }
        }
      }
    }
  }
}"#;
