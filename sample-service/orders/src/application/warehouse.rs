//! Counts goods: load, decide, commit; again if somebody else was faster.

use crate::domain::{Receive, Recorded, Stamp, Stock, StockKey, Version};
use crate::port::{Clock, DeskError, EventIds, Expected, StockDesk, Store, StoreError};

/// The warehouse over its ports.
#[derive(Debug, Clone)]
pub struct Warehouse<S, C, I> {
    pub(super) stocks: S,
    clock: C,
    ids: I,
}

impl<S, C, I> Warehouse<S, C, I> {
    /// How often something is tried while others change the same stock.
    pub(super) const MAX_ATTEMPTS: u32 = 16;

    /// The warehouse over these ports.
    pub const fn new(stocks: S, clock: C, ids: I) -> Self {
        Self { stocks, clock, ids }
    }
}

impl<S, C: Clock, I: EventIds> Warehouse<S, C, I> {
    pub(super) fn stamp(&self) -> Stamp {
        Stamp {
            id: self.ids.next_id(),
            at: self.clock.now(),
        }
    }
}

impl<S: Store<Of = Stock>, C: Clock, I: EventIds> StockDesk for Warehouse<S, C, I> {
    async fn receive(&self, command: &Receive) -> Result<Version, DeskError> {
        for _ in 0..Self::MAX_ATTEMPTS {
            let (mut stock, expected) = match self.stocks.load(&command.article).await? {
                Some(stored) => (stored.value, Expected::At(stored.revision)),
                None => (Stock::new(command.article.clone()), Expected::Absent),
            };
            let version = match stock.receive(command, self.stamp())? {
                Recorded::Before(version) => return Ok(version),
                Recorded::New(version) => version,
            };
            match self.stocks.commit(&stock, expected).await {
                Ok(_) => return Ok(version),
                Err(StoreError::Conflict) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(DeskError::Contended {
            attempts: Self::MAX_ATTEMPTS,
        })
    }

    async fn stock(&self, article: &StockKey) -> Result<Option<Stock>, DeskError> {
        let stored = self.stocks.load(article).await?;
        Ok(stored.map(|stored| stored.value))
    }
}
