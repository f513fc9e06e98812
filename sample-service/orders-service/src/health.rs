//! Whether the roles of a node do their work.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use orders_adapters::health::{self, RoleState};
use orders_adapters::meters::Meters;

use crate::role::Role;

/// After how long without a round that went well a role counts as one that does not work. An idle round takes about a second.
const LONGEST_ROUND: Duration = Duration::from_secs(10);

/// When each role last did its work. Clones share it.
#[derive(Debug, Clone)]
pub(crate) struct Pulse(Arc<Beats>);

#[derive(Debug)]
struct Beats {
    started: Instant,
    /// Milliseconds from the start to the last beat of each role, in the order of `Role::ALL`.
    last: [AtomicU64; Role::ALL.len()],
}

impl Pulse {
    /// Everything is well for the moment.
    pub(crate) fn new() -> Self {
        Self(Arc::new(Beats {
            started: Instant::now(),
            last: Default::default(),
        }))
    }

    /// The role did its work just now.
    pub(crate) fn beat(&self, role: Role) {
        if let Some(last) = self.0.last.get(role as usize) {
            last.store(millis(self.0.started.elapsed()), Ordering::Relaxed);
        }
    }

    fn since(&self, role: Role) -> Duration {
        let last = self.0.last.get(role as usize);
        let last = last.map_or(0, |last| last.load(Ordering::Relaxed));
        let elapsed = self.0.started.elapsed();
        elapsed.saturating_sub(Duration::from_millis(last))
    }
}

/// What a node says about itself.
#[derive(Debug, Clone)]
pub(crate) struct Health {
    pub(crate) node: String,
    pub(crate) topology: &'static str,
    pub(crate) roles: Vec<Role>,
    pub(crate) pulse: Pulse,
    pub(crate) meters: Meters,
}

impl Health {
    /// The reply to a question how the node is. The desk does its work while it is reached.
    pub(crate) fn report(&self, is_connected: bool) -> Vec<u8> {
        let roles = self.roles.iter().map(|&role| {
            let idle =
                (role != Role::Desk && self.topology != EMBEDDED).then(|| self.pulse.since(role));
            RoleState {
                role: role.name(),
                is_ready: is_connected && idle.is_none_or(|idle| idle < LONGEST_ROUND),
                idle,
            }
        });
        let roles: Vec<_> = roles.collect();
        health::report(
            &self.node,
            env!("CARGO_PKG_VERSION"),
            self.topology,
            &roles,
            &self.meters,
        )
    }
}

/// Everything in one process, in memory.
pub(crate) const EMBEDDED: &str = "embedded";
/// Roles on nodes around a server.
pub(crate) const SPLIT: &str = "split";

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// AC: AC-OPS-003
    #[test]
    fn a_role_that_does_no_round_is_not_ready_for_long() {
        let pulse = Pulse::new();
        assert!(pulse.since(Role::Relay) < LONGEST_ROUND);
        let old = Instant::now().checked_sub(LONGEST_ROUND);
        let pulse = Pulse(Arc::new(Beats {
            started: old.expect("the machine runs for longer"),
            last: Default::default(),
        }));
        pulse.beat(Role::Projector);
        let health = Health {
            node: "n".to_owned(),
            topology: SPLIT,
            roles: Role::ALL.to_vec(),
            pulse,
            meters: Meters::default(),
        };
        let ready = |is_connected| {
            let report = health::read(&health.report(is_connected)).expect("it is a report");
            let roles: Vec<_> = report.roles.iter().map(|role| role.ready).collect();
            (roles, report.ready)
        };
        assert_eq!(ready(true), (vec![true, false, true, false], false));
        assert_eq!(ready(false), (vec![false; 4], false));
    }
}
