//! The module that is in use, and the one before it.

use std::collections::BTreeSet;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use tokio::sync::Notify;

use crate::call_error::CallError;
use crate::circuit::CircuitBreaker;
use crate::digest::Sha256;
use crate::manifest::Manifest;

/// Holds the module in use. Another one takes its place between two calls; calls that run end on the one they began on.
#[derive(Debug, Default)]
pub struct PluginSlot {
    plugins: RwLock<Plugins>,
    arrived: Notify,
}

#[derive(Debug, Default)]
struct Plugins {
    present: Option<Arc<CircuitBreaker>>,
    previous: Option<Arc<CircuitBreaker>>,
    withdrawn: BTreeSet<Sha256>,
    taken: u64,
}

/// How a slot is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlotState {
    /// What the module in use says about itself.
    pub present: Option<Manifest>,
    /// Whether it is left alone now, or being tried again.
    pub is_resting: bool,
    /// How many modules were taken into use.
    pub taken: u64,
    /// How many of them failed so often that the one before them was taken back.
    pub withdrawn: u64,
}

impl PluginSlot {
    /// What the module in use says about itself.
    pub fn present(&self) -> Option<Manifest> {
        Some(self.plugins().present.as_ref()?.manifest().clone())
    }

    /// What the module before it says about itself, if it could be taken back.
    pub fn previous(&self) -> Option<Manifest> {
        Some(self.plugins().previous.as_ref()?.manifest().clone())
    }

    /// How it is.
    pub fn state(&self) -> SlotState {
        let plugins = self.plugins();
        let present = plugins.present.as_ref();
        SlotState {
            present: present.map(|plugin| plugin.manifest().clone()),
            is_resting: present.is_some_and(|plugin| plugin.is_open()),
            taken: plugins.taken,
            withdrawn: plugins.withdrawn.len() as u64,
        }
    }

    /// Returns when there is a module.
    pub async fn occupied(&self) {
        loop {
            let arrived = self.arrived.notified();
            if self.plugins().present.is_some() {
                return;
            }
            arrived.await;
        }
    }

    /// Whether the module was in use and failed so often that the one before it was taken back.
    pub fn is_withdrawn(&self, module: Sha256) -> bool {
        self.plugins().withdrawn.contains(&module)
    }

    /// Takes the module into use, and keeps the one that was.
    pub fn install(&self, plugin: CircuitBreaker) {
        let mut plugins = self.plugins_mut();
        plugins.previous = plugins.present.replace(Arc::new(plugin));
        plugins.taken += 1;
        drop(plugins);
        self.arrived.notify_waiters();
    }

    /// What the module in use makes of the document, as `read` understands it. If it has failed too often, the one before it is
    /// taken back and asked instead.
    ///
    /// # Errors
    ///
    /// As [`CircuitBreaker::call`]; or there is no module.
    pub fn call<T>(
        &self,
        document: &[u8],
        read: impl Fn(&[u8]) -> Result<T, CallError>,
    ) -> Result<T, CallError> {
        loop {
            let Some(plugin) = self.plugins().present.clone() else {
                return Err(CallError::NotInstalled);
            };
            let result = plugin.call(document, &read);
            if result.is_ok() || !plugin.is_open() || !self.roll_back(&plugin) {
                return result;
            }
        }
    }

    /// Takes the module before it back, if there is one. Says whether another one is in use now.
    fn roll_back(&self, failed: &Arc<CircuitBreaker>) -> bool {
        let mut plugins = self.plugins_mut();
        if !plugins
            .present
            .as_ref()
            .is_some_and(|present| Arc::ptr_eq(present, failed))
        {
            return true;
        }
        let Some(previous) = plugins.previous.take() else {
            return false;
        };
        tracing::error!(
            withdrawn = %failed.manifest().sha256,
            present = %previous.manifest().sha256,
            "the module failed too often: the one before it is in use again"
        );
        plugins.withdrawn.insert(failed.manifest().sha256);
        plugins.present = Some(previous);
        true
    }

    fn plugins(&self) -> RwLockReadGuard<'_, Plugins> {
        self.plugins.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn plugins_mut(&self) -> RwLockWriteGuard<'_, Plugins> {
        self.plugins.write().unwrap_or_else(PoisonError::into_inner)
    }
}
