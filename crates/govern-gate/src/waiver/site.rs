//! Where waiver comments stand, and what they cover: their own line, or what follows, up to the end of an item or a line.

use govern_diagnostics::{FileId, Span};
use govern_facts::{Comment, CommentKind, FileFacts};
use govern_workspace::Workspace;
use text_size::{TextRange, TextSize};
use toml_parser::{Source, lexer::TokenKind};

use super::{Reach, Waivers, comment::directive, from_comment};
use crate::Catalogue;

/// The comments that may be waivers.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sites<'w> {
    pub(crate) workspace: &'w Workspace,
    /// Comments of files that gates read by themselves.
    pub(crate) others: &'w [Span],
}

/// Reads the waivers in the comments of Rust files, manifests, and what gates read besides.
pub(crate) fn collect(sites: Sites<'_>, catalogue: &Catalogue) -> Waivers {
    let workspace = sites.workspace;
    let mut waivers = Waivers::default();
    for file in workspace
        .files()
        .iter()
        .filter(|it| workspace.speaks_to_us(**it))
    {
        let Some(facts) = workspace.facts(*file) else {
            continue;
        };
        let texts = facts
            .comments
            .iter()
            .map(|comment| (comment, facts.text(comment.text)));
        let mut comments = texts
            .filter(|(_, text)| directive(text).is_some())
            .peekable();
        if comments.peek().is_none() {
            continue;
        }
        let Ok(whole) = workspace.text(*file) else {
            continue;
        };
        for (comment, text) in comments {
            let at = comment.extent.range();
            let documentation =
                matches!(comment.kind, CommentKind::InnerDoc | CommentKind::OuterDoc);
            let range = if documentation {
                at
            } else {
                covered_in_rust(&whole, comment, facts)
            };
            let reach = Reach::Site { file: *file, range };
            let removal = Some(Span::new(*file, removal(&whole, at)));
            waivers.extend(from_comment(
                text,
                Span::new(*file, at),
                removal,
                &reach,
                catalogue,
            ));
        }
    }
    for (file, text, comments) in manifests(workspace).chain(others(sites)) {
        for at in comments {
            let reach = Reach::Site {
                file,
                range: covered_line(&text, at, "#"),
            };
            waivers.extend(from_comment(
                &text[at],
                Span::new(file, at),
                Some(Span::new(file, removal(&text, at))),
                &reach,
                catalogue,
            ));
        }
    }
    waivers
}

/// The comments that waive something, or are meant to: their texts and places. Those in files that gates read by themselves
/// are not among them.
pub fn waiver_comments(workspace: &Workspace) -> Vec<(String, Span)> {
    let mut found = Vec::new();
    for file in workspace
        .files()
        .iter()
        .filter(|it| workspace.speaks_to_us(**it))
    {
        let Some(facts) = workspace.facts(*file) else {
            continue;
        };
        for comment in &facts.comments {
            let text = facts.text(comment.text);
            if directive(text).is_some() {
                found.push((text.to_owned(), Span::new(*file, comment.extent.range())));
            }
        }
    }
    for (file, text, comments) in manifests(workspace) {
        let comments = comments.into_iter();
        found.extend(comments.map(|at| (text[at].to_owned(), Span::new(file, at))));
    }
    found
}

type Comments = (FileId, std::sync::Arc<str>, Vec<TextRange>);

/// The comments of all manifests that may be waivers.
fn manifests<'w>(workspace: &'w Workspace) -> impl Iterator<Item = Comments> + 'w {
    let mut files: Vec<FileId> = workspace
        .packages()
        .iter()
        .map(|package| package.manifest)
        .collect();
    files.push(workspace.manifest());
    files.sort_unstable();
    files.dedup();
    files.into_iter().filter_map(|file| {
        let text = workspace.text(file).ok()?;
        let tokens = Source::new(&text)
            .lex()
            .filter(|token| token.kind() == TokenKind::Comment);
        let comments = tokens
            .map(|token| TextRange::new(size(token.span().start()), size(token.span().end())))
            .filter(|range| directive(&text[*range]).is_some())
            .collect();
        Some((file, text, comments))
    })
}

/// The comments that gates name, by file.
fn others<'w>(sites: Sites<'w>) -> impl Iterator<Item = Comments> + 'w {
    let mut spans = sites.others.to_vec();
    spans.sort_by_key(|span| (span.file, span.range.start(), span.range.end()));
    spans.dedup();
    let mut files: Vec<FileId> = spans.iter().map(|span| span.file).collect();
    files.dedup();
    files.into_iter().filter_map(move |file| {
        let text = sites.workspace.text(file).ok()?;
        let of_file = spans
            .iter()
            .filter(|span| span.file == file)
            .map(|span| span.range);
        let comments = of_file.filter(|range| {
            text.get(std::ops::Range::from(*range))
                .is_some_and(|it| directive(it).is_some())
        });
        let comments = comments.collect();
        Some((file, text, comments))
    })
}

/// What a comment in a Rust file covers: the line it ends, or what follows up to the end of an item that begins there, or
/// else of the next line.
fn covered_in_rust(text: &str, comment: &Comment, facts: &FileFacts) -> TextRange {
    let at = comment.extent.range();
    let line = covered_line(text, at, "//");
    match comment.item {
        // The line is that of its documentation, if it has any.
        Some(item) if stands_alone(text, at) => facts.item(item).extent.range().cover(line),
        _ => line,
    }
}

/// The line that a comment ends, or what follows up to the next line that is neither blank nor a comment, with that.
/// Comments in between are covered, too: they may be what is waived.
fn covered_line(text: &str, comment: TextRange, sign: &str) -> TextRange {
    if !stands_alone(text, comment) {
        return line_at(text, comment.start());
    }
    let mut line = line_at(text, comment.end());
    loop {
        let next = line_at(text, line.end());
        if next.start() < line.end() || next.is_empty() {
            return TextRange::new(comment.end(), TextSize::of(text));
        }
        line = next;
        let written = text[line].trim();
        // Documentation belongs to what it documents.
        let is_comment =
            written.starts_with(sign) && !written.starts_with("///") && !written.starts_with("//!");
        if !written.is_empty() && !is_comment {
            return TextRange::new(comment.end(), line.end());
        }
    }
}

/// What goes when a comment is taken away: its lines if nothing else is on them, or else also the blanks before it.
fn removal(text: &str, comment: TextRange) -> TextRange {
    let last = line_at(text, comment.end());
    let is_last = text[TextRange::new(comment.end(), last.end())]
        .trim()
        .is_empty();
    if !is_last {
        return comment;
    }
    if stands_alone(text, comment) {
        return TextRange::new(line_at(text, comment.start()).start(), last.end());
    }
    let before = text[..usize::from(comment.start())].trim_end_matches([' ', '\t']);
    TextRange::new(TextSize::of(before), comment.end())
}

/// Whether nothing stands before a comment on its line.
fn stands_alone(text: &str, comment: TextRange) -> bool {
    let line = line_at(text, comment.start());
    text[TextRange::new(line.start(), comment.start())]
        .trim()
        .is_empty()
}

/// The line around an offset, with its end.
fn line_at(text: &str, offset: TextSize) -> TextRange {
    let offset = usize::from(offset).min(text.len());
    let start = text[..offset].rfind('\n').map_or(0, |index| index + 1);
    let end = text[offset..]
        .find('\n')
        .map_or(text.len(), |index| offset + index + 1);
    TextRange::new(size(start), size(end))
}

fn size(offset: usize) -> TextSize {
    TextSize::new(u32::try_from(offset).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::samples::Sample;

    static GATE: Sample = Sample::new("sample", &["word"]);

    fn waivers(files: &[(&str, &str)]) -> (Workspace, Waivers) {
        let manifest = "[package]\nname = \"shop\"\nversion = \"0.1.0\"\nedition = \"2024\"\n";
        let mut texts: BTreeMap<String, String> = files
            .iter()
            .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
            .collect();
        texts
            .entry("Cargo.toml".to_owned())
            .or_insert_with(|| manifest.to_owned());
        texts.entry("src/lib.rs".to_owned()).or_default();
        let workspace = Workspace::from_memory(texts).unwrap();
        let waivers = collect(
            Sites {
                workspace: &workspace,
                others: &[],
            },
            &Catalogue::new(&[&GATE]),
        );
        (workspace, waivers)
    }

    fn covered(path: &str, text: &str) -> Vec<String> {
        let (_, waivers) = waivers(&[(path, text)]);
        assert_eq!(waivers.malformed, []);
        let covered = waivers.waivers.iter().map(|waiver| match &waiver.reach {
            Reach::Site { range, .. } => text[*range].trim().to_owned(),
            Reach::Selected { .. } => panic!("comments are sites"),
        });
        covered.collect()
    }

    #[test]
    fn a_comment_covers_the_item_that_follows() {
        let item = "/// Documented.\n    #[inline]\n    pub fn f() {\n        g();\n    }";
        let text = format!(
            "mod a {{\n    // govern: allow(word) reason=\"x\"\n    // and more\n\n    {item}\n    fn h() {{}}\n}}\n"
        );
        assert_eq!(
            covered("src/lib.rs", &text),
            [format!("// and more\n\n    {item}")]
        );
    }

    #[test]
    fn a_comment_covers_its_own_line_or_the_next_one() {
        let text = "fn f() {\n    a(); // govern: allow(word) reason=\"x\"\n    // govern: allow(word) reason=\"x\"\n    let b = 1;\n    c();\n}\n// govern: allow(word) reason=\"x\"\n";
        assert_eq!(
            covered("src/lib.rs", text),
            ["a(); // govern: allow(word) reason=\"x\"", "let b = 1;", ""]
        );
    }

    #[test]
    fn a_comment_may_be_what_is_waived() {
        let text = "// govern: allow(word) reason=\"x\"\n// TODO: word\nfn f() {}\n";
        assert_eq!(covered("src/lib.rs", text), ["// TODO: word\nfn f() {}"]);
        let text = "fn f() {}\n// govern: allow(word) reason=\"x\"\n// TODO: word\n";
        assert_eq!(covered("src/lib.rs", text), ["// TODO: word"]);
    }

    #[test]
    fn text_that_looks_like_a_comment_is_none() {
        let text =
            "const A: &str = \"// govern: allow(word) reason=x\";\n/* // govern: allow(word) */\n";
        assert_eq!(covered("src/lib.rs", text), [""; 0]);
    }

    #[test]
    fn manifests_have_comments_too() {
        let text = "[package]\nname = \"shop\"\nversion = \"0.1.0\"\nedition = \"2024\"\ndescription = \"# govern: allow(word)\"\n\n[dependencies]\n# govern: allow(word) reason=\"x\"\n# more\nlog = \"1\"\nserde = \"1\" # govern: allow(word) reason=\"x\"\n";
        assert_eq!(
            covered("Cargo.toml", text),
            [
                "# more\nlog = \"1\"",
                "serde = \"1\" # govern: allow(word) reason=\"x\""
            ]
        );
    }

    #[test]
    fn a_waiver_in_documentation_is_malformed() {
        let (_, waivers) = waivers(&[(
            "src/lib.rs",
            "/// govern: allow(word) reason=\"x\"\nfn f() {}\n",
        )]);
        assert_eq!((waivers.waivers.len(), waivers.malformed.len()), (0, 1));
    }

    #[test]
    fn gates_name_the_comments_of_what_they_read() {
        let text =
            "Feature: f\n  # govern: allow(word) reason=\"x\"\n  # no waiver\n  Scenario: s\n";
        let (workspace, _) = waivers(&[("features/a.feature", text)]);
        let (file, _) = workspace.read("features/a.feature").unwrap();
        let comment = |needle: &str, length: usize| {
            Span::new(
                file,
                TextRange::at(size(text.find(needle).unwrap()), size(length)),
            )
        };
        let others = [
            comment("# govern", 33),
            comment("# no", 11),
            comment("# govern", 33),
        ];
        let sites = Sites {
            workspace: &workspace,
            others: &others,
        };
        let found = collect(sites, &Catalogue::new(&[&GATE]));
        let [waiver] = &found.waivers[..] else {
            panic!("{found:?}")
        };
        let Reach::Site {
            file: covered,
            range,
        } = &waiver.reach
        else {
            panic!("{waiver:?}")
        };
        assert_eq!(
            (*covered, text[*range].trim()),
            (file, "# no waiver\n  Scenario: s")
        );
    }
}
