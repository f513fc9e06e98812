//! OpenAPI and AsyncAPI: documents that say what a program takes and what it gives. Which way a part goes, the document says,
//! so each part is compared in its own direction.
//!
//! The crates that read such documents (openapiv3, oas3, roas, roas-asyncapi) give structures of serde: without places, and
//! without what they do not know, so that a change of it would pass for none. So documents are read here, as trees with places,
//! and their schemas by the same code that reads JSON Schema.

mod asyncapi;
mod book;
mod diff;
mod judge;
mod openapi;
#[cfg(test)]
mod random_tests;
mod template;

use std::collections::BTreeSet;

use govern_gate::Date;

use self::book::{Book, SchemaAt};
use self::diff::Diff;
use super::change::{At, Change, Invalid};
use super::config::Kind;
use super::json::Tree;
use super::schema::{Dialect, Pair, Read, Reading};

/// For parts that are no schemas.
const NOTHING_SAID: Reading = Reading {
    dialect: Dialect::Draft2020,
    left_out: None,
};

/// What a version of a document says.
enum Said {
    OpenApi(openapi::Document),
    AsyncApi(asyncapi::Document),
}

impl Said {
    fn read(kind: Kind, book: &mut Book<'_>, path: &str) -> Option<Said> {
        let root = book.open(path)?;
        if book.mistakes().next().is_some() {
            return None;
        }
        if !matches!(root.node().tree, Tree::Object(_)) {
            book.wrong(&root, "the document is an object");
            return None;
        }
        match kind {
            Kind::AsyncApi => asyncapi::Document::read(book, &root).map(Said::AsyncApi),
            _ => openapi::Document::read(book, &root).map(Said::OpenApi),
        }
    }

    fn dialect(&self) -> Dialect {
        match self {
            Said::OpenApi(it) => it.dialect,
            Said::AsyncApi(_) => Dialect::Draft7,
        }
    }

    /// All schemas that it has.
    fn schemas(&self) -> &BTreeSet<SchemaAt> {
        match self {
            Said::OpenApi(it) => &it.schemas,
            Said::AsyncApi(it) => &it.schemas,
        }
    }
}

/// Compares documents, each with what it was. Those that only one version has are looked at for mistakes.
pub(super) fn compare(
    kind: Kind,
    (pairs, single): (&[Pair], &[String]),
    read_old: Read<'_>,
    read_new: Read<'_>,
    today: Date,
) -> (Vec<(usize, Change)>, Vec<Invalid>) {
    let (mut found, mut invalid) = (Vec::new(), Vec::new());
    let mut read = |path: &str, read: Read<'_>, published: bool| {
        let mut book = Book::new(read);
        let said = Said::read(kind, &mut book, path);
        let mut wrong: Vec<Invalid> = book
            .mistakes()
            .map(|(path, it)| invalid_at(published, path, it))
            .collect();
        if let (Some(said), true) = (&said, wrong.is_empty()) {
            wrong = judge::mistakes(read, said.dialect(), said.schemas(), published);
        }
        let said = said.filter(|_| wrong.is_empty());
        invalid.extend(wrong);
        said
    };
    let mut jobs = Vec::new();
    for (row, pair) in pairs.iter().enumerate() {
        let was = read(&pair.old, read_old, true);
        let is = read(&pair.new, read_new, false);
        if let (Some(was), Some(is)) = (was, is) {
            jobs.push((row, was, is));
        }
    }
    for path in single {
        read(path, read_new, false);
    }
    for (row, was, is) in jobs {
        let mut diff = Diff::default();
        match (&was, &is) {
            (Said::OpenApi(was), Said::OpenApi(is)) => openapi::compare(was, is, today, &mut diff),
            (Said::AsyncApi(was), Said::AsyncApi(is)) => asyncapi::compare(was, is, &mut diff),
            _ => {}
        }
        let schemas = judge::judge(
            &diff.jobs,
            (read_old, was.dialect()),
            (read_new, is.dialect()),
        );
        let changes = judge::told_once(diff.changes.into_iter().chain(schemas));
        found.extend(changes.into_iter().map(|change| (row, change)));
    }
    invalid.sort_by(|a, b| {
        (a.published, &a.at.path, a.at.range.start(), &a.message).cmp(&(
            b.published,
            &b.at.path,
            b.at.range.start(),
            &b.message,
        ))
    });
    invalid.dedup();
    (found, invalid)
}

fn invalid_at(published: bool, path: &str, mistake: &super::json::Mistake) -> Invalid {
    Invalid {
        published,
        at: At {
            path: path.to_owned(),
            range: mistake.range,
        },
        message: mistake.message.clone(),
    }
}

/// The kind of a document, by what its first level says.
pub(super) fn kind_of(path: &str, text: &str) -> Option<Kind> {
    let root = super::yaml::parse_as(path, text).ok()?;
    match (root.get("openapi"), root.get("asyncapi")) {
        (Some(_), _) => Some(Kind::OpenApi),
        (_, Some(_)) => Some(Kind::AsyncApi),
        _ => None,
    }
}
