//! `[patterns]` of `govern.toml`, as meant.

mod built_in;
mod custom;

use std::collections::BTreeSet;
use std::ops::Range;

use globset::GlobBuilder;
use govern_diagnostics::{Diagnostic, Span};
use govern_gate::Spanned;

use crate::area::{Area, LayerName, Reach, Selector};
use crate::config::{AreaConfig, Config, Expect, MARKERS};

pub use built_in::{
    DecoderSettings, EndpointSettings, IndexingSettings, SecretSettings, SensitiveWords,
    WithTestsSettings,
};
pub use custom::{Condition, CustomRule, Is};

/// What the configuration says, checked.
#[derive(Debug)]
pub struct Settings {
    /// Files that no pattern rule looks at.
    pub exclude: Vec<Selector>,
    /// Rules of the project.
    pub rules: Vec<CustomRule>,
    /// For `allow_without_reason`.
    pub allow_without_reason: WithTestsSettings,
    /// For `exit_outside_main`: where it looks.
    pub exit_outside_main: Reach,
    /// For `hard_coded_endpoint`.
    pub hard_coded_endpoint: EndpointSettings,
    /// For `ignored_result`.
    pub ignored_result: WithTestsSettings,
    /// For `indexing_in_production`.
    pub indexing_in_production: IndexingSettings,
    /// For `logged_secret`.
    pub logged_secret: SecretSettings,
    /// For `panic_in_decoder`.
    pub panic_in_decoder: DecoderSettings,
    /// For `debug_macro`.
    pub debug_macro: DebugMacroSettings,
    /// For `todo_comment`.
    pub todo_comment: TodoSettings,
    /// For `unsafe_without_safety_comment`.
    pub unsafe_without_safety_comment: UnsafeSettings,
    /// For `unwrap_in_production`.
    pub unwrap_in_production: UnwrapSettings,
}

/// For `debug_macro`.
#[derive(Debug)]
pub struct DebugMacroSettings {
    macros: BTreeSet<String>,
    /// Macros that test code may call.
    pub allowed_in_tests: BTreeSet<String>,
    /// Where the rule looks.
    pub reach: Reach,
}

impl DebugMacroSettings {
    /// Macros that must not be called.
    pub fn macros(&self) -> impl Iterator<Item = &str> {
        self.macros.iter().map(String::as_str)
    }
}

/// For `todo_comment`.
#[derive(Debug)]
pub struct TodoSettings {
    /// The words that count.
    pub markers: BTreeSet<String>,
    /// How references to issues begin.
    pub issues: Vec<String>,
    /// Where the rule looks.
    pub reach: Reach,
}

/// For `unsafe_without_safety_comment`.
#[derive(Debug)]
pub struct UnsafeSettings {
    /// Whether it looks at test code.
    pub tests: bool,
    /// Where the rule looks.
    pub reach: Reach,
}

/// For `unwrap_in_production`.
#[derive(Debug)]
pub struct UnwrapSettings {
    /// What is thought of `expect`.
    pub expect: Expect,
    /// Whether examples count as production code.
    pub examples: bool,
    /// Whether build scripts count as production code.
    pub build_scripts: bool,
    /// Where the rule looks.
    pub reach: Reach,
}

impl Settings {
    /// Checks the configuration; `locate` makes a place of a range in `govern.toml`.
    pub fn new(
        config: &Config,
        locate: &dyn Fn(Range<usize>) -> Option<Span>,
    ) -> Result<Settings, Vec<Diagnostic>> {
        let mut reader = Reader {
            locate,
            mistakes: Vec::new(),
        };
        let settings = reader.settings(config);
        if reader.mistakes.is_empty() {
            Ok(settings)
        } else {
            Err(reader.mistakes)
        }
    }

    /// Whether no pattern rule looks at a path.
    pub fn excludes(&self, path: &str) -> bool {
        self.exclude.iter().any(|selector| selector.matches(path))
    }

    /// Where the rules look.
    pub fn reaches(&self) -> impl Iterator<Item = &Reach> {
        let built_in = [
            &self.allow_without_reason.reach,
            &self.debug_macro.reach,
            &self.exit_outside_main,
            &self.hard_coded_endpoint.reach,
            &self.ignored_result.reach,
            &self.indexing_in_production.reach,
            &self.logged_secret.reach,
            &self.panic_in_decoder.reach,
            &self.todo_comment.reach,
            &self.unsafe_without_safety_comment.reach,
            &self.unwrap_in_production.reach,
        ];
        let own = self.rules.iter().map(|rule| &rule.reach);
        built_in.into_iter().chain(own)
    }
}

/// Collects all mistakes, not the first alone.
struct Reader<'l> {
    locate: &'l dyn Fn(Range<usize>) -> Option<Span>,
    mistakes: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn settings(&mut self, config: &Config) -> Settings {
        Settings {
            exclude: self.selectors(&config.exclude),
            rules: self.rules(&config.rule),
            allow_without_reason: self.with_tests(&config.allow_without_reason),
            exit_outside_main: self.reach(
                &config.exit_outside_main.only,
                &config.exit_outside_main.except,
            ),
            hard_coded_endpoint: self.endpoints(config),
            ignored_result: self.with_tests(&config.ignored_result),
            indexing_in_production: IndexingSettings {
                numbers: config.indexing_in_production.numbers,
                reach: self.reach(
                    &config.indexing_in_production.only,
                    &config.indexing_in_production.except,
                ),
            },
            logged_secret: self.secrets(config),
            panic_in_decoder: self.decoders(config),
            debug_macro: self.debug_macro(&config.debug_macro),
            todo_comment: TodoSettings {
                markers: self.markers(&config.todo_comment.markers),
                issues: self.issues(&config.todo_comment.issues),
                reach: self.reach(&config.todo_comment.only, &config.todo_comment.except),
            },
            unsafe_without_safety_comment: UnsafeSettings {
                tests: config.unsafe_without_safety_comment.tests,
                reach: self.reach(
                    &config.unsafe_without_safety_comment.only,
                    &config.unsafe_without_safety_comment.except,
                ),
            },
            unwrap_in_production: UnwrapSettings {
                expect: config.unwrap_in_production.expect,
                examples: config.unwrap_in_production.examples,
                build_scripts: config.unwrap_in_production.build_scripts,
                reach: self.reach(
                    &config.unwrap_in_production.only,
                    &config.unwrap_in_production.except,
                ),
            },
        }
    }

    fn with_tests(&mut self, config: &crate::config::WithTests) -> WithTestsSettings {
        WithTestsSettings {
            tests: config.tests,
            reach: self.reach(&config.only, &config.except),
        }
    }

    fn debug_macro(&mut self, config: &crate::config::DebugMacro) -> DebugMacroSettings {
        let macros = self.macro_paths(&config.macros);
        let allowed_in_tests = self.macro_paths(&config.allowed_in_tests);
        for allowed in &config.allowed_in_tests {
            // The default names macros that a list of one's own need not contain.
            if allowed.span() != (0..0) && !macros.contains(allowed.get_ref()) {
                let mistake = format!("`{}` is not among the forbidden macros", allowed.get_ref());
                self.mistake(
                    allowed,
                    mistake,
                    "only what `macros` forbids can be allowed",
                );
            }
        }
        DebugMacroSettings {
            macros,
            allowed_in_tests,
            reach: self.reach(&config.only, &config.except),
        }
    }

    fn macro_paths(&mut self, paths: &[Spanned<String>]) -> BTreeSet<String> {
        for path in paths {
            let text = path.get_ref();
            let is_path = text.split("::").count() > 1
                && text.split("::").all(|segment| {
                    !segment.is_empty() && segment.chars().all(|c| c.is_alphanumeric() || c == '_')
                });
            if !is_path {
                let mistake = format!("`{text}` is no path of a macro");
                self.mistake(
                    path,
                    mistake,
                    "write the path that its name resolves to, without `!`: `std::dbg`",
                );
            }
        }
        paths.iter().map(|path| path.get_ref().clone()).collect()
    }

    fn markers(&mut self, words: &[Spanned<String>]) -> BTreeSet<String> {
        for word in words {
            if !MARKERS.contains(&word.get_ref().as_str()) {
                let mistake = format!("`{}` is no marker that is looked for", word.get_ref());
                let known = MARKERS.map(|marker| format!("`{marker}`")).join(", ");
                self.mistake(word, mistake, &format!("there are {known}"));
            }
        }
        words.iter().map(|word| word.get_ref().clone()).collect()
    }

    fn issues(&mut self, prefixes: &[Spanned<String>]) -> Vec<String> {
        for prefix in prefixes {
            if prefix.get_ref().trim().is_empty() || prefix.get_ref().contains([')', '\n']) {
                let mistake = format!("`{}` cannot begin a reference", prefix.get_ref());
                self.mistake(
                    prefix,
                    mistake,
                    "write what stands before the number: `#` for `TODO(#12)`",
                );
            }
        }
        prefixes
            .iter()
            .map(|prefix| prefix.get_ref().trim().to_owned())
            .collect()
    }

    fn reach(&mut self, only: &Option<AreaConfig>, except: &Option<AreaConfig>) -> Reach {
        Reach {
            only: only.as_ref().map(|area| self.area(area)),
            except: except.as_ref().map(|area| self.area(area)),
        }
    }

    fn area(&mut self, area: &AreaConfig) -> Area {
        Area {
            crates: self.selectors(&area.crates),
            files: self.selectors(&area.files),
            layers: area
                .layers
                .iter()
                .map(|layer| LayerName {
                    name: layer.get_ref().clone(),
                    span: (self.locate)(layer.span()),
                })
                .collect(),
        }
    }

    fn selectors(&mut self, globs: &[Spanned<String>]) -> Vec<Selector> {
        let mut selectors = Vec::with_capacity(globs.len());
        for glob in globs {
            match GlobBuilder::new(glob.get_ref())
                .literal_separator(true)
                .build()
            {
                Ok(built) => selectors.push(Selector {
                    text: glob.get_ref().clone(),
                    span: (self.locate)(glob.span()),
                    matcher: built.compile_matcher(),
                }),
                Err(error) => {
                    let mistake = format!("`{}` is no glob: {}", glob.get_ref(), error.kind());
                    self.mistake(
                        glob,
                        mistake,
                        "`*` stays in a directory, `**` goes below it",
                    );
                }
            }
        }
        selectors
    }

    fn mistake(&mut self, at: &Spanned<String>, message: String, help: &str) {
        let span = (self.locate)(at.span());
        self.mistakes
            .push(Diagnostic::config(message).at(span).help(help));
    }
}
