//! Whom the desk of a node may listen to, beside the other desks of its server: as soon as one of them has keys, none is open.

use std::future::pending;
use std::time::Duration;

use orders_adapters::nats::{ConnectError, Nats, NatsAccess};
use tokio::time::sleep;

/// How often an open desk looks whether it still may be.
const LOOK: Duration = Duration::from_millis(250);
/// How long the first desk with keys waits before it listens: open ones have heard of it then.
const GRACE: Duration = Duration::from_secs(1);

/// What the desks of the server agreed on.
#[derive(Debug)]
pub(crate) enum Access {
    /// This one has keys, and no other one is open.
    Signed,
    /// None has keys so far.
    Open(Box<NatsAccess>),
    /// This one has no keys, but another one has.
    Refused,
}

impl Access {
    /// Tells the others that this desk has keys, or asks whether one of them has.
    pub(crate) async fn agree(nats: &Nats, has_keys: bool) -> Result<Self, ConnectError> {
        let access = nats.access().await?;
        if has_keys {
            if access.sign().await? {
                sleep(GRACE).await;
            }
            return Ok(Self::Signed);
        }
        let is_signed = access.is_signed().await?;
        Ok(if is_signed {
            Self::Refused
        } else {
            Self::Open(Box::new(access))
        })
    }

    /// Returns when this desk may not listen any longer.
    pub(crate) async fn refused(self) {
        match self {
            Self::Signed => pending().await,
            Self::Refused => {}
            Self::Open(access) => loop {
                sleep(LOOK).await;
                match access.is_signed().await {
                    Ok(true) => return,
                    Ok(false) => {}
                    // Then nothing is read or kept for anybody either.
                    Err(error) => tracing::warn!(%error, "nobody knows whether desks have keys"),
                }
            },
        }
    }
}
