//! Tables of rules that need little to be said, as meant.

use globset::{GlobBuilder, GlobMatcher};
use govern_gate::Spanned;

use super::Reader;
use crate::area::{Reach, Selector};
use crate::config::{Config, LoggedSecret};
use crate::words::words_of;

/// For `allow_without_reason` and `ignored_result`.
#[derive(Debug)]
pub struct WithTestsSettings {
    /// Whether it looks at test code, too.
    pub tests: bool,
    /// Where the rule looks.
    pub reach: Reach,
}

/// For `hard_coded_endpoint`.
#[derive(Debug)]
pub struct EndpointSettings {
    /// Hosts that may be written into the code.
    pub hosts: Vec<Selector>,
    /// Where the rule looks.
    pub reach: Reach,
}

/// For `indexing_in_production`.
#[derive(Debug)]
pub struct IndexingSettings {
    /// Whether `pair[0]` counts, too.
    pub numbers: bool,
    /// Where the rule looks.
    pub reach: Reach,
}

/// For `logged_secret`.
#[derive(Debug)]
pub struct SecretSettings {
    /// What is looked for.
    pub words: SensitiveWords,
    /// Where the rule looks.
    pub reach: Reach,
}

/// For `panic_in_decoder`.
#[derive(Debug)]
pub struct DecoderSettings {
    /// Functions that decode what they are given, `::` being `/`.
    pub functions: Vec<GlobMatcher>,
    /// Whether accesses by index count.
    pub indexing: bool,
    /// Where the rule looks.
    pub reach: Reach,
}

/// Names of secrets and payloads, and macros that log.
#[derive(Debug)]
pub struct SensitiveWords {
    /// Each as words.
    phrases: Vec<Vec<String>>,
    /// Paths, in which the last name may be `*`.
    macros: Vec<String>,
}

/// Macros of those crates that write nothing.
const SILENT: [&str; 6] = [
    "enabled",
    "log_enabled",
    "event_enabled",
    "span_enabled",
    "instrument",
    "field",
];
/// The names that macros of `*` have.
const LOGGING: [&str; 13] = [
    "debug",
    "debug_span",
    "error",
    "error_span",
    "event",
    "info",
    "info_span",
    "log",
    "span",
    "trace",
    "trace_span",
    "warn",
    "warn_span",
];

impl SensitiveWords {
    /// The words of a configuration.
    pub fn new(config: &LoggedSecret) -> SensitiveWords {
        SensitiveWords {
            phrases: config
                .names
                .iter()
                .map(|name| words_of(name.get_ref()))
                .collect(),
            macros: config
                .macros
                .iter()
                .map(|path| path.get_ref().clone())
                .collect(),
        }
    }

    /// The names, as words.
    pub fn phrases(&self) -> impl Iterator<Item = &[String]> {
        self.phrases.iter().map(Vec::as_slice)
    }

    /// Whether a macro of this path logs.
    pub fn is_macro(&self, path: &str) -> bool {
        let Some((module, name)) = path.rsplit_once("::") else {
            return false;
        };
        self.macros
            .iter()
            .any(|known| match known.strip_suffix("::*") {
                Some(known) => known == module && !SILENT.contains(&name),
                None => known == path,
            })
    }

    /// The paths of macros that log; the last name of one may be `*`.
    pub fn macro_paths(&self) -> impl Iterator<Item = &str> {
        self.macros.iter().map(String::as_str)
    }

    /// The last names that macros which log are declared with.
    pub fn macro_names(&self) -> impl Iterator<Item = &str> {
        self.macros.iter().flat_map(|known| {
            let last = known.rsplit("::").next().unwrap_or_default();
            let any: &[&str] = if last == "*" { &LOGGING } else { &[] };
            std::iter::once(last).chain(any.iter().copied())
        })
    }
}

impl Reader<'_> {
    pub(super) fn endpoints(&mut self, config: &Config) -> EndpointSettings {
        let config = &config.hard_coded_endpoint;
        EndpointSettings {
            hosts: self.selectors(&config.hosts),
            reach: self.reach(&config.only, &config.except),
        }
    }

    pub(super) fn secrets(&mut self, config: &Config) -> SecretSettings {
        let config = &config.logged_secret;
        for name in &config.names {
            let is_word = |c: char| c.is_alphanumeric() || c == '_';
            if words_of(name.get_ref()).is_empty() || !name.get_ref().chars().all(is_word) {
                let mistake = format!("`{}` is no name", name.get_ref());
                self.mistake(name, mistake, "write a name as code has it: `api_key`");
            }
        }
        for path in &config.macros {
            if path.get_ref().split("::").any(str::is_empty) || !path.get_ref().contains("::") {
                let mistake = format!("`{}` is no path of a macro", path.get_ref());
                self.mistake(
                    path,
                    mistake,
                    "write the path that its name resolves to: `tracing::info`, `log::*`",
                );
            }
        }
        SecretSettings {
            words: SensitiveWords::new(config),
            reach: self.reach(&config.only, &config.except),
        }
    }

    pub(super) fn decoders(&mut self, config: &Config) -> DecoderSettings {
        let config = &config.panic_in_decoder;
        DecoderSettings {
            functions: self.path_globs(&config.functions),
            indexing: config.indexing,
            reach: self.reach(&config.only, &config.except),
        }
    }

    /// Globs of paths; `::` is `/` in them.
    pub(super) fn path_globs(&mut self, globs: &[Spanned<String>]) -> Vec<GlobMatcher> {
        self.globs(globs, |glob| glob.replace("::", "/"))
    }

    /// Globs of single names.
    pub(super) fn name_globs(&mut self, globs: &[Spanned<String>]) -> Vec<GlobMatcher> {
        self.globs(globs, str::to_owned)
    }

    fn globs(&mut self, globs: &[Spanned<String>], text: fn(&str) -> String) -> Vec<GlobMatcher> {
        let mut matchers = Vec::with_capacity(globs.len());
        for glob in globs {
            let text = text(glob.get_ref());
            match GlobBuilder::new(&text).literal_separator(true).build() {
                Ok(built) => matchers.push(built.compile_matcher()),
                Err(error) => {
                    let mistake = format!("`{}` is no glob: {}", glob.get_ref(), error.kind());
                    self.mistake(
                        glob,
                        mistake,
                        "`*` is part of a name, `**` any number of segments",
                    );
                }
            }
        }
        matchers
    }
}
