//! One run: a workspace, its configuration, and what the user asked for.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt, io,
    ops::Range,
    sync::{
        Arc, Mutex, MutexGuard, OnceLock, PoisonError,
        mpsc::{self, Receiver, Sender},
    },
    time::{Duration, Instant},
};

use bitcode::{DecodeOwned, Encode};
use govern_diagnostics::{Diagnostic, FileId, Format, Report, Sources, Span, Tool, render};
use govern_names::Names;
use govern_workspace::{LoadOptions, Workspace};
use serde::de::DeserializeOwned;

use crate::{
    Args, Date, Error, Options, config,
    document::Document,
    link::{collect, link_tree, link_tree_kept},
    version::{Origin, Version},
};

/// Why paths are not followed that lead out of a workspace that is not trusted.
pub const OUTSIDE: &str = "it is outside of the workspace, which `--untrusted` does not leave";
/// As many of such paths are named.
const REFUSED_SHOWN: usize = 10;

/// One run: a workspace, its configuration, and what the user asked for. Gates share what is expensive in it.
pub struct Session {
    pub(crate) workspace: Arc<Workspace>,
    /// With the time that linking took.
    tree: Arc<OnceLock<(Names, Duration)>>,
    /// The time that finding out what all paths mean took, once it is known.
    collected: Arc<OnceLock<Duration>>,
    /// Who is told when the tree is linked.
    waiting: Arc<Mutex<Vec<Sender<()>>>>,
    /// Old versions of the workspace.
    pub(crate) published: Arc<Mutex<BTreeMap<Origin, Version>>>,
    /// Those that a subcommand loaded.
    shown: Arc<Mutex<Vec<Arc<Workspace>>>>,
    /// What can be said if the configuration cannot even be read.
    pub(crate) config: Result<Document, Vec<Diagnostic>>,
    pub(crate) options: Options,
    /// Whether gates look at all files, although those that are staged are all that is reported.
    looks_at_all: bool,
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session")
            .field("workspace", &self.workspace.root())
            .finish_non_exhaustive()
    }
}

impl Session {
    /// A run over a workspace. A configuration that cannot be read is reported by the run.
    pub fn new(workspace: Workspace, options: Options) -> Session {
        // Where these are is the user's word, not that of a workspace that may not be trusted.
        for named in [&options.config, &options.baseline].into_iter().flatten() {
            workspace.allow(named);
        }
        let config = config::read(&workspace, options.config.as_deref());
        let config = config.map_err(|error| error.diagnostics(&mut Sources::default()));
        Session {
            workspace: Arc::new(workspace),
            tree: Arc::default(),
            collected: Arc::default(),
            waiting: Arc::default(),
            published: Arc::default(),
            shown: Arc::default(),
            config,
            options,
            looks_at_all: false,
        }
    }

    /// The same run with other arguments: for a subcommand that is part of another one. What was loaded and linked is shared.
    pub fn with_args(&self, args: Args) -> Session {
        Session {
            workspace: self.workspace.clone(),
            tree: self.tree.clone(),
            collected: self.collected.clone(),
            waiting: self.waiting.clone(),
            published: self.published.clone(),
            shown: self.shown.clone(),
            config: self.config.clone(),
            options: Options {
                args,
                ..self.options.clone()
            },
            looks_at_all: self.looks_at_all,
        }
    }

    /// What lies behind paths that lead out of a workspace that is not trusted, in words; none if there are no such paths.
    pub fn refused(&self) -> Option<String> {
        let refused = self.workspace.refused();
        let shown: Vec<String> = refused
            .iter()
            .take(REFUSED_SHOWN)
            .map(|path| format!("`{path}`"))
            .collect();
        let more = match refused.len().saturating_sub(REFUSED_SHOWN) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        (!refused.is_empty()).then(|| format!("what is behind {}{more}", shown.join(", ")))
    }

    /// The same run over a workspace that was loaded afresh: for what has been written since this one was.
    pub fn over(&self, workspace: Workspace) -> Session {
        Session::new(workspace, self.options.clone())
    }

    /// Where the baseline is, relative to the workspace root.
    pub fn baseline_path(&self) -> &str {
        let named = self.options.baseline.as_deref();
        named.unwrap_or(crate::baseline::BASELINE_FILE)
    }

    /// The workspace.
    pub fn workspace(&self) -> &Workspace {
        &self.workspace
    }

    /// The module tree and what all names mean; linked when first asked for, once for all gates.
    pub fn names(&self) -> &Names {
        let names = self.tree();
        self.collected.get_or_init(|| {
            let start = Instant::now();
            collect(&self.workspace, names);
            start.elapsed()
        });
        names
    }

    /// The same for who asks what single paths mean, and not for [all references](Names::references): that is half of the work.
    pub fn tree(&self) -> &Names {
        let (names, _) = self.tree.get_or_init(|| {
            let start = Instant::now();
            // Of all files most facts are asked for anyway, so that it would be little that is saved.
            let names = match self.staged() {
                Some(_) => link_tree_kept(&self.workspace),
                None => link_tree(&self.workspace),
            };
            let took = start.elapsed();
            // Whoever asks now has it in a moment; who does not wait any more has found another way.
            for waiting in self.forget_waiting() {
                let _ = waiting.send(());
            }
            (names, took)
        });
        names
    }

    /// Tells when somebody has linked the tree, and hangs up if nobody does before [`Self::forget_waiting`].
    pub(crate) fn linked(&self) -> Receiver<()> {
        let (tell, told) = mpsc::channel();
        match self.tree.get() {
            Some(_) => drop(tell.send(())),
            None => self.waiting_now().push(tell),
        }
        told
    }

    /// Nobody is told any more.
    pub(crate) fn forget_waiting(&self) -> Vec<Sender<()>> {
        std::mem::take(&mut *self.waiting_now())
    }

    fn waiting_now(&self) -> MutexGuard<'_, Vec<Sender<()>>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What follows from the linked workspace and the files that it was made of, whatever the bodies of functions in them say,
    /// in which nothing is declared: it may have been found out in another run. `what` tells it from all else that does, with
    /// all that it depends on besides.
    pub fn followed<T: Encode + DecodeOwned>(&self, what: &str, find: impl FnOnce() -> T) -> T {
        self.tree();
        if let Some(bytes) = self.workspace.followed(what)
            && let Ok(known) = bitcode::decode(&bytes)
        {
            return known;
        }
        let found = find();
        self.workspace
            .keep_followed(what, || bitcode::encode(&found));
        found
    }

    /// How long linking the names took, if somebody needed them.
    pub(crate) fn link_time(&self) -> Option<Duration> {
        let (_, tree) = self.tree.get()?;
        Some(*tree + self.collected.get().copied().unwrap_or_default())
    }

    /// How workspaces are loaded.
    pub fn load_options(&self) -> &LoadOptions {
        &self.options.load
    }

    /// Takes a workspace that a subcommand loaded, so that what is found in it can be shown.
    pub fn showing(&self, workspace: Workspace) -> Arc<Workspace> {
        let workspace = Arc::new(workspace);
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        shown.push(workspace.clone());
        workspace
    }

    /// Writes findings that are the result of a subcommand as those of a check are shown to people. `extra` are sources that
    /// no workspace has.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub fn show(
        &self,
        diagnostics: Vec<Diagnostic>,
        extra: Sources,
        out: &mut dyn io::Write,
    ) -> io::Result<()> {
        if diagnostics.is_empty() {
            return Ok(());
        }
        let mut report = Report {
            tool: self.options.tool.clone(),
            diagnostics,
            ..Report::default()
        };
        let mut sources = self.sources(&report);
        sources.extend(extra);
        report.sort(|file| sources.path(file).unwrap_or_default());
        render(Format::Human, &report, &sources, &self.options.render, out)
    }

    /// A section of `govern.toml`; the default, if it has none of this name.
    pub fn config<T: DeserializeOwned + Default>(&self, section: &str) -> Result<T, Error> {
        let config = self
            .config
            .as_ref()
            .map_err(|mistakes| Error::Diagnosed(mistakes.clone()))?;
        Ok(config.read_section(section)?)
    }

    /// `govern.toml`, if there is one.
    pub fn config_file(&self) -> Option<FileId> {
        self.config.as_ref().ok()?.file()
    }

    /// The place in `govern.toml` of what a [`Spanned`](crate::Spanned) value spans.
    pub fn config_span(&self, range: Range<usize>) -> Option<Span> {
        self.config.as_ref().ok()?.span(range)
    }

    /// The arguments of gates.
    pub fn args(&self) -> &Args {
        &self.options.args
    }

    /// The day by which waivers expire.
    pub fn today(&self) -> Date {
        self.options.today
    }

    /// The files that are staged, if nothing else is to be reported.
    pub(crate) fn staged(&self) -> Option<&BTreeSet<String>> {
        self.options.staged.as_deref()
    }

    /// The files of which a gate has to know what it finds there: it need not look for findings in others. None if it is to
    /// find whatever there is.
    pub fn looked_at(&self) -> Option<&BTreeSet<String>> {
        self.staged().filter(|_| !self.looks_at_all)
    }

    /// The same run, whose gates look at all files, whatever is to be reported.
    pub(crate) fn looking_at_all(&self) -> Session {
        Session {
            looks_at_all: true,
            ..self.with_args(self.options.args.clone())
        }
    }

    /// Whether the command line changes nothing of what is found: neither levels, nor what is compared, nor the configuration.
    pub fn is_as_configured(&self) -> bool {
        let Options {
            tool: _,
            config,
            baseline,
            since,
            levels,
            only,
            fail_on,
            args: _,
            today: _,
            load: _,
            render: _,
            staged,
        } = &self.options;
        config.is_none()
            && baseline.is_none()
            && since.is_none()
            && levels.is_empty()
            && only.is_none()
            && fail_on.is_none()
            && staged.is_none()
    }

    /// What the user asked for.
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// The program that runs.
    pub fn tool(&self) -> &Tool {
        &self.options.tool
    }

    /// All that a gate is told besides the workspace; none if the configuration cannot be read.
    pub(crate) fn key(&self, gate: &str) -> Option<Vec<u8>> {
        let config = self.config.as_ref().ok()?;
        let file = config.file().map(|file| self.workspace.path(file));
        let Options {
            tool,
            config: _,
            baseline: _,
            since: _,
            levels: _,
            only: _,
            fail_on: _,
            args,
            today,
            load: _,
            render: _,
            staged,
        } = &self.options;
        let staged = staged.as_ref().filter(|_| !self.looks_at_all);
        let told = (gate, tool, args, today, file, config.text(), staged);
        Some(format!("{told:?}").into_bytes())
    }

    /// The sources that a report points into.
    pub fn sources(&self, report: &Report) -> Sources {
        self.sources_for(report.files())
    }

    /// The sources of files, of this workspace and of the old versions that were asked for.
    pub fn sources_for(&self, files: impl IntoIterator<Item = FileId>) -> Sources {
        let files: Vec<FileId> = files.into_iter().collect();
        let mut sources = Sources::default();
        // First, for a session over nothing counts its files as any other does.
        for workspace in &*self.shown.lock().unwrap_or_else(PoisonError::into_inner) {
            sources.extend(workspace.sources_for(files.iter().copied()));
        }
        sources.extend(self.workspace.sources_for(files.iter().copied()));
        for version in self
            .published
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .values()
        {
            sources.extend(version.workspace.sources_for(files.iter().copied()));
        }
        sources
    }
}
