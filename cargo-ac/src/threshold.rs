//! `[[ac.gate]]`: how many of some criteria must be tested or verified, counted and compared as whole numbers.

use std::fmt;

use govern_diagnostics::{Diagnostic, Span};
use govern_gate::{Session, Spanned};
use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer};

use crate::ledger::Priority;

/// An entry of `[[ac.gate]]` as it is written.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct GateEntry {
    /// What it is called.
    pub name: Spanned<String>,
    /// Which criteria it is about: `story:US-PAY`, `tag:security`. Of each kind one must fit.
    #[serde(default)]
    pub select: Vec<Spanned<String>>,
    /// How many must be tested.
    pub tested: Option<Spanned<Share>>,
    /// How many must be verified.
    pub verified: Option<Spanned<Share>>,
    /// Whether it must ask for all that is reached.
    #[serde(default)]
    pub ratchet: bool,
}

/// A part of a whole: `80` is 80 in 100, `"4/5"` is 4 in 5.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    part: u64,
    whole: u64,
}

/// A threshold as it is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Threshold {
    /// What it is called.
    pub name: String,
    /// Where its name stands.
    pub span: Option<Span>,
    /// Which criteria it is about.
    pub select: Vec<Selector>,
    /// What must be so.
    pub asks: Vec<Ask>,
    /// Whether it must ask for all that is reached.
    pub ratchet: bool,
}

/// What must be so of how many criteria.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ask {
    /// What is counted.
    pub measure: Measure,
    /// How many must be so.
    pub share: Share,
    /// Where that is written.
    pub span: Option<Span>,
}

/// Some criteria, by one kind of thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selector {
    pub(crate) kind: Kind,
    /// What it must be, or begin with if it ends with `*`.
    pub(crate) value: String,
    /// As it is written.
    pub text: String,
    /// Where it is written.
    pub span: Option<Span>,
}

/// By what criteria are selected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Story,
    Requirement,
    Criterion,
    Priority,
    Tag,
}

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// A test is there, at each level that is needed.
    Tested,
    /// Results show that it holds.
    Verified,
}

impl Share {
    /// Whether `count` of `all` are as many as that, without rounding.
    pub(crate) fn is_met(self, count: u64, all: u64) -> bool {
        u128::from(count) * u128::from(self.whole) >= u128::from(self.part) * u128::from(all)
    }

    /// Whether `count` of `all` are more than that.
    pub(crate) fn is_exceeded(self, count: u64, all: u64) -> bool {
        u128::from(count) * u128::from(self.whole) > u128::from(self.part) * u128::from(all)
    }

    /// As it is written in the configuration for `count` of `all`.
    pub(crate) fn written(count: u64, all: u64) -> String {
        if count == all {
            "100".to_owned()
        } else {
            format!("\"{count}/{all}\"")
        }
    }

    /// The fewest of `all` that are as many as that.
    pub(crate) fn least(self, all: u64) -> u64 {
        let product = u128::from(self.part) * u128::from(all);
        u64::try_from(product.div_ceil(u128::from(self.whole))).unwrap_or(all)
    }

    pub(crate) fn parse(text: &str) -> Option<Share> {
        let number = |text: &str| text.trim().parse::<u64>().ok();
        let share = match (text.split_once('/'), text.strip_suffix('%')) {
            (Some((part, whole)), _) => Share {
                part: number(part)?,
                whole: number(whole)?,
            },
            (None, Some(percent)) => Share {
                part: number(percent)?,
                whole: 100,
            },
            (None, None) => return None,
        };
        (share.whole > 0 && share.part <= share.whole).then_some(share)
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.whole {
            100 => write!(f, "{} %", self.part),
            whole => write!(f, "{}/{whole}", self.part),
        }
    }
}

impl<'de> Deserialize<'de> for Share {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;

        impl Visitor<'_> for Either {
            type Value = Share;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number of percent, or a fraction such as \"4/5\"")
            }

            fn visit_i64<E: Error>(self, percent: i64) -> Result<Share, E> {
                let part = u64::try_from(percent)
                    .ok()
                    .filter(|percent| *percent <= 100);
                let part = part.ok_or_else(|| E::custom("percent are from 0 to 100"))?;
                Ok(Share { part, whole: 100 })
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Share, E> {
                let wrong = || {
                    E::custom(format!(
                        "`{text}` is no part of a whole; write 80, \"80 %\" or \"4/5\""
                    ))
                };
                Share::parse(text).ok_or_else(wrong)
            }
        }

        deserializer.deserialize_any(Either)
    }
}

impl Measure {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Measure::Tested => "tested",
            Measure::Verified => "verified",
        }
    }
}

/// What the entries mean, or what is wrong with them.
pub(crate) fn thresholds(
    entries: &[GateEntry],
    session: &Session,
) -> Result<Vec<Threshold>, Vec<Diagnostic>> {
    let mut mistakes = Vec::new();
    let mut thresholds: Vec<Threshold> = Vec::new();
    for entry in entries {
        let span = session.config_span(entry.name.span());
        let name = entry.name.get_ref().clone();
        let mut wrong = |message: String, span, help: &str| {
            mistakes.push(Diagnostic::config(message).at(span).help(help));
        };
        let mut select = Vec::new();
        for text in &entry.select {
            let span = session.config_span(text.span());
            match selector(text.get_ref(), span) {
                Some(selector) => select.push(selector),
                None => wrong(
                    format!("`{}` selects no criteria", text.get_ref()),
                    span,
                    "write `story:ID`, `requirement:ID`, `criterion:ID`, `priority:must` or `tag:NAME`; an id may end with `*`",
                ),
            }
        }
        let asks = [
            (Measure::Tested, &entry.tested),
            (Measure::Verified, &entry.verified),
        ];
        let asks: Vec<Ask> = asks
            .into_iter()
            .filter_map(|(measure, share)| {
                let share = share.as_ref()?;
                Some(Ask {
                    measure,
                    share: *share.get_ref(),
                    span: session.config_span(share.span()),
                })
            })
            .collect();
        if asks.is_empty() {
            wrong(
                format!("gate `{name}` asks for nothing"),
                span,
                "say how many must be so: `tested = 100`, `verified = \"4/5\"`",
            );
        }
        if thresholds.iter().any(|it| it.name == name) {
            wrong(
                format!("there are two gates `{name}`"),
                span,
                "give it another name",
            );
        }
        thresholds.push(Threshold {
            name,
            span,
            select,
            asks,
            ratchet: entry.ratchet,
        });
    }
    if mistakes.is_empty() {
        Ok(thresholds)
    } else {
        Err(mistakes)
    }
}

fn selector(text: &str, span: Option<Span>) -> Option<Selector> {
    let (kind, value) = text.split_once(':')?;
    let kind = match kind {
        "story" => Kind::Story,
        "requirement" => Kind::Requirement,
        "criterion" => Kind::Criterion,
        "priority" => Kind::Priority,
        "tag" => Kind::Tag,
        _ => return None,
    };
    let is_known =
        !value.is_empty() && (kind != Kind::Priority || Priority::named(value).is_some());
    is_known.then(|| Selector {
        kind,
        value: value.to_owned(),
        text: text.to_owned(),
        span,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_compared_without_rounding() {
        let share = |text: &str| Share::parse(text).expect("a share");
        for (text, count, all, met) in [
            ("84/99", 84, 99, true),
            ("84/99", 168, 198, true),
            ("84/99", 167, 198, false),
            ("85%", 84, 99, false),
            ("84 %", 84, 99, true),
            ("100%", 999_999, 1_000_000, false),
            ("0%", 0, 0, true),
            ("1/3", 33, 100, false),
            ("1/3", 34, 100, true),
        ] {
            assert_eq!(share(text).is_met(count, all), met, "{text} {count} {all}");
        }
        assert!(share("2/3").is_exceeded(3, 4) && !share("2/3").is_exceeded(4, 6));
        for (count, all, written) in [(3, 4, "\"3/4\""), (4, 4, "100"), (0, 4, "\"0/4\"")] {
            assert_eq!(Share::written(count, all), written);
        }
        assert_eq!(share("1/3").least(100), 34);
        assert_eq!(share("100%").least(7), 7);
        assert_eq!(
            share("18446744073709551615/18446744073709551615").least(u64::MAX),
            u64::MAX
        );
        for wrong in ["80", "5/4", "0/0", "1/0", "-1/2", "80.5%", "a/b"] {
            assert_eq!(Share::parse(wrong), None, "{wrong}");
        }
    }
}
