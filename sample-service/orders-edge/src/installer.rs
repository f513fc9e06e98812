//! The way of a module into use: read its manifest, look into it, compile it, try it, take it.

use std::sync::Arc;

use thiserror::Error;

use crate::breaker::BreakerSettings;
use crate::circuit::CircuitBreaker;
use crate::conformance::{Nonconformity, check};
use crate::digest::Sha256;
use crate::host::Host;
use crate::manifest::{Manifest, ManifestError};
use crate::module_error::ModuleError;
use crate::plugin::Plugin;
use crate::sandbox::Sandbox;
use crate::slot::PluginSlot;
use crate::timeout::Timeout;

/// Takes modules into use.
#[derive(Debug, Clone)]
pub struct Installer {
    host: Host,
    slot: Arc<PluginSlot>,
    settings: BreakerSettings,
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Installed {
    /// It is in use now.
    New(Sha256),
    /// It was in use already.
    Present(Sha256),
}

/// Why a module is not taken into use. The one that was in use still is.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum InstallError {
    /// Its manifest is none.
    #[error(transparent)]
    Manifest(#[from] ManifestError),
    /// It is not what it should be.
    #[error(transparent)]
    Module(#[from] ModuleError),
    /// It does not do what it should.
    #[error("the module does not conform: {0}")]
    Nonconforming(#[from] Nonconformity),
    /// It was in use and failed too often.
    #[error("the module {module} was withdrawn: it failed too often")]
    Withdrawn {
        /// Which one.
        module: Sha256,
    },
}

impl InstallError {
    /// The word for it that programs compare.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Manifest(_) => "manifest",
            Self::Module(error) => error.code(),
            Self::Nonconforming(error) => error.code(),
            Self::Withdrawn { .. } => "withdrawn",
        }
    }
}

impl Installer {
    /// Takes modules into use in this slot.
    pub const fn new(host: Host, slot: Arc<PluginSlot>, settings: BreakerSettings) -> Self {
        Self {
            host,
            slot,
            settings,
        }
    }

    /// Where they go.
    pub const fn slot(&self) -> &Arc<PluginSlot> {
        &self.slot
    }

    /// Takes the module into use. Blocks: compiling takes a while.
    ///
    /// # Errors
    ///
    /// It is not taken; whatever was in use still is.
    pub fn install(&self, manifest: &str, module: &[u8]) -> Result<Installed, InstallError> {
        let manifest = Manifest::parse(manifest)?;
        let sha256 = manifest.sha256;
        if self.slot.is_withdrawn(sha256) {
            return Err(InstallError::Withdrawn { module: sha256 });
        }
        if self.slot.present().as_ref() == Some(&manifest) {
            return Ok(Installed::Present(sha256));
        }
        let plugin = Plugin::load(&self.host, manifest, module)?;
        let timeout = Timeout::new(Sandbox::new(plugin));
        check(&timeout)?;
        self.slot
            .install(CircuitBreaker::new(timeout, self.settings));
        Ok(Installed::New(sha256))
    }
}
