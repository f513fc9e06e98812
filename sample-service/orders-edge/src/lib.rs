//! Runs the rules of the desk as a WebAssembly module that is trusted with nothing.
//!
//! A module comes with a manifest. What both say is compared before anything is compiled, and compiled before anything runs.
//! Then the layers are put around it, in an order that their constructors leave no choice about:
//!
//! ```text
//! Plugin ─► Sandbox ─► Timeout ─► CircuitBreaker ─► PluginSlot ─► EdgeRules ─► the desk
//! checked   fuel,      wall       gives it a rest   present and   the port     orders
//! compiled  memory,    clock      after failures    previous one
//!           stack, imports
//! ```
//!
//! Each call runs in an instance of its own, which is gone afterwards: nothing stays from one order to the next.

mod breaker;
mod call_error;
mod circuit;
mod conformance;
mod digest;
mod follow;
mod host;
mod inspect;
mod installer;
mod limiter;
mod manifest;
mod module_error;
mod modules;
mod plugin;
mod rules;
mod sandbox;
mod slot;
mod ticker;
mod timeout;
mod verify;
mod wasi;

pub use breaker::{Admission, Breaker, BreakerSettings, State, Ticket};
pub use call_error::CallError;
pub use circuit::CircuitBreaker;
pub use conformance::{Nonconformity, check};
pub use digest::{InvalidDigest, Sha256};
pub use follow::follow;
pub use host::Host;
pub use installer::{InstallError, Installed, Installer};
pub use manifest::{Capability, Limits, Manifest, ManifestError};
pub use module_error::{MAX_MODULE_BYTES, ModuleError};
pub use modules::{Announced, Announcements, ModuleStore, ModuleStoreError};
pub use plugin::Plugin;
pub use rules::EdgeRules;
pub use sandbox::{Run, Sandbox};
pub use slot::{PluginSlot, SlotState};
pub use timeout::Timeout;
