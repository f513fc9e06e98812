//! A chain of re-exports of another crate.

pub fn close(_: orders_shared::Connection) {}
//              ^^^^^^^^^^^^^^^^^^^^^^^^^ layer_violation: `domain` may not use `adapter`
