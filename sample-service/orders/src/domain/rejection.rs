//! Why the desk does not do what a command asks for.

use thiserror::Error;

use super::command::Command;
use super::id::{CommandId, OrderId};
use super::status::Status;

/// A wish that the rules of the house refuse. Asking again does not help.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Rejection {
    /// There is no such order.
    #[error("there is no order `{order}`")]
    UnknownOrder {
        /// The order.
        order: OrderId,
    },
    /// There is such an order already.
    #[error("there is an order `{order}` already")]
    OrderExists {
        /// The order.
        order: OrderId,
    },
    /// The order is past the point where this could be done.
    #[error("order `{order}` is {status} already")]
    OrderClosed {
        /// The order.
        order: OrderId,
        /// How it ended.
        status: Status,
    },
    /// The id belongs to another command.
    #[error("command `{}` was sent before with another content", .command.as_str())]
    CommandIdReused {
        /// The id.
        command: CommandId,
    },
}

impl Rejection {
    /// Every code there is, sorted; they are part of the published contract.
    pub const CODES: [&'static str; 4] = [
        "command_id_reused",
        "order_closed",
        "order_exists",
        "order_unknown",
    ];

    /// The word for it that programs compare.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::CommandIdReused { .. } => "command_id_reused",
            Self::OrderClosed { .. } => "order_closed",
            Self::OrderExists { .. } => "order_exists",
            Self::UnknownOrder { .. } => "order_unknown",
        }
    }

    pub(super) fn unknown(command: &Command) -> Self {
        Self::UnknownOrder {
            order: command.order.id.clone(),
        }
    }
}
