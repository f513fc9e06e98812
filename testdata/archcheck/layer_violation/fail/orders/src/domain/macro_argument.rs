//! A path in the arguments of a macro.

pub fn log() {
    tracing::info!(sent = crate::adapter::send(), limit = 1);
    //                    ^^^^^^^^^^^^^^^^^^^^ layer_violation: `domain` may not use `adapter`
}
