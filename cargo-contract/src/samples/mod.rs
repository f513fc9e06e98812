//! Golden documents of contracts, `contracts/samples/NAME/vVERSION/*.json`: what is kept of them, and what becomes of it.

mod as_written;
mod judged;
mod make;

use govern_diagnostics::{Diagnostic, FileId, Span};
use govern_gate::Error;
use govern_workspace::Workspace;
use text_size::TextRange;

use crate::files::json::{Node, Tree, parse};
use crate::manifest::Id;
use crate::wire::{Doc, Integer};

pub(crate) use judged::{Rejection, judge};
pub(crate) use make::{Made, made, text_of};

/// Where they are.
pub(crate) const SAMPLES: &str = "contracts/samples";

/// A document.
#[derive(Debug, Clone)]
pub(crate) struct Sample {
    pub(crate) id: Id,
    /// From the workspace root.
    pub(crate) path: String,
    file: FileId,
    root: Node,
    pub(crate) doc: Doc,
}

impl Sample {
    /// The name of its file, without `.json`.
    pub(crate) fn name(&self) -> &str {
        let file = self.path.rsplit('/').next().unwrap_or_default();
        file.strip_suffix(".json").unwrap_or(file)
    }

    /// The place of a part, with its key if it has one.
    pub(crate) fn span(&self, pointer: &str) -> Span {
        let segments = crate::files::json::pointer(pointer).unwrap_or_default();
        let value = self.root.at(&segments).map(|node| node.range);
        let member = segments
            .split_last()
            .and_then(|(key, around)| self.root.at(around)?.member(key));
        let range = match (member, value) {
            (Some(member), Some(value)) => member.key_range.cover(value),
            (_, value) => value.unwrap_or(self.root.range),
        };
        Span::new(self.file, range)
    }
}

/// The directory of a contract's samples.
pub(crate) fn directory_of(id: &Id) -> String {
    format!("{SAMPLES}/{}/v{}", id.name, id.version)
}

/// Reads all of them, with what is wrong.
pub(crate) fn read(workspace: &Workspace) -> Result<(Vec<Sample>, Vec<Diagnostic>), Error> {
    let mut samples = Vec::new();
    let mut mistakes = Vec::new();
    for path in workspace.find_files(&[format!("{SAMPLES}/**/*")])? {
        let (file, text) = workspace.read(&path)?;
        let Some(id) = id_of(&path) else {
            let message = format!("{path} is of no contract");
            mistakes.push(
                Diagnostic::config(message)
                    .at(Span::start_of(file))
                    .help(format!("samples stand in {SAMPLES}/NAME/vVERSION/*.json")),
            );
            continue;
        };
        match parse(&text) {
            Ok(root) => samples.push(Sample {
                id,
                path,
                file,
                doc: doc_of(&root, &text),
                root,
            }),
            Err(mistake) => mistakes.push(
                Diagnostic::config(format!("{path} is no JSON: {}", mistake.message))
                    .at(Span::new(file, mistake.range)),
            ),
        }
    }
    Ok((samples, mistakes))
}

/// The contract that a path says a file is of.
fn id_of(path: &str) -> Option<Id> {
    let rest = path.strip_prefix(SAMPLES)?.strip_prefix('/')?;
    let [name, version, file] = rest.split('/').collect::<Vec<_>>()[..] else {
        return None;
    };
    file.strip_suffix(".json")?;
    Id::parse(&format!("{name}@{}", version.strip_prefix('v')?))
}

/// The document, with whole numbers as they are written.
fn doc_of(node: &Node, text: &str) -> Doc {
    match &node.tree {
        Tree::Null => Doc::Null,
        Tree::Bool(value) => Doc::Bool(*value),
        Tree::Number(_) => number(text, node.range),
        Tree::String(value) => Doc::Str(value.clone()),
        Tree::Array(items) => Doc::List(items.iter().map(|item| doc_of(item, text)).collect()),
        Tree::Object(members) => {
            let entries = members
                .iter()
                .map(|member| (Doc::Str(member.key.clone()), doc_of(&member.value, text)));
            Doc::Map(entries.collect())
        }
    }
}

fn number(text: &str, range: TextRange) -> Doc {
    let text = &text[range];
    let whole = text
        .parse::<u128>()
        .map(Integer::from)
        .or_else(|_| text.parse::<i128>().map(Integer::from));
    match whole {
        Ok(number) => Doc::Int(number),
        Err(_) => Doc::Float(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::{doc_of, id_of};
    use crate::files::json::parse;

    #[test]
    fn paths_say_of_which_contract_a_sample_is() {
        let id = |path: &str| id_of(path).map(|id| id.to_string());
        assert_eq!(
            id("contracts/samples/orders.placed/v2/full.json").as_deref(),
            Some("orders.placed@2")
        );
        for other in [
            "contracts/samples/full.json",
            "contracts/samples/orders.placed/full.json",
            "contracts/samples/orders.placed/2/full.json",
            "contracts/samples/orders.placed/v0/full.json",
            "contracts/samples/orders.placed/v2/full.toml",
            "contracts/samples/orders.placed/v2/old/full.json",
        ] {
            assert_eq!(id(other), None, "{other}");
        }
    }

    #[test]
    fn numbers_are_as_they_are_written() {
        let text = "[1, -1, 340282366920938463463374607431768211455, 1.0, 1e3, -0]";
        let doc = doc_of(&parse(text).unwrap(), text);
        assert_eq!(
            doc.to_json(),
            "[1,-1,340282366920938463463374607431768211455,1.0,1e3,0]"
        );
    }
}
