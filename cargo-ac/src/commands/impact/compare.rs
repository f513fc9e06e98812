//! Which criteria a change touches, and by what.

use std::collections::{BTreeMap, BTreeSet};

use govern_diagnostics::Span;

use super::side::Side;
use crate::criteria::{Criterion, What};
use crate::fingerprint;
use crate::lock::Key;
use crate::reach::{Item, Reach, is_sure};
use crate::rust::{Link, LinkEnd};

/// A criterion that a change touches.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Impact {
    pub(crate) id: String,
    pub(crate) causes: Vec<Cause>,
}

/// What of a change touches a criterion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cause {
    /// Whether it is only perhaps so.
    pub(crate) perhaps: bool,
    pub(crate) text: String,
    /// Where, if that is still there.
    pub(crate) place: Option<Span>,
}

impl Impact {
    /// Whether nothing is sure.
    pub(crate) fn is_perhaps(&self) -> bool {
        self.causes.iter().all(|cause| cause.perhaps)
    }
}

/// What was found, by the criterion and the text: the same may be seen from several sides.
#[derive(Debug, Default)]
struct Found(BTreeMap<String, BTreeMap<(bool, String), Option<Span>>>);

impl Found {
    fn add(&mut self, id: &str, text: String, place: Option<Span>) {
        self.add_if(id, false, text, place);
    }

    fn add_if(&mut self, id: &str, perhaps: bool, text: String, place: Option<Span>) {
        let causes = self.0.entry(id.to_owned()).or_default();
        causes.entry((perhaps, text)).or_insert(place);
    }

    fn impacts(self) -> Vec<Impact> {
        let cause = |((perhaps, text), place): ((bool, String), Option<Span>)| Cause {
            perhaps,
            text,
            place,
        };
        let impact = |(id, causes): (String, BTreeMap<_, _>)| {
            let mut causes: Vec<Cause> = causes.into_iter().map(cause).collect();
            // What is only perhaps so says nothing where something is sure.
            if causes.iter().any(|cause| !cause.perhaps) {
                causes.retain(|cause| !cause.perhaps);
            }
            Impact { id, causes }
        };
        self.0.into_iter().map(impact).collect()
    }
}

/// The criteria that differ, or that something differs for, in the order of their ids.
pub(super) fn compare(now: &Side<'_>, before: &Side<'_>) -> Vec<Impact> {
    let mut found = Found::default();
    let (ours, theirs) = (in_force(now), in_force(before));
    for (&id, criterion) in &ours {
        let place = Some(criterion.span);
        match theirs.get(id) {
            None => found.add(id, "it is new".to_owned(), place),
            Some(old) if print(old) != print(criterion) => {
                let words =
                    |it: &Criterion| it.text.split_whitespace().collect::<Vec<_>>().join(" ");
                let what = match (
                    words(old) != words(criterion),
                    old.priority != criterion.priority,
                ) {
                    (true, _) => "it says something else",
                    (false, true) => "its priority changed",
                    (false, false) => "the levels that it needs changed",
                };
                found.add(id, what.to_owned(), place);
            }
            Some(_) => {}
        }
    }
    for id in theirs.keys().filter(|id| !ours.contains_key(*id)) {
        found.add(id, "it is no longer in force".to_owned(), None);
    }
    let is_known = |id: &str| ours.contains_key(id) && theirs.contains_key(id);
    for (key, edge) in &now.links {
        let place = Some(edge.evidence_span);
        match before.links.get(key) {
            None if is_known(&key.id) => {
                found.add(
                    &key.id,
                    format!("{} is linked to it now", shown(key)),
                    place,
                );
            }
            Some(old) if old.evidence != edge.evidence => {
                found.add(&key.id, format!("{} changed", shown(key)), place);
            }
            _ => {}
        }
    }
    for key in before
        .links
        .keys()
        .filter(|key| !now.links.contains_key(key))
    {
        if is_known(&key.id) {
            found.add(
                &key.id,
                format!("{} is linked to it no longer", shown(key)),
                None,
            );
        }
    }
    let (linked, were_linked) = (linked(now), linked(before));
    for ((id, name), place) in &linked {
        if is_known(id) && !were_linked.contains_key(&(id.clone(), name.clone())) {
            found.add(id, format!("{name} is linked to it now"), Some(*place));
        }
    }
    for (id, name) in were_linked.keys() {
        if is_known(id) && !linked.contains_key(&(id.clone(), name.clone())) {
            found.add(id, format!("{name} is linked to it no longer"), None);
        }
    }
    for (side, other, is_now) in [(now, before, true), (before, now, false)] {
        let differing = side.differing(other);
        code(side, other, &differing, is_now, &mut found);
        reached(side, other, &differing, is_now, &mut found);
    }
    found.impacts()
}

/// The code that says that it is there for criteria, by these and in words.
fn linked(side: &Side<'_>) -> BTreeMap<(String, String), Span> {
    let links = side.model.rust.links.iter();
    let links = links.filter(|link| link.end == LinkEnd::Code);
    let shown = |link: &Link| match (link.item, side.workspace.facts(link.span.file)) {
        (Some(item), Some(facts)) => format!("code `{}`", crate::reach::name(facts, item)),
        _ => "code of a file".to_owned(),
    };
    links
        .map(|link| ((link.id.clone(), shown(link)), link.span))
        .collect()
}

/// Criteria whose code differs by the links at it.
fn code(
    side: &Side<'_>,
    other: &Side<'_>,
    differing: &BTreeSet<Item>,
    is_now: bool,
    found: &mut Found,
) {
    let in_force = in_force(side);
    let links = side.model.rust.links.iter();
    for link in links.filter(|link| link.end == LinkEnd::Code) {
        if !in_force.contains_key(link.id.as_str()) {
            continue;
        }
        for item in side.linked(link) {
            if !differing.contains(&item) {
                continue;
            }
            if let Some((text, place)) = change(side, other, item, is_now) {
                let text = format!("{text}, and is there for it");
                found.add(&link.id, text, place);
            }
        }
    }
}

/// Criteria of which a test or a scenario reaches code that differs.
fn reached(
    side: &Side<'_>,
    other: &Side<'_>,
    differing: &BTreeSet<Item>,
    is_now: bool,
    found: &mut Found,
) {
    if differing.is_empty() {
        return;
    }
    let reach = Reach::new(side.workspace, side.names, side.model);
    let ways = reach.ways(differing);
    for criterion in in_force(side).into_values() {
        for proof in &criterion.proofs {
            let Some(way) = reach.way(&ways, &proof.what) else {
                continue;
            };
            let Some(last) = way.last() else { continue };
            let Some((text, place)) = change(side, other, last.to, is_now) else {
                continue;
            };
            let what = side.model.describe(&proof.what);
            let text = match (way.len(), &proof.what) {
                // That a test itself differs is told by its link.
                (1, What::Test(_)) => continue,
                (1, _) => format!("{text}, a step of {what}"),
                _ => format!("{text}, and {what} reaches it: {}", reach.describe(&way)),
            };
            found.add_if(&criterion.id, !is_sure(&way), text, place);
        }
    }
}

/// How an item differs, and where it is; nothing of the old side if the new one tells of it.
fn change(
    side: &Side<'_>,
    other: &Side<'_>,
    (file, id): Item,
    is_now: bool,
) -> Option<(String, Option<Span>)> {
    let facts = side.workspace.facts(file)?;
    let item = facts.items.get(id.index())?;
    let (name, known) = (
        crate::reach::name(facts, id),
        other.has(&side.key(facts, (file, id))),
    );
    let place = Span::new(file, item.name_extent.range());
    match (is_now, known) {
        (true, true) => Some((format!("`{name}` changed"), Some(place))),
        (true, false) => Some((format!("`{name}` is new"), Some(place))),
        (false, false) => Some((format!("`{name}` is gone"), None)),
        (false, true) => None,
    }
}

fn in_force<'a>(side: &'a Side<'_>) -> BTreeMap<&'a str, &'a Criterion> {
    let criteria = side.model.criteria.iter();
    let in_force = criteria.filter(|it| it.state.is_in_force());
    in_force.map(|it| (it.id.as_str(), it)).collect()
}

fn print(criterion: &Criterion) -> u64 {
    fingerprint::criterion(&criterion.text, criterion.priority, &criterion.needs)
}

fn shown(key: &Key) -> String {
    match key.target.split_once('#') {
        Some((path, name)) => format!("scenario \"{name}\" in {path}"),
        None => format!("test `{}`", key.target),
    }
}
