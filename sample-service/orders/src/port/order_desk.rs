//! What the outside may ask for: the port on the driving side. The application implements it, adapters call it.

use std::future::Future;

use thiserror::Error;

use super::order_rules::RulesError;
use super::versioned::StoreError;
use crate::domain::{Command, CustomerBoard, CustomerKey, OrderKey, Rejection, Version};

/// Carries out commands and shows boards.
pub trait OrderDesk: Send + Sync {
    /// Carries the command out. The same command may be sent again: it is carried out once.
    fn carry_out(
        &self,
        command: &Command,
    ) -> impl Future<Output = Result<Accepted, DeskError>> + Send;

    /// What is open for the customer; an empty board if nothing was ever seen of them.
    fn board(
        &self,
        customer: &CustomerKey,
    ) -> impl Future<Output = Result<CustomerBoard, DeskError>> + Send;
}

/// A command that was carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// On which order.
    pub order: OrderKey,
    /// Which version of the order it made.
    pub version: Version,
}

/// Why a command was not carried out, or perhaps was.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DeskError {
    /// The rules refuse it.
    #[error(transparent)]
    Rejected(#[from] Rejection),
    /// Others change the same thing all the time.
    #[error("gave up after {attempts} attempts: others kept changing it")]
    Contended {
        /// How often it was tried.
        attempts: u32,
    },
    /// The store failed; send the same command again.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The rules cannot be asked; send the same command again.
    #[error("the rules cannot be asked ({code}): {reason}")]
    Rules {
        /// Why, for programs.
        code: &'static str,
        /// Why, for people.
        reason: String,
    },
}

impl From<RulesError> for DeskError {
    fn from(error: RulesError) -> Self {
        match error {
            RulesError::Rejected(rejection) => Self::Rejected(rejection),
            RulesError::Unavailable { code, reason } => Self::Rules { code, reason },
        }
    }
}
