//! The arguments as clap sees them: what every program has, and what its gates add.

use std::ffi::OsString;

use clap::{Arg, ArgAction, ArgMatches, Command, ValueHint, builder::PossibleValuesParser};
use govern_gate::{ArgKind, ArgSpec, Args, Gate, ReportCommand};

use crate::{
    Cli, exit,
    shared::{self, Shared},
};

/// The command line of a program.
pub(crate) fn command(cli: &Cli) -> Command {
    build(cli, &|_| true)
}

/// The same, but only subcommands that these arguments may name know what they take: what is understood by it is understood as by
/// the whole one, and to make all of those takes longer than many a run.
pub(crate) fn command_for(cli: &Cli, arguments: &[OsString]) -> Command {
    build(cli, &|name| arguments.iter().any(|it| it == name))
}

fn build(cli: &Cli, is_named: &dyn Fn(&str) -> bool) -> Command {
    let own_command = |own: &govern_gate::Command, of_gate: &[ArgSpec]| match is_named(own.name) {
        true => own_command(own, of_gate),
        false => Command::new(own.name).about(own.summary),
    };
    let specs = gate_specs(&cli.gates);
    let check =
        Command::new("check").about("check the workspace; what runs if no subcommand is given");
    let baseline = Command::new("baseline")
        .about("accept what is found now: write the baseline")
        .arg(shared::flag(
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
            over_workspace(check, &specs, Shared::Report),
            explain(),
            Command::new("rules").about("list the rules and their levels"),
            over_workspace(baseline, &specs, Shared::Report),
            completions(),
            man(),
        ])
        .subcommands(cli.commands.iter().map(|&own| own_command(own, &[])))
        .subcommands(
            cli.reports
                .iter()
                .map(|report| match is_named(report.name) {
                    true => report_command(report, &specs),
                    false => Command::new(report.name).about(report.summary),
                }),
        );
    let command = over_workspace(command, &specs, Shared::Report);
    let own_commands = |gate: &dyn Gate| {
        let commands = gate.commands().iter();
        let commands = commands.map(|own| own_command(own, gate.args()));
        commands.collect::<Vec<_>>()
    };
    match &cli.gates[..] {
        [gate] => command.subcommands(own_commands(*gate)),
        gates => command.subcommands(gates.iter().map(|gate| {
            let only = Command::new(gate.name())
                .about(format!("only this gate: {}", gate.summary()))
                .disable_help_subcommand(true);
            match is_named(gate.name()) {
                true => {
                    let only = only.subcommands(own_commands(*gate));
                    over_workspace(only, gate.args(), Shared::Report)
                }
                false => only,
            }
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

fn man() -> Command {
    let subcommand = Arg::new("subcommand")
        .value_name("SUBCOMMAND")
        .num_args(0..)
        .help("the page of this subcommand; of the program if none is given");
    let directory = Arg::new("directory")
        .long("directory")
        .value_name("DIRECTORY")
        .value_hint(ValueHint::DirPath)
        .conflicts_with("subcommand")
        .help("write the pages of the program and of all its subcommands into this directory");
    Command::new("man")
        .about("write a manual page to stdout, or all of them into a directory")
        .arg(subcommand)
        .arg(directory)
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
    over_workspace(command, &own_specs(own, of_gate), Shared::Workspace)
}

/// A subcommand that is shown like a check, with what that takes.
fn report_command(report: &ReportCommand, of_gates: &[ArgSpec]) -> Command {
    let command = Command::new(report.name).about(report.summary);
    let command = match report.details {
        "" => command,
        details => command.long_about(format!("{}\n\n{details}", report.summary)),
    };
    over_workspace(command, &report_specs(report, of_gates), Shared::Report)
}

/// The arguments of such a subcommand: its own, and those of gates that it does not have itself.
pub(crate) fn report_specs(report: &ReportCommand, of_gates: &[ArgSpec]) -> Vec<ArgSpec> {
    own_first(report.args, of_gates)
}

/// The arguments of a subcommand: its own, and those of its gate that it does not have itself.
pub(crate) fn own_specs(own: &govern_gate::Command, of_gate: &[ArgSpec]) -> Vec<ArgSpec> {
    own_first(own.args, of_gate)
}

fn own_first(own: &[ArgSpec], of_gate: &[ArgSpec]) -> Vec<ArgSpec> {
    let is_own = |spec: &&ArgSpec| own.iter().any(|other| other.name == spec.name);
    own.iter()
        .chain(of_gate.iter().filter(|spec| !is_own(spec)))
        .copied()
        .collect()
}

/// A command that works on a workspace: with these arguments, and the shared ones that are not called like one of them.
fn over_workspace(command: Command, specs: &[ArgSpec], shared: Shared) -> Command {
    let is_free = |arg: &Arg| !specs.iter().any(|spec| arg.get_id() == spec.name);
    with_specs(command, specs).args(shared::args(shared).into_iter().filter(is_free))
}

fn with_specs(command: Command, specs: &[ArgSpec]) -> Command {
    command.args(specs.iter().map(|spec| {
        let arg = Arg::new(spec.name).help(spec.help).required(spec.required);
        let arg = match spec.short {
            Some(letter) => arg.short(letter),
            None => arg,
        };
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
        // One letter means the same everywhere.
        let arg = if *spec == ArgSpec::OUTPUT {
            arg.short('o').value_hint(ValueHint::FilePath)
        } else {
            arg
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
