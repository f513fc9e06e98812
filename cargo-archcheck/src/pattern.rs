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

    /// Whether it matches all that `other` matches.
    pub fn covers(&self, other: &Pattern) -> bool {
        let texts: Vec<String> = other.segments.iter().map(Segment::text).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        // A wildcard of the other stands for itself: only a wildcard matches that.
        self.matches(&texts)
    }

    /// Whether it matches a path that `other`, a path itself, lies in: `std` that of `std::fs`.
    pub fn covers_inside(&self, other: &str) -> bool {
        let other = other.replace('-', "_");
        self.contains(&other.split("::").collect::<Vec<_>>())
    }

    /// Whether it has no wildcards.
    pub fn is_exact(&self) -> bool {
        let exact = |segment: &Segment| matches!(segment, Segment::Exact(_));
        self.segments.iter().all(exact)
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

impl Segment {
    fn text(&self) -> String {
        match self {
            Segment::Exact(text) => text.clone(),
            Segment::Parts(parts) => parts.join("*"),
            Segment::Any => "**".to_owned(),
        }
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
                // `**` is more than one segment: see `covers`.
                Segment::Parts(parts) => *name != "**" && matches_parts(parts, name),
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
    fn wider_patterns_cover_narrower_ones() {
        let covers = |a: &str, b: &str| {
            Pattern::parse(a)
                .unwrap()
                .covers(&Pattern::parse(b).unwrap())
        };
        assert!(covers("*::domain", "orders::domain"));
        assert!(covers("**::domain", "*::domain"));
        assert!(!covers("*::domain", "**::domain"));
        assert!(covers("**::domain", "**::core::domain"));
        assert!(covers("orders_*", "orders_adapter_*"));
        assert!(!covers("orders_*", "*_adapter"));
        assert!(!covers("*_adapter", "orders_*"));
    }

    #[test]
    fn what_is_no_pattern_is_refused() {
        for bad in ["", " ", "a::", "::a", "a:b", "a.b", "a::b**", "a b"] {
            assert!(Pattern::parse(bad).is_err(), "{bad}");
        }
    }
}
