//! Checks acceptance criteria against the tests that claim them.

pub mod gherkin;
pub mod ids;
pub mod ledger;
