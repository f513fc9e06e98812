//! Loads a cargo workspace: packages, graph, files, facts. The only crate with input and output.
//!
//! [`Workspace::load`] asks cargo and reads the files that are reachable from the targets through `mod`, each once, in
//! parallel, keeping facts and not texts. The same comes from a git revision ([`Workspace::at_revision`]), a directory
//! ([`Workspace::at_directory`]) or memory ([`Workspace::from_memory`]): there the manifests alone say which packages
//! there are.
//!
//! What is wrong with a file is a [`Problem`] with a place, and the rest is loaded; what leaves nothing to check is an
//! [`Error`].

#![expect(
    clippy::disallowed_methods,
    reason = "this is the crate that reads files and starts processes"
)]

mod absences;
mod ages;
mod answers;
mod asking;
mod assemble;
mod author;
mod beside_builds;
mod build_script;
mod built;
mod cache_directory;
mod called;
mod cargo;
mod cfg_flag;
mod cfg_flags;
mod conditions;
mod confined;
mod describe;
mod directory;
mod discover;
mod edited;
mod entry;
mod error;
mod facts_cache;
mod features;
mod file_table;
mod files;
mod fingerprint;
#[doc(hidden)]
pub mod fuzzing;
mod git;
mod history;
mod hooks;
mod index;
mod kept;
mod known;
mod linked;
mod listing;
mod load;
mod manifest;
mod memory;
mod notes;
mod options;
mod outline;
mod package;
mod paths;
mod pool;
mod problem;
mod program;
mod question;
mod reading;
mod regular;
mod root;
mod route;
mod routed_before;
mod routing;
mod running;
mod script_flags;
mod sealed;
mod selection;
mod staged;
mod stamp;
mod stamps;
mod steps;
mod timings;
mod tree;
mod troubles;
mod unwritten;
mod watch;
mod with_cargo;
mod workspace;

pub use asking::{Answer, NoAnswer, Scratch};
pub use built::Built;
pub use cfg_flag::CfgFlag;
pub use conditions::{CodeKind, Conditions};
pub use discover::crates_below;
pub use error::{Error, Located};
pub use history::{Commit, Version};
pub use hooks::{Hook, Hooks};
pub use kept::Keeping;
pub use linked::LinkedBefore;
pub use listing::{Listing, Size};
pub use memory::memory_in_use;
pub use notes::Apart;
pub use options::{FeatureSelection, LoadOptions, Network, PackageSelection, Resolve};
pub use package::{
    Dependency, DependencyKind, DependencyUse, EnabledFeatures, Package, PackageId, Target,
    TargetKind,
};
pub use paths::join_inside;
pub use problem::{Problem, ProblemKind};
pub use route::{CalledLink, FileLink, IncludeLink, ModuleChoice, ModuleLink, Route, RouteId};
pub use running::Runner;
pub use staged::Staged;
pub use timings::Timings;
pub use workspace::Workspace;
