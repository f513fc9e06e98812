//! Names that nobody can know from here.

include!(concat!(env!("OUT_DIR"), "/entities.rs"));

/// Declared by what the build script writes.
pub fn price(order: &crate::Order) -> u64 {
    //               ^^^^^^^^^^^^ unresolved_name: it is not known what `crate::Order` means
    order.price
}

mod rates {
    pub const VAT: u64 = 19;
}

/// Lost in a merge.
pub fn tax(price: u64) -> u64 {
    price * rates::VAT_PERCENT / 100
    //      ^^^^^^^^^^^^^^^^^^ unresolved_name: it is not known what `rates::VAT_PERCENT` means
}
