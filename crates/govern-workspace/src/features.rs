//! Which features are on: cargo's own rules, for what it says and for what the manifests alone say.
//!
//! A package may be built twice, for the machine that the program is for (the target) and for the one that builds (the
//! host: build scripts and procedural macros). Resolver 1 gives both the same features, and looks neither at platforms
//! nor at whether tests are built; resolvers 2 and 3 do. What is built is the whole workspace, as by
//! `cargo build --workspace` and `cargo test --workspace`, unless something else is said.

mod resolution;

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
};

use bitcode::{Decode, Encode};

use self::resolution::{Resolution, Resolved, Rules, Side};

use crate::{DependencyKind, EnabledFeatures, FeatureSelection, conditions::Machine};

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
    pub(crate) requests: Cow<'a, [Request]>,
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
#[derive(Debug, Clone)]
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

impl Asked<'_> {
    /// Whether what a dependency is declared for is built: everything is, where no platform was asked for.
    pub(crate) fn is_for_it(&self, target: Option<&str>) -> bool {
        let fits = |target| self.machine.fits(target) != Some(false);
        !self.machine.is_chosen() || target.is_none_or(fits)
    }
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
        let mut resolution = Resolution::new(crates, rules, asked.machine, &host);
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
