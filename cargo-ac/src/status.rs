//! `cargo ac status`: the table of criteria, on the screen or as a file that is checked.
//!
//! The file depends on nothing but what the ledgers, the features and the tests say, and on no clock. Its header has a
//! hash of each of these and one of the table, so that a check can tell which of them has changed since, and whether
//! somebody edited the table by hand.

use std::fmt::Write as _;
use std::io;

use govern_diagnostics::{Diagnostic, Span};
use govern_gate::{ArgSpec, Command, CommandOutcome, Date, Error, Session};
use text_size::{TextRange, TextSize};
use xxhash_rust::xxh3::xxh3_64;

use crate::config::Section;
use crate::criteria::{Criteria, Criterion, Idle, Standing, What};
use crate::ledger::{Level, Priority};
use crate::read::{Reading, read};

/// `cargo ac status`.
pub const COMMAND: Command = Command {
    name: "status",
    summary: "show which criteria are tested, write the table to a file, or check that file",
    details: "Without `--write` or `--check` the table is printed. The file is `docs/feature_status.md`, or what `status` in \
              `[ac]` says. `--check` fails if the file is not what `--write` would write, and says why.",
    args: &[
        ArgSpec::flag("write", "write the table to its file"),
        ArgSpec::flag("check", "fail if the file is not up to date"),
    ],
    run,
};

/// How many rows that differ are shown.
const SHOWN: usize = 10;

/// What the table is made of, in the order of the header.
const SOURCES: [&str; 3] = ["ledgers", "features", "tests"];

fn run(session: &Session, out: &mut dyn io::Write) -> Result<CommandOutcome, Error> {
    let settings = Section::read(session)?.settings();
    if session.args().flag("write") && session.args().flag("check") {
        return Err(Diagnostic::config("`--write` and `--check` cannot be given together").into());
    }
    // A day before any other: what ends some day has not ended, and the table is the same tomorrow.
    let day = Date::from_unix(0);
    let Reading {
        model, diagnostics, ..
    } = read(session.workspace(), session.names(), &settings, day)?;
    if !diagnostics.is_empty() {
        return Err(Error::Diagnosed(diagnostics));
    }
    if model.ledgers.is_empty() {
        let message = format!(
            "there is no ledger: nothing matches `{}`",
            settings.ledgers.join("`, `")
        );
        return Err(Diagnostic::config(message)
            .help("write one, or name it in `[ac]` of govern.toml")
            .into());
    }
    let text = document(&model);
    let path = &settings.status;
    if session.args().flag("write") {
        let old = session.workspace().read_if_exists(path)?;
        if old.is_none_or(|(_, old)| *old != text) {
            session.workspace().write_atomic(path, text.as_bytes())?;
        }
        return Ok(CommandOutcome::clean());
    }
    if !session.args().flag("check") {
        out.write_all(text.as_bytes())?;
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

/// The file: header and table.
pub fn document(model: &Criteria) -> String {
    let body = body(model);
    let mut text = String::from(
        "<!-- Written by `cargo ac status --write`; change the ledger, the features or the tests instead.\n",
    );
    for (name, hash) in SOURCES.iter().zip(source_hashes(model)) {
        line(&mut text, format_args!("     {name}: {hash:016x}"));
    }
    line(
        &mut text,
        format_args!("     table: {:016x} -->", xxh3_64(body.as_bytes())),
    );
    text.push_str(&body);
    text
}

/// A hash of what each of the sources says, as far as the table tells it.
fn source_hashes(model: &Criteria) -> [u64; 3] {
    let mut ledgers = String::new();
    for file in &model.ledgers {
        line(&mut ledgers, format_args!("{:?}", file.path));
        for story in &file.ledger.stories {
            line(
                &mut ledgers,
                format_args!("{:?}", (&story.id.text, &story.title)),
            );
            for requirement in &story.requirements {
                line(
                    &mut ledgers,
                    format_args!("{:?}", (&requirement.id.text, &requirement.title)),
                );
            }
        }
    }
    for criterion in &model.criteria {
        let until = criterion.waiver.as_ref().map(|waiver| &waiver.until.text);
        let named = criterion
            .named
            .iter()
            .map(|named| named.evidence.level)
            .collect::<Vec<_>>();
        let said = (
            &criterion.id,
            &criterion.text,
            criterion.priority,
            criterion.state,
            &criterion.needs,
            until,
            named,
        );
        line(&mut ledgers, format_args!("{said:?}"));
    }
    let mut features = String::new();
    for scenario in &model.scenarios {
        let tags: Vec<&str> = scenario.tags.iter().map(|tag| tag.name.as_str()).collect();
        let path = &model.features[scenario.feature].path;
        line(
            &mut features,
            format_args!(
                "{:?}",
                (
                    path,
                    &scenario.name,
                    tags,
                    scenario.runs > 0,
                    scenario.steps > 0
                )
            ),
        );
    }
    let mut tests = String::new();
    for criterion in &model.criteria {
        for proof in &criterion.proofs {
            if let What::Test(_) = proof.what {
                let what = (
                    &criterion.id,
                    proof.level,
                    model.describe(&proof.what),
                    proof.idle.is_some(),
                );
                line(&mut tests, format_args!("{what:?}"));
            }
        }
    }
    [ledgers, features, tests].map(|text| xxh3_64(text.as_bytes()))
}

fn body(model: &Criteria) -> String {
    let mut text = String::from("\n# Feature status\n\n");
    summary(model, &mut text);
    for file in &model.ledgers {
        for story in &file.ledger.stories {
            line(
                &mut text,
                format_args!("\n## {} {}", story.id.text, cell(&story.title)),
            );
            for requirement in &story.requirements {
                line(
                    &mut text,
                    format_args!(
                        "\n### {} {}\n",
                        requirement.id.text,
                        cell(&requirement.title)
                    ),
                );
                let criteria: Vec<&Criterion> = model
                    .criteria
                    .iter()
                    .filter(|criterion| {
                        criterion.span.file == file.file
                            && criterion.requirement == requirement.id.text
                    })
                    .collect();
                if criteria.is_empty() {
                    text.push_str("No criteria.\n");
                    continue;
                }
                text.push_str("| criterion | what it says | priority | status | shown by |\n|---|---|---|---|---|\n");
                for criterion in criteria {
                    row(model, criterion, &mut text);
                }
            }
        }
    }
    text
}

fn summary(model: &Criteria, text: &mut String) {
    text.push_str(
        "| priority | criteria | tested | waived | not tested |\n|---|---|---|---|---|\n",
    );
    for priority in [Priority::Must, Priority::Should, Priority::May] {
        let standings: Vec<Standing> = model
            .criteria
            .iter()
            .filter(|criterion| criterion.priority == priority && criterion.state.is_in_force())
            .map(|criterion| criterion.standing(model.today))
            .collect();
        let count =
            |is: fn(&Standing) -> bool| standings.iter().filter(|standing| is(standing)).count();
        let tested = count(|standing| *standing == Standing::Tested);
        let waived = count(|standing| matches!(standing, Standing::Waived(_)));
        let rest = standings.len() - tested - waived;
        line(
            text,
            format_args!(
                "| {} | {} | {tested} | {waived} | {rest} |",
                word(priority),
                standings.len()
            ),
        );
    }
}

fn row(model: &Criteria, criterion: &Criterion, text: &mut String) {
    let status = match criterion.standing(model.today) {
        Standing::Retired => "retired".to_owned(),
        Standing::Draft => "draft".to_owned(),
        Standing::Tested => "tested".to_owned(),
        Standing::Untested => "**not tested**".to_owned(),
        Standing::Waived(until) => format!("waived until {until}"),
        Standing::Lacks(levels) => {
            let any_of = |levels: &Vec<Level>| {
                levels
                    .iter()
                    .map(|level| level.name())
                    .collect::<Vec<_>>()
                    .join(" or ")
            };
            format!(
                "**lacks {}**",
                levels.iter().map(any_of).collect::<Vec<_>>().join(", ")
            )
        }
    };
    let mut shown: Vec<String> = criterion
        .proofs
        .iter()
        .map(|proof| {
            let why = match &proof.idle {
                None => "",
                Some(Idle::Ignored(_)) => ", ignored",
                Some(Idle::NotBuilt) => ", not built",
                Some(Idle::Pending(_)) => ", pending",
                Some(Idle::NoSteps) => ", without steps",
                Some(Idle::NoRows) => ", without rows",
                Some(Idle::Expired(_)) => ", expired",
                Some(Idle::Failed) => ", failed",
            };
            format!(
                "{}: {}{why}",
                proof.level.name(),
                cell(&model.describe(&proof.what))
            )
        })
        .collect();
    shown.sort();
    shown.extend(
        criterion
            .absent()
            .map(|(named, _)| format!("{}: named, and not found", named.evidence.level.name())),
    );
    let (id, says) = (&criterion.id, cell(&criterion.text));
    line(
        text,
        format_args!(
            "| {id} | {says} | {} | {status} | {} |",
            word(criterion.priority),
            shown.join("<br>")
        ),
    );
}

fn word(priority: Priority) -> &'static str {
    match priority {
        Priority::Must => "must",
        Priority::Should => "should",
        Priority::May => "may",
    }
}

/// Text that stays in its cell and means nothing in Markdown.
fn cell(text: &str) -> String {
    let one_line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    one_line
        .replace('\\', "\\\\")
        .replace('|', "\\|")
        .replace('<', "&lt;")
}

fn line(text: &mut String, line: std::fmt::Arguments<'_>) {
    // A string takes everything.
    let _ = writeln!(text, "{line}");
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
    let is_row = |line: &str| line.starts_with("| ");
    let id = |line: &str| line.split('|').nth(1).unwrap_or_default().trim().to_owned();
    let new_rows: Vec<&str> = new.lines().filter(|line| is_row(line)).collect();
    let mut found = Vec::new();
    let mut at = 0;
    let mut old_ids = Vec::new();
    for text in old.split_inclusive('\n') {
        let row = text.trim_end_matches(['\n', '\r']);
        if is_row(row) {
            old_ids.push(id(row));
            if !new_rows.contains(&row) {
                let same = new_rows.iter().find(|new| id(new) == id(row));
                found.push(Difference {
                    range: TextRange::at(size(at), size(row.len())),
                    message: format!("the row of `{}` is not as it should be", id(row)),
                    label: Some(
                        if same.is_some() {
                            "differs"
                        } else {
                            "should not be here"
                        }
                        .to_owned(),
                    ),
                    notes: same
                        .map(|row| format!("it should be: {row}"))
                        .into_iter()
                        .collect(),
                });
            }
        }
        at += text.len();
    }
    for row in new_rows.iter().filter(|row| !old_ids.contains(&id(row))) {
        found.push(Difference {
            range: TextRange::empty(size(old.len())),
            message: format!("the row of `{}` is missing", id(row)),
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
