//! What a program keeps on the server under a name: streams, the buckets and object stores in them, and where durable consumers are.

use std::collections::{BTreeMap, BTreeSet};

use govern_diagnostics::Span;

use super::pattern::{Pattern, Token};
use super::{Consumer, Need, Subjects, place};

/// What stands before the names of buckets in those of their streams.
const BUCKET: &str = "KV_";
/// What stands before the names of object stores in those of their streams.
const OBJECTS: &str = "OBJ_";

/// A stream that a program names, or a file has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Kept {
    /// Where its name is decided, as far as that is known.
    pub(crate) span: Span,
    /// The functions that ask for it by its name.
    pub(crate) functions: BTreeSet<String>,
    /// Whether the program makes it, or writes to it as a bucket or an object store.
    pub(crate) is_made: bool,
    /// Whether code names it, and not only a file.
    pub(crate) is_of_code: bool,
}

/// The name of a stream as people know it, with what it is: ``bucket `boards` ``.
pub(crate) fn shown_stream(name: &str) -> String {
    let (what, name) = match (name.strip_prefix(BUCKET), name.strip_prefix(OBJECTS)) {
        (Some(bucket), _) => ("bucket", bucket),
        (_, Some(objects)) => ("object store", objects),
        _ => ("stream", name),
    };
    format!("{what} `{name}`")
}

/// Whether a stream is that of a bucket or an object store, which nobody reaches but by its name.
pub(crate) fn is_store(stream: &str) -> bool {
    stream.starts_with(BUCKET) || stream.starts_with(OBJECTS)
}

/// Whether two streams are of one kind.
pub(crate) fn are_alike(a: &str, b: &str) -> bool {
    [BUCKET, OBJECTS]
        .iter()
        .all(|kind| a.starts_with(kind) == b.starts_with(kind))
}

impl Subjects {
    /// All streams with a name that is known, those of buckets and object stores among them.
    pub(crate) fn kept(&self) -> BTreeMap<String, Kept> {
        let mut kept: BTreeMap<String, Kept> = BTreeMap::new();
        for need in &self.needs {
            let Some((name, is_made)) = asked_stream(need) else {
                continue;
            };
            let entry = kept.entry(name).or_insert_with(|| Kept {
                span: need.span,
                functions: BTreeSet::new(),
                is_made: false,
                is_of_code: true,
            });
            entry.functions.insert(need.function.clone());
            entry.is_made |= is_made;
            if place(need.span) < place(entry.span) {
                entry.span = need.span;
            }
        }
        for site in self.going(true) {
            // A bucket can be written to past its handle.
            if let [Token::Word(first), Token::Word(name), _, ..] = &site.subject.pattern.0[..]
                && first == "$KV"
            {
                let entry = kept
                    .entry(format!("{BUCKET}{name}"))
                    .or_insert_with(|| Kept {
                        span: site.decided(),
                        functions: BTreeSet::new(),
                        is_made: true,
                        is_of_code: true,
                    });
                entry.functions.insert(site.function.clone());
                entry.is_made = true;
            }
        }
        for stream in &self.streams {
            let entry = kept.entry(stream.name.clone()).or_insert_with(|| Kept {
                span: stream.span,
                functions: BTreeSet::new(),
                is_made: true,
                is_of_code: false,
            });
            entry.is_made = true;
            if stream.package.is_some() {
                // Where its configuration is decided says more than where it is handed over.
                entry.is_of_code = true;
                entry.span = stream.span;
            }
        }
        kept
    }

    /// Writing to a bucket is publishing to its subjects, by whatever version of client and server; only a bucket that stands for another
    /// one is written to there.
    pub(super) fn settle_writes(&mut self) {
        for need in &mut self.needs {
            let Some((stream, true)) = asked_stream(need).filter(|it| it.0.starts_with(BUCKET))
            else {
                continue;
            };
            let mut made = self
                .streams
                .iter()
                .filter(|it| it.name == stream)
                .peekable();
            let is_plain = made.peek().is_some() && made.all(|it| !it.is_fed);
            need.is_certain |= need.why == super::asks::WRITTEN && is_plain;
        }
    }

    /// Whether code may ask for a stream by its name, whatever for: also to delete it, which is an end that somebody thought of.
    pub(crate) fn may_use_stream(&self, name: &str) -> bool {
        if !self.unknown_storage.is_empty() {
            return true;
        }
        let word = || Token::Word(name.to_owned());
        let api = |words: &[&str], rest: Vec<Token>| {
            let words = ["$JS", "API"].iter().chain(words);
            let words = words.map(|&it| match it {
                "*" => Token::One,
                it => Token::Word(it.to_owned()),
            });
            Pattern(words.chain(rest).collect())
        };
        let mut asked = vec![
            api(&["STREAM", "*"], vec![word()]),
            api(&["STREAM", "MSG", "*"], vec![word()]),
            api(&["DIRECT", "GET"], vec![word()]),
            api(&["CONSUMER", "*"], vec![word(), Token::Many]),
            api(&["CONSUMER", "MSG", "NEXT"], vec![word(), Token::One]),
        ];
        if let Some(bucket) = name.strip_prefix(BUCKET) {
            asked.push(Pattern(vec![
                Token::Word("$KV".to_owned()),
                Token::Word(bucket.to_owned()),
                Token::Many,
            ]));
        }
        let is_asked = |subject: &Pattern| asked.iter().any(|it| it.overlaps(subject));
        self.needs.iter().any(|it| is_asked(&it.subject))
            || self.sites.iter().any(|it| is_asked(&it.subject.wide))
    }

    /// Whether code may ask for a consumer by its name.
    pub(crate) fn may_use_consumer(&self, stream: &str, durable: &str) -> bool {
        let asked = ["*", "MSG.NEXT"].map(|verb| {
            let subject = format!("$JS.API.CONSUMER.{verb}.{stream}.{durable}");
            Pattern::parse(&subject).ok()
        });
        !self.unknown_storage.is_empty()
            || asked.iter().flatten().any(|asked| {
                let mut needs = self.needs.iter();
                needs.any(|it| it.subject.overlaps(asked))
            })
    }

    /// Whether code makes a consumer, or gets it by its name.
    pub(crate) fn uses_consumer(&self, stream: &str, durable: &str) -> bool {
        let subject = format!("$JS.API.CONSUMER.INFO.{stream}.{durable}");
        self.needs
            .iter()
            .any(|it| it.subject.to_string() == subject)
    }

    /// Whether a durable consumer of before is there no more. That a file still has it is not enough if code made it: nobody may
    /// read as it any more.
    pub(crate) fn misses(&self, old: &Consumer) -> bool {
        let (Some(stream), Some(durable)) = (&old.stream, &old.durable) else {
            return false;
        };
        let is_left = old.is_of_code() && !self.uses_consumer(stream, durable);
        is_left || !self.consumers.iter().any(|it| is_same(it, old))
    }

    /// The consumer that reads now what a durable consumer of before did, of the same stream, under a name that was not there.
    pub(crate) fn successor(&self, old: &Consumer, before: &Subjects) -> Option<&Consumer> {
        self.consumers.iter().find(|it| {
            it.stream == old.stream
                && it.durable.is_some()
                && it.filters == old.filters
                && !before.consumers.iter().any(|old| is_same(old, it))
        })
    }
}

fn is_same(consumer: &Consumer, of: &Consumer) -> bool {
    consumer.stream == of.stream && consumer.durable == of.durable
}

/// The stream that is made, changed, looked up or written to as a bucket, and whether it is only looked up.
fn asked_stream(need: &Need) -> Option<(String, bool)> {
    let word = |token: &Token| match token {
        Token::Word(word) => Some(word.clone()),
        _ => None,
    };
    let words: Vec<Option<String>> = need.subject.0.iter().map(word).collect();
    let words: Vec<Option<&str>> = words.iter().map(Option::as_deref).collect();
    match words[..] {
        [
            Some("$JS"),
            Some("API"),
            Some("STREAM"),
            Some(verb),
            Some(name),
        ] => match verb {
            "CREATE" | "UPDATE" => Some((name.to_owned(), true)),
            "INFO" => Some((name.to_owned(), false)),
            _ => None,
        },
        [Some("$KV"), Some(bucket), None] => Some((format!("{BUCKET}{bucket}"), true)),
        [Some("$O"), Some(bucket), None] => Some((format!("{OBJECTS}{bucket}"), true)),
        _ => None,
    }
}
