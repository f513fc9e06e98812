//! The breaker against a model that remembers everything and decides by looking back.

use std::num::NonZeroU32;
use std::time::Duration;

use orders_edge::{Admission, Breaker, BreakerSettings, State, Ticket};
use proptest::collection::vec;
use proptest::prelude::*;

#[derive(Debug, Clone, Copy)]
enum Step {
    Admit,
    Succeed(usize),
    Fail(usize),
    Abandon(usize),
    Wait(u64),
}

/// All that ever happened, oldest first.
#[derive(Debug, Default)]
struct Model {
    happened: Vec<Happened>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Happened {
    Passed {
        who: usize,
        at: u64,
    },
    Reported {
        who: usize,
        well: Option<bool>,
        at: u64,
    },
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Phase {
    Closed,
    Open { since: u64 },
    Trial { who: usize, since: u64 },
}

impl Model {
    /// Goes through everything from the start. Reports of those who passed in another phase than the present one are nothing.
    fn phase(&self, failures: usize, among: usize, rest: u64) -> Phase {
        let mut phase = Phase::Closed;
        // Who passed since the phase began, and which of them failed, in the order in which they said so.
        let mut members = Vec::new();
        let mut failed = Vec::new();
        for happened in &self.happened {
            let next = match (*happened, phase) {
                (Happened::Passed { who, .. }, Phase::Closed) => {
                    members.push(who);
                    None
                }
                (Happened::Passed { who, at }, _) => Some(Phase::Trial { who, since: at }),
                (Happened::Reported { who, well, .. }, Phase::Closed) if members.contains(&who) => {
                    failed.extend(well.map(|well| !well));
                    let last = failed.iter().rev().take(among);
                    let at = happened.at();
                    (last.filter(|failed| **failed).count() >= failures)
                        .then_some(Phase::Open { since: at })
                }
                (Happened::Reported { who, well, at }, Phase::Trial { who: trial, .. })
                    if who == trial =>
                {
                    Some(match well {
                        Some(true) => Phase::Closed,
                        Some(false) => Phase::Open { since: at },
                        // As if the rest were over already.
                        None => Phase::Open {
                            since: at.saturating_sub(rest),
                        },
                    })
                }
                (Happened::Reported { .. }, _) => None,
            };
            if let Some(next) = next {
                phase = next;
                members.clear();
                failed.clear();
            }
        }
        phase
    }
}

impl Happened {
    fn at(self) -> u64 {
        match self {
            Self::Passed { at, .. } | Self::Reported { at, .. } => at,
        }
    }
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => Just(Step::Admit),
        2 => (0..8_usize).prop_map(Step::Succeed),
        5 => (0..8_usize).prop_map(Step::Fail),
        1 => (0..8_usize).prop_map(Step::Abandon),
        2 => (0..15_u64).prop_map(Step::Wait),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    /// AC: AC-EDGE-008
    #[test]
    fn the_breaker_does_what_looking_back_at_everything_says(
        failures in 1..4_u32,
        among in prop_oneof![1..8_u32, 60..80_u32],
        rest in 1..12_u64,
        steps in vec(step(), 0..80),
    ) {
        let settings = BreakerSettings {
            failures: NonZeroU32::new(failures).expect("not 0"),
            among: NonZeroU32::new(among).expect("not 0"),
            rest: Duration::from_millis(rest),
        };
        let mut breaker = Breaker::new(settings);
        let mut model = Model::default();
        // Nothing that is kept begins before the first rest could be over.
        let mut now = 100;
        let mut out: Vec<(usize, Ticket)> = Vec::new();
        let mut passed = 0;
        for step in steps {
            let phase = model.phase(failures as usize, among.min(64) as usize, rest);
            match step {
                Step::Wait(time) => now += time,
                Step::Admit => {
                    let expected = match phase {
                        Phase::Closed => None,
                        Phase::Open { since } | Phase::Trial { since, .. } => (since + rest)
                            .checked_sub(now)
                            .filter(|left| *left > 0),
                    };
                    match breaker.admit(Duration::from_millis(now)) {
                        Admission::Admitted(ticket) => {
                            prop_assert_eq!(expected, None);
                            out.push((passed, ticket));
                            model.happened.push(Happened::Passed { who: passed, at: now });
                            passed += 1;
                        }
                        Admission::Refused { retry_in } => {
                            prop_assert_eq!(expected, Some(retry_in.as_millis() as u64));
                        }
                    }
                }
                Step::Succeed(which) | Step::Fail(which) | Step::Abandon(which) => {
                    if which < out.len() {
                        let (who, ticket) = out.remove(which);
                        let at = Duration::from_millis(now);
                        let well = match step {
                            Step::Succeed(_) => {
                                breaker.succeeded(ticket);
                                Some(true)
                            }
                            Step::Fail(_) => {
                                breaker.failed(ticket, at);
                                Some(false)
                            }
                            _ => {
                                breaker.abandoned(ticket, at);
                                None
                            }
                        };
                        model.happened.push(Happened::Reported { who, well, at: now });
                    }
                }
            }
            let same = matches!(
                (breaker.state(), model.phase(failures as usize, among.min(64) as usize, rest)),
                (State::Closed { .. }, Phase::Closed)
                    | (State::Open { .. }, Phase::Open { .. })
                    | (State::HalfOpen { .. }, Phase::Trial { .. })
            );
            prop_assert!(same, "{:?} {:?}", breaker, model);
        }
    }
}
