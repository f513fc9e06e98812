//! All names are known.

macro_rules! entity {
    ($name:ident) => {
        /// An entity.
        pub struct $name {
            /// In cents.
            pub price: u64,
        }
    };
}

entity!(Order);

/// Declared by a macro of the workspace.
pub fn price(order: &crate::Order) -> u64 {
    order.price
}

mod rates {
    pub const VAT: u64 = 19;
}

/// As it was meant.
pub fn tax(price: u64) -> u64 {
    price * rates::VAT / 100
}
