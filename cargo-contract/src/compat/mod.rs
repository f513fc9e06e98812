//! Compatibility: what one version writes against what another reads.
//!
//! Two engines that know nothing of each other must agree before anything is called `ok`: samples of what the writer writes
//! are read as the reader would (`sample`, `read`, `decode`), which gives witnesses for what breaks or is lost; and a
//! proof over all documents (`prove`), without which there is no `ok`.

mod accept;
mod accept_enum;
mod accept_map;
mod accept_object;
mod alike;
mod boundaries;
mod choices;
mod data;
mod decode;
mod document;
mod encode;
mod example;
mod focus;
mod found;
mod identical;
mod judgement;
mod loss;
mod lower;
mod positional;
mod problem;
mod prove;
mod read;
mod read_enum;
mod read_flat;
mod read_struct;
mod rename;
mod sample;
mod sample_enum;
mod telling;
mod term;
mod verdict;

pub(crate) use accept_object::accepts_absence;
pub(crate) use example::{fullest, judge, smallest};
pub(crate) use judgement::UNKNOWN;
pub use judgement::{Change, Comparison, Direction, Judgement, Verdict};
pub(crate) use problem::Kind;
pub(crate) use read::{Doubt, Source};
pub(crate) use term::{Node, Object, Term, json_cases, json_variant};
pub use verdict::compare;
pub(crate) use verdict::is_same;

/// How values are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// JSON as `serde_json` writes it.
    Json,
    /// postcard.
    Postcard,
    /// bincode 1, or 2 with fixed widths.
    BincodeFixed,
    /// bincode 2 with its standard configuration.
    BincodeVarint,
    /// MessagePack as `rmp_serde::to_vec` writes it: structs are lists.
    MessagePack,
    /// MessagePack as `rmp_serde::to_vec_named` writes it: structs are maps.
    MessagePackNamed,
}

impl Format {
    /// Whether the bytes only make sense to who knows the type.
    pub fn is_positional(self) -> bool {
        matches!(
            self,
            Format::Postcard | Format::BincodeFixed | Format::BincodeVarint
        )
    }

    /// Whether types choose their readable form (`is_human_readable`).
    pub fn is_readable(self) -> bool {
        self == Format::Json
    }
}

/// How far samples go.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// Samples of the whole type.
    pub(crate) documents: usize,
    /// Samples of a part.
    pub(crate) nested: usize,
    /// Nesting.
    pub(crate) depth: usize,
    /// Longest array that is written out.
    pub(crate) array: usize,
}

impl std::default::Default for Limits {
    fn default() -> Self {
        Limits {
            documents: 1500,
            nested: 120,
            depth: 24,
            array: 1024,
        }
    }
}
