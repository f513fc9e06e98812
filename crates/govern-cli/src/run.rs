//! One call of a subcommand, from its arguments to its verdict.

use std::ffi::OsString;
use std::io::{self, Write};
use std::time::Duration;

use clap::ArgMatches;
use govern_diagnostics::{
    Diagnostic, Format, RenderOptions, Report, Sources, Tool, Verdict, render,
};
use govern_gate::{
    Args, BaselineUpdate, Catalogue, Command, Error, FailOn, Gate, Lookup, Options, Run, Session,
};
use govern_workspace::{Timings, Workspace};

use crate::output::{Output, ignore_closed, outputs, write};
use crate::{arguments, environment, say};

/// What every step of a call needs.
struct Call<'a> {
    name: &'static str,
    gates: &'a [&'a dyn Gate],
    matches: &'a ArgMatches,
}

/// Runs a subcommand.
pub(crate) fn run(gates: &[&dyn Gate], mut typed: Vec<OsString>) -> Verdict {
    let (name, about) = match gates {
        [only] => (only.name(), only.summary()),
        _ => (
            "govern",
            "forbidden patterns, and every gate over one workspace",
        ),
    };
    // `cargo archcheck …` runs `cargo-archcheck archcheck …`.
    if typed.get(1).is_some_and(|first| first == name) {
        typed.remove(1);
    }
    let mut command = arguments::command(name, about, gates);
    let matches = match command.try_get_matches_from_mut(typed) {
        Ok(matches) => matches,
        Err(error) => {
            let _ = error.print();
            return if error.use_stderr() {
                Verdict::Incomplete
            } else {
                Verdict::Clean
            };
        }
    };
    let (subcommand, inner) = matches.subcommand().unwrap_or(("check", &matches));
    let call = Call {
        name,
        gates,
        matches: inner,
    };
    match subcommand {
        "check" => call.check(),
        "explain" => call.explain(),
        "rules" => call.list_rules(),
        "baseline" => call.baseline(),
        "completions" => {
            if let Some(&shell) = inner.get_one::<clap_complete::Shell>("shell") {
                let mut script = Vec::new();
                clap_complete::generate(shell, &mut command, format!("cargo-{name}"), &mut script);
                return print(&script);
            }
            Verdict::Incomplete
        }
        other => {
            let own = gates
                .iter()
                .flat_map(|gate| gate.commands())
                .find(|command| command.name == other);
            own.map_or(Verdict::Incomplete, |own| call.command(own))
        }
    }
}

impl Call<'_> {
    fn check(&self) -> Verdict {
        let outputs = match outputs(self.matches) {
            Ok(outputs) => outputs,
            Err(message) => return refuse(&message),
        };
        let session = match self.session(self.check_args()) {
            Ok(session) => session,
            Err(stopped) => return self.stopped(stopped, &outputs),
        };
        let run = govern_gate::run(self.gates, &session);
        if let Err(message) = write(&outputs, &run.report, &run.sources, &self.render_options()) {
            return refuse(&message);
        }
        self.timings(&session, &run);
        run.verdict
    }

    fn baseline(&self) -> Verdict {
        let session = match self.session(self.check_args()) {
            Ok(session) => session,
            Err(stopped) => {
                return self.stopped(
                    stopped,
                    &[Output {
                        format: Format::Human,
                        path: None,
                    }],
                );
            }
        };
        let ratchet = self.matches.get_flag("ratchet");
        match govern_gate::update_baseline(self.gates, &session, ratchet) {
            Ok(BaselineUpdate::Written {
                path,
                findings,
                before,
            }) => {
                if !self.matches.get_flag("quiet") {
                    say(&format!(
                        "`{path}` accepts {findings} findings, before {before}"
                    ));
                }
                Verdict::Clean
            }
            Ok(BaselineUpdate::Grown(run)) => {
                self.show(&run.report, &run.sources);
                say("error: the baseline may only shrink, and these findings are not in it");
                Verdict::Findings
            }
            Ok(BaselineUpdate::Incomplete(run)) => {
                self.show(&run.report, &run.sources);
                say("error: the baseline was not written, because the run is not complete");
                Verdict::Incomplete
            }
            Err(error) => self.failed(&session, error),
        }
    }

    fn command(&self, own: &Command) -> Verdict {
        let session = match self.session(arguments::gate_args(own.args, self.matches)) {
            Ok(session) => session,
            Err(stopped) => {
                return self.stopped(
                    stopped,
                    &[Output {
                        format: Format::Human,
                        path: None,
                    }],
                );
            }
        };
        let mut out = io::BufWriter::new(io::stdout().lock());
        let outcome = (own.run)(&session, &mut out);
        let flushed = ignore_closed(out.flush());
        match (outcome, flushed) {
            (Ok(outcome), Ok(())) => {
                self.tell(&session, outcome.diagnostics);
                outcome.verdict
            }
            (Err(Error::Output(error)), _) if error.kind() == io::ErrorKind::BrokenPipe => {
                Verdict::Clean
            }
            (Err(error), _) => self.failed(&session, error),
            (_, Err(error)) => refuse(&format!("failed to write to stdout: {error}")),
        }
    }

    fn explain(&self) -> Verdict {
        let Some(asked) = self.matches.get_one::<String>("rule") else {
            return Verdict::Incomplete;
        };
        let rule = match Catalogue::new(self.gates).find(asked) {
            Lookup::Rule(rule) => rule,
            Lookup::Elsewhere => {
                return refuse(&format!(
                    "`{asked}` is a rule of another subcommand; `cargo govern explain` knows all"
                ));
            }
            Lookup::Unknown(hint) => {
                let hint = hint.map(|hint| format!("; {hint}")).unwrap_or_default();
                return refuse(&format!(
                    "there is no rule `{asked}`{hint}; see `cargo {} rules`",
                    self.name
                ));
            }
        };
        let text = format!(
            "{}::{}: {}\n\nLevel: {}. Since {}.\n\n{}\n",
            rule.gate,
            rule.name,
            rule.summary,
            rule.level.as_str(),
            rule.since,
            rule.docs.trim()
        );
        print(text.as_bytes())
    }

    fn list_rules(&self) -> Verdict {
        let mut text = String::new();
        for rule in Catalogue::new(self.gates).rules() {
            let name = format!("{}::{}", rule.gate, rule.name);
            text.push_str(&format!(
                "{name:<50} {:<6} {}\n",
                rule.level.as_str(),
                rule.summary
            ));
        }
        print(text.as_bytes())
    }

    fn check_args(&self) -> Args {
        let specs: Vec<_> = self
            .gates
            .iter()
            .flat_map(|gate| gate.args())
            .copied()
            .collect();
        arguments::gate_args(&specs, self.matches)
    }

    fn session(&self, args: Args) -> Result<Session, (Diagnostic, Sources)> {
        let today = match environment::today() {
            Ok(today) => today,
            Err(message) => return Err((Diagnostic::config(message), Sources::default())),
        };
        let workspace = Workspace::load(&arguments::load_options(self.matches))
            .map_err(|error| error.report())?;
        let given = |name: &str| {
            self.matches
                .try_get_one::<String>(name)
                .ok()
                .flatten()
                .cloned()
        };
        let is_check = self.matches.try_get_many::<String>("deny").is_ok();
        let options = Options {
            tool: Tool::subcommand(self.name),
            config: given("config"),
            baseline: given("baseline"),
            levels: if is_check {
                arguments::levels(self.matches)
            } else {
                Vec::new()
            },
            only: given("gate"),
            fail_on: given("fail-on")
                .and_then(|name| FailOn::ALL.into_iter().find(|it| it.as_str() == name)),
            args,
            today,
        };
        Ok(Session::new(workspace, options))
    }

    /// Shows why there is nothing to check.
    fn stopped(&self, (diagnostic, sources): (Diagnostic, Sources), outputs: &[Output]) -> Verdict {
        let report = Report {
            tool: Tool::subcommand(self.name),
            diagnostics: vec![diagnostic],
            ..Report::default()
        };
        if let Err(message) = write(outputs, &report, &sources, &self.render_options()) {
            return refuse(&message);
        }
        Verdict::Incomplete
    }

    fn failed(&self, session: &Session, error: Error) -> Verdict {
        let mut own = Sources::default();
        let diagnostics = error.diagnostics(&mut own);
        let report = Report {
            tool: session.tool().clone(),
            diagnostics,
            ..Report::default()
        };
        let mut sources = session.sources(&report);
        sources.extend(own);
        self.show(&report, &sources);
        Verdict::Incomplete
    }

    /// Shows on stderr what a command has to tell besides its result.
    fn tell(&self, session: &Session, diagnostics: Vec<Diagnostic>) {
        if diagnostics.is_empty() {
            return;
        }
        let report = Report {
            tool: session.tool().clone(),
            diagnostics,
            ..Report::default()
        };
        self.show(&report, &session.sources(&report));
    }

    fn show(&self, report: &Report, sources: &Sources) {
        let options = RenderOptions {
            color: false,
            ..self.render_options()
        };
        let mut shown = Vec::new();
        if render(Format::Human, report, sources, &options, &mut shown).is_ok() {
            let _ = io::stderr().lock().write_all(&shown);
        }
    }

    fn render_options(&self) -> RenderOptions {
        RenderOptions {
            color: arguments::color(self.matches).on_stdout(),
            width: environment::width(),
            verbose: self.matches.get_flag("verbose"),
            ..RenderOptions::default()
        }
    }

    fn timings(&self, session: &Session, run: &Run) {
        if !self.matches.get_flag("timings") {
            return;
        }
        let mut phases = phases(session.workspace().timings());
        phases.extend(run.names.map(|time| ("link names".to_owned(), time)));
        phases.extend(
            run.gates
                .iter()
                .map(|(gate, time)| (format!("gate {gate}"), *time)),
        );
        for (phase, time) in phases {
            say(&format!(
                "{phase:<28} {:>9.1} ms",
                time.as_secs_f64() * 1000.0
            ));
        }
    }
}

/// Where the time of loading went. Reading, parsing and the cache are summed over threads.
fn phases(timings: &Timings) -> Vec<(String, Duration)> {
    let phases = [
        ("load the workspace", timings.total),
        ("  read manifests", timings.manifests),
        ("  cargo metadata", timings.metadata),
        ("  read files, all threads", timings.read),
        ("  read cache, all threads", timings.cache_read),
        ("  parse, all threads", timings.parse),
        ("  write cache", timings.cache_write),
    ];
    phases.map(|(phase, time)| (phase.to_owned(), time)).into()
}

fn print(text: &[u8]) -> Verdict {
    match ignore_closed(io::stdout().lock().write_all(text)) {
        Ok(()) => Verdict::Clean,
        Err(error) => refuse(&format!("failed to write to stdout: {error}")),
    }
}

fn refuse(message: &str) -> Verdict {
    say(&format!("error: {message}"));
    Verdict::Incomplete
}
