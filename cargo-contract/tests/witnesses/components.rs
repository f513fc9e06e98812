//! Witnesses of WIT, by the predicate of wasm-tools: components of one version are no components of the other.

use super::Case;
use wit_parser::{Resolve, WorldId, WorldItem};

/// That hosts and components of two versions do not go together, and what is shown is on one side only, or there before.
pub(crate) fn interface(rule: &str, case: &Case) -> Result<(), String> {
    let mut resolve = Resolve {
        all_features: true,
        ..Resolve::default()
    };
    let mut world = |text: String, version: &str| -> Result<WorldId, String> {
        let text = text.replacen("@1.0.0", version, 1);
        let package = resolve.push_str("world.wit", &text);
        let package = package.map_err(|it| format!("{it:?}"))?;
        let world = resolve.select_world(&[package], Some("plugin"));
        world.map_err(|it| format!("{it:?}"))
    };
    let path = "wit/world.wit";
    let (old, new) = (
        world(case.was(path), "@1.0.0")?,
        world(case.now(path), "@1.0.1")?,
    );
    let has = |id: WorldId| {
        let (word, rest) = case.witness.split_once(' ').unwrap_or_default();
        let name = rest.split(':').next().unwrap_or_default();
        let world = &resolve.worlds[id];
        let items = match word {
            "import" => &world.imports,
            _ => &world.exports,
        };
        items
            .values()
            .any(|item| matches!(item, WorldItem::Function(it) if it.name == name))
    };
    let (was, is) = (has(old), has(new));
    let shown = match rule {
        "wit_type_changed" => was,
        _ => was != is,
    };
    let (given, wanted) = match case.says("run the new component") {
        true => (new, old),
        false => (old, new),
    };
    let fits = wit_component::semver_check(resolve.clone(), given, wanted).is_ok();
    case.is_so(shown && !fits)
}
