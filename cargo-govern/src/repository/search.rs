//! The search of all files, which several threads can share.

use std::{
    borrow::Cow,
    collections::BTreeSet,
    sync::{
        OnceLock,
        atomic::{AtomicUsize, Ordering},
    },
};

use govern_workspace::{Listing, Size, Workspace};

use super::LONGEST;
use super::content::Content;
use super::secrets::{Searcher, Secret, fingerprint};

/// The files of the repository, and what there is to each.
pub(super) struct Search<'s> {
    workspace: &'s Workspace,
    pub(super) listing: Listing,
    /// The files in which it matters what is found; none if it does in all.
    pub(super) only: Option<&'s BTreeSet<String>>,
    searcher: Searcher,
    /// The rows of the files that are looked at.
    rows: Vec<usize>,
    seen: Vec<OnceLock<Seen>>,
    /// How many somebody has begun to look at.
    begun: AtomicUsize,
}

/// What there is to a file.
pub(super) enum Seen {
    Nothing,
    Long(u64),
    Unreadable(String),
    Read(u64, Content, Vec<(Secret, usize, String)>),
}

impl<'s> Search<'s> {
    /// A search that nobody has begun, of all that is listed or of those of `only`.
    pub(super) fn new(
        workspace: &'s Workspace,
        listing: Listing,
        only: Option<&'s BTreeSet<String>>,
    ) -> Search<'s> {
        // Whether there is a lock file is asked whatever else is looked at.
        let is_code = is_code(only);
        let is_asked = |path: &String| {
            only.is_none_or(|only| {
                let is_around = path == "Cargo.lock" || path == "Cargo.toml";
                only.contains(path) || !is_code && is_around
            })
        };
        let rows = 0..listing.files.len();
        let rows: Vec<usize> = rows.filter(|row| is_asked(&listing.files[*row])).collect();
        Search {
            workspace,
            only,
            searcher: Searcher::new(),
            seen: rows.iter().map(|_| OnceLock::new()).collect(),
            rows,
            listing,
            begun: AtomicUsize::new(0),
        }
    }

    /// Whether it is of Rust files only.
    pub(super) fn is_code(&self) -> bool {
        is_code(self.only)
    }

    /// Looks at files that nobody has begun to look at, until there are none.
    pub(super) fn work(&self) {
        loop {
            let next = self.begun.fetch_add(1, Ordering::Relaxed);
            let Some(seen) = self.seen.get(next) else {
                return;
            };
            let path = &self.listing.files[self.rows[next]];
            seen.get_or_init(|| look(self.workspace, &self.searcher, path));
        }
    }

    /// Looks at all that is left, with all threads.
    pub(super) fn all(&self) {
        rayon::scope(|scope| {
            for _ in 0..rayon::current_num_threads() {
                scope.spawn(|_| self.work());
            }
        });
    }

    /// The files that were looked at, in the order of their paths.
    pub(super) fn found(&self) -> impl Iterator<Item = (&str, &Seen)> {
        let files = self.rows.iter().zip(&self.seen);
        files.map(|(row, seen)| {
            let path = &self.listing.files[*row];
            let seen = seen.get_or_init(|| look(self.workspace, &self.searcher, path));
            (path.as_str(), seen)
        })
    }
}

fn is_code(only: Option<&BTreeSet<String>>) -> bool {
    only.is_some_and(|only| only.iter().all(|path| path.ends_with(".rs")))
}

fn look(workspace: &Workspace, searcher: &Searcher, path: &str) -> Seen {
    let bytes = match workspace.read_at_most(path, LONGEST) {
        Ok(Size::Whole(bytes)) => bytes,
        Ok(Size::TooLong(size)) => return Seen::Long(size),
        Ok(Size::NoFile) => return Seen::Nothing,
        Err(error) => return Seen::Unreadable(error.to_string()),
    };
    let content = Content::of(&bytes);
    let size = bytes.len() as u64;
    if content != Content::Text {
        return Seen::Read(size, content, Vec::new());
    }
    // As it is shown: places have to be those in what people see.
    let text = match str::from_utf8(&bytes) {
        Ok(text) => Cow::Borrowed(text),
        // That is several times slower, and hardly ever needed.
        Err(_) => String::from_utf8_lossy(&bytes),
    };
    let secrets = searcher.search(path, &text).into_iter().map(|secret| {
        let value = &text[secret.value.clone()];
        let (length, fingerprint) = (value.trim().chars().count(), fingerprint(value));
        (secret, length, fingerprint)
    });
    Seen::Read(size, content, secrets.collect())
}
