//! Items in the arguments of a macro that passes them through.

cfg_push! {
    pub mod push {
        use crate::adapter::Bus;
        //  ^^^^^^^^^^^^^^^^^^^ layer_violation: `domain` may not use `adapter`

        pub fn open(bus: Bus) -> bool {
            bus.open
        }
    }
}
