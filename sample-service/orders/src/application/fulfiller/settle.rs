//! What is done for one order: goods are set aside for it, or it is cancelled; and once it is closed nothing stays set aside.
//!
//! Two may work on one order, and one of them may have slept for long. Nobody sets anything aside that nobody takes back, because
//! of the order of three steps: load the stock, then look whether the fulfilment is still to be reserved, then replace that
//! stock. Whoever marks a fulfilment as reserved has changed each of its stocks before, or has seen the goods set aside there; so the
//! sleeper either replaces a stock that is another one by now, which fails, or is told by the fulfilment.

use thiserror::Error;

use super::{Fulfiller, FulfilmentReport};
use crate::domain::{
    Action, CancelReason, Claim, Command, CommandId, Fulfilment, History, NotReserved, Order,
    OrderEvent, OrderKey, Quantity, Sku, Status, Stock, StockKey,
};
use crate::port::{Clock, DeskError, EventIds, Expected, OrderDesk, Store, StoreError, Versioned};

/// Why an order and the stock are not brought together yet.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FulfilmentError {
    /// A store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The store has no such order, or not yet.
    #[error("the store has no such order")]
    Missing,
    /// The order could not be cancelled.
    #[error("the order cannot be cancelled: {0}")]
    Desk(DeskError),
    /// Too much is going on about an article.
    #[error("an article has no place for the order: {0}")]
    Crowded(NotReserved),
    /// Others change the same things all the time.
    #[error("gave up after {attempts} attempts: others kept changing the order or the stock")]
    Contended {
        /// How often it was tried.
        attempts: u32,
    },
}

impl FulfilmentError {
    /// What kind of failure it is, without a word of the order: fit for a log.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Store(error) => error.code(),
            Self::Missing => "order_missing",
            Self::Desk(_) => "desk_unavailable",
            Self::Crowded(_) => "article_crowded",
            Self::Contended { .. } => "contended",
        }
    }
}

/// How often it is tried while others change the same things.
const MAX_ATTEMPTS: u32 = 16;

/// What became of the lines of an order that is to be reserved.
enum Reserving {
    Done,
    OutOfStock,
    /// Somebody else was faster.
    Overtaken,
}

impl<F, D, O, P, S, C, I> Fulfiller<F, D, O, P, S, C, I>
where
    D: OrderDesk,
    O: Store<Of = History>,
    P: Store<Of = Fulfilment>,
    S: Store<Of = Stock>,
    C: Clock,
    I: EventIds,
{
    /// The order as it is now, if the store has it.
    pub(super) async fn order(&self, key: &OrderKey) -> Result<Option<Order>, StoreError> {
        let stored = self.orders.load(key).await?;
        Ok(stored.and_then(|stored| stored.value.state().cloned()))
    }

    /// The order of the event and the stock agree when this returns.
    pub(super) async fn settle(
        &self,
        event: &OrderEvent,
        report: &mut FulfilmentReport,
    ) -> Result<(), FulfilmentError> {
        for _ in 0..MAX_ATTEMPTS {
            let order = self.order(&event.order).await?;
            let order = order.ok_or(FulfilmentError::Missing)?;
            let fulfilment = self.fulfilment(&order).await?;
            if !fulfilment.value.is_reserved() {
                match self.reserve(&order, &fulfilment).await? {
                    Reserving::Done => {}
                    Reserving::Overtaken => continue,
                    Reserving::OutOfStock => {
                        report.out_of_stock += usize::from(self.cancel(event).await?);
                        continue;
                    }
                }
            }
            return self.close(&order, &fulfilment.value).await;
        }
        Err(contended())
    }

    /// What of the order the stock is concerned with, which is decided once.
    async fn fulfilment(&self, order: &Order) -> Result<Versioned<Fulfilment>, FulfilmentError> {
        for _ in 0..MAX_ATTEMPTS {
            if let Some(stored) = self.fulfilments.load(order.id()).await? {
                return Ok(stored);
            }
            let mut counted = Vec::new();
            for line in order.lines().as_slice() {
                let article = article(order, &line.sku);
                if self.warehouse.stocks.load(&article).await?.is_some() {
                    counted.push(&line.sku);
                }
            }
            let is_counted = |sku: &Sku| counted.contains(&sku);
            let value = Fulfilment::begin(order.id().clone(), order.lines(), is_counted);
            match self.fulfilments.commit(&value, Expected::Absent).await {
                Ok(revision) => return Ok(Versioned { value, revision }),
                Err(StoreError::Conflict) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(contended())
    }

    /// Sets goods aside for each line, and marks the fulfilment.
    async fn reserve(
        &self,
        order: &Order,
        fulfilment: &Versioned<Fulfilment>,
    ) -> Result<Reserving, FulfilmentError> {
        for (sku, quantity) in fulfilment.value.lines() {
            match self.reserve_line(order, sku, *quantity).await? {
                Reserving::Done => {}
                other => return Ok(other),
            }
        }
        let mut value = fulfilment.value.clone();
        value.mark_reserved();
        let expected = Expected::At(fulfilment.revision);
        match self.fulfilments.commit(&value, expected).await {
            Ok(_) => Ok(Reserving::Done),
            Err(StoreError::Conflict) => Ok(Reserving::Overtaken),
            Err(error) => Err(error.into()),
        }
    }

    async fn reserve_line(
        &self,
        order: &Order,
        sku: &Sku,
        quantity: Quantity,
    ) -> Result<Reserving, FulfilmentError> {
        for _ in 0..MAX_ATTEMPTS {
            let stored = self.warehouse.stocks.load(&article(order, sku)).await?;
            let Some(stored) = stored.filter(|it| !it.value.has_reserved(&order.id().id)) else {
                return Ok(Reserving::Done);
            };
            // After the stock, and not before: see above.
            let fulfilment = self.fulfilments.load(order.id()).await?;
            if fulfilment.is_none_or(|stored| stored.value.is_reserved()) {
                return Ok(Reserving::Overtaken);
            }
            let mut stock = stored.value;
            let claim = match order.status() {
                Status::Open => Some(Claim::Open),
                Status::Shipped => Some(Claim::Shipped),
                // The stock is kept as it is, but once more: whoever has loaded it has to look again.
                Status::Cancelled => None,
            };
            if let Some(claim) = claim {
                let stamp = self.warehouse.stamp();
                match stock.reserve(&order.id().id, quantity, claim, stamp) {
                    Ok(()) => {}
                    Err(NotReserved::OutOfStock) => return Ok(Reserving::OutOfStock),
                    Err(error) => return Err(FulfilmentError::Crowded(error)),
                }
            }
            let expected = Expected::At(stored.revision);
            match self.warehouse.stocks.commit(&stock, expected).await {
                Ok(_) => return Ok(Reserving::Done),
                Err(StoreError::Conflict) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(contended())
    }

    /// Whether the order was cancelled by this, now or before. Somebody else may have closed it meanwhile.
    async fn cancel(&self, event: &OrderEvent) -> Result<bool, FulfilmentError> {
        // The event is the same whenever it comes, so the command is, too.
        let id = CommandId::parse(event.id.as_str()).expect("an id of an event is an id");
        let reason = CancelReason::OutOfStock;
        let command = Command {
            id,
            order: event.order.clone(),
            action: Action::Cancel { reason },
        };
        match self.desk.carry_out(&command).await {
            Ok(_) => Ok(true),
            Err(DeskError::Rejected(_)) => Ok(false),
            Err(error) => Err(FulfilmentError::Desk(error)),
        }
    }

    /// Nothing is set aside for an order that is closed.
    async fn close(&self, order: &Order, fulfilment: &Fulfilment) -> Result<(), FulfilmentError> {
        if order.status() == Status::Open {
            return Ok(());
        }
        for sku in fulfilment.lines().keys() {
            self.close_line(order, sku).await?;
        }
        Ok(())
    }

    async fn close_line(&self, order: &Order, sku: &Sku) -> Result<(), FulfilmentError> {
        for _ in 0..MAX_ATTEMPTS {
            let stored = self.warehouse.stocks.load(&article(order, sku)).await?;
            let Some(stored) = stored.filter(|it| it.value.has_reserved(&order.id().id)) else {
                return Ok(());
            };
            let mut stock = stored.value;
            let stamp = self.warehouse.stamp();
            match order.status() {
                Status::Shipped => stock.issue(&order.id().id, stamp),
                Status::Cancelled | Status::Open => stock.release(&order.id().id, stamp),
            }
            let expected = Expected::At(stored.revision);
            match self.warehouse.stocks.commit(&stock, expected).await {
                Ok(_) => return Ok(()),
                Err(StoreError::Conflict) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(contended())
    }
}

fn article(order: &Order, sku: &Sku) -> StockKey {
    StockKey::new(order.id().tenant.clone(), sku.clone())
}

const fn contended() -> FulfilmentError {
    FulfilmentError::Contended {
        attempts: MAX_ATTEMPTS,
    }
}
