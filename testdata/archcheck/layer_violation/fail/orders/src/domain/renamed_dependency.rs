//! A crate that the manifest calls something else.

pub fn close(_: bus::Client) {}
//              ^^^^^^^^^^^ layer_violation: `domain` may not use `adapter`
