//! For people: the message, the source it is about, why, and what to do.

use std::io;

use annotate_snippets::{
    Annotation, AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet,
};
use rayon::prelude::*;
use text_size::TextRange;

use super::{RenderOptions, one_line, printable, summary};
use crate::{Code, Diagnostic, FileId, Report, Severity, Sources, Span};

/// Source that is longer than this between the first and the last place of a snippet is not shown whole.
const WINDOW: usize = 64 * 1024;
/// As many findings are laid out before the first of them is written: whoever reads may stop, and texts take memory.
const AT_ONCE: usize = 1024;

pub(super) fn render(
    report: &Report,
    sources: &Sources,
    options: &RenderOptions,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let renderer = if options.color {
        Renderer::styled()
    } else {
        Renderer::plain()
    }
    .term_width(options.width);
    for some in report.diagnostics.chunks(AT_ONCE) {
        let texts = some.par_iter().map(|diagnostic| {
            let group = group(diagnostic, sources, &report.tool.command);
            renderer.render(&[group])
        });
        for text in texts.collect::<Vec<String>>() {
            writeln!(out, "{text}\n")?;
        }
    }
    for line in summary::lines(report, sources, options.verbose) {
        writeln!(out, "{line}")?;
    }
    Ok(())
}

fn group<'d>(diagnostic: &'d Diagnostic, sources: &'d Sources, command: &str) -> Group<'d> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level
        .primary_title(one_line(&diagnostic.message))
        .id(diagnostic.code.to_string());
    let mut group = Group::with_title(title).elements(snippets(diagnostic, sources));
    for note in &diagnostic.notes {
        group = group.element(Level::NOTE.message(printable(note)));
    }
    for help in &diagnostic.help {
        group = group.element(Level::HELP.message(printable(help)));
    }
    if let Code::Rule { name, .. } = diagnostic.code {
        group =
            group.element(Level::HELP.message(format!("for more, run `{command} explain {name}`")));
    }
    group
}

/// A place in a file, with the text to write at it.
struct Mark<'d> {
    kind: AnnotationKind,
    range: TextRange,
    label: Option<&'d str>,
}

/// A snippet per file, that of the main place first.
fn snippets<'d>(diagnostic: &'d Diagnostic, sources: &'d Sources) -> Vec<Element<'d>> {
    let mut files: Vec<(FileId, Vec<Mark<'d>>)> = Vec::new();
    let mut mark = |span: Span, kind, label| {
        let Some(range) = sources.clamp(span) else {
            return;
        };
        let mark = Mark { kind, range, label };
        match files.iter_mut().find(|(file, _)| *file == span.file) {
            Some((_, marks)) => marks.push(mark),
            None => files.push((span.file, vec![mark])),
        }
    };
    if let Some(span) = diagnostic.span {
        mark(span, AnnotationKind::Primary, diagnostic.label.as_deref());
    }
    for related in &diagnostic.related {
        mark(
            related.span,
            AnnotationKind::Context,
            Some(related.message.as_str()),
        );
    }
    files
        .into_iter()
        .map(|(file, marks)| snippet(file, marks, sources))
        .collect()
}

fn snippet<'d>(file: FileId, mut marks: Vec<Mark<'d>>, sources: &'d Sources) -> Element<'d> {
    let window = window(file, &marks, sources).or_else(|| {
        // Too much: only the main place, and of that only its first line.
        marks.truncate(1);
        let first = first_line(file, marks[0].range, sources)?;
        marks[0].range = first;
        window(file, &marks, sources)
    });
    let path = sources.path(file).map(one_line).unwrap_or_default();
    let at = sources.locate(Span::new(file, marks[0].range));
    let Some((window, line)) = window else {
        let origin = Origin::path(path);
        return match at {
            Some(at) => origin
                .line(at.start.line as usize)
                .char_column(at.start.column as usize)
                .into(),
            None => origin.into(),
        };
    };
    let text = sources.text(Span::new(file, window)).unwrap_or_default();
    let start = usize::from(window.start());
    let annotations = marks.into_iter().map(|mark| {
        let range = usize::from(mark.range.start()) - start..usize::from(mark.range.end()) - start;
        mark.kind.span(range).label(mark.label.map(one_line))
    });
    Snippet::<Annotation<'_>>::source(text)
        .path(path)
        .line_start(line)
        .annotations(annotations)
        .into()
}

/// The whole lines that the marks are on, and the number of the first; none if that is too much to show.
fn window(file: FileId, marks: &[Mark<'_>], sources: &Sources) -> Option<(TextRange, usize)> {
    let covered = marks
        .iter()
        .map(|mark| mark.range)
        .reduce(TextRange::cover)?;
    let location = sources.locate(Span::new(file, covered))?;
    let first = sources.line_range(file, location.start.line)?;
    let last = sources.line_range(file, location.end.line)?;
    let window = first.cover(last);
    (usize::from(window.len()) <= WINDOW).then_some((window, location.start.line as usize))
}

fn first_line(file: FileId, range: TextRange, sources: &Sources) -> Option<TextRange> {
    let line = sources.line_range(file, sources.locate(Span::new(file, range))?.start.line)?;
    Some(TextRange::new(
        range.start(),
        range.end().min(line.end()).max(range.start()),
    ))
}
