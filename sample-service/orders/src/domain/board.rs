//! What is open for a customer, gathered from events that may come twice or in any order.

use std::collections::BTreeMap;

use super::event::{Change, OrderEvent};
use super::id::{CustomerKey, OrderId};
use super::money::{Currency, Money};
use super::version::Version;

/// The orders of one customer, as far as their events were seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerBoard {
    customer: CustomerKey,
    orders: BTreeMap<OrderId, BoardEntry>,
}

/// The newest that is known about one order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BoardEntry {
    /// The newest version that was seen.
    pub version: Version,
    /// What the order costs while it is open.
    pub open: Option<Money>,
}

impl CustomerBoard {
    /// A board on which nothing stands.
    pub const fn new(customer: CustomerKey) -> Self {
        Self {
            customer,
            orders: BTreeMap::new(),
        }
    }

    /// A board with these orders on it.
    pub const fn restore(customer: CustomerKey, orders: BTreeMap<OrderId, BoardEntry>) -> Self {
        Self { customer, orders }
    }

    /// Whose orders they are.
    pub const fn customer(&self) -> &CustomerKey {
        &self.customer
    }

    /// What is known about each order.
    pub const fn orders(&self) -> &BTreeMap<OrderId, BoardEntry> {
        &self.orders
    }

    /// How many orders are open.
    pub fn open_orders(&self) -> usize {
        self.open().count()
    }

    /// What the open orders cost, by currency.
    pub fn open_totals(&self) -> BTreeMap<Currency, u128> {
        let mut totals = BTreeMap::new();
        for money in self.open() {
            *totals.entry(money.currency()).or_default() += u128::from(money.minor());
        }
        totals
    }

    /// Takes the event in; says whether it was news.
    pub fn take_in(&mut self, event: &OrderEvent) -> bool {
        let is_news = event.order.tenant == self.customer.tenant
            && event.customer == self.customer.id
            && self
                .orders
                .get(&event.order.id)
                .is_none_or(|entry| entry.version < event.version);
        if is_news {
            let open = match &event.change {
                Change::Placed { lines } => Some(lines.total()),
                Change::Cancelled { .. } | Change::Shipped { .. } => None,
            };
            let entry = BoardEntry {
                version: event.version,
                open,
            };
            self.orders.insert(event.order.id.clone(), entry);
        }
        is_news
    }

    fn open(&self) -> impl Iterator<Item = Money> {
        self.orders.values().filter_map(|entry| entry.open)
    }
}
