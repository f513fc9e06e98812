//! The tests that there are in a file.

use govern_diagnostics::FileId;
use govern_facts::{
    Attr, FileFacts, Item, ItemId, ItemKind, MacroBody, MacroPosition, PathId, ScopeId,
};
use govern_names::{CrateKind, ItemDef, Meaning, ModuleId};
use text_size::TextRange;

use super::input::Input;
use super::macro_tests::{MacroFn, functions};
use super::{PlainFn, Test, TestPlace, span};
use crate::ledger::Level;

/// A test with what is needed to link it.
pub(super) struct Found {
    pub(super) test: Test,
    /// Its module in each crate that has the file.
    pub(super) modules: Vec<ModuleId>,
    pub(super) owner: Owner,
}

/// What a test is in its file.
pub(super) enum Owner {
    Item(ItemId),
    /// A function in the arguments of a macro.
    Macro(MacroFn),
}

/// The tests of a file, and its functions with wanted names that are none.
pub(super) fn tests(
    file: FileId,
    facts: &FileFacts,
    input: &Input<'_>,
) -> (Vec<Found>, Vec<PlainFn>) {
    let mut found = Vec::new();
    let mut functions = Vec::new();
    for (row, item) in facts.items.iter().enumerate() {
        let ItemKind::Fn { .. } = item.kind else {
            continue;
        };
        // What a macro makes has no documentation of its own, and is known by the call.
        if item.expanded {
            continue;
        }
        let id = ItemId(u32::try_from(row).unwrap_or(u32::MAX));
        let name = facts.text(item.name);
        match test_attribute(file, facts, item, input) {
            Some(level) => found.extend(item_test(file, facts, id, level, input)),
            None if input.wanted.contains(name) => {
                functions.push(PlainFn {
                    name: name.to_owned(),
                    span: span(file, item.name_extent),
                });
            }
            None => {}
        }
    }
    found.extend(macro_tests(file, facts, input));
    found.sort_by_key(|found| found.test.span.range.start());
    (found, functions)
}

/// The level that the attributes of a function give it as a test, if they make it one.
fn test_attribute(
    file: FileId,
    facts: &FileFacts,
    item: &Item,
    input: &Input<'_>,
) -> Option<Option<Level>> {
    let words = facts
        .attrs_of(item.attrs)
        .filter(|attr| !switched_off(file, facts, attr, input))
        .filter_map(|attr| {
            let word = attribute_word(file, facts, attr, input);
            input.words.attributes.contains(&word).then_some(word)
        });
    // Of several the one that says most counts.
    let levels = words.map(|word| match word.as_str() {
        "proptest" | "property_test" | "quickcheck" => Some(Level::Property),
        "bench" => Some(Level::Bench),
        _ => None,
    });
    levels.max()
}

/// The last segment of what an attribute's path means: `test` also for `use tokio::test as check; #[check]`.
fn attribute_word(file: FileId, facts: &FileFacts, attr: &Attr, input: &Input<'_>) -> String {
    let written = || last_segment(facts.attr_path(attr)).to_owned();
    attr.path.map_or_else(written, |path| {
        path_word(file, facts, path, input).unwrap_or_else(written)
    })
}

fn path_word(file: FileId, facts: &FileFacts, path: PathId, input: &Input<'_>) -> Option<String> {
    match input.names.meaning(facts, file, path) {
        Meaning::External(path) => Some(last_segment(&path).to_owned()),
        _ => None,
    }
}

fn last_segment(path: &str) -> &str {
    path.rsplit("::").next().unwrap_or(path)
}

/// Whether an attribute stands under a condition that is known not to hold.
pub(crate) fn switched_off(
    file: FileId,
    facts: &FileFacts,
    attr: &Attr,
    input: &Input<'_>,
) -> bool {
    attr.cfg.is_some_and(|cfg| {
        facts.evaluate(cfg, &|flag, value| (input.holds)(file, flag, value)) == Some(false)
    })
}

/// Whether an attribute holds for certain.
fn holds(file: FileId, facts: &FileFacts, attr: &Attr, input: &Input<'_>) -> bool {
    attr.cfg.is_none_or(|cfg| {
        facts.evaluate(cfg, &|flag, value| (input.holds)(file, flag, value)) == Some(true)
    })
}

fn item_test(
    file: FileId,
    facts: &FileFacts,
    id: ItemId,
    level: Option<Level>,
    input: &Input<'_>,
) -> Option<Found> {
    let item = facts.item(id);
    let has = |name: &str| {
        let mut attrs = facts.attrs_of(item.attrs);
        attrs.find(|attr| facts.attr_path(attr) == name && holds(file, facts, attr, input))
    };
    let ignore = has("ignore");
    let because = ignore.and_then(|attr| facts.attr_string(attr, "ignore"));
    let instances = input.names.instances_of(file);
    let modules: Vec<ModuleId> = instances
        .iter()
        .map(|&instance| {
            input
                .names
                .module_of_item(ItemDef { instance, item: id }, facts)
        })
        .collect();
    let name = facts.text(item.name).to_owned();
    let test = Test {
        places: places(&modules, &name, input)?,
        span: span(file, item.name_extent),
        extent: item.extent.range(),
        level: level.unwrap_or_else(|| level_of(&modules, input)),
        ignored: ignore.map(|attr| span(file, attr.extent)),
        ignored_because: because.map(str::to_owned),
        should_panic: has("should_panic").is_some(),
        item: Some(id),
        built: is_built(file, item.body.unwrap_or(item.scope), input),
        name,
    };
    Some(Found {
        test,
        modules,
        owner: Owner::Item(id),
    })
}

/// Tests in the arguments of macros that are no items.
fn macro_tests(file: FileId, facts: &FileFacts, input: &Input<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    let mut text = None;
    for call in &facts.macro_calls {
        if call.position != MacroPosition::Item || call.body == MacroBody::Items {
            continue;
        }
        let written = facts
            .segments(facts.path(call.path).segments)
            .next_back()
            .unwrap_or_default()
            .to_owned();
        let word = path_word(file, facts, call.path, input).unwrap_or(written);
        if !input.words.macros.contains(&word) {
            continue;
        }
        let Some(text) = text.get_or_insert_with(|| (input.text)(file)).as_deref() else {
            break;
        };
        // The brackets around the arguments are no part of them.
        let (start, end) = (
            call.args.start as usize + 1,
            (call.args.end as usize).saturating_sub(1),
        );
        let Some(args) = text.get(start..end) else {
            continue;
        };
        for function in functions(
            args,
            call.args.range().start() + text_size::TextSize::new(1),
        ) {
            let is_test =
                word == "quickcheck" || function.attrs.iter().any(|attr| attr.name() == "test");
            if is_test {
                found.extend(macro_test(file, function, call.scope, input));
            }
        }
    }
    found
}

fn macro_test(file: FileId, function: MacroFn, scope: ScopeId, input: &Input<'_>) -> Option<Found> {
    let modules: Vec<ModuleId> = input.names.module_of(file, scope).into_iter().collect();
    let ignored = function.attrs.iter().any(|attr| attr.name() == "ignore");
    let name_span = govern_diagnostics::Span::new(file, function.name_range);
    let test = Test {
        places: places(&modules, &function.name, input)?,
        name: function.name.clone(),
        span: name_span,
        extent: TextRange::new(function.head.start(), function.name_range.end()),
        level: Level::Property,
        ignored: ignored.then_some(name_span),
        ignored_because: None,
        should_panic: function
            .attrs
            .iter()
            .any(|attr| attr.name() == "should_panic"),
        item: None,
        built: is_built(file, scope, input),
    };
    Some(Found {
        test,
        modules,
        owner: Owner::Macro(function),
    })
}

fn is_built(file: FileId, scope: ScopeId, input: &Input<'_>) -> bool {
    !input.names.presence(file, scope).is_absent()
}

/// Where a test of that name is; nowhere if no target has the file.
fn places(modules: &[ModuleId], name: &str, input: &Input<'_>) -> Option<Vec<TestPlace>> {
    let mut places: Vec<TestPlace> = modules
        .iter()
        .map(|&module| {
            let module_path = input.names.module_path(module);
            let krate = input.names.module(module).krate;
            let mut path = match module_path.split_once("::") {
                Some((_, inside)) => format!("{inside}::"),
                None => String::new(),
            };
            path.push_str(name);
            TestPlace {
                binary: (input.binary)(krate),
                krate: input.names.krate(krate).name.clone(),
                path,
            }
        })
        .collect();
    places.sort();
    places.dedup();
    (!places.is_empty()).then_some(places)
}

fn level_of(modules: &[ModuleId], input: &Input<'_>) -> Level {
    let kinds = modules
        .iter()
        .map(|&module| input.names.krate(input.names.module(module).krate).kind);
    let level = |kind| match kind {
        CrateKind::Test => Level::Integration,
        CrateKind::Bench => Level::Bench,
        _ => Level::Unit,
    };
    kinds.map(level).min().unwrap_or(Level::Unit)
}
