//! `cargo archcheck graph`: the dependency graph of layers, packages or modules, as text or as a page.

pub mod drawn;
mod html;
pub mod narrow;
pub mod picture;
mod render;

use std::{
    collections::{BTreeMap, BTreeSet},
    io,
};

use govern_diagnostics::{FileId, Span};
use govern_gate::{ArgSpec, Command, CommandOutcome, Error, Session};
use govern_names::CrateKind;
use govern_workspace::DependencyKind;

use self::narrow::{DEPTH, FOCUS, REACH};
use crate::{
    findings::cycles,
    model::{
        architecture::{Architecture, Link, ModuleRow, PackageRow, Reading, UseRow},
        assembly::Assembly,
        digraph::Digraph,
    },
    policy::LayerId,
};

/// The subcommand.
pub(crate) const COMMAND: Command = Command {
    name: "graph",
    summary: "print the dependency graph of layers, packages or modules",
    details: "`edges` prints one line `from -> to` for each edge, to the module as written and to the module that declares \
        what is used; a path that goes on inside an external module which the module as written re-exports leads to neither. \
        The other formats group by layer and mark what violates the architecture, and `json` and `html` mark \
        what is on a cycle and show each place. `html` is one page that needs nothing else: it always has all modules, \
        and `--level` says how far they are unfolded at first.",
    args: &[
        ArgSpec::option("level", "LEVEL", "what the nodes are [default: module]")
            .choices(&["crate", "module", "layer"]),
        ArgSpec::option("format", "FORMAT", "how it is written [default: edges]")
            .choices(&["edges", "dot", "mermaid", "json", "html"]),
        FOCUS,
        REACH,
        DEPTH,
        ArgSpec::OUTPUT,
        ArgSpec::flag("tests", "count test code, too"),
    ],
    needs_workspace: true,
    run,
};

/// What modules without a layer are called where layers are nodes.
pub(crate) const NO_LAYER: &str = "(no layer)";

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

/// A layer, package or module.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    /// What it is called in this graph.
    pub(crate) name: String,
    /// Its path.
    pub(crate) path: String,
    pub(crate) layer: Option<LayerId>,
    /// The module that it is, if it is one.
    pub(crate) module: Option<ModuleRow>,
}

/// An edge between nodes, by their rows.
#[derive(Debug)]
pub(crate) struct Edge {
    pub(crate) from: usize,
    pub(crate) to: usize,
    /// Whether it goes from a layer to one that this may not use.
    pub(crate) violation: bool,
    /// Whether it is part of a cycle.
    pub(crate) cycle: bool,
    /// Whether all of its uses only pass through, to what an external module declares.
    pub(crate) passing: bool,
    /// What it says, if there are edges of several kinds.
    pub(crate) label: &'static str,
    pub(crate) ways: Ways,
}

/// What an edge is made of.
#[derive(Debug, Default)]
pub(crate) struct Ways {
    /// In which readings there is this edge; none if only manifests say it.
    pub(crate) readings: BTreeSet<Reading>,
    pub(crate) uses: Vec<UseRow>,
    /// Where manifests say it, with the package that is depended on.
    pub(crate) manifests: Vec<(PackageRow, Span)>,
}

/// What edges are made of, by the rows of their ends.
type EdgeWays = BTreeMap<(usize, usize), Ways>;

fn run(session: &Session, out: &mut dyn io::Write) -> Result<CommandOutcome, Error> {
    let (mut assembly, mistakes) = Assembly::load(session)?;
    if !mistakes.is_empty() {
        return Err(Error::Diagnosed(mistakes));
    }
    let architecture = &mut assembly.architecture;
    architecture.policy.tests |= session.args().flag("tests");
    let (level, format) = (
        session.args().value("level"),
        session.args().value("format"),
    );
    let drawing = match level {
        _ if format == Some("html") => html::modules_and_manifests(architecture),
        Some("layer") => layers(architecture),
        Some("crate") => packages(architecture),
        _ => modules(architecture),
    };
    let drawing = narrow::narrowed(drawing, session.args())?;
    let sources = || session.sources_for(drawing.files(architecture));
    match format {
        Some("dot") => render::dot(&drawing, out)?,
        Some("mermaid") => render::mermaid(&drawing, out)?,
        Some("json") => render::json(&drawing, architecture, &sources(), out)?,
        Some("html") => html::page(&drawing, architecture, &sources(), level, out)?,
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
            module: None,
        }
    });
    let mut edges = EdgeWays::new();
    for link in links(architecture) {
        if let (Ok(from), Ok(to)) = (rows.binary_search(&link.from), rows.binary_search(&link.to)) {
            edges.entry((from, to)).or_default().add_link(link);
        }
    }
    let mut drawing = Drawing::new(architecture, "crate", nodes.collect(), edges);
    drawing.mark_cycles();
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
            module: Some(row),
        };
        nodes.insert(name, node);
    }
    let nodes: Vec<Node> = nodes.into_values().collect();
    let mut numbers: Vec<Option<usize>> = vec![None; architecture.modules.len()];
    for (number, node) in nodes.iter().enumerate() {
        if let Some(row) = node.module {
            numbers[row.index()] = Some(number);
        }
    }
    let number = |row: ModuleRow| numbers[row.index()];
    let edges = edges_between(architecture, number);
    let mut drawing = Drawing::new(architecture, "module", nodes, edges);
    let on_cycles = cycles::edges_on_cycles(architecture);
    for edge in &mut drawing.edges {
        let ends = (
            drawing.nodes[edge.from].module,
            drawing.nodes[edge.to].module,
        );
        edge.cycle = matches!(ends, (Some(from), Some(to)) if on_cycles.contains(&(from, to)));
    }
    drawing
}

/// The graph of the layers: what their modules use, and what manifests say of packages as a whole.
pub(crate) fn layers(architecture: &Architecture) -> Drawing {
    let node = |name: &str, layer| Node {
        name: name.to_owned(),
        path: name.to_owned(),
        layer,
        module: None,
    };
    let shown = || {
        architecture
            .module_rows()
            .filter(|&row| architecture.reports_on(row))
    };
    let inhabited: BTreeSet<Option<LayerId>> =
        shown().map(|row| architecture.module(row).layer).collect();
    // The layers are sorted by name, and the node of all others comes last.
    let rows: Vec<Option<LayerId>> = inhabited.iter().copied().filter(Option::is_some).collect();
    let rows = [
        rows,
        inhabited
            .contains(&None)
            .then_some(None)
            .into_iter()
            .collect(),
    ]
    .concat();
    let nodes = rows.iter().map(|&layer| match layer {
        Some(id) => node(&architecture.policy.layer(id).name, layer),
        None => node(NO_LAYER, None),
    });
    let number = |layer: Option<LayerId>| rows.iter().position(|&row| row == layer);
    let mut edges = edges_between(architecture, |row| {
        architecture
            .reports_on(row)
            .then(|| number(architecture.module(row).layer))
            .flatten()
    });
    for link in links(architecture) {
        let (from, to) = (
            architecture.package(link.from),
            architecture.package(link.to),
        );
        if let (Some(from), Some(to)) = (from.layer, to.layer)
            && let (Some(from), Some(to)) = (number(Some(from)), number(Some(to)))
            && from != to
        {
            edges.entry((from, to)).or_default().add_link(link);
        }
    }
    let mut drawing = Drawing::new(architecture, "layer", nodes.collect(), edges);
    drawing.mark_cycles();
    drawing
}

/// The edges of uses that count, between the nodes that modules belong to.
fn edges_between(
    architecture: &Architecture,
    number: impl Fn(ModuleRow) -> Option<usize>,
) -> EdgeWays {
    let mut edges = EdgeWays::new();
    for reading in [Reading::Via, Reading::Def] {
        for ((from, to), uses) in
            architecture.edges(reading, |place| architecture.counts(place.kind))
        {
            if let (Some(from), Some(to)) = (number(from), number(to))
                && from != to
            {
                let ways = edges.entry((from, to)).or_default();
                ways.readings.insert(reading);
                ways.uses.extend(uses);
            }
        }
    }
    for ways in edges.values_mut() {
        ways.uses.sort_unstable();
        ways.uses.dedup();
    }
    edges
}

/// The dependencies between members that count.
fn links(architecture: &Architecture) -> impl Iterator<Item = &Link> {
    let selected = |row: PackageRow| {
        let package = architecture.package(row);
        package.member && package.selected
    };
    // A build script is not what the package is, but its dependencies are the package's.
    let counts = |kind: DependencyKind| kind == DependencyKind::Build || architecture.counts(kind);
    architecture.links.iter().filter(move |link| {
        link.from != link.to
            && selected(link.from)
            && selected(link.to)
            && link.kinds.keys().any(|&kind| counts(kind))
    })
}

impl Ways {
    fn add_link(&mut self, link: &Link) {
        let spans = link.kinds.values().filter_map(|span| *span);
        self.manifests.extend(spans.map(|span| (link.to, span)));
    }
}

impl Drawing {
    fn new(
        architecture: &Architecture,
        level: &'static str,
        nodes: Vec<Node>,
        edges: EdgeWays,
    ) -> Drawing {
        let layers = architecture.policy.layers.iter();
        let violates = |from: usize, to: usize| match (nodes[from].layer, nodes[to].layer) {
            (Some(layer), Some(other)) => !architecture.policy.allows(layer, other),
            _ => false,
        };
        let edges = edges.into_iter().map(|((from, to), ways)| Edge {
            from,
            to,
            violation: violates(from, to),
            cycle: false,
            passing: !ways.uses.is_empty()
                && ways.manifests.is_empty()
                && ways.uses.iter().all(|&row| architecture.use_of(row).beyond),
            label: "",
            ways,
        });
        Drawing {
            level,
            layers: layers.map(|layer| layer.name.clone()).collect(),
            edges: edges.collect(),
            nodes,
        }
    }

    fn digraph(&self) -> Digraph {
        let pairs = self.edges.iter().map(|edge| (edge.from, edge.to));
        Digraph::new(self.nodes.len(), pairs)
    }

    /// Marks the edges between nodes that reach each other.
    fn mark_cycles(&mut self) {
        let mut knot_of = vec![None; self.nodes.len()];
        for (number, knot) in self.digraph().knots().into_iter().enumerate() {
            for node in knot {
                knot_of[node] = Some(number);
            }
        }
        for edge in &mut self.edges {
            edge.cycle = knot_of[edge.from].is_some() && knot_of[edge.from] == knot_of[edge.to];
        }
    }

    /// The files that its nodes and edges point into.
    fn files(&self, architecture: &Architecture) -> BTreeSet<FileId> {
        let modules = self.nodes.iter().filter_map(|node| node.module);
        let modules = modules.map(|row| architecture.module(row).span.file);
        let uses = self.edges.iter().flat_map(|edge| &edge.ways.uses);
        let uses = uses.map(|&row| architecture.use_of(row).span.file);
        let manifests = self.edges.iter().flat_map(|edge| &edge.ways.manifests);
        modules
            .chain(uses)
            .chain(manifests.map(|(_, span)| span.file))
            .collect()
    }
}

/// The path of a module; with the kind of the target, if a library has a module of the same path.
pub(crate) fn label(architecture: &Architecture, row: ModuleRow) -> String {
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

    #[test]
    fn layers_are_nodes_and_cycles_are_marked() {
        let lines = "domain -> adapter
domain -> shared
entrypoint -> (no layer)
shared -> adapter
";
        let layers = graph(&[("level", "layer")]);
        assert_eq!(layers, lines);
        let text = "
//- x/src/lib.rs
pub mod a { use crate::b::B; pub struct A; }
pub mod b { use crate::a::A; use crate::c::C; pub struct B; }
pub mod c { pub struct C; }
";
        let dot = run("graph", &session_with(text, [("format", "dot")]));
        let cycle = "[color = orange, penwidth = 2, tooltip = \"cycle\"]";
        assert!(
            dot.contains(&format!("\"x::a\" -> \"x::b\" {cycle};")),
            "{dot}"
        );
        assert!(dot.contains("\"x::b\" -> \"x::c\";"), "{dot}");
        let mermaid = run("graph", &session_with(text, [("format", "mermaid")]));
        assert!(mermaid.contains("linkStyle 0,1 stroke:orange"), "{mermaid}");
    }
}
