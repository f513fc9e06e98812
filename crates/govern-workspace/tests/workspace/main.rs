//! Real workspaces: a real cargo, a real git, real files.

#![expect(
    clippy::disallowed_methods,
    reason = "tests write the workspaces that they load, and damage them"
)]
#![expect(clippy::unwrap_used, reason = "helpers of tests are tests")]

mod broken;
mod caching;
mod edited;
mod features;
mod files;
mod history;
mod kept;
mod listing;
mod modules;
mod packages;
mod revisions;
mod support;
