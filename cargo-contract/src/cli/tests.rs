//! What is read from derives, beside what clap 4.6 itself says of the same source (`Command::get_arguments`).

use govern_gate::link;
use govern_testing::workspace;

use clap::CommandFactory;

use super::Change;
use super::compare::compare;
use super::frame::Reader;
use crate::cli_tree::Command;
use crate::collect::Side;
use crate::lifecycle::items::Items;

#[path = "../../tests/witnesses/lines.rs"]
mod lines;
#[path = "../../tests/witnesses/desk/looser.rs"]
mod looser;
#[path = "../../tests/witnesses/desk/published.rs"]
mod published;
#[path = "../../tests/witnesses/desk/tighter.rs"]
mod tighter;

const PUBLISHED: &str = include_str!("../../tests/witnesses/desk/published.rs");
const LOOSER: &str = include_str!("../../tests/witnesses/desk/looser.rs");
const TIGHTER: &str = include_str!("../../tests/witnesses/desk/tighter.rs");

/// A line for each command and each argument, then what is not understood.
fn listed(code: &str) -> Vec<String> {
    let code = format!("use clap::{{Args, Parser, Subcommand, ValueEnum}};\n{code}\n");
    let (command, opaque) = read(&code);
    let mut lines = Vec::new();
    list("", &command, &mut lines);
    lines.extend(opaque.into_iter().map(|why| format!("? {why}")));
    lines
}

/// The command line of a file with a type `Desk`, and what of it is not understood.
fn read(code: &str) -> (Command, Vec<String>) {
    let workspace = workspace(&format!("//- /src/main.rs deps:clap\n{code}"));
    let names = link(&workspace);
    let side = Side {
        workspace: &workspace,
        names: &names,
    };
    let items = Items::new(&side);
    let path = items.type_paths().find(|path| path.ends_with("::Desk"));
    let desk = items
        .ty(path.expect("there is a type `Desk`"))
        .expect("it was just there");
    let mut reader = Reader::new(&side);
    let command = reader
        .command_line(desk.def, "desk")
        .expect("it derives `Parser`");
    let opaque = reader.opaque.into_iter().map(|(_, why)| why);
    (command, opaque.collect())
}

fn changes(old: &str, new: &str) -> Vec<Change> {
    let mut changes = Vec::new();
    compare(&read(old).0, &read(new).0, &mut changes);
    changes
}

fn list(around: &str, command: &Command, lines: &mut Vec<String>) {
    let names: Vec<&str> = command.names.iter().map(String::as_str).collect();
    let path = format!("{around}{}", names.join("|"));
    let word = |is: bool, word: &'static str| if is { word } else { "" };
    lines.push(format!(
        "{path}{}{}",
        word(command.needs_command, " needs a command"),
        word(command.takes_any, " takes any")
    ));
    for arg in &command.args {
        let mut line = format!("{path}: {}", arg.name);
        for spelling in &arg.spellings {
            line += &format!(" {spelling}");
        }
        line += word(arg.required, " required");
        line += &format!(", {}", arg.takes.as_str());
        for values in arg.values.iter().flatten() {
            let values: Vec<&str> = values.iter().map(String::as_str).collect();
            line += &format!(" {}", values.join("|"));
        }
        if let Some(default) = &arg.default {
            line += &format!(" = {default}");
        }
        for (key, text) in &arg.settings {
            line += &format!(" [{key} {text}]");
        }
        lines.push(line);
    }
    for inner in &command.commands {
        list(&format!("{path} "), inner, lines);
    }
}

#[test]
fn it_is_what_clap_makes_of_it() {
    let code = r#"
type Opt = Option<String>;
#[derive(Parser)]
#[command(rename_all = "snake_case", about = "orders", version)]
struct Desk {
    #[arg(short = 'F', long, global = true, default_value = "text")] format_kind: Format,
    #[arg(long("other-x"))] other: Option<Option<u8>>,
    #[arg(short, long)] r#type: bool,
    #[arg(long, action = clap::ArgAction::Set)] set: bool,
    #[arg(short, action = clap::ArgAction::Count)] verbose: u8,
    #[arg(long)] many: Option<Vec<String>>,
    #[arg(long, required = true)] must: Vec<String>,
    #[arg(long, value_parser = ["a", "b"], short_aliases = ['q', 'w'])] list: Option<String>,
    #[arg(long)] boxed: Box<str>,
    place: String,
    rest: Vec<String>,
    #[arg(id = "renamed", long)] field: Option<String>,
    #[arg(long)] aliased: Opt,
    #[arg(skip)] skipped: u8,
    #[command(flatten)] common: Option<Common>,
    #[command(subcommand)] command: Cmd,
}
#[derive(Args)]
struct Common { #[arg(long)] dry_run: bool, #[arg(long)] needed: String }
#[derive(Clone, ValueEnum)]
enum Format { PlainText, #[value(name = "JSON", alias = "js")] Json, #[value(skip)] Skipped, #[value(hide = true)] HTTPServer2 }
#[derive(Subcommand)]
#[command(rename_all = "PascalCase")]
enum Cmd {
    PlaceOrder { #[arg(long)] dry_run: bool, #[arg(long)] dry_more: bool },
    #[command(alias = "abort", rename_all = "kebab-case")] CancelIt { #[arg(long)] why_not: bool },
    #[command(flatten)] More(More),
    #[command(external_subcommand)] Ext(Vec<String>),
}
#[derive(Subcommand)]
enum More { ListAll }
"#;
    assert_eq!(
        listed(code),
        [
            "desk needs a command takes any",
            "desk: format_kind --format_kind -F, one value plain-text JSON|js http-server2 = text [global true]",
            "desk: other --other-x, one value [num_args 0..=1] [type u8]",
            "desk: type --type -t, no value",
            "desk: set --set required, one value [type bool]",
            "desk: verbose -v, no value [action Count]",
            "desk: many --many, several values [type String]",
            "desk: must --must required, several values [type String]",
            "desk: list --list -q -w, one value a b",
            "desk: boxed --boxed required, one value [type str]",
            "desk: place required, one value [type String]",
            "desk: rest, several values [type String]",
            "desk: renamed --renamed, one value [type String]",
            "desk: aliased --aliased required, one value [type Opt]",
            "desk: dry_run --dry-run, no value",
            "desk: needed --needed required, one value [type String]",
            "desk PlaceOrder",
            "desk PlaceOrder: dry_run --DryRun, no value",
            "desk PlaceOrder: dry_more --DryMore, no value",
            "desk abort|cancel-it",
            "desk abort|cancel-it: why_not --why-not, no value",
            "desk list-all",
        ]
    );
}

#[test]
fn what_cannot_be_followed_is_told() {
    let code = "
#[derive(Parser)]
struct Desk {
    #[command(flatten)] verbosity: other::Verbosity,
    #[arg(long = NAME)] named: bool,
    #[command(subcommand)] command: Option<Cmd>,
}
#[derive(Subcommand)]
enum Cmd { Again(Box<Again>) }
#[derive(Args)]
struct Again { #[command(flatten)] more: Box<Again> }
const NAME: &str = \"name\";
";
    let listed = listed(code);
    let unknown: Vec<&str> = listed
        .iter()
        .filter_map(|line| line.strip_prefix("? "))
        .collect();
    assert_eq!(
        unknown,
        [
            "a type that is not of the workspace, or contains itself",
            "`NAME` is no literal",
            "a type that is not of the workspace, or contains itself",
        ]
    );
}

/// Lines that say one more thing each than the command needs.
const TYPED: &str = "desk
desk --version
desk --verbose
desk --region north
desk --limit 65535
desk --format json
desk --format js
desk --format plain_text
desk --hint
desk --hint x
desk --local
desk --tries 255
desk --name x
desk -o x
desk --output x
desk -n
desk --dry-run
desk place_order x
desk place_order x --verbose
desk place_order x --quick
desk place_order x 1 2
desk place_order --tags a b -- x
desk abort --order 1
desk cancel --order 1 --quick
desk stock list
desk stock add x";

#[test]
fn what_takes_more_is_no_finding() {
    let told = changes(PUBLISHED, LOOSER);
    let told: Vec<&str> = told.iter().map(|it| it.message.as_str()).collect();
    assert!(told.is_empty(), "{told:#?}");
    // And clap takes all that it took.
    let (old, new) = (published::Desk::command(), looser::Desk::command());
    for line in TYPED.lines() {
        let words = lines::words(line);
        for tree in [&old, &new] {
            lines::taken(tree, &words).unwrap_or_else(|error| panic!("`{line}`: {error}"));
        }
    }
}

#[test]
fn what_takes_less_is_shown_by_what_is_typed() {
    let told = changes(PUBLISHED, TIGHTER);
    let (old, new) = (published::Desk::command(), tighter::Desk::command());
    let mut listed = Vec::new();
    for change in &told {
        let witness = change.witness.as_deref();
        let witness = witness.unwrap_or_else(|| panic!("{}", change.message));
        lines::shows(&old, &new, witness)
            .unwrap_or_else(|error| panic!("{}: {error}", change.message));
        let rule = change.rule.trim_start_matches("cli_");
        listed.push(format!("{rule}: {}: {witness}", change.message));
    }
    assert_eq!(
        listed,
        [
            "argument_required: `desk`: it does nothing without an argument any more: desk",
            "argument_removed: `desk`: there is no `--version` any more: desk --version",
            "argument_changed: `desk place_order`: it was the argument `customer` at its place, and is `--customer`: desk place_order x",
            "argument_changed: `desk place_order`: `--tags` takes 1 values at once, and took 1..=3: desk place_order x --tags x x",
            "argument_reassigned: `desk place_order`: `items` does not stand where it stood: desk place_order x 2",
            "command_removed: `desk`: the command `cancel` is not called `abort` any more: desk abort --order 1",
            "argument_removed: `desk cancel`: there is no `--quick` any more: desk cancel --order 1 --quick",
            "argument_required: `desk cancel`: `--why` is required, which was not there: desk cancel --order 1",
            "command_removed: `desk stock`: there is no command `list` any more: desk stock list",
            "argument_changed: `desk stock add`: the argument `what` at its place takes `u32` now, and took `String`: desk stock add x",
            "argument_changed: `desk`: `--verbose` is not for all its commands any more: desk place_order x --verbose",
            "argument_changed: `desk`: `--region` is not taken from `DESK_REGION` any more: DESK_REGION=x desk",
            "argument_changed: `desk`: `--limit` takes `u8` now, and took `u16`: desk --limit 256",
            "argument_changed: `desk`: `--format` is `json` if it is not given, and was `plain_text`: desk",
            "value_removed: `desk`: `--format` does not take `plain_text` any more: desk --format plain_text",
            "value_removed: `desk`: `--format` does not take `js` any more: desk --format js",
            "argument_changed: `desk`: `--hint` takes 1 values at once, and took 0..=1: desk --hint",
            "argument_changed: `desk`: `--tries` is `3` if it is not given, and was `5`: desk",
            "argument_changed: `desk`: `--name` takes `i64` now, and took `String`: desk --name x",
            "argument_removed: `desk`: `output` is not spelled `-o` any more: desk -o x",
            "argument_reassigned: `desk`: `-n` means `output` now, and meant `dry_run`: desk -n",
        ]
    );
}
