//! What a plan says, as it is written: with texts and places instead of rows. Its JSON is documented for users.

use std::fmt;

use serde::Serialize;

/// The plan for one module.
#[derive(Debug, Serialize)]
pub(super) struct Document {
    /// The version of this form.
    pub(super) version: u32,
    pub(super) module: String,
    /// The package it is part of.
    pub(super) package: String,
    /// What the new crate may be called.
    pub(super) new: String,
    /// What a crate for what both need may be called; none if there is nothing in it.
    pub(super) shared: Option<String>,
    pub(super) modules: Vec<Module>,
    /// How many items these have.
    pub(super) items: usize,
    pub(super) dependencies: Vec<Dependency>,
    /// Modules of the rest that move as a whole.
    pub(super) whole: Vec<Whole>,
    /// What the module uses of the rest, and what that needs.
    pub(super) targets: Vec<Target>,
    pub(super) face: Vec<Face>,
    /// What is not allowed any more, or means something else.
    pub(super) conflicts: Vec<Conflict>,
    pub(super) unknown: Unknowns,
    pub(super) score: Score,
    pub(super) after: After,
    /// How it would be if the new crate depended on the old one.
    pub(super) reverse: Reverse,
}

/// A place.
#[derive(Debug, Clone, Serialize, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Site {
    pub(super) path: String,
    pub(super) line: u32,
    pub(super) column: u32,
}

impl fmt::Display for Site {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.path, self.line, self.column)
    }
}

/// A module that moves.
#[derive(Debug, Serialize)]
pub(super) struct Module {
    pub(super) path: String,
    pub(super) at: Option<Site>,
    pub(super) lines: usize,
    /// Whether it exists only with `cfg(test)`.
    pub(super) test: bool,
}

/// What a new manifest has to say.
#[derive(Debug, Serialize)]
pub(super) struct Dependency {
    pub(super) package: String,
    pub(super) of: Side,
    pub(super) tests_only: bool,
    pub(super) member: bool,
    /// The lines of the old manifest.
    pub(super) declared: Vec<String>,
    pub(super) at: Option<Site>,
    pub(super) sites: Vec<Site>,
}

/// A crate after the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Side {
    Old,
    Shared,
    New,
}

impl Side {
    pub(super) fn word(self) -> &'static str {
        match self {
            Side::Old => "old",
            Side::Shared => "shared",
            Side::New => "new",
        }
    }
}

/// What is done with something of the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Proposal {
    MoveAlong,
    MoveToShared,
    AddPort,
    /// A method of a type that moves: it becomes one of a trait of the rest, or a function.
    KeepAsExtension,
}

impl Proposal {
    pub(super) fn title(self) -> &'static str {
        match self {
            Proposal::MoveAlong => "move along",
            Proposal::MoveToShared => "move to a shared crate",
            Proposal::AddPort => "invert: add a port that the rest implements",
            Proposal::KeepAsExtension => {
                "keep in the rest, as methods of a trait there, or functions"
            }
        }
    }
}

/// A module of the rest that moves with all that is in it.
#[derive(Debug, Serialize)]
pub(super) struct Whole {
    pub(super) module: String,
    pub(super) to: Side,
    pub(super) items: usize,
    pub(super) lines: usize,
}

/// Something of the rest.
#[derive(Debug, Serialize)]
pub(super) struct Target {
    pub(super) item: String,
    pub(super) kind: &'static str,
    /// The module it stands in.
    pub(super) module: String,
    pub(super) at: Option<Site>,
    pub(super) lines: usize,
    pub(super) proposal: Proposal,
    pub(super) why: String,
    /// The methods that the port needs, as far as their names tell.
    pub(super) methods: Vec<String>,
    /// Whether the module itself uses it; if not, something that moves does.
    pub(super) direct: bool,
    /// Where what moves uses it.
    pub(super) sites: Vec<Site>,
}

/// Something that others use.
#[derive(Debug, Serialize)]
pub(super) struct Face {
    pub(super) item: String,
    pub(super) kind: &'static str,
    pub(super) at: Option<Site>,
    pub(super) visibility: String,
    /// Whether it has to become `pub`.
    pub(super) widen: bool,
    /// Modules that have to become `pub`, unless something re-exports it.
    pub(super) behind: Vec<String>,
    /// Fields that have to become `pub`.
    pub(super) fields: Vec<String>,
    pub(super) tests_only: bool,
    pub(super) sites: Vec<Site>,
}

/// Something that has to be dealt with by hand.
#[derive(Debug, Serialize)]
pub(super) struct Conflict {
    pub(super) what: String,
    pub(super) help: String,
    pub(super) sites: Vec<Site>,
}

/// What nobody knows.
#[derive(Debug, Default, Serialize)]
pub(super) struct Unknowns {
    /// Names in the module that lead nowhere.
    pub(super) names: Vec<Name>,
    /// Macro calls among items whose expansion is not known.
    pub(super) macros: Vec<Name>,
    /// Method calls in what moves, which only types resolve.
    pub(super) method_calls: usize,
    /// Of these, those of names that methods of the rest have, too.
    pub(super) methods_of_the_rest: Vec<Name>,
}

impl Unknowns {
    pub(super) fn any(&self) -> bool {
        !self.names.is_empty() || !self.macros.is_empty() || self.method_calls > 0
    }
}

/// A name, and where it stands.
#[derive(Debug, Serialize)]
pub(super) struct Name {
    pub(super) name: String,
    pub(super) sites: Vec<Site>,
}

/// What the plan costs.
#[derive(Debug, Default, Clone, Serialize)]
pub(super) struct Score {
    /// Items of the rest that the module uses.
    pub(super) edges_to_cut: usize,
    pub(super) ports: usize,
    /// Items of the rest that move.
    pub(super) moved: usize,
    /// Items that have to become visible.
    pub(super) widened: usize,
    pub(super) conflicts: usize,
    /// Modules of the rest that are on a cycle with the module now.
    pub(super) cycle: Vec<String>,
}

/// The graph after the plan.
#[derive(Debug, Serialize)]
pub(super) struct After {
    pub(super) holds: bool,
    /// Whether there is something that nobody knows.
    pub(super) as_far_as_known: bool,
    pub(super) edges: Vec<CrateEdge>,
    pub(super) left: Vec<Left>,
    /// Packages that depend on each other.
    pub(super) cycles: Vec<Vec<String>>,
}

/// An edge between crates.
#[derive(Debug, Serialize)]
pub(super) struct CrateEdge {
    pub(super) from: Side,
    pub(super) to: Side,
    /// Of how many uses.
    pub(super) uses: usize,
}

/// An edge that nothing cuts.
#[derive(Debug, Serialize)]
pub(super) struct Left {
    pub(super) what: String,
    pub(super) why: String,
    pub(super) sites: Vec<Site>,
}

/// The other direction.
#[derive(Debug, Serialize)]
pub(super) struct Reverse {
    /// Items of the module that the rest uses: the edges to cut then.
    pub(super) edges_to_cut: usize,
    /// Items of the rest that would have to become `pub`.
    pub(super) widened: usize,
}
