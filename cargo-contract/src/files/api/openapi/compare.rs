//! Two versions of a document: what old callers meet.

use std::collections::BTreeSet;

use govern_gate::Date;

use super::{Document, Operation, content, parameters, responses, security};
use crate::changes::Meets;
use crate::files::api::diff::{Diff, Way};
use crate::files::api::template::unnamed;

pub(in crate::files::api) fn compare(old: &Document, new: &Document, today: Date, diff: &mut Diff) {
    for was in &old.operations {
        let mut met: BTreeSet<usize> = BTreeSet::new();
        for base in &was.bases {
            match find(&new.operations, was, Some(base)) {
                Some(row) => drop(met.insert(row)),
                None => removed(was, base, new, today, diff),
            }
        }
        for row in met {
            let is = &new.operations[row];
            operation((was, is), false, today, diff);
            security::compare((old, new), (was, is), diff);
            called_back((&was.callbacks, &is.callbacks), today, diff);
        }
    }
    called_back((&old.webhooks, &new.webhooks), today, diff);
    let marks = (&old.mark, &new.mark);
    diff.rest(
        "openapi_unknown",
        Meets::OldDocuments,
        (&old.rest, &new.rest),
        marks,
    );
}

/// What is at the same address: by the very path, or else by one that differs in names of parameters only.
fn find(operations: &[Operation], was: &Operation, base: Option<&String>) -> Option<usize> {
    let address = |it: &Operation, base: &str| format!("{base}{}", it.path);
    let own = address(was, base.map_or("", String::as_str));
    let at = |fits: &dyn Fn(&str) -> bool| {
        operations.iter().position(|it| {
            it.method == was.method
                && match base {
                    Some(_) => it.bases.iter().any(|base| fits(&address(it, base))),
                    None => fits(&it.path),
                }
        })
    };
    at(&|it| it == own).or_else(|| at(&|it| unnamed(it) == unnamed(&own)))
}

fn removed(was: &Operation, base: &str, new: &Document, today: Date, diff: &mut Diff) {
    if was.deprecated && was.sunset.is_some_and(|day| day < today) {
        return;
    }
    let (rule, meets) = ("openapi_operation_removed", Meets::OldDocuments);
    let elsewhere = find(&new.operations, was, None).map(|row| &new.operations[row]);
    let what = match elsewhere {
        Some(_) => format!("it is not at `{base}{}` any more", was.path),
        None => "it is not there any more".to_owned(),
    };
    let change = diff.add(
        rule,
        meets,
        (Some(&was.mark), elsewhere.map(|it| &it.mark)),
        what,
    );
    change.detail = match (was.deprecated, was.sunset) {
        (true, Some(day)) => Some(format!(
            "it is deprecated, and was to stay until {day} (`x-sunset`)"
        )),
        (true, None) => {
            Some("it is deprecated, but nothing says until when it stays (`x-sunset`)".to_owned())
        }
        (false, _) => None,
    };
    change.used = vec![format!("`{}`", was.name())];
    change.witness = Some(was.request(""));
}

/// What the service sends itself: it writes the requests, and reads the responses.
fn called_back((old, new): (&[Operation], &[Operation]), today: Date, diff: &mut Diff) {
    for was in old {
        match find(new, was, None) {
            Some(row) => operation((was, &new[row]), true, today, diff),
            None => {
                let marks = (Some(&was.mark), None);
                let what = "it is not sent any more";
                let change = diff.add(
                    "openapi_operation_removed",
                    Meets::NewDocuments,
                    marks,
                    what,
                );
                change.used = vec![format!("`{}`", was.name())];
                change.witness = Some(was.request(""));
            }
        }
    }
}

fn operation((was, is): (&Operation, &Operation), sent: bool, today: Date, diff: &mut Diff) {
    let (asks, answers) = match sent {
        false => (Meets::OldDocuments, Meets::NewDocuments),
        true => (Meets::NewDocuments, Meets::OldDocuments),
    };
    parameters::compare(was, is, asks, today, diff);
    body((was, is), asks, diff);
    responses::compare(was, is, answers, diff);
    diff.rest(
        "openapi_unknown",
        asks,
        (&was.rest, &is.rest),
        (&was.mark, &is.mark),
    );
}

fn body((was, is): (&Operation, &Operation), meets: Meets, diff: &mut Diff) {
    let rule = "openapi_request_changed";
    let used = format!("the request of `{}`", is.name());
    let (writer, reader) = crate::files::api::diff::ordered(meets, was, is);
    let needs = reader.body.as_ref().is_some_and(|it| it.required);
    let always = writer.body.as_ref().is_some_and(|it| it.required);
    let of = |it: &Operation| {
        it.body
            .as_ref()
            .map_or_else(|| it.mark.clone(), |it| it.mark.clone())
    };
    let (old_mark, new_mark) = (of(was), of(is));
    let marks = (Some(&old_mark), Some(&new_mark));
    if needs && !always {
        let what = match meets {
            Meets::NewDocuments => "a body may be missing now",
            _ => "a body is required now",
        };
        let change = diff.add(rule, meets, marks, what);
        change.used = vec![used.clone()];
        change.witness = Some(writer.request(" without a body"));
    }
    let (sent, taken) = (&writer.body, &reader.body);
    if let (Some(sent), None, Meets::OldDocuments) = (sent, taken, meets) {
        let change = diff.add(rule, meets, marks, "it takes no body any more");
        change.used = vec![used.clone()];
        let media = sent.content.keys().next();
        change.witness = media.map(|it| writer.request(&format!(" with a body as {it}")));
    }
    let (Some(old), Some(new)) = (&was.body, &is.body) else {
        return;
    };
    for (media, gone) in content::shared(
        diff,
        (&old.content, &new.content),
        (meets, Way::Request),
        &used,
    ) {
        let what = match meets {
            Meets::NewDocuments => {
                format!("it is sent as `{media}` now, which old receivers do not know")
            }
            _ => format!("`{media}` is not accepted any more"),
        };
        let change = diff.add(rule, meets, marks, what);
        change.place = gone.mark.place.clone();
        change.used = vec![used.clone()];
        change.witness = Some(writer.request(&format!(" with a body as {media}")));
    }
    diff.rest(
        "openapi_unknown",
        meets,
        (&old.rest, &new.rest),
        (&old.mark, &new.mark),
    );
}
