//! Takes into use what is announced, for as long as somebody wants it to.

use std::time::Duration;

use tokio::task::spawn_blocking;
use tokio::time::sleep;

use crate::digest::Sha256;
use crate::installer::{Installed, Installer};
use crate::modules::{Announced, ModuleStore, ModuleStoreError};

/// How long to rest after the server failed.
const REST: Duration = Duration::from_millis(250);

/// Takes every module into use that is announced and fit for it. Never returns; drop it to stop. A module that is not fit is told
/// to the log, and the one before it stays in use.
pub async fn follow(store: ModuleStore, installer: Installer) {
    loop {
        match store.announcements().await {
            Ok(mut announcements) => {
                while let Some(announced) = announcements.next().await {
                    match announced {
                        Ok(announced) => take(&store, &installer, announced).await,
                        Err(error) => tracing::warn!(%error, "could not read an announcement"),
                    }
                }
            }
            Err(error) => tracing::warn!(%error, "could not read announcements"),
        }
        sleep(REST).await;
    }
}

async fn take(store: &ModuleStore, installer: &Installer, announced: Announced) {
    let Announced { sha256, manifest } = announced;
    let bytes = match fetch(store, sha256).await {
        Ok(bytes) => bytes,
        Err(error) => {
            tracing::error!(module = %sha256, %error, "could not fetch a module that was announced");
            return;
        }
    };
    let installer = installer.clone();
    match spawn_blocking(move || installer.install(&manifest, &bytes)).await {
        Ok(Ok(Installed::New(module))) => tracing::info!(%module, "a module is in use now"),
        Ok(Ok(Installed::Present(module))) => {
            tracing::debug!(%module, "a module is in use already")
        }
        Ok(Err(error)) => {
            tracing::error!(module = %sha256, code = error.code(), %error, "a module was not taken into use");
        }
        Err(error) => tracing::error!(module = %sha256, %error, "could not try a module"),
    }
}

/// The module. A server that does not answer is asked again: the announcement does not come a second time.
async fn fetch(store: &ModuleStore, sha256: Sha256) -> Result<Vec<u8>, ModuleStoreError> {
    loop {
        match store.module(sha256).await {
            Err(ModuleStoreError::Unavailable { reason }) => {
                tracing::warn!(module = %sha256, reason, "could not fetch a module yet");
                sleep(REST).await;
            }
            other => return other,
        }
    }
}
