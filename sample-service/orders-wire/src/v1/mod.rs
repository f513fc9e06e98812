//! Version 1 of everything that is said about orders and stock.

mod board;
mod command;
mod dead_letter;
mod event;
mod health;
mod line;
mod record;
mod reply;
mod stock;
mod stock_event;
mod stock_record;
pub mod subject;
pub mod tenant;

pub use board::{BoardOrder, BoardQuery, BoardRecord, BoardReply, OpenTotal};
pub use command::{CancelOrder, CancelReason, Command, PlaceOrder, ShipOrder};
pub use dead_letter::{decode_letter, encode_letter};
pub use event::{Event, OrderCancelled, OrderPlaced, OrderShipped, subject_of};
pub use health::{HealthReport, ModuleReport, RoleReport};
pub use line::{Amount, OrderLine};
pub use record::{HistoryRecord, RecordEntry};
pub use reply::{CommandReply, FailureCode};
pub use stock::{ReceiveGoods, ReceiveReply, StockQuery, StockReply};
pub use stock_event::{StockEvent, StockMoved, StockReceived, stock_subject_of};
pub use stock_record::{FulfilmentRecord, ReceiptRecord, StockRecord};
