//! Patterns over paths of names: `orders::domain`, `**::adapter`, `std::fs`, `aws_*`.

/// A pattern over segments. `*` stands for any part of a segment, `**` for any number of segments.
///
/// Names of packages and of crates are one thing here: `-` reads as `_`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    segments: Vec<Segment>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Segment {
    Exact(String),
    /// The parts around `*`.
    Parts(Vec<String>),
    Any,
}

/// How narrow a pattern is: more is narrower.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Narrowness {
    /// 2: says exactly what it matches; 1: has `*`; 0: has `**`.
    pub class: u8,
    /// Segments without a wildcard.
    pub exact: usize,
    /// Characters that are no wildcards.
    pub literal: usize,
}

impl Pattern {
    /// Reads a pattern; the error says what is wrong with it.
    pub fn parse(text: &str) -> Result<Pattern, String> {
        if text.trim().is_empty() {
            return Err("the pattern is empty".to_owned());
        }
        let mut segments = Vec::new();
        for part in text.split("::") {
            let valid =
                |c: char| c == '_' || c == '-' || c == '*' || c == '!' || c.is_alphanumeric();
            if part.is_empty() {
                return Err("a segment is empty".to_owned());
            }
            if let Some(odd) = part.chars().find(|&c| !valid(c)) {
                return Err(format!("`{odd}` cannot stand in a name"));
            }
            let part = part.replace('-', "_");
            segments.push(match part.as_str() {
                "**" => Segment::Any,
                part if part.contains("**") => {
                    return Err("`**` must be a whole segment".to_owned());
                }
                part if part.contains('*') => {
                    Segment::Parts(part.split('*').map(str::to_owned).collect())
                }
                part => Segment::Exact(part.to_owned()),
            });
        }
        // What is selected includes what is inside.
        while segments.len() > 1 && segments.last() == Some(&Segment::Any) {
            segments.pop();
        }
        Ok(Pattern { segments })
    }

    /// Whether it matches all of a path.
    pub fn matches(&self, path: &[&str]) -> bool {
        matches(&self.segments, path)
    }

    /// Whether it matches a path, or a path that this one lies in.
    pub fn contains(&self, path: &[&str]) -> bool {
        (1..=path.len()).any(|length| self.matches(&path[..length]))
    }

    /// How narrow it is.
    pub fn narrowness(&self) -> Narrowness {
        let mut narrowness = Narrowness {
            class: 2,
            exact: 0,
            literal: 0,
        };
        for segment in &self.segments {
            match segment {
                Segment::Exact(text) => {
                    narrowness.exact += 1;
                    narrowness.literal += text.len();
                }
                Segment::Parts(parts) => {
                    narrowness.class = narrowness.class.min(1);
                    narrowness.literal += parts.iter().map(String::len).sum::<usize>();
                }
                Segment::Any => narrowness.class = 0,
            }
        }
        narrowness
    }

    /// The name it begins with, if it says one.
    pub fn first(&self) -> Option<&str> {
        match self.segments.first() {
            Some(Segment::Exact(name)) => Some(name),
            _ => None,
        }
    }

    /// How many segments it has.
    pub fn segments(&self) -> usize {
        self.segments.len()
    }

    /// The pattern with `to` for its first segment, if that is one of `from`.
    #[must_use]
    pub fn with_first(mut self, from: &[&str], to: &str) -> Pattern {
        if let Some(Segment::Exact(first)) = self.segments.first_mut()
            && from.contains(&first.as_str())
        {
            *first = to.to_owned();
        }
        self
    }
}

fn matches(pattern: &[Segment], path: &[&str]) -> bool {
    match (pattern, path) {
        ([], []) => true,
        ([Segment::Any, rest @ ..], _) => {
            (0..=path.len()).any(|skipped| matches(rest, &path[skipped..]))
        }
        ([segment, pattern @ ..], [name, path @ ..]) => {
            let fits = match segment {
                Segment::Exact(text) => text == name,
                Segment::Parts(parts) => matches_parts(parts, name),
                Segment::Any => true,
            };
            fits && matches(pattern, path)
        }
        _ => false,
    }
}

/// Whether `name` is the parts in order, with anything between them.
fn matches_parts(parts: &[String], name: &str) -> bool {
    let (Some(first), Some(last)) = (parts.first(), parts.last()) else {
        return false;
    };
    let Some(mut rest) = name.strip_prefix(first.as_str()) else {
        return false;
    };
    for part in &parts[1..parts.len() - 1] {
        match rest.find(part.as_str()) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(pattern: &str, path: &str) -> bool {
        let path: Vec<&str> = path.split("::").collect();
        Pattern::parse(pattern).unwrap().matches(&path)
    }

    #[test]
    fn wildcards_match_within_and_across_segments() {
        assert!(matches("orders::domain", "orders::domain"));
        assert!(!matches("orders::domain", "orders::domain::order"));
        assert!(matches("orders::*", "orders::domain"));
        assert!(!matches("orders::*", "orders"));
        assert!(!matches("orders::*", "orders::domain::order"));
        assert!(matches("**::domain", "domain"));
        assert!(matches("**::domain", "a::b::domain"));
        assert!(!matches("**::domain", "a::domain::b"));
        assert!(matches("a::**::z", "a::z"));
        assert!(matches("a::**::z", "a::b::c::z"));
        assert!(matches("*-domain", "orders_domain"));
        assert!(matches("*_nats_*", "adapter_nats_v2"));
        assert!(!matches("ab*ba", "aba"));
        assert!(matches("**", "anything::at::all"));
    }

    #[test]
    fn a_trailing_double_star_says_what_holds_anyway() {
        assert_eq!(
            Pattern::parse("orders::domain::**"),
            Pattern::parse("orders::domain")
        );
        let path = ["orders", "domain", "order"];
        assert!(Pattern::parse("**::domain::**").unwrap().contains(&path));
        assert!(!Pattern::parse("**::order::x").unwrap().contains(&path));
    }

    #[test]
    fn narrower_patterns_compare_greater() {
        let narrow = |text: &str| Pattern::parse(text).unwrap().narrowness();
        assert!(narrow("orders::domain") > narrow("*::domain"));
        assert!(narrow("*::domain") > narrow("**::domain"));
        assert!(narrow("**::core::domain") > narrow("**::domain"));
        assert!(narrow("*_domain") > narrow("*"));
    }

    #[test]
    fn what_is_no_pattern_is_refused() {
        for bad in ["", " ", "a::", "::a", "a:b", "a.b", "a::b**", "a b"] {
            assert!(Pattern::parse(bad).is_err(), "{bad}");
        }
    }
}
