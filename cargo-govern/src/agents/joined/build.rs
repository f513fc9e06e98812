//! Puts the graph together: nodes and edges as they come, sorted at the end.

use std::collections::BTreeMap;

use cargo_ac::traced::Traced;
use cargo_archcheck::model::assembly::Assembly;
use cargo_contract::overview::overview;
use govern_diagnostics::{FileId, Sources, Span};
use govern_gate::{Error, Session};

use super::{Edge, Joined, Kind, Node, Relation, Unknown};
use crate::agents::place::Place;

/// How many places of what is not known are listed; all are counted.
const LISTED: usize = 100;

/// What is put together.
pub(super) struct Builder<'s> {
    pub(super) session: &'s Session,
    /// The sources of Rust files, and others as they are asked for.
    sources: Sources,
    others: BTreeMap<FileId, Sources>,
    pub(super) nodes: Vec<Node>,
    rows: BTreeMap<(Kind, String), usize>,
    edges: BTreeMap<(usize, usize, &'static Relation), Edge>,
    unknown: Vec<Unknown>,
    pub(super) items: Vec<(Span, usize)>,
    pub(super) shown: BTreeMap<usize, usize>,
}

impl Joined {
    /// Joins what the gates know; with what tests surely reach, if that is wanted.
    pub(in crate::agents) fn read(
        session: &Session,
        traced: &Traced<'_>,
        with_reached: bool,
    ) -> Result<Joined, Error> {
        let (assembly, mistakes) = Assembly::load(session)?;
        if !mistakes.is_empty() {
            return Err(Error::Diagnosed(mistakes));
        }
        let overview = overview(session)?;
        let uses = traced.uses();
        let mut builder = Builder::new(session);
        let code = builder.code(&assembly.architecture, &uses);
        builder.wires(&overview, &uses, &code);
        builder.criteria(traced, &uses, &code);
        if with_reached {
            builder.reached(&uses, &code);
        }
        builder.documents(traced)?;
        let names = assembly.architecture.unknown.len();
        builder.unknown("names of which nobody knows what they mean", names, []);
        let messages = "places where messages go out or come in on a subject that is not known";
        builder.unknown(messages, overview.unknown, []);
        let orphans = session.workspace().orphans()?;
        let what = "Rust files that no target reaches";
        builder.unknown(what, orphans.len(), orphans);
        let problems = session.workspace().problems().len();
        builder.unknown("files that are missing or do not parse", problems, []);
        Ok(builder.finish())
    }
}

impl<'s> Builder<'s> {
    fn new(session: &'s Session) -> Builder<'s> {
        let files = session.workspace().files().iter().copied();
        Builder {
            session,
            sources: session.sources_for(files),
            others: BTreeMap::new(),
            nodes: Vec::new(),
            rows: BTreeMap::new(),
            edges: BTreeMap::new(),
            unknown: Vec::new(),
            items: Vec::new(),
            shown: BTreeMap::new(),
        }
    }

    /// Where something is.
    pub(super) fn place(&mut self, span: Span) -> Option<Place> {
        if let Some(place) = Place::of(&self.sources, Some(span)) {
            return Some(place);
        }
        let session = self.session;
        let others = self.others.entry(span.file);
        let sources = others.or_insert_with(|| session.sources_for([span.file]));
        Place::of(sources, Some(span))
    }

    /// The node of that kind and name, which is made if there is none.
    pub(super) fn node(&mut self, kind: Kind, name: &str) -> usize {
        if let Some(&row) = self.rows.get(&(kind, name.to_owned())) {
            return row;
        }
        let row = self.nodes.len();
        self.rows.insert((kind, name.to_owned()), row);
        self.nodes.push(Node {
            kind,
            name: name.to_owned(),
            title: None,
            note: None,
            layer: None,
            place: None,
            file: None,
        });
        row
    }

    /// The node of that kind and name, if there is one.
    pub(super) fn known(&self, kind: Kind, name: &str) -> Option<usize> {
        self.rows.get(&(kind, name.to_owned())).copied()
    }

    /// That two nodes have to do with each other, and where that is seen.
    pub(super) fn edge(
        &mut self,
        from: usize,
        to: usize,
        relation: &'static Relation,
        place: Option<Place>,
    ) -> &mut Edge {
        let edge = self.edges.entry((from, to, relation));
        let edge = edge.or_insert_with(|| Edge {
            from,
            to,
            relation,
            sure: true,
            violation: false,
            cycle: false,
            places: Vec::new(),
        });
        edge.places.extend(place);
        edge
    }

    /// Counts what is not known; what is not there is not counted.
    pub(super) fn unknown(
        &mut self,
        what: &str,
        count: usize,
        paths: impl IntoIterator<Item = String>,
    ) {
        if count > 0 {
            self.unknown.push(Unknown {
                what: what.to_owned(),
                count,
                paths: paths.into_iter().take(LISTED).collect(),
            });
        }
    }

    fn finish(self) -> Joined {
        let mut order: Vec<usize> = (0..self.nodes.len()).collect();
        order.sort_by(|&a, &b| {
            let key = |row: usize| (self.nodes[row].kind, &self.nodes[row].name);
            key(a).cmp(&key(b))
        });
        let mut now = vec![0; order.len()];
        for (row, &before) in order.iter().enumerate() {
            now[before] = row;
        }
        let mut edges: Vec<Edge> = self.edges.into_values().collect();
        for edge in &mut edges {
            (edge.from, edge.to) = (now[edge.from], now[edge.to]);
            edge.places.sort();
            edge.places.dedup();
        }
        edges.sort_by_key(|edge| (edge.from, edge.to, edge.relation));
        let items = self.items.into_iter();
        let shown = self.shown.into_iter();
        let nodes = order.iter().map(|&row| self.nodes[row].clone());
        Joined {
            nodes: nodes.collect(),
            edges,
            unknown: self.unknown,
            items: items.map(|(span, row)| (span, now[row])).collect(),
            shown: shown.map(|(row, shown)| (now[row], shown)).collect(),
        }
    }
}

/// The node of the innermost item around a place.
pub(super) fn innermost(items: &[(Span, usize)], span: Span) -> Option<usize> {
    let around = items
        .iter()
        .filter(|(item, _)| item.file == span.file && item.range.contains_range(span.range));
    let innermost = around.min_by_key(|(item, _)| item.range.len());
    innermost.map(|&(_, row)| row)
}
