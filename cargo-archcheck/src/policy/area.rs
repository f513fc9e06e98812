//! Areas: what a rule of the project is about, in one form for all of them: `layer:domain`, `crate:orders-*`,
//! `file:src/db/**`, `shop::features::{name}`, `std::fs`.

use std::collections::BTreeSet;

use globset::{GlobBuilder, GlobMatcher};
use govern_diagnostics::Span;

use crate::policy::{
    layer::LayerId,
    pattern::{Captures, Pattern},
};

/// Crates, modules with what is inside them, and names.
#[derive(Debug, Clone, Default)]
pub struct Area {
    /// What it consists of: any of them.
    pub parts: Vec<Part>,
}

/// What one text selects.
#[derive(Debug, Clone)]
pub struct Part {
    /// As written.
    pub text: String,
    /// Where it stands.
    pub span: Option<Span>,
    /// What it selects.
    pub what: What,
}

/// What a part selects.
#[derive(Debug, Clone)]
pub enum What {
    /// `layer:domain`.
    Layer(LayerId),
    /// `crate:orders-*`: packages or crates, of the workspace or external.
    Crates(Pattern),
    /// `file:crates/orders/src/db/**`.
    Files(GlobMatcher),
    /// `shop::features::{name}`, `std::fs`: a module or another name, with what is inside it.
    Names(Pattern),
}

impl What {
    /// Reads all but layers, which are known by name: `word` is what stands before `:`, if anything does.
    pub fn parse(word: Option<&str>, text: &str) -> Result<What, String> {
        match word {
            Some("crate") => {
                let pattern = Pattern::parse_with_captures(text)?;
                if pattern.segments() > 1 {
                    return Err("a crate has a name of one segment".to_owned());
                }
                Ok(What::Crates(pattern))
            }
            Some("file") => {
                let text = text.strip_prefix("./").unwrap_or(text);
                if text.is_empty() {
                    return Err("the pattern is empty".to_owned());
                }
                let glob = GlobBuilder::new(text).literal_separator(true).build();
                let glob = glob.map_err(|error| error.kind().to_string())?;
                Ok(What::Files(glob.compile_matcher()))
            }
            Some(other) => Err(format!(
                "`{other}:` is no kind of selector: there are `layer:`, `crate:`, `file:`"
            )),
            None if text == "crate" || text.starts_with("crate::") => Err(
                "a module is selected by its full path: it begins with the name of its crate, or with `**::`"
                    .to_owned(),
            ),
            None => {
                let pattern = Pattern::parse_with_captures(text)?;
                Ok(What::Names(pattern.with_first(&["core", "alloc"], "std")))
            }
        }
    }

    /// What it selects, in a word.
    pub fn kind(&self) -> &'static str {
        match self {
            What::Layer(_) => "module",
            What::Crates(_) => "crate",
            What::Files(_) => "file",
            What::Names(_) => "name",
        }
    }

    /// Its pattern, if it has one that may capture.
    pub fn pattern(&self) -> Option<&Pattern> {
        match self {
            What::Crates(pattern) | What::Names(pattern) => Some(pattern),
            What::Layer(_) | What::Files(_) => None,
        }
    }
}

impl Area {
    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// The area in words, with what was captured in the place of the captures.
    pub fn text(&self, captures: &Captures) -> String {
        let texts: Vec<String> = self
            .parts
            .iter()
            .map(|part| format!("`{}`", captures.fill(&part.text)))
            .collect();
        texts.join(", ")
    }

    /// The names that every part captures, and all those that some part wants another text for or the same.
    pub(crate) fn captures(&self) -> (BTreeSet<&str>, BTreeSet<&str>) {
        let mut captured: Option<BTreeSet<&str>> = None;
        let mut named = BTreeSet::new();
        for part in &self.parts {
            let (own, others) = part
                .what
                .pattern()
                .map(Pattern::captures)
                .unwrap_or_default();
            named.extend(own.iter().copied());
            named.extend(others);
            captured = Some(match captured {
                Some(captured) => &captured & &own,
                None => own,
            });
        }
        (captured.unwrap_or_default(), named)
    }
}
