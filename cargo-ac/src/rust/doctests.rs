//! Tests in documentation: blocks of code that `cargo test --doc` runs, by the names that it gives them.

use govern_diagnostics::{FileId, Span};
use govern_facts::{FileFacts, ItemKind, ScopeId};
use govern_names::{CrateKind, ModuleId};
use text_size::{TextRange, TextSize};

use super::found::{Found, Owner};
use super::input::Input;
use super::lex::{Kind, Lexer};
use super::{Cases, Test, TestPlace};
use crate::ledger::Level;

/// Lines of documentation that belong together.
struct Docs<'t> {
    range: TextRange,
    inner: bool,
    /// The lines without their signs, with where each begins.
    lines: Vec<(TextSize, &'t str)>,
}

/// The tests in the documentation of a file, if a library has it.
pub(super) fn doctests(
    file: FileId,
    facts: &FileFacts,
    text: &str,
    input: &Input<'_>,
) -> Vec<Found> {
    let names = input.names;
    let libraries = names
        .instances_of(file)
        .iter()
        .filter(|&&instance| names.krate(names.instance(instance).krate).kind == CrateKind::Lib);
    let Some(&instance) = libraries.min() else {
        return Vec::new();
    };
    let krate = names.instance(instance).krate;
    let mut found = Vec::new();
    for docs in documentation(text) {
        let blocks = blocks(&docs);
        if blocks.is_empty() {
            continue;
        }
        let (module, path) = described(file, facts, text, &docs, input);
        let Some(module) = module else { continue };
        for block in blocks {
            let line = text[..usize::from(block.start)].matches('\n').count() + 1;
            let name = format!("{} - {path} (line {line})", (input.path)(file));
            let fence = TextRange::at(block.start, TextSize::of(block.fence));
            let test = Test {
                places: vec![TestPlace {
                    binary: (input.binary)(krate),
                    krate: names.krate(krate).name.clone(),
                    path: name.clone(),
                }],
                cases: Cases::One,
                name,
                span: Span::new(file, fence),
                extent: docs.range,
                level: Level::Doctest,
                ignored: block.ignored.then_some(Span::new(file, fence)),
                ignored_because: None,
                should_panic: block.should_panic,
                item: None,
                built: !names.module(module).presence.is_absent(),
            };
            found.push(Found {
                test,
                modules: vec![module],
                owner: Owner::Docs(docs.range),
            });
        }
    }
    found
}

/// Runs of `///` or `//!` with nothing between them.
fn documentation(text: &str) -> Vec<Docs<'_>> {
    let mut found: Vec<Docs<'_>> = Vec::new();
    let comments = Lexer::new(text, TextSize::new(0)).filter(|token| token.kind == Kind::Comment);
    for comment in comments {
        let inner = comment.text.starts_with("//!");
        let outer = comment.text.starts_with("///") && !comment.text.starts_with("////");
        if !inner && !outer {
            continue;
        }
        let line = (comment.range.start() + TextSize::new(3), &comment.text[3..]);
        let continues = |docs: &&mut Docs<'_>| {
            let between = &text[TextRange::new(docs.range.end(), comment.range.start())];
            docs.inner == inner && between.trim().is_empty() && between.matches('\n').count() == 1
        };
        match found.last_mut().filter(continues) {
            Some(docs) => {
                docs.range = TextRange::new(docs.range.start(), comment.range.end());
                docs.lines.push(line);
            }
            None => found.push(Docs {
                range: comment.range,
                inner,
                lines: vec![line],
            }),
        }
    }
    found
}

/// A block of code that is a test.
struct Block<'t> {
    start: TextSize,
    fence: &'t str,
    ignored: bool,
    should_panic: bool,
}

fn blocks<'t>(docs: &Docs<'t>) -> Vec<Block<'t>> {
    let mut found = Vec::new();
    let mut open: Option<&str> = None;
    for &(start, line) in &docs.lines {
        let fence = line.trim();
        let length = fence.len() - fence.trim_start_matches(['`', '~']).len();
        let (sign, info) = fence.split_at(length);
        match open {
            Some(before) => {
                let closes =
                    info.is_empty() && sign.len() >= before.len() && sign.starts_with(before);
                open = open.filter(|_| !closes);
            }
            None if sign.starts_with("```") || sign.starts_with("~~~") => {
                open = Some(sign);
                if let Some((ignored, should_panic)) = test_of(info) {
                    let indent = line.len() - line.trim_start().len();
                    found.push(Block {
                        start: start + TextSize::of(&line[..indent]),
                        fence,
                        ignored,
                        should_panic,
                    });
                }
            }
            None => {}
        }
    }
    found
}

/// Whether code with these words behind its fence is a test: then whether it is ignored, and expected to panic.
fn test_of(info: &str) -> Option<(bool, bool)> {
    let words = info.split([',', ' ', '\t']).filter(|word| !word.is_empty());
    let is_known = |word: &str| {
        matches!(
            word,
            "rust"
                | "should_panic"
                | "no_run"
                | "compile_fail"
                | "test_harness"
                | "standalone_crate"
        ) || word.starts_with("ignore")
            || word.starts_with("edition")
            || word.len() == 5
                && word.starts_with('E')
                && word[1..].bytes().all(|b| b.is_ascii_digit())
    };
    let all: Vec<&str> = words.collect();
    let is_test = all.contains(&"rust") || all.iter().all(|word| is_known(word));
    is_test.then(|| (all.contains(&"ignore"), all.contains(&"should_panic")))
}

/// What some documentation is about: its module, and its path as it is named there.
fn described(
    file: FileId,
    facts: &FileFacts,
    text: &str,
    docs: &Docs<'_>,
    input: &Input<'_>,
) -> (Option<ModuleId>, String) {
    let names = input.names;
    let end = u32::from(docs.range.end());
    let behind = facts.items.partition_point(|item| item.extent.start < end);
    let next = facts.items.get(behind).filter(|item| {
        let between = text.get(end as usize..item.extent.start as usize);
        !docs.inner && between.is_some_and(|between| between.trim().is_empty())
    });
    let scope = match next {
        Some(item) => item.scope,
        // Of a field, or of what it stands in.
        None => {
            let around = (0..).zip(&facts.scopes).filter(|(_, scope)| {
                scope.extent.start <= u32::from(docs.range.start()) && end <= scope.extent.end
            });
            let innermost = around.min_by_key(|(_, scope)| scope.extent.end - scope.extent.start);
            innermost.map_or(ScopeId(0), |(row, _)| ScopeId(row))
        }
    };
    let module = names.module_of(file, scope);
    let path = module.map_or_else(String::new, |module| names.module_path(module));
    let mut segments: Vec<String> = path.split("::").skip(1).map(str::to_owned).collect();
    let within = facts.name_in_module(scope);
    segments.extend((!within.is_empty()).then_some(within));
    if let Some(item) = next
        && !matches!(item.kind, ItemKind::Impl { .. })
    {
        segments.push(facts.text(item.name).to_owned());
    }
    if next.is_none() && !docs.inner {
        let field = facts.fields.iter().find(|field| {
            let name = field.name_extent.start;
            end <= name
                && text
                    .get(end as usize..name as usize)
                    .is_some_and(|between| !between.contains([',', ';', '{', '}']))
        });
        segments.extend(field.map(|field| facts.text(field.name).to_owned()));
    }
    (module, segments.join("::"))
}
