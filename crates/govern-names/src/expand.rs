//! Expands the calls among items that name a `macro_rules!` of the workspace.
//!
//! Which macro a call means is a matter of names, so this happens between reading files and linking them. A call that
//! cannot be expanded stays as it is: what it declares is not known, and names that are missed for that say so.

mod macros;

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::{Arc, Mutex};

use govern_diagnostics::FileId;
use govern_facts::{
    Absorber, Edition, FileFacts, ItemKind, MacroBody, MacroCall, MacroCallId, MacroPosition,
    MacroRules, SAMPLE,
};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::applied::{Applied, How};
use crate::input::LinkInput;
use crate::model::{Files, ItemDef, ModuleId, Names};
use crate::reference::Unexpanded;
use crate::tree::{Begun, dollar_crate};

/// How often the workspace is looked at again for calls of what expansions declare, and in files that are modules only by
/// them.
const ROUNDS: usize = 16;
/// How deep macros that call macros are followed: what the compiler allows.
const DEPTH: usize = 128;
/// How many bytes the expansions of one call may have together.
const LONGEST: usize = 4 << 20;

/// The facts of the files whose macro calls could be expanded, with what the expansions declare; and what of linking
/// was done for that.
///
/// The rows that were there keep their places.
pub fn expand(input: &LinkInput<'_>) -> (BTreeMap<FileId, FileFacts>, Begun) {
    expand_noted(input, false)
}

/// The same; if it is `noted` what was added to which file, the linking can be [kept](Names::keep).
pub fn expand_noted(input: &LinkInput<'_>, noted: bool) -> (BTreeMap<FileId, FileFacts>, Begun) {
    let mut applied: BTreeMap<FileId, Vec<Vec<Applied>>> = BTreeMap::new();
    let mut expanded = BTreeMap::new();
    let mut begun = Begun::default();
    let mut refused = FxHashMap::default();
    let mut judged = FxHashSet::default();
    for _ in 0..ROUNDS {
        let files = Files {
            input,
            expanded: &expanded,
        };
        let candidates = candidates(files, &judged);
        if candidates.is_empty() {
            break;
        }
        let names = Names::tree(files, begun.names.take());
        let rules = Mutex::default();
        // What becomes of the calls of a file depends on no other file's. The one with the most comes first: nobody is to wait
        // for it in the end.
        let mut ordered = candidates;
        ordered.sort_by_key(|&file| std::cmp::Reverse(given(files, file)));
        let mut found: Vec<Expanded> = ordered
            .into_par_iter()
            .with_max_len(1)
            .map(|file| {
                let mut expander = Expander {
                    names: &names,
                    files,
                    texts: FxHashMap::default(),
                    rules: &rules,
                    definitions: FxHashMap::default(),
                    budget: 0,
                    judged_before: &judged,
                    judged: Vec::new(),
                    tried: Vec::new(),
                    applied: noted.then(Vec::new),
                };
                Expanded {
                    file,
                    facts: expander.file(file),
                    judged: expander.judged,
                    tried: expander.tried,
                    applied: expander.applied.unwrap_or_default(),
                }
            })
            .collect();
        found.sort_by_key(|it| it.file);
        let mut more: Vec<(FileId, FileFacts)> = Vec::new();
        for it in found {
            judged.extend(it.judged.into_iter().map(|row| (it.file, row)));
            for (row, why) in it.tried {
                match why {
                    None => refused.remove(&(it.file, row)),
                    // What it is called may be known only after others are expanded.
                    Some(why) => refused.insert((it.file, row), why),
                };
            }
            if !it.applied.is_empty() {
                applied.entry(it.file).or_default().push(it.applied);
            }
            more.extend(it.facts.map(|facts| (it.file, facts)));
        }
        begun = Begun {
            names: Some(names),
            complete: more.is_empty(),
            ..Begun::default()
        };
        if more.is_empty() {
            break;
        }
        expanded.extend(more);
    }
    begun.refused = refused;
    begun.applied = applied;
    (expanded, begun)
}

/// The files with calls that may be those of a macro of the workspace: they have the name of one.
fn candidates(files: Files<'_, '_>, judged: &FxHashSet<(FileId, u32)>) -> Vec<FileId> {
    let mut all: Vec<FileId> = files.input.routes.iter().map(|route| route.file).collect();
    all.sort_unstable();
    all.dedup();
    let facts = |&file: &FileId| files.facts(file);
    let macros: FxHashSet<&str> = all
        .iter()
        .filter_map(facts)
        .flat_map(|facts| {
            let items = facts.items.iter();
            let rules = items.filter(|item| matches!(item.kind, ItemKind::MacroRules { .. }));
            rules.map(|item| facts.text(item.name))
        })
        .collect();
    if macros.is_empty() {
        return Vec::new();
    }
    let calls_one = |file: &FileId| {
        let facts = facts(file)?;
        let mut calls = facts.macro_calls.iter().enumerate();
        Some(calls.any(|(row, call)| {
            let last = facts.segments(facts.path(call.path).segments).next_back();
            last.is_some_and(|last| macros.contains(last))
                && (facts.may_declare(call)
                    || wraps(facts, call) && !judged.contains(&(*file, row as u32)))
        }))
    };
    all.retain(|file| calls_one(file) == Some(true));
    all
}

/// How many bytes calls of macros are given in a file.
fn given(files: Files<'_, '_>, file: FileId) -> u64 {
    let calls = files.facts(file).into_iter().flat_map(|it| &it.macro_calls);
    calls
        .map(|call| u64::from(call.args.end.saturating_sub(call.args.start)))
        .sum()
}

/// Whether the arguments of a call are items: what becomes of them depends on the macro.
fn wraps(facts: &FileFacts, call: &MacroCall) -> bool {
    call.position == MacroPosition::Item
        && call.body == MacroBody::Items
        && !facts.path(call.path).expanded
}

impl Names {
    /// Why it is not known what a call of a file declares, if it is one that may declare something.
    pub fn unexpanded(
        &self,
        facts: &FileFacts,
        file: FileId,
        call: MacroCallId,
    ) -> Option<Unexpanded> {
        let row = &facts.macro_calls[call.index()];
        if self.lacks_file(file, call, row) {
            return Some(Unexpanded::NoFile);
        }
        // Calls of macros that have no namesake in the workspace are not even tried.
        let why = || match self.refused.get(&(file, call.0)) {
            Some(why) => *why,
            None if facts.path(row.path).expanded => Unexpanded::Nested,
            None => Unexpanded::Unknown,
        };
        row.is_opaque().then(why)
    }

    /// Whether a call stands for the items of a file that was not found.
    pub(crate) fn lacks_file(&self, file: FileId, call: MacroCallId, row: &MacroCall) -> bool {
        matches!(row.body, MacroBody::File(_)) && !self.included.contains(&(file, call))
    }
}

/// What became of the calls of a file.
struct Expanded {
    file: FileId,
    /// Its facts with them expanded; none if there was nothing to expand.
    facts: Option<FileFacts>,
    judged: Vec<u32>,
    tried: Vec<(u32, Option<Unexpanded>)>,
    applied: Vec<Applied>,
}

/// Rules of definitions, as far as somebody has asked for them; none of what is no definition that can be read.
type Rules = Mutex<FxHashMap<ItemDef, Option<Arc<MacroRules>>>>;

/// Expands the calls of one file.
struct Expander<'a, 'w> {
    names: &'a Names,
    files: Files<'a, 'w>,
    texts: FxHashMap<FileId, Option<Arc<str>>>,
    rules: &'a Rules,
    definitions: FxHashMap<ItemDef, Option<Rc<Definition>>>,
    /// How many bytes the expansions of the call at hand may still have.
    budget: usize,
    /// The calls of which it is known what becomes of the items that are their arguments.
    judged_before: &'a FxHashSet<(FileId, u32)>,
    /// Those of which it is known now.
    judged: Vec<u32>,
    /// The calls that were tried, and why those could not be expanded that could not.
    tried: Vec<(u32, Option<Unexpanded>)>,
    /// What was added to the file, if that is noted.
    applied: Option<Vec<Applied>>,
}

struct Definition {
    rules: Arc<MacroRules>,
    /// The facts of what a sample becomes, if the macro does the same to all items it is given.
    sample: OnceCell<Option<FileFacts>>,
}

impl Definition {
    fn new(rules: impl Into<Arc<MacroRules>>) -> Definition {
        Definition {
            rules: rules.into(),
            sample: OnceCell::new(),
        }
    }
}

/// A macro, and the crate whose it is.
struct Macro {
    definition: Rc<Definition>,
    krate: ModuleId,
}

/// A call, and where it stands.
struct Call<'a> {
    facts: &'a FileFacts,
    text: &'a str,
    row: MacroCallId,
    module: ModuleId,
    edition: Edition,
}

impl Expander<'_, '_> {
    /// The facts of a file with its calls expanded; none if there was nothing to expand.
    fn file(&mut self, file: FileId) -> Option<FileFacts> {
        let facts = self.files.facts(file)?;
        // Which macro a call means is the same in all crates that share a file, or the file says nothing certain.
        let &instance = self.names.instances_of(file).first()?;
        let owner = self.names.instance(instance);
        let edition = self.names.krate(owner.krate).edition;
        let mut absorber: Option<Absorber> = None;
        for (row, call) in facts.macro_calls.iter().enumerate() {
            let wraps = wraps(facts, call);
            if !(wraps || facts.may_declare(call))
                || owner.presences[call.scope.index()].is_absent()
            {
                continue;
            }
            if wraps {
                if self.judged_before.contains(&(file, row as u32)) {
                    continue;
                }
                self.judged.push(row as u32);
            }
            let module = owner.modules[call.scope.index()];
            self.budget = LONGEST;
            let found = self.macro_of(instance, facts, call, module);
            let applied = found.and_then(|found| {
                let text = self.text(file).ok_or(Unexpanded::NoText)?;
                let call = Call {
                    facts,
                    text: &text,
                    row: MacroCallId(row as u32),
                    module,
                    edition,
                };
                self.apply(&mut absorber, &found, &call, 0)
            });
            self.tried.push((row as u32, applied.err()));
        }
        absorber.map(Absorber::finish)
    }

    /// Adds what a call expands to.
    fn apply(
        &mut self,
        absorber: &mut Option<Absorber>,
        called: &Macro,
        call: &Call<'_>,
        depth: usize,
    ) -> Result<(), Unexpanded> {
        let row = &call.facts.macro_calls[call.row.index()];
        let wraps = row.body == MacroBody::Items;
        let begin = || Absorber::new(call.facts.clone());
        if wraps && called.definition.rules.takes_any_items() {
            let sample = &called.definition.sample;
            if sample.get().is_none() {
                let part = self.expansion(called, SAMPLE, called.krate, call.edition, depth);
                // A macro that calls itself was here before.
                let _ = sample.set(part.ok().filter(Absorber::changes_all));
            }
            if let Some(Some(sample)) = sample.get() {
                let absorber = absorber.get_or_insert_with(begin);
                self.add(absorber, How::CarryAll, call.row, sample, depth);
            }
            return Ok(());
        }
        let args = call
            .text
            .get(row.args.start as usize..row.args.end as usize)
            .ok_or(Unexpanded::NoText)?;
        let part = self.expansion(called, args, call.module, call.edition, depth)?;
        let absorber = absorber.get_or_insert_with(begin);
        let how = if wraps { How::Merge } else { How::Absorb };
        self.add(absorber, how, call.row, &part, depth);
        Ok(())
    }

    /// Adds an expansion; what is added to a file, not to another expansion, is noted.
    fn add(
        &mut self,
        absorber: &mut Absorber,
        how: How,
        call: MacroCallId,
        part: &FileFacts,
        depth: usize,
    ) {
        how.apply(absorber, call, part);
        if let Some(noted) = self.applied.as_mut().filter(|_| depth == 0) {
            noted.push(Applied {
                call: call.0,
                how,
                part: bitcode::encode(part),
            });
        }
    }

    /// The facts of what a call expands to, the calls in it expanded as well.
    fn expansion(
        &mut self,
        called: &Macro,
        args: &str,
        module: ModuleId,
        edition: Edition,
        depth: usize,
    ) -> Result<FileFacts, Unexpanded> {
        let krate = self.names.module(called.krate).krate;
        let written = if self.names.module(module).krate == krate {
            "crate".to_owned()
        } else {
            dollar_crate(krate)
        };
        let text = called
            .definition
            .rules
            .expand(args, edition, &written)
            .map_err(Unexpanded::Rules)?;
        self.budget = self
            .budget
            .checked_sub(text.len())
            .ok_or(Unexpanded::TooLong)?;
        let (facts, errors) = (self.files.input.read)(&text, edition);
        if !errors.is_empty() {
            return Err(Unexpanded::NoItems);
        }
        if depth == DEPTH {
            return Ok(facts);
        }
        let mut absorber = None;
        for (row, call) in facts.macro_calls.iter().enumerate() {
            if !(facts.may_declare(call) || wraps(&facts, call)) {
                continue;
            }
            let Some(found) = self.nested(&facts, &text, call, module, called.krate, edition)
            else {
                continue;
            };
            let call = Call {
                facts: &facts,
                text: &text,
                row: MacroCallId(row as u32),
                module,
                edition,
            };
            // What cannot be expanded in there stays a call that may declare something.
            let _ = self.apply(&mut absorber, &found, &call, depth + 1);
        }
        Ok(match absorber {
            Some(absorber) => absorber.finish(),
            None => facts,
        })
    }
}
