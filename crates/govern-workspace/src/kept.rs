//! What was found out about a workspace before, kept with everything that was asked to find it out.
//!
//! It counts for the same program and a workspace with the same [fingerprint](crate::fingerprint), and only if whatever was
//! asked of the disk, of git and of the environment after loading is still answered the same.

use std::{env, hash::Hash as _};

use bitcode::{Decode, Encode};
use camino::Utf8PathBuf;
use xxhash_rust::xxh3::Xxh3;

use crate::{
    Workspace,
    cargo::stamp,
    fingerprint::{fingerprint, of_platform},
    notes::{Apart, Noted},
    question::Question,
    sealed::Sealed,
    watch::unchanged,
};

/// There is a file for each key.
const FILES: Sealed = Sealed {
    magic: *b"gvkept\0\x01",
    name: "kept-",
    most: 64,
};

/// What was found out, and on what grounds.
#[derive(Encode, Decode)]
pub(crate) struct Kept {
    noted: Noted,
    found: Vec<u8>,
}

impl Workspace {
    /// What was [kept](Workspace::keep) under this key by the same program about the same workspace, if it would be found
    /// out again. None also if there is no cache.
    pub fn kept(&self, key: &[u8]) -> Option<Vec<u8>> {
        let kept: Kept = bitcode::decode(&FILES.read(&self.place(key)?)?).ok()?;
        self.would_answer(&kept.noted).then_some(kept.found)
    }

    /// Keeps what was found out about the workspace, together with what was asked since it was loaded. Failing to is no
    /// error: it is found out again next time.
    pub fn keep(&self, key: &[u8], found: Vec<u8>) {
        let mut noted = self.notes.noted();
        if noted.lost {
            return;
        }
        // What the fingerprint says need not be asked again.
        noted.paths.retain(|(question, path), answer| {
            let file = self.table.find(path);
            let source = file.and_then(|file| self.source(file));
            let is_loaded = source.is_some_and(|it| it.known.is_some() && it.hash == *answer);
            *question != Question::Text || !is_loaded
        });
        let Some(path) = self.place(key) else { return };
        let body = bitcode::encode(&Kept { noted, found });
        FILES.write(&path, &body);
    }

    /// Does something on this thread. What it asks of the workspace does not count as asked, until somebody
    /// [takes it](Workspace::take_asked): it may be done beside what asks something else.
    pub fn asked_apart(&self, work: impl FnOnce()) -> Apart {
        self.notes.apart(work)
    }

    /// From now on, what was asked apart counts as asked.
    pub fn take_asked(&self, asked: Apart) {
        self.notes.take(asked);
    }

    /// Whether what was asked before is answered the same now.
    fn would_answer(&self, noted: &Noted) -> bool {
        let Noted {
            paths,
            revisions,
            platforms,
            lost,
        } = noted;
        let git = self.git();
        let same_commit = |(revision, commit): (&String, &String)| {
            git.commit(revision)
                .is_ok_and(|now| now.as_ref() == Some(commit))
        };
        let same_platform = |(triple, platform): (&String, &u128)| {
            let now = self.machine_now(triple);
            now.is_ok_and(|now| of_platform(&now) == *platform)
        };
        !lost
            && unchanged(&self.tree, paths)
            && revisions.iter().all(same_commit)
            && platforms.iter().all(same_platform)
    }

    /// The file for a key; none if nothing can be kept.
    fn place(&self, key: &[u8]) -> Option<Utf8PathBuf> {
        let directory = self.cache.as_deref()?;
        let workspace = (*self.fingerprint.get_or_init(|| fingerprint(self)))?;
        let program = Utf8PathBuf::from_path_buf(env::current_exe().ok()?).ok()?;
        let mut state = Xxh3::new();
        (stamp(&program), workspace, key).hash(&mut state);
        Some(directory.join(format!("{}{:032x}.bin", FILES.name, state.digest128())))
    }
}
