//! What is written to logs under names of secrets and payloads, or through variables that got it from such names.

mod named;
mod origin;

use std::sync::Arc;

use govern_diagnostics::Span;
use govern_facts::{Edition, Extent, PlainKind, PlainToken, plain_tokens};
use govern_names::Meaning;
use govern_workspace::{Error, Workspace};

use super::functions::outermost;
use super::places::{Places, Site};
use super::spelled::Called;
use crate::settings::SensitiveWords;
use named::is_about;
use origin::Origins;

/// A call of a macro that writes to a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogCall {
    /// The macro as it is written at the call.
    pub written: String,
    /// What it writes that is named like a secret or a payload.
    pub leaks: Vec<Leak>,
    /// Where.
    pub site: Site,
}

/// Something that is written to a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leak {
    /// Its name, as written: `auth_token`.
    pub name: String,
    /// The words of the configuration that it is named after, or that the value is named after that it is bound to.
    pub word: String,
    /// Where that value stands, if it is a variable with another name.
    pub origin: Option<Span>,
    /// Where.
    pub span: Span,
}

/// Methods that give the thing itself in another form.
const TRANSPARENT: [&str; 24] = [
    "as_bytes",
    "as_deref",
    "as_ref",
    "as_slice",
    "as_str",
    "borrow",
    "clone",
    "cloned",
    "copied",
    "deref",
    "display",
    "expect",
    "into",
    "iter",
    "lock",
    "read",
    "to_owned",
    "to_string",
    "to_string_lossy",
    "to_vec",
    "trim",
    "unwrap",
    "unwrap_or",
    "unwrap_or_default",
];

/// The calls in a file; `called` is what the workspace calls macros that log.
pub(super) fn log_calls(
    workspace: &Workspace,
    words: &SensitiveWords,
    called: &Called,
    places: &mut Places<'_>,
) -> Result<Vec<LogCall>, Error> {
    let facts = places.facts;
    let mut found = Vec::new();
    let mut text: Option<Arc<str>> = None;
    let mut origins: Option<Origins<'_>> = None;
    let named: Vec<bool> = facts
        .names
        .iter()
        .map(|name| called.contains(name))
        .collect();
    for call in &facts.macro_calls {
        let path = facts.path(call.path);
        let last = facts.segments[path.segments.rows()].last();
        let applies = !path.expanded && last.is_some_and(|last| named[last.index()]);
        if !applies || places.is_quoted(path.extent) {
            continue;
        }
        let Meaning::External(bound) = places.names.meaning(facts, places.file, call.path) else {
            continue;
        };
        if !words.is_macro(&bound) {
            continue;
        }
        let text = match &text {
            Some(text) => text,
            None => text.insert(workspace.text(places.file)?),
        };
        let edition = workspace.edition(places.file).unwrap_or_default();
        let range = call.args.start as usize..call.args.end as usize;
        let arguments = text.get(range).unwrap_or_default();
        let origins = match &origins {
            Some(origins) => origins,
            None => {
                let functions = outermost(facts);
                origins.insert(Origins::new(Arc::clone(text), edition, words, functions))
            }
        };
        let place = |extent: Extent| Span {
            file: places.file,
            range: extent.range(),
        };
        let start = call.args.start;
        let mut leaks = Vec::new();
        for thing in things(words, arguments, edition) {
            let extent = Extent::new(start + thing.extent.start, start + thing.extent.end);
            let (word, origin) = match thing.word {
                Some(word) => (word, None),
                None => match origins.of(path.extent.start, &thing.name) {
                    Some((word, origin)) => (word, Some(place(origin))),
                    None => continue,
                },
            };
            leaks.push(Leak {
                name: thing.name,
                word,
                origin,
                span: place(extent),
            });
        }
        found.push(LogCall {
            written: facts.path_text(path),
            leaks,
            site: places.site(call.scope, path.extent),
        });
    }
    Ok(found)
}

/// Something that a macro writes.
struct Thing {
    /// Its name: that of a variable, or of a field that is named like a secret.
    name: String,
    /// The words that it is named after; none of a variable that is named otherwise.
    word: Option<String>,
    /// Where it stands among the arguments.
    extent: Extent,
}

/// What is named like a secret among the arguments of a macro, given with their delimiters, and all other variables.
fn things(words: &SensitiveWords, arguments: &str, edition: Edition) -> Vec<Thing> {
    let tokens = plain_tokens(arguments, edition);
    let inside = match tokens.len() {
        0..=2 => return Vec::new(),
        length => &tokens[1..length - 1],
    };
    let mut found = Vec::new();
    for argument in arguments_of(inside) {
        match argument {
            [text] if text.kind == PlainKind::Text => captures(words, *text, &mut found),
            _ => found.extend(written(words, argument)),
        }
    }
    found
}

/// The arguments between commas, and `;` between fields and message.
fn arguments_of<'a, 't>(tokens: &'a [PlainToken<'t>]) -> Vec<&'a [PlainToken<'t>]> {
    let mut arguments = Vec::new();
    let (mut depth, mut start) = (0usize, 0);
    for (at, token) in tokens.iter().enumerate() {
        match token.kind {
            PlainKind::Open => depth += 1,
            PlainKind::Close => depth = depth.saturating_sub(1),
            PlainKind::Sign if depth == 0 && matches!(token.text, "," | ";") => {
                arguments.push(&tokens[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    arguments.push(&tokens[start..]);
    arguments.retain(|argument| !argument.is_empty());
    arguments
}

/// The variables in a format: `{payload:?}`.
fn captures(words: &SensitiveWords, text: PlainToken<'_>, found: &mut Vec<Thing>) {
    let mut rest = text.text;
    let mut at = text.extent.start;
    while let Some(open) = rest.find(['{', '}']) {
        let behind = &rest[open + 1..];
        let doubled = behind.starts_with(&rest[open..open + 1]);
        let skip = open + 1 + usize::from(doubled);
        if rest[open..].starts_with('{') && !doubled {
            let name: &str = behind.split(['}', ':']).next().unwrap_or_default();
            if name
                .trim()
                .starts_with(|c: char| c.is_alphabetic() || c == '_')
            {
                let start = at + open as u32 + 1;
                found.push(Thing {
                    name: name.trim().to_owned(),
                    word: words.named(name.trim()),
                    extent: Extent::new(start, start + name.len() as u32),
                });
            }
        }
        at += skip as u32;
        rest = &rest[skip..];
    }
}

/// What an argument writes: `token`, `%self.token`, `password = %word`, `user.token.as_str()`.
fn written(words: &SensitiveWords, argument: &[PlainToken<'_>]) -> Option<Thing> {
    let is = |at: usize, sign: &str| argument.get(at).is_some_and(|token| token.text == sign);
    // `target: "orders"` is for the macro.
    if argument.len() > 2 && is(1, ":") && !is(2, ":") {
        return None;
    }
    let equals = (0..argument.len()).find(|&at| {
        let joined =
            is(at + 1, "=") || at > 0 && matches!(argument[at - 1].text, "=" | "!" | "<" | ">");
        is(at, "=") && !joined
    });
    let field = equals.filter(|&at| {
        argument[..at]
            .iter()
            .all(|token| token.kind == PlainKind::Word || token.text == ".")
    });
    let Some(equals) = field else {
        return value(words, argument);
    };
    let behind = &argument[equals + 1..];
    let name = argument[..equals]
        .last()
        .filter(|token| token.kind == PlainKind::Word)?;
    // The field is the secret, if the value is a thing as a whole, and not what is known about it: `secret = name`.
    let is_thing = thing(behind).is_some_and(|thing| !is_about(thing.text));
    if let Some(word) = words.named(name.text).filter(|_| is_thing) {
        return Some(Thing {
            name: name.text.to_owned(),
            word: Some(word),
            extent: name.extent,
        });
    }
    value(words, behind)
}

fn value(words: &SensitiveWords, value: &[PlainToken<'_>]) -> Option<Thing> {
    let name = thing(value)?;
    let word = words.named(name.text);
    let first = value.iter().find(|it| it.kind == PlainKind::Word)?;
    // Fields say by their names what they are; where a variable comes from can be looked up.
    let is_variable = first.extent == name.extent;
    (word.is_some() || is_variable).then(|| Thing {
        name: name.text.to_owned(),
        word,
        extent: name.extent,
    })
}

/// The name of the thing that a value is: a variable or a field, signs before it and harmless methods behind it left out. A text, a
/// number and what a function makes of something are none.
fn thing<'t>(value: &[PlainToken<'t>]) -> Option<PlainToken<'t>> {
    let first = value
        .iter()
        .position(|token| !matches!(token.text, "&" | "*" | "%" | "?" | "mut"))?;
    let value = &value[first..];
    let mut name = None;
    let mut at = 0;
    while at < value.len() {
        let token = value[at];
        if token.kind != PlainKind::Word {
            return None;
        }
        let called = value.get(at + 1).filter(|next| next.text == "(");
        if called.is_some() {
            if at == 0 || !TRANSPARENT.contains(&token.text) {
                return None;
            }
            at = closing(value, at + 1) + 1;
        } else {
            name = Some(token);
            at += 1;
        }
        // `::` names a constant, which is no secret of its own.
        match value.get(at) {
            None => return name,
            Some(sign) if matches!(sign.text, "." | "?") => at += 1,
            Some(_) => return None,
        }
        if at < value.len() && value[at].text == "." {
            at += 1;
        }
    }
    name
}

fn closing(tokens: &[PlainToken<'_>], open: usize) -> usize {
    let mut depth = 0usize;
    for (at, token) in tokens.iter().enumerate().skip(open) {
        match token.kind {
            PlainKind::Open => depth += 1,
            PlainKind::Close => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at;
                }
            }
            _ => {}
        }
    }
    tokens.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::LoggedSecret;

    fn found(arguments: &str) -> Vec<String> {
        let config = LoggedSecret::default();
        let words = SensitiveWords::new(&config);
        let arguments = format!("({arguments})");
        let things = things(&words, &arguments, Edition::E2024);
        things
            .into_iter()
            .filter_map(|Thing { name, word, extent }| {
                assert_eq!(&arguments[extent.range()], name);
                Some(format!("{name} {}", word?))
            })
            .collect()
    }

    #[test]
    fn what_is_written_is_found_by_its_name() {
        for (arguments, leaks) in [
            ("\"{}\", password", vec!["password password"]),
            ("\"{password}\"", vec!["password password"]),
            (
                "\"a {{x}} {auth_token:?} {0}\", 1",
                vec!["auth_token auth_token"],
            ),
            ("?payload", vec!["payload payload"]),
            ("%self.user.password, \"x\"", vec!["password password"]),
            ("user.secret.as_str()", vec!["secret secret"]),
            ("api_key = %key, \"x\"", vec!["api_key api_key"]),
            ("x = ?req.body", vec!["body body"]),
            (
                "target: \"a\", \"{}\", &*raw_payload.clone()",
                vec!["raw_payload payload"],
            ),
            ("payloadBytes = ?x", vec!["payloadBytes payload"]),
        ] {
            assert_eq!(found(arguments), leaks, "{arguments}");
        }
    }

    #[test]
    fn what_only_sounds_like_it_is_not_found() {
        for arguments in [
            "\"the password is wrong\"",
            "\"{{password}}\"",
            "\"{}\", payload.len()",
            "\"{}\", redact(&password)",
            "\"{}\", password.is_empty()",
            "payload_len, payload_size = 3",
            "password = \"***\", secret = name, secret = %config.secret_name",
            "password = mask(&password)",
            "\"{}\", Tokenizer::new()",
            "\"{}\", tokenizer",
            "\"{}\", embodied",
            "\"{}\", secretary",
            "?cancellation_token, %max_payload",
            "\"{}\", Secret::KIND",
            "target: \"secret\", \"x\"",
            "\"{}\", body_hash",
            "a == password",
        ] {
            assert_eq!(found(arguments), Vec::<String>::new(), "{arguments}");
        }
    }
}
