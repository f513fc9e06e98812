//! What things cost.

use cash::Cents;

use crate::{Sku, rounding::to_five, store};

/// A price.
#[derive(Debug, PartialEq, Eq)]
pub struct Price {
    /// Of what.
    pub sku: Sku,
    pub(crate) cents: Cents,
}

/// The price of something.
pub fn price(sku: &Sku) -> Option<Price> {
    let cents = to_five(store::stored(sku)?);
    Some(Price { sku: sku.clone(), cents: discounted(cents) })
}

pub(crate) fn total(prices: &[Price]) -> Cents {
    let cents = prices.iter().map(|price| price.cents.0);
    Cents(cents.sum())
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
