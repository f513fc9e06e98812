//! What is bought.

use cash::Cents;

use crate::{
    Sku,
    pricing::{Price, price, total},
    store,
};

/// What somebody buys.
pub struct Order(pub Vec<Sku>);

impl Order {
    /// What it costs.
    pub fn cost(&self) -> Option<Cents> {
        let prices: Option<Vec<Price>> = self.0.iter().map(|sku| price(&store::Files, sku)).collect();
        Some(total(&prices?))
    }

    /// Whether all of it is there.
    pub fn is_known(&self) -> bool {
        self.0.iter().all(|sku| store::stored(sku).is_some())
    }
}
