//! Canaries of what the project says in tables of its own about uses: what is forbidden, rules, faces of modules.

use std::collections::BTreeMap;

use govern_gate::Edit;
use govern_workspace::DependencyKind;

use super::{
    draft::Draft,
    naming::{self, Using},
    nest::Nest,
};
use crate::{
    findings::{custom::Reach, occurrences::package_in_scope},
    model::architecture::ModuleRow,
    path::segments,
    policy::{
        Forbidden, ForbiddenName, LayerId,
        area::{Part, What},
        pattern::Captures,
        project::{CustomRule, Interface, RuleKind},
    },
};

const FORBIDDEN: &str = "forbidden_dependency";
const CUSTOM: &str = "custom_rule";
const FACE: &str = "private_module_used";

/// Each name that is forbidden, in one layer after the other.
pub(super) fn forbidden_dependency(nest: &mut Nest<'_>) {
    let architecture = nest.architecture;
    for forbidden in &architecture.policy.forbidden {
        let mut layers: BTreeMap<Option<LayerId>, Vec<ModuleRow>> = BTreeMap::new();
        let places = nest.places(|row| {
            let layer = architecture.module(row).layer;
            architecture.is_in_scope(layer, &forbidden.scope)
        });
        for row in places {
            let layer = architecture.module(row).layer;
            layers.entry(layer).or_default().push(row);
        }
        let mut layers: Vec<Vec<ModuleRow>> = layers.into_values().collect();
        if layers.is_empty() {
            // It is forbidden nowhere: what may be used everywhere is not found.
            layers.push(nest.places(|_| true).collect());
        }
        for (name, rows) in forbidden.names.iter().zip(layers.iter().cycle()) {
            forbidden_name(nest, forbidden, name, rows);
        }
    }
    nest.none_without(
        FORBIDDEN,
        "what is forbidden are modules that no other could use, or no code is where it is forbidden",
    );
}

/// A use of a forbidden name in one of some modules.
fn forbidden_name(
    nest: &mut Nest<'_>,
    forbidden: &Forbidden,
    name: &ForbiddenName,
    rows: &[ModuleRow],
) {
    let architecture = nest.architecture;
    let is_inside = |row: ModuleRow| {
        let path = segments(&architecture.module(row).path);
        name.pattern.contains(&path)
    };
    let targets: Vec<ModuleRow> = nest.places(is_inside).collect();
    let outside = |from: ModuleRow, _| !is_inside(from);
    let mut draft = Draft::default();
    let used = match nest.nearest(rows, &targets, outside) {
        Some((from, to)) => naming::module(nest, &mut draft, from, to).map(|using| (from, using)),
        None if targets.is_empty() => rows.iter().find_map(|&row| {
            let mut own = Draft::default();
            let using = naming::external(nest, &mut own, row, &name.text)?;
            let is_fresh = nest.is_fresh(row, &using.item);
            is_fresh.then(|| {
                draft = own;
                (row, using)
            })
        }),
        None => None,
    };
    let Some((from, Using { code, item })) = used else {
        return;
    };
    let module = &architecture.module(from).path;
    if let Some((code, inside)) = naming::of_kind(nest, &forbidden.kinds, &code) {
        nest.add(&mut draft, from, code);
        nest.put(
            FORBIDDEN,
            Some(format!("{module}{inside} -> {item}")),
            draft,
        );
        return;
    }
    // Only the build script must not use it, which the manifest would say.
    let package = architecture.module(from).package;
    let is_crate =
        !item.contains("::") && package_in_scope(architecture, package, &forbidden.scope);
    let mut draft = Draft::default();
    let how = format!("package = \"{}\"\nversion = \"1\"", name.text);
    if is_crate
        && targets.is_empty()
        && name.pattern.is_exact()
        && nest
            .depend(&mut draft, package, "build-dependencies", &how)
            .is_some()
    {
        let of = format!("{} -> {}", architecture.package(package).name, name.text);
        nest.put(FORBIDDEN, Some(of), draft);
    }
}

pub(super) fn custom_rule(nest: &mut Nest<'_>) {
    let architecture = nest.architecture;
    for rule in &architecture.policy.rules {
        let reach = Reach::new(architecture, rule);
        match rule.kind {
            RuleKind::Forbidden => {
                // Where exceptions leave nothing, nothing can be found: that is shown without them.
                if !forbidden(nest, rule, &reach, true) {
                    forbidden(nest, rule, &reach, false);
                }
            }
            RuleKind::Allowed => allowed(nest, rule, &reach),
            RuleKind::Required => required(nest, rule, &reach),
        }
    }
    nest.none_without(
        CUSTOM,
        "no code could be put in that is against a rule: what they are about does not exist, or could not be used",
    );
}

/// Something of each part of `to` in each part of `from`, or also in what is excepted. Whether there is something.
fn forbidden(
    nest: &mut Nest<'_>,
    rule: &CustomRule,
    reach: &Reach<'_>,
    with_exceptions: bool,
) -> bool {
    let none = Captures::default();
    let before = nest.canaries.made.len();
    for (from, to) in pairs(&rule.from.parts, &rule.to.parts) {
        let architecture = nest.architecture;
        let has = |part: &Part, row: ModuleRow, known: &Captures| {
            let module = architecture.module(row);
            part.what.module(architecture, module, known).is_some()
        };
        let captured = |row: ModuleRow| match with_exceptions {
            true => reach.captures(row).cloned(),
            false => rule.from.module(architecture, row, &none),
        };
        let about = |row: ModuleRow| captured(row).is_some() && has(from, row, &none);
        let users: Vec<ModuleRow> = nest.places(about).collect();
        let targets: Vec<ModuleRow> = nest.places(|row| has(to, row, &none)).collect();
        let is_wrong = |user: ModuleRow, target: ModuleRow| {
            captured(user).is_some_and(|captures| {
                let is_left = rule.to_except.has_module(architecture, target, &captures);
                has(to, target, &captures) && !(with_exceptions && is_left)
            })
        };
        let mut draft = Draft::default();
        let used = match nest.nearest(&users, &targets, is_wrong) {
            Some((user, target)) => {
                naming::module(nest, &mut draft, user, target).map(|using| (user, using))
            }
            None if targets.is_empty() => users.iter().find_map(|&user| {
                let mut own = Draft::default();
                let captures = captured(user)?;
                let text = external_text(to)?;
                let using = naming::external(nest, &mut own, user, &captures.fill(text))?;
                let is_left = rule
                    .to_except
                    .has_name(architecture, &using.item, &captures);
                let is_new = !(with_exceptions && is_left) && nest.is_fresh(user, &using.item);
                is_new.then(|| {
                    draft = own;
                    (user, using)
                })
            }),
            None => None,
        };
        if let Some((user, using)) = used {
            against(nest, rule, draft, user, &using);
        }
    }
    nest.canaries.made.len() > before
}

/// Each of one kind with each of another.
fn pairs<'p>(from: &'p [Part], to: &'p [Part]) -> impl Iterator<Item = (&'p Part, &'p Part)> {
    from.iter()
        .flat_map(|from| to.iter().map(move |to| (from, to)))
}

/// The pattern of a part that may stand for what is external.
fn external_text(part: &Part) -> Option<&str> {
    match part.what {
        What::Names(_) => Some(&part.text),
        What::Crates(_) => Some(part.text.trim_start_matches("crate:").trim()),
        What::Layer(_) | What::Files(_) => None,
    }
}

/// Puts a use in that is against a rule.
fn against(nest: &mut Nest<'_>, rule: &CustomRule, draft: Draft, user: ModuleRow, using: &Using) {
    let mut draft = draft;
    if let Some((code, _)) = naming::of_kind(nest, &rule.kinds, &using.code) {
        nest.add(&mut draft, user, code);
        nest.put(CUSTOM, Some(format!("{}: ", rule.name)), draft);
    }
}

/// Something that is not allowed: a module, and an external crate if those are listed.
fn allowed(nest: &mut Nest<'_>, rule: &CustomRule, reach: &Reach<'_>) {
    let architecture = nest.architecture;
    let none = Captures::default();
    let users: Vec<ModuleRow> = nest.places(|row| reach.captures(row).is_some()).collect();
    let is_other = |user: ModuleRow, target: ModuleRow| {
        rule.from.module(architecture, target, &none).as_ref() != reach.captures(user)
    };
    let is_wrong = |user: ModuleRow, target: ModuleRow| {
        let captures = reach.captures(user).unwrap_or(&none);
        is_other(user, target) && !rule.to.has_module(architecture, target, captures)
    };
    let Some(&first) = users.first() else {
        return;
    };
    let mut others: Vec<ModuleRow> = nest.places(|row| is_wrong(first, row)).collect();
    let is_vacuous = others.is_empty() && rule.external.is_none();
    if is_vacuous {
        // All may be used: then nothing is found of what is used.
        others = nest.places(|row| is_other(first, row)).collect();
    }
    let accepts = |user, target| is_vacuous || is_wrong(user, target);
    if let Some((user, target)) = nest.nearest(&users, &others, accepts) {
        let mut draft = Draft::default();
        if let Some(using) = naming::module(nest, &mut draft, user, target) {
            against(nest, rule, draft, user, &using);
        }
    }
    if rule.external.is_some() {
        let mut draft = Draft::default();
        if let Some(name) = nest.external(&mut draft, first, None) {
            let code = format!("use ::{name} as {}_used;", nest.name());
            against(nest, rule, draft, first, &Using { code, item: name });
        }
    }
}

/// A component that uses something of what it has to, without its code.
fn required(nest: &mut Nest<'_>, rule: &CustomRule, reach: &Reach<'_>) {
    let architecture = nest.architecture;
    let (_, lacking) = reach.lacking();
    let lacks = |row: ModuleRow| lacking.iter().any(|(known, _)| *known == row);
    let components = rule.from.components(architecture).into_iter();
    let mut components = components.map(|(row, _)| row).filter(|&row| {
        let module = architecture.module(row);
        architecture.is_in_view(row)
            && rule.kinds.contains(&module.kind)
            && reach.captures(row).is_some()
            && !lacks(row)
    });
    let file_of = |row: ModuleRow| {
        let module = architecture.module(row);
        let parent = module.parent.map(|parent| architecture.module(parent));
        parent
            .is_none_or(|parent| parent.file != module.file)
            .then_some(module.file_path.as_str())
    };
    if let Some(path) = components.find_map(file_of) {
        let mut draft = Draft::default();
        let edit = Edit::Write(path.to_owned(), Vec::new());
        draft.edit(edit, format!("nothing in `{path}`"));
        nest.put(CUSTOM, Some(format!("{}: ", rule.name)), draft);
    }
}

pub(super) fn private_module_used(nest: &mut Nest<'_>) {
    let architecture = nest.architecture;
    for interface in &architecture.policy.interfaces {
        for (face, captures) in interface.module.components(architecture) {
            if architecture.module(face).kind == DependencyKind::Normal {
                for_others(nest, interface, face, &captures);
                behind(nest, interface, face, &captures);
            }
        }
    }
    nest.none_without(
        FACE,
        "no module could use one that has a face: there is none outside of it, or cargo refuses the cycle of packages",
    );
}

/// A use of a module by one that is none of its users.
fn for_others(nest: &mut Nest<'_>, interface: &Interface, face: ModuleRow, captures: &Captures) {
    let architecture = nest.architecture;
    let Some(users) = &interface.users else {
        return;
    };
    let others = nest.places(|row| {
        !architecture.is_within(row, face) && !users.has_module(architecture, row, captures)
    });
    let others: Vec<ModuleRow> = others.collect();
    if let Some((from, to)) = nest.nearest(&others, &[face], |_, _| true) {
        let mut draft = Draft::default();
        if let Some(using) = naming::module(nest, &mut draft, from, to) {
            nest.add(&mut draft, from, using.code);
            let from = &architecture.module(from).path;
            nest.put(FACE, Some(format!("{from} -> {}", using.item)), draft);
        }
    }
}

/// A use of what is inside a module and not on its face.
fn behind(nest: &mut Nest<'_>, interface: &Interface, face: ModuleRow, captures: &Captures) {
    let architecture = nest.architecture;
    let users = interface.users.as_ref();
    // Where all that is in it belongs to its face, it is about its users; without any it finds nothing.
    if users.is_some() && interface.public.has_module(architecture, face, captures) {
        return;
    }
    let outside = nest.places(|row| {
        !architecture.is_within(row, face)
            && users.is_none_or(|users| users.has_module(architecture, row, captures))
    });
    let outside: Vec<ModuleRow> = outside.collect();
    let Some((from, to)) = nest.nearest(&outside, &[face], |_, _| true) else {
        return;
    };
    let mut draft = Draft::default();
    let name = nest.name();
    if let Some(path) = nest.path(&mut draft, from, to) {
        let inside = format!("pub mod {name} {{ pub struct Canary; }}");
        nest.add(&mut draft, to, inside);
        let code = format!("use {path}::{name}::Canary as {name}_used;");
        nest.add(&mut draft, from, code);
        let (from, to) = (
            &architecture.module(from).path,
            &architecture.module(to).path,
        );
        nest.put(FACE, Some(format!("{from} -> {to}::{name}")), draft);
    }
}
