//! Runs a module in an instance of its own, with the fuel, memory and stack of its manifest, and nothing else.

use orders_wire::guest::MAX_DOCUMENT_BYTES;
use wasmtime::{PoolConcurrencyLimitError, Store, Trap};

use crate::call_error::CallError;
use crate::limiter::{Limiter, TooMuch};
use crate::manifest::Manifest;
use crate::plugin::Plugin;
use crate::ticker::Ticker;
use crate::wasi::{Call, Exit, OutputFull};

/// A module behind bars.
#[derive(Debug)]
pub struct Sandbox {
    plugin: Plugin,
}

/// A call that ended in peace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// What it wrote; not empty.
    pub output: Vec<u8>,
    /// How much fuel it took.
    pub fuel: u64,
}

impl Sandbox {
    /// Puts the module behind bars.
    pub const fn new(plugin: Plugin) -> Self {
        Self { plugin }
    }

    /// What the module says about itself.
    pub const fn manifest(&self) -> &Manifest {
        self.plugin.manifest()
    }

    pub(crate) fn ticker(&self) -> &Ticker {
        self.plugin.host().ticker()
    }

    /// What the module makes of the document, if it is done after so many ticks. Somebody else lets the clock tick, and
    /// says when: see [`Timeout`](crate::Timeout).
    pub(crate) fn run(&self, document: &[u8], ticks: u64) -> Result<Run, CallError> {
        if document.len() > MAX_DOCUMENT_BYTES {
            return Err(CallError::RequestTooLong {
                length: document.len(),
                limit: MAX_DOCUMENT_BYTES,
            });
        }
        let limits = self.manifest().limits;
        let limiter = Limiter {
            memory: limits.memory,
        };
        let call = Call::new(document.to_vec(), limiter);
        let mut store = Store::new(self.plugin.host().engine(), call);
        store.limiter(|call| &mut call.limiter);
        store.set_fuel(limits.fuel).map_err(host)?;
        store.set_epoch_deadline(ticks);
        let instance = self
            .plugin
            .module()
            .instantiate(&mut store)
            .map_err(failure)?;
        let start = instance
            .get_typed_func::<(), ()>(&mut store, "_start")
            .map_err(failure)?;
        let ended = start.call(&mut store, ());
        let fuel = limits.fuel.saturating_sub(store.get_fuel().map_err(host)?);
        match ended.map_err(failure) {
            Ok(()) | Err(CallError::Exited { status: 0 }) => {}
            Err(error) => return Err(error),
        }
        let output = store.into_data().into_output();
        if output.is_empty() {
            return Err(CallError::NoOutput);
        }
        Ok(Run { output, fuel })
    }
}

fn host(error: wasmtime::Error) -> CallError {
    CallError::Host {
        reason: format!("{error:#}"),
    }
}

fn failure(error: wasmtime::Error) -> CallError {
    if let Some(Exit(status)) = error.downcast_ref() {
        return CallError::Exited { status: *status };
    }
    if error.is::<TooMuch>() {
        return CallError::OutOfMemory;
    }
    if error.is::<OutputFull>() {
        return CallError::OutputTooLong {
            limit: MAX_DOCUMENT_BYTES,
        };
    }
    if error.is::<PoolConcurrencyLimitError>() {
        return CallError::Busy;
    }
    match error.downcast_ref::<Trap>() {
        Some(Trap::OutOfFuel) => CallError::OutOfFuel,
        Some(Trap::Interrupt) => CallError::TimedOut,
        Some(Trap::StackOverflow) => CallError::OutOfStack,
        Some(trap) => CallError::Trapped {
            reason: trap.to_string(),
        },
        None => CallError::Trapped {
            reason: format!("{error:#}"),
        },
    }
}
