//! From the configuration as written to the policy it means, with every mistake on the way.

mod area;
mod custom;
mod guest;
mod placement;
mod structure;

use std::{collections::BTreeSet, ops::Range};

use govern_diagnostics::{Diagnostic, Span};
use govern_gate::Spanned;
use govern_workspace::DependencyKind;

use crate::{
    config::{Config, ForbidConfig, LayerConfig, PureConfig, TestDoublesConfig},
    policy::{
        Doubles, Forbidden, ForbiddenName, Layer, LayerId, MayUse, Policy, Ports, Purity, Role,
        Scope,
        effects::{self, Effect},
        pattern::Pattern,
        preset,
        selector::Selector,
    },
};

/// What a configuration means, and the mistakes in it. `place` finds the place of a value.
pub fn interpret(
    config: &Config,
    place: &dyn Fn(Range<usize>) -> Option<Span>,
) -> (Policy, Vec<Diagnostic>) {
    let mut reader = Reader {
        place,
        names: Vec::new(),
        mistakes: Vec::new(),
    };
    let policy = reader.policy(config);
    (policy, reader.mistakes)
}

/// What stands in the place of a role where a layer has none.
const NO_ROLE: &str = "none";

/// The key and the contents of the table of a layer.
type Written<'c> = (&'c Spanned<String>, &'c LayerConfig);

/// Reads a configuration, and collects what is wrong with it.
struct Reader<'a> {
    place: &'a dyn Fn(Range<usize>) -> Option<Span>,
    /// The names of the layers, sorted.
    names: Vec<String>,
    mistakes: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn policy(&mut self, config: &Config) -> Policy {
        let base = config
            .preset
            .as_ref()
            .and_then(|name| self.preset(name))
            .unwrap_or_default();
        let names = base
            .layers
            .keys()
            .chain(config.layers.keys())
            .map(|name| name.get_ref().clone());
        self.names = names.collect::<BTreeSet<String>>().into_iter().collect();
        let order = self.order(&config.order);
        let mut forbidden = Vec::new();
        let mut layers = Vec::new();
        for row in 0..self.names.len() as u32 {
            let id = LayerId(row);
            let (preset, own) = (self.find(&base, id), self.find(config, id));
            for (layer, is_own) in [(preset, false), (own, true)] {
                let layer = layer.map(|(_, layer)| layer);
                forbidden.extend(layer.and_then(|layer| self.layer_forbid(id, layer, is_own)));
            }
            layers.push(self.layer(id, &order, preset, own));
        }
        let exclude = &config.exclude;
        let exclude = self.selectors([&exclude.crates, &exclude.modules, &exclude.files], true);
        forbidden.extend(
            config
                .forbid
                .iter()
                .filter_map(|forbid| self.forbid(forbid)),
        );
        if config.closed == Some(true) && layers.is_empty() {
            let mistake =
                Diagnostic::config("the architecture is closed, but no layers are declared");
            self.mistakes.push(
                mistake.help("add `[archcheck.layers.<name>]` tables, or `preset = \"hexagonal\"`"),
            );
        }
        let tests = config.tests.unwrap_or(false);
        let rules = self.rules(&config.rule, tests);
        let interfaces = self.interfaces(&config.interface);
        let required = self.required(&config.required);
        let placements = self.placements(&config.placement);
        let configurations = self.configurations(&config.configuration);
        Policy {
            layers,
            closed: config.closed.unwrap_or(false),
            tests,
            exclude,
            forbidden,
            cycles: config.cycles.clone(),
            rules,
            interfaces,
            required,
            serialization: self.serialization(config),
            foreign_features: config
                .core
                .features
                .iter()
                .map(|name| name.get_ref().clone())
                .collect(),
            placements,
            configurations,
            ports: Ports {
                allow: self.patterns(&config.ports.allow),
                object_safe: config.ports.object_safe,
                send_sync: config.ports.send_sync,
                max_methods: config.ports.max_methods,
            },
            domain_types: self.patterns(&config.domain.allow),
            libraries: self.selectors([&config.libraries.crates, &Vec::new(), &Vec::new()], true),
            doubles: config.test_doubles.as_ref().map(|it| self.doubles(it)),
            thinness: config.thinness.as_ref().map(|it| self.thinness(it)),
            guests: config.guest.as_ref().map(|guest| self.guests(guest)),
        }
    }

    /// A layer, from what the preset and the project say of it.
    fn layer(
        &mut self,
        id: LayerId,
        order: &[LayerId],
        preset: Option<Written<'_>>,
        own: Option<Written<'_>>,
    ) -> Layer {
        let name = self.names[id.index()].clone();
        let mut selectors = Vec::new();
        if let Some((_, preset)) = preset {
            selectors
                .extend(self.selectors([&preset.crates, &preset.modules, &preset.files], false));
        }
        if let Some((key, own)) = own {
            let lists = [&own.crates, &own.modules, &own.files];
            if preset.is_none() && lists.iter().all(|list| list.is_empty()) {
                let mistake = self.mistake(
                    key,
                    format!("the layer `{name}` contains nothing"),
                    "no selectors",
                );
                mistake
                    .help
                    .push("say what it consists of by `crates`, `modules` or `files`".to_owned());
            }
            selectors.extend(self.selectors(lists, true));
        }
        let row = own.and_then(|(_, own)| own.may_use.as_ref());
        let behind = order
            .iter()
            .position(|&layer| layer == id)
            .map(|at| &order[at + 1..]);
        let may_use = match (
            row,
            behind,
            preset.and_then(|(_, preset)| preset.may_use.as_ref()),
        ) {
            (Some(names), _, _) => self.may_use(names),
            (None, Some(behind), _) => MayUse::Only(behind.iter().copied().collect()),
            (None, None, Some(names)) => self.may_use(names),
            (None, None, None) => {
                if let Some((key, _)) = own {
                    let message = format!("the layer `{name}` does not say what it may use");
                    self.mistake(key, message, "no `may-use`").help.push(
                        "add `may-use = [\"other\"]`, `[]` for nothing, `[\"*\"]` for everything, or list it in `order`"
                            .to_owned(),
                    );
                }
                MayUse::Everything
            }
        };
        let because = [own, preset]
            .into_iter()
            .flatten()
            .find_map(|(_, layer)| layer.because.clone());
        let role = match own.and_then(|(_, own)| own.role.as_ref()) {
            Some(role) => self.role(role),
            None => Role::named(&name),
        };
        let pure = match own.and_then(|(_, own)| own.pure.as_ref()) {
            Some(pure) => self.pure(pure),
            None => Purity {
                effects: all_effects(role.is_some_and(Role::is_pure)),
                span: None,
            },
        };
        let common = match own {
            Some((_, own)) => self.patterns(&own.common),
            None => Vec::new(),
        };
        Layer {
            name,
            role,
            selectors,
            may_use,
            pure,
            independent: own.is_some_and(|(_, own)| own.independent),
            common,
            because,
        }
    }

    /// What `pure` says.
    fn pure(&mut self, pure: &Spanned<PureConfig>) -> Purity {
        let span = (self.place)(pure.span());
        let names = match pure.get_ref() {
            PureConfig::All(all) => {
                return Purity {
                    effects: all_effects(*all),
                    span,
                };
            }
            PureConfig::Some(names) => names,
        };
        let mut effects = BTreeSet::new();
        for name in names {
            let Some(effect) = Effect::named(name) else {
                let known: Vec<&str> = Effect::ALL.iter().map(|(name, _)| *name).collect();
                let mistake = Diagnostic::config(format!("there is no effect `{name}`"));
                let mistake = mistake.at(span).label("unknown effect");
                self.mistakes
                    .push(mistake.help(format!("there are: `{}`", known.join("`, `"))));
                continue;
            };
            effects.insert(effect);
        }
        Purity { effects, span }
    }

    /// The crates for serialization, by their names in code.
    fn serialization(&self, config: &Config) -> BTreeSet<String> {
        let in_code = |name: &str| name.replace('-', "_");
        match &config.core.serialization {
            Some(names) => names.iter().map(|name| in_code(name.get_ref())).collect(),
            None => effects::table().serialization.iter().cloned().collect(),
        }
    }

    fn find<'c>(&self, config: &'c Config, id: LayerId) -> Option<Written<'c>> {
        config
            .layers
            .iter()
            .find(|(key, _)| *key.get_ref() == self.names[id.index()])
    }

    fn preset(&mut self, name: &Spanned<String>) -> Option<Config> {
        let found = preset::named(name.get_ref());
        if found.is_none() {
            let known: Vec<&str> = preset::names().collect();
            let help = format!("there are: `{}`", known.join("`, `"));
            let message = format!("there is no preset `{}`", name.get_ref());
            self.mistake(name, message, "unknown preset")
                .help
                .push(help);
        }
        found
    }

    fn order(&mut self, order: &[Spanned<String>]) -> Vec<LayerId> {
        let mut layers = Vec::new();
        for name in order {
            let Some(id) = self.named(name) else { continue };
            if layers.contains(&id) {
                self.mistake(
                    name,
                    format!("the layer `{}` is in `order` twice", name.get_ref()),
                    "again",
                );
            } else {
                layers.push(id);
            }
        }
        layers
    }

    /// The layer of a name; an unknown one is a mistake.
    fn named(&mut self, name: &Spanned<String>) -> Option<LayerId> {
        if let Ok(row) = self.names.binary_search(name.get_ref()) {
            return Some(LayerId(row as u32));
        }
        let help = match govern_gate::did_you_mean(
            name.get_ref(),
            self.names.iter().map(String::as_str),
        ) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "declare it: `[archcheck.layers.<name>]`".to_owned(),
        };
        let message = format!("there is no layer `{}`", name.get_ref());
        self.mistake(name, message, "unknown layer").help.push(help);
        None
    }

    /// The role of a name; `none` takes the one away that a layer has by its own name.
    fn role(&mut self, name: &Spanned<String>) -> Option<Role> {
        let role = Role::named(name.get_ref());
        if role.is_none() && name.get_ref() != NO_ROLE {
            let names: Vec<&str> = Role::ALL.iter().map(|(name, _)| *name).collect();
            let help = format!("there are: `{}`, `{NO_ROLE}`", names.join("`, `"));
            let message = format!("there is no role `{}`", name.get_ref());
            self.mistake(name, message, "unknown role").help.push(help);
        }
        role
    }

    fn may_use(&mut self, names: &[Spanned<String>]) -> MayUse {
        if names.iter().any(|name| name.get_ref() == "*") {
            return MayUse::Everything;
        }
        MayUse::Only(names.iter().filter_map(|name| self.named(name)).collect())
    }

    /// Selectors of crates, of modules and of files.
    fn selectors(&mut self, lists: [&Vec<Spanned<String>>; 3], own: bool) -> Vec<Selector> {
        type Parse = fn(&str, Option<Span>) -> Result<Selector, String>;
        const PARSE: [Parse; 3] = [Selector::crates, Selector::modules, Selector::files];
        let mut selectors = Vec::new();
        for (texts, parse) in lists.into_iter().zip(PARSE) {
            for text in texts {
                let span = if own { (self.place)(text.span()) } else { None };
                match parse(text.get_ref(), span) {
                    Ok(mut selector) => {
                        selector.preset = !own;
                        selectors.push(selector);
                    }
                    Err(why) => {
                        self.mistake(
                            text,
                            format!("`{}` selects nothing: {why}", text.get_ref()),
                            "no selector",
                        );
                    }
                }
            }
        }
        selectors
    }

    fn layer_forbid(&mut self, id: LayerId, layer: &LayerConfig, own: bool) -> Option<Forbidden> {
        let names = self.forbidden_names(&layer.forbid, own);
        if names.is_empty() {
            return None;
        }
        Some(Forbidden {
            names,
            scope: Scope::In(BTreeSet::from([id])),
            kinds: BTreeSet::from([DependencyKind::Normal]),
            transitive: false,
            because: layer.because.clone(),
        })
    }

    fn forbid(&mut self, forbid: &ForbidConfig) -> Option<Forbidden> {
        let names = self.forbidden_names(&forbid.names, true);
        let layers: BTreeSet<LayerId> = forbid
            .layers
            .iter()
            .filter_map(|name| self.named(name))
            .collect();
        let except: BTreeSet<LayerId> = forbid
            .except
            .iter()
            .filter_map(|name| self.named(name))
            .collect();
        if let (Some(_), Some(name)) = (forbid.layers.first(), forbid.except.first()) {
            self.mistake(
                name,
                "`layers` and `except` cannot stand together".to_owned(),
                "one of them decides",
            )
            .help
            .push("leave out the layers that are excepted".to_owned());
            return None;
        }
        let kinds = match &forbid.kinds {
            Some(kinds) => self.kinds(kinds),
            None => BTreeSet::from([DependencyKind::Normal]),
        };
        if names.is_empty() || kinds.is_empty() {
            if forbid.names.is_empty() || forbid.kinds.as_ref().is_some_and(Vec::is_empty) {
                self.mistakes.push(Diagnostic::config(
                    "a `[[archcheck.forbid]]` forbids nothing: `names` or `kinds` is empty",
                ));
            }
            return None;
        }
        let scope = match () {
            () if !forbid.layers.is_empty() => Scope::In(layers),
            () if !forbid.except.is_empty() => Scope::Except(except),
            () => Scope::Everywhere,
        };
        Some(Forbidden {
            names,
            scope,
            kinds,
            transitive: forbid.transitive,
            because: forbid.because.clone(),
        })
    }

    /// What stands in for adapters in tests.
    fn doubles(&mut self, written: &TestDoublesConfig) -> Doubles {
        let mut read = |own: &Option<Vec<Spanned<String>>>, known: &[&str]| match own {
            Some(own) => self.forbidden_names(own, true),
            None => {
                let known = known.iter();
                let known = known.map(|text| Spanned::new(0..0, (*text).to_owned()));
                self.forbidden_names(&known.collect::<Vec<_>>(), false)
            }
        };
        Doubles {
            modules: read(&written.modules, &Doubles::MODULES),
            items: read(&written.items, &Doubles::ITEMS),
        }
    }

    /// Patterns over external names.
    fn patterns(&mut self, texts: &[Spanned<String>]) -> Vec<Pattern> {
        let names = self.forbidden_names(texts, true);
        names.into_iter().map(|name| name.pattern).collect()
    }

    fn forbidden_names(&mut self, texts: &[Spanned<String>], own: bool) -> Vec<ForbiddenName> {
        let mut names = Vec::new();
        for text in texts {
            match Pattern::parse(text.get_ref()) {
                Ok(pattern) => names.push(ForbiddenName {
                    text: text.get_ref().clone(),
                    span: if own { (self.place)(text.span()) } else { None },
                    // The standard library shows what is in them under its own name.
                    pattern: pattern.with_first(&["core", "alloc"], "std"),
                }),
                Err(why) => {
                    self.mistake(
                        text,
                        format!("`{}` names nothing: {why}", text.get_ref()),
                        "no name",
                    );
                }
            }
        }
        names
    }

    fn mistake(&mut self, at: &Spanned<String>, message: String, label: &str) -> &mut Diagnostic {
        let mistake = Diagnostic::config(message)
            .at((self.place)(at.span()))
            .label(label);
        self.mistakes.push(mistake);
        self.mistakes
            .last_mut()
            .expect("a mistake was pushed just now")
    }
}

/// All effects, or none.
fn all_effects(all: bool) -> BTreeSet<Effect> {
    let all = Effect::ALL.iter().filter(|_| all);
    all.map(|(_, effect)| *effect).collect()
}

#[cfg(test)]
mod tests {
    use crate::fixture::{outcome, place, session};

    fn mistakes(config: &str) -> Vec<String> {
        let session = session(&format!(
            "//- govern.toml\n[archcheck]\n{config}\n//- x/src/lib.rs\n"
        ));
        let outcome = outcome(&session);
        let mistakes = outcome.diagnostics.iter();
        mistakes
            .map(|mistake| {
                let help = mistake.help.first().map_or("", String::as_str);
                format!(
                    "{}: {} [{help}]",
                    place(&session, mistake.span),
                    mistake.message
                )
            })
            .collect()
    }

    #[test]
    fn unknown_names_are_located_with_a_suggestion() {
        assert_eq!(
            mistakes("preset = \"hexagon\""),
            ["govern.toml:2:`\"hexagon\"`: there is no preset `hexagon` [there are: `hexagonal`]"]
        );
        assert_eq!(
            mistakes("preset = \"hexagonal\"\nlayers.domain.may-use = [\"ports\"]"),
            ["govern.toml:3:`\"ports\"`: there is no layer `ports` [did you mean `port`?]"]
        );
        assert_eq!(
            mistakes("preset = \"hexagonal\"\nlayers.domain.role = \"ports\""),
            [
                "govern.toml:3:`\"ports\"`: there is no role `ports` [there are: `domain`, `application`, `port`, `adapter`, `entrypoint`, `shared`, `none`]"
            ]
        );
        assert_eq!(
            mistakes("preset = \"hexagonal\"\norder = [\"domain\", \"zzz\", \"domain\"]"),
            [
                "govern.toml:3:`\"zzz\"`: there is no layer `zzz` [declare it: `[archcheck.layers.<name>]`]",
                "govern.toml:3:`\"domain\"`: the layer `domain` is in `order` twice []",
            ]
        );
        assert_eq!(
            mistakes("[[archcheck.forbid]]\nnames = [\"a\"]\nkinds = [\"test\"]"),
            [
                "govern.toml:4:`\"test\"`: there is no kind `test` [there are: `normal`, `dev`, `build`]"
            ]
        );
    }

    #[test]
    fn what_means_nothing_is_a_mistake() {
        assert_eq!(
            mistakes("layers.a = {}"),
            [
                "govern.toml:2:`a`: the layer `a` contains nothing [say what it consists of by `crates`, `modules` or `files`]",
                "govern.toml:2:`a`: the layer `a` does not say what it may use [add `may-use = [\"other\"]`, `[]` for nothing, `[\"*\"]` for everything, or list it in `order`]",
            ]
        );
        assert_eq!(
            mistakes("layers.a = { modules = [\"crate::x\", \"a b\"], files = [\"[\"], crates = [\"a::b\"], may-use = [] }").len(),
            4
        );
        assert_eq!(
            mistakes("closed = true"),
            [
                "nowhere: the architecture is closed, but no layers are declared [add `[archcheck.layers.<name>]` tables, or `preset = \"hexagonal\"`]"
            ]
        );
        assert_eq!(mistakes("[[archcheck.forbid]]\nnames = []").len(), 1);
        assert_eq!(
            mistakes("[[archcheck.forbid]]\nnames = [\"a\"]\nkinds = []").len(),
            1
        );
    }

    #[test]
    fn layers_and_exceptions_cannot_stand_together() {
        let config = "preset = \"hexagonal\"\n[[archcheck.forbid]]\nnames = [\"a\"]\nlayers = [\"domain\"]\nexcept = [\"port\"]";
        assert_eq!(
            mistakes(config),
            [
                "govern.toml:6:`\"port\"`: `layers` and `except` cannot stand together [leave out the layers that are excepted]"
            ]
        );
    }

    #[test]
    fn a_selector_of_the_project_that_matches_nothing_is_counted() {
        let text = "//- govern.toml\n[archcheck]\npreset = \"hexagonal\"\nlayers.domain.modules = [\"x::core\"]\n//- x/src/lib.rs\n";
        let session = session(text);
        let (assembly, _) = crate::model::assembly::Assembly::load(&session).unwrap();
        let counts: Vec<(&str, usize)> = assembly
            .selectors
            .iter()
            .map(|(selector, count)| (selector.text.as_str(), *count))
            .collect();
        assert_eq!(counts, [("x::core", 0)]);
    }
}
