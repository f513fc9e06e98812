//! Dialects of JSON Schema: which keywords there are.

use crate::files::json::{Node, Tree};

/// A dialect, the oldest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Dialect {
    /// The one of OpenAPI 3.0: a part of what became draft 5, with `nullable`.
    OpenApi30,
    Draft4,
    Draft6,
    Draft7,
    Draft2019,
    Draft2020,
}

impl Dialect {
    /// The dialect of this name, as `$schema` says it.
    pub(crate) fn named(uri: &str) -> Option<Dialect> {
        let bare = uri
            .trim_end_matches('#')
            .trim_start_matches("http://")
            .trim_start_matches("https://");
        Some(match bare {
            "json-schema.org/draft-04/schema" => Dialect::Draft4,
            "json-schema.org/draft-06/schema" => Dialect::Draft6,
            "json-schema.org/draft-07/schema" => Dialect::Draft7,
            "json-schema.org/draft/2019-09/schema" => Dialect::Draft2019,
            "json-schema.org/draft/2020-12/schema" => Dialect::Draft2020,
            _ => return None,
        })
    }
}

/// What `$schema` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Declared {
    /// Nothing.
    Nothing,
    /// A dialect that is known.
    Known(Dialect),
    /// Something else.
    Other(String),
}

/// What `$schema` of a document says.
pub(crate) fn declared(document: &Node) -> Declared {
    let Some(uri) = document.get("$schema").and_then(Node::as_str) else {
        return Declared::Nothing;
    };
    match Dialect::named(uri) {
        Some(known) => Declared::Known(known),
        None => Declared::Other(uri.to_owned()),
    }
}

/// The dialect that a document is read in. Without `$schema` it is the newest one, or draft 7 if keywords are there that only
/// older dialects have.
pub(crate) fn read_as(document: &Node) -> Dialect {
    match declared(document) {
        Declared::Known(dialect) => dialect,
        Declared::Other(_) => Dialect::Draft2020,
        Declared::Nothing if is_old(document) => Dialect::Draft7,
        Declared::Nothing => Dialect::Draft2020,
    }
}

fn is_old(document: &Node) -> bool {
    let mut open = vec![document];
    while let Some(node) = open.pop() {
        match &node.tree {
            Tree::Object(members) => {
                for member in members {
                    let list = matches!(member.value.tree, Tree::Array(_));
                    match member.key.as_str() {
                        "items" if list => return true,
                        "additionalItems" | "dependencies" => return true,
                        "enum" | "const" | "examples" | "default" => {}
                        _ => open.push(&member.value),
                    }
                }
            }
            Tree::Array(items) => open.extend(items),
            _ => {}
        }
    }
    false
}
