//! Tables of TOML files as they are written: entries of manifests and registries, found by a place inside them.

use std::ops::Range;
use std::sync::Arc;

use govern_diagnostics::Span;

use super::{Nest, replaced};

/// A table of a list, `[[contract]]`, with the tables inside it.
pub(super) struct Table {
    pub(super) path: String,
    text: Arc<str>,
    /// From its header to the next one.
    whole: Range<usize>,
    /// Where the line behind its header begins, and where its own keys end.
    own: Range<usize>,
}

impl Table {
    /// The table around a place; none if it is written in one line with others.
    pub(super) fn around(nest: &Nest<'_>, place: Option<Span>) -> Option<Table> {
        let place = place?;
        let (path, text) = nest.text(place.file)?;
        let at = Range::from(place.range).start;
        let headers = headers(&text);
        let row = headers.iter().rposition(|it| it.line.start <= at)?;
        let header = &headers[row];
        if !header.is_list {
            return None;
        }
        let inside = format!("{}.", header.name);
        let mut behind = headers[row + 1..].iter();
        let end = behind.find(|it| !it.name.starts_with(&inside));
        let end = end.map_or(text.len(), |it| it.line.start);
        let own_end = headers.get(row + 1).map_or(end, |it| it.line.start);
        Some(Table {
            path: path.to_owned(),
            whole: header.line.start..end,
            own: header.line.end..own_end,
            text,
        })
    }

    /// Its header as it is written.
    fn header(&self) -> &str {
        self.text[self.whole.start..self.own.start].trim()
    }

    /// The line of a key; none if there is none that is whole.
    fn line(&self, key: &str) -> Option<Range<usize>> {
        let mut at = self.own.start;
        for line in self.text[self.own.clone()].split_inclusive('\n') {
            let rest = line.trim_start().strip_prefix(key);
            if rest.is_some_and(|it| it.trim_start().starts_with('=')) {
                let count = |signs: [char; 2]| signs.map(|sign| line.matches(sign).count());
                let is_whole = [['[', ']'], ['{', '}']]
                    .into_iter()
                    .all(|pair| count(pair)[0] == count(pair)[1]);
                return (is_whole && !line.contains("\"\"\"")).then_some(at..at + line.len());
            }
            at += line.len();
        }
        None
    }

    /// Whether it says something under a key, in a line or in a table inside it.
    pub(super) fn has(&self, key: &str) -> bool {
        let header = self.header().trim_matches(['[', ']']);
        let inner = format!("{header}.{key}");
        let rest = &self.text[self.own.end..self.whole.end];
        let own = self.text[self.own.clone()].lines();
        own.map(str::trim_start).any(|line| {
            let rest = line.strip_prefix(key).map(str::trim_start);
            rest.is_some_and(|it| it.starts_with(['=', '.']))
        }) || rest.lines().any(|line| line.contains(&inner))
    }

    /// A line more.
    pub(super) fn insert(&self, nest: &mut Nest<'_>, rule: &'static str, what: &str, line: &str) {
        let start = self.own.start;
        self.change(nest, rule, what, start..start, format!("{line}\n"));
    }

    /// A key with another line, or the first one.
    pub(super) fn set(
        &self,
        nest: &mut Nest<'_>,
        rule: &'static str,
        what: &str,
        key: &str,
        line: &str,
    ) {
        match self.line(key) {
            Some(place) => self.change(nest, rule, what, place, format!("{line}\n")),
            None if !self.has(key) => self.insert(nest, rule, what, line),
            None => {}
        }
    }

    /// The table is gone.
    pub(super) fn remove(&self, nest: &mut Nest<'_>, rule: &'static str, what: &str) {
        self.change(nest, rule, what, self.whole.clone(), String::new());
    }

    /// Another table in its place.
    pub(super) fn swap(&self, nest: &mut Nest<'_>, rule: &'static str, what: &str, lines: &str) {
        let table = format!("{}\n{lines}\n", self.header());
        self.change(nest, rule, what, self.whole.clone(), table);
    }

    /// Another table behind it.
    pub(super) fn add(&self, nest: &mut Nest<'_>, rule: &'static str, what: &str, lines: &str) {
        nest.write(rule, what, &self.path, self.with_another(lines));
    }

    /// The text with another table behind it.
    pub(super) fn with_another(&self, lines: &str) -> String {
        let end = self.whole.end;
        let table = format!("\n{}\n{lines}\n\n", self.header());
        replaced(&self.text, &[(end..end, table)])
    }

    fn change(
        &self,
        nest: &mut Nest<'_>,
        rule: &'static str,
        what: &str,
        place: Range<usize>,
        with: String,
    ) {
        let text = replaced(&self.text, &[(place, with)]);
        nest.write(rule, what, &self.path, text);
    }
}

/// The line of a header.
struct Header {
    name: String,
    line: Range<usize>,
    /// Whether it begins one of several: `[[…]]`.
    is_list: bool,
}

fn headers(text: &str) -> Vec<Header> {
    let mut found = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let code = line.split('#').next().unwrap_or_default().trim();
        let is_list = code.starts_with("[[") && code.ends_with("]]");
        let inner = match is_list {
            true => &code[2..code.len() - 2],
            false => code
                .strip_prefix('[')
                .and_then(|it| it.strip_suffix(']'))
                .unwrap_or_default(),
        };
        let name = inner.trim();
        // What has commas or begins with a quote is a value of a list.
        if !name.is_empty()
            && !name.contains([',', '[', ']', '{'])
            && !name.starts_with(['"', '\''])
        {
            found.push(Header {
                name: name.to_owned(),
                line: at..at + line.len(),
                is_list,
            });
        }
        at += line.len();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::headers;

    #[test]
    fn headers_are_told_from_values() {
        let text =
            "[a.\"b.c\"]\nx = [\n  [1, 2],\n  [\"y\"]\n]\n[[d]] # e\n  [d.f]\nz = \"[[g]]\"\n";
        let names: Vec<(String, bool)> = headers(text)
            .into_iter()
            .map(|it| (it.name, it.is_list))
            .collect();
        let expected = [("a.\"b.c\"", false), ("d", true), ("d.f", false)];
        assert_eq!(names, expected.map(|(name, list)| (name.to_owned(), list)));
    }
}
