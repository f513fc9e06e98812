//! What becomes of a sample: whether it is still read, and whether it is still written.

use super::Sample;
use super::as_written::as_written;
use crate::causes::not_followed_alone;
use crate::compat::{self, Doubt, Kind};
use crate::files::json::pointer;
use crate::files::schema::{Answer, ask};
use crate::manifest::Compatibility;
use crate::wire::{Wire, schema_of};

/// Why a sample is rejected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rejection {
    /// Where in the document: a JSON pointer.
    pub(crate) pointer: String,
    /// Where in the type.
    pub(crate) path: String,
    /// What becomes of it: `is not read`.
    pub(crate) what: &'static str,
    pub(crate) why: String,
}

/// What a contract makes of a sample, by who must understand whom; and what cannot be told.
pub(crate) fn judge(
    sample: &Sample,
    wire: &Wire,
    mode: Compatibility,
) -> (Vec<Rejection>, Vec<Doubt>) {
    let mut rejections: Vec<Rejection> = Vec::new();
    let mut doubts = Vec::new();
    if mode.is_backward() {
        let judged = compat::judge(wire, &sample.doc);
        doubts.extend(judged.doubts);
        rejections.extend(judged.problems.into_iter().map(|problem| Rejection {
            pointer: problem.pointer,
            path: problem.path,
            what: "is not read any more",
            why: problem.message,
        }));
    }
    if mode.is_forward() {
        let judged = compat::judge(&as_written(wire), &sample.doc);
        doubts.extend(judged.doubts);
        for problem in judged.problems {
            if rejections.iter().any(|it| it.pointer == problem.pointer) {
                continue;
            }
            rejections.push(Rejection {
                why: match problem.kind {
                    Kind::Unknown(key) => format!("no field writes `{key}`"),
                    _ => problem.message,
                },
                pointer: problem.pointer,
                path: problem.path,
                what: "is not written any more",
            });
        }
    }
    doubts.sort();
    doubts.dedup();
    if let Some(schema) = &wire.declared {
        match ask(schema, &sample.root.value()) {
            Answer::Accepted => doubts.clear(),
            Answer::Unknown => {}
            Answer::Refused(keyword, at) => rejections.push(Rejection {
                pointer: at,
                path: wire.name.clone(),
                what: "is not what its schema says",
                why: format!("`{keyword}` refuses it"),
            }),
        }
    }
    // What is declared by a schema is judged by that.
    doubts.retain(|doubt| match of_schema(sample, wire, doubt) {
        Answer::Accepted => false,
        Answer::Unknown => true,
        Answer::Refused(keyword, at) => {
            rejections.push(Rejection {
                pointer: format!("{}{at}", doubt.pointer),
                path: doubt.path.clone(),
                what: match mode.is_backward() {
                    true => "is not read any more",
                    false => "is not written any more",
                },
                why: format!("`{keyword}` of the schema that declares it refuses it"),
            });
            false
        }
    });
    (rejections, doubts)
}

/// What the schema says that declares the part of a sample that a doubt is about.
fn of_schema(sample: &Sample, wire: &Wire, doubt: &Doubt) -> Answer {
    let schema = not_followed_alone(wire, &doubt.path).and_then(schema_of);
    let part = pointer(&doubt.pointer).and_then(|segments| sample.root.at(&segments));
    match (schema, part) {
        (Some(schema), Some(part)) => ask(schema, &part.value()),
        _ => Answer::Unknown,
    }
}
