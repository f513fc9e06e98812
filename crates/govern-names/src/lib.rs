//! Links the facts of a workspace into one module tree and resolves names.
//!
//! [`expand`] expands the calls of the workspace's own macros that stand among items. [`Names::link`] takes facts and the crates they belong to, and answers what every path means: an item of the
//! workspace, or a leaf in an external crate (`async_nats::Client`, `std::time::SystemTime`), also when it is reached
//! through re-exports. It is pure: which file a `mod` declaration means has been decided by whoever read the files.
//!
//! One linking serves production and test code: everything carries a [`Presence`], and a lookup is made from code of one
//! [`Build`].

mod applied;
mod expand;
mod ids;
mod imports;
mod input;
mod kept;
mod lookup;
mod model;
mod prelude;
mod quoting;
mod reference;
mod references;
mod symbols;
mod tests;
mod tree;

pub use expand::{expand, expand_noted};
pub use input::{
    Build, CrateInput, CrateKind, Extern, Holds, LinkInput, ModuleChoice, Reader, RouteInput,
};
pub use model::{
    CrateId, Def, ExternId, Instance, InstanceId, ItemDef, Krate, Module, ModuleId, ModuleKind,
    Names, Presence,
};
pub use prelude::prelude_path;
pub use quoting::Quoted;
pub use reference::{Meaning, Origin, Reference, Target, Unexpanded, Unresolved, UnresolvedReason};
pub use symbols::Symbol;
pub use tests::is_test_attribute;
pub use tree::Begun;
