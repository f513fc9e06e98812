//! `cargo govern graph`: what all gates know, as one graph.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use cargo_ac::traced::Traced;
use cargo_archcheck::commands::graph::narrow::{DEPTH, FOCUS, REACH};
use cargo_archcheck::commands::graph::picture::{Picture, PictureEdge, PictureNode};
use govern_gate::{ArgSpec, Command, CommandOutcome, Error, Session};
use serde::Serialize;

use super::joined::{Edge, Joined, Kind, Node, Unknown};
use super::{SCHEMA_VERSION, place::Place, write_json};

/// `cargo govern graph`.
pub(crate) static GRAPH: Command = Command {
    name: "graph",
    summary: "prints one graph of crates, modules, layers, contracts, subjects, criteria, tests and documents",
    details: "Each node has a kind, each edge says how its ends have to do with each other, and where that is seen; in `json` also what could \
              not be known (docs/schema/graph.schema.json). `edges` prints one line for each edge. Items are in it with `--kind item` only. \
              What tests reach is what they surely reach. `cargo govern graph --focus orders::domain --format mermaid` shows what is near a \
              module, `--kind crate --kind layer` only crates and layers.",
    args: &[
        ArgSpec::repeated(
            "kind",
            "KIND",
            "only nodes of these kinds [default: all but item]",
        )
        .choices(&Kind::NAMES),
        ArgSpec::option("format", "FORMAT", "how it is written [default: edges]")
            .choices(&["edges", "dot", "mermaid", "json"]),
        FOCUS,
        REACH,
        DEPTH,
        ArgSpec::OUTPUT,
    ],
    needs_workspace: true,
    run,
};

#[derive(Serialize)]
struct Document<'j> {
    schema_version: u32,
    /// The kinds that were asked for.
    kinds: Vec<&'static str>,
    nodes: Vec<NodeRow<'j>>,
    edges: Vec<EdgeRow<'j>>,
    unknown: &'j [Unknown],
}

#[derive(Serialize)]
struct NodeRow<'j> {
    /// What edges call it: `module:orders::domain`.
    id: String,
    kind: Kind,
    name: &'j str,
    title: Option<&'j str>,
    note: Option<&'j str>,
    layer: Option<&'j str>,
    place: Option<&'j Place>,
}

#[derive(Serialize)]
struct EdgeRow<'j> {
    from: String,
    to: String,
    relation: &'static str,
    sure: bool,
    violation: bool,
    cycle: bool,
    places: &'j [Place],
}

fn run(session: &Session, out: &mut dyn io::Write) -> Result<CommandOutcome, Error> {
    let args = session.args();
    let named = args.values("kind");
    let is_asked = |kind: Kind| match named {
        [] => kind != Kind::Item,
        named => named.iter().any(|name| name == kind.as_str()),
    };
    let kinds: Vec<Kind> = Kind::ALL
        .into_iter()
        .filter(|kind| is_asked(*kind))
        .collect();
    let traced = Traced::of_any(session)?;
    let joined = Joined::read(session, &traced, true)?;
    let rows = (0..joined.nodes.len()).filter(|&row| kinds.contains(&joined.nodes[row].kind));
    let part = Part::new(&joined, rows.collect());
    let left = part.picture().narrowed(args)?;
    let part = Part::new(
        &joined,
        left.into_iter().map(|row| part.rows[row]).collect(),
    );
    match args.value("format") {
        Some("json") => write_json(&part.document(kinds), out)?,
        Some("dot") => part.picture().dot(out)?,
        Some("mermaid") => part.picture().mermaid(out)?,
        _ => part.edges(out)?,
    }
    Ok(CommandOutcome::clean())
}

/// Some of the nodes, and all edges between them.
struct Part<'j> {
    joined: &'j Joined,
    /// The rows of its nodes, sorted.
    rows: Vec<usize>,
    edges: Vec<&'j Edge>,
    /// The names that nodes of several kinds have.
    shared: BTreeSet<&'j str>,
}

impl<'j> Part<'j> {
    fn new(joined: &'j Joined, rows: Vec<usize>) -> Part<'j> {
        let is_in = |row: usize| rows.binary_search(&row).is_ok();
        let edges = joined.edges.iter();
        let mut known = BTreeSet::new();
        let names = rows.iter().map(|&row| joined.nodes[row].name.as_str());
        Part {
            joined,
            edges: edges
                .filter(|edge| is_in(edge.from) && is_in(edge.to))
                .collect(),
            shared: names.filter(|name| !known.insert(*name)).collect(),
            rows,
        }
    }

    fn nodes(&self) -> impl Iterator<Item = &'j Node> {
        self.rows.iter().map(|&row| &self.joined.nodes[row])
    }

    /// What a node is called: with its kind, if another one is called like that.
    fn label(&self, node: &Node) -> String {
        match self.shared.contains(node.name.as_str()) {
            true => format!("{} {}", node.kind.as_str(), node.name),
            false => node.name.clone(),
        }
    }

    fn picture(&self) -> Picture {
        let numbers: BTreeMap<usize, usize> = self.rows.iter().copied().zip(0..).collect();
        let nodes = self.nodes().map(|node| PictureNode {
            label: self.label(node),
            name: node.name.clone(),
            group: node.kind as u32,
        });
        let edges = self.edges.iter().map(|edge| PictureEdge {
            from: numbers[&edge.from],
            to: numbers[&edge.to],
            label: edge.relation.word,
            violation: edge.violation,
            cycle: edge.cycle,
        });
        Picture {
            noun: "node",
            groups: Kind::NAMES.to_vec(),
            nodes: nodes.collect(),
            edges: edges.collect(),
        }
    }

    fn edges(&self, out: &mut dyn io::Write) -> io::Result<()> {
        for edge in &self.edges {
            let (from, to) = (&self.joined.nodes[edge.from], &self.joined.nodes[edge.to]);
            let perhaps = if edge.sure { "" } else { "perhaps " };
            writeln!(
                out,
                "{} {} {perhaps}{} {} {}",
                from.kind.as_str(),
                from.name,
                edge.relation.word,
                to.kind.as_str(),
                to.name
            )?;
        }
        Ok(())
    }

    fn document(&self, kinds: Vec<Kind>) -> Document<'j> {
        let id = |node: &Node| format!("{}:{}", node.kind.as_str(), node.name);
        let nodes = self.nodes().map(|node| NodeRow {
            id: id(node),
            kind: node.kind,
            name: &node.name,
            title: node.title.as_deref(),
            note: node.note.as_deref(),
            layer: node.layer.as_deref(),
            place: node.place.as_ref(),
        });
        let edges = self.edges.iter().map(|edge| EdgeRow {
            from: id(&self.joined.nodes[edge.from]),
            to: id(&self.joined.nodes[edge.to]),
            relation: edge.relation.word,
            sure: edge.sure,
            violation: edge.violation,
            cycle: edge.cycle,
            places: &edge.places,
        });
        Document {
            schema_version: SCHEMA_VERSION,
            kinds: kinds.into_iter().map(Kind::as_str).collect(),
            nodes: nodes.collect(),
            edges: edges.collect(),
            unknown: &self.joined.unknown,
        }
    }
}
