//! Canaries of the life of contracts: entries of the manifest, types, samples and consumers, against what was accepted.

use govern_diagnostics::Span;
use govern_gate::Edit;

use super::tables::Table;
use super::wire::broken;
use super::{NAME, Nest};
use crate::compat::Format;
use crate::direction::Direction;
use crate::lifecycle::version::Version;
use crate::lifecycle::{Lifecycle, Payload, Standing, State};
use crate::manifest::{Compatibility, Id};
use crate::samples::directory_of;
use crate::wire::Shape;

const RULES: &[&str] = &[
    "broken_without_new_version",
    "changelog_entry_missing",
    "consumer_broken",
    "contract_item_not_found",
    "contract_not_accepted",
    "contract_undeclared",
    "deprecated_without_replacement",
    "old_version_dropped",
    "persisted_without_migration",
    "removal_overdue",
    "removed_too_early",
    "reserved_name_used",
    "sample_rejected",
    "version_bump_too_small",
];

/// An entry of which the type is there.
struct Entry<'l> {
    state: &'l State,
    payload: &'l Payload,
    table: Table,
}

impl Entry<'_> {
    fn id(&self) -> &Id {
        &self.state.contract.id
    }

    /// The lines of one more version of it.
    fn next(&self, payload: &str) -> String {
        let Id { name, version } = self.id();
        let (version, format) = (version + 1, self.state.contract.format.0);
        format!(
            "name = \"{name}\"\nversion = {version}\npayload = \"{payload}\"\nformat = \"{format}\""
        )
    }

    /// Whether somebody has to understand somebody, in a format with names.
    fn is_compared(&self) -> bool {
        let contract = &self.state.contract;
        contract.compatibility != Compatibility::None && contract.format.1.contains(&Format::Json)
    }
}

pub(super) fn life(nest: &mut Nest<'_>) {
    let lifecycle = nest.ground.lifecycle;
    let entries: Vec<Entry<'_>> = lifecycle
        .present()
        .filter_map(|state| {
            Some(Entry {
                payload: state.payload.as_ref()?,
                table: Table::around(nest, state.contract.span)?,
                state,
            })
        })
        .collect();
    for entry in &entries {
        ends(nest, lifecycle, entry);
        of_entry(nest, lifecycle, entry);
        of_type(nest, lifecycle, entry);
        persisted(nest, lifecycle, entry);
        reserved(nest, entry);
    }
    removed(nest, lifecycle);
    samples(nest, lifecycle, &entries);
    consumers(nest, lifecycle, &entries);
    command_lines(nest);
    nest.none(
        RULES,
        "no contract stands to what was accepted of it so that the rule is asked",
    );
}

/// What is said of the end of a contract, where nothing is wrong with that yet.
fn ends(nest: &mut Nest<'_>, lifecycle: &Lifecycle, entry: &Entry<'_>) {
    let (id, deprecation) = (entry.id(), entry.state.contract.deprecation.as_ref());
    let until = deprecation.and_then(|it| it.remove_after);
    let is_overdue = until.is_some_and(|until| lifecycle.today > Some(until.date));
    for (rule, says, is_wrong) in [
        (
            "deprecated_without_replacement",
            "since = 2000-01-01",
            deprecation.is_some(),
        ),
        (
            "removal_overdue",
            "since = 2000-01-01, remove-after = 2000-01-02, replacement = \"none\"",
            is_overdue,
        ),
    ] {
        if nest.lacks(rule) && !is_wrong {
            let what = format!("`{id}` is deprecated, with {says}");
            let line = format!("deprecated = {{ {says} }}");
            let table = &entry.table;
            table.set(nest, rule, &what, "deprecated", &line);
        }
    }
}

/// A contract that others may depend on is removed, or was long ago.
fn removed(nest: &mut Nest<'_>, lifecycle: &Lifecycle) {
    const RULE: &str = "removed_too_early";
    for state in &lifecycle.states {
        let contract = &state.contract;
        let deprecation = contract.deprecation.as_ref();
        let until = deprecation.and_then(|it| it.remove_after);
        // What is removed without being deprecated is found already.
        let is_found = contract.removed.is_some() && until.is_none();
        // Whatever was to go before that day may be gone.
        let is_past = until.is_some_and(|it| it.date.to_string().as_str() < DAY);
        let is_accepted = lifecycle.declared.accepted.last(&contract.id).is_some();
        if !nest.lacks(RULE) || !is_accepted || is_found || is_past {
            continue;
        }
        if let Some(table) = Table::around(nest, contract.span) {
            let what = format!("`{}` is removed", contract.id);
            let line = format!("removed = {DAY}");
            table.set(nest, RULE, &what, "removed", &line);
        }
    }
}

/// A day before all days of contracts.
const DAY: &str = "2000-01-01";

/// What an entry says, and that it is there.
fn of_entry(nest: &mut Nest<'_>, lifecycle: &Lifecycle, entry: &Entry<'_>) {
    let (id, table) = (entry.id(), &entry.table);
    let (accepted, path) = (&lifecycle.declared.accepted, entry.payload.path.as_str());
    let is_accepted = accepted.last(id).is_some();
    if nest.lacks("contract_item_not_found") {
        let span = entry.state.contract.payload.as_ref().and_then(|it| it.span);
        let what = format!("the type of `{id}` is `{path}{NAME}`");
        let other = format!("\"{path}{NAME}\"");
        nest.replace("contract_item_not_found", &what, span, &other);
    }
    if nest.lacks("contract_not_accepted") {
        let lines = format!("name = \"{NAME}\"\npayload = \"{path}\"");
        let what = format!("there is a contract `{NAME}`");
        table.add(nest, "contract_not_accepted", &what, &lines);
    }
    if !is_accepted {
        return;
    }
    if nest.lacks("contract_undeclared") && !lifecycle.is_replaced(id) {
        let what = format!("there is no entry of `{id}`");
        table.remove(nest, "contract_undeclared", &what);
    }
    let is_new = |state: &State| accepted.before(&state.contract.id) == Some(id);
    // One that is handled no more is found already.
    if nest.lacks("old_version_dropped")
        && entry.state.has_handler
        && let Some(new) = lifecycle.new_versions().find(|it| is_new(it))
    {
        let what = format!("there is `{}`, and no `{id}` any more", new.contract.id);
        table.remove(nest, "old_version_dropped", &what);
    }
    let is_last = lifecycle.declared.manifest.later(id).next().is_none();
    let next = Id {
        name: id.name.clone(),
        version: id.version + 1,
    };
    if !is_last || accepted.before(&next) != Some(id) {
        return;
    }
    if nest.lacks("old_version_dropped") {
        let what = format!("there is `{next}`, and no `{id}` any more");
        table.swap(nest, "old_version_dropped", &what, &entry.next(path));
    }
    let is_named = lifecycle.changelogs.iter().any(|it| it.names(&next, None));
    if nest.lacks("changelog_entry_missing") && !is_named {
        let what = format!("there is `{next}`");
        table.add(nest, "changelog_entry_missing", &what, &entry.next(path));
    }
}

/// A type that is not what was accepted.
fn of_type(nest: &mut Nest<'_>, lifecycle: &Lifecycle, entry: &Entry<'_>) {
    let id = entry.id();
    if entry.state.standing != Standing::Same || !entry.is_compared() {
        return;
    }
    let Some((what, path, text)) = entry
        .payload
        .found
        .as_ref()
        .and_then(|found| broken(nest.ground.now.0, found))
    else {
        return;
    };
    let manifest = &lifecycle.declared.manifest;
    if nest.lacks("broken_without_new_version") && manifest.later(id).next().is_none() {
        nest.write("broken_without_new_version", &what, &path, text.clone());
    }
    let last = lifecycle.declared.accepted.last(id);
    let versions = last.and_then(|last| {
        let now = Version::parse(&entry.payload.package.version)?;
        Some((Version::parse(&last.package.version)?, now))
    });
    let is_bumped = versions.is_none_or(|(old, now)| now.breaks(old));
    // Between the last two it may be too small already.
    let is_settled = match lifecycle.declared.accepted.of(id) {
        [.., before, last] => versions
            .zip(Version::parse(&before.package.version))
            .is_some_and(
                |((_, now), before)| match last.acceptance.breaks.is_empty() {
                    true => now > before,
                    false => now.breaks(before),
                },
            ),
        _ => true,
    };
    let is_tried = entry.payload.is_published && is_settled && !is_bumped;
    if nest.lacks("version_bump_too_small") && is_tried {
        nest.write("version_bump_too_small", &what, &path, text);
    }
}

/// The next version of what is stored is something else, and nothing makes it.
fn persisted(nest: &mut Nest<'_>, lifecycle: &Lifecycle, entry: &Entry<'_>) {
    const RULE: &str = "persisted_without_migration";
    let (id, ground) = (entry.id(), nest.ground);
    let accepted = &lifecycle.declared.accepted;
    let is_stored = entry.state.contract.direction == Direction::Persists;
    let is_last = lifecycle.declared.manifest.later(id).next().is_none();
    if !nest.lacks(RULE) || !is_stored || !is_last || accepted.last(id).is_none() {
        return;
    }
    let Some(found) = entry.payload.found.as_ref() else {
        return;
    };
    let file = ground.now.0.names.instance(found.def.instance).file;
    let place = ground.now.0.facts(found.def.instance).map(|facts| {
        let end = facts.item(found.def.item).extent.end as usize;
        end..end
    });
    let (Some(place), Some((path, text))) = (place, nest.text(file)) else {
        return;
    };
    let module = found.path.rsplit_once("::").map_or("", |it| it.0);
    let code = "\n\n#[derive(::serde::Serialize, ::serde::Deserialize)]\n\
                pub struct GovernCanary {\n    govern_canary: [u64; 2],\n}"
        .to_owned();
    let payload = format!("{module}::GovernCanary");
    let lines = format!("{}\ndirection = \"persists\"", entry.next(&payload));
    let text = super::replaced(&text, &[(place, code)]);
    let table = &entry.table;
    let edits = vec![
        Edit::Write(path.to_owned(), text.into_bytes()),
        Edit::Write(table.path.clone(), table.with_another(&lines).into_bytes()),
    ];
    let what = format!(
        "the version of `{id}` behind it is of another type, in `{}`",
        table.path
    );
    nest.put(RULE, what, edits);
}

/// A field that the type has is reserved.
fn reserved(nest: &mut Nest<'_>, entry: &Entry<'_>) {
    const RULE: &str = "reserved_name_used";
    let wire = &entry.payload.wire;
    let Shape::Struct(shape) = wire.shape(wire.root) else {
        return;
    };
    let mut keys = shape.fields.iter().filter_map(|it| it.write.as_ref());
    let Some(key) = keys.find(|it| !it.key.is_empty()).map(|it| &it.key) else {
        return;
    };
    let reserved = &entry.state.contract.reserved;
    if !nest.lacks(RULE) || reserved.iter().any(|it| it.text == *key) {
        return;
    }
    let what = format!("`{key}` is reserved of `{}`", entry.id());
    match reserved.first() {
        Some(first) => nest.replace(RULE, &what, first.span, &format!("{key:?}")),
        None => {
            let line = format!("reserved = [{key:?}]");
            entry.table.set(nest, RULE, &what, "reserved", &line);
        }
    }
}

/// A golden document that is of another kind than its type.
fn samples(nest: &mut Nest<'_>, lifecycle: &Lifecycle, entries: &[Entry<'_>]) {
    let is_struct = |entry: &&Entry<'_>| {
        let wire = &entry.payload.wire;
        entry.is_compared() && matches!(wire.shape(wire.root), Shape::Struct(_))
    };
    let samples = &lifecycle.declared.samples;
    let rejected = |path: &str| {
        let known = lifecycle.rejections.get(path);
        known.is_some_and(|it| !it.is_empty())
    };
    let held = samples.iter().filter(|it| !rejected(&it.path)).find(|it| {
        let mut entries = entries.iter().filter(is_struct);
        entries.any(|entry| *entry.id() == it.id)
    });
    let path = held.map(|it| it.path.clone()).or_else(|| {
        let entry = entries.iter().find(is_struct)?;
        Some(format!("{}/{NAME}.json", directory_of(entry.id())))
    });
    if let Some(path) = path {
        nest.write(
            "sample_rejected",
            "it is `true`",
            &path,
            "true\n".to_owned(),
        );
    }
}

/// A consumer that reads what nobody writes.
fn consumers(nest: &mut Nest<'_>, lifecycle: &Lifecycle, entries: &[Entry<'_>]) {
    const RULE: &str = "consumer_broken";
    let is_there = |id: &Id| entries.iter().any(|entry| entry.id() == id);
    let reads =
        |id: &Id| format!("[[reads]]\ncontract = \"{id}\"\nrequired = {{ {NAME} = \"string\" }}\n");
    let mut known = lifecycle.declared.consumers.iter().flat_map(|it| &it.reads);
    let known = known.find(|it| is_there(&it.contract));
    let (id, place): (&Id, Option<Span>) = match (known, entries.first()) {
        (Some(known), _) => (&known.contract, known.span),
        (None, Some(entry)) => (entry.id(), None),
        (None, None) => return,
    };
    let what = format!("`{NAME}` of `{id}` is required");
    match place.and_then(|place| nest.text(place.file)) {
        Some((path, text)) => nest.write(RULE, &what, path, format!("{text}\n{}", reads(id))),
        None => {
            let path = format!("contracts/consumers/{NAME}.toml");
            let text = format!("consumer = \"{NAME}\"\n\n{}", reads(id));
            nest.write(RULE, &what, &path, text);
        }
    }
}

/// Where there are only command lines.
fn command_lines(nest: &mut Nest<'_>) {
    let declared = nest.ground.declared;
    for line in &declared.manifest.command_lines {
        if nest.lacks("contract_item_not_found") {
            let (name, path) = (&line.name, &line.payload.text);
            let what = format!("the type of `{name}` is `{path}{NAME}`");
            let other = format!("\"{path}{NAME}\"");
            nest.replace("contract_item_not_found", &what, line.payload.span, &other);
        }
        let mut accepted = declared.accepted.lines.last();
        let is_accepted = accepted.any(|it| it.name == line.name);
        let table = Table::around(nest, line.span).filter(|_| is_accepted);
        if let Some(table) = table.filter(|_| nest.lacks("contract_undeclared")) {
            let what = format!("there is no entry of `{}`", line.name);
            table.remove(nest, "contract_undeclared", &what);
        }
    }
}
