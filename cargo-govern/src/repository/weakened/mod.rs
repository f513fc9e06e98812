//! What a change does to the rules themselves: levels, keys of the configuration, waivers and the baseline, the workflows that run
//! gates and the tools that they run, the tests, and the project's policies, as they are now and as they were.

mod asserted;
mod attributes;
mod compare;
mod conditions;
mod functions;
mod implied;
mod keys;
mod manifests;
#[cfg(feature = "rego")]
mod policies;
mod shown;
#[cfg(test)]
mod tests;
mod tools;
mod value;
mod workflows;

use std::{collections::BTreeMap, ops::Range};

use govern_diagnostics::{FileId, Level, NotRun, Span};
use govern_gate::{BASELINE_FILE, CONFIG_FILE, Catalogue, Error, Session, waiver_comments};
use govern_workspace::Workspace;
use text_size::{TextRange, TextSize};

use self::{
    attributes::Roots,
    compare::{Comparison, list},
    implied::implied,
    keys::keys,
    manifests::Manifests,
    shown::Shown,
    tools::Tools,
    value::{Entry, Table, Value, read},
};
use crate::{GATES, repository::workflows::Workflow};

/// Sections that are compared by themselves.
const APART: [&str; 2] = ["lints", "waiver"];

/// What lets through more than it did.
#[derive(Debug)]
pub struct Weakened {
    /// What is compared with, in words.
    pub base: String,
    /// How many things were compared: levels, keys, waivers, entries of the baseline, gates in workflows, lints in manifests, tests and their files,
    /// keys of other tools.
    pub compared: usize,
    /// What may let through more.
    pub weaker: Vec<Weaker>,
}

/// Something that may let through more than it did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Weaker {
    /// What it is, in words of the configuration.
    pub key: String,
    /// What has become of it.
    pub message: String,
    /// Whether only somebody who reads it knows that it is weaker.
    pub unsure: bool,
    /// Where that is now.
    pub span: Option<Span>,
}

/// The files of one side.
struct Side {
    config: Table,
    config_file: Option<FileId>,
    baseline: Table,
    baseline_file: Option<FileId>,
    /// The comments that waive something: texts and places.
    waivers: Vec<(String, Span)>,
    workflows: Vec<Workflow>,
    manifests: Manifests,
    roots: Roots,
    shown: Shown,
    tools: Tools,
    #[cfg(feature = "rego")]
    policies: policies::Policies,
}

/// Compares with what the command line says, or else with the directory that is `configured`; none, if nothing is said.
pub(crate) fn weakened(
    session: &Session,
    configured: Option<&str>,
) -> Result<Option<Result<Weakened, NotRun>>, Error> {
    match session.base(configured)? {
        Some((workspace, base)) => compare(session, &workspace, base).map(Some),
        None => Ok(None),
    }
}

/// Compares with the workspace as it was, which is called `base`.
pub(crate) fn compare(
    session: &Session,
    before: &Workspace,
    base: String,
) -> Result<Result<Weakened, NotRun>, Error> {
    let config = match session.config_file() {
        Some(file) => session.workspace().path(file).to_owned(),
        None => CONFIG_FILE.to_owned(),
    };
    let sides = (
        Side::read(before, &config)?,
        Side::read(session.workspace(), &config)?,
    );
    let (Some(before), Some(now)) = &sides else {
        let place = if sides.0.is_some() {
            "now"
        } else {
            base.as_str()
        };
        return Ok(Err(NotRun {
            what: format!("the comparison with the rules {base}"),
            why: format!("`{config}` or `{BASELINE_FILE}` cannot be read {place}"),
            failed: true,
        }));
    };
    Ok(Ok(Weakened::new(base, before, now)))
}

impl Side {
    /// Reads the files of a workspace; none if one of them does not parse.
    fn read(workspace: &Workspace, config: &str) -> Result<Option<Side>, Error> {
        let file = |path: &str| -> Result<Option<(Table, Option<FileId>)>, Error> {
            Ok(match workspace.read_if_exists(path)? {
                Some((file, text)) => read(&text).map(|table| (table, Some(file))),
                None => Some((Table::new(), None)),
            })
        };
        let (Some((config, config_file)), Some((baseline, baseline_file))) =
            (file(config)?, file(BASELINE_FILE)?)
        else {
            return Ok(None);
        };
        let listing = workspace.listing();
        Ok(Some(Side {
            #[cfg(feature = "rego")]
            policies: policies::Policies::new(workspace, &listing, &config),
            config,
            config_file,
            baseline,
            baseline_file,
            waivers: waiver_comments(workspace),
            // What is wrong with those of now is said by those who check them.
            workflows: super::workflows(workspace, &listing, &mut Vec::new()),
            manifests: Manifests::new(workspace),
            roots: Roots::new(workspace),
            shown: Shown::new(workspace, &listing),
            tools: Tools::new(workspace, &listing),
        }))
    }

    fn in_config(&self, range: Option<&Range<usize>>) -> Option<Span> {
        place(self.config_file, range)
    }
}

fn place(file: Option<FileId>, range: Option<&Range<usize>>) -> Option<Span> {
    let size = |at: usize| TextSize::new(u32::try_from(at).unwrap_or(u32::MAX));
    let range = range.map_or_else(TextRange::default, |range| {
        TextRange::new(size(range.start), size(range.end))
    });
    Some(Span::new(file?, range))
}

impl Weakened {
    fn new(base: String, before: &Side, now: &Side) -> Weakened {
        let mut weakened = Weakened {
            base,
            compared: 0,
            weaker: Vec::new(),
        };
        weakened.levels(before, now);
        weakened.keys(before, now);
        weakened.table_of_waivers(before, now);
        weakened.waivers_at_sites(before, now);
        weakened.baseline(before, now);
        weakened.workflows(&before.workflows, &now.workflows);
        let roots = |path: &str, lint: &str| now.roots.level(path, lint);
        weakened.manifests(&before.manifests, &now.manifests, &roots);
        weakened.roots(&before.roots, &now.roots, &now.manifests);
        weakened.shown(&before.shown, &now.shown);
        weakened.tools(&before.tools, &now.tools);
        #[cfg(feature = "rego")]
        weakened.policies(&before.policies, &now.policies);
        weakened
    }

    fn add(&mut self, key: String, message: String, unsure: bool, span: Option<Span>) {
        self.weaker.push(Weaker {
            key,
            message,
            unsure,
            span,
        });
    }

    fn levels(&mut self, before: &Side, now: &Side) {
        let catalogue = Catalogue::new(&GATES);
        for info in catalogue.rules() {
            self.compared += 1;
            let set = |side: &Side| -> Option<(Level, Entry)> {
                let gate = side.config.get("lints")?.value.get(info.gate)?;
                let entry = gate.value.get(info.name)?.clone();
                let Value::Text(text) = &entry.value else {
                    return None;
                };
                Some((Level::named(text)?, entry))
            };
            let (was, is) = (set(before), set(now));
            let level = |set: &Option<(Level, Entry)>| set.as_ref().map_or(info.level, |it| it.0);
            let (was, level) = (level(&was), level(&is));
            if strength(level) < strength(was) {
                let range = is.as_ref().map(|(_, entry)| &entry.range);
                let range = range.or_else(|| Some(&now.config.get("lints")?.range));
                let message = format!(
                    "`{info}` is `{}`, and was `{}` {}",
                    level.as_str(),
                    was.as_str(),
                    self.base
                );
                let key = format!("lints.{}.{}", info.gate, info.name);
                self.add(key, message, false, now.in_config(range));
            }
        }
    }

    fn keys(&mut self, before: &Side, now: &Side) {
        let sections = |side: &Side, other: &Side| -> Table {
            let mut sections = implied(&side.config, &other.config);
            sections.retain(|name, _| !APART.contains(&name.as_str()));
            sections
        };
        let mut comparison = Comparison::default();
        let (was, is) = (sections(before, now), sections(now, before));
        comparison.tables((&[keys()], ""), &was, &is, None);
        self.compared += comparison.compared;
        for change in comparison.changes {
            let message = format!(
                "`{}` {}, compared with what it was {}",
                change.key, change.what, self.base
            );
            let span = now.in_config(change.range.as_ref());
            self.add(change.key, message, change.unsure, span);
        }
    }

    fn table_of_waivers(&mut self, before: &Side, now: &Side) {
        let before = list(before.config.get("waiver"));
        for entry in list(now.config.get("waiver")) {
            self.compared += 1;
            let text = |key| entry.value.text(key).unwrap_or_default();
            let rule = text("rule");
            if is_decision(&entry.value) {
                continue;
            }
            let is_same = |other: &&Entry| {
                ["rule", "key", "path"]
                    .iter()
                    .all(|key| entry.value.text(key) == other.value.text(key))
            };
            let what = ["key", "path"]
                .into_iter()
                .map(text)
                .filter(|it| !it.is_empty());
            let what = what.collect::<Vec<_>>().join(" ");
            let key = format!("waiver {rule} {what}");
            let span = now.in_config(Some(&entry.range));
            match before.iter().find(is_same) {
                None => {
                    let message = format!("a waiver of `{rule}` is new since {}", self.since());
                    self.add(key, message, false, span);
                }
                Some(was) => {
                    if let Some(how) = widened(&was.value, &entry.value) {
                        let message = format!("a waiver of `{rule}` {how} {}", self.base);
                        self.add(key, message, false, span);
                    }
                }
            }
        }
    }

    /// Waivers in comments that were in no file before: one that moved with its code is none of them.
    fn waivers_at_sites(&mut self, before: &Side, now: &Side) {
        let mut known: BTreeMap<&str, usize> = BTreeMap::new();
        for (text, _) in &before.waivers {
            *known.entry(text).or_default() += 1;
        }
        self.compared += now.waivers.len();
        for (text, span) in &now.waivers {
            match known.get_mut(text.as_str()) {
                Some(left) if *left > 0 => *left -= 1,
                _ => {
                    let message = format!("a waiver is new since {}", self.since());
                    self.add(format!("waiver {text}"), message, false, Some(*span));
                }
            }
        }
    }

    fn baseline(&mut self, before: &Side, now: &Side) {
        for (gate, rules) in &now.baseline {
            let Value::Table(rules) = &rules.value else {
                continue;
            };
            for (rule, entries) in rules {
                let Value::Table(entries) = &entries.value else {
                    continue;
                };
                for (key, entry) in entries {
                    self.compared += 1;
                    let was = before.baseline.get(gate);
                    let was = was.and_then(|it| it.value.get(rule)?.value.get(key));
                    let accepted = |entry: Option<&Entry>| match entry.map(|it| &it.value) {
                        Some(Value::Number(count)) => *count,
                        Some(table @ Value::Table(_)) => {
                            match table.get("count").map(|it| &it.value) {
                                Some(Value::Number(count)) => *count,
                                _ => 1,
                            }
                        }
                        _ => 0,
                    };
                    let (count, before) = (accepted(Some(entry)), accepted(was));
                    let name = format!("baseline {gate}::{rule} {key}");
                    let span = place(now.baseline_file, Some(&entry.range));
                    if count > before {
                        let message = format!(
                            "the baseline accepts {count} of `{gate}::{rule}` here, and {before} {}",
                            self.base
                        );
                        self.add(name, message, false, span);
                    } else if let Some(was) = was
                        && is_prolonged(&was.value, &entry.value)
                    {
                        let message = format!(
                            "the baseline accepts `{gate}::{rule}` here for longer than {}",
                            self.base
                        );
                        self.add(name, message, false, span);
                    }
                }
            }
        }
    }

    /// What is compared with, as a time.
    fn since(&self) -> &str {
        self.base
            .trim_start_matches("at ")
            .trim_start_matches("in ")
    }
}

/// Whether an entry is a decision about what is found here, by somebody who answers for it until some day.
fn is_decision(waiver: &Value) -> bool {
    let rule = waiver.text("rule").unwrap_or_default();
    let rule = rule.rsplit("::").next().unwrap_or(rule);
    rule == "policy_weakened" && waiver.get("owner").is_some() && waiver.get("expires").is_some()
}

/// How a waiver became wider.
fn widened(was: &Value, is: &Value) -> Option<String> {
    let count = |value: &Value| match value.get("count").map(|it| &it.value) {
        Some(Value::Number(count)) => *count,
        Some(_) => i64::MAX,
        None => 1,
    };
    if count(is) > count(was) {
        return Some("is for more findings than".to_owned());
    }
    is_prolonged(was, is).then(|| "holds for longer than".to_owned())
}

/// Whether something ends later than it did, or never. Days as they are written are in the order of days.
fn is_prolonged(was: &Value, is: &Value) -> bool {
    match (was.text("expires"), is.text("expires")) {
        (None, _) => false,
        (Some(_), None) => true,
        (Some(was), Some(is)) => is > was,
    }
}

fn strength(level: Level) -> u8 {
    match level {
        Level::Allow => 0,
        Level::Warn => 1,
        Level::Deny => 2,
    }
}
