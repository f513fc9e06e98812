//! Variables that are read while the code is built: `env!` and `option_env!`.

use govern_facts::{Extent, MacroCall};

use super::{Ground, external};
use crate::model::architecture::{Site, What};

pub(super) fn find(ground: &Ground<'_, '_>, sites: &mut Vec<Site>) {
    for call in &ground.facts.macro_calls {
        let Some(by) = reader(ground, call) else {
            continue;
        };
        if let Some(module) = ground.present(call.scope) {
            let name = argument(ground, call.args).unwrap_or_else(|| "?".to_owned());
            sites.push(Site {
                module,
                span: ground.span(call.extent),
                what: What::BuildVariable { by, name },
            });
        }
    }
}

fn reader(ground: &Ground<'_, '_>, call: &MacroCall) -> Option<&'static str> {
    let path = ground.facts.path(call.path);
    // Most macros are others: what they are bound to need not be asked.
    let last = ground.facts.segments(path.segments).next_back()?;
    if !matches!(last, "env" | "option_env") {
        return None;
    }
    match external(ground.names, ground.facts, ground.instance, call.path)?.as_str() {
        "std::env" => Some("env!"),
        "std::option_env" => Some("option_env!"),
        _ => None,
    }
}

/// The literal that a macro gets first, or all that it gets.
fn argument(ground: &Ground<'_, '_>, args: Extent) -> Option<String> {
    let text = ground.workspace.text(ground.file).ok()?;
    let args = text
        .get(args.start as usize + 1..args.end as usize - 1)?
        .trim();
    let literal = args.strip_prefix('"').and_then(|rest| rest.split_once('"'));
    Some(literal.map_or(args, |(name, _)| name).to_owned())
}
