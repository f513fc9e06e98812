//! `cargo contract docs`: tables of all contracts, on the screen or between two lines of a file that is checked.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io;

use govern_diagnostics::{Diagnostic, Span};
use govern_gate::{ArgSpec, Command, CommandOutcome, Error, Session};
use text_size::{TextRange, TextSize};

use crate::config::Config;
use crate::config::NAME;
use crate::lifecycle::fields::rows;
use crate::lifecycle::{Lifecycle, State};

pub(crate) const COMMAND: Command = Command {
    name: "docs",
    summary: "shows tables of all contracts, writes them to a file, or checks that file",
    details: "Without `--write` or `--check` the tables are printed. The file is the one that `docs` in `[contract]` names; the \
              tables stand in it between the lines `<!-- contracts -->` and `<!-- end of contracts -->`.",
    args: &[
        ArgSpec::flag("write", "write the tables to the file"),
        ArgSpec::flag("check", "fail if the file is not up to date"),
    ],
    needs_workspace: true,
    run,
};

const BEGIN: &str = "<!-- contracts -->\n";
const END: &str = "<!-- end of contracts -->";

fn run(session: &Session, out: &mut dyn io::Write) -> Result<CommandOutcome, Error> {
    let args = session.args();
    if args.flag("write") && args.flag("check") {
        return Err(Diagnostic::config("`--write` and `--check` cannot be given together").into());
    }
    let lifecycle = Lifecycle::of_session(session)?.with_types()?;
    let tables = tables(&lifecycle);
    if !args.flag("write") && !args.flag("check") {
        out.write_all(tables.as_bytes())?;
        return Ok(CommandOutcome::clean());
    }
    let config: Config = session.config(NAME)?;
    let Some(named) = &config.docs else {
        return Err(Diagnostic::config("nothing says where the tables stand")
            .help("name the file: `docs = \"docs/api.md\"` in `[contract]` of govern.toml")
            .into());
    };
    let path = named.get_ref();
    let Some((file, old)) = session.workspace().read_if_exists(path)? else {
        return Err(Diagnostic::config(format!("there is no {path}"))
            .at(session.config_span(named.span()))
            .into());
    };
    // Some tools change line ends on the way in or out, and that changes nothing.
    let text = old.replace("\r\n", "\n");
    let Some((start, end)) = between(&text) else {
        return Err(
            Diagnostic::config(format!("{path} has no place for the tables"))
                .at(Span::start_of(file))
                .help(format!(
                    "write the lines `{}` and `{END}` where they are to stand",
                    BEGIN.trim_end()
                ))
                .into(),
        );
    };
    if text[start..end] == tables {
        return Ok(CommandOutcome::clean());
    }
    if args.flag("write") {
        let new = format!("{}{tables}{}", &text[..start], &text[end..]);
        session.workspace().write_atomic(path, new.as_bytes())?;
        writeln!(out, "wrote {path}")?;
        return Ok(CommandOutcome::clean());
    }
    let (offset, note) = difference(&text[start..end], &tables);
    let at = TextSize::new(u32::try_from(start + offset).unwrap_or(u32::MAX));
    let mut outdated = Diagnostic::config(format!("{path} does not say what the contracts are"))
        .note(note)
        .help("run `cargo contract docs --write`");
    // Places are those of the text as it is.
    if text.len() == old.len() {
        outdated = outdated.at(Span::new(file, TextRange::empty(at)));
    }
    Ok(CommandOutcome::findings(vec![outdated]))
}

/// Where the tables stand: what is between the two lines.
fn between(text: &str) -> Option<(usize, usize)> {
    let start = text.find(BEGIN)? + BEGIN.len();
    let end = start + text[start..].find(END)?;
    Some((start, end))
}

/// The first line that is not as it should be: where it begins, and what it should be.
fn difference(old: &str, new: &str) -> (usize, String) {
    let mut offset = 0;
    let mut expected = new.split_inclusive('\n');
    for line in old.split_inclusive('\n') {
        match expected.next() {
            Some(wanted) if wanted == line => offset += line.len(),
            Some(wanted) => return (offset, format!("it should be `{}`", wanted.trim_end())),
            None => return (offset, "this should not be there".to_owned()),
        }
    }
    let missing = expected.next().unwrap_or_default().trim_end();
    (offset, format!("`{missing}` is missing"))
}

fn tables(lifecycle: &Lifecycle) -> String {
    let mut text = String::new();
    for state in &lifecycle.states {
        table(lifecycle, state, &mut text);
    }
    text
}

fn table(lifecycle: &Lifecycle, state: &State, text: &mut String) {
    let contract = &state.contract;
    let id = &contract.id;
    // Writing to a text cannot fail.
    let mut line = |line: String| {
        let _ = writeln!(text, "{line}");
    };
    line(format!("\n### `{id}`\n"));
    line("| | |\n|---|---|".to_owned());
    if let Some(subject) = &contract.subject {
        line(format!("| subject | `{}` |", cell(subject)));
    }
    line(format!(
        "| this program | {} |",
        contract.direction.as_str()
    ));
    line(format!("| format | {} |", contract.format.0));
    line(format!(
        "| compatibility | {} |",
        contract.compatibility.as_str()
    ));
    if let Some(owner) = &contract.owner {
        line(format!("| owner | {} |", cell(owner)));
    }
    let accepted = lifecycle.declared.accepted.of(id);
    line(match accepted.last() {
        Some(last) => format!(
            "| accepted | revision {} on {} |",
            last.number, last.acceptance.on
        ),
        None => "| accepted | never |".to_owned(),
    });
    if let Some(deprecation) = &contract.deprecation {
        let until = deprecation.remove_after.map_or_else(String::new, |day| {
            format!(", to be removed after {}", day.date)
        });
        let instead = deprecation.replacement.as_ref();
        let instead = instead.map_or_else(String::new, |it| format!(", use {it}"));
        line(format!(
            "| deprecated | since {}{until}{instead} |",
            deprecation.since.date
        ));
    }
    if let Some(day) = contract.removed {
        line(format!("| removed | on {} |", day.date));
    }
    let Some(payload) = &state.payload else {
        return;
    };
    line("\n| field | what | required | since revision |\n|---|---|---|---|".to_owned());
    let known: Vec<(u32, BTreeSet<String>)> = accepted
        .iter()
        .map(|revision| {
            let rows = rows(&revision.wire, contract.direction);
            (
                revision.number,
                rows.into_iter().map(|row| row.path).collect(),
            )
        })
        .collect();
    for row in rows(&payload.wire, contract.direction) {
        let since = known.iter().find(|(_, paths)| paths.contains(&row.path));
        line(format!(
            "| `{}` | {} | {} | {} |",
            cell(&row.path),
            cell(&row.what),
            if row.is_required { "yes" } else { "no" },
            since.map_or("not accepted".to_owned(), |(number, _)| number.to_string())
        ));
    }
}

/// A text in a cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

#[cfg(test)]
mod tests {
    use super::{between, difference};

    #[test]
    fn the_tables_stand_between_two_lines() {
        let text = "a\n<!-- contracts -->\nold\n<!-- end of contracts -->\nb\n";
        let (start, end) = between(text).unwrap();
        assert_eq!(&text[start..end], "old\n");
        assert_eq!(between("<!-- contracts -->\nold\n"), None);
        assert_eq!(between("a\n"), None);
    }

    #[test]
    fn the_first_difference_is_told() {
        assert_eq!(
            difference("a\nb\n", "a\nc\n"),
            (2, "it should be `c`".to_owned())
        );
        assert_eq!(
            difference("a\n", "a\nc\n"),
            (2, "`c` is missing".to_owned())
        );
        assert_eq!(
            difference("a\nb\n", "a\n"),
            (2, "this should not be there".to_owned())
        );
    }
}
