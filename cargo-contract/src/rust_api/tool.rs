//! Running cargo-semver-checks, once it was seen to work: a tool that finds nothing must be one that would find something.

use std::time::Duration;

use govern_workspace::{NoAnswer, Package, Scratch, Workspace};

use super::output::{Comparison, read};
use crate::lifecycle::version::Version;

const PROGRAM: &str = "cargo-semver-checks";
/// The oldest one whose output is known.
const OLDEST: &str = "0.50.0";
/// How long it may take for a crate of two functions, or to say its version.
const FOR_LITTLE: Duration = Duration::from_secs(300);

const MANIFEST: &str = "[package]
name = \"govern-probe\"
version = \"1.0.0\"
edition = \"2021\"
publish = false

[workspace]
";

/// The tool, seen to work.
pub(super) struct Tool<'w> {
    workspace: &'w Workspace,
}

/// What to compare a package with.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Baseline<'a> {
    /// A git revision.
    Revision(&'a str),
    /// A copy in a directory, from the workspace root.
    Directory(&'a str),
}

impl<'w> Tool<'w> {
    /// Looks for the tool, and whether it finds a break where there is one, and none where there is none. That is asked
    /// once for each tool and compiler. An error says what is wrong.
    pub(super) fn find(workspace: &'w Workspace) -> Result<Tool<'w>, String> {
        let installed = workspace.installed(PROGRAM).map_err(|it| said(&it))?;
        let version = version(workspace)?;
        let tool = Tool { workspace };
        let compiler = workspace.ask("rustc", &["-vV"], FOR_LITTLE);
        let compiler = compiler.map_err(|it| said(&it))?.stdout;
        let this = format!("{installed}\n{version}\n{compiler}");
        if !workspace.was_seen(&this) {
            tool.prove()
                .map_err(|why| format!("`{PROGRAM}` {version} does not work here: {why}"))?;
            workspace.remember_seen(&this);
        }
        Ok(tool)
    }

    /// Compares a package of the workspace with what it was.
    pub(super) fn compare(
        &self,
        package: &Package,
        baseline: Baseline<'_>,
        at_most: Duration,
    ) -> Result<Comparison, String> {
        let root = self.workspace.root();
        let baseline = match baseline {
            Baseline::Revision(revision) => format!("--baseline-rev={revision}"),
            Baseline::Directory(directory) => format!("--baseline-root={}", root.join(directory)),
        };
        // The tool takes all manifests below this one for the workspace's, and a copy would be a second package of this name.
        let manifest = root.join(self.workspace.path(package.manifest));
        self.run(manifest.as_str(), &package.name, &baseline, at_most)
    }

    /// Two functions, of which one goes: that one is found; and nothing where nothing changed.
    fn prove(&self) -> Result<(), String> {
        let files = [
            ("old/Cargo.toml", MANIFEST),
            ("old/src/lib.rs", "pub fn stays() {}\npub fn goes() {}\n"),
            ("new/Cargo.toml", MANIFEST),
            ("new/src/lib.rs", "pub fn stays() {}\n"),
        ];
        let probe = Scratch::with(&files).map_err(|error| error.to_string())?;
        let baseline = format!("--baseline-root={}", probe.path("old"));
        let compare = |version: &str| {
            let manifest = probe.path(&format!("{version}/Cargo.toml"));
            self.run(&manifest, "govern-probe", &baseline, FOR_LITTLE)
        };
        let broken = compare("new")?;
        let is_found = matches!(
            &broken.failures[..],
            [one] if one.is_major && one.found.len() == 1 && one.found[0].contains("goes")
        );
        if !is_found {
            return Err("it does not find that a function is gone".to_owned());
        }
        if !compare("old")?.failures.is_empty() {
            return Err("it finds breaks between a crate and itself".to_owned());
        }
        Ok(())
    }

    /// All lints are run, whatever the versions say: that a version allows what they find is judged here.
    fn run(
        &self,
        manifest: &str,
        package: &str,
        baseline: &str,
        at_most: Duration,
    ) -> Result<Comparison, String> {
        let arguments = [
            "semver-checks",
            "check-release",
            "--manifest-path",
            manifest,
            "--package",
            package,
            baseline,
            "--release-type=patch",
            "--color=never",
            "--verbose",
        ];
        let answer = self.workspace.ask(PROGRAM, &arguments, at_most);
        let comparison = answer
            .map_err(|it| said(&it))
            .and_then(|answer| read(&answer).map_err(|why| format!("`{PROGRAM}`: {why}")))?;
        if comparison.package != package {
            return Err(format!(
                "`{PROGRAM}` compared `{}`, not `{package}`",
                comparison.package
            ));
        }
        Ok(comparison)
    }
}

fn version(workspace: &Workspace) -> Result<String, String> {
    let answer = workspace.ask(PROGRAM, &["semver-checks", "--version"], FOR_LITTLE);
    let answer = answer.map_err(|it| said(&it))?;
    let mut words = answer.stdout.split_whitespace();
    let version = words.find(|word| Version::parse(word).is_some());
    let version = version.ok_or_else(|| format!("`{PROGRAM}` does not say which version it is"))?;
    if Version::parse(version) < Version::parse(OLDEST) {
        return Err(format!(
            "`{PROGRAM}` {version} is older than {OLDEST}: {}",
            install()
        ));
    }
    Ok(version.to_owned())
}

fn said(error: &NoAnswer) -> String {
    match error {
        NoAnswer::Missing(program) if program == PROGRAM => format!("{error}: {}", install()),
        NoAnswer::TooLong { .. } => format!("{error}: give it a longer `timeout`"),
        _ => error.to_string(),
    }
}

fn install() -> String {
    format!("`cargo install --locked {PROGRAM}`")
}
