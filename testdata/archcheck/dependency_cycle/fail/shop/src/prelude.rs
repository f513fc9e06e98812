//! A facade: what comes through it counts where it is declared.

pub use crate::{customer::Customer, order::Order};
