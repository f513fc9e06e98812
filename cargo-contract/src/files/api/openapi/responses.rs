//! Responses: what comes back, by status.

use std::collections::BTreeMap;

use super::{Operation, Response, content, parameters};
use crate::changes::Meets;
use crate::files::api::diff::{Diff, Way, ordered};

/// The entry that is about a status (or all of a range).
fn covering<'r>(responses: &'r BTreeMap<String, Response>, status: &str) -> Option<&'r Response> {
    let range = || responses.get(&format!("{}XX", &status[..1]));
    responses
        .get(status)
        .or_else(|| range().filter(|_| status != "DEFAULT"))
        .or_else(|| responses.get("DEFAULT"))
}

/// Whether it says that what was asked for was done, or is done elsewhere. What else a status says, its first digit tells.
fn is_success(status: &str) -> bool {
    status.starts_with(['2', '3'])
}

pub(super) fn compare(old: &Operation, new: &Operation, meets: Meets, diff: &mut Diff) {
    let (writer, reader) = ordered(meets, old, new);
    let name = new.name();
    let gives = |status: &str| writer.request(&format!(" gives {}", shown(status)));
    for (status, sent) in &writer.responses {
        let used = format!("the response `{}` of `{name}`", shown(status));
        let Some(taken) = covering(&reader.responses, status) else {
            if is_success(status) && !reader.responses.is_empty() {
                let (was, is) = ordered(meets, &sent.mark, &reader.mark);
                let change = diff.add(
                    "openapi_response_changed",
                    meets,
                    (Some(was), Some(is)),
                    format!("old clients do not know `{}`", shown(status)),
                );
                change.place = sent.mark.place.clone();
                change.used = vec![used];
                change.witness = Some(gives(status));
            }
            continue;
        };
        let (was, is) = ordered(meets, sent, taken);
        let missing = content::shared(
            diff,
            (&was.content, &is.content),
            (meets, Way::Response),
            &used,
        );
        for (media, gone) in missing {
            // Nothing at all was said of what it looks like.
            let what = format!("`{media}` does not come back any more");
            let (before, now) = ordered(meets, &sent.mark, &gone.mark);
            let change = diff.add(
                "openapi_response_changed",
                meets,
                (Some(before), Some(now)),
                what,
            );
            change.place = gone.mark.place.clone();
            change.used = vec![used.clone()];
            // It is what was asked for.
            change.witness = Some(reader.request(&format!(" gives {} as {media}", shown(status))));
        }
        parameters::headers((was, is), meets, (&used, &gives(status)), diff);
        diff.rest(
            "openapi_unknown",
            meets,
            (&was.rest, &is.rest),
            (&was.mark, &is.mark),
        );
    }
    for (status, taken) in reader
        .responses
        .iter()
        .filter(|(status, _)| is_success(status))
    {
        let in_range = |it: &String| status.ends_with("XX") && it[..1] == status[..1];
        if covering(&writer.responses, status).is_some() || writer.responses.keys().any(in_range) {
            continue;
        }
        let (was, is) = ordered(meets, &writer.mark, &taken.mark);
        let what = format!("`{}` does not come back any more", shown(status));
        let change = diff.add(
            "openapi_response_changed",
            meets,
            (Some(was), Some(is)),
            what,
        );
        change.place = taken.mark.place.clone();
        change.used = vec![format!("`{name}`")];
        change.witness = Some(reader.request(&format!(" gives {}", shown(status))));
    }
}

fn shown(status: &str) -> &str {
    if status == "DEFAULT" {
        "default"
    } else {
        status
    }
}
