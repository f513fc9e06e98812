//! What was found out about a workspace before, kept with everything that was asked to find it out.
//!
//! It counts for the same program and a workspace with the same [fingerprint](crate::fingerprint), and only if whatever was
//! asked of the disk, of git and of the environment after loading is still answered the same.

use std::{collections::BTreeMap, env, hash::Hash as _};

use bitcode::{Decode, Encode};
use camino::Utf8PathBuf;
use xxhash_rust::xxh3::Xxh3;

use crate::{
    Workspace,
    answers::Answers,
    cargo::stamp,
    fingerprint::{fingerprint, of_platform},
    notes::{Apart, Noted},
    question::Question,
    sealed::Sealed,
};

/// What parts of a run found. There is a file for each key.
const FOUND: Sealed = Sealed {
    magic: *b"gvkept\0\x02",
    name: "kept-",
    most: 64,
};
/// What whole runs showed, which is longer.
const SHOWN: Sealed = Sealed {
    magic: *b"gvshown\x01",
    name: "shown-",
    most: 8,
};
/// Nothing longer is kept of what a run showed.
const LONGEST_SHOWN: usize = 16 << 20;

/// What was found out, and on what grounds.
#[derive(Encode, Decode)]
pub(crate) struct Kept {
    answers: Answers,
    revisions: BTreeMap<String, String>,
    platforms: BTreeMap<String, u128>,
    programs: BTreeMap<String, Option<String>>,
    found: Vec<u8>,
}

/// What is to be kept, with what was asked until then.
#[derive(Debug)]
#[must_use]
pub struct Keeping<'w> {
    workspace: &'w Workspace,
    files: &'static Sealed,
    /// None if nothing can be kept.
    path: Option<Utf8PathBuf>,
    noted: Noted,
    found: Vec<u8>,
}

impl Keeping<'_> {
    /// Writes it.
    pub fn write(self) {
        let Keeping {
            workspace,
            files,
            path,
            noted,
            found,
        } = self;
        let Noted {
            mut paths,
            revisions,
            platforms,
            programs,
            lost,
        } = noted;
        let Some(path) = path.filter(|_| !lost) else {
            return;
        };
        // What the fingerprint says need not be asked again.
        paths.retain(|(question, path), answer| {
            let file = workspace.table.find(path);
            let source = file.and_then(|file| workspace.source(file));
            let is_loaded = source.is_some_and(|it| it.known.is_some() && it.hash == *answer);
            *question != Question::Text || !is_loaded
        });
        let begun = workspace.stamps.as_ref();
        let begun = begun.map_or(i128::MIN / 2, |stamps| stamps.begun());
        let kept = Kept {
            answers: Answers::new(&workspace.tree, paths, begun, &workspace.said),
            revisions,
            platforms,
            programs,
            found,
        };
        files.write(&path, &bitcode::encode(&kept));
    }
}

impl Workspace {
    /// What was [kept](Workspace::keep) under this key by the same program about the same workspace, if it would be found
    /// out again. None also if there is no cache.
    pub fn kept(&self, key: &[u8]) -> Option<Vec<u8>> {
        let kept = self.still(&FOUND, key)?;
        // Whatever is found with it depends on what it depends on.
        self.notes.take(&kept.noted());
        Some(kept.found)
    }

    /// Keeps what was found out about the workspace, together with what was asked since it was loaded until now, once that is
    /// [written](Keeping::write). Failing to is no error: it is found out again next time.
    pub fn keep(&self, key: &[u8], found: Vec<u8>) -> Keeping<'_> {
        self.keep_as(&FOUND, key, found)
    }

    /// What a whole run with this key [showed](Workspace::keep_shown), if it would show it again.
    pub fn shown(&self, key: &[u8]) -> Option<Vec<u8>> {
        Some(self.still(&SHOWN, key)?.found)
    }

    /// Keeps what a whole run shows, unless that is very long. Failing to is no error.
    pub fn keep_shown(&self, key: &[u8], shown: Vec<u8>) {
        if shown.len() <= LONGEST_SHOWN {
            self.keep_as(&SHOWN, key, shown).write();
        }
    }

    fn still(&self, files: &Sealed, key: &[u8]) -> Option<Kept> {
        let body = files.read(&self.place(files, key)?)?;
        let kept: Kept = bitcode::decode(body.bytes()).ok()?;
        self.would_answer(&kept).then_some(kept)
    }

    fn keep_as(&self, files: &'static Sealed, key: &[u8], found: Vec<u8>) -> Keeping<'_> {
        Keeping {
            workspace: self,
            files,
            path: self.place(files, key),
            noted: self.notes.noted(),
            found,
        }
    }

    /// Does something on this thread. What it asks of the workspace does not count as asked, until somebody
    /// [takes it](Workspace::take_asked): it may be done beside what asks something else.
    pub fn asked_apart(&self, work: impl FnOnce()) -> Apart {
        self.notes.apart(work)
    }

    /// From now on, what was asked apart counts as asked.
    pub fn take_asked(&self, Apart(noted): Apart) {
        self.notes.take(&noted);
    }

    /// Whether what was asked before is answered the same now.
    fn would_answer(&self, kept: &Kept) -> bool {
        let git = self.git();
        let same_commit = |(revision, commit): (&String, &String)| {
            git.commit(revision)
                .is_ok_and(|now| now.as_ref() == Some(commit))
        };
        let same_platform = |(triple, platform): (&String, &u128)| {
            let now = self.machine_now(triple);
            now.is_ok_and(|now| of_platform(&now) == *platform)
        };
        let same_program = |(program, installed): (&String, &Option<String>)| {
            self.installed_now(program).ok() == *installed
        };
        kept.answers.hold(&self.tree)
            && kept.revisions.iter().all(same_commit)
            && kept.platforms.iter().all(same_platform)
            && kept.programs.iter().all(same_program)
    }

    /// The file for a key; none if nothing can be kept.
    fn place(&self, files: &Sealed, key: &[u8]) -> Option<Utf8PathBuf> {
        let directory = self.cache.as_deref()?;
        let workspace = (*self.fingerprint.get_or_init(|| fingerprint(self)))?;
        let program = Utf8PathBuf::from_path_buf(env::current_exe().ok()?).ok()?;
        let mut state = Xxh3::new();
        (stamp(&program), workspace, key).hash(&mut state);
        Some(files.place(directory, state.digest128()))
    }
}

impl Kept {
    fn noted(&self) -> Noted {
        let answers = self.answers.seen();
        let paths = answers.map(|(question, path, hash)| ((question, path.to_owned()), hash));
        Noted {
            paths: paths.collect(),
            revisions: self.revisions.clone(),
            platforms: self.platforms.clone(),
            programs: self.programs.clone(),
            lost: false,
        }
    }
}
