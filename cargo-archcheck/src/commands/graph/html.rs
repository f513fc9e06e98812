//! The page: one file with the graph as data, the styles and the script. It needs no network and no other file.

use std::{
    collections::BTreeMap,
    io::{self, Write},
};

use govern_diagnostics::{Sources, Span};
use govern_names::CrateKind;
use serde::Serialize;

use super::{
    Drawing, Edge, EdgeWays, links, modules,
    render::{Site, reading_text, sites},
};
use crate::model::architecture::{Architecture, ModuleRow, PackageRow};

/// The page, with places for the styles, the data and the script.
const PAGE: &str = include_str!("page.html");
const STYLES: &str = include_str!("page.css");
const SCRIPTS: [&str; 2] = [include_str!("layout.js"), include_str!("page.js")];

/// How many places of an edge the page shows; it says how many more there are.
const SITES: usize = 40;

/// How many characters of a line the page shows.
const LINE: usize = 240;

/// The graph of the modules; where only manifests say that one package depends on another, an edge between their roots.
pub(super) fn modules_and_manifests(architecture: &Architecture) -> Drawing {
    let mut drawing = modules(architecture);
    let package = |node: usize| {
        let module = drawing.nodes[node].module?;
        Some(architecture.module(module).package)
    };
    let in_code: Vec<_> = drawing
        .edges
        .iter()
        .map(|edge| (package(edge.from), package(edge.to)))
        .collect();
    let roots: BTreeMap<PackageRow, usize> = roots(architecture, &drawing);
    let mut edges = EdgeWays::new();
    for link in links(architecture) {
        if let (Some(&from), Some(&to)) = (roots.get(&link.from), roots.get(&link.to))
            && !in_code.contains(&(Some(link.from), Some(link.to)))
        {
            edges.entry((from, to)).or_default().add_link(link);
        }
    }
    let nodes = drawing.nodes.clone();
    let manifests = Drawing::new(architecture, "module", nodes, edges);
    drawing.edges.extend(manifests.edges);
    drawing.edges.sort_by_key(|edge| (edge.from, edge.to));
    drawing
}

/// The root modules of packages: of the library, if there is one.
fn roots(architecture: &Architecture, drawing: &Drawing) -> BTreeMap<PackageRow, usize> {
    let mut roots: BTreeMap<PackageRow, (bool, usize)> = BTreeMap::new();
    for (node, module) in drawing.nodes.iter().enumerate() {
        let Some(module) = module.module.map(|row| architecture.module(row)) else {
            continue;
        };
        if module.parent.is_none() {
            let library = matches!(module.target, CrateKind::Lib | CrateKind::ProcMacro);
            let root = (!library, node);
            let known = roots.entry(module.package).or_insert(root);
            *known = root.min(*known);
        }
    }
    roots
        .into_iter()
        .map(|(package, (_, node))| (package, node))
        .collect()
}

/// Writes the page.
pub(super) fn page(
    drawing: &Drawing,
    architecture: &Architecture,
    sources: &Sources,
    level: Option<&str>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let data = Data::new(drawing, architecture, sources, level);
    let mut page = PAGE;
    for (mark, content) in [
        ("/*styles*/", STYLES.to_owned()),
        ("/*data*/", harmless(&serde_json::to_string(&data)?)),
        ("/*script*/", SCRIPTS.concat()),
    ] {
        let (before, after) = page.split_once(mark).expect("the page has each mark once");
        write!(out, "{before}{content}")?;
        page = after;
    }
    write!(out, "{page}")
}

/// JSON in which nothing can end the element that it stands in, or mean anything else to HTML.
fn harmless(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    for character in json.chars() {
        match character {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                text.push_str(&format!("\\u{:04x}", u32::from(character)))
            }
            _ => text.push(character),
        }
    }
    text
}

#[derive(Serialize)]
struct Data<'a> {
    /// How far it is unfolded at first, if somebody said so.
    level: Option<&'a str>,
    layers: Vec<DataLayer<'a>>,
    nodes: Vec<DataNode<'a>>,
    edges: Vec<DataEdge<'a>>,
}

#[derive(Serialize)]
struct DataLayer<'a> {
    name: &'a str,
    /// What it may use, in words.
    may: String,
    because: Option<&'a str>,
}

#[derive(Serialize)]
struct DataNode<'a> {
    name: &'a str,
    package: &'a str,
    layer: Option<usize>,
    /// The module around it.
    parent: Option<usize>,
    path: Option<&'a str>,
    line: Option<u32>,
}

#[derive(Serialize)]
struct DataEdge<'a> {
    from: usize,
    to: usize,
    readings: Vec<&'static str>,
    violation: bool,
    cycle: bool,
    sites: Vec<DataSite<'a>>,
    /// How many places there are.
    count: usize,
}

#[derive(Serialize)]
struct DataSite<'a> {
    #[serde(flatten)]
    site: Site<'a>,
    /// The line: before the place, the place, and after.
    text: [&'a str; 3],
}

impl<'a> Data<'a> {
    fn new(
        drawing: &'a Drawing,
        architecture: &'a Architecture,
        sources: &'a Sources,
        level: Option<&'a str>,
    ) -> Data<'a> {
        let policy = &architecture.policy;
        let ids = (0..policy.layers.len() as u32).map(crate::policy::LayerId);
        let layers = ids.map(|id| DataLayer {
            name: &policy.layer(id).name,
            may: policy.allowed_text(id),
            because: policy.layer(id).because.as_deref(),
        });
        let numbers: BTreeMap<ModuleRow, usize> = drawing
            .nodes
            .iter()
            .enumerate()
            .filter_map(|(number, node)| Some((node.module?, number)))
            .collect();
        let nodes = drawing.nodes.iter().filter_map(|node| {
            let module = architecture.module(node.module?);
            let location = sources.locate(module.span);
            let mut around =
                std::iter::successors(module.parent, |&row| architecture.module(row).parent);
            Some(DataNode {
                name: &node.name,
                package: &architecture.package(module.package).name,
                layer: node.layer.map(|layer| layer.index()),
                parent: around.find_map(|row| numbers.get(&row).copied()),
                path: location.map(|location| location.path),
                line: location.map(|location| location.start.line),
            })
        });
        let edges = drawing.edges.iter();
        Data {
            level,
            layers: layers.collect(),
            nodes: nodes.collect(),
            edges: edges
                .map(|edge| data_edge(edge, architecture, sources))
                .collect(),
        }
    }
}

fn data_edge<'a>(
    edge: &Edge,
    architecture: &'a Architecture,
    sources: &'a Sources,
) -> DataEdge<'a> {
    let sites = sites(&edge.ways, architecture, sources);
    let readings = edge.ways.readings.iter();
    DataEdge {
        from: edge.from,
        to: edge.to,
        readings: readings.map(|reading| reading_text(*reading)).collect(),
        violation: edge.violation,
        cycle: edge.cycle,
        count: sites.len(),
        sites: sites
            .into_iter()
            .take(SITES)
            .map(|site| DataSite {
                text: line_around(sources, site.span).unwrap_or_default(),
                site,
            })
            .collect(),
    }
}

/// The line on which a place begins, as far as it is before it, in it, and after it.
fn line_around(sources: &Sources, span: Span) -> Option<[&str; 3]> {
    let text = &sources.get(span.file)?.text;
    let location = sources.locate(span)?;
    let line = sources.line_range(span.file, location.start.line)?;
    let (start, end) = (usize::from(line.start()), usize::from(line.end()));
    let from = usize::from(location.range.start());
    let to = usize::from(location.range.end()).min(end).max(from);
    let before = text.get(start..from)?.trim_start();
    let after = text.get(to..end)?.trim_end();
    Some([last(before, LINE), text.get(from..to)?, first(after, LINE)])
}

fn first(text: &str, count: usize) -> &str {
    text.char_indices()
        .nth(count)
        .map_or(text, |(end, _)| &text[..end])
}

fn last(text: &str, count: usize) -> &str {
    text.char_indices()
        .rev()
        .nth(count)
        .map_or(text, |(start, character)| {
            &text[start + character.len_utf8()..]
        })
}

#[cfg(test)]
mod tests {
    use crate::fixture::{run, session_with};

    /// The data of the page, as a browser reads it.
    fn data(page: &str) -> serde_json::Value {
        let (_, rest) = page
            .split_once("<script id=\"data\" type=\"application/json\">")
            .unwrap();
        let (data, _) = rest.split_once("</script>").unwrap();
        serde_json::from_str(data).unwrap()
    }

    #[test]
    fn the_page_has_all_modules_and_places_with_their_lines() {
        let text = "
//- govern.toml
[archcheck]
preset = \"hexagonal\"
//- orders: orders-adapter, helper
//- orders/src/lib.rs
pub mod domain {
    use orders_adapter::Bus; // why
}
//- orders-adapter/src/lib.rs
pub struct Bus;
//- helper/src/lib.rs
";
        let session = session_with(text, [("format", "html"), ("level", "crate")]);
        let data = data(&run("graph", &session));
        assert_eq!(data["level"], "crate");
        assert_eq!(data["layers"][1]["name"], "application");
        let names: Vec<&str> = data["nodes"]
            .as_array()
            .unwrap()
            .iter()
            .map(|node| node["name"].as_str().unwrap())
            .collect();
        assert_eq!(
            names,
            ["helper", "orders", "orders::domain", "orders_adapter"]
        );
        assert_eq!(data["nodes"][2]["parent"], 1);
        let edges = data["edges"].as_array().unwrap();
        let manifest = &edges[0];
        assert_eq!((&manifest["from"], &manifest["to"]), (&1.into(), &0.into()));
        assert_eq!(manifest["sites"][0]["path"], "orders/Cargo.toml");
        assert_eq!(manifest["sites"][0]["manifest"], true);
        let code = &edges[1];
        assert_eq!((&code["from"], &code["to"]), (&2.into(), &3.into()));
        assert_eq!(code["violation"], true);
        assert_eq!(
            code["sites"][0]["text"],
            serde_json::json!(["use ", "orders_adapter::Bus", "; // why"])
        );
        assert_eq!(edges.len(), 2);
    }

    #[test]
    fn nothing_in_the_data_can_leave_it() {
        let text = "
//- govern.toml
[archcheck.layers.\"</script><script>alert(1)</script><!--\"]
crates = [\"x\"]
may-use = []
because = \"<img src=x onerror=alert(2)> & \u{2028}\"
//- x/src/lib.rs
pub mod a { use crate::b::B; /* </script><script>alert(3)</script> */ }
pub mod b { pub struct B; }
";
        let session = session_with(text, [("format", "html")]);
        let page = run("graph", &session);
        assert!(
            !page.contains("alert(1)</script>") && !page.contains("<img"),
            "{page}"
        );
        assert_eq!(page.matches("</script>").count(), 2);
        let data = data(&page);
        assert_eq!(
            data["layers"][0]["name"],
            "</script><script>alert(1)</script><!--"
        );
        assert_eq!(
            data["edges"][0]["sites"][0]["text"][2],
            "; /* </script><script>alert(3)</script> */ }"
        );
    }

    #[test]
    fn the_page_asks_for_nothing_from_elsewhere() {
        let page = run(
            "graph",
            &session_with("//- x/src/lib.rs\n", [("format", "html")]),
        );
        for word in [
            "src=",
            "href=",
            "url(",
            "@import",
            "fetch(",
            "innerHTML",
            "eval(",
        ] {
            assert!(!page.contains(word), "{word}");
        }
        assert!(page.contains("default-src 'none'"), "{page}");
    }
}
