//! The gate: from a session to what the rules find.

use govern_diagnostics::{NotRun, RuleInfo, Span};
use govern_gate::{ArgSpec, Canaries, Command, Error, Gate, GateOutcome, Session, run_rules};

use crate::{
    canaries,
    commands::{extraction, graph, init, metrics, why, why_not},
    config::SECTION,
    configurations::{self, Differences, View},
    model::{
        architecture::Architecture,
        assembly::Assembly,
        guest,
        opaque::{opaque, unknown_bodies, unseen_uses},
        unset::Unset,
    },
    policy::{
        Doubles,
        project::{CustomRule, Interface, Placement},
    },
    rules::{RULES, join_idle},
};

/// What is not known is an error.
const STRICT: ArgSpec = ArgSpec::flag(
    "strict-resolution",
    "fail on names that could not be resolved (rule `unresolved_name`)",
)
.denying("unresolved_name");

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

    fn args(&self) -> &'static [ArgSpec] {
        &[STRICT]
    }

    fn commands(&self) -> &'static [Command] {
        &[
            graph::COMMAND,
            why::COMMAND,
            why_not::COMMAND,
            metrics::COMMAND,
            extraction::COMMAND,
            init::COMMAND,
        ]
    }

    fn config_schema(&self) -> Option<&'static str> {
        Some(include_str!("schema.json"))
    }

    fn check(&self, session: &Session) -> Result<GateOutcome, Error> {
        let (assembly, mistakes) = Assembly::load(session)?;
        let architecture = &assembly.architecture;
        let mut outcome = GateOutcome::new(run_rules(RULES, architecture));
        outcome.diagnostics = mistakes;
        let features = configurations::mistakes(session.workspace(), &architecture.policy);
        outcome.diagnostics.extend(features);
        outcome.opaque = opaque(architecture);
        outcome.opaque.extend(unknown_bodies(architecture));
        outcome.opaque.extend(unseen_uses(architecture));
        if let Some(guests) = &architecture.policy.guests {
            for selector in &guests.crates {
                let members = guest::members(session.workspace(), selector).count();
                outcome.selector(selector.span, selector.kind(), &selector.text, members);
            }
        }
        if let Some(doubles) = &architecture.policy.doubles {
            let modules = doubles.modules.iter().map(|name| (name, "module"));
            let items = doubles.items.iter().map(|name| (name, "item"));
            for (name, kind) in modules.chain(items).filter(|it| it.0.span.is_some()) {
                let alone = Doubles {
                    modules: (kind == "module")
                        .then(|| name.clone())
                        .into_iter()
                        .collect(),
                    items: (kind == "item").then(|| name.clone()).into_iter().collect(),
                };
                let modules = architecture.modules.iter().map(|module| &module.path);
                let types = architecture.declarations.types.iter().map(|one| &one.path);
                let paths = modules.chain(types);
                let matches = paths.filter(|path| alone.named(path).is_some()).count();
                outcome.selector(name.span, kind, &name.text, matches);
            }
        }
        for selector in &architecture.policy.libraries {
            let members = architecture.packages.iter().filter(|package| {
                package.member && selector.selects_package(&package.name, &package.library)
            });
            outcome.selector(
                selector.span,
                selector.kind(),
                &selector.text,
                members.count(),
            );
        }
        let mut selected = selected(&assembly);
        outcome.not_run = not_asked(architecture);
        // A configuration is a model of its own: the first is not kept beside it.
        let policy = assembly.into_policy();
        let mut differences = Differences::default();
        let mut unset = Unset::new(session.workspace(), session.names());
        for configuration in &policy.configurations {
            match View::open(session, configuration, &policy) {
                Ok(view) => {
                    differences.add(session, configuration, &view, &mut outcome);
                    unset = unset.and(&view.unset);
                    for (known, there) in selected.iter_mut().zip(self::selected(&view.assembly)) {
                        known.matches = known.matches.max(there.matches);
                    }
                }
                Err(Error::Diagnosed(mistakes)) => outcome.diagnostics.extend(mistakes),
                Err(error) => return Err(error),
            }
        }
        differences.finish(&mut outcome);
        join_idle(&policy, &mut outcome.rules);
        outcome.not_run.splice(0..0, unset.not_run());
        for it in selected {
            outcome.selector(it.span, it.kind, &it.text, it.matches);
        }
        Ok(outcome)
    }

    fn canaries(&self, session: &Session) -> Result<Canaries, Error> {
        let (assembly, _) = Assembly::load(session)?;
        Ok(canaries::canaries(
            session.workspace(),
            &assembly.architecture,
        ))
    }
}

/// What rules cannot know where cargo was not asked.
fn not_asked(architecture: &Architecture) -> Vec<NotRun> {
    let not_run = |what: &str| NotRun {
        what: what.to_owned(),
        why: "cargo was not asked what external packages depend on".to_owned(),
        failed: false,
    };
    let mut list = Vec::new();
    if architecture.guests.iter().any(|guest| !guest.resolved) {
        list.push(not_run("`native_code_in_guest` beyond the direct dependencies of members, and features of external packages"));
    }
    let mut forbidden = architecture.policy.forbidden.iter();
    if !architecture.resolved && forbidden.any(|forbidden| forbidden.transitive) {
        list.push(not_run(
            "`transitive` beyond the direct dependencies of members",
        ));
    }
    list
}

/// How much a selector of the configuration selects.
struct Selected {
    span: Option<Span>,
    kind: &'static str,
    text: String,
    matches: usize,
}

/// How much all selectors of the configuration select, in their order.
fn selected(assembly: &Assembly) -> Vec<Selected> {
    let architecture = &assembly.architecture;
    let policy = &architecture.policy;
    let layers = assembly
        .selectors
        .iter()
        .map(|(selector, matches)| Selected {
            span: selector.span,
            kind: selector.kind(),
            text: selector.text.clone(),
            matches: *matches,
        });
    let areas = policy
        .rules
        .iter()
        .flat_map(CustomRule::areas)
        .chain(policy.interfaces.iter().flat_map(Interface::areas))
        .chain(policy.required.iter().map(|it| (&it.of, false)))
        .chain(policy.placements.iter().flat_map(Placement::areas))
        .chain(policy.thinness.iter().map(|it| (&it.of, false)));
    let parts = areas.flat_map(|(area, names)| area.counts(architecture, names));
    let parts = parts.map(|(part, matches)| Selected {
        span: part.span,
        kind: part.what.kind(),
        text: part.text.clone(),
        matches,
    });
    let placements = policy.placements.iter().map(|placement| Selected {
        span: placement.span,
        kind: "item",
        text: placement.first().to_owned(),
        matches: placement.items(architecture).len(),
    });
    layers.chain(parts).chain(placements).collect()
}
