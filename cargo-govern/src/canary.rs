//! `cargo govern canary`: whether each rule finds a defect that is put in for it.

use std::{fmt, io};

use govern_diagnostics::Diagnostic;
use govern_gate::{
    ArgSpec, Catalogue, Command, CommandOutcome, Error, Heard, Lookup, Session, Silence, Song,
    canary,
};

use crate::GATES;

/// `cargo govern canary`.
pub(crate) static CANARY: Command = Command {
    name: "canary",
    summary: "puts a defect in for each rule that is on, and fails if a rule does not find it",
    details: "The defects are put into the workspace as it would be with them, in memory: no file is changed. A rule is checked \
              with the project's own levels, selectors, exceptions, waivers and baseline, so what it does not find now it would \
              not find in a change either. The exit status is 1 if a rule finds none of its defects.",
    args: &[
        ArgSpec::positionals(
            "rules",
            "RULE",
            "only these rules, or the rules of these gates",
        ),
        ArgSpec::flag("all", "list also what is as it should be, and the places"),
    ],
    needs_workspace: true,
    run,
};

fn run(session: &Session, out: &mut dyn io::Write) -> Result<CommandOutcome, Error> {
    let asked = session.args().values("rules");
    known(asked)?;
    let songs = canary(&GATES, session, asked)?;
    let all = session.args().flag("all");
    let mut counts = Counts::default();
    for song in &songs {
        counts.add(&song.heard);
        tell(song, all, out)?;
    }
    writeln!(out, "{counts}")?;
    Ok(match counts.green {
        0 => CommandOutcome::clean(),
        _ => CommandOutcome::findings(Vec::new()),
    })
}

/// That these are names of rules or gates.
pub(crate) fn known(asked: &[String]) -> Result<(), Error> {
    let catalogue = Catalogue::new(&GATES);
    for name in asked {
        let is_gate = catalogue.gates().contains(&name.as_str());
        if is_gate || matches!(catalogue.find(name), Lookup::Rule(_)) {
            continue;
        }
        let mut mistake = Diagnostic::config(format!("there is no rule or gate `{name}`"));
        mistake.help.extend(catalogue.help_for(name));
        return Err(mistake.into());
    }
    Ok(())
}

/// How many rules there are of each fate.
#[derive(Default)]
struct Counts {
    found: usize,
    partly: usize,
    green: usize,
    off: usize,
    idle: usize,
    none: usize,
}

impl Counts {
    fn add(&mut self, heard: &Heard) {
        let count = match heard {
            Heard::Found { silent, .. } if silent.is_empty() => &mut self.found,
            Heard::Found { .. } => &mut self.partly,
            Heard::Green(_) => &mut self.green,
            Heard::Off => &mut self.off,
            Heard::Idle(_) => &mut self.idle,
            Heard::None(_) => &mut self.none,
        };
        *count += 1;
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Counts {
            found,
            partly,
            green,
            off,
            idle,
            none,
        } = self;
        write!(
            f,
            "{green} of {} rules stay green; {found} find every defect, {partly} some; not tried: {off} off, {idle} that nothing \
             asks for, {none} without a canary",
            green + found + partly
        )
    }
}

/// Says what became of a rule; what is as it should be only if `all` is asked for.
fn tell(song: &Song, all: bool, out: &mut dyn io::Write) -> io::Result<()> {
    let name = match &song.of {
        Some(of) => format!("{} `{}`", song.rule, of.trim_end_matches([':', ' '])),
        None => song.rule.to_string(),
    };
    match &song.heard {
        Heard::Found { of, silent } if !silent.is_empty() => {
            let found = of - silent.len();
            writeln!(out, "partly  {name}: {found} of {of} defects found, not")?;
            places(silent, out)
        }
        Heard::Green(silent) => {
            writeln!(out, "green   {name}: nothing was found of")?;
            places(silent, out)
        }
        Heard::Found { of, .. } if all => writeln!(out, "found   {name}: {of} of {of}"),
        Heard::None(Some(why)) => writeln!(out, "none    {name}: {why}"),
        Heard::None(None) if all => writeln!(out, "none    {name}: none is known for it"),
        Heard::Idle(why) if all => writeln!(out, "idle    {name}: {why}"),
        Heard::Off if all => writeln!(out, "off     {name}"),
        Heard::Found { .. } | Heard::Idle(_) | Heard::Off | Heard::None(None) => Ok(()),
    }
}

fn places(silent: &[Silence], out: &mut dyn io::Write) -> io::Result<()> {
    for Silence {
        what,
        accepted,
        failed,
    } in silent
    {
        writeln!(out, "          {what}")?;
        if let Some(who) = accepted {
            writeln!(out, "          accepted by {who}")?;
        }
        if let Some(why) = failed {
            writeln!(out, "          nothing could be checked with it: {why}")?;
        }
    }
    Ok(())
}
