//! Loading: finds the workspace, asks cargo while the files are already being read, and puts it all together.

use std::{collections::BTreeMap, sync::Arc, time::Instant};

use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_128;

use crate::{
    CfgFlag, Error, FeatureSelection, LoadOptions, PackageSelection, Resolve, Timings, Workspace,
    assemble::{Parts, assemble, roots},
    cache_directory, cfg_flags,
    conditions::Machine,
    describe::Description,
    entry::ReadError,
    facts_cache::{FILES, FactsCache},
    file_table::Counter,
    fingerprint::of_platform,
    git::{self, GitTree},
    manifest::{self, Build, KnownLibraries},
    paths::{self, slashes},
    pool::Pool,
    reading::{Reading, Shared},
    root,
    routing::{Root, route},
    stamps::Stamps,
    steps::{disk, disk_beside, finish, timed},
    tree::{Files, Tree, confined},
    watch::Watched,
    with_cargo,
};

impl Workspace {
    /// Loads the workspace that the options name from disk.
    ///
    /// Runs `cargo metadata` unless its last answer still counts, and reads the files meanwhile. Mistakes in files are
    /// [`problems`](Workspace::problems); an error is what leaves nothing to check: no manifest, or one that cargo refuses.
    pub fn load(options: &LoadOptions) -> Result<Workspace, Error> {
        let started = Instant::now();
        let manifest = root::manifest_path(options)?;
        let root = root::workspace_root(&manifest, options)?;
        if options.resolve != Resolve::Manifests {
            return with_cargo::load(started, root, &manifest, options);
        }
        let tree = not_trusted(disk(&root)?);
        let cache = options.cache.then(|| cache_directory::place(&root).caches);
        let machine = Machine::new(options.target.as_deref())?;
        let loading = Loading {
            root: root.clone(),
            threads: options.threads,
            cache: cache.flatten(),
            features: options.features.clone(),
            packages: options.packages.clone(),
            machine: Arc::new(cfg_flags::in_directory(&machine, &root, confined(&tree))),
            ..Loading::empty()
        };
        let workspace = loading.run(tree)?;
        root::check_membership(&workspace, &manifest)?;
        workspace.notes.begin();
        Ok(workspace)
    }

    /// A workspace of these files: paths relative to the root, texts. Starts nothing and reads nothing from disk.
    pub fn from_memory(files: BTreeMap<String, String>) -> Result<Workspace, Error> {
        Workspace::from_memory_bytes(of_texts(files))
    }

    /// The same of files of any kind.
    pub fn from_memory_bytes(files: BTreeMap<String, Vec<u8>>) -> Result<Workspace, Error> {
        let loading = Loading {
            threads: Some(1),
            ..Loading::empty()
        };
        loading.run(memory(files))
    }

    /// No workspace at all: for what only reads the files that its user names.
    pub fn none() -> Result<Workspace, Error> {
        // One empty package: a workspace without any is a mistake.
        let files = [
            ("Cargo.toml", "[package]\nname = \"none\"\n"),
            ("src/lib.rs", ""),
        ];
        let files = files.map(|(path, text)| (path.to_owned(), text.to_owned()));
        Workspace::from_memory(files.into())
    }

    /// The same workspace at a git revision. Nothing is checked out; files that are the same now are not parsed again.
    ///
    /// Packages are as the manifests of the revision describe them, with the features that were asked for here; one that there was
    /// none of yet is none.
    pub fn at_revision(&self, revision: &str) -> Result<Workspace, Error> {
        self.revision_shown_after(revision, format!("{revision}:"))
    }

    /// The same as [`Workspace::at_revision`], with paths as if it were now: for what is compared by them.
    pub fn as_of_revision(&self, revision: &str) -> Result<Workspace, Error> {
        self.revision_shown_after(revision, String::new())
    }

    fn revision_shown_after(&self, revision: &str, prefix: String) -> Result<Workspace, Error> {
        let git = GitTree::open(&self.git(), revision)?;
        self.notes.revision(revision, &git.commit);
        let shared = self.shared(Some(&git));
        self.counterpart(prefix, self.root.clone(), shared)
            .run(Tree::Git(git))
    }

    /// An old version of the workspace that lies in a directory; a relative one counts from the root. Packages are as its
    /// manifests describe them.
    pub fn at_directory(&self, directory: &Utf8Path) -> Result<Workspace, Error> {
        if let Tree::Memory(files) = &self.tree {
            return self.at_directory_in_memory(files, directory);
        }
        let directory = root::absolute(&self.root.join(directory))?;
        let manifest = directory.join("Cargo.toml");
        let shown = paths::relative(&slashes(&self.root), &slashes(&directory));
        if self.confined().is_some_and(|it| it.leads_out(&shown)) {
            return Err(Error::Read {
                path: shown,
                message: ReadError::Outside.to_string(),
            });
        }
        if !manifest.is_file() {
            return Err(Error::Read {
                path: manifest.into(),
                message: "no such file".to_owned(),
            });
        }
        let tree = disk_beside(&directory, shown.clone(), self.notes.clone())?;
        let tree = match self.confined() {
            Some(_) => not_trusted(tree),
            None => tree,
        };
        let prefix = match shown.as_str() {
            "" => String::new(),
            shown => format!("{shown}/"),
        };
        self.counterpart(prefix, directory, self.shared(None))
            .run(tree)
    }

    fn at_directory_in_memory(
        &self,
        files: &Files,
        directory: &Utf8Path,
    ) -> Result<Workspace, Error> {
        let prefix = format!("{}/", paths::join("", directory.as_str()));
        let below = files.iter().filter_map(|(path, bytes)| {
            let path = path.strip_prefix(&prefix)?;
            Some((path.to_owned(), bytes.clone()))
        });
        let files: Files = below.collect();
        if !files.contains_key("Cargo.toml") {
            return Err(Error::Read {
                path: format!("{prefix}Cargo.toml"),
                message: "no such file".to_owned(),
            });
        }
        self.counterpart(prefix, Utf8PathBuf::new(), self.shared(None))
            .run(Tree::Memory(files))
    }

    /// An old version of the workspace that is given as texts; `name` stands before paths when it is shown.
    pub fn at_memory(
        &self,
        name: &str,
        files: BTreeMap<String, String>,
    ) -> Result<Workspace, Error> {
        let prefix = format!("{name}:");
        self.counterpart(prefix, Utf8PathBuf::new(), self.shared(None))
            .run(memory(of_texts(files)))
    }

    /// The same files in another configuration: other features, another platform (the same, if it is not given), more flags
    /// for `cfg`. Files are not parsed again. Packages are as their manifests describe them, and those are selected that are here.
    pub fn configured(
        &self,
        features: &FeatureSelection,
        target: Option<&str>,
        flags: &[CfgFlag],
    ) -> Result<Workspace, Error> {
        let tree = self.same_tree()?;
        let machine = match target {
            Some(target) => Arc::new(self.other_machine(target)?.with(flags.iter().cloned())),
            None if flags.is_empty() => self.machine.clone(),
            None => Arc::new(self.machine.with(flags.iter().cloned())),
        };
        let loading = Loading {
            features: features.clone(),
            ..self.other(machine)
        };
        let mut workspace = loading.run(tree)?;
        for package in &mut workspace.packages {
            let here = self.package_named(&package.name);
            package.selected = here.is_some_and(|here| here.selected);
        }
        Ok(workspace)
    }

    /// The platform of a triple, with the flags that cargo gives to the compiler for it.
    pub(crate) fn other_machine(&self, triple: &str) -> Result<Machine, Error> {
        let machine = self.machine_now(triple)?;
        self.notes.platform(triple, of_platform(&machine));
        Ok(machine)
    }

    /// The same without a note of it.
    pub(crate) fn machine_now(&self, triple: &str) -> Result<Machine, Error> {
        let machine = Machine::new(Some(triple))?;
        Ok(match &self.tree {
            Tree::Memory(_) => machine,
            _ => cfg_flags::in_directory(&machine, &self.root, self.confined()),
        })
    }

    pub(crate) fn same_tree(&self) -> Result<Tree, Error> {
        Ok(match &self.tree {
            Tree::Disk(disk) => Tree::Disk(disk.again()),
            Tree::Git(git) => Tree::Git(GitTree::open(&git.git, &git.revision)?),
            Tree::Memory(files) => Tree::Memory(files.clone()),
        })
    }

    /// For the same files on another machine.
    pub(crate) fn other(&self, machine: Arc<Machine>) -> Loading {
        Loading {
            machine,
            stamps: self.stamps.clone(),
            ..self.counterpart(self.prefix.clone(), self.root.clone(), self.shared(None))
        }
    }

    /// Loads other files as a counterpart that nothing is remembered of.
    pub(crate) fn scratch(&self, tree: Tree) -> Result<Workspace, Error> {
        let loading = Loading {
            cache: None,
            ..self.other(self.machine.clone())
        };
        loading.run(tree)
    }

    fn counterpart(&self, prefix: String, root: Utf8PathBuf, shared: Shared) -> Loading {
        Loading {
            root,
            prefix,
            known: self.known_libraries(),
            shared,
            counter: self.table.counter(),
            threads: self.threads,
            cache: self.cache.clone(),
            machine: self.machine.clone(),
            features: self.features.clone(),
            ..Loading::empty()
        }
    }

    /// What another workspace can share with this one.
    fn shared(&self, git: Option<&GitTree>) -> Shared {
        let mut shared = Shared::default();
        for source in &self.sources {
            if let Some(known) = &source.known {
                shared
                    .by_content
                    .insert((source.hash, source.edition), known.clone());
            }
        }
        if git.is_some_and(|git| git.sha1) {
            let names = self.rust_files.par_iter().filter_map(|&file| {
                let source = self.source(file)?;
                let bytes = self.bytes(self.path(file)).ok()?;
                // Files change while we run: what counts is that the facts are those of the content.
                let same = xxh3_128(&bytes) == source.hash;
                same.then(|| (git::object_name(&bytes), source.hash))
            });
            shared.by_object = names.collect::<Vec<_>>().into_iter().collect();
        }
        shared
    }
}

/// Loading without cargo.
pub(crate) struct Loading {
    root: Utf8PathBuf,
    prefix: String,
    known: KnownLibraries,
    shared: Shared,
    machine: Arc<Machine>,
    counter: Counter,
    threads: Option<usize>,
    cache: Option<Utf8PathBuf>,
    /// Of the same directory.
    stamps: Option<Arc<Stamps>>,
    features: FeatureSelection,
    packages: PackageSelection,
}

impl Loading {
    fn empty() -> Self {
        Loading {
            root: Utf8PathBuf::new(),
            prefix: String::new(),
            known: KnownLibraries::new(),
            shared: Shared::default(),
            machine: Arc::new(Machine::here()),
            counter: Counter::default(),
            threads: None,
            cache: None,
            stamps: None,
            features: FeatureSelection::default(),
            packages: PackageSelection::default(),
        }
    }

    fn run(self, tree: Tree) -> Result<Workspace, Error> {
        let started = Instant::now();
        let build = Build {
            selection: &self.features,
            machine: &self.machine,
            roots: None,
        };
        let description = manifest::describe(&Watched::new(&tree), &build, &self.known)?;
        self.run_described(tree, description, started)
    }

    /// Loads what is described, for which somebody began to read manifests when it was `started`.
    pub(crate) fn run_described(
        self,
        tree: Tree,
        description: Description,
        started: Instant,
    ) -> Result<Workspace, Error> {
        let manifests = started.elapsed();
        let pool = Pool::new(self.threads);
        let cache = self.cache.as_deref();
        let cache = cache.map(|directory| FactsCache::open(directory, FILES));
        let stamps = self.stamps.as_deref();
        let reading = Reading::new(&tree, cache.as_ref(), Some(&self.shared), stamps);
        let roots = roots(&description);
        reading.run(&pool, roots.iter().map(Root::job).collect())?;
        let (routing, modules) = timed(|| route(&reading, &pool, &roots));
        let routing = routing?;
        let timings = Timings {
            manifests,
            modules,
            ..Timings::default()
        };
        let (timings, files) = finish(reading, cache.as_ref(), None, timings);
        let parts = Parts {
            root: self.root,
            prefix: self.prefix,
            description,
            files,
            routing,
            machine: self.machine,
            selection: &self.packages,
            timings,
            counter: self.counter,
        };
        let mut workspace = assemble(tree, parts)?;
        workspace.threads = self.threads;
        workspace.cache = self.cache;
        workspace.stamps = self.stamps;
        workspace.features = self.features;
        workspace.timings.total = started.elapsed();
        Ok(workspace)
    }
}

/// The same tree of somebody who is not trusted.
fn not_trusted(tree: Tree) -> Tree {
    match tree {
        Tree::Disk(disk) => Tree::Disk(disk.not_trusted()),
        tree => tree,
    }
}

fn of_texts(files: BTreeMap<String, String>) -> BTreeMap<String, Vec<u8>> {
    let files = files.into_iter();
    files.map(|(path, text)| (path, text.into())).collect()
}

fn memory(files: BTreeMap<String, Vec<u8>>) -> Tree {
    let files = files.into_iter();
    let files = files.map(|(path, bytes)| (paths::join("", &path), Arc::from(bytes)));
    Tree::Memory(files.collect())
}
