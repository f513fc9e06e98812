//! A path in the arguments of the trait of an implementation.

pub struct Sink;

impl From<crate::adapter::Bus> for Sink {
//        ^^^^^^^^^^^^^^^^^^^ layer_violation: `domain` may not use `adapter`
    fn from(_: crate::adapter::Bus) -> Sink {
        Sink
    }
}
