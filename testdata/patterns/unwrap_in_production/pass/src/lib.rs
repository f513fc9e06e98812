//! Settings of the order desk: what may be missing is an error, what cannot is said.

mod parser;
#[cfg(test)]
mod support;

use std::collections::BTreeMap;

pub use parser::Parser;

pub struct Config(BTreeMap<String, String>);

#[derive(Debug)]
pub struct Missing(pub &'static str);

impl Config {
    pub fn port(&self) -> Result<u16, Missing> {
        let port = self.0.get("port").ok_or(Missing("port"))?;
        port.parse().map_err(|_| Missing("port"))
    }

    pub fn first(&self) -> &str {
        self.0.values().next().expect("a config is never empty")
    }

    pub fn host(&self) -> &str {
        self.0.get("host").map_or("localhost", String::as_str)
    }
}

#[test]
fn the_port_is_read() {
    let config = Config(BTreeMap::from([("port".to_owned(), "80".to_owned())]));
    assert_eq!(config.port().unwrap(), 80);
    assert_eq!(support::first(&config).unwrap(), "80");
}
