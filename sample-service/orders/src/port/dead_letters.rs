//! Where announcements go that nobody could deal with.

use std::future::Future;

use super::versioned::{Revision, StoreError};
use crate::domain::RecordKey;

/// Keeps what was given up, until somebody who knows what was wrong puts it back.
pub trait DeadLetters: Send + Sync {
    /// Returns when the letter is kept for good; the same letter is not kept twice.
    fn bury(&self, letter: &DeadLetter) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// The letters that are kept, oldest first, at most so many.
    fn list(&self, most: usize) -> impl Future<Output = Result<Vec<Buried>, StoreError>> + Send;

    /// The letter at this place, if there is one.
    fn find(
        &self,
        place: u64,
    ) -> impl Future<Output = Result<Option<DeadLetter>, StoreError>> + Send;

    /// Forgets the letter at this place.
    fn remove(&self, place: u64) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// How many letters are kept.
    fn count(&self) -> impl Future<Output = Result<u64, StoreError>> + Send;
}

/// An announcement that was given up. What the record says stays where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadLetter {
    /// Of which record.
    pub record: RecordKey,
    /// Which announcement: with the record, what the letter is known by.
    pub revision: Revision,
    /// Why, as a code.
    pub reason: String,
    /// How often it was tried.
    pub attempts: u32,
}

/// A letter and where it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Buried {
    /// Where.
    pub place: u64,
    /// What.
    pub letter: DeadLetter,
}
