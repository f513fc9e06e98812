//! The rules of the domain, in this program.

use crate::domain::{Command, History, Recorded, Stamp};
use crate::port::{Decision, OrderRules, RulesError};

/// The rules of the domain, called directly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct NativeRules;

impl OrderRules for NativeRules {
    async fn decide(
        &self,
        mut history: History,
        command: &Command,
        stamp: Stamp,
    ) -> Result<Decision, RulesError> {
        Ok(match history.carry_out(command, stamp)? {
            Recorded::New(version) => Decision::New { history, version },
            Recorded::Before(version) => Decision::Before(version),
        })
    }
}
