//! What cargo says with `--message-format=json`: messages of the compiler as findings, and how much was built.

use std::collections::BTreeSet;

use camino::Utf8Path;
use serde::Deserialize;

use super::{
    found::{Found, Place},
    rules::{COMPILE_ERROR, LINT_FOUND},
};

/// What cargo said.
#[derive(Debug, Default)]
pub(super) struct Built {
    /// What the compiler found, each once.
    pub(super) found: Vec<Found>,
    /// How many targets of the workspace were looked at.
    pub(super) targets: usize,
}

#[derive(Deserialize)]
#[serde(tag = "reason", rename_all = "kebab-case")]
enum Line {
    CompilerMessage {
        message: Message,
    },
    CompilerArtifact {
        manifest_path: String,
        target: Target,
        profile: Profile,
    },
    #[serde(other)]
    Other,
}

#[derive(Deserialize, PartialEq, Eq, PartialOrd, Ord)]
struct Target {
    kind: Vec<String>,
    name: String,
}

#[derive(Deserialize)]
struct Profile {
    test: bool,
}

#[derive(Deserialize)]
struct Message {
    message: String,
    code: Option<Code>,
    level: String,
    spans: Vec<Span>,
    #[serde(default)]
    children: Vec<Message>,
}

#[derive(Deserialize)]
struct Code {
    code: String,
}

#[derive(Deserialize, Clone)]
struct Span {
    file_name: String,
    line_start: u32,
    line_end: u32,
    column_start: u32,
    column_end: u32,
    is_primary: bool,
    label: Option<String>,
    suggested_replacement: Option<String>,
    expansion: Option<Box<Expansion>>,
}

#[derive(Deserialize, Clone)]
struct Expansion {
    span: Span,
}

/// Reads what cargo wrote; lines that are none of its messages are left out. `warnings` says whether they count.
pub(super) fn read(output: &str, root: &Utf8Path, warnings: bool) -> Built {
    let mut built = Built::default();
    let mut targets = BTreeSet::new();
    for line in output.lines().filter(|line| line.starts_with('{')) {
        match serde_json::from_str(line) {
            Ok(Line::CompilerMessage { message }) => {
                let found = found(message, root, warnings);
                built
                    .found
                    .extend(found.filter(|it| !built.found.contains(it)));
            }
            Ok(Line::CompilerArtifact {
                manifest_path,
                target,
                profile,
            }) => {
                if Utf8Path::new(&manifest_path).starts_with(root) {
                    targets.insert((manifest_path, target, profile.test));
                }
            }
            Ok(Line::Other) | Err(_) => {}
        }
    }
    built.targets = targets.len();
    built
}

fn found(message: Message, root: &Utf8Path, warnings: bool) -> Option<Found> {
    let counts = match message.level.as_str() {
        "error" | "error: internal compiler error" => true,
        "warning" => warnings,
        _ => false,
    };
    // It only sums up what was said before.
    let sums_up = message.spans.is_empty()
        && message.code.is_none()
        && (message.message.starts_with("aborting due to") || message.message.ends_with("emitted"));
    if !counts || sums_up {
        return None;
    }
    let code = message.code.map(|code| code.code);
    // Errors of the language have numbers, lints have names.
    let is_lint = code.as_deref().is_some_and(|code| !is_number(code));
    let is_lint = is_lint || message.level == "warning";
    let text = match &code {
        Some(code) => format!("{} ({code})", message.message),
        None => message.message.clone(),
    };
    let primary = message.spans.iter().find(|span| span.is_primary);
    let place = primary.map(|span| span.here(root).place());
    let path = place.as_ref().and_then(|place| place.inside(root));
    let key = [Some(text.clone()), path].into_iter().flatten();
    let rule = if is_lint { &LINT_FOUND } else { &COMPILE_ERROR };
    let mut found = Found::new(rule, key.collect::<Vec<_>>().join(" in "), text);
    found.place = place;
    found.label = primary.and_then(|span| span.label.clone());
    let secondary = message.spans.iter().filter(|span| !span.is_primary);
    found.related = secondary
        .filter_map(|span| Some((span.here(root).place(), span.label.clone()?)))
        .collect();
    for child in message.children {
        child.tell(&mut found);
    }
    Some(found)
}

impl Message {
    /// What it adds to what it belongs to.
    fn tell(self, found: &mut Found) {
        let replacements: Vec<&str> = self
            .spans
            .iter()
            .filter_map(|span| span.suggested_replacement.as_deref())
            .filter(|text| !text.trim().is_empty())
            .collect();
        let text = match &replacements[..] {
            [] => self.message,
            // `a + 1` and nothing else is what should stand there.
            several => format!("{}: `{}`", self.message, several.join("` … `")),
        };
        match self.level.as_str() {
            // How to look away is not what to do.
            "help" if text.starts_with("to override `") => {}
            "help" => found.help.push(text),
            _ => found.notes.push(text),
        }
    }
}

impl Span {
    /// The place in the workspace: for what macros make, where they are called.
    fn here(&self, root: &Utf8Path) -> &Span {
        let mut span = self;
        while span.place().inside(root).is_none() {
            match &span.expansion {
                Some(expansion) => span = &expansion.span,
                None => return self,
            }
        }
        span
    }

    fn place(&self) -> Place {
        Place {
            path: self.file_name.clone(),
            start: (self.line_start, self.column_start),
            end: (self.line_end, self.column_end),
        }
    }
}

/// `E0308`.
fn is_number(code: &str) -> bool {
    let digits = code.strip_prefix('E');
    digits.is_some_and(|it| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(file: &str, rest: &str) -> String {
        format!(
            r#"{{"file_name":"{file}","line_start":9,"line_end":9,"column_start":5,"column_end":17,{rest}}}"#
        )
    }

    fn message(level: &str, code: &str, spans: &str, children: &str) -> String {
        format!(
            r#"{{"reason":"compiler-message","message":{{"message":"unneeded `return`","code":{code},"level":"{level}","spans":[{spans}],"children":[{children}]}}}}"#
        )
    }

    const PLAIN: &str =
        r#""is_primary":true,"label":null,"suggested_replacement":null,"expansion":null"#;

    #[test]
    fn a_lint_of_two_targets_is_one_finding_with_what_clippy_suggests() {
        let here = span("src/lib.rs", PLAIN);
        let put = span(
            "src/lib.rs",
            &PLAIN.replace(
                "\"suggested_replacement\":null",
                "\"suggested_replacement\":\"a + 1\"",
            ),
        );
        let children = [
            format!(r#"{{"message":"remove `return`","code":null,"level":"help","spans":[{put}]}}"#),
            r#"{"message":"to override `-D warnings` add `#[allow(x)]`","code":null,"level":"help","spans":[]}"#.to_owned(),
            r#"{"message":"implied by","code":null,"level":"note","spans":[]}"#.to_owned(),
        ]
        .join(",");
        let code = r#"{"code":"clippy::needless_return"}"#;
        let line = message("error", code, &here, &children);
        let artifact = r#"{"reason":"compiler-artifact","manifest_path":"/w/Cargo.toml","target":{"kind":["lib"],"name":"w"},"profile":{"test":TEST}}"#;
        let foreign = artifact
            .replace("/w/", "/registry/")
            .replace("TEST", "false");
        let output = [
            &line,
            "running 3 tests",
            &line,
            &artifact.replace("TEST", "false"),
            &artifact.replace("TEST", "true"),
            &foreign,
            r#"{"reason":"build-finished","success":false}"#,
        ]
        .join("\n");
        let built = read(&output, "/w".into(), false);
        assert_eq!((built.found.len(), built.targets), (1, 2));
        let found = &built.found[0];
        assert_eq!(found.rule.name, "lint_found");
        assert_eq!(found.message, "unneeded `return` (clippy::needless_return)");
        assert_eq!(
            found.key,
            "unneeded `return` (clippy::needless_return) in src/lib.rs"
        );
        assert_eq!(found.help, ["remove `return`: `a + 1`"]);
        assert_eq!(found.notes, ["implied by"]);
    }

    #[test]
    fn errors_have_numbers_and_places_of_macros_are_where_they_are_called() {
        let call = span("/w/src/a.rs", PLAIN);
        let outside = span(
            "/rustc/1/library/core/src/macros.rs",
            &PLAIN.replace(
                "\"expansion\":null",
                &format!("\"expansion\":{{\"span\":{call}}}"),
            ),
        );
        let output = message("error", r#"{"code":"E0308"}"#, &outside, "");
        let built = read(&output, "/w".into(), false);
        assert_eq!(built.found[0].rule.name, "compile_error");
        assert_eq!(built.found[0].place.as_ref().unwrap().path, "/w/src/a.rs");
    }

    #[test]
    fn warnings_count_only_if_asked_for_and_sums_never() {
        let here = span("src/lib.rs", PLAIN);
        let warning = message("warning", "null", &here, "");
        assert_eq!(read(&warning, "/w".into(), false).found, []);
        assert_eq!(
            read(&warning, "/w".into(), true).found[0].rule.name,
            "lint_found"
        );
        let sum = message("error", "null", "", "")
            .replace("unneeded `return`", "aborting due to 2 previous errors");
        assert_eq!(read(&sum, "/w".into(), true).found, []);
    }
}
