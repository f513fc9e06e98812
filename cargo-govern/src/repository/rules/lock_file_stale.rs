//! The lock file does not fit the manifests.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use semver::{Version, VersionReq};

use crate::repository::{
    NAME, Repository,
    lock::{Lock, Locked},
    manifests::{Declared, Member, Origin},
};

pub(super) static RULE: Rule<Repository> = Rule {
    info: RuleInfo {
        gate: NAME,
        name: "lock_file_stale",
        summary: "the lock file does not fit the manifests",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Compares `Cargo.lock`, as it was before cargo was asked, with the manifests: each member must be in it, with its version, and each
dependency of a member must be there in a version that its requirement lets in. Neither cargo nor the network is used.

### Why is this bad?

The next command of cargo rewrites it, to versions of that day; with `--locked`, as CI should build, it fails.

### Example

`serde = "1.0.200"` in `Cargo.toml`, and `serde 1.0.150` in `Cargo.lock`, because the lock file was not committed with it.

### Use instead

`cargo update --workspace` (or any build) and commit what it writes.

### Limits

What packages from elsewhere depend on is not compared, for their manifests are not here; nor are features, and whether a commit of git
is still that of its branch.
"#;

fn check(repository: &Repository, findings: &mut Findings) {
    let Some(lock) = &repository.lock else {
        findings.idle("there is no lock file");
        return;
    };
    for (row, member) in repository.manifests.members.iter().enumerate() {
        findings.checked(1);
        let Some(package) = in_lock(lock, member) else {
            let (name, version) = (&member.name, &member.version);
            let text = format!("`{name} {version}` is not in `Cargo.lock`");
            stale(findings, member.place, name, text);
            continue;
        };
        let dependencies = repository.manifests.dependencies.iter();
        for declared in dependencies.filter(|it| it.member == Some(row)) {
            findings.checked(1);
            let meant = meant(repository, declared);
            if let Some(text) = mistake(lock, package, meant) {
                let key = format!("{} -> {}", member.name, declared.package);
                stale(findings, declared.place, &key, text);
            }
        }
    }
}

fn stale(findings: &mut Findings, place: govern_diagnostics::Span, key: &str, text: String) {
    findings
        .report(place, key, text)
        .note("cargo would rewrite the lock file, and refuses to with `--locked`")
        .help("run `cargo update --workspace`, and commit `Cargo.lock`");
}

/// A member has no source, in a lock file as elsewhere.
fn in_lock<'l>(lock: &'l Lock, member: &'l Member) -> Option<&'l Locked> {
    lock.named(&member.name)
        .find(|it| it.source.is_none() && it.version == member.version)
}

/// What a dependency is: where it is inherited, what `[workspace.dependencies]` says.
fn meant<'r>(repository: &'r Repository, declared: &'r Declared) -> &'r Declared {
    if declared.origin != Origin::Workspace {
        return declared;
    }
    let mut shared = repository.manifests.dependencies.iter();
    shared
        .find(|it| it.member.is_none() && !it.patch && it.key == declared.key)
        .unwrap_or(declared)
}

/// Why a package of the lock file does not have a dependency as it should.
fn mistake(lock: &Lock, package: &Locked, declared: &Declared) -> Option<String> {
    let name = &declared.package;
    let used: Vec<&Locked> = lock.used(package, name).collect();
    if used.is_empty() {
        let text = format!(
            "`{}` does not depend on `{name}` in `Cargo.lock`",
            package.name
        );
        return Some(text);
    }
    let (text, _) = declared.requirement.as_ref()?;
    let requirement = VersionReq::parse(text).ok()?;
    let fits = |locked: &&Locked| {
        // What is no version is cargo's to tell.
        Version::parse(&locked.version).map_or(true, |version| requirement.matches(&version))
    };
    if used.iter().any(fits) {
        return None;
    }
    let versions: Vec<&str> = used.iter().map(|it| it.version.as_str()).collect();
    let versions = versions.join(", ");
    Some(format!(
        "`{name}` must be `{text}`, and is {versions} in `Cargo.lock`"
    ))
}
