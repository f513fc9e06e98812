//! Orders of which nothing is counted, as most are where nobody counts anything. Of such an order the event that it was placed says
//! all there is to know, for its lines never change.

use std::collections::BTreeSet;

use futures_util::future::join_all;

use crate::domain::{Change, Fulfilment, Lines, OrderEvent, Stock, StockKey};
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
            .flat_map(|(event, lines)| articles(event, lines))
            .collect();
        let looking = articles.into_iter().map(async |article| {
            let found = stocks.load(&article).await;
            matches!(found, Ok(None)).then_some(article)
        });
        Self(join_all(looking).await.into_iter().flatten().collect())
    }

    /// What is to be noted of the order if it was placed and nothing of it is counted: that nothing takes part.
    pub(super) fn fulfilment(&self, event: &OrderEvent) -> Option<Fulfilment> {
        let (event, lines) = placed(event)?;
        articles(event, lines)
            .all(|article| self.0.contains(&article))
            .then(|| Fulfilment::begin(event.order.clone(), lines, |_| false))
    }
}

const fn placed(event: &OrderEvent) -> Option<(&OrderEvent, &Lines)> {
    match &event.change {
        Change::Placed { lines } => Some((event, lines)),
        Change::Cancelled { .. } | Change::Shipped { .. } => None,
    }
}

fn articles(event: &OrderEvent, lines: &Lines) -> impl Iterator<Item = StockKey> {
    let lines = lines.as_slice().iter();
    lines.map(|line| StockKey::new(event.order.tenant.clone(), line.sku.clone()))
}
