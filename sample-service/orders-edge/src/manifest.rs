//! What a module says about itself before anybody looks into it.

use std::collections::BTreeSet;
use std::time::Duration;

use orders::shared::Token;
use orders_wire::guest::ApiVersion;
use semver::Version;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use thiserror::Error;

use crate::digest::Sha256;

/// The most fuel, in steps of the engine, that one call may be given.
pub(crate) const MAX_FUEL: u64 = 1_000_000_000;
/// The most memory, in bytes, that one call may be given.
pub(crate) const MAX_MEMORY: usize = 16 * 1024 * 1024;
/// The most time that one call may be given.
pub(crate) const MAX_TIMEOUT: Duration = Duration::from_secs(2);

/// Who a module is, what it needs, and which bytes it is.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The name of it, the same in all its versions.
    #[serde(deserialize_with = "token")]
    pub id: Token,
    /// Its version.
    #[serde(deserialize_with = "version")]
    pub version: Version,
    /// Which documents it was made for.
    #[serde(deserialize_with = "api")]
    pub api: ApiVersion,
    /// What it needs from the outside.
    pub capabilities: BTreeSet<Capability>,
    /// What one call may cost.
    pub limits: Limits,
    /// The hash of the module.
    #[serde(deserialize_with = "digest")]
    pub sha256: Sha256,
}

/// Something that a module may be allowed. There is no more than this: files, network, time and chance are not to be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Capability {
    /// Read the request.
    Stdin,
    /// Write the reply.
    Stdout,
}

/// What one call may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Steps of the engine.
    #[serde(deserialize_with = "fuel")]
    pub fuel: u64,
    /// Bytes.
    #[serde(deserialize_with = "memory")]
    pub memory: usize,
    /// Time.
    #[serde(rename = "timeout_ms", deserialize_with = "timeout")]
    pub timeout: Duration,
}

/// A manifest that is none; says where and why.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("the manifest is none: {0}")]
pub struct ManifestError(#[from] toml::de::Error);

impl Manifest {
    /// The manifest that the TOML is.
    ///
    /// # Errors
    ///
    /// It is no TOML, lacks a key, has an unknown one, or asks for more than any module is given.
    pub fn parse(text: &str) -> Result<Self, ManifestError> {
        Ok(toml::from_str(text)?)
    }
}

impl Capability {
    /// The functions of `wasi_snapshot_preview1` that it stands for.
    pub(crate) const fn imports(self) -> &'static [&'static str] {
        match self {
            Self::Stdin => &["fd_read"],
            Self::Stdout => &["fd_write"],
        }
    }
}

fn token<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Token, D::Error> {
    let text = String::deserialize(deserializer)?;
    Token::parse(&text).map_err(|error| D::Error::custom(format!("`id` is no name: {error}")))
}

fn version<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Version, D::Error> {
    let text = String::deserialize(deserializer)?;
    Version::parse(&text).map_err(|error| {
        D::Error::custom(format!(
            "`{text}` is no version as in Semantic Versioning: {error}"
        ))
    })
}

fn api<'de, D: Deserializer<'de>>(deserializer: D) -> Result<ApiVersion, D::Error> {
    let text = String::deserialize(deserializer)?;
    let parts = text.split_once('.');
    let parsed = parts.and_then(|(major, minor)| {
        Some(ApiVersion {
            major: major.parse().ok()?,
            minor: minor.parse().ok()?,
        })
    });
    parsed.ok_or_else(|| D::Error::custom(format!("`{text}` is no version such as `1.0`")))
}

fn digest<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Sha256, D::Error> {
    Sha256::parse(&String::deserialize(deserializer)?).map_err(D::Error::custom)
}

fn fuel<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
    within(u64::deserialize(deserializer)?, 1, MAX_FUEL)
}

fn memory<'de, D: Deserializer<'de>>(deserializer: D) -> Result<usize, D::Error> {
    within(usize::deserialize(deserializer)?, 1, MAX_MEMORY)
}

fn timeout<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
    let millis = Duration::from_millis(u64::deserialize(deserializer)?);
    if millis.is_zero() || millis > MAX_TIMEOUT {
        let most = MAX_TIMEOUT.as_millis();
        return Err(D::Error::custom(format!("it has to be from 1 to {most}")));
    }
    Ok(millis)
}

fn within<T: PartialOrd + std::fmt::Display, E: serde::de::Error>(
    value: T,
    least: T,
    most: T,
) -> Result<T, E> {
    if value < least || value > most {
        return Err(E::custom(format!("it has to be from {least} to {most}")));
    }
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"
id = "orders-guest"
version = "0.1.0"
api = "1.0"
capabilities = ["stdin", "stdout"]
sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

[limits]
fuel = 1000
memory = 65536
timeout_ms = 50
"#;

    /// AC: AC-EDGE-003
    #[test]
    fn a_manifest_says_everything() {
        let manifest = Manifest::parse(GOOD).unwrap();
        assert_eq!(manifest.id.as_str(), "orders-guest");
        assert_eq!(manifest.version, Version::new(0, 1, 0));
        assert_eq!(manifest.api, ApiVersion { major: 1, minor: 0 });
        assert_eq!(
            manifest.capabilities,
            BTreeSet::from([Capability::Stdin, Capability::Stdout])
        );
        assert_eq!(manifest.limits.timeout, Duration::from_millis(50));
        assert_eq!(manifest.sha256, Sha256::of(b"abc"));
    }

    /// AC: AC-EDGE-003
    #[test]
    fn a_manifest_that_says_less_or_wants_too_much_is_refused_where_it_does() {
        let cases = [
            ("version = \"0.1.0\"\n", "", "missing field `version`"),
            ("sha256", "sha512", "unknown field `sha512`"),
            (
                "\"0.1.0\"",
                "\"0.1\"",
                "no version as in Semantic Versioning",
            ),
            ("\"1.0\"", "\"1\"", "no version such as `1.0`"),
            ("\"stdout\"", "\"sockets\"", "unknown variant `sockets`"),
            ("orders-guest", "a b", "`id` is no name"),
            ("ba78", "BA78", "a SHA-256 is written"),
            ("fuel = 1000", "fuel = 0", "from 1 to 1000000000"),
            ("65536", "1000000000", "from 1 to 16777216"),
            ("timeout_ms = 50", "timeout_ms = 60000", "from 1 to 2000"),
            ("timeout_ms = 50", "timeout_ms = -1", "timeout_ms = -1"),
        ];
        for (good, bad, message) in cases {
            let text = GOOD.replacen(good, bad, 1);
            let error = Manifest::parse(&text).unwrap_err().to_string();
            assert!(error.contains(message), "{bad}: {error}");
            assert!(error.contains("at line"), "{bad}: {error}");
        }
    }
}
