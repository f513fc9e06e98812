//! A use in a group, with more than one of them.

use crate::{
    adapter::{Bus, nats::Client},
    //        ^^^ layer_violation: `domain` may not use `adapter`
    //             ^^^^^^^^^^^^ layer_violation: `domain` may not use `adapter`
    domain::Order,
};

pub fn open(bus: &Bus, _: &Client, _: &Order) -> bool {
    bus.open
}
