//! Graphs of other programs, narrowed and drawn as those of this one.

use std::io;

use govern_gate::{Args, Error};

use super::{Drawing, Edge, Node, Ways, narrow::narrowed, render};
use crate::policy::LayerId;

/// A graph whose nodes stand in groups.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Picture {
    /// What a node is called in messages: `node`.
    pub noun: &'static str,
    /// The names of the groups.
    pub groups: Vec<&'static str>,
    /// The nodes.
    pub nodes: Vec<PictureNode>,
    /// The edges.
    pub edges: Vec<PictureEdge>,
}

/// A node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PictureNode {
    /// What it is called: no other node is called like that.
    pub label: String,
    /// What patterns name.
    pub name: String,
    /// The row of its group.
    pub group: u32,
}

/// An edge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PictureEdge {
    /// The row of the node it comes from.
    pub from: usize,
    /// The row of the node it leads to.
    pub to: usize,
    /// What it says.
    pub label: &'static str,
    /// Whether it is against the rules.
    pub violation: bool,
    /// Whether it is part of a cycle that should not be.
    pub cycle: bool,
}

impl Picture {
    /// The rows of the nodes that `--focus`, `--reach` and `--depth` ask for; all, if they are not given.
    ///
    /// # Errors
    ///
    /// If they name nothing, or are no numbers.
    pub fn narrowed(&self, args: &Args) -> Result<Vec<usize>, Error> {
        let mut drawing = self.drawing();
        // Rows are what is asked for, so they are the names.
        for (row, node) in drawing.nodes.iter_mut().enumerate() {
            node.name = row.to_string();
        }
        let left = narrowed(drawing, args)?.nodes;
        let rows = left.iter().filter_map(|node| node.name.parse().ok());
        Ok(rows.collect())
    }

    /// Writes it for Graphviz.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub fn dot(&self, out: &mut dyn io::Write) -> io::Result<()> {
        render::dot(&self.drawing(), out)
    }

    /// Writes it as a flowchart of Mermaid.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub fn mermaid(&self, out: &mut dyn io::Write) -> io::Result<()> {
        render::mermaid(&self.drawing(), out)
    }

    fn drawing(&self) -> Drawing {
        let nodes = self.nodes.iter().map(|node| Node {
            name: node.label.clone(),
            path: node.name.clone(),
            layer: Some(LayerId(node.group)),
            module: None,
        });
        let edges = self.edges.iter().map(|edge| Edge {
            from: edge.from,
            to: edge.to,
            violation: edge.violation,
            cycle: edge.cycle,
            passing: false,
            label: edge.label,
            ways: Ways::default(),
        });
        Drawing {
            level: self.noun,
            layers: self.groups.iter().map(|it| (*it).to_owned()).collect(),
            nodes: nodes.collect(),
            edges: edges.collect(),
        }
    }
}
