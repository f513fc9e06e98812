//! Witnesses of schemas, by the jsonschema crate, of protobuf, and of modules.

use super::{Case, modules, proto};

/// That a document is valid for who writes it, and not for who reads it.
pub(crate) fn schema(_: &str, case: &Case) -> Result<(), String> {
    let path = &case.named[1];
    let valid = |text: &str| -> Result<bool, String> {
        // Fixtures have comments where findings are asked for.
        let lines = text.lines().filter(|it| !it.trim_start().starts_with("//"));
        let schema = serde_json::from_str(&lines.collect::<Vec<_>>().join("\n"));
        let schema: serde_json::Value = schema.map_err(|it| it.to_string())?;
        let validator = jsonschema::options().build(&schema);
        let document = serde_json::from_str(&case.witness).map_err(|it| it.to_string())?;
        Ok(validator.map_err(|it| it.to_string())?.is_valid(&document))
    };
    let (was, is) = (valid(&case.was(path))?, valid(&case.now(path))?);
    let (writer, reader) = match case.says("reads documents of the new version") {
        true => (is, was),
        false => (was, is),
    };
    case.is_so(writer && !reader)
}

/// That a message is not read as it was meant.
pub(crate) fn protobuf(_: &str, case: &Case) -> Result<(), String> {
    let (place, path) = match &case.named[..] {
        [path, ..] if path.contains('/') => ("", path),
        [place, path, ..] => (place.as_str(), path),
        _ => return Err("it names no file".to_owned()),
    };
    let whys = ["old programs", "new programs", "this can be"];
    let mut notes = case.notes.iter();
    let why = notes.find(|it| whys.iter().any(|why| it.starts_with(why)));
    let why = why.ok_or("it does not say who writes it")?;
    proto::shows(
        (&case.was(path), &case.now(path)),
        place,
        &case.witness,
        why,
    )
}

/// That a module and its host cannot be put together.
pub(crate) fn module(_: &str, case: &Case) -> Result<(), String> {
    let path = case.named[1].replace(".wasm", ".wat");
    let is_guest = case.says("hosts that could run the module");
    modules::shows(
        (&case.was(&path), &case.now(&path)),
        is_guest,
        &case.witness,
    )
}

/// That a module imports something, and no pattern allows it.
pub(crate) fn foreign(_: &str, case: &Case) -> Result<(), String> {
    let text = case.now(&case.named[0].replace(".wasm", ".wat"));
    let imports = modules::inside(&text).into_iter().any(|part| {
        let words = modules::inside(&part);
        let name = |row: usize| words.get(row).map(|it| it.trim_matches('"'));
        words[0] == "import"
            && name(1)
                .zip(name(2))
                .map(|(from, name)| format!("{from}.{name}"))
                == Some(case.witness.clone())
    });
    let config: toml::Table =
        toml::from_str(&case.now("govern.toml")).map_err(|it| it.to_string())?;
    let allowed = config["contract"]["files"][0]["allow-imports"].as_array();
    let allowed = allowed.ok_or("nothing is allowed")?.iter();
    let mut patterns = allowed.filter_map(toml::Value::as_str);
    let covers = |pattern: &str| match pattern.strip_suffix('*') {
        Some(start) => case.witness.starts_with(start),
        None => case.witness == pattern,
    };
    case.is_so(imports && !patterns.any(covers))
}
