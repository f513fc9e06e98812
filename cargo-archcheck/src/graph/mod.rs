//! `cargo archcheck graph`: the dependency graph of packages or modules, as text for people and other tools.

mod render;

use std::{
    collections::{BTreeMap, BTreeSet},
    io,
};

use govern_gate::{ArgSpec, Command, CommandOutcome, Error, Session};
use govern_workspace::DependencyKind;

use crate::{
    architecture::{Architecture, ModuleRow, PackageRow, Reading, UseRow},
    gate,
    policy::LayerId,
};

/// The subcommand.
pub(crate) const COMMAND: Command = Command {
    name: "graph",
    summary: "prints the dependency graph of packages or modules",
    details: "`edges` prints one line `from -> to` for each edge, to the module as written and to the module that declares \
        what is used. The other formats group by layer and mark what violates the architecture.",
    args: &[
        ArgSpec::option("level", "LEVEL", "what the nodes are [default: module]")
            .choices(&["crate", "module"]),
        ArgSpec::option("format", "FORMAT", "how it is written [default: edges]")
            .choices(&["edges", "dot", "mermaid", "json"]),
        ArgSpec::flag("tests", "count test code, too"),
    ],
    run,
};

/// A graph to be drawn.
#[derive(Debug, Default)]
pub(crate) struct Drawing {
    pub(crate) level: &'static str,
    /// The names of the layers.
    pub(crate) layers: Vec<String>,
    /// Sorted by name.
    pub(crate) nodes: Vec<Node>,
    /// Sorted by their ends.
    pub(crate) edges: Vec<Edge>,
}

/// A package or module.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    pub(crate) name: String,
    pub(crate) layer: Option<LayerId>,
}

/// An edge between nodes, by their rows.
#[derive(Debug)]
pub(crate) struct Edge {
    pub(crate) from: usize,
    pub(crate) to: usize,
    /// In which readings there is this edge; none for packages.
    pub(crate) readings: BTreeSet<Reading>,
    /// Whether it goes from a layer to one that this may not use.
    pub(crate) violation: bool,
    pub(crate) uses: Vec<UseRow>,
}

fn run(session: &Session, out: &mut dyn io::Write) -> Result<CommandOutcome, Error> {
    let (mut assembly, mistakes) = gate::load(session)?;
    if !mistakes.is_empty() {
        return Err(Error::Diagnosed(mistakes));
    }
    let architecture = &mut assembly.architecture;
    architecture.policy.tests |= session.args().flag("tests");
    let drawing = match session.args().value("level") {
        Some("crate") => packages(architecture),
        _ => modules(architecture),
    };
    match session.args().value("format") {
        Some("dot") => render::dot(&drawing, out)?,
        Some("mermaid") => render::mermaid(&drawing, out)?,
        Some("json") => {
            let files: BTreeSet<_> = architecture
                .modules
                .iter()
                .map(|module| module.file)
                .collect();
            render::json(&drawing, architecture, &session.sources_for(files), out)?;
        }
        _ => render::edges(&drawing, out)?,
    }
    Ok(CommandOutcome::clean())
}

/// The graph of the members.
pub(crate) fn packages(architecture: &Architecture) -> Drawing {
    let rows: Vec<PackageRow> = (0..architecture.packages.len() as u32)
        .map(PackageRow)
        .filter(|&row| architecture.package(row).member && architecture.package(row).selected)
        .collect();
    let nodes = rows.iter().map(|&row| {
        let package = architecture.package(row);
        Node {
            name: package.name.clone(),
            layer: package.layer,
        }
    });
    let mut drawing = Drawing {
        nodes: nodes.collect(),
        ..drawing(architecture, "crate")
    };
    for link in &architecture.links {
        // A build script is not what the package is, but its dependencies are the package's.
        let counts = link
            .kinds
            .keys()
            .any(|&kind| kind == DependencyKind::Build || architecture.counts(kind));
        if let (Ok(from), Ok(to), true) = (
            rows.binary_search(&link.from),
            rows.binary_search(&link.to),
            counts,
        ) && from != to
        {
            drawing.add(architecture, (from, to), None, &[]);
        }
    }
    drawing.edges.sort_by_key(|edge| (edge.from, edge.to));
    drawing
}

/// The graph of the modules. Modules of the same path (of a library and a program of one name) are one node.
pub(crate) fn modules(architecture: &Architecture) -> Drawing {
    let mut nodes: BTreeMap<&str, Node> = BTreeMap::new();
    for row in architecture
        .module_rows()
        .filter(|&row| architecture.reports_on(row))
    {
        let module = architecture.module(row);
        let node = Node {
            name: module.path.clone(),
            layer: module.layer,
        };
        nodes.entry(&module.path).or_insert(node);
    }
    let names: Vec<&str> = nodes.keys().copied().collect();
    let number = |row: ModuleRow| {
        let shown = architecture.reports_on(row);
        names
            .binary_search(&architecture.module(row).path.as_str())
            .ok()
            .filter(|_| shown)
    };
    let mut drawing = Drawing {
        nodes: nodes.values().cloned().collect(),
        ..drawing(architecture, "module")
    };
    let mut edges: BTreeMap<(usize, usize), Vec<(Reading, Vec<UseRow>)>> = BTreeMap::new();
    for reading in [Reading::Via, Reading::Def] {
        for ((from, to), uses) in
            architecture.edges(reading, |place| architecture.counts(place.kind))
        {
            if let (Some(from), Some(to)) = (number(from), number(to))
                && from != to
            {
                edges.entry((from, to)).or_default().push((reading, uses));
            }
        }
    }
    for (ends, readings) in edges {
        for (reading, uses) in readings {
            drawing.add(architecture, ends, Some(reading), &uses);
        }
    }
    drawing
}

fn drawing(architecture: &Architecture, level: &'static str) -> Drawing {
    let layers = architecture
        .policy
        .layers
        .iter()
        .map(|layer| layer.name.clone())
        .collect();
    Drawing {
        level,
        layers,
        ..Drawing::default()
    }
}

impl Drawing {
    fn add(
        &mut self,
        architecture: &Architecture,
        (from, to): (usize, usize),
        reading: Option<Reading>,
        uses: &[UseRow],
    ) {
        let known = self
            .edges
            .last()
            .is_some_and(|edge| (edge.from, edge.to) == (from, to));
        if !known {
            let violation = match (self.nodes[from].layer, self.nodes[to].layer) {
                (Some(layer), Some(other)) => !architecture.policy.allows(layer, other),
                _ => false,
            };
            self.edges.push(Edge {
                from,
                to,
                readings: BTreeSet::new(),
                violation,
                uses: Vec::new(),
            });
        }
        let edge = self.edges.last_mut().expect("an edge was pushed just now");
        edge.readings.extend(reading);
        edge.uses.extend(uses);
        edge.uses.sort_unstable();
        edge.uses.dedup();
    }
}
