//! What can be done with dead letters: look at them, and put one back.

use thiserror::Error;

use crate::domain::{History, RecordKey, Stock};
use crate::port::{Buried, DeadLetters, Outbox, StoreError};

/// The dead letters and where they came from.
#[derive(Debug, Clone)]
pub struct DeadLetterOffice<O, S, D> {
    orders: O,
    stock: S,
    dead_letters: D,
}

/// Why a letter was not put back.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PutBackError {
    /// There is none at this place.
    #[error("there is no dead letter {place}")]
    Unknown {
        /// The place.
        place: u64,
    },
    /// The store failed; the letter is where it was, and may have been put back.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl<O: Outbox<Of = History>, S: Outbox<Of = Stock>, D: DeadLetters> DeadLetterOffice<O, S, D> {
    /// The office over these ports.
    pub const fn new(orders: O, stock: S, dead_letters: D) -> Self {
        Self {
            orders,
            stock,
            dead_letters,
        }
    }

    /// The letters that are kept, oldest first, at most so many.
    pub async fn list(&self, most: usize) -> Result<Vec<Buried>, StoreError> {
        self.dead_letters.list(most).await
    }

    /// Announces the record of the letter once more, and then forgets the letter. Whoever is interrupted in between does it again.
    pub async fn put_back(&self, place: u64) -> Result<RecordKey, PutBackError> {
        let letter = self.dead_letters.find(place).await?;
        let letter = letter.ok_or(PutBackError::Unknown { place })?;
        match &letter.record {
            RecordKey::Order(order) => self.orders.announce(order).await?,
            RecordKey::Stock(article) => self.stock.announce(article).await?,
        }
        self.dead_letters.remove(place).await?;
        Ok(letter.record)
    }
}
