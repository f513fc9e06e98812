//! How the criteria stood before: at a git revision, or in a copy of the workspace.

use govern_diagnostics::NotRun;
use govern_gate::{Error, Session, link_tree};

use crate::config::{Section, Settings};
use crate::criteria::{Criteria, Criterion};
use crate::read::{Reading, Weigh, read};
use crate::standing::{Base, Was};

/// The criteria of a model that are in force, as they stand.
pub fn base(name: String, model: &Criteria) -> Base {
    let in_force = model.criteria.iter().filter(|it| it.state.is_in_force());
    let was = |criterion: &Criterion| Was {
        standing: criterion.standing(model.today),
        priority: criterion.priority,
        needs: criterion.needs.clone(),
        shown_by: criterion
            .working()
            .map(|proof| model.describe(&proof.what))
            .collect(),
    };
    Base {
        name,
        criteria: in_force.map(|it| (it.id.clone(), was(it))).collect(),
    }
}
/// What is compared with.
#[derive(Debug)]
pub(crate) struct Before {
    /// Where that is, in words.
    pub(crate) name: String,
    /// Its model, or why there is none.
    pub(crate) model: Result<Criteria, &'static str>,
}

const NO_LEDGER: &str = "there is no ledger where the configuration of now looks for it";

/// What is compared with: what the command line says, or else `configured`.
pub(crate) fn model_before(
    session: &Session,
    configured: Option<&str>,
    settings: &Settings,
) -> Result<Option<Before>, Error> {
    let Some((workspace, name)) = session.base(configured)? else {
        return Ok(None);
    };
    let names = link_tree(&workspace);
    // What needs no answer from there is not asked: results are of now.
    let settings = Settings {
        results: Default::default(),
        ..settings.clone()
    };
    let Reading {
        model, diagnostics, ..
    } = read(
        &workspace,
        &names,
        &settings,
        session.today(),
        Weigh::Linked,
    )?;
    let model = if model.ledgers.is_empty() {
        Err(NO_LEDGER)
    } else if model.is_incomplete() || !diagnostics.is_empty() {
        Err("a ledger, a feature or the lock could not be read there")
    } else {
        Ok(model)
    };
    Ok(Some(Before { name, model }))
}

/// How the criteria stood before, if that is compared with `now`. What cannot be compared is said.
pub(crate) fn read_base(
    now: &Criteria,
    session: &Session,
    section: &Section,
    settings: &Settings,
) -> Result<Result<Option<Base>, NotRun>, Error> {
    let configured = section.base_directory.as_ref();
    let configured = configured.map(|directory| directory.get_ref().as_str());
    let Some(Before { name, model }) = model_before(session, configured, settings)? else {
        return Ok(Ok(None));
    };
    Ok(match model {
        Ok(model) => Ok(Some(base(name, &model))),
        // A workspace without criteria, then and now.
        Err(NO_LEDGER) if now.ledgers.is_empty() => Ok(None),
        Err(why) => Err(NotRun {
            what: format!("the comparison with criteria {name}"),
            why: why.to_owned(),
            failed: true,
        }),
    })
}
