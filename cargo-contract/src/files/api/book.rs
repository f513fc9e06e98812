//! A document of several files: its parts with their places, and references followed.

use std::{collections::BTreeMap, sync::Arc};

use serde_json::Value;
use text_size::TextRange;

use crate::files::change::At;
use crate::files::json::{Mistake, Node, Tree, escaped};
use crate::files::schema::{Read, Version};

/// How many references follow each other, at most.
const MOST_STEPS: usize = 32;

/// The files of a document.
pub(super) struct Book<'r> {
    pages: Version<'r>,
}

/// A part of a document.
#[derive(Debug, Clone)]
pub(super) struct Spot {
    root: Arc<Node>,
    document: usize,
    pointer: Vec<String>,
    /// Where its key is, or itself.
    range: TextRange,
    /// Whether it is a reference to what is not here.
    pub(super) is_elsewhere: bool,
}

/// Where a part of a document is, for findings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Mark {
    /// `#/paths/~1orders/post`.
    pub(super) place: String,
    pub(super) at: At,
}

/// A schema: the path of its file, and where it is in it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct SchemaAt {
    pub(super) path: String,
    pub(super) pointer: Vec<String>,
}

/// What an object says besides what is understood, and where.
pub(super) type Rest = BTreeMap<String, (Value, Mark)>;

impl Spot {
    pub(super) fn node(&self) -> &Node {
        // It was there when the spot was made.
        self.root.at(&self.pointer).unwrap_or(&self.root)
    }

    /// The last key that leads to it.
    pub(super) fn key(&self) -> &str {
        self.pointer.last().map_or("", String::as_str)
    }

    /// The text under a key.
    pub(super) fn text(&self, key: &str) -> Option<&str> {
        self.node().get(key).and_then(Node::as_str)
    }

    /// Whether what is under a key is `true`.
    pub(super) fn flag(&self, key: &str) -> bool {
        matches!(
            self.node().get(key).map(|it| &it.tree),
            Some(Tree::Bool(true))
        )
    }
}

/// Where an item begins: an object by what it says first.
fn beginning(item: &Node) -> TextRange {
    match item.members() {
        [first, ..] => match first.value.tree {
            Tree::Array(_) | Tree::Object(_) => first.key_range,
            _ => first.key_range.cover(first.value.range),
        },
        [] => item.range,
    }
}

impl<'r> Book<'r> {
    pub(super) fn new(read: Read<'r>) -> Book<'r> {
        Book {
            pages: Version::within(read, Some(super::NOTHING_SAID)),
        }
    }

    /// A whole file.
    pub(super) fn open(&mut self, path: &str) -> Option<Spot> {
        let document = self.pages.document(path)?;
        let root = self.pages.documents[document].root.clone();
        Some(Spot {
            range: TextRange::default(),
            root,
            document,
            pointer: Vec::new(),
            is_elsewhere: false,
        })
    }

    /// What is wrong, by file.
    pub(super) fn mistakes(&self) -> impl Iterator<Item = (&str, &Mistake)> {
        self.pages
            .mistakes
            .iter()
            .map(|(row, it)| (self.pages.documents[*row].path.as_str(), it))
    }

    pub(super) fn wrong(&mut self, spot: &Spot, message: impl Into<String>) {
        let node = spot.node();
        let range = match node.tree {
            Tree::Array(_) | Tree::Object(_) => spot.range,
            _ => node.range,
        };
        self.pages
            .mistakes
            .push((spot.document, Mistake::new(range, message)));
    }

    pub(super) fn mark(&self, spot: &Spot) -> Mark {
        let place: String = spot
            .pointer
            .iter()
            .map(|it| format!("/{}", escaped(it)))
            .collect();
        Mark {
            place: format!("#{place}"),
            at: At {
                path: self.pages.documents[spot.document].path.clone(),
                range: spot.range,
            },
        }
    }

    pub(super) fn schema(&self, spot: &Spot) -> SchemaAt {
        SchemaAt {
            path: self.pages.documents[spot.document].path.clone(),
            pointer: spot.pointer.clone(),
        }
    }

    /// The part under a key, as it is there: for schemas, which follow references themselves.
    pub(super) fn inner(&self, spot: &Spot, key: &str) -> Option<Spot> {
        let node = spot.node();
        let (range, node) = match &node.tree {
            Tree::Object(_) => node.member(key).map(|it| (it.key_range, &it.value))?,
            Tree::Array(items) => items
                .get(key.parse::<usize>().ok()?)
                .map(|it| (beginning(it), it))?,
            _ => return None,
        };
        // A value that is short is shown with its key.
        let range = match node.tree {
            Tree::Array(_) | Tree::Object(_) => range,
            _ => range.cover(node.range),
        };
        let mut pointer = spot.pointer.clone();
        pointer.push(key.to_owned());
        Some(Spot {
            root: spot.root.clone(),
            document: spot.document,
            pointer,
            range,
            is_elsewhere: false,
        })
    }

    /// The part under a key; a reference there is followed.
    pub(super) fn child(&mut self, spot: &Spot, key: &str) -> Option<Spot> {
        let inner = self.inner(spot, key)?;
        Some(self.follow(inner))
    }

    /// The object under a key; anything else is a mistake.
    pub(super) fn object(&mut self, spot: &Spot, key: &str) -> Option<Spot> {
        let child = self.child(spot, key)?;
        match child.node().tree {
            Tree::Object(_) => Some(child),
            _ => {
                self.wrong(&child, format!("`{key}` is an object"));
                None
            }
        }
    }

    /// All parts of an object by their keys, or of a list; references are followed. Extensions (`x-…`) are none of them.
    pub(super) fn children(&mut self, spot: &Spot) -> Vec<(String, Spot)> {
        let keys: Vec<String> = match &spot.node().tree {
            Tree::Object(members) => {
                let keys = members.iter().map(|it| it.key.clone());
                keys.filter(|key| !key.starts_with("x-")).collect()
            }
            Tree::Array(items) => (0..items.len()).map(|row| row.to_string()).collect(),
            _ => Vec::new(),
        };
        let child = |key: String| Some((key.clone(), self.child(spot, &key)?));
        keys.into_iter().filter_map(child).collect()
    }

    /// Those that are objects; others are mistakes.
    pub(super) fn objects(&mut self, spot: &Spot) -> Vec<(String, Spot)> {
        let children = self.children(spot);
        let is_object = |(key, child): &(String, Spot)| {
            let is = matches!(child.node().tree, Tree::Object(_));
            if !is {
                self.wrong(child, format!("`{key}` is an object"));
            }
            is
        };
        children.into_iter().filter(is_object).collect()
    }

    /// What a part refers to, or itself.
    fn follow(&mut self, mut spot: Spot) -> Spot {
        for _ in 0..MOST_STEPS {
            let Some(reference) = spot.text("$ref").map(str::to_owned) else {
                return spot;
            };
            match self.pages.find(spot.document, &reference) {
                Ok(Some((document, pointer))) => {
                    let root = self.pages.documents[document].root.clone();
                    let whole = Spot {
                        range: TextRange::default(),
                        root,
                        document,
                        pointer: Vec::new(),
                        is_elsewhere: false,
                    };
                    let found = pointer
                        .iter()
                        .try_fold(whole, |spot, key| self.inner(&spot, key));
                    spot = found.unwrap_or(spot);
                }
                Ok(None) => {
                    spot.is_elsewhere = true;
                    return spot;
                }
                Err(message) => {
                    let place = self.inner(&spot, "$ref").unwrap_or_else(|| spot.clone());
                    self.wrong(&place, message);
                    // What is wrong is not looked at again.
                    spot.is_elsewhere = true;
                    return spot;
                }
            }
        }
        self.wrong(&spot, "references lead round in a circle");
        spot.is_elsewhere = true;
        spot
    }

    /// What an object says besides what is understood, extensions and remarks left out.
    pub(super) fn rest(&self, spot: &Spot, known: &[&str]) -> Rest {
        const REMARKS: &[&str] = &[
            "description",
            "summary",
            "title",
            "tags",
            "externalDocs",
            "example",
            "examples",
            "operationId",
        ];
        let members = spot.node().members().iter();
        let said = members.filter(|it| {
            let key = it.key.as_str();
            !known.contains(&key) && !REMARKS.contains(&key) && !key.starts_with("x-")
        });
        said.filter_map(|it| {
            let mark = self.mark(&self.inner(spot, &it.key)?);
            Some((it.key.clone(), (it.value.value(), mark)))
        })
        .collect()
    }
}
