//! Areas and words, from what is written to what is meant.

use std::collections::BTreeSet;

use govern_diagnostics::Diagnostic;
use govern_gate::Spanned;
use govern_workspace::DependencyKind;

use super::Reader;
use crate::{
    config::Texts,
    policy::area::{Area, Part, What},
};

impl Reader<'_> {
    /// An area; what cannot be read of it is a mistake.
    pub(super) fn area(&mut self, texts: &Texts) -> Area {
        let mut parts = Vec::new();
        for text in &texts.0 {
            let written = text.get_ref();
            let (word, rest) = match written.split_once(':') {
                Some((word, rest)) if !rest.starts_with(':') => (Some(word), rest),
                _ => (None, written.as_str()),
            };
            let what = if word == Some("layer") {
                let layer = Spanned::new(text.span(), rest.to_owned());
                self.named(&layer).map(What::Layer)
            } else {
                match What::parse(word, rest) {
                    Ok(what) => Some(what),
                    Err(why) => {
                        let message = format!("`{written}` selects nothing: {why}");
                        self.mistake(text, message, "no selector");
                        None
                    }
                }
            };
            parts.extend(what.map(|what| Part {
                text: written.clone(),
                span: (self.place)(text.span()),
                what,
            }));
        }
        Area { parts }
    }

    /// Whether captures are captured where they have to be: by all that stands in `from`.
    pub(super) fn captures<'a>(&mut self, from: &Area, others: impl IntoIterator<Item = &'a Area>) {
        let (captured, _) = from.captures();
        for part in &from.parts {
            let (_, others) = part
                .what
                .pattern()
                .map(|it| it.captures())
                .unwrap_or_default();
            for name in others {
                self.mistakes.push(
                    Diagnostic::config(format!(
                        "`{{!{name}}}` stands where nothing is captured yet"
                    ))
                    .at(part.span)
                    .label("another text than which?")
                    .help(format!("capture it: `{{{name}}}`")),
                );
            }
        }
        for area in others {
            for part in &area.parts {
                let (same, other) = part
                    .what
                    .pattern()
                    .map(|it| it.captures())
                    .unwrap_or_default();
                for name in same.into_iter().chain(other) {
                    if captured.contains(name) {
                        continue;
                    }
                    let near = govern_gate::did_you_mean(name, captured.iter().copied());
                    let help = match near {
                        Some(near) => format!("did you mean `{{{near}}}`?"),
                        None => format!("capture it there: `{{{name}}}`, or write `*`"),
                    };
                    self.mistakes.push(
                        Diagnostic::config(format!(
                            "`{{{name}}}` is not captured by all that it is about"
                        ))
                        .at(part.span)
                        .label("captured nowhere")
                        .help(help),
                    );
                }
            }
        }
    }

    /// Kinds of code.
    pub(super) fn kinds(&mut self, kinds: &[Spanned<String>]) -> BTreeSet<DependencyKind> {
        let mut found = BTreeSet::new();
        for kind in kinds {
            match kind.get_ref().as_str() {
                "normal" => found.insert(DependencyKind::Normal),
                "dev" => found.insert(DependencyKind::Development),
                "build" => found.insert(DependencyKind::Build),
                other => {
                    self.mistake(kind, format!("there is no kind `{other}`"), "unknown kind")
                        .help
                        .push("there are: `normal`, `dev`, `build`".to_owned());
                    false
                }
            };
        }
        found
    }

    /// One of some words, or what it is unless said otherwise.
    pub(super) fn one_of<T: Copy>(
        &mut self,
        written: Option<&Spanned<String>>,
        what: &str,
        words: &[(&str, T)],
        default: T,
    ) -> T {
        let Some(written) = written else {
            return default;
        };
        let found = words.iter().find(|(word, _)| word == written.get_ref());
        if found.is_none() {
            let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            let near = govern_gate::did_you_mean(written.get_ref(), known.iter().copied());
            let help = match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("there are: `{}`", known.join("`, `")),
            };
            let message = format!("there is no {what} `{}`", written.get_ref());
            self.mistake(written, message, &format!("unknown {what}"))
                .help
                .push(help);
        }
        found.map_or(default, |(_, value)| *value)
    }
}
