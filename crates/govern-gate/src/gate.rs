//! A gate: one subcommand's checks as a unit.

use govern_diagnostics::{Diagnostic, NotRun, Opaque, RuleInfo, Span};

use crate::{ArgSpec, Canaries, Command, Error, Finding, RuleOutcome, Session};

/// One subcommand's checks as a unit.
pub trait Gate: Sync {
    /// Its name: the cargo subcommand, the section of `govern.toml`, the first half of its rules' codes.
    fn name(&self) -> &'static str;

    /// What it checks, in one line: lower-case first letter, no final period.
    fn summary(&self) -> &'static str;

    /// Its rules, sorted by name.
    fn rules(&self) -> Vec<RuleInfo>;

    /// Arguments of its check.
    fn args(&self) -> &'static [ArgSpec] {
        &[]
    }

    /// Subcommands besides those that every gate has.
    fn commands(&self) -> &'static [Command] {
        &[]
    }

    /// Whether it asks for the graph of all packages, which costs more than all else that cargo is asked.
    fn needs_graph(&self) -> bool {
        true
    }

    /// Whether what it finds in a file concerns that file: then it can look at some files only, as those that are staged.
    fn is_of_files(&self) -> bool {
        false
    }

    /// The JSON Schema of its section of `govern.toml`: an object schema, as text.
    fn config_schema(&self) -> Option<&'static str> {
        None
    }

    /// Defects that its rules would find in this workspace, with this configuration, if they were in it.
    fn canaries(&self, _session: &Session) -> Result<Canaries, Error> {
        Ok(Canaries::default())
    }

    /// The same check, if the greater part of it can be done beside the gates that speak before.
    fn ahead<'s>(&'s self, _session: &'s Session) -> Option<Box<dyn Ahead + 's>> {
        None
    }

    /// Makes the model and runs the rules.
    fn check(&self, session: &Session) -> Result<GateOutcome, Error>;
}

/// The check of a gate, of which the greater part asks nothing that other gates find out: it is done while those have work for
/// one core only.
///
/// What that part asks of the workspace counts for this gate alone, so it keeps to what nobody remembers for all:
/// [`listing`](govern_workspace::Workspace::listing), [`read_at_most`](govern_workspace::Workspace::read_at_most) and the texts of
/// files that were loaded.
pub trait Ahead: Sync {
    /// Whether it asks for the [tree](Session::tree): then it begins when another gate has linked it.
    fn needs_tree(&self) -> bool {
        false
    }

    /// Does the greater part, on a thread of its own.
    fn work(&self);

    /// It is the gate's turn, and somebody may still be at work: does what is left and can be shared.
    fn help(&self) {}

    /// Does the rest, all if there was no work, and says what was found. Nobody is at work any more.
    fn check(&self) -> Result<GateOutcome, Error>;
}

/// What came out of one gate.
#[derive(Debug, Clone, Default)]
pub struct GateOutcome {
    /// What came out of its rules.
    pub rules: Vec<RuleOutcome>,
    /// Mistakes in what the gate reads besides Rust source (configuration, ledgers, features): shown as they are.
    pub diagnostics: Vec<Diagnostic>,
    /// What it could not know.
    pub opaque: Vec<Opaque>,
    /// Parts of it that did not run.
    pub not_run: Vec<NotRun>,
    /// Comments of files other than Rust and `Cargo.toml` that it read: waivers may stand there.
    pub comments: Vec<Span>,
    pub(crate) selectors: Selectors,
}

/// How many selectors of the configuration were tried, and which match nothing.
#[derive(Debug, Clone, Default)]
pub(crate) struct Selectors {
    pub(crate) tried: usize,
    pub(crate) unmatched: Vec<Finding>,
}

impl GateOutcome {
    /// The outcome of rules.
    pub fn new(rules: Vec<RuleOutcome>) -> Self {
        GateOutcome {
            rules,
            ..GateOutcome::default()
        }
    }

    /// Says that a selector of the configuration (a glob, a name, a path) matched `matches` things. One that matches
    /// nothing is a finding of `selector_unmatched`, at `span`; `kind` says what it selects (`layer`, `feature file`).
    pub fn selector(
        &mut self,
        span: impl Into<Option<Span>>,
        kind: &str,
        selector: &str,
        matches: usize,
    ) {
        self.selectors.tried += 1;
        if matches > 0 {
            return;
        }
        self.selectors.unmatched.push(Finding {
            span: span.into(),
            key: format!("{kind} {selector}"),
            message: format!("`{selector}` matches no {kind}"),
            warns: false,
            label: Some("matches nothing".to_owned()),
            related: Vec::new(),
            notes: vec!["what is checked through it is not checked at all".to_owned()],
            help: vec!["correct it, or remove it".to_owned()],
            fix: None,
            concealed: Vec::new(),
        });
    }
}
