//! Comments that say what must be found, and whether it was.

use std::fmt;

use govern_diagnostics::{Code, Diagnostic, Sources};

/// What a comment asks for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Expectation {
    /// The file, relative to the fixture.
    pub path: String,
    /// The line, from 1.
    pub line: u32,
    /// The column where it begins, from 1, in characters.
    pub column: u32,
    /// The column where it ends, if the comment says so.
    pub end: Option<u32>,
    /// The rule, with or without its gate; or `syntax`, `source`, `config`.
    pub rule: String,
    /// What the message must contain.
    pub message: String,
}

impl fmt::Display for Expectation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.path, self.line, self.column)?;
        if let Some(end) = self.end {
            write!(f, "-{end}")?;
        }
        write!(f, ": {}: {}", self.rule, self.message)
    }
}

/// What the comments of a file ask for.
pub fn expectations(path: &str, text: &str) -> Vec<Expectation> {
    let mut expectations = Vec::new();
    let mut above = 0;
    for (number, line) in (1..).zip(text.lines()) {
        match expectation(line) {
            Some(expectation) => {
                expectations.push(Expectation {
                    path: path.to_owned(),
                    line: above,
                    ..expectation
                });
            }
            None => above = number,
        }
    }
    expectations
}

fn expectation(line: &str) -> Option<Expectation> {
    let comment = line.trim_start();
    let indent = columns(&line[..line.len() - comment.len()]);
    // JSON has no comments, but schemas have a keyword for them.
    let text = comment
        .strip_prefix("//")
        .or_else(|| comment.strip_prefix('#'))
        .or_else(|| {
            let text = comment
                .strip_prefix("\"$comment\": \"")?
                .trim_end_matches(',');
            text.strip_suffix('"')
        })?;
    let signs = columns(comment) - columns(text);
    let marks = text.trim_start();
    let blanks = columns(text) - columns(marks);
    let (column, end, rest) = match marks.strip_prefix("<-") {
        Some(rest) => (indent, None, rest),
        None => {
            let rest = marks.trim_start_matches('^');
            let length = columns(marks) - columns(rest);
            if length == 0 {
                return None;
            }
            let start = indent + signs + blanks;
            (start, Some(start + length + 1), rest)
        }
    };
    // A mark and a name, with a blank between them: anything else is prose.
    let rest = rest.strip_prefix(' ')?.trim();
    let split = rest
        .find(|it: char| !(it.is_alphanumeric() || it == '_' || it == ':'))
        .unwrap_or(rest.len());
    let (rule, rest) = rest.split_at(split);
    let rule = rule.strip_suffix(':').unwrap_or(rule);
    if rule.is_empty() || rule.starts_with(|it: char| it.is_numeric()) {
        return None;
    }
    Some(Expectation {
        path: String::new(),
        line: 0,
        column: column + 1,
        end,
        rule: rule.to_owned(),
        message: rest.trim().to_owned(),
    })
}

fn columns(text: &str) -> u32 {
    u32::try_from(text.chars().count()).expect("fixtures are small")
}

/// What is asked for and not found, and what is found and not asked for.
pub(crate) fn compare(
    expectations: &[Expectation],
    diagnostics: &[Diagnostic],
    sources: &Sources,
) -> Result<(), String> {
    let mut open: Vec<&Expectation> = expectations.iter().collect();
    let mut wrong = Vec::new();
    for diagnostic in diagnostics {
        match open
            .iter()
            .position(|expectation| answers(diagnostic, expectation, sources))
        {
            Some(index) => drop(open.remove(index)),
            None => wrong.push(format!("not asked for: {}", describe(diagnostic, sources))),
        }
    }
    wrong.extend(
        open.iter()
            .map(|expectation| format!("not found:     {expectation}")),
    );
    if wrong.is_empty() {
        Ok(())
    } else {
        Err(wrong.join("\n"))
    }
}

fn answers(diagnostic: &Diagnostic, expectation: &Expectation, sources: &Sources) -> bool {
    let Some(location) = diagnostic.span.and_then(|span| sources.locate(span)) else {
        return false;
    };
    let code = diagnostic.code.to_string();
    let by_name = matches!(diagnostic.code, Code::Rule { name, .. } if name == expectation.rule);
    // A place that goes on behind its line is marked up to the end of that.
    let end = if location.end.line == location.start.line {
        location.end.column
    } else {
        let line = diagnostic
            .span
            .and_then(|span| sources.line_range(span.file, location.start.line));
        let line = line.zip(diagnostic.span).and_then(|(range, span)| {
            sources.text(govern_diagnostics::Span::new(span.file, range))
        });
        columns(line.unwrap_or_default().trim_end()) + 1
    };
    (by_name || code == expectation.rule)
        && location.path == expectation.path
        && location.start.line == expectation.line
        && location.start.column == expectation.column
        && expectation.end.is_none_or(|expected| expected == end)
        && diagnostic.message.contains(&expectation.message)
}

fn describe(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let place = diagnostic
        .span
        .and_then(|span| sources.locate(span))
        .map_or_else(String::new, |at| {
            let end = if at.end.line == at.start.line {
                at.end.column.to_string()
            } else {
                format!("{}:{}", at.end.line, at.end.column)
            };
            format!("{}:{}:{}-{end}: ", at.path, at.start.line, at.start.column)
        });
    format!("{place}{}: {}", diagnostic.code, diagnostic.message)
}

#[cfg(test)]
mod tests {
    use govern_diagnostics::{FileId, Severity, SourceFile, Span};
    use text_size::TextRange;

    use super::*;

    const TEXT: &str = "let ß = foo(1);\n//      ^^^ call: is called\n//      ^^^ other\n    bar();\n    // <- call\n";

    fn sources() -> Sources {
        let mut sources = Sources::default();
        sources.insert(
            FileId(0),
            SourceFile {
                path: "a.rs".to_owned(),
                text: TEXT.into(),
            },
        );
        sources
    }

    fn found(name: &'static str, needle: &str) -> Diagnostic {
        let start = u32::try_from(TEXT.find(needle).unwrap()).unwrap();
        let range = TextRange::at(start.into(), 3.into());
        let code = Code::Rule {
            gate: "calls",
            name,
        };
        Diagnostic::new(code, Severity::Error, format!("`{needle}` is called"))
            .at(Span::new(FileId(0), range))
    }

    #[test]
    fn comments_ask_for_columns_of_the_line_above() {
        let asked: Vec<String> = expectations("a.rs", TEXT)
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(
            asked,
            [
                "a.rs:1:9-12: call: is called",
                "a.rs:1:9-12: other: ",
                "a.rs:4:5: call: "
            ]
        );
        for (line, column) in [("# <- criterion_untested", 1), ("  # ^ calls::call: x", 5)] {
            assert_eq!(expectation(line).unwrap().column, column, "{line}");
        }
        assert_eq!(
            expectation("  \"$comment\": \"<- call: x\",")
                .unwrap()
                .message,
            "x"
        );
        for prose in [
            "// see above",
            "// ^",
            "let a = 1; // ^ call",
            "//",
            "// <-call",
            "# ^^^ 3 times",
        ] {
            assert_eq!(expectation(prose), None, "{prose}");
        }
    }

    #[test]
    fn what_is_found_and_what_is_asked_for_must_be_the_same() {
        let asked = expectations("a.rs", TEXT);
        let all = [
            found("call", "foo"),
            found("other", "foo"),
            found("call", "bar"),
        ];
        assert_eq!(compare(&asked, &all, &sources()), Ok(()));
        let missing = compare(&asked, &all[1..], &sources()).unwrap_err();
        assert_eq!(missing, "not found:     a.rs:1:9-12: call: is called");
        let surplus = compare(&asked[1..], &all, &sources()).unwrap_err();
        assert_eq!(
            surplus,
            "not asked for: a.rs:1:9-12: calls::call: `foo` is called"
        );
        // Each comment is for one finding.
        let twice = [
            all[0].clone(),
            all[0].clone(),
            all[1].clone(),
            all[2].clone(),
        ];
        assert!(compare(&asked, &twice, &sources()).is_err());
    }

    #[test]
    fn columns_are_exact() {
        let asked = expectations("a.rs", "let ß = foo(1);\n//      ^^ call\n");
        assert!(compare(&asked, &[found("call", "foo")], &sources()).is_err());
        let asked = expectations("a.rs", "let ß = foo(1);\n//       ^^^ call\n");
        assert!(compare(&asked, &[found("call", "foo")], &sources()).is_err());
    }
}
