//! What is done with orders and stock: the desk takes commands, the warehouse counts goods, the relay publishes what they caused,
//! the projector keeps boards, the fulfiller brings orders and stock together, and two are for whoever repairs: the office of dead letters, and the rebuild of boards.

mod dead_letter_office;
mod desk;
mod front_desk;
mod fulfiller;
mod native_rules;
mod projector;
mod rebuild;
mod relay;
mod retry;
mod uncounted;
mod warehouse;

pub use dead_letter_office::{DeadLetterOffice, PutBackError};
pub use desk::Desk;
pub use front_desk::FrontDesk;
pub use fulfiller::{Fulfiller, FulfilmentError, FulfilmentReport, ReplayError};
pub use native_rules::NativeRules;
pub use projector::{Projector, ProjectorError, ProjectorReport};
pub use rebuild::{Rebuild, RebuildError, RebuildReport};
pub use relay::{Relay, RelayError, RelayReport};
pub use retry::Retry;
pub use warehouse::Warehouse;
