//! Files to try policies on: bad ones that break the rules that they name, and good ones beside them that break none.
//!
//! `testdata/<case>/` in the directory of policies holds `bad…` and `good…`, files or directories, and `expect.toml`, which
//! says of each bad file what it breaks: `"bad.yaml" = ["deploy.deny_latest@7"]`.

use std::collections::{BTreeMap, BTreeSet};

use govern_diagnostics::Span;
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::asking::answers;
use super::documents::Parser;
use super::inputs::Documents;
use super::load::{Loaded, text_range};
use super::settings::Look;
use super::{Package, Policies, Said, Tried, WrongFixture};

/// What says which rules bad files break.
pub(super) const EXPECT: &str = "expect.toml";

/// A directory of files to try policies on.
#[derive(Default)]
pub(super) struct Case {
    /// Its path.
    pub(super) path: String,
    /// What it expects: for each bad file, by its path from there, where it is named, and the rules.
    pub(super) expected: BTreeMap<String, (Span, Vec<Expected>)>,
    bad: Vec<String>,
    good: Vec<String>,
    /// Files that are neither.
    others: Vec<String>,
    /// What is wrong with what it expects.
    wrong: Vec<WrongFixture>,
}

/// A rule that a file is to break.
pub(super) struct Expected {
    /// Its package and name.
    pub(super) rule: String,
    line: Option<usize>,
    span: Span,
}

/// A complaint about a file.
struct Found {
    said: Said,
    line: usize,
}

/// The directories of files to try policies on.
pub(super) fn cases(loaded: &Loaded<'_>) -> Vec<Case> {
    let mut cases: BTreeMap<&str, Case> = BTreeMap::new();
    for path in &loaded.listing.files {
        let inside = loaded
            .settings
            .place
            .inside(path)
            .and_then(|path| path.strip_prefix("testdata/"));
        let Some((name, file)) = inside.and_then(|path| path.split_once('/')) else {
            continue;
        };
        let case = cases.entry(name).or_insert_with(|| Case {
            path: format!("{}/testdata/{name}", loaded.settings.place.directory),
            ..Case::default()
        });
        match file {
            EXPECT => case.read(loaded, path),
            _ if file.starts_with("bad") => case.bad.push(file.to_owned()),
            _ if file.starts_with("good") => case.good.push(file.to_owned()),
            _ if file.ends_with(".md") => {}
            _ => case.others.push(file.to_owned()),
        }
    }
    cases.into_values().collect()
}

/// Tries policies on all of them.
pub(super) fn judge(loaded: &Loaded<'_>, documents: &mut Documents<'_>, policies: &mut Policies) {
    for case in cases(loaded) {
        case.judge(loaded, documents, policies);
    }
}

impl Case {
    fn read(&mut self, loaded: &Loaded<'_>, path: &str) {
        let file = loaded.file(path);
        let mut wrong = |range, message: String| {
            self.wrong.push(WrongFixture {
                span: Span::new(file, text_range(&range)),
                path: path.to_owned(),
                message,
            });
        };
        let text = match loaded.workspace.read(path) {
            Ok((_, text)) => text,
            Err(error) => return wrong(0..0, error.to_string()),
        };
        let table = match DeTable::parse(&text) {
            Ok(table) => table,
            Err(error) => {
                return wrong(error.span().unwrap_or_default(), error.message().to_owned());
            }
        };
        for (key, value) in table.get_ref() {
            let ids: Option<Vec<Expected>> = value.get_ref().as_array().and_then(|values| {
                let ids = values.iter().map(|value| Expected::new(value, file));
                ids.collect()
            });
            match ids.filter(|ids| !ids.is_empty()) {
                Some(ids) => {
                    let span = Span::new(file, text_range(&key.span()));
                    self.expected.insert(key.get_ref().to_string(), (span, ids));
                }
                None => wrong(
                    value.span(),
                    "of a bad file is said which rules it breaks: `[\"package.rule\", \"package.rule@line\"]`".to_owned(),
                ),
            }
        }
    }

    /// What its files are in `testdata`.
    fn full(&self, file: &str) -> String {
        format!("{}/{file}", self.path)
    }

    fn judge(
        mut self,
        loaded: &Loaded<'_>,
        documents: &mut Documents<'_>,
        policies: &mut Policies,
    ) {
        let names = self.expected.values().flat_map(|(_, ids)| ids);
        let packages: BTreeSet<&str> = names
            .filter_map(|id| Some(id.rule.rsplit_once('.')?.0))
            .collect();
        let packages: Vec<&Package> = policies
            .packages
            .iter()
            .filter(|it| packages.contains(it.name.as_str()))
            .collect();
        let mut wrong = std::mem::take(&mut self.wrong);
        self.named(loaded, &packages, &mut wrong);
        let mut broken = Vec::new();
        let mut about = |file: &str, documents: &mut Documents<'_>| -> Vec<Found> {
            let path = self.full(file);
            let shown = documents
                .file(&path, parser(loaded, &packages, &path))
                .to_vec();
            let mut found = Vec::new();
            for package in packages.iter().filter(|package| package.is_whole) {
                let answers = answers(loaded, package, &shown);
                broken.extend(answers.broken);
                found.extend(answers.said.into_iter().map(|(_, said)| Found {
                    line: line(loaded, &path, &said),
                    said,
                }));
            }
            found
        };
        let mut tried: BTreeMap<String, Tried> = BTreeMap::new();
        for file in &self.bad {
            let found = about(file, documents);
            policies.tried.push(self.full(file));
            let Some((_, ids)) = self.expected.get(file) else {
                continue;
            };
            // What is wrong with the policy is said of the policy.
            let is_asked =
                |id: &&Expected| rule_of(&packages, &id.rule).is_some_and(|it| it.is_whole);
            let ids: Vec<&Expected> = ids.iter().filter(is_asked).collect();
            for rule in self.compare(file, &ids, &found, &mut wrong) {
                tried.insert(rule, Tried::Half);
            }
        }
        let mut is_clean = !self.good.is_empty();
        for file in &self.good {
            policies.tried.push(self.full(file));
            for found in about(file, documents) {
                is_clean = false;
                let message = format!(
                    "it is to be good, and `{}` says: {}",
                    found.said.rule, found.said.message
                );
                wrong.push(WrongFixture {
                    span: found.said.span,
                    path: self.full(file),
                    message,
                });
            }
        }
        if is_clean {
            tried.values_mut().for_each(|tried| *tried = Tried::Both);
        }
        for package in &mut policies.packages {
            for rule in &mut package.rules {
                let now = tried.get(&format!("{}.{}", package.name, rule.name));
                rule.tried = rule.tried.max(now.copied().unwrap_or_default());
            }
        }
        for broken in broken {
            if !policies.broken.contains(&broken) {
                policies.broken.push(broken);
            }
        }
        policies.wrong_fixtures.extend(wrong);
    }

    /// What is wrong before anything is tried: files that nothing is said of, and what is said of none.
    fn named(&self, loaded: &Loaded<'_>, packages: &[&Package], wrong: &mut Vec<WrongFixture>) {
        let start = |file: &str| Span::start_of(loaded.file(&self.full(file)));
        let mut say = |span: Span, file: &str, message: String| {
            wrong.push(WrongFixture {
                span,
                path: self.full(file),
                message,
            });
        };
        for file in self
            .bad
            .iter()
            .filter(|file| !self.expected.contains_key(*file))
        {
            say(
                start(file),
                file,
                format!("`{EXPECT}` does not say which rules it breaks"),
            );
        }
        for file in &self.others {
            let text = "nobody tries it: what is tried is called `good…` or `bad…`".to_owned();
            say(start(file), file, text);
        }
        for file in self.good.iter().filter(|_| self.expected.is_empty()) {
            say(
                start(file),
                file,
                format!("`{EXPECT}` names no rule that it could be tried with"),
            );
        }
        for (file, (span, ids)) in &self.expected {
            if !self.bad.contains(file) {
                say(*span, file, format!("there is no bad file `{file}`"));
            }
            for id in ids {
                if rule_of(packages, &id.rule).is_none() {
                    say(
                        id.span,
                        file,
                        format!("no rule that denies or warns is called `{}`", id.rule),
                    );
                }
            }
        }
    }

    /// Compares what is said about a bad file with what is expected; gives the rules that do what they are to.
    fn compare(
        &self,
        file: &str,
        ids: &[&Expected],
        found: &[Found],
        wrong: &mut Vec<WrongFixture>,
    ) -> BTreeSet<String> {
        let path = self.full(file);
        let mut met = BTreeSet::new();
        for id in ids {
            if found.iter().any(|found| id.fits(found)) {
                met.insert(id.rule.clone());
                continue;
            }
            let elsewhere = found.iter().find(|found| found.said.rule == id.rule);
            let message = match (elsewhere, id.line) {
                (Some(found), Some(line)) => {
                    format!(
                        "`{}` says it of line {}, not of line {line}",
                        id.rule, found.line
                    )
                }
                _ => format!("`{}` says nothing about it", id.rule),
            };
            wrong.push(WrongFixture {
                span: id.span,
                path: path.clone(),
                message,
            });
        }
        for found in found
            .iter()
            .filter(|found| !ids.iter().any(|id| id.fits(found)))
        {
            let message = format!(
                "`{EXPECT}` does not say that it breaks `{}@{}`: {}",
                found.said.rule, found.line, found.said.message
            );
            wrong.push(WrongFixture {
                span: found.said.span,
                path: path.clone(),
                message,
            });
        }
        met
    }
}

impl Expected {
    fn new(value: &Spanned<DeValue<'_>>, file: govern_diagnostics::FileId) -> Option<Expected> {
        let text = value.get_ref().as_str()?;
        let span = Span::new(file, text_range(&value.span()));
        let (rule, line) = match text.split_once('@') {
            Some((rule, line)) => (rule, Some(line.parse().ok()?)),
            None => (text, None),
        };
        rule.contains('.').then(|| Expected {
            rule: rule.to_owned(),
            line,
            span,
        })
    }

    fn fits(&self, found: &Found) -> bool {
        self.rule == found.said.rule && self.line.is_none_or(|line| line == found.line)
    }
}

/// The package of a rule that denies or warns.
fn rule_of<'p>(packages: &[&'p Package], name: &str) -> Option<&'p Package> {
    let (package, rule) = name.rsplit_once('.')?;
    let package = packages.iter().find(|it| it.name == package)?;
    let is_there = package.rules.iter().any(|it| it.name == rule);
    is_there.then_some(*package)
}

/// What a file is read as: what its name says, or else what a package says of the files that it looks at.
fn parser(loaded: &Loaded<'_>, packages: &[&Package], path: &str) -> Option<Parser> {
    if Parser::of(path).is_some() {
        return None;
    }
    let own = packages
        .iter()
        .filter_map(|package| loaded.looks.get(&package.name));
    let own = own.flatten().map(|(_, look)| look);
    let checks = loaded.settings.checks.iter();
    let checks =
        checks.filter(|check| packages.iter().any(|it| check.packages.match_any(&it.name)));
    let mut looks = own.chain(checks.map(|check| &check.look));
    looks.find_map(|look| match look {
        Look::Files(files) => files.parser,
        _ => None,
    })
}

/// The line that something is said of.
fn line(loaded: &Loaded<'_>, path: &str, said: &Said) -> usize {
    let text = loaded.workspace.read(path).map(|(_, text)| text);
    let start = usize::from(said.span.range.start());
    let before = text.as_deref().ok().and_then(|text| text.get(..start));
    before.map_or(1, |before| before.matches('\n').count() + 1)
}
