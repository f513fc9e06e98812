//! The documents of one version, and rows for what is reached in them.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::Arc,
};

use super::dialect::{Declared, Dialect, declared, read_as};
use super::model::{Id, Place, Schema, Schemas, What};
use super::uri;
use crate::files::json::{self, Mistake, Node, Tree, escaped};
use crate::files::yaml::parse_as;

/// How many references follow each other, at most, where only a keyword is looked for.
const MOST_STEPS: usize = 16;

/// Reads a file of a version, by its path.
pub(crate) type Read<'r> = &'r dyn Fn(&str) -> Option<Arc<str>>;

/// How schemas are read that stand in a document of another kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Reading {
    /// The dialect of documents that do not say theirs.
    pub(crate) dialect: Dialect,
    /// The keyword of properties that are not sent this way.
    pub(crate) left_out: Option<&'static str>,
}

/// One version of the documents.
pub(crate) struct Version<'r> {
    pub(crate) documents: Vec<Document>,
    /// What is wrong with them, by document.
    pub(crate) mistakes: Vec<(usize, Mistake)>,
    read: Read<'r>,
    reading: Option<Reading>,
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
        Version::within(read, None)
    }

    /// Documents whose schemas are read in a way of their own.
    pub(crate) fn within(read: Read<'r>, reading: Option<Reading>) -> Version<'r> {
        Version {
            documents: Vec::new(),
            mistakes: Vec::new(),
            read,
            reading,
            known: BTreeMap::new(),
            resources: Vec::new(),
            anchors: BTreeMap::new(),
            open: VecDeque::new(),
        }
    }

    /// All rows of the version.
    pub(super) fn rows(&self) -> impl Iterator<Item = Id> + '_ {
        self.known.values().copied()
    }

    /// The paths of its documents, as its rows count them.
    pub(super) fn paths(&self) -> Vec<String> {
        self.documents.iter().map(|it| it.path.clone()).collect()
    }

    /// Its documents, as its rows count them.
    pub(super) fn roots(&self) -> Vec<Arc<Node>> {
        self.documents.iter().map(|it| it.root.clone()).collect()
    }

    /// Reads a document; none if there is none, or it is no JSON: that is a mistake then.
    pub(crate) fn document(&mut self, path: &str) -> Option<usize> {
        if let Some(row) = self.documents.iter().position(|it| it.path == path) {
            return Some(row);
        }
        let text = (self.read)(path)?;
        let row = self.documents.len();
        let (root, mistake) = match parse_as(path, &text) {
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
        let dialect = match (self.reading, declared(&root)) {
            (Some(reading), Declared::Nothing) => reading.dialect,
            _ => read_as(&root),
        };
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
                // Other documents have an `id` that names no schema.
                let older = || node.get("id").filter(|_| self.reading.is_none());
                let named = node.get("$id").or_else(older).and_then(Node::as_str);
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
                    let is_value = matches!(
                        member.key.as_str(),
                        "enum" | "const" | "examples" | "default"
                    );
                    let is_remark = self.reading.is_some() && is_remark(&member.key);
                    if !is_value && !is_remark {
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
        match self.locate(work.document, work.resource, reference) {
            Ok(Some((document, pointer, resource))) => {
                Target::Schema(self.reserve(schemas, document, pointer, resource))
            }
            Ok(None) => Target::Elsewhere,
            Err(message) => Target::Wrong(message),
        }
    }

    /// Where a reference leads to that does not belong to a schema, from a document: another one and a pointer; none if it
    /// leads out of what is there.
    pub(crate) fn find(
        &mut self,
        document: usize,
        reference: &str,
    ) -> Result<Option<(usize, Vec<String>)>, String> {
        let resource = self.whole(document);
        let found = self.locate(document, resource, reference)?;
        Ok(found.map(|(document, pointer, _)| (document, pointer)))
    }

    /// The resource that is a whole document.
    pub(super) fn whole(&self, document: usize) -> usize {
        self.resources
            .iter()
            .position(|it| it.document == document && it.root.is_empty())
            .expect("each document is a resource")
    }

    fn locate(
        &mut self,
        document: usize,
        resource: usize,
        reference: &str,
    ) -> Result<Option<(usize, Vec<String>, usize)>, String> {
        let (name, fragment) = uri::split(reference);
        let found = match name {
            "" => Some(resource),
            _ => self.resource(document, resource, name),
        };
        let Some(found) = found else {
            let base = &self.resources[resource].uri;
            return if uri::is_absolute(name) || uri::is_absolute(base) {
                Ok(None)
            } else {
                Err(format!("there is no file `{}`", uri::join(base, name)))
            };
        };
        let Resource { document, root, .. } = self.resources[found].clone();
        let fragment = uri::decoded(fragment.unwrap_or_default());
        let pointer = match json::pointer(&fragment) {
            Some(below) => [root, below].concat(),
            None => match self.anchors.get(&(document, fragment)) {
                Some(pointer) => pointer.clone(),
                None => return Err(format!("`{reference}` leads nowhere")),
            },
        };
        if self.documents[document].root.at(&pointer).is_none() {
            return Err(format!("`{reference}` leads nowhere"));
        }
        Ok(Some((document, pointer, found)))
    }

    /// Whether the documents are of another kind, and hold schemas.
    pub(super) fn is_api(&self) -> bool {
        self.reading.is_some()
    }

    /// The keyword of properties that are not sent this way.
    pub(super) fn left_out(&self) -> Option<&'static str> {
        self.reading.and_then(|it| it.left_out)
    }

    /// Whether a schema, or what it refers to, has a keyword that is `true`.
    pub(super) fn is_flagged(&mut self, work: &Work, node: &Node, keyword: &str) -> bool {
        let (mut node, mut document, mut resource) = (node.clone(), work.document, work.resource);
        for _ in 0..MOST_STEPS {
            if matches!(node.get(keyword).map(|it| &it.tree), Some(Tree::Bool(true))) {
                return true;
            }
            let Some(reference) = node.get("$ref").and_then(Node::as_str) else {
                return false;
            };
            let Ok(Some(found)) = self.locate(document, resource, reference) else {
                return false;
            };
            let Some(next) = self.documents[found.0].root.at(&found.1) else {
                return false;
            };
            (node, document, resource) = (next.clone(), found.0, found.2);
        }
        false
    }

    /// The document or part of this name, which may be a path or an `$id`.
    fn resource(&mut self, document: usize, resource: usize, name: &str) -> Option<usize> {
        let joined = uri::join(&self.resources[resource].uri, name);
        let named = |resources: &[Resource]| resources.iter().rposition(|it| it.uri == joined);
        if let Some(row) = named(&self.resources) {
            return Some(row);
        }
        if uri::is_absolute(name) {
            return None;
        }
        let path = uri::join(&self.documents[document].path, name);
        let row = self.document(&path)?;
        Some(self.whole(row))
    }
}

/// Whether what stands under a key of an API document says nothing about schemas.
fn is_remark(key: &str) -> bool {
    key == "example" || key.starts_with("x-")
}
