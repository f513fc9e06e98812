//! Reads what the model is made of from a workspace.

use std::collections::{BTreeMap, BTreeSet};

use govern_diagnostics::{Code, Diagnostic, FileId, Opaque, OpaquePlace, Severity, Span};
use govern_gate::Date;
use govern_names::{CrateId, CrateKind, Names};
use govern_workspace::{CodeKind, TargetKind, Workspace};

use crate::assemble::Parts;
use crate::config::Settings;
use crate::criteria::{Criteria, LedgerFile, Outcome, SourceText};
use crate::edges::edges;
use crate::feature::FeatureFile;
use crate::fingerprint::{self, Print};
use crate::gherkin::ErrorKind;
use crate::lock::{Edge, Key, Lock, Reviews};
use crate::mentions;
use crate::observed;
use crate::reach::Foreign;
use crate::resolve::{files_named, function_named};
use crate::rust::{self, Input, RustSource, TestTarget};
use crate::second_opinion::Opinion;
use crate::steps::{self, Matcher, Reads, Steps};
use crate::verdicts::Observed;

/// What was read.
#[derive(Debug)]
pub struct Reading {
    /// The model.
    pub model: Criteria,
    /// What is wrong with ledgers and features.
    pub diagnostics: Vec<Diagnostic>,
    /// What could not be known.
    pub opaque: Vec<Opaque>,
    /// The comments of the features.
    pub comments: Vec<Span>,
}

/// Which tests are looked into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weigh {
    /// Those that are linked to criteria.
    Linked,
    /// All of them.
    All,
}

/// Reads ledgers, features and the Rust source of a workspace.
pub fn read(
    workspace: &Workspace,
    names: &Names,
    settings: &Settings,
    today: Date,
    weigh: Weigh,
) -> Result<Reading, govern_workspace::Error> {
    let mut diagnostics = Vec::new();
    let ledgers: Vec<LedgerFile> = texts(workspace, &settings.ledgers, &mut diagnostics)?
        .iter()
        .map(|source| LedgerFile::read(source, &settings.prefixes))
        .collect();
    let unreadable = !diagnostics.is_empty();
    let features = texts(workspace, &settings.features, &mut diagnostics)?;

    let evidence: Vec<_> = ledgers
        .iter()
        .flat_map(|file| {
            file.ledger
                .criteria()
                .flat_map(|(_, _, criterion)| &criterion.evidence)
        })
        .collect();
    let wanted: BTreeSet<String> = evidence
        .iter()
        .filter_map(|e| function_named(e))
        .map(str::to_owned)
        .collect();
    let named: BTreeSet<String> = evidence
        .iter()
        .flat_map(|evidence| files_named(evidence))
        .collect();
    let existing = named
        .into_iter()
        .filter(|path| workspace.read_bytes(path).is_ok())
        .collect();

    let files = workspace.files();
    let foreign = Foreign::new(workspace, names);
    let input = Input {
        names,
        facts: &|file| workspace.facts(file),
        text: &|file| workspace.text(file).ok(),
        edition: &|file| workspace.edition(file).unwrap_or_default(),
        is_foreign: &|file, name| foreign.has(file, name),
        path: &|file| workspace.path(file),
        doctests: weigh == Weigh::All,
        binary: &|krate| binary(workspace, names, krate),
        directory: &|krate| directory(workspace, names, krate),
        test_only: &|krate, library| test_only(workspace, names, krate, library),
        holds: &|file, flag, value| holds(workspace, file, flag, value),
        prefixes: &settings.prefixes,
        words: &settings.words,
        wanted: &wanted,
    };
    let rust = RustSource {
        targets: targets(workspace),
        ..rust::read(files, &input)
    };
    let cucumber = uses_cucumber(workspace);
    let steps = if cucumber {
        steps::read(files, &input)
    } else {
        Steps::default()
    };
    let rust_paths: BTreeMap<FileId, String> = files
        .iter()
        .map(|&file| (file, workspace.path(file).to_owned()))
        .collect();
    let mut model = Criteria::new(Parts {
        prefixes: settings.prefixes.clone(),
        pending_tags: settings.pending_tags.clone(),
        ledgers,
        unreadable,
        features,
        cucumber,
        rust,
        steps,
        rust_paths,
        existing,
        today,
        needs: settings.needs.clone(),
    });
    model.weigh(files, &input, weigh);
    model.reviews = reviews(workspace, &model, settings, &mut diagnostics)?;
    model.decisions = mentions::read(workspace, &model, settings, &mut diagnostics)?;
    let results = observed::results(workspace, settings, &mut diagnostics)?;
    let suspects = model.reviews.suspects();
    model.observed = results.map(|results| Observed::new(&model, results, &suspects));
    diagnostics.extend(model.ledgers.iter().flat_map(ledger_problems));
    diagnostics.extend(model.features.iter().flat_map(feature_errors));
    let comments = model
        .features
        .iter()
        .flat_map(|feature| feature.comments.iter().copied())
        .collect();
    let opaque = opaque(workspace, &model)?;
    Ok(Reading {
        model,
        diagnostics,
        opaque,
        comments,
    })
}

/// What somebody has looked at, and, if anybody has, what there is.
fn reviews(
    workspace: &Workspace,
    model: &Criteria,
    settings: &Settings,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Reviews, govern_workspace::Error> {
    let Some((file, text)) = workspace.read_if_exists(&settings.lock)? else {
        return Ok(Reviews::default());
    };
    let lock = Lock::read(file, &text);
    diagnostics.extend(lock.mistakes.iter().map(|(range, message)| {
        Diagnostic::config(message)
            .at(Span::new(file, *range))
            .help("take out what does not belong there, and run `cargo ac review`")
    }));
    Ok(Reviews {
        lock,
        edges: links(workspace, model, settings),
    })
}

/// The links of all criteria in force, with fingerprints of both ends.
pub fn links(workspace: &Workspace, model: &Criteria, settings: &Settings) -> BTreeMap<Key, Edge> {
    let mut files: BTreeMap<FileId, Vec<usize>> = BTreeMap::new();
    for row in model.linked_tests() {
        let file = model.rust.tests[row].span.file;
        files.entry(file).or_default().push(row);
    }
    let mut prints: BTreeMap<usize, Print> = BTreeMap::new();
    for (file, rows) in files {
        // Texts are not kept: each file is read once for all of its tests.
        let Ok(text) = workspace.text(file) else {
            continue;
        };
        for row in rows {
            let start = usize::from(model.rust.tests[row].extent.start());
            let text = text.get(start..).unwrap_or_default();
            let print = fingerprint::test(text, &settings.words.links);
            prints.insert(row, print.weighed(model.weighed(row)));
        }
    }
    edges(model, &|row| prints.get(&row).copied())
}

/// The texts of the files that match; a file that cannot be read is a diagnostic.
fn texts(
    workspace: &Workspace,
    globs: &[String],
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Vec<SourceText>, govern_workspace::Error> {
    let mut texts = Vec::new();
    for path in workspace.find_files(globs)? {
        match workspace.read(&path) {
            Ok((file, text)) => texts.push(SourceText { file, path, text }),
            Err(error) => diagnostics.push(error.report().0),
        }
    }
    Ok(texts)
}

fn ledger_problems(file: &LedgerFile) -> impl Iterator<Item = Diagnostic> {
    file.problems.iter().map(|problem| {
        let mut diagnostic =
            Diagnostic::config(problem.kind.to_string()).at(Span::new(file.file, problem.range));
        diagnostic.key = format!("{}: {}", file.path, problem.kind);
        if let Some(related) = problem.related {
            diagnostic = diagnostic.related(Span::new(file.file, related), "the first is here");
        }
        match problem.kind.help() {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        }
    })
}

/// What to do with a file that is not meant to be read.
const LEFT_OUT: &str =
    "if it is meant to be wrong, leave it out: `features` in `[ac]` says which files are read";

fn feature_errors(feature: &FeatureFile) -> impl Iterator<Item = Diagnostic> {
    feature.errors.iter().map(|error| {
        let (message, help) = match &error.kind {
            ErrorKind::UnexpectedLine { got, .. } => (
                format!("this line may not stand here: `{got}`"),
                Some(LEFT_OUT),
            ),
            ErrorKind::UnexpectedEnd { .. } => {
                ("the feature ends too early".to_owned(), Some(LEFT_OUT))
            }
            ErrorKind::UnknownLanguage(name) => (
                format!("Gherkin has no language `{name}`"),
                Some("a language is named as in `# language: fr`"),
            ),
            ErrorKind::TagWithBlank => (
                "a tag may not have a blank in it".to_owned(),
                Some("tags are separated by `@`"),
            ),
            ErrorKind::UnevenTable => (
                "this row is not as wide as the first of its table".to_owned(),
                Some("a bar in a cell is written `\\|`"),
            ),
        };
        let span = Span::new(feature.file, error.range);
        let mut diagnostic = Diagnostic::new(Code::Syntax, Severity::Error, message).at(span);
        diagnostic.key = format!("{}: {}", feature.path, diagnostic.message);
        if matches!(
            error.kind,
            ErrorKind::UnexpectedLine { .. } | ErrorKind::UnexpectedEnd { .. }
        ) {
            diagnostic = diagnostic.note(error.kind.to_string());
        }
        match help {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        }
    })
}

/// What could not be known.
fn opaque(workspace: &Workspace, model: &Criteria) -> Result<Vec<Opaque>, govern_workspace::Error> {
    let mut found = Vec::new();
    let mut add = |what: &str, places: Vec<OpaquePlace>| {
        if !places.is_empty() {
            found.push(Opaque {
                gate: "ac",
                what: what.to_owned(),
                count: places.len(),
                places,
            });
        }
    };
    let unknown = model.criteria.iter().flat_map(|criterion| {
        let named = criterion
            .named
            .iter()
            .filter(|named| named.outcome == Outcome::Unknown);
        named.map(|named| OpaquePlace {
            span: named.span,
            text: format!("for `{}`", criterion.id),
        })
    });
    add(
        "entries of the ledger with nothing in the repository behind them",
        unknown.collect(),
    );
    let mut places = Vec::new();
    for path in workspace.find_files(&["**/*.feature.md"])? {
        let Ok((file, _)) = workspace.read(&path) else {
            continue;
        };
        places.push(OpaquePlace {
            span: Span::start_of(file),
            text: path,
        });
    }
    add("features in Markdown, which are not read", places);
    let functions = model.steps.functions.iter();
    let unknown = functions.filter(|function| matches!(function.matcher, Matcher::Unknown));
    let unknown = unknown.map(|function| OpaquePlace {
        span: function.attribute,
        text: function.name.clone(),
    });
    add(
        "step functions with a parameter whose type is not known",
        unknown.collect(),
    );
    let runs = model.steps.runners.iter().filter_map(|runner| {
        let text = match (&runner.reads, runner.custom) {
            (_, true) => "steps or a parser are given to it",
            (Reads::Unknown, false) => "the path of the features is not known",
            (Reads::Path(_) | Reads::End(_), false) => return None,
        };
        Some(OpaquePlace {
            span: runner.span?,
            text: text.to_owned(),
        })
    });
    add(
        "runs of features that are not known in full",
        runs.collect(),
    );
    let features = model.features.iter().zip(&model.matching.features);
    let not_run = features.filter(|(feature, steps)| {
        steps.runners.is_empty() && !model.steps.functions.is_empty() && !feature.steps.is_empty()
    });
    let not_run = not_run.map(|(feature, _)| OpaquePlace {
        span: Span::start_of(feature.file),
        text: feature.path.clone(),
    });
    add(
        "features that no run of cucumber-rs is seen to read",
        not_run.collect(),
    );
    let too_large = model.features.iter().filter(|feature| feature.too_large);
    let too_large = too_large.map(|feature| OpaquePlace {
        span: Span::start_of(feature.file),
        text: feature.path.clone(),
    });
    add(
        "features whose examples make too many steps to look at them",
        too_large.collect(),
    );
    let features = model.features.iter();
    let too_long = features.filter(|feature| feature.opinion == Opinion::TooLong);
    let too_long = too_long.map(|feature| OpaquePlace {
        span: Span::start_of(feature.file),
        text: feature.path.clone(),
    });
    add(
        "features that are too long to compare with what cucumber-rs makes of them",
        too_long.collect(),
    );
    if model.reviews.lock.file.is_some() {
        let unseen = model.reviews.unseen().map(|(key, edge)| OpaquePlace {
            span: edge.evidence_span,
            text: format!("for `{}`", key.id),
        });
        add("links that nobody has looked at", unseen.collect());
        let counted = model.reviews.edges.iter().filter(|(key, edge)| {
            let lock = &model.reviews.lock;
            lock.counts_names && !edge.is_scenario && lock.reviewed.contains_key(*key)
        });
        let counted = counted.map(|(key, edge)| OpaquePlace {
            span: edge.evidence_span,
            text: format!("for `{}`", key.id),
        });
        add(
            "tests whose assertions an earlier version counted: `cargo ac review` counts them again",
            counted.collect(),
        );
    }
    if let Some(observed) = &model.observed {
        let strangers = observed.joined.strangers.iter();
        let strangers = strangers.map(|&at| OpaquePlace {
            span: observed.span(at),
            text: observed.result(at).0.path.clone(),
        });
        add(
            "results of nothing that the source has",
            strangers.collect(),
        );
    }
    Ok(found)
}

/// Whether a package is tested by cucumber-rs.
fn uses_cucumber(workspace: &Workspace) -> bool {
    let dependencies = workspace
        .packages()
        .iter()
        .flat_map(|package| &package.dependencies);
    let mut names = dependencies.map(|dependency| dependency.package.as_str());
    names.any(|name| matches!(name, "cucumber" | "gherkin"))
}

fn holds(workspace: &Workspace, file: FileId, flag: &str, value: Option<&str>) -> Option<bool> {
    let package = *workspace.packages_of(file).first()?;
    workspace
        .conditions(package, CodeKind::Test)
        .holds(flag, value)
}

/// The directory of the package of a target.
fn directory(workspace: &Workspace, names: &Names, id: CrateId) -> String {
    let package = workspace.package_named(&names.krate(id).package);
    package.map_or_else(String::new, |package| package.directory.clone())
}

/// Whether a crate is one that only tests of the package of a target use.
fn test_only(workspace: &Workspace, names: &Names, id: CrateId, library: &str) -> bool {
    let package = workspace.package_named(&names.krate(id).package);
    package.is_some_and(|package| {
        // For its tests a package may depend on itself, with other features.
        let mut others = package
            .dependencies
            .iter()
            .filter(|it| it.member != Some(package.id));
        others.any(|it| it.crate_name == library && !it.in_production)
    })
}

/// The binary of a target as test runners name it.
fn binary(workspace: &Workspace, names: &Names, id: CrateId) -> String {
    let krate = names.krate(id);
    let target = workspace.package_named(&krate.package).and_then(|package| {
        package
            .targets
            .iter()
            .find(|target| kind(target.kind) == krate.kind && target.crate_name == krate.name)
    });
    let name = target.map_or(krate.name.as_str(), |target| target.name.as_str());
    binary_name(&krate.package, krate.kind, name)
}

fn binary_name(package: &str, kind: CrateKind, name: &str) -> String {
    match kind {
        CrateKind::Lib | CrateKind::ProcMacro => package.to_owned(),
        CrateKind::Test => format!("{package}::{name}"),
        CrateKind::Bin => format!("{package}::bin/{name}"),
        CrateKind::Example => format!("{package}::example/{name}"),
        CrateKind::Bench => format!("{package}::bench/{name}"),
        CrateKind::BuildScript => format!("{package}::build/{name}"),
    }
}

/// The targets that tests may be in.
fn targets(workspace: &Workspace) -> Vec<TestTarget> {
    let packages = workspace.packages().iter();
    let targets = packages.flat_map(|package| {
        let targets = package.targets.iter();
        targets.map(move |target| {
            let kind = kind(target.kind);
            let root = workspace.path(target.root);
            let inside = root.strip_prefix(&package.directory).unwrap_or(root);
            let is_library = matches!(kind, CrateKind::Lib | CrateKind::ProcMacro);
            TestTarget {
                package: package.name.clone(),
                binary: binary_name(&package.name, kind, &target.name),
                krate: target.crate_name.clone(),
                source: inside.trim_start_matches('/').to_owned(),
                is_unit: is_library || kind == CrateKind::Bin,
                is_library,
            }
        })
    });
    targets.collect()
}

fn kind(kind: TargetKind) -> CrateKind {
    match kind {
        TargetKind::Lib => CrateKind::Lib,
        TargetKind::ProcMacro => CrateKind::ProcMacro,
        TargetKind::Bin => CrateKind::Bin,
        TargetKind::Example => CrateKind::Example,
        TargetKind::Test => CrateKind::Test,
        TargetKind::Bench => CrateKind::Bench,
        TargetKind::BuildScript => CrateKind::BuildScript,
    }
}
