//! What small function bodies do: conditions, conversions, struct literals. Only forms that leave no doubt are read.

use super::code::balanced;
use super::tokens::tokens;
use crate::wire::IntType;

/// When a value is left out, as the body of the condition says it.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Condition {
    IsNone,
    IsEmpty,
    /// The text of the value.
    Equals(String),
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
        ["!", rest @ ..] if is_parameter(rest) => Some(Condition::Equals("false".to_owned())),
        tokens if is_parameter(tokens) => Some(Condition::Equals("true".to_owned())),
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
            Some(Condition::Equals(other.join(" ")))
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
    if writes_option(&texts, value, serializer) {
        return Some(Conversion::Own);
    }
    match texts.as_slice() {
        [own, ".", "serialize", "(", to, ")"] if *own == value && *to == serializer => {
            Some(Conversion::Own)
        }
        [path @ .., "::", "serialize", "(", own, ",", to, ")"]
            if *own == value && *to == serializer =>
        {
            is_of_trait(path, "Serialize").then_some(Conversion::Own)
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

/// Whether a body writes an option as it is written anyway: `serialize_some` of what is in it, and `serialize_none`.
fn writes_option(body: &[&str], value: &str, serializer: &str) -> bool {
    // Blocks, commas and references say nothing here.
    let says = |token: &&str| !matches!(*token, "{" | "}" | "," | "&" | "*" | "ref");
    let body: Vec<&str> = body.iter().copied().filter(says).collect();
    let ["match", of, arms @ ..] = &body[..] else {
        return false;
    };
    let some = |arm: &[&str]| match arm {
        [
            "Some",
            "(",
            name,
            ")",
            "=>",
            to,
            ".",
            "serialize_some",
            "(",
            written,
            ")",
        ] => name == written && *to == serializer,
        _ => false,
    };
    let none = |arm: &[&str]| match arm {
        ["None", "=>", to, ".", "serialize_none", "(", ")"] => *to == serializer,
        _ => false,
    };
    let second = arms.iter().rposition(|it| matches!(*it, "Some" | "None"));
    let (first, second) = arms.split_at(second.unwrap_or_default());
    *of == value && (some(first) && none(second) || none(first) && some(second))
}

/// Whether a path in front of a function is a type or the trait, and no module, which may do anything.
fn is_of_trait(path: &[&str], name: &str) -> bool {
    match path.last() {
        Some(&">") => path.first() == Some(&"<") || is_type(path.first()),
        Some(last) => *last == name || is_type(Some(last)),
        None => false,
    }
}

/// Whether a name is that of a type, by how it is written.
fn is_type(name: Option<&&str>) -> bool {
    name.is_some_and(|name| {
        name.starts_with(char::is_uppercase) || super::program::is_primitive(name)
    })
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
        let is_own = path
            .iter()
            .all(|token| !matches!(*token, ";" | "(" | "{" | "="));
        return (is_own && is_of_trait(path, "Deserialize")).then_some(Conversion::Own);
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

#[cfg(test)]
mod tests {
    use super::{Condition, Conversion, body_condition, is_infallible, read_by, written_by};

    #[test]
    fn conditions_are_read() {
        let condition = |body| body_condition(body, "v");
        let equals = |text: &str| Some(Condition::Equals(text.to_owned()));
        assert_eq!(condition("{ *v == 0 }"), equals("0"));
        assert_eq!(condition("{ 0 == *v }"), equals("0"));
        assert_eq!(condition("{ !v }"), equals("false"));
        assert_eq!(
            condition("{ v == &u32::default() }"),
            equals("u32 :: default ( )")
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
        for (body, expected) in [
            (
                "{ match v { Some(x) => s.serialize_some(x), None => s.serialize_none(), } }",
                true,
            ),
            (
                "{ match *v { None => s.serialize_none(), Some(ref x) => { s.serialize_some(&x) } } }",
                true,
            ),
            (
                "{ match v { Some(x) => s.serialize_some(&x.0), None => s.serialize_none() } }",
                false,
            ),
            (
                "{ match v { Some(x) => s.serialize_str(x), None => s.serialize_none() } }",
                false,
            ),
            (
                "{ match v { Some(x) => s.serialize_some(x), None => s.serialize_str(\"\") } }",
                false,
            ),
            (
                "{ match v { Some(_) => s.serialize_some(other), None => s.serialize_none() } }",
                false,
            ),
        ] {
            let own = written_by(body, "v", "s") == Some(Conversion::Own);
            assert_eq!(own, expected, "{body}");
        }
        // Modules may do anything.
        assert_eq!(written_by("{ seconds::serialize(v, s) }", "v", "s"), None);
        assert_eq!(read_by("{ seconds::deserialize(d) }", "d"), None);
        assert_eq!(
            written_by("{ serde::Serialize::serialize(v, s) }", "v", "s"),
            Some(Conversion::Own)
        );
        assert_eq!(
            read_by("{ Option::<u64>::deserialize(d) }", "d"),
            Some(Conversion::Own)
        );
        let mapped = "{ u64::deserialize(d).map(Duration::from_secs) }";
        assert_eq!(read_by(mapped, "d"), Some(Conversion::As("u64".to_owned())));
        assert!(is_infallible(mapped));
        let text = "{ let s = String::deserialize(d)?; s.parse().map_err(D::Error::custom) }";
        assert_eq!(read_by(text, "d"), Some(Conversion::As("str".to_owned())));
        assert!(!is_infallible(text));
    }
}
