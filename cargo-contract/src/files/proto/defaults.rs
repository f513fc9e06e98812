//! What is read where a field was left out.

use super::model::Ty;

/// The value of a field that says this, or nothing: written in one way only. None if there is no such value; enums have what
/// is said.
pub(super) fn of(ty: &Ty, said: Option<&str>) -> Option<String> {
    match ty {
        Ty::Scalar("string" | "bytes") => Some(said.unwrap_or_default().to_owned()),
        Ty::Scalar("bool") => Some(said.unwrap_or("false").to_owned()),
        Ty::Scalar("float" | "double") => {
            let said = said.unwrap_or("0").replace(' ', "");
            Some(
                said.parse::<f64>()
                    .map_or(said, |it| (it + 0.0).to_string()),
            )
        }
        Ty::Scalar(_) => {
            let said = said.unwrap_or("0").replace(' ', "");
            Some(integer(&said).map_or(said, |it| it.to_string()))
        }
        Ty::Enum(_) | Ty::Named(_) => said.map(str::to_owned),
        Ty::Message(_) | Ty::Group(_) | Ty::Map(_) => None,
    }
}

/// An integer as protobuf writes it: `0x1f` and `017`, too.
fn integer(text: &str) -> Option<i128> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, text),
    };
    let value = if let Some(hex) = digits
        .strip_prefix("0x")
        .or_else(|| digits.strip_prefix("0X"))
    {
        i128::from_str_radix(hex, 16).ok()?
    } else if let Some(octal) = digits.strip_prefix('0').filter(|it| !it.is_empty()) {
        i128::from_str_radix(octal, 8).ok()?
    } else {
        digits.parse().ok()?
    };
    Some(sign * value)
}

#[cfg(test)]
mod tests {
    use super::of;
    use crate::files::proto::model::Ty;

    #[test]
    fn what_is_left_out_is_zero() {
        for (ty, said, same) in [
            ("int32", Some("0"), true),
            ("uint32", Some("0x0"), true),
            ("int64", Some("-1"), false),
            ("bool", Some("false"), true),
            ("string", Some(""), true),
            ("double", Some("-0.0"), true),
            ("float", Some("0.5"), false),
        ] {
            let ty = Ty::Scalar(ty);
            assert_eq!(of(&ty, said) == of(&ty, None), same, "{ty:?} {said:?}");
        }
        let ty = Ty::Scalar("float");
        assert_eq!(of(&ty, Some("1")), of(&ty, Some("1.00")));
    }
}
