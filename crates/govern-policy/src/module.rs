//! One file of Rego: what it declares, what it asks for, and what it says about itself.

use std::ops::Range;

use regorus::{
    Engine,
    unstable::{Expr, Lexer, Rule as Parsed, RuleHead, Source, TokenKind},
};
use text_size::TextRange;

use crate::{
    Annotation, Mistake, Scope,
    annotation::annotations,
    nesting,
    syntax::{Calls, asked, path_of, range, root},
};

/// Which Rego modules are written in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Dialect {
    /// That of OPA 1.0, with `if` and `contains`.
    #[default]
    V1,
    /// That before.
    V0,
}

/// One file of Rego.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Module {
    /// Its path.
    pub path: String,
    /// Its text.
    pub text: String,
    /// The parts of its package's name.
    pub package: Vec<String>,
    /// Where the name stands.
    pub package_range: TextRange,
    /// What it declares, in the order of the text. A name may be there several times.
    pub rules: Vec<Rule>,
    /// What it says about itself.
    pub annotations: Vec<Annotation>,
    pub(crate) dialect: Dialect,
    /// The paths below `data` that it asks for.
    pub(crate) asked: Vec<Vec<String>>,
}

/// A rule of a module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Its name.
    pub name: String,
    /// Where the name stands.
    pub range: TextRange,
    /// What it is.
    pub kind: RuleKind,
    /// What it says about itself.
    pub title: Option<String>,
    /// From where it begins to where the next one does.
    extent: Range<u32>,
    /// The functions that it calls.
    pub(crate) calls: Calls,
}

/// What a rule is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RuleKind {
    /// A value, or values.
    Value,
    /// Values below more names: `deny.pods contains …`.
    Deep,
    /// A function.
    Function,
}

/// An engine that reads what is written in a dialect.
pub(crate) fn engine(dialect: Dialect) -> Engine {
    let mut engine = Engine::new();
    engine.set_rego_v0(dialect == Dialect::V0);
    engine
}

impl Module {
    /// Reads a module; also what is wrong with what it says about itself.
    ///
    /// # Errors
    ///
    /// If it is no Rego.
    pub fn read(
        path: &str,
        text: &str,
        dialect: Dialect,
    ) -> Result<(Module, Vec<Mistake>), Mistake> {
        nesting::check(path, text)?;
        let parsed = parse(path, text, dialect).map_err(|mistake| {
            // What was Rego before 1.0 is the most likely reason.
            match dialect == Dialect::V1 && parse(path, text, Dialect::V0).is_ok() {
                true => mistake.help(
                    "it is Rego as it was before 1.0: write `if` and `contains`, or set `rego-v0 = true`",
                ),
                false => mistake,
            }
        })?;
        let (annotations, mut mistakes) = annotations(path, text);
        let package = path_of(&parsed.package.refr);
        let Some(package) = package.filter(|package| !package.is_empty()) else {
            return Err(Mistake::at(
                path,
                range(parsed.package.refr.span()),
                "this is no name of a package",
            ));
        };
        let imports = crate::syntax::imports(&parsed);
        let mut rules = Vec::new();
        for (row, rule) in parsed.policy.iter().enumerate() {
            let next = parsed.policy.get(row + 1);
            let extent = rule.span().start..next.map_or(u32::MAX, |next| next.span().start);
            match Rule::new(rule, extent, &imports, &annotations, text) {
                Some(rule) => rules.push(rule),
                None => mistakes.push(Mistake::at(
                    path,
                    range(rule.span()),
                    "this is no rule that can be read",
                )),
            }
        }
        Ok((
            Module {
                path: path.to_owned(),
                text: text.to_owned(),
                package,
                package_range: range(parsed.package.refr.span()),
                rules,
                annotations,
                dialect,
                asked: asked(&parsed, &imports),
            },
            mistakes,
        ))
    }

    /// What can be known of a module that cannot be read: who asks for its package asks for it.
    pub fn unread(path: &str, text: &str) -> Option<Module> {
        let line = text
            .lines()
            .find_map(|line| line.trim().strip_prefix("package "))?;
        let name = line.split_whitespace().next()?;
        let is_name =
            |part: &str| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || c == '_');
        let package: Vec<String> = name.split('.').map(str::to_owned).collect();
        package.iter().all(|part| is_name(part)).then(|| Module {
            path: path.to_owned(),
            text: text.to_owned(),
            package,
            package_range: TextRange::default(),
            rules: Vec::new(),
            annotations: Vec::new(),
            dialect: Dialect::default(),
            asked: Vec::new(),
        })
    }

    /// The name of its package.
    pub fn package_name(&self) -> String {
        self.package.join(".")
    }

    /// Whether it is there for tests only.
    pub fn is_test(&self) -> bool {
        self.path.ends_with("_test.rego")
    }

    /// The text of each of its rules, without comments and without what only sets it out.
    pub fn words(&self) -> Vec<String> {
        let words = words(&self.path, &self.text);
        let of_rules = self.rules.iter().map(|rule| {
            let within = words.iter().filter(|it| rule.extent.contains(&it.0));
            let within: Vec<&str> = within.map(|it| it.1.as_str()).collect();
            within.join(" ")
        });
        of_rules.collect()
    }

    /// What it says about its package.
    pub fn about_package(&self) -> Option<&Annotation> {
        self.annotations
            .iter()
            .find(|annotation| annotation.scope == Scope::Package)
    }

    /// The rules that other modules see.
    pub(crate) fn functions(&self) -> impl Iterator<Item = &Rule> {
        self.rules
            .iter()
            .filter(|rule| rule.kind == RuleKind::Function)
    }
}

impl Rule {
    fn new(
        rule: &Parsed,
        extent: Range<u32>,
        imports: &[(String, Vec<String>)],
        annotations: &[Annotation],
        text: &str,
    ) -> Option<Rule> {
        let (refr, is_function): (&Expr, bool) = match rule {
            Parsed::Spec { head, .. } => match head {
                RuleHead::Compr { refr, .. } | RuleHead::Set { refr, .. } => (refr, false),
                RuleHead::Func { refr, .. } => (refr, true),
            },
            Parsed::Default { refr, args, .. } => (refr, !args.is_empty()),
        };
        let root = root(refr)?;
        let kind = match refr {
            _ if is_function => RuleKind::Function,
            Expr::RefDot { .. } => RuleKind::Deep,
            _ => RuleKind::Value,
        };
        let row = text[..usize::from(range(rule.span()).start())]
            .matches('\n')
            .count();
        let above = annotations
            .iter()
            .find(|it| it.scope == Scope::Rule && it.below == row);
        Some(Rule {
            name: root.text().to_owned(),
            range: range(root),
            kind,
            title: above.and_then(|annotation| annotation.title.clone()),
            extent,
            calls: Calls::of(rule, imports),
        })
    }
}

/// The words of a text that can be parsed, with the places that they begin at.
fn words(path: &str, text: &str) -> Vec<(u32, String)> {
    let Ok(source) = Source::from_contents(path.to_owned(), text.to_owned()) else {
        return Vec::new();
    };
    let mut lexer = Lexer::new(&source);
    let next = || {
        let token = lexer.next_token().ok()?;
        let kept = match token.0 {
            TokenKind::Eof => return None,
            // Those without the quotes around them are other words.
            TokenKind::String => format!("\"{}\"", token.1.text()),
            TokenKind::RawString => format!("`{}`", token.1.text()),
            _ => token.1.text().to_owned(),
        };
        Some((token.1.start, kept))
    };
    std::iter::from_fn(next).collect()
}

fn parse(
    path: &str,
    text: &str,
    dialect: Dialect,
) -> Result<regorus::unstable::Ref<regorus::unstable::Module>, Mistake> {
    let mut engine = engine(dialect);
    let said = |error: anyhow::Error| Mistake::of_engine(&error.to_string(), |_| Some(text));
    engine
        .add_policy(path.to_owned(), text.to_owned())
        .map_err(said)?;
    let module = engine.get_modules().first().cloned();
    module.ok_or_else(|| Mistake::nowhere("the engine reads nothing in it"))
}
