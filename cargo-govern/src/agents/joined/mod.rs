//! What the gates know, as one graph: crates, modules, items, layers, contracts, subjects, criteria, tests and documents.

mod build;
mod code;
mod criteria;
mod documents;
mod relation;
mod wires;

use std::collections::BTreeMap;

use govern_diagnostics::Span;
use serde::Serialize;

use super::place::Place;
pub(super) use relation::{Relation, Travel};

/// What a node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Kind {
    Crate,
    Module,
    Item,
    Layer,
    Type,
    Contract,
    Subject,
    Stream,
    Story,
    Requirement,
    Criterion,
    Test,
    Scenario,
    Decision,
    Document,
}

impl Kind {
    /// All of them, in the order in which they are shown.
    pub(super) const ALL: [Kind; 15] = [
        Kind::Crate,
        Kind::Module,
        Kind::Item,
        Kind::Layer,
        Kind::Type,
        Kind::Contract,
        Kind::Subject,
        Kind::Stream,
        Kind::Story,
        Kind::Requirement,
        Kind::Criterion,
        Kind::Test,
        Kind::Scenario,
        Kind::Decision,
        Kind::Document,
    ];

    /// The words for them, in the same order.
    pub(super) const NAMES: [&str; 15] = [
        "crate",
        "module",
        "item",
        "layer",
        "type",
        "contract",
        "subject",
        "stream",
        "story",
        "requirement",
        "criterion",
        "test",
        "scenario",
        "decision",
        "document",
    ];

    /// The word for it.
    pub(super) fn as_str(self) -> &'static str {
        Kind::NAMES[self as usize]
    }
}

/// A node. No other one has the same kind and name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Node {
    pub(super) kind: Kind,
    pub(super) name: String,
    /// What it says, if that is not its name.
    pub(super) title: Option<String>,
    /// What else is known of it: the direction of a contract, the level of a test, how a criterion stands.
    pub(super) note: Option<String>,
    pub(super) layer: Option<String>,
    pub(super) place: Option<Place>,
    /// The file that it is, or whose contents it is; the path from the root.
    pub(super) file: Option<String>,
}

/// That two nodes have to do with each other. There is one for each relation of two nodes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Edge {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) relation: &'static Relation,
    /// Whether it is surely so: no method that is known by its name alone, and no subject that is only partly known.
    pub(super) sure: bool,
    /// Whether it goes from a layer to one that this may not use.
    pub(super) violation: bool,
    /// Whether it is part of a cycle of modules or crates.
    pub(super) cycle: bool,
    /// The places that show it, sorted.
    pub(super) places: Vec<Place>,
}

/// What could not be known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Unknown {
    pub(super) what: String,
    pub(super) count: usize,
    /// Some of it.
    pub(super) paths: Vec<String>,
}

/// What the gates know.
#[derive(Debug, Default)]
pub(super) struct Joined {
    /// Sorted by kind and name.
    pub(super) nodes: Vec<Node>,
    /// Sorted by their ends and relations.
    pub(super) edges: Vec<Edge>,
    pub(super) unknown: Vec<Unknown>,
    /// The nodes of items, by all of their text.
    pub(super) items: Vec<(Span, usize)>,
    /// The rows of tests and scenarios in what `cargo_ac` hands out, by their nodes.
    pub(super) shown: BTreeMap<usize, usize>,
}

impl Joined {
    /// The nodes of a name, of whatever kind.
    pub(super) fn named(&self, name: &str) -> Vec<usize> {
        let rows = (0..self.nodes.len()).filter(|&row| self.nodes[row].name == name);
        rows.collect()
    }

    /// The node of a kind and name.
    pub(super) fn node(&self, kind: Kind, name: &str) -> Option<usize> {
        let found = self
            .nodes
            .binary_search_by(|node| (node.kind, node.name.as_str()).cmp(&(kind, name)));
        found.ok()
    }

    /// The node of the innermost item around a place.
    pub(super) fn item_around(&self, span: Span) -> Option<usize> {
        build::innermost(&self.items, span)
    }
}
