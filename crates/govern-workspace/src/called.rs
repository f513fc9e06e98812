//! Files of modules that only the expansion of a macro call declares: `modules!(a, b);`.
//!
//! Which macro a call means is a matter of names, and names are known only when all files are. So every macro of the
//! workspace that has the name of a call and can declare modules is tried, and files that are there are read; whoever
//! resolves names decides which of them are modules.

use std::{collections::BTreeMap, ops::Range, sync::Arc};

use govern_facts::{
    Absorber, Edition, Extent, FileFacts, ItemId, ItemKind, MacroCallId, MacroRules, ModuleFile,
    extract, module_files,
};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::reading::Reading;

/// How deep macros that call macros are followed.
const DEPTH: usize = 128;
/// How many bytes the expansions of one call may have together.
const LONGEST: usize = 1 << 20;

/// A module that the expansion of a call may declare, and where its file may be.
#[derive(Debug)]
pub(crate) struct CalledModule {
    pub(crate) call: MacroCallId,
    pub(crate) name: String,
    /// The declarations, under conditions that exclude each other, in [`Called::facts`].
    pub(crate) items: Vec<ItemId>,
    pub(crate) file: ModuleFile,
}

/// What is known of calls that declare modules.
#[derive(Debug, Default)]
pub(crate) struct Called {
    /// The facts of files with what their calls may expand to, by row.
    files: BTreeMap<usize, FileFacts>,
    /// Calls, each with a macro that was tried on it.
    tried: FxHashSet<(Call, Place)>,
    texts: FxHashMap<usize, Option<Arc<str>>>,
    /// Whether there are macros that may declare modules.
    was_asked: bool,
}

/// File and row of a call.
type Call = (usize, u32);
/// File and row of a definition.
type Place = (usize, u32);

impl Called {
    /// Whether which files there are may depend on what macros expand to.
    pub(crate) fn was_asked(&self) -> bool {
        self.was_asked
    }

    /// The facts of a file with what its calls may expand to.
    pub(crate) fn facts(&self, file: usize) -> Option<&FileFacts> {
        self.files.get(&file)
    }

    /// The modules that calls in a file may declare.
    pub(crate) fn modules(
        &self,
        file: usize,
        stem: &str,
        owns_directory: bool,
    ) -> Vec<CalledModule> {
        let Some(facts) = self.files.get(&file) else {
            return Vec::new();
        };
        let mut found: Vec<CalledModule> = Vec::new();
        for module in module_files(facts, stem, owns_directory) {
            let item = facts.item(module.item);
            let Some(call) = item.in_macro.filter(|_| item.expanded) else {
                continue;
            };
            let name = facts.text(item.name);
            // As a public one and a private one: one file.
            let twin = found
                .iter_mut()
                .find(|it| it.call == call && it.name == name);
            match twin {
                Some(twin) => {
                    twin.items.push(module.item);
                    let more = module.candidates.into_iter();
                    let more = more.filter(|it| !twin.file.candidates.contains(it));
                    let more: Vec<_> = more.collect();
                    twin.file.candidates.extend(more);
                }
                None => found.push(CalledModule {
                    call,
                    name: name.to_owned(),
                    items: vec![module.item],
                    file: module,
                }),
            }
        }
        found
    }

    /// Looks at the calls in the files that are reached, and says whether there is more than before.
    pub(crate) fn find(&mut self, reading: &Reading<'_>, mut rows: Vec<usize>) -> bool {
        rows.sort_unstable();
        rows.dedup();
        let mut definitions: BTreeMap<String, Vec<Place>> = BTreeMap::new();
        for &row in &rows {
            let known = reading.facts(row).map(|(known, _)| known);
            let Some(known) = known.filter(|it| it.outline().leads_on) else {
                continue;
            };
            for (item, declared) in known.leading().items.iter().enumerate() {
                if let ItemKind::MacroRules {
                    declares_files: true,
                    ..
                } = declared.kind
                {
                    let name = known.leading().text(declared.name).to_owned();
                    definitions
                        .entry(name)
                        .or_default()
                        .push((row, item as u32));
                }
            }
        }
        if definitions.is_empty() {
            return false;
        }
        self.was_asked = true;
        let mut search = Search {
            called: self,
            reading,
            definitions,
            rules: FxHashMap::default(),
            budget: 0,
        };
        let mut more = false;
        for row in rows {
            more |= search.file(row);
        }
        more
    }
}

/// Whether a file declares macros that may declare modules.
pub(crate) fn declares_files(facts: &FileFacts) -> bool {
    let mut items = facts.items.iter();
    items.any(|item| {
        matches!(
            item.kind,
            ItemKind::MacroRules {
                declares_files: true,
                ..
            }
        )
    })
}

struct Search<'a> {
    called: &'a mut Called,
    reading: &'a Reading<'a>,
    /// Those of macros that may declare modules, by name.
    definitions: BTreeMap<String, Vec<Place>>,
    rules: FxHashMap<Place, Option<Arc<MacroRules>>>,
    /// How many bytes the expansions of the call at hand may still have.
    budget: usize,
}

impl Search<'_> {
    /// Expands the calls of a file; says whether it was any.
    fn file(&mut self, row: usize) -> bool {
        let Some((known, edition)) = self.reading.facts(row) else {
            return false;
        };
        let facts = known.facts();
        let mut parts: Vec<(MacroCallId, FileFacts)> = Vec::new();
        for (number, call) in facts.macro_calls.iter().enumerate() {
            let Some(name) = facts.segments(facts.path(call.path).segments).next_back() else {
                continue;
            };
            let Some(places) = self.definitions.get(name) else {
                continue;
            };
            if !facts.may_declare(call) {
                continue;
            }
            let at = (row, number as u32);
            let places: Vec<Place> = places
                .iter()
                .copied()
                .filter(|&place| self.called.tried.insert((at, place)))
                .collect();
            for place in places {
                let (Some(definition), Some(text)) = (self.definition(place), self.text(row))
                else {
                    continue;
                };
                let Some(args) = text.get(bytes(call.args)) else {
                    continue;
                };
                self.budget = LONGEST;
                let part = self.expansion(&definition, args, edition, 0);
                parts.extend(part.map(|part| (MacroCallId(number as u32), part)));
            }
        }
        if parts.is_empty() {
            return false;
        }
        let before = self.called.files.remove(&row);
        let mut absorber = Absorber::new(before.unwrap_or_else(|| facts.clone()));
        for (call, part) in &parts {
            absorber.absorb(*call, part);
        }
        self.called.files.insert(row, absorber.finish());
        true
    }

    /// The facts of what a call expands to, with what the calls in it do.
    fn expansion(
        &mut self,
        rules: &MacroRules,
        args: &str,
        edition: Edition,
        depth: usize,
    ) -> Option<FileFacts> {
        let text = rules.expand(args, edition, "crate").ok()?;
        self.budget = self.budget.checked_sub(text.len())?;
        let (facts, errors) = extract(&text, edition);
        if !errors.is_empty() {
            return None;
        }
        let mut parts = Vec::new();
        for (row, call) in facts.macro_calls.iter().enumerate() {
            let name = facts.segments(facts.path(call.path).segments).next_back();
            let places = name.and_then(|name| self.definitions.get(name)).cloned();
            if depth == DEPTH || !facts.may_declare(call) {
                continue;
            }
            for place in places.unwrap_or_default() {
                let part = self.definition(place).and_then(|definition| {
                    self.expansion(&definition, &text[bytes(call.args)], edition, depth + 1)
                });
                parts.extend(part.map(|part| (MacroCallId(row as u32), part)));
            }
        }
        let mut absorber = Absorber::new(facts);
        for (call, part) in &parts {
            absorber.absorb(*call, part);
        }
        Some(absorber.finish())
    }

    fn definition(&mut self, place: Place) -> Option<Arc<MacroRules>> {
        if !self.rules.contains_key(&place) {
            let definition = self.read_definition(place);
            self.rules.insert(place, definition.map(Arc::new));
        }
        self.rules.get(&place)?.clone()
    }

    fn read_definition(&mut self, place: Place) -> Option<MacroRules> {
        let (known, edition) = self.reading.facts(place.0)?;
        let text = self.text(place.0)?;
        let extent = known.leading().items[place.1 as usize].extent;
        MacroRules::parse(text.get(bytes(extent))?, edition)
    }

    /// The text of a file, if it is still the one that the facts are of.
    fn text(&mut self, row: usize) -> Option<Arc<str>> {
        let reading = self.reading;
        let text = self.called.texts.entry(row);
        text.or_insert_with(|| reading.text(row)).clone()
    }
}

fn bytes(extent: Extent) -> Range<usize> {
    extent.start as usize..extent.end as usize
}
