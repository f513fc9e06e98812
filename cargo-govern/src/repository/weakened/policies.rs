//! What a change does to policies: rules that are gone or say something else, tests of them that are gone, and the data that they
//! look things up in.

use std::collections::BTreeMap;

use govern_diagnostics::Span;
use govern_policy::{Dialect, Module, RuleKind};
use govern_workspace::{Listing, Workspace};

use super::{
    Weakened,
    value::{Table, Value},
};
use crate::policy::{Deed, Place, texts};

/// What policies begin the names of tests with.
const TEST: &str = "test_";
/// What a package may say in comments about what it looks at.
const LOOKS: [&str; 4] = ["files", "exclude", "parser", "input"];

/// The policies of one side.
#[derive(Default)]
pub(super) struct Policies {
    /// By the names of packages.
    packages: BTreeMap<String, Package>,
    /// The files of data: what is in them.
    data: BTreeMap<String, String>,
}

#[derive(Default)]
struct Package {
    span: Option<Span>,
    /// Whether one of its modules cannot be read: what is not there may be in it.
    is_part: bool,
    looks: Vec<(&'static str, Vec<String>)>,
    /// By the names of rules, what is written of each.
    rules: BTreeMap<String, Vec<Written>>,
}

struct Written {
    words: String,
    span: Span,
    kind: RuleKind,
}

impl Policies {
    pub(super) fn new(workspace: &Workspace, listing: &Listing, config: &Table) -> Policies {
        let key = |key| config.get("policy")?.value.get(key);
        let directory = match key("directory").map(|entry| &entry.value) {
            Some(Value::Text(directory)) => directory.as_str(),
            _ => Place::USUAL,
        };
        let place = Place::new(directory);
        let dialect = match key("rego-v0").map(|entry| &entry.value) {
            Some(Value::Flag(true)) => Dialect::V0,
            _ => Dialect::V1,
        };
        let mut policies = Policies::default();
        for path in &listing.files {
            let is_module = place.is_module(path);
            if !is_module && place.data(path).is_none() {
                continue;
            }
            // What is gone, or cannot be read, is told by those who need it.
            let Ok(Some((_, text))) = workspace.read_if_exists(path) else {
                continue;
            };
            if is_module {
                policies.module(workspace, path, &text, dialect);
            } else {
                policies.data.insert(path.clone(), text.to_string());
            }
        }
        policies
    }

    fn module(&mut self, workspace: &Workspace, path: &str, text: &str, dialect: Dialect) {
        let (module, is_read) = match Module::read(path, text, dialect) {
            Ok((module, _)) => (module, true),
            Err(_) => match Module::unread(path, text) {
                Some(module) => (module, false),
                None => return,
            },
        };
        let file = workspace.id_of(path);
        let package = self.packages.entry(module.package_name()).or_default();
        package.is_part |= !is_read;
        let span = Span::new(file, module.package_range);
        package.span.get_or_insert(span);
        if let Some(about) = module.about_package() {
            let said = LOOKS.map(|key| (key, texts(about, key)));
            let said = said.into_iter().filter(|(_, texts)| !texts.is_empty());
            let plain = |texts: Vec<govern_gate::Spanned<String>>| {
                texts.into_iter().map(|it| it.into_inner()).collect()
            };
            package
                .looks
                .extend(said.map(|(key, texts)| (key, plain(texts))));
        }
        for (rule, words) in module.rules.iter().zip(module.words()) {
            // What helps tests shows nothing by itself.
            if module.is_test() && !rule.name.starts_with(TEST) {
                continue;
            }
            let written = package.rules.entry(rule.name.clone()).or_default();
            written.push(Written {
                words,
                span: Span::new(file, rule.range),
                kind: rule.kind,
            });
        }
    }
}

impl Weakened {
    pub(super) fn policies(&mut self, before: &Policies, now: &Policies) {
        for (name, was) in &before.packages {
            self.compared += was.rules.len();
            match now.packages.get(name) {
                Some(is) if was.is_part || is.is_part => self.changed_rules(name, was, is),
                Some(is) => {
                    self.gone_rules(name, was, is);
                    self.changed_rules(name, was, is);
                    self.looks(name, was, is);
                }
                None => self.gone_rules(name, was, &Package::default()),
            }
        }
        for (path, was) in &before.data {
            self.compared += 1;
            let key = format!("policy {path}");
            let message = match now.data.get(path) {
                None => format!("`{path}`, which policies looked things up in, is gone"),
                Some(is) if is != was => {
                    format!("`{path}`, which policies look things up in, is not what it was")
                }
                Some(_) => continue,
            };
            self.add(key, format!("{message} {}", self.base), true, None);
        }
    }

    /// What denies, warns or tests, and is not there any more.
    fn gone_rules(&mut self, package: &str, was: &Package, is: &Package) {
        for rule in was.rules.keys() {
            if is.rules.contains_key(rule) {
                continue;
            }
            let key = format!("policy {package}.{rule}");
            let (what, others) = match Deed::of(rule) {
                _ if rule.starts_with(TEST) => ("the test", None),
                Some(deed) => {
                    let is_new = |other: &&String| {
                        !was.rules.contains_key(*other) && Deed::of(other) == Some(deed)
                    };
                    ("the policy", is.rules.keys().find(is_new))
                }
                None => continue,
            };
            let message = format!("{what} `{package}.{rule}` is gone, and was there");
            let message = match others {
                Some(other) => format!("{message} {}; `{other}` is new", self.base),
                None => format!("{message} {}", self.base),
            };
            let unsure = others.is_some() || rule.starts_with(TEST);
            self.add(key, message, unsure, is.span);
        }
    }

    /// What is on both sides, and does not say the same.
    fn changed_rules(&mut self, package: &str, was: &Package, is: &Package) {
        for (rule, before) in &was.rules {
            let Some(now) = is.rules.get(rule).filter(|_| !rule.starts_with(TEST)) else {
                continue;
            };
            let mut new: Vec<&Written> = now.iter().collect();
            let mut gone: Vec<&Written> = before.iter().collect();
            gone.retain(|was| {
                let twin = new.iter().position(|is| is.words == was.words);
                twin.map(|twin| new.remove(twin)).is_none()
            });
            let place = new.first().or(now.first().as_ref()).map(|it| it.span);
            let key = format!("policy {package}.{rule}");
            let adds = |it: &&Written| it.kind == RuleKind::Value && Deed::of(rule).is_some();
            let message = match (gone.len(), new.len()) {
                // One more denies more; what else there is one more of may allow more.
                (0, 0) => continue,
                (0, _) if new.iter().all(adds) => continue,
                (gone, 0) if before.iter().all(|it| adds(&it)) => {
                    let verb = if gone == 1 { "is" } else { "are" };
                    let message = format!(
                        "{gone} of the {} rules that `{package}.{rule}` was {} {verb} gone",
                        before.len(),
                        self.base
                    );
                    self.add(key, message, false, place);
                    continue;
                }
                _ => format!("`{package}.{rule}` is not written as it was {}", self.base),
            };
            self.add(key, message, true, place);
        }
    }

    /// What a package says that it looks at.
    fn looks(&mut self, package: &str, was: &Package, is: &Package) {
        if was.looks == is.looks {
            return;
        }
        let message = format!(
            "what the policies of `{package}` look at is not what it was {}",
            self.base
        );
        self.add(format!("policy {package}"), message, true, is.span);
    }
}
