//! A path in a string of an attribute, and a derive of another crate.

use orders_adapter_macros::Wire;
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^ layer_violation: `domain` may not use `adapter`

#[derive(Wire)]
pub struct Line {
    #[serde(with = "crate::adapter::nats::as_text")]
    //             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ layer_violation: `domain` may not use `adapter`
    pub count: u32,
}
