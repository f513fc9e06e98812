//! The fixed point of features that switch on features.

use std::collections::BTreeSet;

use super::{Crate, Request};
use crate::{DependencyKind, FeatureSelection, conditions::Machine};

/// What a package is built for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Side {
    /// The machine that the program is for.
    Target,
    /// The machine that builds.
    Host,
}

/// A package as it is built.
pub(super) type Node = (usize, Side);

/// What is kept apart.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rules {
    /// Features for target and host.
    pub(super) sides: bool,
    /// What is for another platform.
    pub(super) platforms: bool,
    /// Whether dev-dependencies count.
    pub(super) dev: bool,
}

impl Rules {
    pub(super) const UNITED: Rules = Rules {
        sides: false,
        platforms: false,
        dev: true,
    };

    pub(super) fn apart(dev: bool) -> Rules {
        Rules {
            sides: true,
            platforms: true,
            dev,
        }
    }
}

#[derive(Debug, Default)]
pub(super) struct Resolved<'a> {
    pub(super) sides: bool,
    on: BTreeSet<(Node, &'a str)>,
    /// Dependencies that some feature turned on, by key.
    dependencies: BTreeSet<(Node, &'a str)>,
    pub(super) built: BTreeSet<Node>,
}

impl Resolved<'_> {
    pub(super) fn features(&self, (row, side): Node) -> BTreeSet<String> {
        let side = if self.sides { side } else { Side::Target };
        let from = self.on.range(((row, side), "")..);
        let own = from.take_while(|(node, _)| *node == (row, side));
        own.map(|(_, feature)| (*feature).to_owned()).collect()
    }

    pub(super) fn is_on(&self, row: usize, key: &str) -> bool {
        [Side::Target, Side::Host]
            .iter()
            .any(|&side| self.dependencies.contains(&((row, side), key)))
    }
}

enum Step<'a> {
    Feature(Node, &'a str),
    Dependency(Node, &'a str),
    Crate(Node),
}

/// A fixed point that is looked for.
pub(super) struct Resolution<'a, 'm> {
    crates: &'a [Crate<'a>],
    rules: Rules,
    target: &'m Machine,
    host: &'m Machine,
    pub(super) resolved: Resolved<'a>,
    /// The packages whose dependencies were followed.
    seen: BTreeSet<Node>,
    /// `key?/feature`: of a node, where the dependency is not on yet.
    waiting: BTreeSet<(Node, &'a str, &'a str)>,
    open: Vec<Step<'a>>,
}

impl<'a, 'm> Resolution<'a, 'm> {
    pub(super) fn new(
        crates: &'a [Crate<'a>],
        rules: Rules,
        target: &'m Machine,
        host: &'m Machine,
    ) -> Self {
        Resolution {
            crates,
            rules,
            target,
            host,
            resolved: Resolved {
                sides: rules.sides,
                ..Resolved::default()
            },
            seen: BTreeSet::new(),
            waiting: BTreeSet::new(),
            open: Vec::new(),
        }
    }

    pub(super) fn root(&mut self, row: usize, selection: &'a FeatureSelection) {
        let krate = &self.crates[row];
        let listed = selection
            .list
            .iter()
            .flat_map(|list| list.split([',', ' ']))
            .filter(|name| !name.is_empty());
        // `x/feature` is one of the package `x`, or else of the dependency `x`.
        let of_crate = listed.filter_map(|feature| match feature.split_once('/') {
            Some((package, feature)) if package == krate.name => Some(feature),
            Some((package, _)) if self.crates.iter().any(|it| it.name == package) => None,
            _ => Some(feature),
        });
        let asked: BTreeSet<&str> = match selection.all {
            true => krate.features.keys().map(String::as_str).collect(),
            false => of_crate
                .chain((!selection.no_default).then_some("default"))
                .collect(),
        };
        // A procedural macro has tests, and may have programs, that are for the target.
        let sides: &[Side] = match self.rules.sides && krate.proc_macro {
            true => &[Side::Target, Side::Host],
            false => &[Side::Target],
        };
        for &side in sides {
            for feature in &asked {
                self.enable((row, side), feature);
            }
            self.open.push(Step::Crate((row, side)));
        }
    }

    pub(super) fn run(&mut self) {
        while let Some(step) = self.open.pop() {
            match step {
                Step::Feature(node, feature) => {
                    let crates = self.crates;
                    for enabled in &crates[node.0].features[feature] {
                        self.enable(node, enabled);
                    }
                }
                Step::Dependency(node, key) => {
                    if !self.resolved.dependencies.insert((node, key)) {
                        continue;
                    }
                    let from = self.waiting.range((node, key, "")..);
                    let here = from.take_while(|(at, of, _)| (*at, *of) == (node, key));
                    let waited: Vec<&str> = here.map(|(_, _, feature)| *feature).collect();
                    for (request, side) in self.requests(node) {
                        if request.key != key {
                            continue;
                        }
                        if let Some(to) = request.to {
                            for feature in &waited {
                                self.ask((to, side), feature);
                            }
                        }
                        self.follow(request, side);
                    }
                }
                Step::Crate(node) => {
                    if !self.seen.insert(node) {
                        continue;
                    }
                    for (request, side) in self.requests(node) {
                        if !request.optional {
                            self.follow(request, side);
                        }
                    }
                }
            }
        }
    }

    /// What a package asks for where it is built, and for what that is built.
    fn requests(
        &self,
        (row, side): Node,
    ) -> impl Iterator<Item = (&'a Request, Side)> + use<'a, 'm> {
        let machine = match side {
            Side::Target => self.target,
            Side::Host => self.host,
        };
        let (rules, crates) = (self.rules, self.crates);
        let counted = crates[row].requests.iter().filter(move |request| {
            let fits = |target: &String| machine.fits(target) != Some(false);
            (rules.dev || request.kind != DependencyKind::Development)
                && (!rules.platforms || request.target.as_ref().is_none_or(fits))
        });
        counted.map(move |request| {
            let for_host = request.kind == DependencyKind::Build
                || request.to.is_some_and(|to| crates[to].proc_macro);
            match rules.sides && for_host {
                true => (request, Side::Host),
                false => (request, side),
            }
        })
    }

    fn follow(&mut self, request: &'a Request, side: Side) {
        let Some(to) = request.to else { return };
        for feature in &request.features {
            self.ask((to, side), feature);
        }
        if request.default_features {
            self.ask((to, side), "default");
        }
        self.open.push(Step::Crate((to, side)));
    }

    fn ask(&mut self, node: Node, feature: &'a str) {
        let is_declared = self.crates[node.0].features.contains_key(feature);
        if is_declared && self.resolved.on.insert((node, feature)) {
            self.open.push(Step::Feature(node, feature));
        }
    }

    /// `feature`, `dep:x`, `x/feature`, `x?/feature`.
    fn enable(&mut self, node: Node, enabled: &'a str) {
        if let Some(key) = enabled.strip_prefix("dep:") {
            self.open.push(Step::Dependency(node, key));
            return;
        }
        let Some((key, feature)) = enabled.split_once('/') else {
            self.ask(node, enabled);
            return;
        };
        let weak = key.strip_suffix('?');
        let key = weak.unwrap_or(key);
        for (request, side) in self.requests(node) {
            if request.key != key {
                continue;
            }
            if request.optional {
                if weak.is_some() && !self.resolved.dependencies.contains(&(node, key)) {
                    self.waiting.insert((node, key, feature));
                    continue;
                }
                self.open.push(Step::Dependency(node, key));
                if weak.is_none() {
                    // From before there was `dep:`.
                    self.ask(node, key);
                }
            }
            if let Some(to) = request.to {
                self.ask((to, side), feature);
            }
        }
    }

    /// Finds what is built without tests: sides and platforms are what they are, whatever the rules make of features.
    pub(super) fn build(&mut self, roots: &[usize]) {
        let sides = self.rules.sides;
        self.rules = Rules::apart(false);
        let mut open: Vec<Node> = roots
            .iter()
            .map(|&row| (row, self.crates[row].own_side()))
            .collect();
        while let Some(node) = open.pop() {
            if !self.resolved.built.insert(node) {
                continue;
            }
            let on_side = if sides { node.1 } else { Side::Target };
            for (request, side) in self.requests(node) {
                let on = &self.resolved.dependencies;
                let is_on = on.contains(&((node.0, on_side), request.key.as_str()));
                let is_needed =
                    request.kind != DependencyKind::Build || self.crates[node.0].build_script;
                if is_needed && (is_on || !request.optional) {
                    open.extend(request.to.map(|to| (to, side)));
                }
            }
        }
    }
}
