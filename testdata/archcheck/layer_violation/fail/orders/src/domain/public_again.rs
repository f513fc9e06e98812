//! A use that is passed on.

pub use crate::adapter::Publish;
//      ^^^^^^^^^^^^^^^^^^^^^^^ layer_violation: `domain` may not use `adapter`
