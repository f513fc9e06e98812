//! What `[ac]` says about results and about the levels that criteria need.

use std::fmt;
use std::ops::Range;

use govern_diagnostics::{Diagnostic, Span};
use govern_gate::{Session, Spanned};
use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::ledger::Level;
use crate::results::{Hint, Kind};

/// Where is written from which sources results are.
pub(crate) const RECORDED: &str = "target/ac/recorded.json";

/// An entry of `results` as it is written: a glob, or a table with one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResultsEntry {
    /// Which files these are.
    pub files: String,
    /// What is known about them.
    pub hint: Hint,
}

/// An entry of `needs` as it is written: a level, or a list of alternatives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnyOf(pub Vec<Level>);

/// What is known about results before they are read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ResultsSettings {
    /// Where they are; nowhere, if nobody asked for them to be looked at.
    pub globs: Vec<ResultsGlob>,
    /// Whether they must be there.
    pub required: bool,
    /// Whether they are taken for those of the sources that there are.
    pub assume_fresh: bool,
    /// Where is written from which sources they are.
    pub recorded: String,
}

/// A glob of results.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResultsGlob {
    /// The glob.
    pub glob: String,
    /// What is known about the files.
    pub hint: Hint,
    /// Where it stands.
    pub span: Option<Span>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    files: String,
    kind: Option<Word<Kind>>,
    package: Option<String>,
    target: Option<String>,
    level: Option<Word<Level>>,
}

/// A word of a list.
struct Word<T>(T);

/// Things that have a word.
trait Worded: Sized {
    const WORDS: &'static [&'static str];
    fn named(word: &str) -> Option<Self>;
}

impl Worded for Kind {
    const WORDS: &'static [&'static str] = &["nextest", "libtest", "cucumber"];

    fn named(word: &str) -> Option<Kind> {
        match word {
            "nextest" => Some(Kind::Nextest),
            "libtest" => Some(Kind::Libtest),
            "cucumber" => Some(Kind::Cucumber),
            _ => None,
        }
    }
}

impl Worded for Level {
    const WORDS: &'static [&'static str] = Level::NAMES;

    fn named(word: &str) -> Option<Level> {
        Level::NAMES
            .contains(&word)
            .then(|| Level::named(word))
            .flatten()
    }
}

impl<'de, T: Worded> Deserialize<'de> for Word<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = String::deserialize(deserializer)?;
        let unknown = || D::Error::unknown_variant(&word, T::WORDS);
        T::named(&word).map(Word).ok_or_else(unknown)
    }
}

impl<'de> Deserialize<'de> for ResultsEntry {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;

        impl<'de> Visitor<'de> for Either {
            type Value = ResultsEntry;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a glob, or a table with `files`")
            }

            fn visit_str<E: Error>(self, glob: &str) -> Result<ResultsEntry, E> {
                Ok(ResultsEntry {
                    files: glob.to_owned(),
                    hint: Hint::default(),
                })
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<ResultsEntry, A::Error> {
                let table = Table::deserialize(MapAccessDeserializer::new(map))?;
                if table.target.is_some() && table.package.is_none() {
                    return Err(A::Error::custom("`target` needs the `package` it is of"));
                }
                Ok(ResultsEntry {
                    files: table.files,
                    hint: Hint {
                        kind: table.kind.map(|word| word.0),
                        package: table.package,
                        target: table.target,
                        level: table.level.map(|word| word.0),
                    },
                })
            }
        }

        deserializer.deserialize_any(Either)
    }
}

impl<'de> Deserialize<'de> for AnyOf {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;

        impl<'de> Visitor<'de> for Either {
            type Value = AnyOf;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a level, or a list of levels")
            }

            fn visit_str<E: Error>(self, word: &str) -> Result<AnyOf, E> {
                let unknown = || E::unknown_variant(word, Level::WORDS);
                let level = <Level as Worded>::named(word).ok_or_else(unknown)?;
                Ok(AnyOf(vec![level]))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<AnyOf, A::Error> {
                let mut levels = Vec::new();
                while let Some(Word(level)) = list.next_element::<Word<Level>>()? {
                    levels.push(level);
                }
                if levels.is_empty() {
                    return Err(A::Error::custom("one of no levels can never be there"));
                }
                Ok(AnyOf(levels))
            }
        }

        deserializer.deserialize_any(Either)
    }
}

/// The globs with their places.
pub(crate) fn globs(
    entries: &[Spanned<ResultsEntry>],
    span: &dyn Fn(Range<usize>) -> Option<Span>,
) -> Vec<ResultsGlob> {
    let glob = |entry: &Spanned<ResultsEntry>| ResultsGlob {
        glob: entry.get_ref().files.clone(),
        hint: entry.get_ref().hint.clone(),
        span: span(entry.span()),
    };
    entries.iter().map(glob).collect()
}

/// What is wrong with the globs of results: no glob at all. That none is there yet is no mistake.
pub(crate) fn mistakes(globs: &[ResultsGlob], session: &Session) -> Vec<Diagnostic> {
    let mistake = |glob: &ResultsGlob| {
        let error = session.workspace().find_files(&[&glob.glob]).err()?;
        Some(Diagnostic::config(error.to_string()).at(glob.span))
    };
    globs.iter().filter_map(mistake).collect()
}
