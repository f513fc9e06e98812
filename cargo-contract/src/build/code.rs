//! What small function bodies say: default values, skip conditions, conversions.
//!
//! Only forms that leave no doubt are read; everything else is compared as text. Bodies are looked at as tokens.

use crate::wire::{IntType, Integer};

/// The tokens of a text, without comments: two texts that mean the same to the compiler, layout aside, are equal.
pub(crate) fn tokens(text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let rest = &text[at..];
        let first = rest.chars().next().expect("the rest is not empty");
        let length = if first.is_whitespace() {
            at += first.len_utf8();
            continue;
        } else if rest.starts_with("//") {
            at += rest.find('\n').unwrap_or(rest.len());
            continue;
        } else if rest.starts_with("/*") {
            at += block_comment(rest);
            continue;
        } else if first.is_alphabetic() || first == '_' {
            match raw_string(rest) {
                Some(length) => length,
                None => rest
                    .find(|c: char| !c.is_alphanumeric() && c != '_')
                    .unwrap_or(rest.len()),
            }
        } else if first.is_ascii_digit() {
            number(rest)
        } else if first == '"' {
            string(rest)
        } else if first == '\'' {
            character(rest)
        } else if let Some(operator) = ["::", "->", "=>", "==", "!=", "<=", ">=", "&&", "||", ".."]
            .iter()
            .find(|operator| rest.starts_with(**operator))
        {
            operator.len()
        } else {
            first.len_utf8()
        };
        tokens.push(rest[..length].to_owned());
        at += length;
    }
    tokens
}

/// A text with its layout taken out.
pub(super) fn normalised(text: &str) -> String {
    tokens(text).join(" ")
}

fn block_comment(rest: &str) -> usize {
    let mut depth = 0usize;
    let mut at = 0;
    let bytes = rest.as_bytes();
    while at < bytes.len() {
        if bytes[at..].starts_with(b"/*") {
            depth += 1;
            at += 2;
        } else if bytes[at..].starts_with(b"*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += 1;
        }
    }
    rest.len()
}

fn raw_string(rest: &str) -> Option<usize> {
    let after = rest.strip_prefix("br").or_else(|| rest.strip_prefix('r'))?;
    let hashes = after.len() - after.trim_start_matches('#').len();
    let inner = after[hashes..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    let length = inner.find(&end)?;
    Some(rest.len() - inner.len() + length + end.len())
}

fn string(rest: &str) -> usize {
    let mut escaped = false;
    for (index, character) in rest.char_indices().skip(1) {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return index + 1,
            _ => {}
        }
    }
    rest.len()
}

/// A character literal, or a lifetime.
fn character(rest: &str) -> usize {
    let mut characters = rest.char_indices().skip(1);
    match (characters.next(), characters.next()) {
        (Some((_, '\\')), Some(_)) => rest[3..].find('\'').map_or(rest.len(), |end| end + 4),
        (Some(_), Some((end, '\''))) => end + 1,
        _ => {
            1 + rest[1..]
                .find(|c: char| !c.is_alphanumeric() && c != '_')
                .unwrap_or(rest.len() - 1)
        }
    }
}

fn number(rest: &str) -> usize {
    let mut end = 0;
    let mut dots = 0;
    for (index, character) in rest.char_indices() {
        let next = rest[index + character.len_utf8()..].chars().next();
        let fits = character.is_alphanumeric()
            || character == '_'
            || (character == '.'
                && dots == 0
                && next.is_some_and(|c| c.is_ascii_digit())
                && !rest.starts_with("0x"))
            || (matches!(character, '-' | '+') && rest[..index].ends_with(['e', 'E']) && dots == 1);
        if !fits {
            break;
        }
        dots += usize::from(character == '.');
        end = index + character.len_utf8();
    }
    end
}

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

fn balanced(tokens: &[&str]) -> bool {
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

/// When a value is left out, as the body of the condition says it.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Condition {
    IsNone,
    IsEmpty,
    Equals(Expr),
    Never,
}

/// The condition in the body of a function of one parameter.
pub(super) fn body_condition(body: &str, parameter: &str) -> Option<Condition> {
    let tokens = tokens(body);
    let inner = tokens
        .strip_prefix(&["{".to_owned()][..])?
        .strip_suffix(&["}".to_owned()][..])?;
    let texts: Vec<&str> = inner.iter().map(String::as_str).collect();
    // Dereferences in front of the parameter say nothing.
    let is_parameter = |tokens: &[&str]| {
        let rest: Vec<&str> = tokens
            .iter()
            .copied()
            .filter(|token| !matches!(*token, "*" | "&"))
            .collect();
        rest == [parameter]
    };
    match texts.as_slice() {
        ["false"] => Some(Condition::Never),
        [name, ".", "is_none", "(", ")"] if *name == parameter => Some(Condition::IsNone),
        [name, ".", "is_empty", "(", ")"] if *name == parameter => Some(Condition::IsEmpty),
        ["!", rest @ ..] if is_parameter(rest) => Some(Condition::Equals(Expr::Bool(false))),
        tokens if is_parameter(tokens) => Some(Condition::Equals(Expr::Bool(true))),
        tokens => {
            let at = tokens.iter().position(|token| *token == "==")?;
            let (left, right) = (&tokens[..at], &tokens[at + 1..]);
            let other = if is_parameter(left) {
                right
            } else if is_parameter(right) {
                left
            } else {
                return None;
            };
            let other: Vec<String> = other
                .iter()
                .skip_while(|token| **token == "&")
                .map(|token| (*token).to_owned())
                .collect();
            value(&other).map(Condition::Equals)
        }
    }
}

/// What a conversion function does.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Conversion {
    /// Nothing: the value's own.
    Own,
    /// Something of this shape: a primitive type's name, or `str`.
    As(String),
}

/// What the body of a `serialize` function writes.
pub(super) fn written_by(body: &str, value: &str, serializer: &str) -> Option<Conversion> {
    let tokens = tokens(body);
    let inner = tokens
        .strip_prefix(&["{".to_owned()][..])?
        .strip_suffix(&["}".to_owned()][..])?;
    let texts: Vec<&str> = inner.iter().map(String::as_str).collect();
    match texts.as_slice() {
        [own, ".", "serialize", "(", to, ")"] if *own == value && *to == serializer => {
            Some(Conversion::Own)
        }
        [.., "::", "serialize", "(", own, ",", to, ")"] if *own == value && *to == serializer => {
            (texts[..texts.len() - 7].iter().all(|token| *token != "(")).then_some(Conversion::Own)
        }
        [to, ".", method, "(", argument @ .., ")"] if *to == serializer && balanced(argument) => {
            let shape = match method.strip_prefix("serialize_").unwrap_or("str") {
                _ if *method == "collect_str" => "str",
                shape @ ("bool" | "char" | "str" | "bytes" | "unit" | "f32" | "f64") => shape,
                shape if IntType::parse(shape).is_some() => shape,
                _ => return None,
            };
            let plain: Vec<&str> = argument
                .iter()
                .copied()
                .filter(|token| !matches!(*token, "*" | "&"))
                .collect();
            let own = plain == [value] || plain == [value, ".", "as_str", "(", ")"];
            Some(Conversion::As(if own && *method != "collect_str" {
                format!("own {shape}")
            } else {
                shape.to_owned()
            }))
        }
        _ => None,
    }
}

/// What the body of a `deserialize` function reads.
pub(super) fn read_by(body: &str, deserializer: &str) -> Option<Conversion> {
    let tokens = tokens(body);
    let inner = tokens
        .strip_prefix(&["{".to_owned()][..])?
        .strip_suffix(&["}".to_owned()][..])?;
    let texts: Vec<&str> = inner.iter().map(String::as_str).collect();
    let at = texts
        .windows(4)
        .position(|part| part[0] == "deserialize" && part[1] == "(" && part[2] == deserializer)?;
    let (path, rest) = (&texts[..at], &texts[at + 4..]);
    let path = path.strip_suffix(&["::"][..])?;
    if rest.is_empty() {
        return path
            .iter()
            .all(|token| !matches!(*token, ";" | "(" | "{" | "="))
            .then_some(Conversion::Own);
    }
    // `T::deserialize(d).map(…)`, or `let x = T::deserialize(d)?; …` which may refuse.
    let start = path
        .iter()
        .rposition(|token| matches!(*token, "=" | ";" | "(" | "{"))
        .map_or(0, |at| at + 1);
    let name: Vec<&str> = path[start..]
        .iter()
        .copied()
        .filter(|token| !matches!(*token, "<" | ">"))
        .collect();
    match name.as_slice() {
        ["String"] => Some(Conversion::As("str".to_owned())),
        [name] if super::program::is_primitive(name) => Some(Conversion::As((*name).to_owned())),
        _ => None,
    }
}

/// Whether a `deserialize` body can only refuse what its inner type refuses: `T::deserialize(d).map(…)`.
pub(super) fn is_infallible(body: &str) -> bool {
    let tokens = tokens(body);
    let maps = tokens
        .windows(3)
        .any(|part| part[0] == ")" && part[1] == "." && part[2] == "map");
    maps && !tokens
        .iter()
        .any(|token| token == "?" || token == "Err" || token.contains("and_then"))
}

/// The fields of a struct literal `Self { a: 1, b }` that is the whole body.
pub(super) fn literal_fields(body: &str) -> Option<Vec<(String, Expr)>> {
    let tokens = tokens(body);
    let inner = tokens
        .strip_prefix(&["{".to_owned()][..])?
        .strip_suffix(&["}".to_owned()][..])?;
    let open = inner.iter().position(|token| token == "{")?;
    if inner.last()? != "}"
        || inner[..open]
            .iter()
            .any(|token| token == ";" || token == "(")
    {
        return None;
    }
    let mut fields = Vec::new();
    let mut depth = 0i32;
    let mut part: Vec<String> = Vec::new();
    let mut parts = Vec::new();
    for token in &inner[open + 1..inner.len() - 1] {
        match token.as_str() {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth -= 1,
            "," if depth == 0 => {
                parts.push(std::mem::take(&mut part));
                continue;
            }
            _ => {}
        }
        part.push(token.clone());
    }
    parts.push(part);
    for part in parts.iter().filter(|part| !part.is_empty()) {
        match part.as_slice() {
            [name, colon, rest @ ..] if colon == ":" => {
                if let Some(value) = value(rest) {
                    fields.push((name.clone(), value));
                }
            }
            [base, rest @ ..] if base == ".." && value(rest) != Some(Expr::Default) => return None,
            _ => {}
        }
    }
    Some(fields)
}

#[cfg(test)]
mod tests {
    use super::{
        Condition, Conversion, Expr, body_condition, body_value, literal_fields, normalised,
        read_by, tokens, written_by,
    };
    use crate::wire::Integer;

    fn int(value: i128) -> Expr {
        Expr::Int(Integer::from(value))
    }

    #[test]
    fn layout_and_comments_are_no_tokens() {
        assert_eq!(normalised("a /* b /* c */ */ +\n1 // d"), "a + 1");
        assert_eq!(
            tokens("'a' 'static \"x\\\"y\" r#\"q\"# 1.5e-3 1..2"),
            [
                "'a'",
                "'static",
                "\"x\\\"y\"",
                "r#\"q\"#",
                "1.5e-3",
                "1",
                "..",
                "2"
            ]
        );
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

    #[test]
    fn conditions_are_read() {
        let condition = |body| body_condition(body, "v");
        assert_eq!(condition("{ *v == 0 }"), Some(Condition::Equals(int(0))));
        assert_eq!(condition("{ 0 == *v }"), Some(Condition::Equals(int(0))));
        assert_eq!(
            condition("{ !v }"),
            Some(Condition::Equals(Expr::Bool(false)))
        );
        assert_eq!(
            condition("{ v == &u32::default() }"),
            Some(Condition::Equals(Expr::Default))
        );
        assert_eq!(condition("{ v.is_empty() }"), Some(Condition::IsEmpty));
        assert_eq!(condition("{ *v > 3 }"), None);
    }

    #[test]
    fn conversions_are_read() {
        assert_eq!(
            written_by("{ s.serialize_u64(*v) }", "v", "s"),
            Some(Conversion::As("own u64".to_owned()))
        );
        assert_eq!(
            written_by("{ s.serialize_u64(v.as_secs()) }", "v", "s"),
            Some(Conversion::As("u64".to_owned()))
        );
        assert_eq!(
            written_by("{ v.serialize(s) }", "v", "s"),
            Some(Conversion::Own)
        );
        assert_eq!(
            read_by("{ u64::deserialize(d) }", "d"),
            Some(Conversion::Own)
        );
        let mapped = "{ u64::deserialize(d).map(Duration::from_secs) }";
        assert_eq!(read_by(mapped, "d"), Some(Conversion::As("u64".to_owned())));
        assert!(super::is_infallible(mapped));
        let text = "{ let s = String::deserialize(d)?; s.parse().map_err(D::Error::custom) }";
        assert_eq!(read_by(text, "d"), Some(Conversion::As("str".to_owned())));
        assert!(!super::is_infallible(text));
    }

    #[test]
    fn struct_literals_are_read() {
        let fields = literal_fields(
            "{ Self { qty: 1, name: \"x\".into(), other: f(2), ..Default::default() } }",
        );
        let fields = fields.expect("a literal");
        assert_eq!(fields[0], ("qty".to_owned(), int(1)));
        assert_eq!(fields.len(), 2);
    }
}
