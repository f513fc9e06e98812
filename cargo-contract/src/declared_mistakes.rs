//! Declarations of `[contract.types."…"] wire` that mean nothing.

use govern_diagnostics::Diagnostic;
use govern_gate::Session;

use crate::collect::Found;
use crate::config::{Config, matches};
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
        let Some(wire) = &said.wire else { continue };
        let fitting = || {
            types
                .iter()
                .filter(|it| matches(pattern.get_ref(), &it.path))
        };
        let at = session.config_span(wire.span());
        let by_hand: Vec<&Found> = fitting().filter(|it| wires.is_by_hand(it.def)).collect();
        if let (Some(first), true) = (fitting().next(), by_hand.is_empty()) {
            let message = format!(
                "`{}` derives what it is on the wire, so `wire` says nothing about it",
                first.path
            );
            mistakes.push(
                Diagnostic::config(message)
                    .at(at)
                    .help("it is for types that implement `Serialize` or `Deserialize` by hand"),
            );
        }
        if let Some(found) = by_hand
            .iter()
            .find(|it| !wires.knows(it.def, wire.get_ref()))
        {
            let message = format!(
                "there is no type `{}`, seen from the crate of `{}`",
                wire.get_ref(),
                found.path
            );
            mistakes.push(Diagnostic::config(message).at(at).help(
                "it is a type as Rust writes it: `String`, `Vec<u8>`, `orders_wire::MoneyText`",
            ));
        }
    }
    mistakes
}
