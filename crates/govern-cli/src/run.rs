//! One call of a subcommand, from its arguments to its verdict.

use std::ffi::OsString;
use std::io::{self, Write};
use std::time::Duration;

use clap::ArgMatches;
use govern_diagnostics::{
    Diagnostic, Format, RenderOptions, Report, RuleInfo, Sources, Tool, Verdict, render,
};
use govern_gate::{Args, Command, Error, FailOn, Gate, Options, Session, did_you_mean};
use govern_workspace::{Timings, Workspace};

use crate::output::{Output, ignore_closed, outputs, write};
use crate::{arguments, environment, say};

/// What every step of a call needs.
struct Call<'a> {
    name: &'static str,
    gates: &'static [&'static dyn Gate],
    matches: &'a ArgMatches,
}

/// Runs a subcommand.
pub(crate) fn run(gates: &'static [&'static dyn Gate], mut typed: Vec<OsString>) -> Verdict {
    let (name, about) = match gates {
        [only] => (only.name(), only.summary()),
        _ => ("govern", "forbidden patterns, and every gate over one workspace"),
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
            return if error.use_stderr() { Verdict::Incomplete } else { Verdict::Clean };
        }
    };
    let (subcommand, inner) = matches.subcommand().unwrap_or(("check", &matches));
    let call = Call { name, gates, matches: inner };
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
            let own = gates.iter().flat_map(|gate| gate.commands()).find(|command| command.name == other);
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
        let report = govern_gate::run(self.gates, &session);
        let verdict = report.verdict(session.fail_on().severity());
        let sources = session.sources(&report);
        if let Err(message) = write(&outputs, &report, &sources, &self.render_options()) {
            return refuse(&message);
        }
        self.timings(&session);
        verdict
    }

    fn baseline(&self) -> Verdict {
        let session = match self.session(self.check_args()) {
            Ok(session) => session,
            Err(stopped) => return self.stopped(stopped, &[Output { format: Format::Human, path: None }]),
        };
        match govern_gate::write_baseline(self.gates, &session, self.matches.get_flag("ratchet")) {
            Ok(outcome) => {
                self.tell(&session, outcome.diagnostics);
                outcome.verdict
            }
            Err(error) => self.failed(&session, error),
        }
    }

    fn command(&self, own: &Command) -> Verdict {
        let session = match self.session(arguments::gate_args(own.args, self.matches)) {
            Ok(session) => session,
            Err(stopped) => return self.stopped(stopped, &[Output { format: Format::Human, path: None }]),
        };
        let mut out = io::BufWriter::new(io::stdout().lock());
        let outcome = (own.run)(&session, &mut out);
        let flushed = ignore_closed(out.flush());
        match (outcome, flushed) {
            (Ok(outcome), Ok(())) => {
                self.tell(&session, outcome.diagnostics);
                outcome.verdict
            }
            (Err(Error::Output(error)), _) if error.kind() == io::ErrorKind::BrokenPipe => Verdict::Clean,
            (Err(error), _) => self.failed(&session, error),
            (_, Err(error)) => refuse(&format!("failed to write to stdout: {error}")),
        }
    }

    fn explain(&self) -> Verdict {
        let Some(asked) = self.matches.get_one::<String>("rule") else { return Verdict::Incomplete };
        let rules = self.rules();
        let name = asked.rsplit("::").next().unwrap_or(asked);
        let Some(rule) = rules.iter().find(|rule| rule.name == name) else {
            let names = rules.iter().map(|rule| rule.name);
            let hint = did_you_mean(name, names).map(|name| format!("; did you mean `{name}`?")).unwrap_or_default();
            return refuse(&format!("there is no rule `{asked}`{hint} See `cargo {} rules`", self.name));
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
        for rule in self.rules() {
            let name = format!("{}::{}", rule.gate, rule.name);
            text.push_str(&format!("{name:<50} {:<6} {}\n", rule.level.as_str(), rule.summary));
        }
        print(text.as_bytes())
    }

    /// The rules of all gates, and those that watch over rules and waivers.
    fn rules(&self) -> Vec<RuleInfo> {
        let mut rules: Vec<RuleInfo> = self.gates.iter().flat_map(|gate| gate.rules()).collect();
        rules.extend(govern_gate::built_in_rules());
        rules.sort_by_key(|rule| (rule.gate, rule.name));
        rules
    }

    fn check_args(&self) -> Args {
        let specs: Vec<_> = self.gates.iter().flat_map(|gate| gate.args()).copied().collect();
        arguments::gate_args(&specs, self.matches)
    }

    fn session(&self, args: Args) -> Result<Session, (Diagnostic, Sources)> {
        let today = match environment::today() {
            Ok(today) => today,
            Err(message) => return Err((Diagnostic::config(message), Sources::default())),
        };
        let workspace =
            Workspace::load(&arguments::load_options(self.matches)).map_err(|error| error.report())?;
        let given = |name: &str| self.matches.try_get_one::<String>(name).ok().flatten().cloned();
        let is_check = self.matches.try_get_many::<String>("deny").is_ok();
        let options = Options {
            tool: Tool::subcommand(self.name),
            config: given("config"),
            baseline: given("baseline"),
            levels: if is_check { arguments::levels(self.matches) } else { Vec::new() },
            fail_on: given("fail-on").and_then(|name| FailOn::ALL.into_iter().find(|it| it.as_str() == name)),
            args,
            today,
        };
        Ok(Session::new(workspace, options))
    }

    /// Shows why there is nothing to check.
    fn stopped(&self, (diagnostic, sources): (Diagnostic, Sources), outputs: &[Output]) -> Verdict {
        let report =
            Report { tool: Tool::subcommand(self.name), diagnostics: vec![diagnostic], ..Report::default() };
        if let Err(message) = write(outputs, &report, &sources, &self.render_options()) {
            return refuse(&message);
        }
        Verdict::Incomplete
    }

    fn failed(&self, session: &Session, error: Error) -> Verdict {
        let mut own = Sources::default();
        let diagnostics = error.diagnostics(&mut own);
        let report = Report { tool: session.tool().clone(), diagnostics, ..Report::default() };
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
        let report = Report { tool: session.tool().clone(), diagnostics, ..Report::default() };
        self.show(&report, &session.sources(&report));
    }

    fn show(&self, report: &Report, sources: &Sources) {
        let options = RenderOptions { color: false, ..self.render_options() };
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

    fn timings(&self, session: &Session) {
        if self.matches.get_flag("timings") {
            for (phase, time) in phases(session.workspace().timings()) {
                say(&format!("{phase:<28} {:>9.1} ms", time.as_secs_f64() * 1000.0));
            }
        }
    }
}

/// Where the time of loading went. Reading, parsing and the cache are summed over threads.
fn phases(timings: &Timings) -> [(&'static str, Duration); 7] {
    [
        ("load the workspace", timings.total),
        ("  read manifests", timings.manifests),
        ("  cargo metadata", timings.metadata),
        ("  read files, all threads", timings.read),
        ("  read cache, all threads", timings.cache_read),
        ("  parse, all threads", timings.parse),
        ("  write cache", timings.cache_write),
    ]
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

