//! On which terms the baseline accepts findings: who answers for them, and until when.

use std::ops::Range;

use toml::Spanned;
use toml::de::DeValue;

use crate::Date;

/// Who answers for findings that are accepted, and until when.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Terms {
    pub(crate) owner: Option<String>,
    /// The last day on which they are accepted.
    pub(crate) expires: Option<Date>,
}

impl Terms {
    /// Whether the last day is over.
    pub(crate) fn are_over(&self, today: Date) -> bool {
        self.expires.is_some_and(|expires| expires < today)
    }

    /// That the last day is over, in words.
    pub(crate) fn over(&self) -> String {
        let until = self
            .expires
            .map_or_else(String::new, |day| format!(" until {day}"));
        let owner = self.owner.as_ref();
        let owner = owner.map_or_else(String::new, |owner| {
            format!(", and `{owner}` answers for it")
        });
        format!("the baseline accepted this{until}{owner}")
    }

    /// The value of an entry.
    pub(crate) fn written(&self, count: usize) -> String {
        if *self == Terms::default() {
            return count.to_string();
        }
        let mut parts = vec![format!("count = {count}")];
        parts.extend(
            self.owner
                .as_ref()
                .map(|owner| format!("owner = {}", quoted(owner))),
        );
        parts.extend(self.expires.map(|day| format!("expires = {day}")));
        format!("{{ {} }}", parts.join(", "))
    }
}

/// What is wrong, and where.
type Mistake = (String, Range<usize>);

/// Reads the value of an entry: a number of findings, or a table that says on which terms they are accepted, too.
pub(crate) fn entry(value: Spanned<DeValue<'_>>) -> Result<(usize, Terms), Mistake> {
    let at = value.span();
    let DeValue::Table(table) = value.get_ref() else {
        return Ok((number(&value)?, Terms::default()));
    };
    let (mut count, mut terms) = (None, Terms::default());
    for (key, value) in table {
        match key.get_ref().as_ref() {
            "count" => count = Some(number(value)?),
            "owner" => {
                let owner = value.get_ref().as_str();
                let owner = owner.ok_or_else(|| ("not a name".to_owned(), value.span()))?;
                terms.owner = Some(owner.to_owned());
            }
            "expires" => {
                let text = match value.get_ref() {
                    DeValue::Datetime(day) => day.to_string(),
                    other => other.as_str().unwrap_or_default().to_owned(),
                };
                let day = Date::parse(&text);
                let wrong = || ("not a day: write `2027-01-31`".to_owned(), value.span());
                terms.expires = Some(day.ok_or_else(wrong)?);
            }
            other => {
                let message =
                    format!("an entry has no `{other}`; it has `count`, `owner` and `expires`");
                return Err((message, key.span()));
            }
        }
    }
    match count {
        Some(count) => Ok((count, terms)),
        None => Err(("the entry does not say its `count`".to_owned(), at)),
    }
}

fn number(value: &Spanned<DeValue<'_>>) -> Result<usize, Mistake> {
    integer(value.get_ref())
        .and_then(|number| usize::try_from(number).ok())
        .filter(|number| *number > 0)
        .ok_or_else(|| ("not a number of findings".to_owned(), value.span()))
}

/// A whole number of TOML.
pub(crate) fn integer(value: &DeValue<'_>) -> Option<i64> {
    value
        .as_integer()
        .and_then(|integer| i64::from_str_radix(integer.as_str(), integer.radix()).ok())
}

/// A basic string of TOML.
pub(crate) fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            _ if character.is_control() => {
                quoted.push_str(&format!("\\u{:04X}", u32::from(character)))
            }
            _ => quoted.push(character),
        }
    }
    quoted.push('"');
    quoted
}
