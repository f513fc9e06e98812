//! How far an order and the stock of its articles have come together.

use std::collections::BTreeMap;

use super::aggregate::Entity;
use super::id::{OrderId, OrderKey, OrderKind, Sku};
use super::line::{Lines, Quantity};

/// What of an order the stock is concerned with, and whether all of it had its turn.
///
/// It is written twice: when it is known which articles are counted, and when for each of them something is set aside, or never
/// will be. After that nobody sets anything aside for the order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fulfilment {
    order: OrderKey,
    lines: BTreeMap<Sku, Quantity>,
    is_reserved: bool,
}

impl Fulfilment {
    /// The fulfilment of an order of whose lines those are counted that `is_counted` says.
    pub fn begin(order: OrderKey, lines: &Lines, is_counted: impl Fn(&Sku) -> bool) -> Self {
        let lines = lines.as_slice().iter();
        let counted = lines.filter(|line| is_counted(&line.sku));
        let lines: BTreeMap<_, _> = counted
            .map(|line| (line.sku.clone(), line.quantity))
            .collect();
        let is_reserved = lines.is_empty();
        Self::restore(order, lines, is_reserved)
    }

    /// The fulfilment of which this is known.
    pub const fn restore(
        order: OrderKey,
        lines: BTreeMap<Sku, Quantity>,
        is_reserved: bool,
    ) -> Self {
        Self {
            order,
            lines,
            is_reserved,
        }
    }

    /// Of which order.
    pub const fn order(&self) -> &OrderId {
        &self.order.id
    }

    /// The articles that are counted, and how many of each.
    pub const fn lines(&self) -> &BTreeMap<Sku, Quantity> {
        &self.lines
    }

    /// Whether nothing more will be set aside.
    pub const fn is_reserved(&self) -> bool {
        self.is_reserved
    }

    /// Nothing more will be set aside from now on.
    pub const fn mark_reserved(&mut self) {
        self.is_reserved = true;
    }
}

impl Entity for Fulfilment {
    type Kind = OrderKind;

    fn key(&self) -> &OrderKey {
        &self.order
    }
}
