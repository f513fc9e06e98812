//! A path in a signature, deep in its generics.

pub fn drain(_: &[u8]) -> Option<Vec<Box<crate::adapter::Bus>>> {
//                                       ^^^^^^^^^^^^^^^^^^^ layer_violation: `domain` may not use `adapter`
    None
}
