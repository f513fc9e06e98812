//! Brings orders and stock together: a saga that reads what happened to orders.
//!
//! An order that was placed has goods set aside for each line; if one runs short the order is cancelled, and what was set aside is
//! released. A cancelled order releases, a shipped one issues. An event only says which order to look at: what is done follows
//! from how the order, its fulfilment and the stock are now. So events may come twice, late and in any order, and whoever is
//! interrupted leaves something that the repetition completes.
//!
//! Where nothing of an order is counted, that is noted without looking at each of its articles, unless something is noted already:
//! see [`Uncounted`].
//!
//! Each event is of an order that the store knew before. If it does not know it, it answers with what it knew earlier, or was restored
//! from a copy that is older than the log. In the first case waiting helps. In the second the event is given up after some tries:
//! nothing is noted of an order that is not there, so whoever takes its id later begins anew, and the log, which keeps the event for
//! good, can be read again when the store has the order.

mod settle;

use futures_util::StreamExt;
use futures_util::future::join_all;
use futures_util::stream;
use thiserror::Error;

use super::retry::Retry;
use super::uncounted::Uncounted;
use super::warehouse::Warehouse;
use crate::domain::{EventId, Fulfilment, History, OrderEvent, OrderKey, Stock};
use crate::port::{
    Clock, Delivery, EventArchive, EventFeed, EventIds, Expected, FeedError, OrderDesk, Store,
};

pub use settle::FulfilmentError;

/// The saga over its ports.
#[derive(Debug, Clone)]
pub struct Fulfiller<F, D, O, P, S, C, I> {
    feed: F,
    desk: D,
    orders: O,
    fulfilments: P,
    warehouse: Warehouse<S, C, I>,
    retry: Retry,
}

/// What one round did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FulfilmentReport {
    /// How many events were dealt with.
    pub settled: usize,
    /// How many orders were cancelled because an article ran short.
    pub out_of_stock: usize,
    /// Events that will be delivered again, and why.
    pub postponed: Vec<(EventId, FulfilmentError)>,
    /// Events that will not be delivered again although their orders were not found, and of which orders.
    pub given_up: Vec<(EventId, OrderKey)>,
}

impl FulfilmentReport {
    fn give_up(&mut self, event: &OrderEvent) {
        let order = event.order.clone();
        self.given_up.push((event.id.clone(), order));
    }

    fn add(&mut self, other: Self) {
        self.settled += other.settled;
        self.out_of_stock += other.out_of_stock;
        self.postponed.extend(other.postponed);
        self.given_up.extend(other.given_up);
    }
}

/// Why not all orders of the log agree with the stock.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ReplayError {
    /// The log cannot be read.
    #[error(transparent)]
    Archive(#[from] FeedError),
    /// An order and the stock cannot be brought together.
    #[error(transparent)]
    Fulfilment(#[from] FulfilmentError),
}

impl<F, D, O, P, S, C, I> Fulfiller<F, D, O, P, S, C, I>
where
    F: EventFeed,
    D: OrderDesk,
    O: Store<Of = History>,
    P: Store<Of = Fulfilment>,
    S: Store<Of = Stock>,
    C: Clock,
    I: EventIds,
{
    /// The most events that one round looks at.
    pub const BATCH: usize = 64;

    /// The most events that are read from the archive at once.
    const PAGE: usize = 1024;

    /// How many orders are brought together with the stock side by side: they may want the same article, and with more of them each
    /// is overtaken more often.
    const AT_ONCE: usize = 4;

    /// The saga over these ports.
    pub const fn new(
        feed: F,
        desk: D,
        orders: O,
        fulfilments: P,
        warehouse: Warehouse<S, C, I>,
        retry: Retry,
    ) -> Self {
        Self {
            feed,
            desk,
            orders,
            fulfilments,
            warehouse,
            retry,
        }
    }

    /// Deals with what is new. An event is acknowledged after its order and the stock agree. One that fails comes again, and does
    /// not hold up the others; one whose order is not found does so many times, and is given up then.
    pub async fn run_once(&self) -> Result<FulfilmentReport, FeedError> {
        let deliveries = self.feed.fetch(Self::BATCH).await?;
        let events = deliveries.iter().map(|delivery| &delivery.event);
        let uncounted = Uncounted::among(&self.warehouse.stocks, events).await;
        let noting = deliveries
            .into_iter()
            .map(|delivery| self.note(delivery, &uncounted));
        let mut report = FulfilmentReport::default();
        let mut others = Vec::new();
        for noted in join_all(noting).await {
            match noted? {
                Some(delivery) => others.push(delivery),
                None => report.settled += 1,
            }
        }
        let dealing = stream::iter(others).map(|delivery| self.deal_with(delivery));
        let dealt: Vec<_> = dealing.buffer_unordered(Self::AT_ONCE).collect().await;
        for one in dealt {
            report.add(one?);
        }
        Ok(report)
    }

    /// Looks at the orders of all events from this place of the log on, once more, and at each of them until it and the stock agree.
    /// Events whose orders are not found are given up again.
    pub async fn replay(
        &self,
        archive: &impl EventArchive,
        mut from: u64,
    ) -> Result<FulfilmentReport, ReplayError> {
        let mut report = FulfilmentReport::default();
        loop {
            let page = archive.read(from, Self::PAGE).await?;
            for event in &page.events {
                match self.settle(event, &mut report).await {
                    Ok(()) => report.settled += 1,
                    Err(FulfilmentError::Missing) => report.give_up(event),
                    Err(error) => return Err(error.into()),
                }
            }
            from = page.next;
            if page.is_last {
                return Ok(report);
            }
        }
    }

    /// The event, if the stock may be concerned with its order, or it is not known; nothing, if it was noted that the stock is not.
    async fn note(
        &self,
        delivery: Delivery<F::Receipt>,
        uncounted: &Uncounted,
    ) -> Result<Option<Delivery<F::Receipt>>, FeedError> {
        if !uncounted.has_all_of(&delivery.event) {
            return Ok(Some(delivery));
        }
        // Whoever looks closer is told what is wrong.
        let Ok(Some(order)) = self.order(&delivery.event.order).await else {
            return Ok(Some(delivery));
        };
        let Some(nothing) = uncounted.fulfilment(&order) else {
            return Ok(Some(delivery));
        };
        match self.fulfilments.commit(&nothing, Expected::Absent).await {
            Ok(_) => {
                self.feed.acknowledge(delivery.receipt).await?;
                Ok(None)
            }
            // Something is noted already, or could not be.
            Err(_) => Ok(Some(delivery)),
        }
    }

    async fn deal_with(
        &self,
        delivery: Delivery<F::Receipt>,
    ) -> Result<FulfilmentReport, FeedError> {
        let mut report = FulfilmentReport::default();
        match self.settle(&delivery.event, &mut report).await {
            Ok(()) => {
                self.feed.acknowledge(delivery.receipt).await?;
                report.settled += 1;
            }
            Err(FulfilmentError::Missing) if self.retry.is_last(delivery.attempt) => {
                self.feed.acknowledge(delivery.receipt).await?;
                report.give_up(&delivery.event);
            }
            Err(error) => {
                let delay = self.retry.delay(delivery.attempt);
                self.feed.postpone(delivery.receipt, delay).await?;
                report.postponed.push((delivery.event.id, error));
            }
        }
        Ok(report)
    }

    /// How many events are not dealt with yet.
    pub async fn lag(&self) -> Result<u64, FeedError> {
        self.feed.waiting().await
    }
}
