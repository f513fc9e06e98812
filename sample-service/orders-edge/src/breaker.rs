//! When to leave somebody alone who fails: a state machine that knows neither clock nor module.
//!
//! What counts is the share of failures among the last calls. Failures one after the other would not do: whoever fails every second
//! time would be asked for ever.
//!
//! ```text
//!               so many failures among the last calls
//!     closed ──────────────────────────────────────► open ◄───────┐
//!        ▲                                            │ rested    │ trial failed
//!        │ trial succeeded                            ▼           │
//!        └──────────────────────────────────────── half open ─────┘
//! ```

use std::num::NonZeroU32;
use std::time::Duration;

/// When to open, and for how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BreakerSettings {
    /// After so many failures,
    pub failures: NonZeroU32,
    /// among so many calls, the last ones. No more than 64 are looked at.
    pub among: NonZeroU32,
    /// For so long.
    pub rest: Duration,
}

/// The state machine. Moments are counted from whenever its owner likes, and never go back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breaker {
    settings: BreakerSettings,
    state: State,
    /// The last calls of the phase, the youngest in the lowest bit, which is 1 if it failed.
    last: u64,
    phase: u64,
}

/// Where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// All may pass.
    Closed {
        /// So many of the last calls failed.
        failures: u32,
    },
    /// Nobody may pass.
    Open {
        /// From this moment on one may.
        until: Duration,
    },
    /// One has passed, and shows whether others may.
    HalfOpen {
        /// From this moment on it counts as lost, and another one may.
        until: Duration,
    },
}

/// Belongs to one who passed, and to the phase in which they did: what they report later says nothing about another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ticket(u64);

/// The answer to who wants to pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Admission {
    /// They may, and report with this ticket how it went.
    Admitted(Ticket),
    /// They may not.
    Refused {
        /// After this time it is worth asking again.
        retry_in: Duration,
    },
}

impl Default for BreakerSettings {
    fn default() -> Self {
        Self {
            failures: const { NonZeroU32::new(5).expect("not 0") },
            among: const { NonZeroU32::new(20).expect("not 0") },
            rest: Duration::from_secs(5),
        }
    }
}

impl Breaker {
    /// A closed one.
    pub const fn new(settings: BreakerSettings) -> Self {
        Self {
            settings,
            state: State::Closed { failures: 0 },
            last: 0,
            phase: 0,
        }
    }

    /// Where it stands.
    pub const fn state(&self) -> State {
        self.state
    }

    /// Somebody wants to pass.
    pub fn admit(&mut self, now: Duration) -> Admission {
        match self.state {
            State::Closed { .. } => Admission::Admitted(Ticket(self.phase)),
            State::Open { until } | State::HalfOpen { until } if now < until => {
                Admission::Refused {
                    retry_in: until - now,
                }
            }
            State::Open { .. } | State::HalfOpen { .. } => {
                self.enter(State::HalfOpen {
                    until: now + self.settings.rest,
                });
                Admission::Admitted(Ticket(self.phase))
            }
        }
    }

    /// It went well.
    pub fn succeeded(&mut self, ticket: Ticket) {
        match self.state {
            _ if ticket.0 != self.phase => {}
            State::HalfOpen { .. } => self.enter(State::Closed { failures: 0 }),
            State::Closed { .. } | State::Open { .. } => {
                let failures = self.count(false);
                self.state = State::Closed { failures };
            }
        }
    }

    /// It failed.
    pub fn failed(&mut self, ticket: Ticket, now: Duration) {
        let failures = match self.state {
            _ if ticket.0 != self.phase => return,
            State::Closed { .. } => self.count(true),
            State::Open { .. } | State::HalfOpen { .. } => self.settings.failures.get(),
        };
        if failures < self.settings.failures.get() {
            self.state = State::Closed { failures };
        } else {
            self.enter(State::Open {
                until: now + self.settings.rest,
            });
        }
    }

    /// Nobody knows: it came to nothing for other reasons. If it was a trial, another one may be made at once.
    pub fn abandoned(&mut self, ticket: Ticket, now: Duration) {
        if ticket.0 == self.phase && matches!(self.state, State::HalfOpen { .. }) {
            self.enter(State::Open { until: now });
        }
    }

    /// How many of the last calls failed, with this one.
    fn count(&mut self, failed: bool) -> u32 {
        let forgotten = u64::BITS.saturating_sub(self.settings.among.get());
        self.last = (self.last << 1 | u64::from(failed)) << forgotten >> forgotten;
        self.last.count_ones()
    }

    const fn enter(&mut self, state: State) {
        self.last = 0;
        self.state = state;
        self.phase += 1;
    }
}
