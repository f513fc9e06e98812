//! Canaries of the gate: documents that the project itself says are bad, and policies that are none.

use govern_gate::{Canaries, Canary, Edit, Error, Session};

use super::fixtures::{Case, cases};
use super::inputs::Documents;
use super::load::Loaded;
use super::settings::{Files, Look, Settings};
use super::{Deed, Package, Policies, modules};

/// How the names begin of files that are put in.
const NAME: &str = "govern-canary";

/// What each rule must find.
pub(super) fn canaries(session: &Session, settings: &Settings) -> Result<Canaries, Error> {
    let listing = session.workspace().listing();
    let mut canaries = Canaries::default();
    if modules(settings, &listing).is_empty() {
        return Ok(canaries);
    }
    let mut policies = Policies::default();
    let loaded = Loaded::new(session, settings, &listing, &mut policies);
    let documents = Documents::new(session, settings, &listing);
    let mut put = |rule: &'static str, of: Option<String>, what: String, edit: Edit| {
        canaries.made.push(Canary {
            rule,
            of,
            what,
            edits: vec![edit],
        });
    };
    let directory = &settings.place.directory;
    let file = |name: &str, text: &str| {
        let path = format!("{directory}/{NAME}-{name}.rego");
        (format!("in `{path}`"), Edit::Write(path, text.into()))
    };
    let (place, edit) = file(
        "broken",
        "package govern_canary_broken\n\ndeny contains msg if {\n",
    );
    put(
        "policy_broken",
        None,
        format!("a rule without an end {place}"),
        edit,
    );
    let silent = "package govern_canary_silent\n\ndeny contains \"canary\" if false\n";
    let (place, edit) = file("silent", silent);
    put(
        "policy_without_input",
        None,
        format!("a policy that looks at nothing {place}"),
        edit,
    );
    let (place, edit) = file("untested", &silent.replace("silent", "untested"));
    put(
        "policy_rule_untested",
        None,
        format!("a rule that nobody tries {place}"),
        edit,
    );
    let path = format!("{directory}/testdata/{NAME}/bad.json");
    let what = format!("a bad file of which nobody says what it breaks, `{path}`");
    put(
        "policy_fixture_wrong",
        None,
        what,
        Edit::Write(path, b"{}\n".to_vec()),
    );
    for case in cases(&loaded) {
        for package in &policies.packages {
            for (rule, of, bad) in broken_by(&case, package) {
                if let Some((path, bytes)) = place_for(&loaded, &documents, package, &bad) {
                    let what = format!("what `{bad}` says is bad, as `{path}`");
                    put(
                        rule,
                        Some(format!("{of}: ")),
                        what,
                        Edit::Write(path, bytes),
                    );
                }
            }
        }
    }
    for (rule, deed) in [
        ("policy_denied", Deed::Denies),
        ("policy_warned", Deed::Warns),
    ] {
        if canaries.made.iter().any(|canary| canary.rule == rule) {
            continue;
        }
        let mut rules = policies.packages.iter().flat_map(|package| &package.rules);
        let why = match rules.any(|it| it.deed == deed) {
            true => "no bad file is of a rule that looks at files",
            false => "no rule of a policy does that",
        };
        canaries.none(rule, why);
    }
    Ok(canaries)
}

/// The rules of a package that a case has a bad file for, each once.
fn broken_by(case: &Case, package: &Package) -> Vec<(&'static str, String, String)> {
    let mut found: Vec<(&'static str, String, String)> = Vec::new();
    for (file, (_, ids)) in &case.expected {
        for rule in &package.rules {
            let name = format!("{}.{}", package.name, rule.name);
            let is_new = !found.iter().any(|(_, known, _)| *known == name);
            if is_new && ids.iter().any(|id| id.rule == name) {
                let found_by = match rule.deed {
                    Deed::Denies => "policy_denied",
                    Deed::Warns => "policy_warned",
                };
                found.push((found_by, name, format!("{}/{file}", case.path)));
            }
        }
    }
    found
}

/// Where a bad file would be seen by a package, and what it holds: beside a file that it looks at, or in its place.
fn place_for(
    loaded: &Loaded<'_>,
    documents: &Documents<'_>,
    package: &Package,
    bad: &str,
) -> Option<(String, Vec<u8>)> {
    let bytes = loaded.workspace.read_bytes(bad).ok()?;
    let own = loaded.looks.get(&package.name).into_iter().flatten();
    let own = own.map(|(_, look)| look);
    let checks = loaded.settings.checks.iter();
    let checks = checks.filter(|check| check.packages.match_any(&package.name));
    let looks = own.chain(checks.map(|check| &check.look));
    let mut files = looks.filter_map(|look| match look {
        Look::Files(files) => Some(files),
        Look::Workspace | Look::Findings => None,
    });
    files.find_map(|files| {
        let place = place_in(files, &documents.paths(files), bad)?;
        Some((place, bytes.clone()))
    })
}

fn place_in(files: &Files, seen: &[String], bad: &str) -> Option<String> {
    let fits = |path: &&String| files.parser(path) == files.parser(bad);
    let (_, extension) = bad.rsplit_once('.')?;
    let beside = seen.iter().filter(fits).find_map(|path| {
        let directory = path.rsplit_once('/').map_or("", |(directory, _)| directory);
        let name = format!("{NAME}.{extension}");
        let path = [directory, &name].into_iter().filter(|it| !it.is_empty());
        let path = path.collect::<Vec<_>>().join("/");
        files.contains(&path).then_some(path)
    });
    // A directory of its own is no member, unless all directories are.
    let aside = seen.iter().filter(fits).find_map(|path| {
        let (directory, name) = path.rsplit_once('/')?;
        let around = directory
            .rsplit_once('/')
            .map_or(String::new(), |(it, _)| format!("{it}/"));
        let path = format!("{around}{NAME}/{name}");
        files.contains(&path).then_some(path)
    });
    // A manifest that is no manifest would keep everything from being loaded.
    let mut replaced = seen
        .iter()
        .filter(fits)
        .filter(|path| !path.ends_with("Cargo.toml") && *path != "govern.toml");
    beside.or(aside).or_else(|| replaced.next().cloned())
}
