//! Values of arguments: which texts a type takes, how many there may be at once, and what a default comes to.

use crate::build::tokens;

/// Whether what one type takes is taken by another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fits {
    All,
    /// Not this one.
    Not(String),
    Unknown,
}

/// What texts a type of `std` takes.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Texts {
    Any,
    /// Any that is not empty.
    Path,
    Integer(i128, u128),
    NotZero(i128, u128),
    Float,
    Bool,
    Char,
}

impl Texts {
    fn of(ty: &str) -> Option<Texts> {
        if let Some(inner) = ty.strip_prefix("NonZero").filter(|it| !it.is_empty()) {
            return match Texts::of(&inner.to_lowercase())? {
                Texts::Integer(low, high) => Some(Texts::NotZero(low, high)),
                _ => None,
            };
        }
        Some(match ty {
            "String" | "OsString" | "str" | "OsStr" => Texts::Any,
            "PathBuf" | "Path" => Texts::Path,
            "f32" | "f64" => Texts::Float,
            "bool" => Texts::Bool,
            "char" => Texts::Char,
            _ => {
                let bits = |digits: &str| match digits {
                    "size" => Some(64),
                    "8" | "16" | "32" | "64" | "128" => digits.parse::<u32>().ok(),
                    _ => None,
                };
                match (ty.strip_prefix('u'), ty.strip_prefix('i')) {
                    (Some(digits), _) => Texts::Integer(0, u128::MAX >> (128 - bits(digits)?)),
                    (_, Some(digits)) => {
                        let bits = bits(digits)?;
                        let high = i128::MAX >> (128 - bits);
                        Texts::Integer(-high - 1, high.unsigned_abs())
                    }
                    _ => return None,
                }
            }
        })
    }

    /// A text that it takes.
    fn sample(self) -> &'static str {
        match self {
            Texts::Any | Texts::Path | Texts::Char => "x",
            Texts::Integer(..) | Texts::NotZero(..) => "1",
            Texts::Float => "0.5",
            Texts::Bool => "true",
        }
    }
}

/// A text that a type takes; none if the type is not known.
pub(super) fn sample(ty: &str) -> Option<&'static str> {
    Texts::of(ty).map(Texts::sample)
}

/// Whether a type takes all that another one took.
pub(super) fn fits(old: &str, new: &str) -> Fits {
    let (Some(before), Some(now)) = (Texts::of(old), Texts::of(new)) else {
        return Fits::Unknown;
    };
    let not = |text: &str| Fits::Not(text.to_owned());
    match (before, now) {
        _ if before == now => Fits::All,
        (Texts::Any, Texts::Path) => not(""),
        (_, Texts::Any | Texts::Path) => Fits::All,
        (Texts::Any | Texts::Path, Texts::Char) => not("xx"),
        (Texts::Integer(..) | Texts::NotZero(..), Texts::Float) => Fits::All,
        (Texts::Integer(low, high), Texts::NotZero(..)) if low <= 0 && high > 0 => not("0"),
        (
            Texts::Integer(low, high) | Texts::NotZero(low, high),
            Texts::Integer(least, most) | Texts::NotZero(least, most),
        ) => match (high > most, low < least) {
            (true, _) => not(&(most + 1).to_string()),
            (_, true) => not(&(least - 1).to_string()),
            _ => Fits::All,
        },
        // What is a digit is a number, and more than that.
        (Texts::Integer(..) | Texts::NotZero(..) | Texts::Float, Texts::Char) => not("10"),
        (Texts::Integer(..) | Texts::NotZero(..), Texts::Bool) => not("1"),
        _ => not(before.sample()),
    }
}

/// How many values there may be at once: `1`, `0..=1`, `1..`; none if that is not written out.
pub(super) fn range(text: &str) -> Option<(usize, usize)> {
    let text: String = text
        .chars()
        .filter(|it| !matches!(it, ' ' | '(' | ')' | '"'))
        .collect();
    let number = |text: &str, none| match text {
        "" => Some(none),
        text => text.parse::<usize>().ok(),
    };
    match text.split_once("..") {
        None => text.parse().ok().map(|it| (it, it)),
        Some((low, high)) => {
            let low = number(low, 0)?;
            match high.strip_prefix('=') {
                Some(high) => Some((low, number(high, usize::MAX)?)),
                None if high.is_empty() => Some((low, usize::MAX)),
                None => Some((low, high.parse::<usize>().ok()?.checked_sub(1)?)),
            }
        }
    }
}

/// The text that code of a default comes to, if that can be seen: `5_u16` is `5`.
pub(super) fn literal(code: &str) -> Option<String> {
    const AROUND: &[&str] = &[
        "String",
        "PathBuf",
        "OsString",
        "::",
        ":",
        "from",
        ".",
        "to_string",
        "to_owned",
        "into",
        "(",
        ")",
    ];
    let mut found = None;
    let mut sign = "";
    for token in tokens(code) {
        match token.as_str() {
            "-" if found.is_none() => sign = "-",
            known if AROUND.contains(&known) => {}
            literal if found.is_none() => found = Some(one(literal)?),
            _ => return None,
        }
    }
    found.map(|text| format!("{sign}{text}"))
}

fn one(token: &str) -> Option<String> {
    let quoted = |quote: char| token.strip_prefix(quote)?.strip_suffix(quote);
    if let Some(inside) = quoted('"').or_else(|| quoted('\'')) {
        return (!inside.contains('\\')).then(|| inside.to_owned());
    }
    if matches!(token, "true" | "false") {
        return Some(token.to_owned());
    }
    if !token.starts_with(|it: char| it.is_ascii_digit()) || token.starts_with("0x") {
        return None;
    }
    let plain = token.replace('_', "");
    let end = plain.find(['u', 'i', 'f']).unwrap_or(plain.len());
    Some(plain[..end].to_owned())
}

#[cfg(test)]
mod tests {
    use super::{Fits, fits, literal, range};

    #[test]
    fn types_take_what_others_took() {
        for (old, new, not) in [
            ("u8", "u16", None),
            ("u16", "u8", Some("256")),
            ("i32", "u32", Some("-1")),
            ("u32", "i64", None),
            ("u64", "usize", None),
            (
                "u128",
                "i128",
                Some("170141183460469231731687303715884105728"),
            ),
            ("u8", "NonZeroU8", Some("0")),
            ("NonZeroU8", "u8", None),
            ("u8", "f64", None),
            ("f32", "u8", Some("0.5")),
            ("String", "PathBuf", Some("")),
            ("PathBuf", "String", None),
            ("String", "u8", Some("x")),
            ("bool", "u8", Some("true")),
            ("char", "String", None),
            ("u8", "char", Some("10")),
        ] {
            let expected = not.map_or(Fits::All, |it| Fits::Not(it.to_owned()));
            assert_eq!(fits(old, new), expected, "{old} {new}");
        }
        assert_eq!(fits("String", "OrderId"), Fits::Unknown);
    }

    #[test]
    fn numbers_of_values_are_read() {
        for (text, expected) in [
            ("1", Some((1, 1))),
            ("0 ..= 1", Some((0, 1))),
            ("1 ..", Some((1, usize::MAX))),
            ("..", Some((0, usize::MAX))),
            ("2 .. 4", Some((2, 3))),
            ("COUNT", None),
        ] {
            assert_eq!(range(text), expected, "{text}");
        }
    }

    #[test]
    fn defaults_come_to_texts() {
        for (code, text) in [
            ("5_000u16", Some("5000")),
            ("- 1", Some("-1")),
            ("String::from(\"a b\")", Some("a b")),
            ("\"x\".to_string()", Some("x")),
            ("true", Some("true")),
            ("Format::Json", None),
            ("LIMIT", None),
            ("f(1)", None),
        ] {
            assert_eq!(literal(code).as_deref(), text, "{code}");
        }
    }
}
