//! `cargo contract samples`: golden documents of contracts, and those that could be made.

use std::io;

use govern_diagnostics::Diagnostic;
use govern_gate::{ArgSpec, Command, CommandOutcome, Error, Session};

use super::asked::asked;
use crate::manifest::Id;
use crate::samples::{self, Made, Sample, directory_of, made, text_of};

pub(crate) const COMMAND: Command = Command {
    name: "samples",
    summary: "lists golden documents of contracts, and makes them from the types",
    details: "Without `--write` it tells which samples there are under contracts/samples/ and which could be made: the smallest \
              document, one with everything in it, and one for each variant of an enum. With `--write` those that are missing are \
              written. No file is ever written again: what it holds was sent or stored once. `cargo contract` checks that all of \
              them are still read and written.",
    args: &[
        ArgSpec::positional(
            "contract",
            "CONTRACT",
            "which one, as `name` or `name@version`; by default all in JSON",
        ),
        ArgSpec::flag("write", "write what is missing"),
    ],
    needs_workspace: true,
    run,
};

fn run(session: &Session, out: &mut dyn io::Write) -> Result<CommandOutcome, Error> {
    let args = session.args();
    let (all, _) = asked(session, args.value("contract"))?;
    let (samples, mistakes) = samples::read(session.workspace())?;
    if !mistakes.is_empty() {
        return Err(Error::Diagnosed(mistakes));
    }
    for asked in &all {
        let Some(id) = &asked.id else {
            let message = format!("`{}` is a type, and samples are of contracts", asked.title);
            return Err(Diagnostic::config(message)
                .help("declare a contract with this type as its `payload`")
                .into());
        };
        let own: Vec<&Sample> = samples.iter().filter(|sample| sample.id == *id).collect();
        writeln!(out, "`{id}`")?;
        for sample in &own {
            writeln!(out, "  {}", sample.path)?;
        }
        for (path, made) in missing(id, &own, made(&asked.wire)) {
            match (made.doc, args.flag("write")) {
                (Err(why), _) => writeln!(out, "  cannot make {path}: {why}")?,
                (Ok(_), false) => writeln!(out, "  missing: {path}")?,
                (Ok(doc), true) => {
                    let text = text_of(&doc);
                    session.workspace().write_atomic(&path, text.as_bytes())?;
                    writeln!(out, "  wrote {path}")?;
                }
            }
        }
    }
    Ok(CommandOutcome::clean())
}

/// The documents that no sample shows, with the paths that they get. The smallest and the full one change with the type, and
/// are made beside those that are there; that a variant is shown, is said by the name of a file.
fn missing(id: &Id, own: &[&Sample], made: Vec<Made>) -> Vec<(String, Made)> {
    let is_taken = |name: &str| own.iter().any(|sample| sample.name() == name);
    let mut missing = Vec::new();
    for made in made {
        let is_shown = match &made.doc {
            Ok(doc) => own.iter().any(|sample| sample.doc == *doc),
            // By whatever somebody wrote by hand.
            Err(_) => !own.is_empty(),
        };
        let changes = matches!(made.name.as_str(), "minimal" | "full");
        if is_shown || (is_taken(&made.name) && !changes) {
            continue;
        }
        let numbers = (2..).map(|number| format!("{}-{number}", made.name));
        let mut names = std::iter::once(made.name.clone()).chain(numbers);
        if let Some(name) = names.find(|name| !is_taken(name)) {
            missing.push((format!("{}/{name}.json", directory_of(id)), made));
        }
    }
    missing
}
