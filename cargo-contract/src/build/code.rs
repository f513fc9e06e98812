//! Literals, and brackets.

use crate::wire::{IntType, Integer};

/// What a literal says.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Literal {
    Int(Integer),
    Float(f64),
    Str(String),
    Char(char),
}

/// Whether all brackets are closed.
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

/// A literal.
pub(super) fn literal(token: &str) -> Option<Literal> {
    if let Some(text) = token.strip_prefix('"') {
        return Some(Literal::Str(unescape(text.strip_suffix('"')?)?));
    }
    if let Some(text) = token.strip_prefix('\'') {
        let text = unescape(text.strip_suffix('\'')?)?;
        let mut characters = text.chars();
        return characters
            .next()
            .filter(|_| characters.next().is_none())
            .map(Literal::Char);
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
        return Some(Literal::Int(Integer::from(number)));
    }
    let float = digits
        .strip_suffix("f64")
        .or_else(|| digits.strip_suffix("f32"))
        .unwrap_or(digits);
    float.parse().ok().map(Literal::Float)
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
    use super::{Literal, literal};
    use crate::wire::Integer;

    #[test]
    fn literals_are_read() {
        let int = |value: i128| Some(Literal::Int(Integer::from(value)));
        assert_eq!(literal("1_000i64"), int(1000));
        assert_eq!(literal("0xff"), int(255));
        assert_eq!(literal("0xA_u32"), int(10));
        assert_eq!(literal("\"a\\n\""), Some(Literal::Str("a\n".to_owned())));
        assert_eq!(literal("1.5f32"), Some(Literal::Float(1.5)));
        assert_eq!(literal("name"), None);
    }
}
