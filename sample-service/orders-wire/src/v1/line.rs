//! Lines and amounts.

use orders::domain::{Currency, Line, Lines, Money, Quantity, Sku};
use serde::{Deserialize, Serialize};

use crate::error::WireError;

/// One line of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderLine {
    /// The article.
    pub sku: String,
    /// How many, 1 to 10,000.
    pub quantity: u32,
    /// What one costs.
    pub unit_price: Amount,
}

/// An amount of money.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amount {
    /// In the smallest unit of the currency.
    pub minor: u64,
    /// Three capital letters.
    pub currency: String,
}

impl From<Money> for Amount {
    fn from(money: Money) -> Self {
        Self {
            minor: money.minor(),
            currency: money.currency().to_string(),
        }
    }
}

impl TryFrom<Amount> for Money {
    type Error = WireError;

    fn try_from(amount: Amount) -> Result<Self, WireError> {
        Ok(Self::new(amount.minor, Currency::parse(&amount.currency)?))
    }
}

impl From<&Line> for OrderLine {
    fn from(line: &Line) -> Self {
        Self {
            sku: line.sku.to_string(),
            quantity: line.quantity.get(),
            unit_price: line.unit_price.into(),
        }
    }
}

impl TryFrom<OrderLine> for Line {
    type Error = WireError;

    fn try_from(line: OrderLine) -> Result<Self, WireError> {
        Ok(Self {
            sku: Sku::parse(&line.sku)?,
            quantity: Quantity::new(line.quantity)?,
            unit_price: line.unit_price.try_into()?,
        })
    }
}

pub(super) fn from_lines(lines: &Lines) -> Vec<OrderLine> {
    lines.as_slice().iter().map(OrderLine::from).collect()
}

pub(super) fn to_lines(lines: Vec<OrderLine>) -> Result<Lines, WireError> {
    let lines: Result<Vec<_>, _> = lines.into_iter().map(Line::try_from).collect();
    Ok(Lines::new(lines?)?)
}
