//! Workflows of GitHub Actions, as far as it matters what they run and whether that can fail.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use govern_diagnostics::{FileId, Span};
use govern_yaml::{Entry, Node, ScalarKind, Value};
use text_size::{TextRange, TextSize};

use super::shell::{self, Command, Then};
use super::stages::{Does, Stage, does, runs_tasks};

/// How deep scripts that start scripts are followed.
const DEEPEST: usize = 4;

/// A workflow.
#[derive(Debug)]
pub struct Workflow {
    /// Its path.
    pub path: String,
    /// Actions and workflows of others that it uses: what is written, and where.
    pub uses: Vec<(String, Span)>,
    /// Its steps that run something.
    pub steps: Vec<Step>,
    /// The events that it is run for.
    pub triggers: BTreeSet<String>,
}

/// A step that runs something.
#[derive(Debug)]
pub struct Step {
    /// What it is called in findings: its job, and its name or number.
    pub title: String,
    /// The job it is part of.
    pub job: String,
    /// Its name, if it has one, and where that stands.
    pub name: Option<(String, Span)>,
    /// Where it says, or its job, that it is never run.
    pub never: Option<Span>,
    /// Where it says, or its job, that it may fail.
    pub soft: Option<Span>,
    /// Whether its environment makes warnings of the compiler errors.
    pub denies_warnings: bool,
    /// Its commands, and where they stand.
    pub commands: Vec<(Command, Span)>,
    /// The gates it runs, also by scripts of the repository.
    pub gates: Vec<Gate>,
    /// Whether it runs something that may run any gate, and is not read.
    pub runs_tasks: bool,
}

/// A gate that a step runs.
#[derive(Debug, Clone)]
pub struct Gate {
    /// What it is.
    pub does: Does,
    /// The command, as words.
    pub words: Vec<String>,
    /// Where the step runs it, or the script that does.
    pub span: Span,
    /// Why nothing stops if it fails.
    pub soft: Option<&'static str>,
}

/// Reads scripts of the repository: what is in a file, if it is a script for a shell.
pub type Scripts<'s> = &'s dyn Fn(&str) -> Option<String>;

/// A text and where it stands.
struct Script<'t> {
    text: &'t str,
    /// Where each byte of it is: as far behind this as in the text; none if that is not known.
    start: Option<TextSize>,
    whole: Span,
    /// Whether a command of a pipe that fails makes the pipe fail: known only where the shell is.
    pipes: Pipes,
}

/// What comes of a pipe.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pipes {
    /// What comes of any of its commands.
    All,
    /// What comes of its last command.
    Last,
    /// Nobody knows: another shell, or a machine that is chosen later.
    Unknown,
}

impl Step {
    /// Why nothing stops if one of its gates fails, or why that shows nothing.
    pub fn softness(&self, gate: &Gate) -> Option<&'static str> {
        let never = self.never.map(|_| "its condition is `false`");
        let soft = self.soft.map(|_| "`continue-on-error` lets it pass");
        never.or(soft).or(gate.soft).or(gate.does.hollow)
    }
}

impl Workflow {
    /// Reads one from its tree.
    pub fn new(
        file: FileId,
        path: &str,
        text: &str,
        root: &Node,
        scripts: Scripts<'_>,
    ) -> Workflow {
        let mut workflow = Workflow {
            path: path.to_owned(),
            uses: Vec::new(),
            steps: Vec::new(),
            triggers: triggers(get(root, "on")),
        };
        let reader = Reader {
            file,
            text,
            scripts,
        };
        let outer = (shell_of(root), denies_warnings(root));
        for job in entries(get(root, "jobs")) {
            reader.job(job, outer, &mut workflow);
        }
        workflow
    }
}

struct Reader<'r> {
    file: FileId,
    text: &'r str,
    scripts: Scripts<'r>,
}

impl Reader<'_> {
    fn span(&self, range: TextRange) -> Span {
        Span::new(self.file, range)
    }

    fn job(&self, job: &Entry, outer: (Option<&str>, bool), workflow: &mut Workflow) {
        let uses = |node: &Node| {
            let (text, range) = scalar(get(node, "uses"))?;
            Some((text.to_owned(), self.span(range)))
        };
        workflow.uses.extend(uses(&job.value));
        let never = self.says(get(&job.value, "if"), false);
        let soft = self.says(get(&job.value, "continue-on-error"), true);
        let runner = scalar(get(&job.value, "runs-on")).map(|(text, _)| text);
        let inner = shell_of(&job.value).or(outer.0);
        let denies = outer.1 || denies_warnings(&job.value);
        let steps = match get(&job.value, "steps").map(|node| &node.value) {
            Some(Value::List(steps)) => steps.as_slice(),
            _ => &[],
        };
        for (row, step) in steps.iter().enumerate() {
            workflow.uses.extend(uses(step));
            let Some(run) = get(step, "run") else {
                continue;
            };
            let name = scalar(get(step, "name"));
            let named =
                name.map_or_else(|| format!("step {}", row + 1), |(text, _)| text.to_owned());
            let shell = scalar(get(step, "shell")).map(|(text, _)| text).or(inner);
            let mut read = Step {
                title: format!("{}: {named}", job.key),
                job: job.key.to_string(),
                name: name.map(|(text, range)| (text.to_owned(), self.span(range))),
                never: self.says(get(step, "if"), false).or(never),
                soft: self.says(get(step, "continue-on-error"), true).or(soft),
                denies_warnings: denies || denies_warnings(step),
                commands: Vec::new(),
                gates: Vec::new(),
                runs_tasks: false,
            };
            self.run(run, pipes(shell, runner), &mut read);
            workflow.steps.push(read);
        }
    }

    /// Where a value says this literally: what depends on something is not known.
    fn says(&self, node: Option<&Node>, wanted: bool) -> Option<Span> {
        let (text, range) = scalar(node)?;
        let text = text.trim();
        let inner = text
            .strip_prefix("${{")
            .and_then(|it| it.strip_suffix("}}"));
        (inner.unwrap_or(text).trim() == wanted.to_string()).then(|| self.span(range))
    }

    fn run(&self, node: &Node, pipes: Pipes, step: &mut Step) {
        let Value::Scalar(scalar) = &node.value else {
            return;
        };
        // A literal block stands in the file as it is read, but for its indent, which means nothing to a shell.
        let raw = &self.text[node.range];
        let lines = |text: &str| {
            text.lines()
                .map(|line| line.trim().to_owned())
                .collect::<Vec<_>>()
        };
        let is_raw = lines(raw.trim_end()) == lines(scalar.text.trim_end());
        let script = Script {
            text: if is_raw { raw } else { &scalar.text },
            start: is_raw.then(|| node.range.start()),
            whole: self.span(node.range),
            pipes,
        };
        self.script(&script, 0, step);
    }

    fn script(&self, script: &Script<'_>, depth: usize, step: &mut Step) {
        let commands = shell::commands(script.text);
        let mut pipes = script.pipes;
        let mut goes_on = false;
        for (row, command) in commands.iter().enumerate() {
            if let Some((stops, fails)) = sets(command) {
                goes_on = stops.map_or(goes_on, |stops| !stops);
                pipes = if fails { Pipes::All } else { pipes };
            }
            let span = script.span(&command.range);
            if depth == 0 {
                step.commands.push((command.clone(), span));
            }
            step.runs_tasks |= runs_tasks(command);
            let behind = &commands[row + 1..];
            if let Some(does) = does(command) {
                let soft = softness(command, behind, pipes, goes_on && depth == 0);
                step.gates.push(Gate {
                    does,
                    words: command.words.clone(),
                    span,
                    soft,
                });
            } else if let (Some(path), true) = (started(command), depth < DEEPEST)
                && let Some(text) = (self.scripts)(path)
            {
                let first = step.gates.len();
                let inner = Script {
                    text: &text,
                    start: None,
                    whole: span,
                    // What a script does with its failures is its own business, and not looked at.
                    pipes: Pipes::Unknown,
                };
                self.script(&inner, depth + 1, step);
                let soft = softness(command, behind, pipes, goes_on && depth == 0);
                for gate in &mut step.gates[first..] {
                    gate.soft = gate.soft.or(soft);
                }
            }
        }
    }
}

impl Script<'_> {
    fn span(&self, range: &Range<usize>) -> Span {
        let at = |offset: usize| TextSize::try_from(offset).ok();
        let exact = self.start.and_then(|start| {
            let range = TextRange::new(at(range.start)?, at(range.end)?);
            Some(Span::new(self.whole.file, range + start))
        });
        exact.unwrap_or(self.whole)
    }
}

/// What `set` changes: whether the script stops at failures, and whether pipes fail with any of their commands.
fn sets(command: &Command) -> Option<(Option<bool>, bool)> {
    let [first, flags @ ..] = &command.words[..] else {
        return None;
    };
    if first != "set" {
        return None;
    }
    let letters = |sign: char| {
        let flags = flags.iter().filter(move |flag| flag.starts_with(sign));
        flags.flat_map(|flag| flag.chars())
    };
    let stops = if letters('+').any(|c| c == 'e') {
        Some(false)
    } else if letters('-').any(|c| c == 'e') || flags.iter().any(|it| it == "errexit") {
        Some(true)
    } else {
        None
    };
    let on = !flags.first().is_some_and(|flag| flag.starts_with('+'));
    Some((stops, on && flags.iter().any(|it| it == "pipefail")))
}

/// Why nothing stops if a command fails.
fn softness(
    command: &Command,
    behind: &[Command],
    pipes: Pipes,
    goes_on: bool,
) -> Option<&'static str> {
    // Whoever asks what came of it knows what to do.
    let asks = |it: &Command| {
        it.words
            .iter()
            .any(|word| word.contains("$?") || word.contains("PIPESTATUS"))
    };
    if command.asked || behind.iter().any(asks) {
        return None;
    }
    match command.then {
        Then::Or => {
            let next = behind.first()?;
            let words: Vec<&str> = next.words.iter().map(String::as_str).collect();
            let passes = matches!(
                words[..],
                ["true" | ":" | "echo" | "printf", ..] | ["exit", "0"]
            );
            // `|| echo … && exit 1` does fail.
            (passes && matches!(next.then, Then::End))
                .then_some("what stands behind `||` always passes")
        }
        Then::Pipe if pipes == Pipes::Last => Some(
            "a pipe fails only if its last command does, unless `set -o pipefail` or `shell: bash` is set",
        ),
        Then::Background => None,
        _ if goes_on => Some("`set +e` lets the script go on"),
        _ => None,
    }
}

/// The script of the repository that a command starts.
fn started(command: &Command) -> Option<&str> {
    let mut words = command.words.iter().map(String::as_str);
    let first = words.next()?;
    let path = match first {
        "bash" | "sh" | "source" | "." => words.find(|word| !word.starts_with('-'))?,
        _ => first,
    };
    path.contains('/').then(|| path.trim_start_matches("./"))
}

/// Whether an environment makes warnings of the compiler errors.
fn denies_warnings(around: &Node) -> bool {
    entries(get(around, "env")).iter().any(|variable| {
        let text = scalar(Some(&variable.value)).map_or("", |(text, _)| text);
        let words: Vec<&str> = text.split_whitespace().collect();
        match variable.key.as_str() {
            "CARGO_BUILD_WARNINGS" => words == ["deny"],
            "RUSTFLAGS" | "CARGO_BUILD_RUSTFLAGS" | "RUSTDOCFLAGS" => {
                let denies = |pair: &[&str]| matches!(pair, ["-D" | "--deny", "warnings"]);
                words.contains(&"-Dwarnings") || words.windows(2).any(denies)
            }
            _ => false,
        }
    })
}

/// How pipes fail in a shell on a runner.
fn pipes(shell: Option<&str>, runner: Option<&str>) -> Pipes {
    match shell {
        Some("bash") => Pipes::All,
        Some(shell) if shell.contains("pipefail") => Pipes::All,
        Some("sh") => Pipes::Last,
        Some(_) => Pipes::Unknown,
        None if runner.is_some_and(|it| it.starts_with("ubuntu-") || it.starts_with("macos-")) => {
            Pipes::Last
        }
        None => Pipes::Unknown,
    }
}

/// `defaults.run.shell`.
fn shell_of(node: &Node) -> Option<&str> {
    let run = get(get(node, "defaults")?, "run")?;
    scalar(get(run, "shell")).map(|(text, _)| text)
}

/// `on: push`, a list of events, or a table of them.
fn triggers(on: Option<&Node>) -> BTreeSet<String> {
    match on.map(|node| &node.value) {
        Some(Value::Map(events)) => events.iter().map(|event| event.key.to_string()).collect(),
        Some(Value::List(events)) => {
            let events = events.iter().filter_map(|event| scalar(Some(event)));
            events.map(|(event, _)| event.to_owned()).collect()
        }
        _ => scalar(on)
            .map(|(event, _)| event.to_owned())
            .into_iter()
            .collect(),
    }
}

fn entries(node: Option<&Node>) -> &[Entry] {
    match node.map(|node| &node.value) {
        Some(Value::Map(entries)) => entries,
        _ => &[],
    }
}

fn get<'n>(node: &'n Node, key: &str) -> Option<&'n Node> {
    let mut entries = entries(Some(node)).iter();
    entries
        .find(|entry| entry.key == key)
        .map(|entry| &entry.value)
}

fn scalar(node: Option<&Node>) -> Option<(&str, TextRange)> {
    let node = node?;
    match &node.value {
        Value::Scalar(scalar) if scalar.kind != ScalarKind::Null => {
            Some((&scalar.text, node.range))
        }
        _ => None,
    }
}

/// The action in what `uses:` says: owner and name.
pub fn action(uses: &str) -> &str {
    let action = uses.split('@').next().unwrap_or_default();
    let end = action
        .match_indices('/')
        .nth(1)
        .map_or(action.len(), |(at, _)| at);
    &action[..end]
}

/// How many gates of each stage are run so that their failure stops something.
pub fn stages(workflows: &[Workflow]) -> BTreeMap<Stage, usize> {
    let steps = workflows.iter().flat_map(|workflow| &workflow.steps);
    let mut stages = BTreeMap::new();
    for step in steps {
        for gate in &step.gates {
            if step.softness(gate).is_none() {
                *stages.entry(gate.does.stage).or_default() += 1;
            }
        }
    }
    stages
}
