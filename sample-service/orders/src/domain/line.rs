//! What is ordered.

use std::collections::BTreeSet;

use thiserror::Error;

use super::id::Sku;
use super::money::{Money, MoneyError};

/// How many of one article: 1 to 10,000.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quantity(u32);

/// An article, how many of it, and what one of them costs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The article.
    pub sku: Sku,
    /// How many.
    pub quantity: Quantity,
    /// What one costs.
    pub unit_price: Money,
}

/// The lines of an order: 1 to 100 of them, each article once, all in one currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lines {
    lines: Vec<Line>,
    total: Money,
}

/// Why lines are none that an order can have.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum InvalidLines {
    /// There is none.
    #[error("an order has at least one line")]
    None,
    /// There are too many.
    #[error("an order has at most {} lines, not {count}", Lines::MAX)]
    TooMany {
        /// How many there are.
        count: usize,
    },
    /// A quantity is out of bounds.
    #[error("a quantity is 1 to {}, not {quantity}", Quantity::MAX)]
    Quantity {
        /// What was asked for.
        quantity: u32,
    },
    /// An article has two lines.
    #[error("article `{sku}` has more than one line")]
    Repeated {
        /// The article.
        sku: Sku,
    },
    /// The prices have no sum.
    #[error("the lines have no total: {0}")]
    Total(#[from] MoneyError),
}

impl Quantity {
    /// The most that one line orders.
    pub const MAX: u32 = 10_000;

    /// So many.
    pub fn new(quantity: u32) -> Result<Self, InvalidLines> {
        if (1..=Self::MAX).contains(&quantity) {
            Ok(Self(quantity))
        } else {
            Err(InvalidLines::Quantity { quantity })
        }
    }

    /// The number.
    pub const fn get(self) -> u32 {
        self.0
    }
}

impl Line {
    /// What the line costs.
    pub fn price(&self) -> Result<Money, MoneyError> {
        self.unit_price.times(self.quantity.get())
    }
}

impl Lines {
    /// The most lines of an order.
    pub const MAX: usize = 100;

    /// The lines, if an order can have them.
    pub fn new(lines: Vec<Line>) -> Result<Self, InvalidLines> {
        if lines.len() > Self::MAX {
            return Err(InvalidLines::TooMany { count: lines.len() });
        }
        let mut seen = BTreeSet::new();
        if let Some(line) = lines.iter().find(|line| !seen.insert(&line.sku)) {
            return Err(InvalidLines::Repeated {
                sku: line.sku.clone(),
            });
        }
        let (first, rest) = lines.split_first().ok_or(InvalidLines::None)?;
        let mut total = first.price()?;
        for line in rest {
            total = total.plus(line.price()?)?;
        }
        Ok(Self { lines, total })
    }

    /// The lines in the order in which they were given.
    pub fn as_slice(&self) -> &[Line] {
        &self.lines
    }

    /// What all of them cost.
    pub const fn total(&self) -> Money {
        self.total
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Currency;

    fn line(sku: &str, quantity: u32, minor: u64, currency: &str) -> Line {
        Line {
            sku: Sku::parse(sku).unwrap(),
            quantity: Quantity::new(quantity).unwrap(),
            unit_price: Money::new(minor, Currency::parse(currency).unwrap()),
        }
    }

    /// AC: AC-ORD-001
    #[test]
    fn the_total_is_the_sum_of_quantity_times_price() {
        let lines = Lines::new(vec![
            line("tea", 3, 250, "EUR"),
            line("cup", 1, 1_000, "EUR"),
        ])
        .unwrap();
        assert_eq!(lines.total().to_string(), "1750 EUR");
        assert_eq!(lines.as_slice().len(), 2);
    }

    /// AC: AC-ORD-002
    #[test]
    fn an_order_has_1_to_100_lines() {
        assert_eq!(Lines::new(Vec::new()), Err(InvalidLines::None));
        let many = |count: usize| {
            (0..count)
                .map(|n| line(&format!("a{n}"), 1, 1, "EUR"))
                .collect()
        };
        assert!(Lines::new(many(100)).is_ok());
        assert_eq!(
            Lines::new(many(101)),
            Err(InvalidLines::TooMany { count: 101 })
        );
    }

    /// AC: AC-ORD-003
    #[test]
    fn an_article_has_one_line() {
        let error = Lines::new(vec![
            line("tea", 1, 1, "EUR"),
            line("cup", 1, 1, "EUR"),
            line("tea", 2, 1, "EUR"),
        ]);
        assert!(matches!(error, Err(InvalidLines::Repeated { sku }) if sku.as_str() == "tea"));
    }

    /// AC: AC-ORD-004
    #[test]
    fn all_lines_are_in_one_currency() {
        let mixed = Lines::new(vec![line("tea", 1, 1, "EUR"), line("cup", 1, 1, "CHF")]);
        assert!(matches!(
            mixed,
            Err(InvalidLines::Total(MoneyError::Currencies { .. }))
        ));
    }

    /// AC: AC-ORD-005
    #[test]
    fn a_total_that_cannot_be_counted_is_refused() {
        let expected = Err(InvalidLines::Total(MoneyError::Overflow));
        assert_eq!(Lines::new(vec![line("tea", 2, u64::MAX, "EUR")]), expected);
        let two = vec![line("tea", 1, u64::MAX, "EUR"), line("cup", 1, 1, "EUR")];
        assert_eq!(Lines::new(two), expected);
    }

    /// AC: AC-ORD-006
    #[test]
    fn a_quantity_is_1_to_10_000() {
        for quantity in [0, 10_001, u32::MAX] {
            assert_eq!(
                Quantity::new(quantity),
                Err(InvalidLines::Quantity { quantity })
            );
        }
        assert_eq!(Quantity::new(10_000).unwrap().get(), 10_000);
    }
}
