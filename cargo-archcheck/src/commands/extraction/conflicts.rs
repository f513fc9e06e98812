//! What is not allowed any more once a module is a crate, or means something else there.

use std::collections::BTreeSet;

use super::{
    document::Conflict,
    face::{Facing, maybe_called},
    placement::Place,
    report::Report,
    things::{Kind, Mark, Sight},
};

pub(super) fn conflicts(report: &Report<'_>, face: &[Facing]) -> Vec<Conflict> {
    let mut found = inherent(report);
    found.extend(implementations(report));
    found.extend(macros(report));
    found.extend(methods(report, face));
    found.extend(fields(report));
    found.extend(tests(report));
    found.extend(built(report));
    found.extend(rooted(report));
    found
}

/// Methods in the rest of types that are in a new crate.
fn inherent(report: &Report<'_>) -> Vec<Conflict> {
    let things = report.things;
    let mut found = Vec::new();
    for (&of, methods) in &things.methods {
        let apart = methods.iter().copied().filter(|&method| {
            let entry = &things.list[method];
            !entry.test
                && report.plan.moves(of)
                && entry.module != things.list[of].module
                && report.is_inside(of) != report.is_inside(method)
        });
        let apart: Vec<usize> = apart.collect();
        if apart.is_empty() {
            continue;
        }
        let names: Vec<String> = apart
            .iter()
            .map(|&row| format!("`{}`", things.list[row].name))
            .collect();
        let stays = apart.iter().any(|&row| !report.plan.moves(row));
        found.push(Conflict {
            what: format!(
                "inherent methods of `{}` stand on the other side: {}",
                things.list[of].path,
                names.join(", ")
            ),
            help: match stays {
                true => "they move to their type where the plan says so; the others become methods of a trait".to_owned(),
                false => "they move to their type".to_owned(),
            },
            sites: report.sites(apart.iter().map(|&row| things.list[row].span)),
        });
    }
    found
}

/// Implementations that the orphan rule makes move.
fn implementations(report: &Report<'_>) -> Vec<Conflict> {
    let things = report.things;
    let apart = things.implementations.iter().copied().filter(|&row| {
        let header = things.list[row].header.as_ref();
        let of_inside = header.is_some_and(|header| {
            let types = header.types.iter().filter_map(|ty| match ty {
                super::things::HeadType::Thing(thing) => Some(*thing),
                _ => None,
            });
            types
                .chain(header.of_trait)
                .any(|thing| report.is_inside(thing))
        });
        !report.is_inside(row) && of_inside && report.plan.moves(row) && !things.list[row].test
    });
    apart
        .map(|row| Conflict {
            what: format!(
                "`{}` may not stay in the rest: nothing in it is of the rest then",
                things.list[row].path
            ),
            help: "it moves with its type; what it needs is part of the plan".to_owned(),
            sites: report.sites([things.list[row].span]),
        })
        .collect()
}

/// Macros that are called across the cut.
fn macros(report: &Report<'_>) -> Vec<Conflict> {
    let things = report.things;
    let mut found = Vec::new();
    for (row, entry) in things.list.iter().enumerate() {
        if entry.kind != Kind::Macro || entry.exported {
            continue;
        }
        let across = things
            .users_of(row)
            .filter(|usage| report.plan.place[usage.from] != report.plan.place[row]);
        let sites: BTreeSet<Mark> = across
            .flat_map(|usage| usage.sites.iter().copied())
            .collect();
        if !sites.is_empty() {
            found.push(Conflict {
                what: format!("`{}!` is called across the cut", entry.name),
                help:
                    "`#[macro_export]` makes it visible, and its paths have to begin with `$crate`"
                        .to_owned(),
                sites: report.sites(sites),
            });
        }
    }
    found
}

/// Methods that are not `pub`, and may be called from outside.
fn methods(report: &Report<'_>, face: &[Facing]) -> Vec<Conflict> {
    let methods = maybe_called(report.things, report.plan, face);
    methods
        .into_iter()
        .map(|(row, sites)| {
            let entry = &report.things.list[row];
            Conflict {
                what: format!(
                    "`{}` is `{}`, and methods of this name are called outside",
                    entry.path,
                    entry.sight.word()
                ),
                help: "only types tell whether it is this one: then it has to be `pub`".to_owned(),
                sites: report.sites(sites),
            }
        })
        .collect()
}

/// Fields of types that move away from what may use them.
fn fields(report: &Report<'_>) -> Vec<Conflict> {
    let things = report.things;
    let mut found = Vec::new();
    for (row, entry) in things.list.iter().enumerate() {
        let place = report.plan.place[row];
        // Private fields of the module's own types are used only in it.
        let inside = report.is_inside(row);
        let fields = if inside {
            &entry.restricted
        } else {
            &entry.hidden
        };
        if place == Place::Old || fields.is_empty() || entry.test {
            continue;
        }
        let left = things.users_of(row).filter(|usage| {
            let user = things.list[usage.from].module;
            let sees = inside || things.is_within(user, entry.module);
            report.plan.place[usage.from] != place && !usage.import && sees
        });
        let sites: BTreeSet<Mark> = left.map(|usage| things.list[usage.from].span).collect();
        if !sites.is_empty() {
            found.push(Conflict {
                what: format!(
                    "fields of `{}` that are not `pub` may be used by what stays: `{}`",
                    entry.path,
                    fields.join("`, `")
                ),
                help: "only types tell; they become `pub`, or get methods".to_owned(),
                sites: report.sites(sites),
            });
        }
    }
    found
}

/// Tests on one side that use what is on the other.
fn tests(report: &Report<'_>) -> Vec<Conflict> {
    let things = report.things;
    let (mut out, mut into) = (BTreeSet::new(), BTreeSet::new());
    for usage in things
        .uses
        .iter()
        .filter(|usage| things.list[usage.from].test)
    {
        let (from, to) = (report.plan.place[usage.from], report.plan.place[usage.to]);
        if from == Place::New && to == Place::Old {
            out.extend(usage.sites.iter().copied());
        }
        let private = things.list[usage.to].sight != Sight::Public;
        if from == Place::Old && to != Place::Old && private {
            into.extend(usage.sites.iter().copied());
        }
    }
    let mut found = Vec::new();
    if !out.is_empty() {
        found.push(Conflict {
            what: "tests of the module use the rest".to_owned(),
            help: "tests in `tests/` may depend on the old crate (`[dev-dependencies]`); unit tests would see another copy of their own types".to_owned(),
            sites: report.sites(out),
        });
    }
    if !into.is_empty() {
        found.push(Conflict {
            what: "tests in the rest use what is not `pub`, and moves".to_owned(),
            help: "they move along, or it becomes `pub`".to_owned(),
            sites: report.sites(into),
        });
    }
    found
}

/// Macros whose value depends on where a file is.
fn built(report: &Report<'_>) -> Vec<Conflict> {
    let moved = report
        .things
        .list
        .iter()
        .enumerate()
        .filter(|(row, _)| report.plan.moves(*row));
    let built: BTreeSet<&(Mark, String)> = moved.flat_map(|(_, thing)| &thing.built).collect();
    built
        .into_iter()
        .map(|(mark, name)| Conflict {
            what: match name.starts_with("include") {
                true => format!("`{name}` names a file"),
                false => format!("`{name}` is read while the new package is built"),
            },
            help: match name.starts_with("include") {
                true => "the file moves, too, if its path is relative".to_owned(),
                false => {
                    "variables of cargo, and of the build script, are those of the new package then"
                        .to_owned()
                }
            },
            sites: report.sites([*mark]),
        })
        .collect()
}

/// Paths that begin at the root of the crate, or above the module.
fn rooted(report: &Report<'_>) -> Vec<Conflict> {
    let things = report.things;
    let mut marks = BTreeSet::new();
    for (row, thing) in things.list.iter().enumerate() {
        if !report.plan.moves(row) {
            continue;
        }
        let inside = report.is_inside(row);
        let depth = std::iter::successors(Some(thing.module), |&at| things.modules[at].parent)
            .take_while(|&at| at != report.module)
            .count();
        for (mark, supers) in &thing.rooted {
            if !inside || supers.is_none_or(|supers| supers > depth) {
                marks.insert(*mark);
            }
        }
    }
    if marks.is_empty() {
        return Vec::new();
    }
    vec![Conflict {
        what: "paths begin with `crate`, or lead above what moves".to_owned(),
        help: "they are written anew: from the root of the new crate, or of the crate that has it then".to_owned(),
        sites: report.sites(marks),
    }]
}
