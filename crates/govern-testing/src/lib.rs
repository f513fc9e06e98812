//! Fixtures and expectations for the tests of the suite.
//!
//! A fixture is a miniature workspace: a folder `testdata/<gate>/<rule>/{fail,pass}`, or a text with `//- path` lines.
//! What must be found stands in it, as comments in the file where it is found:
//!
//! ```text
//! use adapter_nats::Bus;
//! //  ^^^^^^^^^^^^^^^^^ layer_violation: must not depend
//!     orders.publish();
//!     // <- layer_violation
//! ```
//!
//! `^^^` marks the exact columns of the line above it that is no such comment, `<-` a place on that line that begins where
//! the comment does. What stands behind the colon must occur in the message. A finding that no comment asks for fails the
//! test, and so does a comment without a finding.

#![expect(
    clippy::disallowed_methods,
    reason = "only tests use it: they make workspaces, run programs, and look at files"
)]

mod browser;
mod directory;
mod expectation;
mod folder;
mod inline;
mod program;
mod repository;
mod rule_files;

pub use browser::in_browser;
pub use directory::Directory;
pub use expectation::{Expectation, expectations};
pub use folder::{check_folders, check_rule, run_failing};
pub use inline::{check, session, workspace};
pub use program::{run_program, run_program_on};
pub use repository::Repository;
pub use rule_files::check_rule_files;

use govern_gate::Date;

/// The day on which all fixtures are looked at.
///
/// # Panics
///
/// Never: there is such a day.
pub fn today() -> Date {
    Date::new(2026, 6, 15).expect("a day of June")
}
