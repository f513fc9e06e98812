//! Names on small workspaces in memory.

mod edges;
mod expansions;
mod fixture;
mod kept;
mod resolve;
