//! What a comparison says: verdicts, and the changes that make them.

/// The rule for what is not understood.
pub(crate) const UNKNOWN: &str = "wire_shape_unknown";
/// The rule for what a version could not read or write of its own before.
pub(crate) const ITSELF: &str = "unreadable_by_itself";

/// What comes of one version reading another's documents; the later the worse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Everything can be read, nothing is lost: proved.
    Ok,
    /// Everything can be read, but not everything arrives.
    Lossy,
    /// It could not be told.
    Unknown,
    /// Some documents cannot be read.
    Breaks,
}

/// Which version reads which.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// New readers, old documents.
    Backward,
    /// Old readers, new documents.
    Forward,
}

/// One thing that makes a verdict other than `ok`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What comes of it.
    pub verdict: Verdict,
    /// The name of the rule that it falls under.
    pub rule: &'static str,
    /// Where, inside the type.
    pub path: String,
    /// A document that shows it: JSON, or bytes in hexadecimal for positional formats.
    pub witness: Option<String>,
    /// What the reader says, or what each side sees.
    pub detail: String,
}

/// The verdict in one direction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// The worst of the changes, or `ok`.
    pub verdict: Verdict,
    /// The changes, the worst first.
    pub changes: Vec<Change>,
}

/// Both directions, and the new version with itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// New readers, old documents.
    pub backward: Judgement,
    /// Old readers, new documents.
    pub forward: Judgement,
    /// What the new version cannot read of its own documents, though the old one could of its.
    pub itself: Judgement,
}

impl Verdict {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Ok => "ok",
            Verdict::Lossy => "lossy",
            Verdict::Unknown => "unknown",
            Verdict::Breaks => "breaks",
        }
    }
}

impl Comparison {
    /// Nothing to say.
    pub(super) fn ok() -> Self {
        Comparison {
            backward: Judgement::ok(),
            forward: Judgement::ok(),
            itself: Judgement::ok(),
        }
    }

    /// What two configurations of one format agree on; where they differ it is not known.
    pub fn agree(self, other: Comparison) -> Comparison {
        Comparison {
            backward: self.backward.agree(other.backward),
            forward: self.forward.agree(other.forward),
            itself: self.itself.agree(other.itself),
        }
    }
}

impl Judgement {
    /// Nothing to say.
    pub(crate) fn ok() -> Self {
        Judgement {
            verdict: Verdict::Ok,
            changes: Vec::new(),
        }
    }

    fn agree(self, other: Judgement) -> Judgement {
        if self.verdict == other.verdict {
            return self;
        }
        let worse = if self.verdict > other.verdict {
            self
        } else {
            other
        };
        let mut changes = worse.changes;
        for change in &mut changes {
            change.verdict = Verdict::Unknown;
            change.rule = UNKNOWN;
            change
                .detail
                .push_str(" (with one configuration of the format, not with the other)");
        }
        Judgement {
            verdict: Verdict::Unknown,
            changes,
        }
    }
}
