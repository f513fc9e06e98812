//! The gate: from a session to what became of the contracts.

use std::collections::BTreeMap;

use govern_diagnostics::{Diagnostic, NotRun, RuleInfo};
use govern_gate::{
    ArgSpec, Canaries, Command, Error, Gate, GateOutcome, Session, Spanned, run_rules,
};

use crate::canaries::{Ground, Version, canaries};
use crate::changes::Purpose;
use crate::cli::CommandLines;
use crate::collect::Side;
use crate::commands::COMMANDS;
use crate::compat::Format;
use crate::config::{Config, NAME, SCHEMA, TypeConfig, matches};
use crate::contracts::{Contracts, compare};
use crate::declared_mistakes;
use crate::declared_wires::is_elsewhere;
use crate::diff::named_formats;
use crate::direction::Direction;
use crate::echoes::told_once;
use crate::errors::Errors;
use crate::files::{self, Checked};
use crate::lifecycle::{Declared, Lifecycle, ROLLBACK};
use crate::published::{Published, missing};
use crate::rules::RULES;
use crate::rust_api::{RUN_TOOLS, RustApis};
use crate::switched_off::switched_off;
use crate::told::Told;
use crate::traffic::Traffic;
use crate::wires::Wires;

/// The gate `contract`.
#[derive(Debug)]
pub struct Contract;

impl Gate for Contract {
    fn name(&self) -> &'static str {
        NAME
    }

    fn summary(&self) -> &'static str {
        "checks wire types against what was published"
    }

    fn rules(&self) -> Vec<RuleInfo> {
        RULES.iter().map(|rule| rule.info).collect()
    }

    fn args(&self) -> &'static [ArgSpec] {
        const ARGS: &[ArgSpec] = &[
            ArgSpec::option(
                "against",
                "REV",
                "the git revision that was published: a branch, a tag, a commit",
            ),
            ArgSpec::option(
                "against-directory",
                "DIR",
                "a copy of what was published, from the workspace root",
            ),
            ArgSpec::flag(
                ROLLBACK,
                "ask also whether the version before understands what this one writes",
            ),
            ArgSpec::flag(
                RUN_TOOLS,
                "run also tools that contracts ask for on request only; they build the project",
            ),
        ];
        ARGS
    }

    fn commands(&self) -> &'static [Command] {
        COMMANDS
    }

    fn config_schema(&self) -> Option<&'static str> {
        Some(SCHEMA)
    }

    fn canaries(&self, session: &Session) -> Result<Canaries, Error> {
        let config: Config = session.config(NAME)?;
        let policy = Policy::new(session, &config)?;
        let published = Published::chosen(session, &config)?;
        let (declared, _) = Declared::read(session, &config)?;
        let side = Side {
            workspace: session.workspace(),
            names: session.names(),
        };
        let types = side.types();
        let wires = Wires::new(&side);
        let lifecycle = Lifecycle::new(session, declared.clone(), &wires, &types)?;
        let purposes = lifecycle.purposes();
        let purpose = |path: &str| policy.purpose_among(&purposes, path);
        let old = published.as_ref().map(|it| it.load(session)).transpose()?;
        let old_names = old.as_ref().map(|(old, _)| session.names_of(old));
        let old_side = old.as_ref().zip(old_names.as_ref());
        let old_side = old_side.map(|((workspace, _), names)| Side { workspace, names });
        let old_types = old_side.as_ref().map(Side::types).unwrap_or_default();
        canaries(&Ground {
            session,
            config: &config,
            now: (&side, &types),
            published: old_side
                .as_ref()
                .zip(old.as_ref())
                .map(|(side, (_, name))| Version {
                    side,
                    types: &old_types,
                    name,
                    copies: published.as_ref().and_then(Published::directory),
                }),
            declared: &declared,
            lifecycle: &lifecycle,
            purpose: &purpose,
        })
    }

    fn check(&self, session: &Session) -> Result<GateOutcome, Error> {
        let config: Config = session.config(NAME)?;
        let policy = Policy::new(session, &config)?;
        files::validate(session, &config.files)?;
        let (declared, mistakes) = Declared::read(session, &config)?;
        let published = Published::chosen(session, &config)?;
        if published.is_none() && declared.is_empty() {
            let checked = files::check(session, &config.files, None, None)?;
            let nats = config.nats.as_ref();
            let (traffic, told) = Traffic::read(session, nats, &declared.manifest, None)?;
            let (errors, wrong) = Errors::read(session, &config, None)?;
            let lines = &declared.manifest.command_lines;
            let accepted = &declared.accepted.lines;
            let command_lines = CommandLines::read(session, lines, accepted, None);
            let rust_apis = RustApis::read(session, &declared.manifest.rust_apis, None);
            let contracts = Contracts {
                traffic,
                errors,
                command_lines,
                rust_apis,
                ..Contracts::default()
            };
            let mut outcome = nothing_to_compare_with(session, checked, contracts);
            outcome.diagnostics.extend(mistakes);
            tell_of(&mut outcome, told);
            tell_of(&mut outcome, wrong);
            return Ok(outcome);
        }
        let side = Side {
            workspace: session.workspace(),
            names: session.names(),
        };
        let types = side.types();
        let wires = Wires::new(&side);
        let mut mistakes = mistakes;
        mistakes.extend(declared_mistakes::mistakes(
            session, &config, &wires, &types,
        ));
        let manifest = declared.manifest.clone();
        let accepted_lines = declared.accepted.lines.clone();
        let lifecycle = Lifecycle::new(session, declared, &wires, &types)?;
        let nats = config.nats.as_ref();
        let mut traffic = None;
        let mut command_lines = None;
        let mut published_types = Vec::new();
        let mut old_version = None;
        let (mut compared, mut changes) = lifecycle.compared();
        let rollback = session.args().flag(ROLLBACK);
        let purposes = lifecycle.purposes();
        if let Some(published) = &published {
            let (old, name) = published.load(session)?;
            let old_names = session.names_of(&old);
            let old_side = Side {
                workspace: &old,
                names: &old_names,
            };
            let old_types = old_side.types();
            let (count, found) =
                compare((&old_side, &old_types), (&wires, &types), &name, &|path| {
                    let purpose = policy.purpose_among(&purposes, path)?;
                    let asked = rollback && purpose.direction.is_written();
                    Some(Purpose {
                        forward: purpose.forward || asked,
                        ..purpose
                    })
                });
            compared += count;
            changes.extend(found);
            published_types = old_types;
            let past = Some((&old_side, name.as_str()));
            traffic = Some(Traffic::read(session, nats, &manifest, past)?);
            let lines = &manifest.command_lines;
            command_lines = Some(CommandLines::read(
                session,
                lines,
                &accepted_lines,
                Some(&old_side),
            ));
            old_version = Some((old.clone(), name));
        }
        let copies = published.as_ref().and_then(Published::directory);
        let old_files = old_version.as_ref().map(|(old, _)| &**old);
        let mut checked = files::check(session, &config.files, old_files, copies)?;
        let apis = &manifest.rust_apis;
        let rust_apis = match (&published, old_files) {
            (Some(published), Some(old)) => {
                RustApis::read(session, apis, Some((old, published.baseline())))
            }
            _ => RustApis::read(session, apis, None),
        };
        let past = old_version
            .as_ref()
            .map(|(old, name)| (&**old, name.as_str()));
        let (errors, wrong) = Errors::read(session, &config, past)?;
        let unread = past.and_then(|(old, _)| missing(session, old));
        if let Some((_, name)) = old_version {
            checked.contracts.published = name;
        }
        let (traffic, told) = match traffic {
            Some(traffic) => traffic,
            None => Traffic::read(session, nats, &manifest, None)?,
        };
        let command_lines = command_lines.unwrap_or_else(|| {
            CommandLines::read(session, &manifest.command_lines, &accepted_lines, None)
        });
        let contracts = Contracts {
            files: std::mem::take(&mut checked.contracts),
            compared,
            idle: Some(match published {
                Some(_) => {
                    "the published version has no types of serde, with the features that are on"
                        .to_owned()
                }
                None => "no version of a contract is accepted".to_owned(),
            }),
            findings: told_once(changes),
            lifecycle,
            errors,
            command_lines,
            rust_apis,
            traffic,
        };
        let mut outcome = GateOutcome::new(run_rules(RULES, &contracts));
        outcome.diagnostics = mistakes;
        outcome.opaque.extend(unread);
        if published.is_some() {
            outcome
                .opaque
                .extend(switched_off(session, &config, &side, &types)?);
        }
        outcome.opaque.extend(contracts.traffic.opaque());
        outcome.opaque.extend(contracts.lifecycle.unjudged());
        outcome.opaque.extend(contracts.lifecycle.unshown());
        outcome.opaque.extend(contracts.errors.opaque());
        outcome.opaque.extend(contracts.command_lines.opaque());
        tell_of_apis(&mut outcome, contracts.rust_apis);
        tell(&mut outcome, checked);
        tell_of(&mut outcome, told);
        tell_of(&mut outcome, wrong);
        if published.is_some() {
            // What is declared of other crates is about no type of this one.
            let here = config.types.iter().filter(|(pattern, said)| {
                let declares = said.wire.is_some() || said.schema.is_some();
                !(declares && is_elsewhere(&side, pattern.get_ref()))
            });
            for pattern in here.map(|(pattern, _)| pattern).chain(&config.exclude) {
                let matching = published_types
                    .iter()
                    .filter(|found| matches(pattern.get_ref(), &found.path));
                outcome.selector(
                    session.config_span(pattern.span()),
                    "published type",
                    pattern.get_ref(),
                    matching.count(),
                );
            }
        }
        Ok(outcome)
    }
}

/// Says what is wrong with files, and which globs match nothing.
fn tell(outcome: &mut GateOutcome, checked: Checked) {
    outcome.diagnostics.extend(checked.invalid);
    for (span, selector, count) in checked.globs {
        outcome.selector(span, "contract file", &selector, count);
    }
}

/// Says what is wrong with what is said elsewhere, and what of it matches nothing.
fn tell_of(outcome: &mut GateOutcome, told: Told) {
    outcome.diagnostics.extend(told.mistakes);
    for (span, kind, selector, count) in told.selectors {
        outcome.selector(span, kind, &selector, count);
    }
}

/// Says what could not be known about libraries.
fn tell_of_apis(outcome: &mut GateOutcome, apis: RustApis) {
    outcome.opaque.extend(apis.opaque());
    outcome.not_run.extend(apis.not_run);
    outcome.diagnostics.extend(apis.mistakes);
}

/// A gate of its own that has nothing to compare with did not do its job; one of several was not asked to.
fn nothing_to_compare_with(
    session: &Session,
    mut checked: Checked,
    mut contracts: Contracts,
) -> GateOutcome {
    contracts.files = std::mem::take(&mut checked.contracts);
    let mut outcomes = run_rules(RULES, &contracts);
    for outcome in outcomes.iter_mut().filter(|it| it.checked == 0) {
        let idle = || "there is nothing to compare with".to_owned();
        outcome.idle.get_or_insert_with(idle);
    }
    let mut outcome = GateOutcome::new(outcomes);
    outcome.opaque.extend(contracts.traffic.opaque());
    outcome.opaque.extend(contracts.errors.opaque());
    outcome.opaque.extend(contracts.command_lines.opaque());
    tell_of_apis(&mut outcome, contracts.rust_apis);
    tell(&mut outcome, checked);
    outcome.not_run.push(NotRun {
        what: "the comparison of wire types".to_owned(),
        why: "no published version is named: give `--against REV`, or `against` in `[contract]` of govern.toml"
            .to_owned(),
        failed: session.tool().command == "cargo contract" && !contracts.traffic.is_on
            && contracts.errors.is_empty() && contracts.command_lines.is_empty(),
    });
    outcome
}

/// What types are for.
struct Policy<'c> {
    config: &'c Config,
    format: &'static [Format],
    types: Vec<(&'c str, &'c TypeConfig, Option<&'static [Format]>)>,
}

impl<'c> Policy<'c> {
    fn new(session: &Session, config: &'c Config) -> Result<Policy<'c>, Error> {
        let mut mistakes = Vec::new();
        let mut formats = |written: &Spanned<String>| match named_formats(written.get_ref()) {
            Ok((_, formats)) => Some(formats),
            Err(message) => {
                let diagnostic = Diagnostic::config(message);
                mistakes.push(match session.config_span(written.span()) {
                    Some(span) => diagnostic.at(span),
                    None => diagnostic,
                });
                None
            }
        };
        let format = config
            .format
            .as_ref()
            .and_then(&mut formats)
            .unwrap_or(&[Format::Json]);
        let types = config
            .types
            .iter()
            .map(|(pattern, what)| {
                (
                    pattern.get_ref().as_str(),
                    what,
                    what.format.as_ref().and_then(&mut formats),
                )
            })
            .collect();
        if mistakes.is_empty() {
            Ok(Policy {
                config,
                format,
                types,
            })
        } else {
            Err(Error::Diagnosed(mistakes))
        }
    }

    /// What a type is for: what contracts declare, or else the configuration.
    fn purpose_among(
        &self,
        declared: &BTreeMap<&str, Option<Purpose>>,
        path: &str,
    ) -> Option<Purpose> {
        match declared.get(path) {
            Some(declared) => *declared,
            None => self.purpose(path),
        }
    }

    /// What a type is for; of several patterns that match, the longest decides.
    fn purpose(&self, path: &str) -> Option<Purpose> {
        if self
            .config
            .exclude
            .iter()
            .any(|pattern| matches(pattern.get_ref(), path))
        {
            return None;
        }
        let fitting = self
            .types
            .iter()
            .filter(|(pattern, ..)| matches(pattern, path))
            // One that only says what it is like on the wire decides nothing here.
            .filter(|(_, what, _)| what.direction.is_some() || what.format.is_some());
        let (direction, formats) = match fitting.max_by_key(|(pattern, ..)| pattern.len()) {
            Some((_, what, formats)) => (what.direction, *formats),
            None => (None, None),
        };
        let is_declared = direction.is_some();
        let direction = direction.unwrap_or(Direction::Both);
        Some(Purpose {
            direction,
            backward: direction.reads_old(),
            forward: direction.is_read_by_old(),
            formats: formats.unwrap_or(self.format),
            is_declared,
        })
    }
}
