//! What this program shows others, all of it, for programs that join it with what they know themselves.

use std::collections::BTreeMap;
use std::ops::Bound;

use govern_diagnostics::Span;
use govern_gate::{Error, Session};
use govern_names::ItemDef;

use crate::collect::{Found, Side};
use crate::compat::Format;
use crate::config::{Config, NAME};
use crate::lifecycle::{Declared, Lifecycle};
use crate::subjects::Pattern;
use crate::traffic::known_subjects;
use crate::wires::Wires;

/// What this program shows others.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Overview {
    /// The declared contracts that were not removed, by name and version.
    pub contracts: Vec<DeclaredContract>,
    /// The types of serde, by path.
    pub types: Vec<WireType>,
    /// Where messages go out or come in on NATS, by subject and place.
    pub messages: Vec<Message>,
    /// The streams that code or files configure, by name and place.
    pub streams: Vec<StreamRow>,
    /// Pairs of different subjects, of contracts, messages and streams, that have some subject in common; sorted.
    pub meetings: Vec<Meeting>,
    /// How many places there are of which the subject is not known.
    pub unknown: usize,
    /// The files that are contracts, sorted.
    pub files: Vec<String>,
}

/// A declared contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeclaredContract {
    /// Its name and version.
    pub id: String,
    /// Where it is declared.
    pub span: Option<Span>,
    /// Where its messages go.
    pub subject: Option<String>,
    /// What this program does with its documents.
    pub direction: &'static str,
    /// Who answers for it.
    pub owner: Option<String>,
    /// Whether it is said that it will go.
    pub is_deprecated: bool,
    /// The path of its type, as it is declared.
    pub payload: Option<String>,
}

/// A type that is written or read by serde.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WireType {
    /// Its path.
    pub path: String,
    /// Its package.
    pub package: String,
    /// Where its name stands.
    pub span: Span,
    /// Whether it is written.
    pub writes: bool,
    /// Whether it is read.
    pub reads: bool,
    /// The other types that documents of it consist of, by path.
    pub contains: Vec<String>,
}

/// A place where messages go out or come in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The subject; what is not known of it is `*`.
    pub subject: String,
    /// What is done: `publishes`, `stores`, `requests`, `subscribes`, `consumes`.
    pub does: &'static str,
    /// The call.
    pub span: Span,
    /// The calls over which the subject came there, the outermost first.
    pub via: Vec<Span>,
    /// The package whose code decides about the subject.
    pub package: String,
    /// The type that is sent, as the code has it.
    pub payload: Option<String>,
}

/// A stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StreamRow {
    /// Its name.
    pub name: String,
    /// What it keeps; none if that is not known.
    pub subjects: Option<Vec<String>>,
    /// Where it is configured.
    pub span: Span,
}

/// Two subjects that have some in common.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Meeting {
    /// The one.
    pub one: String,
    /// The other.
    pub other: String,
    /// Whether all of one is in the other.
    pub sure: bool,
}

/// All of it.
///
/// # Errors
///
/// If something is wrong with what is declared: each with its place.
pub fn overview(session: &Session) -> Result<Overview, Error> {
    let config: Config = session.config(NAME)?;
    let (declared, mistakes) = Declared::read(session, &config)?;
    if !mistakes.is_empty() {
        return Err(Error::Diagnosed(mistakes));
    }
    let side = Side {
        workspace: session.workspace(),
        names: session.names(),
    };
    let wires = Wires::new(&side);
    let found = side.types();
    let types = types(&wires, &found);
    let lifecycle = Lifecycle::new(session, declared, &wires, &found)?;
    let contracts = lifecycle.present().map(|state| {
        let contract = &state.contract;
        DeclaredContract {
            id: contract.id.to_string(),
            span: contract.span,
            subject: contract.subject.clone(),
            direction: contract.direction.as_str(),
            owner: contract.owner.clone(),
            is_deprecated: contract.deprecation.is_some(),
            payload: contract.payload.as_ref().map(|it| it.text.clone()),
        }
    });
    let traffic = known_subjects(session, &config)?;
    let mut patterns: BTreeMap<String, Pattern> = BTreeMap::new();
    let sites = traffic.sites.iter().map(|site| &site.subject.pattern);
    let kept = traffic.streams.iter().flat_map(|it| &it.subjects).flatten();
    for pattern in sites.chain(kept) {
        patterns.insert(pattern.to_string(), pattern.clone());
    }
    for state in lifecycle.present() {
        // One that is none is told by the rules.
        let subject = state.contract.subject.as_deref();
        if let Some((subject, Ok(pattern))) = subject.map(|it| (it, Pattern::parse(it))) {
            patterns.insert(subject.to_owned(), pattern);
        }
    }
    let streams = traffic.streams.iter().map(|stream| {
        let kept = stream.subjects.as_ref();
        StreamRow {
            name: stream.name.clone(),
            subjects: kept.map(|kept| kept.iter().map(Pattern::to_string).collect()),
            span: stream.span,
        }
    });
    let mut streams: Vec<StreamRow> = streams.collect();
    let messages = traffic.sites.iter().map(|site| Message {
        subject: site.subject.pattern.to_string(),
        does: site.act.as_str(),
        span: site.span,
        via: site.via.clone(),
        package: site.package.clone(),
        payload: site.payload.clone(),
    });
    let mut messages: Vec<Message> = messages.collect();
    let place = |span: Span| {
        let path = session.workspace().path(span.file);
        (path, span.range.start())
    };
    messages.sort_by(|a, b| {
        (&a.subject, a.does, place(a.span)).cmp(&(&b.subject, b.does, place(b.span)))
    });
    streams.sort_by(|a, b| (&a.name, place(a.span)).cmp(&(&b.name, place(b.span))));
    let mut files = Vec::new();
    for entry in &config.files {
        let globs: Vec<&str> = entry.paths.iter().map(|it| it.get_ref().as_str()).collect();
        files.extend(session.workspace().find_files(&globs)?);
    }
    files.sort();
    files.dedup();
    Ok(Overview {
        contracts: contracts.collect(),
        types,
        messages,
        streams,
        meetings: meetings(&patterns),
        unknown: traffic.opaque.iter().filter(|it| !it.is_stream).count(),
        files,
    })
}

fn meetings(patterns: &BTreeMap<String, Pattern>) -> Vec<Meeting> {
    let mut found = Vec::new();
    for (one, pattern) in patterns {
        for (other, another) in
            patterns.range::<String, _>((Bound::Excluded(one), Bound::Unbounded))
        {
            if pattern.overlaps(another) {
                found.push(Meeting {
                    one: one.clone(),
                    other: other.clone(),
                    sure: pattern.is_within(another) || another.is_within(pattern),
                });
            }
        }
    }
    found
}

fn types(wires: &Wires<'_, '_>, found: &[Found]) -> Vec<WireType> {
    wires.prepare(found.iter(), Format::Json);
    let paths: BTreeMap<ItemDef, &str> = found.iter().map(|it| (it.def, &*it.path)).collect();
    let of = |one: &Found| {
        let contained = wires.contained(one);
        let contained = contained.into_iter().filter(|def| *def != one.def);
        let mut contains: Vec<String> = contained
            .filter_map(|def| paths.get(&def))
            .map(|path| (*path).to_owned())
            .collect();
        contains.sort();
        WireType {
            path: one.path.clone(),
            package: one.package.clone(),
            span: one.span,
            writes: one.sides.writes,
            reads: one.sides.reads,
            contains,
        }
    };
    found.iter().map(of).collect()
}
