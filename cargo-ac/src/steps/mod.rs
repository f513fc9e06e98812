//! Step functions of cucumber-rs, the programs that run features with them, and which function a step of a feature runs.

mod functions;
mod matching;
mod parameter;
mod path_argument;
mod pattern;
mod runners;
mod types;
mod uses;

use govern_diagnostics::Span;
use govern_facts::ItemId;
use govern_names::{CrateId, InstanceId, ItemDef};

pub use functions::read;
pub use matching::{Judgement, Matching, Use};
pub use pattern::{Matcher, Pattern};
pub use uses::{StepUse, uses};

/// The kind of a step, as cucumber-rs tells them apart: a function of one kind is not looked at for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum StepKind {
    /// `#[given]`.
    Given,
    /// `#[when]`.
    When,
    /// `#[then]`.
    Then,
}

impl StepKind {
    /// The name of the attribute.
    pub fn name(self) -> &'static str {
        match self {
            StepKind::Given => "given",
            StepKind::When => "when",
            StepKind::Then => "then",
        }
    }
}

/// What scenarios share: the type to which step functions belong.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum World {
    /// A type of the workspace.
    Item(ItemDef),
    /// A type of another crate, by its path.
    External(String),
    /// Nobody knows.
    Unknown,
}

/// A function with one of its attributes `#[given]`, `#[when]` and `#[then]`: each of them is a step for itself.
#[derive(Debug, Clone)]
pub struct StepFn {
    /// Which attribute it is.
    pub kind: StepKind,
    /// The name of the function.
    pub name: String,
    /// Where its name stands.
    pub span: Span,
    /// Where the argument of the attribute stands.
    pub attribute: Span,
    /// The argument.
    pub pattern: Pattern,
    /// What it matches.
    pub matcher: Matcher,
    /// In which crates it is, and to which world it belongs there.
    pub places: Vec<StepPlace>,
    /// The item of the function in its file.
    pub item: ItemId,
    /// Whether it is in a build as configured: else it is there for another platform or other features.
    pub built: bool,
    /// Whether a macro of the workspace writes it: what is wrong with it is wrong elsewhere.
    pub expanded: bool,
}

/// A step function in one crate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepPlace {
    /// The file as part of the crate.
    pub instance: InstanceId,
    /// The crate.
    pub krate: CrateId,
    /// Whether it is a library, whose steps are those of the programs that use it, too.
    pub library: bool,
    /// The type of its first argument.
    pub world: World,
}

/// A place from which features are run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Runner {
    /// The crate it is in.
    pub krate: CrateId,
    /// The binary of the crate, as test runners name it.
    pub binary: String,
    /// Whose steps it takes.
    pub world: World,
    /// What it reads.
    pub reads: Reads,
    /// Where the run is started; none for a world that is not seen to be run.
    pub span: Option<Span>,
    /// Whether it is given steps or a parser by other means than attributes.
    pub custom: bool,
}

/// Which features are run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reads {
    /// Those at or under a path from the root of the workspace.
    Path(String),
    /// Those at or under a path of which only the end is known.
    End(String),
    /// Nobody knows: it may be any.
    Unknown,
}

/// What the source says about steps.
#[derive(Debug, Clone, Default)]
pub struct Steps {
    /// The step functions, in the order of files and of the text.
    pub functions: Vec<StepFn>,
    /// What runs features with them.
    pub runners: Vec<Runner>,
}

impl StepFn {
    /// It in words: ``#[given] `name` ``.
    pub fn describe(&self) -> String {
        format!("`#[{}]` function `{}`", self.kind.name(), self.name)
    }
}

impl Runner {
    /// Whether it may run a feature at a path from the root of the workspace.
    pub fn may_run(&self, feature: &str) -> bool {
        match &self.reads {
            Reads::Unknown => true,
            Reads::Path(path) => path.is_empty() || is_at_or_under(feature, path),
            Reads::End(path) => {
                let starts = feature.match_indices('/').map(|(at, _)| at + 1);
                let mut starts = std::iter::once(0).chain(starts);
                starts.any(|at| is_at_or_under(&feature[at..], path))
            }
        }
    }

    /// Whether a step function is one of its own.
    pub fn has(&self, function: &StepFn) -> bool {
        function.places.iter().any(|place| {
            let same_world = place.world == self.world
                || place.world == World::Unknown
                || self.world == World::Unknown;
            same_world && (place.krate == self.krate || place.library)
        })
    }
}

/// Whether a path is another or leads on from there.
fn is_at_or_under(path: &str, other: &str) -> bool {
    path.strip_prefix(other)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
