//! `cargo archcheck why A B`: the shortest way from one to the other, with the places of its steps.

use std::io;

use govern_diagnostics::{Sources, Span};
use govern_gate::{ArgSpec, Command, CommandOutcome, Error, Session};

use crate::{
    commands::end::End,
    model::{
        architecture::{Architecture, Edges, Link, ModuleRow, PackageRow, Reading, UseRow},
        assembly::Assembly,
        digraph::{Digraph, follow},
    },
};

/// The subcommand.
pub(crate) const COMMAND: Command = Command {
    name: "why",
    summary: "show the shortest way from one module, package or layer to another",
    details: "FROM is a module with all that is inside it, a package, or a layer (`layer:domain`, or `domain` where no module or \
        package has this name). TO is one of these, an external crate or a path in one (`tokio`, `std::fs`). Both may be \
        patterns: `**::domain`. Without a way through code, one through manifests is shown.",
    args: &[
        ArgSpec::positional("from", "FROM", "where the way begins").required(),
        ArgSpec::positional("to", "TO", "where it leads").required(),
        ArgSpec::flag("tests", "go through test code, too"),
    ],
    needs_workspace: true,
    run,
};

/// How many places of a step are shown.
const SHOWN: usize = 3;

fn run(session: &Session, out: &mut dyn io::Write) -> Result<CommandOutcome, Error> {
    let (mut assembly, mistakes) = Assembly::load(session)?;
    if !mistakes.is_empty() {
        return Err(Error::Diagnosed(mistakes));
    }
    let architecture = &mut assembly.architecture;
    architecture.policy.tests |= session.args().flag("tests");
    let from = End::new(
        architecture,
        session.args().value("from").unwrap_or_default(),
    )?;
    let to = End::new(architecture, session.args().value("to").unwrap_or_default())?;
    if !from.is_inside() {
        return Err(from.unknown(architecture));
    }
    if !to.is_inside() && to.items.is_empty() {
        return Err(to.unknown(architecture));
    }
    if let Some(steps) = through_code(architecture, &from, &to) {
        let spans = steps.iter().flat_map(|step| {
            step.uses
                .iter()
                .map(|&row| architecture.use_of(row).span.file)
        });
        let sources = session.sources_for(spans);
        for step in &steps {
            step.write(architecture, &sources, out)?;
        }
    } else if let Some(links) = through_manifests(architecture, &from, &to) {
        let sources = session.sources_for(
            links
                .iter()
                .filter_map(|link| place(link))
                .map(|span| span.file),
        );
        for link in links {
            let (from, to) = (
                architecture.package(link.from),
                architecture.package(link.to),
            );
            writeln!(out, "{} -> {}", from.label, to.label)?;
            if let Some(span) = place(link) {
                writeln!(out, "    {}", located(&sources, span))?;
            }
        }
    } else {
        writeln!(out, "`{}` does not lead to `{}`", from.text, to.text)?;
    }
    Ok(CommandOutcome::clean())
}

/// A step between modules, or from a module to an external name.
pub(crate) struct Step {
    pub(crate) from: ModuleRow,
    pub(crate) to: String,
    pub(crate) uses: Vec<UseRow>,
}

impl Step {
    pub(crate) fn write(
        &self,
        architecture: &Architecture,
        sources: &Sources,
        out: &mut dyn io::Write,
    ) -> io::Result<()> {
        writeln!(
            out,
            "{} -> {}",
            architecture.module(self.from).path,
            self.to
        )?;
        for &row in self.uses.iter().take(SHOWN) {
            let place = architecture.use_of(row);
            let written = architecture.text(place.written);
            let item = architecture.text(place.item);
            let is = if written == item {
                String::new()
            } else {
                format!(" ({item})")
            };
            writeln!(out, "    {}: {written}{is}", located(sources, place.span))?;
        }
        if self.uses.len() > SHOWN {
            writeln!(out, "    and {} more", self.uses.len() - SHOWN)?;
        }
        Ok(())
    }
}

/// The shortest way through code.
pub(crate) fn through_code(architecture: &Architecture, from: &End, to: &End) -> Option<Vec<Step>> {
    let edges = architecture.edges(Reading::Def, |place| architecture.counts(place.kind));
    let pairs = edges.keys().map(|(from, to)| (from.index(), to.index()));
    let graph = Digraph::new(architecture.modules.len(), pairs);
    let users: Vec<usize> = to
        .items
        .iter()
        .map(|&row| architecture.use_of(row).from.index())
        .collect();
    let is_user = |node: usize| users.binary_search(&node).is_ok();
    let towards = graph.towards(
        |node| (to.has(node) && !from.has(node)) || is_user(node),
        |_| true,
    );
    let starts = (0..architecture.modules.len()).filter(|&node| from.has(node));
    let paths = starts.map(|start| follow(&towards, start));
    let paths =
        paths.filter(|path| path.len() > 1 || path.first().is_some_and(|&node| is_user(node)));
    let path = paths.min_by_key(Vec::len)?;
    let mut steps = module_steps(architecture, &edges, &path);
    let last = *path.last()?;
    if !to.has(last) && is_user(last) {
        let uses = to
            .items
            .iter()
            .copied()
            .filter(|&row| architecture.use_of(row).from.index() == last);
        steps.push(Step {
            from: ModuleRow(last as u32),
            to: to.text.clone(),
            uses: uses.collect(),
        });
    }
    Some(steps)
}

fn module_steps(architecture: &Architecture, edges: &Edges, path: &[usize]) -> Vec<Step> {
    let row = |node: usize| ModuleRow(node as u32);
    let step = |step: &[usize]| {
        let (from, to) = (row(step[0]), row(step[1]));
        Step {
            from,
            to: architecture.module(to).path.clone(),
            uses: edges[&(from, to)].clone(),
        }
    };
    path.windows(2).map(step).collect()
}

/// The shortest way through manifests.
pub(crate) fn through_manifests<'a>(
    architecture: &'a Architecture,
    from: &End,
    to: &End,
) -> Option<Vec<&'a Link>> {
    let counts = |link: &&Link| link.kinds.keys().any(|&kind| architecture.counts(kind));
    let links = || architecture.links.iter().filter(counts);
    let pairs = links().map(|link| (link.from.index(), link.to.index()));
    let graph = Digraph::new(architecture.packages.len(), pairs);
    let towards = graph.towards(
        |node| to.packages.contains(&PackageRow(node as u32)),
        |_| true,
    );
    let paths = from
        .packages
        .iter()
        .map(|start| follow(&towards, start.index()))
        .filter(|path| path.len() > 1);
    let path = paths.min_by_key(Vec::len)?;
    let link = |step: &[usize]| {
        links().find(|link| (link.from.index(), link.to.index()) == (step[0], step[1]))
    };
    path.windows(2).map(link).collect()
}

fn place(link: &Link) -> Option<Span> {
    link.kinds.values().find_map(|span| *span)
}

fn located(sources: &Sources, span: Span) -> String {
    match sources.locate(span) {
        Some(location) => format!(
            "{}:{}:{}",
            location.path, location.start.line, location.start.column
        ),
        None => "in a file that cannot be read any more".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::{run, session_with};

    const CODE: &str = "
//- shop: helper
//- shop/src/lib.rs
pub mod order { use crate::stock::Item; fn f(_: Item) {} #[cfg(test)] mod tests { use crate::pay::Card; } }
pub mod stock { pub struct Item(crate::disk::Page); }
pub mod disk { pub struct Page; pub fn read() { std::fs::read(\"a\"); } }
pub mod pay { pub struct Card; }
//- helper: tokio
//- helper/src/lib.rs
";

    fn why(from: &str, to: &str) -> String {
        run("why", &session_with(CODE, [("from", from), ("to", to)]))
    }

    #[test]
    fn the_shortest_way_is_shown_with_its_places() {
        assert_eq!(
            why("shop::order", "shop::disk"),
            "shop::order -> shop::stock
    shop/src/lib.rs:1:21: crate::stock::Item (shop::stock::Item)
    shop/src/lib.rs:1:49: Item (shop::stock::Item)
shop::stock -> shop::disk
    shop/src/lib.rs:2:33: crate::disk::Page (shop::disk::Page)
"
        );
        assert_eq!(
            why("**::stock", "std::fs"),
            "shop::stock -> shop::disk
    shop/src/lib.rs:2:33: crate::disk::Page (shop::disk::Page)
shop::disk -> std::fs
    shop/src/lib.rs:3:49: std::fs::read
"
        );
    }

    #[test]
    fn without_code_the_manifests_are_asked() {
        let way = "shop -> helper
    shop/Cargo.toml:7:1
helper -> tokio
    helper/Cargo.toml:7:1
";
        assert_eq!(why("shop", "tokio"), way);
    }

    #[test]
    fn layers_are_ends_too() {
        let code = format!(
            "{CODE}//- govern.toml\n[archcheck]\norder = [\"top\", \"low\"]\nlayers.top.modules = [\"shop::order\"]\nlayers.low.modules = [\"shop::disk\"]\n"
        );
        let why =
            |from: &str, to: &str| run("why", &session_with(&code, [("from", from), ("to", to)]));
        let way = why("shop::order", "shop::disk");
        assert_eq!(why("top", "layer:low"), way);
        assert_eq!(
            why("layer:low", "std::fs"),
            "shop::disk -> std::fs\n    shop/src/lib.rs:3:49: std::fs::read\n"
        );
    }

    #[test]
    fn where_there_is_no_way_it_says_so() {
        assert_eq!(
            why("shop::order", "shop::pay"),
            "`shop::order` does not lead to `shop::pay`\n"
        );
        let tests = session_with(
            CODE,
            [("from", "shop::order"), ("to", "shop::pay"), ("tests", "")],
        );
        assert!(run("why", &tests).starts_with("shop::order::tests -> shop::pay\n"));
        let unknown = session_with(CODE, [("from", "shop::ordr"), ("to", "shop::pay")]);
        let error = (super::COMMAND.run)(&unknown, &mut Vec::new()).unwrap_err();
        assert_eq!(
            error.to_string(),
            "`shop::ordr` is no module, package or layer here"
        );
    }
}
