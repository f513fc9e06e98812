//! The bus.

use super::common::encode;
use crate::shared::Key;

pub struct Bus;

impl Bus {
    pub fn send(&self, key: &Key) {
        encode(key);
    }
}
