//! Copies of fixtures that a test may write into, and the program.

#![expect(
    clippy::disallowed_methods,
    reason = "tests make workspaces and start the program"
)]
#![allow(dead_code, reason = "each test uses a part of it")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use camino::{Utf8Path, Utf8PathBuf};

/// A directory that goes away with the test.
pub(crate) struct Copy {
    root: tempfile::TempDir,
}

impl Copy {
    /// A copy of a folder of testdata/.
    pub(crate) fn of(fixture: &str) -> Copy {
        let copy = Copy::empty();
        let from = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../testdata")
            .join(fixture);
        copy_directory(&from, copy.root.path());
        copy
    }

    /// A directory with these files.
    pub(crate) fn with(files: &[(&str, &str)]) -> Copy {
        let copy = Copy::empty();
        for (path, text) in files {
            copy.write(path, text);
        }
        copy
    }

    /// A directory with a package in it, and these files.
    pub(crate) fn package(files: &[(&str, &str)]) -> Copy {
        let copy = Copy::with(&[(
            "Cargo.toml",
            "[package]\nname = \"orders\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[workspace]\n",
        )]);
        for (path, text) in files {
            copy.write(path, text);
        }
        copy
    }

    fn empty() -> Copy {
        Copy {
            root: tempfile::tempdir().expect("there is room for a directory"),
        }
    }

    /// Starts git in it.
    #[track_caller]
    pub(crate) fn git(&self, arguments: &[&str]) {
        let (worked, said) = self.try_git(&[], arguments);
        assert!(worked, "git {arguments:?}: {said}");
    }

    /// Starts git in it, with these variables in the environment: whether it did what it should, and what it said.
    pub(crate) fn try_git(&self, variables: &[(&str, &str)], arguments: &[&str]) -> (bool, String) {
        let mut command = Command::new("git");
        command
            .args(["-c", "user.name=A", "-c", "user.email=a@example.org"])
            .args(arguments)
            .envs(variables.iter().copied())
            .current_dir(self.path(""));
        let output = command.output().expect("git starts");
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8_lossy(&said).into_owned();
        (output.status.success(), said)
    }

    pub(crate) fn path(&self, path: &str) -> Utf8PathBuf {
        let root = Utf8Path::from_path(self.root.path()).expect("the path is UTF-8");
        root.join(path)
    }

    pub(crate) fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.path(path);
        let directory = path.parent().expect("a file is in a directory");
        fs::create_dir_all(directory).expect("the directory can be made");
        fs::write(path, text).expect("the file can be written");
    }

    pub(crate) fn remove(&self, path: &str) {
        fs::remove_file(self.path(path)).expect("the file is there");
    }

    /// The names of the folders in a folder, sorted.
    pub(crate) fn folders(&self, path: &str) -> Vec<String> {
        let entries = fs::read_dir(self.path(path)).expect("the folder is there");
        let entries = entries.map(|entry| entry.expect("a readable entry"));
        let folders = entries.filter(|entry| entry.path().is_dir());
        let mut names: Vec<String> = folders
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    /// Makes a symbolic link.
    #[cfg(unix)]
    pub(crate) fn link(&self, path: &str, target: &str) {
        std::os::unix::fs::symlink(target, self.path(path)).expect("the link can be made");
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).expect("the file is there")
    }

    /// A program that stands for another one: a script of the shell, on its own in a directory for the `PATH`.
    #[cfg(unix)]
    pub(crate) fn script(&self, path: &str, text: &str) {
        use std::os::unix::fs::PermissionsExt as _;
        self.write(path, format!("#!/bin/sh\n{text}"));
        let rights = fs::Permissions::from_mode(0o755);
        fs::set_permissions(self.path(path), rights).expect("the file is there");
    }

    /// Variables with which programs in a directory come before all others, but for the cargo that loads the workspace.
    pub(crate) fn programs_first(&self, directory: &str) -> [(String, String); 2] {
        let variable = |name: &str| std::env::var(name).ok();
        let cargo = variable("CARGO").unwrap_or_else(|| "cargo".to_owned());
        let path = variable("PATH").unwrap_or_default();
        let path = format!("{}:{path}", self.path(directory));
        [("CARGO".to_owned(), cargo), ("PATH".to_owned(), path)]
    }

    /// What `cargo govern` says here.
    pub(crate) fn govern(&self, arguments: &[&str]) -> Said {
        self.govern_with(&[], arguments)
    }

    /// What it says with these variables in the environment.
    pub(crate) fn govern_with(&self, variables: &[(&str, &str)], arguments: &[&str]) -> Said {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-govern"));
        command
            .arg("govern")
            .args(arguments)
            .current_dir(self.root.path());
        command
            .env("SOURCE_DATE_EPOCH", "1781481600")
            .env("COLUMNS", "120");
        for variable in ["CARGO_TERM_COLOR", "CLICOLOR_FORCE", "GITHUB_ACTIONS"] {
            command.env_remove(variable);
        }
        command.envs(variables.iter().copied());
        Said::new(&command.output().expect("the program starts"))
    }
}

/// What a program said.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) status: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Said {
    fn new(output: &Output) -> Said {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("the output is UTF-8");
        Said {
            status: output.status.code(),
            out: text(&output.stdout),
            err: text(&output.stderr),
        }
    }

    /// It ended with this status, and did not panic.
    #[track_caller]
    pub(crate) fn ends_with(&self, status: i32) -> &Said {
        assert!(!self.err.contains("panicked"), "{}", self.err);
        assert_eq!(self.status, Some(status), "{}\n{}", self.out, self.err);
        self
    }

    /// This text is in the result.
    #[track_caller]
    pub(crate) fn says(&self, text: &str) -> &Said {
        assert!(
            self.out.contains(text),
            "`{text}` is not in:\n{}\n{}",
            self.out,
            self.err
        );
        self
    }

    /// This text is beside the result.
    #[track_caller]
    pub(crate) fn tells(&self, text: &str) -> &Said {
        assert!(self.err.contains(text), "`{text}` is not in:\n{}", self.err);
        self
    }
}

fn copy_directory(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("the directory can be made");
    for entry in fs::read_dir(from).expect("the fixture is there") {
        let entry = entry.expect("a readable entry");
        let target = to.join(entry.file_name());
        if entry.file_type().expect("a file type").is_dir() {
            if entry.file_name() != "target" {
                copy_directory(&entry.path(), &target);
            }
        } else {
            fs::copy(entry.path(), target).expect("the file can be copied");
        }
    }
}
