//! What a program may do about findings: the edits of all of them, tried in memory before anybody writes them.

use std::{collections::BTreeMap, sync::Arc};

use govern_diagnostics::{Code, Diagnostic, FileId, Fix, Report, Sources, TextEdit};

use crate::{
    Error, Gate, Options, Session,
    canary::{identity, unusable},
    mistakes, run,
};

/// What files hold, by their paths from the root: before and after.
pub type Texts = BTreeMap<String, (Arc<str>, String)>;

/// What can be done about what is found.
#[derive(Debug, Default)]
pub struct Fixes {
    /// The findings that go away, in the order of a report.
    pub fixed: Vec<Diagnostic>,
    /// The findings that could go away, and why they stay for now.
    pub left: Vec<(Diagnostic, &'static str)>,
    /// How many findings there are about which a program may do nothing.
    pub others: usize,
    /// What has to be written.
    pub texts: Texts,
    /// The same for people: without what no report shows.
    pub shown: Texts,
    /// The sources that the findings point into.
    pub sources: Sources,
}

/// It touches a place that another one changes.
const OVERLAPS: &str = "another fix changes the same place: run it again afterwards";
/// Tried, it is none.
const IS_NO_FIX: &str = "with its fix something else would be found, or it would still be";
/// What an edit points into is no file that can be written.
const NO_FILE: &str = "it stands in no file of the workspace";

/// Which files are edited how.
type Plan<'f> = BTreeMap<FileId, Vec<&'f TextEdit>>;

/// What can be done about the findings of these gates. `asked` says which findings are meant. A fix counts only if the workspace as it
/// would be with it has lost the finding and has no other one.
///
/// # Errors
///
/// If the workspace cannot be checked as it is.
pub fn fixes(
    gates: &[&dyn Gate],
    session: &Session,
    asked: impl Fn(&Diagnostic) -> bool,
) -> Result<Fixes, Error> {
    let mistakes = mistakes(gates, session);
    if !mistakes.is_empty() {
        return Err(Error::Diagnosed(mistakes));
    }
    let now = run(gates, session);
    if let Some(why) = unusable(&now) {
        return Err(why);
    }
    let mut fixes = Fixes::default();
    let mut chosen = Vec::new();
    let mut plan = Plan::new();
    let found = now.report.diagnostics.iter().filter(|it| asked(it));
    for diagnostic in found {
        let Some(fix) = &diagnostic.fix else {
            fixes.others += 1;
            continue;
        };
        let is_ours = |edit: &TextEdit| session.workspace().owns(edit.span.file);
        if !fix.edits.iter().all(is_ours) {
            fixes.left.push((diagnostic.clone(), NO_FILE));
        } else if fix.edits.iter().any(|edit| clashes(&plan, edit)) {
            fixes.left.push((diagnostic.clone(), OVERLAPS));
        } else {
            add(&mut plan, fix);
            chosen.push((diagnostic, fix));
        }
    }
    let trial = Trial { gates, session };
    if !chosen.is_empty() && !trial.works(&chosen)? {
        // One of them spoils it: each is looked at alone, and those that are sound together once more.
        let mut sound = Vec::new();
        for one in chosen {
            match trial.works(&[one])? {
                true => sound.push(one),
                false => fixes.left.push((one.0.clone(), IS_NO_FIX)),
            }
        }
        if sound.len() > 1 && !trial.works(&sound)? {
            for (diagnostic, _) in sound.drain(1..) {
                fixes.left.push((diagnostic.clone(), OVERLAPS));
            }
        }
        chosen = sound;
    }
    fixes.texts = trial.texts(&chosen, None)?;
    fixes.shown = trial.texts(&chosen, Some(&now.sources))?;
    fixes.fixed = chosen.into_iter().map(|(it, _)| it.clone()).collect();
    fixes.sources = now.sources;
    Ok(fixes)
}

/// Whether an edit touches a place that is edited already, other than in the same way.
fn clashes(plan: &Plan<'_>, edit: &TextEdit) -> bool {
    let others = plan.get(&edit.span.file).into_iter().flatten();
    others.filter(|other| **other != edit).any(|other| {
        let (a, b) = (edit.span.range, other.span.range);
        let is_one_point = a.is_empty() && b.is_empty() && a.start() == b.start();
        is_one_point || (a.start() < b.end() && b.start() < a.end())
    })
}

fn add<'f>(plan: &mut Plan<'f>, fix: &'f Fix) {
    for edit in &fix.edits {
        let edits = plan.entry(edit.span.file).or_default();
        if !edits.contains(&edit) {
            edits.push(edit);
        }
    }
}

struct Trial<'s> {
    gates: &'s [&'s dyn Gate],
    session: &'s Session,
}

impl Trial<'_> {
    /// What the files hold after these fixes; with `shown`, as those have them.
    fn texts(
        &self,
        chosen: &[(&Diagnostic, &Fix)],
        shown: Option<&Sources>,
    ) -> Result<Texts, Error> {
        let mut plan = Plan::new();
        for (_, fix) in chosen {
            add(&mut plan, fix);
        }
        let workspace = self.session.workspace();
        let mut texts = Texts::new();
        for (file, mut edits) in plan {
            let path = workspace.path(file);
            let before = match shown.and_then(|sources| sources.get(file)) {
                Some(source) => source.text.clone(),
                None => workspace.read(path)?.1,
            };
            edits.sort_by_key(|edit| (edit.span.range.start(), edit.span.range.end()));
            texts.insert(path.to_owned(), (before.clone(), edited(&before, &edits)));
        }
        Ok(texts)
    }

    /// Whether what they are about is gone with them, and nothing else is there.
    fn works(&self, chosen: &[(&Diagnostic, &Fix)]) -> Result<bool, Error> {
        let texts = self.texts(chosen, None)?;
        // Compared is like with like: packages are as the manifests describe them, before and after.
        let before = self.found(texts.iter().map(|(path, (before, _))| (path, &**before)))?;
        let after = self.found(
            texts
                .iter()
                .map(|(path, (_, after))| (path, after.as_str())),
        )?;
        let Some((before, after)) = before.zip(after) else {
            return Ok(false);
        };
        let count = |counts: &Counts, of: &(Code, String)| counts.get(of).copied().unwrap_or(0);
        let is_new = |(of, number): (&(Code, String), &usize)| *number > count(&before, of);
        if after.iter().any(is_new) {
            return Ok(false);
        }
        let mut gone = Counts::new();
        for (diagnostic, _) in chosen {
            let (code, key) = identity(diagnostic);
            *gone.entry((code, key.to_owned())).or_default() += 1;
        }
        Ok(gone
            .iter()
            .all(|(of, number)| count(&before, of) >= count(&after, of) + number))
    }

    /// What is found in the workspace as if these files held that; none if it cannot be checked then.
    fn found<'t>(
        &self,
        files: impl Iterator<Item = (&'t String, &'t str)>,
    ) -> Result<Option<Counts>, Error> {
        let edits = files.map(|(path, text)| (path.clone(), Some(text.as_bytes().to_vec())));
        let workspace = self.session.workspace().edited(edits.collect())?;
        let options = Options {
            since: None,
            ..self.session.options.clone()
        };
        let run = run(self.gates, &Session::new(workspace, options));
        Ok(unusable(&run).is_none().then(|| counted(&run.report)))
    }
}

/// How many findings there are of each identity.
type Counts = BTreeMap<(Code, String), usize>;

fn counted(report: &Report) -> Counts {
    let mut counts = Counts::new();
    for diagnostic in &report.diagnostics {
        let (code, key) = identity(diagnostic);
        *counts.entry((code, key.to_owned())).or_default() += 1;
    }
    counts
}

/// A text after edits that are sorted and do not overlap.
fn edited(text: &str, edits: &[&TextEdit]) -> String {
    let mut edited = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        let (start, end) = (
            usize::from(edit.span.range.start()),
            usize::from(edit.span.range.end()),
        );
        edited.push_str(text.get(at..start).unwrap_or_default());
        edited.push_str(&edit.text);
        at = end;
    }
    edited.push_str(text.get(at..).unwrap_or_default());
    edited
}

#[cfg(test)]
mod tests {
    use govern_diagnostics::Span;
    use text_size::TextRange;

    use super::*;

    fn edit(start: u32, end: u32, text: &str) -> TextEdit {
        TextEdit {
            span: Span::new(FileId(0), TextRange::new(start.into(), end.into())),
            text: text.to_owned(),
        }
    }

    #[test]
    fn edits_are_made_in_their_order() {
        let (a, b, c) = (edit(0, 1, ""), edit(2, 4, "xyz"), edit(5, 5, "!"));
        assert_eq!(edited("abcde", &[&a, &b, &c]), "bxyze!");
        assert_eq!(edited("abcde", &[]), "abcde");
    }

    #[test]
    fn places_clash_unless_they_only_touch_or_are_the_same_edit() {
        let fix = |edit: TextEdit| Fix {
            title: String::new(),
            edits: vec![edit],
        };
        let there = fix(edit(2, 5, ""));
        let mut plan = Plan::new();
        add(&mut plan, &there);
        add(&mut plan, &there);
        assert_eq!(plan[&FileId(0)].len(), 1);
        for (start, end, text, expected) in [
            (0, 2, "", false),
            (5, 7, "", false),
            (2, 5, "", false),
            (2, 5, "x", true),
            (0, 3, "", true),
            (3, 4, "", true),
            (4, 9, "", true),
        ] {
            let clash = clashes(&plan, &edit(start, end, text));
            assert_eq!(clash, expected, "{start}..{end} {text}");
        }
    }
}
