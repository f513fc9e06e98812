//! What all layers use, and a door that should not be here.

pub struct Id(pub u64);

pub mod bus {
    pub use orders_adapter::Client as Endpoint;
    //      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ layer_violation: `shared` may not use `adapter`
}

pub use bus::Endpoint as Connection;
//      ^^^^^^^^^^^^^^^^^^^^^^^^^^^ layer_violation: `shared` may not use `adapter`
