//! What somebody asks about: a place as it is written on the command line, and what stands there.

use std::collections::BTreeSet;

use govern_diagnostics::{Diagnostic, FileId};
use govern_facts::{FileFacts, ItemKind};
use govern_gate::{Error, Session};

use crate::criteria::{Criteria, What};
use crate::ids::nearest;
use crate::reach::{Item, Items, whole};

/// A place as it is written: `src/orders.rs:42`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Asked {
    path: String,
    line: Option<u32>,
}

/// What stands at a place.
#[derive(Debug, Default)]
pub(super) struct Subject {
    /// The file.
    pub(super) path: String,
    /// The items, of a Rust file.
    pub(super) items: BTreeSet<Item>,
    /// The tests and scenarios.
    pub(super) evidence: BTreeSet<What>,
    /// The file, of Rust.
    pub(super) file: Option<FileId>,
    /// Whether all of the file is meant.
    pub(super) whole: bool,
}

impl Asked {
    /// A column behind the line, as compilers write it, does not matter.
    pub(super) fn read(text: &str) -> Asked {
        let number = |text: &str| text.parse::<u32>().ok();
        if let Some((before, last)) = text.rsplit_once(':')
            && let Some(last) = number(last)
        {
            if let Some((path, line)) = before.rsplit_once(':')
                && let Some(line) = number(line)
            {
                return Asked {
                    path: path.to_owned(),
                    line: Some(line),
                };
            }
            return Asked {
                path: before.to_owned(),
                line: Some(last),
            };
        }
        Asked {
            path: text.to_owned(),
            line: None,
        }
    }
}

/// What stands at a place.
pub(super) fn subject(
    session: &Session,
    model: &Criteria,
    asked: &Asked,
) -> Result<Subject, Error> {
    let workspace = session.workspace();
    let path = workspace.path_of_argument(&asked.path)?;
    if let Some(row) = model.features.iter().position(|it| it.path == path) {
        return scenarios(session, model, row, asked.line);
    }
    let known = workspace.files().iter().copied();
    let Some(file) = known.clone().find(|&file| workspace.path(file) == path) else {
        return Err(unknown(session, model, &path));
    };
    let Some(facts) = workspace.facts(file) else {
        let message = format!("`{path}` could not be read");
        return Err(Diagnostic::config(message)
            .help("`cargo ac` says why")
            .into());
    };
    let items = Items::with_tests(facts, file, model);
    let mut subject = Subject {
        file: Some(file),
        whole: asked.line.is_none(),
        ..Subject::default()
    };
    match asked.line {
        None => subject.items = items.all().map(|item| (file, item)).collect(),
        Some(line) => {
            let text = workspace.text(file)?;
            let (start, end) = line_of(session, file, &path, line)?;
            let indent = text[start..end].len() - text[start..end].trim_start().len();
            let at = u32::try_from(start + indent).unwrap_or(u32::MAX);
            let item = items
                .around(at, at)
                .filter(|_| at < u32::try_from(end).unwrap_or(u32::MAX))
                .or_else(|| documented(facts, at));
            let Some(item) = item else {
                let message = format!("nothing stands at line {line} of `{path}`");
                return Err(Diagnostic::config(message)
                    .help("name the line of a function, a type or a test, or leave it out")
                    .into());
            };
            subject.items = inside(facts, &items, file, item);
        }
    }
    subject.path = path;
    let tests = model.rust.tests.iter().enumerate();
    let begins = tests.map(|(row, _)| What::Test(row));
    let is_there = |what: &What| {
        let mut begins = crate::reach::begins(model, what).into_iter();
        begins.any(|item| subject.items.contains(&item))
    };
    let evidence: BTreeSet<What> = begins.filter(is_there).collect();
    subject.evidence = evidence;
    Ok(subject)
}

/// The item that documentation stands at.
fn documented(facts: &FileFacts, at: u32) -> Option<govern_facts::ItemId> {
    let mut comments = facts.comments.iter();
    let comment = comments.find(|it| it.extent.start <= at && at < it.extent.end)?;
    let item = comment.item?;
    let is_module = matches!(facts.item(item).kind, ItemKind::Module { .. });
    (!is_module).then(|| whole(facts, item))
}

/// An item, and what stands in it.
fn inside(
    facts: &FileFacts,
    items: &Items,
    file: FileId,
    item: govern_facts::ItemId,
) -> BTreeSet<Item> {
    let Some(around) = facts.items.get(item.index()) else {
        return BTreeSet::from([(file, item)]);
    };
    let is_inside = |id: &govern_facts::ItemId| {
        let other = facts.items.get(id.index());
        other.is_some_and(|other| around.extent.contains(other.extent))
    };
    let within = items.all().filter(is_inside);
    within.chain([item]).map(|id| (file, id)).collect()
}

/// Where a line begins and ends.
fn line_of(
    session: &Session,
    file: FileId,
    path: &str,
    line: u32,
) -> Result<(usize, usize), Error> {
    let sources = session.sources_for([file]);
    let lines = sources.get(file).map_or(0, |it| it.text.lines().count());
    let is_there = usize::try_from(line).is_ok_and(|line| (1..=lines).contains(&line));
    let range = sources.line_range(file, line).filter(|_| is_there);
    let range = range.ok_or_else(|| Diagnostic::config(format!("`{path}` has no line {line}")))?;
    Ok((range.start().into(), range.end().into()))
}

/// The scenarios of a feature file, or those at a line of it.
fn scenarios(
    session: &Session,
    model: &Criteria,
    feature: usize,
    line: Option<u32>,
) -> Result<Subject, Error> {
    let file = &model.features[feature];
    let its = || {
        let scenarios = model.scenarios.iter().enumerate();
        scenarios.filter(|(_, it)| it.feature == feature)
    };
    let sources = session.sources_for([file.file]);
    let rows: BTreeSet<usize> = match line {
        None => its().map(|(row, _)| row).collect(),
        Some(line) => {
            line_of(session, file.file, &file.path, line)?;
            // The tags before a scenario are part of it.
            let first = |it: &crate::feature::Scenario| {
                let tags = it.tags.iter().map(|tag| tag.span);
                let lines = tags.filter_map(|span| Some(sources.locate(span)?.start.line));
                let title = it.line;
                let before: BTreeSet<u32> = lines.filter(|at| *at < title).collect();
                // Those that stand right above it; others hold for more than it.
                (0..title)
                    .rev()
                    .take_while(|at| before.contains(at))
                    .last()
                    .unwrap_or(title)
            };
            let begun = its().filter(|(_, it)| first(it) <= line);
            let last = begun.map(|(_, it)| first(it)).max();
            match last {
                Some(last) => its()
                    .filter(|(_, it)| first(it) == last)
                    .map(|(row, _)| row)
                    .collect(),
                // What stands before all scenarios holds for all.
                None => its().map(|(row, _)| row).collect(),
            }
        }
    };
    Ok(Subject {
        path: file.path.clone(),
        evidence: rows.into_iter().map(What::Scenario).collect(),
        whole: line.is_none(),
        ..Subject::default()
    })
}

fn unknown(session: &Session, model: &Criteria, path: &str) -> Error {
    let workspace = session.workspace();
    if !path.ends_with(".rs") && !path.ends_with(".feature") && workspace.read_bytes(path).is_ok() {
        let message =
            format!("`{path}` is neither Rust nor a feature that `features` in `[ac]` names");
        return Diagnostic::config(message)
            .help("of a ledger, `cargo ac show ID` tells")
            .into();
    }
    let message = if path.ends_with(".feature") {
        format!("no feature of `features` in `[ac]` is `{path}`")
    } else {
        format!("no target reads `{path}`")
    };
    let files = workspace.files().iter().map(|&file| workspace.path(file));
    let features = model.features.iter().map(|it| it.path.as_str());
    match nearest(path, files.chain(features)) {
        Some(nearest) => Diagnostic::config(message)
            .help(format!("did you mean `{nearest}`?"))
            .into(),
        None => Diagnostic::config(message).into(),
    }
}

#[cfg(test)]
mod tests {
    use super::Asked;

    #[test]
    fn a_place_is_a_path_and_perhaps_a_line() {
        let read = |text: &str| {
            let Asked { path, line } = Asked::read(text);
            (path, line)
        };
        assert_eq!(read("a/b.rs"), ("a/b.rs".to_owned(), None));
        assert_eq!(read("a/b.rs:3"), ("a/b.rs".to_owned(), Some(3)));
        assert_eq!(read("a/b.rs:3:14"), ("a/b.rs".to_owned(), Some(3)));
        assert_eq!(read("C:/b.rs"), ("C:/b.rs".to_owned(), None));
        assert_eq!(read("C:/b.rs:3"), ("C:/b.rs".to_owned(), Some(3)));
    }
}
