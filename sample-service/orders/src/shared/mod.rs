//! Values without any business meaning, for all layers.

mod timestamp;
mod token;

pub use timestamp::Timestamp;
pub use token::{InvalidToken, Token};
