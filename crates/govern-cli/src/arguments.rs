//! The arguments as clap sees them: what every program has, and what its gates add.

use clap::{Arg, ArgAction, ArgMatches, Command, ValueHint, builder::PossibleValuesParser};
use govern_diagnostics::Format;
use govern_gate::{ArgKind, ArgSpec, Args, FailOn, Gate};

use crate::{Cli, environment::Color, exit};

/// The headings under which help shows arguments.
const SELECTION: &str = "Selection";
const RULES: &str = "Rules";
const OUTPUT: &str = "Output";
const CARGO: &str = "Cargo";

/// The command line of a program.
pub(crate) fn command(cli: &Cli) -> Command {
    let specs = gate_specs(&cli.gates);
    let check =
        Command::new("check").about("check the workspace; what runs if no subcommand is given");
    let baseline = Command::new("baseline")
        .about("accept what is found now: write the baseline")
        .arg(flag(
            "ratchet",
            "only ever shrink it: findings that it does not accept yet are an error",
        ));
    let command = Command::new(format!("cargo-{}", cli.name))
        .bin_name(format!("cargo {}", cli.name))
        .version(env!("CARGO_PKG_VERSION"))
        .about(cli.about())
        .after_help(exit::help())
        .disable_help_subcommand(true)
        .subcommands([
            over_workspace(check, &specs),
            explain(),
            Command::new("rules").about("list the rules and their levels"),
            over_workspace(baseline, &specs),
            completions(),
        ])
        .subcommands(cli.commands.iter().map(|own| own_command(own, &[])));
    let command = over_workspace(command, &specs);
    match &cli.gates[..] {
        [gate] => command.subcommands(own_commands(*gate)),
        gates => command.subcommands(gates.iter().map(|gate| {
            let only = Command::new(gate.name())
                .about(format!("only this gate: {}", gate.summary()))
                .disable_help_subcommand(true)
                .subcommands(own_commands(*gate));
            over_workspace(only, gate.args())
        })),
    }
}

fn explain() -> Command {
    let rule = Arg::new("rule")
        .value_name("RULE")
        .required(true)
        .help("its name, with or without its gate");
    Command::new("explain")
        .about("say what a rule does, why, and what to do")
        .arg(rule)
}

fn completions() -> Command {
    let shells = clap::value_parser!(clap_complete::Shell);
    let shell = Arg::new("shell")
        .value_name("SHELL")
        .required(true)
        .value_parser(shells);
    Command::new("completions")
        .about("write a completion script for a shell to stdout")
        .arg(shell)
}

fn own_commands(gate: &dyn Gate) -> impl Iterator<Item = Command> {
    let args = gate.args();
    gate.commands().iter().map(|own| own_command(own, args))
}

/// The arguments of gates; what several of them share is one argument.
pub(crate) fn gate_specs(gates: &[&dyn Gate]) -> Vec<ArgSpec> {
    let mut specs: Vec<ArgSpec> = Vec::new();
    for spec in gates.iter().flat_map(|gate| gate.args()) {
        if !specs.iter().any(|known| known.name == spec.name) {
            specs.push(*spec);
        }
    }
    specs
}

/// A subcommand of a gate, with what its gate takes.
fn own_command(own: &govern_gate::Command, of_gate: &[ArgSpec]) -> Command {
    let command = Command::new(own.name).about(own.summary);
    let command = match own.details {
        "" => command,
        details => command.long_about(format!("{}\n\n{details}", own.summary)),
    };
    over_workspace(command, &own_specs(own, of_gate))
}

/// The arguments of a subcommand: its own, and those of its gate that it does not have itself.
pub(crate) fn own_specs(own: &govern_gate::Command, of_gate: &[ArgSpec]) -> Vec<ArgSpec> {
    let is_own = |spec: &&ArgSpec| own.args.iter().any(|other| other.name == spec.name);
    own.args
        .iter()
        .chain(of_gate.iter().filter(|spec| !is_own(spec)))
        .copied()
        .collect()
}

/// A command that works on a workspace: with these arguments, and those that all such commands share.
fn over_workspace(command: Command, specs: &[ArgSpec]) -> Command {
    with_specs(command, specs).args(shared())
}

fn with_specs(command: Command, specs: &[ArgSpec]) -> Command {
    command.args(specs.iter().map(|spec| {
        let arg = Arg::new(spec.name).help(spec.help).required(spec.required);
        let arg = match spec.kind {
            ArgKind::Flag => arg.long(spec.name).action(ArgAction::SetTrue),
            ArgKind::Option(value) => arg.long(spec.name).value_name(value).action(ArgAction::Set),
            ArgKind::Repeated(value) => arg
                .long(spec.name)
                .value_name(value)
                .action(ArgAction::Append),
            ArgKind::Positional(value) => arg.value_name(value).action(ArgAction::Set),
            ArgKind::Positionals(value) => arg
                .value_name(value)
                .num_args(1..)
                .action(ArgAction::Append),
        };
        if spec.choices.is_empty() {
            arg
        } else {
            arg.value_parser(PossibleValuesParser::new(spec.choices))
        }
    }))
}

/// Takes the arguments of gates out of what was given.
pub(crate) fn take(specs: &[ArgSpec], matches: &ArgMatches, args: &mut Args) {
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
}

fn shared() -> Vec<Arg> {
    let selection = [
        option(
            "manifest-path",
            "PATH",
            "the `Cargo.toml` of the workspace or of one of its packages",
        )
        .value_hint(ValueHint::FilePath),
        option(
            "package",
            "SPEC",
            "show what concerns this package; a name, a glob, `name@version`; may be repeated",
        )
        .short('p')
        .action(ArgAction::Append),
        flag(
            "workspace",
            "show what concerns any package; what is done without `--package`",
        )
        .conflicts_with("package"),
        option("exclude", "SPEC", "leave this package out; may be repeated")
            .action(ArgAction::Append),
        option(
            "config",
            "PATH",
            "the configuration, instead of `govern.toml` at the workspace root",
        )
        .value_hint(ValueHint::FilePath),
    ];
    let rules = [
        level('A', "allow", "do not report findings of this rule"),
        level('W', "warn", "report findings of this rule as warnings"),
        level('D', "deny", "report findings of this rule as errors"),
        option("fail-on", "SEVERITY", "what makes the exit status 1")
            .value_parser(PossibleValuesParser::new(FailOn::ALL.map(FailOn::as_str))),
        option(
            "baseline",
            "PATH",
            "the baseline, instead of `govern-baseline.toml` at the workspace root",
        )
        .value_hint(ValueHint::FilePath),
    ];
    let formats = Format::ALL.map(Format::as_str).join(", ");
    let output = [
        option("format", "FORMAT[=PATH]", format!("how to show what was found, and the file to write it to instead of stdout; may be repeated: {formats}"))
            .visible_alias("message-format")
            .action(ArgAction::Append),
        option("output", "[FORMAT=]PATH", "the file to write to instead of stdout").short('o').action(ArgAction::Append).value_hint(ValueHint::FilePath),
        option("color", "WHEN", "when to use colour").value_parser(PossibleValuesParser::new(Color::NAMES)),
        flag("quiet", "say nothing if there is nothing to complain about").short('q').conflicts_with("verbose"),
        flag("verbose", "list what is only counted otherwise").short('v'),
        flag("timings", "say on stderr where the time went"),
    ];
    let cargo = [
        option(
            "features",
            "FEATURES",
            "features to activate, by comma or blank; may be repeated",
        )
        .short('F')
        .action(ArgAction::Append),
        flag("all-features", "activate all features"),
        flag(
            "no-default-features",
            "do not activate the default features",
        ),
        option(
            "target",
            "TRIPLE",
            "look at the workspace as it is for this target",
        ),
        flag("offline", "do not use the network"),
        flag("locked", "do not change `Cargo.lock`"),
        flag("frozen", "both `--offline` and `--locked`"),
        flag(
            "untrusted",
            "start no process: read the manifests instead of asking cargo",
        ),
        flag("no-cache", "neither read nor write caches"),
    ];
    let under = |heading: &'static str| move |arg: Arg| arg.help_heading(heading);
    let selection = selection.into_iter().map(under(SELECTION));
    let rules = rules.into_iter().map(under(RULES));
    let output = output.into_iter().map(under(OUTPUT));
    let cargo = cargo.into_iter().map(under(CARGO));
    selection.chain(rules).chain(output).chain(cargo).collect()
}

fn flag(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name)
        .long(name)
        .help(help)
        .action(ArgAction::SetTrue)
}

fn option(name: &'static str, value: &'static str, help: impl Into<String>) -> Arg {
    Arg::new(name)
        .long(name)
        .value_name(value)
        .help(help.into())
        .action(ArgAction::Set)
}

fn level(short: char, name: &'static str, help: &'static str) -> Arg {
    option(name, "RULE", format!("{help}; may be repeated"))
        .short(short)
        .action(ArgAction::Append)
}
