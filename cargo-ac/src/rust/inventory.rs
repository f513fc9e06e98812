//! The tests that there are in a file.

use std::cell::OnceCell;

use govern_diagnostics::FileId;
use govern_facts::{
    Attr, Comment, CommentKind, Extent, FileFacts, Item, ItemId, ItemKind, MacroBody,
    MacroPosition, MetaValue, PathId, PathKind, ScopeId,
};
use govern_names::{CrateKind, ItemDef, Meaning, ModuleId};
use text_size::TextRange;

use super::doctests::doctests;
use super::found::{Found, Owner};
use super::input::Input;
use super::lex::words;
use super::macro_tests::{MacroFn, functions};
use super::{Cases, PlainFn, Test, TestPlace, span};
use crate::ledger::Level;

/// The tests of a file, and its functions with wanted names that are none.
pub(super) fn tests(
    file: FileId,
    facts: &FileFacts,
    input: &Input<'_>,
) -> (Vec<Found>, Vec<PlainFn>) {
    let mut found = Vec::new();
    let mut functions = Vec::new();
    let compilers = OnceCell::new();
    for (row, item) in facts.items.iter().enumerate() {
        let ItemKind::Fn { .. } = item.kind else {
            continue;
        };
        // What a macro makes has no documentation of its own, and is known by the call.
        if item.expanded {
            continue;
        }
        // The harness does not see what is inside of a function.
        if is_inside_function(facts, item) {
            continue;
        }
        let id = ItemId(u32::try_from(row).unwrap_or(u32::MAX));
        let name = facts.text(item.name);
        match test_attribute(file, facts, item, input) {
            Some(level) => {
                let compiles_others = || {
                    let calls = compilers.get_or_init(|| compiler_calls(file, facts, input));
                    calls.iter().any(|call| item.extent.contains(*call))
                };
                let level = level.or_else(|| compiles_others().then_some(Level::CompileFail));
                found.extend(item_test(file, facts, id, level, input));
            }
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
    if input.doctests
        || facts
            .comments
            .iter()
            .any(|comment| is_verifying(facts, comment))
    {
        let text = (input.text)(file);
        found.extend(
            text.iter()
                .flat_map(|text| doctests(file, facts, text, input)),
        );
    }
    found.sort_by_key(|found| found.test.span.range.start());
    (found, functions)
}

fn is_inside_function(facts: &FileFacts, item: &Item) -> bool {
    facts
        .items_around(item.scope)
        .any(|(_, around)| matches!(around.kind, ItemKind::Fn { .. }))
}

/// Whether a comment is documentation that may say of a test in it what it verifies.
fn is_verifying(facts: &FileFacts, comment: &Comment) -> bool {
    matches!(comment.kind, CommentKind::OuterDoc | CommentKind::InnerDoc)
        && facts.text(comment.text).contains("Verifies:")
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
    let words: Vec<String> = words.collect();
    // A table for other tests is none.
    if facts
        .attrs_of(item.attrs)
        .any(|attr| is_of_rstest_reuse(file, facts, attr, "template", input))
    {
        return None;
    }
    // Of several the one that says most counts.
    let levels = words.iter().map(|word| match word.as_str() {
        "proptest" | "property_test" | "quickcheck" => Some(Level::Property),
        "bench" => Some(Level::Bench),
        _ => None,
    });
    let applies = facts
        .attrs_of(item.attrs)
        .any(|attr| is_of_rstest_reuse(file, facts, attr, "apply", input));
    levels.max().or(applies.then_some(None))
}

/// The last segment of what an attribute's path means: `test` also for `use tokio::test as check; #[check]`.
fn attribute_word(file: FileId, facts: &FileFacts, attr: &Attr, input: &Input<'_>) -> String {
    let written = || last_segment(facts.attr_path(attr)).to_owned();
    attr.path.map_or_else(written, |path| {
        path_word(file, facts, path, input).unwrap_or_else(written)
    })
}

/// Whether an attribute is one of `rstest_reuse`, which keeps tables of cases for several tests.
fn is_of_rstest_reuse(
    file: FileId,
    facts: &FileFacts,
    attr: &Attr,
    name: &str,
    input: &Input<'_>,
) -> bool {
    attr.path
        .is_some_and(|path| match input.names.meaning(facts, file, path) {
            Meaning::External(path) => path.strip_prefix("rstest_reuse::") == Some(name),
            _ => false,
        })
}

/// What a runner lists for a test function.
fn cases(file: FileId, facts: &FileFacts, item: &Item, input: &Input<'_>) -> Cases {
    let attrs = || facts.attrs_of(item.attrs);
    let word = |attr: &Attr| attribute_word(file, facts, attr, input);
    if attrs().any(|attr| is_of_rstest_reuse(file, facts, attr, "apply", input))
        || attrs().any(|attr| matches!(word(attr).as_str(), "test_case" | "test_matrix"))
    {
        return Cases::Many(Vec::new());
    }
    if !attrs().any(|attr| word(attr) == "rstest") {
        return Cases::One;
    }
    // Values of arguments multiply the cases.
    let text = (input.text)(file);
    let ItemKind::Fn { signature } = item.kind else {
        return Cases::One;
    };
    let head =
        item.name_extent.end as usize..facts.signatures[signature as usize].body.start as usize;
    let head = text.as_deref().and_then(|text| text.get(head));
    let tokens = words(head.unwrap_or_default());
    let has_values = tokens
        .windows(3)
        .any(|run| run[0] == "#" && run[1] == "[" && matches!(run[2], "values" | "files"));
    let described: Vec<Option<&str>> = attrs()
        .filter(|attr| !switched_off(file, facts, attr, input))
        .filter_map(|attr| {
            let path = facts.attr_path(attr);
            let rest = path.strip_prefix("case")?;
            match rest.strip_prefix("::") {
                Some(name) => Some(Some(name)),
                None => rest.is_empty().then_some(None),
            }
        })
        .collect();
    // The cases as arguments of the attribute.
    let inner = attrs().filter(|attr| word(attr) == "rstest").any(|attr| {
        match facts.meta(attr.meta).value {
            MetaValue::List(list) => facts.metas[list.rows()]
                .iter()
                .any(|meta| facts.text(meta.path).starts_with("case")),
            _ => false,
        }
    });
    if has_values || inner {
        return Cases::Many(Vec::new());
    }
    if described.is_empty() {
        return Cases::One;
    }
    let width = described.len().to_string().len();
    let names = described.iter().zip(1..).map(|(name, number)| match name {
        Some(name) => format!("case_{number:0width$}_{name}"),
        None => format!("case_{number:0width$}"),
    });
    Cases::Many(names.collect())
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
        cases: cases(file, facts, item, input),
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

/// Where a file calls a crate that is there to give other files to the compiler.
fn compiler_calls(file: FileId, facts: &FileFacts, input: &Input<'_>) -> Vec<Extent> {
    const COMPILERS: [&str; 4] = ["compiletest_rs", "macrotest", "trybuild", "ui_test"];
    if !COMPILERS.iter().any(|name| facts.names.contains(name)) {
        return Vec::new();
    }
    let calls = (0..).zip(&facts.paths).filter(|(row, path)| {
        path.kind == PathKind::Call
            && match input.names.meaning(facts, file, PathId(*row)) {
                Meaning::External(path) => path
                    .split("::")
                    .next()
                    .is_some_and(|it| COMPILERS.contains(&it)),
                _ => false,
            }
    });
    calls.map(|(_, path)| path.extent).collect()
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
        cases: Cases::One,
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
