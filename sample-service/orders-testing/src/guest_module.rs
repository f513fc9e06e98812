//! The module that has the rules of the desk, as `scripts/wasm.sh` builds it.

use std::fs;
use std::io;
use std::path::PathBuf;

use thiserror::Error;

/// A module and its manifest.
#[derive(Debug, Clone)]
pub struct GuestModule {
    /// What the module says about itself, in TOML.
    pub manifest: String,
    /// The module.
    pub module: Vec<u8>,
}

/// Why there is no module.
#[derive(Debug, Error)]
#[error(
    "cannot read `{}`: {source}\nthe tests run a module that is built before; from the root of the repository run\n    \
     export ORDERS_GUEST=\"$(scripts/wasm.sh guest)\"\nand start the tests again",
    .file.display()
)]
pub struct GuestError {
    file: PathBuf,
    source: io::Error,
}

impl GuestModule {
    /// The module in the directory that `ORDERS_GUEST` names, or else where it was built last.
    ///
    /// # Errors
    ///
    /// It was not built; the message says how to.
    pub fn load() -> Result<Self, GuestError> {
        let directory = directory();
        let read = |name| {
            let file = directory.join(name);
            fs::read(&file).map_err(|source| GuestError { file, source })
        };
        let manifest = read("manifest.toml")?;
        Ok(Self {
            manifest: String::from_utf8_lossy(&manifest).into_owned(),
            module: read("module.wasm")?,
        })
    }
}

fn directory() -> PathBuf {
    match std::env::var_os("ORDERS_GUEST").filter(|directory| !directory.is_empty()) {
        Some(directory) => directory.into(),
        None => PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../target/wasm/orders-guest"),
    }
}
