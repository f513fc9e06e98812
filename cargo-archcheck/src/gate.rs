//! The gate: from a session to what the rules find.

use govern_diagnostics::{NotRun, Opaque, OpaquePlace, RuleInfo, Span};
use govern_gate::{Command, Error, Gate, GateOutcome, Session, run_rules};
use govern_names::{Names, Origin, Unresolved, UnresolvedReason};
use govern_workspace::{DependencyKind, Workspace};

use crate::{
    assembly::{Assembly, kind_of},
    config::SECTION,
    graph,
    rules::RULES,
    why,
};

/// The gate `archcheck`.
#[derive(Debug)]
pub struct Archcheck;

impl Gate for Archcheck {
    fn name(&self) -> &'static str {
        SECTION
    }

    fn summary(&self) -> &'static str {
        "checks a workspace against its declared architecture"
    }

    fn rules(&self) -> Vec<RuleInfo> {
        RULES.iter().map(|rule| rule.info).collect()
    }

    fn commands(&self) -> &'static [Command] {
        &[graph::COMMAND, why::COMMAND]
    }

    fn config_schema(&self) -> Option<&'static str> {
        Some(include_str!("schema.json"))
    }

    fn check(&self, session: &Session) -> Result<GateOutcome, Error> {
        let (assembly, mistakes) = Assembly::load(session)?;
        let architecture = &assembly.architecture;
        let mut outcome = GateOutcome::new(run_rules(RULES, architecture));
        outcome.diagnostics = mistakes;
        for (selector, matches) in &assembly.selectors {
            outcome.selector(selector.span, selector.kind(), &selector.text, *matches);
        }
        outcome.opaque = opaque(
            session.workspace(),
            session.names(),
            architecture.policy.tests,
        );
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

/// What could not be resolved in code that counts: what it uses is not known.
fn opaque(workspace: &Workspace, names: &Names, tests: bool) -> Vec<Opaque> {
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
    let mut opaque: Vec<Opaque> = Vec::new();
    for (reason, what) in kinds {
        let unresolved = names
            .unresolved()
            .iter()
            .filter(|unresolved| unresolved.reason == reason);
        let mut places: Vec<OpaquePlace> = unresolved
            .filter_map(|unresolved| opaque_place(workspace, names, tests, unresolved))
            .collect();
        places.dedup_by_key(|place| place.span);
        if !places.is_empty() {
            opaque.push(Opaque {
                gate: SECTION,
                what: what.to_owned(),
                count: places.len(),
                places,
            });
        }
    }
    opaque
}

/// Where an unresolved name stands; none in code that does not count.
fn opaque_place(
    workspace: &Workspace,
    names: &Names,
    tests: bool,
    unresolved: &Unresolved,
) -> Option<OpaquePlace> {
    let instance = names.instance(unresolved.instance);
    let facts = workspace.facts(instance.file)?;
    let (extent, segments, scope) = match unresolved.origin {
        Origin::Import(row) => {
            let import = &facts.imports[row as usize];
            (import.extent, import.segments, import.scope)
        }
        Origin::Path(path) => {
            let path = facts.path(path);
            (path.extent, path.segments, path.scope)
        }
    };
    let kind = match kind_of(names.krate(instance.krate).kind) {
        DependencyKind::Normal if names.is_test(facts, instance.file, scope) => {
            DependencyKind::Development
        }
        kind => kind,
    };
    let counts = kind == DependencyKind::Normal || (tests && kind == DependencyKind::Development);
    let text = facts.segments(segments).collect::<Vec<_>>().join("::");
    counts.then(|| OpaquePlace {
        span: Span::new(instance.file, extent.range()),
        text: format!("`{text}`"),
    })
}
