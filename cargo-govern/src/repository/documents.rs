//! The Markdown files of the repository: where their links lead, and whether the commands they name are there.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use govern_diagnostics::{FileId, Span};
use govern_workspace::{Size, Workspace, join_inside};
use text_size::{TextRange, TextSize};

use super::markdown::Markdown;
use super::shell::Command;
use super::suite;

/// Directories of what others wrote.
const FOREIGN: [&str; 3] = ["vendor", "third_party", "node_modules"];

/// Directories that hold what is run.
pub(super) const SCRIPTS: [&str; 8] = [
    "script", "scripts", "tools", "bin", "ci", ".ci", "hack", "dev",
];

/// A Markdown file.
#[derive(Debug)]
pub struct Document {
    /// Its path.
    pub path: String,
    /// Its links that are followed.
    pub links: Vec<Link>,
    /// The commands that it names and that could be the repository's.
    pub commands: Vec<Named>,
}

/// A link.
#[derive(Debug)]
pub struct Link {
    /// Where it leads, as written.
    pub target: String,
    /// Where that stands.
    pub span: Span,
    /// Where it leads.
    pub leads: Leads,
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Leads {
    /// To something that is there: its path.
    There(String),
    /// To a file that is not there.
    NoFile(String),
    /// To a heading that a file does not have.
    NoHeading(String, String),
}

/// A command that is named.
#[derive(Debug)]
pub struct Named {
    /// As it is written.
    pub words: Vec<String>,
    /// Where.
    pub span: Span,
    /// What is wrong with it, if something is.
    pub missing: Option<String>,
}

/// What there is in the repository.
struct There<'w> {
    workspace: &'w Workspace,
    files: BTreeSet<&'w str>,
    directories: BTreeSet<&'w str>,
    anchors: BTreeMap<&'w str, &'w BTreeSet<String>>,
    /// Directories with the pages of a book, which is published beside other books.
    books: Vec<&'w str>,
    /// Directories that commands are started in.
    bases: Vec<&'w str>,
    /// Whether the suite is used here, so that `cargo contract` is ours.
    suite: bool,
}

/// Reads documents, whose texts are given with their paths and ids. `anchors` says whether headings are looked for.
pub fn read(
    workspace: &Workspace,
    paths: &[String],
    texts: &[(FileId, String, Markdown)],
    anchors: bool,
) -> Vec<Document> {
    let files: BTreeSet<&str> = paths.iter().map(String::as_str).collect();
    let directories = files.iter().flat_map(|path| {
        let ends = path.match_indices('/');
        ends.map(|(at, _)| &path[..at])
    });
    let there = There {
        workspace,
        directories: directories.collect(),
        anchors: texts
            .iter()
            .filter(|(_, _, markdown)| !markdown.includes)
            .map(|(_, path, markdown)| (path.as_str(), &markdown.anchors))
            .collect(),
        bases: workspace
            .packages()
            .iter()
            .map(|it| it.directory.as_str())
            .collect(),
        suite: files.contains("govern.toml"),
        books: books(&files),
        files,
    };
    let read = texts.iter().map(|(file, path, markdown)| {
        let links = markdown.links.iter().filter(|_| !markdown.is_page);
        let links = links.filter_map(|(target, range)| {
            Some(Link {
                target: target.clone(),
                span: span(*file, range),
                leads: there.leads(path, target, anchors)?,
            })
        });
        let named = |command: &Command, range: &Range<usize>, missing: Option<String>| Named {
            words: command.words.clone(),
            span: span(*file, range),
            missing,
        };
        let commands = markdown.commands.iter().filter_map(|(command, range)| {
            let known = there
                .of_suite(command)
                .or_else(|| there.script(path, command))?;
            Some(named(command, range, known))
        });
        let pieces = markdown.pieces.iter();
        let commands =
            commands.chain(pieces.filter_map(|(command, range)| {
                Some(named(command, range, there.of_suite(command)?))
            }));
        Document {
            path: path.clone(),
            links: links.collect(),
            commands: commands.collect(),
        }
    });
    read.collect()
}

/// The files that documents link to with a heading.
pub(super) fn linked(texts: &[(FileId, String, Markdown)]) -> BTreeSet<String> {
    let of = |(_, from, markdown): &(FileId, String, Markdown)| -> Vec<String> {
        let directory = from.rsplit_once('/').map_or("", |(directory, _)| directory);
        let paths = markdown.links.iter().filter_map(|(target, _)| {
            let (path, _) = target.split_once('#')?;
            join_inside(directory, &decoded(path.split('?').next()?)?)
        });
        paths.collect()
    };
    texts.iter().flat_map(of).collect()
}

/// The directories with the pages of books: those with a `SUMMARY.md`, in or below one with a `book.toml`, as mdBook has it.
fn books<'w>(files: &BTreeSet<&'w str>) -> Vec<&'w str> {
    let of = |path: &&'w str| -> Option<&'w str> {
        let pages = path.strip_suffix("/SUMMARY.md")?;
        let mut around = pages.match_indices('/').map(|(at, _)| &pages[..at]);
        let is_book = |directory: &str| files.contains(format!("{directory}/book.toml").as_str());
        let is_one = is_book(pages) || around.any(is_book) || files.contains("book.toml");
        is_one.then_some(pages)
    };
    files.iter().filter_map(of).collect()
}

fn is_inside(path: &str, directory: &str) -> bool {
    let rest = path.strip_prefix(directory);
    rest.is_some_and(|rest| rest.starts_with('/'))
}

/// Whether a file is a Markdown file that somebody here wrote.
pub fn is_own(path: &str) -> bool {
    let is_markdown = path.ends_with(".md") || path.ends_with(".markdown");
    is_markdown && !path.split('/').any(|part| FOREIGN.contains(&part))
}

fn span(file: FileId, range: &Range<usize>) -> Span {
    let at = |offset: usize| TextSize::try_from(offset).unwrap_or_default();
    let (start, end) = (at(range.start), at(range.end));
    Span::new(file, TextRange::new(start, end.max(start)))
}

impl There<'_> {
    /// Where a link leads; none if it is not followed.
    fn leads(&self, from: &str, target: &str, anchors: bool) -> Option<Leads> {
        let is_foreign = target.is_empty()
            || target.starts_with(['/', '<'])
            || target.contains("::")
            || target.contains(['{', '}', '$', '*', '`'])
            || has_scheme(target);
        if is_foreign {
            return None;
        }
        let (path, anchor) = target.split_once('#').unwrap_or((target, ""));
        let path = path.split('?').next().unwrap_or_default();
        let path = decoded(path)?;
        let path = if path.is_empty() {
            from.to_owned()
        } else {
            join_inside(
                from.rsplit_once('/').map_or("", |(directory, _)| directory),
                &path,
            )?
        };
        if !self.is_there(&path) {
            // What a program makes of the sources, and names of Rust in documentation.
            let name = path.rsplit('/').next().unwrap_or(&path);
            let extension = name.rsplit_once('.').map(|(_, extension)| extension);
            let is_page = self.is_there(&format!("{path}.md"));
            let is_made = matches!(extension, Some("html" | "htm"));
            let is_name = extension.is_none() && !target.contains('/');
            let leaves = |book: &&str| is_inside(from, book) && !is_inside(&path, book);
            let is_of_others = self.books.iter().any(leaves);
            if is_page || is_made || is_name || is_of_others {
                return None;
            }
            return Some(Leads::NoFile(path));
        }
        let anchor = decoded(anchor)?.to_lowercase();
        match self.anchors.get(path.as_str()) {
            Some(known) if anchors && !anchor.is_empty() && !known.contains(&anchor) => {
                Some(Leads::NoHeading(path, anchor))
            }
            _ => Some(Leads::There(path)),
        }
    }

    /// Whether a file or directory is there, if only on this disk.
    fn is_there(&self, path: &str) -> bool {
        let path = path.trim_end_matches('/');
        path.is_empty()
            || self.files.contains(path)
            || self.directories.contains(path)
            || !matches!(
                self.workspace.read_at_most(path, 0),
                Ok(Size::NoFile) | Err(_)
            )
    }

    /// What is wrong with a command of the suite, if something is; none if it is none.
    fn of_suite(&self, command: &Command) -> Option<Option<String>> {
        let words: Vec<&str> = command.words.iter().map(String::as_str).collect();
        let [
            "cargo",
            gate @ ("govern" | "archcheck" | "contract" | "ac"),
            sub,
            ..,
        ] = words[..]
        else {
            return None;
        };
        let is_word = sub.chars().all(|c| c.is_ascii_lowercase() || c == '-');
        if !self.suite || sub.starts_with('-') || !is_word {
            return None;
        }
        let known = suite::subcommands(gate);
        Some((!known.contains(&sub)).then(|| {
            let likely = govern_gate::did_you_mean(sub, known.iter().copied());
            let likely = likely.map_or(String::new(), |it| format!("; did you mean `{it}`?"));
            format!("`cargo {gate}` has no subcommand `{sub}`{likely}")
        }))
    }

    /// What is wrong with a script that is named by its path, if something is; none if it is somebody else's, or not known to
    /// be one.
    fn script(&self, from: &str, command: &Command) -> Option<Option<String>> {
        let words: Vec<&str> = command.words.iter().map(String::as_str).collect();
        let path = match words[..] {
            ["bash" | "sh", path, ..] => path,
            [path, ..] => path,
            [] => return None,
        };
        let is_plain = path
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '/' | '.' | '-' | '_'));
        // Where a reader stands is not known, so what lies right there could be anywhere.
        let (directory, _) = path.trim_start_matches("./").rsplit_once('/')?;
        if path.starts_with('/') || path.ends_with('/') || !is_plain {
            return None;
        }
        let here = from.rsplit_once('/').map_or("", |(directory, _)| directory);
        let bases = [here, ""].into_iter().chain(self.bases.iter().copied());
        let mut places = bases.filter_map(|base| join_inside(base, path));
        if places.any(|place| self.is_there(&place)) {
            return Some(None);
        }
        let name = directory.rsplit('/').next().unwrap_or(directory);
        let holds_scripts = SCRIPTS.contains(&name) || path.ends_with(".sh");
        // Somebody else's, unless its directory is here.
        let places = [here, ""].into_iter();
        let mut places = places
            .filter_map(|base| Some((join_inside(base, directory)?, join_inside(base, path)?)));
        let (_, place) =
            places.find(|(directory, _)| self.directories.contains(directory.as_str()))?;
        holds_scripts.then(|| {
            Some(format!(
                "`{path}` is named as a command, and `{place}` is not there"
            ))
        })
    }
}

/// `https:`, `mailto:`.
fn has_scheme(target: &str) -> bool {
    target.split_once(':').is_some_and(|(scheme, _)| {
        !scheme.is_empty()
            && scheme
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    })
}

/// A text without `%20`; none if it is none of UTF-8.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, behind @ ..] = rest {
        let code = behind.get(..2).filter(|_| *first == b'%');
        let code = code.and_then(|code| std::str::from_utf8(code).ok());
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &behind[2..];
            }
            None => {
                bytes.push(*first);
                rest = behind;
            }
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_in_the_workspace() {
        assert_eq!(
            join_inside("docs/rules", "../a/./b.md"),
            Some("docs/a/b.md".to_owned())
        );
        assert_eq!(join_inside("docs", "../../issues/1"), None);
        assert_eq!(decoded("a%20b%C3%BC%").as_deref(), Some("a bü%"));
        assert_eq!(decoded("%FF"), None);
        assert!(has_scheme("mailto:x") && has_scheme("https://x") && !has_scheme("a/b:c"));
    }
}
