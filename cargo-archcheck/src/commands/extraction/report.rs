//! Says a plan in words and places.

use std::collections::BTreeSet;

use govern_diagnostics::{FileId, Sources};

use super::{
    applied::Applied,
    document::{
        After, Conflict, CrateEdge, Dependency, Document, Face, Left, Module, Name, Proposal,
        Reverse, Score, Side, Site, Target, Unknowns, Whole,
    },
    face::Facing,
    manifest::Need,
    placement::{Place, Plan, Weight},
    relations::{has_other_users, is_called},
    things::{Kind, Mark, Sight, Things},
};
use crate::path::last_segment;

/// All that a plan is made of.
pub(super) struct Report<'a> {
    pub(super) things: &'a Things,
    pub(super) plan: &'a Plan,
    pub(super) applied: &'a Applied,
    pub(super) module: usize,
    pub(super) package: &'a str,
    pub(super) needs: &'a [Need],
    pub(super) cycles: Vec<Vec<String>>,
    pub(super) sources: Sources,
}

/// The files that a report points into.
pub(super) fn files(things: &Things) -> BTreeSet<FileId> {
    let modules = things
        .modules
        .iter()
        .flat_map(|part| [part.span, part.body]);
    let foreign = things.foreign.values().flatten().map(|user| user.span);
    modules.chain(foreign).map(|mark| mark.file).collect()
}

impl Report<'_> {
    pub(super) fn document(&self, face: &[Facing], conflicts: Vec<Conflict>) -> Document {
        let path = &self.things.modules[self.module].path;
        let name = last_segment(path).replace('_', "-");
        let targets = self.targets();
        let unknown = self.unknown();
        let shares = self.plan.place.contains(&Place::Shared);
        let moved = targets.iter().filter(|target| {
            matches!(
                target.proposal,
                Proposal::MoveAlong | Proposal::MoveToShared
            )
        });
        let score = Score {
            edges_to_cut: targets.iter().filter(|target| target.direct).count(),
            ports: self.plan.ports.len(),
            moved: moved.count(),
            widened: face.iter().filter(|facing| facing.widen).count(),
            conflicts: conflicts.len(),
            cycle: cycle(self.things, self.module),
        };
        Document {
            version: 1,
            module: path.clone(),
            package: self.package.to_owned(),
            new: format!("{}-{name}", self.package),
            shared: shares.then(|| format!("{}-shared", self.package)),
            modules: self.modules(),
            items: self.inside().filter(|&thing| self.is_item(thing)).count(),
            dependencies: self
                .needs
                .iter()
                .map(|need| self.dependency(need))
                .collect(),
            whole: self.whole(),
            targets,
            face: face.iter().map(|facing| self.facing(facing)).collect(),
            conflicts,
            after: self.after(unknown.any()),
            unknown,
            score,
            reverse: self.reverse(),
        }
    }

    pub(super) fn site(&self, mark: Mark) -> Option<Site> {
        let location = self.sources.locate(mark.span())?;
        Some(Site {
            path: location.path.to_owned(),
            line: location.start.line,
            column: location.start.column,
        })
    }

    pub(super) fn sites(&self, marks: impl IntoIterator<Item = Mark>) -> Vec<Site> {
        let sites: BTreeSet<Site> = marks
            .into_iter()
            .filter_map(|mark| self.site(mark))
            .collect();
        sites.into_iter().collect()
    }

    fn lines(&self, mark: Mark) -> usize {
        let text = self.sources.text(mark.span());
        text.map_or(0, |text| text.trim_end().lines().count())
    }

    /// The things of the module.
    fn inside(&self) -> impl Iterator<Item = usize> {
        (0..self.things.list.len()).filter(|&thing| self.is_inside(thing))
    }

    pub(super) fn is_inside(&self, thing: usize) -> bool {
        self.things
            .is_within(self.things.list[thing].module, self.module)
    }

    fn is_item(&self, thing: usize) -> bool {
        !matches!(self.things.list[thing].kind, Kind::Imports | Kind::Method)
    }

    fn modules(&self) -> Vec<Module> {
        let parts = self.things.modules.iter().enumerate();
        let parts = parts.filter(|(row, _)| self.things.is_within(*row, self.module));
        let parts = parts.map(|(_, part)| Module {
            path: part.path.clone(),
            at: self.site(match part.is_file {
                true => Mark::new(part.body.file, Default::default()),
                false => part.span,
            }),
            lines: self.lines(part.body),
            test: part.test,
        });
        parts.collect()
    }

    fn dependency(&self, need: &Need) -> Dependency {
        Dependency {
            package: need.name.clone(),
            of: side(need.place),
            tests_only: need.tests,
            member: need.member,
            declared: need.declared.clone(),
            at: need.span.and_then(|span| {
                let location = self.sources.locate(span)?;
                Some(Site {
                    path: location.path.to_owned(),
                    line: location.start.line,
                    column: location.start.column,
                })
            }),
            sites: self.sites(need.sites.iter().copied()),
        }
    }

    fn targets(&self) -> Vec<Target> {
        let mut targets = Vec::new();
        for (thing, entry) in self.things.list.iter().enumerate() {
            if self.is_inside(thing) || entry.test {
                continue;
            }
            let proposal = match self.plan.place[thing] {
                Place::New => Proposal::MoveAlong,
                Place::Shared => Proposal::MoveToShared,
                Place::Old if self.plan.ports.contains_key(&thing) => Proposal::AddPort,
                Place::Old if self.plan.extensions.contains(&thing) => Proposal::KeepAsExtension,
                Place::Old => continue,
            };
            let users = self
                .things
                .users_of(thing)
                .filter(|usage| self.plan.moves(usage.from) && !self.things.list[usage.from].test);
            let users: Vec<_> = users.collect();
            let direct = users.iter().any(|usage| self.is_inside(usage.from));
            let users = users
                .iter()
                .filter(|usage| !direct || self.is_inside(usage.from));
            let sites = users.flat_map(|usage| usage.sites.iter().copied());
            targets.push(Target {
                item: entry.path.clone(),
                kind: entry.kind.word(),
                module: self.things.modules[entry.module].path.clone(),
                at: self.site(entry.span),
                lines: self.lines(entry.body),
                proposal,
                why: self.why(thing, proposal),
                methods: self.methods(thing, proposal),
                direct,
                sites: self.sites(sites),
            });
        }
        targets.sort_by(|a, b| {
            (a.proposal, !a.direct, &a.item, &a.at).cmp(&(b.proposal, !b.direct, &b.item, &b.at))
        });
        targets
    }

    /// Modules of the rest that move with all that is in them, to one crate; what is inside one is not said again.
    fn whole(&self) -> Vec<Whole> {
        let list = &self.things.list;
        let place_of = |part: usize| {
            let mut places = BTreeSet::new();
            for (row, thing) in list.iter().enumerate() {
                let counts = !thing.test && thing.kind != Kind::Imports;
                if counts && self.things.is_within(thing.module, part) {
                    places.insert(self.plan.place[row]);
                }
            }
            match places.len() {
                1 => places.first().copied().filter(|&place| place != Place::Old),
                _ => None,
            }
        };
        let mut whole: Vec<(usize, Place)> = Vec::new();
        for part in 0..self.things.modules.len() {
            let known = whole
                .iter()
                .any(|&(known, _)| self.things.is_within(part, known));
            if known || self.things.is_within(part, self.module) {
                continue;
            }
            whole.extend(place_of(part).map(|place| (part, place)));
        }
        let whole = whole.into_iter().map(|(part, place)| {
            let inside = |row: &usize| self.things.is_within(*row, part);
            let files = (0..self.things.modules.len()).filter(inside);
            let files = files.filter(|&row| row == part || self.things.modules[row].is_file);
            Whole {
                module: self.things.modules[part].path.clone(),
                to: side(place),
                items: (0..list.len())
                    .filter(|&thing| self.is_item(thing) && inside(&list[thing].module))
                    .count(),
                lines: files
                    .map(|row| self.lines(self.things.modules[row].body))
                    .sum(),
            }
        });
        whole.collect()
    }

    fn why(&self, thing: usize, proposal: Proposal) -> String {
        let entry = &self.things.list[thing];
        let module = &self.things.modules[self.module].path;
        if let Some(weight) = self.plan.ports.get(&thing) {
            return objections(weight);
        }
        if proposal == Proposal::KeepAsExtension {
            return "it needs other things of the rest, and nothing that moves calls it".to_owned();
        }
        if entry.header.is_some() {
            return "the orphan rule: its type or trait moves".to_owned();
        }
        if let Some(of) = entry.of {
            return format!("a method of `{}`, which moves", self.things.list[of].path);
        }
        let moves = |other: usize| self.plan.moves(other);
        if !has_other_users(self.things, thing, moves) {
            return match proposal {
                Proposal::MoveAlong => format!("only `{module}`, and what moves with it, uses it"),
                _ => "only what moves uses it".to_owned(),
            };
        }
        if proposal == Proposal::MoveToShared {
            return "both need it, and it needs nothing else of the rest".to_owned();
        }
        let mut users = self.things.users_of(thing);
        if !users.any(|usage| self.plan.moves(usage.from)) {
            return "most of its module moves, and it needs nothing else of the rest".to_owned();
        }
        let mut uses = self.things.used_by(thing).map(|usage| usage.to);
        let new = uses.find(|&to| self.plan.place[to] == Place::New);
        match new {
            Some(to) => format!(
                "both need it, and it uses `{}`, which is in the new crate",
                self.things.list[to].path
            ),
            None => "both need it; it is too little for a crate of its own, and the rest depends on the new one anyway".to_owned(),
        }
    }

    /// The methods of a type that what moves calls, by name or by path.
    fn methods(&self, thing: usize, proposal: Proposal) -> Vec<String> {
        if proposal != Proposal::AddPort {
            return Vec::new();
        }
        let methods = self.things.methods.get(&thing).into_iter().flatten();
        let called = methods.filter(|&&method| is_called(self.things, self.plan, method));
        let mut names: Vec<String> = called
            .map(|&method| self.things.list[method].name.clone())
            .collect();
        names.sort_unstable();
        names
    }

    fn facing(&self, facing: &Facing) -> Face {
        let entry = &self.things.list[facing.thing];
        let behind = facing.behind.iter();
        Face {
            item: entry.path.clone(),
            kind: entry.kind.word(),
            at: self.site(entry.span),
            visibility: entry.sight.word().to_owned(),
            widen: facing.widen,
            behind: behind
                .map(|&row| self.things.modules[row].path.clone())
                .collect(),
            fields: match facing.fields {
                true => entry.hidden.clone(),
                false => Vec::new(),
            },
            tests_only: facing.tests,
            sites: self.sites(facing.sites.iter().copied()),
        }
    }

    fn unknown(&self) -> Unknowns {
        let within = |module: usize| self.things.is_within(module, self.module);
        let names = self.things.unknown.iter();
        let names = names.filter(|unknown| within(unknown.from) && !unknown.test);
        let moved = || {
            let list = self.things.list.iter().enumerate();
            list.filter(|(row, thing)| self.plan.moves(*row) && !thing.test)
        };
        let macros = moved().filter(|(_, thing)| thing.opaque);
        let calls = moved().flat_map(|(_, thing)| thing.calls.values());
        let mut of_rest = Vec::new();
        for (row, thing) in self.things.list.iter().enumerate() {
            let stays = thing.kind == Kind::Method && !self.plan.moves(row) && !thing.test;
            if !stays || self.plan.has_port(self.things, row) {
                continue;
            }
            let calls = moved().filter_map(|(_, caller)| caller.calls.get(&thing.name));
            let sites = self.sites(calls.flatten().copied());
            if !sites.is_empty() {
                of_rest.push(Name {
                    name: thing.path.clone(),
                    sites,
                });
            }
        }
        of_rest.sort_by(|a, b| a.name.cmp(&b.name));
        Unknowns {
            names: names
                .map(|unknown| Name {
                    name: unknown.name.clone(),
                    sites: self.sites([unknown.span]),
                })
                .collect(),
            macros: macros
                .map(|(_, thing)| Name {
                    name: thing.path.clone(),
                    sites: self.sites([thing.span]),
                })
                .collect(),
            method_calls: calls.map(Vec::len).sum(),
            methods_of_the_rest: of_rest,
        }
    }

    fn after(&self, unknown: bool) -> After {
        let edges = self.applied.edges.iter();
        let edges = edges.map(|(&(from, to), &uses)| CrateEdge {
            from: side(from),
            to: side(to),
            uses,
        });
        let label = |thing: usize| {
            let entry = &self.things.list[thing];
            match entry.kind {
                Kind::Imports => format!("the imports of `{}`", entry.path),
                _ => format!("`{}`", entry.path),
            }
        };
        let left = self.applied.left.iter().map(|&(from, to)| {
            let uses = self.things.used_by(from).filter(|usage| usage.to == to);
            Left {
                what: format!("{} uses {}", label(from), label(to)),
                why: "it cannot move, and no trait can stand for it".to_owned(),
                sites: self.sites(uses.flat_map(|usage| usage.sites.iter().copied())),
            }
        });
        let orphans = self.applied.orphans.iter().map(|&row| Left {
            what: label(row),
            why: "the orphan rule forbids it where it is".to_owned(),
            sites: self.sites([self.things.list[row].span]),
        });
        let names = self.applied.unknown.iter().map(|unknown| Left {
            what: format!("`{}`", unknown.name),
            why: "it leads into the rest, where nothing is known to have this name: a macro may declare it".to_owned(),
            sites: self.sites([unknown.span]),
        });
        After {
            holds: self.applied.holds() && self.cycles.is_empty(),
            as_far_as_known: unknown,
            edges: edges.collect(),
            left: left.chain(orphans).chain(names).collect(),
            cycles: self.cycles.clone(),
        }
    }

    fn reverse(&self) -> Reverse {
        let list = &self.things.list;
        let uses = self.things.uses.iter();
        let uses = uses.filter(|usage| !list[usage.from].test && !list[usage.to].test);
        let (mut cut, mut widened) = (BTreeSet::new(), BTreeSet::new());
        for usage in uses {
            match (self.is_inside(usage.from), self.is_inside(usage.to)) {
                (false, true) => _ = cut.insert(usage.to),
                (true, false) if list[usage.to].sight != Sight::Public => {
                    widened.insert(usage.to);
                }
                _ => {}
            }
        }
        Reverse {
            edges_to_cut: cut.len(),
            widened: widened.len(),
        }
    }
}

fn side(place: Place) -> Side {
    match place {
        Place::Old => Side::Old,
        Place::Shared => Side::Shared,
        Place::New => Side::New,
    }
}

/// Why something does not move.
fn objections(weight: &Weight) -> String {
    let mut why: Vec<String> = Vec::new();
    why.extend(weight.effects.iter().map(|effect| effect.deed().to_owned()));
    if weight.heavy {
        why.push("is larger than the module".to_owned());
    }
    let needs = match weight.things {
        0 | 1 => "it".to_owned(),
        2 => "it, with the item it needs,".to_owned(),
        things => format!("it, with the {} items it needs,", things - 1),
    };
    format!("{needs} {}", why.join(", "))
}

/// Modules of the rest that a module leads to, and that lead back.
pub(super) fn cycle(things: &Things, module: usize) -> Vec<String> {
    let within = |row: usize| things.is_within(row, module);
    let mut edges = BTreeSet::new();
    for usage in things.uses.iter().filter(|usage| !usage.reexport) {
        let (from, to) = (&things.list[usage.from], &things.list[usage.to]);
        if from.test || to.test {
            continue;
        }
        let end = |row: usize| if within(row) { module } else { row };
        edges.insert((end(from.module), end(to.module)));
    }
    let reach = |forward: bool| {
        let mut seen = BTreeSet::from([module]);
        let mut pending = vec![module];
        while let Some(at) = pending.pop() {
            for &(from, to) in &edges {
                let (from, to) = if forward { (from, to) } else { (to, from) };
                if from == at && seen.insert(to) {
                    pending.push(to);
                }
            }
        }
        seen
    };
    let both: Vec<usize> = reach(true).intersection(&reach(false)).copied().collect();
    let others = both.into_iter().filter(|&row| row != module);
    others.map(|row| things.modules[row].path.clone()).collect()
}
