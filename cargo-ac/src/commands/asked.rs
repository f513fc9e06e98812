//! What subcommands look at: the model of a workspace in which nothing is wrong with ledgers and features.

use govern_diagnostics::Diagnostic;
use govern_gate::{Error, Session};
use govern_names::Names;
use govern_workspace::Workspace;

use crate::config::{Section, Settings};
use crate::criteria::{Criteria, Criterion};
use crate::ids::nearest;
use crate::read::{Reading, Weigh, read};

/// The model of the workspace. Without a ledger, or with mistakes in what is read, there is none.
pub(crate) fn criteria(session: &Session) -> Result<(Settings, Criteria), Error> {
    let section = Section::read(session)?;
    section.selectors(session)?;
    let settings = section.settings(Some(session));
    let model = sound(session, session.workspace(), session.tree(), &settings)?;
    if model.ledgers.is_empty() {
        return Err(no_ledger(&settings));
    }
    Ok((settings, model))
}

/// That there is nothing to look at.
pub(crate) fn no_ledger(settings: &Settings) -> Error {
    let message = format!(
        "there is no ledger: nothing matches `{}`",
        settings.ledgers.join("`, `")
    );
    Diagnostic::config(message)
        .help("write one, or name it in `[ac]` of govern.toml")
        .into()
}

/// The model of some version of the workspace.
pub(crate) fn sound(
    session: &Session,
    workspace: &Workspace,
    names: &Names,
    settings: &Settings,
) -> Result<Criteria, Error> {
    let today = session.today();
    let Reading {
        model, diagnostics, ..
    } = read(workspace, names, settings, today, Weigh::Linked)?;
    if diagnostics.is_empty() {
        Ok(model)
    } else {
        Err(Error::Diagnosed(diagnostics))
    }
}

/// What an id stands for, with the rows of its criteria.
pub(crate) struct Subject {
    pub(crate) id: String,
    pub(crate) rows: Vec<usize>,
    pub(crate) kind: SubjectKind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum SubjectKind {
    Criterion,
    Requirement,
    Story,
}

/// What an id stands for: a criterion, a requirement or a story.
pub(crate) fn subject(model: &Criteria, id: &str) -> Result<Subject, Error> {
    let rows = |is: &dyn Fn(&Criterion) -> bool| -> Vec<usize> {
        let rows = model.criteria.iter().enumerate();
        rows.filter(|(_, it)| is(it)).map(|(row, _)| row).collect()
    };
    let of = |kind: SubjectKind, rows: Vec<usize>| {
        (!rows.is_empty()).then(|| Subject {
            id: id.to_owned(),
            rows,
            kind,
        })
    };
    of(SubjectKind::Criterion, rows(&|it| it.id == id))
        .or_else(|| of(SubjectKind::Requirement, rows(&|it| it.requirement == id)))
        .or_else(|| of(SubjectKind::Story, rows(&|it| it.story == id)))
        .ok_or_else(|| unknown(model, id))
}

fn unknown(model: &Criteria, id: &str) -> Error {
    let criteria = model.criteria.iter();
    let known = criteria.flat_map(|it| [&it.id, &it.requirement, &it.story]);
    let diagnostic = Diagnostic::config(format!("no criterion in a ledger is `{id}`, or of it"));
    match nearest(id, known.map(String::as_str)) {
        Some(nearest) => diagnostic.help(format!("did you mean `{nearest}`?")).into(),
        None => diagnostic
            .help("`cargo ac status` lists all of them")
            .into(),
    }
}
