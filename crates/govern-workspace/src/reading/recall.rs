//! Files that are what they were in another run, which need not be read.

use std::{
    collections::BTreeSet,
    sync::{Arc, PoisonError, atomic::Ordering},
};

use govern_facts::Edition;

use super::{Job, Reading, Slot};
use crate::{
    entry::{Content, Identity},
    known::Known,
    stamps::Stamps,
};

/// Files with hashes of what they hold, and paths at which nothing was.
pub(crate) type Plain = (Vec<(Job, u128)>, Vec<String>);

impl Reading<'_> {
    /// Looks up files that are what they were, and those their modules lead to; gives back those that have to be read. That takes
    /// less time than giving them to other threads would.
    pub(super) fn recall(&self, mut jobs: Vec<Job>) -> Vec<Job> {
        if self.stamps.is_none_or(Stamps::is_empty) {
            return jobs;
        }
        let mut left = Vec::new();
        while let Some(job) = jobs.pop() {
            let key = (job.path.clone(), job.edition);
            if self.state().slots.contains_key(&key) {
                continue;
            }
            let (slot, is_new) = match self.remembered(&job) {
                Some(Some((hash, known, identity))) => {
                    self.keep(&job, identity, |_| (hash, Ok(known)))
                }
                Some(None) => (Slot::Missing, false),
                None => {
                    left.push(job);
                    continue;
                }
            };
            self.state().slots.insert(key, slot);
            if let (Slot::File(row), true) = (slot, is_new) {
                jobs.extend(self.led_to(&job, row));
            }
        }
        left
    }

    /// What is known of a file that is what it was in another run; inner none if it was not there then, and is not.
    fn remembered(&self, job: &Job) -> Option<Option<(u128, Arc<Known>, Identity)>> {
        if let Some(unchanged) = self.unchanged(job) {
            return Some(Some(unchanged));
        }
        self.stamps?.lacks(self.tree, &job.path).then_some(None)
    }

    /// What is known of a file that is what it was when it was read before, as far as the system says.
    pub(crate) fn unchanged(&self, job: &Job) -> Option<(u128, Arc<Known>, Identity)> {
        let stamps = self.stamps?;
        let stamp = self.tree.stamp(&job.path)?;
        let hash = stamps.hash(&job.path, stamp)?;
        let known = self.known(hash, job)?;
        self.tree.note_text(&job.path, hash);
        let (device, inode) = stamp.inode();
        Some((hash, known, Identity::Inode(device, inode)))
    }

    /// The directories that matter without symbolic links, and where they are then.
    pub(crate) fn real_directories(&self) -> Vec<(String, Option<String>)> {
        let links = self.links.lock().unwrap_or_else(PoisonError::into_inner);
        let real = |directory: &String| (directory.clone(), self.tree.canonical(directory));
        links.iter().map(real).collect()
    }

    /// The files that were read, by row, with hashes of what they hold, and the paths at which nothing was, in order; none if some
    /// could not be read, or if there is more to which files they are than their paths.
    pub(crate) fn plain(&self) -> Option<Plain> {
        let state = self.state();
        let is_inode =
            |(identity, _): &(Identity, Edition)| matches!(identity, Identity::Inode(..));
        let found = state.slots.values();
        let found = found.filter(|slot| matches!(slot, Slot::File(_))).count();
        if found != state.files.len() || !state.identities.keys().all(is_inode) {
            return None;
        }
        let files = state.files.iter().map(|file| {
            let file = file.as_ref().filter(|it| it.known.is_ok())?;
            let job = Job {
                path: file.path.clone(),
                edition: file.edition,
                owns_directory: file.owns_directory,
            };
            Some((job, file.hash))
        });
        let files = files.collect::<Option<_>>()?;
        let slots = state.slots.iter();
        let absent = slots.filter(|(_, slot)| **slot == Slot::Missing);
        let absent: BTreeSet<&String> = absent.map(|((path, _), _)| path).collect();
        Some((files, absent.into_iter().cloned().collect()))
    }

    /// Reads a file that has changed; none if it has no facts.
    pub(crate) fn read_again(&self, job: &Job) -> Option<(u128, Arc<Known>, Identity)> {
        let Content {
            bytes,
            identity,
            stamp,
        } = self.tree.read(&job.path).ok()?;
        let length = bytes.len() as u64;
        let (hash, known) = self.understand(bytes, job);
        let known = known.ok()?;
        self.counts.bytes.fetch_add(length, Ordering::Relaxed);
        if let (Some(stamps), Some(stamp)) = (self.stamps, stamp) {
            stamps.put(&job.path, stamp, hash);
        }
        matches!(identity, Identity::Inode(..)).then_some((hash, known, identity))
    }
}
