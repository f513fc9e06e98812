//! Where a variable that is written to a log comes from: `let text = String::from_utf8_lossy(&payload);`.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use govern_facts::bindings::{Source, Step, is_changed, lookup};
use govern_facts::{Edition, Expr, ExprId, Expressions, Extent};
use rustc_hash::FxHashMap;

use super::{TRANSPARENT, things};
use crate::settings::SensitiveWords;

/// How many variables are gone through from one to the next.
const FAR: usize = 8;

/// Functions that give what they are given in another form; with the type or crate before them where other functions have the
/// same name.
const FORMS: [&[&str]; 9] = [
    &["from_utf8"],
    &["from_utf8_lossy"],
    &["from_utf8_unchecked"],
    &["serde_json", "to_string"],
    &["serde_json", "to_string_pretty"],
    &["String", "from"],
    &["hex", "encode"],
    &["Some"],
    &["Ok"],
];

/// Where the variables of a file come from.
pub(super) struct Origins<'w> {
    text: Arc<str>,
    edition: Edition,
    words: &'w SensitiveWords,
    /// The functions that are in no other: what is bound in one is looked up nowhere else.
    functions: Vec<Extent>,
    /// What was read; none of that in which no name can be that of a secret.
    pieces: RefCell<BTreeMap<Extent, Option<Rc<Piece<'w>>>>>,
}

/// A function, or a file: places are those in its text.
struct Piece<'w> {
    text: String,
    edition: Edition,
    words: &'w SensitiveWords,
    code: Expressions,
    /// The calls of macros by where they begin.
    calls: FxHashMap<u32, ExprId>,
}

impl<'w> Origins<'w> {
    pub(super) fn new(
        text: Arc<str>,
        edition: Edition,
        words: &'w SensitiveWords,
        functions: Vec<Extent>,
    ) -> Self {
        Origins {
            text,
            edition,
            words,
            functions,
            pieces: RefCell::default(),
        }
    }

    /// The words that the value is named after which a variable is bound to where a macro is called, and where it stands; none if
    /// the variable may be anything else.
    pub(super) fn of(&self, call: u32, variable: &str) -> Option<(String, Extent)> {
        let behind = self.functions.partition_point(|it| it.start <= call);
        let around = self.functions[..behind].last();
        // What no function is around may stand anywhere: in the value of a constant, in the arguments of a macro.
        let all = Extent::new(0, self.text.len() as u32);
        let extent = around.filter(|it| call < it.end).copied().unwrap_or(all);
        let piece = self.piece(extent)?;
        let call = *piece.calls.get(&(call - extent.start))?;
        let (word, found) = piece.bound(call, variable, FAR)?;
        let found = Extent::new(extent.start + found.start, extent.start + found.end);
        Some((word, found))
    }

    fn piece(&self, extent: Extent) -> Option<Rc<Piece<'w>>> {
        let mut pieces = self.pieces.borrow_mut();
        let piece = pieces
            .entry(extent)
            .or_insert_with(|| self.read(extent).map(Rc::new));
        piece.clone()
    }

    fn read(&self, extent: Extent) -> Option<Piece<'w>> {
        let text = self.text.get(extent.start as usize..extent.end as usize)?;
        let lower = text.to_lowercase();
        let mut phrases = self.words.phrases();
        if !phrases.any(|phrase| phrase.iter().all(|word| lower.contains(word.as_str()))) {
            return None;
        }
        let code = Expressions::read(text, self.edition);
        let calls = code.iter().filter_map(|(id, row)| {
            matches!(row.expr, Expr::Macro { .. }).then_some((row.extent.start, id))
        });
        Some(Piece {
            text: text.to_owned(),
            edition: self.edition,
            words: self.words,
            calls: calls.collect(),
            code,
        })
    }
}

impl Piece<'_> {
    fn bound(&self, at: ExprId, variable: &str, far: usize) -> Option<(String, Extent)> {
        let code = &self.code;
        let far = far.checked_sub(1)?;
        let bound = lookup(code, at, variable)?;
        let is_whole = bound.route.iter().all(
            |step| matches!(step, Step::Variant(name, 0) if matches!(name.as_str(), "Ok" | "Some")),
        );
        let (Source::Let(Some(value), _) | Source::Matched(value)) = bound.source else {
            return None;
        };
        if !is_whole || bound.is_mut && is_changed(code, at, variable) {
            return None;
        }
        self.value(value, far)
    }

    fn value(&self, id: ExprId, far: usize) -> Option<(String, Extent)> {
        let code = &self.code;
        let extent = code.row(id).extent;
        match code.expr(id) {
            Expr::Same(inner) | Expr::Try(inner) | Expr::Await(inner) => self.value(*inner, far),
            Expr::Path(path) => match &path[..] {
                [name] => match self.words.named(name) {
                    Some(word) => Some((word, extent)),
                    None => self.bound(id, name, far),
                },
                _ => None,
            },
            Expr::Field { name, .. } => Some((self.words.named(name)?, extent)),
            Expr::Method {
                receiver,
                name,
                args,
                ..
            } => {
                // `body.read()` opens a lock, and `body.read(&mut buffer)` gives a number.
                let is_form = args.is_empty() || matches!(name.as_str(), "expect" | "unwrap_or");
                if !is_form || !TRANSPARENT.contains(&name.as_str()) {
                    return None;
                }
                self.value(*receiver, far)
            }
            Expr::Call { callee, args } => {
                let (Expr::Path(path), [argument]) = (code.expr(*callee), &args[..]) else {
                    return None;
                };
                let path: Vec<&str> = path.iter().map(String::as_str).collect();
                if !FORMS.iter().any(|form| path.ends_with(form)) {
                    return None;
                }
                self.value(*argument, far)
            }
            Expr::Macro { name, .. } if name == "format" => {
                let text = self.text.get(extent.start as usize..extent.end as usize)?;
                let arguments = &text[text.find('!')? + 1..];
                let mut things = things(self.words, arguments, self.edition).into_iter();
                things.find_map(|thing| match thing.word {
                    Some(word) => Some((word, extent)),
                    None => self.bound(id, &thing.name, far),
                })
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use govern_facts::extract;

    use super::*;
    use crate::config::LoggedSecret;
    use crate::patterns::functions::outermost;

    /// What `text` in a call of `info!` is.
    fn origin(body: &str) -> Option<String> {
        let code = format!("impl T {{\n#[a]\nfn f(self) {{ {body} info!(\"{{text}}\"); }} }}");
        let in_function = origin_in(&code);
        // What a macro makes of it nobody knows: then the file is read as a whole.
        let alone = code.replace("fn f(self)", "const F: () =");
        let alone = alone.replace("); } }", "); }; }");
        assert_eq!(origin_in(&alone), in_function, "{body}");
        in_function
    }

    fn origin_in(code: &str) -> Option<String> {
        let source: Arc<str> = format!("const A: u8 = 1; {code}").into();
        let (facts, errors) = extract(&source, Edition::E2024);
        assert_eq!(errors, []);
        let config = LoggedSecret::default();
        let words = SensitiveWords::new(&config);
        let call = source.find("info!").unwrap() as u32;
        let functions = outermost(&facts);
        let origins = Origins::new(Arc::clone(&source), Edition::E2024, &words, functions);
        let (word, extent) = origins.of(call, "text")?;
        Some(format!("{word}: {}", &source[extent.range()]))
    }

    #[test]
    fn a_variable_is_what_it_got_in_another_form() {
        for (body, found) in [
            ("let text = payload;", "payload: payload"),
            (
                "let text = String::from_utf8_lossy(&request.payload);",
                "payload: request.payload",
            ),
            (
                "let bytes = &message.body; let text = std::str::from_utf8(bytes)?.trim();",
                "body: message.body",
            ),
            (
                "let Ok(text) = str::from_utf8(&body) else { return };",
                "body: body",
            ),
            (
                "let text = format!(\"login of {name} with {}\", password);",
                "password: format!(\"login of {name} with {}\", password)",
            ),
            (
                "let a = serde_json::to_string(&payload)?; let text = format!(\"{a}\");",
                "payload: payload",
            ),
        ] {
            assert_eq!(origin(body).as_deref(), Some(found), "{body}");
        }
    }

    #[test]
    fn what_is_made_of_it_is_something_else() {
        for body in [
            "let text = payload.len();",
            "let text = mask(&password);",
            "let text = Redacted::from(password);",
            "let text = sha256::encode(&password);",
            "let text = body.read(&mut buffer)?;",
            "let text = payload; let text = 1;",
            "{ let text = payload; }",
            "let mut text = payload.to_owned(); text = mask(&text);",
            "let text = payload.kind;",
            "let text = Kind::Payload;",
            "let (text, _) = payload.split_at(1);",
            "let text = |payload| text;",
            "let text = text;",
        ] {
            assert_eq!(origin(body), None, "{body}");
        }
    }
}
