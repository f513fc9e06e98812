//! What cargo says when it refuses, as an error with a place.

use std::{fs, ops::Range};

use camino::{Utf8Path, Utf8PathBuf};
use text_size::{TextRange, TextSize};

use crate::{
    Error, Located,
    paths::{self, slashes},
};

/// What cargo says of a member besides what is wrong with it.
const MEMBER_OF: &str = "referenced by workspace at";

/// Makes an error of what cargo wrote to stderr. Where it names a place in a manifest, the error points there; where it
/// only names a manifest, at its beginning.
pub(super) fn explain(root: &Utf8Path, stderr: &str) -> Error {
    let (message, causes) = summary(stderr);
    let help = help(stderr);
    let place =
        snippet_place(root, stderr).or_else(|| named_manifest(stderr).map(|path| (path, None)));
    if let Some((path, position)) = place
        && let Ok(text) = fs::read_to_string(&path)
    {
        let range = match position {
            Some((line, column)) => at(&text, line, column),
            None => package_header(&text),
        };
        let message = headline(message, &causes);
        let notes = causes
            .into_iter()
            .filter(|cause| *cause != message)
            .collect();
        return Error::Manifest(Box::new(Located {
            path: paths::relative(&slashes(root), &slashes(&path)),
            text: text.into(),
            range: TextRange::new(
                TextSize::new(range.start as u32),
                TextSize::new(range.end as u32),
            ),
            message,
            notes,
            help,
        }));
    }
    Error::Cargo {
        message,
        details: causes,
        help,
    }
}

/// What says most: that the manifest is wrong is clear from the place.
fn headline(message: String, causes: &[String]) -> String {
    let is_frame = |text: &str| {
        let frames = [
            "failed to parse manifest at",
            "failed to load manifest for",
            MEMBER_OF,
        ];
        frames.iter().any(|frame| text.starts_with(frame))
    };
    if !is_frame(&message) {
        return message;
    }
    causes
        .iter()
        .find(|cause| !is_frame(cause))
        .cloned()
        .unwrap_or(message)
}

/// The text behind `error:`, and the causes.
fn summary(stderr: &str) -> (String, Vec<String>) {
    let mut lines = stderr.lines().skip_while(|line| !line.starts_with("error"));
    let first = lines
        .next()
        .or_else(|| stderr.lines().next())
        .unwrap_or("it gave no reason");
    let message = first
        .split_once(": ")
        .map_or(first, |(_, message)| message)
        .trim()
        .to_owned();
    let mut causes = Vec::new();
    let mut in_snippet = false;
    for line in lines {
        let text = line.trim();
        let is_frame = text.starts_with("-->")
            || text.starts_with('|')
            || text.split_once('|').is_some_and(|(number, _)| {
                !number.trim().is_empty() && number.trim().bytes().all(|byte| byte.is_ascii_digit())
            });
        in_snippet = is_frame || (in_snippet && text.starts_with('^'));
        if !text.is_empty() && text != "Caused by:" && !in_snippet {
            causes.push(text.to_owned());
        }
    }
    (message, causes)
}

/// ` --> path:line:column`.
fn snippet_place(root: &Utf8Path, stderr: &str) -> Option<(Utf8PathBuf, Option<(usize, usize)>)> {
    let line = stderr
        .lines()
        .find_map(|line| line.trim_start().strip_prefix("--> "))?;
    let (rest, column) = line.trim().rsplit_once(':')?;
    let (path, line) = rest.rsplit_once(':')?;
    Some((
        root.join(path),
        Some((line.parse().ok()?, column.parse().ok()?)),
    ))
}

/// A manifest that is named in backticks, but for that of a workspace with a member that is wrong.
fn named_manifest(stderr: &str) -> Option<Utf8PathBuf> {
    let lines = stderr.lines().filter(|line| !line.starts_with(MEMBER_OF));
    let mut parts = lines.flat_map(|line| line.split('`').skip(1).step_by(2));
    parts
        .find(|part| part.ends_with("Cargo.toml") && Utf8Path::new(part).is_absolute())
        .map(Utf8PathBuf::from)
}

fn at(text: &str, line: usize, column: usize) -> Range<usize> {
    let mut start = 0;
    for (number, content) in text.split_inclusive('\n').enumerate() {
        if number + 1 == line {
            let offset = content
                .char_indices()
                .nth(column.saturating_sub(1))
                .map_or(content.trim_end().len(), |(at, _)| at);
            let rest = content[offset..].trim_end();
            return start + offset..start + offset + rest.len();
        }
        start += content.len();
    }
    text.len()..text.len()
}

fn package_header(text: &str) -> Range<usize> {
    for header in ["[package]", "[workspace]"] {
        if let Some(start) = text.find(header) {
            return start..start + header.len();
        }
    }
    0..0
}

fn help(stderr: &str) -> Option<String> {
    let says = |text: &str| stderr.contains(text);
    // What rustup says when it stands in for cargo and has no toolchain to run.
    let is_rustup = [
        "rustup toolchain install",
        "rustup could not choose a version",
        "is not installed",
        "could not download",
    ];
    if says("toolchain") && is_rustup.iter().any(|text| says(text)) {
        return Some(
            "install the toolchain that the workspace pins; `--untrusted` reads the workspace without cargo"
                .to_owned(),
        );
    }
    if says("--locked was passed") || says("because --locked") {
        return Some("run `cargo update --workspace` and commit `Cargo.lock`".to_owned());
    }
    if says("--offline") || says("offline") {
        return Some("run `cargo fetch` once with a network, or leave out `--offline`".to_owned());
    }
    if says("Could not resolve host")
        || says("failed to download")
        || says("Unable to update")
        || says("failed to fetch")
    {
        return Some("cargo could not reach a registry or a repository; with all dependencies fetched, `--offline` needs none, and `--untrusted` reads the workspace without cargo".to_owned());
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{at, explain, summary};
    use crate::Error;

    #[test]
    fn message_and_causes() {
        let stderr = "warning: x\nerror: failed to load manifest\n\nCaused by:\n  failed to read\n\nCaused by:\n  no file\n";
        let (message, causes) = summary(stderr);
        assert_eq!(message, "failed to load manifest");
        assert_eq!(causes, ["failed to read", "no file"]);
    }

    #[test]
    fn a_position_is_counted_in_characters() {
        assert_eq!(at("ä = 1\nöb = 2\n", 2, 2), 9..14);
        assert_eq!(at("a\n", 7, 1), 2..2);
    }

    #[test]
    fn a_snippet_points_into_the_manifest() {
        let folder = tempfile::tempdir().unwrap();
        let root = camino::Utf8Path::from_path(folder.path()).unwrap();
        std::fs::write(root.join("Cargo.toml"), "[package]\nname = \n").unwrap();
        let stderr = "error: string values must be quoted\n --> Cargo.toml:2:8\n  |\n2 | name = \n  |        ^\n";
        let Error::Manifest(located) = explain(root, stderr) else {
            panic!("it has a place")
        };
        assert_eq!(located.message, "string values must be quoted");
        assert_eq!(located.path, "Cargo.toml");
        assert_eq!(u32::from(located.range.start()), 17);
        assert!(located.notes.is_empty(), "{:?}", located.notes);
    }

    #[test]
    fn what_is_wrong_with_a_member_is_in_its_manifest() {
        let folder = tempfile::tempdir().unwrap();
        let root = camino::Utf8Path::from_path(folder.path()).unwrap();
        std::fs::create_dir(root.join("a")).unwrap();
        std::fs::write(root.join("Cargo.toml"), "[workspace]\n").unwrap();
        std::fs::write(root.join("a/Cargo.toml"), "[package]\n").unwrap();
        let stderr = format!(
            "error: failed to load manifest for workspace member `{root}/a`\nreferenced by workspace at `{root}/Cargo.toml`\n\n\
             Caused by:\n  failed to parse manifest at `{root}/a/Cargo.toml`\n\nCaused by:\n  default-run target `a` not found\n"
        );
        let Error::Manifest(located) = explain(root, &stderr) else {
            panic!("it has a place")
        };
        assert_eq!(located.message, "default-run target `a` not found");
        assert_eq!(located.path, "a/Cargo.toml");
    }

    #[test]
    fn without_a_toolchain_there_is_another_way() {
        let root = camino::Utf8Path::new("/nowhere");
        let help = |stderr: &str| match explain(root, stderr) {
            Error::Cargo { help, .. } => help.unwrap_or_default(),
            other => panic!("it has no place: {other}"),
        };
        for stderr in [
            "error: toolchain '1.70.0-x86_64-unknown-linux-gnu' is not installed\nhelp: run `rustup toolchain install 1.70.0` to install it\n",
            "error: rustup could not choose a version of cargo to run, because one wasn't specified explicitly, and no default is configured.\nhelp: run 'rustup default stable' to download the latest stable release of Rust and set it as your default toolchain.\n",
            "info: syncing channel updates for '1.70.0'\nerror: could not download file from 'https://static.rust-lang.org' : toolchain\n",
        ] {
            assert!(
                help(stderr).contains("`--untrusted` reads the workspace without cargo"),
                "{stderr}"
            );
        }
        assert_eq!(help("error: the feature `toolchain` is unknown\n"), "");
    }
}
