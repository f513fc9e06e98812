//! What `cargo fmt --check` says: the lines that rustfmt would change.

use std::collections::BTreeSet;

use camino::Utf8Path;

use super::{
    found::{Found, Place},
    rules::NOT_FORMATTED,
};

/// What it said.
#[derive(Debug, Default)]
pub(super) struct Formatted {
    /// A finding for each run of lines that would be others.
    pub(super) found: Vec<Found>,
    /// How many files were looked at.
    pub(super) files: usize,
}

/// Reads what it wrote with `--verbose`.
pub(super) fn read(output: &str, root: &Utf8Path) -> Formatted {
    let mut files = BTreeSet::new();
    let mut hunks: Vec<Hunk<'_>> = Vec::new();
    let mut open = false;
    for line in output.lines() {
        if let Some(path) = line.strip_prefix("Formatting ") {
            files.insert(path);
            open = false;
        } else if let Some((path, first)) = header(line) {
            hunks.push(Hunk::new(path, first));
            open = true;
        } else if let Some(hunk) = hunks.last_mut().filter(|_| open) {
            hunk.take(line);
        }
    }
    let mut formatted = Formatted {
        found: Vec::new(),
        files: files.len(),
    };
    for found in hunks.iter().map(|hunk| hunk.found(root)) {
        if !formatted.found.contains(&found) {
            formatted.found.push(found);
        }
    }
    formatted
}

/// `Diff in /work/src/lib.rs:9:`
fn header(line: &str) -> Option<(&str, u32)> {
    let rest = line.strip_prefix("Diff in ")?.strip_suffix(':')?;
    let (path, first) = rest.rsplit_once(':')?;
    Some((path, first.parse().ok()?))
}

/// Lines around a place that rustfmt would change.
struct Hunk<'o> {
    path: &'o str,
    /// The line of the file that comes next.
    line: u32,
    /// The first and the last line that would be others.
    changed: Option<(u32, u32)>,
    /// What would be there.
    wanted: Vec<&'o str>,
}

impl<'o> Hunk<'o> {
    fn new(path: &'o str, line: u32) -> Self {
        Hunk {
            path,
            line,
            changed: None,
            wanted: Vec::new(),
        }
    }

    fn take(&mut self, line: &'o str) {
        // A sign for the line's end is written when it is asked to be verbose.
        let line = line.strip_suffix('⏎').unwrap_or(line);
        match line.chars().next() {
            Some('-') => {
                self.change(self.line);
                self.line = self.line.saturating_add(1);
            }
            Some('+') => {
                // What stands in for lines that go is where those are.
                let next = self.changed.and_then(|(_, last)| last.checked_add(1));
                let goes = next == Some(self.line);
                self.change(self.line - u32::from(goes));
                self.wanted.push(&line[1..]);
            }
            _ => self.line = self.line.saturating_add(1),
        }
    }

    fn change(&mut self, line: u32) {
        let (first, last) = self.changed.unwrap_or((line, line));
        self.changed = Some((first, last.max(line)));
    }

    fn found(&self, root: &Utf8Path) -> Found {
        let (first, last) = self.changed.unwrap_or((self.line, self.line));
        let place = Place::lines(self.path, first, last);
        let path = place.inside(root).unwrap_or_else(|| self.path.to_owned());
        let message = format!("`{path}` is not formatted here");
        let mut found = Found::new(&NOT_FORMATTED, path, message);
        found.place = Some(place);
        found.label = Some("rustfmt would write this otherwise".to_owned());
        if !self.wanted.is_empty() {
            found
                .notes
                .push(format!("it would be\n{}", self.wanted.join("\n")));
        }
        found.help.push("run `cargo fmt --all`".to_owned());
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OUTPUT: &str = "\
Formatting /w/src/lib.rs
Diff in /w/src/lib.rs:9:
     return a + 1;⏎
 }⏎
 ⏎
-pub fn g(  x: u32 ) -> u32 { x }⏎
+pub fn g(x: u32) -> u32 {⏎
+    x⏎
+}⏎
 ⏎
 #[cfg(test)]⏎
 mod tests {⏎
Formatting /w/src/other.rs
Diff in /w/src/other.rs:1:
-pub fn h( ) {}⏎
+pub fn h() {}⏎
 ⏎
Spent 0.001 secs in the parsing phase, and 0.000 secs in the formatting phase
";

    #[test]
    fn the_lines_that_change_are_the_place() {
        let formatted = read(OUTPUT, "/w".into());
        assert_eq!(formatted.files, 2);
        let places: Vec<_> = formatted
            .found
            .iter()
            .map(|it| it.place.clone().unwrap())
            .collect();
        let expected = [
            Place::lines("/w/src/lib.rs", 12, 12),
            Place::lines("/w/src/other.rs", 1, 1),
        ];
        assert_eq!(places, expected);
        assert_eq!(
            formatted.found[0].notes,
            ["it would be\npub fn g(x: u32) -> u32 {\n    x\n}"]
        );
        assert_eq!(
            formatted.found[1].message,
            "`src/other.rs` is not formatted here"
        );
    }

    #[test]
    fn an_empty_line_that_goes_is_one_line() {
        let output = "Diff in /w/a.rs:3:\n a\n \n-\n b\n";
        let found = read(output, "/w".into()).found;
        assert_eq!(found[0].place, Some(Place::lines("/w/a.rs", 5, 5)));
        assert!(found[0].notes.is_empty());
    }
}
