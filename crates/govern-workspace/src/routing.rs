//! Which `mod` leads to which file: after everything was read, in order, so that it does not depend on who was first.

mod again;

use std::collections::{BTreeMap, VecDeque};

use bitcode::{Decode, Encode};
use govern_facts::{
    CfgId, Edition, Extent, FileFacts, IncludedFile, ItemId, MacroCallId, ModuleFile,
    included_files, module_files,
};
use rustc_hash::FxHashMap;

use crate::{
    Error,
    called::Called,
    paths,
    pool::Pool,
    reading::{Job, Reading, View},
};

/// The files as they are reached. Rows of files are those of [`Reading`].
#[derive(Debug, Default)]
pub(crate) struct Routing {
    pub(crate) nodes: Vec<Node>,
    /// Nodes of the roots, in the order asked.
    pub(crate) roots: Vec<Option<usize>>,
    pub(crate) circles: Vec<Circle>,
    /// What macro calls may declare.
    pub(crate) called: Called,
}

/// A file as it is reached.
#[derive(Debug, Clone, Encode, Decode)]
pub(crate) struct Node {
    pub(crate) path: String,
    pub(crate) edition: Edition,
    pub(crate) owns_directory: bool,
    pub(crate) file: usize,
    pub(crate) links: Vec<Link>,
    /// The node it was first reached from.
    parent: Option<usize>,
}

/// A `mod x;`, a call that declares `x`, or an `include!`.
#[derive(Debug, Clone, Encode, Decode)]
pub(crate) struct Link {
    pub(crate) declared: Declared,
    /// Where its name stands.
    pub(crate) extent: Extent,
    pub(crate) choices: Vec<Choice>,
}

/// What leads to another file.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub(crate) enum Declared {
    Item(ItemId),
    /// The expansion of a call, as far as loading can tell: the name, and the items in the facts of [`Routing::called`].
    Call(MacroCallId, String, Vec<ItemId>),
    /// No module: an `include!`, whose file has its items where the call stands.
    Include(MacroCallId),
}

/// A place where the file of a `mod x;` may be.
#[derive(Debug, Clone, Encode, Decode)]
pub(crate) struct Choice {
    pub(crate) path: String,
    /// Whether modules of it would stand in its own directory.
    owns_directory: bool,
    /// The condition of the `cfg_attr` that names it.
    pub(crate) cfg: Option<CfgId>,
    /// The node, if there is a file that can be followed.
    pub(crate) node: Option<usize>,
    /// Whether there is a file.
    pub(crate) exists: bool,
}

/// A `mod x;` that is not followed: it leads back to where it stands.
#[derive(Debug)]
pub(crate) struct Circle {
    pub(crate) node: usize,
    pub(crate) extent: Extent,
    /// The paths on the way, from the file that is led back to; empty if there are too many ways to the file.
    pub(crate) way: Vec<String>,
}

/// As many ways to one file are followed. Links from each of a few directories to all others make more than there is
/// time for.
const WAYS: u32 = 1024;

/// Why a file is not followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Dead {
    Missing,
    /// It is on the way to itself.
    Circle,
    /// There are too many ways to it.
    Crowd,
}

/// The root of a target.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Root {
    pub(crate) path: String,
    pub(crate) edition: Edition,
}

impl Root {
    pub(crate) fn job(&self) -> Job {
        Job {
            path: self.path.clone(),
            edition: self.edition,
            owns_directory: true,
        }
    }
}

/// Follows the modules from the roots, and reads what was not read yet: a file that is reached in a second way may have
/// its modules elsewhere, and calls of macros declare modules that nobody has looked for.
pub(crate) fn route(reading: &Reading<'_>, pool: &Pool, roots: &[Root]) -> Result<Routing, Error> {
    let mut called = Called::default();
    loop {
        let (mut routing, wanted) = follow(reading, &called, roots);
        if !wanted.is_empty() {
            reading.run(pool, wanted)?;
            continue;
        }
        let reached = routing.nodes.iter().map(|node| node.file);
        if !called.find(reading, reached.collect()) {
            routing.break_circles();
            return Ok(Routing { called, ..routing });
        }
    }
}

/// As far as the files are known, and those that are not.
fn follow(reading: &Reading<'_>, called: &Called, roots: &[Root]) -> (Routing, Vec<Job>) {
    let mut router = Router {
        reading,
        called,
        view: reading.view(),
        routing: Routing::default(),
        index: FxHashMap::default(),
        wanted: Vec::new(),
        ways: FxHashMap::default(),
    };
    router.follow(roots);
    (router.routing, router.wanted)
}

struct Router<'a> {
    reading: &'a Reading<'a>,
    called: &'a Called,
    view: View<'a>,
    routing: Routing,
    index: FxHashMap<(String, Edition, bool), usize>,
    wanted: Vec<Job>,
    /// How many ways there are to each file.
    ways: FxHashMap<usize, u32>,
}

impl Router<'_> {
    fn follow(&mut self, roots: &[Root]) {
        let mut open = VecDeque::new();
        for root in roots {
            let node = self.node(&root.job(), None, &mut open);
            self.routing.roots.push(node.ok());
        }
        while let Some(node) = open.pop_front() {
            self.expand(node, &mut open);
        }
    }

    /// The node of a file, new or known.
    fn node(
        &mut self,
        job: &Job,
        parent: Option<usize>,
        open: &mut VecDeque<usize>,
    ) -> Result<usize, Dead> {
        let key = (job.path.clone(), job.edition, job.owns_directory);
        if let Some(&node) = self.index.get(&key) {
            return Ok(node);
        }
        let file = match self.view.file_at(&job.path, job.edition) {
            None => {
                self.wanted.push(job.clone());
                return Err(Dead::Missing);
            }
            Some(None) => return Err(Dead::Missing),
            Some(Some(file)) => file,
        };
        // It is on the way here, perhaps under another path, as a link that leads up makes them: without end.
        let mut way = std::iter::successors(parent, |&node| self.routing.nodes[node].parent);
        if way.any(|node| self.routing.nodes[node].file == file) {
            return Err(Dead::Circle);
        }
        let ways = self.ways.entry(file).or_insert(0);
        if *ways == WAYS {
            return Err(Dead::Crowd);
        }
        *ways += 1;
        let node = self.routing.nodes.len();
        self.index.insert(key, node);
        self.routing.nodes.push(Node {
            path: job.path.clone(),
            edition: job.edition,
            owns_directory: job.owns_directory,
            file,
            links: Vec::new(),
            parent,
        });
        open.push_back(node);
        Ok(node)
    }

    fn expand(&mut self, node: usize, open: &mut VecDeque<usize>) {
        let Node {
            path,
            owns_directory,
            file,
            ..
        } = &self.routing.nodes[node];
        let (path, owns_directory, file) = (path.clone(), *owns_directory, *file);
        let loaded = self.view.file(file);
        let Some(known) = loaded.known.as_ref().ok().cloned() else {
            return;
        };
        let leads_on = known.outline().leads_on;
        let modules = if !leads_on {
            Vec::new()
        } else if loaded.path == path && loaded.owns_directory == owns_directory {
            loaded.modules.clone()
        } else {
            module_files(known.leading(), paths::stem(&path), owns_directory)
        };
        for module in modules {
            let conditions = conditions(known.leading(), &module);
            let declared = Declared::Item(module.item);
            self.link(node, declared, &module, &conditions, open);
        }
        for module in self
            .called
            .modules(file, paths::stem(&path), owns_directory)
        {
            let declared = Declared::Call(module.call, module.name, module.items);
            self.link(node, declared, &module.file, &[], open);
        }
        let included = leads_on.then(|| included_files(known.leading()));
        for included in included.into_iter().flatten() {
            self.include(node, included, open);
        }
    }

    /// Follows an `include!`. Without a file, or to one that it stands in itself, it leads nowhere, and it is not known what
    /// it declares.
    fn include(&mut self, node: usize, included: IncludedFile, open: &mut VecDeque<usize>) {
        let Node { path, edition, .. } = &self.routing.nodes[node];
        let job = Job {
            path: self.reading.join(paths::parent(path), &included.path),
            edition: *edition,
            owns_directory: true,
        };
        let Ok(found) = self.node(&job, Some(node), open) else {
            return;
        };
        self.routing.nodes[node].links.push(Link {
            declared: Declared::Include(included.call),
            extent: included.extent,
            choices: vec![Choice {
                path: job.path,
                owns_directory: job.owns_directory,
                cfg: None,
                node: Some(found),
                exists: true,
            }],
        });
    }

    /// Follows a declaration to the files that it may mean.
    fn link(
        &mut self,
        node: usize,
        declared: Declared,
        module: &ModuleFile,
        conditions: &[Option<CfgId>],
        open: &mut VecDeque<usize>,
    ) {
        let Node { path, edition, .. } = &self.routing.nodes[node];
        let (directory, edition) = (paths::parent(path).to_owned(), *edition);
        let mut choices = Vec::new();
        let mut circle = None;
        for (position, candidate) in module.candidates.iter().enumerate() {
            let job = Job {
                path: self.reading.join(&directory, &candidate.path),
                edition,
                owns_directory: candidate.owns_directory,
            };
            let found = self.node(&job, Some(node), open);
            match found {
                Err(Dead::Circle) => circle = Some(self.way(node, &job.path)),
                Err(Dead::Crowd) => circle = Some(Vec::new()),
                Ok(_) | Err(Dead::Missing) => {}
            }
            choices.push(Choice {
                path: job.path,
                owns_directory: job.owns_directory,
                cfg: conditions.get(position).copied().flatten(),
                node: found.ok(),
                exists: found != Err(Dead::Missing),
            });
        }
        if let Some(way) = circle {
            self.routing.circles.push(Circle {
                node,
                extent: module.extent,
                way,
            });
        }
        self.routing.nodes[node].links.push(Link {
            declared,
            extent: module.extent,
            choices,
        });
    }

    /// The paths from the file that `path` leads back to, down to it.
    fn way(&self, node: usize, path: &str) -> Vec<String> {
        let back = self
            .view
            .file_at(path, self.routing.nodes[node].edition)
            .flatten();
        let mut way = vec![path.to_owned()];
        for node in std::iter::successors(Some(node), |&node| self.routing.nodes[node].parent) {
            way.push(self.routing.nodes[node].path.clone());
            if Some(self.routing.nodes[node].file) == back {
                break;
            }
        }
        way.reverse();
        way
    }
}

/// The conditions of the candidates that attributes name; the others have none.
fn conditions(facts: &FileFacts, module: &ModuleFile) -> Vec<Option<CfgId>> {
    let attrs = facts.attrs_of(facts.item(module.item).attrs);
    attrs
        .filter(|attr| facts.attr_string(attr, "path").is_some())
        .map(|attr| attr.cfg)
        .collect()
}

impl Routing {
    /// Whether nothing in it depends on what macros may declare, and no module leads back.
    pub(crate) fn is_plain(&self) -> bool {
        self.circles.is_empty() && !self.called.was_asked()
    }

    /// Takes out the links that close a circle.
    fn break_circles(&mut self) {
        #[derive(Clone, Copy, PartialEq)]
        enum Mark {
            New,
            Open,
            Done,
        }
        let mut marks = vec![Mark::New; self.nodes.len()];
        for root in self.roots.clone().into_iter().flatten() {
            if marks[root] != Mark::New {
                continue;
            }
            marks[root] = Mark::Open;
            // Node, and the position of the next choice among all of its links.
            let mut stack = vec![(root, 0)];
            while let Some((node, position)) = stack.pop() {
                let Some((link, choice)) = self.nodes[node].position(position) else {
                    marks[node] = Mark::Done;
                    continue;
                };
                stack.push((node, position + 1));
                let Some(next) = self.nodes[node].links[link].choices[choice].node else {
                    continue;
                };
                match marks[next] {
                    Mark::Done => {}
                    Mark::New => {
                        marks[next] = Mark::Open;
                        stack.push((next, 0));
                    }
                    Mark::Open => {
                        let begin = stack
                            .iter()
                            .position(|&(open, _)| open == next)
                            .unwrap_or(0);
                        let on_way = stack[begin..].iter().map(|&(open, _)| open).chain([next]);
                        let way = on_way.map(|open| self.nodes[open].path.clone()).collect();
                        let extent = self.nodes[node].links[link].extent;
                        self.circles.push(Circle { node, extent, way });
                        self.nodes[node].links[link].choices[choice].node = None;
                    }
                }
            }
        }
    }

    /// The nodes that can be reached from some, in order, links under every condition.
    pub(crate) fn reachable(&self, from: impl IntoIterator<Item = usize>) -> Vec<usize> {
        let mut open: Vec<usize> = from.into_iter().collect();
        let mut seen = BTreeMap::new();
        while let Some(node) = open.pop() {
            if seen.insert(node, ()).is_none() {
                open.extend(
                    self.nodes[node]
                        .links
                        .iter()
                        .flat_map(|link| &link.choices)
                        .filter_map(|choice| choice.node),
                );
            }
        }
        seen.into_keys().collect()
    }
}

impl Node {
    /// Link and choice at a position among all choices.
    fn position(&self, position: usize) -> Option<(usize, usize)> {
        let mut left = position;
        for (row, link) in self.links.iter().enumerate() {
            if left < link.choices.len() {
                return Some((row, left));
            }
            left -= link.choices.len();
        }
        None
    }
}
