//! What rules look at: the workspace, its linked names and the policy, joined. [`architecture::Architecture`] is the whole of
//! it, [`assembly`] makes it; each of the other modules is one thing that some rules ask for.

pub mod architecture;
pub mod assembly;
pub mod built;
pub mod declarations;
pub(crate) mod declared;
pub mod digraph;
pub(crate) mod elsewhere;
pub(crate) mod exposed;
pub(crate) mod guest;
pub(crate) mod items;
pub(crate) mod layering;
pub(crate) mod opaque;
pub(crate) mod orphans;
pub(crate) mod packages;
pub(crate) mod partial;
pub(crate) mod parts;
pub(crate) mod placement;
pub(crate) mod ports;
pub(crate) mod required;
pub mod rows;
pub(crate) mod selection;
pub mod sites;
pub(crate) mod texts;
pub(crate) mod unset;
pub(crate) mod uses;
