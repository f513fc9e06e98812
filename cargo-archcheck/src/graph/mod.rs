//! `cargo archcheck graph`: the dependency graph of packages or modules, as text for people and other tools.

mod render;

use std::{
    collections::{BTreeMap, BTreeSet},
    io,
};

use govern_gate::{ArgSpec, Command, CommandOutcome, Error, Session};
use govern_names::CrateKind;
use govern_workspace::DependencyKind;

use crate::{
    architecture::{Architecture, ModuleRow, PackageRow, Reading, UseRow},
    assembly::Assembly,
    policy::LayerId,
};

/// The subcommand.
pub(crate) const COMMAND: Command = Command {
    name: "graph",
    summary: "print the dependency graph of packages or modules",
    details: "`edges` prints one line `from -> to` for each edge, to the module as written and to the module that declares \
        what is used. The other formats group by layer and mark what violates the architecture.",
    args: &[
        ArgSpec::option("level", "LEVEL", "what the nodes are [default: module]")
            .choices(&["crate", "module"]),
        ArgSpec::option("format", "FORMAT", "how it is written [default: edges]")
            .choices(&["edges", "dot", "mermaid", "json"]),
        ArgSpec::flag("tests", "count test code, too"),
    ],
    needs_workspace: true,
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
    /// What it is called in this graph.
    pub(crate) name: String,
    /// Its path.
    pub(crate) path: String,
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
    let (mut assembly, mistakes) = Assembly::load(session)?;
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
            path: package.name.clone(),
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

/// The graph of the modules.
pub(crate) fn modules(architecture: &Architecture) -> Drawing {
    let mut nodes: BTreeMap<String, Node> = BTreeMap::new();
    for row in architecture
        .module_rows()
        .filter(|&row| architecture.reports_on(row))
    {
        let module = architecture.module(row);
        let name = label(architecture, row);
        let node = Node {
            name: name.clone(),
            path: module.path.clone(),
            layer: module.layer,
        };
        nodes.insert(name, node);
    }
    let names: Vec<&String> = nodes.keys().collect();
    let numbers = architecture.module_rows().map(|row| {
        let shown = architecture.reports_on(row);
        shown
            .then(|| names.binary_search(&&label(architecture, row)).ok())
            .flatten()
    });
    let numbers: Vec<Option<usize>> = numbers.collect();
    let number = |row: ModuleRow| numbers[row.index()];
    let mut drawing = Drawing {
        nodes: nodes.values().cloned().collect(),
        ..drawing(architecture, "module")
    };
    type Uses = Vec<(Reading, Vec<UseRow>)>;
    let mut edges: BTreeMap<(usize, usize), Uses> = BTreeMap::new();
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

/// The path of a module; with the kind of the target, if a library has a module of the same path.
fn label(architecture: &Architecture, row: ModuleRow) -> String {
    let module = architecture.module(row);
    let same = |other: usize| {
        architecture
            .modules
            .get(other)
            .is_some_and(|other| other.path == module.path)
    };
    let shared = same(row.index() + 1) || row.index().checked_sub(1).is_some_and(same);
    let target = match module.target {
        CrateKind::Lib | CrateKind::ProcMacro => return module.path.clone(),
        _ if !shared => return module.path.clone(),
        CrateKind::Bin => "bin",
        CrateKind::Example => "example",
        CrateKind::Test => "test",
        CrateKind::Bench => "bench",
        CrateKind::BuildScript => "build script",
    };
    format!("{} ({target})", module.path)
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

#[cfg(test)]
mod tests {
    use crate::fixture::{run, session_with};

    const CODE: &str = "
//- govern.toml
[archcheck]
preset = \"hexagonal\"
//- orders: orders-adapter, tokio
//- orders/src/lib.rs
pub mod domain { use crate::shared::Bus; #[cfg(test)] mod tests { use crate::plain::f; } }
pub mod shared { pub use orders_adapter::Bus; }
pub mod plain { pub fn f() {} }
//- orders/src/main.rs
fn main() { orders::plain::f() }
//- orders-adapter/src/lib.rs
pub struct Bus;
";

    fn graph(args: &[(&str, &str)]) -> String {
        run("graph", &session_with(CODE, args.iter().copied()))
    }

    #[test]
    fn edges_are_lines_in_both_readings() {
        let lines = "orders -> orders::plain
orders::domain -> orders::shared
orders::domain -> orders_adapter
orders::shared -> orders_adapter
";
        assert_eq!(graph(&[]), lines);
        let tests = graph(&[("tests", "")]);
        assert!(
            tests.contains("orders::domain::tests -> orders::plain\n"),
            "{tests}"
        );
        assert_eq!(graph(&[("level", "crate")]), "orders -> orders-adapter\n");
    }

    #[test]
    fn dot_groups_by_layer_and_marks_violations() {
        let expected = r#"digraph architecture {
    rankdir = LR;
    node [shape = box];
    subgraph "cluster_adapter" {
        label = "adapter";
        "orders_adapter";
    }
    subgraph "cluster_domain" {
        label = "domain";
        "orders::domain";
    }
    subgraph "cluster_entrypoint" {
        label = "entrypoint";
        "orders (bin)";
    }
    subgraph "cluster_shared" {
        label = "shared";
        "orders::shared";
    }
    "orders";
    "orders::plain";
    "orders (bin)" -> "orders::plain";
    "orders::domain" -> "orders::shared";
    "orders::domain" -> "orders_adapter" [color = red, penwidth = 2, tooltip = "layer violation"];
    "orders::shared" -> "orders_adapter" [color = red, penwidth = 2, tooltip = "layer violation"];
}
"#;
        assert_eq!(graph(&[("format", "dot")]), expected);
    }

    #[test]
    fn mermaid_is_a_flowchart() {
        let expected = r#"flowchart LR
    subgraph layer_adapter ["adapter"]
        n5["orders_adapter"]
    end
    subgraph layer_domain ["domain"]
        n2["orders::domain"]
    end
    subgraph layer_entrypoint ["entrypoint"]
        n1["orders (bin)"]
    end
    subgraph layer_shared ["shared"]
        n4["orders::shared"]
    end
        n0["orders"]
        n3["orders::plain"]
    n1 --> n3
    n2 --> n4
    n2 --> n5
    n4 --> n5
    linkStyle 2,3 stroke:red,stroke-width:2px
"#;
        assert_eq!(graph(&[("format", "mermaid")]), expected);
    }

    #[test]
    fn json_has_the_places() {
        let json: serde_json::Value = serde_json::from_str(&graph(&[("format", "json")])).unwrap();
        assert_eq!(json["version"], 1);
        assert_eq!(
            json["nodes"][3],
            serde_json::json!({ "name": "orders::plain", "layer": null })
        );
        let edge = &json["edges"][2];
        assert_eq!(edge["to"], "orders_adapter");
        assert_eq!(edge["readings"], serde_json::json!(["def"]));
        assert_eq!(edge["violation"], true);
        let site = serde_json::json!({
            "path": "orders/src/lib.rs", "line": 1, "column": 22,
            "written": "crate::shared::Bus", "item": "orders_adapter::Bus", "test": false,
        });
        assert_eq!(edge["sites"], serde_json::json!([site]));
    }
}
