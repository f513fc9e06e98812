//! What was typed, as what it means.

use anyhow::{Result, bail};
use camino::Utf8PathBuf;
use clap::ArgMatches;
use clap_complete::Shell;
use govern_diagnostics::{Format, Level};
use govern_gate::{ArgSpec, Args, FailOn};
use govern_workspace::{FeatureSelection, LoadOptions, Network, PackageSelection, Resolve};

use crate::{Cli, arguments, environment::Color};

/// What a program is to do, and how.
#[derive(Debug)]
pub(crate) struct Request {
    pub(crate) action: Action,
    pub(crate) load: LoadOptions,
    pub(crate) config: Option<Utf8PathBuf>,
    pub(crate) baseline: Option<Utf8PathBuf>,
    /// The git revision since which findings are new.
    pub(crate) since: Option<String>,
    /// Whether to look at what is staged.
    pub(crate) staged: bool,
    pub(crate) levels: Vec<(Level, String)>,
    pub(crate) fail_on: Option<FailOn>,
    pub(crate) args: Args,
    /// The one gate to run, of several.
    pub(crate) only: Option<&'static str>,
    pub(crate) outputs: Outputs,
    pub(crate) color: Option<Color>,
    pub(crate) show_suppressed: bool,
    pub(crate) quiet: bool,
    pub(crate) verbose: bool,
    pub(crate) timings: bool,
}

/// What a program is to do.
#[derive(Debug)]
pub(crate) enum Action {
    Check,
    Explain(String),
    Rules,
    Baseline {
        ratchet: bool,
    },
    Completions(Shell),
    /// The page of the subcommand that these words name, or all into a directory.
    Manual {
        of: Vec<String>,
        directory: Option<Utf8PathBuf>,
    },
    Own(&'static govern_gate::Command),
    Reported(&'static govern_gate::ReportCommand),
}

/// Where reports go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Outputs {
    /// Always one: a terminal stays human while files are written.
    pub(crate) stdout: Format,
    pub(crate) files: Vec<(Format, Utf8PathBuf)>,
}

impl Request {
    pub(crate) fn new(cli: &Cli, matches: &ArgMatches) -> Result<Request> {
        let specs = arguments::gate_specs(&cli.gates);
        let mut args = Args::default();
        arguments::take(&specs, matches, &mut args);
        let mut given = Given(vec![Place {
            matches,
            own: specs,
        }]);
        let (action, only) = action(cli, matches, &mut given, &mut args);
        let fail_on = given.text("fail-on");
        let since = given.text("since");
        if since.is_some() && matches!(action, Action::Baseline { .. }) {
            bail!("`--since` leaves findings out, and a baseline is written of all of them");
        }
        let staged = given.flag("staged");
        if staged && !matches!(action, Action::Check) {
            bail!("`--staged` is for checks: anything else is about the work tree");
        }
        let is_of_staged =
            matches!(&action, Action::Own(command) if command.args.contains(&ArgSpec::STAGED));
        let staged = staged || is_of_staged && args.flag(ArgSpec::STAGED.name);
        Ok(Request {
            staged,
            action,
            load: load(cli, &given),
            config: given.text("config").map(Utf8PathBuf::from),
            baseline: given.text("baseline").map(Utf8PathBuf::from),
            since,
            levels: levels(&given),
            fail_on: FailOn::ALL
                .into_iter()
                .find(|it| fail_on.as_deref() == Some(it.as_str())),
            args,
            only,
            outputs: Outputs::read(&given.texts("format"), &given.texts("output"))?,
            color: given.text("color").as_deref().and_then(Color::named),
            show_suppressed: given.flag("show-suppressed"),
            quiet: given.flag("quiet"),
            verbose: given.flag("verbose"),
            timings: given.flag("timings"),
        })
    }
}

/// What was given at the program and at its subcommand, from the outside to the inside: the same argument may stand at
/// either.
struct Given<'m>(Vec<Place<'m>>);

/// The arguments at one place.
struct Place<'m> {
    matches: &'m ArgMatches,
    /// Those that are the command's own: a shared one of the same name is not there.
    own: Vec<ArgSpec>,
}

impl<'m> Place<'m> {
    /// The values of a shared argument, with their positions.
    fn texts(&self, name: &str) -> Vec<(usize, String)> {
        if self.own.iter().any(|spec| spec.name == name) {
            return Vec::new();
        }
        let Ok(Some(values)) = self.matches.try_get_many::<String>(name) else {
            return Vec::new();
        };
        let positions = self.matches.indices_of(name).into_iter().flatten();
        positions.zip(values.cloned()).collect()
    }

    fn flag(&self, name: &str) -> bool {
        let is_own = self.own.iter().any(|spec| spec.name == name);
        !is_own && matches!(self.matches.try_get_one::<bool>(name), Ok(Some(true)))
    }
}

impl<'m> Given<'m> {
    fn push(&mut self, matches: &'m ArgMatches, own: Vec<ArgSpec>) {
        self.0.push(Place { matches, own });
    }

    fn flag(&self, name: &str) -> bool {
        self.0.iter().any(|place| place.flag(name))
    }

    /// The innermost one counts.
    fn text(&self, name: &str) -> Option<String> {
        self.texts(name).pop()
    }

    /// All of them, in order.
    fn texts(&self, name: &str) -> Vec<String> {
        self.0
            .iter()
            .flat_map(|place| place.texts(name))
            .map(|(_, text)| text)
            .collect()
    }
}

/// What to do, and with which gate only.
fn action<'m>(
    cli: &Cli,
    matches: &'m ArgMatches,
    given: &mut Given<'m>,
    args: &mut Args,
) -> (Action, Option<&'static str>) {
    let specs = arguments::gate_specs(&cli.gates);
    let Some((name, inner)) = matches.subcommand() else {
        return (Action::Check, None);
    };
    let action = match name {
        "check" | "baseline" => {
            arguments::take(&specs, inner, args);
            given.push(inner, specs);
            match name {
                "check" => Action::Check,
                _ => Action::Baseline {
                    ratchet: inner.get_flag("ratchet"),
                },
            }
        }
        "explain" => Action::Explain(inner.get_one::<String>("rule").cloned().unwrap_or_default()),
        "rules" => Action::Rules,
        "completions" => Action::Completions(
            *inner
                .get_one::<Shell>("shell")
                .expect("clap requires the shell"),
        ),
        "man" => Action::Manual {
            of: inner
                .get_many("subcommand")
                .into_iter()
                .flatten()
                .cloned()
                .collect(),
            directory: inner.get_one::<String>("directory").map(Utf8PathBuf::from),
        },
        _ => return own(cli, name, inner, given, args),
    };
    (action, None)
}

/// A subcommand that is not every program's.
fn own<'m>(
    cli: &Cli,
    name: &str,
    inner: &'m ArgMatches,
    given: &mut Given<'m>,
    args: &mut Args,
) -> (Action, Option<&'static str>) {
    if let Some(command) = cli.commands.iter().find(|command| command.name == name) {
        arguments::take(command.args, inner, args);
        given.push(inner, command.args.to_vec());
        return (Action::Own(command), None);
    }
    if let Some(report) = cli.reports.iter().find(|report| report.name == name) {
        let specs = arguments::report_specs(report, &arguments::gate_specs(&cli.gates));
        arguments::take(&specs, inner, args);
        given.push(inner, specs);
        return (Action::Reported(report), None);
    }
    let (gate, name, inner) = match &cli.gates[..] {
        [gate] => (*gate, name, inner),
        gates => {
            let gate = gates.iter().find(|gate| gate.name() == name);
            let gate = *gate.expect("clap knows no other subcommand");
            arguments::take(gate.args(), inner, args);
            given.push(inner, gate.args().to_vec());
            let Some((name, innermost)) = inner.subcommand() else {
                return (Action::Check, Some(gate.name()));
            };
            (gate, name, innermost)
        }
    };
    let command = gate.commands().iter().find(|command| command.name == name);
    let command = command.expect("clap knows no other subcommand");
    let specs = arguments::own_specs(command, gate.args());
    arguments::take(&specs, inner, args);
    given.push(inner, specs);
    (Action::Own(command), Some(gate.name()))
}

fn load(cli: &Cli, given: &Given<'_>) -> LoadOptions {
    let frozen = given.flag("frozen");
    LoadOptions {
        manifest_path: given.text("manifest-path").map(Utf8PathBuf::from),
        features: FeatureSelection {
            all: given.flag("all-features"),
            no_default: given.flag("no-default-features"),
            list: given
                .texts("features")
                .iter()
                .flat_map(|list| list.split([',', ' ']))
                .filter(|feature| !feature.is_empty())
                .map(str::to_owned)
                .collect(),
        },
        target: given.text("target"),
        network: Network {
            offline: frozen || given.flag("offline"),
            locked: frozen || given.flag("locked"),
        },
        packages: PackageSelection {
            include: given.texts("package"),
            exclude: given.texts("exclude"),
        },
        // Whoever wrote the checkout may have written the cache in it, too.
        cache: !given.flag("no-cache") && !given.flag("untrusted"),
        resolve: if given.flag("untrusted") {
            Resolve::Manifests
        } else if cli.gates.iter().any(|gate| gate.needs_graph()) {
            Resolve::Cargo
        } else {
            Resolve::Members
        },
        ..LoadOptions::default()
    }
}

/// The levels in the order in which they were given, across the three arguments.
fn levels(given: &Given<'_>) -> Vec<(Level, String)> {
    let mut all = Vec::new();
    for place in &given.0 {
        let of_level = |level: Level| {
            place
                .texts(level.as_str())
                .into_iter()
                .map(move |(at, rule)| (at, level, rule))
        };
        let mut levels: Vec<_> = Level::ALL.into_iter().flat_map(of_level).collect();
        levels.sort_by_key(|(at, ..)| *at);
        all.extend(levels.into_iter().map(|(_, level, rule)| (level, rule)));
    }
    all
}

impl Outputs {
    fn read(formats: &[String], paths: &[String]) -> Result<Outputs> {
        let mut stdout = None;
        let mut files = Vec::new();
        let mut plain = Vec::new();
        for written in formats {
            let (name, path) = match written.split_once('=') {
                Some((name, path)) => (name, Some(path)),
                None => (written.as_str(), None),
            };
            let format = named(name)?;
            match path {
                Some(path) => files.push((format, path.into())),
                None => plain.push(format),
            }
        }
        for path in paths {
            // `sarif=govern.sarif`; any other `=` is part of the path.
            match path
                .split_once('=')
                .and_then(|(name, path)| Some((Format::named(name)?, path)))
            {
                Some((format, path)) => files.push((format, path.into())),
                None if plain.is_empty() => files.push((Format::Human, path.into())),
                None => files.push((plain.remove(0), path.into())),
            }
        }
        for format in plain {
            match stdout {
                None => stdout = Some(format),
                Some(other) if other == format => {}
                Some(other) => bail!(
                    "only one format can be written to stdout: `{other}` or `{format}`; write `--format {format}=<PATH>` for a file"
                ),
            }
        }
        Ok(Outputs {
            stdout: stdout.unwrap_or(Format::Human),
            files,
        })
    }
}

fn named(name: &str) -> Result<Format> {
    let Some(format) = Format::named(name) else {
        let known = Format::ALL.map(Format::as_str);
        match govern_gate::did_you_mean(name, known) {
            Some(likely) => bail!("unknown format `{name}`; did you mean `{likely}`?"),
            None => bail!(
                "unknown format `{name}`; there are {}",
                known.map(|it| format!("`{it}`")).join(", ")
            ),
        }
    };
    Ok(format)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outputs(formats: &[&str], paths: &[&str]) -> Result<Outputs, String> {
        let owned = |texts: &[&str]| {
            texts
                .iter()
                .map(|text| (*text).to_owned())
                .collect::<Vec<_>>()
        };
        Outputs::read(&owned(formats), &owned(paths)).map_err(|error| error.to_string())
    }

    #[test]
    fn several_formats_may_be_written_in_one_run() {
        let file = |format, path: &str| (format, Utf8PathBuf::from(path));
        assert_eq!(
            outputs(&[], &[]).unwrap(),
            Outputs {
                stdout: Format::Human,
                files: vec![]
            }
        );
        assert_eq!(
            outputs(&["json", "sarif=a=b.sarif"], &["github=c"]).unwrap(),
            Outputs {
                stdout: Format::Json,
                files: vec![file(Format::Sarif, "a=b.sarif"), file(Format::Github, "c")]
            }
        );
        assert_eq!(
            outputs(&["json"], &["x=y.json"]).unwrap(),
            Outputs {
                stdout: Format::Human,
                files: vec![file(Format::Json, "x=y.json")]
            }
        );
        assert_eq!(
            outputs(&[], &["report.txt"]).unwrap(),
            Outputs {
                stdout: Format::Human,
                files: vec![file(Format::Human, "report.txt")]
            }
        );
        assert!(
            outputs(&["json", "sarif"], &[])
                .unwrap_err()
                .starts_with("only one format can be written to stdout")
        );
        assert_eq!(
            outputs(&["jsn"], &[]).unwrap_err(),
            "unknown format `jsn`; did you mean `json`?"
        );
        assert!(
            outputs(&["xml"], &[])
                .unwrap_err()
                .ends_with("`gitlab`, `junit`, `rdjson`, `agent`")
        );
    }
}
