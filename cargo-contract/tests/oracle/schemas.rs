//! Schemas of what is written and read, judged by documents that serde wrote, and read or refused.

use std::collections::BTreeMap;

use cargo_contract::diff::wire_of;
use cargo_contract::schemas::{Described, View, describe};
use jsonschema::Validator;
use serde_json::Value;

use super::Written;
use super::families::{Family, Version};

/// Both schemas of a version.
struct Both {
    write: Validator,
    read: Validator,
    /// Whether the schema of what is read says that it is open, because a part of the type is not known.
    is_open: bool,
}

/// What is written is valid, what is read is valid, and of what is refused all but little is invalid, or the schema says why
/// it cannot know better.
/// Gives back what there is to say.
pub(crate) fn hold(families: &[Family], documents: &[Written]) -> Vec<String> {
    let mut schemas: BTreeMap<&str, Vec<(&Version, Both)>> = BTreeMap::new();
    for family in families
        .iter()
        .filter(|it| it.formats.contains(&"json".to_owned()))
    {
        let versions = family.versions.iter().map(|it| (it, both(family, it)));
        schemas.insert(&family.name, versions.collect());
    }
    let mut wrong: Vec<String> = Vec::new();
    let mut missed: Vec<String> = Vec::new();
    let (mut written, mut read, mut refused, mut open) = (0, 0, 0, 0);
    for line in documents {
        let versions = &schemas[line.family.as_str()];
        // Of keys that come twice a schema sees one.
        let Some(document) = parsed(&line.document) else {
            continue;
        };
        let (_, writer) = versions
            .iter()
            .find(|(version, _)| version.name == line.writer)
            .expect("documents are of the families");
        let told = |what: &str, version: &str| {
            format!(
                "{}: {version} {what} {} of {}",
                line.family, line.document, line.writer
            )
        };
        written += 1;
        if !writer.write.is_valid(&document) {
            wrong.push(told("does not seem to write", &line.writer));
        }
        for ((version, both), is_read) in versions.iter().zip(&line.read) {
            match (is_read, both.read.is_valid(&document)) {
                (true, true) => read += 1,
                (true, false) => wrong.push(told("does not seem to read", &version.name)),
                (false, false) => refused += 1,
                (false, true) if both.is_open => open += 1,
                (false, true) => missed.push(told("seems to read", &version.name)),
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} documents do not fit their schemas, such as:\n{}",
        wrong.len(),
        wrong[0]
    );
    assert!(
        missed.len() * 250 < refused,
        "{} of {refused} documents are refused and valid, such as:\n{}",
        missed.len(),
        missed[0]
    );
    let mut told = vec![format!(
        "schemas: {written} documents written, {read} read, {refused} refused, {} more valid, {open} by schemas that say they are open",
        missed.len()
    )];
    if std::env::var_os("ORACLE_SHOW").is_some() {
        told.extend(missed.into_iter().map(|line| format!("Open {line}")));
    }
    told
}

/// The document; none if keys come twice in it.
fn parsed(text: &str) -> Option<Value> {
    let document: Value = serde_json::from_str(text).expect("serde writes JSON");
    let colons = |text: &str| text.matches("\":").count();
    (colons(&document.to_string()) == colons(text)).then_some(document)
}

fn both(family: &Family, version: &Version) -> Both {
    let wire = wire_of(&version.text, &family.root, true)
        .unwrap_or_else(|error| panic!("{}/{}: {error}", family.name, version.name));
    let validator = |view: View| {
        let Described { document, open } = describe(&wire, view);
        jsonschema::meta::validate(&document).unwrap_or_else(|error| {
            panic!("{}/{}: {error}: {document}", family.name, version.name)
        });
        let validator = jsonschema::validator_for(&document).unwrap_or_else(|error| {
            panic!("{}/{}: {error}: {document}", family.name, version.name)
        });
        (validator, !open.is_empty())
    };
    let (write, _) = validator(View::Write);
    let (read, is_open) = validator(View::Read);
    Both {
        write,
        read,
        is_open,
    }
}
