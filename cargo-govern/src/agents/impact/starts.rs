//! Where a change begins: what differs since a revision, or what is named.

use std::collections::{BTreeMap, BTreeSet};

use cargo_ac::touched::Touched;
use govern_diagnostics::{Diagnostic, FileId, Span};
use govern_gate::{Error, Session, did_you_mean};

use super::{ChangedRow, travel::Start};
use crate::agents::joined::{Joined, Kind, Unknown};

/// Where a change begins.
#[derive(Debug, Default)]
pub(super) struct Starts {
    pub(super) starts: Vec<Start>,
    /// The same as rows, and what is no node.
    pub(super) changed: Vec<ChangedRow>,
    pub(super) unknown: Vec<Unknown>,
}

impl Starts {
    fn add(&mut self, node: usize, sure: bool, cause: impl Into<String>) {
        let cause = cause.into();
        self.starts.push(Start { node, sure, cause });
    }

    fn row(&mut self, joined: &Joined, node: usize, how: &'static str) {
        let node = &joined.nodes[node];
        self.changed.push(ChangedRow {
            kind: node.kind,
            name: node.name.clone(),
            how,
            place: node.place.clone(),
        });
    }

    fn unknown(&mut self, what: &str, paths: Vec<String>) {
        if !paths.is_empty() {
            self.unknown.push(Unknown {
                what: what.to_owned(),
                count: paths.len(),
                paths,
            });
        }
    }

    /// What differs since a revision.
    pub(super) fn since(joined: &Joined, touched: &Touched) -> Starts {
        let mut starts = Starts::default();
        let at = |span: &Span| {
            (
                span.file,
                u32::from(span.range.start()),
                u32::from(span.range.end()),
            )
        };
        let items: BTreeMap<(FileId, u32, u32), usize> = joined
            .items
            .iter()
            .map(|(span, row)| (at(span), *row))
            .collect();
        let mut homes: BTreeMap<usize, usize> = BTreeMap::new();
        for item in &touched.items {
            let node = item
                .span
                .as_ref()
                .and_then(|span| items.get(&at(span)).copied());
            let home = joined.node(Kind::Module, &item.module);
            if let Some(home) = home {
                *homes.entry(home).or_default() += 1;
            }
            match node {
                Some(node) => {
                    starts.add(node, true, item.how);
                    starts.row(joined, node, item.how);
                }
                None => starts.changed.push(ChangedRow {
                    kind: Kind::Item,
                    name: item.name.clone(),
                    how: item.how,
                    place: None,
                }),
            }
        }
        for (home, count) in homes {
            let verb = if count == 1 { "differs" } else { "differ" };
            let items = crate::counted::counted(count, "item");
            starts.add(home, true, format!("{items} in it {verb}"));
        }
        for path in &touched.around {
            let cause = "what stands around it changed: imports, `impl` headers or attributes";
            for (row, node) in joined.nodes.iter().enumerate() {
                let is_there = node.place.as_ref().is_some_and(|place| place.path == *path);
                match node.kind {
                    Kind::Item if is_there => starts.add(row, false, cause),
                    Kind::Module if node.file.as_ref() == Some(path) => {
                        starts.add(row, true, "imports, `impl` headers or attributes changed");
                        starts.row(joined, row, "changed");
                    }
                    _ => {}
                }
            }
        }
        let mut lost = Vec::new();
        for path in &touched.others {
            if !starts.file(joined, path) {
                lost.push(path.clone());
            }
        }
        starts.unknown("changed files of which nobody knows what they touch", lost);
        starts.unknown(
            "changed files in which no item differs, but comments, layout or further imports",
            touched.same.clone(),
        );
        starts
    }

    /// A file that changed and that is no Rust: whether somebody knows what it is.
    fn file(&mut self, joined: &Joined, path: &str) -> bool {
        let mut is_known = false;
        for (row, node) in joined.nodes.iter().enumerate() {
            let is_it = node.file.as_deref() == Some(path);
            let is_in_it = node.place.as_ref().is_some_and(|place| place.path == path);
            match node.kind {
                Kind::Crate | Kind::Document | Kind::Decision | Kind::Contract if is_it => {
                    self.add(row, true, "changed");
                }
                // Which of those that it declares differ is not known.
                Kind::Contract | Kind::Stream if is_in_it => {
                    self.add(row, false, "the file that declares it changed");
                }
                _ => continue,
            }
            self.row(joined, row, "changed");
            is_known = true;
        }
        is_known
    }

    /// What somebody names: a node, a file, or what stands at a line of one.
    pub(super) fn named(
        session: &Session,
        joined: &Joined,
        asked: &[String],
    ) -> Result<Starts, Error> {
        let mut starts = Starts::default();
        for text in asked {
            let mut nodes: BTreeSet<usize> = joined.named(text).into_iter().collect();
            if nodes.is_empty() {
                nodes = at_place(session, joined, text)?;
            }
            for &node in &nodes {
                starts.row(joined, node, "named");
                starts.add(node, true, "named");
            }
            for inside in inside(joined, &nodes) {
                starts.add(inside, true, format!("part of `{text}`"));
            }
        }
        Ok(starts)
    }

    /// Criteria that are touched by what is no longer there, and are not reached.
    pub(super) fn criteria(
        joined: &Joined,
        touched: &Touched,
        reached: &BTreeSet<usize>,
    ) -> Starts {
        let mut starts = Starts::default();
        for criterion in &touched.criteria {
            let cause = criterion.causes.first();
            let (cause, perhaps) = cause.map_or(("", false), |(text, perhaps, _)| (text, *perhaps));
            match joined.node(Kind::Criterion, &criterion.id) {
                Some(node) if !reached.contains(&node) => starts.add(node, !perhaps, cause),
                Some(_) => {}
                None => starts.changed.push(ChangedRow {
                    kind: Kind::Criterion,
                    name: criterion.id.clone(),
                    how: "gone",
                    place: None,
                }),
            }
        }
        starts
    }
}

/// What crates and modules consist of, as far as a change goes from it, and the items of types.
fn inside(joined: &Joined, nodes: &BTreeSet<usize>) -> BTreeSet<usize> {
    let mut all = nodes.clone();
    // Crates have modules, and these have items.
    for _ in 0..2 {
        let more = joined.edges.iter().filter(|edge| {
            let (from, to) = (joined.nodes[edge.from].kind, joined.nodes[edge.to].kind);
            let is_part = matches!(
                (from, to),
                (Kind::Module, Kind::Crate) | (Kind::Item, Kind::Module)
            );
            is_part && all.contains(&edge.to)
        });
        let more: Vec<usize> = more.map(|edge| edge.from).collect();
        all.extend(more);
    }
    let written = joined.edges.iter().filter(|edge| {
        nodes.contains(&edge.from)
            && joined.nodes[edge.from].kind == Kind::Type
            && joined.nodes[edge.to].kind == Kind::Item
    });
    all.extend(written.map(|edge| edge.to));
    all.retain(|node| !nodes.contains(node));
    all
}

/// What is in a file, or at a line of it: `src/orders.rs`, `src/orders.rs:42`.
fn at_place(session: &Session, joined: &Joined, text: &str) -> Result<BTreeSet<usize>, Error> {
    let workspace = session.workspace();
    let (path, line) = match text.rsplit_once(':') {
        Some((path, line)) if line.parse::<u32>().is_ok() => (path, line.parse().ok()),
        _ => (text, None),
    };
    let path = workspace.path_of_argument(path)?;
    let is_in = |row: &usize| {
        let node = &joined.nodes[*row];
        let is_it = node.file.as_deref() == Some(path.as_str());
        is_it || node.place.as_ref().is_some_and(|place| place.path == path)
    };
    let found: BTreeSet<usize> = (0..joined.nodes.len()).filter(is_in).collect();
    if found.is_empty() {
        return Err(nothing(joined, text).into());
    }
    let Some(line) = line else { return Ok(found) };
    let file = workspace.id_of(&path);
    let sources = session.sources_for([file]);
    let whole = sources.get(file).map_or("", |it| &*it.text);
    let count = whole.lines().count();
    let is_there = usize::try_from(line).is_ok_and(|line| (1..=count).contains(&line));
    let range = sources.line_range(file, line).filter(|_| is_there);
    let Some(range) = range else {
        return Err(Diagnostic::config(format!("`{path}` has no line {line}")).into());
    };
    let written = whole.get(std::ops::Range::from(range)).unwrap_or_default();
    let before = written.len() - written.trim_start().len();
    let start = range.start() + text_size::TextSize::try_from(before).unwrap_or_default();
    let span = Span::new(file, text_size::TextRange::empty(start.min(range.end())));
    let begins_there = found.iter().copied().filter(|&row| {
        let place = joined.nodes[row].place.as_ref();
        place.is_some_and(|place| place.line == line)
    });
    let begins_there: BTreeSet<usize> = begins_there.collect();
    match joined.item_around(span) {
        Some(item) => Ok(begins_there.into_iter().chain([item]).collect()),
        None if !begins_there.is_empty() => Ok(begins_there),
        None => Err(
            Diagnostic::config(format!("nothing stands at line {line} of `{path}`"))
                .help("name the line of a function, a type or a test, or leave it out")
                .into(),
        ),
    }
}

fn nothing(joined: &Joined, text: &str) -> Diagnostic {
    let mistake = Diagnostic::config(format!(
        "`{text}` is neither a file that somebody knows something of, nor the name of something"
    ));
    let names = joined.nodes.iter().map(|node| node.name.as_str());
    match did_you_mean(text, names) {
        Some(near) => mistake.help(format!("did you mean `{near}`?")),
        None => mistake.help("`cargo govern graph --format json` has all names"),
    }
}
