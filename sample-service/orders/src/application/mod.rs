//! What is done with orders: the desk takes commands, the relay publishes what they caused, the projector keeps boards, and
//! two are for whoever repairs: the office of dead letters, and the rebuild of boards.

mod dead_letter_office;
mod desk;
mod native_rules;
mod projector;
mod rebuild;
mod relay;
mod retry;

pub use dead_letter_office::{DeadLetterOffice, PutBackError};
pub use desk::Desk;
pub use native_rules::NativeRules;
pub use projector::{Projector, ProjectorError, ProjectorReport};
pub use rebuild::{Rebuild, RebuildError, RebuildReport};
pub use relay::{Relay, RelayError, RelayReport};
pub use retry::Retry;
