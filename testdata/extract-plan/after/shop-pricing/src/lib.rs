//! What things cost.

mod rounding;

use std::fmt;

use cash::Cents;
use shop_shared::Sku;

use rounding::to_five;

/// Where prices are kept.
pub trait Store {
    /// What is stored for something.
    fn stored(&self, sku: &Sku) -> Option<Cents>;
}

/// A price.
#[derive(Debug, PartialEq, Eq)]
pub struct Price {
    /// Of what.
    pub sku: Sku,
    pub(crate) cents: Cents,
}

/// The price of something.
pub fn price(store: &dyn Store, sku: &Sku) -> Option<Price> {
    let cents = to_five(store.stored(sku)?);
    Some(Price { sku: sku.clone(), cents: discounted(cents) })
}

/// What all of them cost.
pub fn total(prices: &[Price]) -> Cents {
    let cents = prices.iter().map(|price| price.cents.0);
    Cents(cents.sum())
}

impl fmt::Display for Price {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.sku, self.cents.0)
    }
}

fn discounted(cents: Cents) -> Cents {
    match cents.0 > LARGE {
        true => Cents(cents.0 - cents.0 / 10),
        false => cents,
    }
}

const LARGE: u64 = 10_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_prices_are_discounted() {
        assert_eq!(discounted(Cents(20_000)), Cents(18_000));
    }
}
