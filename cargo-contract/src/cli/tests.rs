//! What is read from derives, beside what clap 4.6 itself says of the same source (`Command::get_arguments`).

use govern_gate::link;
use govern_testing::workspace;

use super::frame::Reader;
use crate::cli_tree::Command;
use crate::collect::Side;
use crate::lifecycle::items::Items;

/// A line for each command and each argument, then what is not understood.
fn listed(code: &str) -> Vec<String> {
    let text = format!(
        "//- /src/main.rs deps:clap\nuse clap::{{Args, Parser, Subcommand, ValueEnum}};\n{code}\n"
    );
    let workspace = workspace(&text);
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
    let mut lines = Vec::new();
    list("", &command, &mut lines);
    lines.extend(reader.opaque.into_iter().map(|(_, why)| format!("? {why}")));
    lines
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
            "desk: other --other-x, one value",
            "desk: type --type -t, no value",
            "desk: set --set required, one value",
            "desk: verbose -v, no value [action Count]",
            "desk: many --many, several values",
            "desk: must --must required, several values",
            "desk: list --list -q -w, one value a b",
            "desk: boxed --boxed required, one value",
            "desk: place required, one value",
            "desk: rest, several values",
            "desk: renamed --renamed, one value",
            "desk: aliased --aliased required, one value",
            "desk: dry_run --dry-run, no value",
            "desk: needed --needed required, one value",
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
