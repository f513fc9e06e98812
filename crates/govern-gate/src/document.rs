//! A TOML file with places: what `govern.toml` and the baseline are read with.

use std::{ops::Range, sync::Arc};

use govern_diagnostics::{Diagnostic, FileId, Span};
use serde::de::DeserializeOwned;
use text_size::{TextRange, TextSize};
use toml::{
    Spanned,
    de::{DeTable, DeValue, ValueDeserializer},
};

use crate::suggest;

/// A TOML file with places; empty if there is none.
#[derive(Debug, Clone, Default)]
pub struct Document {
    file: Option<FileId>,
    text: Arc<str>,
}

/// A value at the top of a file, and the place of its name.
pub(crate) struct Section<'t> {
    pub(crate) name: Range<usize>,
    pub(crate) value: Spanned<DeValue<'t>>,
}

impl Document {
    /// The file with this text.
    pub fn new(file: FileId, text: Arc<str>) -> Document {
        Document {
            file: Some(file),
            text,
        }
    }

    #[cfg(test)]
    pub(crate) fn sample(text: &str) -> Document {
        Document::new(FileId(0), text.into())
    }

    pub(crate) fn file(&self) -> Option<FileId> {
        self.file
    }

    /// All of it.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The place of a range of bytes.
    pub fn span(&self, range: Range<usize>) -> Option<Span> {
        let offset = |offset: usize| TextSize::new(u32::try_from(offset).unwrap_or(u32::MAX));
        let (start, end) = (offset(range.start), offset(range.end));
        Some(Span::new(self.file?, TextRange::new(start, end.max(start))))
    }

    /// The whole file, as far as it can be read, and why it cannot.
    pub(crate) fn table(&self) -> (DeTable<'_>, Vec<Diagnostic>) {
        let (table, errors) = DeTable::parse_recoverable(&self.text);
        (
            table.into_inner(),
            errors
                .iter()
                .map(|error| self.mistake(error, None))
                .collect(),
        )
    }

    /// The whole file as a type.
    ///
    /// Fails with all that is no TOML, or else the first thing that is not what the type says; each with its place.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, Vec<Diagnostic>> {
        let (_, mistakes) = self.table();
        if !mistakes.is_empty() {
            return Err(mistakes);
        }
        toml::Deserializer::parse(&self.text)
            .and_then(T::deserialize)
            .map_err(|error| {
                let mut mistake = self.mistake(&error, None);
                mistake.span = mistake.span.or_else(|| self.span(0..0));
                vec![mistake]
            })
    }

    /// What is at the top under this name. None also if the file does not parse: that is among its mistakes.
    pub(crate) fn section(&self, name: &str) -> Option<Section<'_>> {
        let table = DeTable::parse(&self.text).ok()?.into_inner();
        let (key, value) = table.into_iter().find(|(key, _)| key.get_ref() == name)?;
        Some(Section {
            name: key.span(),
            value,
        })
    }

    /// A section as a type; its default if the file does not have it.
    pub(crate) fn read_section<T: DeserializeOwned + Default>(
        &self,
        name: &str,
    ) -> Result<T, Box<Diagnostic>> {
        match self.section(name) {
            Some(section) => self.deserialize(section.value, name),
            None => Ok(T::default()),
        }
    }

    /// A value of the file as a type; `section` is what to call where it stands.
    pub(crate) fn deserialize<T: DeserializeOwned>(
        &self,
        value: Spanned<DeValue<'_>>,
        section: &str,
    ) -> Result<T, Box<Diagnostic>> {
        let around = value.span();
        T::deserialize(ValueDeserializer::from(value)).map_err(|error| {
            let mut diagnostic = self.mistake(&error, Some(section));
            diagnostic.span = diagnostic.span.or_else(|| self.span(around));
            Box::new(diagnostic)
        })
    }

    /// The header of the table that a key or a value stands in, as it would be written: `[a.b]`, or `[[a.b]]` for one of several.
    fn header_around(&self, range: Range<usize>) -> Option<String> {
        let (table, _) = DeTable::parse_recoverable(&self.text);
        let (path, is_one_of_several) = path_to(table.get_ref(), &range)?;
        let path = path.join(".");
        Some(match is_one_of_several {
            true => format!("[[{path}]]"),
            false => format!("[{path}]"),
        })
    }

    fn mistake(&self, error: &toml::de::Error, section: Option<&str>) -> Diagnostic {
        let message = error.message();
        let at = error.span().and_then(|range| self.span(range));
        let mut names = message.split('`').skip(1).step_by(2);
        if let (Some(word @ ("field" | "variant")), Some(written)) =
            (unknown(message), names.next())
        {
            let known: Vec<&str> = names.collect();
            let noun = if word == "field" { "key" } else { "value" };
            let place = section
                .and_then(|_| self.header_around(error.span()?))
                .or_else(|| section.map(|section| format!("[{section}]")));
            let place = place.map(|it| format!(" in `{it}`")).unwrap_or_default();
            let mut diagnostic =
                Diagnostic::config(format!("unknown {noun} `{written}`{place}")).at(at);
            diagnostic.help.extend(suggest::help_for(written, &known));
            return diagnostic;
        }
        // The messages of the parser are in its own style.
        let mut text = message.trim_end_matches('.').replace('\n', "; ");
        if let Some(first) = text.get(..1).map(str::to_lowercase) {
            text.replace_range(..1, &first);
        }
        let mut diagnostic = Diagnostic::config(text).at(at);
        let meant = error.span().and_then(|range| self.meant(message, range));
        diagnostic
            .help
            .extend(meant.map(|meant| format!("write `{meant}`")));
        diagnostic
    }

    /// A key and its value as they are probably meant, where the value has another type than the key.
    fn meant(&self, message: &str, range: Range<usize>) -> Option<String> {
        let expected = message.strip_prefix("invalid type: ")?;
        let (_, expected) = expected.rsplit_once(", expected ")?;
        let (table, _) = DeTable::parse_recoverable(&self.text);
        let (key, value) = row_of(table.get_ref(), &range)?;
        let written = self.text.get(value.span())?;
        let meant = match (expected, value.get_ref()) {
            ("a sequence", DeValue::Array(_)) => return None,
            // One that is written out over several lines is no help.
            ("a sequence", _) if written.contains('\n') || written.starts_with('[') => return None,
            ("a sequence", _) => format!("[{written}]"),
            ("a string", DeValue::Array(values)) => match &values.iter().collect::<Vec<_>>()[..] {
                [only] if only.get_ref().as_str().is_some() => {
                    self.text.get(only.span())?.to_owned()
                }
                _ => return None,
            },
            ("a string", value) if !matches!(value, DeValue::Table(_)) => format!("\"{written}\""),
            ("a boolean", DeValue::String(text)) if matches!(&**text, "true" | "false") => {
                text.to_string()
            }
            (number, DeValue::String(text)) if is_integer(number) => {
                text.parse::<i64>().ok()?.to_string()
            }
            _ => return None,
        };
        Some(format!("{key} = {meant}"))
    }
}

/// Whether this is what serde calls a whole number.
fn is_integer(expected: &str) -> bool {
    let bits = expected.strip_prefix(['u', 'i']).unwrap_or_default();
    matches!(bits, "8" | "16" | "32" | "64" | "128" | "size")
}

/// The key whose value stands at a range, as it is written, and that value.
fn row_of<'t, 'd>(
    table: &'t DeTable<'d>,
    range: &Range<usize>,
) -> Option<(&'t str, &'t Spanned<DeValue<'d>>)> {
    table.iter().find_map(|(key, value)| {
        if value.span() == *range {
            return Some((&**key.get_ref(), value));
        }
        match value.get_ref() {
            DeValue::Table(inner) => row_of(inner, range),
            DeValue::Array(values) => {
                let mut tables = values.iter().filter_map(|value| value.get_ref().as_table());
                tables.find_map(|inner| row_of(inner, range))
            }
            _ => None,
        }
    })
}

/// The names of the tables around the key or value at a range, outermost first, and whether the innermost is one of an array.
fn path_to(table: &DeTable<'_>, range: &Range<usize>) -> Option<(Vec<String>, bool)> {
    for (key, value) in table {
        if key.span() == *range || value.span() == *range {
            return Some((Vec::new(), false));
        }
        let (within, is_one_of_several) = match value.get_ref() {
            DeValue::Table(inner) => (path_to(inner, range), false),
            DeValue::Array(values) => {
                let tables = values.iter().filter_map(|value| value.get_ref().as_table());
                (tables.into_iter().find_map(|it| path_to(it, range)), true)
            }
            _ => continue,
        };
        if let Some((mut path, deeper)) = within {
            let is_innermost = path.is_empty();
            path.insert(0, key.get_ref().to_string());
            return Some((path, (is_innermost && is_one_of_several) || deeper));
        }
    }
    None
}

/// What is not known, if that is what a message of serde says: it has fixed forms for these (`unknown field`, `unknown
/// variant`), and the names in it are in backticks.
fn unknown(message: &str) -> Option<&str> {
    message.strip_prefix("unknown ")?.split(' ').next()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Default, PartialEq, Deserialize)]
    #[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
    struct Sample {
        preset: Option<Spanned<String>>,
        layers: BTreeMap<Spanned<String>, Layer>,
        mode: Mode,
    }

    #[derive(Debug, Default, PartialEq, Deserialize)]
    #[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
    struct Layer {
        may_use: Vec<Spanned<String>>,
    }

    #[derive(Debug, Default, PartialEq, Deserialize)]
    #[serde(rename_all = "kebab-case")]
    enum Mode {
        #[default]
        Strict,
        Lenient,
    }

    /// The mistake in a section, with the text it points at.
    fn mistake(text: &str) -> (String, String, Vec<String>) {
        let config = Document::sample(text);
        let diagnostic = config.read_section::<Sample>("sample").unwrap_err();
        let range = diagnostic.span.unwrap().range;
        (diagnostic.message, text[range].to_owned(), diagnostic.help)
    }

    #[test]
    fn values_know_their_places() {
        let text = "# é\n[sample]\npreset = \"hexagonal\"\nlayers.domain.may-use = [\"ports\"]\n";
        let config = Document::sample(text);
        let sample: Sample = config.read_section("sample").unwrap();
        let (name, layer) = sample.layers.first_key_value().unwrap();
        let at = |range: Range<usize>| &text[config.span(range).unwrap().range];
        assert_eq!(at(sample.preset.unwrap().span()), "\"hexagonal\"");
        assert_eq!(at(name.span()), "domain");
        assert_eq!(at(layer.may_use[0].span()), "\"ports\"");
        assert_eq!(
            config.read_section::<Sample>("other").unwrap(),
            Sample::default()
        );
    }

    #[test]
    fn a_place_is_called_as_its_header_is_written() {
        let text = "[a]\nb = 1\n[[a.c]]\nd = 2\n[[a.c]]\ne = { f = 3 }\n[a.c.g]\nh = 4\n";
        let config = Document::sample(text);
        let around = |name: &str| {
            let start = text.find(name).unwrap();
            config.header_around(start..start + 1)
        };
        assert_eq!(around("b").as_deref(), Some("[a]"));
        assert_eq!(around("d").as_deref(), Some("[[a.c]]"));
        assert_eq!(around("f").as_deref(), Some("[a.c.e]"));
        assert_eq!(around("h").as_deref(), Some("[a.c.g]"));
    }

    #[test]
    fn unknown_keys_and_values_are_located_with_a_suggestion() {
        let (message, at, help) = mistake("[sample]\npresett = \"x\"\n");
        assert_eq!(
            (message.as_str(), at.as_str()),
            ("unknown key `presett` in `[sample]`", "presett")
        );
        assert_eq!(help, ["did you mean `preset`?"]);
        let (message, at, help) = mistake("[sample.layers.domain]\nmay_use = []\n");
        assert_eq!(
            (message.as_str(), at.as_str()),
            (
                "unknown key `may_use` in `[sample.layers.domain]`",
                "may_use"
            )
        );
        assert_eq!(help, ["did you mean `may-use`?"]);
        let (message, at, help) = mistake("[sample]\nmode = \"loose\"\n");
        assert_eq!(
            (message.as_str(), at.as_str()),
            ("unknown value `loose` in `[sample]`", "\"loose\"")
        );
        assert_eq!(help, ["there are `strict`, `lenient`"]);
    }

    #[test]
    fn wrong_types_are_located() {
        let (message, at, _) = mistake("[sample]\npreset = 3\n");
        assert_eq!(
            (message.as_str(), at.as_str()),
            ("invalid type: integer `3`, expected a string", "3")
        );
    }

    #[test]
    fn what_is_probably_meant_by_a_value_of_another_type_is_told() {
        let help = |text: &str| mistake(text).2;
        assert_eq!(
            help("[sample.layers.domain]\nmay-use = \"ports\"\n"),
            ["write `may-use = [\"ports\"]`"]
        );
        assert_eq!(
            help("[sample]\nlayers.domain = { may-use = 'ports' }\n"),
            ["write `may-use = ['ports']`"]
        );
        assert_eq!(
            help("[sample]\npreset = [\"x\"]\n"),
            ["write `preset = \"x\"`"]
        );
        assert_eq!(help("[sample]\npreset = 3\n"), ["write `preset = \"3\"`"]);
        // Nobody knows what these mean.
        assert_eq!(help("[sample]\npreset = [\"x\", \"y\"]\n"), [""; 0]);
        assert_eq!(help("[sample]\npreset = { a = 1 }\n"), [""; 0]);
        assert_eq!(help("[sample.layers.domain.may-use]\na = 1\n"), [""; 0]);
    }

    #[test]
    fn a_whole_file_is_read_as_a_type() {
        let whole = |text: &str| Document::sample(text).read::<Sample>();
        let sample = whole("preset = \"x\"\n[layers.domain]\nmay-use = []\n").unwrap();
        assert_eq!(sample.layers.len(), 1);
        let text = "[layers.domain]\nmay_use = []\n";
        let mistakes = whole(text).unwrap_err();
        assert_eq!(mistakes[0].message, "unknown key `may_use`");
        assert_eq!(&text[mistakes[0].span.unwrap().range], "may_use");
        assert!(whole("preset = \nmode = [\n").unwrap_err().len() >= 2);
    }

    #[test]
    fn a_file_that_does_not_parse_has_mistakes_and_no_sections() {
        let config = Document::sample("[sample]\npreset = \"x\nmode = [\n");
        let (_, mistakes) = config.table();
        assert!(mistakes.len() >= 2, "{mistakes:#?}");
        for mistake in mistakes {
            assert!(mistake.span.is_some(), "{mistake:?}");
            assert!(
                !mistake.message.starts_with(char::is_uppercase),
                "{}",
                mistake.message
            );
        }
        assert_eq!(
            config.read_section::<Sample>("sample").unwrap(),
            Sample::default()
        );
    }
}
