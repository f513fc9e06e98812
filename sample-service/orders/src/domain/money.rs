//! Amounts of money that are exact and never wrap around.

use std::fmt;

use thiserror::Error;

/// Three capital letters, such as `EUR`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency([u8; 3]);

/// An amount in the smallest unit of its currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Money {
    minor: u64,
    currency: Currency,
}

/// A text that is no currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("a currency is three capital letters")]
pub struct InvalidCurrency;

/// Why two amounts have no sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum MoneyError {
    /// The currencies differ.
    #[error("amounts in `{left}` and `{right}` cannot be added")]
    Currencies {
        /// One currency.
        left: Currency,
        /// The other.
        right: Currency,
    },
    /// The amount is larger than can be counted.
    #[error("the amount is too large")]
    Overflow,
}

impl Currency {
    /// The currency that the text names.
    pub fn parse(text: &str) -> Result<Self, InvalidCurrency> {
        match text.as_bytes() {
            &[a, b, c] if [a, b, c].iter().all(u8::is_ascii_uppercase) => Ok(Self([a, b, c])),
            _ => Err(InvalidCurrency),
        }
    }

    /// The three letters.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("a currency is made of ASCII letters")
    }
}

impl Money {
    /// So many of the smallest unit.
    pub const fn new(minor: u64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    /// How many of the smallest unit.
    pub const fn minor(self) -> u64 {
        self.minor
    }

    /// The currency.
    pub const fn currency(self) -> Currency {
        self.currency
    }

    /// The sum, if both are of one currency and it can be counted.
    pub fn plus(self, other: Self) -> Result<Self, MoneyError> {
        if self.currency != other.currency {
            return Err(MoneyError::Currencies {
                left: self.currency,
                right: other.currency,
            });
        }
        self.with_minor(self.minor.checked_add(other.minor))
    }

    /// So many times the amount.
    pub fn times(self, factor: u32) -> Result<Self, MoneyError> {
        self.with_minor(self.minor.checked_mul(u64::from(factor)))
    }

    fn with_minor(self, minor: Option<u64>) -> Result<Self, MoneyError> {
        match minor {
            Some(minor) => Ok(Self { minor, ..self }),
            None => Err(MoneyError::Overflow),
        }
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.minor, self.currency)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn euros(minor: u64) -> Money {
        Money::new(minor, Currency::parse("EUR").unwrap())
    }

    #[test]
    fn a_currency_is_three_capital_letters() {
        assert_eq!(Currency::parse("EUR").unwrap().to_string(), "EUR");
        for text in ["", "EU", "EURO", "eur", "E1R", "€"] {
            assert_eq!(Currency::parse(text), Err(InvalidCurrency), "{text}");
        }
    }

    /// AC: AC-ORD-005
    #[test]
    fn a_sum_that_cannot_be_counted_is_an_error() {
        assert_eq!(euros(u64::MAX).plus(euros(1)), Err(MoneyError::Overflow));
        assert_eq!(euros(u64::MAX).times(2), Err(MoneyError::Overflow));
        assert_eq!(
            euros(250).times(4).and_then(|m| m.plus(euros(1))),
            Ok(euros(1001))
        );
    }

    /// AC: AC-ORD-004
    #[test]
    fn amounts_of_two_currencies_have_no_sum() {
        let francs = Money::new(1, Currency::parse("CHF").unwrap());
        assert!(matches!(
            euros(1).plus(francs),
            Err(MoneyError::Currencies { .. })
        ));
    }
}
