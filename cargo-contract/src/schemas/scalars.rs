//! Numbers, strings and keys.

use serde_json::{Number, Value, json};

use super::keywords::{any_of, commented, one_of};
use crate::wire::{IntType, Integer, Text};

/// Bytes, which JSON writes as a list of numbers.
pub(super) fn bytes(length: Option<usize>) -> Value {
    let byte = json!({ "type": "integer", "minimum": 0, "maximum": 255 });
    match length {
        Some(length) => {
            json!({ "type": "array", "items": byte, "minItems": length, "maxItems": length })
        }
        None => json!({ "type": "array", "items": byte }),
    }
}

/// Whole numbers that a type writes.
pub(super) fn integer(ty: IntType) -> Value {
    match ty.nonzero {
        true if !ty.signed => between(Integer::from(1u128), ty.max()),
        true => {
            let mut schema = between(ty.min(), ty.max());
            schema["not"] = json!({ "const": 0 });
            schema
        }
        false => between(ty.min(), ty.max()),
    }
}

/// Whole numbers that a type reads from JSON.
pub(super) fn readable_integer(ty: IntType) -> Value {
    if ty.saturating {
        let (least, most) = (Integer::power(63, 0).negated(), Integer::power(64, -1));
        let schema = between(least, most);
        return commented(
            schema,
            &format!(
                "what {} cannot hold is read as the nearest that it can",
                ty.name()
            ),
        );
    }
    // All of the plain type's numbers are read.
    integer(IntType {
        carries: false,
        ..ty
    })
}

/// Whole numbers in these bounds.
pub(super) fn between(least: Integer, most: Integer) -> Value {
    json!({ "type": "integer", "minimum": number(least), "maximum": number(most) })
}

/// The number, or the one nearest to it if it is beyond what 64 bits hold.
pub(super) fn number(number: Integer) -> Value {
    let exact = match (number.is_negative(), number.magnitude()) {
        (true, magnitude) if magnitude > 1 << 63 => None,
        (true, magnitude) => i64::try_from(-(magnitude as i128)).ok().map(Number::from),
        (false, magnitude) => u64::try_from(magnitude).ok().map(Number::from),
    };
    exact
        .or_else(|| Number::from_f64(number.to_f64()))
        .map_or(Value::Null, Value::Number)
}

pub(super) fn character() -> Value {
    json!({ "type": "string", "minLength": 1, "maxLength": 1 })
}

/// Strings that a type writes.
pub(super) fn text(text: &Text) -> Value {
    let Text::Form(form) = text else {
        return json!({ "type": "string" });
    };
    match format_of(form) {
        Some(format) => json!({ "type": "string", "format": format }),
        None => commented(json!({ "type": "string" }), &format!("of the form {form}")),
    }
}

/// Strings that a type reads.
pub(super) fn readable_text(text: &Text) -> Value {
    match text {
        Text::Plain => json!({ "type": "string" }),
        Text::Borrowed => commented(
            json!({ "type": "string", "pattern": "^[^\"\\\\\\u0000-\\u001f]*$" }),
            "read without a copy, so escapes are refused",
        ),
        // Many forms are read in more spellings than they are written in.
        Text::Form(form) => commented(json!({ "type": "string" }), &format!("of the form {form}")),
    }
}

/// The `format` whose strings are all that a form writes.
fn format_of(form: &str) -> Option<&'static str> {
    Some(match form {
        "uuid" | "uuid-hyphenated" => "uuid",
        "ipv4" => "ipv4",
        "ipv6" => "ipv6",
        "rfc3339" => "date-time",
        "date" => "date",
        "url" => "uri",
        _ => return None,
    })
}

/// Keys that are whole numbers.
pub(super) fn integer_key(ty: IntType) -> Value {
    let pattern = if ty.signed { "^-?[0-9]+$" } else { "^[0-9]+$" };
    json!({ "pattern": pattern })
}

/// Keys that are flags.
pub(super) fn flag_key() -> Value {
    one_of(["true", "false"])
}

/// Keys of which some are named and others are of a kind.
pub(super) fn also<'k>(names: impl Iterator<Item = &'k String>, keys: Value) -> Value {
    any_of(vec![one_of(names.map(String::as_str)), keys])
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{format_of, integer, number};
    use crate::wire::{IntType, Integer};

    fn named(name: &str) -> IntType {
        IntType::named(name).unwrap()
    }

    #[test]
    fn bounds_are_those_of_the_types() {
        let bounds = |name| {
            let schema = integer(named(name));
            (schema["minimum"].clone(), schema["maximum"].clone())
        };
        assert_eq!(bounds("u8"), (json!(0), json!(255)));
        assert_eq!(bounds("i64"), (json!(i64::MIN), json!(i64::MAX)));
        assert_eq!(bounds("u64"), (json!(0), json!(u64::MAX)));
        assert_eq!(bounds("non-zero u8"), (json!(1), json!(255)));
        assert_eq!(integer(named("non-zero i8"))["not"], json!({ "const": 0 }));
        assert_eq!(number(Integer::from(u128::MAX)), json!(u128::MAX as f64));
        assert_eq!(number(Integer::from(i128::MIN)), json!(i128::MIN as f64));
    }

    #[test]
    fn formats_hold_for_what_forms_write() {
        for form in [
            "uuid",
            "uuid-hyphenated",
            "ipv4",
            "ipv6",
            "rfc3339",
            "date",
            "url",
        ] {
            let schema = json!({ "format": format_of(form).unwrap() });
            let options = jsonschema::options().should_validate_formats(true);
            let validator = options.build(&schema).unwrap();
            for sample in &crate::known::form(form).samples {
                assert!(validator.is_valid(&json!(sample)), "{form}: {sample}");
            }
        }
    }
}
