//! The broker.

use std::env;

pub fn url() -> String {
    env::var("BUS_URL").unwrap_or_default()
    // <- environment_outside_entrypoint: only the entrypoint reads the environment, but `orders::adapter` does: `std::env::var`
}

pub fn timeout() -> u32 {
    envy::from_env()
    // <- environment_outside_entrypoint: only the entrypoint reads the environment, but `orders::adapter` uses `envy`, which is for that
}
