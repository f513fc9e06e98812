//! What the text of a file says: facts that were kept are read when somebody asks for them.

use std::{
    fs,
    sync::{Arc, OnceLock},
};

use camino::Utf8PathBuf;
use govern_facts::{Edition, Expressions, FileFacts, SyntaxError, extract};
use xxhash_rust::xxh3::xxh3_128;

use crate::{facts_cache::Entry, notes::Notes, outline::Outline};

/// What the text of a file says.
#[derive(Debug)]
pub(crate) struct Known {
    facts: OnceLock<Box<FileFacts>>,
    /// What of them tells which files follow, if that was asked for first; none if it is damaged.
    leading: OnceLock<Option<Box<FileFacts>>>,
    /// Where facts are that nobody has asked for yet.
    kept: Option<Kept>,
    pub(crate) errors: Vec<SyntaxError>,
    outline: Outline,
    /// Read when somebody follows values, once for all versions that have this text.
    expressions: OnceLock<Arc<Expressions>>,
}

/// Facts in the cache.
#[derive(Debug)]
pub(crate) struct Kept {
    pub(crate) entry: Entry,
    /// The file, should the entry be damaged.
    pub(crate) path: Utf8PathBuf,
    pub(crate) hash: u128,
    pub(crate) edition: Edition,
    pub(crate) notes: Arc<Notes>,
}

impl Known {
    pub(crate) fn new(facts: FileFacts, errors: Vec<SyntaxError>) -> Known {
        Known {
            outline: Outline::of(&facts),
            facts: Box::new(facts).into(),
            leading: OnceLock::new(),
            kept: None,
            errors,
            expressions: OnceLock::new(),
        }
    }

    /// Facts that are read when somebody asks for them; there are no errors.
    pub(crate) fn kept(outline: Outline, kept: Kept) -> Known {
        Known {
            facts: OnceLock::new(),
            leading: OnceLock::new(),
            kept: Some(kept),
            errors: Vec::new(),
            outline,
            expressions: OnceLock::new(),
        }
    }

    pub(crate) fn outline(&self) -> Outline {
        self.outline
    }

    /// The expressions of the text, which `read` gives if nobody has asked yet; nothing is remembered if it gives none.
    pub(crate) fn expressions(
        &self,
        read: impl FnOnce() -> Option<Expressions>,
    ) -> Option<Arc<Expressions>> {
        if let Some(known) = self.expressions.get() {
            return Some(known.clone());
        }
        let found = Arc::new(read()?);
        // Somebody may have been faster: theirs is the same.
        Some(self.expressions.get_or_init(|| found).clone())
    }

    /// What tells which files follow: rows that [`FileFacts::leading`] has.
    pub(crate) fn leading(&self) -> &FileFacts {
        let (None, Some(kept)) = (self.facts.get(), &self.kept) else {
            return self.facts();
        };
        let leading = self.leading.get_or_init(|| match self.outline.leads_on {
            true => kept.entry.read_leading().map(Box::new),
            false => None,
        });
        leading.as_deref().unwrap_or_else(|| self.facts())
    }

    pub(crate) fn facts(&self) -> &FileFacts {
        self.facts.get_or_init(|| {
            let kept = self.kept.as_ref();
            Box::new(kept.map(Kept::read).unwrap_or_default())
        })
    }
}

impl Kept {
    fn read(&self) -> FileFacts {
        if let Some((facts, _)) = self.entry.read() {
            return facts;
        }
        // The entry is damaged. What the file holds is as good, and if that has changed, nothing of this run may be kept.
        let bytes = fs::read(&self.path).unwrap_or_default();
        if xxh3_128(&bytes) != self.hash {
            self.notes.lose_all();
        }
        extract(&String::from_utf8_lossy(&bytes), self.edition).0
    }
}
