//! The store.

use super::common::encode;
use crate::shared::Key;

pub fn store(key: &Key, publish: impl Fn(&Key)) {
    encode(key);
    publish(key);
}
