//! Where prices are kept.

use std::fs;

use cash::Cents;

use crate::{Sku, pricing::Store};

/// Files.
pub struct Files;

impl Store for Files {
    fn stored(&self, sku: &Sku) -> Option<Cents> {
        stored(sku)
    }
}

/// What is stored for something.
pub fn stored(sku: &Sku) -> Option<Cents> {
    let text = fs::read_to_string(sku.name()).ok()?;
    Some(Cents(text.trim().parse().ok()?))
}
