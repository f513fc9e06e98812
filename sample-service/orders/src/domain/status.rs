//! Where an order stands.

use std::fmt;

/// Where an order stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// It waits for the carrier.
    Open,
    /// It was taken back.
    Cancelled,
    /// It has left the house.
    Shipped,
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Open => "open",
            Self::Cancelled => "cancelled",
            Self::Shipped => "shipped",
        })
    }
}
