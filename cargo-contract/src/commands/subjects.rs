//! `cargo contract subjects`: what the program says and hears on NATS, where, and what it sends.

use std::io;

use govern_diagnostics::Span;
use govern_gate::{ArgSpec, Command, CommandOutcome, Error, Session};
use serde::Serialize;

use crate::config::{Config, NAME};
use crate::subjects::{Act, Site, Subjects};
use crate::traffic::known_subjects;

pub(crate) const COMMAND: Command = Command {
    name: "subjects",
    summary: "lists the subjects that the code publishes to and hears, with their places",
    details: "Placeholders stand as `*`; with `…` behind it, one that may hold several tokens. What cannot be known is listed last, \
              with the reason.",
    args: &[
        ArgSpec::option("format", "FORMAT", "how the list is written").choices(&["human", "json"]),
        ArgSpec::option("service", "PACKAGE", "only what this package runs"),
    ],
    needs_workspace: true,
    run,
};

/// What is listed, as JSON.
#[derive(Serialize)]
struct Listing {
    subjects: Vec<Row>,
    streams: Vec<StreamRow>,
    consumers: Vec<ConsumerRow>,
    unknown: Vec<UnknownRow>,
}

#[derive(Serialize)]
struct Row {
    subject: String,
    does: &'static str,
    place: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    via: Vec<String>,
    function: String,
    package: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    payload: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    group: Option<String>,
    /// Placeholders that may hold several tokens.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    spreading: Vec<String>,
}

#[derive(Serialize)]
struct StreamRow {
    stream: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    subjects: Option<Vec<String>>,
    place: String,
}

#[derive(Serialize)]
struct ConsumerRow {
    #[serde(skip_serializing_if = "Option::is_none")]
    consumer: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stream: Option<String>,
    place: String,
}

#[derive(Serialize)]
struct UnknownRow {
    #[serde(skip_serializing_if = "Option::is_none")]
    does: Option<&'static str>,
    reason: String,
    place: String,
}

fn run(session: &Session, out: &mut dyn io::Write) -> Result<CommandOutcome, Error> {
    let config: Config = session.config(NAME)?;
    let found = known_subjects(session, &config)?;
    let service = super::permissions::asked_service(session, &found)?;
    let listing = listing(session, &found, service.as_deref());
    if session.args().value("format") == Some("json") {
        serde_json::to_writer_pretty(&mut *out, &listing).map_err(io::Error::from)?;
        writeln!(out)?;
        return Ok(CommandOutcome::clean());
    }
    show(&listing, out)?;
    Ok(CommandOutcome::clean())
}

fn listing(session: &Session, found: &Subjects, service: Option<&str>) -> Listing {
    let place = |span: Span| {
        let sources = session.workspace().sources_for([span.file]);
        let found = sources.locate(span);
        found.map_or(String::new(), |it| {
            format!("{}:{}:{}", it.path, it.start.line, it.start.column)
        })
    };
    let is_asked =
        |package: &str| service.is_none_or(|service| found.services.of(package).contains(service));
    let sites = found.sites.iter().filter(|it| is_asked(&it.package));
    let mut subjects: Vec<Row> = sites
        .map(|site: &Site| Row {
            subject: site.subject.pattern.to_string(),
            does: site.act.as_str(),
            place: place(site.span),
            via: site.via.iter().map(|it| place(*it)).collect(),
            function: site.function.clone(),
            package: site.package.clone(),
            payload: site.payload.clone(),
            group: site.group.clone(),
            spreading: site.subject.spreading.clone(),
        })
        .collect();
    subjects.sort_by(|a, b| (&a.subject, a.does, &a.place).cmp(&(&b.subject, b.does, &b.place)));
    let streams = found.streams.iter().map(|stream| StreamRow {
        stream: stream.name.clone(),
        subjects: stream
            .subjects
            .as_ref()
            .map(|it| it.iter().map(ToString::to_string).collect()),
        place: place(stream.span),
    });
    let consumers = found.consumers.iter().filter(|it| is_asked(&it.package));
    let consumers = consumers.map(|it| ConsumerRow {
        consumer: it.durable.clone(),
        stream: it.stream.clone(),
        place: place(it.span),
    });
    let unknown = found.opaque.iter().filter(|it| is_asked(&it.package));
    let unknown = unknown.map(|it| UnknownRow {
        does: it.act.map(Act::as_str),
        reason: it.reason.clone(),
        place: place(it.span),
    });
    Listing {
        subjects,
        streams: streams.collect(),
        consumers: consumers.collect(),
        unknown: unknown.collect(),
    }
}

fn show(listing: &Listing, out: &mut dyn io::Write) -> io::Result<()> {
    if listing.subjects.is_empty() && listing.unknown.is_empty() {
        return writeln!(out, "the code says and hears nothing on NATS");
    }
    let mut before = None;
    for row in &listing.subjects {
        if before != Some(&row.subject) {
            writeln!(out, "{}", row.subject)?;
            before = Some(&row.subject);
        }
        write!(out, "  {:<10} {} in {}", row.does, row.place, row.function)?;
        if let Some(payload) = &row.payload {
            write!(out, ", `{payload}`")?;
        }
        if let Some(group) = &row.group {
            write!(out, ", as `{group}`")?;
        }
        writeln!(out)?;
        for via in &row.via {
            writeln!(out, "             from {via}")?;
        }
        if !row.spreading.is_empty() {
            let spreading = row.spreading.join("`, `");
            writeln!(out, "             may hold several tokens: `{spreading}`")?;
        }
    }
    for stream in &listing.streams {
        let subjects = match &stream.subjects {
            Some(subjects) if subjects.is_empty() => "what other streams have".to_owned(),
            Some(subjects) => subjects.join(", "),
            None => "what is not known".to_owned(),
        };
        writeln!(
            out,
            "stream {} keeps {subjects}  {}",
            stream.stream, stream.place
        )?;
    }
    for consumer in &listing.consumers {
        let name = consumer
            .consumer
            .as_deref()
            .unwrap_or("without a name that is known");
        let stream = consumer
            .stream
            .as_deref()
            .unwrap_or("a stream that is not known");
        writeln!(out, "consumer {name} of {stream}  {}", consumer.place)?;
    }
    for unknown in &listing.unknown {
        let does = unknown.does.unwrap_or("?");
        writeln!(
            out,
            "not known: {does}, {}  {}",
            unknown.reason, unknown.place
        )?;
    }
    Ok(())
}
