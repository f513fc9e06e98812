//! What all layers use.

pub struct Id(pub u64);

pub use async_nats as bus;
//      ^^^^^^^^^^^^^^^^^ forbidden_dependency: `async-nats` is forbidden outside of `adapter`
