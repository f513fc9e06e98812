//! The engine that all modules run on: what it is set to, and how many calls there may be at once.

use std::fmt;
use std::sync::Arc;

use wasmtime::{
    Config, Enabled, Engine, InstanceAllocationStrategy, Linker, Module, PoolingAllocationConfig,
};

use crate::inspect::MAX_TABLE;
use crate::manifest::MAX_MEMORY;
use crate::module_error::ModuleError;
use crate::ticker::Ticker;
use crate::wasi::{Call, link};

/// How many calls may run at once, of all modules together. For each a place is kept that is ready.
pub(crate) const CALLS_AT_ONCE: usize = 32;
/// How deep a call may go, in bytes of stack.
const STACK: usize = 256 * 1024;
/// How much of the memory of a place is wiped and kept after a call, in bytes, instead of being given back to the system.
const KEPT: usize = 512 * 1024;

/// The engine.
#[derive(Clone)]
pub struct Host {
    engine: Engine,
    linker: Arc<Linker<Call>>,
    ticker: Arc<Ticker>,
}

impl fmt::Debug for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Host").finish_non_exhaustive()
    }
}

impl Host {
    /// An engine with places for as many calls at once as a host makes.
    ///
    /// # Errors
    ///
    /// The system gives no room for them, or no thread for the clock; the text says why.
    pub fn new() -> Result<Self, String> {
        let engine = Engine::new(&configuration()).map_err(|error| format!("{error:#}"))?;
        let mut linker = Linker::new(&engine);
        link(&mut linker).map_err(|error| format!("{error:#}"))?;
        let ticker = Ticker::start(engine.clone()).map_err(|error| error.to_string())?;
        Ok(Self {
            engine,
            linker: Arc::new(linker),
            ticker: Arc::new(ticker),
        })
    }

    pub(crate) const fn engine(&self) -> &Engine {
        &self.engine
    }

    pub(crate) fn ticker(&self) -> &Ticker {
        &self.ticker
    }

    /// The module, compiled and linked. Only what was inspected before may come here.
    pub(crate) fn compile(&self, bytes: &[u8]) -> Result<wasmtime::InstancePre<Call>, ModuleError> {
        let rejected = |error: wasmtime::Error| ModuleError::Rejected {
            reason: format!("{error:#}"),
        };
        let module = Module::from_binary(&self.engine, bytes).map_err(rejected)?;
        self.linker.instantiate_pre(&module).map_err(rejected)
    }
}

fn configuration() -> Config {
    let mut places = PoolingAllocationConfig::new();
    let at_once = u32::try_from(CALLS_AT_ONCE).expect("a small number");
    places
        .total_core_instances(at_once)
        .total_memories(at_once)
        .total_tables(at_once)
        .max_memories_per_module(1)
        .max_tables_per_module(1)
        .max_memory_size(MAX_MEMORY)
        .table_elements(usize::try_from(MAX_TABLE).expect("a small number"))
        .linear_memory_keep_resident(KEPT)
        // Where the system tells which pages were written, only those are wiped.
        .pagemap_scan(Enabled::Auto);
    let mut config = Config::new();
    config
        .allocation_strategy(InstanceAllocationStrategy::Pooling(places))
        .consume_fuel(true)
        .epoch_interruption(true)
        .max_wasm_stack(STACK)
        // The same numbers on every machine.
        .cranelift_nan_canonicalization(true)
        .wasm_backtrace_max_frames(None)
        // What no module of ours needs cannot be wrong.
        .wasm_memory64(false)
        .wasm_multi_memory(false)
        .wasm_relaxed_simd(false);
    config
}
