//! Faces of modules, what components consist of, and configurations, from what is written to what is meant.

use govern_diagnostics::Diagnostic;
use govern_gate::Spanned;
use govern_workspace::{CfgFlag, FeatureSelection};

use super::Reader;
use crate::{
    config::{ConfigurationConfig, InterfaceConfig, RequiredConfig, Texts, ThinnessConfig},
    policy::project::{
        Budget, Configuration, Expected, Interface, Required, Thinness, file_matcher,
    },
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
            let mistake = Diagnostic::config(
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

    /// Configurations; two of one name are a mistake.
    pub(super) fn configurations(&mut self, written: &[ConfigurationConfig]) -> Vec<Configuration> {
        let mut read: Vec<Configuration> = Vec::new();
        for table in written {
            let name = table.name.get_ref();
            if read.iter().any(|known| known.name == *name) {
                let message = format!("there are two configurations `{name}`");
                self.mistake(&table.name, message, "again");
                continue;
            }
            let mut flags = Vec::new();
            for text in &table.cfg {
                let flag = CfgFlag::parse(text.get_ref());
                let known = flag.filter(|flag| {
                    let platform = flag.name.starts_with("target_");
                    !platform
                        && !["feature", "test", "unix", "windows"].contains(&flag.name.as_str())
                });
                match known {
                    Some(flag) => flags.push(flag),
                    None => {
                        let message = format!("`{}` is no flag for `cfg`", text.get_ref());
                        self.mistake(
                            text,
                            message,
                            "a name, or `name=\"value\"`; features and the platform have keys of their own",
                        );
                    }
                }
            }
            read.push(Configuration {
                name: name.clone(),
                span: (self.place)(table.name.span()),
                features: FeatureSelection {
                    all: table.all_features,
                    no_default: table.no_default_features,
                    list: table.features.clone(),
                },
                target: table.target.clone(),
                flags,
            });
        }
        read
    }

    /// How much may stand in functions.
    pub(super) fn thinness(&mut self, written: &ThinnessConfig) -> Thinness {
        let of = self.area(&written.of);
        self.captures(&of, []);
        if written.of.0.is_empty() || (written.statements.is_none() && written.branches.is_none()) {
            let span = written.of.0.first().map(|text| text.span());
            let mistake = Diagnostic::config(
                "`[archcheck.thinness]` asks for nothing: `for`, or both of `statements` and `branches`, is missing",
            );
            let mistake = mistake.at(span.and_then(|span| (self.place)(span)));
            self.mistakes.push(
                mistake.help(
                    "say how much may stand in a function: `statements = 20`, `branches = 5`",
                ),
            );
        }
        let budget = |written: &Option<Spanned<u32>>| {
            let written = written.as_ref()?;
            Some(Budget {
                most: *written.get_ref(),
                span: (self.place)(written.span()),
            })
        };
        Thinness {
            of,
            statements: budget(&written.statements),
            branches: budget(&written.branches),
            because: written.because.clone(),
        }
    }

    /// What components of a kind must consist of.
    pub(super) fn required(&mut self, required: &[RequiredConfig]) -> Vec<Required> {
        let mut read = Vec::new();
        for written in required {
            let lists = [&written.files, &written.modules, &written.forbidden_files];
            if written.of.0.is_empty() || lists.iter().all(|list| list.is_empty()) {
                let mistake = Diagnostic::config(
                    "an `[[archcheck.required]]` requires nothing: `for`, or all of `files`, `modules` and `forbidden-files`, is empty",
                );
                self.mistakes.push(mistake);
            }
            read.push(Required {
                of: self.area(&written.of),
                files: self.expected(&written.files, "file", is_file),
                modules: self.expected(&written.modules, "module", is_module),
                forbidden: self.expected(&written.forbidden_files, "file", is_file),
                because: written.because.clone(),
            });
        }
        read
    }

    fn expected(
        &mut self,
        texts: &[Spanned<String>],
        what: &str,
        is_valid: fn(&str) -> bool,
    ) -> Vec<Expected> {
        let mut expected = Vec::new();
        for text in texts {
            let written = text.get_ref();
            if is_valid(written) {
                expected.push(Expected {
                    text: written.clone(),
                    span: (self.place)(text.span()),
                });
            } else {
                let message = format!("`{written}` is no {what} of a component");
                let help = match what {
                    "file" => "files are relative to the directory of the component",
                    _ => "modules are relative to the component: `domain`, `api::v1`",
                };
                self.mistake(text, message, &format!("no {what}"))
                    .help
                    .push(help.to_owned());
            }
        }
        expected
    }
}

/// Whether a glob of files can be read, and stays in the directory of its component.
fn is_file(text: &str) -> bool {
    let outside = text.starts_with('/') || text.split('/').any(|part| part == "..");
    !text.is_empty() && !outside && file_matcher(text).is_some()
}

/// Whether a text is a path of modules, perhaps with captures in it.
fn is_module(text: &str) -> bool {
    let valid = |c: char| c == '_' || c == '{' || c == '}' || c.is_alphanumeric();
    text.split("::")
        .all(|name| !name.is_empty() && name.chars().all(valid))
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
