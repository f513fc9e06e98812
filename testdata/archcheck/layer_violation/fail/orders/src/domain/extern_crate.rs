//! A crate that is named once more.

extern crate bus as transport;

pub fn close(_: transport::Client) {}
//              ^^^^^^^^^^^^^^^^^ layer_violation: `domain` may not use `adapter`
