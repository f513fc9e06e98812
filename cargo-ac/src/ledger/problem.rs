//! What can be wrong with a ledger.

use std::fmt;

use text_size::TextRange;

/// A mistake in a ledger and where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What to underline.
    pub range: TextRange,
    /// What it is.
    pub kind: ProblemKind,
    /// The other place that belongs to it, such as the first of two equal keys.
    pub related: Option<TextRange>,
}

/// The kinds of mistake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProblemKind {
    /// The text is no YAML.
    Syntax {
        /// What the parser says.
        message: String,
        /// Whether a tab stands in the indent of the line.
        tab: bool,
    },
    /// A key occurs twice in one mapping.
    DuplicateKey(String),
    /// A key is a number, a list or a mapping.
    KeyNotText,
    /// An alias of another value.
    Alias,
    /// A tag that gives a value a type.
    Tag(String),
    /// A second document in the file.
    SecondDocument,
    /// Values are nested too deep.
    TooDeep(usize),
    /// The file is larger than places can be counted.
    TooLarge,
    /// Nothing in the file.
    Empty,
    /// Neither of the two shapes of a ledger.
    UnknownSchema,
    /// A version of the schema that this program does not know.
    UnsupportedSchema(String),
    /// A key that the object does not have.
    UnknownKey {
        /// The key.
        key: String,
        /// What has no such key.
        object: &'static str,
        /// The keys there are.
        known: Vec<&'static str>,
        /// The one that it is nearest to.
        nearest: Option<&'static str>,
    },
    /// A key that must be there is not.
    MissingKey {
        /// The key, or several of which one must be there.
        key: &'static str,
        /// What lacks it.
        object: &'static str,
    },
    /// A value is of another kind than it must be.
    WrongType {
        /// What it must be.
        expected: &'static str,
        /// What it is.
        found: &'static str,
    },
    /// A value is none of those that there are.
    NotOneOf {
        /// The value.
        value: String,
        /// Those that there are.
        known: &'static [&'static str],
        /// The nearest of them.
        nearest: Option<&'static str>,
    },
    /// An id that does not look like one.
    MalformedId {
        /// The id as written.
        id: String,
        /// How it must look.
        form: String,
    },
    /// A date that is none.
    MalformedDate(String),
    /// A text without a letter or digit.
    EmptyText,
    /// An entry in Markdown that does not stand where it could be one.
    Misplaced {
        /// What it is.
        what: &'static str,
        /// Behind what it must stand.
        under: &'static str,
    },
}

impl Problem {
    /// A problem at one place.
    pub(super) fn new(range: TextRange, kind: ProblemKind) -> Problem {
        Problem {
            range,
            kind,
            related: None,
        }
    }
}

impl ProblemKind {
    /// What to do about it, if that is not plain from the message.
    pub fn help(&self) -> Option<String> {
        Some(match self {
            ProblemKind::Syntax { tab: true, .. } => {
                "YAML is indented with blanks, not with tabs".to_owned()
            }
            ProblemKind::DuplicateKey(_) => "keep one of the two".to_owned(),
            ProblemKind::KeyNotText => "put the key in quotes".to_owned(),
            ProblemKind::Alias => "write the value out where it is meant".to_owned(),
            ProblemKind::Tag(_) => "leave the tag out".to_owned(),
            ProblemKind::SecondDocument => {
                "put the other document in a ledger of its own".to_owned()
            }
            ProblemKind::Empty | ProblemKind::UnknownSchema => {
                "begin it with `schema: 2`, or with `metadata:` and `schema_version: \"1.0\"` in it"
                    .to_owned()
            }
            ProblemKind::UnsupportedSchema(_) => {
                "this version reads `schema: 2` and `schema_version: \"1.0\"`".to_owned()
            }
            ProblemKind::UnknownKey {
                nearest: Some(nearest),
                ..
            }
            | ProblemKind::NotOneOf {
                nearest: Some(nearest),
                ..
            } => {
                format!("did you mean `{nearest}`?")
            }
            ProblemKind::UnknownKey {
                known,
                nearest: None,
                ..
            } => {
                let known = known.join("`, `");
                format!("it may have `{known}`; keys of your own begin with `x-`")
            }
            ProblemKind::NotOneOf {
                known,
                nearest: None,
                ..
            } => {
                let known: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
                format!("one of {}", known.join(", "))
            }
            ProblemKind::WrongType {
                expected: "text",
                found,
            } if *found != "a list" && *found != "a mapping" => "put it in quotes".to_owned(),
            ProblemKind::MalformedId { form, .. } => format!("an id has the form {form}"),
            ProblemKind::Misplaced { .. } => {
                "write `## US-PAY: title`, below it `### REQ-PAY: title`, and below that `- **AC-PAY-001** text`"
                    .to_owned()
            }
            ProblemKind::MalformedDate(_) => "a date is written as in \"2026-01-31\"".to_owned(),
            _ => return None,
        })
    }
}

impl fmt::Display for ProblemKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ProblemKind::Syntax { message, .. } => write!(f, "this is not YAML: {message}"),
            ProblemKind::DuplicateKey(key) => write!(f, "key `{key}` occurs twice"),
            ProblemKind::KeyNotText => f.write_str("a key must be text"),
            ProblemKind::Alias => f.write_str("an alias is not read"),
            ProblemKind::Tag(tag) => write!(f, "tag `{tag}` is not read"),
            ProblemKind::SecondDocument => {
                f.write_str("a ledger is one document, and here a second one begins")
            }
            ProblemKind::TooDeep(depth) => {
                write!(f, "values are nested more than {depth} levels deep")
            }
            ProblemKind::TooLarge => f.write_str("the ledger has more than 4 GiB"),
            ProblemKind::Empty => f.write_str("the ledger is empty"),
            ProblemKind::UnknownSchema => {
                f.write_str("this is not a ledger: it says neither `schema` nor `metadata`")
            }
            ProblemKind::UnsupportedSchema(version) => {
                write!(f, "schema {version} of a ledger is not known")
            }
            ProblemKind::UnknownKey { key, object, .. } => write!(f, "{object} has no key `{key}`"),
            ProblemKind::MissingKey { key, object } => write!(f, "{object} lacks `{key}`"),
            ProblemKind::WrongType { expected, found } => {
                write!(f, "this must be {expected}, and it is {found}")
            }
            ProblemKind::NotOneOf { value, .. } => write!(f, "`{value}` is not known here"),
            ProblemKind::MalformedId { id, .. } => write!(f, "`{id}` is not an id"),
            ProblemKind::MalformedDate(date) => write!(f, "`{date}` is not a date"),
            ProblemKind::EmptyText => f.write_str("this text says nothing"),
            ProblemKind::Misplaced { what, under } => {
                write!(f, "{what} stands behind {under}, and here is none")
            }
        }
    }
}
