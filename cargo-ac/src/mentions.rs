//! What ledgers name of decisions and documents, and which entries that is for.

use std::collections::BTreeSet;

use govern_diagnostics::{Diagnostic, FileId};
use govern_workspace::Workspace;

use crate::config::Settings;
use crate::criteria::Criteria;
use crate::decisions::{Decisions, Record, document};
use crate::ledger::{Mention, Mentioned};

/// Reads the records, and looks for the documents that ledgers name.
pub(crate) fn read(
    workspace: &Workspace,
    model: &Criteria,
    settings: &Settings,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Decisions, govern_workspace::Error> {
    let mut decisions = Decisions {
        globs: settings.decisions.clone(),
        ..Decisions::default()
    };
    for path in workspace.find_files(&settings.decisions)? {
        match workspace.read(&path) {
            Ok((file, text)) => {
                decisions
                    .records
                    .push(Record::read(file, &path, &text, &settings.prefixes));
            }
            Err(error) => diagnostics.push(error.report().0),
        }
    }
    for (_, mention) in model.mentions(Mentioned::Document) {
        if let Some(path) = document(&mention.text.text) {
            let is_there = workspace.read_bytes(path).is_ok()
                || !workspace
                    .find_files(&[format!("{}/**", literal(path))])?
                    .is_empty();
            if is_there {
                decisions.documents.insert(path.to_owned());
            }
        }
    }
    Ok(decisions)
}

/// A path as a glob that means nothing else.
fn literal(path: &str) -> String {
    let mut glob = String::new();
    for character in path.chars() {
        match character {
            '*' | '?' | '[' | ']' | '{' | '}' => {
                glob.push('[');
                glob.push(character);
                glob.push(']');
            }
            _ => glob.push(character),
        }
    }
    glob
}

impl Criteria {
    /// The decisions, or the documents, that ledgers name, with the files of the ledgers.
    pub fn mentions(&self, what: Mentioned) -> impl Iterator<Item = (FileId, &Mention)> {
        self.ledgers.iter().flat_map(move |file| {
            let mentions = file.ledger.mentions.iter();
            let its = mentions.filter(move |mention| mention.what == what);
            its.map(move |mention| (file.file, mention))
        })
    }

    /// Whether an entry of a ledger, by its id and those around it, asks for anything: no criterion or requirement among
    /// them is retired or a draft.
    pub fn asks(&self, ids: &[String]) -> bool {
        let ledgers = self.ledgers.iter();
        let mut requirements = ledgers.flat_map(|file| file.ledger.requirements());
        let by_criterion = |id: &String| {
            self.criterion(id)
                .is_none_or(|criterion| criterion.state.is_in_force())
        };
        let idle = requirements.find(|it| ids.contains(&it.id.text) && !it.state.is_in_force());
        idle.is_none() && ids.iter().all(by_criterion)
    }

    /// The ids of an entry, of what is around it, and of what is in it.
    pub fn family(&self, id: &str) -> BTreeSet<&str> {
        let mut family = BTreeSet::new();
        for file in &self.ledgers {
            for story in &file.ledger.stories {
                for requirement in &story.requirements {
                    let ids = [story.id.text.as_str(), &requirement.id.text];
                    let criteria = requirement.criteria.iter().map(|it| it.id.text.as_str());
                    let criteria: Vec<&str> = criteria.collect();
                    if ids.contains(&id) {
                        family.extend(&criteria);
                    }
                    if id == ids[0] || id == ids[1] || criteria.contains(&id) {
                        family.extend(ids);
                    }
                }
            }
        }
        // Of a criterion, those beside it are none of its own.
        family.extend(self.criterion(id).map(|it| it.id.as_str()));
        family
    }
}
