//! Runs the tests of policies, and shows what policies look at.

use std::{collections::BTreeSet, io};

use govern_diagnostics::{Diagnostic, FileId, Sources, Span};
use govern_gate::{CommandOutcome, Error, Session};
use govern_policy::{Coverage, Tested, Verdict};
use regex::Regex;
use serde_json::{Value, json};

use super::inputs::Documents;
use super::load::Loaded;
use super::{Policies, fixtures, settings_of};

/// What came of all tests.
struct Results {
    tests: Vec<Line>,
    files: Vec<Line>,
    /// What is wrong with the policies themselves.
    broken: Vec<Line>,
    coverage: Option<Coverage>,
    /// Why it fails, although nothing in it does.
    refused: Option<String>,
}

/// One result.
struct Line {
    word: &'static str,
    /// `path:line:column`, or less of it.
    place: String,
    name: String,
    message: Option<String>,
    printed: Vec<String>,
}

/// `cargo govern policy test`.
pub(super) fn test(session: &Session, out: &mut dyn io::Write) -> Result<CommandOutcome, Error> {
    let args = session.args();
    let pattern = args
        .value("run")
        .map(Regex::new)
        .transpose()
        .map_err(|error| {
            Diagnostic::config(format!("`--run` is no regular expression: {error}"))
        })?;
    let least = args.value("threshold").map(str::parse::<usize>).transpose();
    let least = least
        .ok()
        .filter(|least| least.is_none_or(|least| least <= 100));
    let least =
        least.ok_or_else(|| Diagnostic::config("`--threshold` is a number from 0 to 100"))?;
    let is_wanted = |name: &str| {
        pattern
            .as_ref()
            .is_none_or(|pattern| pattern.is_match(name))
    };
    let mut results = results(session, &is_wanted)?;
    if !args.flag("coverage") && least.is_none() {
        results.coverage = None;
    }
    results.judge(least);
    match args.value("format") {
        Some("json") => {
            serde_json::to_writer_pretty(&mut *out, &results.json()).map_err(io::Error::from)?;
            writeln!(out)?;
        }
        _ => results.tell(args.flag("all"), out)?,
    }
    Ok(match results.is_well() {
        true => CommandOutcome::clean(),
        false => CommandOutcome::findings(Vec::new()),
    })
}

/// `cargo govern policy input`.
pub(super) fn input(session: &Session, out: &mut dyn io::Write) -> Result<CommandOutcome, Error> {
    let settings = settings_of(session)?;
    let listing = session.workspace().listing();
    let mut documents = Documents::new(session, &settings, &listing);
    let shown = match session.args().value("of") {
        Some("workspace") => vec![documents.workspace()?],
        Some("findings") => vec![documents.findings()?],
        path => {
            let path = path.unwrap_or_default();
            let path = session.workspace().path_of_argument(path)?;
            let shown = documents.file(&path, None).to_vec();
            let mistakes = documents.mistakes();
            if !mistakes.is_empty() {
                return Err(Error::Diagnosed(mistakes));
            }
            if shown.is_empty() {
                let text = format!("there is no document in `{path}`");
                return Err(Diagnostic::config(text).into());
            }
            shown
        }
    };
    for document in shown {
        serde_json::to_writer_pretty(&mut *out, &document.value).map_err(io::Error::from)?;
        writeln!(out)?;
    }
    Ok(CommandOutcome::clean())
}

fn results(session: &Session, is_wanted: &dyn Fn(&str) -> bool) -> Result<Results, Error> {
    let settings = settings_of(session)?;
    let listing = session.workspace().listing();
    let mut policies = Policies::default();
    let loaded = Loaded::new(session, &settings, &listing, &mut policies);
    let mut documents = Documents::new(session, &settings, &listing);
    fixtures::judge(&loaded, &mut documents, &mut policies);
    let (tested, coverage) = loaded.bundle.test(is_wanted, &loaded.limits);
    let broken = policies.broken.iter().map(|it| it.span.file);
    let wrong = policies.wrong_fixtures.iter().map(|it| it.span.file);
    let of_tests = tested.iter().map(|it| loaded.file(&it.path));
    let mistakes = documents.mistakes();
    let of_mistakes = mistakes.iter().filter_map(|it| Some(it.span?.file));
    let files: BTreeSet<FileId> = broken
        .chain(wrong)
        .chain(of_tests)
        .chain(of_mistakes)
        .collect();
    let sources = session.sources_for(files);
    let tests = tested.into_iter().map(|tested| {
        let span = Span::new(loaded.file(&tested.path), tested.range);
        Line::of_test(tested, span, &sources)
    });
    let broken = policies.broken.iter().map(|broken| Line {
        word: "broken",
        place: place(&sources, broken.span),
        name: broken.of.clone(),
        message: Some(broken.message.clone()),
        printed: Vec::new(),
    });
    let unread = mistakes.iter().map(|mistake| Line {
        word: "broken",
        place: mistake
            .span
            .map(|span| place(&sources, span))
            .unwrap_or_default(),
        name: settings.place.directory.clone(),
        message: Some(mistake.message.clone()),
        printed: Vec::new(),
    });
    Ok(Results {
        tests: tests.collect(),
        files: files_tried(&policies, &sources, is_wanted),
        broken: broken.chain(unread).collect(),
        coverage: Some(coverage),
        refused: None,
    })
}

fn files_tried(
    policies: &Policies,
    sources: &Sources,
    is_wanted: &dyn Fn(&str) -> bool,
) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut told = BTreeSet::new();
    for wrong in policies
        .wrong_fixtures
        .iter()
        .filter(|it| is_wanted(&it.path))
    {
        told.insert(&wrong.path);
        lines.push(Line {
            word: "failed",
            place: place(sources, wrong.span),
            name: wrong.path.clone(),
            message: Some(wrong.message.clone()),
            printed: Vec::new(),
        });
    }
    for path in policies
        .tried
        .iter()
        .filter(|path| is_wanted(path) && !told.contains(path))
    {
        lines.push(Line {
            word: "passed",
            place: path.clone(),
            name: path.clone(),
            message: None,
            printed: Vec::new(),
        });
    }
    lines.sort_by(|a, b| a.name.cmp(&b.name));
    lines
}

fn place(sources: &Sources, span: Span) -> String {
    match sources.locate(span) {
        Some(place) => format!("{}:{}:{}", place.path, place.start.line, place.start.column),
        None => String::new(),
    }
}

impl Line {
    fn of_test(tested: Tested, span: Span, sources: &Sources) -> Line {
        let (word, message) = match tested.verdict {
            Verdict::Passed => ("passed", None),
            Verdict::Todo => ("todo", None),
            Verdict::Failed(why) => ("failed", Some(why)),
            Verdict::Broken(mistake) => {
                let at = mistake.path.as_ref().filter(|path| **path != tested.path);
                let at = at.map(|path| format!(" (in `{path}`)")).unwrap_or_default();
                ("broken", Some(format!("{}{at}", mistake.message)))
            }
        };
        Line {
            word,
            place: place(sources, span),
            name: tested.name,
            message,
            printed: tested.printed,
        }
    }

    fn is_well(&self) -> bool {
        matches!(self.word, "passed" | "todo")
    }

    fn json(&self) -> Value {
        let mut value = json!({ "name": self.name, "place": self.place, "result": self.word });
        if let Some(message) = &self.message {
            value["message"] = message.as_str().into();
        }
        if !self.printed.is_empty() {
            value["printed"] = self.printed.clone().into();
        }
        value
    }
}

impl Results {
    /// Whether there is a reason to fail besides what fails itself.
    fn judge(&mut self, least: Option<usize>) {
        let runs = self.tests.iter().filter(|it| it.word != "todo").count() + self.files.len();
        self.refused = match (least, self.coverage.as_ref().map(Coverage::percent)) {
            _ if runs == 0 => Some("there is nothing to test".to_owned()),
            (Some(least), Some(percent)) if percent.unwrap_or(0) < least => Some(format!(
                "tests run {} % of the lines of policies, not {least} %",
                percent.unwrap_or(0)
            )),
            _ => None,
        };
    }

    fn is_well(&self) -> bool {
        let mut lines = self.tests.iter().chain(&self.files).chain(&self.broken);
        self.refused.is_none() && lines.all(Line::is_well)
    }

    fn tell(&self, all: bool, out: &mut dyn io::Write) -> io::Result<()> {
        for line in self.broken.iter().chain(&self.tests).chain(&self.files) {
            if line.is_well() && !all {
                continue;
            }
            let Line {
                word,
                place,
                name,
                message,
                ..
            } = line;
            let name = if place.starts_with(name.as_str()) {
                String::new()
            } else {
                format!(": `{name}`")
            };
            let message = message
                .as_ref()
                .map(|it| format!(": {it}"))
                .unwrap_or_default();
            writeln!(out, "{word}  {place}{name}{message}")?;
            for printed in &line.printed {
                writeln!(out, "          {printed}")?;
            }
        }
        let coverage = self.coverage.iter().flat_map(|it| &it.modules);
        for (path, (_, left)) in coverage.filter(|(_, (_, left))| !left.is_empty()) {
            let left: Vec<String> = left.iter().map(u32::to_string).collect();
            writeln!(out, "not run {path}: {}", left.join(", "))?;
        }
        let count = |lines: &[Line], word: &str| lines.iter().filter(|it| it.word == word).count();
        let well: usize = self.files.iter().filter(|it| it.is_well()).count();
        write!(
            out,
            "{} tests: {} passed, {} failed, {} broken, {} to do; {} files to try policies on: {well} as they should be",
            self.tests.len(),
            count(&self.tests, "passed"),
            count(&self.tests, "failed"),
            count(&self.tests, "broken"),
            count(&self.tests, "todo"),
            self.files.len(),
        )?;
        if let Some(percent) = self.coverage.as_ref().and_then(Coverage::percent) {
            write!(out, "; {percent} % of lines run")?;
        }
        writeln!(out)?;
        match &self.refused {
            Some(why) => writeln!(out, "failed: {why}"),
            None => Ok(()),
        }
    }

    fn json(&self) -> Value {
        let lines = |lines: &[Line]| -> Vec<Value> { lines.iter().map(Line::json).collect() };
        let mut value = json!({
            "version": 1,
            "passed": self.is_well(),
            "tests": lines(&self.tests),
            "files": lines(&self.files),
            "broken": lines(&self.broken),
        });
        if let Some(why) = &self.refused {
            value["refused"] = why.as_str().into();
        }
        if let Some(coverage) = &self.coverage {
            let modules = coverage
                .modules
                .iter()
                .map(|(path, (run, left))| json!({ "path": path, "run": run, "not_run": left }));
            value["coverage"] = json!({
                "percent": coverage.percent(),
                "modules": modules.collect::<Vec<_>>(),
            });
        }
        value
    }
}
