//! Where a change goes, by the shortest ways: those that are sure before all others.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use crate::agents::joined::{Edge, Joined, Travel};

/// How many steps of a way may be unsure: what is known by its name alone is everywhere.
const UNSURE: usize = 2;

/// Where a change begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Start {
    pub(super) node: usize,
    /// Whether it surely changed.
    pub(super) sure: bool,
    /// What happened to it, in words.
    pub(super) cause: String,
}

/// How a node is reached.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reached<'j> {
    /// How many steps are unsure, and how many there are.
    pub(super) cost: (usize, usize),
    /// The last step: from which node, over which edge; none where it begins.
    pub(super) from: Option<(usize, &'j Edge)>,
}

/// All nodes that a change reaches.
pub(super) fn travel<'j>(joined: &'j Joined, starts: &[Start]) -> BTreeMap<usize, Reached<'j>> {
    let mut edges: Vec<Vec<&Edge>> = vec![Vec::new(); joined.nodes.len()];
    for edge in &joined.edges {
        match edge.relation.travel {
            Travel::None => {}
            Travel::Forward | Travel::ForwardIfChanged => edges[edge.from].push(edge),
            Travel::Back | Travel::BackIfChanged => edges[edge.to].push(edge),
        }
    }
    let mut found: BTreeMap<usize, Reached<'j>> = BTreeMap::new();
    // By cost, then node and the node before it, so that ways of the same length are told apart.
    let mut open = BinaryHeap::new();
    for start in starts {
        open.push(Reverse(((usize::from(!start.sure), 0), start.node, None)));
    }
    let mut over: BTreeMap<(usize, usize), &'j Edge> = BTreeMap::new();
    while let Some(Reverse((cost, node, from))) = open.pop() {
        if found.contains_key(&node) {
            continue;
        }
        let from: Option<usize> = from;
        let from = from.map(|from| (from, over[&(from, node)]));
        found.insert(node, Reached { cost, from });
        for &edge in &edges[node] {
            let only_changed = matches!(
                edge.relation.travel,
                Travel::ForwardIfChanged | Travel::BackIfChanged
            );
            let next = if edge.from == node {
                edge.to
            } else {
                edge.from
            };
            let unsure = cost.0 + usize::from(!edge.sure);
            if found.contains_key(&next) || unsure > UNSURE || (only_changed && cost.1 > 0) {
                continue;
            }
            // Of several relations of the same two nodes, a sure one.
            let known = over.entry((node, next)).or_insert(edge);
            if edge.sure && !known.sure {
                *known = edge;
            }
            open.push(Reverse(((unsure, cost.1 + 1), next, Some(node))));
        }
    }
    found
}

/// The way to a node, from where it begins: nodes, and the edges over which they are reached.
pub(super) fn way<'j>(
    found: &BTreeMap<usize, Reached<'j>>,
    node: usize,
) -> Vec<(usize, Option<&'j Edge>)> {
    let mut way = Vec::new();
    let mut at = Some(node);
    while let Some(node) = at {
        let from = found.get(&node).and_then(|it| it.from);
        way.push((node, from.map(|(_, edge)| edge)));
        at = from.map(|(from, _)| from);
    }
    way.reverse();
    way
}
