//! Subjects as sets: tokens, `*`, `>`, and what can be asked of such sets. All answers are exact.

use std::collections::{BTreeSet, VecDeque};
use std::fmt;

/// A part of a subject, between dots.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Token {
    /// This one.
    Word(String),
    /// Any one: `*`.
    One,
    /// Any number of them, but not none: `>`. Code may have it in the middle, where the server does not.
    Many,
}

/// A set of subjects.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Pattern(pub(crate) Vec<Token>);

impl Pattern {
    /// Reads a subject as the server does; what is wrong with it, if it is none.
    pub(crate) fn parse(text: &str) -> Result<Pattern, &'static str> {
        if text.is_empty() {
            return Err("a subject is not empty");
        }
        if text.contains(|c: char| c.is_whitespace() || c.is_control()) {
            return Err("a subject has no blanks");
        }
        let count = text.split('.').count();
        let token = |(at, word): (usize, &str)| match word {
            "" => Err("a subject has no empty tokens"),
            "*" => Ok(Token::One),
            ">" if at + 1 == count => Ok(Token::Many),
            ">" => Err("`>` is the last token of a subject"),
            word => Ok(Token::Word(word.to_owned())),
        };
        let tokens = text.split('.').enumerate().map(token);
        tokens.collect::<Result<_, _>>().map(Pattern)
    }

    /// Whether the server takes it.
    pub(crate) fn is_valid(&self) -> bool {
        let inner = self.0.split_last().map_or(&[][..], |(_, inner)| inner);
        !self.0.is_empty() && !inner.contains(&Token::Many)
    }

    /// What the server compares with what may be subscribed: token by token, and `>` passes for one.
    pub(crate) fn as_subscribed(&self) -> Pattern {
        let tokens = self.0.iter().map(|token| match token {
            Token::Many => Token::One,
            other => other.clone(),
        });
        Pattern(tokens.collect())
    }

    /// A set that the server takes, and that has all of this one: `>` in the middle takes all that comes behind.
    pub(crate) fn up_to_many(&self) -> Pattern {
        let end = self.0.iter().position(|it| *it == Token::Many);
        let end = end.map_or(self.0.len(), |at| at + 1);
        Pattern(self.0[..end].to_vec())
    }

    /// Whether it is about the server itself, its streams or replies: `$…`, `_INBOX.…`.
    pub(crate) fn is_of_system(&self) -> bool {
        let first = self.0.first();
        matches!(first, Some(Token::Word(word)) if word.starts_with('$') || word.starts_with("_INBOX"))
    }

    /// Whether one subject is in it.
    #[cfg(test)]
    pub(crate) fn matches(&self, subject: &str) -> bool {
        let tokens: Vec<&str> = subject.split('.').collect();
        let mut states = start(self);
        for token in tokens {
            states = step(self, &states, Some(token));
        }
        states.contains(&self.0.len())
    }

    /// A subject that is in both, if there is one.
    pub(crate) fn overlap(&self, other: &Pattern) -> Option<String> {
        let accepts =
            |a: &States, b: &[States]| a.contains(&self.0.len()) && b[0].contains(&other.0.len());
        search(self, std::slice::from_ref(other), &accepts)
    }

    /// A subject that is in it, but in none of the others; none if they cover it.
    pub(crate) fn uncovered(&self, others: &[Pattern]) -> Option<String> {
        let accepts = |a: &States, b: &[States]| {
            let covered = || {
                b.iter()
                    .zip(others)
                    .any(|(it, other)| it.contains(&other.0.len()))
            };
            a.contains(&self.0.len()) && !covered()
        };
        search(self, others, &accepts)
    }

    /// Whether all that is in it is in the other.
    pub(crate) fn is_within(&self, other: &Pattern) -> bool {
        self.uncovered(std::slice::from_ref(other)).is_none()
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, token) in self.0.iter().enumerate() {
            if at > 0 {
                formatter.write_str(".")?;
            }
            formatter.write_str(match token {
                Token::Word(word) => word,
                Token::One => "*",
                Token::Many => ">",
            })?;
        }
        Ok(())
    }
}

/// How much of a pattern may have been read: the number of its tokens that are done.
type States = BTreeSet<usize>;

fn start(_: &Pattern) -> States {
    BTreeSet::from([0])
}

/// What is done after one more token; none stands for a token that no pattern names.
fn step(pattern: &Pattern, states: &States, token: Option<&str>) -> States {
    let mut next = BTreeSet::new();
    for &state in states {
        // `>` that has taken something takes more.
        if state > 0 && pattern.0[state - 1] == Token::Many {
            next.insert(state);
        }
        match pattern.0.get(state) {
            Some(Token::Word(word)) if Some(word.as_str()) != token => {}
            Some(_) => {
                next.insert(state + 1);
            }
            None => {}
        }
    }
    next
}

/// A shortest subject that reads one pattern and the others to a state that is accepted.
///
/// A token matters only by which words it equals, so a subject is made of those words and one that is none of them.
fn search(
    pattern: &Pattern,
    others: &[Pattern],
    accepts: &dyn Fn(&States, &[States]) -> bool,
) -> Option<String> {
    let words: BTreeSet<&str> = [pattern]
        .into_iter()
        .chain(others)
        .flat_map(|it| &it.0)
        .filter_map(|token| match token {
            Token::Word(word) => Some(word.as_str()),
            _ => None,
        })
        .collect();
    // A word of nobody comes first: what nobody asks for is seen to be anything.
    let alphabet: Vec<Option<&str>> = [None]
        .into_iter()
        .chain(words.iter().map(|it| Some(*it)))
        .collect();
    let other = other_word(&words);
    let mut seen = BTreeSet::new();
    let mut open = VecDeque::new();
    let first = (start(pattern), others.iter().map(start).collect::<Vec<_>>());
    seen.insert(first.clone());
    open.push_back((first, Vec::<Option<&str>>::new()));
    while let Some(((a, b), path)) = open.pop_front() {
        if !path.is_empty() && accepts(&a, &b) {
            let words: Vec<&str> = path.iter().map(|it| it.unwrap_or(&other)).collect();
            return Some(words.join("."));
        }
        for &token in &alphabet {
            let a = step(pattern, &a, token);
            if a.is_empty() {
                continue;
            }
            let b: Vec<States> = b
                .iter()
                .zip(others)
                .map(|(states, other)| step(other, states, token))
                .collect();
            let next = (a, b);
            if seen.insert(next.clone()) {
                let path = path.iter().copied().chain([token]).collect();
                open.push_back((next, path));
            }
        }
    }
    None
}

/// A word that is none of these.
fn other_word(words: &BTreeSet<&str>) -> String {
    let mut word = "x".to_owned();
    while words.contains(word.as_str()) {
        word.push('x');
    }
    word
}

#[cfg(test)]
mod tests {
    use super::{Pattern, Token};

    fn pattern(text: &str) -> Pattern {
        Pattern::parse(text).unwrap()
    }

    #[test]
    fn subjects_are_read_as_the_server_reads_them() {
        for text in [
            "a",
            "a.b",
            "*",
            ">",
            "a.*.b.>",
            "$JS.API.>",
            "a*.b>",
            "orders.v1",
        ] {
            assert_eq!(pattern(text).to_string(), text);
            assert!(pattern(text).is_valid());
        }
        for text in ["", ".", "a.", ".a", "a..b", ">.a", "a b", "a.\tb"] {
            assert!(Pattern::parse(text).is_err(), "{text:?}");
        }
        assert!(!Pattern(vec![Token::Many, Token::One]).is_valid());
        assert!(!Pattern(Vec::new()).is_valid());
    }

    #[test]
    fn witnesses_are_subjects_of_the_set() {
        for (a, b, witness) in [
            ("a.*", "*.b", Some("a.b")),
            ("a.>", "a", None),
            ("a.>", "a.*.c", Some("a.x.c")),
            ("a.b", "a.c", None),
            (">", "*", Some("x")),
            ("a.*", "a.*.*", None),
        ] {
            assert_eq!(
                pattern(a).overlap(&pattern(b)).as_deref(),
                witness,
                "{a} {b}"
            );
        }
        let cover = |a: &str, others: &[&str]| {
            let others: Vec<Pattern> = others.iter().map(|it| pattern(it)).collect();
            pattern(a).uncovered(&others)
        };
        assert_eq!(cover("a.>", &["a.*", "a.*.>"]), None);
        assert_eq!(cover("a.>", &["a.*"]).as_deref(), Some("a.x.x"));
        assert_eq!(cover("a.*", &["a.b", "a.c"]).as_deref(), Some("a.x"));
        assert_eq!(cover(">", &["*", "*.>"]), None);
        assert_eq!(cover("a", &[]).as_deref(), Some("a"));
    }

    /// All patterns of up to three tokens over two words, `>` also where the server does not take it, and all subjects
    /// of up to five tokens over three words: enough that every pattern of three tokens is told from every other.
    #[test]
    fn answers_are_those_of_enumeration() {
        let tokens = [
            Token::Word("a".to_owned()),
            Token::Word("b".to_owned()),
            Token::One,
            Token::Many,
        ];
        let mut patterns = vec![Vec::new()];
        let mut all = Vec::new();
        for _ in 0..3 {
            patterns = patterns
                .iter()
                .flat_map(|it: &Vec<Token>| {
                    tokens
                        .iter()
                        .map(move |t| [&it[..], std::slice::from_ref(t)].concat())
                })
                .collect();
            all.extend(patterns.iter().cloned().map(Pattern));
        }
        let mut subjects = vec![String::new()];
        let mut level = subjects.clone();
        for _ in 0..5 {
            level = level
                .iter()
                .flat_map(|it| {
                    ["a", "b", "c"].map(|word| match it.as_str() {
                        "" => word.to_owned(),
                        _ => format!("{it}.{word}"),
                    })
                })
                .collect();
            subjects.extend(level.iter().cloned());
        }
        subjects.remove(0);
        let sets: Vec<Vec<bool>> = all
            .iter()
            .map(|it| {
                subjects
                    .iter()
                    .map(|subject| by_hand(&it.0, &split(subject)))
                    .collect()
            })
            .collect();
        for (pattern, set) in all.iter().zip(&sets) {
            for (subject, &is_in) in subjects.iter().zip(set) {
                assert_eq!(pattern.matches(subject), is_in, "{pattern} {subject}");
            }
        }
        let in_set = |it: &Pattern, subject: &str| by_hand(&it.0, &split(subject));
        for (one, first) in all.iter().zip(&sets) {
            for (other, second) in all.iter().zip(&sets) {
                let both = first.iter().zip(second).any(|(a, b)| *a && *b);
                let overlap = one.overlap(other);
                assert_eq!(overlap.is_some(), both, "{one} {other}");
                if let Some(witness) = overlap {
                    assert!(
                        in_set(one, &witness) && in_set(other, &witness),
                        "{one} {other} {witness}"
                    );
                }
                let within = first.iter().zip(second).all(|(a, b)| !*a || *b);
                assert_eq!(one.is_within(other), within, "{one} {other}");
            }
        }
        // Unions: of each pattern with the one after it, and of three.
        for (row, one) in all.iter().enumerate() {
            for shift in 1..all.len() {
                let others = [(row + shift) % all.len(), (row + 2 * shift) % all.len()];
                let within = (0..subjects.len())
                    .all(|at| !sets[row][at] || others.iter().any(|&other| sets[other][at]));
                let union: Vec<Pattern> = others.iter().map(|&it| all[it].clone()).collect();
                let witness = one.uncovered(&union);
                assert_eq!(witness.is_none(), within, "{one} {union:?} {witness:?}");
                if let Some(witness) = witness {
                    assert!(in_set(one, &witness) && !union.iter().any(|it| in_set(it, &witness)));
                }
            }
        }
    }

    fn split(subject: &str) -> Vec<&str> {
        subject.split('.').collect()
    }

    /// The meaning of a pattern, told in another way.
    fn by_hand(pattern: &[Token], subject: &[&str]) -> bool {
        match (pattern, subject) {
            ([], []) => true,
            ([Token::Many, rest @ ..], [_, behind @ ..]) => {
                by_hand(rest, behind) || by_hand(pattern, behind)
            }
            ([Token::One, rest @ ..], [_, behind @ ..]) => by_hand(rest, behind),
            ([Token::Word(word), rest @ ..], [token, behind @ ..]) => {
                word == token && by_hand(rest, behind)
            }
            _ => false,
        }
    }
}
