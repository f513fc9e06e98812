//! Numbers, compared and divided exactly.

use std::cmp::Ordering;

use serde_json::{Number, Value};

/// A number; what is integral is an integer, however it is written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Num {
    Integer(i128),
    Float(f64),
}

/// Up to here all integers that are floats fit.
const LARGEST: f64 = 1e30;

impl Num {
    pub(crate) fn of(number: &Number) -> Num {
        if let Some(it) = number.as_i64() {
            return Num::Integer(it.into());
        }
        if let Some(it) = number.as_u64() {
            return Num::Integer(it.into());
        }
        let it = number.as_f64().unwrap_or(f64::MAX);
        if it.fract() == 0.0 && it.abs() < LARGEST {
            Num::Integer(it as i128)
        } else {
            Num::Float(it)
        }
    }

    pub(crate) fn compare(self, other: Num) -> Ordering {
        match (self, other) {
            (Num::Integer(a), Num::Integer(b)) => a.cmp(&b),
            (Num::Float(a), Num::Float(b)) => a.total_cmp(&b),
            (Num::Integer(a), Num::Float(b)) => against(a, b),
            (Num::Float(a), Num::Integer(b)) => against(b, a).reverse(),
        }
    }

    /// Whether it is a multiple of another one; none if that is too large to be told.
    pub(crate) fn is_multiple_of(self, divisor: Num) -> Option<bool> {
        if let (Num::Integer(a), Num::Integer(b)) = (self, divisor) {
            return (b != 0).then(|| a % b == 0);
        }
        let ((a, a_scale), (b, b_scale)) = (self.decimal()?, divisor.decimal()?);
        let scale = a_scale.max(b_scale);
        let a = a.checked_mul(10_i128.checked_pow(scale - a_scale)?)?;
        let b = b.checked_mul(10_i128.checked_pow(scale - b_scale)?)?;
        (b != 0).then(|| a % b == 0)
    }

    /// Digits and how many of them stand behind the point, as it is written.
    fn decimal(self) -> Option<(i128, u32)> {
        match self {
            Num::Integer(it) => Some((it, 0)),
            Num::Float(it) => {
                let text = format!("{it}");
                let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
                if fraction.len() > 20 {
                    return None;
                }
                Some((
                    format!("{whole}{fraction}").parse().ok()?,
                    fraction.len() as u32,
                ))
            }
        }
    }

    /// As a value, if it can be one.
    pub(crate) fn value(self) -> Option<Value> {
        match self {
            Num::Integer(it) => i64::try_from(it)
                .map(Value::from)
                .or_else(|_| u64::try_from(it).map(Value::from))
                .ok()
                .or_else(|| Number::from_f64(it as f64).map(Value::Number)),
            Num::Float(it) => Number::from_f64(it).map(Value::Number),
        }
    }

    /// It and a step.
    pub(crate) fn plus(self, step: f64) -> Num {
        match self {
            Num::Integer(it) if step.fract() == 0.0 => {
                Num::Integer(it.saturating_add(step as i128))
            }
            Num::Integer(it) => Num::Float(it as f64 + step),
            Num::Float(it) => Num::Float(it + step),
        }
    }
}

fn against(integer: i128, float: f64) -> Ordering {
    if float.abs() >= LARGEST {
        return if float > 0.0 {
            Ordering::Less
        } else {
            Ordering::Greater
        };
    }
    let floor = float.floor();
    integer.cmp(&(floor as i128)).then(if float > floor {
        Ordering::Less
    } else {
        Ordering::Equal
    })
}

/// Whether two values are the same for `enum`, `const` and `uniqueItems`: `1` is `1.0`.
pub(crate) fn equal(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => Num::of(a).compare(Num::of(b)).is_eq(),
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| equal(a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            let same =
                |(key, value): (&String, &Value)| b.get(key).is_some_and(|it| equal(value, it));
            a.len() == b.len() && a.iter().all(same)
        }
        _ => a == b,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Num, equal};

    fn num(value: serde_json::Value) -> Num {
        Num::of(value.as_number().unwrap())
    }

    #[test]
    fn numbers_are_compared_exactly() {
        assert!(num(json!(1)).compare(num(json!(1.0))).is_eq());
        assert!(
            num(json!(9_007_199_254_740_993_u64))
                .compare(num(json!(9_007_199_254_740_992.0)))
                .is_gt()
        );
        assert!(num(json!(-1)).compare(num(json!(-1.5))).is_gt());
        assert!(num(json!(1e300)).compare(num(json!(u64::MAX))).is_gt());
        assert!(equal(&json!({"a": [1]}), &json!({"a": [1.0]})));
        assert!(!equal(&json!([1]), &json!([1, 1])));
    }

    #[test]
    fn multiples_are_decimal() {
        let told = |a, b| num(a).is_multiple_of(num(b));
        assert_eq!(told(json!(0.3), json!(0.1)), Some(true));
        assert_eq!(told(json!(7.5), json!(2.5)), Some(true));
        assert_eq!(told(json!(7), json!(2.5)), Some(false));
        assert_eq!(told(json!(10), json!(5)), Some(true));
        assert_eq!(told(json!(1e300), json!(0.1)), None);
    }
}
