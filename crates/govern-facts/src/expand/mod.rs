//! Expands calls of `macro_rules!`: a definition and arguments in, the text of the expansion out.
//!
//! Which macro a call means is for others to say; what the text says is for [`extract`](crate::extract()).

mod absorb;
mod carry;
mod fragments;
mod input;
mod matching;
mod rules;
mod transcribe;

pub use absorb::Absorber;
pub use carry::SAMPLE;

use self::fragments::{Fragment, Grammar};
use self::input::Input;
use self::rules::{Part, Rule};
use crate::Edition;

/// An expansion that would be longer, in bytes, is given up.
const LONGEST: usize = 1 << 20;

/// The rules of a `macro_rules!` definition.
#[derive(Debug, Clone)]
pub struct MacroRules {
    rules: Vec<Rule>,
}

/// Why a call cannot be expanded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, bitcode::Encode, bitcode::Decode)]
pub enum NotExpanded {
    /// The arguments are no token trees.
    Arguments,
    /// They fit no rule.
    NoRule,
    /// The rule that they fit cannot be followed, or its expansion is too long.
    Transcription,
}

impl MacroRules {
    /// Reads the text of a definition, `macro_rules! name { … }`; attributes may stand in front. None if it is no
    /// definition, or uses what is not stable.
    pub fn parse(definition: &str, edition: Edition) -> Option<MacroRules> {
        let rules = rules::parse(definition, edition)?;
        Some(MacroRules { rules })
    }

    /// Whether it takes any number of items, and treats all of them alike.
    pub fn takes_any_items(&self) -> bool {
        let [Rule { pattern, body }] = &self.rules[..] else {
            return false;
        };
        let taken = match &pattern[..] {
            [
                Part::Repeat {
                    parts, separator, ..
                },
            ] if separator.is_empty() => parts,
            _ => pattern,
        };
        let [
            Part::Variable {
                fragment: Some(Fragment::Parsed(Grammar::Item)),
                ..
            },
        ] = &taken[..]
        else {
            return false;
        };
        let mut used = Vec::new();
        rules::variables(body, &mut used);
        // What repeats it twice may do so differently.
        used.len() == 1
    }

    /// What a call with these arguments, delimiters included, expands to by the first rule that they fit. `krate` is
    /// what is written for `$crate`.
    pub fn expand(&self, args: &str, edition: Edition, krate: &str) -> Result<String, NotExpanded> {
        let mut expansion = Err(NotExpanded::Arguments);
        Input::with(args, edition, |input| {
            let fitting = self.rules.iter().find_map(|rule| {
                let bindings = matching::matches(&rule.pattern, input)?;
                Some((rule, bindings))
            });
            expansion = match fitting {
                Some((rule, bindings)) => {
                    transcribe::transcribe(&rule.body, &bindings, input, krate, LONGEST)
                        .ok_or(NotExpanded::Transcription)
                }
                None => Err(NotExpanded::NoRule),
            };
        });
        expansion
    }
}

#[cfg(test)]
mod tests;
