//! The rules of the desk: those of the domain, or those of a module.

use std::sync::Arc;

use orders::application::NativeRules;
use orders::domain::{Command, History, Stamp};
use orders::port::{Decision, OrderRules, RulesError};
use orders_adapters::measured::Measured;
use orders_adapters::meters::Meters;
use orders_edge::{
    BreakerSettings, EdgeRules, Host, InstallError, Installer, Manifest, ModuleStore,
    ModuleStoreError, PluginSlot, SlotState,
};
use thiserror::Error;
use tokio::task::{JoinError, spawn_blocking};

/// A module and what it says about itself, as they come from a disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModuleFiles {
    /// What the module says about itself, in TOML.
    pub manifest: String,
    /// The module.
    pub module: Vec<u8>,
}

/// A place for the module that has the rules, and all that is needed to run one.
#[derive(Debug, Clone)]
pub struct Edge {
    rules: EdgeRules,
    installer: Installer,
}

/// Why no module is used.
#[derive(Debug, Error)]
pub enum EdgeError {
    /// There is nothing to run modules on.
    #[error("cannot run modules: {0}")]
    Host(String),
    /// The module is no good.
    #[error(transparent)]
    Install(#[from] InstallError),
    /// Modules cannot be had from the server.
    #[error(transparent)]
    Store(#[from] ModuleStoreError),
    /// Trying the module broke.
    #[error("trying the module broke: {0}")]
    Broken(#[from] JoinError),
}

/// The rules that a desk has.
#[derive(Debug, Clone)]
pub(crate) enum DeskRules {
    /// Those of the domain.
    Domain(NativeRules),
    /// Those of the module in use.
    Module(Measured<EdgeRules, Meters>),
}

impl Edge {
    /// A place without a module.
    pub fn new() -> Result<Self, EdgeError> {
        let host = Host::new().map_err(EdgeError::Host)?;
        let slot = Arc::new(PluginSlot::default());
        Ok(Self {
            rules: EdgeRules::new(Arc::clone(&slot)),
            installer: Installer::new(host, slot, BreakerSettings::default()),
        })
    }

    /// Takes the module into use, after it was tried.
    pub async fn install(&self, files: ModuleFiles) -> Result<Manifest, EdgeError> {
        let installer = self.installer.clone();
        let ModuleFiles { manifest, module } = files;
        spawn_blocking(move || {
            installer.install(&manifest, &module)?;
            let parsed = Manifest::parse(&manifest).map_err(InstallError::from)?;
            Ok(parsed)
        })
        .await?
    }

    /// Takes what is announced into use, for as long as somebody wants it to.
    pub(crate) async fn follow(&self, modules: ModuleStore) {
        orders_edge::follow(modules, self.installer.clone()).await;
    }

    /// Returns when there is a module.
    pub(crate) async fn occupied(&self) {
        self.installer.slot().occupied().await;
    }

    pub(crate) fn rules(&self, meters: &Meters) -> DeskRules {
        DeskRules::Module(Measured::new(self.rules.clone(), meters.clone()))
    }

    pub(crate) fn state(&self) -> SlotState {
        self.installer.slot().state()
    }
}

impl OrderRules for DeskRules {
    async fn decide(
        &self,
        history: History,
        command: &Command,
        stamp: Stamp,
    ) -> Result<Decision, RulesError> {
        match self {
            Self::Domain(rules) => rules.decide(history, command, stamp).await,
            Self::Module(rules) => rules.decide(history, command, stamp).await,
        }
    }
}
