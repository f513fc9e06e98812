//! How criteria stand by the source alone, now and before.

use std::collections::BTreeMap;

use crate::ledger::{Level, Priority};

/// How things stand with a criterion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// No longer in force.
    Retired,
    /// Not yet in force.
    Draft,
    /// Tested, at every level that it needs.
    Tested,
    /// Not tested at these levels, each with its alternatives.
    Lacks(Vec<Vec<Level>>),
    /// Not tested, and need not be until a day.
    Waived(String),
    /// Not tested at all.
    Untested,
}

impl Standing {
    /// From the best to the worst; 0 for what is not in force.
    pub fn rank(&self) -> u8 {
        match self {
            Standing::Retired | Standing::Draft => 0,
            Standing::Tested => 1,
            Standing::Waived(_) => 2,
            Standing::Lacks(_) => 3,
            Standing::Untested => 4,
        }
    }
}

/// How the criteria stood before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Base {
    /// Where that was, in words.
    pub name: String,
    /// The criteria that were in force.
    pub criteria: BTreeMap<String, Was>,
}

/// How a criterion stood that was in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Was {
    /// Whether it was tested.
    pub standing: Standing,
    /// How binding it was.
    pub priority: Priority,
    /// The levels that it needed.
    pub needs: Vec<Vec<Level>>,
    /// What showed something, in words.
    pub shown_by: Vec<String>,
}
