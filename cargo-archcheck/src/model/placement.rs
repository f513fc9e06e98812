//! Where items belong, and how they are called where they are.

use std::collections::BTreeSet;

use crate::{
    model::architecture::{Architecture, Item},
    path::{external_segments, last_segment},
    policy::{
        pattern::Captures,
        project::{ItemWord, Name, Placement},
    },
};

impl Placement {
    /// The items that it is about.
    pub(crate) fn items<'a>(&self, architecture: &'a Architecture) -> Vec<&'a Item> {
        let items = architecture.items.iter();
        let items = items.filter(|item| {
            architecture.counts(item.kind)
                && architecture.is_in_view(item.module)
                && self.selects(architecture, item)
        });
        items.collect()
    }

    fn selects(&self, architecture: &Architecture, item: &Item) -> bool {
        let known = Captures::default();
        let word = match self.words.is_empty() {
            true => item.word != ItemWord::Impl,
            false => self.words.contains(&item.word),
        };
        word && (self.named.is_empty() || is_named(item, &self.named))
            && (self.implements.is_empty() || any(&self.implements, &item.implements, false))
            && (self.attribute.is_empty() || any(&self.attribute, &item.attributes, true))
            && (self.within.is_empty() || self.within.has_module(architecture, item.module, &known))
    }

    /// The items that it is about in words: ``struct `*Repository` ``.
    pub(crate) fn text(&self) -> String {
        let texts = |names: &[Name]| {
            let texts: Vec<String> = names
                .iter()
                .map(|name| format!("`{}`", name.text))
                .collect();
            texts.join(", ")
        };
        let words: Vec<&str> = self.words.iter().map(|word| word.as_str()).collect();
        let mut text = match words.is_empty() {
            true => "what".to_owned(),
            false => format!("every {}", words.join(" or ")),
        };
        let mut parts = Vec::new();
        if !self.named.is_empty() {
            parts.push(format!("is called {}", texts(&self.named)));
        }
        if !self.implements.is_empty() {
            parts.push(format!("implements {}", texts(&self.implements)));
        }
        if !self.attribute.is_empty() {
            parts.push(format!("bears {}", texts(&self.attribute)));
        }
        if !self.within.is_empty() {
            parts.push(format!("is in {}", self.within.text(&Captures::default())));
        }
        if !parts.is_empty() {
            if !words.is_empty() {
                text.push_str(" that");
            }
            text.push(' ');
            text.push_str(&parts.join(" and "));
        } else if words.is_empty() {
            "everything".clone_into(&mut text);
        }
        text
    }
}

/// Whether an item is called like one of some patterns.
pub(crate) fn is_named(item: &Item, names: &[Name]) -> bool {
    let name = last_segment(&item.name);
    names.iter().any(|wanted| wanted.pattern.matches(&[name]))
}

/// Whether a path is like one of some patterns, or inside of it; with `last` its last segment alone is enough.
fn any(names: &[Name], paths: &BTreeSet<String>, last: bool) -> bool {
    paths.iter().any(|path| {
        let segments = external_segments(path);
        names.iter().any(|name| {
            name.pattern.contains(&segments)
                || (last && name.pattern.matches(&segments[segments.len() - 1..]))
        })
    })
}
