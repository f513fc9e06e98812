//! `cargo archcheck init`: writes a section `[archcheck]` from what it sees, and says why it looks like that.

mod document;
mod explain;
mod guess;
mod levels;
mod looked;
mod names;
mod proposal;
mod rings;
mod slices;
mod tried;
mod vocabulary;
mod words;

use std::io;

use govern_gate::{ArgSpec, CONFIG_FILE, Command, CommandOutcome, Error, Session};

pub use guess::{Guess, guess};

/// The subcommand.
pub(crate) const COMMAND: Command = Command {
    name: "init",
    summary: "write a section `[archcheck]` from what is there, and say why",
    details: "Names of crates and modules may say that there are ports and adapters, layers on top of each other, or vertical \
        slices; otherwise layers are made from what uses what today. What is proposed is checked before it is written: \
        comments in the file say what was counted, what is in no layer, and what `cargo archcheck` will find. A `govern.toml` \
        without this section gets it at its end; all else in it stays as it is.",
    args: &[
        ArgSpec::flag("print", "print the section, and write nothing"),
        ArgSpec::flag("force", "replace the section that is there"),
    ],
    needs_workspace: true,
    run,
};

fn run(session: &Session, out: &mut dyn io::Write) -> Result<CommandOutcome, Error> {
    let workspace = session.workspace();
    if session.args().flag("print") {
        out.write_all(guess(session)?.text.as_bytes())?;
        return Ok(CommandOutcome::clean());
    }
    let path = session
        .config_file()
        .map_or(CONFIG_FILE, |file| workspace.path(file));
    let old = workspace.read_if_exists(path)?.map(|(_, text)| text);
    let force = session.args().flag("force");
    // Whether it may be written does not depend on what.
    document::with_section(old.as_deref(), "", force, path)?;
    let guess = guess(session)?;
    let text = document::with_section(old.as_deref(), &guess.text, force, path)?;
    workspace.write_atomic(path, text.as_bytes())?;
    writeln!(
        out,
        "wrote the section `[archcheck]` to {path}: {}",
        guess.summary
    )?;
    match guess.found().as_slice() {
        [] => writeln!(out, "`cargo archcheck` finds nothing with it")?,
        found => {
            writeln!(out, "`cargo archcheck` finds with it:")?;
            for line in found {
                writeln!(out, "  {line}")?;
            }
            writeln!(
                out,
                "`cargo archcheck baseline` accepts that, so that only new findings fail"
            )?;
        }
    }
    Ok(CommandOutcome::clean())
}
