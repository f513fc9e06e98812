//! What becomes of a sample: whether it is still read, and whether it is still written.

use super::Sample;
use super::as_written::as_written;
use crate::compat::{self, Doubt, Kind};
use crate::manifest::Compatibility;
use crate::wire::Wire;

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
    (rejections, doubts)
}
