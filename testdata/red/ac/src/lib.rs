//! An order desk.

/// What an order costs.
pub fn total(prices: &[u32]) -> u32 {
    prices.iter().sum()
}

#[cfg(test)]
mod tests {
    /// AC: AC-1
    #[test]
    fn the_total_is_the_sum() {
        assert_eq!(super::total(&[1, 2]), 3);
    }
}
