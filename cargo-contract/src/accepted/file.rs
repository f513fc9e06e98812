//! One file: one accepted revision of one contract, who accepted it, when and why.

use std::fmt;

use govern_diagnostics::{Diagnostic, FileId, Span};
use govern_gate::Date;
use serde::de::{self, Deserializer, Visitor};
use serde::{Deserialize, Serialize};
use text_size::{TextRange, TextSize};

use super::mirror::WireText;
use super::{Acceptance, Package, Revision, path_of, read, write};
use crate::diff::named_formats;
use crate::direction::Direction;
use crate::manifest::Id;

/// The form of the files that this program writes, and the only one that it reads.
const FORM: u32 = 1;

/// What to do about a file that cannot be read.
pub(super) const RESTORE: &str =
    "it is written by `cargo contract accept`: take it from git as it was";

/// A file as it is written.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct File {
    form: Form,
    contract: String,
    version: u32,
    revision: u32,
    accepted: AcceptedText,
    direction: DirectionText,
    format: String,
    package: PackageText,
    payload: String,
    /// Parts that are not understood, for people: what they are stands in the types.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    opaque: Vec<String>,
    wire: WireText,
}

/// The beginning of a file of any form.
#[derive(Debug, Deserialize)]
pub(super) struct Head {
    #[expect(
        dead_code,
        reason = "reading it is what tells whether the rest can be read"
    )]
    form: Form,
}

/// The number of the form. Reading another one fails where it stands.
#[derive(Debug, Serialize)]
pub(super) struct Form(u32);

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct AcceptedText {
    pub(super) on: String,
    by: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    commit: Option<String>,
    reason: String,
    /// What it broke, if that was accepted, too.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    breaks: Vec<String>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct PackageText {
    name: String,
    version: String,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum DirectionText {
    Publishes,
    Consumes,
    Persists,
    Both,
}

/// The text of a revision.
pub(super) fn text_of(revision: &Revision) -> String {
    let Revision {
        id,
        number,
        acceptance,
        direction,
        format,
        package,
        payload,
        wire,
        ..
    } = revision;
    let file = File {
        form: Form(FORM),
        contract: id.name.clone(),
        version: id.version,
        revision: *number,
        accepted: AcceptedText::of(acceptance),
        direction: match direction {
            Direction::Publishes => DirectionText::Publishes,
            Direction::Consumes => DirectionText::Consumes,
            Direction::Persists => DirectionText::Persists,
            Direction::Both => DirectionText::Both,
        },
        format: format.clone(),
        package: PackageText {
            name: package.name.clone(),
            version: package.version.clone(),
        },
        payload: payload.clone(),
        opaque: revision.opaque(),
        wire: write::text_of(wire),
    };
    let mut text = serde_json::to_string_pretty(&file).expect("the file has no keys but texts");
    text.push('\n');
    text
}

/// Reads a file. What is wrong with it is said with its place.
pub(super) fn read_text(path: &str, file: FileId, text: &str) -> Result<Revision, Box<Diagnostic>> {
    let located = |error: &serde_json::Error| mistake_at(path, file, text, error);
    let wrong = |message: String| {
        let mistake = Diagnostic::config(format!("{path}: {message}"))
            .at(Span::start_of(file))
            .help(RESTORE);
        Box::new(mistake)
    };
    let read: File = serde_json::from_str(text).map_err(|error| {
        // A file of another form has other keys, too: what is told is the form.
        let form = serde_json::from_str::<Head>(text).err();
        located(&form.unwrap_or(error))
    })?;
    let id = Id {
        name: read.contract,
        version: read.version,
    };
    if path_of(&id, read.revision) != path {
        return Err(wrong(format!(
            "this is revision {} of `{id}`, which belongs into {}",
            read.revision,
            path_of(&id, read.revision)
        )));
    }
    let on = Date::parse(&read.accepted.on)
        .ok_or_else(|| wrong(format!("`{}` is no day", read.accepted.on)))?;
    named_formats(&read.format).map_err(wrong)?;
    let name = read.payload.rsplit("::").next().unwrap_or_default();
    let wire = read::wire_of(&read.wire, name).map_err(wrong)?;
    Ok(Revision {
        id,
        number: read.revision,
        acceptance: read.accepted.acceptance(on),
        direction: match read.direction {
            DirectionText::Publishes => Direction::Publishes,
            DirectionText::Consumes => Direction::Consumes,
            DirectionText::Persists => Direction::Persists,
            DirectionText::Both => Direction::Both,
        },
        format: read.format,
        package: Package {
            name: read.package.name,
            version: read.package.version,
        },
        payload: read.payload,
        wire,
        span: Some(Span::start_of(file)),
    })
}

/// What serde says about a file, with its place.
pub(super) fn mistake_at(
    path: &str,
    file: FileId,
    text: &str,
    error: &serde_json::Error,
) -> Box<Diagnostic> {
    let message = error.to_string();
    // The place is shown otherwise.
    let message = message
        .rsplit_once(" at line ")
        .map_or(message.as_str(), |(message, _)| message);
    let mistake = Diagnostic::config(format!("{path}: {message}"))
        .at(place(file, text, error.line(), error.column()))
        .help(RESTORE);
    Box::new(mistake)
}

impl Form {
    /// The form of the files that this program writes.
    pub(super) fn known() -> Form {
        Form(FORM)
    }
}

impl AcceptedText {
    pub(super) fn of(acceptance: &Acceptance) -> AcceptedText {
        AcceptedText {
            on: acceptance.on.to_string(),
            by: acceptance.by.clone(),
            commit: acceptance.commit.clone(),
            reason: acceptance.reason.clone(),
            breaks: acceptance.breaks.clone(),
        }
    }

    pub(super) fn acceptance(self, on: Date) -> Acceptance {
        Acceptance {
            on,
            by: self.by,
            commit: self.commit,
            reason: self.reason,
            breaks: self.breaks,
        }
    }
}

/// The place that a line and a column (in bytes, both from 1) mean.
fn place(file: FileId, text: &str, line: usize, column: usize) -> Span {
    let start: usize = text
        .split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum();
    let mut offset = (start + column.saturating_sub(1)).min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    let offset = TextSize::new(u32::try_from(offset).unwrap_or(u32::MAX));
    Span::new(file, TextRange::empty(offset))
}

impl<'de> Deserialize<'de> for Form {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Known;

        impl Visitor<'_> for Known {
            type Value = Form;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(formatter, "the number {FORM}")
            }

            fn visit_u64<E: de::Error>(self, number: u64) -> Result<Form, E> {
                if number == u64::from(FORM) {
                    return Ok(Form(FORM));
                }
                Err(E::custom(format!(
                    "this program reads files of form {FORM}, and this one has form {number}"
                )))
            }
        }

        deserializer.deserialize_u64(Known)
    }
}

#[cfg(test)]
mod tests {
    use govern_diagnostics::FileId;
    use govern_gate::Date;

    use super::{read_text, text_of};
    use crate::accepted::{Acceptance, Package, Revision, path_of, same};
    use crate::diff::wire_of;
    use crate::direction::Direction;
    use crate::manifest::Id;

    const SOURCE: &str = "
        #[derive(serde::Serialize, serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Order {
            id: u64,
            #[serde(default, skip_serializing_if = \"Option::is_none\")]
            note: Option<String>,
            parts: Vec<Order>,
            state: State,
        }
        #[derive(serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = \"snake_case\")]
        enum State { Open, Paid { cents: u32 }, Gone(String) }
    ";

    fn revision() -> Revision {
        Revision {
            id: Id::parse("orders.placed@1").unwrap(),
            number: 1,
            acceptance: Acceptance {
                on: Date::parse("2026-06-15").unwrap(),
                by: "Somebody <somebody@example.org>".to_owned(),
                commit: None,
                reason: "first version".to_owned(),
                breaks: Vec::new(),
            },
            direction: Direction::Publishes,
            format: "json".to_owned(),
            package: Package {
                name: "orders".to_owned(),
                version: "0.1.0".to_owned(),
            },
            payload: "orders::Order".to_owned(),
            wire: wire_of(SOURCE, "Order", true).unwrap(),
            span: None,
        }
    }

    fn read(text: &str) -> Result<Revision, Box<govern_diagnostics::Diagnostic>> {
        let path = path_of(&Id::parse("orders.placed@1").unwrap(), 1);
        read_text(&path, FileId(0), text)
    }

    #[test]
    fn a_revision_is_read_as_it_was_written() {
        let text = text_of(&revision());
        let back = read(&text).unwrap();
        assert_eq!(text_of(&back), text);
        assert!(
            text.contains("\"root\": {\n      \"type\": \"Order\"\n    }"),
            "{text}"
        );
    }

    #[test]
    fn what_types_are_called_does_not_matter_unless_it_is_written() {
        let of = |source: &str, name| wire_of(source, name, true).unwrap();
        let renamed = SOURCE.replace("Order", "Placed").replace("State", "Status");
        assert!(same(&of(SOURCE, "Order"), &of(&renamed, "Placed")));
        let tagged = |name| {
            let text = "#[derive(serde::Serialize, serde::Deserialize)] #[serde(tag = \"type\")] struct Order { id: u8 }";
            of(&text.replace("Order", name), name)
        };
        assert!(!same(&tagged("Order"), &tagged("Placed")));
        assert!(!same(
            &of(SOURCE, "Order"),
            &of(&SOURCE.replace("cents: u32", "cents: u64"), "Order")
        ));
    }

    #[test]
    fn a_form_of_the_future_is_refused_where_it_is_named() {
        let text = text_of(&revision()).replace("\"form\": 1", "\"form\": 2");
        let text = text.replace("\"contract\"", "\"contrat\"");
        let mistake = read(&text).unwrap_err();
        assert_eq!(
            mistake.message,
            "contracts/accepted/orders.placed/v1.1.json: this program reads files of form 1, and this one has form 2"
        );
        let at = usize::from(mistake.span.unwrap().range.start());
        assert!(text[at..].starts_with("2,"), "{}", &text[at..]);
    }

    #[test]
    fn what_is_no_accepted_version_is_refused_with_its_place() {
        let text = text_of(&revision());
        for (from, to, message) in [
            ("\"revision\"", "\"revison\"", "unknown field `revison`"),
            ("\"revision\": 1", "\"revision\": 2", "which belongs into"),
            ("\"u64\"", "\"u65\"", "`u65` is no type"),
            (
                "\"type\": \"State\"",
                "\"type\": \"Stat\"",
                "there is no type `Stat` in it",
            ),
            ("2026-06-15", "2026-06-31", "is no day"),
            ("\"json\"", "\"yaml\"", "there is no format `yaml`"),
            ("<<<<", "", ""),
        ] {
            let broken = match message {
                "" => format!("<<<<<<< HEAD\n{text}"),
                _ => text.replacen(from, to, 1),
            };
            let mistake = read(&broken).unwrap_err();
            assert!(mistake.message.contains(message), "{}", mistake.message);
            assert!(mistake.span.is_some());
        }
    }
}
