//! A loaded workspace: what it holds, and how to ask for it.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, OnceLock},
};

use camino::{Utf8Path, Utf8PathBuf};
use govern_diagnostics::{FileId, SourceFile, Sources};
use govern_facts::{Edition, Expressions, FileFacts, SyntaxError, extract};
use guppy::{CargoMetadata, graph::PackageGraph};
use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_128;

use crate::{
    CodeKind, Conditions, Error, FeatureSelection, Package, PackageId, Problem, Route, RouteId,
    Timings,
    answers::Said,
    cargo::{self, Json},
    conditions::Machine,
    entry::ReadError,
    facts_cache::{EXPANSIONS, FactsCache},
    file_table::FileTable,
    git::Git,
    index::Index,
    known::Known,
    notes::Notes,
    sealed::Part,
    stamps::Stamps,
    tree::Tree,
    unwritten::Unwritten,
};

/// What cargo writes of which versions it chose.
pub(crate) const LOCK_FILE: &str = "Cargo.lock";

/// A cargo workspace: its packages, its files, and what they say.
///
/// The files of the disk, of a git revision or of memory, it is all the same to those who ask.
#[derive(Debug)]
pub struct Workspace {
    pub(crate) root: Utf8PathBuf,
    pub(crate) tree: Tree,
    /// What stands before paths when sources are shown: `main:` for a revision.
    pub(crate) prefix: String,
    pub(crate) table: FileTable,
    /// By row of the table.
    pub(crate) sources: Vec<Source>,
    pub(crate) rust_files: Vec<FileId>,
    pub(crate) manifest: FileId,
    pub(crate) packages: Vec<Package>,
    pub(crate) routes: Vec<Route>,
    pub(crate) problems: Vec<Problem>,
    pub(crate) timings: Timings,
    pub(crate) machine: Arc<Machine>,
    pub(crate) target_directory: Option<Utf8PathBuf>,
    /// What cargo answered, and to which arguments.
    pub(crate) answer: Option<Arc<(Json, Vec<String>)>>,
    pub(crate) graph: OnceLock<PackageGraph>,
    /// What the lock file of the project is, if loading changed the one on the disk: nothing, if it has none.
    pub(crate) replaced_lock: Option<Option<Vec<u8>>>,
    /// What was asked for; versions to compare with are asked for the same.
    pub(crate) features: FeatureSelection,
    pub(crate) threads: Option<usize>,
    pub(crate) cache: Option<Utf8PathBuf>,
    /// Where programs are looked for first.
    pub(crate) programs: Option<Utf8PathBuf>,
    /// Opened when the first macro call is expanded.
    pub(crate) expansions: OnceLock<Option<FactsCache>>,
    /// Facts of files that no cache has yet.
    pub(crate) unwritten: Mutex<Option<Unwritten>>,
    /// What is asked of the disk, of git and of the environment.
    pub(crate) notes: Arc<Notes>,
    pub(crate) fingerprint: OnceLock<Option<u128>>,
    /// What the system says of what was asked.
    pub(crate) said: Said,
    /// The Rust files that no target reaches, once somebody has looked for them.
    pub(crate) orphans: OnceLock<Vec<String>>,
    /// A number for what linking looks at besides files; none if no linking can be kept.
    pub(crate) environment: OnceLock<Option<u128>>,
    /// A number for all that linking looks at, once that is known; none if it cannot be kept.
    pub(crate) linked: OnceLock<Option<u128>>,
    /// The index that it is the files of, if it is what is staged.
    pub(crate) index: Option<Arc<Index>>,
    /// What files were when they were read.
    pub(crate) stamps: Option<Arc<Stamps>>,
}

/// What is known of a file that was loaded.
#[derive(Debug, Default)]
pub(crate) struct Source {
    pub(crate) known: Option<Arc<Known>>,
    /// The facts with what macros expand to, once somebody found that out.
    pub(crate) expanded: OnceLock<Box<FileFacts>>,
    /// The same as they were kept by another run, until somebody asks for them.
    pub(crate) kept_expanded: OnceLock<Part>,
    pub(crate) hash: u128,
    pub(crate) edition: Edition,
    pub(crate) packages: Vec<PackageId>,
}

impl Workspace {
    /// The workspace root, absolute; empty for a workspace in memory.
    pub fn root(&self) -> &Utf8Path {
        &self.root
    }

    /// The revision it is at, as it was asked for; none for the disk and for memory.
    pub fn revision(&self) -> Option<&str> {
        match &self.tree {
            Tree::Git(git) => Some(&git.revision),
            _ => None,
        }
    }

    /// The root manifest.
    pub fn manifest(&self) -> FileId {
        self.manifest
    }

    /// The members, sorted by name.
    pub fn packages(&self) -> &[Package] {
        &self.packages
    }

    /// A member.
    pub fn package(&self, id: PackageId) -> &Package {
        &self.packages[id.index()]
    }

    /// The member of this name.
    pub fn package_named(&self, name: &str) -> Option<&Package> {
        let row = self
            .packages
            .binary_search_by(|package| package.name.as_str().cmp(name))
            .ok()?;
        Some(&self.packages[row])
    }

    /// The dependency graph with all packages, as cargo resolved it; made when it is asked for.
    ///
    /// Fails with [`Error::NoGraph`] where cargo was not asked for it: for revisions, directories, memory,
    /// [`Resolve::Members`](crate::Resolve::Members) and [`Resolve::Manifests`](crate::Resolve::Manifests).
    pub fn graph(&self) -> Result<&PackageGraph, Error> {
        if let Some(graph) = self.graph.get() {
            return Ok(graph);
        }
        let answer = self.answer.as_ref().ok_or(Error::NoGraph)?;
        let (json, arguments) = answer.as_ref();
        if arguments.iter().any(|it| it == cargo::MEMBERS_ONLY) {
            return Err(Error::NoGraph);
        }
        let json = match json.text() {
            Some(json) => json,
            // The cache is damaged there: asked again.
            None => {
                self.notes.lose_all();
                cargo::metadata(&self.root, arguments)?.0.into()
            }
        };
        let graph = CargoMetadata::parse_json(json)
            .and_then(CargoMetadata::build_graph)
            .map_err(|error| Error::Metadata {
                message: error.to_string(),
            })?;
        // Somebody may have been faster: theirs is the same.
        Ok(self.graph.get_or_init(|| graph))
    }

    /// Which conditions hold for code of a member.
    pub fn conditions(&self, package: PackageId, code: CodeKind) -> Conditions<'_> {
        let package = self.package(package);
        Conditions {
            code,
            enabled: &package.enabled,
            machine: &self.machine,
            script: &package.script,
        }
    }

    /// Where cargo builds; none where cargo was not asked.
    pub fn target_directory(&self) -> Option<&Utf8Path> {
        self.target_directory.as_deref()
    }

    /// The Rust files that are reachable from the targets through `mod`, in the order of their paths. A file that could
    /// not be read is among them, has no facts, and there is a problem that says why.
    pub fn files(&self) -> &[FileId] {
        &self.rust_files
    }

    /// The row of a file among [`Self::files`], where it is the same in each run with these files.
    pub fn row_of(&self, file: FileId) -> Option<u32> {
        // They are in the order of their paths, in which ids were given out.
        let row = self.rust_files.binary_search(&file).ok()?;
        u32::try_from(row).ok()
    }

    /// The file of a row.
    pub fn file_of_row(&self, row: u32) -> Option<FileId> {
        self.rust_files.get(row as usize).copied()
    }

    /// The path of a file relative to the root, with `/`. It may begin with `../`.
    ///
    /// # Panics
    ///
    /// For an id that another workspace has given out.
    pub fn path(&self, file: FileId) -> &str {
        self.table.path(file)
    }

    /// The file at a path, if it was given an id already: Rust files, manifests, and what was read since.
    pub fn file(&self, path: &str) -> Option<FileId> {
        self.table.find(path)
    }

    /// The file at a path; it is given an id if it has none.
    pub fn id_of(&self, path: &str) -> FileId {
        self.table.intern(path)
    }

    /// Whether the id is one of this workspace, not of its counterpart at another revision.
    pub fn owns(&self, file: FileId) -> bool {
        self.table.contains(file)
    }

    /// The same, with another text before its paths where they are shown.
    #[must_use]
    pub fn shown_after(self, prefix: String) -> Workspace {
        Workspace { prefix, ..self }
    }

    /// What a Rust file says. None if it is none that is reachable, or could not be read.
    pub fn facts(&self, file: FileId) -> Option<&FileFacts> {
        let source = self.source(file)?;
        if let Some(facts) = source.expanded.get() {
            return Some(facts);
        }
        let Some(kept) = source.kept_expanded.get() else {
            return Some(source.known.as_ref()?.facts());
        };
        Some(source.expanded.get_or_init(|| {
            bitcode::decode(kept.bytes()).unwrap_or_else(|_| {
                // They are what was written, so it was not us who wrote them: nothing of this run may be kept.
                self.notes.lose();
                let known = source.known.as_ref();
                known
                    .map(|it| it.facts().clone().into())
                    .unwrap_or_default()
            })
        }))
    }

    /// The expressions of a Rust file, read from its text when somebody asks. Versions of the workspace that have the same text
    /// share them. None if the file is none that is reachable, or could not be read.
    pub fn expressions(&self, file: FileId) -> Option<Arc<Expressions>> {
        let source = self.source(file)?;
        let known = source.known.as_ref()?;
        let mut other = None;
        let shared = known.expressions(|| {
            let bytes = self.bytes(self.path(file)).ok()?;
            let is_same = xxh3_128(&bytes) == source.hash;
            let found = Expressions::read(std::str::from_utf8(&bytes).ok()?, source.edition);
            // Files change while we run: what others are given is what the text says that the facts are of.
            match is_same {
                true => Some(found),
                false => {
                    other = Some(found);
                    None
                }
            }
        });
        shared.or(other.map(Arc::new))
    }

    /// Whether some comment of a Rust file says something to these programs, `govern: …`: known without reading its facts.
    pub fn speaks_to_us(&self, file: FileId) -> bool {
        let known = self.source(file).and_then(|source| source.known.as_ref());
        known.is_some_and(|known| known.outline().speaks)
    }

    /// Keeps the facts of files with what macro calls in them expand to: from now on they are what [`Self::facts`]
    /// gives. They are those from before and rows behind them.
    ///
    /// Does nothing for files that were given such facts before.
    pub fn keep_expanded(&self, facts: impl IntoIterator<Item = (FileId, FileFacts)>) {
        for (file, facts) in facts {
            if let Some(source) = self.source(file) {
                // What comes second is the same.
                let _ = source.expanded.set(Box::new(facts));
            }
        }
        if let Some(Some(cache)) = self.expansions.get() {
            cache.finish();
        }
    }

    /// What the expansion of a macro call says: [`extract`], or the cache for it.
    pub fn facts_of_expansion(
        &self,
        text: &str,
        edition: Edition,
    ) -> (FileFacts, Vec<SyntaxError>) {
        let cache = self.expansions.get_or_init(|| {
            let directory = self.cache.as_deref()?;
            Some(FactsCache::open(directory, EXPANSIONS))
        });
        let key = (xxh3_128(text.as_bytes()), edition);
        if let Some(known) = cache.as_ref().and_then(|cache| cache.get(key)) {
            return known;
        }
        let (facts, errors) = extract(text, edition);
        if let Some(cache) = cache {
            cache.put(key, &facts, &errors);
        }
        (facts, errors)
    }

    /// The edition a Rust file is read in.
    pub fn edition(&self, file: FileId) -> Option<Edition> {
        self.source(file).map(|source| source.edition)
    }

    /// The members whose targets reach a Rust file, in order.
    pub fn packages_of(&self, file: FileId) -> &[PackageId] {
        self.source(file).map_or(&[], |source| &source.packages)
    }

    /// A file as it was reached.
    pub fn route(&self, id: RouteId) -> &Route {
        &self.routes[id.index()]
    }

    /// All files as they were reached.
    pub fn routes(&self) -> &[Route] {
        &self.routes
    }

    /// What is wrong with the files, in the order of their paths: syntax errors, missing modules, what cannot be read.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// How many files were parsed for this workspace: neither cached, nor shared with another one.
    pub fn parses(&self) -> usize {
        self.timings.parsed
    }

    /// Where the time went.
    pub fn timings(&self) -> &Timings {
        &self.timings
    }

    /// The text of a file, read again: texts are not kept.
    pub fn text(&self, file: FileId) -> Result<Arc<str>, Error> {
        let path = self.path(file);
        match String::from_utf8(self.bytes(path)?) {
            Ok(text) => Ok(text.into()),
            Err(error) => Err(Error::not_utf8(path, &error)),
        }
    }

    /// Keeps the facts of files that were parsed for other runs, unless somebody has. Loading leaves that for when there is a core to
    /// spare; at the latest it is done when the workspace is dropped. Failing to is no error.
    pub fn keep_facts(&self) {
        let unwritten = || {
            let mut unwritten = self.unwritten.lock();
            let unwritten = unwritten.as_deref_mut().ok()?;
            unwritten.take()
        };
        // Nobody has to wait for who writes.
        drop(unwritten());
    }

    /// The sources that a report needs to be shown. Files that cannot be read any more are left out; what is not UTF-8 is
    /// shown with replacement characters.
    pub fn sources_for(&self, files: impl IntoIterator<Item = FileId>) -> Sources {
        let files: Vec<FileId> = files.into_iter().filter(|&file| self.owns(file)).collect();
        let read = files.into_par_iter().filter_map(|file| {
            let bytes = self.bytes(self.path(file)).ok()?;
            let text = String::from_utf8(bytes)
                .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
            let path = format!("{}{}", self.prefix, self.path(file));
            let text = text.into();
            Some((file, SourceFile { path, text }))
        });
        let mut sources = Sources::default();
        for (file, source) in read.collect::<Vec<_>>() {
            sources.insert(file, source);
        }
        sources
    }

    /// What cargo calls the library of each package that some member depends on: for a revision, where cargo is not
    /// asked.
    pub(crate) fn known_libraries(&self) -> BTreeMap<String, String> {
        let dependencies = self
            .packages
            .iter()
            .flat_map(|package| &package.dependencies);
        dependencies
            .map(|dependency| (dependency.package.clone(), dependency.crate_name.clone()))
            .collect()
    }

    pub(crate) fn bytes(&self, path: &str) -> Result<Vec<u8>, Error> {
        match self.tree.read(path) {
            Ok(content) => Ok(content.bytes),
            Err(ReadError::Git(error)) => Err(*error),
            Err(error) => Err(Error::Read {
                path: path.to_owned(),
                message: error.to_string(),
            }),
        }
    }

    /// The repository that the workspace is in.
    pub(crate) fn git(&self) -> Git {
        match &self.tree {
            Tree::Disk(disk) => disk.git.clone(),
            Tree::Git(git) => git.git.clone(),
            Tree::Memory(_) => Git::around(&self.root),
        }
    }

    pub(crate) fn source(&self, file: FileId) -> Option<&Source> {
        self.sources.get(self.table.row(file)?)
    }
}
