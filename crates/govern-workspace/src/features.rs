//! Which features are on: cargo's own rules, for what it says and for what the manifests alone say.
//!
//! A package may be built twice, for the machine that the program is for (the target) and for the one that builds (the
//! host: build scripts and procedural macros). Resolver 1 gives both the same features, and looks neither at platforms
//! nor at whether tests are built; resolvers 2 and 3 do. What is built is the whole workspace, as by
//! `cargo build --workspace` and `cargo test --workspace`, unless something else is said.

use std::collections::{BTreeMap, BTreeSet};

use bitcode::{Decode, Encode};

use crate::{
    DependencyKind, EnabledFeatures, FeatureSelection, TargetKind, conditions::Machine,
    describe::Member,
};

/// The rules by which cargo resolves features: `resolver = "…"`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Encode, Decode)]
pub(crate) enum Resolver {
    /// `"1"`: the same features everywhere.
    One,
    /// `"2"`, and `"3"`, which differs in how it chooses versions.
    #[default]
    Two,
}

/// A package, as far as features go.
#[derive(Debug)]
pub(crate) struct Crate<'a> {
    pub(crate) name: &'a str,
    pub(crate) features: &'a BTreeMap<String, Vec<String>>,
    /// Whether its library is a procedural macro.
    pub(crate) proc_macro: bool,
    /// Whether it has a build script: without one, nothing is built for it.
    pub(crate) build_script: bool,
    /// What it asks of others.
    pub(crate) requests: Vec<Request>,
}

impl<'a> Crate<'a> {
    /// A member.
    pub(crate) fn of_member(member: &'a Member, requests: Vec<Request>) -> Crate<'a> {
        let has = |kind| member.targets.iter().any(|target| target.kind == kind);
        Crate {
            name: &member.name,
            features: &member.features,
            proc_macro: has(TargetKind::ProcMacro),
            build_script: has(TargetKind::BuildScript),
            requests,
        }
    }
}

impl Crate<'_> {
    /// What it is built for if nothing asks for it.
    fn own_side(&self) -> Side {
        match self.proc_macro {
            true => Side::Host,
            false => Side::Target,
        }
    }
}

/// What a package asks of a dependency.
#[derive(Debug)]
pub(crate) struct Request {
    /// The dependency's key in the manifest.
    pub(crate) key: String,
    /// Its row; none for a package whose features are nobody's concern.
    pub(crate) to: Option<usize>,
    pub(crate) kind: DependencyKind,
    /// The platform it is for.
    pub(crate) target: Option<String>,
    pub(crate) optional: bool,
    pub(crate) default_features: bool,
    pub(crate) features: Vec<String>,
}

/// What is asked for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asked<'a> {
    pub(crate) selection: &'a FeatureSelection,
    pub(crate) resolver: Resolver,
    /// What it is built for.
    pub(crate) machine: &'a Machine,
}

/// Which features are on, by row of the package, and which optional dependencies.
#[derive(Debug)]
pub(crate) struct Features<'a> {
    crates: &'a [Crate<'a>],
    production: Resolved<'a>,
    /// None if tests make no difference.
    tests: Option<Resolved<'a>>,
    /// With everything that any build has: what is in cargo's graph.
    graph: Resolved<'a>,
}

/// The declared features, with one more for each optional dependency that no feature names as `dep:…`.
pub(crate) fn with_implicit<'a>(
    declared: &BTreeMap<String, Vec<String>>,
    optional: impl Iterator<Item = &'a str>,
) -> BTreeMap<String, Vec<String>> {
    let mut features = declared.clone();
    for key in optional {
        let explicit = format!("dep:{key}");
        if !declared
            .values()
            .flatten()
            .any(|enables| *enables == explicit)
        {
            features
                .entry(key.to_owned())
                .or_insert_with(|| vec![explicit]);
        }
    }
    features
}

/// Turns on what the selection and the packages ask for, where the packages of the rows `roots` are built.
pub(crate) fn resolve<'a>(
    crates: &'a [Crate<'a>],
    roots: &[usize],
    asked: Asked<'a>,
) -> Features<'a> {
    let host = Machine::here();
    let run = |rules| {
        let mut resolution = Resolution {
            crates,
            rules,
            target: asked.machine,
            host: &host,
            resolved: Resolved {
                sides: rules.sides,
                ..Resolved::default()
            },
            seen: BTreeSet::new(),
            waiting: BTreeSet::new(),
            open: Vec::new(),
        };
        for &row in roots {
            resolution.root(row, asked.selection);
        }
        resolution.run();
        resolution.build(roots);
        resolution.resolved
    };
    let (production, tests) = match asked.resolver {
        Resolver::One => (run(Rules::UNITED), None),
        Resolver::Two => (run(Rules::apart(false)), Some(run(Rules::apart(true)))),
    };
    let graph = run(Rules {
        platforms: asked.machine.is_chosen(),
        ..Rules::UNITED
    });
    Features {
        crates,
        production,
        tests,
        graph,
    }
}

impl Features<'_> {
    /// The features of a package.
    pub(crate) fn enabled(&self, row: usize) -> EnabledFeatures {
        let mut of_builds = [Side::Target, Side::Host]
            .into_iter()
            .filter(|&side| self.production.built.contains(&(row, side)))
            .map(|side| self.production.features((row, side)));
        let first = of_builds
            .next()
            .unwrap_or_else(|| self.production.features((row, Side::Target)));
        let mut enabled = EnabledFeatures {
            production: first.clone(),
            partly: BTreeSet::new(),
            tests: self.in_tests(row),
        };
        if let Some(second) = of_builds.next() {
            enabled.production = first.intersection(&second).cloned().collect();
            enabled.partly = first.symmetric_difference(&second).cloned().collect();
        }
        enabled
    }

    fn in_tests(&self, row: usize) -> BTreeSet<String> {
        let resolved = self.tests.as_ref().unwrap_or(&self.production);
        resolved.features((row, self.crates[row].own_side()))
    }

    /// The features of what becomes part of the program itself, not of what builds it.
    pub(crate) fn of_program(&self, row: usize) -> EnabledFeatures {
        EnabledFeatures {
            production: self.production.features((row, Side::Target)),
            partly: BTreeSet::new(),
            tests: self.in_tests(row),
        }
    }

    /// Whether an optional dependency is on in any build.
    pub(crate) fn is_on(&self, row: usize, key: &str) -> bool {
        self.graph.is_on(row, key)
    }

    /// Whether an optional dependency is on without what only tests switch on.
    pub(crate) fn is_on_in_production(&self, row: usize, key: &str) -> bool {
        self.production.is_on(row, key)
    }

    /// Whether a package becomes part of the program.
    pub(crate) fn is_in_program(&self, row: usize) -> bool {
        self.production.built.contains(&(row, Side::Target))
    }
}

/// What a package is built for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Side {
    /// The machine that the program is for.
    Target,
    /// The machine that builds.
    Host,
}

/// A package as it is built.
type Node = (usize, Side);

/// What is kept apart.
#[derive(Debug, Clone, Copy)]
struct Rules {
    /// Features for target and host.
    sides: bool,
    /// What is for another platform.
    platforms: bool,
    /// Whether dev-dependencies count.
    dev: bool,
}

impl Rules {
    const UNITED: Rules = Rules {
        sides: false,
        platforms: false,
        dev: true,
    };

    fn apart(dev: bool) -> Rules {
        Rules {
            sides: true,
            platforms: true,
            dev,
        }
    }
}

#[derive(Debug, Default)]
struct Resolved<'a> {
    sides: bool,
    on: BTreeSet<(Node, &'a str)>,
    /// Dependencies that some feature turned on, by key.
    dependencies: BTreeSet<(Node, &'a str)>,
    built: BTreeSet<Node>,
}

impl Resolved<'_> {
    fn features(&self, (row, side): Node) -> BTreeSet<String> {
        let side = if self.sides { side } else { Side::Target };
        let from = self.on.range(((row, side), "")..);
        let own = from.take_while(|(node, _)| *node == (row, side));
        own.map(|(_, feature)| (*feature).to_owned()).collect()
    }

    fn is_on(&self, row: usize, key: &str) -> bool {
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
struct Resolution<'a, 'm> {
    crates: &'a [Crate<'a>],
    rules: Rules,
    target: &'m Machine,
    host: &'m Machine,
    resolved: Resolved<'a>,
    /// The packages whose dependencies were followed.
    seen: BTreeSet<Node>,
    /// `key?/feature`: of a node, where the dependency is not on yet.
    waiting: BTreeSet<(Node, &'a str, &'a str)>,
    open: Vec<Step<'a>>,
}

impl<'a, 'm> Resolution<'a, 'm> {
    fn root(&mut self, row: usize, selection: &'a FeatureSelection) {
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

    fn run(&mut self) {
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
    fn build(&mut self, roots: &[usize]) {
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
