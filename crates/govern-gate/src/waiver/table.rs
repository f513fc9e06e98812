//! Waivers in `govern.toml`: `[[waiver]]` tables.

use std::ops::Range;

use globset::GlobBuilder;
use govern_diagnostics::Span;
use serde::Deserialize;
use toml::{Spanned, Value, de::DeValue};

use super::{Count, Malformed, Reach, Waiver, Waivers, comment};
use crate::{Catalogue, document::Document};

/// A `[[waiver]]`, as written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    rule: Spanned<String>,
    key: Option<String>,
    path: Option<Spanned<String>>,
    reason: Spanned<String>,
    owner: Option<String>,
    /// A text or a date of TOML.
    expires: Option<Spanned<Value>>,
    /// A number, or `"any"`.
    count: Option<Spanned<Value>>,
}

/// Reads the `[[waiver]]` tables.
pub(crate) fn from_config(config: &Document, catalogue: &Catalogue) -> Waivers {
    let mut waivers = Waivers::default();
    let Some(section) = config.section("waiver") else {
        return waivers;
    };
    let at = |range| config.span(range).expect("what was read has a file");
    let name = section.name.clone();
    let DeValue::Array(tables) = section.value.into_inner() else {
        let help = Some("write `[[waiver]]`".to_owned());
        waivers.malformed.push(Malformed {
            span: at(name),
            message: "`waiver` is no list of tables".to_owned(),
            help,
        });
        return waivers;
    };
    for value in tables {
        let span = at(value.span());
        let removal = removal(config.text(), &value).map(&at);
        match config.deserialize::<Table>(value, "[waiver]") {
            Err(mistake) => waivers.malformed.push(Malformed {
                span: mistake.span.unwrap_or(span),
                message: mistake.message,
                help: mistake.help.into_iter().next(),
            }),
            Ok(table) => match waiver(table, span, removal, &at, catalogue) {
                Ok(Some(waiver)) => waivers.waivers.push(waiver),
                Ok(None) => waivers.elsewhere += 1,
                Err(malformed) => waivers.malformed.push(malformed),
            },
        }
    }
    waivers
}

/// What goes when a table is taken away: from the comment right above its header to the end of its last value's line.
fn removal(text: &str, table: &Spanned<DeValue<'_>>) -> Option<Range<usize>> {
    let header = table.span().start;
    let values = table.get_ref().as_table()?;
    let last = values.iter().map(|(_, value)| value.span().end).max()?;
    // A list of inline tables has other signs around it.
    if !text.get(header..)?.starts_with("[[") || last < header {
        return None;
    }
    let mut start = text[..header].rfind('\n').map_or(0, |it| it + 1);
    while let Some(above) = text[..start].strip_suffix('\n') {
        let line = above.rfind('\n').map_or(0, |it| it + 1);
        if !above[line..].trim_start().starts_with('#') {
            break;
        }
        start = line;
    }
    let end = text[last..]
        .find('\n')
        .map_or(text.len(), |it| last + it + 1);
    // A blank line before it goes with it.
    if let Some(above) = text[..start].strip_suffix('\n') {
        let line = above.rfind('\n').map_or(0, |it| it + 1);
        if above[line..].trim().is_empty() {
            start = line;
        }
    }
    Some(start..end)
}

fn waiver(
    table: Table,
    span: Span,
    removal: Option<Span>,
    at: &dyn Fn(std::ops::Range<usize>) -> Span,
    catalogue: &Catalogue,
) -> Result<Option<Waiver>, Malformed> {
    let malformed = |span: Span, message: String, help: Option<&str>| Malformed {
        span,
        message,
        help: help.map(str::to_owned),
    };
    let rule = match comment::waivable(table.rule.get_ref(), catalogue) {
        Ok(Some(rule)) => rule,
        Ok(None) => return Ok(None),
        Err((message, help)) => {
            return Err(Malformed {
                span: at(table.rule.span()),
                message,
                help,
            });
        }
    };
    if table.reason.get_ref().trim().is_empty() {
        return Err(malformed(
            at(table.reason.span()),
            "a waiver gives no reason".to_owned(),
            Some("say why"),
        ));
    }
    if table.key.is_none() && table.path.is_none() {
        let help = "name the finding's `key` (`--format json` shows it) or a `path`";
        return Err(malformed(
            span,
            "a waiver does not say which findings it is for".to_owned(),
            Some(help),
        ));
    }
    let path = match &table.path {
        None => None,
        Some(glob) => match GlobBuilder::new(glob.get_ref())
            .literal_separator(true)
            .build()
        {
            Ok(built) => Some(built.compile_matcher()),
            Err(error) => {
                let text = format!("`{}` is no glob: {}", glob.get_ref(), error.kind());
                return Err(malformed(at(glob.span()), text, None));
            }
        },
    };
    let expires = match &table.expires {
        None => None,
        Some(value) => {
            let text = text_of(value.get_ref());
            let expires = comment::expiry(&text);
            let mistake = || {
                malformed(
                    at(value.span()),
                    format!("`{text}` is no day"),
                    Some("write it as `YYYY-MM-DD`"),
                )
            };
            Some(expires.ok_or_else(mistake)?)
        }
    };
    let count = match &table.count {
        None => Count::Exactly(1),
        Some(value) => {
            let text = text_of(value.get_ref());
            let help = Some("write a number, or `\"any\"`");
            let mistake = || {
                malformed(
                    at(value.span()),
                    format!("`{text}` is no number of findings"),
                    help,
                )
            };
            comment::count(&text).ok_or_else(mistake)?
        }
    };
    Ok(Some(Waiver {
        rule,
        reach: Reach::Selected {
            key: table.key,
            path,
        },
        reason: table.reason.into_inner(),
        owner: table.owner,
        expires,
        count,
        span: at(table.rule.span()),
        removal,
    }))
}

fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Integer(number) => number.to_string(),
        Value::Datetime(date) => date.to_string(),
        other => other.type_str().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Date, samples::Sample};

    static GATE: Sample = Sample::new("archcheck", &["layer_violation"]);

    fn read(text: &str) -> Waivers {
        from_config(&Document::sample(text), &Catalogue::new(&[&GATE]))
    }

    #[test]
    fn a_table_is_a_waiver() {
        let waivers = read(
            "[[waiver]]\nrule = \"layer_violation\"\nkey = \"a -> b\"\nreason = \"x\"\nexpires = 2027-01-31\n\
             [[waiver]]\nrule = \"archcheck::layer_violation\"\npath = \"crates/*/src/**\"\nreason = \"x\"\nexpires = \"2027-01-31\"\ncount = \"any\"\n\
             [[waiver]]\nrule = \"contract::field_removed\"\nkey = \"x\"\nreason = \"x\"\n",
        );
        assert_eq!(waivers.malformed, []);
        assert_eq!(waivers.elsewhere, 1);
        let [first, second] = &waivers.waivers[..] else {
            panic!("{waivers:?}")
        };
        assert_eq!(
            (first.expires, second.expires),
            (Date::parse("2027-01-31"), Date::parse("2027-01-31"))
        );
        assert_eq!((first.count, second.count), (Count::Exactly(1), Count::Any));
    }

    #[test]
    fn what_cannot_be_understood_is_told_where_it_is() {
        let whole = "rule = \"layer_violation\"\nkey = \"k\"\nreason = \"x\"\n";
        for (text, at, message) in [
            (
                whole.replace("layer_violation", "archcheck::layers"),
                "\"archcheck::layers\"",
                "unknown rule `archcheck::layers`",
            ),
            (
                whole.replace("\"x\"", "\"\""),
                "\"\"",
                "a waiver gives no reason",
            ),
            (
                whole.replace("reason", "reasons"),
                "reasons",
                "unknown key `reasons` in `[[waiver]]`",
            ),
            (
                whole.replace("key = \"k\"\n", ""),
                "",
                "a waiver does not say which findings it is for",
            ),
            (
                whole.replace("key = \"k\"", "path = \"a/{b\""),
                "\"a/{b\"",
                "`a/{b` is no glob: unclosed alternate group; missing '}' (maybe escape '{' with '[{]'?)",
            ),
            (
                format!("{whole}expires = \"soon\"\n"),
                "\"soon\"",
                "`soon` is no day",
            ),
            (
                format!("{whole}expires = 2027-01-31T00:00:00Z\n"),
                "2027-01-31T00:00:00Z",
                "`2027-01-31T00:00:00Z` is no day",
            ),
            (
                format!("{whole}count = -1\n"),
                "-1",
                "`-1` is no number of findings",
            ),
        ] {
            let text = format!("[[waiver]]\n{text}");
            let waivers = read(&text);
            let [malformed] = &waivers.malformed[..] else {
                panic!("{text}: {waivers:?}")
            };
            let found = &text[malformed.span.range];
            assert_eq!(malformed.message, message, "{text}");
            assert!(found == at || at.is_empty(), "{text}: {found}");
        }
        assert_eq!(
            read("[waiver]\nrule = \"x\"\n").malformed[0].message,
            "`waiver` is no list of tables"
        );
    }
}
