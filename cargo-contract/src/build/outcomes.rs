//! What conversions of the workspace make of some values: their code is run.

use std::cell::Cell;

use super::builder::Builder;
use super::code::{Literal, literal};
use super::defaults::Function;
use super::frame::{FUEL, Frame};
use super::run::of_result;
use super::tokens::tokens;
use super::ty::Ty;
use crate::wire::{IntType, Integer, Shape, ShapeId, Value};

/// Texts that conversions often treat apart.
const TEXTS: [&str; 14] = [
    "abc",
    "",
    " ",
    "x",
    "Abc",
    " a ",
    "1",
    "-5",
    "1.5",
    "true",
    "a@b.c",
    "a b",
    "é",
    "0123456789abcdef",
];

/// What a conversion does, as far as it could be found out.
#[derive(Default)]
pub(super) struct Outcomes {
    /// Some values, and what they become; nothing if they are refused.
    pub(super) of: Vec<(Value, Option<Value>)>,
    /// Whether values are given back as they are, or refused.
    pub(super) keeps: bool,
}

impl Builder<'_, '_> {
    /// What `try_from` or `from` makes of values of the proxy's shape.
    pub(super) fn outcomes_of_conversion(
        &self,
        function: &Function,
        inner: ShapeId,
        own: &Ty,
    ) -> Outcomes {
        let [parameter] = function.params.as_slice() else {
            return Outcomes::default();
        };
        let of = self.outcomes(function, inner, own, |frame, value| {
            frame.locals.push((parameter.clone(), value));
        });
        let same = of
            .iter()
            .all(|(value, made)| made.as_ref().is_none_or(|made| made == value));
        Outcomes {
            keeps: !of.is_empty() && same && gives_back(&function.body, parameter),
            of,
        }
    }

    /// What a `deserialize` function makes of what it reads.
    pub(super) fn outcomes_of_reader(
        &self,
        function: &Function,
        inner: ShapeId,
        own: &Ty,
    ) -> Outcomes {
        let [parameter] = function.params.as_slice() else {
            return Outcomes::default();
        };
        let of = self.outcomes(function, inner, own, |frame, value| {
            frame.input = Some((parameter.clone(), value));
        });
        let same = of
            .iter()
            .all(|(value, made)| made.as_ref().is_none_or(|made| made == value));
        Outcomes {
            keeps: !of.is_empty()
                && same
                && what_is_read(&function.body, parameter)
                    .is_some_and(|(body, read)| gives_back(&body, &read)),
            of,
        }
    }

    fn outcomes(
        &self,
        function: &Function,
        inner: ShapeId,
        own: &Ty,
        give: impl Fn(&mut Frame<'_>, Value),
    ) -> Vec<(Value, Option<Value>)> {
        let samples = self.samples(inner, &function.body);
        let mut of = Vec::new();
        for value in samples {
            let fuel = Cell::new(FUEL);
            let scope = self.program.item(function.def).scope;
            let mut frame = Frame::new(function.def.instance, scope, &fuel);
            frame.self_ty = function.self_ty.clone();
            give(&mut frame, value.clone());
            let Some(made) = self.run_body(&mut frame, &function.body, Some(own)) else {
                return Vec::new();
            };
            let made = match of_result(&made) {
                Some(Ok(made)) => Some(made.clone()),
                Some(Err(())) => None,
                // `from` gives no result.
                None => Some(made),
            };
            of.push((value, made));
        }
        of
    }

    fn samples(&self, inner: ShapeId, body: &str) -> Vec<Value> {
        let literals: Vec<Literal> = tokens(body)
            .iter()
            .filter_map(|token| literal(token))
            .collect();
        match self.wire.shape(self.wire.read(inner)) {
            Shape::Int(ty) => numbers(*ty, &literals),
            Shape::Str(_) => {
                let mut texts: Vec<Value> = TEXTS
                    .iter()
                    .map(|text| Value::Str((*text).to_owned()))
                    .collect();
                for literal in literals {
                    match literal {
                        Literal::Str(text) => texts.push(Value::Str(text)),
                        // A length that is asked for.
                        Literal::Int(length) if length.magnitude() <= 300 => {
                            let length = length.magnitude() as usize;
                            for length in [length.saturating_sub(1), length, length + 1] {
                                texts.push(Value::Str("a".repeat(length)));
                            }
                        }
                        _ => {}
                    }
                }
                let mut seen = Vec::new();
                texts.retain(|text| {
                    !seen.contains(text) && {
                        seen.push(text.clone());
                        true
                    }
                });
                texts
            }
            _ => Vec::new(),
        }
    }
}

/// What the text of a number is read as.
pub(super) fn of_numbers(ty: IntType) -> Vec<(Value, Option<Value>)> {
    let written = numbers(ty, &[])
        .into_iter()
        .filter_map(|value| match value {
            Value::Int(number) => Some((Value::Str(number.to_string()), Some(value))),
            _ => None,
        });
    // Just above and below are texts of other numbers.
    let beyond = [ty.max().to_string(), ty.min().to_string()].map(|text| format!("{text}0"));
    let others = TEXTS.into_iter().map(str::to_owned).chain(beyond);
    let mut all: Vec<(Value, Option<Value>)> = written.collect();
    for text in others {
        let made = match super::run::parse_int(&text, ty) {
            Value::Variant { ident, payload, .. } if ident == "Ok" => Some(*payload),
            _ => None,
        };
        // `+1` and the like are read, too, and never written.
        let text = Value::Str(text);
        if !all.iter().any(|(known, _)| *known == text) {
            all.push((text, made));
        }
    }
    all
}

fn numbers(ty: IntType, literals: &[Literal]) -> Vec<Value> {
    let mut numbers: Vec<Integer> = [1i128, 0, -1, 2, 7, 10, 100].map(Integer::from).to_vec();
    numbers.extend([ty.max(), ty.min()]);
    for bits in [7, 8, 15, 16, 24, 31, 32, 53, 63, 64] {
        for offset in [-1, 0, 1] {
            let number = Integer::power(bits, offset);
            numbers.extend([number, number.negated()]);
        }
    }
    for literal in literals {
        if let Literal::Int(number) = literal
            && let Ok(number) = i128::try_from(number.magnitude())
        {
            for near in [number - 1, number, number + 1] {
                numbers.extend([Integer::from(near), Integer::from(-near)]);
            }
        }
    }
    let mut values: Vec<Value> = Vec::new();
    for number in numbers {
        let value = Value::Int(number);
        if ty.holds(number) && !values.contains(&value) {
            values.push(value);
        }
    }
    values
}

/// A `deserialize` body with one name for what it reads, and that name; none if it reads in several places.
pub(super) fn what_is_read(body: &str, deserializer: &str) -> Option<(String, String)> {
    let words = tokens(body);
    let reads = |at: usize| {
        let call = ["deserialize", "(", deserializer, ")", "?"];
        words[at..]
            .iter()
            .zip(call)
            .filter(|(word, wanted)| *word == wanted)
            .count()
            == call.len()
    };
    let mut places = (0..words.len()).filter(|at| reads(*at));
    let (at, None) = (places.next()?, places.next()) else {
        return None;
    };
    // The path in front: `String ::`, `< T as Deserialize > ::`.
    let is_path = |word: &String| {
        matches!(word.as_str(), "::" | "<" | ">" | "[" | "]" | "'de" | ",")
            || word.starts_with(|c: char| c.is_alphabetic() || c == '_')
                && !matches!(word.as_str(), "let" | "return")
    };
    let start = words[..at].iter().rposition(|word| !is_path(word))? + 1;
    let (before, after) = (&words[..start], &words[at + 5..]);
    // `let name = …;` at the beginning: the rest speaks of the name.
    if let [open, bind, name, equals] = before
        && (open.as_str(), bind.as_str(), equals.as_str()) == ("{", "let", "=")
        && after.first().is_some_and(|word| word == ";")
    {
        return Some((format!("{{ {}", after[1..].join(" ")), name.clone()));
    }
    let read = "value_read".to_owned();
    Some((
        format!("{} {read} {}", before.join(" "), after.join(" ")),
        read,
    ))
}

/// Whether every `Ok(…)` of a body holds the parameter and nothing else, perhaps in a struct of its own, and nothing else
/// is a result.
pub(super) fn gives_back(body: &str, parameter: &str) -> bool {
    let tokens = tokens(body);
    let words: Vec<&str> = tokens.iter().map(String::as_str).collect();
    let changes = |word: &&str| {
        matches!(
            *word,
            "mut" | "let" | "match" | "map" | "and_then" | "then" | "?"
        )
    };
    if words.iter().any(changes) {
        return false;
    }
    let mut results = 0;
    for (at, _) in words
        .windows(2)
        .enumerate()
        .filter(|(_, pair)| *pair == ["Ok", "("])
    {
        results += 1;
        let mut depth = 0i32;
        let inside = words[at + 1..].iter().take_while(|word| {
            match **word {
                "(" | "{" | "[" => depth += 1,
                ")" | "}" | "]" => depth -= 1,
                _ => {}
            }
            depth > 0
        });
        let names: Vec<&str> = inside
            .copied()
            .filter(|word| word.starts_with(|c: char| c.is_alphanumeric() || c == '_' || c == '"'))
            .filter(|word| !word.starts_with(char::is_uppercase))
            .collect();
        let plain = match names.as_slice() {
            [only] => *only == parameter,
            // `Self { field: parameter }`
            [_, value] => {
                *value == parameter && words[at + 1..].iter().take(8).any(|word| *word == ":")
            }
            _ => false,
        };
        if !plain {
            return false;
        }
    }
    // Whatever else is in tail position would be a result, too.
    let ends = words
        .iter()
        .rev()
        .skip(1)
        .position(|word| *word != "}")
        .map(|end| words.len() - 2 - end);
    let last_is_result = ends.is_some_and(|end| {
        let before = &words[..=end];
        before.last() == Some(&")") && {
            let mut depth = 0i32;
            let start = before.iter().rposition(|word| {
                match *word {
                    ")" => depth += 1,
                    "(" => depth -= 1,
                    _ => {}
                }
                depth == 0
            });
            start
                .and_then(|start| before.get(start.wrapping_sub(1)))
                .is_some_and(|word| matches!(*word, "Ok" | "Err"))
        }
    });
    results > 0 && last_is_result && !words.contains(&"=>")
}

#[cfg(test)]
mod tests {
    use super::{gives_back, what_is_read};

    #[test]
    fn what_is_read_has_one_name() {
        let read =
            |body| what_is_read(body, "d").is_some_and(|(body, read)| gives_back(&body, &read));
        assert!(read("{ let s = String::deserialize(d)?; Ok(Msg(s)) }"));
        assert!(read(
            "{ Ok(Msg(<String as Deserialize>::deserialize(d)?)) }"
        ));
        assert!(!read(
            "{ let s = String::deserialize(d)?; Ok(Msg(s.trim().to_owned())) }"
        ));
        assert!(!read("{ String::deserialize(d).map(Msg) }"));
    }

    #[test]
    fn only_the_parameter_itself_is_given_back() {
        let plain = |body| gives_back(body, "v");
        assert!(plain(
            "{ if v.is_empty() { Err(\"empty\".into()) } else { Ok(Msg(v)) } }"
        ));
        assert!(plain(
            "{ if v > 150 { return Err(format!(\"{v}\")); } Ok(Self { age: v }) }"
        ));
        assert!(!plain("{ Ok(Msg(v.trim().to_owned())) }"));
        assert!(!plain("{ Ok(Msg(v + 1)) }"));
        assert!(!plain("{ Self::new(v) }"));
        assert!(!plain("{ let v = v.trim(); Ok(Msg(v)) }"));
        assert!(!plain("{ if v > 3 { return Ok(Age(v)); } Age::parse(v) }"));
    }
}
