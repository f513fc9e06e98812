//! Waivers: justified exceptions with an end, at the site or in `govern.toml`.

mod apply;
mod comment;
mod site;
mod table;

use globset::GlobMatcher;
use govern_diagnostics::{FileId, RuleInfo, Span};
use text_size::TextRange;

use crate::Date;

pub(crate) use apply::{Outcome, apply};
pub(crate) use comment::from_comment;
pub use site::waiver_comments;
pub(crate) use site::{Sites, collect};
pub(crate) use table::from_config;

/// A justified exception from one rule.
#[derive(Debug, Clone)]
pub(crate) struct Waiver {
    pub(crate) rule: RuleInfo,
    pub(crate) reach: Reach,
    pub(crate) reason: String,
    pub(crate) owner: Option<String>,
    /// The last day on which it holds.
    pub(crate) expires: Option<Date>,
    pub(crate) count: Count,
    /// Where it stands.
    pub(crate) span: Span,
    /// What is deleted when it is taken away; none if something else would go with it.
    pub(crate) removal: Option<Span>,
}

/// Which findings it is about.
#[derive(Debug, Clone)]
pub(crate) enum Reach {
    /// Those that begin here.
    Site { file: FileId, range: TextRange },
    /// Those of this key, or in files of these paths, or both.
    Selected {
        key: Option<String>,
        path: Option<GlobMatcher>,
    },
}

/// How many findings it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Count {
    /// This many: one, if it does not say.
    Exactly(usize),
    /// At least one.
    Any,
}

/// A waiver that cannot be understood: it waives nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Malformed {
    pub(crate) span: Span,
    pub(crate) message: String,
    pub(crate) help: Option<String>,
}

/// What the waivers of some place come to.
#[derive(Debug, Clone, Default)]
pub(crate) struct Waivers {
    pub(crate) waivers: Vec<Waiver>,
    pub(crate) malformed: Vec<Malformed>,
    /// How many are for rules of gates that this program does not have.
    pub(crate) elsewhere: usize,
}

impl Waivers {
    pub(crate) fn extend(&mut self, other: Waivers) {
        self.waivers.extend(other.waivers);
        self.malformed.extend(other.malformed);
        self.elsewhere += other.elsewhere;
    }
}
