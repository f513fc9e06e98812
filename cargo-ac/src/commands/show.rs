//! `cargo ac why` and `cargo ac show`: how a criterion, a requirement or a story stands, and why.

use std::fmt::Write as _;
use std::io;

use govern_diagnostics::Span;
use govern_gate::{ArgSpec, Command, CommandOutcome, Error, Session};

use crate::commands::asked::{Subject, SubjectKind, criteria, subject};
use crate::commands::one_line;
use crate::commands::reason::{Reason, by_results};
use crate::commands::table::levels_in_words;
use crate::criteria::{Criteria, Standing};
use crate::verdict::worst;
use crate::verdicts::{Judged, Link};

const ID: &[ArgSpec] =
    &[ArgSpec::positional("id", "ID", "a criterion, a requirement or a story").required()];

/// `cargo ac why`.
pub const WHY: Command = Command {
    name: "why",
    summary: "say why a criterion, a requirement or a story stands as it does",
    details: "A requirement stands as the worst of its criteria, a story as the worst of its requirements; the way is shown \
              down to the test and its result. Without results (`results` in `[ac]`) only the source is asked.",
    args: ID,
    needs_workspace: true,
    run: why,
};

/// `cargo ac show`.
pub const SHOW: Command = Command {
    name: "show",
    summary: "show all that is known about a criterion, a requirement or a story",
    details: "What the ledger says, everything that is linked, where, and what became of it.",
    args: ID,
    needs_workspace: true,
    run: show,
};

fn why(session: &Session, out: &mut dyn io::Write) -> Result<CommandOutcome, Error> {
    print(session, out, |page, subject| page.why(subject))
}

fn show(session: &Session, out: &mut dyn io::Write) -> Result<CommandOutcome, Error> {
    print(session, out, |page, subject| page.show(subject))
}

fn print(
    session: &Session,
    out: &mut dyn io::Write,
    text: fn(&mut Page<'_>, &Subject),
) -> Result<CommandOutcome, Error> {
    let (_, model) = criteria(session)?;
    let id = session.args().value("id").unwrap_or_default();
    let subject = subject(&model, id)?;
    let mut page = Page::new(&model, session);
    text(&mut page, &subject);
    out.write_all(page.text.as_bytes())?;
    Ok(CommandOutcome::clean())
}

/// What is written about a subject.
pub(super) struct Page<'a> {
    model: &'a Criteria,
    session: &'a Session,
    text: String,
}

impl<'a> Page<'a> {
    /// An empty one.
    pub(super) fn new(model: &'a Criteria, session: &'a Session) -> Page<'a> {
        Page {
            model,
            session,
            text: String::new(),
        }
    }

    /// What is on it.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The way from a subject down to what decides how it stands.
    fn why(&mut self, subject: &Subject) {
        let Some(decisive) = self.decisive(&subject.rows) else {
            self.line(
                0,
                format_args!(
                    "{} asks for nothing: none of its criteria is in force",
                    subject.id
                ),
            );
            return;
        };
        let criterion = &self.model.criteria[decisive];
        let word = self.stands(decisive);
        let mut depth = 0;
        let above = match subject.kind {
            SubjectKind::Story => vec![&criterion.story, &criterion.requirement],
            SubjectKind::Requirement => vec![&criterion.requirement],
            SubjectKind::Criterion => Vec::new(),
        };
        for id in above {
            self.line(depth, format_args!("{id} is {word}, because"));
            depth += 1;
        }
        self.line(depth, format_args!("{} is {word}, because", criterion.id));
        self.reasons(decisive, depth + 1);
    }

    /// The row that stands worst; of several the first. None if none is in force, unless there is but one.
    fn decisive(&self, rows: &[usize]) -> Option<usize> {
        if let [row] = rows {
            return Some(*row);
        }
        let criteria = &self.model.criteria;
        let in_force = || {
            rows.iter()
                .copied()
                .filter(|&row| criteria[row].state.is_in_force())
        };
        match self.judged(*rows.first()?) {
            Some(_) => {
                let verdict = |row: usize| self.judged(row).map(|judged| judged.verdict);
                let worst = worst(in_force().filter_map(verdict))?;
                in_force().find(|&row| verdict(row) == Some(worst))
            }
            None => in_force().max_by_key(|&row| {
                let standing = criteria[row].standing(self.model.today);
                (standing.rank(), std::cmp::Reverse(row))
            }),
        }
    }

    fn judged(&self, row: usize) -> Option<&Judged> {
        let observed = self.model.observed.as_ref()?;
        observed.is_looked_at().then(|| &observed.judged[row])
    }

    /// How a criterion stands: by results if there are any, or else by the source.
    pub(super) fn stands(&self, row: usize) -> String {
        match self.judged(row) {
            Some(judged) => judged.verdict.word().to_owned(),
            None => match self.model.criteria[row].standing(self.model.today) {
                Standing::Retired => "retired".to_owned(),
                Standing::Draft => "draft".to_owned(),
                Standing::Tested => "tested".to_owned(),
                Standing::Untested => "not tested".to_owned(),
                Standing::Waived(until) => format!("waived until {until}"),
                Standing::Lacks(levels) => format!("not tested at {}", levels_in_words(&levels)),
            },
        }
    }

    /// What decides about a criterion: the links that its verdict is made of.
    fn reasons(&mut self, row: usize, depth: usize) {
        let criterion = &self.model.criteria[row];
        let before = self.text.len();
        let Some(judged) = self.judged(row).cloned() else {
            for proof in &criterion.proofs {
                let idle = if proof.idle.is_some() {
                    ", which shows nothing"
                } else {
                    ""
                };
                let (place, what) = (
                    self.place(self.model.place(&proof.what)),
                    self.model.describe(&proof.what),
                );
                self.line(
                    depth,
                    format_args!("{}: {what}{place}{idle}", proof.level.name()),
                );
            }
            if self.text.len() == before {
                self.line(depth, format_args!("nothing is linked to it"));
            }
            return;
        };
        let criterion = criterion.clone();
        for reason in by_results(&criterion, &judged, self.model.today) {
            match reason {
                Reason::Link(link) => self.link(link, depth),
                Reason::Waiver(waiver) => self.line(
                    depth,
                    format_args!("waived until {}: {}", waiver.until.text, waiver.reason),
                ),
                Reason::Lacks(levels) => self.line(
                    depth,
                    format_args!("nothing is linked to it at {}", levels_in_words(&levels)),
                ),
                Reason::Nothing => self.line(depth, format_args!("nothing is linked to it")),
            }
        }
    }

    fn link(&mut self, link: &Link, depth: usize) {
        let what = self.model.describe_link(link);
        let place = match link.what.as_ref().and_then(|what| self.model.place(what)) {
            Some(place) => self.place(Some(place)),
            None => self.place(link.span),
        };
        let says = link.evidence.says();
        let stale = link
            .stale
            .as_ref()
            .map_or(String::new(), |why| format!(": {why}"));
        self.line(
            depth,
            format_args!("{}: {what}{place} {says}{stale}", link.level.name()),
        );
        let Some(observed) = &self.model.observed else {
            return;
        };
        for &at in &link.results {
            let (_, result) = observed.result(at);
            let place = self.place(Some(observed.span(at)));
            let said = result
                .said
                .as_ref()
                .map_or(String::new(), |said| format!(": {said}"));
            self.line(depth + 1, format_args!("by the result{place}{said}"));
        }
    }

    fn show(&mut self, subject: &Subject) {
        if let (SubjectKind::Criterion, [row]) = (subject.kind, &subject.rows[..]) {
            return self.criterion(*row);
        }
        let stands = self.decisive(&subject.rows).map_or_else(
            || "without criteria in force".to_owned(),
            |row| self.stands(row),
        );
        self.line(0, format_args!("{}: {stands}", subject.id));
        for &row in &subject.rows {
            let (criterion, stands) = (&self.model.criteria[row], self.stands(row));
            let text = one_line(&criterion.text);
            self.line(
                1,
                format_args!(
                    "{} {}: {stands}: {text}",
                    criterion.id,
                    criterion.priority.name()
                ),
            );
        }
    }

    fn criterion(&mut self, row: usize) {
        let criterion = &self.model.criteria[row];
        let (stands, place) = (self.stands(row), self.place(Some(criterion.span)));
        self.line(0, format_args!("{}: {stands}{place}", criterion.id));
        self.line(1, format_args!("it says: {}", one_line(&criterion.text)));
        self.line(
            1,
            format_args!("of {}, of {}", criterion.requirement, criterion.story),
        );
        self.line(1, format_args!("priority: {}", criterion.priority.name()));
        if !criterion.needs.is_empty() {
            self.line(
                1,
                format_args!("needs: {}", levels_in_words(&criterion.needs)),
            );
        }
        if let Some(waiver) = &criterion.waiver {
            self.line(
                1,
                format_args!("waiver until {}: {}", waiver.until.text, waiver.reason),
            );
        }
        match self.judged(row).cloned() {
            Some(judged) => judged.links.iter().for_each(|link| self.link(link, 1)),
            None => self.reasons(row, 1),
        }
        for &span in &criterion.code {
            let place = self.place(Some(span));
            self.line(1, format_args!("code{place}"));
        }
    }

    /// Where something is, as a reader may click on it.
    pub(super) fn place(&self, span: Option<Span>) -> String {
        let Some(span) = span else {
            return String::new();
        };
        let sources = self.session.sources_for([span.file]);
        sources.locate(span).map_or(String::new(), |at| {
            format!(" ({}:{}:{})", at.path, at.start.line, at.start.column)
        })
    }

    /// Adds a line.
    pub(super) fn line(&mut self, depth: usize, line: std::fmt::Arguments<'_>) {
        // A string takes everything.
        let _ = writeln!(self.text, "{}{line}", "  ".repeat(depth));
    }
}
