//! Use cases.

use crate::port::Publish;

pub fn run<P: Publish>(bus: &P) -> Result<(), Box<dyn std::error::Error>> {
    //                                                ^^^^^^^^^^^^^^^^^ leaky_error: the function `orders::application::run` returns `Box<dyn Error>`
    bus.publish().map_err(|_| "it failed".into())
}
