//! The contracts and types that a command is asked for.

use govern_diagnostics::{Diagnostic, Span};
use govern_gate::{Error, Session, did_you_mean};

use crate::collect::{Found, Side};
use crate::compat::Format;
use crate::config::{Config, NAME};
use crate::direction::Direction;
use crate::lifecycle::{Declared, Lifecycle};
use crate::manifest::{Id, MANIFEST};
use crate::wire::Wire;
use crate::wires::Wires;

/// A contract or a type, with its model in JSON.
pub(crate) struct Asked {
    /// `orders.placed@1`, or the path of the type.
    pub(crate) title: String,
    /// Of which contract it is the type.
    pub(crate) id: Option<Id>,
    pub(crate) direction: Direction,
    pub(crate) wire: Wire,
    /// Where the name of the type stands.
    pub(crate) span: Option<Span>,
}

/// What is asked for, in JSON: contracts of a name (`orders.placed`, `orders.placed@1`), or else a type by its path or the end
/// of it; without a name all contracts that are written as JSON. How many others there are stands beside.
pub(crate) fn asked(session: &Session, name: Option<&str>) -> Result<(Vec<Asked>, usize), Error> {
    let config: Config = session.config(NAME)?;
    let (declared, mut mistakes) = Declared::read(session, &config)?;
    // What is not read in full has another form than it will have.
    let problems = session.workspace().problems().iter();
    mistakes.extend(problems.map(govern_workspace::Problem::diagnostic));
    if !mistakes.is_empty() {
        return Err(Error::Diagnosed(mistakes));
    }
    let side = Side {
        workspace: session.workspace(),
        names: session.names(),
    };
    let (wires, types) = (Wires::new(&side), side.types());
    let has_contracts = !declared.manifest.contracts.is_empty();
    let lifecycle = match has_contracts {
        true => Lifecycle::new(session, declared, &wires, &types)?,
        false => Lifecycle::default(),
    };
    let fits = |id: &Id| name.is_none_or(|name| id.name == name || id.to_string() == name);
    let mut found = Vec::new();
    let mut others = Vec::new();
    for state in lifecycle.present().filter(|it| fits(&it.contract.id)) {
        let contract = &state.contract;
        let Some(payload) = &state.payload else {
            return Err(state.no_type().into());
        };
        if contract.format.1 != [Format::Json] {
            others.push((&contract.id, contract.format.0));
            continue;
        }
        found.push(Asked {
            title: contract.id.to_string(),
            id: Some(contract.id.clone()),
            direction: contract.direction,
            wire: payload.wire.clone(),
            span: payload.span,
        });
    }
    match (name, others.first()) {
        (Some(_), Some((id, format))) if found.is_empty() => Err(Diagnostic::config(format!(
            "`{id}` is written as {format}, and only documents in JSON can be described or kept as such"
        ))
        .into()),
        (Some(name), None) if found.is_empty() => {
            let ids = lifecycle.present().map(|it| it.contract.id.to_string());
            of_type(&wires, &types, name, ids.collect()).map(|asked| (vec![asked], 0))
        }
        (None, None) if found.is_empty() => Err(Diagnostic::config("no contract is declared")
            .help(format!(
                "name a type, or declare contracts in {MANIFEST} or under `[contract]` of govern.toml"
            ))
            .into()),
        _ => Ok((found, others.len())),
    }
}

/// A type by its path or by the end of it.
fn of_type(
    wires: &Wires<'_, '_>,
    types: &[Found],
    name: &str,
    ids: Vec<String>,
) -> Result<Asked, Error> {
    let is_end = |found: &&Found| {
        let before = found.path.strip_suffix(name);
        before.is_some_and(|before| before.is_empty() || before.ends_with("::"))
    };
    let exact = types.iter().find(|found| found.path == name);
    let named: Vec<&Found> = match exact {
        Some(found) => vec![found],
        None => types.iter().filter(is_end).collect(),
    };
    let (wire, path, span) = match named.as_slice() {
        [only] => (
            wires.of(only, Format::Json),
            only.path.clone(),
            Some(only.span),
        ),
        // With arguments, or by a re-export.
        [] => match wires.named(name, Format::Json) {
            Some(wire) => (wire, name.to_owned(), None),
            None => {
                let mistake = Diagnostic::config(format!("there is no contract or type `{name}`"));
                let known = types.iter().map(|found| found.path.as_str());
                let short = types.iter().map(|found| found.name.as_str());
                let ids = ids.iter().map(String::as_str);
                return Err(match did_you_mean(name, ids.chain(known).chain(short)) {
                    Some(meant) => mistake.help(format!("did you mean `{meant}`?")),
                    None => {
                        mistake.help("types are those of the workspace that derive serde's traits")
                    }
                }
                .into());
            }
        },
        several => {
            let paths: Vec<String> = several.iter().map(|it| format!("`{}`", it.path)).collect();
            return Err(
                Diagnostic::config(format!("several types are called `{name}`"))
                    .help(format!("say which one: {}", paths.join(", ")))
                    .into(),
            );
        }
    };
    Ok(Asked {
        title: path,
        id: None,
        direction: Direction::Both,
        wire,
        span,
    })
}
