//! What a run will do, read from the configuration and the arguments before anything runs.

use std::collections::BTreeMap;

use govern_diagnostics::{Diagnostic, Level, NotRun, Sources};
use serde::Deserialize;
use toml::Spanned;

use crate::{
    Catalogue, FailOn, Gate, Session,
    baseline::Baseline,
    config,
    document::Document,
    levels::Levels,
    suggest,
    waiver::{self, Waivers},
};

/// The section `[govern]`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
struct GovernSection {
    /// What fails a run.
    fail_on: Option<FailOnName>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum FailOnName {
    Error,
    Warning,
    Never,
}

/// What a run will do.
pub(crate) struct Plan<'g> {
    pub(crate) catalogue: Catalogue,
    pub(crate) levels: Levels,
    /// Those of `govern.toml`.
    pub(crate) waivers: Waivers,
    pub(crate) baseline: Baseline,
    pub(crate) fail_on: FailOn,
    /// The gates that run.
    pub(crate) gates: Vec<&'g dyn Gate>,
    /// Those that do not, and why.
    pub(crate) not_run: Vec<NotRun>,
}

/// Whether the baseline is read: not for the run that writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum UseBaseline {
    Yes,
    No,
}

impl<'g> Plan<'g> {
    /// Reads everything, and tells all mistakes at once.
    pub(crate) fn new(
        gates: &[&'g dyn Gate],
        session: &Session,
        use_baseline: UseBaseline,
    ) -> Result<Plan<'g>, Vec<Diagnostic>> {
        let config = session.config.as_ref().map_err(Clone::clone)?;
        let catalogue = Catalogue::new(gates);
        let names: Vec<&'static str> = gates.iter().map(|gate| gate.name()).collect();
        let mut mistakes = config::mistakes(config, &names);
        let denied = gates.iter().flat_map(|gate| {
            let given = gate
                .args()
                .iter()
                .filter(|arg| session.options.args.flag(arg.name));
            given.filter_map(|arg| Some((Level::Deny, format!("{}::{}", gate.name(), arg.denies?))))
        });
        // What is said of a rule by name counts more.
        let arguments: Vec<(Level, String)> = denied
            .chain(session.options.levels.iter().cloned())
            .collect();
        let (levels, wrong) = Levels::read(&catalogue, config, &arguments);
        mistakes.extend(wrong);
        let section: GovernSection = config.read_section("govern").unwrap_or_else(|mistake| {
            mistakes.push(*mistake);
            GovernSection::default()
        });
        let (gates, not_run) = selected(gates, session, config, &mut mistakes);
        let baseline = match use_baseline {
            UseBaseline::No => Ok(Baseline::default()),
            UseBaseline::Yes => {
                Baseline::read(session.workspace(), session.options.baseline.as_deref())
            }
        };
        let baseline = baseline.unwrap_or_else(|error| {
            mistakes.extend(error.diagnostics(&mut Sources::default()));
            Baseline::default()
        });
        if !mistakes.is_empty() {
            return Err(mistakes);
        }
        let fail_on = section.fail_on.map(|name| match name {
            FailOnName::Error => FailOn::Error,
            FailOnName::Warning => FailOn::Warning,
            FailOnName::Never => FailOn::Never,
        });
        Ok(Plan {
            waivers: waiver::from_config(config, &catalogue),
            catalogue,
            levels,
            baseline,
            fail_on: session.options.fail_on.or(fail_on).unwrap_or_default(),
            gates,
            not_run,
        })
    }
}

/// The gates that are to run: those that were asked for, or else those that `[gates]` does not switch off.
fn selected<'g>(
    gates: &[&'g dyn Gate],
    session: &Session,
    config: &Document,
    mistakes: &mut Vec<Diagnostic>,
) -> (Vec<&'g dyn Gate>, Vec<NotRun>) {
    let switches: BTreeMap<Spanned<String>, bool> =
        config.read_section("gates").unwrap_or_else(|mistake| {
            mistakes.push(*mistake);
            BTreeMap::new()
        });
    let names: Vec<&str> = gates.iter().map(|gate| gate.name()).collect();
    for name in switches.keys() {
        if !names.contains(&name.get_ref().as_str())
            && !config::SUITE.contains(&name.get_ref().as_str())
        {
            let mut mistake =
                Diagnostic::config(format!("unknown gate `{}` in `[gates]`", name.get_ref()))
                    .at(config.span(name.span()));
            mistake
                .help
                .extend(suggest::help_for(name.get_ref(), &names));
            mistakes.push(mistake);
        }
    }
    if let Some(only) = &session.options.only {
        let gates = gates
            .iter()
            .filter(|gate| gate.name() == only)
            .copied()
            .collect();
        return (gates, Vec::new());
    }
    // A program of one gate was asked for this one.
    if gates.len() == 1 {
        return (gates.to_vec(), Vec::new());
    }
    let is_off = |gate: &&dyn Gate| {
        switches
            .iter()
            .any(|(name, on)| name.get_ref() == gate.name() && !on)
    };
    let (off, on): (Vec<_>, Vec<_>) = gates.iter().copied().partition(is_off);
    let not_run = |gate: &&dyn Gate, why: String| NotRun {
        what: gate.name().to_owned(),
        why,
        failed: false,
    };
    let is_off = format!("`[gates]` of `{}` switches it off", config::CONFIG_FILE);
    let off = off.iter().map(|gate| not_run(gate, is_off.clone()));
    if session.staged().is_none() {
        return (on, off.collect());
    }
    let (of_files, others): (Vec<_>, Vec<_>) = on.into_iter().partition(|gate| gate.is_of_files());
    let why = "what it finds depends on more than the files that are staged";
    let others = others.iter().map(|gate| not_run(gate, why.to_owned()));
    (of_files, off.chain(others).collect())
}
