//! What small function bodies say: default values, skip conditions, conversions.
//!
//! Only forms that leave no doubt are read; everything else is compared as text. Bodies are looked at as tokens.

use super::tokens::tokens;
use crate::wire::{IntType, Integer};

/// A value that a body can give, as far as it is read.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Expr {
    Bool(bool),
    Int(Integer),
    Float(f64),
    Str(String),
    Char(char),
    None,
    Some(Box<Expr>),
    /// An empty `Vec`, `String`, map.
    Empty,
    /// `Default::default()`, `T::default()`, `T::new()` of a type that is the field's own.
    Default,
    /// `Enum::Variant`, the last segment.
    Variant(String),
    /// `path()`, to be followed.
    Call(Vec<String>),
    /// `path`, to be followed.
    Path(Vec<String>),
}

/// The single expression of a body `{ … }`.
pub(super) fn body_value(body: &str) -> Option<Expr> {
    let tokens = tokens(body);
    let inner = tokens
        .strip_prefix(&["{".to_owned()][..])?
        .strip_suffix(&["}".to_owned()][..])?;
    value(inner)
}

/// The value of an expression.
pub(super) fn value(tokens: &[String]) -> Option<Expr> {
    let texts: Vec<&str> = tokens.iter().map(String::as_str).collect();
    match texts.as_slice() {
        ["true"] => Some(Expr::Bool(true)),
        ["false"] => Some(Expr::Bool(false)),
        ["None"] | ["Option", "::", "None"] => Some(Expr::None),
        ["(", inner @ .., ")"] if balanced(inner) && !inner.contains(&",") => {
            value(&tokens[1..tokens.len() - 1])
        }
        ["Some", "(", .., ")"] => Some(Expr::Some(Box::new(value(&tokens[2..tokens.len() - 1])?))),
        ["-", number] => match literal(number)? {
            Expr::Int(number) => Some(Expr::Int(number.negated())),
            Expr::Float(number) => Some(Expr::Float(-number)),
            _ => None,
        },
        ["vec", "!", "[", "]"] | ["vec", "!", "(", ")"] => Some(Expr::Empty),
        [single] => literal(single).or_else(|| {
            let name = single
                .chars()
                .next()
                .is_some_and(|c| c.is_alphabetic() || c == '_');
            name.then(|| Expr::Path(vec![(*single).to_owned()]))
        }),
        [
            text,
            ".",
            "to_string" | "to_owned" | "into" | "to_lowercase",
            "(",
            ")",
        ]
        | ["String", "::", "from", "(", text, ")"]
            if text.starts_with('"') && texts[2] != "to_lowercase" =>
        {
            literal(text)
        }
        [path @ .., "(", ")"] => {
            let segments = path_segments(path)?;
            match segments.last()?.as_str() {
                "default" => Some(Expr::Default),
                "new" if matches!(segments.iter().rev().nth(1).map(String::as_str), Some(known) if is_container(known)) => {
                    Some(Expr::Empty)
                }
                _ => Some(Expr::Call(segments)),
            }
        }
        [.., "::", name] => {
            let segments = path_segments(&texts)?;
            let kind = segments.iter().rev().nth(1)?.chars().next()?;
            if kind.is_uppercase()
                && name.chars().next()?.is_uppercase()
                && name.chars().any(char::is_lowercase)
            {
                Some(Expr::Variant((*name).to_owned()))
            } else {
                Some(Expr::Path(segments))
            }
        }
        _ => None,
    }
}

fn is_container(name: &str) -> bool {
    matches!(
        name,
        "Vec"
            | "String"
            | "HashMap"
            | "BTreeMap"
            | "HashSet"
            | "BTreeSet"
            | "VecDeque"
            | "IndexMap"
            | "IndexSet"
    )
}

pub(super) fn balanced(tokens: &[&str]) -> bool {
    let mut depth = 0i32;
    for token in tokens {
        match *token {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth -= 1,
            _ => {}
        }
        if depth < 0 {
            return false;
        }
    }
    depth == 0
}

/// The names of a path, without generic arguments.
fn path_segments(tokens: &[&str]) -> Option<Vec<String>> {
    let mut segments = Vec::new();
    let mut depth = 0;
    for token in tokens {
        match *token {
            "<" => depth += 1,
            ">" => depth -= 1,
            _ if depth > 0 => {}
            "::" => {}
            name if name.chars().all(|c| c.is_alphanumeric() || c == '_') => {
                segments.push(name.to_owned())
            }
            _ => return None,
        }
    }
    (depth == 0 && !segments.is_empty()).then_some(segments)
}

/// A literal.
pub(super) fn literal(token: &str) -> Option<Expr> {
    if let Some(text) = token.strip_prefix('"') {
        return Some(Expr::Str(unescape(text.strip_suffix('"')?)?));
    }
    if let Some(text) = token.strip_prefix('\'') {
        let text = unescape(text.strip_suffix('\'')?)?;
        let mut characters = text.chars();
        return characters
            .next()
            .filter(|_| characters.next().is_none())
            .map(Expr::Char);
    }
    if !token.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let plain: String = token.chars().filter(|&c| c != '_').collect();
    let radix = |prefix: &str, radix| {
        plain
            .strip_prefix(prefix)
            .map(|digits| (digits.to_owned(), radix))
    };
    let (digits, radix) = radix("0x", 16)
        .or_else(|| radix("0o", 8))
        .or_else(|| radix("0b", 2))
        .unwrap_or((plain.clone(), 10));
    let suffix = digits
        .find(['i', 'u'])
        .filter(|&at| IntType::parse(&digits[at..]).is_some());
    let digits = &digits[..suffix.unwrap_or(digits.len())];
    if let Ok(number) = u128::from_str_radix(digits, radix) {
        return Some(Expr::Int(Integer::from(number)));
    }
    let float = digits
        .strip_suffix("f64")
        .or_else(|| digits.strip_suffix("f32"))
        .unwrap_or(digits);
    float.parse().ok().map(Expr::Float)
}

fn unescape(text: &str) -> Option<String> {
    let mut result = String::new();
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        if character != '\\' {
            result.push(character);
            continue;
        }
        result.push(match characters.next()? {
            'n' => '\n',
            't' => '\t',
            'r' => '\r',
            '0' => '\0',
            other @ ('\\' | '"' | '\'') => other,
            _ => return None,
        });
    }
    Some(result)
}

#[cfg(test)]
mod tests {
    use super::{Expr, body_value};
    use crate::wire::Integer;

    fn int(value: i128) -> Expr {
        Expr::Int(Integer::from(value))
    }

    #[test]
    fn simple_values_are_read() {
        assert_eq!(body_value("{ 10 }"), Some(int(10)));
        assert_eq!(body_value("{ -1_000i64 }"), Some(int(-1000)));
        assert_eq!(
            body_value("{ \"EUR\".to_string() }"),
            Some(Expr::Str("EUR".to_owned()))
        );
        assert_eq!(
            body_value("{ String::from(\"EUR\") }"),
            Some(Expr::Str("EUR".to_owned()))
        );
        assert_eq!(
            body_value("{ Some(0xff) }"),
            Some(Expr::Some(Box::new(int(255))))
        );
        assert_eq!(body_value("{ Vec::new() }"), Some(Expr::Empty));
        assert_eq!(
            body_value("{ Currency::Eur }"),
            Some(Expr::Variant("Eur".to_owned()))
        );
        assert_eq!(
            body_value("{ u32::MAX }"),
            Some(Expr::Path(vec!["u32".to_owned(), "MAX".to_owned()]))
        );
        assert_eq!(body_value("{ compute(1) }"), None);
        assert_eq!(body_value("{ let x = 1; x }"), None);
    }
}
