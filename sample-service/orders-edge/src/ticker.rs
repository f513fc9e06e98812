//! The clock by which calls are ended: it ticks as long as calls are running, and sleeps otherwise.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use wasmtime::Engine;

/// How long a tick is. A call ends at the first tick after its time is over.
const TICK: Duration = Duration::from_millis(5);

/// Lets the epoch of an engine pass.
#[derive(Debug)]
pub(crate) struct Ticker {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

/// A call that is running; the clock ticks until it is dropped.
#[derive(Debug)]
pub(crate) struct Running<'t>(&'t Shared);

#[derive(Debug, Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    running: usize,
    stopped: bool,
}

impl Ticker {
    pub(crate) fn start(engine: Engine) -> std::io::Result<Self> {
        let shared = Arc::new(Shared::default());
        let seen = Arc::clone(&shared);
        let thread = thread::Builder::new()
            .name("orders-edge-ticker".to_owned())
            .spawn(move || seen.tick(&engine))?;
        Ok(Self {
            shared,
            thread: Some(thread),
        })
    }

    pub(crate) fn running(&self) -> Running<'_> {
        let mut state = self.shared.state();
        state.running += 1;
        if state.running == 1 {
            self.shared.changed.notify_one();
        }
        Running(&self.shared)
    }

    /// After so many ticks at least this time is over.
    pub(crate) fn ticks(time: Duration) -> u64 {
        let ticks = time.as_millis().div_ceil(TICK.as_millis());
        // The first tick may come at once.
        u64::try_from(ticks).unwrap_or(u64::MAX - 1) + 1
    }
}

impl Drop for Ticker {
    fn drop(&mut self) {
        self.shared.state().stopped = true;
        self.shared.changed.notify_one();
        if let Some(thread) = self.thread.take() {
            // It does nothing that could panic, and nobody is left to hear of it.
            let _ = thread.join();
        }
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.0.state().running -= 1;
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tick(&self, engine: &Engine) {
        loop {
            let idle = |state: &mut State| state.running == 0 && !state.stopped;
            let state = self.changed.wait_while(self.state(), idle);
            if state.unwrap_or_else(PoisonError::into_inner).stopped {
                return;
            }
            thread::sleep(TICK);
            engine.increment_epoch();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_is_never_cut_short() {
        assert_eq!(Ticker::ticks(Duration::from_millis(1)), 2);
        assert_eq!(Ticker::ticks(Duration::from_millis(5)), 2);
        assert_eq!(Ticker::ticks(Duration::from_millis(6)), 3);
    }
}
