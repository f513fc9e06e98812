//! Whether the roles of a node do their work.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use orders::port::{Metric, Telemetry};
use orders_adapters::health::{self, ModuleState, RoleState};
use orders_adapters::meters::Meters;

use crate::edge::Edge;
use crate::role::Role;
use crate::topology::Topology;

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
    pub(crate) topology: Topology,
    /// Whom the desk listens to, if there is one.
    pub(crate) access: Option<&'static str>,
    pub(crate) roles: Vec<Role>,
    pub(crate) pulse: Pulse,
    pub(crate) meters: Meters,
    /// Where the module is that has the rules of the desk, if they are those of a module.
    pub(crate) edge: Option<Edge>,
}

impl Health {
    /// The reply to a question how the node is. The desk does its work while it is reached, and its module, if it has the rules of
    /// one, is there and not left alone.
    pub(crate) fn report(&self, is_connected: bool) -> Vec<u8> {
        let edge = self.edge.as_ref().map(Edge::state);
        if let Some(edge) = &edge {
            self.meters
                .set(Metric::ModuleResting, u64::from(edge.is_resting));
            self.meters.set(Metric::ModulesTaken, edge.taken);
            self.meters.set(Metric::ModulesWithdrawn, edge.withdrawn);
        }
        let decides = edge
            .as_ref()
            .is_none_or(|edge| edge.present.is_some() && !edge.is_resting);
        let roles = self.roles.iter().map(|&role| {
            let idle = (role != Role::Desk && self.topology != Topology::Embedded)
                .then(|| self.pulse.since(role));
            let works = idle.is_none_or(|idle| idle < LONGEST_ROUND);
            RoleState {
                role: role.name(),
                is_ready: is_connected && works && (role != Role::Desk || decides),
                idle,
            }
        });
        let roles: Vec<_> = roles.collect();
        let module = edge
            .and_then(|edge| edge.present)
            .map(|manifest| ModuleState {
                id: manifest.id.to_string(),
                version: manifest.version.to_string(),
                sha256: manifest.sha256.to_string(),
            });
        health::report(
            &self.node,
            env!("CARGO_PKG_VERSION"),
            self.topology.name(),
            self.access,
            &roles,
            module,
            &self.meters,
        )
    }
}

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
            topology: Topology::Split,
            access: None,
            roles: Role::ALL.to_vec(),
            pulse,
            meters: Meters::default(),
            edge: None,
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
