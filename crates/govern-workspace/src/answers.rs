//! Questions with hashes of their answers, as they are kept: with what the system said of files and directories, so that those are not
//! read again of which it still says the same.

use std::sync::{Mutex, MutexGuard, PoisonError};

use bitcode::{Decode, Encode};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::{
    entry::ReadError,
    question::{MISSING, Question, Seen, hash_bytes, hash_list, hash_name},
    stamp::Stamp,
    tree::Tree,
};

/// Questions with hashes of their answers, in their order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
pub(crate) struct Answers(Vec<Answer>);

#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
struct Answer {
    question: Question,
    path: String,
    hash: u128,
    /// As long as the system says this of the path, the answer is the same.
    stamp: Option<Stamp>,
}

/// What the system said in this run, for all that is kept of it. Whatever is written after that changes what it says, so that an
/// answer from then is asked again by whoever finds it kept.
#[derive(Debug, Default)]
pub(crate) struct Said(Mutex<FxHashMap<(Question, String), Option<Stamp>>>);

impl Said {
    fn lock(&self) -> MutexGuard<'_, FxHashMap<(Question, String), Option<Stamp>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Asks the system about what was asked of a tree, as far as nobody has.
    fn ask(&self, tree: &Tree, seen: &Seen) {
        let mut unknown: Vec<&(Question, String)> = Vec::new();
        {
            let known = self.lock();
            unknown.extend(seen.keys().filter(|asked| !known.contains_key(asked)));
        }
        let stamps = unknown.into_par_iter().map(|asked| {
            let (question, path) = asked;
            let stamp = match question {
                Question::Text if seen[asked] != MISSING => tree.stamp(path),
                Question::List => tree.directory_stamp(path),
                _ => None,
            };
            (asked.clone(), stamp)
        });
        let stamps: Vec<_> = stamps.collect();
        self.lock().extend(stamps);
    }
}

impl Answers {
    /// What was asked of a tree, nothing of it before a time in nanoseconds since 1970.
    pub(crate) fn new(tree: &Tree, seen: Seen, begun: i128, said: &Said) -> Answers {
        said.ask(tree, &seen);
        let said = said.lock();
        let answers = seen.into_iter().map(|(asked, hash)| {
            let stamp = said.get(&asked).copied().flatten();
            let (question, path) = asked;
            Answer {
                // Whatever was written since it was asked would have changed it.
                stamp: stamp.filter(|it| it.is_settled(begun)),
                question,
                path,
                hash,
            }
        });
        Answers(answers.collect())
    }

    /// Whether the tree still answers the same.
    pub(crate) fn hold(&self, tree: &Tree) -> bool {
        self.0.iter().all(|answer| answer.holds(tree))
    }

    /// What was asked, and hashes of the answers.
    pub(crate) fn seen(&self) -> impl Iterator<Item = (Question, &str, u128)> {
        let answers = self.0.iter();
        answers.map(|answer| (answer.question, answer.path.as_str(), answer.hash))
    }
}

impl Answer {
    fn holds(&self, tree: &Tree) -> bool {
        let path = self.path.as_str();
        if let Some(stamp) = self.stamp {
            let now = match self.question {
                Question::List => tree.stamp_now_of_directory(path),
                _ => tree.stamp(path),
            };
            if now == Some(stamp) {
                return true;
            }
        }
        let now = match self.question {
            Question::Text => match tree.read(path) {
                Ok(content) => hash_bytes(&content.bytes),
                Err(ReadError::Missing) => MISSING,
                Err(_) => return false,
            },
            Question::Kind => tree.kind(path) as u128,
            Question::List => hash_list(&tree.list(path)),
            Question::Link => u128::from(tree.is_link(path)),
            Question::Canonical => hash_name(tree.canonical(path).as_deref()),
            Question::Size => tree.size(path).map_or(MISSING, u128::from),
            Question::Tracked | Question::Indexed => match (tree, self.question) {
                (Tree::Disk(disk), Question::Tracked) => disk.tracked().hash(),
                (Tree::Disk(disk), _) => disk.indexed(None).hash(),
                (Tree::Git(_) | Tree::Memory(_), _) => return false,
            },
        };
        now == self.hash
    }
}
