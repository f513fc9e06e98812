//! A shop, whose prices are to become a crate.

pub mod order;
pub mod pricing;
mod rounding;
pub mod store;

/// Both need it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sku(String);

impl Sku {
    /// One of this name.
    pub fn new(name: &str) -> Sku {
        Sku(name.to_owned())
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Sku {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}
