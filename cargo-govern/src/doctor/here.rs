//! What is there in the workspace: its configuration, lock file, caches, hooks, matchers and workflows.

use govern_diagnostics::Sources;
use govern_gate::{Error, Gate, Session, mistakes};
use serde_json::Value;

use super::{Check, in_a_line};
use crate::{GATES, hooks, repository, repository::stages::Stage};

pub(super) fn workspace(session: &Session) -> Check {
    let workspace = session.workspace();
    let problems = workspace.problems().len();
    let members = match workspace.packages().len() {
        1 => "1 package".to_owned(),
        count => format!("{count} packages"),
    };
    let found = format!("{members} in `{}`", workspace.root());
    match problems {
        0 => Check::ok("workspace", found),
        _ => {
            let found = format!("{found}; {problems} files are missing or do not parse");
            Check::problem("workspace", found, "`cargo govern` says where").needed_by("every gate")
        }
    }
}

pub(super) fn configuration(session: &Session) -> Check {
    let name = "configuration";
    let gates: Vec<&dyn Gate> = GATES.to_vec();
    let mistakes = mistakes(&gates, session);
    if let Some(first) = mistakes.first() {
        let file = first.span.map(|span| span.file);
        let sources: Sources = session.sources_for(file);
        let place = first.span.and_then(|span| sources.locate(span));
        let place = place.map(|it| format!("{}:{}:{}: ", it.path, it.start.line, it.start.column));
        let found = format!("{}{}", place.unwrap_or_default(), first.message);
        let more = match mistakes.len() - 1 {
            0 => String::new(),
            more => format!(", and {more} more"),
        };
        let help = "no gate runs until it is understood";
        return Check::problem(name, format!("{found}{more}"), help).needed_by("every gate");
    }
    match session.config_file() {
        Some(file) => {
            let found = format!("`{}` is understood", session.workspace().path(file));
            Check::ok(name, found)
        }
        None => Check::advice(
            name,
            "there is no `govern.toml`: gates have their defaults",
            "`cargo govern init` writes one from what it sees",
        ),
    }
}

/// The lock file; with why it is not as cargo wants it, if it is not.
pub(super) fn lock_file(session: &Session, behind: Option<String>) -> Result<Check, Error> {
    let name = "lock file";
    let found = match (session.workspace().lock_file()?, behind) {
        (Some(_), None) => {
            return Ok(Check::ok(
                name,
                "`Cargo.lock` is there, and of these manifests",
            ));
        }
        (_, Some(why)) => why,
        (None, None) => "there is no `Cargo.lock`".to_owned(),
    };
    let help = "`cargo generate-lockfile`, or any build, writes one; commit it";
    let check = Check::problem(name, found, help);
    Ok(check.needed_by("what is known of dependencies, and builds with `--locked`"))
}

pub(super) fn caches(session: &Session) -> Check {
    match session.workspace().try_cache() {
        // They are asked for, so there is no place for them.
        None if session.load_options().cache => {
            let found = "none are used: the directory that cargo builds in leads out of the workspace, and it is the checkout \
                         that says so";
            let help = "name it in `CARGO_TARGET_DIR`, or in the configuration of cargo in your home directory; until then \
                        every run reads everything again";
            Check::problem("caches", found, help)
                .needed_by("runs that are as fast as they should be")
        }
        None => Check::unknown(
            "caches",
            "none are used",
            "leave out `--no-cache` and `--untrusted`",
        ),
        Some((directory, Ok(()))) => Check::ok("caches", format!("`{directory}` can be written")),
        Some((directory, Err(error))) => {
            let found = format!("`{directory}` cannot be written: {error}");
            let help = "make the directory writable; until then every run reads everything again";
            Check::problem("caches", found, help)
                .needed_by("runs that are as fast as they should be")
        }
    }
}

pub(super) fn hooks(session: &Session) -> Vec<Check> {
    if !session.workspace().runner().may_run() {
        let found = "git is not asked with `--untrusted`";
        return vec![Check::unknown("hooks", found, "leave `--untrusted` out")];
    }
    let states = match hooks::states(session.workspace()) {
        Ok(states) => states,
        Err(error) => {
            let help = "without a repository of git there is nothing to hook into";
            return vec![Check::advice("hooks", in_a_line(error), help)];
        }
    };
    let check = |(name, state, path): (&str, &str, camino::Utf8PathBuf)| {
        let (found, title) = (format!("{state}: `{path}`"), format!("hook {name}"));
        let more = if state == "foreign" { " --chain" } else { "" };
        let push = if name == "pre-push" {
            " --pre-push"
        } else {
            ""
        };
        let help = format!("`cargo govern hooks install{push}{more}`");
        match state {
            "installed" => Check::ok(title, found),
            // It runs, and does not do what it would do now.
            "outdated" => Check::problem(title, found, &help).needed_by("commits that are checked"),
            _ => Check::advice(title, found, &help),
        }
    };
    states.into_iter().map(check).collect()
}

/// Files that say how lines of the suite become annotations.
pub(super) fn problem_matchers(session: &Session) -> Check {
    let name = "problem matchers";
    let workspace = session.workspace();
    let listing = workspace.listing();
    let files = listing.files.iter().filter(|path| path.ends_with(".json"));
    let mut broken = Vec::new();
    let mut found = Vec::new();
    for path in files.filter(|path| path.contains("matcher") || path.contains("tasks")) {
        let Ok((_, text)) = workspace.read(path) else {
            continue;
        };
        let is_ours = |value: &Value| {
            let matchers = value.get("problemMatcher").and_then(Value::as_array);
            let mut owners = matchers.into_iter().flatten();
            owners.any(|it| it.get("owner").and_then(Value::as_str) == Some("cargo-govern"))
                || value
                    .get("tasks")
                    .and_then(Value::as_array)
                    .into_iter()
                    .flatten()
                    .any(|task| {
                        let owner = task.pointer("/problemMatcher/owner");
                        owner.and_then(Value::as_str) == Some("cargo-govern")
                    })
        };
        match serde_json::from_str::<Value>(&text) {
            Ok(value) if is_ours(&value) => found.push(format!("`{path}`")),
            Ok(_) => {}
            // Editors take comments where JSON has none.
            Err(_) if path.contains("tasks") => {}
            Err(_) => broken.push(format!("`{path}`")),
        }
    }
    if !broken.is_empty() {
        let told = format!("{} is no JSON", broken.join(", "));
        return Check::problem(name, told, "docs/ci-and-editors.md has one to take")
            .needed_by("annotations of lines");
    }
    match found.is_empty() {
        false => Check::ok(name, found.join(", ")),
        true => Check::advice(
            name,
            "no file says how lines of the suite become annotations",
            "`--format github` needs none; docs/ci-and-editors.md has one for `--format short`",
        ),
    }
}

/// Whether the gates run in CI, and can fail there.
pub(super) fn workflows(session: &Session) -> Check {
    let workspace = session.workspace();
    let listing = workspace.listing();
    let mut unread = Vec::new();
    let workflows = repository::workflows(workspace, &listing, &mut unread);
    let (mut hard, mut soft) = (Vec::new(), Vec::new());
    let mut places = Vec::new();
    for workflow in &workflows {
        for step in &workflow.steps {
            for gate in step
                .gates
                .iter()
                .filter(|it| it.does.stage == Stage::Govern)
            {
                let what = subcommand(&gate.words);
                match step.softness(gate) {
                    None => hard.push(what),
                    Some(why) => {
                        soft.push(format!("`{}` in `{}`: {why}", step.title, workflow.path))
                    }
                }
                places.push(format!("`{}`", workflow.path));
            }
        }
    }
    places.dedup();
    let gates = ["archcheck", "contract", "ac", "govern"];
    let lacks = gates.iter().filter(|gate| !hard.contains(&Some(**gate)));
    let lacks: Vec<String> = lacks.map(|gate| format!("`cargo {gate}`")).collect();
    if let Some(first) = soft.first() {
        let help = "let it fail: what cannot fail shows nothing";
        return Check::problem("ci", first, help).needed_by("a green run that means something");
    }
    if !unread.is_empty() {
        let found = in_a_line(Error::Diagnosed(unread));
        return Check::problem("ci", found, "GitHub does not read it either").needed_by("ci");
    }
    // `cargo govern` runs all gates.
    if lacks.is_empty() || hard.contains(&Some("govern")) {
        return Check::ok("ci", format!("{} runs all gates", places.join(", ")));
    }
    let help = "docs/ci-and-editors.md has a workflow to take: `cargo govern` runs all gates";
    if !hard.is_empty() {
        let found = format!("{} runs no {}", places.join(", "), lacks.join(", no "));
        return Check::advice("ci", found, help);
    }
    // What other systems are told is not read.
    let others = [
        ".gitlab-ci.yml",
        ".circleci/config.yml",
        "azure-pipelines.yml",
        "Jenkinsfile",
    ];
    let mut others = others
        .iter()
        .filter(|path| listing.files.iter().any(|it| it == *path));
    match others.next() {
        Some(path) => {
            let found = format!("`{path}` is not read");
            Check::unknown("ci", found, "see to it that it runs `cargo govern`")
        }
        None => Check::advice("ci", "no workflow of GitHub runs a gate of the suite", help),
    }
}

/// Which program of the suite a command runs; a subcommand of the umbrella that is a gate is that gate.
fn subcommand(words: &[String]) -> Option<&'static str> {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let at = words.iter().position(|word| *word == "cargo")?;
    let (program, rest) = words.get(at + 1..)?.split_first()?;
    let gate = |name: &str| {
        ["archcheck", "contract", "ac"]
            .into_iter()
            .find(|it| *it == name)
    };
    let is_known = |word: &str| {
        crate::COMMANDS.iter().any(|command| command.name == word)
            || ["baseline", "completions", "explain", "rules"].contains(&word)
    };
    match *program {
        "govern" => {
            let mut known = rest
                .iter()
                .filter(|word| gate(word).is_some() || is_known(word));
            // Without one of them it is a check of all gates, or a selftest with these.
            known.next().map_or(Some("govern"), |name| gate(name))
        }
        name => gate(name),
    }
}
