//! What the project says in tables of its own: rules, faces of modules, what components consist of, where items belong,
//! configurations.

use std::collections::BTreeSet;

use globset::{GlobBuilder, GlobMatcher};
use govern_diagnostics::Span;
use govern_workspace::{CfgFlag, DependencyKind, FeatureSelection};

use crate::policy::{area::Area, pattern::Pattern, selector::Selector};

/// A rule of the project.
#[derive(Debug, Clone)]
pub struct CustomRule {
    /// Its name.
    pub name: String,
    /// Where that stands.
    pub span: Option<Span>,
    /// What it says of `from` and `to`.
    pub kind: RuleKind,
    /// Whom it is about.
    pub from: Area,
    /// What they must not use, may use, must use.
    pub to: Area,
    /// Whom it is not about.
    pub except: Area,
    /// What it is not about.
    pub to_except: Area,
    /// The external crates that may be used, besides the standard library; none is all of them.
    pub external: Option<Area>,
    /// By which reading of a use.
    pub reading: Readings,
    /// Whether it is forbidden also to use something that uses it.
    pub transitive: bool,
    /// In which code, and in which tables of the manifest.
    pub kinds: BTreeSet<DependencyKind>,
    /// Why.
    pub because: String,
    /// What to do, in the project's words.
    pub help: Option<String>,
}

/// What a rule says of `from` and `to`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RuleKind {
    /// What is in `from` must not use `to`.
    Forbidden,
    /// Each of `from` must use something of `to`.
    Required,
    /// What is in `from` may use only `to`, and itself.
    Allowed,
}

/// By which reading of a use a rule goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Readings {
    /// Either.
    Any,
    /// The module as written.
    Via,
    /// What declares it.
    Def,
}

/// The face of a module: by what others may use it.
#[derive(Debug, Clone)]
pub struct Interface {
    /// The modules that have it.
    pub module: Area,
    /// Whether what the module itself declares and re-exports belongs to it.
    pub own: bool,
    /// What else does.
    pub public: Area,
    /// Who may use it; none is everybody.
    pub users: Option<Area>,
    /// Why.
    pub because: Option<String>,
}

/// What components of a kind must consist of.
#[derive(Debug, Clone)]
pub struct Required {
    /// The components: packages, or modules.
    pub of: Area,
    /// Files that must be there, relative to the directory of the component.
    pub files: Vec<Expected>,
    /// Modules that must be there, relative to it.
    pub modules: Vec<Expected>,
    /// Files that must not be there.
    pub forbidden: Vec<Expected>,
    /// Why.
    pub because: Option<String>,
}

/// A file or a module that a component must or must not have.
#[derive(Debug, Clone)]
pub struct Expected {
    /// As written.
    pub text: String,
    /// Where.
    pub span: Option<Span>,
}

/// What matches the files that a glob means; none if it is no glob.
pub fn file_matcher(glob: &str) -> Option<GlobMatcher> {
    let glob = GlobBuilder::new(glob)
        .literal_separator(true)
        .empty_alternates(true)
        .build();
    Some(glob.ok()?.compile_matcher())
}

/// Where some items belong, or how they are called.
#[derive(Debug, Clone)]
pub struct Placement {
    /// What they are; named items of any kind if it is empty.
    pub words: BTreeSet<ItemWord>,
    /// How they are called; any of them, or any name if there are none.
    pub named: Vec<Name>,
    /// The traits that they implement; any of them.
    pub implements: Vec<Name>,
    /// The attributes that they bear, or what they derive; any of them.
    pub attribute: Vec<Name>,
    /// Where they are.
    pub within: Area,
    /// Where they have to be.
    pub must_be_in: Area,
    /// How they have to be called: one of these.
    pub must_be_named: Vec<Name>,
    /// Why.
    pub because: Option<String>,
    /// Where the first key of the table says something.
    pub span: Option<Span>,
}

/// A pattern of names, as written and as meant.
#[derive(Debug, Clone)]
pub struct Name {
    /// As written.
    pub text: String,
    /// What it matches.
    pub pattern: Pattern,
}

/// What an item is, in a word of the language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ItemWord {
    /// `struct`.
    Struct,
    /// `enum`.
    Enum,
    /// `union`.
    Union,
    /// `trait`.
    Trait,
    /// `fn`.
    Fn,
    /// `type`.
    Type,
    /// `const`.
    Const,
    /// `static`.
    Static,
    /// `impl`.
    Impl,
}

impl ItemWord {
    /// All of them, with their words.
    pub const ALL: [(&'static str, ItemWord); 9] = [
        ("struct", ItemWord::Struct),
        ("enum", ItemWord::Enum),
        ("union", ItemWord::Union),
        ("trait", ItemWord::Trait),
        ("fn", ItemWord::Fn),
        ("type", ItemWord::Type),
        ("const", ItemWord::Const),
        ("static", ItemWord::Static),
        ("impl", ItemWord::Impl),
    ];

    /// The word.
    pub fn as_str(self) -> &'static str {
        let known = ItemWord::ALL.iter().find(|(_, word)| *word == self);
        known.map_or("item", |(text, _)| text)
    }
}

/// A configuration of the workspace.
#[derive(Debug, Clone)]
pub struct Configuration {
    /// Its name.
    pub name: String,
    /// Where that stands.
    pub span: Option<Span>,
    /// The features that are asked for.
    pub features: FeatureSelection,
    /// The platform, by its triple; that of the session if it is none.
    pub target: Option<String>,
    /// Flags for `cfg` that are on, besides those of the session.
    pub flags: Vec<CfgFlag>,
}

/// How much may stand in the bodies of functions.
#[derive(Debug, Clone, Default)]
pub struct Thinness {
    /// Where.
    pub of: Area,
    /// How many statements.
    pub statements: Option<Budget>,
    /// How many branches.
    pub branches: Option<Budget>,
    /// Why.
    pub because: Option<String>,
}

/// How much there may be of something, and where that is said.
#[derive(Debug, Clone, Copy)]
pub struct Budget {
    /// How much.
    pub most: u32,
    /// Where it is said.
    pub span: Option<Span>,
}

/// What the project says of its guests.
#[derive(Debug, Clone, Default)]
pub struct Guests {
    /// The crates.
    pub crates: Vec<Selector>,
    /// The platforms that they are built for, by their triples, and where that is said.
    pub targets: Vec<(String, Option<Span>)>,
    /// What works on no such platform, besides what is known.
    pub native: Vec<NativeName>,
    /// What does work there, although it is known not to.
    pub allow: Vec<NativeName>,
}

/// A name that the project gives: a package, a feature of one, or a path.
#[derive(Debug, Clone)]
pub struct NativeName {
    /// As written: `zmq`, `tokio/net`, `std::fs`.
    pub text: String,
    /// The package, or the path.
    pub pattern: Pattern,
    /// The feature without which the package is meant no more.
    pub feature: Option<String>,
}

impl CustomRule {
    /// The areas that it names, and whether names that are no modules may stand in them.
    pub(crate) fn areas(&self) -> impl Iterator<Item = (&Area, bool)> {
        let own = [
            (&self.from, false),
            (&self.except, false),
            (&self.to, true),
            (&self.to_except, true),
        ];
        own.into_iter()
            .chain(self.external.as_ref().map(|external| (external, true)))
    }
}

impl Interface {
    /// The areas that it names, and whether names that are no modules may stand in them.
    pub(crate) fn areas(&self) -> impl Iterator<Item = (&Area, bool)> {
        let own = [(&self.module, false), (&self.public, true)];
        own.into_iter()
            .chain(self.users.as_ref().map(|users| (users, false)))
    }
}

impl Placement {
    /// What tells its items from others, as written.
    pub(crate) fn first(&self) -> &str {
        let mut names = [&self.named, &self.implements, &self.attribute].into_iter();
        let area = self.within.parts.first().map(|part| part.text.as_str());
        let name = names.find_map(|names| names.first());
        let word = self.words.first().map(|word| word.as_str());
        name.map(|name| name.text.as_str())
            .or(area)
            .or(word)
            .unwrap_or("*")
    }

    /// The areas that it names.
    pub(crate) fn areas(&self) -> impl Iterator<Item = (&Area, bool)> {
        [(&self.within, false), (&self.must_be_in, false)].into_iter()
    }
}

impl NativeName {
    /// Reads one; the error says what is wrong with it.
    pub(crate) fn parse(text: &str) -> Result<NativeName, String> {
        let (name, feature) = match text.split_once('/') {
            Some((_, "")) => return Err("the feature is empty".to_owned()),
            Some((name, feature)) => (name, Some(feature.to_owned())),
            None => (text, None),
        };
        let pattern = Pattern::parse(name)?.with_first(&["core", "alloc"], "std");
        if feature.is_some() && pattern.segments() > 1 {
            return Err("only packages have features".to_owned());
        }
        Ok(NativeName {
            text: text.to_owned(),
            pattern,
            feature,
        })
    }
}

/// Reads a pattern of names, of one segment if they have no path.
pub(crate) fn name(text: &str, path: bool) -> Result<Name, String> {
    let pattern = Pattern::parse(text)?.with_first(&["core", "alloc"], "std");
    if !path && pattern.segments() > 1 {
        return Err("a name has one segment".to_owned());
    }
    Ok(Name {
        text: text.to_owned(),
        pattern,
    })
}
