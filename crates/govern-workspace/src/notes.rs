//! What is asked once a workspace is loaded, and what the answers were: as long as they stay the same, so does all that was
//! found out with them.

use std::{
    cell::RefCell,
    collections::BTreeMap,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use crate::question::{Question, Seen};

thread_local! {
    /// What a thread asks that notes apart, and of which workspace: the address of its notes.
    static APART: RefCell<Option<(usize, Noted)>> = const { RefCell::new(None) };
}

/// What was asked apart from all else, and counts when somebody [takes it](crate::Workspace::take_asked).
#[derive(Debug)]
#[must_use]
pub struct Apart(pub(crate) Noted);

/// What was asked of the disk, of git and of the environment since loading.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    /// While the workspace is being loaded nothing is noted: what loading reads is in the workspace.
    on: AtomicBool,
    noted: Mutex<Noted>,
}

/// Questions and hashes of their answers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Noted {
    /// What was asked about a path relative to the root.
    pub(crate) paths: Seen,
    /// Revisions, and the commits that they were.
    pub(crate) revisions: BTreeMap<String, String>,
    /// Triples of platforms, and what cargo gives to the compiler for them.
    pub(crate) platforms: BTreeMap<String, u128>,
    /// Programs, and how they are installed; none for those that are not.
    pub(crate) programs: BTreeMap<String, Option<String>>,
    /// Whether something was asked that cannot be asked again, or answered in two ways.
    pub(crate) lost: bool,
}

impl Notes {
    /// From now on, questions are noted.
    pub(crate) fn begin(&self) {
        self.on.store(true, Ordering::Relaxed);
    }

    pub(crate) fn path(&self, question: Question, path: &str, answer: impl FnOnce() -> u128) {
        self.note(|noted| {
            let (key, answer) = ((question, path.to_owned()), answer());
            *noted.paths.entry(key).or_insert(answer) == answer
        });
    }

    pub(crate) fn revision(&self, revision: &str, commit: &str) {
        self.note(|noted| {
            let known = noted.revisions.entry(revision.to_owned());
            *known.or_insert_with(|| commit.to_owned()) == commit
        });
    }

    pub(crate) fn platform(&self, triple: &str, answer: u128) {
        self.note(|noted| {
            let known = noted.platforms.entry(triple.to_owned());
            *known.or_insert(answer) == answer
        });
    }

    pub(crate) fn program(&self, program: &str, installed: Option<&str>) {
        self.note(|noted| {
            let known = noted.programs.entry(program.to_owned());
            known
                .or_insert_with(|| installed.map(str::to_owned))
                .as_deref()
                == installed
        });
    }

    /// Notes what was noted apart, or in another run and is still so.
    pub(crate) fn take(&self, noted: &Noted) {
        for ((question, path), answer) in &noted.paths {
            self.path(*question, path, || *answer);
        }
        for (revision, commit) in &noted.revisions {
            self.revision(revision, commit);
        }
        for (triple, answer) in &noted.platforms {
            self.platform(triple, *answer);
        }
        for (program, installed) in &noted.programs {
            self.program(program, installed.as_deref());
        }
        if noted.lost {
            self.lose();
        }
    }

    /// Something was asked that cannot be asked again.
    pub(crate) fn lose(&self) {
        self.note(|_| false);
    }

    /// The same, and it says so of all that is asked, whoever notes apart.
    pub(crate) fn lose_all(&self) {
        if self.on.load(Ordering::Relaxed) {
            self.lock().lost = true;
        }
    }

    /// What was noted until now.
    pub(crate) fn noted(&self) -> Noted {
        self.lock().clone()
    }

    /// Does something on this thread, and notes apart what is asked of it on the way.
    pub(crate) fn apart(&self, work: impl FnOnce()) -> Apart {
        let here = Some((self.address(), Noted::default()));
        let outer = APART.replace(here);
        work();
        let noted = APART.replace(outer);
        Apart(noted.map(|(_, noted)| noted).unwrap_or_default())
    }

    fn address(&self) -> usize {
        std::ptr::from_ref(self).addr()
    }

    /// Notes something, unless it contradicts what was noted before.
    fn note(&self, holds: impl FnOnce(&mut Noted) -> bool) {
        if !self.on.load(Ordering::Relaxed) {
            return;
        }
        let note = |noted: &mut Noted| {
            let holds = holds(noted);
            noted.lost |= !holds;
        };
        APART.with_borrow_mut(|apart| match apart {
            Some((notes, noted)) if *notes == self.address() => note(noted),
            _ => note(&mut self.lock()),
        });
    }

    fn lock(&self) -> MutexGuard<'_, Noted> {
        self.noted.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
