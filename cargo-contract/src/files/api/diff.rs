//! What is found when two versions of a document are compared.

use super::book::{Mark, Rest, SchemaAt};
use crate::changes::Meets;
use crate::compat::Verdict;
use crate::files::change::Change;

/// What is found, and schemas that are to be compared.
#[derive(Debug, Default)]
pub(super) struct Diff {
    pub(super) changes: Vec<Change>,
    pub(super) jobs: Vec<Job>,
}

/// Two schemas: what one version writes and the other reads.
#[derive(Debug)]
pub(super) struct Job {
    pub(super) old: SchemaAt,
    pub(super) new: SchemaAt,
    pub(super) meets: Meets,
    pub(super) way: Way,
    /// What of the document it is.
    pub(super) used: String,
}

/// Which way documents go, for schemas that are not the same both ways.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Way {
    Request,
    Response,
    /// There is only one.
    Only,
}

/// What old and new say about the same: from it to who writes and who reads.
pub(super) fn ordered<T>(meets: Meets, old: T, new: T) -> (T, T) {
    match meets {
        Meets::NewDocuments => (new, old),
        _ => (old, new),
    }
}

impl Diff {
    /// Adds a change that breaks.
    pub(super) fn add(
        &mut self,
        rule: &'static str,
        meets: Meets,
        (old, new): (Option<&Mark>, Option<&Mark>),
        what: impl Into<String>,
    ) -> &mut Change {
        // What is gone is called as it was.
        let place = match (new, old) {
            (Some(mark), _) | (None, Some(mark)) => mark.place.clone(),
            (None, None) => String::new(),
        };
        self.changes.push(Change {
            rule,
            place,
            verdict: Verdict::Breaks,
            meets,
            what: what.into(),
            detail: None,
            witness: None,
            used: Vec::new(),
            old: old.map(|it| it.at.clone()),
            new: new.map(|it| it.at.clone()),
        });
        let last = self.changes.len() - 1;
        &mut self.changes[last]
    }

    /// Schemas on both sides are compared; one that only the reader has may refuse what was free.
    pub(super) fn schemas(
        &mut self,
        (old, new): (Option<&SchemaAt>, Option<&SchemaAt>),
        meets: Meets,
        way: Way,
        used: &str,
    ) {
        if let (Some(old), Some(new)) = (old, new) {
            self.jobs.push(Job {
                old: old.clone(),
                new: new.clone(),
                meets,
                way,
                used: used.to_owned(),
            });
        }
    }

    /// What is not understood, and is not as it was.
    pub(super) fn rest(
        &mut self,
        rule: &'static str,
        meets: Meets,
        (old, new): (&Rest, &Rest),
        at: (&Mark, &Mark),
    ) {
        let keys: std::collections::BTreeSet<&String> = old.keys().chain(new.keys()).collect();
        for key in keys {
            let (was, is) = (old.get(key), new.get(key));
            if was.map(|it| &it.0) == is.map(|it| &it.0) {
                continue;
            }
            let marks = (
                Some(was.map_or(at.0, |it| &it.1)),
                Some(is.map_or(at.1, |it| &it.1)),
            );
            let change = self.add(
                rule,
                meets,
                marks,
                format!("`{key}` is not compared, and is not as it was"),
            );
            change.verdict = Verdict::Unknown;
            change.detail = Some(said(was.map(|it| &it.0), is.map(|it| &it.0)));
        }
    }
}

fn said(was: Option<&serde_json::Value>, is: Option<&serde_json::Value>) -> String {
    let text = |it: Option<&serde_json::Value>| {
        it.map_or_else(
            || "nothing".to_owned(),
            |it| format!("`{}`", crate::changes::shortened(&it.to_string())),
        )
    };
    format!("it was {}, and is {}", text(was), text(is))
}
