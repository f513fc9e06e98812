//! Sends over a bus.

use crate::retry::patience;

#[derive(Default)]
pub struct Bus {
    pub limits: Limits,
}

#[derive(Default)]
pub struct Limits {
    pub most: usize,
    //  ^^^^ exposed_adapter: `orders_adapters::bus::Limits::most` is public, but nothing outside of `orders_adapters` uses it
}

pub struct Frame(Vec<u8>);
//         ^^^^^ exposed_adapter: `orders_adapters::bus::Frame` is public, but nothing outside of `orders_adapters` uses it

impl Bus {
    pub fn reset(&mut self) {
        // ^^^^^ exposed_adapter: `orders_adapters::bus::Bus::reset` is public, but nothing outside of `orders_adapters` uses it
        self.limits = Limits::default();
    }

    pub fn send(&self, text: &str) {
        for _ in 0..patience().tries {
            write(&Frame(text.as_bytes().to_vec()));
        }
    }
}

pub fn write(frame: &Frame) -> usize {
    // ^^^^^ exposed_adapter: `orders_adapters::bus::write` is public, but nothing outside of `orders_adapters` uses it
    frame.0.len()
}
