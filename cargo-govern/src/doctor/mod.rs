//! `cargo govern doctor`: whether what the gates need is there, and what to do about what is not.

mod here;
mod programs;

use std::io;

use govern_diagnostics::Sources;
use govern_gate::{ArgSpec, Command, CommandOutcome, Error, Options, Session};
use govern_workspace::Workspace;
use serde::Serialize;

/// `cargo govern doctor`.
pub(crate) static DOCTOR: Command = Command {
    name: "doctor",
    summary: "looks whether all is there that the gates need, and says what to do about what is not",
    details: "Looks at the workspace, govern.toml, the lock file and the sources of dependencies; at cargo, rustc and git; at the programs \
              of the suite, which must be of one version; at what a selftest needs; at caches, hooks of git, problem matchers and the \
              workflows of GitHub. Each line is `ok`, `problem` with what to do, `advice` for what nothing depends on, or `unknown` where \
              nobody could look. The exit status is 1 if there is a problem. `--json` writes one document; the schema is \
              docs/schema/doctor.schema.json.",
    args: &[
        ArgSpec::flag("json", "write one JSON document instead of text"),
        ArgSpec::option(
            "config",
            "PATH",
            "the configuration, instead of `govern.toml` at the workspace root",
        ),
    ],
    // It is loaded here, so that one which cannot be loaded is told like all the rest.
    needs_workspace: false,
    run,
};

/// The version of what `--json` writes.
const SCHEMA_VERSION: u32 = 1;

/// What was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Check {
    name: String,
    status: Status,
    /// What is there, or why it is not.
    found: String,
    /// What needs it; none if nothing depends on it.
    needed_by: Option<String>,
    /// What to do.
    help: Option<String>,
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Status {
    Ok,
    /// Something that is needed is not there, or not as it should be.
    Problem,
    /// Nothing depends on it.
    Advice,
    /// Nobody could look.
    Unknown,
}

impl Status {
    fn as_str(self) -> &'static str {
        match self {
            Status::Ok => "ok",
            Status::Problem => "problem",
            Status::Advice => "advice",
            Status::Unknown => "unknown",
        }
    }
}

impl Check {
    fn ok(name: impl Into<String>, found: impl Into<String>) -> Check {
        Check::new(name, Status::Ok, found, None)
    }

    fn problem(name: impl Into<String>, found: impl Into<String>, help: &str) -> Check {
        Check::new(name, Status::Problem, found, Some(help))
    }

    fn advice(name: impl Into<String>, found: impl Into<String>, help: &str) -> Check {
        Check::new(name, Status::Advice, found, Some(help))
    }

    fn unknown(name: impl Into<String>, found: impl Into<String>, help: &str) -> Check {
        Check::new(name, Status::Unknown, found, Some(help))
    }

    fn new(
        name: impl Into<String>,
        status: Status,
        found: impl Into<String>,
        help: Option<&str>,
    ) -> Check {
        Check {
            name: name.into(),
            status,
            found: found.into(),
            needed_by: None,
            help: help.map(str::to_owned),
        }
    }

    fn needed_by(mut self, what: impl Into<String>) -> Check {
        self.needed_by = Some(what.into());
        self
    }
}

#[derive(Serialize)]
struct Report<'c> {
    schema_version: u32,
    /// Whether there is no problem.
    healthy: bool,
    checks: &'c [Check],
}

fn run(session: &Session, out: &mut dyn io::Write) -> Result<CommandOutcome, Error> {
    let checks = checks(session)?;
    let healthy = checks.iter().all(|check| check.status != Status::Problem);
    if session.args().flag("json") {
        let report = Report {
            schema_version: SCHEMA_VERSION,
            healthy,
            checks: &checks,
        };
        serde_json::to_writer_pretty(&mut *out, &report).map_err(io::Error::from)?;
        writeln!(out)?;
    } else {
        write(&checks, out)?;
    }
    Ok(match healthy {
        true => CommandOutcome::clean(),
        false => CommandOutcome::findings(Vec::new()),
    })
}

fn checks(session: &Session) -> Result<Vec<Check>, Error> {
    let options = session.load_options();
    // Cargo writes a lock file where there is none, or one that is behind: what is there before that is to be told.
    let mut strict = options.clone();
    strict.network.locked = true;
    let loaded = match Workspace::load(&strict) {
        Ok(workspace) => Ok((workspace, None)),
        Err(error) => Workspace::load(options).map(|it| (it, Some(in_a_line(error.into())))),
    };
    let (workspace, behind) = match loaded {
        Ok(loaded) => loaded,
        Err(error) => {
            let help = "nothing else can be looked at before that";
            let check = Check::problem("workspace", in_a_line(error.into()), help);
            return Ok(vec![check.needed_by("every gate")]);
        }
    };
    let config = session.args().value("config");
    let config = config
        .map(|path| workspace.path_of_argument(path))
        .transpose()?;
    let session = Session::new(
        workspace,
        Options {
            config,
            load: session.load_options().clone(),
            ..Options::new(session.today())
        },
    );
    let mut checks = vec![here::workspace(&session), here::configuration(&session)];
    checks.push(here::lock_file(&session, behind)?);
    let is_understood = checks[1].status != Status::Problem;
    checks.extend(programs::checks(&session, is_understood)?);
    checks.push(here::caches(&session));
    checks.extend(here::hooks(&session));
    checks.push(here::problem_matchers(&session));
    checks.push(here::workflows(&session));
    Ok(checks)
}

fn write(checks: &[Check], out: &mut dyn io::Write) -> io::Result<()> {
    let wide = checks.iter().map(|it| it.name.chars().count()).max();
    let wide = wide.unwrap_or_default();
    for check in checks {
        let (status, name) = (check.status.as_str(), &check.name);
        writeln!(out, "{status:<7}  {name:<wide$}  {}", check.found)?;
        let indent = wide + 11;
        if let Some(what) = check
            .needed_by
            .as_ref()
            .filter(|_| check.status == Status::Problem)
        {
            writeln!(out, "{:indent$}needed by {what}", "")?;
        }
        if let Some(help) = &check.help {
            writeln!(out, "{:indent$}{help}", "")?;
        }
    }
    let of = |status: Status| checks.iter().filter(|it| it.status == status).count();
    writeln!(
        out,
        "{} ok, {} problem, {} advice, {} unknown",
        of(Status::Ok),
        of(Status::Problem),
        of(Status::Advice),
        of(Status::Unknown),
    )
}

/// The messages of an error, in a line.
fn in_a_line(error: Error) -> String {
    let diagnostics = error.diagnostics(&mut Sources::default());
    let messages = diagnostics.into_iter().map(|it| it.message);
    let messages = messages.map(|it| it.split_whitespace().collect::<Vec<_>>().join(" "));
    messages.collect::<Vec<_>>().join("; ")
}
