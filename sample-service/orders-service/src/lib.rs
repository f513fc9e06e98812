//! The order service: reads the configuration, wires the adapters to the application and runs it.

mod config;
mod embedded;
mod node;
mod workers;

pub use config::{Config, ConfigError};
pub use embedded::{Embedded, SettleError};
pub use node::{Node, NodeError};
