//! What shows that a criterion holds.

/// What shows that a criterion holds.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// A test, as a row of the tests.
    Test(usize),
    /// A scenario, as a row of the scenarios.
    Scenario(usize),
    /// A file, such as a workflow.
    File(String),
    /// Somebody's word, and the day of it.
    Attested(String, String),
}
