//! The store.

use super::common::encode;
use super::Bus;
//  ^^^^^^^^^^ sibling_dependency: `orders::adapter::postgres` may not use its sibling `orders::adapter::nats`
use crate::shared::Key;

pub fn store(key: &Key, bus: &Bus) {
    encode(key);
    bus.send(key);
}
