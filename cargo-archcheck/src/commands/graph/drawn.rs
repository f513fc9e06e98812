//! The graph as `cargo archcheck graph` shows it, for programs that join it with what they know themselves.

use govern_diagnostics::Span;

use super::{Drawing, modules, packages};
use crate::model::architecture::Architecture;

/// A graph of packages or of modules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawn {
    /// Its nodes, sorted by name.
    pub nodes: Vec<DrawnNode>,
    /// Its edges, sorted by the names of their ends.
    pub edges: Vec<DrawnEdge>,
}

/// A package or a module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DrawnNode {
    /// What it is called, as in the graph.
    pub name: String,
    /// The path of a module, the name of a package.
    pub path: String,
    /// The layer it is in.
    pub layer: Option<String>,
    /// The package it belongs to.
    pub package: String,
    /// Where it is declared.
    pub span: Option<Span>,
}

/// An edge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DrawnEdge {
    /// The row of the node it comes from.
    pub from: usize,
    /// The row of the node it leads to.
    pub to: usize,
    /// Whether it goes from a layer to one that this may not use.
    pub violation: bool,
    /// Whether it is part of a cycle.
    pub cycle: bool,
}

/// The graph of the packages: `--level crate`.
pub fn of_packages(architecture: &Architecture) -> Drawn {
    drawn(architecture, &packages(architecture))
}

/// The graph of the modules: `--level module`.
pub fn of_modules(architecture: &Architecture) -> Drawn {
    drawn(architecture, &modules(architecture))
}

fn drawn(architecture: &Architecture, drawing: &Drawing) -> Drawn {
    let nodes = drawing.nodes.iter().map(|node| {
        let module = node.module.map(|row| architecture.module(row));
        let package = match module {
            Some(module) => architecture.package(module.package),
            None => {
                let mut packages = architecture.packages.iter();
                let own = packages.find(|it| it.member && it.name == node.path);
                own.expect("the nodes of this graph are the members")
            }
        };
        DrawnNode {
            name: node.name.clone(),
            path: node.path.clone(),
            layer: node
                .layer
                .map(|layer| architecture.policy.layer(layer).name.clone()),
            package: package.name.clone(),
            span: module.map(|module| module.span).or(package.span),
        }
    });
    let edges = drawing.edges.iter().map(|edge| DrawnEdge {
        from: edge.from,
        to: edge.to,
        violation: edge.violation,
        cycle: edge.cycle,
    });
    Drawn {
        nodes: nodes.collect(),
        edges: edges.collect(),
    }
}
