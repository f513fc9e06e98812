//! What a place is for, as text and as JSON.

use govern_diagnostics::Span;
use govern_gate::Session;
use serde::Serialize;

use super::claims::{By, Claim};
use super::place::Subject;
use crate::commands::line;
use crate::commands::report::{Place, locate};
use crate::criteria::{Criteria, What};
use crate::reach::{Item, name};

/// How many tests of a criterion are shown.
const SHOWN: usize = 5;

#[derive(Serialize)]
struct Document<'a> {
    schema_version: u32,
    path: &'a str,
    /// What stands there; nothing, if all of the file was asked about.
    subjects: Vec<Thing>,
    claims: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Thing {
    name: String,
    place: Option<Place>,
}

#[derive(Serialize)]
struct Row<'a> {
    criterion: &'a str,
    /// Whether no step of the way is one by name alone.
    sure: bool,
    /// `link` for code that says so.
    by: &'static str,
    level: Option<&'static str>,
    name: Option<String>,
    place: Option<Place>,
    way: Option<&'a str>,
}

/// What a place is for, as JSON.
pub(super) fn json(
    session: &Session,
    model: &Criteria,
    subject: &Subject,
    claims: &[Claim],
) -> Result<String, serde_json::Error> {
    let claims = claims.iter().map(|claim| {
        let criterion = &model.criteria[claim.criterion].id;
        let sure = claim.is_sure();
        match &claim.by {
            By::Link(span) => Row {
                criterion,
                sure,
                by: "link",
                level: None,
                name: None,
                place: at(session, *span),
                way: None,
            },
            By::Evidence {
                level, what, way, ..
            } => Row {
                criterion,
                sure,
                by: match what {
                    What::Scenario(_) => "scenario",
                    _ => "test",
                },
                level: Some(level.name()),
                name: Some(model.describe(what)),
                place: model.place(what).and_then(|span| at(session, span)),
                way: way.as_deref(),
            },
        }
    });
    let document = Document {
        schema_version: 1,
        path: &subject.path,
        subjects: things(session, model, subject),
        claims: claims.collect(),
    };
    let mut text = serde_json::to_string_pretty(&document)?;
    text.push('\n');
    Ok(text)
}

/// What a place is for, for people.
pub(super) fn human(
    session: &Session,
    model: &Criteria,
    subject: &Subject,
    claims: &[Claim],
) -> String {
    let mut text = String::new();
    let things = things(session, model, subject);
    if things.is_empty() {
        line(&mut text, format_args!("{}", subject.path));
    }
    for thing in things {
        let place = shown(thing.place);
        line(&mut text, format_args!("{}{place}", thing.name));
    }
    if claims.is_empty() {
        text.push_str("it is for no criterion: no link stands at it, and no test of a criterion is seen to reach it\n");
    }
    let mut rest = claims;
    while let Some(first) = rest.first() {
        let its = rest.iter().take_while(|it| it.criterion == first.criterion);
        let (its, others) = rest.split_at(its.count());
        rest = others;
        let criterion = &model.criteria[first.criterion];
        let says = criterion
            .text
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        line(&mut text, format_args!("{}: {says}", criterion.id));
        for claim in its.iter().take(SHOWN) {
            self::claim(session, model, claim, &mut text);
        }
        if its.len() > SHOWN {
            line(&mut text, format_args!("  and {} more", its.len() - SHOWN));
        }
    }
    text
}

fn claim(session: &Session, model: &Criteria, claim: &Claim, text: &mut String) {
    match &claim.by {
        By::Link(span) => {
            let place = shown(at(session, *span));
            line(text, format_args!("  code that is there for it{place}"));
        }
        By::Evidence {
            level,
            what,
            way,
            sure,
        } => {
            let perhaps = if *sure { "" } else { "perhaps " };
            let (level, name) = (level.name(), model.describe(what));
            let place = shown(model.place(what).and_then(|span| at(session, span)));
            let way = way.as_ref().map_or(String::new(), |way| format!(": {way}"));
            line(text, format_args!("  {perhaps}{level}: {name}{place}{way}"));
        }
    }
}

/// What was asked about: the outermost items, or the scenarios.
fn things(session: &Session, model: &Criteria, subject: &Subject) -> Vec<Thing> {
    if subject.whole {
        return Vec::new();
    }
    let scenarios = subject
        .evidence
        .iter()
        .filter(|it| matches!(it, What::Scenario(_)));
    let mut things: Vec<Thing> = scenarios
        .map(|what| Thing {
            name: model.describe(what),
            place: model.place(what).and_then(|span| at(session, span)),
        })
        .collect();
    if let Some(outermost) = outermost(session, subject) {
        things.push(outermost);
    }
    things
}

fn outermost(session: &Session, subject: &Subject) -> Option<Thing> {
    let &(file, first): &Item = subject.items.first()?;
    let facts = session.workspace().facts(file)?;
    let in_macro = facts.items.get(first.index()).is_none();
    if in_macro {
        return None;
    }
    let items = subject.items.iter().map(|(_, id)| *id);
    let around = items.max_by_key(|id| {
        let extent = facts.item(*id).extent;
        extent.end - extent.start
    })?;
    let item = facts.item(around);
    let names = session.tree();
    let module = names.module_of(file, item.scope);
    let module = module.map_or(String::new(), |module| {
        format!("{}::", names.module_path(module))
    });
    Some(Thing {
        name: format!("`{module}{}`", name(facts, around)),
        place: at(session, Span::new(file, item.name_extent.range())),
    })
}

fn at(session: &Session, span: Span) -> Option<Place> {
    locate(&session.sources_for([span.file]), span)
}

fn shown(place: Option<Place>) -> String {
    place.map_or(String::new(), |at| {
        format!(" ({}:{}:{})", at.path, at.line, at.column)
    })
}
