//! What an order is. The domain decides: no budget is about it.

pub struct Line {
    pub quantity: u32,
    pub price: u32,
    pub gift: bool,
}

pub fn discount(total: u32) -> u32 {
    if total > 1000 {
        100
    } else if total > 500 {
        25
    } else if total > 100 {
        1
    } else {
        0
    }
}
