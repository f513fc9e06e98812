//! Texts that one function reads.

use cargo_ac::{
    gherkin::{self, Emit, Emitter},
    ids::IdPrefixes,
    ledger,
    results::{self, Hint},
    second_opinion,
};
use cargo_govern::{
    policy::documents::Parser,
    repository::{markdown::Markdown, secrets::Searcher, shell},
};
use govern_diagnostics::FileId;
use govern_policy::{Dialect, Module};
use text_size::TextRange;

/// YAML: its tree is the same twice, and in the text.
pub(super) fn yaml(input: &[u8]) {
    let text = &*String::from_utf8_lossy(input);
    let (root, problems) = govern_yaml::read(text);
    assert!((&root, &problems) == (&govern_yaml::read(text).0, &govern_yaml::read(text).1));
    let (documents, more) = govern_yaml::read_documents(text);
    for node in root.iter().chain(&documents) {
        is_tree(text, node);
    }
    for problem in problems.iter().chain(&more) {
        is_in(text, problem.range);
        problem
            .related
            .into_iter()
            .for_each(|range| is_in(text, range));
    }
    assert!(root.is_some() || !problems.is_empty() || documents.is_empty());
}

/// A feature file, as we read it and as the crate does that runs it.
pub(super) fn feature(input: &[u8]) {
    let text = &*String::from_utf8_lossy(input);
    let parsed = gherkin::parse(text);
    let pickles = gherkin::compile(&parsed.document);
    assert!(
        pickles.is_ok() || text.len() > 1000,
        "little is never too much"
    );
    if parsed.errors.is_empty() {
        second_opinion::ask(text, &parsed.document);
    }
    for emit in [Emit::Ast, Emit::Pickles] {
        let emitted = || Emitter::new().emit("a.feature", text, emit);
        assert_eq!(emitted(), emitted());
    }
}

/// A ledger, in both formats.
pub(super) fn ledger(input: &[u8]) {
    let text = &*String::from_utf8_lossy(input);
    for format in [ledger::Format::Yaml, ledger::Format::Markdown] {
        let (ledger, problems) = format.read(text, &IdPrefixes::default());
        let again = format.read(text, &IdPrefixes::default());
        assert!(format!("{ledger:?}{problems:?}") == format!("{:?}{:?}", again.0, again.1));
        problems
            .iter()
            .for_each(|problem| is_in(text, problem.range));
    }
}

/// What test runners wrote.
pub(super) fn results(input: &[u8]) {
    let text = &*String::from_utf8_lossy(input);
    let kinds = [
        None,
        Some(results::Kind::Nextest),
        Some(results::Kind::Libtest),
        Some(results::Kind::Cucumber),
    ];
    for kind in kinds {
        let hint = Hint {
            kind,
            ..Hint::default()
        };
        let read = || results::read(FileId(0), "results", text, &hint);
        let (first, second) = (read(), read());
        assert!(format!("{first:?}") == format!("{second:?}"));
        first
            .troubles
            .iter()
            .for_each(|trouble| is_in(text, trouble.range));
    }
}

/// A document with links and commands.
pub(super) fn markdown(input: &[u8]) {
    let text = &*String::from_utf8_lossy(input);
    let read = Markdown::read(text);
    let links = read.links.iter().map(|(_, range)| range);
    let commands = read.commands.iter().chain(&read.pieces);
    for range in links.chain(commands.map(|(_, range)| range)) {
        assert!(
            text.get(range.clone()).is_some(),
            "{range:?} of {}",
            text.len()
        );
    }
}

/// A script.
pub(super) fn shell(input: &[u8]) {
    let text = &*String::from_utf8_lossy(input);
    assert_eq!(shell::commands(text), shell::commands(text));
}

/// A file with secrets: each is in it, and why it is taken for one does not say it.
pub(super) fn secrets(input: &[u8]) {
    let text = &*String::from_utf8_lossy(input);
    let searcher = Searcher::new();
    for path in ["config/settings.toml", "src/lib.rs"] {
        for secret in searcher.search(path, text) {
            let value = text.get(secret.value.clone()).expect("it is in the text");
            assert!(text.get(secret.place.clone()).is_some(), "{secret:?}");
            assert!(value.len() < 8 || !secret.why.contains(value), "{secret:?}");
        }
    }
}

/// Documents that policies look at: what is pointed at is in the text.
pub(super) fn documents(input: &[u8]) {
    let text = &*String::from_utf8_lossy(input);
    for parser in Parser::ALL {
        match parser.read(text) {
            Ok(documents) => {
                for document in &documents {
                    let path = first_path(&document.value);
                    is_in(text, document.place(FileId(0), Some(&path)).range);
                }
                assert_eq!(parser.read(text).as_ref(), Ok(&documents));
            }
            Err(mistake) => is_in(text, mistake.range),
        }
    }
}

/// Rego: of both dialects.
pub(super) fn rego(input: &[u8]) {
    let text = &*String::from_utf8_lossy(input);
    for dialect in [Dialect::V0, Dialect::V1] {
        let mistakes = match Module::read("a.rego", text, dialect) {
            Ok((module, mistakes)) => {
                module.words();
                mistakes
            }
            Err(mistake) => vec![mistake],
        };
        for mistake in mistakes {
            assert!(!mistake.message.is_empty());
        }
    }
    Module::unread("a.rego", text);
}

/// The first thing in a value, then the first thing in that.
fn first_path(value: &serde_json::Value) -> Vec<String> {
    let mut path = Vec::new();
    let mut value = value;
    loop {
        let next = match value {
            serde_json::Value::Array(all) => all.first().map(|it| ("0".to_owned(), it)),
            serde_json::Value::Object(all) => all.iter().next().map(|(key, it)| (key.clone(), it)),
            _ => None,
        };
        let Some((step, inner)) = next else {
            return path;
        };
        path.push(step);
        value = inner;
    }
}

fn is_tree(text: &str, root: &govern_yaml::Node) {
    let mut rest = vec![root];
    while let Some(node) = rest.pop() {
        is_in(text, node.range);
        match &node.value {
            govern_yaml::Value::Scalar(_) => {}
            govern_yaml::Value::List(nodes) => rest.extend(nodes),
            govern_yaml::Value::Map(entries) => {
                entries.iter().for_each(|it| is_in(text, it.key_range));
                rest.extend(entries.iter().map(|it| &it.value));
            }
        }
    }
}

fn is_in(text: &str, range: TextRange) {
    let bytes = std::ops::Range::<usize>::from(range);
    assert!(
        text.get(bytes).is_some(),
        "{range:?} of {} bytes",
        text.len()
    );
}
