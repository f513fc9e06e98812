//! `cargo ac review --auto RANGE`: links of which both ends changed in commits that name the criterion.

use std::collections::{BTreeMap, BTreeSet};

use govern_diagnostics::Diagnostic;
use govern_gate::{Error, Session, link_tree};

use crate::commands::asked::sound;
use crate::commits::of_range;
use crate::config::Settings;
use crate::criteria::Criteria;
use crate::lock::{Edge, Key, field};
use crate::read::links;

/// The links that somebody changed on purpose, with the reason for the lock: both ends are no longer as they were when
/// somebody last looked, they still were at the start of the range, a commit of it names the criterion, and nothing of
/// either end is without a commit. One that asserts less than it did is none of them.
pub(crate) fn answered(
    session: &Session,
    model: &Criteria,
    edges: &BTreeMap<Key, Edge>,
    settings: &Settings,
    range: &str,
) -> Result<BTreeMap<Key, String>, Error> {
    let ends = range.split_once("..");
    let ends = ends.filter(|(from, to)| !from.is_empty() && !to.starts_with('.'));
    let Some((from, to)) = ends else {
        let mistake = Diagnostic::config(format!("`{range}` does not say where the change begins"))
            .help("name commits by their two ends: `--auto main..HEAD`");
        return Err(mistake.into());
    };
    let workspace = session.workspace();
    let mut named: BTreeMap<String, String> = BTreeMap::new();
    for said in of_range(workspace, range, model)?.said {
        let reason = field(&format!("{}: {}", said.name, said.message.subject.1));
        for id in said.message.ids.into_iter().filter(|id| id.known) {
            named.entry(id.text).or_insert_with(|| reason.clone());
        }
    }
    let to = if to.is_empty() { "HEAD" } else { to };
    let uncommitted: BTreeSet<String> = workspace.changed_since(to)?.into_iter().collect();
    let old = session.at_revision(from)?;
    let old_names = link_tree(&old);
    let old_settings = Settings {
        results: Default::default(),
        ..settings.clone()
    };
    let before = sound(session, &old, &old_names, &old_settings)?;
    let old_edges = links(&old, &before, &old_settings);
    let sources = session.sources_for(
        edges
            .values()
            .flat_map(|edge| [edge.criterion_span.file, edge.evidence_span.file]),
    );
    let is_committed = |edge: &Edge| {
        [edge.criterion_span, edge.evidence_span]
            .into_iter()
            .filter_map(|span| sources.locate(span))
            .all(|place| !uncommitted.contains(place.path))
    };
    let lock = &model.reviews.lock;
    let mut answered = BTreeMap::new();
    for (key, edge) in edges {
        let (Some(reviewed), Some(reason), Some(old)) = (
            lock.reviewed.get(key),
            named.get(&key.id),
            old_edges.get(key),
        ) else {
            continue;
        };
        let change = lock.change(reviewed, edge);
        let is_whole = change.criterion && change.evidence && !change.vanished;
        if is_whole && !lock.change(reviewed, old).any() && is_committed(edge) {
            answered.insert(key.clone(), reason.clone());
        }
    }
    Ok(answered)
}
