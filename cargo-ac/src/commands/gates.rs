//! `cargo ac gates`: what each entry of `[[ac.gate]]` asks for, and what was counted.

use std::io;

use govern_diagnostics::Diagnostic;
use govern_gate::{Command, CommandOutcome, Error, Session};

use crate::commands::change::sound_model;
use crate::config::Section;

/// `cargo ac gates`.
pub const COMMAND: Command = Command {
    name: "gates",
    summary: "show what each threshold asks for, and what was counted",
    details: "Lists every entry of `[[ac.gate]]` with what was counted, those that are met as well. The exit status is 1 if one \
              is not met. What only results of tests could show is not counted without any.",
    args: &[],
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
    for threshold in &thresholds {
        let counted = threshold.count(&model);
        for it in &counted {
            let state = if it.is_met() { "met" } else { "missed" };
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
    }
    Ok(if missed == 0 {
        CommandOutcome::clean()
    } else {
        let message = format!("{missed} thresholds are missed");
        CommandOutcome::findings(vec![Diagnostic::config(message)])
    })
}
