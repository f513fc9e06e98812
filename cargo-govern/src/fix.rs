//! `cargo govern fix`: does what a program may do about findings, or shows it.

use std::{collections::BTreeSet, io};

use govern_diagnostics::{Code, Diagnostic};
use govern_gate::{ArgSpec, Command, CommandOutcome, Error, Fixes, Gate, Session, Texts, fixes};
use govern_workspace::Resolve;
use similar::TextDiff;

use crate::{GATES, canary};

/// `cargo govern fix`.
pub(crate) static FIX: Command = Command {
    name: "fix",
    summary: "shows as a diff what a program may do about findings, and with --write does it",
    details: "Only what takes no decision of a person is a fix: `docs/waivers-and-baselines.md` lists the rules that have one. Each is \
              tried in memory first, and counts only if its finding is gone with it and nothing else is found. Of fixes for the \
              same place one is made at a time. Nothing is written into files with changes that are in no commit, unless \
              `--allow-dirty` is given, nor outside of a git repository, unless `--allow-no-vcs` is; a file that changes \
              meanwhile stays as it is, and so do all others. The exit status is 1 if something is left to fix.",
    args: &[
        ArgSpec::positionals(
            "rules",
            "RULE",
            "only findings of these rules, or of the rules of these gates",
        ),
        ArgSpec::flag("write", "write the files"),
        ArgSpec::flag(
            "allow-dirty",
            "also into files with changes that are in no commit",
        ),
        ArgSpec::flag(
            "allow-no-vcs",
            "also where git would not give back what was there",
        ),
    ],
    needs_workspace: true,
    run,
};

fn run(session: &Session, out: &mut dyn io::Write) -> Result<CommandOutcome, Error> {
    let args = session.args();
    let names = args.values("rules");
    canary::known(names)?;
    let is_asked = |diagnostic: &Diagnostic| {
        let Code::Rule { gate, name } = diagnostic.code else {
            return false;
        };
        let is_named = |asked: &String| {
            let (of, rule) = asked.split_once("::").unwrap_or((gate, asked));
            asked == gate || (of == gate && rule == name)
        };
        names.is_empty() || names.iter().any(is_named)
    };
    let gates: Vec<&dyn Gate> = GATES.iter().map(|&gate| gate as &dyn Gate).collect();
    let fixes = fixes(&gates, session, is_asked)?;
    for diagnostic in &fixes.fixed {
        let title = diagnostic.fix.as_ref().map_or("", |fix| &fix.title);
        writeln!(out, "fix   {}: {title}", subject(&fixes, diagnostic))?;
    }
    for (diagnostic, why) in &fixes.left {
        writeln!(out, "left  {}: {why}", subject(&fixes, diagnostic))?;
    }
    let count = counted(&fixes);
    if !args.flag("write") {
        for (path, (before, after)) in &fixes.shown {
            write!(out, "{}", diff(path, before, after))?;
        }
        let hint = match fixes.fixed.is_empty() {
            true => "",
            false => "; `--write` makes them",
        };
        writeln!(out, "{count}{hint}")?;
        return Ok(outcome(!fixes.fixed.is_empty() || !fixes.left.is_empty()));
    }
    if !fixes.texts.is_empty() {
        may_write(session, &fixes.texts)?;
        session.workspace().replace_texts(&fixes.texts)?;
    }
    writeln!(out, "{count}, written")?;
    Ok(outcome(!fixes.left.is_empty()))
}

fn outcome(is_something_left: bool) -> CommandOutcome {
    match is_something_left {
        true => CommandOutcome::findings(Vec::new()),
        false => CommandOutcome::clean(),
    }
}

/// Where a finding is, and of which rule.
fn subject(fixes: &Fixes, diagnostic: &Diagnostic) -> String {
    let place = diagnostic.span.and_then(|span| fixes.sources.locate(span));
    let place = place.map(|it| format!("{}:{}:{}: ", it.path, it.start.line, it.start.column));
    format!("{}{}", place.unwrap_or_default(), diagnostic.code)
}

fn counted(fixes: &Fixes) -> String {
    let plural = |count: usize, one: &str, many: &str| match count {
        1 => format!("1 {one}"),
        count => format!("{count} {many}"),
    };
    format!(
        "{} in {}, {} left, {} without",
        plural(fixes.fixed.len(), "fix", "fixes"),
        plural(fixes.texts.len(), "file", "files"),
        fixes.left.len(),
        plural(fixes.others, "finding", "findings"),
    )
}

/// A change as `diff -u` writes it, with the names that git gives.
fn diff(path: &str, before: &str, after: &str) -> String {
    let diff = TextDiff::from_lines(before, after);
    let mut diff = diff.unified_diff();
    diff.context_radius(3)
        .header(&format!("a/{path}"), &format!("b/{path}"))
        .to_string()
}

/// That nothing is lost which no commit has.
fn may_write(session: &Session, texts: &Texts) -> Result<(), Error> {
    let workspace = session.workspace();
    let (dirty, no_vcs) = (
        session.args().flag("allow-dirty"),
        session.args().flag("allow-no-vcs"),
    );
    let is_untrusted = session.load_options().resolve == Resolve::Manifests;
    let without = |why: &str| {
        let mistake = Diagnostic::config(format!("nothing is written: {why}"))
            .help("`--allow-no-vcs` writes nevertheless");
        Err(Error::from(mistake))
    };
    if is_untrusted {
        return match no_vcs {
            true => Ok(()),
            false => without(
                "git is not asked with `--untrusted`, so nobody knows what it could give back",
            ),
        };
    }
    let changed = match workspace.changed_since("HEAD") {
        Ok(changed) => BTreeSet::from_iter(changed),
        Err(_) if no_vcs => return Ok(()),
        Err(error) => return without(&error.to_string()),
    };
    let mut touched = texts
        .keys()
        .filter(|path| changed.contains(*path))
        .peekable();
    if dirty || touched.peek().is_none() {
        return Ok(());
    }
    let mut mistake =
        Diagnostic::config("nothing is written: changes of these files are in no commit")
            .help("commit them, or give `--allow-dirty`");
    mistake
        .notes
        .extend(touched.map(|path| format!("`{path}`")));
    Err(mistake.into())
}

#[cfg(test)]
mod tests {
    use super::diff;

    #[test]
    fn a_change_is_shown_as_patch_reads_it() {
        assert_eq!(
            diff("src/a.rs", "one\ntwo\nthree", "one\nthree"),
            "--- a/src/a.rs\n+++ b/src/a.rs\n@@ -1,3 +1,2 @@\n one\n-two\n three\n\\ No newline at end of file\n"
        );
    }
}
