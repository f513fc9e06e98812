//! Whole numbers that hold every value of every integer type, and the types' ranges.

use std::cmp::Ordering;
use std::fmt;

/// A whole number between `i128::MIN` and `u128::MAX`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Integer {
    negative: bool,
    magnitude: u128,
}

/// An integer type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct IntType {
    /// Whether it has negative values.
    pub signed: bool,
    /// How many bits it has; pointer-sized types have 64.
    pub bits: u32,
    /// Whether zero is left out.
    pub nonzero: bool,
    /// Whether what is out of range is read as the nearest value.
    pub saturating: bool,
    /// Whether it counts the nanoseconds of a second: what is more is read, and carried into the seconds.
    pub carries: bool,
}

/// Nanoseconds.
const SECOND: u32 = 1_000_000_000;

const NONZERO: &str = "non-zero ";
const SATURATING: &str = "saturating ";
const CARRIES: &str = "sub-second ";

impl Integer {
    /// The number's absolute value.
    pub fn magnitude(self) -> u128 {
        self.magnitude
    }

    /// Whether it is below zero.
    pub fn is_negative(self) -> bool {
        self.negative
    }

    /// Whether it is zero.
    pub fn is_zero(self) -> bool {
        self.magnitude == 0
    }

    /// The nearest floating point number.
    pub fn to_f64(self) -> f64 {
        let magnitude = self.magnitude as f64;
        if self.negative { -magnitude } else { magnitude }
    }

    /// The number with the wrap-around of two's complement in 128 bits.
    pub fn to_bits(self) -> u128 {
        if self.negative {
            self.magnitude.wrapping_neg()
        } else {
            self.magnitude
        }
    }

    /// Two to the power of `exponent` (below 128), plus `offset`.
    pub fn power(exponent: u32, offset: i128) -> Self {
        let base = 1u128 << exponent;
        match offset {
            0.. => Integer {
                negative: false,
                magnitude: base.saturating_add(offset.unsigned_abs()),
            },
            _ => Integer {
                negative: false,
                magnitude: base - offset.unsigned_abs(),
            },
        }
    }

    /// The number with the other sign.
    pub fn negated(self) -> Self {
        Integer {
            negative: !self.negative && self.magnitude != 0,
            ..self
        }
    }
}

impl From<i128> for Integer {
    fn from(value: i128) -> Self {
        Integer {
            negative: value < 0,
            magnitude: value.unsigned_abs(),
        }
    }
}

impl From<u128> for Integer {
    fn from(value: u128) -> Self {
        Integer {
            negative: false,
            magnitude: value,
        }
    }
}

impl Ord for Integer {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self.negative, other.negative) {
            (false, true) => Ordering::Greater,
            (true, false) => Ordering::Less,
            (false, false) => self.magnitude.cmp(&other.magnitude),
            (true, true) => other.magnitude.cmp(&self.magnitude),
        }
    }
}

impl PartialOrd for Integer {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Integer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.negative {
            formatter.write_str("-")?;
        }
        write!(formatter, "{}", self.magnitude)
    }
}

impl IntType {
    /// The type with this Rust name.
    pub fn parse(name: &str) -> Option<Self> {
        let (signed, bits) = match name.split_at_checked(1)? {
            ("i", bits) => (true, bits),
            ("u", bits) => (false, bits),
            _ => return None,
        };
        let bits = match bits {
            "8" => 8,
            "16" => 16,
            "32" => 32,
            "64" | "size" => 64,
            "128" => 128,
            _ => return None,
        };
        Some(IntType {
            signed,
            bits,
            nonzero: false,
            saturating: false,
            carries: false,
        })
    }

    /// Its smallest value (zero counts even if it is left out).
    pub fn min(self) -> Integer {
        if self.signed {
            Integer::power(self.bits - 1, 0).negated()
        } else {
            Integer::from(0u128)
        }
    }

    /// Its greatest value.
    pub fn max(self) -> Integer {
        match (self.signed, self.bits) {
            _ if self.carries => Integer::from(u128::from(SECOND - 1)),
            (false, 128) => Integer::from(u128::MAX),
            (false, bits) => Integer::power(bits, -1),
            (true, bits) => Integer::power(bits - 1, -1),
        }
    }

    /// Whether the number is a value of the type.
    pub fn holds(self, number: Integer) -> bool {
        self.min() <= number && number <= self.max() && !(self.nonzero && number.is_zero())
    }

    /// Whether every value of the type is one of `other`.
    pub fn within(self, other: IntType) -> bool {
        other.min() <= self.min() && self.max() <= other.max() && (self.nonzero || !other.nonzero)
    }

    /// Its Rust name.
    pub fn name(self) -> String {
        let name = format!("{}{}", if self.signed { 'i' } else { 'u' }, self.bits);
        let attribute = match self {
            IntType { nonzero: true, .. } => NONZERO,
            IntType {
                saturating: true, ..
            } => SATURATING,
            IntType { carries: true, .. } => CARRIES,
            _ => "",
        };
        format!("{attribute}{name}")
    }

    /// The type of a name that [`IntType::name`] gave.
    pub fn named(name: &str) -> Option<Self> {
        let (attribute, name) = [NONZERO, SATURATING, CARRIES]
            .into_iter()
            .find_map(|attribute| Some((attribute, name.strip_prefix(attribute)?)))
            .unwrap_or(("", name));
        Some(IntType {
            nonzero: attribute == NONZERO,
            saturating: attribute == SATURATING,
            carries: attribute == CARRIES,
            ..IntType::parse(name)?
        })
    }

    /// The number as it is read: what is carried is no part of it any more.
    pub fn read(self, number: Integer) -> Integer {
        match self.carries && !number.negative {
            true => Integer::from(number.magnitude % u128::from(SECOND)),
            false => number,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{IntType, Integer};

    #[test]
    fn ranges_are_those_of_rust() {
        for (name, min, max) in [
            ("i8", i8::MIN.to_string(), i8::MAX.to_string()),
            ("u16", u16::MIN.to_string(), u16::MAX.to_string()),
            ("i64", i64::MIN.to_string(), i64::MAX.to_string()),
            ("i128", i128::MIN.to_string(), i128::MAX.to_string()),
            ("u128", u128::MIN.to_string(), u128::MAX.to_string()),
        ] {
            let ty = IntType::parse(name).expect("a known type");
            assert_eq!((ty.min().to_string(), ty.max().to_string()), (min, max));
        }
    }

    #[test]
    fn names_say_what_is_special() {
        for name in ["u8", "non-zero i64", "saturating u16", "sub-second u32"] {
            let ty = IntType::named(name).expect("a known type");
            assert_eq!(ty.name(), name);
        }
    }

    #[test]
    fn what_is_more_than_a_second_is_carried() {
        let nanos = IntType::named("sub-second u32").expect("a known type");
        let u32 = IntType::parse("u32").expect("a known type");
        assert!(nanos.within(u32) && !u32.within(nanos));
        let read = |number: u32| nanos.read(Integer::from(u128::from(number)));
        assert_eq!(read(999_999_999).to_string(), "999999999");
        assert_eq!(read(u32::MAX).to_string(), "294967295");
    }

    #[test]
    fn numbers_are_ordered_across_signs() {
        assert!(Integer::from(-3i128) < Integer::from(-2i128));
        assert!(Integer::from(-1i128) < Integer::from(0i128));
        assert!(Integer::power(64, 0) > Integer::power(64, -1));
        assert_eq!(Integer::from(-1i128).to_bits() as i64, -1);
    }
}
