//! The architecture as meant: layers with their selectors and what they may use, what is forbidden, which cycles count.

use std::{cmp::Ordering, collections::BTreeSet, ops::Range};

use govern_diagnostics::{Diagnostic, Span};
use govern_gate::Spanned;
use govern_workspace::DependencyKind;

use crate::{
    config::{Config, CyclesConfig, ForbidConfig, LayerConfig, SelectorsConfig},
    pattern::Pattern,
    preset,
    selector::{Candidate, Selector},
};

/// A layer: its row in [`Policy::layers`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LayerId(pub u32);

impl LayerId {
    /// The row.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// The architecture as meant.
#[derive(Debug, Clone, Default)]
pub struct Policy {
    /// The layers, sorted by name.
    pub layers: Vec<Layer>,
    /// Whether everything must be in a layer.
    pub closed: bool,
    /// Whether test code has to obey, too.
    pub tests: bool,
    /// What is not looked at.
    pub exclude: Vec<Selector>,
    /// What must not be used.
    pub forbidden: Vec<Forbidden>,
    /// Which cycles are looked for.
    pub cycles: CyclesConfig,
}

/// A layer.
#[derive(Debug, Clone)]
pub struct Layer {
    /// Its name.
    pub name: String,
    /// What it consists of.
    pub selectors: Vec<Selector>,
    /// What it may use, besides itself.
    pub may_use: MayUse,
    /// Why it is a layer.
    pub because: Option<String>,
}

/// What a layer may use, besides itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MayUse {
    /// All layers.
    Everything,
    /// These.
    Only(BTreeSet<LayerId>),
}

/// Something that must not be used.
#[derive(Debug, Clone)]
pub struct Forbidden {
    /// The names.
    pub names: Vec<ForbiddenName>,
    /// Where.
    pub scope: Scope,
    /// In code of which kinds, and in which tables of the manifest.
    pub kinds: BTreeSet<DependencyKind>,
    /// Whether it is forbidden also to use something that uses them.
    pub transitive: bool,
    /// Why.
    pub because: Option<String>,
}

/// The name of something that must not be used, with all that is inside it.
#[derive(Debug, Clone)]
pub struct ForbiddenName {
    /// As written.
    pub text: String,
    /// Where; none if it comes from a preset.
    pub span: Option<Span>,
    /// What it matches.
    pub pattern: Pattern,
}

/// Where something is forbidden.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// In the whole workspace.
    Everywhere,
    /// In these layers.
    In(BTreeSet<LayerId>),
    /// Everywhere but in these layers.
    Except(BTreeSet<LayerId>),
}

/// Which layer a module is in by the selectors that select it as itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// None selects it: it is where the module around it is.
    Inherit,
    /// This layer, by its selector in this row.
    Layer(LayerId, usize),
    /// Selectors of several layers select it, and none is narrower.
    Ambiguous(Vec<(LayerId, usize)>),
}

impl Policy {
    /// What a configuration means; the mistakes in it are the other half. `place` finds the place of a value.
    pub fn new(
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

    /// The layer.
    pub fn layer(&self, id: LayerId) -> &Layer {
        &self.layers[id.index()]
    }

    /// Whether code in one layer may use code in another.
    pub fn allows(&self, from: LayerId, to: LayerId) -> bool {
        from == to
            || match &self.layer(from).may_use {
                MayUse::Everything => true,
                MayUse::Only(layers) => layers.contains(&to),
            }
    }

    /// What a layer may use, in words.
    pub fn allowed_text(&self, from: LayerId) -> String {
        let layer = self.layer(from);
        match &layer.may_use {
            MayUse::Everything => format!("`{}` may use everything", layer.name),
            MayUse::Only(layers) if layers.is_empty() => {
                format!("`{}` may use no other layer", layer.name)
            }
            MayUse::Only(layers) => format!("`{}` may use {}", layer.name, self.names(layers)),
        }
    }

    /// The names of some layers, as a list.
    pub fn names(&self, layers: &BTreeSet<LayerId>) -> String {
        let names: Vec<String> = layers
            .iter()
            .map(|&id| format!("`{}`", self.layer(id).name))
            .collect();
        names.join(", ")
    }

    /// Which layer a module is in by the selectors that select it as itself; how often each did is counted in `matched`,
    /// by layer and row.
    pub fn decide(&self, candidate: Candidate<'_>, matched: &mut [Vec<usize>]) -> Decision {
        let mut best: Vec<(LayerId, usize)> = Vec::new();
        for (row, layer) in self.layers.iter().enumerate() {
            for (number, selector) in layer.selectors.iter().enumerate() {
                if !selector.selects(candidate) {
                    continue;
                }
                matched[row][number] += 1;
                let id = LayerId(row as u32);
                let order = best.first().map_or(Ordering::Greater, |&(layer, number)| {
                    selector.precedence(&self.layer(layer).selectors[number])
                });
                match order {
                    Ordering::Greater => best = vec![(id, number)],
                    Ordering::Equal => best.push((id, number)),
                    Ordering::Less => {}
                }
            }
        }
        match best.as_slice() {
            [] => Decision::Inherit,
            [(first, number), rest @ ..] if rest.iter().all(|(layer, _)| layer == first) => {
                Decision::Layer(*first, *number)
            }
            _ => Decision::Ambiguous(best),
        }
    }
}

/// Reads a configuration, and collects what is wrong with it.
struct Reader<'a> {
    place: &'a dyn Fn(Range<usize>) -> Option<Span>,
    /// The names of the layers, sorted.
    names: Vec<String>,
    mistakes: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn policy(&mut self, config: &Config) -> Policy {
        let preset = config.preset.as_ref().and_then(|name| self.preset(name));
        let base = preset.unwrap_or_default();
        let names = base
            .layers
            .keys()
            .chain(config.layers.keys())
            .map(|name| name.get_ref().clone());
        self.names = names.collect::<BTreeSet<String>>().into_iter().collect();
        let order = self.order(&config.order);
        let mut forbidden = Vec::new();
        let mut layers = Vec::new();
        for name in self.names.clone() {
            let preset = find(&base, &name);
            let own = find(config, &name);
            let mut selectors = Vec::new();
            if let Some((_, preset)) = preset {
                selectors.extend(self.selectors(
                    &preset.crates,
                    &preset.modules,
                    &preset.files,
                    false,
                ));
                forbidden.extend(self.layer_forbids(&name, preset, false));
            }
            if let Some((key, own)) = own {
                selectors.extend(self.selectors(&own.crates, &own.modules, &own.files, true));
                forbidden.extend(self.layer_forbids(&name, own, true));
                if own.crates.is_empty()
                    && own.modules.is_empty()
                    && own.files.is_empty()
                    && preset.is_none()
                {
                    self.mistake(
                        key,
                        format!("the layer `{name}` contains nothing"),
                        "no selectors",
                    )
                    .help = vec![
                        "say what it consists of by `crates`, `modules` or `files`".to_owned(),
                    ];
                }
            }
            let may_use = match own.and_then(|(_, own)| own.may_use.as_ref()) {
                Some(names) => Some(self.may_use(names, true)),
                None => match order.iter().position(|id| self.names[id.index()] == name) {
                    Some(at) => Some(MayUse::Only(order[at + 1..].iter().copied().collect())),
                    None => preset
                        .and_then(|(_, preset)| preset.may_use.as_ref())
                        .map(|names| self.may_use(names, false)),
                },
            };
            let may_use = may_use.unwrap_or_else(|| {
                if let Some((key, _)) = own {
                    self.mistake(key, format!("the layer `{name}` does not say what it may use"), "no `may-use`").help = vec![
                        "add `may-use = [\"other\"]`, `may-use = []` for nothing, `may-use = [\"*\"]` for everything, or put it into `order`".to_owned(),
                    ];
                }
                MayUse::Everything
            });
            let because = own.and_then(|(_, own)| own.because.clone());
            let because = because.or_else(|| preset.and_then(|(_, preset)| preset.because.clone()));
            layers.push(Layer {
                name,
                selectors,
                may_use,
                because,
            });
        }
        let exclude = &config.exclude;
        let exclude = self.excluded(exclude);
        forbidden.extend(
            config
                .forbid
                .iter()
                .filter_map(|forbid| self.forbid(forbid)),
        );
        if config.closed == Some(true) && layers.is_empty() {
            let mut mistake =
                Diagnostic::config("the architecture is closed, but no layers are declared");
            mistake.help.push(
                "add `[archcheck.layers.<name>]` tables, or `preset = \"hexagonal\"`".to_owned(),
            );
            self.mistakes.push(mistake);
        }
        Policy {
            layers,
            closed: config.closed.unwrap_or(false),
            tests: config.tests.unwrap_or(false),
            exclude,
            forbidden,
            cycles: config.cycles.clone(),
        }
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
            let Some(id) = self.layer(name) else { continue };
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
    fn layer(&mut self, name: &Spanned<String>) -> Option<LayerId> {
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

    fn may_use(&mut self, names: &[Spanned<String>], own: bool) -> MayUse {
        if names.iter().any(|name| name.get_ref() == "*") {
            return MayUse::Everything;
        }
        let layers = names.iter().filter_map(|name| {
            // A project may leave out layers of a preset only by not having them: their names are known.
            if own {
                self.layer(name)
            } else {
                self.known(name.get_ref())
            }
        });
        MayUse::Only(layers.collect())
    }

    fn known(&self, name: &str) -> Option<LayerId> {
        let row = self
            .names
            .binary_search_by(|known| known.as_str().cmp(name))
            .ok()?;
        Some(LayerId(row as u32))
    }

    fn selectors(
        &mut self,
        crates: &[Spanned<String>],
        modules: &[Spanned<String>],
        files: &[Spanned<String>],
        own: bool,
    ) -> Vec<Selector> {
        type Parse = fn(&str, Option<Span>) -> Result<Selector, String>;
        let kinds: [(&[Spanned<String>], Parse); 3] = [
            (crates, Selector::crates),
            (modules, Selector::modules),
            (files, Selector::files),
        ];
        let mut selectors = Vec::new();
        for (texts, parse) in kinds {
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

    fn excluded(&mut self, exclude: &SelectorsConfig) -> Vec<Selector> {
        self.selectors(&exclude.crates, &exclude.modules, &exclude.files, true)
    }

    fn layer_forbids(&mut self, name: &str, layer: &LayerConfig, own: bool) -> Option<Forbidden> {
        let id = self.known(name)?;
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
            .filter_map(|name| self.layer(name))
            .collect();
        let except: BTreeSet<LayerId> = forbid
            .except
            .iter()
            .filter_map(|name| self.layer(name))
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
        let mut kinds = BTreeSet::new();
        for kind in forbid.kinds.iter().flatten() {
            match kind.get_ref().as_str() {
                "normal" => kinds.insert(DependencyKind::Normal),
                "dev" => kinds.insert(DependencyKind::Development),
                "build" => kinds.insert(DependencyKind::Build),
                other => {
                    self.mistake(kind, format!("there is no kind `{other}`"), "unknown kind")
                        .help
                        .push("there are: `normal`, `dev`, `build`".to_owned());
                    false
                }
            };
        }
        if forbid.kinds.is_none() {
            kinds.insert(DependencyKind::Normal);
        }
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

fn find<'c>(config: &'c Config, name: &str) -> Option<(&'c Spanned<String>, &'c LayerConfig)> {
    config.layers.iter().find(|(key, _)| key.get_ref() == name)
}
