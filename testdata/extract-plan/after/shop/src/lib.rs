//! A shop, whose prices are a crate.

pub mod order;
pub mod store;

pub use shop_pricing as pricing;
pub use shop_shared::Sku;
