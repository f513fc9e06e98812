//! `cargo ac status`: the table of criteria, on the screen or as a file that is checked.
//!
//! By the hashes in the header of the file a check can tell whether the ledgers, the features or the tests have changed
//! since, or somebody edited the table by hand.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use govern_diagnostics::{Diagnostic, Span};
use govern_gate::{ArgSpec, Command, CommandOutcome, Date, Error, Session};
use text_size::{TextRange, TextSize};
use xxhash_rust::xxh3::xxh3_64;

use crate::commands::asked::no_ledger;
use crate::commands::table::{SOURCES, document, verdicts};
use crate::config::Section;
use crate::read::{Reading, Weigh, read};

/// `cargo ac status`.
pub const COMMAND: Command = Command {
    name: "status",
    summary: "show which criteria are tested, write the table to a file, or check that file",
    details: "Without `--write` or `--check` the table is printed, and how the criteria stand by the results of tests, if \
              `results` in `[ac]` names any; these are no part of the file. The file is `docs/feature_status.md`, or what `status` in \
              `[ac]` says. `--check` fails if the file is not what `--write` would write, and says why.",
    args: &[
        ArgSpec::flag("write", "write the table to its file"),
        ArgSpec::flag("check", "fail if the file is not up to date"),
    ],
    needs_workspace: true,
    run,
};

/// `cargo ac docs`.
pub const DOCS: Command = Command {
    name: "docs",
    summary: "write the table of criteria to its file, or check that file",
    details: "The same as `cargo ac status --write`, and with `--check` as `cargo ac status --check`.",
    args: &[ArgSpec::flag("check", "fail if the file is not up to date")],
    needs_workspace: true,
    run: |session, out| {
        let wanted = match session.args().flag("check") {
            true => Wanted::Check,
            false => Wanted::Write,
        };
        table(session, out, wanted)
    },
};

/// What becomes of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wanted {
    Show,
    Write,
    Check,
}

/// How many rows that differ are shown.
const SHOWN: usize = 10;

fn run(session: &Session, out: &mut dyn io::Write) -> Result<CommandOutcome, Error> {
    let wanted = match (session.args().flag("write"), session.args().flag("check")) {
        (true, true) => {
            let message = "`--write` and `--check` cannot be given together";
            return Err(Diagnostic::config(message).into());
        }
        (true, false) => Wanted::Write,
        (false, true) => Wanted::Check,
        (false, false) => Wanted::Show,
    };
    table(session, out, wanted)
}

fn table(
    session: &Session,
    out: &mut dyn io::Write,
    wanted: Wanted,
) -> Result<CommandOutcome, Error> {
    let section = Section::read(session)?;
    section.selectors(session)?;
    let settings = section.settings(Some(session));
    // A day before any other: what ends some day has not ended, and the table is the same tomorrow.
    let day = Date::from_unix(0);
    let Reading {
        model, diagnostics, ..
    } = read(
        session.workspace(),
        session.tree(),
        &settings,
        day,
        Weigh::Linked,
    )?;
    if !diagnostics.is_empty() {
        return Err(Error::Diagnosed(diagnostics));
    }
    if model.ledgers.is_empty() {
        return Err(no_ledger(&settings));
    }
    let text = document(&model);
    let path = &settings.status;
    if wanted == Wanted::Write {
        let old = session.workspace().read_if_exists(path)?;
        if old.is_none_or(|(_, old)| *old != text) {
            session.workspace().write_atomic(path, text.as_bytes())?;
        }
        return Ok(CommandOutcome::clean());
    }
    if wanted == Wanted::Show {
        out.write_all(text.as_bytes())?;
        if let Some(verdicts) = verdicts(&model) {
            out.write_all(verdicts.as_bytes())?;
        }
        return Ok(CommandOutcome::clean());
    }
    let Some((file, old)) = session.workspace().read_if_exists(path)? else {
        let missing =
            Diagnostic::config(format!("there is no {path}")).help("run `cargo ac status --write`");
        return Ok(CommandOutcome::findings(vec![missing]));
    };
    let found = differences(&old, &text)
        .into_iter()
        .map(|difference| difference.diagnostic(path, file));
    let found: Vec<Diagnostic> = found.collect();
    Ok(if found.is_empty() {
        CommandOutcome::clean()
    } else {
        CommandOutcome::findings(found)
    })
}

/// A way in which the file is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Difference {
    range: TextRange,
    message: String,
    label: Option<String>,
    notes: Vec<String>,
}

impl Difference {
    fn diagnostic(self, path: &str, file: govern_diagnostics::FileId) -> Diagnostic {
        let mut diagnostic =
            Diagnostic::config(format!("{path}: {}", self.message)).at(Span::new(file, self.range));
        diagnostic.label = self.label;
        diagnostic.notes = self.notes;
        diagnostic.help("run `cargo ac status --write`")
    }
}

/// How the file differs from what it should be; the causes first.
fn differences(old: &str, new: &str) -> Vec<Difference> {
    // Some tools change line ends on the way in or out, and that changes nothing.
    let old_text = old.replace("\r\n", "\n");
    if old_text == new {
        return Vec::new();
    }
    let (old_head, old_body) = split(&old_text);
    let (new_head, new_body) = split(new);
    let mut causes = Vec::new();
    for name in SOURCES {
        match (value(old_head, name), value(new_head, name)) {
            (None, _) => causes.push(format!("its header has no hash of the {name}")),
            (old, new) if old != new => {
                causes.push(format!("the {name} have changed since it was written"))
            }
            _ => {}
        }
    }
    let edited = value(old_head, "table")
        .is_none_or(|hash| hash != format!("{:016x}", xxh3_64(old_body.as_bytes())));
    if edited {
        causes.push("the table was edited by hand".to_owned());
    }
    if causes.is_empty() && old_body != new_body {
        causes.push("another version of this program wrote it".to_owned());
    }
    let message = if edited && causes.len() == 1 {
        "edited by hand"
    } else {
        "out of date"
    };
    let mut found = vec![Difference {
        range: TextRange::default(),
        message: message.to_owned(),
        label: None,
        notes: causes,
    }];
    found.extend(rows(old, new_body));
    found
}

/// The rows of the old text that the new one does not have, and the other way round.
fn rows(old: &str, new: &str) -> Vec<Difference> {
    let new_rows: BTreeMap<&str, &str> = new
        .lines()
        .filter(|line| is_row(line))
        .map(|row| (id(row), row))
        .collect();
    let mut found = Vec::new();
    let mut at = 0;
    let mut seen = BTreeSet::new();
    for text in old.split_inclusive('\n') {
        let row = text.trim_end_matches(['\n', '\r']);
        let should_be = new_rows.get(id(row)).copied();
        if is_row(row) && seen.insert(id(row)) && should_be != Some(row) {
            let label = if should_be.is_some() {
                "differs"
            } else {
                "should not be here"
            };
            found.push(Difference {
                range: TextRange::at(size(at), size(row.len())),
                message: format!("the row of `{}` is not as it should be", id(row)),
                label: Some(label.to_owned()),
                notes: should_be
                    .map(|row| format!("it should be: {row}"))
                    .into_iter()
                    .collect(),
            });
        }
        at += text.len();
    }
    for (id, row) in new_rows.iter().filter(|(id, _)| !seen.contains(*id)) {
        found.push(Difference {
            range: TextRange::empty(size(old.len())),
            message: format!("the row of `{id}` is missing"),
            label: None,
            notes: vec![format!("it should be: {row}")],
        });
    }
    let more = found.len().saturating_sub(SHOWN);
    found.truncate(SHOWN);
    if more > 0
        && let Some(last) = found.last_mut()
    {
        last.notes.push(format!("{more} more rows differ"));
    }
    found
}

fn is_row(line: &str) -> bool {
    line.starts_with("| ")
}

/// What stands in the first cell of a row.
fn id(row: &str) -> &str {
    row.split('|').nth(1).unwrap_or_default().trim()
}

/// The header and what follows it.
fn split(text: &str) -> (&str, &str) {
    text.split_once(" -->\n").unwrap_or(("", text))
}

/// The value of a line of the header.
fn value(head: &str, name: &str) -> Option<String> {
    let value = |line: &str| {
        line.trim()
            .strip_prefix(name)?
            .strip_prefix(": ")
            .map(str::to_owned)
    };
    head.lines().find_map(value)
}

fn size(length: usize) -> TextSize {
    TextSize::try_from(length).unwrap_or(TextSize::new(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{CRITERIA, FEATURE, RUST, table as text};

    fn causes(old: &str, new: &str) -> Vec<String> {
        differences(old, new)
            .first()
            .map(|difference| difference.notes.clone())
            .unwrap_or_default()
    }

    #[test]
    fn a_check_says_what_has_changed() {
        let now = text(CRITERIA, FEATURE, RUST);
        assert_eq!(differences(&now, &now), []);
        assert_eq!(differences(&now.replace('\n', "\r\n"), &now), []);
        let has_changed =
            |what: &str| vec![format!("the {what} have changed since it was written")];
        assert_eq!(
            causes(&now, &text(&CRITERIA[..4], FEATURE, RUST)),
            has_changed("ledgers")
        );
        assert_eq!(
            causes(
                &now,
                &text(CRITERIA, &FEATURE.replace("pays", "paid"), RUST)
            ),
            has_changed("features")
        );
        assert_eq!(
            causes(
                &now,
                &text(CRITERIA, FEATURE, &RUST.replace("two()", "zwei()"))
            ),
            has_changed("tests")
        );
        let edited = now.replace("**lacks bdd**", "tested");
        assert_eq!(causes(&edited, &now), ["the table was edited by hand"]);
        assert_eq!(causes("something else\n", &now).len(), 4);
        // A table that another version wrote has a header that fits it.
        let (head, body) = split(&now);
        let other = body.replace("Feature status", "Status of features");
        let table = value(head, "table").expect("the header has a hash of the table");
        let other = format!(
            "{} -->\n{other}",
            head.replace(&table, &format!("{:016x}", xxh3_64(other.as_bytes())))
        );
        assert_eq!(
            causes(&other, &now),
            ["another version of this program wrote it"]
        );
    }

    #[test]
    fn rows_that_differ_are_shown_at_their_place() {
        let now = text(CRITERIA, FEATURE, RUST);
        let old = now
            .replace("| AC-2 | two", "| AC-2 | zwei")
            .replace("| AC-5 | five", "| AC-9 | nine");
        let rows = differences(&old, &now).split_off(1);
        let shown: Vec<_> = rows
            .iter()
            .map(|row| (&old[row.range], row.message.as_str()))
            .collect();
        assert_eq!(
            shown,
            [
                (
                    "| AC-2 | zwei | must | **lacks bdd** | unit: test `shop::two` |",
                    "the row of `AC-2` is not as it should be"
                ),
                (
                    "| AC-9 | nine | should | **not tested** |  |",
                    "the row of `AC-9` is not as it should be"
                ),
                ("", "the row of `AC-5` is missing"),
            ]
        );
        assert_eq!(
            rows[0].notes,
            ["it should be: | AC-2 | two | must | **lacks bdd** | unit: test `shop::two` |"]
        );
    }
}
