//! The life cycle of contracts: what is declared, what was accepted, what is there now, and who reads it.

pub(crate) mod changelog;
pub(crate) mod consumers;
pub(crate) mod fields;
pub(crate) mod items;
pub(crate) mod kinds;
pub(crate) mod lookup;
mod samples;
mod standing;
pub(crate) mod version;

use std::collections::BTreeMap;

use govern_diagnostics::{Diagnostic, OpaquePlace, Span};
use govern_gate::{Date, Error, Session};
use rayon::prelude::*;

use crate::accepted::{Accepted, Package};
use crate::changes::{Break, Purpose};
use crate::collect::{Found, Side};
use crate::config::{Config, NAME};
use crate::declared_mistakes::in_schemas;
use crate::manifest::{Contract, Id, MANIFEST, Manifest};
use crate::samples::{Rejection, Sample, read as read_samples};
use crate::wire::Wire;
use crate::wires::Wires;
use changelog::Changelog;
use consumers::Consumer;
use items::Items;

pub(crate) use standing::{Standing, before, compared};

/// The argument that asks whether the version before understands what this one writes.
pub(crate) const ROLLBACK: &str = "rollback";

/// Everything that is said about contracts, besides the source.
#[derive(Debug, Clone, Default)]
pub(crate) struct Declared {
    pub(crate) manifest: Manifest,
    pub(crate) accepted: Accepted,
    pub(crate) consumers: Vec<Consumer>,
    pub(crate) samples: Vec<Sample>,
}

/// The model of the rules about the life cycle.
#[derive(Debug, Default)]
pub(crate) struct Lifecycle {
    /// What is declared, and what is there of it; sorted by name and version.
    pub(crate) states: Vec<State>,
    pub(crate) declared: Declared,
    pub(crate) changelogs: Vec<Changelog>,
    /// What is wrong with samples, by their paths.
    pub(crate) rejections: BTreeMap<String, Vec<Rejection>>,
    /// Parts of samples that cannot be judged.
    doubts: Vec<OpaquePlace>,
    pub(crate) today: Option<Date>,
}

/// A declared contract as it is now.
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) contract: Contract,
    pub(crate) payload: Option<Payload>,
    pub(crate) standing: Standing,
    /// What the version before could not read of what this one writes; empty unless that is asked for.
    pub(crate) after_rollback: Vec<Break>,
    /// Whether there is what the manifest names as its handler.
    pub(crate) has_handler: bool,
    /// How a document of this version is made from one of the version before.
    pub(crate) migration: Migration,
    /// Types that are called alike, if there is no type of the path.
    pub(crate) similar: Option<String>,
}

/// The types of serde by their paths.
type Types<'t> = BTreeMap<&'t str, &'t Found>;

/// How documents of the version before come to be of this one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Migration {
    /// A function or an implementation of `From` or `TryFrom`.
    Found,
    /// The manifest names what is not there.
    Missing,
    /// There is none.
    None,
}

/// The type of a contract.
#[derive(Debug)]
pub(crate) struct Payload {
    /// As the manifest has it.
    pub(crate) path: String,
    pub(crate) wire: Wire,
    /// Where its name stands; none for what is made of several types.
    pub(crate) span: Option<Span>,
    /// For places inside it.
    pub(crate) found: Option<Found>,
    pub(crate) package: Package,
    /// Whether the package can be published to some registry.
    pub(crate) is_published: bool,
    pub(crate) package_span: Option<Span>,
}

impl Declared {
    /// Reads what is said, with all that is wrong with it.
    pub(crate) fn read(
        session: &Session,
        config: &Config,
    ) -> Result<(Declared, Vec<Diagnostic>), Error> {
        let (manifest, mut mistakes) =
            Manifest::read(session, &config.contract, config.default_format())?;
        mistakes.extend(in_schemas(session, config, &manifest.contracts));
        let (accepted, wrong) = Accepted::read(session.workspace())?;
        mistakes.extend(wrong);
        let (consumers, wrong) = consumers::read(session.workspace())?;
        mistakes.extend(wrong);
        let (samples, wrong) = read_samples(session.workspace())?;
        mistakes.extend(wrong);
        let declared = Declared {
            manifest,
            accepted,
            consumers,
            samples,
        };
        Ok((declared, mistakes))
    }

    /// Reads what is said, for subcommands: with nothing wrong.
    pub(crate) fn of_session(session: &Session) -> Result<Declared, Error> {
        let config: Config = session.config(NAME)?;
        let (declared, mut mistakes) = Declared::read(session, &config)?;
        // What is not read in full has another form than it will have.
        let problems = session.workspace().problems().iter();
        mistakes.extend(problems.map(govern_workspace::Problem::diagnostic));
        match mistakes.is_empty() {
            true => Ok(declared),
            false => Err(Error::Diagnosed(mistakes)),
        }
    }

    /// Whether nothing is said.
    pub(crate) fn is_empty(&self) -> bool {
        self.manifest.contracts.is_empty()
            && self.accepted.is_empty()
            && self.consumers.is_empty()
            && self.samples.is_empty()
    }
}

impl Lifecycle {
    /// The life cycle of all contracts of a session, for subcommands: with something declared and nothing wrong.
    pub(crate) fn of_session(session: &Session) -> Result<Lifecycle, Error> {
        let declared = Declared::of_session(session)?;
        if declared.manifest.contracts.is_empty() {
            return Err(nothing_declared());
        }
        Lifecycle::of_declared(session, declared)
    }

    /// The life cycle of what is declared.
    pub(crate) fn of_declared(session: &Session, declared: Declared) -> Result<Lifecycle, Error> {
        let side = Side {
            workspace: session.workspace(),
            names: session.names(),
        };
        let wires = Wires::new(&side);
        Lifecycle::new(session, declared, &wires, &side.types())
    }

    /// Looks at what is there of everything that is declared.
    pub(crate) fn new(
        session: &Session,
        declared: Declared,
        wires: &Wires<'_, '_>,
        types: &[Found],
    ) -> Result<Lifecycle, Error> {
        if declared.is_empty() {
            return Ok(Lifecycle::default());
        }
        let items = Items::new(wires.side);
        let types: Types<'_> = types.iter().map(|it| (it.path.as_str(), it)).collect();
        let rollback = session.args().flag(ROLLBACK);
        let mut states: Vec<State> = declared
            .manifest
            .contracts
            .par_iter()
            .map(|contract| state(contract, &declared, wires, &types, &items, rollback))
            .collect();
        let migrations: Vec<Migration> = states
            .iter()
            .map(|state| migration(state, &states, &declared, &items))
            .collect();
        for (state, migration) in states.iter_mut().zip(migrations) {
            state.migration = migration;
        }
        let changelogs = changelog::read(session.workspace(), &states)?;
        let mut lifecycle = Lifecycle {
            states,
            declared,
            changelogs,
            today: Some(session.today()),
            ..Lifecycle::default()
        };
        lifecycle.judge_samples();
        Ok(lifecycle)
    }

    /// How many contracts were compared with what was accepted of them, and what became of them.
    pub(crate) fn compared(&self) -> (usize, Vec<Break>) {
        let compared = self.states.iter().filter(|state| {
            !matches!(
                state.standing,
                Standing::Absent | Standing::New | Standing::Unknown
            )
        });
        let breaks = self
            .states
            .iter()
            .flat_map(|state| state.standing.breaks().iter().chain(&state.after_rollback));
        (compared.count(), breaks.cloned().collect())
    }

    /// What the types of contracts are for, by their paths; none if nobody has to understand anybody. A type of several
    /// contracts is for all of that.
    pub(crate) fn purposes(&self) -> BTreeMap<&str, Option<Purpose>> {
        let mut purposes: BTreeMap<&str, Option<Purpose>> = BTreeMap::new();
        for state in self.present() {
            let (contract, Some(payload)) = (&state.contract, &state.payload) else {
                continue;
            };
            let mode = contract.compatibility;
            let own = Purpose {
                direction: contract.direction,
                formats: contract.format.1,
                backward: mode.is_backward(),
                forward: mode.is_forward(),
                is_declared: true,
            };
            let own = (own.backward || own.forward).then_some(own);
            let known = purposes.entry(payload.path.as_str()).or_insert(own);
            *known = match (*known, own) {
                (Some(one), Some(other)) => Some(one.and(other)),
                (one, other) => one.or(other),
            };
        }
        purposes
    }

    /// Fails if the type of a contract is not there, for subcommands that tell of all of them.
    pub(crate) fn with_types(self) -> Result<Lifecycle, Error> {
        let missing = self.present().filter(|state| state.payload.is_none());
        let missing: Vec<Diagnostic> = missing.map(State::no_type).collect();
        match missing.is_empty() {
            true => Ok(self),
            false => Err(Error::Diagnosed(missing)),
        }
    }

    /// The state of a contract.
    pub(crate) fn state(&self, id: &Id) -> Option<&State> {
        self.states
            .binary_search_by(|state| state.contract.id.cmp(id))
            .ok()
            .map(|row| &self.states[row])
    }

    /// Those that are still there.
    pub(crate) fn present(&self) -> impl Iterator<Item = &State> {
        self.states
            .iter()
            .filter(|state| state.contract.removed.is_none())
    }

    /// Those of which nothing was accepted yet.
    pub(crate) fn new_versions(&self) -> impl Iterator<Item = &State> {
        self.present()
            .filter(|state| state.standing == Standing::New)
    }

    /// Whether a new version takes the place of this one.
    pub(crate) fn is_replaced(&self, id: &Id) -> bool {
        let accepted = &self.declared.accepted;
        let mut later = self.declared.manifest.later(id);
        later.any(|new| {
            new.removed.is_none()
                && accepted.last(&new.id).is_none()
                && accepted.before(&new.id) == Some(id)
        })
    }

    /// Whether there was a version before this one.
    pub(crate) fn has_earlier(&self, id: &Id) -> bool {
        self.declared.manifest.before(id).is_some() || self.declared.accepted.before(id).is_some()
    }

    /// The consumers of a contract, and where they say so.
    pub(crate) fn consumers_of<'l>(
        &'l self,
        id: &'l Id,
    ) -> impl Iterator<Item = (&'l str, Option<Span>)> {
        self.declared.consumers.iter().flat_map(move |consumer| {
            let reads = consumer
                .reads
                .iter()
                .filter(move |reads| reads.contract == *id);
            reads.map(|reads| (consumer.name.as_str(), reads.span))
        })
    }
}

impl State {
    /// That the type is not there.
    pub(crate) fn no_type(&self) -> Diagnostic {
        let path = self.contract.payload.as_ref();
        let named = path.map(|path| path.text.as_str()).unwrap_or_default();
        let message = format!("`{}`: there is no type `{named}`", self.contract.id);
        let mistake = Diagnostic::config(message).at(path.and_then(|path| path.span));
        match &self.similar {
            Some(meant) => mistake.help(format!("did you mean `{meant}`?")),
            None => mistake,
        }
    }
}

/// That there is nothing to do for a subcommand.
pub(crate) fn nothing_declared() -> Error {
    Diagnostic::config("no contract is declared")
        .help(format!(
            "declare it in {MANIFEST}, or under `[contract]` of govern.toml"
        ))
        .into()
}

fn state(
    contract: &Contract,
    declared: &Declared,
    wires: &Wires<'_, '_>,
    types: &Types<'_>,
    items: &Items,
    rollback: bool,
) -> State {
    let payload = contract
        .payload
        .as_ref()
        .and_then(|path| payload(&path.text, contract, wires, types, items));
    let accepted = declared.accepted.of(&contract.id);
    let standing = match &payload {
        None => Standing::Absent,
        Some(_) if declared.accepted.is_incomplete(&contract.id) => Standing::Unknown,
        Some(payload) => standing::standing(contract, payload, accepted, wires.side),
    };
    let after_rollback = match &payload {
        Some(payload) if rollback => {
            standing::after_rollback(contract, payload, accepted, wires.side)
        }
        _ => Vec::new(),
    };
    let similar = contract.payload.as_ref().filter(|_| payload.is_none());
    State {
        similar: similar.and_then(|path| {
            govern_gate::did_you_mean(&path.text, items.type_paths()).map(str::to_owned)
        }),
        has_handler: contract
            .handler
            .as_ref()
            .is_none_or(|handler| items.has(&handler.text)),
        contract: contract.clone(),
        payload,
        standing,
        after_rollback,
        migration: Migration::None,
    }
}

fn payload(
    path: &str,
    contract: &Contract,
    wires: &Wires<'_, '_>,
    types: &Types<'_>,
    items: &Items,
) -> Option<Payload> {
    let format = *contract.format.1.first()?;
    let found = types.get(path).copied();
    let item = items.ty(path);
    let wire = match found {
        Some(found) => wires.of(found, format),
        None => wires.named(path, format)?,
    };
    let krate = path.split("::").next().unwrap_or_default();
    let workspace = wires.side.workspace;
    let package = found
        .map(|found| found.package.as_str())
        .or(item.map(|item| item.package.as_str()))
        .and_then(|name| workspace.package_named(name))
        .or_else(|| {
            workspace.packages().iter().find(|package| {
                package
                    .targets
                    .iter()
                    .any(|target| target.crate_name == krate)
            })
        });
    Some(Payload {
        path: path.to_owned(),
        wire,
        span: found.map(|found| found.span).or(item.map(|item| item.span)),
        found: found.cloned(),
        package: Package {
            name: package.map(|it| it.name.clone()).unwrap_or_default(),
            version: package.map(|it| it.version.clone()).unwrap_or_default(),
        },
        is_published: package.is_some_and(|package| package.published),
        package_span: package.and_then(|package| package.name_span),
    })
}

fn migration(state: &State, states: &[State], declared: &Declared, items: &Items) -> Migration {
    if let Some(path) = &state.contract.migration {
        return match items.has(&path.text) {
            true => Migration::Found,
            false => Migration::Missing,
        };
    }
    let before = declared.manifest.before(&state.contract.id);
    let before = before.and_then(|before| {
        let row = states.binary_search_by(|it| it.contract.id.cmp(&before.id));
        Some(&states[row.ok()?])
    });
    let item = |state: &State| {
        let payload = state.payload.as_ref()?;
        Some(items.ty(&payload.path)?.def)
    };
    match before.and_then(|before| Some((item(before)?, item(state)?))) {
        Some((from, into)) if items.converts(from, into) => Migration::Found,
        _ => Migration::None,
    }
}
