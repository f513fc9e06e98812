//! What runs beside the desk until it is told to stop: relays, the projector and the fulfiller, round after round, and who looks at
//! them.

use std::future::Future;
use std::time::Duration;

use orders::application::{
    Fulfiller, FulfilmentReport, Projector, ProjectorReport, Relay, RelayReport,
};
use orders::domain::{Aggregate, Fulfilment, History, Key, RecordKey, Stock};
use orders::port::{
    BoardStore, Clock, DeadLetters, EventFeed, EventIds, EventPublisher, FeedError, Metric,
    OrderDesk, Outbox, Store, StoreError, Telemetry,
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

    pub(crate) fn is_requested(&self) -> bool {
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

    pub(crate) fn fulfilled(&self, report: &FulfilmentReport) {
        self.pulse.beat(Role::Fulfilment);
        for (metric, count) in [
            (Metric::EventsFulfilled, report.settled),
            (Metric::OutOfStock, report.out_of_stock),
            (Metric::FulfilmentPostponed, report.postponed.len()),
            (Metric::FulfilmentGivenUp, report.given_up.len()),
        ] {
            self.meters.add(metric, count as u64);
        }
        for (event, error) in &report.postponed {
            let code = error.code();
            tracing::warn!(%event, code, "an order and the stock do not agree yet; it comes again");
        }
        for (event, order) in &report.given_up {
            tracing::error!(%event, %order, "gave an event up: the store does not have its order");
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
    let goes_on = || !stop.is_requested();
    let tell = |report: RelayReport| notes.relayed(&report);
    let fail = |error: StoreError| async move {
        tracing::warn!(%error, "a round of the relay failed");
        sleep(REST).await;
    };
    relay.run(goes_on, tell, fail).await;
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

/// Brings orders and stock together until it is told to stop.
pub(crate) async fn fulfil<F, D, O, P, S, C, I>(
    fulfiller: &Fulfiller<F, D, O, P, S, C, I>,
    notes: &Notes,
    stop: &Stop,
) where
    F: EventFeed,
    D: OrderDesk,
    O: Store<Of = History>,
    P: Store<Of = Fulfilment>,
    S: Store<Of = Stock>,
    C: Clock,
    I: EventIds,
{
    while !stop.is_requested() {
        match fulfiller.run_once().await {
            Ok(report) => notes.fulfilled(&report),
            Err(error) => {
                tracing::warn!(%error, "a round of the fulfiller failed");
                sleep(REST).await;
            }
        }
    }
}

/// Looks again and again how much waits for the relays.
pub(crate) async fn watch_relays<F>(lag: impl Fn() -> F, notes: &Notes, stop: &Stop)
where
    F: Future<Output = Result<(u64, u64), StoreError>>,
{
    look(stop, async || match lag().await {
        Ok((waiting, letters)) => {
            notes.meters.set(Metric::RelayLag, waiting);
            notes.meters.set(Metric::DeadLetters, letters);
        }
        Err(error) => tracing::warn!(%error, "nobody knows how much waits for the relay"),
    })
    .await;
}

/// Looks again and again how much waits for a reader of events.
pub(crate) async fn watch_reader<F>(lag: impl Fn() -> F, metric: Metric, notes: &Notes, stop: &Stop)
where
    F: Future<Output = Result<u64, FeedError>>,
{
    look(stop, async || match lag().await {
        Ok(waiting) => notes.meters.set(metric, waiting),
        Err(error) => {
            let metric = metric.name();
            tracing::warn!(%error, metric, "nobody knows how much waits for a reader of events");
        }
    })
    .await;
}

async fn look<F: Future<Output = ()>>(stop: &Stop, mut at: impl FnMut() -> F) {
    while !stop.is_requested() {
        at().await;
        stop.rest(LOOK).await;
    }
}
