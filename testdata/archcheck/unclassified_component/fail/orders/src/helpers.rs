//! Helps, wherever it is needed.

pub fn help() {}

pub mod more {
    pub fn help() {}
}
