//! Version 1 of everything that is said about orders.

mod board;
mod command;
mod dead_letter;
mod event;
mod health;
mod line;
mod record;
mod reply;
pub mod subject;
pub mod tenant;

pub use board::{BoardOrder, BoardQuery, BoardRecord, BoardReply, OpenTotal};
pub use command::{CancelOrder, CancelReason, Command, PlaceOrder, ShipOrder};
pub use dead_letter::DeadLetterRecord;
pub use event::{Event, OrderCancelled, OrderPlaced, OrderShipped, subject_of};
pub use health::{HealthReport, ModuleReport, RoleReport};
pub use line::{Amount, OrderLine};
pub use record::{HistoryRecord, RecordEntry};
pub use reply::{CommandReply, FailureCode};
