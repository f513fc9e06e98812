//! Security: whether what old callers show is still enough.

use super::{Document, Operation, Requirement};
use crate::changes::Meets;
use crate::files::api::diff::Diff;

pub(super) fn compare(
    (old, new): (&Document, &Document),
    (was, is): (&Operation, &Operation),
    diff: &mut Diff,
) {
    let anybody = [Requirement::new()];
    let enough = |list: &'_ [Requirement]| -> Vec<Requirement> {
        if list.is_empty() {
            anybody.to_vec()
        } else {
            list.to_vec()
        }
    };
    let now = enough(&is.security);
    for shown in enough(&was.security) {
        if now.iter().any(|asked| within(old, new, asked, &shown)) {
            continue;
        }
        let what = match shown.is_empty() {
            true => "who is not known is refused now".to_owned(),
            false => format!("{} is not enough any more", words(&shown)),
        };
        let marks = (Some(&was.security_mark), Some(&is.security_mark));
        let change = diff.add("openapi_security_changed", Meets::OldDocuments, marks, what);
        let asked: Vec<String> = now.iter().map(words).collect();
        let mut detail = format!("it asks for {}", asked.join(", or "));
        let other = shown.keys().find(|name| said(old, name) != said(new, name));
        if let Some(name) = other.filter(|name| now.iter().any(|it| it.contains_key(*name))) {
            detail = format!("`{name}` is something else now");
            change.new = new
                .schemes
                .get(name)
                .map(|it| it.mark.at.clone())
                .or(change.new.take());
        }
        change.detail = Some(detail);
        change.used = vec![format!("`{}`", is.name())];
        let names: Vec<&str> = shown.keys().map(String::as_str).collect();
        change.witness = Some(was.request(&match names.is_empty() {
            true => " with nothing".to_owned(),
            false => format!(" with {}", names.join(" and ")),
        }));
    }
}

/// Whether who shows one has shown what is asked for.
fn within(old: &Document, new: &Document, asked: &Requirement, shown: &Requirement) -> bool {
    asked.iter().all(|(name, scopes)| {
        // What a scheme is called does not matter to who uses it.
        shown.iter().any(|(own, granted)| {
            let same = match (said(old, own), said(new, name)) {
                (Some(was), Some(is)) => was == is,
                _ => own == name,
            };
            same && scopes.is_subset(granted)
        })
    })
}

fn said<'d>(
    document: &'d Document,
    name: &str,
) -> Option<&'d std::collections::BTreeMap<String, serde_json::Value>> {
    document.schemes.get(name).map(|it| &it.said)
}

fn words(requirement: &Requirement) -> String {
    if requirement.is_empty() {
        return "nothing".to_owned();
    }
    let one = |(name, scopes): (&String, &std::collections::BTreeSet<String>)| {
        let scopes: Vec<&str> = scopes.iter().map(String::as_str).collect();
        match scopes[..] {
            [] => format!("`{name}`"),
            _ => format!("`{name}` ({})", scopes.join(", ")),
        }
    };
    let all: Vec<String> = requirement.iter().map(one).collect();
    all.join(" and ")
}
