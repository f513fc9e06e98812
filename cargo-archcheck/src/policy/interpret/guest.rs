//! Crates that are built for a platform of their own, from what is written to what is meant.

use govern_gate::Spanned;

use super::Reader;
use crate::{
    config::GuestConfig,
    policy::project::{Guests, NativeName},
};

/// The platform of guests, where nothing else is said.
const TARGET: &str = "wasm32-wasip1";

impl Reader<'_> {
    pub(super) fn guests(&mut self, written: &GuestConfig) -> Guests {
        let targets = written.targets.iter();
        let mut targets: Vec<_> = targets
            .map(|target| (target.get_ref().clone(), (self.place)(target.span())))
            .collect();
        if targets.is_empty() {
            targets.push((TARGET.to_owned(), None));
        }
        Guests {
            crates: self.selectors([&written.crates, &Vec::new(), &Vec::new()], true),
            targets,
            native: self.native_names(&written.native),
            allow: self.native_names(&written.allow),
        }
    }

    fn native_names(&mut self, texts: &[Spanned<String>]) -> Vec<NativeName> {
        let mut names = Vec::new();
        for text in texts {
            match NativeName::parse(text.get_ref()) {
                Ok(name) => names.push(name),
                Err(why) => {
                    let message = format!("`{}` names nothing: {why}", text.get_ref());
                    self.mistake(text, message, "no name");
                }
            }
        }
        names
    }
}
