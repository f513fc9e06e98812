//! `[repository]` of `govern.toml`, as meant.

use std::ops::Range;

use globset::{GlobBuilder, GlobMatcher};
use govern_diagnostics::{Diagnostic, Span};

use super::config::{Allow, Config};

/// What the configuration says, checked.
#[derive(Debug, Default)]
pub struct Settings {
    /// What looks like a secret and is none.
    pub allowed: Vec<Allowed>,
}

/// What looks like a secret and is none: all that is given must fit.
#[derive(Debug)]
pub struct Allowed {
    /// Where it is allowed.
    pub span: Option<Span>,
    path: Option<(String, GlobMatcher)>,
    fingerprint: Option<String>,
}

impl Settings {
    /// Checks the configuration; `locate` makes a place of a range in `govern.toml`.
    pub fn new(
        config: &Config,
        locate: &dyn Fn(Range<usize>) -> Option<Span>,
    ) -> Result<Settings, Vec<Diagnostic>> {
        let mut settings = Settings::default();
        let mut mistakes = Vec::new();
        for entry in &config.secrets.allow {
            let span = locate(entry.span());
            match Allowed::new(entry.get_ref(), span) {
                Ok(allowed) => settings.allowed.push(allowed),
                Err((mistake, help)) => {
                    mistakes.push(Diagnostic::config(mistake).at(span).help(help));
                }
            }
        }
        if mistakes.is_empty() {
            Ok(settings)
        } else {
            Err(mistakes)
        }
    }
}

impl Allowed {
    fn new(entry: &Allow, span: Option<Span>) -> Result<Allowed, (String, &'static str)> {
        if entry.path.is_none() && entry.fingerprint.is_none() {
            return Err((
                "this would allow every secret".to_owned(),
                "say which: `path`, a glob of files, or `fingerprint`, which the finding shows",
            ));
        }
        if entry.reason.trim().is_empty() {
            return Err((
                "the reason is empty".to_owned(),
                "say why this is no secret: whoever reads it later cannot ask",
            ));
        }
        let is_digit = |c: char| c.is_ascii_digit() || ('a'..='f').contains(&c);
        if let Some(text) = &entry.fingerprint
            && (text.len() != 8 || !text.chars().all(is_digit))
        {
            return Err((
                // Whoever writes the secret itself here must not read it in a log.
                "a fingerprint has 8 digits of `0`-`9` and `a`-`f`, this is something else"
                    .to_owned(),
                "copy it from the finding",
            ));
        }
        let path = entry.path.as_ref().map(|text| {
            let glob = GlobBuilder::new(text).literal_separator(true).build();
            match glob {
                Ok(glob) => Ok((text.clone(), glob.compile_matcher())),
                Err(error) => Err((
                    format!("`{text}` is no glob: {}", error.kind()),
                    "`*` stays in a directory, `**` goes below it",
                )),
            }
        });
        Ok(Allowed {
            span,
            path: path.transpose()?,
            fingerprint: entry.fingerprint.clone(),
        })
    }

    /// Whether it allows a secret in a file.
    pub fn allows(&self, path: &str, fingerprint: &str) -> bool {
        let path_fits = |(_, glob): &(String, GlobMatcher)| glob.is_match(path);
        self.path.as_ref().is_none_or(path_fits)
            && self
                .fingerprint
                .as_deref()
                .is_none_or(|it| it == fingerprint)
    }

    /// What it selects by, as written.
    pub fn text(&self) -> String {
        let path = self.path.as_ref().map(|(text, _)| text.as_str());
        let both = [path, self.fingerprint.as_deref()];
        both.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }
}
