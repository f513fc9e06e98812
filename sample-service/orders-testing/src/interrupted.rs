//! Adapters of which one call goes wrong: it fails, or whoever makes it dies.

use std::future::{Future, pending};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use orders::domain::{CustomerBoard, CustomerKey, DomainEvent, Key};
use orders::port::{
    BoardStore, Buried, Changed, DeadLetter, DeadLetters, Delivery, EventArchive, EventFeed,
    EventPublisher, Expected, FeedError, Outbox, Page, PublishError, Published, Revision, Store,
    StoreError, Versioned,
};
use tokio::sync::{Notify, Semaphore};

/// When it strikes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// The call has no effect.
    Before,
    /// The call has its effect, but nobody is told.
    After,
}

/// What it does to whoever makes the call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// They are told that the call failed.
    Fails,
    /// They are gone.
    Dies,
    /// They sleep until they are woken, and go on.
    Sleeps,
    /// They sleep until they are woken, and are gone when so many calls after that one took effect.
    SleepsThenDies(usize),
}

/// One call, counted over all adapters that share it, that goes wrong.
#[derive(Debug)]
pub struct Interruption {
    at: usize,
    moment: Moment,
    manner: Manner,
    calls: AtomicUsize,
    /// One for each that died, or fell asleep: of those who work side by side there may be several before anybody looks.
    struck: Semaphore,
    woken: Notify,
}

/// An adapter whose calls count towards the interruption.
#[derive(Debug, Clone)]
pub struct Interrupted<T> {
    inner: T,
    interruption: Arc<Interruption>,
}

impl Interruption {
    /// The call with this number goes wrong; calls count from 0.
    pub fn new(at: usize, moment: Moment, manner: Manner) -> Arc<Self> {
        Arc::new(Self {
            at,
            moment,
            manner,
            calls: AtomicUsize::new(0),
            struck: Semaphore::new(0),
            woken: Notify::new(),
        })
    }

    /// The adapter, whose calls count from now on.
    pub fn of<T>(self: &Arc<Self>, inner: &T) -> Interrupted<T>
    where
        T: Clone,
    {
        Interrupted {
            inner: inner.clone(),
            interruption: Arc::clone(self),
        }
    }

    /// Whether it was time for it.
    pub fn has_struck(&self) -> bool {
        self.calls.load(Ordering::Relaxed) > self.at
    }

    /// What came of the work; nothing if whoever did it died.
    pub async fn until_death<T>(&self, work: impl Future<Output = T>) -> Option<T> {
        tokio::select! {
            biased;
            done = work => Some(done),
            () = self.struck() => None,
        }
    }

    /// Returns when whoever makes the call died, or fell asleep.
    pub async fn struck(&self) {
        let struck = self.struck.acquire().await;
        struck.expect("it is never closed").forget();
    }

    /// Whoever sleeps goes on.
    pub fn wake(&self) {
        self.woken.notify_one();
    }

    async fn around<T, E>(
        &self,
        call: impl Future<Output = Result<T, E>>,
        failure: E,
    ) -> Result<T, E> {
        let number = self.calls.fetch_add(1, Ordering::Relaxed);
        match self.manner {
            Manner::Sleeps | Manner::SleepsThenDies(_) => self.around_sleep(number, call).await,
            _ if number != self.at => call.await,
            manner => {
                if self.moment == Moment::After {
                    call.await?;
                }
                if manner == Manner::Dies {
                    self.die().await;
                }
                Err(failure)
            }
        }
    }

    async fn around_sleep<T, E>(
        &self,
        number: usize,
        call: impl Future<Output = Result<T, E>>,
    ) -> Result<T, E> {
        let sleeps = |moment| number == self.at && self.moment == moment;
        if sleeps(Moment::Before) {
            self.sleep().await;
        }
        let done = call.await;
        if sleeps(Moment::After) {
            self.sleep().await;
        }
        if matches!(self.manner, Manner::SleepsThenDies(after) if number == self.at + after) {
            self.die().await;
        }
        done
    }

    async fn sleep(&self) {
        self.struck.add_permits(1);
        self.woken.notified().await;
    }

    async fn die(&self) {
        self.struck.add_permits(1);
        pending::<()>().await;
    }
}

impl<T> Interrupted<T> {
    async fn store<V>(
        &self,
        call: impl Future<Output = Result<V, StoreError>>,
    ) -> Result<V, StoreError> {
        let reason = "injected".to_owned();
        let failure = StoreError::Unavailable { reason };
        self.interruption.around(call, failure).await
    }

    async fn feed<V>(
        &self,
        call: impl Future<Output = Result<V, FeedError>>,
    ) -> Result<V, FeedError> {
        let reason = "injected".to_owned();
        let failure = FeedError::Unavailable { reason };
        self.interruption.around(call, failure).await
    }
}

impl<T: Store> Store for Interrupted<T> {
    type Of = T::Of;

    async fn load(&self, key: &Key<T::Of>) -> Result<Option<Versioned<T::Of>>, StoreError> {
        self.store(self.inner.load(key)).await
    }

    async fn commit(&self, value: &T::Of, expected: Expected) -> Result<Revision, StoreError> {
        self.store(self.inner.commit(value, expected)).await
    }
}

impl<T: Outbox> Outbox for Interrupted<T> {
    type Of = T::Of;
    type Receipt = T::Receipt;

    async fn changed(&self, most: usize) -> Result<Vec<Changed<T::Of, T::Receipt>>, StoreError> {
        self.store(self.inner.changed(most)).await
    }

    async fn confirm(&self, receipt: T::Receipt) -> Result<(), StoreError> {
        self.store(self.inner.confirm(receipt)).await
    }

    async fn postpone(&self, receipt: T::Receipt, delay: Duration) -> Result<(), StoreError> {
        self.store(self.inner.postpone(receipt, delay)).await
    }

    async fn announce(&self, key: &Key<T::Of>) -> Result<(), StoreError> {
        self.store(self.inner.announce(key)).await
    }

    async fn waiting(&self) -> Result<u64, StoreError> {
        self.store(self.inner.waiting()).await
    }
}

impl<T: BoardStore> BoardStore for Interrupted<T> {
    async fn load(
        &self,
        customer: &CustomerKey,
    ) -> Result<Option<Versioned<CustomerBoard>>, StoreError> {
        self.store(self.inner.load(customer)).await
    }

    async fn commit(
        &self,
        board: &CustomerBoard,
        expected: Expected,
    ) -> Result<Revision, StoreError> {
        self.store(self.inner.commit(board, expected)).await
    }

    async fn forget(&self, customer: &CustomerKey) -> Result<(), StoreError> {
        self.store(self.inner.forget(customer)).await
    }
}

impl<T: DeadLetters> DeadLetters for Interrupted<T> {
    async fn bury(&self, letter: &DeadLetter) -> Result<(), StoreError> {
        self.store(self.inner.bury(letter)).await
    }

    async fn list(&self, most: usize) -> Result<Vec<Buried>, StoreError> {
        self.store(self.inner.list(most)).await
    }

    async fn find(&self, place: u64) -> Result<Option<DeadLetter>, StoreError> {
        self.store(self.inner.find(place)).await
    }

    async fn remove(&self, place: u64) -> Result<(), StoreError> {
        self.store(self.inner.remove(place)).await
    }

    async fn count(&self) -> Result<u64, StoreError> {
        self.store(self.inner.count()).await
    }
}

impl<E: DomainEvent, T: EventPublisher<E>> EventPublisher<E> for Interrupted<T> {
    async fn publish(&self, event: &E) -> Result<Published, PublishError> {
        let reason = "injected".to_owned();
        let failure = PublishError::Unavailable { reason };
        self.interruption
            .around(self.inner.publish(event), failure)
            .await
    }
}

impl<T: EventFeed> EventFeed for Interrupted<T> {
    type Receipt = T::Receipt;

    async fn fetch(&self, most: usize) -> Result<Vec<Delivery<T::Receipt>>, FeedError> {
        self.feed(self.inner.fetch(most)).await
    }

    async fn acknowledge(&self, receipt: T::Receipt) -> Result<(), FeedError> {
        self.feed(self.inner.acknowledge(receipt)).await
    }

    async fn postpone(&self, receipt: T::Receipt, delay: Duration) -> Result<(), FeedError> {
        self.feed(self.inner.postpone(receipt, delay)).await
    }

    async fn waiting(&self) -> Result<u64, FeedError> {
        self.feed(self.inner.waiting()).await
    }
}

impl<T: EventArchive> EventArchive for Interrupted<T> {
    async fn read(&self, from: u64, most: usize) -> Result<Page, FeedError> {
        self.feed(self.inner.read(from, most)).await
    }
}
