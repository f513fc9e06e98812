//! A use in a block.

pub fn twice() -> u32 {
    if cfg!(debug_assertions) {
        use crate::adapter::send as emit;
        //  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ layer_violation: `domain` may not use `adapter`
        return emit();
    }
    0
}
