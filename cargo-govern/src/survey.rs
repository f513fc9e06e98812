//! `cargo govern facts`: what is known about code, counted. Every gate looks at every crate, so it is also the test that
//! none of them fails on code that nobody here wrote.

use std::collections::BTreeMap;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use camino::Utf8PathBuf;
use govern_diagnostics::{Code, Diagnostic, Severity, Verdict};
use govern_facts::MacroCallId;
use govern_gate::{ArgSpec, Command, CommandOutcome, Error, Gate, Options, Session};
use govern_names::UnresolvedReason;
use govern_workspace::{LoadOptions, Resolve, Workspace, crates_below};

/// How many crates the lists of the worst show.
const WORST: usize = 5;

/// `cargo govern facts`.
pub(crate) static FACTS: Command = Command {
    name: "facts",
    summary: "counts what is known about the workspace, or about all crates in directories",
    details: "With directories, each crate at or below them is loaded by its manifest alone: nothing is built, and no \
              program is started. All gates look at each crate; what is published is taken to be the crate itself.",
    args: &[ArgSpec::positionals(
        "directories",
        "DIR",
        "look at all crates at or below these directories",
    )],
    needs_workspace: true,
    run,
};

/// Why a crate could not be looked at.
#[derive(Debug)]
struct Failure(String);

/// What was counted.
#[derive(Debug, Default)]
struct Tally {
    crates: usize,
    files: usize,
    bytes: u64,
    lines: u64,
    items: usize,
    imports: usize,
    paths: usize,
    macro_calls: usize,
    method_calls: usize,
    references: usize,
    unresolved: BTreeMap<&'static str, usize>,
    /// Calls that may declare something that is not known, by the reason.
    unexpanded: BTreeMap<&'static str, usize>,
    problems: BTreeMap<&'static str, usize>,
    findings: BTreeMap<String, usize>,
    opaque: BTreeMap<String, usize>,
    /// Names that were not found, by crate.
    not_found: Vec<(usize, String)>,
    /// How long each crate took.
    slow: Vec<(Duration, String)>,
}

fn run(session: &Session, out: &mut dyn io::Write) -> Result<CommandOutcome, Error> {
    let started = Instant::now();
    let mut tally = Tally::default();
    let mut failures = Vec::new();
    let directories = session.args().values("directories");
    if directories.is_empty() {
        let name = session.workspace().root().to_string();
        failures.extend(survey(session, name, &mut tally).err());
    }
    for directory in directories {
        let found = crates_below(directory.as_ref())?;
        if found.is_empty() {
            let message = format!("there is no crate in `{directory}`");
            failures.push(Failure(message));
        }
        for path in found {
            failures.extend(survey_directory(session, path, &mut tally).err());
        }
    }
    tally.write(started.elapsed(), out)?;
    let verdict = if failures.is_empty() {
        Verdict::Clean
    } else {
        Verdict::Incomplete
    };
    Ok(CommandOutcome {
        verdict,
        diagnostics: failures
            .into_iter()
            .map(|Failure(message)| Diagnostic::new(Code::Workspace, Severity::Error, message))
            .collect(),
    })
}

/// Looks at the crate, or workspace, in a directory.
fn survey_directory(
    session: &Session,
    path: Utf8PathBuf,
    tally: &mut Tally,
) -> Result<(), Failure> {
    let name = path.to_string();
    let options = LoadOptions {
        manifest_path: Some(path.join("Cargo.toml")),
        cache: false,
        resolve: Resolve::Manifests,
        ..LoadOptions::default()
    };
    let load = || Workspace::load(&options);
    let workspace = guarded(&name, load)?.map_err(|error| Failure(format!("{name}: {error}")))?;
    let mut options = Options::new(session.today());
    // Compared with itself, a crate shows whether its wire types can be read; nothing can have changed.
    options.args.push("against-directory", &name);
    let session = Session::new(workspace, options);
    survey(&session, name, tally)
}

/// Counts what is known about a workspace, and has all gates look at it.
fn survey(session: &Session, name: String, tally: &mut Tally) -> Result<(), Failure> {
    let started = Instant::now();
    let workspace = session.workspace();
    tally.crates += workspace.packages().len();
    tally.bytes += workspace.timings().bytes;
    for &file in workspace.files() {
        tally.files += 1;
        let Some(facts) = workspace.facts(file) else {
            continue;
        };
        tally.lines += u64::from(facts.lines);
        tally.items += facts.items.len();
        tally.imports += facts.imports.len();
        tally.paths += facts.paths.len();
        tally.macro_calls += facts.macro_calls.len();
        tally.method_calls += facts.method_calls.len();
    }
    for problem in workspace.problems() {
        *tally.problems.entry(problem.kind.name()).or_default() += 1;
    }
    let names = guarded(&name, || session.names())?;
    tally.references += names.references().len();
    for &file in workspace.files() {
        let Some(facts) = workspace.facts(file) else {
            continue;
        };
        for row in 0..facts.macro_calls.len() as u32 {
            if let Some(why) = names.unexpanded(facts, file, MacroCallId(row)) {
                *tally.unexpanded.entry(why.text()).or_default() += 1;
            }
        }
    }
    let mut not_found = 0;
    for unresolved in names.unresolved() {
        let reason = match unresolved.reason {
            UnresolvedReason::NotFound => {
                not_found += 1;
                "not found"
            }
            UnresolvedReason::MacroGenerated => "perhaps declared by a macro",
            UnresolvedReason::OutsideGlob => "perhaps imported with all of a crate",
            UnresolvedReason::MacroArgument => "in the arguments of macros",
        };
        *tally.unresolved.entry(reason).or_default() += 1;
    }
    tally.not_found.push((not_found, name.clone()));
    for gate in crate::GATES {
        look(session, gate, &name, tally)?;
    }
    let loading = workspace.timings().total;
    tally.slow.push((loading + started.elapsed(), name));
    Ok(())
}

fn look(
    session: &Session,
    gate: &'static dyn Gate,
    name: &str,
    tally: &mut Tally,
) -> Result<(), Failure> {
    let outcome = guarded(name, || gate.check(session))?
        .map_err(|error| Failure(format!("{name}: {}: {error}", gate.name())))?;
    for rule in outcome.rules {
        *tally.findings.entry(rule.info.to_string()).or_default() += rule.findings.len();
    }
    for opaque in outcome.opaque {
        let what = format!("{}: {}", opaque.gate, opaque.what);
        *tally.opaque.entry(what).or_default() += opaque.count;
    }
    Ok(())
}

/// Does something that must not panic, and says so if it does.
fn guarded<T>(name: &str, work: impl FnOnce() -> T) -> Result<T, Failure> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|_| {
        Failure(format!(
            "{name}: the program panicked, which is a mistake in it"
        ))
    })
}

impl Tally {
    fn write(&mut self, took: Duration, out: &mut dyn io::Write) -> io::Result<()> {
        writeln!(
            out,
            "{} crates, {} files, {} lines, {:.1} MB in {:.2} s",
            self.crates,
            self.files,
            self.lines,
            self.bytes as f64 / 1e6,
            took.as_secs_f64()
        )?;
        writeln!(
            out,
            "facts: {} items, {} imports, {} paths, {} macro calls, {} method calls",
            self.items, self.imports, self.paths, self.macro_calls, self.method_calls
        )?;
        writeln!(out, "names: {} references between modules", self.references)?;
        write_counts("unresolved names", &self.unresolved, out)?;
        write_counts("macro calls not expanded", &self.unexpanded, out)?;
        write_counts("problems", &self.problems, out)?;
        write_counts("findings", &self.findings, out)?;
        write_counts("not known", &self.opaque, out)?;
        self.not_found
            .sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        self.slow
            .sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        writeln!(out, "most names not found:")?;
        for (count, name) in self.not_found.iter().take(WORST).filter(|it| it.0 > 0) {
            writeln!(out, "{count:>10}  {name}")?;
        }
        writeln!(out, "slowest:")?;
        for (took, name) in self.slow.iter().take(WORST) {
            writeln!(out, "{:>7.0} ms  {name}", took.as_secs_f64() * 1e3)?;
        }
        Ok(())
    }
}

fn write_counts<K: std::fmt::Display>(
    title: &str,
    counts: &BTreeMap<K, usize>,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let all: usize = counts.values().sum();
    writeln!(out, "{title}: {all}")?;
    for (what, count) in counts {
        writeln!(out, "{count:>10}  {what}")?;
    }
    Ok(())
}
