//! Messages of a channel, one way: which are which, and what they carry.

use std::collections::BTreeSet;

use super::{ByName, Flow, Message, Payload};
use crate::changes::Meets;
use crate::compat::Verdict;
use crate::files::api::book::Mark;
use crate::files::api::diff::{Diff, Way};

const RULE: &str = "asyncapi_message_changed";

pub(super) fn compare((old, new): (&[&Flow], &[&Flow]), meets: Meets, used: &str, diff: &mut Diff) {
    let (before, now) = (by_name(old), by_name(new));
    let mark = |flows: &[&Flow]| flows.first().map(|it| it.mark.clone()).unwrap_or_default();
    let (old_mark, new_mark) = (mark(old), mark(new));
    let pairs = matched(&before, &now);
    let (mut gone, mut known) = (Vec::new(), BTreeSet::new());
    for (name, was) in &before {
        match pairs.iter().find(|(old, _)| old == name) {
            Some((_, other)) => {
                known.insert(*other);
                one(was, now[other], meets, used, diff);
            }
            None => gone.push((*name, *was)),
        }
    }
    for (name, was) in gone {
        let what = match meets {
            Meets::NewDocuments => format!("the message `{name}` is not sent any more"),
            _ => format!("the message `{name}` is not understood any more"),
        };
        let change = add(diff, meets, (Some(&was.mark), Some(&new_mark)), what, used);
        change.place = was.mark.place.clone();
        change.witness = Some(name.to_owned());
    }
    // Who reads meets messages that it has never heard of; who writes does not mind.
    if meets == Meets::NewDocuments && !before.is_empty() {
        for (name, is) in now.iter().filter(|(name, _)| !known.contains(*name)) {
            let what = format!("old receivers do not know the message `{name}`");
            add(diff, meets, (Some(&old_mark), Some(&is.mark)), what, used).witness =
                Some((*name).to_owned());
        }
    }
}

fn add<'d>(
    diff: &'d mut Diff,
    meets: Meets,
    marks: (Option<&Mark>, Option<&Mark>),
    what: String,
    used: &str,
) -> &'d mut crate::files::change::Change {
    let change = diff.add(RULE, meets, marks, what);
    change.used = vec![used.to_owned()];
    change
}

fn by_name<'m>(flows: &[&'m Flow]) -> ByName<'m> {
    let messages = flows.iter().flat_map(|it| &it.messages);
    messages.map(|it| (it.name.as_str(), it)).collect()
}

/// Names are not on the wire: what is called otherwise now and carries the same is the same, and so is what alone is left.
fn matched<'m>(old: &ByName<'m>, new: &ByName<'m>) -> Vec<(&'m str, &'m str)> {
    let mut pairs: Vec<(&str, &str)> = Vec::new();
    for name in old.keys().filter(|name| new.contains_key(*name)) {
        pairs.push((name, name));
    }
    let carries = |it: &Message| match &it.payload {
        Payload::Schema(_, value) | Payload::Other(value) => Some(value.clone()),
        Payload::Any => None,
    };
    let mut left: Vec<&str> = old
        .keys()
        .copied()
        .filter(|it| !new.contains_key(it))
        .collect();
    let mut free: Vec<&str> = new
        .keys()
        .copied()
        .filter(|it| !old.contains_key(it))
        .collect();
    left.retain(|name| {
        let value = carries(old[name]);
        let fitting = free
            .iter()
            .position(|other| value.is_some() && carries(new[other]) == value);
        if let Some(row) = fitting {
            pairs.push((name, free.remove(row)));
        }
        fitting.is_none()
    });
    if let ([name], [other]) = (&left[..], &free[..])
        && old.len() == new.len()
    {
        pairs.push((name, other));
    }
    pairs
}

fn one(was: &Message, is: &Message, meets: Meets, used: &str, diff: &mut Diff) {
    let marks = (Some(&was.mark), Some(&is.mark));
    if was.content_type != is.content_type {
        let shown = |it: &Option<String>| {
            it.as_ref()
                .map_or_else(|| "nothing".to_owned(), |it| format!("`{it}`"))
        };
        let what = format!(
            "its content type is {} now, and was {}",
            shown(&is.content_type),
            shown(&was.content_type)
        );
        let change = add(diff, meets, marks, what, used);
        change.witness = is
            .content_type
            .as_ref()
            .map(|it| format!("{} as {it}", is.name));
        // Nothing said before or now: it may have been that all along.
        if was.content_type.is_none() || is.content_type.is_none() {
            change.verdict = Verdict::Unknown;
            change.rule = "asyncapi_unknown";
        }
    }
    let of = format!("the message `{}` of {used}", is.name);
    let unknown = |diff: &mut Diff, what: &str| {
        let change = add(diff, meets, marks, what.to_owned(), used);
        change.verdict = Verdict::Unknown;
        change.rule = "asyncapi_unknown";
    };
    match (&was.payload, &is.payload) {
        (Payload::Schema(old, _), Payload::Schema(new, _)) => {
            diff.schemas((Some(old), Some(new)), meets, Way::Only, &of);
        }
        (Payload::Other(old), Payload::Other(new)) if old == new => {}
        (Payload::Any, Payload::Any) => {}
        (Payload::Other(_), _) | (_, Payload::Other(_)) => {
            unknown(
                diff,
                "its payload is in a language that is not compared, and is not as it was",
            );
        }
        (Payload::Any, Payload::Schema(..)) | (Payload::Schema(..), Payload::Any) => {
            unknown(diff, "what it carries was described in one version only");
        }
    }
    let headers = format!("the headers of {of}");
    match was.headers.len() == is.headers.len() {
        true => {
            for (old, new) in was.headers.iter().zip(&is.headers) {
                diff.schemas((Some(old), Some(new)), meets, Way::Only, &headers);
            }
        }
        false => unknown(diff, "its headers come from other places than before"),
    }
    diff.rest(
        "asyncapi_unknown",
        meets,
        (&was.rest, &is.rest),
        (&was.mark, &is.mark),
    );
}
