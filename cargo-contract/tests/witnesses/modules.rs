//! Witnesses of WebAssembly, by the validator of wasmparser: a component that puts host and guest together is valid, or is not.

use std::collections::BTreeMap;

use wasmparser::{Validator, WasmFeatures};

/// Whether an import or export shows a change between two texts of modules, and else why not.
pub(crate) fn shows((old, new): (&str, &str), is_guest: bool, witness: &str) -> Result<(), String> {
    // Of a guest, the new one is run where the old one was; of a host, the old one where the new one is.
    let (known, run) = match is_guest {
        true => (old, new),
        false => (new, old),
    };
    let both = match inside(witness).split_first() {
        Some((word, _)) if word == "import" => {
            (links(known, witness, false), links(run, witness, false))
        }
        _ => (links(run, witness, true), links(known, witness, true)),
    };
    match both {
        (Err(_), Ok(())) => Ok(()),
        (Ok(()), _) => Err(format!("`{witness}` is there in both")),
        (_, Err(error)) => Err(format!("`{witness}` is not there where it was: {error}")),
    }
}

/// Whether who needs the witness can be put together with what a module is: with its host, or with itself.
fn links(module: &str, witness: &str, with_itself: bool) -> Result<(), String> {
    let parts = inside(module);
    let (mut hosts, mut body) = (BTreeMap::<String, String>::new(), String::new());
    for part in parts.iter().skip(1) {
        body.push_str(part);
        if let [word, from, name, ty] = &inside(part)[..]
            && word == "import"
        {
            let given = hosts.entry(from.clone()).or_default();
            given.push_str(&format!("(export {name} {})", unnamed(ty)));
        }
    }
    let (mut text, mut with) = ("(component".to_owned(), String::new());
    for (row, (from, given)) in hosts.iter().enumerate() {
        text.push_str(&format!(
            "(import \"host{row}\" (core module $host{row} {given}))(core instance $h{row} (instantiate $host{row}))"
        ));
        with.push_str(&format!("(with {from} (instance $h{row}))"));
    }
    match with_itself {
        true => {
            let asked = inside(witness);
            let (name, ty) = (&asked[1], &asked[2]);
            text.push_str(&format!(
                "(core module $guest {body})(core instance $g (instantiate $guest {with}))\
                 (core module $user (import \"guest\" {name} {ty}))\
                 (core instance (instantiate $user (with \"guest\" (instance $g)))))"
            ));
        }
        false => {
            // One that asks for nothing else needs no more hosts than it names.
            text.push_str(&format!(
                "(core module $user {witness})(core instance (instantiate $user {with})))"
            ));
        }
    }
    let bytes = wat::parse_str(&text).map_err(|it| format!("{it}: {text}"))?;
    let mut validator = Validator::new_with_features(WasmFeatures::all());
    validator
        .validate_all(&bytes)
        .map(drop)
        .map_err(|it| it.to_string())
}

/// A type without the name that the text gives it.
fn unnamed(ty: &str) -> String {
    let words: Vec<&str> = ty.split(' ').filter(|it| !it.starts_with('$')).collect();
    words.join(" ")
}

/// What stands in brackets: words, texts and brackets.
pub(crate) fn inside(text: &str) -> Vec<String> {
    let lines = text.lines().map(|it| it.split(";;").next().unwrap_or(""));
    let text = lines.collect::<Vec<_>>().join(" ");
    let text = text.trim();
    let text = text.strip_prefix('(').unwrap_or(text);
    let text = text.strip_suffix(')').unwrap_or(text);
    let (mut parts, mut part, mut depth, mut quoted) = (Vec::new(), String::new(), 0, false);
    for it in text.chars() {
        match it {
            '"' => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted => depth -= 1,
            _ => {}
        }
        let ends = depth == 0 && !quoted && (it.is_whitespace() || it == ')');
        if !(it.is_whitespace() && depth == 0 && !quoted) {
            part.push(it);
        }
        if ends && !part.is_empty() {
            parts.push(std::mem::take(&mut part));
        }
    }
    if !part.is_empty() {
        parts.push(part);
    }
    parts
}
