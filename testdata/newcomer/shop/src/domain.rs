//! What an order is.

/// An order: what is bought, and for how much.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// What is bought.
    pub item: String,
    /// In cents.
    pub price: u32,
}

/// What all of them cost together, in cents.
pub fn total(orders: &[Order]) -> u32 {
    dbg!(orders.len());
    orders.iter().map(|order| order.price).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prices_are_added() {
        let order = |price| Order {
            item: "tea".to_owned(),
            price,
        };
        assert_eq!(total(&[order(250), order(120)]), 370);
    }
}
