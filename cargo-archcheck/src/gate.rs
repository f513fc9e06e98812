//! The gate: from a session to what the rules find.

use govern_diagnostics::{Diagnostic, NotRun, Opaque, OpaquePlace, RuleInfo, Span};
use govern_gate::{Command, Error, Gate, GateOutcome, Session, run_rules};
use govern_names::{Names, Origin, UnresolvedReason};
use govern_workspace::Workspace;

use crate::{
    assembly::{Assembly, assemble},
    config::Config,
    graph,
    policy::Policy,
    rules::RULES,
};

/// The name of the gate, and of its section in `govern.toml`.
pub(crate) const NAME: &str = "archcheck";

/// The gate `archcheck`.
#[derive(Debug)]
pub struct Archcheck;

impl Gate for Archcheck {
    fn name(&self) -> &'static str {
        NAME
    }

    fn summary(&self) -> &'static str {
        "checks a workspace against its declared architecture"
    }

    fn rules(&self) -> Vec<RuleInfo> {
        RULES.iter().map(|rule| rule.info).collect()
    }

    fn commands(&self) -> &'static [Command] {
        &[graph::COMMAND]
    }

    fn check(&self, session: &Session) -> Result<GateOutcome, Error> {
        let (assembly, mistakes) = load(session)?;
        let architecture = &assembly.architecture;
        let mut outcome = GateOutcome::new(run_rules(RULES, architecture));
        outcome.diagnostics = mistakes;
        for (selector, matches) in &assembly.selectors {
            outcome.selector(selector.span, selector.kind(), &selector.text, *matches);
        }
        outcome.opaque = opaque(session.workspace(), session.names());
        if !architecture.resolved
            && architecture
                .policy
                .forbidden
                .iter()
                .any(|forbidden| forbidden.transitive)
        {
            outcome.not_run.push(NotRun {
                what: "`transitive` beyond the direct dependencies of members".to_owned(),
                why: "cargo was not asked what external packages depend on".to_owned(),
                failed: false,
            });
        }
        Ok(outcome)
    }
}

/// The model of a session, and the mistakes in the configuration.
pub(crate) fn load(session: &Session) -> Result<(Assembly, Vec<Diagnostic>), Error> {
    let config: Config = session.config(NAME)?;
    let (policy, mut mistakes) = Policy::new(&config, &|range| session.config_span(range));
    let assembly = assemble(session.workspace(), session.names(), policy);
    mistakes.extend(assembly.mistakes.iter().cloned());
    Ok((assembly, mistakes))
}

/// What could not be resolved: where it stands, nothing is known of what it uses.
fn opaque(workspace: &Workspace, names: &Names) -> Vec<Opaque> {
    let kinds = [
        (
            UnresolvedReason::NotFound,
            "names without a known definition",
        ),
        (
            UnresolvedReason::MacroGenerated,
            "names that only a macro can have defined",
        ),
        (
            UnresolvedReason::MacroArgument,
            "paths in arguments of macros that lead nowhere known",
        ),
    ];
    let mut opaque = Vec::new();
    for (reason, what) in kinds {
        let mut places = Vec::new();
        for unresolved in names
            .unresolved()
            .iter()
            .filter(|unresolved| unresolved.reason == reason)
        {
            let file = names.instance(unresolved.instance).file;
            let Some(facts) = workspace.facts(file) else {
                continue;
            };
            let (extent, segments) = match unresolved.origin {
                Origin::Import(row) => {
                    let import = &facts.imports[row as usize];
                    (import.extent, import.segments)
                }
                Origin::Path(path) => {
                    let path = facts.path(path);
                    (path.extent, path.segments)
                }
            };
            let text = facts.segments(segments).collect::<Vec<_>>().join("::");
            places.push(OpaquePlace {
                span: Span::new(file, extent.range()),
                text: format!("`{text}`"),
            });
        }
        places.dedup_by(|a, b| a.span == b.span);
        if !places.is_empty() {
            opaque.push(Opaque {
                gate: NAME,
                what: what.to_owned(),
                count: places.len(),
                places,
            });
        }
    }
    opaque
}
