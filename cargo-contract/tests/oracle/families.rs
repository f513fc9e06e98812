//! Reads `tests/versions/*.rs`: families of versions of one type.
//!
//! A family begins with `//@ key: value` lines (`root`, `formats`); each `//# name` begins a version, and
//! `//# for T in A | B` begins one for each word, put in place of `{T}`. A file is one family, or has several, each of
//! them begun by `//= name`.

use std::path::Path;

/// Versions of one type that are all compared with each other.
pub(crate) struct Family {
    pub(crate) name: String,
    pub(crate) root: String,
    pub(crate) formats: Vec<String>,
    pub(crate) versions: Vec<Version>,
}

pub(crate) struct Version {
    pub(crate) name: String,
    /// A whole file.
    pub(crate) text: String,
}

pub(crate) const PRELUDE: &str = "#[allow(unused_imports)]\nuse serde::{Deserialize, Serialize};\n#[allow(unused_imports)]\nuse std::collections::*;\n";

#[expect(clippy::disallowed_methods, reason = "a test reads its own cases")]
pub(crate) fn all(directory: &Path) -> Vec<Family> {
    let mut paths: Vec<_> = std::fs::read_dir(directory)
        .expect("the folder of families is there")
        .map(|entry| entry.expect("the folder can be read").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .collect();
    paths.sort();
    paths
        .iter()
        .flat_map(|path| {
            let name = path
                .file_stem()
                .and_then(|stem| stem.to_str())
                .expect("names are plain")
                .to_owned();
            let text = std::fs::read_to_string(path).expect("the file can be read");
            split(&name, &text)
        })
        .collect()
}

/// The families of a file.
fn split(file: &str, text: &str) -> Vec<Family> {
    let mut families: Vec<(String, String)> = Vec::new();
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("//= ") {
            families.push((format!("{file}/{name}"), String::new()));
        } else if let Some((_, text)) = families.last_mut() {
            text.push_str(line);
            text.push('\n');
        }
    }
    if families.is_empty() {
        families.push((file.to_owned(), text.to_owned()));
    }
    families
        .into_iter()
        .map(|(name, text)| parse(name, &text))
        .collect()
}

fn parse(name: String, text: &str) -> Family {
    let mut family = Family {
        name,
        root: "Msg".to_owned(),
        formats: vec!["json".to_owned()],
        versions: Vec::new(),
    };
    let mut sections: Vec<(String, String)> = Vec::new();
    for line in text.lines() {
        if let Some(setting) = line.strip_prefix("//@ ") {
            let (key, value) = setting.split_once(": ").expect("a setting has a value");
            match key {
                "root" => family.root = value.to_owned(),
                "formats" => family.formats = value.split_whitespace().map(str::to_owned).collect(),
                _ => panic!("unknown setting `{key}`"),
            }
        } else if let Some(header) = line.strip_prefix("//# ") {
            sections.push((header.to_owned(), String::new()));
        } else if let Some((_, body)) = sections.last_mut() {
            body.push_str(line);
            body.push('\n');
        }
    }
    for (header, body) in sections {
        let Some(words) = header.strip_prefix("for T in ") else {
            family.versions.push(Version {
                name: header,
                text: format!("{PRELUDE}{body}"),
            });
            continue;
        };
        for word in words.split(" | ") {
            let text = format!("{PRELUDE}{}", body.replace("{T}", word.trim()));
            family.versions.push(Version {
                name: word.trim().to_owned(),
                text,
            });
        }
    }
    let mut names: Vec<&str> = family
        .versions
        .iter()
        .map(|version| version.name.as_str())
        .collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(
        names.len(),
        family.versions.len(),
        "{}: two versions have one name",
        family.name
    );
    family
}
