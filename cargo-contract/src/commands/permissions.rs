//! `cargo contract permissions`: the permissions that a program needs on its server, and no more.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use govern_diagnostics::Diagnostic;
use govern_gate::{ArgSpec, Command, CommandOutcome, Error, Session};
use serde::Serialize;

use crate::config::{Config, NAME};
use crate::subjects::{Pattern, Subjects};
use crate::traffic::known_subjects;

pub(crate) const COMMAND: Command = Command {
    name: "permissions",
    summary: "writes the permissions on a NATS server that the code needs",
    details: "One user for each program of the workspace. What is said of JetStream is what the client library asks of it. A use whose \
              subject is not known is told, and has no permission.",
    args: &[
        ArgSpec::option("service", "PACKAGE", "only what this package runs"),
        ArgSpec::option("format", "FORMAT", "how they are written").choices(&["nats-conf", "json"]),
    ],
    needs_workspace: true,
    run,
};

/// What a program needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Needed {
    service: String,
    publish: Vec<Line>,
    subscribe: Vec<Line>,
    /// Whether it replies to requests.
    allow_responses: bool,
    /// What is not known, and so is not allowed.
    unknown: Vec<String>,
}

/// A subject, and why it is needed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
struct Line {
    subject: String,
    because: String,
}

fn run(session: &Session, out: &mut dyn io::Write) -> Result<CommandOutcome, Error> {
    let config: Config = session.config(NAME)?;
    let found = known_subjects(session, &config)?;
    let asked = asked_service(session, &found)?;
    let mut services: BTreeSet<String> = BTreeSet::new();
    match asked {
        Some(service) => {
            services.insert(service);
        }
        None => {
            for package in found.packages() {
                services.extend(found.services.of(package).into_iter().map(str::to_owned));
            }
        }
    }
    let needed: Vec<Needed> = services.iter().map(|it| needed(&found, it)).collect();
    if session.args().value("format") == Some("json") {
        serde_json::to_writer_pretty(&mut *out, &needed).map_err(io::Error::from)?;
        writeln!(out)?;
    } else {
        out.write_all(configuration(&needed).as_bytes())?;
    }
    Ok(CommandOutcome::clean())
}

/// The service that the command line asks for.
pub(crate) fn asked_service(session: &Session, found: &Subjects) -> Result<Option<String>, Error> {
    let Some(service) = session.args().value("service") else {
        return Ok(None);
    };
    let names: Vec<&str> = found.services.names().collect();
    let is_known = names.contains(&service) || found.packages().contains(service);
    if is_known {
        return Ok(Some(service.to_owned()));
    }
    let known = names.join("`, `");
    Err(
        Diagnostic::config(format!("there is no service `{service}`"))
            .help(format!("services are packages with a program: `{known}`"))
            .into(),
    )
}

fn needed(found: &Subjects, service: &str) -> Needed {
    let is_its = |package: &str| found.services.of(package).contains(service);
    let mut sides: [BTreeMap<Pattern, &str>; 2] = Default::default();
    let mut responds = false;
    for site in found.sites.iter().filter(|it| is_its(&it.package)) {
        // What comes out of a stream comes as a reply.
        if site.act == crate::subjects::Act::Consume {
            continue;
        }
        let out = site.act.is_out();
        // A placeholder that may hold several tokens needs `>`, which stands last.
        let pattern = match site.subject.wide.is_valid() {
            true => site.subject.wide.clone(),
            false => site.subject.wide.up_to_many(),
        };
        let because = match out {
            true => "messages that the code sends",
            false => "messages that the code hears",
        };
        sides[usize::from(out)].entry(pattern).or_insert(because);
    }
    for need in found.needs.iter().filter(|it| is_its(&it.package)) {
        let is_inbox = need.subject.to_string() == "_INBOX.>";
        if is_inbox && need.is_out {
            responds = true;
            continue;
        }
        sides[usize::from(need.is_out)]
            .entry(need.subject.clone())
            .or_insert(need.why);
    }
    let unknown = found.opaque.iter().filter(|it| is_its(&it.package));
    let unknown = unknown.map(|it| match it.act {
        Some(act) => format!("{}: {}", act.as_str(), it.reason),
        None => it.reason.clone(),
    });
    let unknown: BTreeSet<String> = unknown.collect();
    let [subscribe, publish] = sides.map(|side| least(&side));
    Needed {
        service: service.to_owned(),
        publish,
        subscribe,
        allow_responses: responds,
        unknown: unknown.into_iter().collect(),
    }
}

/// Without what another one has already.
fn least(side: &BTreeMap<Pattern, &str>) -> Vec<Line> {
    let is_covered = |pattern: &Pattern| {
        side.keys()
            .any(|other| other != pattern && pattern.is_within(other))
    };
    side.iter()
        .filter(|(pattern, _)| !is_covered(pattern))
        .map(|(pattern, because)| Line {
            subject: pattern.to_string(),
            because: (*because).to_owned(),
        })
        .collect()
}

fn configuration(needed: &[Needed]) -> String {
    let mut text = String::from(
        "# What the code needs, written by `cargo contract permissions`. Passwords are taken from the environment.\n\
         authorization {\n  users = [\n",
    );
    for service in needed {
        for unknown in &service.unknown {
            text.push_str(&format!("    # not known, and not allowed: {unknown}\n"));
        }
        text.push_str(&format!(
            "    {{\n      user: {}\n      password: ${}_PASSWORD\n      permissions {{\n",
            quoted(&service.service),
            variable(&service.service)
        ));
        for (name, lines) in [
            ("publish", &service.publish),
            ("subscribe", &service.subscribe),
        ] {
            // Without a list all would be allowed.
            if lines.is_empty() {
                text.push_str(&format!("        {name} = {{ deny: \">\" }}\n"));
                continue;
            }
            text.push_str(&format!("        {name} = {{ allow: [\n"));
            let mut before = "";
            for line in ordered(lines) {
                if line.because != before {
                    text.push_str(&format!("          # {}\n", line.because));
                    before = &line.because;
                }
                text.push_str(&format!("          {}\n", quoted(&line.subject)));
            }
            text.push_str("        ] }\n");
        }
        if service.allow_responses {
            text.push_str("        # requests are answered\n        allow_responses = true\n");
        }
        text.push_str("      }\n    }\n");
    }
    text.push_str("  ]\n}\n");
    text
}

/// What is needed for the same reason stands together.
fn ordered(lines: &[Line]) -> Vec<&Line> {
    let mut lines: Vec<&Line> = lines.iter().collect();
    lines.sort_by(|a, b| (&a.because, &a.subject).cmp(&(&b.because, &b.subject)));
    lines
}

/// A name of a variable of the environment.
fn variable(text: &str) -> String {
    let upper = text.chars().map(|c| match c.is_ascii_alphanumeric() {
        true => c.to_ascii_uppercase(),
        false => '_',
    });
    upper.collect()
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
