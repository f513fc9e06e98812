//! `[[patterns.rule]]`: rules of the project.

use std::collections::BTreeMap;

use cargo_archcheck::config::Texts;
use govern_gate::Spanned;
use serde::Deserialize;

use super::AreaConfig;

/// A rule of the project.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RuleConfig {
    /// Its name.
    pub name: Spanned<String>,
    /// What must not be written: any of these.
    pub pattern: Texts,
    /// What the patterns are; the first that each of them can be, if it is not given.
    pub syntax: Option<Syntax>,
    /// Only inside something that is like any of these.
    #[serde(default)]
    pub inside: Texts,
    /// Not inside something that is like any of these.
    #[serde(default)]
    pub not_inside: Texts,
    /// What else must hold for what metavariables stand for.
    #[serde(default, rename = "where")]
    pub conditions: BTreeMap<Spanned<String>, ConditionConfig>,
    /// Why.
    pub because: Spanned<String>,
    /// What to say; `$x` is what the metavariable stands for.
    pub message: Option<Spanned<String>>,
    /// What to do.
    pub help: Option<Spanned<String>>,
    /// Whether its findings are errors.
    #[serde(default)]
    pub level: RuleLevel,
    /// Which code it looks at; production code, if it is not given.
    pub code: Option<Vec<CodeKind>>,
    /// Where the rule looks; everywhere, if it is not given.
    pub only: Option<AreaConfig>,
    /// Where it does not look.
    pub except: Option<AreaConfig>,
}

/// What must hold for what a metavariable stands for: each key that is given, by any of its texts.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct ConditionConfig {
    /// It is a path that is bound to this, a glob of a path.
    pub path: Texts,
    /// It is no such path.
    pub not_path: Texts,
    /// It is an identifier, or a literal, of this form, a glob.
    pub name: Texts,
    /// It is none.
    pub not_name: Texts,
    /// It is what this pattern matches.
    pub pattern: Texts,
    /// It is not.
    pub not_pattern: Texts,
}

/// What a pattern is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Syntax {
    /// An expression, or a call of a macro.
    Expression,
    /// A statement, or several.
    Statement,
    /// An item.
    Item,
    /// A type.
    Type,
    /// What `let` and `match` take apart.
    Pattern,
    /// `#[…]`.
    Attribute,
}

/// Whether findings are errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RuleLevel {
    /// They are warnings at most.
    Warn,
    /// They have the level of `custom_pattern`.
    #[default]
    Deny,
}

/// What code is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CodeKind {
    /// Libraries and programs.
    Production,
    /// Tests and benchmarks.
    Tests,
    /// Examples.
    Examples,
    /// `build.rs`.
    BuildScripts,
}
