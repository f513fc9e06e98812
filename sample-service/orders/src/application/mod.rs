//! What is done with orders: the desk takes commands, the relay publishes what they caused, the projector keeps boards.

mod desk;
mod native_rules;
mod projector;
mod relay;

pub use desk::Desk;
pub use native_rules::NativeRules;
pub use projector::{Projector, ProjectorError, ProjectorReport};
pub use relay::{Relay, RelayError, RelayReport};
