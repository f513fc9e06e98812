//! A path in the arguments of a macro in the arguments of a macro.

pub fn all() -> Vec<String> {
    vec![format!("{}", crate::adapter::LIMIT)]
    //                 ^^^^^^^^^^^^^^^^^^^^^ layer_violation: `domain` may not use `adapter`
}
