//! Where items belong, from what is written to what is meant.

use std::collections::BTreeSet;

use govern_diagnostics::Diagnostic;

use super::Reader;
use crate::{
    config::{PlacementConfig, Texts},
    policy::project::{ItemWord, Name, Placement, name},
};

impl Reader<'_> {
    /// Where items belong.
    pub(super) fn placements(&mut self, placements: &[PlacementConfig]) -> Vec<Placement> {
        let read = |written| self.placement(written);
        placements.iter().filter_map(read).collect()
    }

    fn placement(&mut self, written: &PlacementConfig) -> Option<Placement> {
        let before = self.mistakes.len();
        let mut words = BTreeSet::new();
        for word in &written.items {
            let known = self.one_of(Some(word), "item", &ItemWord::ALL, ItemWord::Struct);
            words.insert(known);
        }
        let named = self.item_names(&written.named, false);
        let implements = self.item_names(&written.implements, true);
        let attribute = self.item_names(&written.attribute, true);
        let must_be_named = self.item_names(&written.must_be_named, false);
        let within = self.area(&written.within);
        let must_be_in = self.area(&written.must_be_in);
        self.captures(&within, [&must_be_in]);
        let texts = [
            &written.named,
            &written.implements,
            &written.attribute,
            &written.within,
            &written.must_be_in,
            &written.must_be_named,
        ];
        let first = written
            .items
            .first()
            .or_else(|| texts.iter().find_map(|texts| texts.0.first()));
        let span = first.and_then(|first| (self.place)(first.span()));
        if written.must_be_in.0.is_empty() && written.must_be_named.0.is_empty() {
            self.mistakes.push(
                Diagnostic::config("an `[[archcheck.placement]]` asks for nothing")
                    .at(span)
                    .help("say where such items have to be (`must-be-in`), or how they have to be called (`must-be-named`)"),
            );
        }
        (self.mistakes.len() == before).then(|| Placement {
            words,
            named,
            implements,
            attribute,
            within,
            must_be_in,
            must_be_named,
            because: written.because.clone(),
            span,
        })
    }

    fn item_names(&mut self, texts: &Texts, path: bool) -> Vec<Name> {
        let mut names = Vec::new();
        for text in &texts.0 {
            match name(text.get_ref(), path) {
                Ok(name) => names.push(name),
                Err(why) => {
                    let message = format!("`{}` is no name: {why}", text.get_ref());
                    self.mistake(text, message, "no name");
                }
            }
        }
        names
    }
}
