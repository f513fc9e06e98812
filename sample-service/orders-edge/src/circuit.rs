//! Gives a module a rest that fails again and again: it costs time, and whoever waits for it could do something else.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::breaker::{Admission, Breaker, BreakerSettings, State};
use crate::call_error::CallError;
use crate::manifest::Manifest;
use crate::timeout::Timeout;

/// A module behind bars, with an eye on the clock, that is left alone when it fails.
#[derive(Debug)]
pub struct CircuitBreaker {
    timeout: Timeout,
    breaker: Mutex<Breaker>,
    start: Instant,
}

impl CircuitBreaker {
    /// Counts the failures.
    pub fn new(timeout: Timeout, settings: BreakerSettings) -> Self {
        Self {
            timeout,
            breaker: Mutex::new(Breaker::new(settings)),
            start: Instant::now(),
        }
    }

    /// What the module says about itself.
    pub const fn manifest(&self) -> &Manifest {
        self.timeout.manifest()
    }

    /// Whether it is left alone now, or being tried again.
    pub fn is_open(&self) -> bool {
        !matches!(self.breaker().state(), State::Closed { .. })
    }

    /// What the module makes of the document, as `read` understands it. What cannot be understood is a failure like any
    /// other. Blocks for as long as that takes, which is bounded.
    ///
    /// # Errors
    ///
    /// It is left alone, did not end in peace, or `read` did not understand it.
    pub fn call<T>(
        &self,
        document: &[u8],
        read: impl FnOnce(&[u8]) -> Result<T, CallError>,
    ) -> Result<T, CallError> {
        let ticket = match self.breaker().admit(self.now()) {
            Admission::Admitted(ticket) => ticket,
            Admission::Refused { retry_in } => return Err(CallError::BreakerOpen { retry_in }),
        };
        let result = self.timeout.run(document).and_then(|run| read(&run.output));
        let now = self.now();
        let mut breaker = self.breaker();
        match &result {
            Ok(_) => breaker.succeeded(ticket),
            Err(error) if error.is_fault_of_the_module() => breaker.failed(ticket, now),
            Err(_) => breaker.abandoned(ticket, now),
        }
        result
    }

    fn now(&self) -> Duration {
        self.start.elapsed()
    }

    fn breaker(&self) -> MutexGuard<'_, Breaker> {
        self.breaker.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
