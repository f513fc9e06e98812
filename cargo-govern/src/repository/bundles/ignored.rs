//! What is never in a bundle: `.llm/.llmignore` and `.llmignore`, read as git reads a `.gitignore` at the root.

use govern_diagnostics::{Diagnostic, Span};
use govern_gate::{Error, Session};
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use text_size::{TextRange, TextSize};

/// Where it is said; what stands in a later one comes behind what stands in the others.
const FILES: [&str; 2] = [".llm/.llmignore", ".llmignore"];

/// What is never in a bundle.
pub(crate) struct Ignored(Gitignore);

impl Ignored {
    /// Reads what is said.
    ///
    /// # Errors
    ///
    /// If a line is no pattern: git would pass over it, and the file would be shown.
    pub(crate) fn read(session: &Session) -> Result<Ignored, Error> {
        let mut builder = GitignoreBuilder::new("");
        let mut mistakes = Vec::new();
        for path in FILES {
            let Some((file, text)) = session.workspace().read_if_exists(path)? else {
                continue;
            };
            let mut start = 0;
            for line in text.split_inclusive('\n') {
                let pattern = line.trim_end_matches(['\n', '\r']);
                if builder.add_line(None, pattern).is_err() {
                    let at = TextSize::new(u32::try_from(start).unwrap_or(u32::MAX));
                    let length = TextSize::new(u32::try_from(pattern.len()).unwrap_or(0));
                    let span = Span::new(file, TextRange::at(at, length));
                    let message = format!("this line of `{path}` is no pattern");
                    mistakes.push(Diagnostic::config(message).at(span));
                }
                start += line.len();
            }
        }
        match (builder.build(), mistakes.is_empty()) {
            (Ok(ignored), true) => Ok(Ignored(ignored)),
            (Err(error), true) => Err(Diagnostic::config(format!("{error}")).into()),
            _ => Err(Error::Diagnosed(mistakes)),
        }
    }

    /// Whether a file is ignored. What is in a directory that is ignored cannot be taken back, as for git.
    pub(crate) fn contains(&self, path: &str) -> bool {
        let directories = path.match_indices('/').map(|(at, _)| &path[..at]);
        let mut directories = directories.filter(|it| self.0.matched(it, true).is_ignore());
        directories.next().is_some() || self.0.matched(path, false).is_ignore()
    }
}
