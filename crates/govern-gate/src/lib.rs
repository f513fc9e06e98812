//! What a rule and a gate are, and how they run.

mod date;
mod rule;

pub use date::Date;
pub use govern_diagnostics::{Level, RuleInfo};
pub use rule::{Finding, Findings, Rule, RuleOutcome, run_rules};
