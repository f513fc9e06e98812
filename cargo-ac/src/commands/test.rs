//! `cargo ac test`: which criteria a test is for.

use std::io;

use govern_diagnostics::Diagnostic;
use govern_gate::{ArgSpec, Command, CommandOutcome, Error, Session, did_you_mean};

use crate::commands::asked::criteria;
use crate::commands::one_line;
use crate::commands::show::Page;
use crate::criteria::{Criteria, What};

/// `cargo ac test`.
pub const COMMAND: Command = Command {
    name: "test",
    summary: "say which criteria a test is for, where it is linked to them, and how they stand",
    details: "The test is named as test runners list it, `orders::payments::pays_once` with the binary before it, or by the end of \
              that name; of several that end so, each is shown. `cargo ac tests` lists them.",
    args: &[ArgSpec::positional("test", "TEST", "the name of a test, or the end of it").required()],
    needs_workspace: true,
    run,
};

fn run(session: &Session, out: &mut dyn io::Write) -> Result<CommandOutcome, Error> {
    let (_, model) = criteria(session)?;
    let name = session.args().value("test").unwrap_or_default();
    let is_meant = |full: &str| {
        full.strip_suffix(name)
            .is_some_and(|before| before.is_empty() || before.ends_with("::"))
    };
    let tests = &model.rust.tests;
    let meant: Vec<usize> = (0..tests.len())
        .filter(|&row| {
            let mut places = tests[row].places.iter();
            places.any(|place| is_meant(&place.full_name()))
        })
        .collect();
    if meant.is_empty() {
        return Err(unknown(&model, name).into());
    }
    let mut page = Page::new(&model, session);
    for row in meant {
        tell(&mut page, &model, row);
    }
    out.write_all(page.text().as_bytes())?;
    Ok(CommandOutcome::clean())
}

fn unknown(model: &Criteria, name: &str) -> Diagnostic {
    let last = name.rsplit("::").next().unwrap_or_default();
    let names = model.rust.tests.iter().map(|test| test.name.as_str());
    let help = match did_you_mean(last, names) {
        Some(likely) => format!("did you mean `{likely}`?"),
        None => "`cargo ac tests` lists the tests".to_owned(),
    };
    Diagnostic::config(format!("there is no test `{name}`")).help(help)
}

/// A test, and under it each criterion that it is linked to.
fn tell(page: &mut Page<'_>, model: &Criteria, row: usize) {
    let test = &model.rust.tests[row];
    let names: Vec<String> = test.places.iter().map(|place| place.full_name()).collect();
    let place = page.place(Some(test.span));
    let level = test.level.name();
    page.line(0, format_args!("{}: {level}{place}", names.join(", ")));
    let mut linked = false;
    for (at, criterion) in model.criteria.iter().enumerate() {
        let mut proofs = criterion.proofs.iter();
        let Some(proof) = proofs.find(|proof| proof.what == What::Test(row)) else {
            continue;
        };
        linked = true;
        let (stands, text) = (page.stands(at), one_line(&criterion.text));
        page.line(1, format_args!("{}: {stands}: {text}", criterion.id));
        let place = page.place(Some(proof.link));
        let idle = match proof.idle {
            Some(_) => ", but shows nothing",
            None => "",
        };
        page.line(2, format_args!("linked{place}{idle}"));
    }
    if !linked {
        page.line(1, format_args!("it is linked to no criterion"));
    }
}
