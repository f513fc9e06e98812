//! The formats of a drawn graph.

use std::{
    collections::BTreeSet,
    io::{self, Write},
};

use govern_diagnostics::Sources;
use govern_workspace::DependencyKind;
use serde::Serialize;

use super::{Drawing, Node};
use crate::{
    architecture::{Architecture, Reading},
    policy::LayerId,
};

/// One line for each edge between paths.
pub(crate) fn edges(drawing: &Drawing, out: &mut dyn Write) -> io::Result<()> {
    let path = |node: usize| drawing.nodes[node].path.as_str();
    let lines = drawing
        .edges
        .iter()
        .map(|edge| (path(edge.from), path(edge.to)));
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
        let style = if edge.violation {
            " [color = red, penwidth = 2, tooltip = \"layer violation\"]"
        } else {
            ""
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
                "    subgraph layer_{0} [\"{0}\"]",
                layer.replace(|c: char| !c.is_alphanumeric(), "_")
            )?;
        }
        for (number, node) in nodes {
            writeln!(out, "        n{number}[\"{}\"]", node.name)?;
        }
        if layer.is_some() {
            writeln!(out, "    end")?;
        }
    }
    for edge in &drawing.edges {
        writeln!(out, "    n{} --> n{}", edge.from, edge.to)?;
    }
    let wrong: Vec<String> = (0..drawing.edges.len())
        .filter(|&row| drawing.edges[row].violation)
        .map(|row| row.to_string())
        .collect();
    if !wrong.is_empty() {
        writeln!(
            out,
            "    linkStyle {} stroke:red,stroke-width:2px",
            wrong.join(",")
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
                    .readings
                    .iter()
                    .map(|reading| reading_text(*reading))
                    .collect(),
                violation: edge.violation,
                sites: edge
                    .uses
                    .iter()
                    .map(|&row| site(architecture, sources, row))
                    .collect(),
            })
            .collect(),
    };
    serde_json::to_writer_pretty(&mut *out, &graph)?;
    writeln!(out)
}

fn site<'a>(
    architecture: &'a Architecture,
    sources: &'a Sources,
    row: crate::architecture::UseRow,
) -> JsonSite<'a> {
    let place = architecture.use_of(row);
    let location = sources.locate(place.span);
    JsonSite {
        path: location.map(|location| location.path),
        line: location.map(|location| location.start.line),
        column: location.map(|location| location.start.column),
        written: architecture.text(place.written),
        item: architecture.text(place.item),
        test: place.kind == DependencyKind::Development,
    }
}

fn reading_text(reading: Reading) -> &'static str {
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
    sites: Vec<JsonSite<'a>>,
}

#[derive(Serialize)]
struct JsonSite<'a> {
    path: Option<&'a str>,
    line: Option<u32>,
    column: Option<u32>,
    written: &'a str,
    item: &'a str,
    test: bool,
}
