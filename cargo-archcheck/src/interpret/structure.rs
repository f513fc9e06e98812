//! Faces of modules, from what is written to what is meant.

use super::Reader;
use crate::{
    config::{InterfaceConfig, Texts},
    policy::Interface,
};

/// What stands in `public` for the module itself, without what is inside it.
const SELF: &str = "self";

impl Reader<'_> {
    /// The faces of modules.
    pub(super) fn interfaces(&mut self, interfaces: &[InterfaceConfig]) -> Vec<Interface> {
        let read = |interface| self.interface(interface);
        interfaces.iter().filter_map(read).collect()
    }

    fn interface(&mut self, written: &InterfaceConfig) -> Option<Interface> {
        let before = self.mistakes.len();
        let module = self.area(&written.module);
        if written.module.0.is_empty() {
            let mistake = govern_diagnostics::Diagnostic::config(
                "an `[[archcheck.interface]]` is about nothing: `module` is empty",
            );
            self.mistakes.push(mistake);
        }
        let (own, public) = match &written.public {
            None => (true, Texts::default()),
            Some(texts) => {
                let (own, others): (Vec<_>, Vec<_>) = texts
                    .0
                    .iter()
                    .cloned()
                    .partition(|text| text.get_ref() == SELF);
                (!own.is_empty(), Texts(others))
            }
        };
        let public = self.area(&public);
        let users = written.users.as_ref().map(|users| self.area(users));
        self.captures(&module, [&public].into_iter().chain(&users));
        (self.mistakes.len() == before).then(|| Interface {
            module,
            own,
            public,
            users,
            because: written.because.clone(),
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::{outcome, place, session};

    #[test]
    fn mistakes_are_located_with_a_suggestion() {
        let table =
            "module = \"x::{a}\"\npublic = [\"self\", \"x::{b}::api\"]\nusers = \"layer:domian\"";
        let session = session(&format!(
            "//- govern.toml\n[archcheck]\npreset = \"hexagonal\"\n[[archcheck.interface]]\n{table}\n//- x/src/lib.rs\n"
        ));
        let outcome = outcome(&session);
        let said: Vec<String> = outcome
            .diagnostics
            .iter()
            .map(|it| format!("{}: {}", place(&session, it.span), it.message))
            .collect();
        assert_eq!(
            said,
            [
                "govern.toml:6:`\"layer:domian\"`: there is no layer `domian`",
                "govern.toml:5:`\"x::{b}::api\"`: `{b}` is not captured by all that it is about",
            ]
        );
    }
}
