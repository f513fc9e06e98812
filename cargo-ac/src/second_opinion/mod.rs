//! What the `gherkin` crate, which cucumber-rs runs by, makes of a feature file: a second opinion.

mod compare;
mod difference;
mod refusal;

use std::panic::{AssertUnwindSafe, catch_unwind};

use text_size::TextSize;

pub use self::difference::Difference;
use crate::gherkin::Document;

/// What came of asking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Opinion {
    /// It was not asked: nothing in the workspace uses cucumber-rs, or the file is wrong anyway.
    NotAsked,
    /// It was not asked, for it takes too long on files like this.
    TooLong,
    /// What it reads differently.
    Read(Vec<Difference>),
}

/// The crate looks through all lines for each line, and through all comments of a row for each of them.
const MAX_LINES: usize = 20_000;
const MAX_BYTES: usize = 1 << 20;
const MAX_COMMENTS: usize = 1_000;

/// Asks the crate about a file without mistakes.
pub fn ask(text: &str, document: &Document) -> Opinion {
    if takes_too_long(text) {
        return Opinion::TooLong;
    }
    // What cucumber-rs does with a file that makes its parser panic is not to see it, either.
    let parsed = catch_unwind(AssertUnwindSafe(|| {
        ::gherkin::Feature::parse(text, ::gherkin::GherkinEnv::default())
    }));
    let theirs = match parsed {
        Ok(Ok(theirs)) => theirs,
        Ok(Err(error)) => {
            let at = stopped_at(text, &error.to_string());
            return Opinion::Read(vec![refusal::explain(text, document, at)]);
        }
        Err(_) => return Opinion::Read(vec![refusal::explain(text, document, TextSize::new(0))]),
    };
    Opinion::Read(match &document.feature {
        Some(ours) => compare::features(text, ours, &theirs),
        None => Vec::new(),
    })
}

fn takes_too_long(text: &str) -> bool {
    if text.len() > MAX_BYTES || text.bytes().filter(|&b| b == b'\n').count() > MAX_LINES {
        return true;
    }
    let mut run = 0;
    text.lines().any(|line| {
        run = if line.trim_start().starts_with('#') {
            run + 1
        } else {
            0
        };
        run > MAX_COMMENTS
    })
}

/// The place in `Error at LINE:COLUMN: …`: the crate shows it in no other way.
fn stopped_at(text: &str, message: &str) -> TextSize {
    let place = || {
        let (place, _) = message.strip_prefix("Error at ")?.split_once(": ")?;
        let (line, column) = place.split_once(':')?;
        let (line, column): (usize, usize) = (line.parse().ok()?, column.parse().ok()?);
        let start: usize = text
            .split_inclusive('\n')
            .take(line - 1)
            .map(str::len)
            .sum();
        let within = text[start..].char_indices().nth(column - 1);
        let offset = within.map_or(text.len(), |(within, _)| start + within);
        TextSize::try_from(offset).ok()
    };
    place().unwrap_or_default()
}
