//! Values of high entropy that get the name of a secret: `api_key = "…"`, `PASSWORD=…`, `"token": "…"`.

use std::ops::Range;

use super::{Secret, SecretKind, likeness, nkey};
use crate::words::words_of;

/// What is in the name of a secret.
pub(super) const NAMES: [&str; 9] = [
    "secret",
    "token",
    "passw",
    "pwd",
    "passphrase",
    "_key",
    "-key",
    "apikey",
    "accesskey",
];

/// How names of secrets end.
const ENDS: [&[&str]; 21] = [
    &["secret"],
    &["secrets"],
    &["token"],
    &["password"],
    &["passwd"],
    &["pwd"],
    &["passphrase"],
    &["apikey"],
    &["accesskey"],
    &["privatekey"],
    &["secretkey"],
    &["api", "key"],
    &["access", "key"],
    &["account", "key"],
    &["auth", "key"],
    &["encryption", "key"],
    &["master", "key"],
    &["private", "key"],
    &["secret", "key"],
    &["signing", "key"],
    &["secret", "key", "base"],
];

/// Words in names of what is no secret: it may be known, is nowhere near here, or is made up.
const HARMLESS: [&str; 25] = [
    "cancel",
    "cancellation",
    "continuation",
    "dummy",
    "example",
    "fake",
    "field",
    "file",
    "hash",
    "hashed",
    "header",
    "id",
    "invalid",
    "mock",
    "name",
    "next",
    "page",
    "path",
    "public",
    "publishable",
    "sample",
    "sha256",
    "sync",
    "url",
    "wrong",
];

/// Endings of files in which values need no quotes.
const BARE: [&str; 12] = [
    "bash",
    "cfg",
    "cnf",
    "conf",
    "config",
    "env",
    "ini",
    "properties",
    "sh",
    "tfvars",
    "yaml",
    "yml",
];

/// What stands between a name and `=` is a type if it is at most so long.
const LONGEST_TYPE: usize = 60;

/// A value that chance has made ends so many bytes behind its name at most: lines may be as long as files.
const FURTHEST: usize = 1024;

/// Whether values need no quotes in a file.
pub(super) fn has_bare_values(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    name.starts_with(".env") || name.starts_with("Dockerfile") || BARE.contains(&ending)
}

/// The whole name around a word.
pub(super) fn identifier(text: &str, word: Range<usize>) -> Range<usize> {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    let bytes = text.as_bytes();
    let before = bytes[..word.start]
        .iter()
        .rev()
        .take_while(|it| is_part(it));
    let behind = bytes[word.end..].iter().take_while(|it| is_part(it));
    word.start - before.count()..word.end + behind.count()
}

/// The secret that is assigned to a name.
pub(super) fn assigned(text: &str, name: Range<usize>, bare: bool) -> Option<Secret> {
    if !is_secret(&text[name.clone()]) {
        return None;
    }
    // What stands on the line, not what the file goes on with.
    let end = text.floor_char_boundary(name.end + FURTHEST);
    let rest = text[name.end..end].split('\n').next().unwrap_or("");
    let value = value(rest, bare)?;
    let (start, end) = (name.end + value.start, name.end + value.end);
    let value = &text[start..end];
    let is_known = value.starts_with("eyJ") || value.starts_with("pk_") || nkey::is_public(value);
    if is_known || !likeness::is_random(value) {
        return None;
    }
    let why = format!(
        "it is the value of `{}`, and looks as if chance had made it",
        &text[name]
    );
    Some(Secret::at(SecretKind::Assigned, start..end, why))
}

fn is_secret(name: &str) -> bool {
    let mut words = words_of(&name.replace('-', "_"));
    if let Some(last) = words.last_mut() {
        last.truncate(last.trim_end_matches(|c: char| c.is_ascii_digit()).len());
    }
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    ENDS.iter().any(|end| words.ends_with(end)) && !words.iter().any(|it| HARMLESS.contains(it))
}

/// The value that a name is given, by what stands behind the name.
fn value(rest: &str, bare: bool) -> Option<Range<usize>> {
    let at = skip(rest, skip(rest, 0, &['"', '\'', ']']), &[' ', '\t']);
    let at = match rest[at..].strip_prefix(':') {
        None => at,
        Some(behind) if behind.starts_with(':') => return None,
        Some(_) => {
            let at = skip(rest, at + 1, &[' ', '\t']);
            let quoted = quoted(rest, at);
            if quoted.is_some() || rest[at..].starts_with(['"', '\'']) {
                return quoted;
            }
            match rest[at..].find(['=', ':', '"', '(']) {
                // A type, or nothing (`:=`), and the value behind it.
                Some(sign) if sign <= LONGEST_TYPE && rest[at + sign..].starts_with('=') => {
                    if bare && sign > 0 {
                        return Some(bare_value(rest, at));
                    }
                    at + sign
                }
                _ => return bare.then(|| bare_value(rest, at)),
            }
        }
    };
    let behind = rest[at..].strip_prefix('=')?;
    if behind.starts_with(['=', '~']) {
        return None;
    }
    let at = skip(rest, at + 1, &['>', ' ', '\t', '&']);
    quoted(rest, at).or_else(|| bare.then(|| bare_value(rest, at)))
}

/// The first place from one on with another character than these.
fn skip(rest: &str, at: usize, chars: &[char]) -> usize {
    rest.len() - rest[at..].trim_start_matches(chars).len()
}

/// The text between quotes that begins at a place, also if it is wrapped: `Some("…")`, `r#"…"#`.
fn quoted(rest: &str, mut at: usize) -> Option<Range<usize>> {
    for wrapper in ["Some(", "String::from(", "br", "b", "r", "f"] {
        let behind = rest[at..].strip_prefix(wrapper);
        if behind.is_some_and(|it| it.starts_with(['"', '\'', '#'])) {
            at += wrapper.len();
        }
    }
    let hashes = skip(rest, at, &['#']);
    if rest[hashes..].starts_with('"') {
        at = hashes;
    }
    let quote = rest[at..].chars().next()?;
    let start = at + quote.len_utf8();
    let is_quote = matches!(quote, '"' | '\'' | '`');
    let length = if is_quote {
        rest[start..].find(quote)?
    } else {
        return None;
    };
    Some(start..start + length)
}

fn bare_value(rest: &str, at: usize) -> Range<usize> {
    let ends = [' ', '\t', '\r', ',', ';', '"', '\'', '`', ')', '\\'];
    let length = rest[at..].find(ends).unwrap_or(rest.len() - at);
    at..at + length
}
