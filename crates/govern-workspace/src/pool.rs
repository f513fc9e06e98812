//! Threads that read files, started when there is something to do for them.

use std::sync::OnceLock;

use crate::Error;

/// Brackets in source nest as deep as their author likes; only what is used of it takes memory.
const STACK: usize = 64 << 20;

/// Threads with room for deep nesting, started when there is something to do for them.
#[derive(Debug)]
pub(crate) struct Pool {
    /// How many of them; none is one per core.
    number: Option<usize>,
    started: OnceLock<rayon::ThreadPool>,
}

impl Pool {
    pub(crate) fn new(number: Option<usize>) -> Pool {
        Pool {
            number,
            started: OnceLock::new(),
        }
    }

    pub(crate) fn threads(&self) -> Result<&rayon::ThreadPool, Error> {
        if let Some(pool) = self.started.get() {
            return Ok(pool);
        }
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(self.number.unwrap_or(0))
            .stack_size(STACK)
            .thread_name(|number| format!("govern-{number}"))
            .build()
            .map_err(|error| Error::Threads {
                message: error.to_string(),
            })?;
        Ok(self.started.get_or_init(|| pool))
    }
}
