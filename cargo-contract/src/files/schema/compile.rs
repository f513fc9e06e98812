//! From documents to rows: every schema that can be reached, with references followed, also into other files.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::Arc,
};

use super::dialect::{Dialect, read_as};
use super::keywords::Reader;
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
    resources: Vec<Resource>,
    /// Parts by `$anchor`.
    anchors: BTreeMap<(usize, String), Vec<String>>,
    open: VecDeque<Work>,
}

/// A file.
pub(crate) struct Document {
    pub(crate) path: String,
    pub(crate) root: Arc<Node>,
    pub(crate) dialect: Dialect,
}

#[derive(Debug, Clone)]
struct Resource {
    document: usize,
    root: Vec<String>,
    uri: String,
}

/// A schema that has an identity and no content yet.
pub(super) struct Work {
    id: Id,
    pub(super) document: usize,
    pub(super) pointer: Vec<String>,
    resource: usize,
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

    /// The row of the schema at a pointer of a document, with all that it leads to.
    pub(crate) fn schema(
        &mut self,
        schemas: &mut Schemas,
        document: usize,
        pointer: &[String],
    ) -> Id {
        let resource = self
            .resources
            .iter()
            .position(|it| it.document == document && it.root.is_empty())
            .expect("each document is a resource");
        let id = self.reserve(schemas, document, pointer.to_vec(), resource);
        while let Some(work) = self.open.pop_front() {
            let what = self.fill(schemas, &work);
            schemas.rows[work.id.0 as usize].what = what;
        }
        id
    }

    fn fill(&mut self, schemas: &mut Schemas, work: &Work) -> What {
        let root = self.documents[work.document].root.clone();
        let Some(node) = root.at(&work.pointer) else {
            return What::Bool(true);
        };
        let dialect = self.documents[work.document].dialect;
        match &node.tree {
            Tree::Bool(it) => What::Bool(*it),
            Tree::Object(_) => {
                let mut work = Work {
                    pointer: work.pointer.clone(),
                    ..*work
                };
                let own = self
                    .resources
                    .iter()
                    .rposition(|it| it.document == work.document && it.root == work.pointer);
                work.resource = own.unwrap_or(work.resource);
                What::Keywords(Box::new(
                    Reader::new(self, schemas, node, &work, dialect).read(),
                ))
            }
            _ => {
                let mistake = Mistake::new(node.range, "a schema is an object, `true` or `false`");
                self.mistakes.push((work.document, mistake));
                What::Bool(true)
            }
        }
    }

    /// A row for a part of a schema.
    pub(super) fn part(&mut self, schemas: &mut Schemas, work: &Work, path: &[&str]) -> Id {
        let mut pointer = work.pointer.clone();
        pointer.extend(path.iter().map(|&it| it.to_owned()));
        self.reserve(schemas, work.document, pointer, work.resource)
    }

    fn reserve(
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
