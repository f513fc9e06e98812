//! Subjects as sets: tokens, `*`, `>`, and what can be asked of such sets. All answers are exact.

#[cfg(test)]
mod tests;

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

    /// Whether some word of it is known.
    pub(crate) fn has_words(&self) -> bool {
        self.0.iter().any(|it| matches!(it, Token::Word(_)))
    }

    /// Whether one subject is in it.
    #[cfg(test)]
    pub(crate) fn matches(&self, subject: &str) -> bool {
        let tokens: Vec<&str> = subject.split('.').collect();
        let mut states = start();
        for token in tokens {
            states = step(self, &states, Some(token));
        }
        states.contains(&self.0.len())
    }

    /// A subject that is in both, if there is one.
    pub(crate) fn overlap(&self, other: &Pattern) -> Option<String> {
        if !self.overlaps(other) {
            return None;
        }
        let accepts =
            |a: &States, b: &[States]| a.contains(&self.0.len()) && b[0].contains(&other.0.len());
        let words = words(&[self, other]);
        search(self, &[other], &other_word(&words), &accepts)
    }

    /// Whether there is a subject that is in both.
    pub(crate) fn overlaps(&self, other: &Pattern) -> bool {
        let (own, others) = (&self.0, &other.0);
        let width = others.len() + 1;
        // How many tokens of the one and of the other may be done after as many words.
        let mut reached = vec![false; (own.len() + 1) * width];
        let mut open = vec![(0, 0)];
        while let Some((a, b)) = open.pop() {
            for (one, next_a) in steps(own, a) {
                for (two, next_b) in steps(others, b) {
                    let is_word = match (one, two) {
                        (Some(one), Some(two)) => one == two,
                        _ => true,
                    };
                    let place = next_a * width + next_b;
                    if is_word && !reached[place] {
                        reached[place] = true;
                        open.push((next_a, next_b));
                    }
                }
            }
        }
        reached[own.len() * width + others.len()]
    }

    /// A subject that is in it, but in none of the others; none if they cover it.
    pub(crate) fn uncovered(&self, others: &[Pattern]) -> Option<String> {
        let all: Vec<&Pattern> = std::iter::once(self).chain(others).collect();
        // Those that have nothing in common with it cover nothing of it, and the first subject of those that are left has no
        // word of theirs: it would do with one of nobody, too.
        let others: Vec<&Pattern> = others.iter().filter(|it| self.overlaps(it)).collect();
        uncovered_by(self, &others, &other_word(&words(&all)))
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

fn start() -> States {
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

/// The words that take a pattern further, none for any, and how many of its tokens are done then.
fn steps(tokens: &[Token], done: usize) -> impl Iterator<Item = (Option<&str>, usize)> {
    // `>` that has taken something takes more.
    let more = done > 0 && tokens[done - 1] == Token::Many;
    let next = tokens.get(done).map(|token| match token {
        Token::Word(word) => (Some(word.as_str()), done + 1),
        Token::One | Token::Many => (None, done + 1),
    });
    more.then_some((None, done)).into_iter().chain(next)
}

/// A subject that is in a pattern, but in none of the others; a token that may be any is the given word.
fn uncovered_by(pattern: &Pattern, others: &[&Pattern], other: &str) -> Option<String> {
    let accepts = |a: &States, b: &[States]| {
        let mut covering = b.iter().zip(others);
        a.contains(&pattern.0.len()) && !covering.any(|(it, other)| it.contains(&other.0.len()))
    };
    search(pattern, others, other, &accepts)
}

/// [`Pattern::uncovered`], and none of the others left out.
#[cfg(test)]
fn uncovered_by_all(pattern: &Pattern, others: &[Pattern]) -> Option<String> {
    let others: Vec<&Pattern> = others.iter().collect();
    let all: Vec<&Pattern> = std::iter::once(pattern)
        .chain(others.iter().copied())
        .collect();
    uncovered_by(pattern, &others, &other_word(&words(&all)))
}

/// The words of some patterns.
fn words<'p>(patterns: &[&'p Pattern]) -> BTreeSet<&'p str> {
    let tokens = patterns.iter().flat_map(|it| &it.0);
    let words = tokens.filter_map(|token| match token {
        Token::Word(word) => Some(word.as_str()),
        _ => None,
    });
    words.collect()
}

/// A shortest subject that reads one pattern and the others to a state that is accepted.
///
/// A token matters only by which words it equals, so a subject is made of those words and one that is none of them, which is
/// given.
fn search(
    pattern: &Pattern,
    others: &[&Pattern],
    other: &str,
    accepts: &dyn Fn(&States, &[States]) -> bool,
) -> Option<String> {
    let all: Vec<&Pattern> = std::iter::once(pattern)
        .chain(others.iter().copied())
        .collect();
    let words = words(&all);
    // A word of nobody comes first: what nobody asks for is seen to be anything.
    let alphabet: Vec<Option<&str>> = [None]
        .into_iter()
        .chain(words.iter().map(|it| Some(*it)))
        .collect();
    let mut seen = BTreeSet::new();
    let mut open = VecDeque::new();
    let first = (start(), others.iter().map(|_| start()).collect::<Vec<_>>());
    seen.insert(first.clone());
    open.push_back((first, Vec::<Option<&str>>::new()));
    while let Some(((a, b), path)) = open.pop_front() {
        if !path.is_empty() && accepts(&a, &b) {
            let words: Vec<&str> = path.iter().map(|it| it.unwrap_or(other)).collect();
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
