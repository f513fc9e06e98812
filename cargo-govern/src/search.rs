//! `cargo govern pattern`: what a pattern matches.

use std::io;

use govern_diagnostics::{Diagnostic, Verdict};
use govern_facts::Pattern;
use govern_gate::{ArgSpec, Command, CommandOutcome, Error, Session};

use crate::config::Config;
use crate::patterns::{Layers, Patterns};
use crate::settings::{CustomRule, Settings};

/// `cargo govern pattern`.
pub(crate) static PATTERN: Command = Command {
    name: "pattern",
    summary: "shows what patterns of code match: `$x` is one thing, `$$$` any number of things",
    details: "All code of the workspace is searched, test code and the arguments of macros included. A path is compared by \
              what it is bound to. `explain custom_pattern` says what patterns are, and how one becomes a rule.",
    args: &[
        ArgSpec::positionals("patterns", "PATTERN", "what to look for: any of these").required(),
        ArgSpec::repeated(
            "inside",
            "PATTERN",
            "only inside of something like any of these",
        ),
        ArgSpec::repeated(
            "not-inside",
            "PATTERN",
            "not inside of something like any of these",
        ),
    ],
    needs_workspace: true,
    run,
};

fn run(session: &Session, out: &mut dyn io::Write) -> Result<CommandOutcome, Error> {
    let args = session.args();
    let mut mistakes = Vec::new();
    let mut read = |name: &str| -> Vec<Pattern> {
        let mut patterns = Vec::new();
        for text in args.values(name) {
            match Pattern::parse(text, None) {
                Ok(pattern) => patterns.push(pattern),
                Err(error) => mistakes.push(mistake(text, &error)),
            }
        }
        patterns
    };
    let texts = args.values("patterns");
    let mut rule = CustomRule::ad_hoc(texts.first().map_or("", String::as_str), read("patterns"));
    rule.inside = read("inside");
    rule.not_inside = read("not-inside");
    if !mistakes.is_empty() {
        return Err(Error::Diagnosed(mistakes));
    }
    let mut settings = Settings::new(&Config::default(), &|_| None).map_err(Error::Diagnosed)?;
    settings.rules = vec![rule];
    let workspace = session.workspace();
    let patterns = Patterns::new(workspace, session.tree(), &Layers::new(), settings)?;
    for found in &patterns.found.custom {
        let sources = workspace.sources_for([found.site.span.file]);
        let Some(place) = sources.locate(found.site.span) else {
            continue;
        };
        let text = workspace.text(found.site.span.file)?;
        let whole = &text[found.whole.range()];
        let lines = whole.lines().count();
        let first = whole.lines().next().unwrap_or_default().trim_end();
        let more = if lines > 1 { " …" } else { "" };
        writeln!(
            out,
            "{}:{}:{}: {first}{more}",
            place.path, place.start.line, place.start.column
        )?;
    }
    Ok(CommandOutcome {
        verdict: Verdict::Clean,
        diagnostics: Vec::new(),
    })
}

fn mistake(text: &str, error: &govern_facts::PatternError) -> Diagnostic {
    let place = match &text[error.extent.range()] {
        "" => "at its end".to_owned(),
        place => format!("at `{place}`"),
    };
    Diagnostic::config(format!(
        "`{text}` is no pattern: {}, {place}",
        error.message
    ))
}
