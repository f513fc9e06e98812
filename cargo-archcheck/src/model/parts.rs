//! Parts of layers: the modules side by side below where a layer begins, or the several places where it does.

use std::collections::BTreeSet;

use govern_workspace::DependencyKind;

use crate::{
    model::architecture::{Architecture, ModuleRow, Use},
    path::segments,
    policy::LayerId,
};

/// Which part of a layer each module belongs to.
#[derive(Debug)]
pub(crate) struct Parts {
    /// By module; none outside of such layers, where one begins, and in what is common.
    pub(crate) of: Vec<Option<ModuleRow>>,
    /// Where layers begin that begin in several places.
    pub(crate) roots: BTreeSet<ModuleRow>,
}

impl Parts {
    /// The parts of some layers.
    pub(crate) fn new(architecture: &Architecture, layers: &[LayerId]) -> Parts {
        let count = architecture.modules.len();
        let mut begins: Vec<Option<ModuleRow>> = vec![None; count];
        let mut first_below: Vec<Option<ModuleRow>> = vec![None; count];
        // Parents come first.
        for row in architecture.module_rows() {
            let module = architecture.module(row);
            let Some(layer) = module.layer.filter(|layer| layers.contains(layer)) else {
                continue;
            };
            let parent = module
                .parent
                .filter(|&parent| architecture.module(parent).layer == Some(layer));
            match parent {
                None => begins[row.index()] = Some(row),
                Some(parent) => {
                    begins[row.index()] = begins[parent.index()];
                    first_below[row.index()] = first_below[parent.index()].or(Some(row));
                }
            }
        }
        let several: BTreeSet<LayerId> = layers
            .iter()
            .copied()
            .filter(|&layer| {
                let starts = begins
                    .iter()
                    .enumerate()
                    .filter(|(row, start)| **start == Some(ModuleRow(*row as u32)));
                let starts = starts.map(|(row, _)| ModuleRow(row as u32)).filter(|&row| {
                    let module = architecture.module(row);
                    module.layer == Some(layer) && module.kind == DependencyKind::Normal
                });
                starts.count() > 1
            })
            .collect();
        let mut of = vec![None; count];
        let mut roots = BTreeSet::new();
        for row in architecture.module_rows() {
            let Some(layer) = architecture.module(row).layer else {
                continue;
            };
            if is_common(architecture, row, layer) {
                continue;
            }
            of[row.index()] = match several.contains(&layer) {
                true => begins[row.index()],
                false => first_below[row.index()],
            };
            if several.contains(&layer) {
                roots.extend(begins[row.index()]);
            }
        }
        Parts { of, roots }
    }

    /// The parts between which a use leads that it should not.
    pub(crate) fn crossing(
        &self,
        architecture: &Architecture,
        place: &Use,
    ) -> Option<(ModuleRow, ModuleRow)> {
        if !architecture.counts(place.kind) || !architecture.is_in_view(place.from) {
            return None;
        }
        let part = self.of[place.from.index()]?;
        let targets = [place.def, place.via].into_iter().flatten();
        targets
            .filter_map(|target| self.of[target.index()])
            .find(|&other| self.differ(architecture, part, other))
            .map(|other| (part, other))
    }

    /// Whether two parts are siblings: of one layer, and not of one package by the same name, as a library and its program are.
    pub(crate) fn differ(
        &self,
        architecture: &Architecture,
        part: ModuleRow,
        other: ModuleRow,
    ) -> bool {
        let (one, two) = (architecture.module(part), architecture.module(other));
        let same_package =
            one.package == two.package && one.parent.is_none() && two.parent.is_none();
        part != other && one.layer == two.layer && !same_package && !two.excluded
    }
}

/// Whether a module is what all parts of its layer may use.
fn is_common(architecture: &Architecture, row: ModuleRow, layer: LayerId) -> bool {
    let common = &architecture.policy.layer(layer).common;
    std::iter::successors(Some(row), |&row| architecture.module(row).parent).any(|around| {
        let path = segments(&architecture.module(around).path);
        common.iter().any(|pattern| pattern.matches(&path))
    })
}
