//! Says no when a module wants more memory than it may have.

use std::fmt;

use wasmtime::ResourceLimiter;

use crate::inspect::MAX_TABLE;

/// What one call may have.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limiter {
    pub(crate) memory: usize,
}

/// It wanted more than that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TooMuch;

impl fmt::Display for TooMuch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("more memory than it may have")
    }
}

impl std::error::Error for TooMuch {}

impl ResourceLimiter for Limiter {
    /// An error, so that the call ends here: a module that is only told that there is no more may do anything.
    fn memory_growing(
        &mut self,
        _: usize,
        desired: usize,
        _: Option<usize>,
    ) -> wasmtime::Result<bool> {
        match desired <= self.memory {
            true => Ok(true),
            false => Err(TooMuch.into()),
        }
    }

    fn table_growing(
        &mut self,
        _: usize,
        desired: usize,
        _: Option<usize>,
    ) -> wasmtime::Result<bool> {
        match desired as u64 <= MAX_TABLE {
            true => Ok(true),
            false => Err(TooMuch.into()),
        }
    }

    fn instances(&self) -> usize {
        1
    }

    fn tables(&self) -> usize {
        1
    }

    fn memories(&self) -> usize {
        1
    }
}
