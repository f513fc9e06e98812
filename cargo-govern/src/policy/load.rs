//! Reads the policies: modules of Rego, and the data that they look things up in.

use std::collections::{BTreeMap, BTreeSet};

use govern_diagnostics::{Diagnostic, FileId, NotRun, Span};
use govern_gate::{Session, Spanned};
use govern_policy::{Annotation, Bundle, Dialect, Limits, Mistake, Module, RuleKind};
use govern_workspace::{Listing, Workspace, memory_in_use};
use govern_yaml::Node;
use serde_json::{Map, Value};
use text_size::TextRange;

use super::settings::{Look, Settings, Written};
use super::{Broken, Deed, Package, Policies, RuleOf, Tried, modules};

/// The policies of a workspace.
pub(super) struct Loaded<'l> {
    pub(super) workspace: &'l Workspace,
    pub(super) settings: &'l Settings,
    pub(super) listing: &'l Listing,
    pub(super) bundle: Bundle,
    pub(super) limits: Limits,
    /// What each package looks at, with where it says so itself.
    pub(super) looks: BTreeMap<String, Vec<(Option<Span>, Look)>>,
}

impl<'l> Loaded<'l> {
    /// Reads them. What is wrong with some of them, and which packages there are, is in the model.
    pub(super) fn new(
        session: &'l Session,
        settings: &'l Settings,
        listing: &'l Listing,
        policies: &mut Policies,
    ) -> Loaded<'l> {
        let workspace = session.workspace();
        let mut loaded = Loaded {
            workspace,
            settings,
            listing,
            bundle: Bundle::default(),
            limits: Limits {
                time: settings.time,
                memory: settings.memory,
                in_use: memory_in_use,
            },
            looks: BTreeMap::new(),
        };
        let mut broken = BTreeSet::new();
        for path in modules(settings, listing) {
            policies.modules += 1;
            loaded.read(path, &mut broken, policies);
        }
        loaded.bundle.data = loaded.data(policies);
        for mistake in loaded.bundle.mistakes() {
            broken.extend(mistake.path.clone());
            let start = Span::start_of(workspace.manifest());
            policies
                .broken
                .push(loaded.broken(&mistake, start, "it cannot be asked"));
        }
        loaded.packages(&broken, policies);
        loaded
    }

    fn read(&mut self, path: &str, broken: &mut BTreeSet<String>, policies: &mut Policies) {
        let file = self.workspace.id_of(path);
        let text = match self.workspace.read(path) {
            Ok((_, text)) => text,
            Err(error) => {
                let mistake = Mistake {
                    path: Some(path.to_owned()),
                    range: TextRange::default(),
                    message: error.to_string(),
                    help: None,
                    by_chance: false,
                };
                broken.insert(path.to_owned());
                policies.broken.push(self.broken(
                    &mistake,
                    Span::start_of(file),
                    "it cannot be read",
                ));
                return;
            }
        };
        let dialect = match self.settings.rego_v0 {
            true => Dialect::V0,
            false => Dialect::V1,
        };
        match Module::read(path, &text, dialect) {
            Ok((module, mistakes)) => {
                for mistake in mistakes {
                    broken.insert(path.to_owned());
                    let told = self.broken(
                        &mistake,
                        Span::start_of(file),
                        "it cannot be read as it is meant",
                    );
                    policies.broken.push(told);
                }
                self.bundle.modules.push(module);
            }
            Err(mistake) => {
                broken.insert(path.to_owned());
                policies.broken.push(self.broken(
                    &mistake,
                    Span::start_of(file),
                    "it cannot be read",
                ));
                if let Some(module) = Module::unread(path, &text) {
                    policies.unread.push(module.package_name());
                    self.bundle.modules.push(module);
                }
            }
        }
    }

    /// A mistake as a finding; at `start`, if it has no place.
    pub(super) fn broken(&self, mistake: &Mistake, start: Span, why: &str) -> Broken {
        let span = match &mistake.path {
            Some(path) => Span::new(self.workspace.id_of(path), mistake.range),
            None => start,
        };
        let of = mistake.path.clone();
        let help = mistake.help.clone();
        Broken {
            span,
            of: of.unwrap_or_else(|| self.workspace.path(start.file).to_owned()),
            message: mistake.message.clone(),
            notes: vec![why.to_owned()],
            help: help.unwrap_or_else(|| "correct it: what depends on it is not asked".to_owned()),
            by_chance: mistake.by_chance,
        }
    }

    /// Where something in a module stands.
    pub(super) fn span(&self, module: &Module, range: TextRange) -> Span {
        Span::new(self.workspace.id_of(&module.path), range)
    }

    /// What is below `data`: from files called so, in the directories that they are in.
    fn data(&self, policies: &mut Policies) -> Value {
        let mut data = Map::new();
        for path in &self.listing.files {
            let Some((directory, parser)) = self.settings.place.data(path) else {
                continue;
            };
            let file = self.workspace.id_of(path);
            let wrong = |range, message: String| Broken {
                span: Span::new(file, range),
                of: path.clone(),
                message,
                notes: vec!["policies look it up in `data`".to_owned()],
                help: "correct it: it is not there for policies".to_owned(),
                by_chance: false,
            };
            let text = match self.workspace.read(path) {
                Ok((_, text)) => text,
                Err(error) => {
                    policies
                        .broken
                        .push(wrong(TextRange::default(), error.to_string()));
                    continue;
                }
            };
            let mut documents = match parser.read(&text) {
                Ok(documents) => documents,
                Err(mistake) => {
                    policies.broken.push(wrong(mistake.range, mistake.message));
                    continue;
                }
            };
            let value = match (documents.pop(), documents.is_empty()) {
                (Some(document), true) if document.value.is_object() => document.value,
                _ => {
                    let text = "data is one mapping".to_owned();
                    policies.broken.push(wrong(TextRange::default(), text));
                    continue;
                }
            };
            let steps: Vec<&str> = directory
                .split('/')
                .filter(|step| !step.is_empty())
                .collect();
            let nested = steps.iter().rev().fold(value, |value, step| {
                Value::Object(Map::from_iter([((*step).to_owned(), value)]))
            });
            if let Err(key) = merge(&mut data, nested) {
                let text = format!("`{key}` is in `data` already");
                policies.broken.push(wrong(TextRange::default(), text));
            }
        }
        Value::Object(data)
    }

    /// The packages that deny or warn.
    fn packages(&mut self, broken: &BTreeSet<String>, policies: &mut Policies) {
        for (name, rows) in self.bundle.packages() {
            let mut rules: Vec<RuleOf> = Vec::new();
            let mut looks = Vec::new();
            let of_package = || rows.iter().map(|row| &self.bundle.modules[*row]);
            for module in of_package() {
                for rule in &module.rules {
                    let Some(deed) = Deed::of(&rule.name) else {
                        continue;
                    };
                    let span = self.span(module, rule.range);
                    match rule.kind {
                        RuleKind::Function => {}
                        RuleKind::Deep => policies.broken.push(Broken {
                            span,
                            of: format!("{name}.{}", rule.name),
                            message: format!("nobody asks for what is below `{}`", rule.name),
                            notes: vec!["only the rule itself is asked".to_owned()],
                            help: format!(
                                "write `{} contains …`, or `{}_name contains …`",
                                rule.name, rule.name
                            ),
                            by_chance: false,
                        }),
                        RuleKind::Value if rules.iter().any(|it| it.name == rule.name) => {}
                        RuleKind::Value => rules.push(RuleOf {
                            name: rule.name.clone(),
                            span,
                            deed,
                            title: rule.title.clone(),
                            tried: Tried::Never,
                        }),
                    }
                }
                if let Some(annotation) = module.about_package() {
                    looks.extend(self.declared(module, annotation, policies));
                }
            }
            let Some(first) = of_package().next().filter(|_| !rules.is_empty()) else {
                continue;
            };
            let span = self.span(first, first.package_range);
            let reached = self.bundle.reached(&name, false);
            let cause = reached.iter().map(|row| &self.bundle.modules[*row].path);
            let cause = cause.clone().find(|path| broken.contains(*path));
            if let Some(cause) = cause {
                policies.not_run.push(NotRun {
                    what: format!("the policies of `{name}`"),
                    why: format!("something is wrong with `{cause}`"),
                    failed: false,
                });
            }
            policies.packages.push(Package {
                name: name.clone(),
                span,
                looks: Vec::new(),
                documents: 0,
                rules,
                is_whole: cause.is_none(),
            });
            self.looks.insert(name, looks);
        }
    }

    /// What a module says that its package looks at.
    fn declared(
        &self,
        module: &Module,
        annotation: &Annotation,
        policies: &mut Policies,
    ) -> Option<(Option<Span>, Look)> {
        let file = self.workspace.id_of(&module.path);
        let (files, exclude) = (texts(annotation, "files"), texts(annotation, "exclude"));
        let (parser, input) = (
            texts(annotation, "parser").pop(),
            texts(annotation, "input").pop(),
        );
        if files.is_empty() && input.is_none() {
            return None;
        }
        let written = Written {
            files: &files,
            exclude: &exclude,
            parser: parser.as_ref(),
            input: input.as_ref(),
        };
        let place = annotation.custom("files").or(annotation.custom("input"));
        let span = place.map(|node| Span::new(file, node.range));
        let mut mistakes = Vec::new();
        let locate = |range: std::ops::Range<usize>| Some(Span::new(file, text_range(&range)));
        let look = written.look(span, &locate, &mut mistakes);
        for Diagnostic {
            message,
            help,
            span,
            ..
        } in mistakes
        {
            policies.broken.push(Broken {
                span: span.unwrap_or(Span::start_of(file)),
                of: module.path.clone(),
                message,
                notes: vec!["what the package looks at is not known".to_owned()],
                help: help
                    .into_iter()
                    .next()
                    .unwrap_or_else(|| "correct it".to_owned()),
                by_chance: false,
            });
        }
        Some((span, look?))
    }

    /// The file of a path.
    pub(super) fn file(&self, path: &str) -> FileId {
        self.workspace.id_of(path)
    }
}

/// The texts under a key, with their places: one, or a list.
pub(crate) fn texts(annotation: &Annotation, key: &str) -> Vec<Spanned<String>> {
    let Some(node) = annotation.custom(key) else {
        return Vec::new();
    };
    let nodes: &[Node] = match &node.value {
        govern_yaml::Value::List(nodes) => nodes,
        _ => std::slice::from_ref(node),
    };
    let texts = nodes.iter().filter_map(|node| match &node.value {
        govern_yaml::Value::Scalar(scalar) => {
            let (start, end) = (node.range.start().into(), node.range.end().into());
            Some(Spanned::new(start..end, scalar.text.clone()))
        }
        _ => None,
    });
    texts.collect()
}

/// A range as places have it.
pub(super) fn text_range(range: &std::ops::Range<usize>) -> TextRange {
    let size = |at: usize| text_size::TextSize::try_from(at).unwrap_or_default();
    TextRange::new(size(range.start), size(range.end).max(size(range.start)))
}

/// Adds what is not there already; fails with the key of a value that is.
fn merge(data: &mut Map<String, Value>, more: Value) -> Result<(), String> {
    let Value::Object(more) = more else {
        return Ok(());
    };
    for (key, value) in more {
        match (data.get_mut(&key), value) {
            (None, value) => drop(data.insert(key, value)),
            (Some(Value::Object(known)), value @ Value::Object(_)) => merge(known, value)?,
            (Some(_), _) => return Err(key),
        }
    }
    Ok(())
}
