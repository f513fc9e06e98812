//! How it is shown that a module reaches something over others.

use govern_gate::Finding;

use crate::{
    findings::occurrences::{Detour, Index},
    model::architecture::{Architecture, ModuleRow},
};

/// How many of the other modules that go the same way are shown.
const SHOWN: usize = 3;

/// Shows the way: its steps, the use at its end, and which other modules begin like this.
pub(crate) fn show(
    architecture: &Architecture,
    finding: &mut Finding,
    index: &Index<'_>,
    detour: &Detour,
) {
    let path = |row: ModuleRow| architecture.module(row).path.as_str();
    let next = detour.path[1];
    let user = architecture.use_of(detour.user);
    let item = architecture.text(user.item);
    finding.label(format!("this is in `{}`", path(next)));
    for &other in detour.others.iter().take(SHOWN) {
        finding.related(
            index.site(other, next).span,
            format!("`{}` does so, too", path(other)),
        );
    }
    for step in detour.path.windows(2).skip(1) {
        let site = index.site(step[0], step[1]);
        let item = architecture.text(site.item);
        finding.related(site.span, format!("`{}` uses `{item}`", path(step[0])));
    }
    finding.related(user.span, format!("`{}` uses `{item}`", path(user.from)));
    let names = detour.path.iter().map(|&row| path(row)).chain([item]);
    finding.note(format!(
        "the shortest path: `{}`",
        names.collect::<Vec<_>>().join("` → `")
    ));
    if detour.others.len() > SHOWN {
        finding.note(format!(
            "{} more modules do so",
            detour.others.len() - SHOWN
        ));
    }
}
