//! `cargo ac report`: the criteria and the tests in both directions, for auditors, viewers and other programs.
//!
//! Its rows are what a report says; each format is a file, and a pure function from rows to text.

mod build;
mod csv;
mod dot;
mod graph;
mod html;
mod json;
mod junit;
mod markdown;
mod mermaid;
pub mod rows;
mod sarif;

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use govern_diagnostics::{Diagnostic, FileId, Sources, Span};
use govern_gate::{ArgSpec, Command, CommandOutcome, Error, Session};

use crate::commands::asked::{criteria, subject};
use crate::criteria::Criteria;
pub(crate) use build::{kind, name};
pub use rows::{Place, Report};

/// `cargo ac report`.
pub const COMMAND: Command = Command {
    name: "report",
    summary: "write a report: each criterion with what shows it, and each test with its criteria",
    details: "Verdicts are those by the results of tests (`results` in `[ac]`); without any, the report says what the source \
              links, and never that it passed. `html` is one page that needs nothing else, `sarif` has a result for each criterion, `junit` has a suite for each \
              requirement and a case for each criterion, `csv` a row for each link, `mermaid` and `dot` draw stories, \
              requirements, criteria and tests. The same sources and results give the same bytes.",
    args: &[
        ArgSpec::positionals("id", "ID", "only these criteria, requirements or stories"),
        ArgSpec::option("format", "FORMAT", "how it is written [default: md]").choices(&[
            "md", "html", "json", "sarif", "junit", "csv", "mermaid", "dot",
        ]),
        ArgSpec::option(
            "link",
            "URL",
            "where places lead to in `html` and `md`: a URL with `{path}` and `{line}` in it",
        ),
        ArgSpec::OUTPUT,
    ],
    needs_workspace: true,
    run,
};

fn run(session: &Session, out: &mut dyn io::Write) -> Result<CommandOutcome, Error> {
    let args = session.args();
    let link = args.value("link").map(Template::read).transpose()?;
    let (_, model) = criteria(session)?;
    let mut chosen = BTreeSet::new();
    for id in args.values("id") {
        chosen.extend(subject(&model, id)?.rows);
    }
    let sources = session.sources_for(files(&model));
    let chosen = (!args.values("id").is_empty()).then_some(&chosen);
    let report = Report::new(&model, chosen, &|span| locate(&sources, span));
    let link = |place: &Place| link.as_ref().map(|link| link.fill(place));
    let text = match args.value("format") {
        Some("html") => html::page(&report, &link),
        Some("json") => json::document(&report).map_err(io::Error::other)?,
        Some("sarif") => sarif::document(&report).map_err(io::Error::other)?,
        Some("junit") => junit::document(&report),
        Some("csv") => csv::table(&report),
        Some("mermaid") => mermaid::graph(&report),
        Some("dot") => dot::graph(&report),
        _ => markdown::document(&report, &link),
    };
    out.write_all(text.as_bytes())?;
    Ok(CommandOutcome::clean())
}

/// The files that a report points into.
pub(crate) fn files(model: &Criteria) -> BTreeSet<FileId> {
    let ledgers = model.ledgers.iter().map(|it| it.file);
    let features = model.features.iter().map(|it| it.file);
    let tests = model.rust.tests.iter().map(|it| it.span.file);
    let links = model.rust.links.iter().map(|it| it.span.file);
    let results = model.observed.iter().flat_map(|it| &it.results.files);
    ledgers
        .chain(features)
        .chain(tests)
        .chain(links)
        .chain(results.map(|it| it.file))
        .collect()
}

/// Where something is.
pub(crate) fn locate(sources: &Sources, span: Span) -> Option<Place> {
    let at = sources.locate(span)?;
    Some(Place {
        path: at.path.to_owned(),
        line: at.start.line,
        column: at.start.column,
    })
}

/// What makes a link of a place; none if places lead nowhere.
type ToLink<'a> = dyn Fn(&Place) -> Option<String> + 'a;

/// A URL with `{path}` and `{line}` in it.
#[derive(Debug, PartialEq, Eq)]
struct Template(String);

impl Template {
    fn read(text: &str) -> Result<Template, Error> {
        let wrong = |why: &str| {
            Diagnostic::config(format!("`--link {text}` {why}"))
                .help("for example `--link 'https://example.org/shop/blob/main/{path}#L{line}'`")
        };
        if !text.contains("{path}") {
            return Err(wrong("says nowhere where the `{path}` goes").into());
        }
        // A page for others should do nothing but lead somewhere.
        let scheme = text
            .split_once(':')
            .map(|(scheme, _)| scheme.to_lowercase());
        if matches!(
            scheme.as_deref().map(str::trim),
            Some("javascript" | "data" | "vbscript")
        ) {
            return Err(wrong("leads nowhere").into());
        }
        Ok(Template(text.to_owned()))
    }

    fn fill(&self, place: &Place) -> String {
        let line = place.line.to_string();
        let path = percent(&place.path);
        // The path may have `{line}` in it only as percents.
        self.0.replace("{line}", &line).replace("{path}", &path)
    }
}

/// A path as part of a URL.
fn percent(path: &str) -> String {
    let mut text = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                text.push(char::from(byte));
            }
            _ => text.push_str(&format!("%{byte:02X}")),
        }
    }
    text
}

/// How many criteria stand in each way, the worst first.
fn counts(report: &Report) -> Vec<(rows::Status, usize)> {
    const GRADES: [&str; 7] = [
        "failing", "broken", "unshown", "doubtful", "linked", "good", "outside",
    ];
    let mut counts: BTreeMap<(usize, &str), (rows::Status, usize)> = BTreeMap::new();
    for (_, _, criterion) in report.criteria() {
        let status = criterion.status;
        let grade = GRADES.iter().position(|grade| *grade == status.grade);
        let key = (grade.unwrap_or(GRADES.len()), status.verdict);
        counts.entry(key).or_insert((status, 0)).1 += 1;
    }
    counts.into_values().collect()
}

#[cfg(test)]
mod testing;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_a_url_with_the_place_in_it() {
        let place = Place {
            path: "src/a b#{line}.rs".to_owned(),
            line: 7,
            column: 3,
        };
        let template = Template::read("https://x/{path}#L{line}").expect("it has a path");
        assert_eq!(
            template.fill(&place),
            "https://x/src/a%20b%23%7Bline%7D.rs#L7"
        );
        for wrong in ["https://x/", "javascript:alert('{path}')", " Data:{path}"] {
            assert!(Template::read(wrong).is_err(), "{wrong}");
        }
    }
}
