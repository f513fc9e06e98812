//! Declarations of `[contract.types."…"]` that mean nothing: `wire` and `schema`.

use std::collections::BTreeMap;

use govern_diagnostics::{Diagnostic, Span};
use govern_gate::{Session, did_you_mean};

use crate::collect::Found;
use crate::compat::Format;
use crate::config::{Config, matches};
use crate::declared_wires::is_elsewhere;
use crate::files::schema;
use crate::known::external_type;
use crate::manifest::{Contract, Located};
use crate::wires::Wires;

/// Declarations that mean nothing.
pub(crate) fn mistakes(
    session: &Session,
    config: &Config,
    wires: &Wires<'_, '_>,
    types: &[Found],
) -> Vec<Diagnostic> {
    let mut mistakes = Vec::new();
    for (pattern, said) in &config.types {
        let (key, declared) = match (&said.wire, &said.schema) {
            (Some(_), Some(schema)) => {
                let at = session.config_span(schema.span());
                let mistake = Diagnostic::config("`wire` and `schema` both say what the type is");
                mistakes.push(mistake.at(at).help("keep the one that says more"));
                continue;
            }
            (Some(wire), None) => ("wire", wire),
            (None, Some(schema)) => ("schema", schema),
            (None, None) => continue,
        };
        let fitting = || {
            types
                .iter()
                .filter(|it| matches(pattern.get_ref(), &it.path))
        };
        let at = session.config_span(declared.span());
        if is_elsewhere(wires.side, pattern.get_ref()) {
            mistakes.extend(of_elsewhere(
                wires,
                pattern.get_ref(),
                declared.get_ref(),
                key,
                at,
            ));
            continue;
        }
        if fitting().next().is_none() && !pattern.get_ref().contains('*') {
            let message = format!("there is no type `{}`", pattern.get_ref());
            let at = session.config_span(pattern.span());
            let mistake = Diagnostic::config(message).at(at);
            let known = types.iter().map(|it| it.path.as_str());
            mistakes.push(match did_you_mean(pattern.get_ref(), known) {
                Some(meant) => mistake.help(format!("did you mean `{meant}`?")),
                None => mistake,
            });
            continue;
        }
        let by_hand: Vec<&Found> = fitting().filter(|it| wires.is_by_hand(it.def)).collect();
        if let (Some(first), true) = (fitting().next(), by_hand.is_empty()) {
            let message = format!(
                "`{}` derives what it is on the wire, so `{key}` says nothing about it",
                first.path
            );
            mistakes.push(
                Diagnostic::config(message)
                    .at(at)
                    .help("it is for types that implement `Serialize` or `Deserialize` by hand"),
            );
        }
        let means_nothing =
            |it: &&&Found| key == "wire" && !wires.knows(it.def, declared.get_ref());
        if let Some(found) = by_hand.iter().find(means_nothing) {
            let message = format!(
                "there is no type `{}`, seen from the crate of `{}`",
                declared.get_ref(),
                found.path
            );
            mistakes.push(Diagnostic::config(message).at(at).help(
                "it is a type as Rust writes it: `String`, `Vec<u8>`, `orders_wire::MoneyText`",
            ));
        }
    }
    mistakes
}

/// What is wrong with a declaration of a type of another crate.
fn of_elsewhere(
    wires: &Wires<'_, '_>,
    path: &str,
    declared: &str,
    key: &str,
    at: Option<Span>,
) -> Option<Diagnostic> {
    if external_type(path).is_some() {
        let message =
            format!("what `{path}` is on the wire is known, so `{key}` says nothing about it");
        return Some(Diagnostic::config(message).at(at));
    }
    (key == "wire" && !wires.knows_anywhere(declared)).then(|| {
        Diagnostic::config(format!("there is no type `{declared}`"))
            .at(at)
            .help("it is a type as Rust writes it: `String`, `Vec<u8>`, `orders_wire::MoneyText`")
    })
}

/// What is wrong with the schemas that types and contracts name.
pub(crate) fn in_schemas(
    session: &Session,
    config: &Config,
    contracts: &[Contract],
) -> Vec<Diagnostic> {
    let mut mistakes = Vec::new();
    let mut known: BTreeMap<&str, &Located> = BTreeMap::new();
    let of_types = config.types.values().filter_map(|it| it.schema.as_ref());
    let mut named: Vec<(Option<Span>, &str)> = of_types
        .map(|path| (session.config_span(path.span()), path.get_ref().as_str()))
        .collect();
    for contract in contracts {
        let (Some(schema), Some(payload)) = (&contract.schema, &contract.payload) else {
            continue;
        };
        named.push((schema.span, &schema.text));
        if contract.format.1 != [Format::Json] {
            let message = format!(
                "`{}` is written as {}, of which a JSON Schema says nothing",
                contract.id, contract.format.0
            );
            mistakes.push(Diagnostic::config(message).at(schema.span));
        }
        match known.get(payload.text.as_str()) {
            Some(first) if first.text != schema.text => {
                let message = format!("`{}` is declared by two schemas", payload.text);
                let mistake = Diagnostic::config(message)
                    .at(schema.span)
                    .label("and here");
                mistakes.push(match first.span {
                    Some(span) => mistake.related(span, "here first"),
                    None => mistake,
                });
            }
            Some(_) => {}
            None => {
                known.insert(&payload.text, schema);
            }
        }
    }
    named.sort_by_key(|(_, path)| *path);
    named.dedup_by_key(|(_, path)| *path);
    let wrong = named.into_iter();
    mistakes.extend(wrong.flat_map(|(at, path)| in_schema(session, at, path)));
    mistakes
}

fn in_schema(session: &Session, at: Option<Span>, path: &str) -> Vec<Diagnostic> {
    let (file, text) = match session.workspace().read_if_exists(path) {
        Ok(Some(read)) => read,
        Ok(None) => {
            let mistake = Diagnostic::config(format!("there is no file `{path}`")).at(at);
            return vec![mistake.help("paths are from the root of the workspace")];
        }
        Err(error) => return vec![Diagnostic::config(error.to_string()).at(at)],
    };
    let wrong = schema::mistakes(&text).into_iter();
    let told = wrong.map(|wrong| {
        Diagnostic::config(format!("`{path}` declares nothing: {}", wrong.message))
            .at(Span::new(file, wrong.range))
    });
    told.collect()
}
