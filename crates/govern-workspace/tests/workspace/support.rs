//! Workspaces in temporary folders, with a real cargo and a real git.

use std::{env, fs, process::Command};

use camino::{Utf8Path, Utf8PathBuf};
use govern_workspace::{Error, LoadOptions, Network, Problem, ProblemKind, Workspace};
use tempfile::TempDir;

/// A temporary folder.
pub(crate) struct Folder {
    folder: TempDir,
}

impl Folder {
    pub(crate) fn new(files: &[(&str, &str)]) -> Folder {
        let folder = Folder {
            folder: tempfile::tempdir().unwrap(),
        };
        for (path, text) in files {
            folder.write(path, text);
        }
        folder
    }

    pub(crate) fn path(&self) -> &Utf8Path {
        Utf8Path::from_path(self.folder.path()).unwrap()
    }

    pub(crate) fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    pub(crate) fn remove(&self, path: &str) {
        fs::remove_file(self.path().join(path)).unwrap();
    }

    pub(crate) fn options(&self) -> LoadOptions {
        LoadOptions {
            manifest_path: Some(self.path().join("Cargo.toml")),
            network: Network {
                offline: true,
                locked: false,
            },
            ..LoadOptions::default()
        }
    }

    pub(crate) fn uncached(&self) -> LoadOptions {
        LoadOptions {
            cache: false,
            ..self.options()
        }
    }

    pub(crate) fn load(&self) -> Workspace {
        Workspace::load(&self.uncached()).unwrap()
    }

    pub(crate) fn git(&self, arguments: &[&str]) -> String {
        let output = Command::new("git")
            .args(["-c", "user.name=t", "-c", "user.email=t@example.org"])
            .args([
                "-c",
                "init.defaultBranch=main",
                "-c",
                "commit.gpgsign=false",
            ])
            .args(arguments)
            .current_dir(self.path())
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .output()
            .unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "git {arguments:?}: {stderr}");
        String::from_utf8(output.stdout).unwrap()
    }

    pub(crate) fn commit(&self, message: &str) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--allow-empty", "--message", message]);
    }
}

/// A folder of `testdata/broken`.
pub(crate) fn broken(name: &str) -> Result<Workspace, Error> {
    let path = Utf8PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../testdata/broken");
    let network = Network {
        offline: true,
        locked: true,
    };
    Workspace::load(&LoadOptions {
        manifest_path: Some(path.join(name).join("Cargo.toml")),
        network,
        cache: false,
        ..LoadOptions::default()
    })
}

/// The test of this name again, in a process of its own with other variables.
pub(crate) fn in_child(test: &str, root: &Utf8Path, variables: &[(&str, &str)]) {
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(["--exact", test]).env(PARENT, root);
    let output = command.envs(variables.iter().copied()).output().unwrap();
    let (stdout, stderr) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    // A name that is wrong would run nothing, and that would be a success.
    assert!(stdout.contains("1 passed"), "{stdout}\n{stderr}");
    assert!(output.status.success());
}

/// In such a process: the folder that it is about.
pub(crate) fn parent() -> Option<Utf8PathBuf> {
    env::var(PARENT).ok().map(Utf8PathBuf::from)
}

const PARENT: &str = "GOVERN_TEST_FOLDER";

/// A manifest of a package with nothing else.
pub(crate) fn package(name: &str) -> String {
    format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n")
}

/// The paths of the Rust files.
pub(crate) fn paths(workspace: &Workspace) -> Vec<&str> {
    let files = workspace.files().iter();
    files.map(|&file| workspace.path(file)).collect()
}

/// Kind, path and text at the place of the only problem, and the problem.
pub(crate) fn only_problem(workspace: &Workspace) -> (ProblemKind, &str, String, &Problem) {
    let [problem] = workspace.problems() else {
        panic!("one problem is expected: {:#?}", workspace.problems());
    };
    (
        problem.kind,
        workspace.path(problem.span.file),
        at(workspace, problem),
        problem,
    )
}

/// The text at the place of a problem.
pub(crate) fn at(workspace: &Workspace, problem: &Problem) -> String {
    let sources = workspace.sources_for([problem.span.file]);
    sources.text(problem.span).unwrap_or_default().to_owned()
}

/// A workspace in memory.
pub(crate) fn memory(files: &[(&str, &str)]) -> Result<Workspace, Error> {
    let files = files.iter();
    Workspace::from_memory(
        files
            .map(|&(path, text)| (path.to_owned(), text.to_owned()))
            .collect(),
    )
}
