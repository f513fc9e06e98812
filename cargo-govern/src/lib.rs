//! Forbidden patterns, and every gate over one workspace.

mod agents;
pub mod area;
mod canary;
pub mod config;
mod counted;
mod doctor;
mod fix;
pub mod globs;
mod hooks;
mod init;
mod layers;
pub mod patterns;
pub mod policy;
pub mod repository;
pub mod role;
pub mod route;
mod rules;
mod search;
pub mod selftest;
pub mod settings;
mod survey;
#[cfg(test)]
mod testing;
mod weakened;
mod words;

use std::sync::{Mutex, MutexGuard, PoisonError};

use govern_diagnostics::{Opaque, OpaquePlace, Span};
use govern_gate::{
    Ahead, Canaries, Command, Error, Gate, GateOutcome, ReportCommand, RuleInfo, Session, run_rules,
};

use area::Place;
use config::Config;
use patterns::{Module, Patterns, Site};
use settings::Settings;

/// The name of the gate.
pub const NAME: &str = "patterns";

/// The gate.
pub static GATE: PatternsGate = PatternsGate;

/// How many files that no target reaches are listed; all of them are counted.
const ORPHANS: usize = 100;

/// Every gate of the suite, in the order in which they speak.
pub static GATES: [&dyn Gate; 6] = [
    &cargo_archcheck::GATE,
    &cargo_contract::GATE,
    &cargo_ac::GATE,
    &GATE,
    &repository::GATE,
    &policy::GATE,
];

/// The subcommands of `cargo govern` itself.
pub static COMMANDS: [&Command; 18] = [
    &agents::STATUS,
    &agents::NEXT,
    &agents::BRIEF,
    &agents::BUNDLE,
    &agents::GRAPH,
    &agents::IMPACT,
    &doctor::DOCTOR,
    &init::INIT,
    &canary::CANARY,
    &fix::FIX,
    &survey::FACTS,
    &hooks::HOOKS,
    &search::PATTERN,
    &weakened::WEAKENED,
    &route::NEEDS,
    &route::ROUTE,
    &route::BOUNDARY,
    &selftest::VERIFY,
];

/// Those of them that are shown like a check.
pub static REPORTS: [&ReportCommand; 1] = [&selftest::SELFTEST];

/// The sections of `govern.toml` that belong to subcommands, with their schemas.
pub static SECTIONS: [(&str, &str); 3] = [
    (route::config::BOUNDARY, route::config::BOUNDARY_SCHEMA),
    (route::config::ROUTE, route::config::ROUTE_SCHEMA),
    (selftest::config::NAME, selftest::config::SCHEMA),
];

/// Forbidden patterns.
#[derive(Debug)]
pub struct PatternsGate;

impl Gate for PatternsGate {
    fn name(&self) -> &'static str {
        NAME
    }

    fn summary(&self) -> &'static str {
        "finds patterns that must not be in the code"
    }

    fn rules(&self) -> Vec<RuleInfo> {
        rules::RULES.iter().map(|rule| rule.info).collect()
    }

    fn is_of_files(&self) -> bool {
        true
    }

    fn config_schema(&self) -> Option<&'static str> {
        Some(config::SCHEMA)
    }

    fn canaries(&self, session: &Session) -> Result<Canaries, Error> {
        Ok(patterns::canaries(session.workspace(), &model(session)?))
    }

    fn ahead<'s>(&'s self, session: &'s Session) -> Option<Box<dyn Ahead + 's>> {
        // Of what is staged there is little to look at, and layers are found by what others find out, too.
        let may_be = session.looked_at().is_none() && !layers::are_named(&settings(session).ok()?);
        may_be.then(|| Box::new(Check::new(session)) as Box<dyn Ahead>)
    }

    fn check(&self, session: &Session) -> Result<GateOutcome, Error> {
        Check::new(session).check()
    }
}

/// One check.
struct Check<'s> {
    session: &'s Session,
    /// The model, once it is made, until it is taken.
    model: Mutex<Option<Result<Patterns, Error>>>,
}

impl<'s> Check<'s> {
    fn new(session: &'s Session) -> Check<'s> {
        Check {
            session,
            model: Mutex::default(),
        }
    }

    fn model(&self) -> MutexGuard<'_, Option<Result<Patterns, Error>>> {
        self.model.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Ahead for Check<'_> {
    fn needs_tree(&self) -> bool {
        true
    }

    fn work(&self) {
        let model = model(self.session);
        *self.model() = Some(model);
    }

    fn check(&self) -> Result<GateOutcome, Error> {
        let session = self.session;
        let made = self.model().take();
        let patterns = made.unwrap_or_else(|| model(session))?;
        let mut outcome = GateOutcome::new(run_rules(&rules::RULES, &patterns));
        outcome.opaque = opaque(&patterns);
        outcome.opaque.extend(orphans(session, &patterns)?);
        selectors(session, &patterns, &mut outcome);
        Ok(outcome)
    }
}

fn settings(session: &Session) -> Result<Settings, Error> {
    let config: Config = session.config(NAME)?;
    Settings::new(&config, &|range| session.config_span(range)).map_err(Error::Diagnosed)
}

fn model(session: &Session) -> Result<Patterns, Error> {
    let settings = settings(session)?;
    let layers = layers::layers(session, &settings)?;
    Ok(Patterns::of_session(session, &layers, settings)?)
}

/// What the rules could not know.
fn opaque(patterns: &Patterns) -> Vec<Opaque> {
    let macros = patterns
        .found
        .unknown_macros
        .iter()
        .filter(|call| {
            let reach = &patterns.settings.debug_macro.reach;
            patterns.is_in(reach, &call.site)
        })
        .map(|call| place(&call.site, format!("`{}!`", call.written)))
        .collect();
    let methods = rules::unknown_methods(patterns)
        .map(|panic| place(&panic.site, format!("`{}`", panic.method.name())))
        .collect();
    let told = |what: &str, places: Vec<OpaquePlace>| Opaque {
        gate: NAME,
        what: what.to_owned(),
        count: places.len(),
        places,
    };
    let all = [
        told(
            "macro calls whose definition is not known, by names of forbidden ones",
            macros,
        ),
        told(
            "calls that may be of methods of the workspace's own",
            methods,
        ),
    ];
    all.into_iter().filter(|opaque| opaque.count > 0).collect()
}

/// Rust files that no target reaches by `mod`: nobody looks at them.
fn orphans(session: &Session, patterns: &Patterns) -> Result<Option<Opaque>, Error> {
    let workspace = session.workspace();
    let mut paths = match session.looked_at() {
        Some(files) => workspace.orphans_among(files.iter().map(String::as_str)),
        None => workspace.orphans()?,
    };
    paths.retain(|path| !patterns.settings.excludes(path));
    if paths.is_empty() {
        return Ok(None);
    }
    let mut places = Vec::new();
    for path in paths.iter().take(ORPHANS) {
        if let Ok((file, _)) = workspace.read(path) {
            places.push(OpaquePlace {
                span: Span::start_of(file),
                text: "it is part of no target, or `include!`d".to_owned(),
            });
        }
    }
    Ok(Some(Opaque {
        gate: NAME,
        what: "Rust files that no target reaches".to_owned(),
        count: paths.len(),
        places,
    }))
}

fn place(site: &Site, text: String) -> OpaquePlace {
    OpaquePlace {
        span: site.span,
        text,
    }
}

/// Says of every selector how much it selects.
fn selectors(session: &Session, patterns: &Patterns, outcome: &mut GateOutcome) {
    let workspace = session.workspace();
    for selector in &patterns.settings.exclude {
        let files = workspace.files().iter();
        let matches = files
            .filter(|&&file| selector.matches(workspace.path(file)))
            .count();
        outcome.selector(selector.span, "file", &selector.text, matches);
    }
    let places: Vec<Place<'_>> = patterns.modules.iter().map(Module::place).collect();
    for (rule, &files) in patterns.settings.rules.iter().zip(&patterns.custom_files) {
        outcome.selector(rule.span, "code that it may look at", &rule.name, files);
    }
    for reach in patterns.settings.reaches() {
        for (selector, kind, matches) in reach.selectors(&places) {
            outcome.selector(selector.span, kind, &selector.text, matches);
        }
    }
}
