//! What runs beside the desk until it is told to stop: the relay and the projector, round after round.

use std::time::Duration;

use orders::application::{Projector, Relay};
use orders::port::{BoardStore, EventFeed, EventPublisher, OrderStore, Outbox};
use tokio::sync::watch;
use tokio::time::sleep;

/// How long a worker rests after a failure.
const REST: Duration = Duration::from_millis(250);

/// Tells workers to stop after the round they are in.
#[derive(Debug, Clone)]
pub(crate) struct Stop(watch::Receiver<bool>);

impl Stop {
    pub(crate) fn channel() -> (watch::Sender<bool>, Self) {
        let (sender, receiver) = watch::channel(false);
        (sender, Self(receiver))
    }

    /// Returns when it is time to stop, also if whoever says so is gone.
    pub(crate) async fn requested(mut self) {
        let _ = self.0.wait_for(|stop| *stop).await;
    }

    fn is_requested(&self) -> bool {
        *self.0.borrow()
    }
}

/// Relays until it is told to stop.
pub(crate) async fn relay<S: OrderStore, O: Outbox, P: EventPublisher>(
    relay: Relay<S, O, P>,
    stop: Stop,
) {
    while !stop.is_requested() {
        match relay.run_once().await {
            Ok(report) if report.failed.is_empty() => {
                tracing::debug!(
                    published = report.published,
                    repeated = report.repeated,
                    "relayed"
                );
            }
            Ok(report) => {
                for (order, error) in &report.failed {
                    tracing::warn!(%order, %error, "could not publish the events of an order");
                }
                sleep(REST).await;
            }
            Err(error) => {
                tracing::warn!(%error, "could not read which orders changed");
                sleep(REST).await;
            }
        }
    }
}

/// Projects until it is told to stop.
pub(crate) async fn project<F: EventFeed, B: BoardStore>(projector: Projector<F, B>, stop: Stop) {
    while !stop.is_requested() {
        match projector.run_once().await {
            Ok(report) if report.failed.is_empty() => {
                tracing::debug!(taken_in = report.taken_in, "projected");
            }
            Ok(report) => {
                for (event, error) in &report.failed {
                    tracing::warn!(%event, %error, "could not take an event in");
                }
                sleep(REST).await;
            }
            Err(error) => {
                tracing::warn!(%error, "could not read events");
                sleep(REST).await;
            }
        }
    }
}
