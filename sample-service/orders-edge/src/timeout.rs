//! Ends a call when its time is over, whatever it is doing.

use crate::call_error::CallError;
use crate::manifest::Manifest;
use crate::sandbox::{Run, Sandbox};
use crate::ticker::Ticker;

/// A module behind bars, with an eye on the clock.
#[derive(Debug)]
pub struct Timeout {
    sandbox: Sandbox,
}

impl Timeout {
    /// Keeps an eye on the clock.
    pub const fn new(sandbox: Sandbox) -> Self {
        Self { sandbox }
    }

    /// What the module says about itself.
    pub const fn manifest(&self) -> &Manifest {
        self.sandbox.manifest()
    }

    /// What the module makes of the document. Blocks for as long as that takes, which is bounded.
    ///
    /// # Errors
    ///
    /// It did not end in peace, or wrote nothing.
    pub fn run(&self, document: &[u8]) -> Result<Run, CallError> {
        let _ticking = self.sandbox.ticker().running();
        let ticks = Ticker::ticks(self.manifest().limits.timeout);
        self.sandbox.run(document, ticks)
    }
}
