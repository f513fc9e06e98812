//! What is wrong with a policy, and where: taken out of what the engine says.

use text_size::{TextRange, TextSize};

/// What is wrong with a policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// The path of the module, if it is known.
    pub path: Option<String>,
    /// Where in it.
    pub range: TextRange,
    /// What: lower-case first letter, no final period.
    pub message: String,
    /// What to do, if there is something to say.
    pub help: Option<String>,
    /// Whether another run may not see it: it depends on how long something takes.
    pub by_chance: bool,
}

impl Mistake {
    pub(crate) fn at(path: &str, range: TextRange, message: impl Into<String>) -> Mistake {
        Mistake {
            path: Some(path.to_owned()),
            range,
            message: message.into(),
            help: None,
            by_chance: false,
        }
    }

    /// What depends on how long something takes.
    pub(crate) fn by_chance(message: impl Into<String>) -> Mistake {
        Mistake {
            by_chance: true,
            ..Mistake::nowhere(message)
        }
    }

    pub(crate) fn nowhere(message: impl Into<String>) -> Mistake {
        Mistake {
            path: None,
            range: TextRange::default(),
            message: message.into(),
            help: None,
            by_chance: false,
        }
    }

    pub(crate) fn help(self, help: impl Into<String>) -> Mistake {
        Mistake {
            help: Some(help.into()),
            ..self
        }
    }

    /// What the engine says: a line `--> path:line:column`, the source, and `error: …`. `text` is that of a module.
    pub(crate) fn of_engine<'t>(said: &str, text: impl Fn(&str) -> Option<&'t str>) -> Mistake {
        let mut lines = said.lines();
        let place = lines
            .find_map(|line| line.strip_prefix("--> "))
            .and_then(|place| {
                let mut parts = place.rsplitn(3, ':');
                let column: usize = parts.next()?.parse().ok()?;
                let line: usize = parts.next()?.parse().ok()?;
                Some((parts.next()?, line, column))
            });
        let message = lines.find_map(|line| line.strip_prefix("error: "));
        let message =
            message.unwrap_or_else(|| said.trim().lines().next().unwrap_or("it says nothing"));
        let message = message.trim_end_matches([':', '.']);
        let located =
            place.and_then(|(path, line, column)| Some((path, token(text(path)?, line, column))));
        match located {
            Some((path, range)) => Mistake::at(path, range, message),
            None => Mistake::nowhere(message),
        }
    }
}

/// How many columns a tab has for the engine.
const TAB: usize = 4;

/// The token that begins at a line and a column, both counted from 1, as the engine counts.
fn token(text: &str, line: usize, column: usize) -> TextRange {
    let start: usize = text
        .split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum();
    let rest = text.get(start..).unwrap_or_default();
    let rest = rest.lines().next().unwrap_or_default();
    let mut at_column = 1;
    let mut chars = rest.char_indices();
    let at = chars.find_map(|(at, c)| {
        let is_there = at_column >= column;
        at_column += if c == '\t' { TAB } else { 1 };
        is_there.then_some(at)
    });
    let at = at.unwrap_or(rest.len());
    let word = |c: char| c.is_alphanumeric() || c == '_';
    let mut chars = rest[at..].chars();
    let length = match chars.next() {
        Some(first) if word(first) => rest[at..].find(|c| !word(c)).unwrap_or(rest.len() - at),
        Some(first) => first.len_utf8(),
        None => 0,
    };
    let size = |at: usize| TextSize::try_from(at).unwrap_or_default();
    TextRange::at(size(start + at), size(length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_engine_says_has_a_place_and_a_message() {
        let text = "package a\n\tü := wrong(1)\n";
        let said = "\n--> p/a.rego:2:10\n  |\n2 | ü := wrong(1)\n  |      ^\nerror: could not find function wrong";
        let mistake = Mistake::of_engine(said, |path| (path == "p/a.rego").then_some(text));
        assert_eq!(mistake.message, "could not find function wrong");
        assert_eq!(&text[mistake.range], "wrong");
        assert_eq!(mistake.path.as_deref(), Some("p/a.rego"));
        let unknown = Mistake::of_engine("not a valid rule path", |_| None);
        assert_eq!(unknown, Mistake::nowhere("not a valid rule path"));
    }
}
