//! Files that were looked for and not there: as long as the system says the same of a directory, it has the same names.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Mutex, MutexGuard, PoisonError},
};

use rustc_hash::FxHashMap;

use crate::{paths, stamp::Stamp, tree::Tree};

/// Names that are not in directories.
#[derive(Debug, Default)]
pub(crate) struct Absences {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// From before, until somebody asks for them.
    known: FxHashMap<String, (Stamp, Vec<String>)>,
    /// Directories that somebody asked about.
    now: FxHashMap<String, Directory>,
}

/// What is known of a directory.
#[derive(Debug)]
enum Directory {
    /// It is there, and has none of these names.
    There(Stamp, BTreeSet<String>),
    /// A directory above it does not have it.
    Absent,
    /// There is no telling.
    Unknown,
}

impl Absences {
    /// Those of another run, by directory.
    pub(crate) fn new(kept: Vec<(String, Stamp, Vec<String>)>) -> Absences {
        let kept = kept.into_iter();
        let known = kept.map(|(directory, stamp, names)| (directory, (stamp, names)));
        Absences {
            state: Mutex::new(State {
                known: known.collect(),
                now: FxHashMap::default(),
            }),
        }
    }

    /// Those that were asked for or found in this run.
    pub(crate) fn kept(&self) -> Vec<(String, Stamp, Vec<String>)> {
        let state = self.state();
        let asked = state.now.iter().filter_map(|(directory, it)| match it {
            Directory::There(stamp, names) if !names.is_empty() => {
                let names = names.iter().cloned().collect();
                Some((directory.clone(), (*stamp, names)))
            }
            _ => None,
        });
        let kept: BTreeMap<String, (Stamp, Vec<String>)> = asked.collect();
        let kept = kept.into_iter();
        kept.map(|(directory, (stamp, names))| (directory, stamp, names))
            .collect()
    }

    /// Whether it is known that there is nothing at a path.
    pub(crate) fn lacks(&self, tree: &Tree, path: &str) -> bool {
        self.state().lacks(tree, path)
    }

    /// Notes that there was nothing at a path just now; whether that is to be kept. `begun` is when the run began.
    pub(crate) fn put(&self, tree: &Tree, path: &str, begun: i128) -> bool {
        self.state().put(tree, path, begun)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn lacks(&mut self, tree: &Tree, path: &str) -> bool {
        let (directory, name) = (paths::parent(path), paths::file_name(path));
        if !self.now.contains_key(directory) {
            let found = self.look(tree, directory);
            self.now.insert(directory.to_owned(), found);
        }
        match self.now.get(directory) {
            Some(Directory::There(_, names)) => names.contains(name),
            Some(Directory::Absent) => true,
            Some(Directory::Unknown) | None => false,
        }
    }

    /// What is known of a directory from before.
    fn look(&mut self, tree: &Tree, directory: &str) -> Directory {
        if let Some((stamp, names)) = self.known.remove(directory) {
            return match tree.stamp_now_of_directory(directory) == Some(stamp) {
                true => Directory::There(stamp, names.into_iter().collect()),
                false => Directory::Unknown,
            };
        }
        match is_below(directory) && self.lacks(tree, directory) {
            true => Directory::Absent,
            false => Directory::Unknown,
        }
    }

    fn put(&mut self, tree: &Tree, path: &str, begun: i128) -> bool {
        // A link that leads nowhere is there, and may lead somewhere tomorrow.
        if !tree.is_absent(path) {
            return false;
        }
        let (directory, name) = (paths::parent(path), paths::file_name(path));
        if let Some(Directory::There(_, names)) = self.now.get_mut(directory) {
            return names.insert(name.to_owned());
        }
        match tree.stamp_now_of_directory(directory) {
            // Whatever was made in it since the run began would have changed it.
            Some(stamp) if stamp.is_settled(begun) => {
                let names = BTreeSet::from([name.to_owned()]);
                let there = Directory::There(stamp, names);
                self.now.insert(directory.to_owned(), there);
                true
            }
            Some(_) => false,
            // It is the directory that is not there.
            None => is_below(directory) && self.put(tree, directory, begun),
        }
    }
}

/// Whether there is a directory above that is looked at.
fn is_below(directory: &str) -> bool {
    !directory.is_empty() && directory != ".." && !directory.ends_with("/..")
}
