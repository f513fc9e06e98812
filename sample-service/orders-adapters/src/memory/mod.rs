//! The ports over memory: nothing to install, nothing left behind.
//!
//! Values are handles: clones share one store, as connections to one server do. Several relays or projectors may read at
//! once and then see the same things, which their ports allow.

mod boards;
mod cells;
mod dead_letters;
mod due;
mod log;
mod records;
mod store;

pub use boards::MemoryBoards;
pub use dead_letters::MemoryDeadLetters;
pub use log::{MemoryFeed, MemoryLog};
pub use records::{MemoryOrders, MemoryReceipt, MemoryRecords, MemoryStock};
pub use store::{MemoryFulfilments, MemoryStore};
