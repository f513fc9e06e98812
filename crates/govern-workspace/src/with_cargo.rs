//! Loading with cargo: it is asked while the files are already being read.

use std::{
    cell::OnceCell,
    panic,
    sync::{Arc, Mutex},
    thread,
    time::Instant,
};

use camino::{Utf8Path, Utf8PathBuf};
use cargo_metadata::Metadata;

use crate::{
    Error, LoadOptions, Timings, Workspace,
    assemble::{Parts, assemble, roots},
    cache_directory,
    cargo::{self, Json, MetadataCache},
    cfg_flags,
    conditions::Machine,
    describe::Description,
    facts_cache::{FILES, FactsCache},
    features::Asked,
    file_table::Counter,
    manifest::{self, Build, KnownLibraries},
    pool::Pool,
    reading::Reading,
    routed_before::RoutedBefore,
    routing::{Root, route},
    stamps::Stamps,
    steps::{disk, finish, timed},
    tree::Tree,
    unwritten::Unwritten,
    watch::Watched,
    workspace::LOCK_FILE,
};

/// Loads the workspace at a root. `manifest` is the one the user named.
pub(crate) fn load(
    started: Instant,
    root: Utf8PathBuf,
    manifest: &Utf8Path,
    options: &LoadOptions,
) -> Result<Workspace, Error> {
    let machine = Machine::new(options.target.as_deref())?;
    let machine = Arc::new(cfg_flags::in_directory(&machine, &root, None));
    let tree = disk(&root)?;
    let place = cache_directory::place(&root);
    let directory = place.caches.as_deref().filter(|_| options.cache);
    let facts_cache = directory.map(|directory| FactsCache::open(directory, FILES));
    let stamps = directory.map(|directory| Arc::new(Stamps::open(directory, &root)));
    let pool = Pool::new(options.threads);
    let reading = Reading::new(&tree, facts_cache.as_ref(), None, stamps.as_deref());
    let reading = reading.keeping_later();
    let mut timings = Timings::default();

    let arguments = cargo::arguments(options, manifest);
    let lock = tree.read(LOCK_FILE).ok().map(|content| content.bytes);
    let question = Question {
        root: &root,
        directory,
        built: &place.built,
        tree: &tree,
        options,
        machine: &machine,
        arguments: &arguments,
        lock: lock.as_deref().and_then(|it| str::from_utf8(it).ok()),
        begun: stamps.as_ref().map_or(i128::MIN / 2, |it| it.begun()),
    };
    let recalled = OnceCell::new();
    let (description, json) = question.ask(&mut timings, |expected| {
        let roots = roots(expected);
        let before = || RoutedBefore::read(directory?, &root)?.recall(&reading, &roots);
        match recalled.get_or_init(before) {
            Some(_) => Ok(()),
            None => reading.run(&pool, roots.iter().map(Root::job).collect()),
        }
    })?;
    let roots = roots(&description);
    let recalled = recalled.into_inner().flatten();
    let (recalled, routing) = match recalled.filter(|it| it.roots == roots) {
        Some(it) => (Some(it.files), it.routing),
        None => {
            reading.run(&pool, roots.iter().map(Root::job).collect())?;
            let (routing, modules) = timed(|| route(&reading, &pool, &roots));
            let routing = routing?;
            timings.modules = modules;
            if let Some(directory) = directory {
                RoutedBefore::keep(directory, &root, &reading, &roots, &routing);
            }
            (None, routing)
        }
    };
    let facts = reading.take_later();
    let (timings, read) = finish(reading, None, stamps.as_deref(), timings);
    let files = recalled.unwrap_or(read);
    let parts = Parts {
        root,
        prefix: String::new(),
        description,
        files,
        routing,
        machine,
        selection: &options.packages,
        timings,
        counter: Counter::default(),
    };
    let mut workspace = assemble(tree, parts)?;
    workspace.answer = Some(Arc::new((json, arguments)));
    workspace.threads = options.threads;
    workspace.unwritten = Mutex::new(facts_cache.map(|cache| Unwritten { cache, facts }));
    workspace.stamps = stamps;
    workspace.features.clone_from(&options.features);
    workspace.cache = directory.map(Utf8Path::to_owned);
    workspace.programs.clone_from(&options.programs);
    workspace.timings.total = started.elapsed();
    // Cargo brings it up to date unasked; what was there is what the project has.
    let now = workspace.tree.read(LOCK_FILE).ok();
    let now = now.map(|content| content.bytes);
    workspace.replaced_lock = lock.filter(|before| now.as_ref() != Some(before)).map(Some);
    workspace.notes.begin();
    Ok(workspace)
}

/// What cargo is asked.
struct Question<'a> {
    root: &'a Utf8Path,
    /// Where caches are, if there are any.
    directory: Option<&'a Utf8Path>,
    /// Where cargo builds.
    built: &'a Utf8Path,
    tree: &'a Tree,
    options: &'a LoadOptions,
    machine: &'a Machine,
    arguments: &'a [String],
    lock: Option<&'a str>,
    /// When loading began, in nanoseconds since 1970.
    begun: i128,
}

impl Question<'_> {
    /// What cargo says, or has said when it was last asked the same. In the meantime `begin` is given what it will
    /// probably say, so that the files can be read.
    fn ask(
        &self,
        timings: &mut Timings,
        begin: impl Fn(&Description) -> Result<(), Error>,
    ) -> Result<(Description, Json), Error> {
        let cache = self
            .directory
            .map(|directory| MetadataCache::new(self.root, directory, self.arguments));
        if let Some(last) = cache.as_ref().and_then(MetadataCache::last) {
            let (holds, took) = thread::scope(|scope| {
                let checking = scope.spawn(|| timed(|| last.holds(self.tree)));
                let begun = begin(&last.description);
                let checked = checking
                    .join()
                    .unwrap_or_else(|failure| panic::resume_unwind(failure));
                begun.map(|()| checked)
            })?;
            if holds {
                timings.metadata = took;
                return Ok((last.description, last.json));
            }
        }

        let watched = Watched::new(self.tree);
        let (written, known, begun, asked) = thread::scope(|scope| {
            let asking = scope.spawn(|| timed(|| self.ask_cargo()));
            let (written, took) = timed(|| self.describe(&watched, &KnownLibraries::new()));
            timings.manifests = took;
            let (mut known, mut begun) = (None, Ok(()));
            if let Ok(written) = &written {
                begun = begin(written);
                if self.is_for_members() {
                    known = cargo::libraries(&written.members, self.lock);
                }
            }
            (written, known, begun, asking.join())
        });
        begun?;
        let (mut answer, took) = asked.unwrap_or_else(|failure| panic::resume_unwind(failure));
        timings.metadata = took;
        timings.cargo_ran = true;
        if self.is_for_members() && known.is_none() && answer.is_ok() {
            let arguments = self.arguments.iter();
            let arguments = arguments.filter(|it| *it != cargo::MEMBERS_ONLY).cloned();
            let arguments: Vec<String> = arguments.collect();
            let (whole, took) = timed(|| cargo::metadata(self.root, &arguments));
            timings.metadata += took;
            answer = whole;
        }
        let (json, metadata) = match answer {
            Ok(answer) => answer,
            Err(refusal) => return Err(clearer(refusal, written)),
        };
        let real = metadata.workspace_root.canonicalize_utf8().ok();
        if real != self.root.canonicalize_utf8().ok() {
            let message = format!(
                "it takes `{}` for the workspace root, not `{}`",
                metadata.workspace_root, self.root
            );
            return Err(Error::Metadata { message });
        }
        let written = written.ok();
        let resolver = written
            .as_ref()
            .map_or_else(Default::default, |it| it.resolver);
        let asked = Asked {
            selection: &self.options.features,
            resolver,
            machine: self.machine,
        };
        let mut description = cargo::describe(&metadata, written.as_ref(), asked);
        if let Some(known) = known {
            let resolved = self.describe(&watched, &known)?;
            description.take_resolved(resolved);
        }
        if description.members.is_empty() {
            return Err(manifest::empty(&watched)?);
        }
        // Where cargo builds elsewhere than we think, we do not know what its answer depends on.
        let is_there = metadata.target_directory == self.built;
        if let (Some(cache), Some(_), true) = (cache, written, is_there) {
            cache.store(watched, &metadata, &description, &json, self.begun);
        }
        Ok((description, Json::Text(json)))
    }

    /// What cargo says, which it is asked of the members alone where the rest follows from the lock file.
    fn ask_cargo(&self) -> Result<(String, Metadata), Error> {
        let Some(lock) = self.lock.filter(|_| self.may_be_completed()) else {
            return cargo::metadata(self.root, self.arguments);
        };
        let mut arguments = self.arguments.to_vec();
        arguments.push(cargo::MEMBERS_ONLY.to_owned());
        let (_, members) = cargo::metadata(self.root, &arguments)?;
        let whole = cargo::complete(members, lock, self.options.features.all);
        let Some((json, whole)) = whole.and_then(|it| Some((serde_json::to_string(&it).ok()?, it)))
        else {
            return cargo::metadata(self.root, self.arguments);
        };
        Ok((json, whole))
    }

    fn may_be_completed(&self) -> bool {
        let manifest = self.tree.read("Cargo.toml").ok();
        let manifest = manifest
            .as_ref()
            .and_then(|it| str::from_utf8(&it.bytes).ok());
        !self.is_for_members() && cargo::may_tell(self.root, manifest, self.options)
    }

    /// What the manifests alone say.
    fn describe(
        &self,
        watched: &Watched<'_>,
        known: &KnownLibraries,
    ) -> Result<Description, Error> {
        let build = Build {
            selection: &self.options.features,
            machine: self.machine,
            roots: None,
        };
        manifest::describe(watched, &build, known)
    }

    /// Whether cargo is asked for the members only, and not for what they depend on.
    fn is_for_members(&self) -> bool {
        self.arguments.iter().any(|it| it == cargo::MEMBERS_ONLY)
    }
}

/// Of cargo's refusal and our own, the one that knows the place better.
fn clearer(refusal: Error, written: Result<Description, Error>) -> Error {
    match written {
        Err(located @ Error::Manifest(_)) => located,
        _ => refusal,
    }
}
