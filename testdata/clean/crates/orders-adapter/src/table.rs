//! Generated.

/// How much is in stock.
pub const STOCK: &str = "100"; // TODO generated code says what it likes
