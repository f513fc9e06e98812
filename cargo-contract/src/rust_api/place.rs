//! Places in the tool's words: `field Order.note in src/lib.rs:3`.

use govern_diagnostics::Span;
use govern_workspace::Workspace;
use text_size::{TextRange, TextSize};

/// What a result is about, without its places, and the last place: a path and a line.
pub(super) fn split(found: &str) -> (String, Option<(&str, usize)>) {
    let last = found.rsplit_once(" in ").and_then(|(before, after)| {
        let place = place(after.strip_prefix("file ").unwrap_or(after))?;
        Some((before, place))
    });
    let (item, place) = match last {
        Some((before, place)) => (before, Some(place)),
        None => (found, None),
    };
    let item = item.trim_end_matches(" previously").trim_end_matches(',');
    // Places before the last one would make another thing of it when lines move.
    let words = item.split_whitespace();
    let words: Vec<&str> = words.filter(|word| self::place(word).is_none()).collect();
    (words.join(" "), place)
}

fn place(text: &str) -> Option<(&str, usize)> {
    let (path, line) = text.trim_end_matches(',').rsplit_once(':')?;
    let line = line.parse().ok().filter(|line| *line > 0)?;
    path.ends_with(".rs").then_some((path, line))
}

/// Where that is in this version.
pub(super) fn span_in(workspace: &Workspace, path: &str, line: usize, item: &str) -> Option<Span> {
    let file = workspace.file(&below(workspace, path))?;
    workspace.facts(file)?;
    let range = line_in(&workspace.text(file).ok()?, line, item)?;
    Some(Span::new(file, range))
}

/// Where that is in the published version, of which the tool looks at a copy somewhere: in the file whose path the given one
/// ends with.
pub(super) fn span_in_copy(
    (workspace, old): (&Workspace, &Workspace),
    path: &str,
    line: usize,
    item: &str,
) -> Option<Span> {
    let path = below(workspace, path);
    let is_behind = |own: &str| {
        let before = path.strip_suffix(own);
        before.is_some_and(|before| before.ends_with('/'))
    };
    let files = old.files().iter().copied();
    let fitting = files.filter(|file| is_behind(old.path(*file)));
    let file = fitting.max_by_key(|file| old.path(*file).len())?;
    let range = line_in(&old.text(file).ok()?, line, item)?;
    Some(Span::new(file, range))
}

/// The path from the root, if it is below.
fn below(workspace: &Workspace, path: &str) -> String {
    let path = path.replace('\\', "/");
    let root = workspace.root().as_str().replace('\\', "/");
    match path.strip_prefix(&root) {
        Some(own) if own.starts_with('/') => own.trim_start_matches('/').to_owned(),
        _ => path,
    }
}

/// The name of what is looked for, where it stands in the line; or else the line.
fn line_in(text: &str, line: usize, item: &str) -> Option<TextRange> {
    let mut start = 0;
    let mut lines = text.split_inclusive('\n');
    for line in lines.by_ref().take(line - 1) {
        start += line.len();
    }
    let whole = lines.next()?;
    let line = whole.trim();
    let at = |offset: usize, length: usize| {
        let start = TextSize::try_from(start + offset).ok()?;
        Some(TextRange::at(start, TextSize::try_from(length).ok()?))
    };
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    // `Order.note`, `State:Paid`, `shop::count`; or else the second word: `struct Order`, `type Order is …`.
    let words = || item.split_whitespace();
    let path = words().find(|word| word.trim_end_matches(',').contains(['.', ':']));
    let name = path.or_else(|| words().nth(1)).unwrap_or_default();
    let name = name.trim_end_matches(|c| !is_name(c));
    let name = name
        .rsplit(|c: char| !is_name(c))
        .next()
        .unwrap_or_default();
    let found = whole.match_indices(name).find(|(offset, _)| {
        let before = whole[..*offset].chars().next_back();
        let after = whole[offset + name.len()..].chars().next();
        !before.is_some_and(is_name) && !after.is_some_and(is_name)
    });
    if let (Some((offset, _)), false) = (found, name.is_empty()) {
        return at(offset, name.len());
    }
    at(whole.len() - whole.trim_start().len(), line.len())
}

#[cfg(test)]
mod tests {
    use super::{line_in, split};

    #[test]
    fn places_are_told_from_what_they_are_about() {
        for (found, item, place) in [
            (
                "function shop::gone, previously in file /tmp/a b/src/lib.rs:3",
                "function shop::gone",
                Some(("/tmp/a b/src/lib.rs", 3)),
            ),
            (
                "function shop::gone, previously in file /w/src/lib.rs:3",
                "function shop::gone",
                Some(("/w/src/lib.rs", 3)),
            ),
            (
                "field Order.note in src/lib.rs:12",
                "field Order.note",
                Some(("src/lib.rs", 12)),
            ),
            (
                "type Order is no longer Send, in src/lib.rs:4",
                "type Order is no longer Send",
                Some(("src/lib.rs", 4)),
            ),
            (
                "f takes 1 parameters in a.rs:1, but now takes 2 parameters in b.rs:5",
                "f takes 1 parameters in but now takes 2 parameters",
                Some(("b.rs", 5)),
            ),
            (
                "feature a in the package's Cargo.toml",
                "feature a in the package's Cargo.toml",
                None,
            ),
        ] {
            assert_eq!(split(found), (item.to_owned(), place));
        }
    }

    #[test]
    fn the_name_is_found_in_its_line() {
        let text = "struct A;\n    pub note: String, // notes\nlast";
        let at = |line, item| line_in(text, line, item).map(|range| &text[range]);
        assert_eq!(at(2, "field Order.note"), Some("note"));
        assert_eq!(
            at(2, "field Order.total"),
            Some("pub note: String, // notes")
        );
        assert_eq!(at(1, "struct shop::A"), Some("A"));
        assert_eq!(at(3, "x"), Some("last"));
        assert_eq!(at(4, "x"), None);
    }
}
