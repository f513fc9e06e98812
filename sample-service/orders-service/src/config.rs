//! What the environment says about how to run.

use orders::shared::{InvalidToken, Token};
use orders_adapters::authentication::{KeyRing, KeysError};
use orders_adapters::nats::{ConnectError, NatsConfig, Streams};
use thiserror::Error;
use tracing::level_filters::LevelFilter;

use crate::role::Role;
use crate::topology::{Topology, TopologyError};

/// How to run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// The server to use; without one everything stays in memory.
    pub nats: Option<NatsConfig>,
    /// The name of the node.
    pub node: String,
    /// What the node does.
    pub roles: Vec<Role>,
    /// The keys of those whom the desk listens to; without any it listens to everybody.
    pub keys: Option<KeyRing>,
    /// How it is arranged with others.
    pub topology: Topology,
    /// The directory of the module that has the rules in memory; without one they are those of the domain.
    pub module: Option<String>,
    /// Up to which level to log.
    pub log: LevelFilter,
}

/// What is wrong with the environment.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ConfigError {
    /// The name of the node is none.
    #[error("`EDGE_NODE_ID` is no name of a node: {0}")]
    Node(InvalidToken),
    /// The roles are none.
    #[error(
        "`ORDERS_ROLES` is one or more of `desk`, `relay`, `projector` and `fulfilment` with commas between them, not `{0}`"
    )]
    Roles(String),
    /// Roles are shared out over nothing.
    #[error(
        "`ORDERS_ROLES` leaves some roles to other nodes, which needs a server: set `NATS_URL`"
    )]
    Alone,
    /// The topology is none, or does not go together with the rest.
    #[error(transparent)]
    Topology(#[from] TopologyError),
    /// The settings cannot be read.
    #[error("`ORDERS_STREAMS`: {0}")]
    StreamsFile(String),
    /// The settings are none.
    #[error("`ORDERS_STREAMS`: {0}")]
    Streams(ConnectError),
    /// The keys cannot be read.
    #[error("`ORDERS_KEYS`: {0}")]
    KeysFile(String),
    /// The keys are none.
    #[error("`ORDERS_KEYS`: {0}")]
    Keys(KeysError),
    /// The level is none.
    #[error("`ORDERS_LOG` is `off`, `error`, `warn`, `info`, `debug` or `trace`, not `{0}`")]
    Log(String),
}

impl Config {
    /// The variables that are looked at, and what they are for.
    pub const VARIABLES: [(&'static str, &'static str); 8] = [
        (
            "NATS_URL",
            "the NATS server to use, such as nats://127.0.0.1:4222; none: everything in memory",
        ),
        (
            "EDGE_NODE_ID",
            "the name of this node, also in the server's list of connections",
        ),
        (
            "ORDERS_ROLES",
            "what this node does: desk, relay, projector, fulfilment, with commas between them; default: all of it",
        ),
        (
            "ORDERS_TOPOLOGY",
            "embedded, split, or edge-wasm: as split, with the rules of the module that is announced; default: split with NATS_URL, else embedded",
        ),
        (
            "ORDERS_MODULE",
            "in memory: a directory with module.wasm and manifest.toml, whose rules the desk has; default: those of the domain",
        ),
        (
            "ORDERS_STREAMS",
            "a file with the settings of streams and consumers; default: deploy/streams.json as it was built in",
        ),
        (
            "ORDERS_KEYS",
            "a file with the keys of those whom the desk listens to; none: it listens to everybody",
        ),
        (
            "ORDERS_LOG",
            "off, error, warn (default), info, debug or trace",
        ),
    ];

    /// The configuration in the variables that `variable` looks up; an empty one counts as not set. `file` reads the file
    /// that one of them names.
    pub fn read(
        variable: impl Fn(&str) -> Option<String>,
        file: impl Fn(&str) -> Result<String, String>,
    ) -> Result<Self, ConfigError> {
        let set = |name| variable(name).filter(|value| !value.is_empty());
        let node = match set("EDGE_NODE_ID") {
            Some(node) => Some(Token::parse(&node).map_err(ConfigError::Node)?),
            None => None,
        };
        let roles = match set("ORDERS_ROLES") {
            Some(roles) => Role::parse_list(&roles).ok_or(ConfigError::Roles(roles))?,
            None => Role::ALL.to_vec(),
        };
        let streams = match set("ORDERS_STREAMS") {
            Some(path) => {
                let text = file(&path).map_err(ConfigError::StreamsFile)?;
                Some(Streams::parse(&text).map_err(ConfigError::Streams)?)
            }
            None => None,
        };
        let keys = match set("ORDERS_KEYS") {
            Some(path) => {
                let text = file(&path).map_err(ConfigError::KeysFile)?;
                Some(KeyRing::parse(&text).map_err(ConfigError::Keys)?)
            }
            None => None,
        };
        let log = match set("ORDERS_LOG") {
            Some(level) => level.parse().map_err(|_| ConfigError::Log(level))?,
            None => LevelFilter::WARN,
        };
        let nats = set("NATS_URL").map(|url| {
            let mut nats = NatsConfig::new(url);
            if let Some(node) = &node {
                nats.name = format!("orders@{node}");
            }
            if let Some(streams) = streams {
                nats.streams = streams;
            }
            nats
        });
        if nats.is_none() && roles != Role::ALL {
            return Err(ConfigError::Alone);
        }
        let module = set("ORDERS_MODULE");
        let topology = Topology::choose(
            set("ORDERS_TOPOLOGY"),
            nats.is_some(),
            &roles,
            module.is_some(),
        )?;
        let node = node.map_or_else(|| "orders".to_owned(), |node| node.to_string());
        Ok(Self {
            nats,
            node,
            roles,
            keys,
            topology,
            module,
            log,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEYS: &str = r#"[{"id": "k", "tenant": "main", "principal": "p", "roles": ["clerk"],
        "secret": "not a secret: it stands in a test"}]"#;

    fn read(variables: &[(&str, &str)]) -> Result<Config, ConfigError> {
        let find = |name: &str| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        Config::read(find, |path| match path {
            "streams.json" => Ok(Streams::DELIVERED.replace("600000000000", "700000000000")),
            "keys.json" => Ok(KEYS.to_owned()),
            "junk" => Ok("junk".to_owned()),
            _ => Err(format!("there is no `{path}`")),
        })
    }

    /// AC: AC-RUN-001
    #[test]
    fn without_a_server_everything_stays_in_memory() {
        assert_eq!(read(&[]).unwrap().nats, None);
        assert_eq!(read(&[("NATS_URL", "")]).unwrap().nats, None);
    }

    /// AC: AC-RUN-002
    #[test]
    fn the_server_and_the_node_come_from_the_environment() {
        let config = read(&[("NATS_URL", "nats://h:1"), ("EDGE_NODE_ID", "shop-7")]).unwrap();
        assert_eq!(config.node, "shop-7");
        let nats = config.nats.unwrap();
        assert_eq!(
            (nats.url.as_str(), nats.name.as_str()),
            ("nats://h:1", "orders@shop-7")
        );
    }

    /// AC: AC-TOP-001
    #[test]
    fn roles_come_from_the_environment_and_need_a_server() {
        let roles = |text| read(&[("NATS_URL", "nats://h:1"), ("ORDERS_ROLES", text)]);
        assert_eq!(roles("").unwrap().roles, Role::ALL);
        assert_eq!(
            roles("projector, desk").unwrap().roles,
            [Role::Desk, Role::Projector]
        );
        for wrong in ["clerk", "desk,", "relay,relay"] {
            assert_eq!(roles(wrong), Err(ConfigError::Roles(wrong.to_owned())));
        }
        assert_eq!(read(&[("ORDERS_ROLES", "relay")]), Err(ConfigError::Alone));
        let all = read(&[("ORDERS_ROLES", "relay,desk,fulfilment,projector")]).unwrap();
        assert_eq!(all.roles, Role::ALL);
    }

    /// AC: AC-TOP-003
    #[test]
    fn the_topology_and_the_module_come_from_the_environment() {
        let config = read(&[("ORDERS_MODULE", "modules/new")]).unwrap();
        assert_eq!(config.topology, Topology::Embedded);
        assert_eq!(config.module.as_deref(), Some("modules/new"));
        let server = ("NATS_URL", "nats://h:1");
        assert_eq!(read(&[server]).unwrap().topology, Topology::Split);
        let edge = read(&[server, ("ORDERS_TOPOLOGY", "edge-wasm")]).unwrap();
        assert_eq!(edge.topology, Topology::EdgeWasm);
        let error = TopologyError::NoServer(Topology::EdgeWasm);
        let refused = read(&[("ORDERS_TOPOLOGY", "edge-wasm")]);
        assert_eq!(refused, Err(ConfigError::Topology(error)));
    }

    /// AC: AC-STR-001
    #[test]
    fn settings_of_streams_come_from_a_file() {
        let streams = |path| read(&[("NATS_URL", "nats://h:1"), ("ORDERS_STREAMS", path)]);
        let other = streams("streams.json").unwrap().nats.unwrap();
        assert_ne!(other.streams, NatsConfig::new("").streams);
        assert!(matches!(
            streams("missing"),
            Err(ConfigError::StreamsFile(_))
        ));
        assert!(matches!(streams("junk"), Err(ConfigError::Streams(_))));
    }

    /// A file that is named and no good is an error, never an open desk.
    /// AC: AC-SEC-006
    #[test]
    fn keys_come_from_a_file_and_without_one_there_are_none() {
        let keys = |path| read(&[("ORDERS_KEYS", path)]);
        assert_eq!(keys("").unwrap().keys, None);
        let ring = keys("keys.json").unwrap().keys.unwrap();
        assert!(ring.get("k").is_some());
        assert!(matches!(keys("missing"), Err(ConfigError::KeysFile(_))));
        let junk = keys("junk").unwrap_err();
        assert!(matches!(junk, ConfigError::Keys(_)), "{junk}");
        assert!(junk.to_string().contains("`ORDERS_KEYS`"), "{junk}");
    }

    /// AC: AC-RUN-003
    #[test]
    fn a_wrong_value_is_named() {
        assert_eq!(
            read(&[("ORDERS_LOG", "loud")]),
            Err(ConfigError::Log("loud".to_owned()))
        );
        let error = read(&[("EDGE_NODE_ID", "a b")]).unwrap_err().to_string();
        assert!(
            error.contains("`EDGE_NODE_ID`") && error.contains("' ' at byte 1"),
            "{error}"
        );
    }

    /// AC: AC-RUN-008
    #[test]
    fn every_variable_that_is_read_is_documented() {
        let asked = std::cell::RefCell::new(Vec::new());
        let note = |name: &str| {
            asked.borrow_mut().push(name.to_owned());
            None
        };
        Config::read(note, |_| unreachable!("no file is named")).unwrap();
        asked.borrow_mut().sort();
        let mut documented = Config::VARIABLES.map(|(name, _)| name.to_owned());
        documented.sort();
        assert_eq!(*asked.borrow(), documented);
    }
}
