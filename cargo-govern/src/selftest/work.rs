//! Does one step.

use std::time::Duration;

use govern_diagnostics::{Code, Diagnostic, Sources, StepStatus, Verdict};
use govern_gate::{Args, Error, Run, Session};
use govern_workspace::{Answer, NoAnswer, Runner};

use super::{
    config::TestsWith,
    environment::{Missing, Need},
    formatting,
    found::{Found, tail},
    messages,
    plan::{Does, Step},
    rules::{GENERATED_FILE_STALE, STEP_FAILED},
    supply, testing,
};
use crate::GATES;

/// How long a question may take that needs no work.
pub(super) const FOR_LITTLE: Duration = Duration::from_secs(30);

/// What there is to work with.
pub(super) struct Bench<'s> {
    pub(super) session: &'s Session,
    pub(super) runner: Runner,
    /// How long a step may take.
    pub(super) at_most: Duration,
}

/// What became of a step.
#[derive(Default)]
pub(super) struct Done {
    pub(super) status: Option<StepStatus>,
    pub(super) checked: Option<usize>,
    pub(super) why: Option<String>,
    pub(super) hint: Option<String>,
    pub(super) found: Vec<Found>,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// Of errors that do not come from files of the session.
    pub(super) sources: Sources,
    /// What came out of the gates.
    pub(super) run: Option<Run>,
    pub(super) took: Duration,
}

impl Done {
    fn passed(checked: Option<usize>) -> Done {
        Done {
            status: Some(StepStatus::Passed),
            checked,
            ..Done::default()
        }
    }

    fn failed(checked: Option<usize>, found: Vec<Found>) -> Done {
        Done {
            status: Some(StepStatus::Failed),
            checked,
            found,
            ..Done::default()
        }
    }

    fn incomplete(why: impl Into<String>, hint: impl Into<String>) -> Done {
        Done {
            status: Some(StepStatus::Incomplete),
            why: Some(why.into()),
            hint: Some(hint.into()),
            ..Done::default()
        }
    }

    fn skipped(why: &str) -> Done {
        Done {
            status: Some(StepStatus::Skipped),
            why: Some(why.to_owned()),
            ..Done::default()
        }
    }
}

impl Bench<'_> {
    /// Does a step.
    pub(super) fn work(&self, step: &Step) -> Done {
        if step.runs_code() && !self.runner.may_run() {
            let why = "it starts programs that may run code of the workspace, which `--untrusted` forbids";
            return Done::incomplete(
                why,
                "leave `--untrusted` out where the workspace is trusted",
            );
        }
        let done = match &step.does {
            Does::Environment(needs) => Ok(self.environment(needs)),
            Does::Fmt => self.fmt(step),
            Does::Clippy => self.build(step, Some("rustup component add clippy"), true),
            Does::Build => self.build(step, None, false),
            Does::Wasm(targets) => self.wasm(step, targets),
            Does::Test(with) => self.test(step, *with),
            Does::DocTest => self.doctest(step),
            Does::Gates => Ok(self.gates()),
            Does::Generated(gate, command) => Ok(self.generated(gate, command)),
            Does::Audit(wanted) => self.audit(step, *wanted),
            Does::Deny => self.deny(step),
            Does::Own => self.own(step),
        };
        done.unwrap_or_else(|no_answer| match &no_answer {
            NoAnswer::TooLong { .. } => {
                let mut found = failure(step, &no_answer.to_string());
                found.help = vec!["let it take longer: `timeout` in `[selftest]`".to_owned()];
                Done::failed(None, vec![found])
            }
            NoAnswer::Missing(_) => Done::incomplete(
                no_answer.to_string(),
                "install it, and put it on the `PATH`",
            ),
            _ => Done::incomplete(no_answer.to_string(), "see why it cannot be started"),
        })
    }

    /// Runs the command of a step, with more arguments behind those before `--`.
    fn run(&self, step: &Step, more: &[&str]) -> Result<Answer, NoAnswer> {
        let words: Vec<&str> = step.command.iter().map(String::as_str).collect();
        let (program, arguments) = words.split_first().expect("a step runs something");
        let end = arguments
            .iter()
            .position(|it| *it == "--")
            .unwrap_or(arguments.len());
        let (before, behind) = arguments.split_at(end);
        self.runner
            .run(program, &[before, more, behind].concat(), self.at_most)
    }

    /// A subcommand of cargo that is not there: why, if so.
    fn missing(&self, subcommand: &str) -> Result<Option<String>, NoAnswer> {
        let answer = self
            .runner
            .run("cargo", &[subcommand, "--version"], FOR_LITTLE)?;
        let says_nothing = || format!("`cargo {subcommand}` is not installed");
        Ok(
            (answer.status != Some(0)).then(|| match answer.stderr.lines().next() {
                Some(line) => line.trim_start_matches("error: ").to_owned(),
                None => says_nothing(),
            }),
        )
    }

    fn environment(&self, needs: &[Need]) -> Done {
        let missing: Vec<Missing> = needs
            .iter()
            .filter_map(|need| need.missing(self.session, &self.runner))
            .collect();
        let join = |part: fn(&Missing) -> &str| {
            let parts: Vec<&str> = missing.iter().map(part).collect();
            parts.join("; ")
        };
        match missing.is_empty() {
            true => Done::passed(Some(needs.len())),
            false => Done::incomplete(join(|it| &it.why), join(|it| &it.hint)),
        }
    }

    fn fmt(&self, step: &Step) -> Result<Done, NoAnswer> {
        if let Some(why) = self.missing("fmt")? {
            return Ok(Done::incomplete(why, "run `rustup component add rustfmt`"));
        }
        let words: Vec<&str> = step.command[1..].iter().map(String::as_str).collect();
        let words = [&words[..], &["--color", "never", "--verbose"]].concat();
        let answer = self.runner.run("cargo", &words, self.at_most)?;
        let read = formatting::read(&answer.stdout, self.session.workspace().root());
        Ok(match answer.status {
            Some(0) => Done::passed(Some(read.files)),
            _ => Done::failed(Some(read.files), or_failure(read.found, step, &answer)),
        })
    }

    fn build(
        &self,
        step: &Step,
        component: Option<&str>,
        warnings: bool,
    ) -> Result<Done, NoAnswer> {
        if let Some(command) = component
            && let Some(why) = self.missing(&step.command[1])?
        {
            return Ok(Done::incomplete(why, format!("run `{command}`")));
        }
        let answer = self.run(step, &["--message-format=json"])?;
        let root = self.session.workspace().root();
        let built = messages::read(&answer.stdout, root, warnings);
        Ok(match answer.status {
            Some(0) => Done::passed(Some(built.targets)),
            _ => Done::failed(Some(built.targets), or_failure(built.found, step, &answer)),
        })
    }

    fn wasm(&self, step: &Step, targets: &[String]) -> Result<Done, NoAnswer> {
        let needs = targets.iter().map(|target| Need::Target(target.clone()));
        let missing = needs
            .filter_map(|need| need.missing(self.session, &self.runner))
            .next();
        match missing {
            Some(Missing { why, hint }) => Ok(Done::incomplete(why, hint)),
            None => self.build(step, None, false),
        }
    }

    fn test(&self, step: &Step, with: TestsWith) -> Result<Done, NoAnswer> {
        if with == TestsWith::Nextest
            && let Some(why) = self.missing("nextest")?
        {
            return Ok(Done::incomplete(
                why,
                "run `cargo install --locked cargo-nextest`, or set `tests = \"cargo\"`",
            ));
        }
        let answer = self.run(step, &[])?;
        let tested = match with {
            TestsWith::Cargo => testing::of_libtest(&answer.stdout),
            TestsWith::Nextest => testing::of_nextest(&answer.stderr),
        };
        // nextest ends with 4 where there is none.
        let none = tested.ran == 0 && matches!(answer.status, Some(0 | 4));
        Ok(match answer.status {
            _ if none => Done::incomplete(
                "no test ran",
                "write one, or leave the step out: `skip = [\"test\"]`",
            ),
            Some(0) => Done::passed(Some(tested.ran)),
            _ => Done::failed(Some(tested.ran), or_failure(tested.found, step, &answer)),
        })
    }

    fn doctest(&self, step: &Step) -> Result<Done, NoAnswer> {
        let answer = self.run(step, &["--no-fail-fast"])?;
        let tested = testing::of_libtest(&answer.stdout);
        Ok(match answer.status {
            Some(0) if tested.ran == 0 => Done::skipped("no documentation holds a test"),
            Some(0) => Done::passed(Some(tested.ran)),
            _ => Done::failed(Some(tested.ran), or_failure(tested.found, step, &answer)),
        })
    }

    fn gates(&self) -> Done {
        let run = govern_gate::run(&GATES, self.session);
        let rules = run.report.rules.iter().filter(|rule| !rule.bookkeeping);
        let checked = rules.map(|rule| rule.checked).sum();
        let failed = run.report.not_run.iter().find(|part| part.failed);
        let why = failed.map(|part| format!("{}: {}", part.what, part.why));
        let (status, why) = match run.verdict {
            Verdict::Clean => (StepStatus::Passed, None),
            Verdict::Findings => (StepStatus::Failed, None),
            Verdict::Incomplete => (
                StepStatus::Incomplete,
                why.or_else(|| Some("something could not be looked at".to_owned())),
            ),
        };
        Done {
            status: Some(status),
            checked: Some(checked),
            why,
            run: Some(run),
            ..Done::default()
        }
    }

    fn generated(&self, gate: &str, command: &str) -> Done {
        let commands = GATES.iter().filter(|it| it.name() == gate);
        let mut commands = commands.flat_map(|it| it.commands());
        let Some(command) = commands.find(|it| it.name == command) else {
            return Done::skipped("the gate has no such subcommand");
        };
        let mut args: Args = self.session.args().clone();
        args.set("check");
        let session = self.session.with_args(args);
        let mut done = Done::passed(Some(1));
        match (command.run)(&session, &mut std::io::sink()) {
            Ok(outcome) if outcome.verdict == Verdict::Clean => {}
            Ok(outcome) => {
                done.status = Some(StepStatus::Failed);
                done.diagnostics = outcome.diagnostics;
                for diagnostic in &mut done.diagnostics {
                    diagnostic.code = GENERATED_FILE_STALE.code();
                }
            }
            Err(error) => {
                done.status = Some(StepStatus::Incomplete);
                done.why = Some(error.to_string());
                done.diagnostics = mistakes(error, &mut done.sources);
            }
        }
        done
    }

    fn lock(&self) -> String {
        let lock = self.session.workspace().lock_file();
        lock.ok().flatten().unwrap_or_default()
    }

    fn audit(&self, step: &Step, wanted: bool) -> Result<Done, NoAnswer> {
        if let Some(why) = self.missing("audit")? {
            return Ok(unless_wanted(
                wanted,
                why,
                "cargo-audit",
                ".cargo/audit.toml",
            ));
        }
        let offline: &[&str] = if self.runner.is_offline() {
            &["--no-fetch"]
        } else {
            &[]
        };
        let answer = self.run(step, &[&["--json"], offline].concat())?;
        let Some(read) = supply::of_audit(&answer.stdout, &self.lock()) else {
            return Ok(Done::incomplete(
                first_line(&answer),
                "see what `cargo audit` says",
            ));
        };
        Ok(match answer.status {
            Some(0) => Done::passed(read.packages),
            _ => Done::failed(read.packages, or_failure(read.found, step, &answer)),
        })
    }

    fn deny(&self, step: &Step) -> Result<Done, NoAnswer> {
        if let Some(why) = self.missing("deny")? {
            return Ok(unless_wanted(true, why, "cargo-deny", "deny.toml"));
        }
        let arguments = ["deny", "--format", "json", "check"];
        let answer = self.runner.run("cargo", &arguments, self.at_most)?;
        let lock = self.lock();
        let packages = Some(lock.lines().filter(|line| *line == "[[package]]").count());
        let read = supply::of_deny(&answer.stderr, &lock);
        Ok(match (answer.status, read) {
            (Some(0), _) => Done::passed(packages),
            (_, Some(read)) => Done::failed(packages, or_failure(read.found, step, &answer)),
            (_, None) => Done::incomplete(first_line(&answer), "see what `cargo deny check` says"),
        })
    }

    fn own(&self, step: &Step) -> Result<Done, NoAnswer> {
        let mut checked = None;
        for glob in &step.files {
            let text = glob.get_ref();
            match self.session.workspace().find_files(&[text]) {
                Ok(files) if files.is_empty() => {
                    let why = format!("`{text}` matches no file, so that it would look at nothing");
                    return Ok(Done::incomplete(why, "correct `files` of the step"));
                }
                Ok(files) => checked = Some(checked.unwrap_or(0) + files.len()),
                Err(error) => {
                    return Ok(Done::incomplete(
                        error.to_string(),
                        "correct `files` of the step",
                    ));
                }
            }
        }
        let answer = self.run(step, &[])?;
        Ok(match answer.status {
            Some(0) => Done::passed(checked),
            _ => Done::failed(checked, or_failure(Vec::new(), step, &answer)),
        })
    }
}

/// A tool that is not there: nothing is missing if nobody asks for it.
fn unless_wanted(wanted: bool, why: String, program: &str, file: &str) -> Done {
    match wanted {
        true => Done::incomplete(why, format!("run `cargo install --locked {program}`")),
        false => Done::skipped(&format!(
            "`{program}` is not installed, and there is no `{file}` that asks for it"
        )),
    }
}

/// What was found, or else that the step failed and nobody knows more.
fn or_failure(found: Vec<Found>, step: &Step, answer: &Answer) -> Vec<Found> {
    if !found.is_empty() {
        return found;
    }
    let how = match answer.status {
        Some(status) => format!("it ends with {status}"),
        None => "a signal ended it".to_owned(),
    };
    let mut failure = failure(step, &how);
    for text in [&answer.stdout, &answer.stderr] {
        // Those lines are for programs.
        let lines: Vec<&str> = text.lines().filter(|line| !line.starts_with('{')).collect();
        let text = tail(&lines.join("\n"));
        if !text.is_empty() {
            failure.notes.push(format!("it says\n{text}"));
        }
    }
    vec![failure]
}

fn failure(step: &Step, how: &str) -> Found {
    let message = format!("the step `{}` fails: {how}", step.name);
    let mut found = Found::new(&STEP_FAILED, step.name.clone(), message);
    found.help.push(format!("run `{}`", step.command.join(" ")));
    found
}

fn first_line(answer: &Answer) -> String {
    let mut lines = answer.stderr.lines().chain(answer.stdout.lines());
    let line = lines.find(|line| !line.trim().is_empty());
    line.map_or_else(
        || "it says nothing".to_owned(),
        |line| line.trim_start_matches("error: ").to_owned(),
    )
}

/// What keeps a generated file from being looked at is a mistake of the configuration, also where it is none of a source.
fn mistakes(error: Error, sources: &mut Sources) -> Vec<Diagnostic> {
    let mut mistakes = error.diagnostics(sources);
    for mistake in &mut mistakes {
        if !mistake.code.stops_the_run() {
            mistake.code = Code::Config;
        }
    }
    mistakes
}
