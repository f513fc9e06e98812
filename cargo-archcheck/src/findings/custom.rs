//! Which uses and links are against the rules of the project.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use crate::{
    findings::{
        causes::by_cause,
        occurrences::{Detour, Index, package_paths},
    },
    model::{
        architecture::{Architecture, Link, ModuleRow, PackageRow, Use, UseRow},
        texts::TextId,
    },
    path::{STANDARD, head},
    policy::{
        area::Area,
        pattern::Captures,
        project::{CustomRule, Readings, RuleKind},
    },
};

/// What is against a rule, in code: uses of one name from one module.
#[derive(Debug)]
pub(crate) struct Against<'a> {
    pub(crate) item: &'a str,
    pub(crate) uses: Vec<UseRow>,
}

/// A rule, and what its `from` is in this workspace.
#[derive(Debug)]
pub(crate) struct Reach<'a> {
    architecture: &'a Architecture,
    pub(crate) rule: &'a CustomRule,
    /// For each module what is captured there, if the rule is about it: a row of `groups`.
    of_module: Vec<Option<usize>>,
    /// What is captured, each once.
    groups: Vec<Captures>,
}

impl<'a> Reach<'a> {
    pub(crate) fn new(architecture: &'a Architecture, rule: &'a CustomRule) -> Reach<'a> {
        let mut rows: BTreeMap<Captures, usize> = BTreeMap::new();
        let of_module = architecture.module_rows().map(|row| {
            let captures = rule.about(architecture, row)?;
            let next = rows.len();
            Some(*rows.entry(captures).or_insert(next))
        });
        let of_module = of_module.collect();
        let mut groups = vec![Captures::default(); rows.len()];
        for (captures, row) in rows {
            groups[row] = captures;
        }
        Reach {
            architecture,
            rule,
            of_module,
            groups,
        }
    }

    /// What is captured in a module, if the rule is about it.
    pub(crate) fn captures(&self, row: ModuleRow) -> Option<&Captures> {
        Some(&self.groups[self.of_module[row.index()]?])
    }

    /// How many modules it is about.
    pub(crate) fn modules(&self) -> usize {
        let rows = self.architecture.module_rows();
        rows.filter(|&row| {
            self.of_module[row.index()].is_some() && self.architecture.is_in_view(row)
        })
        .count()
    }

    /// The uses that are against the rule, by what brought them in.
    pub(crate) fn against(&self) -> Vec<Against<'a>> {
        let mut known = FxHashMap::default();
        let rows = self.architecture.use_rows();
        let wrong = rows.filter(|&row| self.is_against(self.architecture.use_of(row), &mut known));
        let wrong: BTreeSet<UseRow> = wrong.collect();
        let causes = by_cause(self.architecture, &wrong).into_iter();
        causes
            .map(|((_, item), uses)| Against { item, uses })
            .collect()
    }

    /// Whether it would be against the rule to use something like this; the use need not be there.
    pub(crate) fn forbids(&self, place: &Use) -> bool {
        self.is_against(place, &mut Known::default())
    }

    fn is_against(&self, place: &Use, known: &mut Known) -> bool {
        let Some(group) = self.of_module[place.from.index()] else {
            return false;
        };
        if !self.rule.kinds.contains(&place.kind) || !self.architecture.is_in_view(place.from) {
            return false;
        }
        let key = (group, place.via, place.def, place.item);
        *known.entry(key).or_insert_with(|| {
            let captures = &self.groups[group];
            match self.rule.kind {
                RuleKind::Forbidden => {
                    let leads = |area| self.leads(place, area, captures);
                    leads(&self.rule.to) && !leads(&self.rule.to_except)
                }
                RuleKind::Allowed => !self.is_allowed(place, captures),
                RuleKind::Required => false,
            }
        })
    }

    /// The reading by which none of some uses would be against the rule, which goes by either, and the module that they go
    /// through.
    pub(crate) fn other_reading(&self, uses: &[UseRow]) -> Option<(&'static str, ModuleRow)> {
        let first = self.architecture.use_of(*uses.first()?);
        let (captures, via) = (self.captures(first.from)?, first.via?);
        if self.rule.kind != RuleKind::Forbidden || self.rule.reading != Readings::Any {
            return None;
        }
        let is_against = |reading| {
            uses.iter().any(|&row| {
                let place = self.architecture.use_of(row);
                let leads = |area| self.leads_by(reading, place, area, captures);
                leads(&self.rule.to) && !leads(&self.rule.to_except)
            })
        };
        match (is_against(Readings::Via), is_against(Readings::Def)) {
            (false, true) => Some(("via", via)),
            (true, false) => Some(("def", via)),
            _ => None,
        }
    }

    /// Whether a use leads to an area, by the reading of the rule.
    fn leads(&self, place: &Use, area: &Area, captures: &Captures) -> bool {
        self.leads_by(self.rule.reading, place, area, captures)
    }

    fn leads_by(&self, reading: Readings, place: &Use, area: &Area, captures: &Captures) -> bool {
        let architecture = self.architecture;
        let mut targets = targets(reading, place);
        targets.any(|row| area.has_module(architecture, row, captures))
            || (counts_by_name(reading, place) && self.is_named(place, area, captures))
    }

    /// Whether an area has what is used by its name.
    fn is_named(&self, place: &Use, area: &Area, captures: &Captures) -> bool {
        let item = self.architecture.text(place.item);
        match place.def {
            Some(_) => area.has_item(self.architecture, item, captures),
            None => area.has_name(self.architecture, item, captures),
        }
    }

    /// Whether all that a use leads to may be used.
    fn is_allowed(&self, place: &Use, captures: &Captures) -> bool {
        let (architecture, rule) = (self.architecture, self.rule);
        let item = architecture.text(place.item);
        let by_name =
            counts_by_name(rule.reading, place) && self.is_named(place, &rule.to, captures);
        let none = Captures::default();
        let inside = |row| rule.from.module(architecture, row, &none).as_ref() == Some(captures);
        let targets = targets(rule.reading, place)
            .all(|row| by_name || inside(row) || rule.to.has_module(architecture, row, captures));
        let external = place.def.is_none() && counts_by_name(rule.reading, place);
        targets && (!external || by_name || self.is_allowed_external(item, captures))
    }

    fn is_allowed_external(&self, item: &str, captures: &Captures) -> bool {
        let head = head(item);
        let Some(external) = &self.rule.external else {
            return true;
        };
        STANDARD.contains(&head) || external.has_name(self.architecture, item, captures)
    }

    /// The links in manifests that are against the rule.
    pub(crate) fn links(&self) -> Vec<(&'a Link, Captures)> {
        let (architecture, rule) = (self.architecture, self.rule);
        let wrong = |link: &'a Link| {
            let captures = self.package(link.from)?;
            let counts = link.kinds.keys().any(|kind| rule.kinds.contains(kind));
            let wrong = match rule.kind {
                _ if !counts || link.from == link.to => false,
                RuleKind::Forbidden => self.is_forbidden_package(link.to, &captures),
                RuleKind::Allowed => !self.is_allowed_package(link.to, &captures),
                RuleKind::Required => false,
            };
            wrong.then_some((link, captures))
        };
        architecture.links.iter().filter_map(wrong).collect()
    }

    /// What is captured in a package, if the rule is about it as a whole.
    fn package(&self, row: PackageRow) -> Option<Captures> {
        let package = self.architecture.package(row);
        if !package.member || !package.selected || package.excluded {
            return None;
        }
        let captures = self
            .rule
            .from
            .package(self.architecture, row, &Captures::default())?;
        let except = self.rule.except.package(self.architecture, row, &captures);
        except.is_none().then_some(captures)
    }

    fn is_forbidden_package(&self, row: PackageRow, captures: &Captures) -> bool {
        let inside = |area: &Area| area.package(self.architecture, row, captures).is_some();
        inside(&self.rule.to) && !inside(&self.rule.to_except)
    }

    fn is_allowed_package(&self, row: PackageRow, captures: &Captures) -> bool {
        let (architecture, rule) = (self.architecture, self.rule);
        if rule.to.package(architecture, row, captures).is_some()
            || rule
                .from
                .package(architecture, row, &Captures::default())
                .as_ref()
                == Some(captures)
        {
            return true;
        }
        if architecture.package(row).member {
            // Where only some of its modules may be used, the package has to be depended on.
            let mut rows = architecture.module_rows();
            return rows.any(|module| {
                architecture.module(module).package == row
                    && rule.to.has_module(architecture, module, captures)
            });
        }
        rule.external.as_ref().is_none_or(|external| {
            let package = architecture.package(row);
            external.package(architecture, row, captures).is_some()
                || external.parts.iter().any(|part| {
                    let pattern = part.what.pattern();
                    pattern.is_some_and(|pattern| pattern.may_begin(&package.library))
                })
        })
    }

    /// How modules that the rule is about reach what is forbidden over modules that it is not about.
    pub(crate) fn detours(&self, index: &Index<'a>) -> Vec<Detour> {
        let (architecture, rule) = (self.architecture, self.rule);
        let mut detours = Vec::new();
        for (group, captures) in self.groups.iter().enumerate() {
            let mut users: BTreeMap<ModuleRow, UseRow> = BTreeMap::new();
            let mut leads: FxHashMap<_, bool> = FxHashMap::default();
            for row in architecture.use_rows() {
                let place = architecture.use_of(row);
                if !rule.kinds.contains(&place.kind) || users.contains_key(&place.from) {
                    continue;
                }
                let key = (place.via, place.def, place.item);
                let leads = leads.entry(key).or_insert_with(|| {
                    self.leads(place, &rule.to, captures)
                        && !self.leads(place, &rule.to_except, captures)
                });
                if *leads {
                    users.insert(place.from, row);
                }
            }
            let starts = |row: ModuleRow| {
                self.of_module[row.index()] == Some(group)
                    && architecture.is_in_view(row)
                    && rule.kinds.contains(&architecture.module(row).kind)
            };
            // What is used by those that the rule is about is said there; what is forbidden may use itself.
            let outside = |row: ModuleRow| {
                self.of_module[row.index()].is_none()
                    && !architecture.module(row).excluded
                    && !rule.to.has_module(architecture, row, captures)
            };
            detours.extend(index.detours_between(&users, &outside, &starts, &|_| ()));
        }
        detours
    }

    /// How packages that the rule is about reach packages that are forbidden over others, by links, with what is captured.
    pub(crate) fn package_paths(&self) -> Vec<(Vec<&'a Link>, Captures)> {
        let (architecture, rule) = (self.architecture, self.rule);
        let rows = (0..architecture.packages.len() as u32).map(PackageRow);
        let mut groups: BTreeMap<Captures, BTreeSet<PackageRow>> = BTreeMap::new();
        for row in rows {
            if let Some(captures) = self.package(row) {
                groups.entry(captures).or_default().insert(row);
            }
        }
        let mut paths = Vec::new();
        for (captures, packages) in groups {
            let starts = |row| packages.contains(&row);
            let goal = |row| self.is_forbidden_package(row, &captures);
            let found = package_paths(architecture, &starts, &goal, &rule.kinds);
            paths.extend(found.into_iter().map(|path| (path, captures.clone())));
        }
        paths
    }

    /// What has to use something of `to`, and does not.
    pub(crate) fn lacking(&self) -> (usize, Vec<(ModuleRow, &Captures)>) {
        let (architecture, rule) = (self.architecture, self.rule);
        let components = rule.from.components(architecture).into_iter();
        let components: Vec<(ModuleRow, &Captures)> = components
            .filter(|&(row, _)| {
                architecture.is_in_view(row) && rule.kinds.contains(&architecture.module(row).kind)
            })
            .filter_map(|(row, _)| Some((row, self.captures(row)?)))
            .collect();
        let uses = |row: ModuleRow, captures: &Captures| {
            let mut rows = architecture.use_rows();
            rows.any(|number| {
                let place = architecture.use_of(number);
                rule.kinds.contains(&place.kind)
                    && architecture.is_within(place.from, row)
                    && self.leads(place, &rule.to, captures)
                    && !self.leads(place, &rule.to_except, captures)
            })
        };
        let lacking = components
            .iter()
            .copied()
            .filter(|&(row, captures)| !uses(row, captures))
            .collect();
        (components.len(), lacking)
    }
}

/// The modules that a use leads to, by a reading.
fn targets(reading: Readings, place: &Use) -> impl Iterator<Item = ModuleRow> + use<> {
    let via = (reading != Readings::Def).then_some(place.via).flatten();
    let def = (reading != Readings::Via).then_some(place.def).flatten();
    via.into_iter().chain(def)
}

/// Whether a use counts by the full path of what it is: what came through a module of the workspace is named by that one,
/// not by its own path.
fn counts_by_name(reading: Readings, place: &Use) -> bool {
    reading != Readings::Via || place.via == place.def
}

/// Whether a use is against a rule, by what was captured and where it leads.
type Known = FxHashMap<(usize, Option<ModuleRow>, Option<ModuleRow>, TextId), bool>;

impl CustomRule {
    /// What is captured in a module, if the rule is about it.
    fn about(&self, architecture: &Architecture, row: ModuleRow) -> Option<Captures> {
        let captures = self.from.module(architecture, row, &Captures::default())?;
        if self.except.has_module(architecture, row, &captures) {
            return None;
        }
        // What is forbidden may use itself.
        let itself =
            self.kind == RuleKind::Forbidden && self.to.has_module(architecture, row, &captures);
        (!itself).then_some(captures)
    }
}
