//! A path in the header of an implementation.

pub struct Sink;

impl crate::adapter::Publish for Sink {}
//   ^^^^^^^^^^^^^^^^^^^^^^^ layer_violation: `domain` may not use `adapter`
