//! What readers of foreign input are held to, whatever they are given. The same functions are run by the targets of a fuzzer
//! ([targets](../targets)) and, over inputs that are known, by ordinary tests.

mod driver;
mod service;
#[cfg(feature = "service")]
mod settings;
mod suite;

pub use driver::drive;

/// A target: the function, and its name.
#[macro_export]
macro_rules! target {
    ($name:literal) => {
        libfuzzer_sys::fuzz_target!(|input: &[u8]| $crate::drive($name, input));
    };
}
