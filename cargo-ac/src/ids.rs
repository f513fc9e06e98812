//! Ids: how they look, and how they are found in text.
//!
//! An id is a whole token: `AC-1` is neither part of `AC-10` nor of `AC-1-A`. Every source, be it a ledger, a tag, an
//! attribute or a comment, is read with the functions here.

/// The longest id.
pub const MAX_LENGTH: usize = 64;

/// What an id stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IdKind {
    /// A story.
    Story,
    /// A requirement.
    Requirement,
    /// An acceptance criterion.
    Criterion,
}

impl IdKind {
    /// The kind in words.
    pub fn noun(self) -> &'static str {
        match self {
            IdKind::Story => "story",
            IdKind::Requirement => "requirement",
            IdKind::Criterion => "criterion",
        }
    }
}

/// How ids begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdPrefixes {
    /// Of stories.
    pub story: String,
    /// Of requirements.
    pub requirement: String,
    /// Of criteria.
    pub criterion: String,
}

impl Default for IdPrefixes {
    fn default() -> Self {
        IdPrefixes {
            story: "US".to_owned(),
            requirement: "REQ".to_owned(),
            criterion: "AC".to_owned(),
        }
    }
}

impl IdPrefixes {
    /// How ids of a kind begin.
    pub fn of(&self, kind: IdKind) -> &str {
        match kind {
            IdKind::Story => &self.story,
            IdKind::Requirement => &self.requirement,
            IdKind::Criterion => &self.criterion,
        }
    }

    /// Whether the text is an id of that kind: the prefix, then one part or more of capitals and digits, each after a dash.
    pub fn is_id(&self, kind: IdKind, text: &str) -> bool {
        let Some(parts) = text
            .strip_prefix(self.of(kind))
            .and_then(|rest| rest.strip_prefix('-'))
        else {
            return false;
        };
        let part = |part: &str| {
            !part.is_empty()
                && part
                    .bytes()
                    .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
        };
        text.len() <= MAX_LENGTH && parts.split('-').all(part)
    }

    /// Whether the text was meant for an id of that kind, whatever is wrong with it.
    pub fn resembles(&self, kind: IdKind, text: &str) -> bool {
        let prefix = self.of(kind);
        let begins = text
            .get(..prefix.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(prefix));
        begins && text[prefix.len()..].starts_with(['-', '_'])
    }

    /// How ids of that kind look, in words.
    pub fn form(&self, kind: IdKind) -> String {
        let prefix = self.of(kind);
        format!(
            "`{prefix}-NAME-001`: capitals and digits in parts with dashes between, at most {MAX_LENGTH} characters"
        )
    }
}

/// The tokens of a text with their offsets: runs of letters, digits, `-` and `_`. An id is always a whole token.
pub fn tokens(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let inside = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].find(inside)?;
        let rest = &text[start..];
        let length = rest.find(|c| !inside(c)).unwrap_or(rest.len());
        at = start + length;
        Some((start, &rest[..length]))
    })
}

/// The known text nearest to `text`, if one is near enough to be meant.
///
/// Letters that differ in case only, and `_` for `-`, do not count as different.
pub fn nearest<'a>(text: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = fold(text);
    let length = folded.chars().count();
    let limit = (length / 3).clamp(1, 3);
    let letters = letters(&folded);
    // A character beyond ASCII has up to four bytes.
    let limit_in = |other: &str| {
        if folded.is_ascii() && other.is_ascii() {
            limit
        } else {
            limit * 4
        }
    };
    let mut best: Option<(usize, &str)> = None;
    for known in known {
        // Most are told apart by their lengths or their letters, without comparing place by place.
        if known.len().abs_diff(text.len()) > limit * 4 {
            continue;
        }
        let other = fold(known);
        if other.chars().count().abs_diff(length) > limit
            || apart(&letters, &self::letters(&other)) > limit_in(&other)
        {
            continue;
        }
        let distance = strsim::osa_distance(&folded, &other);
        if distance <= limit && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, known));
        }
    }
    best.map(|(_, known)| known)
}

/// How often each letter occurs; letters that share a row are not told apart.
fn letters(text: &str) -> [u8; 64] {
    let mut rows = [0_u8; 64];
    for byte in text.bytes() {
        let row = &mut rows[usize::from(byte % 64)];
        *row = row.saturating_add(1);
    }
    rows
}

/// How many bytes must be put in, taken out or replaced, at the least.
fn apart(a: &[u8; 64], b: &[u8; 64]) -> usize {
    let (mut more, mut fewer) = (0, 0);
    for (a, b) in a.iter().zip(b) {
        more += usize::from(a.saturating_sub(*b));
        fewer += usize::from(b.saturating_sub(*a));
    }
    more.max(fewer)
}

/// Whether two texts differ in nothing but case, `_` for `-`, and signs around them.
pub fn same(a: &str, b: &str) -> bool {
    fold(a) == fold(b)
}

fn fold(text: &str) -> String {
    text.trim_matches(|c: char| !c.is_alphanumeric())
        .to_ascii_uppercase()
        .replace('_', "-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_a_prefix_and_parts() {
        let ids = IdPrefixes::default();
        for good in ["AC-1", "AC-PAY-001", "AC-A-B-C-9"] {
            assert!(ids.is_id(IdKind::Criterion, good), "{good}");
        }
        let long = format!("AC-{}", "A".repeat(62));
        for bad in [
            "AC", "AC-", "AC-a", "AC-1-", "AC--1", "ac-1", "AC_1", "AC-1 ", "AC-É", "XAC-1",
            "REQ-1", "AC-1:v2", &long,
        ] {
            assert!(!ids.is_id(IdKind::Criterion, bad), "{bad}");
        }
    }

    #[test]
    fn a_token_ends_where_no_letter_digit_or_dash_follows() {
        let text = "AC-1, (AC-10)/AC-1-A AC-1_x é-AC-1.";
        let found: Vec<&str> = tokens(text).map(|(_, token)| token).collect();
        assert_eq!(found, ["AC-1", "AC-10", "AC-1-A", "AC-1_x", "é-AC-1"]);
        assert!(tokens(text).all(|(at, token)| text[at..].starts_with(token)));
    }

    #[test]
    fn the_nearest_is_found_only_if_it_is_near() {
        let known = ["AC-PAY-001", "AC-PAY-002", "AC-SHIP-001"];
        assert_eq!(nearest("ac_pay_002", known), Some("AC-PAY-002"));
        assert_eq!(nearest("AC-PYA-001", known), Some("AC-PAY-001"));
        assert_eq!(nearest("AC-SHOP-01", known), Some("AC-SHIP-001"));
        assert_eq!(nearest("AC-REFUND-7", known), None);
        assert_eq!(nearest("", known), None);
    }

    #[test]
    fn only_what_begins_like_an_id_resembles_one() {
        let ids = IdPrefixes::default();
        assert!(ids.resembles(IdKind::Criterion, "ac_001"));
        assert!(!ids.resembles(IdKind::Criterion, "account"));
        assert!(!ids.resembles(IdKind::Criterion, "é"));
    }
}
