//! `[[patterns.rule]]`, as meant.

use globset::GlobMatcher;
use govern_diagnostics::{Diagnostic, Span};
use govern_facts::{Extent, Pattern, PatternKind};
use govern_gate::Spanned;

use super::Reader;
use crate::area::Reach;
use crate::config::{CodeKind, ConditionConfig, RuleConfig, RuleLevel, Syntax};
use crate::role::Role;

/// A rule of the project.
#[derive(Debug)]
pub struct CustomRule {
    /// Its name.
    pub name: String,
    /// Where that stands.
    pub span: Option<Span>,
    /// What must not be written: any of these.
    pub patterns: Vec<Pattern>,
    /// The first of them as written.
    pub text: String,
    /// Only inside of something like any of these, if there are any.
    pub inside: Vec<Pattern>,
    /// Not inside of something like any of these.
    pub not_inside: Vec<Pattern>,
    /// What else must hold.
    pub conditions: Vec<Condition>,
    /// Why.
    pub because: String,
    /// What to say.
    pub message: Option<String>,
    /// What to do.
    pub help: Option<String>,
    /// Whether its findings are warnings at most.
    pub warns: bool,
    /// Which code it looks at.
    pub roles: Vec<Role>,
    /// Where the rule looks.
    pub reach: Reach,
}

/// What must hold, or must not, for what a metavariable stands for: one of these.
#[derive(Debug)]
pub struct Condition {
    /// The metavariable, without `$`.
    pub variable: String,
    /// Whether it must not hold.
    pub not: bool,
    /// What.
    pub is: Is,
}

/// What something is.
#[derive(Debug)]
pub enum Is {
    /// A path that is bound to one of these; `::` is `/` in them.
    Path(Vec<GlobMatcher>),
    /// A token of one of these forms.
    Name(Vec<GlobMatcher>),
    /// What one of these patterns matches.
    Pattern(Vec<Pattern>),
}

impl CustomRule {
    /// The rule that `cargo govern pattern` looks for: everywhere.
    pub fn ad_hoc(text: &str, patterns: Vec<Pattern>) -> CustomRule {
        CustomRule {
            name: String::new(),
            span: None,
            patterns,
            text: text.to_owned(),
            inside: Vec::new(),
            not_inside: Vec::new(),
            conditions: Vec::new(),
            because: String::new(),
            message: None,
            help: None,
            warns: false,
            roles: Role::ALL.to_vec(),
            reach: Reach {
                only: None,
                except: None,
            },
        }
    }

    /// All patterns that it looks for, with those in conditions.
    pub fn all_patterns(&self) -> impl Iterator<Item = &Pattern> {
        let conditions = self
            .conditions
            .iter()
            .flat_map(|condition| match &condition.is {
                Is::Pattern(patterns) => patterns.as_slice(),
                Is::Path(_) | Is::Name(_) => &[],
            });
        let around = self.inside.iter().chain(&self.not_inside);
        self.patterns.iter().chain(around).chain(conditions)
    }
}

impl Reader<'_> {
    pub(super) fn rules(&mut self, rules: &[RuleConfig]) -> Vec<CustomRule> {
        let mut read: Vec<CustomRule> = Vec::with_capacity(rules.len());
        for config in rules {
            let name = config.name.get_ref().trim();
            if name.is_empty() {
                self.mistake(
                    &config.name,
                    "a rule without a name".to_owned(),
                    "name it after what it keeps out",
                );
            } else if read.iter().any(|rule| rule.name == name) {
                let mistake = format!("two rules are called `{name}`");
                self.mistake(
                    &config.name,
                    mistake,
                    "findings and waivers are told apart by it",
                );
            }
            if config.because.get_ref().trim().is_empty() {
                let mistake = format!("`{name}` does not say why");
                self.mistake(&config.because, mistake, "its findings show `because`");
            }
            if config.pattern.0.is_empty() {
                let mistake = format!("`{name}` looks for nothing");
                self.mistake(&config.name, mistake, "write `pattern = \"$x.unwrap()\"`");
            }
            let rule = self.rule(config);
            read.push(rule);
        }
        read
    }

    fn rule(&mut self, config: &RuleConfig) -> CustomRule {
        let syntax = config.syntax.map(kind);
        let patterns = self.patterns(&config.pattern.0, syntax);
        let conditions = self.conditions(config, &patterns);
        let roles = match &config.code {
            None => vec![Role::Production],
            Some(kinds) => {
                if kinds.is_empty() {
                    let mistake = format!("`{}` looks at no code", config.name.get_ref());
                    self.mistake(
                        &config.name,
                        mistake,
                        "list some in `code`, or leave it out",
                    );
                }
                kinds.iter().map(|&kind| role(kind)).collect()
            }
        };
        let text = |text: &Option<Spanned<String>>| text.as_ref().map(|it| it.get_ref().clone());
        CustomRule {
            name: config.name.get_ref().trim().to_owned(),
            span: (self.locate)(config.name.span()),
            patterns,
            text: config
                .pattern
                .0
                .first()
                .map_or_else(String::new, |it| it.get_ref().clone()),
            inside: self.patterns(&config.inside.0, None),
            not_inside: self.patterns(&config.not_inside.0, None),
            conditions,
            because: config.because.get_ref().clone(),
            message: text(&config.message),
            help: text(&config.help),
            warns: config.level == RuleLevel::Warn,
            roles,
            reach: self.reach(&config.only, &config.except),
        }
    }

    fn conditions(&mut self, config: &RuleConfig, patterns: &[Pattern]) -> Vec<Condition> {
        let mut conditions = Vec::new();
        for (variable, condition) in &config.conditions {
            let name = variable.get_ref().trim_start_matches('$');
            let known = |pattern: &Pattern| pattern.variables().any(|known| known == name);
            if patterns.len() == config.pattern.0.len() && !patterns.iter().all(known) {
                let mistake = format!("`${name}` is no metavariable of each pattern of the rule");
                let known: Vec<&str> = patterns.iter().flat_map(Pattern::variables).collect();
                let help = match known[..] {
                    [] => "the patterns have none".to_owned(),
                    _ => format!("there are `${}`", known.join("`, `$")),
                };
                self.mistake(variable, mistake, &help);
            }
            self.condition(name, condition, &mut conditions);
        }
        conditions
    }

    fn condition(
        &mut self,
        variable: &str,
        config: &ConditionConfig,
        conditions: &mut Vec<Condition>,
    ) {
        let mut push = |not: bool, is: Is, texts: &[Spanned<String>]| {
            if !texts.is_empty() {
                conditions.push(Condition {
                    variable: variable.to_owned(),
                    not,
                    is,
                });
            }
        };
        for (not, texts) in [(false, &config.path.0), (true, &config.not_path.0)] {
            push(not, Is::Path(self.path_globs(texts)), texts);
        }
        for (not, texts) in [(false, &config.name.0), (true, &config.not_name.0)] {
            push(not, Is::Name(self.name_globs(texts)), texts);
        }
        for (not, texts) in [(false, &config.pattern.0), (true, &config.not_pattern.0)] {
            push(not, Is::Pattern(self.patterns(texts, None)), texts);
        }
    }

    fn patterns(&mut self, texts: &[Spanned<String>], kind: Option<PatternKind>) -> Vec<Pattern> {
        let mut patterns = Vec::with_capacity(texts.len());
        for text in texts {
            match Pattern::parse(text.get_ref(), kind) {
                Ok(pattern) => patterns.push(pattern),
                Err(error) => {
                    let span = self.inside(text, error.extent);
                    self.mistakes.push(
                        Diagnostic::config(format!("`{}` is no pattern: {}", text.get_ref(), error.message))
                            .at(span)
                            .help("a pattern is Rust: an expression, statements, an item, a type or an attribute, with `$x` for one thing and `$$$` for any number of things"),
                    );
                }
            }
        }
        patterns
    }

    /// Where a part of a text stands; all of it, if it is not written letter by letter.
    fn inside(&self, text: &Spanned<String>, part: Extent) -> Option<Span> {
        let (span, length) = (text.span(), text.get_ref().len());
        let quote = match span.len().checked_sub(length) {
            Some(2) => 1,
            Some(6) => 3,
            _ => return (self.locate)(span),
        };
        let start = span.start + quote + (part.start as usize).min(length);
        // At the end, the closing quote shows where something is missing.
        let end = span.start + quote + (part.end as usize).min(length);
        (self.locate)(start..end.max(start + 1))
    }
}

fn kind(syntax: Syntax) -> PatternKind {
    match syntax {
        Syntax::Expression => PatternKind::Expression,
        Syntax::Statement => PatternKind::Statement,
        Syntax::Item => PatternKind::Item,
        Syntax::Type => PatternKind::Type,
        Syntax::Pattern => PatternKind::Pattern,
        Syntax::Attribute => PatternKind::Attribute,
    }
}

fn role(kind: CodeKind) -> Role {
    match kind {
        CodeKind::Production => Role::Production,
        CodeKind::Tests => Role::Test,
        CodeKind::Examples => Role::Example,
        CodeKind::BuildScripts => Role::BuildScript,
    }
}
