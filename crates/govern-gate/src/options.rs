//! What the user asked for.

use std::{collections::BTreeSet, sync::Arc};

use govern_diagnostics::{Level, RenderOptions, Severity, Tool};
use govern_workspace::LoadOptions;

use crate::{Args, Date};

/// What the user asked for, as far as it concerns the checks.
#[derive(Debug, Clone)]
pub struct Options {
    /// The program that runs.
    pub tool: Tool,
    /// The configuration, relative to the workspace root; `govern.toml`, if there is one.
    pub config: Option<String>,
    /// The baseline, relative to the workspace root; `govern-baseline.toml`, if there is one.
    pub baseline: Option<String>,
    /// The git revision since which findings are new, if only those are asked for.
    pub since: Option<String>,
    /// Levels of rules, by name or by gate and name, in the order given: the last one counts.
    pub levels: Vec<(Level, String)>,
    /// The one gate to run, of several.
    pub only: Option<String>,
    /// What fails the run; what the configuration says, if this is not given.
    pub fail_on: Option<FailOn>,
    /// Arguments of gates.
    pub args: Args,
    /// The day by which waivers expire.
    pub today: Date,
    /// How workspaces are loaded, for subcommands that look for them themselves.
    pub load: LoadOptions,
    /// How findings are shown that are the result of a subcommand.
    pub render: RenderOptions,
    /// The files that are staged, if the workspace is what is staged, and nothing else is to be reported.
    pub staged: Option<Arc<BTreeSet<String>>>,
}

/// What fails a run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum FailOn {
    /// Errors.
    #[default]
    Error,
    /// Warnings, and errors.
    Warning,
    /// No finding does.
    Never,
}

impl FailOn {
    /// All of them.
    pub const ALL: [FailOn; 3] = [FailOn::Error, FailOn::Warning, FailOn::Never];

    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            FailOn::Error => "error",
            FailOn::Warning => "warning",
            FailOn::Never => "never",
        }
    }

    /// The lightest severity that fails the run.
    pub fn severity(self) -> Option<Severity> {
        match self {
            FailOn::Error => Some(Severity::Error),
            FailOn::Warning => Some(Severity::Warning),
            FailOn::Never => None,
        }
    }
}

impl Options {
    /// Nothing special, on this day.
    pub fn new(today: Date) -> Options {
        Options {
            tool: Tool::default(),
            config: None,
            baseline: None,
            since: None,
            levels: Vec::new(),
            only: None,
            fail_on: None,
            args: Args::default(),
            today,
            load: LoadOptions::default(),
            render: RenderOptions::default(),
            staged: None,
        }
    }
}
