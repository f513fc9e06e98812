//! What a selftest leaves behind: that it ran, over what, and what came of it; and whether that is still so.

use std::{collections::BTreeMap, io};

use govern_diagnostics::{Diagnostic, StepReport, StepStatus, overall};
use govern_gate::{ArgSpec, BASELINE_FILE, Catalogue, Command, CommandOutcome, Error, Session};
use govern_workspace::Runner;
use serde::{Deserialize, Serialize};
use sha1::{Digest as _, Sha1};

use super::{
    config::{Config, NAME, Profile},
    plan, rules,
};
use crate::GATES;

/// The name of the file, in `govern` in cargo's target directory.
pub(super) const FILE: &str = "receipt.json";

/// The version of what is written; it grows when a reader could misunderstand the new form.
const SCHEMA_VERSION: u32 = 1;

/// `cargo govern verify`.
pub(crate) static VERIFY: Command = Command {
    name: "verify",
    summary: "checks that a selftest has passed for exactly what is here now",
    details: "Reads the receipt that `cargo govern selftest --receipt` wrote, computes again what it is about (commit, what is not \
              committed, compiler, configuration, rules, steps), and says which of it differs. The exit status is 1 if anything \
              does, if the receipt was changed, or if the selftest did not pass. A receipt is no signature: it finds what is \
              stale or was edited, not somebody who wants to deceive and can run this program, too.",
    args: &[
        ArgSpec::option(
            "receipt",
            "PATH",
            "the receipt [default: target/govern/receipt.json]",
        ),
        ArgSpec::option(
            "profile",
            "PROFILE",
            "the least strict profile that will do [default: local]",
        )
        .choices(&Profile::NAMES),
    ],
    needs_workspace: true,
    run,
};

/// What a selftest leaves behind.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Receipt {
    schema_version: u32,
    tool: String,
    tool_version: String,
    pub(super) profile: String,
    pub(super) state: State,
    steps: Vec<Step>,
    overall: String,
    /// A hash of all that stands above.
    digest: String,
}

/// What it is about: all of it can be computed again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct State {
    pub(super) commit: String,
    /// Whether something is not committed.
    dirty: bool,
    /// A hash of the paths and contents of what is not committed.
    changes: String,
    toolchain: String,
    /// A hash of `govern.toml` and the baseline.
    configuration: String,
    /// A hash of all rules: names, levels, pages.
    rules: String,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    name: String,
    command: String,
    status: String,
    duration_ms: u64,
    checked: Option<usize>,
    why: Option<String>,
}

impl State {
    /// What is here now.
    pub(super) fn now(session: &Session, runner: &Runner) -> Result<State, Error> {
        let workspace = session.workspace();
        let refused = |message: &str| Error::from(Diagnostic::config(message));
        if !runner.may_run() {
            return Err(refused(
                "a receipt with `--untrusted` would show nothing: no step runs",
            ));
        }
        let commit = workspace
            .head()
            .ok_or_else(|| refused("a receipt is of a commit, and there is none"))?;
        let mut changed = workspace.changed_since("HEAD")?;
        // What is built, where git is not told to ignore it.
        let built = workspace
            .target_directory()
            .and_then(|it| it.strip_prefix(workspace.root()).ok());
        if let Some(built) = built {
            let built = format!("{built}/");
            changed.retain(|path| !path.starts_with(&built));
        }
        let mut changes = Hash::default();
        for path in &changed {
            changes.add(path);
            // A file that is gone has no content, which is another thing than an empty one.
            match workspace.read_bytes(path) {
                Ok(bytes) => changes.add(&bytes),
                Err(_) => changes.add("gone"),
            }
        }
        let rustc = runner.run("rustc", &["-vV"], super::work::FOR_LITTLE);
        let rustc = rustc.map_err(|error| refused(&error.to_string()))?.stdout;
        let host = rustc.lines().find_map(|line| line.strip_prefix("host: "));
        let first = rustc.lines().next().unwrap_or_default();
        let mut configuration = Hash::default();
        let file = session
            .config_file()
            .map(|file| workspace.path(file).to_owned());
        for path in file.iter().map(String::as_str).chain([BASELINE_FILE]) {
            let text = workspace.read_if_exists(path)?;
            configuration.add(path);
            configuration.add(text.map_or_else(String::new, |(_, text)| text.to_string()));
        }
        Ok(State {
            commit,
            dirty: !changed.is_empty(),
            changes: changes.finish(),
            toolchain: format!("{first} {}", host.unwrap_or_default()),
            configuration: configuration.finish(),
            rules: hash_of_rules(),
        })
    }

    /// The names of what is not the same, with both.
    fn differences(&self, now: &State) -> Vec<(&'static str, String, String)> {
        let State {
            commit,
            dirty,
            changes,
            toolchain,
            configuration,
            rules,
        } = self;
        let all = [
            ("commit", commit.clone(), now.commit.clone()),
            ("dirty", dirty.to_string(), now.dirty.to_string()),
            ("changes", changes.clone(), now.changes.clone()),
            ("toolchain", toolchain.clone(), now.toolchain.clone()),
            (
                "configuration",
                configuration.clone(),
                now.configuration.clone(),
            ),
            ("rules", rules.clone(), now.rules.clone()),
        ];
        all.into_iter()
            .filter(|(_, before, now)| before != now)
            .collect()
    }
}

fn hash_of_rules() -> String {
    let mut hash = Hash::default();
    for info in Catalogue::new(&GATES).with(rules::all()).rules() {
        hash.add(info.to_string());
        hash.add(info.level.as_str());
        hash.add(info.docs);
    }
    hash.finish()
}

/// A hash of several things, each told from the next.
#[derive(Default)]
struct Hash(Sha1);

impl Hash {
    fn add(&mut self, part: impl AsRef<[u8]>) {
        let part = part.as_ref();
        self.0.update((part.len() as u64).to_le_bytes());
        self.0.update(part);
    }

    fn finish(self) -> String {
        data_encoding::HEXLOWER.encode(&self.0.finalize())
    }
}

impl Receipt {
    /// The hash of what stands above it.
    fn hash(&self) -> Result<String, Error> {
        let Receipt {
            schema_version,
            tool,
            tool_version,
            profile,
            state,
            steps,
            overall,
            digest: _,
        } = self;
        let all = (
            schema_version,
            tool,
            tool_version,
            profile,
            state,
            steps,
            overall,
        );
        let text = serde_json::to_string(&all).map_err(io::Error::from)?;
        let mut hash = Hash::default();
        hash.add(text);
        Ok(hash.finish())
    }
}

/// That a receipt is asked for only of a whole run, and what is here before it begins.
pub(super) fn begin(session: &Session, runner: &Runner) -> Result<State, Error> {
    let args = session.args();
    let mut packages = session.workspace().packages().iter();
    let is_whole = args.values("only").is_empty()
        && args.values("skip").is_empty()
        && !args.flag("list")
        && packages.all(|package| package.selected)
        && session.is_as_configured();
    if !is_whole {
        let mistake = Diagnostic::config("a receipt is of a whole run, as it is configured")
            .help("leave out what chooses steps, packages, levels or another configuration, or leave out `--receipt`");
        return Err(mistake.into());
    }
    State::now(session, runner)
}

/// Writes the receipt of a run that began in this state; says where it is.
pub(super) fn write(
    session: &Session,
    runner: &Runner,
    before: State,
    profile: Profile,
    (steps, is_clean): (&[StepReport], bool),
) -> Result<String, Error> {
    let now = State::now(session, runner)?;
    if let Some((what, ..)) = before.differences(&now).first() {
        let message = format!(
            "`{what}` is not what it was when the selftest began, so that it is not known what it is about"
        );
        return Err(Diagnostic::config(message)
            .help("run it again, and change nothing meanwhile")
            .into());
    }
    let step = |step: &StepReport| Step {
        name: step.name.clone(),
        command: step.command.clone(),
        status: step.status.as_str().to_owned(),
        duration_ms: u64::try_from(step.took.as_millis()).unwrap_or(u64::MAX),
        checked: step.checked,
        why: step.why.clone(),
    };
    let overall = match overall(steps) {
        StepStatus::Passed if !is_clean => StepStatus::Failed,
        overall => overall,
    };
    let mut receipt = Receipt {
        schema_version: SCHEMA_VERSION,
        tool: session.tool().name.clone(),
        tool_version: session.tool().version.clone(),
        profile: profile.as_str().to_owned(),
        state: now,
        steps: steps.iter().map(step).collect(),
        overall: overall.as_str().to_owned(),
        digest: String::new(),
    };
    receipt.digest = receipt.hash()?;
    let mut text = serde_json::to_string_pretty(&receipt).map_err(io::Error::from)?;
    text.push('\n');
    let path = session
        .workspace()
        .write_beside_builds(FILE, text.as_bytes())?;
    Ok(path.into())
}

fn run(session: &Session, out: &mut dyn io::Write) -> Result<CommandOutcome, Error> {
    let workspace = session.workspace();
    let (path, text) = match session.args().value("receipt") {
        Some(path) => (
            path.to_owned(),
            Some(workspace.read_argument(path)?.to_string()),
        ),
        None => {
            let (path, text) = workspace.read_beside_builds(FILE)?;
            (path.into(), text)
        }
    };
    let Some(text) = text else {
        let mistake = Diagnostic::config(format!("there is no receipt at `{path}`"))
            .help("run `cargo govern selftest --receipt`");
        return Err(mistake.into());
    };
    let receipt: Receipt = serde_json::from_str(&text)
        .map_err(|error| Diagnostic::config(format!("`{path}` is no receipt: {error}")))?;
    let differences = differences(session, &receipt)?;
    for (what, why) in &differences {
        writeln!(out, "{what}: {why}")?;
    }
    let commit = receipt
        .state
        .commit
        .get(..12)
        .unwrap_or(&receipt.state.commit);
    if differences.is_empty() {
        let steps = receipt
            .steps
            .iter()
            .filter(|step| step.status == "passed")
            .count();
        writeln!(
            out,
            "verified: {steps} steps passed for {commit}, profile {}",
            receipt.profile
        )?;
        return Ok(CommandOutcome::clean());
    }
    writeln!(
        out,
        "not verified: the receipt for {commit} does not show that all is well here"
    )?;
    Ok(CommandOutcome::findings(Vec::new()))
}

/// What keeps a receipt from showing that all is well: which part of it, and why.
pub(super) fn differences(
    session: &Session,
    receipt: &Receipt,
) -> Result<Vec<(String, String)>, Error> {
    let mut found = Vec::new();
    let mut differs = |what: &str, before: &str, now: &str| {
        found.push((
            what.to_owned(),
            format!("`{before}` in the receipt, `{now}` here"),
        ));
    };
    if receipt.schema_version != SCHEMA_VERSION {
        differs(
            "schema_version",
            &receipt.schema_version.to_string(),
            &SCHEMA_VERSION.to_string(),
        );
    }
    let tool = session.tool();
    if receipt.tool != tool.name {
        differs("tool", &receipt.tool, &tool.name);
    }
    if receipt.tool_version != tool.version {
        differs("tool_version", &receipt.tool_version, &tool.version);
    }
    let now = State::now(session, &session.workspace().runner())?;
    for (what, before, now) in receipt.state.differences(&now) {
        differs(what, &before, &now);
    }
    let profile = Profile::named(&receipt.profile);
    let least = session
        .args()
        .value("profile")
        .and_then(Profile::named)
        .unwrap_or_default();
    if profile.is_none_or(|profile| profile < least) {
        let why = format!(
            "it is `{}`, and `{}` is asked for",
            receipt.profile,
            least.as_str()
        );
        found.push(("profile".to_owned(), why));
    }
    let config: Config = session.config(NAME)?;
    let planned = plan::steps(session, &config, profile.unwrap_or(least))?;
    let planned = planned
        .iter()
        .map(|step| (step.name.as_str(), step.command.join(" ")));
    let planned: BTreeMap<&str, String> = planned.collect();
    let ran = receipt
        .steps
        .iter()
        .map(|step| (step.name.as_str(), step.command.clone()));
    let ran: BTreeMap<&str, String> = ran.collect();
    for name in planned
        .keys()
        .chain(ran.keys().filter(|name| !planned.contains_key(*name)))
    {
        let text = |steps: &BTreeMap<&str, String>| {
            steps
                .get(name)
                .map_or("nothing".to_owned(), |it| format!("`{it}`"))
        };
        let (before, now) = (text(&ran), text(&planned));
        if before != now {
            found.push((
                format!("steps.{name}"),
                format!("{before} in the receipt, {now} here"),
            ));
        }
    }
    let bad = receipt.steps.iter().filter(|step| {
        let status = StepStatus::named(&step.status);
        !matches!(status, Some(StepStatus::Passed | StepStatus::Skipped))
    });
    for step in bad {
        found.push((
            format!("steps.{}", step.name),
            format!("it is {}", step.status),
        ));
    }
    if receipt.overall != StepStatus::Passed.as_str() {
        found.push(("overall".to_owned(), format!("it is {}", receipt.overall)));
    }
    if receipt.digest != receipt.hash()? {
        let why = "it is not that of what the receipt says, so somebody has changed it since it was written";
        found.push(("digest".to_owned(), why.to_owned()));
    }
    Ok(found)
}
