//! `cargo govern impact`: what a change touches, and by which way.

mod page;
mod starts;
mod travel;

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use cargo_ac::traced::Traced;
use govern_diagnostics::Diagnostic;
use govern_gate::{ArgSpec, Command, CommandOutcome, Error, Session};
use serde::Serialize;

use super::joined::{Edge, Joined, Kind, Unknown};
use super::{JSON, SCHEMA_VERSION, is_json, place::Place, write_json};
use starts::Starts;
use travel::{Reached, travel, way};

/// `cargo govern impact`.
pub(crate) static IMPACT: Command = Command {
    name: "impact",
    summary: "says what a change touches: modules, crates, contracts and who hears them, criteria, tests to run, documents",
    details: "The change is what differs since a git revision, or what is staged, by items and not by files, or what is named: a file, a line of one \
              (`src/orders.rs:42`), or anything that `cargo govern graph` has, by its name. Each result comes with the shortest way \
              that leads to it. What only a name, a program that is started, or a subject that is partly known leads to is marked \
              `perhaps`; what could not be known is counted. `--json` writes one document; the schema is \
              docs/schema/impact.schema.json.",
    args: &[
        ArgSpec::positionals(
            "what",
            "WHAT",
            "files, lines of files, or names, instead of what changed",
        ),
        ArgSpec::option(
            "since",
            "REV",
            "the git revision since which something changed [default: HEAD]",
        ),
        ArgSpec::STAGED,
        JSON,
    ],
    needs_workspace: true,
    run,
};

/// What a change touches.
#[derive(Debug, Serialize)]
struct Impact {
    schema_version: u32,
    /// The revision, unless something is named.
    since: Option<String>,
    /// Whether it is what is staged.
    staged: bool,
    /// What is named.
    asked: Vec<String>,
    changed: Vec<ChangedRow>,
    /// By kind; what is sure first, then the nearest.
    touched: Vec<TouchedRow>,
    /// The items that are touched, which are too many to be shown.
    items: Count,
    run: Run,
    unknown: Vec<Unknown>,
}

/// What changed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
struct ChangedRow {
    kind: Kind,
    name: String,
    /// `changed`, `new`, `gone` or `named`.
    how: &'static str,
    place: Option<Place>,
}

/// What is touched.
#[derive(Debug, Serialize)]
struct TouchedRow {
    kind: Kind,
    name: String,
    title: Option<String>,
    note: Option<String>,
    layer: Option<String>,
    place: Option<Place>,
    sure: bool,
    /// How many steps it is away.
    steps: usize,
    /// Of a contract or a subject: the code that hears it.
    consumers: Vec<Consumer>,
    /// The shortest way, from what changed.
    path: Vec<StepRow>,
}

/// Code that hears a subject.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
struct Consumer {
    name: String,
    place: Option<Place>,
}

/// A step of a way.
#[derive(Debug, Serialize)]
struct StepRow {
    kind: Kind,
    name: String,
    /// What happened to it, or how it has to do with the one before.
    how: String,
    sure: bool,
    place: Option<Place>,
}

#[derive(Debug, Default, Serialize)]
struct Count {
    sure: usize,
    perhaps: usize,
}

/// The tests to run.
#[derive(Debug, Default, Serialize)]
struct Run {
    /// The commands for tests and scenarios that are surely touched.
    sure: Vec<String>,
    /// The commands for all of them, also those that are perhaps touched.
    all: Vec<String>,
    /// What of it cannot be run.
    not_run: Vec<String>,
}

fn run(session: &Session, out: &mut dyn io::Write) -> Result<CommandOutcome, Error> {
    let args = session.args();
    let asked = args.values("what");
    let revision = args.value("since").unwrap_or("HEAD");
    if !asked.is_empty() && args.flag("since") {
        let mistake = "something is named, or it is what differs `--since` a revision";
        return Err(Diagnostic::config(mistake).into());
    }
    let is_staged = args.flag(ArgSpec::STAGED.name);
    if is_staged && (!asked.is_empty() || args.flag("since")) {
        let mistake =
            "what is staged differs from HEAD: nothing else can be named, and no revision";
        return Err(Diagnostic::config(mistake).into());
    }
    let traced = Traced::of_any(session)?;
    let joined = Joined::read(session, &traced, false)?;
    let (mut begin, touched) = match asked {
        [] => {
            let touched = traced.touched(revision)?;
            (Starts::since(&joined, &touched), Some(touched))
        }
        asked => (Starts::named(session, &joined, asked)?, None),
    };
    let mut found = travel(&joined, &begin.starts);
    if let Some(touched) = &touched {
        let reached: BTreeSet<usize> = found.keys().copied().collect();
        let more = Starts::criteria(&joined, touched, &reached);
        begin.changed.extend(more.changed);
        begin.starts.extend(more.starts);
        found = travel(&joined, &begin.starts);
    }
    begin.changed.sort();
    begin.changed.dedup();
    let known = Known {
        joined: &joined,
        causes: begin
            .starts
            .iter()
            .map(|it| (it.node, it.cause.as_str()))
            .rev()
            .collect(),
        found,
    };
    let impact = Impact {
        schema_version: SCHEMA_VERSION,
        since: asked.is_empty().then(|| revision.to_owned()),
        staged: is_staged,
        asked: asked.to_vec(),
        changed: begin.changed,
        touched: known.touched(),
        items: known.items(),
        run: known.run(&traced),
        unknown: [begin.unknown, joined.unknown.clone()].concat(),
    };
    match is_json(session) {
        true => write_json(&impact, out)?,
        false => page::write(&impact, out)?,
    }
    Ok(CommandOutcome::clean())
}

/// What is known of a change.
struct Known<'j> {
    joined: &'j Joined,
    /// What happened to what it begins with.
    causes: BTreeMap<usize, &'j str>,
    found: BTreeMap<usize, Reached<'j>>,
}

impl Known<'_> {
    fn touched(&self) -> Vec<TouchedRow> {
        let rows = self.found.iter();
        let rows = rows.filter(|(node, _)| self.joined.nodes[**node].kind != Kind::Item);
        let mut rows: Vec<TouchedRow> = rows
            .map(|(&node, reached)| self.row(node, reached))
            .collect();
        rows.sort_by(|a, b| {
            let key = |row: &TouchedRow| (row.kind, !row.sure, row.steps);
            (key(a), &a.name).cmp(&(key(b), &b.name))
        });
        rows
    }

    fn row(&self, node: usize, reached: &Reached<'_>) -> TouchedRow {
        let its = &self.joined.nodes[node];
        let path = way(&self.found, node).into_iter().map(|(at, edge)| {
            let its = &self.joined.nodes[at];
            let (how, sure) = match edge {
                None => (
                    self.causes.get(&at).copied().unwrap_or_default(),
                    self.found[&at].cost.0 == 0,
                ),
                Some(edge) if edge.to == at => (edge.relation.word, edge.sure),
                Some(edge) => (edge.relation.back, edge.sure),
            };
            StepRow {
                kind: its.kind,
                name: its.name.clone(),
                how: how.to_owned(),
                sure,
                place: edge
                    .and_then(|edge| edge.places.first())
                    .or(its.place.as_ref())
                    .cloned(),
            }
        });
        TouchedRow {
            kind: its.kind,
            name: its.name.clone(),
            title: its.title.clone(),
            note: its.note.clone(),
            layer: its.layer.clone(),
            place: its.place.clone(),
            sure: reached.cost.0 == 0,
            steps: reached.cost.1,
            consumers: self.consumers(node),
            path: path.collect(),
        }
    }

    /// The code that hears a subject, or that of a contract.
    fn consumers(&self, node: usize) -> Vec<Consumer> {
        let edges = || self.joined.edges.iter();
        let is = |row: usize, kind: Kind| self.joined.nodes[row].kind == kind;
        let subjects: BTreeSet<usize> = match self.joined.nodes[node].kind {
            Kind::Subject => BTreeSet::from([node]),
            Kind::Contract => {
                let goes = edges().filter(|edge| edge.from == node && is(edge.to, Kind::Subject));
                goes.map(|edge| edge.to).collect()
            }
            _ => return Vec::new(),
        };
        let hears = edges().filter(|edge| {
            subjects.contains(&edge.to) && is(edge.from, Kind::Item) && edge.relation.hears()
        });
        let consumer = |edge: &Edge| Consumer {
            name: self.joined.nodes[edge.from].name.clone(),
            place: edge.places.first().cloned(),
        };
        let all: BTreeSet<Consumer> = hears.map(consumer).collect();
        all.into_iter().collect()
    }

    fn items(&self) -> Count {
        let mut count = Count::default();
        for (node, reached) in &self.found {
            if self.joined.nodes[*node].kind == Kind::Item {
                match reached.cost.0 {
                    0 => count.sure += 1,
                    _ => count.perhaps += 1,
                }
            }
        }
        count
    }

    fn run(&self, traced: &Traced<'_>) -> Run {
        let shown = |most: usize| -> BTreeSet<usize> {
            let found = self.found.iter().filter(|(_, it)| it.cost.0 <= most);
            let rows = found.filter_map(|(node, _)| self.joined.shown.get(node).copied());
            rows.collect()
        };
        let (of_sure, of_all) = (shown(0), shown(usize::MAX));
        let (all, not_run) = traced.commands_of(&of_all);
        let sure = match of_sure == of_all {
            true => all.clone(),
            false => traced.commands_of(&of_sure).0,
        };
        Run { sure, all, not_run }
    }
}
