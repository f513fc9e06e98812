//! The documents of one version, and rows for what is reached in them.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::Arc,
};

use super::dialect::{Dialect, read_as};
use super::model::{Id, Place, Schema, Schemas, What};
use super::uri;
use crate::files::json::{self, Mistake, Node, Tree, escaped};

/// Reads a file of a version, by its path.
pub(crate) type Read<'r> = &'r dyn Fn(&str) -> Option<Arc<str>>;

/// One version of the documents.
pub(crate) struct Version<'r> {
    pub(crate) documents: Vec<Document>,
    /// What is wrong with them, by document.
    pub(crate) mistakes: Vec<(usize, Mistake)>,
    read: Read<'r>,
    /// Rows by where they stand.
    known: BTreeMap<(usize, String), Id>,
    /// Documents and parts of them by their `$id`.
    pub(super) resources: Vec<Resource>,
    /// Parts by `$anchor`.
    anchors: BTreeMap<(usize, String), Vec<String>>,
    /// What has a row and no content yet.
    pub(super) open: VecDeque<Work>,
}

/// A file.
pub(crate) struct Document {
    pub(crate) path: String,
    pub(crate) root: Arc<Node>,
    pub(crate) dialect: Dialect,
}

/// A document, or a part of one, that others name.
#[derive(Debug, Clone)]
pub(super) struct Resource {
    pub(super) document: usize,
    pub(super) root: Vec<String>,
    uri: String,
}

/// A schema that has an identity and no content yet.
pub(super) struct Work {
    pub(super) id: Id,
    pub(super) document: usize,
    pub(super) pointer: Vec<String>,
    pub(super) resource: usize,
}

/// What a reference comes to.
pub(super) enum Target {
    Schema(Id),
    /// It leads out of what is there.
    Elsewhere,
    Wrong(String),
}

impl<'r> Version<'r> {
    pub(crate) fn new(read: Read<'r>) -> Version<'r> {
        Version {
            documents: Vec::new(),
            mistakes: Vec::new(),
            read,
            known: BTreeMap::new(),
            resources: Vec::new(),
            anchors: BTreeMap::new(),
            open: VecDeque::new(),
        }
    }

    /// Reads a document; none if there is none, or it is no JSON: that is a mistake then.
    pub(crate) fn document(&mut self, path: &str) -> Option<usize> {
        if let Some(row) = self.documents.iter().position(|it| it.path == path) {
            return Some(row);
        }
        let text = (self.read)(path)?;
        let row = self.documents.len();
        let (root, mistake) = match json::parse(&text) {
            Ok(root) => (root, None),
            Err(mistake) => {
                // So that it is read only once.
                let root = Node {
                    range: mistake.range,
                    tree: Tree::Bool(true),
                };
                (root, Some(mistake))
            }
        };
        self.mistakes.extend(mistake.map(|it| (row, it)));
        let dialect = read_as(&root);
        let root = Arc::new(root);
        self.documents.push(Document {
            path: path.to_owned(),
            root: root.clone(),
            dialect,
        });
        self.resources.push(Resource {
            document: row,
            root: Vec::new(),
            uri: path.to_owned(),
        });
        self.name_parts(row, &root, Vec::new(), path.to_owned());
        Some(row)
    }

    /// Finds what `$id` and `$anchor` name.
    fn name_parts(&mut self, document: usize, node: &Node, pointer: Vec<String>, base: String) {
        let mut base = base;
        match &node.tree {
            Tree::Object(members) => {
                let named = node
                    .get("$id")
                    .or_else(|| node.get("id"))
                    .and_then(Node::as_str);
                if let Some(named) = named {
                    let (name, fragment) = uri::split(named);
                    if !name.is_empty() {
                        base = uri::join(&base, name);
                        self.resources.push(Resource {
                            document,
                            root: pointer.clone(),
                            uri: base.clone(),
                        });
                    } else if let Some(anchor) = fragment {
                        self.anchors
                            .insert((document, anchor.to_owned()), pointer.clone());
                    }
                }
                for keyword in ["$anchor", "$dynamicAnchor"] {
                    if let Some(anchor) = node.get(keyword).and_then(Node::as_str) {
                        self.anchors
                            .insert((document, anchor.to_owned()), pointer.clone());
                    }
                }
                for member in members {
                    if !matches!(
                        member.key.as_str(),
                        "enum" | "const" | "examples" | "default"
                    ) {
                        let inner =
                            [pointer.as_slice(), std::slice::from_ref(&member.key)].concat();
                        self.name_parts(document, &member.value, inner, base.clone());
                    }
                }
            }
            Tree::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    let inner = [pointer.as_slice(), &[index.to_string()]].concat();
                    self.name_parts(document, item, inner, base.clone());
                }
            }
            _ => {}
        }
    }

    /// A row for a part of a schema.
    pub(super) fn part(&mut self, schemas: &mut Schemas, work: &Work, path: &[&str]) -> Id {
        let mut pointer = work.pointer.clone();
        pointer.extend(path.iter().map(|&it| it.to_owned()));
        self.reserve(schemas, work.document, pointer, work.resource)
    }

    /// A row for what stands somewhere.
    pub(super) fn reserve(
        &mut self,
        schemas: &mut Schemas,
        document: usize,
        pointer: Vec<String>,
        resource: usize,
    ) -> Id {
        let text: String = pointer
            .iter()
            .map(|it| format!("/{}", escaped(it)))
            .collect();
        if let Some(&id) = self.known.get(&(document, text.clone())) {
            return id;
        }
        let id = Id(u32::try_from(schemas.rows.len()).expect("files are not that long"));
        let range = self.documents[document]
            .root
            .at(&pointer)
            .map_or_else(Default::default, |node| node.range);
        let place = Place {
            file: document,
            pointer: text.clone(),
            range,
        };
        schemas.rows.push(Schema {
            place,
            what: What::Bool(true),
        });
        self.known.insert((document, text), id);
        self.open.push_back(Work {
            id,
            document,
            pointer,
            resource,
        });
        id
    }

    /// What a reference leads to.
    pub(super) fn target(&mut self, schemas: &mut Schemas, work: &Work, reference: &str) -> Target {
        let (name, fragment) = uri::split(reference);
        let resource = match name {
            "" => Some(work.resource),
            _ => self.resource(work, name),
        };
        let Some(resource) = resource else {
            let base = &self.resources[work.resource].uri;
            return if uri::is_absolute(name) || uri::is_absolute(base) {
                Target::Elsewhere
            } else {
                Target::Wrong(format!("there is no file `{}`", uri::join(base, name)))
            };
        };
        let Resource { document, root, .. } = self.resources[resource].clone();
        let fragment = uri::decoded(fragment.unwrap_or_default());
        let pointer = match json::pointer(&fragment) {
            Some(below) => [root, below].concat(),
            None => match self.anchors.get(&(document, fragment)) {
                Some(pointer) => pointer.clone(),
                None => return Target::Wrong(format!("`{reference}` leads nowhere")),
            },
        };
        if self.documents[document].root.at(&pointer).is_none() {
            return Target::Wrong(format!("`{reference}` leads nowhere"));
        }
        Target::Schema(self.reserve(schemas, document, pointer, resource))
    }

    /// The document or part of this name, which may be a path or an `$id`.
    fn resource(&mut self, work: &Work, name: &str) -> Option<usize> {
        let joined = uri::join(&self.resources[work.resource].uri, name);
        let named = |resources: &[Resource]| resources.iter().rposition(|it| it.uri == joined);
        if let Some(row) = named(&self.resources) {
            return Some(row);
        }
        if uri::is_absolute(name) {
            return None;
        }
        let path = uri::join(&self.documents[work.document].path, name);
        let row = self.document(&path)?;
        self.resources
            .iter()
            .position(|it| it.document == row && it.root.is_empty())
    }
}
