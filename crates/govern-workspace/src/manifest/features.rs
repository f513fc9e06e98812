//! Which features are on, as far as the manifests of the workspace tell.

use std::collections::{BTreeMap, BTreeSet};

use crate::{FeatureSelection, describe::Member};

/// What a member asks of a dependency.
#[derive(Debug)]
pub(super) struct Request {
    /// The member that asks, and the one it asks: rows.
    pub(super) from: usize,
    pub(super) to: usize,
    /// The dependency's key in the manifest.
    pub(super) key: String,
    pub(super) optional: bool,
    pub(super) default_features: bool,
    pub(super) features: Vec<String>,
}

/// The declared features, with one more for each optional dependency that no feature names as `dep:…`.
pub(super) fn with_implicit<'a>(
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

/// What is built, and what of it is optional.
#[derive(Debug, Default)]
pub(super) struct Resolved {
    /// The optional dependencies that are on, by row of the member and key.
    pub(super) on: BTreeSet<(usize, String)>,
    /// The members that are built: those that are asked for, and what they depend on.
    pub(super) built: BTreeSet<usize>,
}

/// Turns on what the selection and the members ask for, to a fixed point, where the members of the rows `roots` are built.
pub(super) fn resolve(
    members: &mut [Member],
    requests: &[Request],
    selection: &FeatureSelection,
    roots: &[usize],
) -> Resolved {
    let mut state = State {
        members,
        requests,
        resolved: Resolved::default(),
        open: Vec::new(),
    };
    for &row in roots {
        let asked: Vec<String> = if selection.all {
            state.members[row].features.keys().cloned().collect()
        } else {
            let name = state.members[row].name.clone();
            let listed = selection
                .list
                .iter()
                .flat_map(|list| list.split([',', ' ']))
                .filter(|name| !name.is_empty());
            let of_member = listed.filter_map(|feature| match feature.split_once('/') {
                Some((package, feature)) => (package == name).then(|| feature.to_owned()),
                None => Some(feature.to_owned()),
            });
            of_member
                .chain((!selection.no_default).then(|| "default".to_owned()))
                .collect()
        };
        asked
            .into_iter()
            .for_each(|feature| state.ask(row, feature));
    }
    for &row in roots {
        state.build(row);
    }
    state.run();
    state.resolved
}

struct State<'a> {
    members: &'a mut [Member],
    requests: &'a [Request],
    resolved: Resolved,
    open: Vec<(usize, String)>,
}

impl State<'_> {
    fn ask(&mut self, row: usize, feature: String) {
        let member = &mut self.members[row];
        if member.features.contains_key(&feature) && member.enabled.insert(feature.clone()) {
            self.open.push((row, feature));
        }
    }

    /// Builds a member, and what it depends on in any case or by what is on already.
    fn build(&mut self, row: usize) {
        let mut open = vec![row];
        while let Some(row) = open.pop() {
            if !self.resolved.built.insert(row) {
                continue;
            }
            let requests = self.requests;
            for request in requests.iter().filter(|request| request.from == row) {
                let key = (row, request.key.clone());
                if !request.optional || self.resolved.on.contains(&key) {
                    self.ask_for(request);
                    open.push(request.to);
                }
            }
        }
    }

    fn fulfil(&mut self, request: &Request) {
        self.ask_for(request);
        self.build(request.to);
    }

    fn ask_for(&mut self, request: &Request) {
        request
            .features
            .iter()
            .for_each(|feature| self.ask(request.to, feature.clone()));
        if request.default_features {
            self.ask(request.to, "default".to_owned());
        }
    }

    fn turn_on(&mut self, row: usize, key: &str) {
        let is_new = self.resolved.on.insert((row, key.to_owned()));
        if is_new && self.resolved.built.contains(&row) {
            let requests = self.requests;
            requests
                .iter()
                .filter(|request| request.from == row && request.key == key)
                .for_each(|request| {
                    self.fulfil(request);
                });
        }
    }

    fn run(&mut self) {
        while let Some((row, feature)) = self.open.pop() {
            let enables = self.members[row].features[&feature].clone();
            for enabled in enables {
                self.enable(row, &enabled);
            }
        }
    }

    /// `feature`, `dep:x`, `x/feature`, `x?/feature`.
    fn enable(&mut self, row: usize, enabled: &str) {
        if let Some(key) = enabled.strip_prefix("dep:") {
            self.turn_on(row, key);
            return;
        }
        let Some((key, feature)) = enabled.split_once('/') else {
            self.ask(row, enabled.to_owned());
            return;
        };
        // A weak one should wait for the dependency to be on; asking at once at most turns on a feature of a member that
        // nothing uses.
        let strong = key.strip_suffix('?');
        let key = strong.unwrap_or(key);
        if strong.is_none() {
            self.turn_on(row, key);
            self.ask(row, key.to_owned());
        }
        let requests = self.requests;
        for request in requests
            .iter()
            .filter(|request| request.from == row && request.key == key)
        {
            self.ask(request.to, feature.to_owned());
        }
    }
}
