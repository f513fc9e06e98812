//! What runs beside the desk until it is told to stop: the relay and the projector, round after round, and who looks at both.

use std::future::Future;
use std::time::Duration;

use orders::application::{Projector, ProjectorReport, Relay, RelayReport};
use orders::domain::{Aggregate, Key, RecordKey};
use orders::port::{
    BoardStore, DeadLetters, EventFeed, EventPublisher, Metric, Outbox, Store, Telemetry,
};
use orders_adapters::meters::Meters;
use tokio::sync::watch;
use tokio::time::{sleep, timeout};

use crate::health::Pulse;
use crate::role::Role;

/// How long a worker rests after a failure.
const REST: Duration = Duration::from_millis(250);
/// How often it is looked how much waits.
const LOOK: Duration = Duration::from_secs(1);

/// Tells workers to stop after the round they are in.
#[derive(Debug, Clone)]
pub(crate) struct Stop(watch::Receiver<bool>);

/// Where workers say what they did.
#[derive(Debug, Clone)]
pub(crate) struct Notes {
    pub(crate) meters: Meters,
    pub(crate) pulse: Pulse,
}

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

    /// Rests, unless it is time to stop.
    async fn rest(&self, time: Duration) {
        let _ = timeout(time, self.clone().requested()).await;
    }
}

impl Notes {
    pub(crate) fn relayed(&self, report: &RelayReport) {
        self.pulse.beat(Role::Relay);
        let buried = report.buried.len();
        for (metric, count) in [
            (Metric::EventsPublished, report.published),
            (Metric::EventsRepeated, report.repeated),
            (Metric::RelayPostponed, report.postponed.len()),
            (Metric::RelayBuried, buried),
        ] {
            self.meters.add(metric, count as u64);
        }
        for (record, error) in &report.postponed {
            let code = error.code();
            tracing::warn!(%record, code, "could not publish the events of a record; it comes again");
        }
        for (record, error) in &report.buried {
            let code = error.code();
            tracing::error!(%record, code, "gave a record up; it is a dead letter");
        }
    }

    pub(crate) fn projected(&self, report: &ProjectorReport) {
        self.pulse.beat(Role::Projector);
        let postponed = report.postponed.len();
        self.meters
            .add(Metric::EventsProjected, report.taken_in as u64);
        self.meters
            .add(Metric::ProjectorPostponed, postponed as u64);
        for (event, error) in &report.postponed {
            tracing::warn!(%event, %error, "could not take an event in; it comes again");
        }
    }
}

/// Relays until it is told to stop.
pub(crate) async fn relay<T, S, O, P, D>(relay: &Relay<S, O, P, D>, notes: &Notes, stop: &Stop)
where
    T: Aggregate,
    S: Store<Of = T>,
    O: Outbox<Of = T>,
    P: EventPublisher<T::Event>,
    D: DeadLetters,
    RecordKey: From<Key<T>>,
{
    while !stop.is_requested() {
        match relay.run_once().await {
            Ok(report) => notes.relayed(&report),
            Err(error) => {
                tracing::warn!(%error, "a round of the relay failed");
                sleep(REST).await;
            }
        }
    }
}

/// Projects until it is told to stop.
pub(crate) async fn project<F: EventFeed, B: BoardStore>(
    projector: &Projector<F, B>,
    notes: &Notes,
    stop: &Stop,
) {
    while !stop.is_requested() {
        match projector.run_once().await {
            Ok(report) => notes.projected(&report),
            Err(error) => {
                tracing::warn!(%error, "a round of the projector failed");
                sleep(REST).await;
            }
        }
    }
}

/// Looks again and again how much waits for the relay.
pub(crate) async fn watch_relay<T, S, O, P, D>(
    relay: &Relay<S, O, P, D>,
    notes: &Notes,
    stop: &Stop,
) where
    T: Aggregate,
    S: Store<Of = T>,
    O: Outbox<Of = T>,
    P: EventPublisher<T::Event>,
    D: DeadLetters,
    RecordKey: From<Key<T>>,
{
    look(stop, async || match relay.lag().await {
        Ok((waiting, letters)) => {
            notes.meters.set(Metric::RelayLag, waiting);
            notes.meters.set(Metric::DeadLetters, letters);
        }
        Err(error) => tracing::warn!(%error, "nobody knows how much waits for the relay"),
    })
    .await;
}

/// Looks again and again how much waits for the projector.
pub(crate) async fn watch_projector<F: EventFeed, B: BoardStore>(
    projector: &Projector<F, B>,
    notes: &Notes,
    stop: &Stop,
) {
    look(stop, async || match projector.lag().await {
        Ok(waiting) => notes.meters.set(Metric::ProjectorLag, waiting),
        Err(error) => tracing::warn!(%error, "nobody knows how much waits for the projector"),
    })
    .await;
}

async fn look<F: Future<Output = ()>>(stop: &Stop, mut at: impl FnMut() -> F) {
    while !stop.is_requested() {
        at().await;
        stop.rest(LOOK).await;
    }
}
