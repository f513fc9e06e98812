//! Publishes what commands caused.
//!
//! An event is marked as published only after the log has it. A relay that dies in between publishes it again with the
//! same id, which the log recognises; so every event is published, and none is kept twice. What fails again and again for a
//! reason that lies in the record itself becomes a dead letter: the record stays as it is, and somebody has to look.

use std::pin::pin;

use futures_util::StreamExt;
use futures_util::future::{Either, select};
use futures_util::stream::FuturesUnordered;
use thiserror::Error;

use super::retry::Retry;
use crate::domain::{Aggregate, DomainEvent, Key, RecordKey, Version};
use crate::port::{
    Changed, DeadLetter, DeadLetters, EventPublisher, Expected, Outbox, PublishError, Published,
    Store, StoreError, Versioned,
};

/// The relay over its ports.
#[derive(Debug, Clone)]
pub struct Relay<S, O, P, D> {
    store: S,
    outbox: O,
    publisher: P,
    dead_letters: D,
    retry: Retry,
}

/// What one round did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RelayReport {
    /// How many announcements there were.
    pub announced: usize,
    /// How many events are known now that were not.
    pub published: usize,
    /// How many events the log had already.
    pub repeated: usize,
    /// Records that will be announced again, and why.
    pub postponed: Vec<(RecordKey, RelayError)>,
    /// Records that are dead letters now, and why.
    pub buried: Vec<(RecordKey, RelayError)>,
}

impl RelayReport {
    fn add(&mut self, other: Self) {
        self.announced += other.announced;
        self.published += other.published;
        self.repeated += other.repeated;
        self.postponed.extend(other.postponed);
        self.buried.extend(other.buried);
    }
}

/// Why the events of a record could not be published.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RelayError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The log failed.
    #[error(transparent)]
    Publish(#[from] PublishError),
}

impl RelayError {
    /// What kind of failure it is, without a word of the record: fit for a log.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Store(error) => error.code(),
            Self::Publish(error) => error.code(),
        }
    }

    /// Whether it lies in the record, and not in what the relay talks to: then waiting may not help.
    const fn is_poison(&self) -> bool {
        matches!(
            self,
            Self::Store(StoreError::Unreadable { .. })
                | Self::Publish(PublishError::Refused { .. })
        )
    }
}

/// How often it is tried to note what was published while others change the same record.
const MAX_ATTEMPTS: u32 = 16;

impl<T, S, O, P, D> Relay<S, O, P, D>
where
    T: Aggregate,
    S: Store<Of = T>,
    O: Outbox<Of = T>,
    P: EventPublisher<T::Event>,
    D: DeadLetters,
    RecordKey: From<Key<T>>,
{
    /// The most records that one round looks at.
    pub const BATCH: usize = 64;

    /// How many records may be under way when the next ones are fetched: so many that take long hold up nobody. More of them do, until
    /// what they wait for answers or is given up. Each fetch costs, so it is not made for the place of one record.
    pub const LEFT_OVER: usize = 16;

    /// The relay over these ports.
    pub const fn new(store: S, outbox: O, publisher: P, dead_letters: D, retry: Retry) -> Self {
        Self {
            store,
            outbox,
            publisher,
            dead_letters,
            retry,
        }
    }

    /// Publishes the events of the records that were announced. Records are dealt with side by side: one that fails, or has to
    /// wait, does not hold up the others. The events of one record are published one after the other.
    pub async fn run_once(&self) -> Result<RelayReport, StoreError> {
        let mut report = RelayReport::default();
        let mut add = |dealt| report.add(dealt);
        let deal = |changed| self.deal_with(changed);
        self.round(&mut FuturesUnordered::new(), deal, 0, &mut add)
            .await?;
        Ok(report)
    }

    /// Does round after round, as long as it shall go on, and tells what came of each record, and when a round went well or failed. The
    /// next round begins when few of the records before are left, so that none waits for one that takes long.
    pub async fn run<F: Future<Output = ()>>(
        &self,
        goes_on: impl Fn() -> bool,
        mut tell: impl FnMut(RelayReport),
        fail: impl Fn(StoreError) -> F,
    ) {
        let mut dealing = FuturesUnordered::new();
        while goes_on() {
            let deal = |changed| self.deal_with(changed);
            let round = self.round(&mut dealing, deal, Self::LEFT_OVER, &mut tell);
            match round.await {
                Ok(()) => tell(RelayReport::default()),
                Err(error) => fail(error).await,
            }
        }
        if let Err(error) = finish(&mut dealing, 0, &mut tell).await {
            fail(error).await;
        }
    }

    /// Fetches while what is left of the round before is dealt with, and goes on until no more than so many are left.
    async fn round<F: Future<Output = Result<RelayReport, StoreError>>>(
        &self,
        dealing: &mut FuturesUnordered<F>,
        deal: impl Fn(Changed<T, O::Receipt>) -> F,
        left: usize,
        tell: &mut impl FnMut(RelayReport),
    ) -> Result<(), StoreError> {
        let mut failed = None;
        let mut fetching = pin!(self.outbox.changed(Self::BATCH));
        let announced = loop {
            if dealing.is_empty() {
                break fetching.await?;
            }
            match select(&mut fetching, dealing.next()).await {
                Either::Left((announced, _)) => break announced?,
                Either::Right((Some(Ok(dealt)), _)) => tell(dealt),
                // What is fetched is not dropped for it.
                Either::Right((Some(Err(error)), _)) => failed = Some(error),
                Either::Right((None, _)) => {}
            }
        };
        dealing.extend(announced.into_iter().map(deal));
        finish(dealing, left, tell).await?;
        failed.map_or(Ok(()), Err)
    }

    /// How many announcements nobody has dealt with, and how many dead letters there are.
    pub async fn lag(&self) -> Result<(u64, u64), StoreError> {
        Ok((
            self.outbox.waiting().await?,
            self.dead_letters.count().await?,
        ))
    }

    async fn deal_with(
        &self,
        mut changed: Changed<T, O::Receipt>,
    ) -> Result<RelayReport, StoreError> {
        let mut report = RelayReport {
            announced: 1,
            ..RelayReport::default()
        };
        let committed = changed.committed.take();
        match self.publish(&changed.key, committed, &mut report).await {
            Ok(()) => self.outbox.confirm(changed.receipt).await?,
            Err(error) => self.give_way(changed, error, &mut report).await?,
        }
        Ok(report)
    }

    /// What the announcement has may be older than what is kept: then its events are in the newer record, too, and the log knows
    /// them by their ids.
    async fn publish(
        &self,
        key: &Key<T>,
        committed: Option<Versioned<T>>,
        report: &mut RelayReport,
    ) -> Result<(), RelayError> {
        let stored = match committed {
            Some(committed) => committed,
            None => match self.store.load(key).await? {
                Some(stored) => stored,
                None => return Ok(()),
            },
        };
        let mut last = None;
        for event in stored.value.unpublished() {
            match self.publisher.publish(event).await? {
                Published::At(_) => report.published += 1,
                Published::Before => report.repeated += 1,
            }
            last = Some(event.version());
        }
        match last {
            Some(last) => self.note(stored, last).await,
            None => Ok(()),
        }
    }

    /// Notes in the record that the log has its events up to this one. Whoever was faster caused an announcement of their own,
    /// so what they added is none of this one's business; but what was published is noted all the same, or a record that
    /// many change would never get rid of it.
    async fn note(&self, mut stored: Versioned<T>, last: Version) -> Result<(), RelayError> {
        let key = stored.value.key().clone();
        for _ in 0..MAX_ATTEMPTS {
            stored.value.mark_published(last);
            let expected = Expected::At(stored.revision);
            match self.store.commit(&stored.value, expected).await {
                Ok(_) => return Ok(()),
                Err(StoreError::Conflict) => {}
                Err(error) => return Err(error.into()),
            }
            stored = match self.store.load(&key).await? {
                Some(stored) if is_behind(&stored.value, last) => stored,
                _ => return Ok(()),
            };
        }
        // Their announcements come, and the log knows these events.
        Ok(())
    }

    /// The announcement comes again later, or never: then it is a dead letter before it is confirmed.
    async fn give_way(
        &self,
        changed: Changed<T, O::Receipt>,
        error: RelayError,
        report: &mut RelayReport,
    ) -> Result<(), StoreError> {
        let record = RecordKey::from(changed.key);
        if error.is_poison() && self.retry.is_last(changed.attempt) {
            let letter = DeadLetter {
                record,
                revision: changed.revision,
                reason: error.code().to_owned(),
                attempts: changed.attempt,
            };
            self.dead_letters.bury(&letter).await?;
            self.outbox.confirm(changed.receipt).await?;
            report.buried.push((letter.record, error));
        } else {
            let delay = self.retry.delay(changed.attempt);
            self.outbox.postpone(changed.receipt, delay).await?;
            report.postponed.push((record, error));
        }
        Ok(())
    }
}

/// Goes on until no more than so many records are left, and tells what came of the others.
async fn finish<F: Future<Output = Result<RelayReport, StoreError>>>(
    dealing: &mut FuturesUnordered<F>,
    left: usize,
    tell: &mut impl FnMut(RelayReport),
) -> Result<(), StoreError> {
    while dealing.len() > left
        && let Some(dealt) = dealing.next().await
    {
        tell(dealt?);
    }
    Ok(())
}

/// Whether the record still has something to tell that the log has, up to this version.
fn is_behind<T: Aggregate>(record: &T, last: Version) -> bool {
    let mut unpublished = record.unpublished();
    unpublished
        .next()
        .is_some_and(|event| event.version() <= last)
}
