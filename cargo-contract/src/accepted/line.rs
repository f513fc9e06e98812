//! Accepted command lines: one file for each revision, as `contracts/accepted/NAME/cli.1.json`.

use std::collections::{BTreeMap, BTreeSet};

use govern_diagnostics::{Diagnostic, FileId, Span};
use govern_gate::{Date, Error};
use govern_workspace::Workspace;
use serde::{Deserialize, Serialize};

use super::file::{AcceptedText, Form, Head, RESTORE, mistake_at};
use super::{ACCEPTED, Acceptance};
use crate::cli_tree::{Arg, Command, Takes};

/// One accepted revision of a command line.
#[derive(Debug, Clone)]
pub(crate) struct LineRevision {
    pub(crate) name: String,
    /// Which one it is, from 1.
    pub(crate) number: u32,
    pub(crate) acceptance: Acceptance,
    /// The path of the type.
    pub(crate) payload: String,
    pub(crate) command: Command,
    /// Its file.
    pub(crate) span: Option<Span>,
}

/// All accepted revisions of command lines.
#[derive(Debug, Clone, Default)]
pub(crate) struct AcceptedLines {
    revisions: BTreeMap<String, Vec<LineRevision>>,
    /// Those whose files are not all there, or cannot all be read.
    incomplete: BTreeSet<String>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct File {
    form: Form,
    kind: KindText,
    contract: String,
    revision: u32,
    accepted: AcceptedText,
    payload: String,
    command: CommandText,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum KindText {
    Cli,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct CommandText {
    name: String,
    names: BTreeSet<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    args: Vec<ArgText>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    commands: Vec<CommandText>,
    needs_command: bool,
    takes_any: bool,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    settings: BTreeMap<String, String>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct ArgText {
    name: String,
    title: String,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    spellings: BTreeSet<String>,
    required: bool,
    takes: TakesText,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    values: Option<Vec<BTreeSet<String>>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    default: Option<String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    settings: BTreeMap<String, String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum TakesText {
    Nothing,
    One,
    Many,
}

impl AcceptedLines {
    /// Reads all files, with what is wrong with them.
    pub(super) fn read(workspace: &Workspace) -> Result<(AcceptedLines, Vec<Diagnostic>), Error> {
        let (mut lines, mut mistakes) = (AcceptedLines::default(), Vec::new());
        for path in workspace.find_files(&[format!("{ACCEPTED}/*/cli.*.json")])? {
            if workspace.is_link(&path) {
                // That is told where all accepted files are read.
                lines.incomplete.extend(name_of(&path).map(str::to_owned));
                continue;
            }
            let (file, text) = workspace.read(&path)?;
            match read_text(&path, file, &text) {
                Ok(revision) => lines
                    .revisions
                    .entry(revision.name.clone())
                    .or_default()
                    .push(revision),
                Err(mistake) => {
                    mistakes.push(*mistake);
                    lines.incomplete.extend(name_of(&path).map(str::to_owned));
                }
            }
        }
        for (name, revisions) in &mut lines.revisions {
            revisions.sort_by_key(|revision| revision.number);
            let gap = (1..)
                .zip(revisions.iter())
                .find(|(number, it)| it.number != *number);
            if let Some((missing, after)) = gap {
                let path = path_of(name, missing);
                mistakes.push(
                    Diagnostic::config(format!("{path} is gone: there is a later revision"))
                        .at(after.span)
                        .note("accepted versions are what others may depend on; they are never removed")
                        .help("take it from git"),
                );
                lines.incomplete.insert(name.clone());
            }
        }
        Ok((lines, mistakes))
    }

    /// The revisions of a command line, the first one first.
    pub(crate) fn of(&self, name: &str) -> &[LineRevision] {
        self.revisions.get(name).map_or(&[], Vec::as_slice)
    }

    /// Those that have to be understood still, the newest first: back to the last break that was accepted on purpose.
    pub(crate) fn in_force(&self, name: &str) -> Vec<&LineRevision> {
        let all = self.of(name);
        let since = all
            .iter()
            .rposition(|it| !it.acceptance.breaks.is_empty())
            .unwrap_or(0);
        all[since..].iter().rev().collect()
    }

    /// All command lines that were ever accepted: the last revision of each.
    pub(crate) fn last(&self) -> impl Iterator<Item = &LineRevision> {
        self.revisions.values().filter_map(|it| it.last())
    }

    /// Whether not all that was accepted of it is known.
    pub(crate) fn is_incomplete(&self, name: &str) -> bool {
        self.incomplete.contains(name)
    }
}

impl LineRevision {
    /// The path of its file.
    pub(crate) fn path(&self) -> String {
        path_of(&self.name, self.number)
    }

    /// The text of its file.
    pub(crate) fn to_text(&self) -> String {
        let file = File {
            form: Form::known(),
            kind: KindText::Cli,
            contract: self.name.clone(),
            revision: self.number,
            accepted: AcceptedText::of(&self.acceptance),
            payload: self.payload.clone(),
            command: command_text(&self.command),
        };
        let mut text = serde_json::to_string_pretty(&file).expect("the file has no keys but texts");
        text.push('\n');
        text
    }
}

/// Whether two command lines are the same to who types them.
pub(crate) fn same_line(a: &Command, b: &Command) -> bool {
    command_text(a) == command_text(b)
}

fn path_of(name: &str, revision: u32) -> String {
    format!("{ACCEPTED}/{name}/cli.{revision}.json")
}

fn name_of(path: &str) -> Option<&str> {
    path.rsplit('/').nth(1)
}

fn read_text(path: &str, file: FileId, text: &str) -> Result<LineRevision, Box<Diagnostic>> {
    let located = |error: &serde_json::Error| mistake_at(path, file, text, error);
    let wrong = |message: String| {
        let mistake = Diagnostic::config(format!("{path}: {message}"));
        Box::new(mistake.at(Span::start_of(file)).help(RESTORE))
    };
    let read: File = serde_json::from_str(text).map_err(|error| {
        // A file of another form has other keys, too: what is told is the form.
        let head = serde_json::from_str::<Head>(text).err();
        located(head.as_ref().unwrap_or(&error))
    })?;
    let belongs = path_of(&read.contract, read.revision);
    if belongs != path {
        return Err(wrong(format!(
            "it says that it is revision {} of `{}`, which belongs into {belongs}",
            read.revision, read.contract
        )));
    }
    let on = Date::parse(&read.accepted.on)
        .ok_or_else(|| wrong(format!("`{}` is no day", read.accepted.on)))?;
    let span = Span::start_of(file);
    Ok(LineRevision {
        name: read.contract,
        number: read.revision,
        acceptance: read.accepted.acceptance(on),
        payload: read.payload,
        command: command(read.command, span),
        span: Some(span),
    })
}

fn command_text(command: &Command) -> CommandText {
    CommandText {
        name: command.name.clone(),
        names: command.names.clone(),
        args: command.args.iter().map(arg_text).collect(),
        commands: command.commands.iter().map(command_text).collect(),
        needs_command: command.needs_command,
        takes_any: command.takes_any,
        settings: command.settings.clone(),
    }
}

fn arg_text(arg: &Arg) -> ArgText {
    ArgText {
        name: arg.name.clone(),
        title: arg.title.clone(),
        spellings: arg.spellings.clone(),
        required: arg.required,
        takes: match arg.takes {
            Takes::Nothing => TakesText::Nothing,
            Takes::One => TakesText::One,
            Takes::Many => TakesText::Many,
        },
        values: arg.values.clone(),
        default: arg.default.clone(),
        settings: arg.settings.clone(),
    }
}

fn command(text: CommandText, span: Span) -> Command {
    Command {
        name: text.name,
        names: text.names,
        span,
        args: text.args.into_iter().map(|it| arg(it, span)).collect(),
        commands: text
            .commands
            .into_iter()
            .map(|it| command(it, span))
            .collect(),
        needs_command: text.needs_command,
        takes_any: text.takes_any,
        settings: text.settings,
    }
}

fn arg(text: ArgText, span: Span) -> Arg {
    Arg {
        name: text.name,
        span,
        title: text.title,
        spellings: text.spellings,
        required: text.required,
        takes: match text.takes {
            TakesText::Nothing => Takes::Nothing,
            TakesText::One => Takes::One,
            TakesText::Many => Takes::Many,
        },
        values: text.values,
        default: text.default,
        settings: text.settings,
    }
}
