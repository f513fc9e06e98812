//! Which steps there are in a workspace, what each needs, and which are left out, and why.

use std::collections::BTreeMap;

use cargo_archcheck::config::Config as ArchitectureConfig;
use globset::Glob;
use govern_diagnostics::Diagnostic;
use govern_gate::{Error, Session, Spanned, did_you_mean};

use super::{
    config::{Config, Profile, StepConfig, TestsWith},
    environment::Need,
    schedule::{Lane, Node, circle},
};

/// A step.
#[derive(Debug, Clone)]
pub(crate) struct Step {
    pub(crate) name: String,
    /// What a user would type to do the same.
    pub(crate) command: Vec<String>,
    /// The steps that must have passed before.
    pub(crate) needs: Vec<String>,
    /// Globs of what it looks at, for a step of the project.
    pub(crate) files: Vec<Spanned<String>>,
    pub(super) does: Does,
    /// Why it is left out, if it is.
    pub(crate) left_out: Option<String>,
}

/// What a step does.
#[derive(Debug, Clone)]
pub(super) enum Does {
    /// Looks whether what is required is there.
    Environment(Vec<Need>),
    Fmt,
    Clippy,
    Build,
    Test(TestsWith),
    DocTest,
    Wasm(Vec<String>),
    Gates,
    /// A subcommand of a gate, with `--check`.
    Generated(&'static str, &'static str),
    /// Whether the project asks for it.
    Audit(bool),
    Deny,
    Own,
}

impl Step {
    fn new(name: &str, command: &[&str], does: Does) -> Step {
        Step {
            name: name.to_owned(),
            command: command.iter().map(|word| (*word).to_owned()).collect(),
            needs: Vec::new(),
            files: Vec::new(),
            does,
            left_out: None,
        }
    }

    fn needs(mut self, name: &str) -> Step {
        self.needs.push(name.to_owned());
        self
    }

    fn with(mut self, more: &[String]) -> Step {
        self.command.extend_from_slice(more);
        self
    }

    fn unless(mut self, reason: Option<String>) -> Step {
        self.left_out = reason;
        self
    }

    pub(super) fn lane(&self) -> Lane {
        match &self.does {
            Does::Clippy | Does::Build | Does::Test(_) | Does::DocTest | Does::Wasm(_) => {
                Lane::Cargo
            }
            Does::Gates | Does::Generated(..) => Lane::Here,
            Does::Own if self.command[0] == "cargo" => Lane::Cargo,
            Does::Environment(_) | Does::Fmt | Does::Audit(_) | Does::Deny | Does::Own => {
                Lane::Free
            }
        }
    }

    /// Whether it starts programs that may run code of the workspace.
    pub(super) fn runs_code(&self) -> bool {
        !matches!(
            self.does,
            Does::Environment(_) | Does::Gates | Does::Generated(..)
        )
    }
}

/// All steps, in the order in which they begin.
pub(crate) fn steps(
    session: &Session,
    config: &Config,
    profile: Profile,
) -> Result<Vec<Step>, Error> {
    let workspace = session.workspace();
    let is_there = |path: &str| workspace.read_if_exists(path).is_ok_and(|it| it.is_some());
    let locked = workspace.lock_file()?.is_some();
    let locked: &[String] = if locked {
        &["--locked".to_owned()]
    } else {
        &[]
    };
    let which = [
        &packages(session)[..],
        &workspace.feature_arguments(),
        locked,
    ]
    .concat();
    let tests = config
        .tests
        .unwrap_or(match is_there(".config/nextest.toml") {
            true => TestsWith::Nextest,
            false => TestsWith::Cargo,
        });
    let nothing_documented = (workspace.packages().iter())
        .all(|package| package.library().is_none())
        .then(|| "no member has a library".to_owned());
    let no_lock = locked
        .is_empty()
        .then(|| "there is no `Cargo.lock`".to_owned());
    let mut steps = Vec::new();
    let needs = needs(session, config, profile)?;
    if !needs.is_empty() {
        let command = ["cargo", "govern", "selftest", "--only", "environment"];
        steps.push(Step::new("environment", &command, Does::Environment(needs)));
    }
    steps.push(Step::new(
        "fmt",
        &["cargo", "fmt", "--all", "--", "--check"],
        Does::Fmt,
    ));
    let lints = ["--all-targets", "--", "-D", "warnings"].map(str::to_owned);
    steps.push(
        Step::new("clippy", &["cargo", "clippy"], Does::Clippy)
            .with(&which)
            .with(&lints),
    );
    steps.push(Step::new("build", &["cargo", "build", "--all-targets"], Does::Build).with(&which));
    let test: &[&str] = match tests {
        TestsWith::Cargo => &["cargo", "test", "--no-fail-fast"],
        TestsWith::Nextest => &["cargo", "nextest", "run", "--no-fail-fast"],
    };
    steps.push(
        Step::new("test", test, Does::Test(tests))
            .with(&which)
            .needs("build"),
    );
    if tests == TestsWith::Nextest {
        let step = Step::new("doctest", &["cargo", "test", "--doc"], Does::DocTest).with(&which);
        steps.push(step.needs("build").unless(nothing_documented));
    }
    steps.push(wasm(session, locked)?);
    steps.push(Step::new("gates", &["cargo", "govern"], Does::Gates));
    steps.extend(generated(session)?);
    let audit = Does::Audit(is_there(".cargo/audit.toml"));
    steps.push(Step::new("audit", &["cargo", "audit"], audit).unless(no_lock.clone()));
    let mut deny = ["deny.toml", ".deny.toml", ".cargo/deny.toml"].into_iter();
    let no_deny = (!deny.any(is_there)).then(|| "there is no `deny.toml`".to_owned());
    let step = Step::new("deny", &["cargo", "deny", "check"], Does::Deny);
    steps.push(step.unless(no_deny.or(no_lock)));
    own(session, config, &mut steps)?;
    for name in &config.skip {
        let step = find(session, &mut steps, name)?;
        step.left_out = Some("`skip` in `[selftest]` says so".to_owned());
    }
    Ok(steps)
}

/// What the steps need, as the schedule wants it: by their numbers, of those that are left.
pub(super) fn nodes(steps: &[Step]) -> Vec<Node> {
    let rows: BTreeMap<&str, usize> = steps
        .iter()
        .enumerate()
        .map(|(row, step)| (step.name.as_str(), row))
        .collect();
    let node = |step: &Step| Node {
        needs: step
            .needs
            .iter()
            .filter_map(|name| rows.get(name.as_str()).copied())
            .collect(),
        lane: step.lane(),
    };
    steps.iter().map(node).collect()
}

/// The steps that the command line leaves out.
pub(super) fn select(steps: &mut [Step], only: &[String], skip: &[String]) -> Result<(), Error> {
    let names: Vec<String> = steps.iter().map(|step| step.name.clone()).collect();
    for name in only.iter().chain(skip) {
        if !names.contains(name) {
            return Err(unknown(name, &names).into());
        }
    }
    for step in steps {
        if skip.contains(&step.name) {
            step.left_out = Some("`--skip` leaves it out".to_owned());
        } else if !only.is_empty() && !only.contains(&step.name) {
            step.left_out = Some("`--only` asks for others".to_owned());
        }
    }
    Ok(())
}

fn unknown(name: &str, names: &[String]) -> Diagnostic {
    let mistake = Diagnostic::config(format!("there is no step `{name}`"));
    mistake.help(match did_you_mean(name, names.iter().map(String::as_str)) {
        Some(likely) => format!("did you mean `{likely}`?"),
        None => format!("there are `{}`", names.join("`, `")),
    })
}

fn find<'s>(
    session: &Session,
    steps: &'s mut [Step],
    name: &Spanned<String>,
) -> Result<&'s mut Step, Error> {
    let names: Vec<String> = steps.iter().map(|step| step.name.clone()).collect();
    match steps.iter_mut().find(|step| step.name == *name.get_ref()) {
        Some(step) => Ok(step),
        None => Err(unknown(name.get_ref(), &names)
            .at(session.config_span(name.span()))
            .into()),
    }
}

/// The packages that are selected, as cargo's arguments.
fn packages(session: &Session) -> Vec<String> {
    let packages = session.workspace().packages();
    if packages.iter().all(|package| package.selected) {
        return vec!["--workspace".to_owned()];
    }
    let selected = packages.iter().filter(|package| package.selected);
    selected
        .flat_map(|package| ["-p".to_owned(), package.name.clone()])
        .collect()
}

/// What must be there in a profile.
fn needs(session: &Session, config: &Config, profile: Profile) -> Result<Vec<Need>, Error> {
    let mut needs = match profile {
        Profile::Release => vec![Need::GitHistory, Need::Committed],
        Profile::Local | Profile::Ci => Vec::new(),
    };
    for written in config.requires.of(profile) {
        let Some(need) = Need::parse(written.get_ref()) else {
            let mistake = Diagnostic::config(format!(
                "`{}` is nothing that can be required",
                written.get_ref()
            ))
            .at(session.config_span(written.span()))
            .help("there are `git-history`, `committed`, `program:NAME` and `target:TRIPLE`");
            return Err(mistake.into());
        };
        if !needs.contains(&need) {
            needs.push(need);
        }
    }
    Ok(needs)
}

/// The build for the platforms of guests.
fn wasm(session: &Session, locked: &[String]) -> Result<Step, Error> {
    let config: ArchitectureConfig = session.config("archcheck")?;
    let mut command = vec!["cargo".to_owned(), "build".to_owned()];
    let Some(guest) = &config.guest else {
        let step = Step::new("wasm", &["cargo", "build"], Does::Wasm(Vec::new()));
        return Ok(step.unless(Some(
            "`[archcheck.guest]` declares no crates for another platform".to_owned(),
        )));
    };
    let mut targets: Vec<String> = guest
        .targets
        .iter()
        .map(|it| it.get_ref().clone())
        .collect();
    if targets.is_empty() {
        targets.push("wasm32-wasip1".to_owned());
    }
    let mut members = Vec::new();
    for written in &guest.crates {
        // What is no glob is told by the gate that the section belongs to.
        let glob = Glob::new(written.get_ref())
            .ok()
            .map(|glob| glob.compile_matcher());
        let packages = session.workspace().packages().iter();
        let fits = |name: &str| glob.as_ref().is_some_and(|glob| glob.is_match(name));
        members.extend(packages.filter(|it| fits(&it.name) || fits(&it.name.replace('-', "_"))));
    }
    members.sort_by_key(|package| &package.name);
    members.dedup_by_key(|package| &package.name);
    command.extend(
        members
            .iter()
            .flat_map(|it| ["-p".to_owned(), it.name.clone()]),
    );
    command.extend(
        targets
            .iter()
            .flat_map(|it| ["--target".to_owned(), it.clone()]),
    );
    let none = members
        .is_empty()
        .then(|| "`[archcheck.guest]` names no member".to_owned());
    let step = Step::new("wasm", &[], Does::Wasm(targets))
        .with(&command)
        .with(locked);
    Ok(step.unless(none))
}

/// The files of the suite's own that are generated, as far as the project has them.
fn generated(session: &Session) -> Result<Vec<Step>, Error> {
    let named = |section: &str, key: &str| -> Result<Option<String>, Error> {
        let table: BTreeMap<String, toml::Value> = session.config(section)?;
        Ok(table.get(key).and_then(|it| Some(it.as_str()?.to_owned())))
    };
    let docs = named("contract", "docs")?;
    let status = named("ac", "status")?;
    let is_there = |path: &str| {
        session
            .workspace()
            .read_if_exists(path)
            .is_ok_and(|it| it.is_some())
    };
    let status = status.is_some() || is_there("docs/feature_status.md");
    let step = |name, gate, command, there: bool, missing: &str| {
        let words = ["cargo", gate, command, "--check"];
        let step = Step::new(name, &words, Does::Generated(gate, command));
        step.unless((!there).then(|| missing.to_owned()))
    };
    Ok(vec![
        step(
            "contract-docs",
            "contract",
            "docs",
            docs.is_some(),
            "`docs` in `[contract]` names no file",
        ),
        step(
            "ac-status",
            "ac",
            "status",
            status,
            "there is no table of criteria",
        ),
    ])
}

/// The steps of the project, behind the others.
fn own(session: &Session, config: &Config, steps: &mut Vec<Step>) -> Result<(), Error> {
    let wrong = |message: String, at: std::ops::Range<usize>| {
        Error::from(Diagnostic::config(message).at(session.config_span(at)))
    };
    let first = steps.len();
    for StepConfig {
        name,
        run,
        needs,
        files,
    } in &config.step
    {
        let (text, at) = (name.get_ref(), name.span());
        if steps.iter().any(|step| step.name == *text) {
            return Err(wrong(format!("there is a step `{text}` already"), at));
        }
        let mut characters = text.chars();
        let is_name = characters.next().is_some_and(|it| it.is_ascii_lowercase())
            && characters.all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '-');
        if !is_name {
            return Err(wrong(
                format!("`{text}` is no name of a step: write it like `check-bundle`"),
                at,
            ));
        }
        if run.get_ref().first().is_none_or(String::is_empty) {
            return Err(wrong(format!("the step `{text}` runs nothing"), run.span()));
        }
        let mut step = Step::new(text, &[], Does::Own).with(run.get_ref());
        step.needs = needs.iter().map(|it| it.get_ref().clone()).collect();
        step.files.clone_from(files);
        steps.push(step);
    }
    for needed in config.step.iter().flat_map(|step| &step.needs) {
        find(session, steps, needed)?;
    }
    let needs: Vec<Vec<usize>> = nodes(steps).into_iter().map(|node| node.needs).collect();
    if let Some(circle) = circle(&needs) {
        let names: Vec<&str> = circle.iter().map(|&row| steps[row].name.as_str()).collect();
        let at = &config.step[circle[0] - first].name;
        return Err(wrong(
            format!("steps need each other: `{}`", names.join("`, `")),
            at.span(),
        ));
    }
    Ok(())
}
