//! The graphs of packages and of modules as `cargo archcheck graph` has them, for programs that join them with what they know
//! themselves.

use govern_diagnostics::{FileId, Span};

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
    /// The file that the contents of a module stand in.
    pub file: Option<FileId>,
    /// Where it is declared.
    pub span: Option<Span>,
}

/// An edge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DrawnEdge {
    /// The row of the node it comes from.
    pub from: usize,
    /// The row of the node it leads to.
    pub to: usize,
    /// Whether it goes from a layer to one that this may not use.
    pub violation: bool,
    /// Whether it is part of a cycle.
    pub cycle: bool,
    /// The places that it is made of: uses, or lines of manifests.
    pub places: Vec<Span>,
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
            file: module.map(|module| module.file),
            span: module.map(|module| module.span).or(package.span),
        }
    });
    let edges = drawing.edges.iter().map(|edge| {
        let uses = edge.ways.uses.iter();
        let uses = uses.map(|&row| architecture.use_of(row).span);
        let manifests = edge.ways.manifests.iter().map(|(_, span)| *span);
        DrawnEdge {
            from: edge.from,
            to: edge.to,
            violation: edge.violation,
            cycle: edge.cycle,
            places: uses.chain(manifests).collect(),
        }
    });
    Drawn {
        nodes: nodes.collect(),
        edges: edges.collect(),
    }
}
