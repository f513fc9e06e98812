//! Names of secrets and payloads.

use crate::settings::SensitiveWords;
use crate::words::words_of;

/// Last words of names that say something about a thing, and not what it is: `payload_len`, `token_kind`.
const ABOUT: [&str; 52] = [
    "address",
    "age",
    "bucket",
    "callback",
    "cap",
    "capacity",
    "cell",
    "class",
    "count",
    "created",
    "digest",
    "error",
    "expiry",
    "expires",
    "fingerprint",
    "format",
    "handle",
    "hash",
    "id",
    "ids",
    "index",
    "kind",
    "len",
    "length",
    "limit",
    "max",
    "meta",
    "min",
    "name",
    "names",
    "offset",
    "path",
    "policy",
    "pool",
    "present",
    "provider",
    "ref",
    "set",
    "size",
    "source",
    "span",
    "start",
    "state",
    "status",
    "store",
    "subject",
    "task",
    "ttl",
    "type",
    "url",
    "valid",
    "version",
];

/// Last words of names that are only a form of the thing: `token_str`, `payload_bytes`.
const FORMS: [&str; 13] = [
    "arg", "bytes", "clone", "data", "header", "json", "new", "old", "raw", "str", "string",
    "text", "value",
];

/// First words of names of things that only sound like secrets: `cancel_token`, `next_token`.
const OTHERS: [&str; 26] = [
    "cancel",
    "cancellation",
    "close",
    "comment",
    "current",
    "drop",
    "end",
    "eof",
    "first",
    "has",
    "is",
    "last",
    "lex",
    "max",
    "min",
    "next",
    "no",
    "num",
    "parse",
    "peek",
    "prev",
    "shutdown",
    "start",
    "stop",
    "syntax",
    "unexpected",
];

/// Whether a name says something about a thing, and not what it is.
pub(super) fn is_about(name: &str) -> bool {
    words_of(name)
        .last()
        .is_some_and(|word| ABOUT.contains(&word.as_str()))
}

impl SensitiveWords {
    /// The configured words that a name ends with, whole words only: `auth_token` is a token, `tokenizer` is none.
    pub(super) fn named(&self, name: &str) -> Option<String> {
        let words = words_of(name);
        let mut words: &[String] = &words;
        while let [rest @ .., last] = words
            && !rest.is_empty()
            && FORMS.contains(&last.as_str())
        {
            words = rest;
        }
        let about = |word: &String| ABOUT.contains(&word.as_str());
        let other = |word: &String| OTHERS.contains(&word.as_str());
        if words.last().is_some_and(about) || words.first().is_some_and(other) {
            return None;
        }
        let mut phrases = self.phrases();
        let phrase = phrases.find(|phrase| words.ends_with(phrase))?;
        Some(phrase.join("_"))
    }
}
