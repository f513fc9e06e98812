//! `cargo ac gates`: what each entry of `[[ac.gate]]` asks for, and what was counted.

use std::io;

use govern_diagnostics::Diagnostic;
use govern_gate::{ArgSpec, CONFIG_FILE, Command, CommandOutcome, Error, Session};

use crate::commands::change::{Change, sound_model};
use crate::config::Section;
use crate::counting::Counted;
use crate::ledger::edit::Edit;
use crate::threshold::Share;

/// `cargo ac gates`.
pub const COMMAND: Command = Command {
    name: "gates",
    summary: "show what each threshold asks for, and what was counted",
    details: "Lists every entry of `[[ac.gate]]` with what was counted, those that are met as well. The exit status is 1 if one \
              is not met. What only results of tests could show is not counted without any. With `--raise` entries with \
              `ratchet = true` that ask for less than was counted are changed in `govern.toml` to ask for that; none is \
              ever lowered.",
    args: &[ArgSpec::flag(
        "raise",
        "let entries with `ratchet = true` ask for all that is reached",
    )],
    needs_workspace: true,
    run,
};

fn run(session: &Session, out: &mut dyn io::Write) -> Result<CommandOutcome, Error> {
    let thresholds = Section::read(session)?.thresholds(session)?;
    let (model, _) = sound_model(session)?;
    if thresholds.is_empty() {
        writeln!(out, "`[[ac.gate]]` asks for nothing")?;
    }
    let mut missed = 0_usize;
    let mut behind = Vec::new();
    for threshold in &thresholds {
        let counted = threshold.count(&model);
        for it in &counted {
            let state = match (it.is_met(), threshold.ratchet && it.is_exceeded()) {
                (false, _) => "missed",
                (true, true) => "behind",
                (true, false) => "met",
            };
            missed += usize::from(!it.is_met());
            let (name, word) = (&threshold.name, it.measure.word());
            writeln!(
                out,
                "{state:6}  {name}: {} of {} {word}, {} asked for",
                it.count(),
                it.all,
                it.share
            )?;
            for criterion in it.lacking.iter().filter(|_| !it.is_met()) {
                writeln!(out, "        not {word}: {}", criterion.id)?;
            }
        }
        if counted.len() < threshold.asks.len() {
            writeln!(
                out,
                "unknown {}: there are no results of tests to count what is verified by",
                threshold.name
            )?;
        }
        if threshold.ratchet {
            behind.extend(counted.into_iter().filter(Counted::is_exceeded));
        }
    }
    if session.args().flag("raise") {
        raise(session, &behind)?;
        writeln!(out, "raised: {}", behind.len())?;
    }
    Ok(if missed == 0 {
        CommandOutcome::clean()
    } else {
        let message = format!("{missed} thresholds are missed");
        CommandOutcome::findings(vec![Diagnostic::config(message)])
    })
}

/// Writes what was counted in place of what is asked for.
fn raise(session: &Session, behind: &[Counted<'_>]) -> Result<(), Error> {
    let mut change = Change::default();
    for it in behind {
        let Some(span) = it.span else { continue };
        let sources = session.sources_for([span.file]);
        let path = match sources.locate(span) {
            Some(place) => place.path.to_owned(),
            None => CONFIG_FILE.to_owned(),
        };
        let (_, text) = session.workspace().read(&path)?;
        let edit = Edit {
            range: span.range,
            text: Share::written(it.count(), it.all),
        };
        change.add(&path, &text, edit);
    }
    change.write(session.workspace())
}
