//! Orders of which nothing is counted, as most are where nobody counts anything: of such an order nothing is to be done, and that
//! nothing takes part is all that is noted.

use std::collections::BTreeSet;

use futures_util::future::join_all;

use crate::domain::{Change, Fulfilment, Lines, Order, OrderEvent, Stock, StockKey, TenantId};
use crate::port::Store;

/// Articles that were looked up, each once, and that nobody counts.
#[derive(Debug)]
pub(super) struct Uncounted(BTreeSet<StockKey>);

impl Uncounted {
    /// Those among the articles of the orders that were placed. What could not be looked up is none of them: who looks it up again
    /// is told why.
    pub(super) async fn among(
        stocks: &impl Store<Of = Stock>,
        events: impl Iterator<Item = &OrderEvent>,
    ) -> Self {
        let articles: BTreeSet<_> = events
            .filter_map(placed)
            .flat_map(|(tenant, lines)| articles(tenant, lines))
            .collect();
        let looking = articles.into_iter().map(async |article| {
            let found = stocks.load(&article).await;
            matches!(found, Ok(None)).then_some(article)
        });
        Self(join_all(looking).await.into_iter().flatten().collect())
    }

    /// Whether the event says that an order was placed of which nothing is counted.
    pub(super) fn has_all_of(&self, event: &OrderEvent) -> bool {
        placed(event).is_some_and(|(tenant, lines)| self.has_all(tenant, lines))
    }

    /// What is to be noted of the order, if nothing of it is counted: that nothing takes part. An event that comes late may be of
    /// another order, which had the id before a store was restored; so the lines are those of the order itself.
    pub(super) fn fulfilment(&self, order: &Order) -> Option<Fulfilment> {
        let (key, lines) = (order.id(), order.lines());
        self.has_all(&key.tenant, lines)
            .then(|| Fulfilment::begin(key.clone(), lines, |_| false))
    }

    fn has_all(&self, tenant: &TenantId, lines: &Lines) -> bool {
        articles(tenant, lines).all(|article| self.0.contains(&article))
    }
}

const fn placed(event: &OrderEvent) -> Option<(&TenantId, &Lines)> {
    match &event.change {
        Change::Placed { lines } => Some((&event.order.tenant, lines)),
        Change::Cancelled { .. } | Change::Shipped { .. } => None,
    }
}

fn articles(tenant: &TenantId, lines: &Lines) -> impl Iterator<Item = StockKey> {
    let lines = lines.as_slice().iter();
    lines.map(|line| StockKey::new(tenant.clone(), line.sku.clone()))
}
