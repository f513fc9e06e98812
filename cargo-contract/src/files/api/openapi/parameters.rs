//! Parameters: what a caller says, and what is listened to.

use govern_gate::Date;

use super::{Operation, Parameter, content};
use crate::changes::Meets;
use crate::compat::Verdict;
use crate::files::api::diff::{Diff, Way, ordered};
use crate::files::api::template;

/// Whether a parameter of one operation is that of another: those of paths by where they are, headers in any letters.
fn is_same((a, in_a): (&Parameter, &Operation), (b, in_b): (&Parameter, &Operation)) -> bool {
    let row = |it: &Parameter, of: &Operation| {
        let names = template::names(&of.path);
        names.iter().position(|name| *name == it.name)
    };
    a.place == b.place
        && match a.place.as_str() {
            "path" => row(a, in_a) == row(b, in_b),
            "header" => a.name.eq_ignore_ascii_case(&b.name),
            _ => a.name == b.name,
        }
}

pub(super) fn compare(
    old: &Operation,
    new: &Operation,
    meets: Meets,
    today: Date,
    diff: &mut Diff,
) {
    let (writer, reader) = ordered(meets, old, new);
    let called = |it: &Parameter| format!("the parameter `{}` of `{}`", it.name, new.name());
    let find = |it: &Parameter, of: &Operation, into: &Operation| -> Option<usize> {
        into.parameters
            .iter()
            .position(|other| is_same((it, of), (other, into)))
    };
    for taken in &reader.parameters {
        let Some(row) = find(taken, reader, writer) else {
            let elsewhere = writer
                .parameters
                .iter()
                .find(|it| it.name == taken.name && find(it, writer, reader).is_none());
            if let Some(sent) = elsewhere {
                let (was, is) = ordered(meets, sent, taken);
                let what = format!("it is in `{}` now, and was in `{}`", is.place, was.place);
                let change = diff.add(
                    "openapi_parameter_changed",
                    meets,
                    (Some(&was.mark), Some(&is.mark)),
                    what,
                );
                change.used = vec![called(taken)];
                change.witness = Some(with(writer, sent));
            } else if taken.required && taken.place != "path" {
                let what = match meets {
                    Meets::NewDocuments => "it is not sent any more, and was always there",
                    _ => "it is required, and was not known",
                };
                let (was, is) = ordered(meets, &writer.mark, &taken.mark);
                let change = diff.add(
                    "openapi_parameter_required",
                    meets,
                    (Some(was), Some(is)),
                    what,
                );
                change.used = vec![called(taken)];
                change.witness = Some(without(writer, taken));
            }
            continue;
        };
        let sent = &writer.parameters[row];
        let (was, is) = ordered(meets, sent, taken);
        let marks = (Some(&was.mark), Some(&is.mark));
        let used = called(taken);
        if taken.required && !sent.required {
            let what = match meets {
                Meets::NewDocuments => "it may be missing now",
                _ => "it is required now",
            };
            let change = diff.add("openapi_parameter_required", meets, marks, what);
            change.used = vec![used.clone()];
            change.witness = Some(without(writer, taken));
        }
        let before = diff.changes.len();
        same(was, is, meets, &used, diff);
        for change in &mut diff.changes[before..] {
            if change.rule == "openapi_parameter_changed" {
                change.witness = Some(with(writer, sent));
            }
        }
    }
    for sent in &writer.parameters {
        let moved = reader.parameters.iter().any(|it| it.name == sent.name);
        let announced = sent.deprecated && sent.sunset.is_some_and(|day| day < today);
        // It is in every path of this shape, whether it is described or not.
        let implied = sent.place == "path" || meets == Meets::NewDocuments;
        if find(sent, writer, reader).is_some() || moved || announced || implied {
            continue;
        }
        let marks = (Some(&sent.mark), Some(&reader.mark));
        let change = diff.add(
            "openapi_parameter_changed",
            meets,
            marks,
            "nobody listens to it any more",
        );
        change.place = sent.mark.place.clone();
        change.verdict = Verdict::Lossy;
        change.used = vec![called(sent)];
        change.witness = Some(with(writer, sent));
    }
}

/// A request with a parameter.
fn with(of: &Operation, parameter: &Parameter) -> String {
    let name = &parameter.name;
    match parameter.place.as_str() {
        "query" => of.request(&format!("?{name}=1")),
        "path" => of.request(""),
        place => of.request(&format!(" with the {place} {name}: 1")),
    }
}

/// A request without a parameter.
fn without(of: &Operation, parameter: &Parameter) -> String {
    of.request(&format!(
        " without the {} {}",
        parameter.place, parameter.name
    ))
}

/// What one parameter says, before and now.
fn same(was: &Parameter, is: &Parameter, meets: Meets, used: &str, diff: &mut Diff) {
    let marks = (Some(&was.mark), Some(&is.mark));
    let scalar = was.is_scalar && is.is_scalar;
    let styled = was.content.is_empty() && is.content.is_empty();
    let (old_style, new_style) = (&was.style, &is.style);
    if was.content.is_empty() != is.content.is_empty() {
        diff.add(
            "openapi_parameter_changed",
            meets,
            marks,
            "it is written in another way",
        )
        .used = vec![used.to_owned()];
    } else if styled && (old_style.0 != new_style.0 || (!scalar && old_style.1 != new_style.1)) {
        let change = diff.add(
            "openapi_parameter_changed",
            meets,
            marks,
            "it is written in another way",
        );
        let shown =
            |(style, explode): &(String, bool)| format!("`{style}` with `explode: {explode}`");
        change.detail = Some(format!(
            "it was {}, and is {}",
            shown(old_style),
            shown(new_style)
        ));
        change.used = vec![used.to_owned()];
    }
    diff.schemas(
        (was.schema.as_ref(), is.schema.as_ref()),
        meets,
        Way::Only,
        used,
    );
    for (name, _) in content::shared(diff, (&was.content, &is.content), (meets, Way::Only), used) {
        let what = format!("it is not read as `{name}` any more");
        diff.add("openapi_parameter_changed", meets, marks, what)
            .used = vec![used.to_owned()];
    }
    diff.rest(
        "openapi_unknown",
        meets,
        (&was.rest, &is.rest),
        (&was.mark, &is.mark),
    );
}

/// Headers of a response: what a caller may count on.
pub(super) fn headers(
    (old, new): (&super::Response, &super::Response),
    meets: Meets,
    (of, shown): (&str, &str),
    diff: &mut Diff,
) {
    let (writer, reader) = ordered(meets, old, new);
    for (name, taken) in &reader.headers {
        let used = format!("the header `{}` of {of}", taken.name);
        match writer.headers.get(name) {
            Some(sent) => {
                let (was, is) = ordered(meets, sent, taken);
                if taken.required && !sent.required {
                    let marks = (Some(&was.mark), Some(&is.mark));
                    let rule = "openapi_response_changed";
                    let change = diff.add(rule, meets, marks, "it may be missing now");
                    change.used = vec![used.clone()];
                    change.witness = Some(format!("{shown} without {}", taken.name));
                }
                same(was, is, meets, &used, diff);
            }
            None if taken.required => {
                let (was, is) = ordered(meets, &writer.mark, &taken.mark);
                let change = diff.add(
                    "openapi_response_changed",
                    meets,
                    (Some(was), Some(is)),
                    "it is not sent any more",
                );
                change.place = taken.mark.place.clone();
                change.used = vec![used];
                change.witness = Some(format!("{shown} without {}", taken.name));
            }
            None => {}
        }
    }
}
