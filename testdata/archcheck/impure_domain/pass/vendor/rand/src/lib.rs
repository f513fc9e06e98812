//! Generators.

pub trait Rng {}
pub struct ThreadRng;

pub fn rng() -> ThreadRng {
    ThreadRng
}
