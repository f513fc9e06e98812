//! Ledgers that entries can be put into, and how entries are written there.

use std::fmt::Write as _;
use std::ops::Range;
use std::sync::Arc;

use govern_gate::Edit;
use govern_workspace::Workspace;

use crate::criteria::LedgerFile;
use crate::ids::IdPrefixes;
use crate::ledger::edit::Entered;
use crate::ledger::editor::Editor;
use crate::ledger::{Format, Level, Priority};

/// How a ledger is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// YAML of schema 1.
    One,
    /// YAML of schema 2.
    Two,
    /// Headings and lists.
    Markdown,
}

/// A story with what it asks for.
pub(super) struct Story {
    pub(super) id: String,
    pub(super) requirement: Option<Requirement>,
}

/// A requirement.
pub(super) struct Requirement {
    pub(super) id: String,
    pub(super) says: Vec<Says>,
    pub(super) criteria: Vec<Criterion>,
}

/// A criterion.
pub(super) struct Criterion {
    pub(super) id: String,
    pub(super) text: String,
    pub(super) priority: Priority,
    pub(super) says: Vec<Says>,
}

/// What an entry may say besides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Says {
    Binding(Priority),
    Draft,
    InForce,
    Derived,
    DependsOn(String),
    NeedsCode,
    MinScenarios,
    Needs(Level),
    Test(String),
    Decision(String),
    Document(String),
    Tags(Vec<String>),
}

/// A ledger with the place for another story.
pub(super) struct Home {
    pub(super) path: String,
    pub(super) shape: Shape,
    text: Arc<str>,
    /// What is replaced by the story.
    range: Range<usize>,
    before: String,
    after: String,
    /// Whether nothing follows, so that many can be put in together.
    pub(super) appends: bool,
}

impl Home {
    /// The place in a ledger; none, if it has mistakes or no story can be put into it.
    pub(super) fn of(workspace: &Workspace, file: &LedgerFile, ids: &IdPrefixes) -> Option<Home> {
        if !file.problems.is_empty() {
            return None;
        }
        let text = workspace.text(file.file).ok()?;
        let format = Format::of(&file.path);
        let (range, before, after) = match format {
            Format::Markdown => (text.len()..text.len(), "\n\n".to_owned(), String::new()),
            Format::Yaml => in_yaml(&text, ids)?,
        };
        let behind = text.get(range.end..)?;
        let is_nothing = |line: &str| line.trim().is_empty() || line.trim().starts_with('#');
        let appends = range.is_empty() && after.is_empty() && behind.lines().all(is_nothing);
        let shapes: &[Shape] = match format {
            Format::Markdown => &[Shape::Markdown],
            Format::Yaml => &[Shape::Two, Shape::One],
        };
        let mut home = Home {
            path: file.path.clone(),
            shape: Shape::Markdown,
            text,
            range,
            before,
            after,
            appends,
        };
        let sample = sample(ids);
        let &shape = shapes.iter().find(|&&shape| {
            home.shape = shape;
            let text = home.with(&sample).map(|edit| home.applied(&edit));
            let is_there = |text: String| {
                let editor = Editor {
                    format,
                    text: &home.text,
                    ids,
                };
                editor.would_have(&text, &sample.id)
            };
            text.is_some_and(is_there)
        })?;
        home.shape = shape;
        Some(home)
    }

    /// The edit that puts a story in; none, if the ledger cannot say what it says.
    pub(super) fn with(&self, story: &Story) -> Option<Edit> {
        let story = self.shape.story(story)?;
        let entry = format!("{}{story}{}", self.before, self.after);
        Some(if self.appends {
            Edit::Append(self.path.clone(), format!("{entry}\n"))
        } else {
            let (before, behind) = (&self.text[..self.range.start], &self.text[self.range.end..]);
            let text = format!("{before}{entry}{behind}");
            Edit::Write(self.path.clone(), text.into_bytes())
        })
    }

    fn applied(&self, edit: &Edit) -> String {
        match edit {
            Edit::Append(_, more) => format!("{}{more}", self.text),
            Edit::Write(_, bytes) => String::from_utf8_lossy(bytes).into_owned(),
            Edit::Remove(_) => String::new(),
        }
    }
}

/// Where a story belongs, and what stands around it there.
fn in_yaml(text: &str, ids: &IdPrefixes) -> Option<(Range<usize>, String, String)> {
    let editor = Editor {
        format: Format::Yaml,
        text,
        ids,
    };
    let edit = editor
        .enter(Entered::Story, &sample(ids).id, "Canary")
        .ok()?;
    let range = Range::<usize>::from(edit.range);
    let entry = edit.text;
    // In brackets, or behind a dash.
    if let (Some(start), Some(end)) = (entry.find('{'), entry.rfind('}')) {
        return Some((
            range,
            entry[..start].to_owned(),
            entry[end + 1..].to_owned(),
        ));
    }
    let dash = entry.find("- ")?;
    Some((range, entry[..dash + 2].to_owned(), String::new()))
}

/// A story to try it with.
fn sample(ids: &IdPrefixes) -> Story {
    let criterion = Criterion {
        id: format!("{}-CANARY-0", ids.criterion),
        text: "Canary 0 sings".to_owned(),
        priority: Priority::May,
        says: Vec::new(),
    };
    Story {
        id: format!("{}-CANARY-0", ids.story),
        requirement: Some(Requirement {
            id: format!("{}-CANARY-0", ids.requirement),
            says: Vec::new(),
            criteria: vec![criterion],
        }),
    }
}

impl Shape {
    /// A story as it is written in a ledger; none, if that cannot say what it says.
    fn story(self, story: &Story) -> Option<String> {
        let id = &story.id;
        let requirement = match &story.requirement {
            Some(requirement) => Some(self.requirement(requirement)?),
            None => None,
        };
        let requirement = requirement.unwrap_or_default();
        Some(match self {
            Shape::Markdown => format!("# {id}: Canary\n{requirement}"),
            Shape::One | Shape::Two => {
                format!("{{ id: {id}, title: Canary, requirements: [{requirement}] }}")
            }
        })
    }

    fn requirement(self, requirement: &Requirement) -> Option<String> {
        let Requirement { id, says, criteria } = requirement;
        let criteria: Option<Vec<String>> = criteria.iter().map(|it| self.criterion(it)).collect();
        let criteria = criteria?;
        let mut words = self.all(says)?;
        if self == Shape::Two && !says.contains(&Says::Draft) {
            // What stands above may say otherwise.
            words.push("state: active".to_owned());
        }
        Some(match self {
            Shape::Markdown => {
                format!(
                    "\n## {id} {}: Canary\n\n{}",
                    words.join(" "),
                    criteria.concat()
                )
            }
            Shape::One | Shape::Two => {
                let key = match self {
                    Shape::One => "acceptance_criteria",
                    _ => "criteria",
                };
                words.insert(0, format!("id: {id}, title: Canary"));
                words.push(format!("{key}: [{}]", criteria.join(", ")));
                format!("{{ {} }}", words.join(", "))
            }
        })
    }

    fn criterion(self, criterion: &Criterion) -> Option<String> {
        let Criterion {
            id,
            text,
            priority,
            says,
        } = criterion;
        let mut words = vec![self.said(&Says::Binding(*priority))?];
        words.extend(self.all(says)?);
        if self == Shape::Two {
            let has = |like: fn(&Says) -> bool| says.iter().any(like);
            let defaults = [
                (has(|it| matches!(it, Says::Needs(_))), "needs: []"),
                (has(|it| matches!(it, Says::NeedsCode)), "needs_code: false"),
                (
                    has(|it| matches!(it, Says::MinScenarios)),
                    "min_scenarios: 0",
                ),
            ];
            let defaults = defaults.iter().filter(|(is_said, _)| !is_said);
            words.extend(defaults.map(|(_, word)| (*word).to_owned()));
        }
        Some(match self {
            Shape::Markdown => format!("- **{id}** {} {text}\n", words.join(" ")),
            Shape::One | Shape::Two => {
                let mut entry = format!("{{ id: {id}, text: {}", quoted(text));
                for word in words {
                    // A string takes everything.
                    let _ = write!(entry, ", {word}");
                }
                entry + " }"
            }
        })
    }

    fn all(self, says: &[Says]) -> Option<Vec<String>> {
        says.iter().map(|it| self.said(it)).collect()
    }

    fn said(self, says: &Says) -> Option<String> {
        let list = |key: &str, text: &str| format!("{key}: [{}]", quoted(text));
        Some(match (self, says) {
            (Shape::One, Says::Binding(Priority::Must)) => "must_have_ac: true".to_owned(),
            (Shape::One, Says::Binding(Priority::May)) => "must_have_ac: false".to_owned(),
            (Shape::One, Says::Draft) => "status: draft".to_owned(),
            (Shape::One, Says::InForce) => "status: active".to_owned(),
            (Shape::One, Says::Test(name)) => {
                format!("tests: [{{ type: unit, tag: {} }}]", quoted(name))
            }
            (Shape::Two, Says::Binding(priority)) => format!("priority: {}", priority.name()),
            (Shape::Two, Says::Draft) => "state: draft".to_owned(),
            (Shape::Two, Says::InForce) => "state: active".to_owned(),
            (Shape::Two, Says::Derived) => "derived: true".to_owned(),
            (Shape::Two, Says::DependsOn(id)) => format!("depends_on: [{id}]"),
            (Shape::Two, Says::NeedsCode) => "needs_code: true".to_owned(),
            (Shape::Two, Says::MinScenarios) => "min_scenarios: 1".to_owned(),
            (Shape::Two, Says::Needs(level)) => format!("needs: [{}]", level.name()),
            (Shape::Two, Says::Test(name)) => {
                format!("evidence: [{{ level: unit, test: {} }}]", quoted(name))
            }
            (Shape::One | Shape::Two, Says::Decision(name)) => list("adrs", name),
            (Shape::One | Shape::Two, Says::Document(path)) => list("docs", path),
            (Shape::One | Shape::Two, Says::Tags(tags)) => {
                let tags: Vec<String> = tags.iter().map(|tag| quoted(tag)).collect();
                format!("tags: [{}]", tags.join(", "))
            }
            (Shape::Markdown, Says::Binding(priority)) => format!("({})", priority.name()),
            (Shape::Markdown, Says::Draft) => "(draft)".to_owned(),
            (Shape::Markdown, Says::InForce) => "(active)".to_owned(),
            (Shape::Markdown | Shape::One, _) => return None,
        })
    }
}

/// A text that YAML takes for nothing else.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
