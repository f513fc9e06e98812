//! Modules on a NATS server: their bytes under their hash, and which of them is to be used.
//!
//! Both are key-value buckets. Bytes under a hash never change. What is announced is replaced; the one before it is kept, so
//! that a program that starts has something to fall back on.

use std::fmt::Display;

use async_nats::jetstream::kv::{CreateErrorKind, Operation, Store, Watch};
use futures_util::StreamExt;
use orders_adapters::nats::{ConnectError, Nats};
use orders_wire::guest::{Announcement, decode_document};
use orders_wire::{WireError, encode};
use thiserror::Error;

use crate::digest::{InvalidDigest, Sha256};

/// The bucket of modules.
const MODULES: &str = "edge_modules_v1";
/// The bucket of announcements.
const ANNOUNCEMENTS: &str = "edge_announcements_v1";
/// The key under which it is announced which module has the rules of orders.
const RULES: &str = "order-rules";

/// The modules on a server.
#[derive(Debug, Clone)]
pub struct ModuleStore {
    modules: Store,
    announcements: Store,
}

/// What is announced, as it comes.
pub struct Announcements(Watch);

/// An announcement that can be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Announced {
    /// Which module.
    pub sha256: Sha256,
    /// Its manifest.
    pub manifest: String,
}

/// Why modules cannot be had.
#[derive(Debug, Error)]
pub enum ModuleStoreError {
    /// The server does not offer the buckets.
    #[error(transparent)]
    Connect(#[from] ConnectError),
    /// The server does not do what it should.
    #[error("the NATS server does not give modules: {reason}")]
    Unavailable {
        /// What the client says.
        reason: String,
    },
    /// Nobody put such a module there.
    #[error("there is no module {0} on the server")]
    Missing(Sha256),
    /// An announcement is none.
    #[error("the announcement is none: {0}")]
    Announcement(#[from] WireError),
    /// An announcement names no module.
    #[error("the announcement names no module: {0}")]
    Digest(#[from] InvalidDigest),
}

impl ModuleStore {
    /// The modules on the server of this connection. Makes the buckets if they are not there.
    ///
    /// # Errors
    ///
    /// The server has no JetStream, does not allow it, or has other settings.
    pub async fn open(nats: &Nats) -> Result<Self, ModuleStoreError> {
        Ok(Self {
            modules: nats.bucket(MODULES).await?,
            announcements: nats.bucket(ANNOUNCEMENTS).await?,
        })
    }

    /// Puts the module there and announces it.
    ///
    /// # Errors
    ///
    /// The server did not take one of them; then the module is not announced.
    pub async fn publish(&self, manifest: &str, module: &[u8]) -> Result<Sha256, ModuleStoreError> {
        let sha256 = Sha256::of(module);
        let stored = self
            .modules
            .create(sha256.to_string(), module.to_vec().into())
            .await;
        match stored {
            Ok(_) => {}
            // Under a hash there is nothing else.
            Err(error) if error.kind() == CreateErrorKind::AlreadyExists => {}
            Err(error) => return Err(unavailable(error)),
        }
        self.announce(manifest, sha256).await?;
        Ok(sha256)
    }

    /// Announces a module that is there, or should be.
    ///
    /// # Errors
    ///
    /// The server did not take the announcement.
    pub async fn announce(&self, manifest: &str, sha256: Sha256) -> Result<(), ModuleStoreError> {
        let announcement = encode(&Announcement {
            sha256: sha256.to_string(),
            manifest: manifest.to_owned(),
        });
        let put = self.announcements.put(RULES, announcement.into()).await;
        put.map(drop).map_err(unavailable)
    }

    /// The bytes of a module. Whether they are those of its hash is for the reader to see.
    ///
    /// # Errors
    ///
    /// It is not there, or the server does not answer.
    pub async fn module(&self, sha256: Sha256) -> Result<Vec<u8>, ModuleStoreError> {
        let found = self
            .modules
            .get(sha256.to_string())
            .await
            .map_err(unavailable)?;
        Ok(found.ok_or(ModuleStoreError::Missing(sha256))?.to_vec())
    }

    /// The announcements that are kept, oldest first: the last one is of the module to use.
    ///
    /// # Errors
    ///
    /// The server does not answer.
    pub async fn kept(&self) -> Result<Vec<Result<Announced, ModuleStoreError>>, ModuleStoreError> {
        let mut entries = self
            .announcements
            .history(RULES)
            .await
            .map_err(unavailable)?;
        let mut kept = Vec::new();
        while let Some(entry) = entries.next().await {
            let entry = entry.map_err(unavailable)?;
            if entry.operation == Operation::Put {
                kept.push(read(&entry.value));
            }
        }
        Ok(kept)
    }

    /// The announcements that are kept, oldest first, and all that come.
    ///
    /// # Errors
    ///
    /// The server does not answer.
    pub async fn announcements(&self) -> Result<Announcements, ModuleStoreError> {
        let watch = self.announcements.watch_from_revision(RULES, 1).await;
        Ok(Announcements(watch.map_err(unavailable)?))
    }
}

impl Announcements {
    /// The next one; nothing if there will be none.
    pub async fn next(&mut self) -> Option<Result<Announced, ModuleStoreError>> {
        loop {
            match self.0.next().await? {
                Ok(entry) if entry.operation == Operation::Put => return Some(read(&entry.value)),
                // That it was taken back is no module.
                Ok(_) => {}
                Err(error) => return Some(Err(unavailable(error))),
            }
        }
    }
}

fn read(bytes: &[u8]) -> Result<Announced, ModuleStoreError> {
    let announcement: Announcement = decode_document(bytes)?;
    Ok(Announced {
        sha256: Sha256::parse(&announcement.sha256)?,
        manifest: announcement.manifest,
    })
}

fn unavailable(error: impl Display) -> ModuleStoreError {
    ModuleStoreError::Unavailable {
        reason: error.to_string(),
    }
}
