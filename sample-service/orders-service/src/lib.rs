//! The order service: reads the configuration, wires the adapters to the application and runs it.

mod access;
mod config;
mod edge;
mod embedded;
mod health;
mod node;
mod repair;
mod role;
mod sign;
mod task;
mod topology;
mod workers;

pub use config::{Config, ConfigError};
pub use edge::{Edge, EdgeError, ModuleFiles};
pub use embedded::{Embedded, SettleError};
pub use node::{Node, NodeConfig, NodeError};
pub use repair::{AnnouncedModule, NodesHealth, Repair, RepairError};
pub use role::Role;
pub use sign::{SignError, sign};
pub use task::Task;
pub use topology::{Topology, TopologyError};
