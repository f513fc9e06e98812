//! How nodes are arranged: the same program, told by its environment.

use std::fmt;

use thiserror::Error;

use crate::role::Role;

/// How nodes are arranged. What the desk does is the same in all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Topology {
    /// Everything in one process, in memory.
    Embedded,
    /// Roles on nodes around a server; the desk has the rules of the domain.
    Split,
    /// As split, but the desk has the rules of the module that is announced on the server.
    EdgeWasm,
}

/// What goes together with a topology, and does not.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TopologyError {
    /// There is no such topology.
    #[error("`ORDERS_TOPOLOGY` is `embedded`, `split` or `edge-wasm`, not `{0}`")]
    Unknown(String),
    /// It needs a server.
    #[error("`ORDERS_TOPOLOGY` is `{0}`, which needs a server: set `NATS_URL`")]
    NoServer(Topology),
    /// It has no use for a server.
    #[error(
        "`ORDERS_TOPOLOGY` is `embedded`, which keeps everything in memory: unset `NATS_URL`, or take `split` or `edge-wasm`"
    )]
    Server,
    /// Nobody would ask the module.
    #[error(
        "`ORDERS_TOPOLOGY` is `edge-wasm`, but `ORDERS_ROLES` has no `desk`, and nobody else asks the module: take `split` for this node"
    )]
    NoDesk,
    /// Its rules do not come from a directory.
    #[error(
        "`ORDERS_MODULE` is for the topology `embedded`, not `{0}`: on a server the desk takes the module that `orders-service install` announced, in the topology `edge-wasm`"
    )]
    Module(Topology),
}

impl Topology {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Embedded, Self::Split, Self::EdgeWasm];

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Embedded => "embedded",
            Self::Split => "split",
            Self::EdgeWasm => "edge-wasm",
        }
    }

    /// The topology of that name, or else the usual one, if it goes together with the rest.
    pub(crate) fn choose(
        name: Option<String>,
        has_server: bool,
        roles: &[Role],
        has_module: bool,
    ) -> Result<Self, TopologyError> {
        let topology = match name {
            None if has_server => Self::Split,
            None => Self::Embedded,
            Some(name) => Self::ALL
                .into_iter()
                .find(|topology| topology.name() == name)
                .ok_or(TopologyError::Unknown(name))?,
        };
        match topology {
            Self::Embedded if has_server => Err(TopologyError::Server),
            Self::Split | Self::EdgeWasm if !has_server => Err(TopologyError::NoServer(topology)),
            Self::Split | Self::EdgeWasm if has_module => Err(TopologyError::Module(topology)),
            Self::EdgeWasm if !roles.contains(&Role::Desk) => Err(TopologyError::NoDesk),
            _ => Ok(topology),
        }
    }
}

impl fmt::Display for Topology {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// AC: AC-TOP-003
    #[test]
    fn a_topology_goes_together_with_the_rest_or_says_what_does_not() {
        use Topology::{EdgeWasm, Embedded, Split};
        let all = Role::ALL.as_slice();
        let desk = [Role::Desk].as_slice();
        let relay = [Role::Relay].as_slice();
        for (name, has_server, roles, has_module, expected) in [
            (None, false, all, false, Ok(Embedded)),
            (None, false, all, true, Ok(Embedded)),
            (None, true, relay, false, Ok(Split)),
            (None, true, all, true, Err(TopologyError::Module(Split))),
            (Some("embedded"), false, all, true, Ok(Embedded)),
            (
                Some("embedded"),
                true,
                all,
                false,
                Err(TopologyError::Server),
            ),
            (Some("split"), true, relay, false, Ok(Split)),
            (
                Some("split"),
                false,
                all,
                false,
                Err(TopologyError::NoServer(Split)),
            ),
            (Some("edge-wasm"), true, desk, false, Ok(EdgeWasm)),
            (
                Some("edge-wasm"),
                true,
                relay,
                false,
                Err(TopologyError::NoDesk),
            ),
            (
                Some("edge-wasm"),
                true,
                all,
                true,
                Err(TopologyError::Module(EdgeWasm)),
            ),
            (
                Some("edge-wasm"),
                false,
                all,
                true,
                Err(TopologyError::NoServer(EdgeWasm)),
            ),
            (
                Some("mesh"),
                true,
                all,
                false,
                Err(TopologyError::Unknown("mesh".to_owned())),
            ),
        ] {
            let chosen = Topology::choose(name.map(str::to_owned), has_server, roles, has_module);
            assert_eq!(
                chosen, expected,
                "{name:?} {has_server} {roles:?} {has_module}"
            );
        }
    }
}
