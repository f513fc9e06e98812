//! What was typed, as what it means.

use anyhow::{Result, bail};
use camino::Utf8PathBuf;
use clap::ArgMatches;
use clap_complete::Shell;
use govern_diagnostics::{Format, Level};
use govern_gate::{Args, FailOn};
use govern_workspace::{FeatureSelection, LoadOptions, Network, PackageSelection, Resolve};

use crate::{Cli, arguments, environment::Color};

/// What a program is to do, and how.
#[derive(Debug)]
pub(crate) struct Request {
    pub(crate) action: Action,
    pub(crate) load: LoadOptions,
    pub(crate) config: Option<Utf8PathBuf>,
    pub(crate) baseline: Option<Utf8PathBuf>,
    pub(crate) levels: Vec<(Level, String)>,
    pub(crate) fail_on: Option<FailOn>,
    pub(crate) args: Args,
    /// The one gate to run, of several.
    pub(crate) only: Option<&'static str>,
    pub(crate) outputs: Outputs,
    pub(crate) color: Option<Color>,
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
    Baseline { ratchet: bool },
    Completions(Shell),
    Own(&'static govern_gate::Command),
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
        let mut given = Given(vec![matches]);
        let mut args = Args::default();
        arguments::take(&arguments::gate_specs(&cli.gates), matches, &mut args);
        let (action, only) = action(cli, &mut given, &mut args);
        if !matches!(
            action,
            Action::Check | Action::Baseline { .. } | Action::Own(_)
        ) {
            // The page of a rule has no arguments that all share.
            given.0.truncate(1);
        }
        let fail_on = given.text("fail-on");
        Ok(Request {
            action,
            load: load(&given),
            config: given.text("config").map(Utf8PathBuf::from),
            baseline: given.text("baseline").map(Utf8PathBuf::from),
            levels: levels(&given),
            fail_on: FailOn::ALL
                .into_iter()
                .find(|it| fail_on.as_deref() == Some(it.as_str())),
            args,
            only,
            outputs: Outputs::read(&given.texts("format"), &given.texts("output"))?,
            color: given.text("color").as_deref().and_then(Color::named),
            quiet: given.flag("quiet"),
            verbose: given.flag("verbose"),
            timings: given.flag("timings"),
        })
    }
}

/// What was given at the program and at its subcommand, from the outside to the inside: the same argument may stand at
/// either.
struct Given<'m>(Vec<&'m ArgMatches>);

impl Given<'_> {
    fn flag(&self, name: &str) -> bool {
        self.0.iter().any(|matches| matches.get_flag(name))
    }

    /// The innermost one counts.
    fn text(&self, name: &str) -> Option<String> {
        self.0
            .iter()
            .rev()
            .find_map(|matches| matches.get_one::<String>(name))
            .cloned()
    }

    /// All of them, in order.
    fn texts(&self, name: &str) -> Vec<String> {
        self.0
            .iter()
            .flat_map(|matches| texts(matches, name))
            .collect()
    }
}

/// What to do, and with which gate only.
fn action(cli: &Cli, given: &mut Given<'_>, args: &mut Args) -> (Action, Option<&'static str>) {
    let specs = arguments::gate_specs(&cli.gates);
    let Some((name, inner)) = given.0[0].subcommand() else {
        return (Action::Check, None);
    };
    given.0.push(inner);
    let action = match name {
        "check" => {
            arguments::take(&specs, inner, args);
            Action::Check
        }
        "baseline" => {
            arguments::take(&specs, inner, args);
            Action::Baseline {
                ratchet: inner.get_flag("ratchet"),
            }
        }
        "explain" => Action::Explain(texts(inner, "rule").concat()),
        "rules" => Action::Rules,
        "completions" => Action::Completions(
            *inner
                .get_one::<Shell>("shell")
                .expect("clap requires the shell"),
        ),
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
        return (Action::Own(command), None);
    }
    let (gate, name, inner) = match &cli.gates[..] {
        [gate] => (*gate, name, inner),
        gates => {
            let gate = gates.iter().find(|gate| gate.name() == name);
            let gate = *gate.expect("clap knows no other subcommand");
            arguments::take(gate.args(), inner, args);
            let Some((name, innermost)) = inner.subcommand() else {
                return (Action::Check, Some(gate.name()));
            };
            given.0.push(innermost);
            (gate, name, innermost)
        }
    };
    let command = gate.commands().iter().find(|command| command.name == name);
    let command = command.expect("clap knows no other subcommand");
    arguments::take(&arguments::own_specs(command, gate.args()), inner, args);
    (Action::Own(command), Some(gate.name()))
}

fn load(given: &Given<'_>) -> LoadOptions {
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
        cache: !given.flag("no-cache"),
        resolve: if given.flag("untrusted") {
            Resolve::Manifests
        } else {
            Resolve::Cargo
        },
        ..LoadOptions::default()
    }
}

/// The levels in the order in which they were given, across the three arguments.
fn levels(given: &Given<'_>) -> Vec<(Level, String)> {
    let mut all = Vec::new();
    for matches in &given.0 {
        let mut levels: Vec<(usize, Level, String)> = Vec::new();
        for level in Level::ALL {
            let name = level.as_str();
            let indices = matches.indices_of(name).into_iter().flatten();
            levels.extend(
                indices
                    .zip(texts(matches, name))
                    .map(|(index, rule)| (index, level, rule)),
            );
        }
        levels.sort_by_key(|(index, ..)| *index);
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

fn texts(matches: &ArgMatches, name: &str) -> Vec<String> {
    matches
        .get_many::<String>(name)
        .into_iter()
        .flatten()
        .cloned()
        .collect()
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
                .ends_with("there are `human`, `short`, `json`, `sarif`, `github`")
        );
    }
}
