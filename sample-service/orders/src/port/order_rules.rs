//! What a command does to an order: rules of our own, or of a module from outside.

use std::future::Future;

use thiserror::Error;

use crate::domain::{Command, History, Rejection, Stamp, Version};

/// Decides what a command does to an order. Keeps nothing: what it is told is all that it knows.
pub trait OrderRules: Send + Sync {
    /// What becomes of the history when the command is carried out on it, with this stamp on the event.
    fn decide(
        &self,
        history: History,
        command: &Command,
        stamp: Stamp,
    ) -> impl Future<Output = Result<Decision, RulesError>> + Send;
}

/// What became of a command that was accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// It makes this version; the history has it and has to be kept.
    New {
        /// The history with the command in it.
        history: History,
        /// The version that it makes.
        version: Version,
    },
    /// It had made this version before; there is nothing to keep.
    Before(Version),
}

/// Why nothing was decided.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RulesError {
    /// The rules refuse the command.
    #[error(transparent)]
    Rejected(#[from] Rejection),
    /// The rules cannot be asked, or what they say makes no sense. Nothing was carried out.
    #[error("the rules cannot be asked ({code}): {reason}")]
    Unavailable {
        /// Why, for programs.
        code: &'static str,
        /// Why, for people.
        reason: String,
    },
}
