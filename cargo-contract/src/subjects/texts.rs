//! Texts that are put together: literals, `format!`, `concat!`.

use govern_facts::bindings::lookup;
use govern_facts::{ExprId, Expressions, ItemKind};

use super::code::Unit;
use super::follow::{Follower, Frame};
use super::ty::{Def, Ty, last};
use super::value::{Piece, Value, joined};

impl<'w> Follower<'_, 'w> {
    pub(super) fn macro_call(
        &self,
        unit: &Unit<'w>,
        id: ExprId,
        name: &str,
        args: &[(Option<String>, ExprId)],
        frame: &Frame,
    ) -> Value {
        let value = |id: ExprId| self.value(unit, id, frame);
        match name {
            "vec" => Value::List(args.iter().map(|(_, id)| value(*id)).collect()),
            "concat" => joined(
                args.iter()
                    .map(|(_, id)| value(*id).as_pieces(&self.shown(unit, *id), true))
                    .collect(),
            ),
            "format" | "format_args" => self.format(unit, id, args, frame),
            "env" | "option_env" => Value::unknown("it comes from the environment of the build"),
            "panic" | "unreachable" | "todo" | "unimplemented" | "bail" => Value::Nothing,
            _ => Value::unknown(format!("what `{name}!` makes")),
        }
    }

    fn format(
        &self,
        unit: &Unit<'w>,
        id: ExprId,
        args: &[(Option<String>, ExprId)],
        frame: &Frame,
    ) -> Value {
        let Some(((None, template), args)) = args.split_first() else {
            return Value::unknown("a format without a text");
        };
        let Some(template) = self.value(unit, *template, frame).literal() else {
            return Value::unknown("a format without a text");
        };
        let Some(parts) = template_parts(&template) else {
            return Value::unknown("a format that cannot be read");
        };
        let positional: Vec<ExprId> = args
            .iter()
            .filter_map(|(name, id)| name.is_none().then_some(*id))
            .collect();
        let mut next = 0;
        let mut pieces = Vec::new();
        for part in parts {
            let (name, spec) = match part {
                Part::Literal(text) => {
                    pieces.push(vec![vec![Piece::Literal(text)]]);
                    continue;
                }
                Part::Argument(name, spec) => (name, spec),
            };
            let argument = match name.parse::<usize>() {
                Ok(at) => positional.get(at).copied(),
                Err(_) if name.is_empty() => {
                    next += 1;
                    positional.get(next - 1).copied()
                }
                Err(_) => args
                    .iter()
                    .find(|(own, _)| own.as_deref() == Some(&name))
                    .map(|(_, id)| *id),
            };
            let (ty, shown) = match argument {
                Some(argument) => (self.type_of(unit, argument), self.shown(unit, argument)),
                None if name.is_empty() => return Value::unknown("a format that cannot be read"),
                // `{name}`: what has this name here.
                None => (self.captured_type(unit, id, &name), name.clone()),
            };
            let value = match argument {
                // Width, precision and `:?` change what is written.
                _ if spec => Value::unknown("it is written in a form of its own"),
                // That it is one token is all that matters.
                _ if self.is_token(&ty) => Value::unknown("it is a token"),
                Some(argument) => self.value(unit, argument, frame),
                None => self.captured(unit, id, &name, frame),
            };
            pieces.push(value.as_pieces(&shown, self.has_dots(&ty)));
        }
        joined(pieces)
    }

    fn captured(&self, unit: &Unit<'w>, at: ExprId, name: &str, frame: &Frame) -> Value {
        if let Some(value) = self.local(unit, at, name, frame) {
            return value;
        }
        // A constant of this name, in this file or imported into it.
        let facts = unit.facts;
        let constant = facts.items.iter().zip(0u32..).find(|(item, _)| {
            facts.text(item.name) == name
                && matches!(item.kind, ItemKind::Const { .. } | ItemKind::Static { .. })
        });
        match constant {
            Some((_, row)) => self.constant(Def {
                file: unit.file,
                item: govern_facts::ItemId(row),
            }),
            None => Value::unknown(format!("`{name}`")),
        }
    }

    fn captured_type(&self, unit: &Unit<'w>, at: ExprId, name: &str) -> Ty {
        let code = self.code.expressions(unit);
        let Some(bound) = lookup(code, at, name) else {
            return Ty::Unknown;
        };
        let mut ty = self.type_of_source(unit, at, &bound.source);
        for step in &bound.route {
            ty = self.stepped(&ty, step);
        }
        ty
    }

    /// Whether what an expression is written as may have dots.
    pub(super) fn spreads(&self, unit: &Unit<'w>, id: ExprId) -> bool {
        self.has_dots(&self.type_of(unit, id))
    }

    fn has_dots(&self, ty: &Ty) -> bool {
        !self.is_token(ty) && spreads(ty)
    }

    /// Whether the project says that values of a type are one token.
    fn is_token(&self, ty: &Ty) -> bool {
        matches!(ty, Ty::Item(def, _) if self.code.is_token(*def))
    }

    /// An expression as the source has it, shortened.
    pub(super) fn shown(&self, unit: &Unit<'w>, id: ExprId) -> String {
        let extent = self.code.expressions(unit).row(id).extent;
        let text = self.code.side.workspace.text(unit.file).ok();
        let text = text.and_then(|text| {
            let part = text.get(extent.start as usize..extent.end as usize)?;
            Some(part.split_whitespace().collect::<Vec<_>>().join(" "))
        });
        match text {
            Some(text) if text.chars().count() > 40 => {
                text.chars().take(39).collect::<String>() + "…"
            }
            Some(text) => text,
            None => "…".to_owned(),
        }
    }
}

/// Whether a value of a type may be written with dots. Of a type that is not known, it may.
fn spreads(ty: &Ty) -> bool {
    match ty {
        Ty::Plain(name) => !matches!(
            name.as_str(),
            "bool"
                | "char"
                | "i8"
                | "i16"
                | "i32"
                | "i64"
                | "i128"
                | "isize"
                | "u8"
                | "u16"
                | "u32"
                | "u64"
                | "u128"
                | "usize"
        ),
        Ty::External(path, _) => !matches!(
            last(path),
            "Uuid" | "Ulid" | "NaiveDate" | "Hyphenated" | "Simple"
        ),
        _ => true,
    }
}

pub(super) fn literal(text: &str) -> Value {
    match text {
        "true" => return Value::Bool(true),
        "false" => return Value::Bool(false),
        _ => {}
    }
    if let Some(text) = Expressions::string(text) {
        return Value::text(text);
    }
    let digits: String = text.chars().filter(|&it| it != '_').collect();
    let digits = digits.trim_end_matches("usize").trim_end_matches("isize");
    let digits = [
        "u8", "u16", "u32", "u64", "u128", "i8", "i16", "i32", "i64", "i128",
    ]
    .iter()
    .find_map(|suffix| digits.strip_suffix(suffix))
    .unwrap_or(digits);
    let number = match digits.strip_prefix("0x") {
        Some(hex) => i128::from_str_radix(hex, 16).ok(),
        None => digits.parse().ok(),
    };
    number.map_or(Value::unknown("a literal"), Value::Number)
}

/// A part of the text of `format!`.
#[derive(Debug, PartialEq, Eq)]
enum Part {
    Literal(String),
    /// Its name or number, and whether something is said about its form.
    Argument(String, bool),
}

fn template_parts(template: &str) -> Option<Vec<Part>> {
    let mut parts = Vec::new();
    let mut literal = String::new();
    let mut chars = template.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '{' | '}' if chars.peek() == Some(&c) => {
                chars.next();
                literal.push(c);
            }
            '{' => {
                let inside: String = chars.by_ref().take_while(|&c| c != '}').collect();
                if !literal.is_empty() {
                    parts.push(Part::Literal(std::mem::take(&mut literal)));
                }
                let (name, spec) = match inside.split_once(':') {
                    Some((name, spec)) => (name, !spec.is_empty()),
                    None => (inside.as_str(), false),
                };
                parts.push(Part::Argument(name.trim().to_owned(), spec));
            }
            '}' => return None,
            other => literal.push(other),
        }
    }
    if !literal.is_empty() {
        parts.push(Part::Literal(literal));
    }
    Some(parts)
}

#[cfg(test)]
mod tests {
    use super::{Part, Value, literal, template_parts};

    #[test]
    fn templates_have_parts() {
        let argument = |name: &str, spec| Part::Argument(name.to_owned(), spec);
        let text = |text: &str| Part::Literal(text.to_owned());
        assert_eq!(
            template_parts("a.{}.{{x}}.{b:04}{0}").unwrap(),
            [
                text("a."),
                argument("", false),
                text(".{x}."),
                argument("b", true),
                argument("0", false)
            ]
        );
        assert_eq!(template_parts("a}"), None);
    }

    #[test]
    fn literals_have_values() {
        assert_eq!(literal("1_000u64"), Value::Number(1000));
        assert_eq!(literal("0x10"), Value::Number(16));
        assert_eq!(literal("r#\"a\"#"), Value::text("a"));
        assert_eq!(literal("true"), Value::Bool(true));
        assert!(matches!(literal("1.5"), Value::Unknown(_)));
    }
}
