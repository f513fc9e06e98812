//! Crates, modules, layers and items.

use std::collections::{BTreeMap, BTreeSet};

use cargo_ac::uses::Uses;
use cargo_archcheck::commands::graph::drawn::{Drawn, of_modules, of_packages};
use cargo_archcheck::model::architecture::Architecture;
use govern_diagnostics::{FileId, Span};

use super::{Kind, build::Builder, relation};

/// What others need to know about the nodes of code.
pub(super) struct Code {
    /// The nodes of modules by their paths, each with its file.
    modules: BTreeMap<String, Vec<(FileId, usize)>>,
    /// The node of each item that was handed out.
    pub(super) items: Vec<usize>,
    /// The node of the module of each of them.
    pub(super) homes: Vec<Option<usize>>,
    /// The node of the module of an item's node.
    pub(super) home_of: BTreeMap<usize, usize>,
    /// The nodes of items by the place of their names.
    pub(super) by_name_place: BTreeMap<(FileId, u32), usize>,
}

impl Code {
    /// The node of a module; of several of one path, as of a library and a program, that in the file.
    fn module(&self, path: &str, file: FileId) -> Option<usize> {
        let found = self.modules.get(path)?;
        let own = found.iter().find(|(its, _)| *its == file);
        own.or(found.first()).map(|&(_, row)| row)
    }
}

impl Builder<'_> {
    pub(super) fn code(&mut self, architecture: &Architecture, uses: &Uses) -> Code {
        let crates = of_packages(architecture);
        let rows = self.drawn(Kind::Crate, &crates);
        for edge in &crates.edges {
            self.drawn_edge(&rows, edge, &relation::DEPENDS);
        }
        let modules = of_modules(architecture);
        let rows = self.drawn(Kind::Module, &modules);
        for edge in &modules.edges {
            self.drawn_edge(&rows, edge, &relation::MODULE_USES);
        }
        let mut by_path: BTreeMap<String, Vec<(FileId, usize)>> = BTreeMap::new();
        for (node, &row) in modules.nodes.iter().zip(&rows) {
            let home = self.node(Kind::Crate, &node.package);
            let place = self.nodes[row].place.clone();
            self.edge(row, home, &relation::PART, place);
            if let Some(file) = node.file {
                by_path
                    .entry(node.path.clone())
                    .or_default()
                    .push((file, row));
            }
        }
        let mut code = Code {
            modules: by_path,
            items: Vec::new(),
            homes: Vec::new(),
            home_of: BTreeMap::new(),
            by_name_place: BTreeMap::new(),
        };
        self.items(uses, &mut code);
        code
    }

    fn drawn(&mut self, kind: Kind, drawn: &Drawn) -> Vec<usize> {
        let mut rows = Vec::new();
        for node in &drawn.nodes {
            let row = self.node(kind, &node.name);
            let place = node.span.and_then(|span| self.place(span));
            let workspace = self.session.workspace();
            let manifest = node.span.map(|span| workspace.path(span.file));
            let file = match node.file {
                Some(file) => Some(workspace.path(file).to_owned()),
                None => manifest.map(str::to_owned),
            };
            let its = &mut self.nodes[row];
            (its.place, its.file, its.layer) = (place.clone(), file, node.layer.clone());
            if let Some(layer) = &node.layer {
                let layer = self.node(Kind::Layer, layer);
                self.edge(row, layer, &relation::IN_LAYER, place);
            }
            rows.push(row);
        }
        rows
    }

    fn drawn_edge(
        &mut self,
        rows: &[usize],
        edge: &cargo_archcheck::commands::graph::drawn::DrawnEdge,
        relation: &'static super::Relation,
    ) {
        let places: Vec<_> = edge
            .places
            .iter()
            .filter_map(|span| self.place(*span))
            .collect();
        let known = self.edge(rows[edge.from], rows[edge.to], relation, None);
        (known.violation, known.cycle) = (edge.violation, edge.cycle);
        known.places.extend(places);
    }

    fn items(&mut self, uses: &Uses, code: &mut Code) {
        let mut count: BTreeMap<&str, usize> = BTreeMap::new();
        for item in &uses.items {
            *count.entry(&item.name).or_default() += 1;
        }
        for item in &uses.items {
            let place = self.place(item.place);
            // What is there twice, under different conditions, is told apart by its place.
            let mut name = item.name.clone();
            if let Some(place) = place.as_ref().filter(|_| count[item.name.as_str()] > 1) {
                name = format!("{name} ({place})");
            }
            let row = self.node(Kind::Item, &name);
            let home = code.module(&item.module, item.span.file);
            if let Some(home) = home {
                self.edge(row, home, &relation::DECLARED, place.clone());
                code.home_of.insert(row, home);
            }
            self.nodes[row].place = place;
            self.items.push((item.span, row));
            let start = u32::from(item.place.range.start());
            code.by_name_place.insert((item.place.file, start), row);
            code.items.push(row);
            code.homes.push(home);
        }
        for step in &uses.steps {
            let (from, to) = (code.items[step.from], code.items[step.to]);
            if from != to {
                let place = self.nodes[from].place.clone();
                self.edge(from, to, &relation::USES, place).sure = step.sure;
            }
        }
    }

    /// Which modules each test and scenario surely reaches.
    pub(super) fn reached(&mut self, uses: &Uses, code: &Code) {
        let mut next: Vec<Vec<usize>> = vec![Vec::new(); uses.items.len()];
        for step in uses.steps.iter().filter(|step| step.sure) {
            next[step.from].push(step.to);
        }
        let shown: Vec<(usize, usize)> = self.shown.iter().map(|(a, b)| (*a, *b)).collect();
        // By which of them an item was met last: a set for each would be as large as the workspace.
        let mut met: Vec<Option<usize>> = vec![None; uses.items.len()];
        for (number, (row, shown)) in shown.into_iter().enumerate() {
            let mut is_new = |item: usize| met[item].replace(number) != Some(number);
            let mut open = uses.shown[shown].begins.clone();
            open.retain(|item| is_new(*item));
            let mut modules = BTreeSet::new();
            while let Some(item) = open.pop() {
                let home = code.homes[item].filter(|_| uses.items[item].is_production);
                modules.extend(home);
                open.extend(next[item].iter().filter(|it| is_new(**it)));
            }
            let place = self.nodes[row].place.clone();
            for module in modules {
                self.edge(row, module, &relation::REACHES, place.clone());
            }
        }
    }

    /// The node of the innermost item around a place.
    pub(super) fn item_around(&self, span: Span) -> Option<usize> {
        super::build::innermost(&self.items, span)
    }
}
