//! Exists only with `cfg(test)`, which the declaration says, not this file.

use crate::Config;

pub fn first(config: &Config) -> Option<String> {
    Some(config.0.values().next().unwrap().clone())
}
