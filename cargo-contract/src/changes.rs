//! What became of a type, as it is told.

use govern_diagnostics::Span;

use crate::collect::Sides;
use crate::compat::{Change, Comparison, Format, Judgement, Verdict};
use crate::direction::Direction;

/// One change of a contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Break {
    /// The rule that it falls under.
    pub rule: &'static str,
    /// The type, by its full path.
    pub contract: String,
    /// Where inside the type; the type's name first.
    pub place: String,
    /// What comes of it.
    pub verdict: Verdict,
    /// Who meets what.
    pub meets: Meets,
    /// What the reader says, or what is lost.
    pub detail: String,
    /// A document that shows it.
    pub witness: Option<String>,
    /// Where it is now; where it was, if it is gone.
    pub span: Span,
    /// Where it was.
    pub published: Option<Span>,
    /// What was published, for people: `revision main`.
    pub against: String,
    /// What the program does with the type.
    pub direction: Direction,
    /// Other types that contain this one, and break with it.
    pub also: Vec<String>,
    /// The function or implementation that it comes from, if that is all that is known.
    pub cause: Option<String>,
}

impl Break {
    /// The change as it is in a comparison.
    pub(crate) fn change(&self) -> Change {
        Change {
            verdict: self.verdict,
            rule: self.rule,
            path: self.place.clone(),
            witness: self.witness.clone(),
            detail: self.detail.clone(),
        }
    }
}

/// Which version reads which.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Meets {
    /// New readers, old documents.
    OldDocuments,
    /// Old readers, new documents.
    NewDocuments,
    /// The new version reads its own documents.
    Itself,
}

/// What a type is for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Purpose {
    pub(crate) direction: Direction,
    /// Whether new readers have to understand old documents.
    pub(crate) backward: bool,
    /// Whether old readers have to understand new documents.
    pub(crate) forward: bool,
    pub(crate) formats: &'static [Format],
    /// Whether the project says so; else the traits that a type has say who is there to write and to read it.
    pub(crate) is_declared: bool,
}

impl Purpose {
    /// Of a type with these traits: unless the project says what it is for, nobody reads here what cannot be read here.
    pub(crate) fn of_sides(self, sides: Sides) -> Purpose {
        match (self.is_declared, sides.writes, sides.reads) {
            (false, true, false) => Purpose {
                direction: Direction::Publishes,
                backward: false,
                ..self
            },
            (false, false, true) => Purpose {
                direction: Direction::Consumes,
                forward: false,
                ..self
            },
            _ => self,
        }
    }

    /// Both; in the format of the first.
    pub(crate) fn and(self, other: Purpose) -> Purpose {
        Purpose {
            direction: match self.direction == other.direction {
                true => self.direction,
                false => Direction::Both,
            },
            formats: self.formats,
            is_declared: self.is_declared || other.is_declared,
            backward: self.backward || other.backward,
            forward: self.forward || other.forward,
        }
    }
}

/// What of a comparison concerns those who have to understand each other.
pub(crate) fn relevant(
    comparison: Comparison,
    backward: bool,
    forward: bool,
) -> Vec<(Change, Meets)> {
    let mut found = Vec::new();
    let mut take = |judgement: Judgement, meets: Meets| {
        let changes = judgement.changes.into_iter();
        let real = changes.filter(|change| change.verdict != Verdict::Ok);
        found.extend(real.map(|change| (change, meets)));
    };
    if backward {
        take(comparison.backward, Meets::OldDocuments);
    }
    if forward {
        take(comparison.forward, Meets::NewDocuments);
    }
    take(comparison.itself, Meets::Itself);
    found
}

/// A text that fits into a note; what code and large documents begin with is enough to know them by.
pub(crate) fn shortened(text: &str) -> String {
    const LONGEST: usize = 240;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{} …", &text[..end]),
        None => text.to_owned(),
    }
}
