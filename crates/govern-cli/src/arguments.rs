//! The arguments: what can be typed, and what it means.

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Command};
use govern_diagnostics::{Format, Level};
use govern_gate::{ArgKind, ArgSpec, Args, FailOn, Gate};
use govern_workspace::{FeatureSelection, LoadOptions, Network, PackageSelection, Resolve};

use crate::environment::Color;

const EXIT_STATUS: &str =
    "Exit status: 0 clean, 1 findings at or above the fail level, 2 could not run.";

/// The whole command line of a subcommand.
pub(crate) fn command(name: &'static str, about: &str, gates: &[&dyn Gate]) -> Command {
    let check = check_args(gates);
    let mut command = Command::new(format!("cargo-{name}"))
        .bin_name(format!("cargo {name}"))
        .version(env!("CARGO_PKG_VERSION"))
        .about(about.to_owned())
        .after_help(EXIT_STATUS)
        .args(workspace_args())
        .args(check.clone())
        .subcommand(
            Command::new("check")
                .about("runs the checks; the default")
                .after_help(EXIT_STATUS)
                .args(check.clone()),
        )
        .subcommand(
            Command::new("explain").about("explains a rule").arg(
                Arg::new("rule")
                    .required(true)
                    .value_name("RULE")
                    .help("its name, as in `layer_violation`"),
            ),
        )
        .subcommand(Command::new("rules").about("lists the rules with their levels"))
        .subcommand(
            Command::new("baseline")
                .about("writes the findings that there are now into a file of accepted ones")
                .args(check)
                .arg(flag(
                    "ratchet",
                    "only remove what is no longer found; fail if there is anything new",
                )),
        )
        .subcommand(
            Command::new("completions")
                .about("prints completions for a shell")
                .arg(
                    Arg::new("shell")
                        .required(true)
                        .value_name("SHELL")
                        .value_parser(clap::value_parser!(clap_complete::Shell))
                        .help("which shell"),
                ),
        );
    for gate in gates {
        for own in gate.commands() {
            // Two gates may have a command of the same name; each has it in its own program.
            if command
                .get_subcommands()
                .any(|known| known.get_name() == own.name)
            {
                continue;
            }
            let subcommand = Command::new(own.name)
                .about(own.summary)
                .after_help(own.details)
                .args(own.args.iter().map(argument));
            command = command.subcommand(subcommand);
        }
    }
    command
}

/// What to load and how to speak: before or behind a subcommand.
fn workspace_args() -> Vec<Arg> {
    let args = [
        option("manifest-path", "PATH", "path to Cargo.toml"),
        option(
            "config",
            "PATH",
            "path to govern.toml, from the workspace root",
        ),
        many(
            "package",
            "SPEC",
            "packages to report on; all members by default",
        )
        .short('p'),
        flag("workspace", "report on all members; the default"),
        many("exclude", "SPEC", "packages not to report on"),
        many("features", "FEATURES", "features to activate")
            .short('F')
            .value_delimiter(','),
        flag("all-features", "activate all features"),
        flag(
            "no-default-features",
            "do not activate the default features",
        ),
        option("target", "TRIPLE", "read `cfg` as for this target"),
        flag("offline", "let cargo use no network"),
        flag("locked", "let cargo change no Cargo.lock"),
        flag("frozen", "both of them"),
        flag(
            "untrusted",
            "start no process: read the manifests instead of asking cargo",
        ),
        flag("no-cache", "neither read nor write the cache of facts"),
        flag("timings", "say on stderr where the time went"),
        option("color", "WHEN", "when to use colours: auto, always, never")
            .value_parser(PossibleValuesParser::new(["auto", "always", "never"])),
        flag("quiet", "say nothing beside the result").short('q'),
        flag("verbose", "list what is only counted otherwise").short('v'),
    ];
    args.into_iter().map(|arg| arg.global(true)).collect()
}

/// What a check takes.
fn check_args(gates: &[&dyn Gate]) -> Vec<Arg> {
    let formats: Vec<&str> = Format::ALL.into_iter().map(Format::as_str).collect();
    let fail_on: Vec<&str> = FailOn::ALL.into_iter().map(FailOn::as_str).collect();
    let mut args = vec![
        many(
            "format",
            "FORMAT[=PATH]",
            &format!("how to show it, and where ({})", formats.join(", ")),
        )
        .visible_alias("message-format"),
        option("output", "PATH", "write there instead of to stdout"),
        option(
            "baseline",
            "PATH",
            "the file of accepted findings, from the workspace root",
        ),
        option("fail-on", "SEVERITY", "what fails the run")
            .value_parser(PossibleValuesParser::new(fail_on)),
        many("allow", "RULE", "set a rule to allow").short('A'),
        many("warn", "RULE", "set a rule to warn").short('W'),
        many("deny", "RULE", "set a rule to deny").short('D'),
    ];
    if gates.len() > 1 {
        let names: Vec<&str> = gates.iter().map(|gate| gate.name()).collect();
        let only = option("gate", "GATE", "run only this gate")
            .value_parser(PossibleValuesParser::new(names));
        args.push(only);
    }
    for spec in gates.iter().flat_map(|gate| gate.args()) {
        if !args.iter().any(|arg| arg.get_id() == spec.name) {
            args.push(argument(spec));
        }
    }
    args
}

fn flag(name: &'static str, help: &str) -> Arg {
    Arg::new(name)
        .long(name)
        .help(help.to_owned())
        .action(ArgAction::SetTrue)
}

fn option(name: &'static str, value: &'static str, help: &str) -> Arg {
    Arg::new(name)
        .long(name)
        .value_name(value)
        .help(help.to_owned())
}

fn many(name: &'static str, value: &'static str, help: &str) -> Arg {
    option(name, value, help).action(ArgAction::Append)
}

fn argument(spec: &ArgSpec) -> Arg {
    let arg = match spec.kind {
        ArgKind::Flag => return flag(spec.name, spec.help),
        ArgKind::Option(value) => option(spec.name, value, spec.help),
        ArgKind::Repeated(value) => many(spec.name, value, spec.help),
        ArgKind::Positional(value) => Arg::new(spec.name).value_name(value).help(spec.help),
        ArgKind::Positionals(value) => Arg::new(spec.name)
            .value_name(value)
            .help(spec.help)
            .num_args(0..)
            .action(ArgAction::Append),
    };
    let arg = arg.required(spec.required);
    if spec.choices.is_empty() {
        arg
    } else {
        arg.value_parser(PossibleValuesParser::new(spec.choices))
    }
}

/// The arguments that a gate's specs describe, as given.
pub(crate) fn gate_args(specs: &[ArgSpec], matches: &ArgMatches) -> Args {
    let mut args = Args::default();
    for spec in specs {
        match spec.kind {
            ArgKind::Flag => {
                if matches.get_flag(spec.name) {
                    args.set(spec.name);
                }
            }
            _ => {
                for value in matches.get_many::<String>(spec.name).into_iter().flatten() {
                    args.push(spec.name, value);
                }
            }
        }
    }
    args
}

/// What to load.
pub(crate) fn load_options(matches: &ArgMatches) -> LoadOptions {
    let frozen = matches.get_flag("frozen");
    LoadOptions {
        manifest_path: matches.get_one::<String>("manifest-path").map(Into::into),
        features: FeatureSelection {
            all: matches.get_flag("all-features"),
            no_default: matches.get_flag("no-default-features"),
            list: strings(matches, "features"),
        },
        target: matches.get_one::<String>("target").cloned(),
        network: Network {
            offline: frozen || matches.get_flag("offline"),
            locked: frozen || matches.get_flag("locked"),
        },
        packages: PackageSelection {
            include: strings(matches, "package"),
            exclude: strings(matches, "exclude"),
        },
        cache: !matches.get_flag("no-cache"),
        threads: None,
        resolve: if matches.get_flag("untrusted") {
            Resolve::Manifests
        } else {
            Resolve::Cargo
        },
    }
}

/// Levels in the order in which they were typed: the last one counts.
pub(crate) fn levels(matches: &ArgMatches) -> Vec<(Level, String)> {
    let mut levels = Vec::new();
    for (name, level) in [
        ("allow", Level::Allow),
        ("warn", Level::Warn),
        ("deny", Level::Deny),
    ] {
        let positions = matches.indices_of(name).into_iter().flatten();
        levels.extend(
            positions
                .zip(strings(matches, name))
                .map(|(position, rule)| (position, level, rule)),
        );
    }
    levels.sort_by_key(|(position, ..)| *position);
    levels
        .into_iter()
        .map(|(_, level, rule)| (level, rule))
        .collect()
}

pub(crate) fn strings(matches: &ArgMatches, name: &str) -> Vec<String> {
    matches
        .get_many::<String>(name)
        .into_iter()
        .flatten()
        .cloned()
        .collect()
}

/// When to use colours.
pub(crate) fn color(matches: &ArgMatches) -> Color {
    matches
        .get_one::<String>("color")
        .and_then(|name| Color::named(name))
        .unwrap_or(Color::Auto)
}
