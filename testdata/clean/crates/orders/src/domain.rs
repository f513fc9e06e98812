//! What an order is.

/// A line of an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// How many.
    pub quantity: u32,
    /// What one costs.
    pub price: u32,
}

/// Why an order is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// It has no lines.
    NoLines,
}

/// What an order costs.
///
/// Implements: AC-1
pub fn total_of(lines: &[Line]) -> Result<u32, Refused> {
    if lines.is_empty() {
        return Err(Refused::NoLines);
    }
    // TODO(#7): discounts
    Ok(total(lines))
}

fn total(lines: &[Line]) -> u32 {
    lines.iter().map(|line| line.quantity * line.price).sum()
}

/// What has a price.
pub trait Priced {
    /// What all of it costs.
    fn price(&self) -> u32;
}

impl Priced for Line {
    fn price(&self) -> u32 {
        self.quantity * self.price
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// AC: AC-1
    #[test]
    fn the_total_is_the_sum_over_the_lines() {
        let line = |quantity, price| Line { quantity, price };
        assert_eq!(total(&[line(2, 10), line(1, 5)]), 25);
    }
}
