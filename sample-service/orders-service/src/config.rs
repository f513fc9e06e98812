//! What the environment says about how to run.

use orders::shared::{InvalidToken, Token};
use orders_adapters::nats::NatsConfig;
use thiserror::Error;
use tracing::level_filters::LevelFilter;

/// How to run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// The server to use; without one everything stays in memory.
    pub nats: Option<NatsConfig>,
    /// Up to which level to log.
    pub log: LevelFilter,
}

/// What is wrong with the environment.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ConfigError {
    /// The name of the node is none.
    #[error("`EDGE_NODE_ID` is no name of a node: {0}")]
    Node(InvalidToken),
    /// The level is none.
    #[error("`ORDERS_LOG` is `off`, `error`, `warn`, `info`, `debug` or `trace`, not `{0}`")]
    Log(String),
}

impl Config {
    /// The variables that are looked at, and what they are for.
    pub const VARIABLES: [(&'static str, &'static str); 3] = [
        (
            "NATS_URL",
            "the NATS server to use, such as nats://127.0.0.1:4222; none: everything in memory",
        ),
        (
            "EDGE_NODE_ID",
            "the name of this node in the server's list of connections",
        ),
        (
            "ORDERS_LOG",
            "off, error, warn (default), info, debug or trace",
        ),
    ];

    /// The configuration in the variables that `variable` looks up; an empty one counts as not set.
    pub fn read(variable: impl Fn(&str) -> Option<String>) -> Result<Self, ConfigError> {
        let set = |name| variable(name).filter(|value| !value.is_empty());
        let mut nats = set("NATS_URL").map(NatsConfig::new);
        if let Some(node) = set("EDGE_NODE_ID") {
            let node = Token::parse(&node).map_err(ConfigError::Node)?;
            if let Some(nats) = &mut nats {
                nats.name = format!("orders@{node}");
            }
        }
        let log = match set("ORDERS_LOG") {
            Some(level) => level.parse().map_err(|_| ConfigError::Log(level))?,
            None => LevelFilter::WARN,
        };
        Ok(Self { nats, log })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(variables: &[(&str, &str)]) -> Result<Config, ConfigError> {
        Config::read(|name| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
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
        let nats = config.nats.unwrap();
        assert_eq!(
            (nats.url.as_str(), nats.name.as_str()),
            ("nats://h:1", "orders@shop-7")
        );
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
        Config::read(|name| {
            asked.borrow_mut().push(name.to_owned());
            None
        })
        .unwrap();
        asked.borrow_mut().sort();
        let mut documented = Config::VARIABLES.map(|(name, _)| name.to_owned());
        documented.sort();
        assert_eq!(*asked.borrow(), documented);
    }
}
