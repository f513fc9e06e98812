//! Which files there are in both versions, and what became of them.

use std::{collections::BTreeMap, sync::Arc};

use govern_diagnostics::{Code, Diagnostic, Severity, Span};
use govern_gate::{Error, Session};
use govern_workspace::{Workspace, join_inside};
use text_size::TextRange;

use super::change::{At, Change, Invalid};
use super::config::{Category, FilesConfig, Kind};
use super::report::{FileChange, FileContracts};
use super::schema::Pair;
use super::{api, proto, schema, wasm, wit};
use crate::changes::Meets;
use crate::compat::Verdict;

/// What came of all files.
#[derive(Debug, Default)]
pub(crate) struct Checked {
    pub(crate) contracts: FileContracts,
    /// Files that cannot be understood.
    pub(crate) invalid: Vec<Diagnostic>,
    /// Globs with how many files they match.
    pub(crate) globs: Vec<(Option<Span>, String, usize)>,
}

/// Compares the files that `[[contract.files]]` names with what they were. Without a published version they are only looked
/// at themselves. `except` is a directory with copies.
pub(crate) fn check(
    session: &Session,
    files: &[FilesConfig],
    old: Option<&Workspace>,
    except: Option<&str>,
) -> Result<Checked, Error> {
    let mut checked = Checked::default();
    for config in files {
        let mut group = Group::new(session, config, old);
        group.find(except, &mut checked)?;
        let (changes, invalid) = group.compare();
        let contracts = &mut checked.contracts;
        // What cannot be read was not compared.
        let broken = |published: bool, path: &String| {
            invalid
                .iter()
                .any(|it| it.published == published && it.at.path == *path)
        };
        let whole = group
            .pairs
            .iter()
            .filter(|it| !broken(true, &it.old) && !broken(false, &it.new));
        *contracts.compared.entry(config.kind).or_default() += whole.count() + group.removed.len();
        contracts.changes.extend(
            changes
                .into_iter()
                .map(|(path, change)| group.located(path, change)),
        );
        checked
            .invalid
            .extend(invalid.into_iter().map(|it| group.diagnostic(it)));
        group.look(&mut checked);
    }
    let key = |it: &FileChange| {
        (
            it.file.clone(),
            it.change.place.clone(),
            it.change.meets,
            it.change.what.clone(),
        )
    };
    checked.contracts.changes.sort_by_key(key);
    checked.contracts.changes.dedup_by_key(|it| key(it));
    checked.invalid.sort_by(|a, b| a.key.cmp(&b.key));
    checked.invalid.dedup();
    Ok(checked)
}

/// The files of one table.
#[derive(Debug, Default)]
pub(crate) struct Standing {
    /// All that are there, by their paths.
    pub(crate) there: Vec<String>,
    /// Those that nothing has become of since they were published.
    pub(crate) unchanged: Vec<Pair>,
}

/// How the files of a table stand to what was published.
pub(crate) fn standing(
    session: &Session,
    config: &FilesConfig,
    old: Option<&Workspace>,
    except: Option<&str>,
) -> Result<Standing, Error> {
    let mut group = Group::new(session, config, old);
    group.find(except, &mut Checked::default())?;
    let (changes, invalid) = group.compare();
    let pairs = group.pairs.iter().map(|pair| &pair.new);
    let there = pairs.chain(&group.added).cloned().collect();
    let mut unchanged = group.pairs;
    unchanged.retain(|pair| {
        let is_changed = changes.iter().any(|(path, _)| *path == pair.new);
        // What is wrong with one of them may keep all from being compared.
        invalid.is_empty() && !is_changed
    });
    Ok(Standing { there, unchanged })
}

/// The files of one table.
struct Group<'s> {
    session: &'s Session,
    config: &'s FilesConfig,
    old: Option<&'s Workspace>,
    pairs: Vec<Pair>,
    /// Files that only the published version has.
    removed: Vec<String>,
    /// Files that only the published version has, of packages that both have.
    divided: Vec<String>,
    /// Files that only this version has.
    added: Vec<String>,
    /// By path, the glob that found it.
    globs: BTreeMap<String, Option<Span>>,
}

impl<'s> Group<'s> {
    fn new(session: &'s Session, config: &'s FilesConfig, old: Option<&'s Workspace>) -> Group<'s> {
        Group {
            session,
            config,
            old,
            pairs: Vec::new(),
            removed: Vec::new(),
            divided: Vec::new(),
            added: Vec::new(),
            globs: BTreeMap::new(),
        }
    }

    fn find(&mut self, except: Option<&str>, checked: &mut Checked) -> Result<(), Error> {
        let copies =
            except.map(|it| format!("{}/", it.trim_start_matches("./").trim_end_matches('/')));
        let (mut before, mut now) = (Vec::new(), Vec::new());
        for glob in &self.config.paths {
            let span = self.session.config_span(glob.span());
            let find = |workspace: &Workspace| {
                workspace
                    .find_files(&[glob.get_ref()])
                    .map_err(|error| match error {
                        govern_workspace::Error::Glob { .. } => {
                            Error::from(Diagnostic::config(error.to_string()).at(span))
                        }
                        other => Error::from(other),
                    })
            };
            let mut found = find(self.session.workspace())?;
            found.retain(|path| {
                copies
                    .as_ref()
                    .is_none_or(|copies| !path.starts_with(copies.as_str()))
            });
            let gone = self.old.map(find).transpose()?.unwrap_or_default();
            checked
                .globs
                .push((span, glob.get_ref().clone(), found.len() + gone.len()));
            for path in found.iter().chain(&gone) {
                self.globs.entry(path.clone()).or_insert(span);
            }
            now.extend(found);
            before.extend(gone);
        }
        for list in [&mut before, &mut now] {
            list.sort();
            list.dedup();
        }
        self.match_up(&before, &now);
        Ok(())
    }

    /// Each published file with what it is now: the file at its path, or else the only new one of its name: files may move.
    fn match_up(&mut self, before: &[String], now: &[String]) {
        let name = |path: &str| path.rsplit('/').next().unwrap_or(path).to_owned();
        let added: Vec<&String> = now.iter().filter(|path| !before.contains(path)).collect();
        let mut moved = Vec::new();
        for path in before {
            if now.contains(path) {
                self.pairs.push(Pair {
                    old: path.clone(),
                    new: path.clone(),
                });
                continue;
            }
            let mut fitting = added.iter().filter(|it| name(it) == name(path));
            let gone = before
                .iter()
                .filter(|it| !now.contains(it) && name(it) == name(path))
                .count();
            match (fitting.next(), fitting.next()) {
                (Some(new), None) if gone == 1 => {
                    moved.push((*new).clone());
                    self.pairs.push(Pair {
                        old: path.clone(),
                        new: (*new).clone(),
                    });
                }
                _ => self.removed.push(path.clone()),
            }
        }
        if self.config.kind == Kind::Wit {
            // What is published is the package, however it is divided into files.
            let kept = wit::directories(now);
            self.divided = self
                .removed
                .iter()
                .filter(|path| wit::is_in(&kept, path))
                .cloned()
                .collect();
            self.removed.retain(|path| !wit::is_in(&kept, path));
        }
        // Without generated code it is the messages that matter, whichever file they are in.
        if self.config.kind == Kind::Proto && self.config.kept() != Category::File {
            self.divided.append(&mut self.removed);
        }
        self.added = added
            .into_iter()
            .filter(|path| !moved.contains(path))
            .cloned()
            .collect();
    }

    /// What became of the files, each with its path.
    fn compare(&self) -> (Vec<(String, Change)>, Vec<Invalid>) {
        let read = |workspace: &Workspace, path: &str| -> Option<Arc<str>> {
            // Nothing outside of the workspace is a part of it.
            let path = join_inside("", path).filter(|_| !path.starts_with('/'))?;
            workspace.read(&path).ok().map(|(_, text)| text)
        };
        let read_new = |path: &str| read(self.session.workspace(), path);
        let read_old = |path: &str| self.old.and_then(|old| read(old, path));
        let bytes_new = |path: &str| self.session.workspace().read_bytes(path).ok();
        let bytes_old = |path: &str| self.old.and_then(|old| old.read_bytes(path).ok());
        let named = |(changes, invalid): (Vec<(usize, Change)>, Vec<Invalid>)| {
            let named = changes
                .into_iter()
                .map(|(row, change)| (self.pairs[row].new.clone(), change));
            (named.collect::<Vec<_>>(), invalid)
        };
        let (changes, mut invalid) = match self.config.kind {
            Kind::JsonSchema => named(schema::compare(
                &self.pairs,
                &self.added,
                &read_old,
                &read_new,
            )),
            kind @ (Kind::OpenApi | Kind::AsyncApi) => named(api::compare(
                kind,
                (&self.pairs, &self.added),
                &read_old,
                &read_new,
                self.session.today(),
            )),
            Kind::Wasm => named(wasm::compare(
                &self.pairs,
                &self.added,
                &bytes_old,
                &bytes_new,
            )),
            Kind::Proto => {
                let all = |paired: fn(&Pair) -> &String, single: &[String]| -> Vec<String> {
                    self.pairs
                        .iter()
                        .map(paired)
                        .chain(single)
                        .cloned()
                        .collect()
                };
                let gone = [self.divided.as_slice(), &self.removed].concat();
                let (old, new) = (all(|it| &it.old, &gone), all(|it| &it.new, &self.added));
                proto::compare(self.config.kept(), &old, &new, &read_old, &read_new)
            }
            Kind::Wit => wit::compare(
                &self.pairs,
                &self.divided,
                &self.added,
                &read_old,
                &read_new,
            ),
        };
        invalid.extend(self.unreadable());
        // What concerns all documents alike is told once.
        let once = if self.reads_old() {
            Meets::OldDocuments
        } else {
            Meets::NewDocuments
        };
        let gone = self.removed.iter().map(|path| {
            let start = At {
                path: path.clone(),
                range: TextRange::default(),
            };
            let change = Change {
                rule: "contract_removed",
                place: String::new(),
                verdict: Verdict::Breaks,
                meets: once,
                what: "a published file is gone".to_owned(),
                detail: None,
                witness: None,
                used: Vec::new(),
                old: Some(start),
                new: None,
            };
            (path.clone(), change)
        });
        let kept = changes.into_iter().filter(|(_, change)| {
            let alike = self.config.kind == Kind::Proto
                || change.rule == "contract_removed"
                || change.place == "#/$schema";
            if alike {
                change.meets == once
            } else {
                self.matters(change.meets)
            }
        });
        (kept.chain(gone).collect(), invalid)
    }

    /// Files that cannot be read as what they are.
    fn unreadable(&self) -> Vec<Invalid> {
        let mut invalid = Vec::new();
        let mut look = |workspace: &Workspace, published: bool, path: &String| {
            let error = match self.config.kind {
                Kind::Wasm => workspace.read_bytes(path).err(),
                _ => workspace.read(path).err(),
            };
            if let Some(error) = error {
                let at = At {
                    path: path.clone(),
                    range: TextRange::default(),
                };
                invalid.push(Invalid {
                    published,
                    at,
                    message: error.to_string(),
                });
            }
        };
        for pair in &self.pairs {
            look(self.session.workspace(), false, &pair.new);
            if let Some(old) = self.old {
                look(old, true, &pair.old);
            }
        }
        for path in &self.added {
            look(self.session.workspace(), false, path);
        }
        invalid
    }

    fn reads_old(&self) -> bool {
        self.config.way().reads_old()
    }

    fn matters(&self, meets: Meets) -> bool {
        match meets {
            Meets::OldDocuments => self.config.way().reads_old(),
            _ => self.config.way().is_read_by_old(),
        }
    }

    /// A change with places that can be shown; bytes have none, but for the glob that found them.
    fn located(&self, file: String, change: Change) -> FileChange {
        let binary = self.config.kind == Kind::Wasm;
        let span = |workspace: Option<&Workspace>, at: &Option<At>| match at {
            Some(at) if !binary => workspace.map(|it| Span::new(it.id_of(&at.path), at.range)),
            _ => None,
        };
        let now = span(Some(self.session.workspace()), &change.new);
        let before = span(self.old, &change.old);
        let glob = self.globs.get(&file).copied().flatten().filter(|_| binary);
        FileChange {
            kind: self.config.kind,
            direction: self.config.way(),
            span: now.or(before).or(glob),
            published: now.and(before),
            file,
            change,
        }
    }

    fn diagnostic(&self, invalid: Invalid) -> Diagnostic {
        let Invalid {
            published,
            at,
            message,
        } = invalid;
        let workspace = if published {
            self.old
        } else {
            Some(self.session.workspace())
        };
        let which = if published { "the published " } else { "" };
        let message = format!(
            "{which}`{}` is no {}: {message}",
            at.path,
            self.config.kind.noun()
        );
        let diagnostic = Diagnostic::new(Code::Syntax, Severity::Error, message);
        match workspace {
            Some(workspace) if self.config.kind != Kind::Wasm => {
                diagnostic.at(Span::new(workspace.id_of(&at.path), at.range))
            }
            _ => diagnostic.at(self.globs.get(&at.path).copied().flatten()),
        }
    }

    /// Looks at what modules import, if that is limited.
    fn look(&self, checked: &mut Checked) {
        let Some(allowed) = &self.config.allow_imports else {
            return;
        };
        let allowed = allowed.get_ref();
        let mut used = vec![0; allowed.len()];
        for path in self.pairs.iter().map(|pair| &pair.new).chain(&self.added) {
            let Ok(bytes) = self.session.workspace().read_bytes(path) else {
                continue;
            };
            let span = self.globs.get(path).copied().flatten();
            for import in wasm::imports(&bytes) {
                checked.contracts.imports += 1;
                let mut is_allowed = false;
                for (row, pattern) in allowed.iter().enumerate() {
                    if wasm::matches(pattern.get_ref(), &import) {
                        used[row] += 1;
                        is_allowed = true;
                    }
                }
                if !is_allowed {
                    checked.contracts.foreign.push((path.clone(), import, span));
                }
            }
        }
        for (pattern, count) in allowed.iter().zip(used) {
            let span = self.session.config_span(pattern.span());
            checked.globs.push((span, pattern.get_ref().clone(), count));
        }
        checked.contracts.limited = true;
    }
}
