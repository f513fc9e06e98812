//! The formats of a drawn graph.

use std::{
    collections::BTreeSet,
    io::{self, Write},
};

use govern_diagnostics::{Sources, Span};
use govern_workspace::DependencyKind;
use serde::Serialize;

use super::{Drawing, Edge, Node, Ways};
use crate::{
    model::architecture::{Architecture, Reading},
    policy::LayerId,
};

/// One line for each edge between paths.
pub(crate) fn edges(drawing: &Drawing, out: &mut dyn Write) -> io::Result<()> {
    let path = |node: usize| drawing.nodes[node].path.as_str();
    let edges = drawing.edges.iter().filter(|edge| !edge.passing);
    let lines = edges.map(|edge| (path(edge.from), path(edge.to)));
    let lines: BTreeSet<(&str, &str)> = lines.filter(|(from, to)| from != to).collect();
    for (from, to) in lines {
        writeln!(out, "{from} -> {to}")?;
    }
    Ok(())
}

/// Graphviz.
pub(crate) fn dot(drawing: &Drawing, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "digraph architecture {{")?;
    writeln!(out, "    rankdir = LR;\n    node [shape = box];")?;
    for (layer, nodes) in by_layer(drawing) {
        let indent = if layer.is_some() { "        " } else { "    " };
        if let Some(layer) = layer {
            writeln!(
                out,
                "    subgraph {} {{",
                quoted(&format!("cluster_{layer}"))
            )?;
            writeln!(out, "        label = {};", quoted(layer))?;
        }
        for (_, node) in nodes {
            writeln!(out, "{indent}{};", quoted(&node.name))?;
        }
        if layer.is_some() {
            writeln!(out, "    }}")?;
        }
    }
    for edge in &drawing.edges {
        let style = match (edge.violation, edge.cycle) {
            (true, _) => " [color = red, penwidth = 2, tooltip = \"layer violation\"]".to_owned(),
            (false, true) => " [color = orange, penwidth = 2, tooltip = \"cycle\"]".to_owned(),
            (false, false) if edge.label.is_empty() => String::new(),
            (false, false) => format!(" [label = {}]", quoted(edge.label)),
        };
        let (from, to) = (
            quoted(&drawing.nodes[edge.from].name),
            quoted(&drawing.nodes[edge.to].name),
        );
        writeln!(out, "    {from} -> {to}{style};")?;
    }
    writeln!(out, "}}")
}

/// A flowchart of Mermaid.
pub(crate) fn mermaid(drawing: &Drawing, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "flowchart LR")?;
    for (layer, nodes) in by_layer(drawing) {
        if let Some(layer) = layer {
            writeln!(
                out,
                "    subgraph layer_{} [\"{}\"]",
                layer.replace(|c: char| !c.is_alphanumeric(), "_"),
                entities(layer)
            )?;
        }
        for (number, node) in nodes {
            writeln!(out, "        n{number}[\"{}\"]", entities(&node.name))?;
        }
        if layer.is_some() {
            writeln!(out, "    end")?;
        }
    }
    for edge in &drawing.edges {
        let label = match edge.label {
            "" => String::new(),
            label => format!("|{}|", entities(label)),
        };
        writeln!(out, "    n{} -->{label} n{}", edge.from, edge.to)?;
    }
    styled(drawing, "red", |edge| edge.violation, out)?;
    styled(drawing, "orange", |edge| edge.cycle && !edge.violation, out)
}

fn styled(
    drawing: &Drawing,
    color: &str,
    wants: impl Fn(&Edge) -> bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    let rows = (0..drawing.edges.len()).filter(|&row| wants(&drawing.edges[row]));
    let rows: Vec<String> = rows.map(|row| row.to_string()).collect();
    if !rows.is_empty() {
        writeln!(
            out,
            "    linkStyle {} stroke:{color},stroke-width:2px",
            rows.join(",")
        )?;
    }
    Ok(())
}

/// Everything, with the places of the uses.
pub(crate) fn json(
    drawing: &Drawing,
    architecture: &Architecture,
    sources: &Sources,
    out: &mut dyn Write,
) -> io::Result<()> {
    let layer = |layer: Option<LayerId>| layer.map(|layer| drawing.layers[layer.index()].as_str());
    let graph = JsonGraph {
        version: 1,
        level: drawing.level,
        layers: &drawing.layers,
        nodes: drawing
            .nodes
            .iter()
            .map(|node| JsonNode {
                name: &node.name,
                layer: layer(node.layer),
            })
            .collect(),
        edges: drawing
            .edges
            .iter()
            .map(|edge| JsonEdge {
                from: &drawing.nodes[edge.from].name,
                to: &drawing.nodes[edge.to].name,
                readings: edge
                    .ways
                    .readings
                    .iter()
                    .map(|reading| reading_text(*reading))
                    .collect(),
                violation: edge.violation,
                cycle: edge.cycle,
                sites: sites(&edge.ways, architecture, sources),
            })
            .collect(),
    };
    serde_json::to_writer_pretty(&mut *out, &graph)?;
    writeln!(out)
}

/// The places that an edge is made of: in code, and in manifests.
pub(super) fn sites<'a>(
    ways: &Ways,
    architecture: &'a Architecture,
    sources: &'a Sources,
) -> Vec<Site<'a>> {
    let uses = ways.uses.iter().map(|&row| {
        let place = architecture.use_of(row);
        Site {
            test: place.kind == DependencyKind::Development,
            ..Site::new(
                sources,
                place.span,
                architecture.text(place.written),
                architecture.text(place.item),
            )
        }
    });
    let manifests = ways.manifests.iter().map(|&(package, span)| {
        let written = sources.text(span).unwrap_or_default();
        Site {
            manifest: true,
            ..Site::new(sources, span, written, &architecture.package(package).name)
        }
    });
    uses.chain(manifests).collect()
}

impl<'a> Site<'a> {
    fn new(sources: &'a Sources, span: Span, written: &'a str, item: &'a str) -> Site<'a> {
        let location = sources.locate(span);
        Site {
            path: location.map(|location| location.path),
            line: location.map(|location| location.start.line),
            column: location.map(|location| location.start.column),
            written,
            item,
            test: false,
            manifest: false,
            span,
        }
    }
}

pub(super) fn reading_text(reading: Reading) -> &'static str {
    match reading {
        Reading::Via => "via",
        Reading::Def => "def",
    }
}

/// A layer's name, and its nodes with their rows.
type Group<'a> = (Option<&'a str>, Vec<(usize, &'a Node)>);

/// The nodes by layer, those in none last.
fn by_layer(drawing: &Drawing) -> Vec<Group<'_>> {
    let layers = (0..drawing.layers.len())
        .map(|row| Some(LayerId(row as u32)))
        .chain([None]);
    let groups = layers.map(|layer| {
        let nodes = drawing
            .nodes
            .iter()
            .enumerate()
            .filter(|(_, node)| node.layer == layer)
            .collect();
        (
            layer.map(|layer| drawing.layers[layer.index()].as_str()),
            nodes,
        )
    });
    groups
        .filter(|(_, nodes): &Group<'_>| !nodes.is_empty())
        .collect()
}

/// A text of Mermaid, in which `#` begins an entity.
fn entities(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '#' | '"' | '<' | '>' | '&' | '\n' => {
                escaped.push_str(&format!("#{};", u32::from(character)))
            }
            _ => escaped.push(character),
        }
    }
    escaped
}

/// A string of Graphviz.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

#[derive(Serialize)]
struct JsonGraph<'a> {
    version: u32,
    level: &'a str,
    layers: &'a [String],
    nodes: Vec<JsonNode<'a>>,
    edges: Vec<JsonEdge<'a>>,
}

#[derive(Serialize)]
struct JsonNode<'a> {
    name: &'a str,
    layer: Option<&'a str>,
}

#[derive(Serialize)]
struct JsonEdge<'a> {
    from: &'a str,
    to: &'a str,
    readings: Vec<&'static str>,
    violation: bool,
    cycle: bool,
    sites: Vec<Site<'a>>,
}

/// A place that an edge is made of.
#[derive(Serialize)]
pub(super) struct Site<'a> {
    pub(super) path: Option<&'a str>,
    pub(super) line: Option<u32>,
    pub(super) column: Option<u32>,
    pub(super) written: &'a str,
    pub(super) item: &'a str,
    pub(super) test: bool,
    #[serde(skip_serializing_if = "is_false")]
    pub(super) manifest: bool,
    #[serde(skip)]
    pub(super) span: Span,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde wants it so")]
fn is_false(flag: &bool) -> bool {
    !flag
}
