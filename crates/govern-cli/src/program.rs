//! A program from its arguments to its exit status.

use std::{
    env,
    ffi::OsString,
    io::{self, Write},
    process::ExitCode,
    sync::Arc,
    thread,
    time::Instant,
};

use anyhow::Result;
use clap::error::ErrorKind;
use govern_diagnostics::{
    Diagnostic, Format, NotRun, RenderOptions, Report, Sources, Tool, Verdict, render,
};
use govern_gate::{
    ArgSpec, BaselineUpdate, Catalogue, Command, OUTSIDE, Options, ReportCommand, Run, Session,
    Shown, not_run, run, update_baseline,
};
use govern_workspace::Workspace;

use crate::{
    Cli, ExitStatus, Surroundings, arguments, listing, manual, output,
    request::{Action, Outputs, Request},
    timings,
};

/// Deep input must not overflow the stack.
const STACK: usize = 256 * 1024 * 1024;

/// Where a program writes.
struct Streams<'s> {
    out: &'s mut dyn Write,
    err: &'s mut dyn Write,
}

impl Cli {
    /// Runs with the arguments, the environment and the streams of this process.
    pub fn main(self) -> ExitCode {
        let tool = Tool::subcommand(&self.name);
        // Threads that run rules may recurse as deeply as the one that makes the models; if there are such threads
        // already, they stay as they are.
        let _ = rayon::ThreadPoolBuilder::new()
            .stack_size(STACK)
            .build_global();
        let work = move || {
            let surroundings = Surroundings::of_process();
            self.run(
                env::args_os(),
                &surroundings,
                &mut io::stdout(),
                &mut io::stderr(),
            )
        };
        guarded(&tool, &mut io::stderr(), work).into()
    }

    /// Runs with these arguments, the first of which is the program, and these streams.
    pub fn run(
        &self,
        arguments: impl IntoIterator<Item = OsString>,
        surroundings: &Surroundings,
        out: &mut dyn Write,
        err: &mut dyn Write,
    ) -> ExitStatus {
        let mut arguments: Vec<OsString> = arguments.into_iter().collect();
        // Cargo repeats the subcommand: `cargo-archcheck archcheck …`.
        if arguments
            .get(1)
            .is_some_and(|argument| *argument == *self.name)
        {
            arguments.remove(1);
        }
        let mut streams = Streams { out, err };
        if cfg!(debug_assertions) {
            // Clap looks only at the subcommand that is used: a test of any sees mistakes in all.
            arguments::command(self).build();
        }
        let matches = arguments::command_for(self, &arguments)
            .try_get_matches_from(&arguments)
            // What is wrong, and what there is, the whole command line tells.
            .or_else(|_| arguments::command(self).try_get_matches_from(&arguments));
        let matches = match matches {
            Ok(matches) => matches,
            Err(error) => return usage(&error, surroundings, &mut streams),
        };
        let done = Request::new(self, &matches)
            .and_then(|request| self.act(&request, surroundings, &mut streams));
        done.unwrap_or_else(|error| {
            let _ = writeln!(streams.err, "error: {error:#}");
            ExitStatus::CouldNotRun
        })
    }

    fn act(
        &self,
        request: &Request,
        surroundings: &Surroundings,
        streams: &mut Streams<'_>,
    ) -> Result<ExitStatus> {
        let catalogue = Catalogue::new(&self.gates());
        match &request.action {
            Action::Rules => output::to_stdout(streams.out, |out| listing::rules(&catalogue, out))?,
            Action::Explain(name) => match listing::find(&self.explained(), name) {
                Ok(info) => output::to_stdout(streams.out, |out| listing::page(&info, out))?,
                Err(message) => anyhow::bail!(message),
            },
            Action::Completions(shell) => {
                let mut command = arguments::command(self).bin_name(format!("cargo-{}", self.name));
                let name = command.get_name().to_owned();
                let mut script = Vec::new();
                clap_complete::generate(*shell, &mut command, name, &mut script);
                output::to_stdout(streams.out, |out| out.write_all(&script))?;
            }
            Action::Manual {
                of,
                directory: None,
            } => {
                let page = manual::page(self, of)?;
                output::to_stdout(streams.out, |out| out.write_all(page.text.as_bytes()))?;
            }
            Action::Manual {
                directory: Some(directory),
                ..
            } => {
                let pages = manual::pages(self);
                output::directory(directory)?;
                for page in &pages {
                    let path = directory.join(&page.file);
                    output::to_file(&path, |out| out.write_all(page.text.as_bytes()))?;
                }
                let text = format!("wrote {} pages into `{directory}`\n", pages.len());
                output::to_stdout(streams.out, |out| out.write_all(text.as_bytes()))?;
            }
            Action::Check | Action::Baseline { .. } | Action::Own(_) | Action::Reported(_) => {
                return self.with_workspace(request, surroundings, streams);
            }
        }
        Ok(ExitStatus::Clean)
    }

    fn with_workspace(
        &self,
        request: &Request,
        surroundings: &Surroundings,
        streams: &mut Streams<'_>,
    ) -> Result<ExitStatus> {
        let start = Instant::now();
        let today = surroundings.today()?;
        let mut options = RenderOptions {
            color: surroundings.color(request.color),
            verbose: request.verbose,
            show_suppressed: request.show_suppressed,
            ..RenderOptions::default()
        };
        options.width = surroundings.width().unwrap_or(options.width);
        let whole = |workspace: Workspace| (workspace, None);
        let loaded = match &request.action {
            Action::Own(command) if !command.needs_workspace => Workspace::none().map(whole),
            _ if request.staged => {
                let staged = Workspace::load_staged(&request.load);
                staged.map(|it| (it.workspace, Some(it.files)))
            }
            _ => Workspace::load(&request.load).map(whole),
        };
        let (workspace, staged) = match loaded {
            Ok(loaded) => loaded,
            Err(error) => return self.not_loaded(&error, request, &options, streams),
        };
        options.path_prefix = surroundings.path_in_repository(workspace.root());
        let relative =
            |path: &camino::Utf8PathBuf| surroundings.relative_to(workspace.root(), path);
        let session_options = Options {
            tool: Tool::subcommand(&self.name),
            config: request.config.as_ref().map(relative),
            baseline: request.baseline.as_ref().map(relative),
            since: request.since.clone(),
            levels: request.levels.clone(),
            only: request.only.map(str::to_owned),
            fail_on: request.fail_on,
            args: request.args.clone(),
            load: request.load.clone(),
            render: options.clone(),
            staged: staged.map(Arc::new),
            ..Options::new(today)
        };
        // Where the time of a run goes is shown by one that does something, and hardly ever is the same staged twice.
        let is_kept =
            matches!(request.action, Action::Check) && !request.timings && !request.staged;
        let form = is_kept.then(|| format!("{:?} {}", request.outputs, request.quiet));
        if let Some(form) = &form
            && let Some(shown) = Shown::before(&workspace, &session_options, form)
        {
            write_shown(&shown, &request.outputs, streams)?;
            workspace.keep_facts();
            std::mem::forget(workspace);
            return Ok(shown.verdict().into());
        }
        let session = Session::new(workspace, session_options);
        let mut ran = None;
        let status = match &request.action {
            Action::Baseline { ratchet } => {
                self.baseline(&session, *ratchet, request, &options, streams)?
            }
            Action::Own(command) => {
                let status = self.own(&session, command, &options, streams)?;
                if let Some(refused) = session.refused() {
                    writeln!(streams.err, "not looked at: {refused}: {OUTSIDE}")?;
                }
                status
            }
            _ => {
                let run = match &request.action {
                    Action::Reported(report) => reported(report, &session, request, streams),
                    _ => run(&self.gates(), &session),
                };
                let (report, sources) = (&run.report, &run.sources);
                let shown = show(report, sources, run.verdict, request, &options, streams)?;
                if let Some(form) = &form {
                    shown.keep(session.workspace(), session.options(), form);
                }
                ran.insert(run).verdict.into()
            }
        };
        if request.timings {
            timings::write(
                session.workspace().timings(),
                ran.as_ref(),
                start.elapsed(),
                streams.err,
            )?;
        }
        session.workspace().keep_facts();
        // The process ends here: giving back piece by piece what the system takes back whole is a tenth of a run.
        std::mem::forget((session, ran));
        Ok(status)
    }

    /// Nothing could be loaded: said in every format that was asked for, by subcommands of gates on stderr.
    fn not_loaded(
        &self,
        error: &govern_workspace::Error,
        request: &Request,
        options: &RenderOptions,
        streams: &mut Streams<'_>,
    ) -> Result<ExitStatus> {
        let (diagnostic, sources) = error.report();
        if let Action::Own(_) = request.action {
            // What the subcommand would have printed is read by other programs.
            let report = Report {
                tool: Tool::subcommand(&self.name),
                diagnostics: vec![diagnostic],
                ..Report::default()
            };
            render(Format::Human, &report, &sources, options, streams.err)?;
            return Ok(ExitStatus::CouldNotRun);
        }
        let not_run = self.gates.iter().map(|gate| NotRun {
            what: gate.name().to_owned(),
            why: "the workspace cannot be loaded".to_owned(),
            failed: true,
        });
        let report = Report {
            tool: Tool::subcommand(&self.name),
            diagnostics: vec![diagnostic],
            not_run: not_run.collect(),
            ..Report::default()
        };
        show(
            &report,
            &sources,
            Verdict::Incomplete,
            request,
            options,
            streams,
        )?;
        Ok(ExitStatus::CouldNotRun)
    }

    fn baseline(
        &self,
        session: &Session,
        ratchet: bool,
        request: &Request,
        options: &RenderOptions,
        streams: &mut Streams<'_>,
    ) -> Result<ExitStatus> {
        let mut refused = |run: &Run, status: ExitStatus, why: &str| {
            show(
                &run.report,
                &run.sources,
                run.verdict,
                request,
                options,
                streams,
            )?;
            writeln!(streams.err, "error: the baseline is not written: {why}")?;
            Ok(status)
        };
        match update_baseline(&self.gates(), session, ratchet)? {
            BaselineUpdate::Written {
                path,
                findings,
                before,
            } => {
                let noun = if findings == 1 { "finding" } else { "findings" };
                let text = format!("`{path}` accepts {findings} {noun}; before, it was {before}\n");
                output::to_stdout(streams.out, |out| out.write_all(text.as_bytes()))?;
                Ok(ExitStatus::Clean)
            }
            BaselineUpdate::Grown(run) => refused(
                &run,
                ExitStatus::Findings,
                "it does not accept these findings yet, and is not to grow",
            ),
            BaselineUpdate::Incomplete(run) => refused(
                &run,
                ExitStatus::CouldNotRun,
                "what could not be looked at may hold findings",
            ),
        }
    }

    fn own(
        &self,
        session: &Session,
        command: &Command,
        options: &RenderOptions,
        streams: &mut Streams<'_>,
    ) -> Result<ExitStatus> {
        let mistakes = govern_gate::mistakes(&self.gates(), session);
        if !mistakes.is_empty() {
            return self.told(
                session,
                mistakes,
                Sources::default(),
                Verdict::Incomplete,
                options,
                streams,
            );
        }
        let mut written = Ok(());
        let mut outcome = None;
        let mut work = |out: &mut dyn Write| {
            match (command.run)(session, out) {
                Ok(done) => outcome = Some(done),
                Err(govern_gate::Error::Output(error)) => return Err(error),
                Err(error) => written = Err(error),
            }
            Ok(())
        };
        let file = command.args.contains(&ArgSpec::OUTPUT);
        match session.args().value("output").filter(|_| file) {
            Some(path) => {
                let mut text = Vec::new();
                work(&mut text)?;
                // A file that was there is better than one with half of what it should hold, or with nothing of it.
                let is_refused = outcome
                    .as_ref()
                    .is_some_and(|it| it.verdict != Verdict::Clean && text.is_empty());
                if written.is_ok() && !is_refused {
                    output::to_file(path.into(), |out| out.write_all(&text))?;
                }
            }
            None => output::to_stdout(streams.out, work)?,
        }
        if let Err(error) = written {
            let mut sources = Sources::default();
            let diagnostics = error.diagnostics(&mut sources);
            return self.told(
                session,
                diagnostics,
                sources,
                Verdict::Incomplete,
                options,
                streams,
            );
        }
        match outcome {
            Some(outcome) => self.told(
                session,
                outcome.diagnostics,
                Sources::default(),
                outcome.verdict,
                options,
                streams,
            ),
            // Its reader went away before it came to its end.
            None => Ok(ExitStatus::Clean),
        }
    }

    /// Tells on stderr what a subcommand has to say besides its result.
    fn told(
        &self,
        session: &Session,
        diagnostics: Vec<Diagnostic>,
        extra: Sources,
        verdict: Verdict,
        options: &RenderOptions,
        streams: &mut Streams<'_>,
    ) -> Result<ExitStatus> {
        if !diagnostics.is_empty() {
            let mut report = Report {
                tool: Tool::subcommand(&self.name),
                diagnostics,
                ..Report::default()
            };
            let mut sources = session.sources(&report);
            sources.extend(extra);
            report.sort(|file| sources.path(file).unwrap_or_default());
            render(Format::Human, &report, &sources, options, streams.err)?;
        }
        Ok(verdict.into())
    }
}

/// Does what a subcommand does that is shown like a check; tells how it gets on, unless nobody wants to know.
fn reported(
    report: &ReportCommand,
    session: &Session,
    request: &Request,
    streams: &mut Streams<'_>,
) -> Run {
    let mut progress = |line: &str| {
        if !request.quiet {
            // If nobody listens, the report says it.
            drop(writeln!(streams.err, "{line}"));
        }
    };
    (report.run)(session, &mut progress)
        .unwrap_or_else(|error| not_run(session, report.name, error))
}

/// Runs with a large stack; says that a panic, which has been printed where it happened, is a bug.
fn guarded(
    tool: &Tool,
    err: &mut dyn Write,
    work: impl FnOnce() -> ExitStatus + Send + 'static,
) -> ExitStatus {
    let thread = thread::Builder::new()
        .name(tool.name.clone())
        .stack_size(STACK)
        .spawn(work);
    let text = match thread.map(thread::JoinHandle::join) {
        Ok(Ok(status)) => return status,
        Ok(Err(_)) => {
            format!(
                "this is a bug in {} {}; please report it with what is above",
                tool.name, tool.version
            )
        }
        Err(error) => format!("no thread can be started: {error}"),
    };
    // If nobody listens, the exit status says it.
    let _ = writeln!(err, "error: {text}");
    ExitStatus::CouldNotRun
}

/// Shows a report in every format that was asked for.
fn show(
    report: &Report,
    sources: &Sources,
    verdict: Verdict,
    request: &Request,
    options: &RenderOptions,
    streams: &mut Streams<'_>,
) -> Result<Shown> {
    let shown = rendered(report, sources, verdict, request, options)?;
    write_shown(&shown, &request.outputs, streams)?;
    Ok(shown)
}

/// A report in every format that was asked for.
fn rendered(
    report: &Report,
    sources: &Sources,
    verdict: Verdict,
    request: &Request,
    options: &RenderOptions,
) -> Result<Shown> {
    let plain = RenderOptions {
        color: false,
        ..options.clone()
    };
    let written = |format: Format, options: &RenderOptions| {
        let mut text = Vec::new();
        render(format, report, sources, options, &mut text)?;
        anyhow::Ok(text)
    };
    let files = request.outputs.files.iter();
    let files = files.map(|(format, _)| written(*format, &plain));
    let files = files.collect::<Result<_>>()?;
    let format = request.outputs.stdout;
    let is_prose = matches!(format, Format::Human | Format::Short | Format::Agent);
    let is_nothing =
        request.quiet && is_prose && verdict == Verdict::Clean && report.diagnostics.is_empty();
    let stdout = match is_nothing {
        true => None,
        false => Some(written(format, options)?),
    };
    Ok(Shown::new(verdict, stdout, files))
}

/// Writes what a run shows to where it was asked for.
fn write_shown(shown: &Shown, outputs: &Outputs, streams: &mut Streams<'_>) -> Result<()> {
    for ((format, path), text) in outputs.files.iter().zip(&shown.files) {
        let write = |out: &mut dyn Write| out.write_all(text);
        if format.appends() {
            output::behind(path, write)?;
        } else {
            output::to_file(path, write)?;
        }
    }
    match &shown.stdout {
        Some(text) => output::to_stdout(streams.out, |out| out.write_all(text)),
        None => Ok(()),
    }
}

/// Shows what clap has to say: help on stdout, mistakes on stderr.
fn usage(
    error: &clap::Error,
    surroundings: &Surroundings,
    streams: &mut Streams<'_>,
) -> ExitStatus {
    let rendered = error.render();
    let text = if surroundings.color(None) {
        rendered.ansi().to_string()
    } else {
        rendered.to_string()
    };
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            match output::to_stdout(streams.out, |out| out.write_all(text.as_bytes())) {
                Ok(()) => ExitStatus::Clean,
                Err(_) => ExitStatus::CouldNotRun,
            }
        }
        _ => {
            let _ = streams.err.write_all(text.as_bytes());
            ExitStatus::CouldNotRun
        }
    }
}

#[cfg(test)]
mod tests {
    use std::hint::black_box;

    use super::*;

    fn ended(work: impl FnOnce() -> ExitStatus + Send + 'static) -> (ExitStatus, String) {
        let mut err = Vec::new();
        let status = guarded(&Tool::subcommand("calls"), &mut err, work);
        (status, String::from_utf8(err).unwrap())
    }

    #[test]
    fn a_panic_is_a_bug_and_not_a_finding() {
        let (status, err) = ended(|| panic!("on purpose"));
        assert_eq!(status, ExitStatus::CouldNotRun);
        assert!(
            err.starts_with("error: this is a bug in cargo-calls "),
            "{err}"
        );
    }

    #[test]
    fn deep_recursion_has_room() {
        fn deep(depth: usize) -> usize {
            let room = black_box([depth; 128]);
            if depth == 0 {
                0
            } else {
                deep(depth - 1) + room[0] % 2
            }
        }
        let (status, err) = ended(|| {
            assert_eq!(deep(50_000), 25_000);
            ExitStatus::Clean
        });
        assert_eq!((status, err.as_str()), (ExitStatus::Clean, ""));
    }
}
