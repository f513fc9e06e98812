//! Writing the body of a rule with its variables filled in.

use super::input::{Input, closing_kind};
use super::matching::{Binding, Bindings};
use super::rules::{Part, variables};

/// Writes the body of a rule; none if it cannot be followed, or would be longer than `limit`.
pub(super) fn transcribe(
    body: &[Part],
    bindings: &Bindings<'_>,
    input: &Input<'_>,
    krate: &str,
    limit: usize,
) -> Option<String> {
    let mut writer = Writer {
        bindings,
        input,
        krate,
        limit,
        rounds: Vec::new(),
        out: String::new(),
    };
    writer.parts(body)?;
    Some(writer.out)
}

struct Writer<'a> {
    bindings: &'a Bindings<'a>,
    input: &'a Input<'a>,
    krate: &'a str,
    limit: usize,
    /// The rounds of the repetitions around, outermost first.
    rounds: Vec<usize>,
    out: String,
}

impl Writer<'_> {
    fn parts(&mut self, parts: &[Part]) -> Option<()> {
        for part in parts {
            if self.out.len() > self.limit {
                return None;
            }
            match part {
                Part::Token(word) => self.word(&word.text, word.joint),
                Part::Group { open, parts } => {
                    self.word(open.text(), false);
                    self.parts(parts)?;
                    self.word(closing_kind(*open)?.text(), false);
                }
                Part::Crate => {
                    let krate = self.krate;
                    self.word(krate, false);
                }
                Part::Variable { name, .. } => match self.bindings.get(name) {
                    Some(binding) => {
                        let range = one(binding, &self.rounds)?;
                        let text = self.input.text(range);
                        self.word(text, false);
                    }
                    // None of this macro's: it is left for a macro that it defines.
                    None => {
                        self.word("$", true);
                        self.word(name, false);
                    }
                },
                Part::Repeat {
                    parts,
                    separator,
                    operator,
                } => {
                    let Some(rounds) = self.rounds_of(parts)? else {
                        self.word("$(", true);
                        self.parts(parts)?;
                        self.word(")", true);
                        separator
                            .iter()
                            .for_each(|word| self.word(&word.text, true));
                        self.word(operator.text(), false);
                        continue;
                    };
                    for round in 0..rounds {
                        if round > 0 {
                            for word in separator {
                                self.word(&word.text, word.joint);
                            }
                            self.out.push(' ');
                        }
                        self.rounds.push(round);
                        let written = self.parts(parts);
                        self.rounds.pop();
                        written?;
                    }
                }
            }
        }
        Some(())
    }

    fn word(&mut self, text: &str, joint: bool) {
        self.out.push_str(text);
        if !joint {
            self.out.push(' ');
        }
    }

    /// How many rounds a repetition has here: inner none if it repeats no variable of this macro, outer none if its
    /// variables disagree.
    fn rounds_of(&self, parts: &[Part]) -> Option<Option<usize>> {
        let mut names = Vec::new();
        variables(parts, &mut names);
        let mut rounds = None;
        for name in names {
            let Some(binding) = self.bindings.get(name) else {
                continue;
            };
            let Some(count) = count(binding, &self.rounds) else {
                continue;
            };
            if rounds.is_some_and(|rounds| rounds != count) {
                return None;
            }
            rounds = Some(count);
        }
        Some(rounds)
    }
}

/// What a variable stands for in these rounds; one that is repeated less often is the same in all of them.
fn one<'b>(binding: &'b Binding, rounds: &[usize]) -> Option<&'b std::ops::Range<usize>> {
    match (binding, rounds.split_first()) {
        (Binding::One(range), _) => Some(range),
        (Binding::Many(each), Some((&round, rest))) => one(each.get(round)?, rest),
        (Binding::Many(_), None) => None,
    }
}

fn count(binding: &Binding, rounds: &[usize]) -> Option<usize> {
    match (binding, rounds.split_first()) {
        (Binding::Many(each), None) => Some(each.len()),
        (Binding::Many(each), Some((&round, rest))) => count(each.get(round)?, rest),
        (Binding::One(_), _) => None,
    }
}
