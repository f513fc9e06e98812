//! Makes the boards anew from the log, while projectors go on.

use std::collections::BTreeMap;

use thiserror::Error;

use super::projector::{MAX_ATTEMPTS, ProjectorError, take_in};
use crate::domain::{CustomerBoard, CustomerKey};
use crate::port::{BoardStore, EventArchive, Expected, FeedError, StoreError};

/// The log and the boards.
#[derive(Debug, Clone)]
pub struct Rebuild<A, B> {
    archive: A,
    boards: B,
}

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RebuildReport {
    /// How many events were read.
    pub events: u64,
    /// How many boards were not what the log says.
    pub replaced: u64,
}

/// Why boards are not, or not all, what the log says.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RebuildError {
    /// The log cannot be read.
    #[error(transparent)]
    Archive(#[from] FeedError),
    /// A board cannot be kept.
    #[error(transparent)]
    Board(#[from] ProjectorError),
}

impl<A: EventArchive, B: BoardStore> Rebuild<A, B> {
    /// The most events that are read at once.
    const PAGE: usize = 1024;

    /// Over these ports.
    pub const fn new(archive: A, boards: B) -> Self {
        Self { archive, boards }
    }

    /// Replaces each board that is not what the log says, also one that cannot be read. All boards are held in memory
    /// meanwhile. Customers of whom the log says nothing are not looked at.
    ///
    /// A projector that takes an event in just before its board is replaced loses it there; so what came after the boards were
    /// added up is taken in once more at the end.
    pub async fn rebuild(&self) -> Result<RebuildReport, RebuildError> {
        let mut report = RebuildReport::default();
        let mut boards: BTreeMap<CustomerKey, CustomerBoard> = BTreeMap::new();
        let mut from = 1;
        loop {
            let page = self.archive.read(from, Self::PAGE).await?;
            for event in &page.events {
                boards
                    .entry(event.customer_key())
                    .or_insert_with(|| CustomerBoard::new(event.customer_key()))
                    .take_in(event);
                report.events += 1;
            }
            from = page.next;
            if page.is_last {
                break;
            }
        }
        for board in boards.values() {
            report.replaced += u64::from(self.replace(board).await?);
        }
        report.events += self.replay(from).await?.events;
        Ok(report)
    }

    /// Takes in everything from this place of the log on, once more: what a board knows already changes nothing.
    pub async fn replay(&self, mut from: u64) -> Result<RebuildReport, RebuildError> {
        let mut report = RebuildReport::default();
        loop {
            let page = self.archive.read(from, Self::PAGE).await?;
            for event in &page.events {
                take_in(&self.boards, &event.customer_key(), [event].into_iter()).await?;
                report.events += 1;
            }
            from = page.next;
            if page.is_last {
                return Ok(report);
            }
        }
    }

    /// Whether another board was there.
    async fn replace(&self, board: &CustomerBoard) -> Result<bool, ProjectorError> {
        for _ in 0..MAX_ATTEMPTS {
            let expected = match self.boards.load(board.customer()).await {
                Ok(Some(stored)) if stored.value == *board => return Ok(false),
                Ok(Some(stored)) => Expected::At(stored.revision),
                Ok(None) => Expected::Absent,
                Err(StoreError::Unreadable { .. }) => {
                    self.boards.forget(board.customer()).await?;
                    Expected::Absent
                }
                Err(error) => return Err(error.into()),
            };
            match self.boards.commit(board, expected).await {
                Ok(_) => return Ok(true),
                Err(StoreError::Conflict) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(ProjectorError::Contended {
            attempts: MAX_ATTEMPTS,
        })
    }
}
