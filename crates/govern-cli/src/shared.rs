//! The arguments that all programs share.

use clap::{Arg, ArgAction, ValueHint, builder::PossibleValuesParser};
use govern_diagnostics::Format;
use govern_gate::FailOn;

use crate::environment::Color;

/// Which of them a command takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shared {
    /// What to look at, and how to speak.
    Workspace,
    /// Also what to report, and in which format.
    Report,
}

/// The arguments, under their headings.
pub(crate) fn args(shared: Shared) -> Vec<Arg> {
    let mut args = under("Selection", selection());
    let mut output = speech();
    if shared == Shared::Report {
        args.extend(under("Rules", rules()));
        output.splice(..0, formats());
    }
    args.extend(under("Output", output));
    args.extend(under("Cargo", cargo()));
    args
}

pub(crate) fn flag(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name)
        .long(name)
        .help(help)
        .action(ArgAction::SetTrue)
}

fn under(heading: &'static str, args: Vec<Arg>) -> Vec<Arg> {
    args.into_iter()
        .map(|arg| arg.help_heading(heading))
        .collect()
}

fn selection() -> Vec<Arg> {
    vec![
        path(
            "manifest-path",
            "the `Cargo.toml` of the workspace or of one of its packages",
        ),
        many(
            "package",
            "SPEC",
            "show what concerns this package: a name, a glob, `name@version`",
        )
        .short('p'),
        flag(
            "workspace",
            "show what concerns any package; what is done without `--package`",
        )
        .conflicts_with("package"),
        many("exclude", "SPEC", "leave this package out"),
        path(
            "config",
            "the configuration, instead of `govern.toml` at the workspace root",
        ),
    ]
}

fn rules() -> Vec<Arg> {
    vec![
        many("allow", "RULE", "do not report findings of this rule").short('A'),
        many("warn", "RULE", "report findings of this rule as warnings").short('W'),
        many("deny", "RULE", "report findings of this rule as errors").short('D'),
        option("fail-on", "SEVERITY", "what makes the exit status 1")
            .value_parser(PossibleValuesParser::new(FailOn::ALL.map(FailOn::as_str))),
        path(
            "baseline",
            "the baseline, instead of `govern-baseline.toml` at the workspace root",
        ),
        option(
            "since",
            "REV",
            "only findings that were not there at this git revision",
        ),
        flag(
            "staged",
            "look at what is staged for a commit, and report what is found in the files that it changes",
        )
        .conflicts_with("since"),
    ]
}

fn formats() -> Vec<Arg> {
    let formats = Format::ALL.map(Format::as_str).join(", ");
    let text = format!(
        "how to show what was found, and the file to write it to instead of stdout: {formats}"
    );
    vec![
        many("format", "FORMAT[=PATH]", &text).visible_alias("message-format"),
        many(
            "output",
            "[FORMAT=]PATH",
            "the file to write to instead of stdout",
        )
        .short('o')
        .value_hint(ValueHint::FilePath),
        flag(
            "show-suppressed",
            "put what waivers and the baseline accept into `sarif`, too, as suppressed",
        ),
    ]
}

fn speech() -> Vec<Arg> {
    vec![
        option("color", "WHEN", "when to use colour")
            .value_parser(PossibleValuesParser::new(Color::NAMES)),
        flag("quiet", "say nothing if there is nothing to complain about")
            .short('q')
            .conflicts_with("verbose"),
        flag("verbose", "list what is only counted otherwise").short('v'),
        flag("timings", "say on stderr where the time went"),
    ]
}

fn cargo() -> Vec<Arg> {
    vec![
        many(
            "features",
            "FEATURES",
            "features to activate, by comma or blank",
        )
        .short('F'),
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
            "run nothing that the workspace brings along, read nothing outside of it and use no cache: read the manifests instead of asking cargo",
        ),
        flag("no-cache", "neither read nor write caches"),
    ]
}

fn option(name: &'static str, value: &'static str, help: &'static str) -> Arg {
    Arg::new(name)
        .long(name)
        .value_name(value)
        .help(help)
        .action(ArgAction::Set)
}

fn many(name: &'static str, value: &'static str, help: &str) -> Arg {
    let help = format!("{help}; may be repeated");
    Arg::new(name)
        .long(name)
        .value_name(value)
        .help(help)
        .action(ArgAction::Append)
}

fn path(name: &'static str, help: &'static str) -> Arg {
    option(name, "PATH", help).value_hint(ValueHint::FilePath)
}
