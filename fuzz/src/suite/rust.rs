//! Rust, and what is looked for in it.

use std::ops::Range;

use govern_facts::{
    Edition, Environment, Expressions, Extent, FileFacts, MacroRules, Pattern, Source, extract,
    included_files, module_files, plain_tokens, printed,
};

/// The facts of a file: the same twice, and all of them in it.
pub(super) fn facts(input: &[u8]) {
    let text = &*String::from_utf8_lossy(input);
    for edition in [Edition::E2015, Edition::E2024] {
        let (facts, errors) = extract(text, edition);
        assert!((&facts, &errors) == (&extract(text, edition).0, &extract(text, edition).1));
        errors.iter().for_each(|error| is_in(text, error.extent));
        extents(&facts).for_each(|extent| is_in(text, extent));
        for stem in ["lib", "order"] {
            let files = module_files(&facts, stem, stem == "lib");
            let items = files.iter().map(|file| facts.item(file.item).extent);
            items.for_each(|extent| is_in(text, extent));
        }
        let calls = included_files(&facts);
        assert!(calls.len() <= facts.macro_calls.len());
        let scopes = facts.scopes_by_start();
        for at in [0, text.len() / 2, text.len()] {
            facts.scope_at(&scopes, at as u32);
        }
    }
    let tokens = plain_tokens(text, Edition::E2024);
    let read: usize = tokens.iter().map(|token| token.text.len()).sum();
    assert!(read <= text.len(), "no more tokens than there is text");
}

/// The expressions of a file: the same twice.
pub(super) fn expressions(input: &[u8]) {
    let text = &*String::from_utf8_lossy(input);
    let read = || format!("{:?}", Expressions::read(text, Edition::E2024));
    assert!(read() == read());
}

/// What a build script prints.
pub(super) fn build_script(input: &[u8]) {
    let text = &*String::from_utf8_lossy(input);
    let read = printed(text, Edition::E2021, &NobodyKnows);
    assert_eq!(read, printed(text, Edition::E2021, &NobodyKnows));
    read.iter().for_each(|printed| is_in(text, printed.extent));
}

/// A definition of a macro, and behind a line of `---` the arguments of a call.
pub(super) fn macro_rules(input: &[u8]) {
    let text = &*String::from_utf8_lossy(input);
    let (definition, args) = text.split_once("\n---\n").unwrap_or((text, "(a, b; c)"));
    let Some(rules) = MacroRules::parse(definition, Edition::E2024) else {
        return;
    };
    rules.takes_any_items();
    let expand = || rules.expand(args, Edition::E2024, "krate");
    let expansion = expand();
    assert_eq!(expansion, expand());
    if let Ok(text) = expansion {
        extract(&text, Edition::E2024);
    }
}

/// A pattern, and behind a line of `---` where it is looked for.
pub(super) fn pattern(input: &[u8]) {
    let text = &*String::from_utf8_lossy(input);
    let (pattern, source) = text.split_once("\n---\n").unwrap_or((text, text));
    match Pattern::parse(pattern, None) {
        Ok(parsed) => {
            let whole = Extent::new(0, source.len() as u32);
            let Some(read) = Source::new(source, whole, Edition::E2024) else {
                return;
            };
            let matches = read.search(&parsed, &|_| true);
            for found in &matches {
                is_in(source, found.extent);
                is_in(source, found.literal);
                found
                    .captures
                    .iter()
                    .for_each(|it| is_in(source, it.extent));
            }
            assert_eq!(matches, read.search(&parsed, &|_| true));
        }
        Err(error) => is_in(pattern, error.extent),
    }
}

/// Nobody knows what variables are set.
struct NobodyKnows;

impl Environment for NobodyKnows {
    fn is_set(&self, _: &str) -> Option<bool> {
        None
    }

    fn has_value(&self, _: &str, _: &str) -> Option<bool> {
        None
    }
}

fn is_in(text: &str, extent: Extent) {
    let range = Range::<usize>::from(extent.range());
    assert!(
        text.get(range).is_some(),
        "{extent:?} of {} bytes",
        text.len()
    );
}

/// Where everything in the tables stands.
fn extents(facts: &FileFacts) -> impl Iterator<Item = Extent> {
    let items = facts
        .items
        .iter()
        .flat_map(|it| [it.extent, it.name_extent]);
    let imports = facts
        .imports
        .iter()
        .flat_map(|it| [it.extent, it.item_extent]);
    let fields = facts
        .fields
        .iter()
        .flat_map(|it| [it.extent, it.name_extent]);
    let scopes = facts.scopes.iter().map(|it| it.extent);
    let paths = facts.paths.iter().map(|it| it.extent);
    let macros = facts.macro_calls.iter().map(|it| it.extent);
    let methods = facts.method_calls.iter().map(|it| it.extent);
    let literals = facts.literals.iter().map(|it| it.extent);
    let attrs = facts.attrs.iter().map(|it| it.extent);
    let metas = facts.metas.iter().map(|it| it.extent);
    let comments = facts.comments.iter().map(|it| it.extent);
    items
        .chain(imports)
        .chain(fields)
        .chain(scopes)
        .chain(paths)
        .chain(macros)
        .chain(methods)
        .chain(literals)
        .chain(attrs)
        .chain(metas)
        .chain(comments)
}
