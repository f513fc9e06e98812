//! How a use of something forbidden is said: in code, in a manifest, and behind other packages and modules.

use govern_diagnostics::Span;
use govern_gate::{Finding, Findings};
use govern_workspace::DependencyKind;

use crate::{
    findings::{
        causes::show_sites,
        detours::show,
        occurrences::{Detour, Index, Possible},
    },
    model::architecture::{Architecture, Link, ModuleRow, UseRow},
    path::head,
    policy::{Forbidden, ForbiddenName, LayerId, Scope},
};

/// What is forbidden, and by which of the names.
pub(crate) type Ban<'a> = (&'a Forbidden, &'a ForbiddenName);

/// Uses in code that one import or path brought in.
pub(crate) fn in_code(
    architecture: &Architecture,
    findings: &mut Findings,
    ban: Ban<'_>,
    item: &str,
    uses: &[UseRow],
) {
    let place = architecture.use_of(uses[0]);
    let module = architecture.module(place.from);
    let finding = findings.report(
        place.span,
        format!("{} -> {item}", module.path),
        format!(
            "{}: `{}` uses `{item}`",
            forbidden(architecture, ban, module.layer),
            module.path
        ),
    );
    finding.label(format!("this is `{}`", architecture.text(place.item)));
    show_sites(architecture, finding, uses);
    let written = head(architecture.text(place.written));
    let link = architecture.links.iter().find(|link| {
        link.from == module.package
            && link.name == written
            && link.name != architecture.package(link.to).library
    });
    if let Some(link) = link {
        finding.note(format!(
            "`{}` is what this package calls `{}`",
            link.name,
            architecture.package(link.to).name
        ));
    }
    explain(architecture, finding, ban);
    finding.help(advice(architecture, ban.0));
}

/// A name that may be what is forbidden: of which of several crates it is cannot be told.
pub(crate) fn perhaps_in_code(
    architecture: &Architecture,
    findings: &mut Findings,
    ban: Ban<'_>,
    possible: &Possible<'_>,
) {
    let Possible {
        unknown,
        item,
        globs,
    } = possible;
    let module = architecture.module(unknown.module);
    let finding = findings.report(
        unknown.span,
        format!("{} -> {item}, perhaps", module.path),
        format!(
            "{}: `{}` uses `{}`, which may be `{item}`",
            forbidden(architecture, ban, module.layer),
            module.path,
            unknown.text
        ),
    );
    finding.warn().label(format!("this may be `{item}`"));
    let globs = globs.iter().map(|glob| format!("`{glob}::*`"));
    let globs: Vec<String> = globs.collect();
    finding.note(format!(
        "what is in these crates is not known, and the module uses {}",
        globs.join(" and ")
    ));
    explain(architecture, finding, ban);
    finding.help("name what you use instead of a `*`: then it is known which crate it is of");
}

/// A dependency that no code of the package uses, as far as is seen.
pub(crate) fn in_manifest(
    architecture: &Architecture,
    findings: &mut Findings,
    ban: Ban<'_>,
    link: &Link,
) {
    let (from, to) = (
        architecture.package(link.from),
        architecture.package(link.to),
    );
    let finding = findings.report(
        declared(ban.0, link),
        format!("{} -> {}", from.name, to.name),
        format!(
            "{}: package `{}` depends on `{}`",
            forbidden(architecture, ban, from.layer),
            from.name,
            to.label
        ),
    );
    finding.label(if link.name == to.library {
        "declared here".to_owned()
    } else {
        format!("this is `{}`", to.name)
    });
    explain(architecture, finding, ban);
    finding.help("remove it from the manifest");
}

/// A package that brings it in.
pub(crate) fn over_packages(
    architecture: &Architecture,
    findings: &mut Findings,
    ban: Ban<'_>,
    path: &[&Link],
) {
    let (Some(first), Some(last)) = (path.first(), path.last()) else {
        return;
    };
    let (from, to) = (
        architecture.package(first.from),
        architecture.package(last.to),
    );
    let next = &architecture.package(first.to).label;
    let finding = findings.report(
        declared(ban.0, first),
        format!("{} -> … -> {}", from.name, to.name),
        format!(
            "{}: package `{}` depends on `{}` through `{next}`",
            forbidden(architecture, ban, from.layer),
            from.name,
            to.label
        ),
    );
    finding.label(format!("`{next}` brings it in"));
    let names = path
        .iter()
        .map(|link| architecture.package(link.from).label.as_str())
        .chain([to.label.as_str()]);
    finding.note(format!(
        "the shortest path: `{}`",
        names.collect::<Vec<_>>().join("` → `")
    ));
    explain(architecture, finding, ban);
    finding.help(format!(
        "do without `{next}`, or switch off the feature of it that needs `{}`",
        to.name
    ));
}

/// A module that brings it in.
pub(crate) fn over_modules(
    architecture: &Architecture,
    findings: &mut Findings,
    ban: Ban<'_>,
    index: &Index<'_>,
    detour: &Detour,
) {
    let path = |row: ModuleRow| architecture.module(row).path.as_str();
    let (from, next) = (detour.path[0], detour.path[1]);
    let user = architecture.use_of(detour.user);
    let item = architecture.text(user.item);
    let layer = architecture.module(from).layer;
    let whose = match layer {
        Some(layer) => architecture.policy.layer(layer).name.as_str(),
        None => path(from),
    };
    let finding = findings.report(
        index.site(from, next).span,
        format!("{whose} -> {} -> … -> {item}", path(next)),
        format!(
            "{}: `{}` reaches `{item}` through `{}`",
            forbidden(architecture, ban, layer),
            path(from),
            path(next),
        ),
    );
    show(architecture, finding, index, detour);
    explain(architecture, finding, ban);
    finding.help(format!(
        "do without `{}`: let it be behind a trait that is passed in, or take what comes of it as a value",
        path(next)
    ));
}

/// Where a link is declared in a table that is forbidden.
fn declared(forbidden: &Forbidden, link: &Link) -> Option<Span> {
    link.kinds
        .iter()
        .find(|(kind, _)| forbidden.kinds.contains(kind))
        .and_then(|(_, span)| *span)
}

/// What is forbidden, and where.
fn forbidden(architecture: &Architecture, ban: Ban<'_>, layer: Option<LayerId>) -> String {
    let (forbidden, name) = ban;
    let scope = match (&forbidden.scope, layer) {
        (Scope::In(_), Some(layer)) => format!("in `{}`", architecture.policy.layer(layer).name),
        (Scope::Except(layers), _) => format!("outside of {}", architecture.policy.names(layers)),
        _ => "in this workspace".to_owned(),
    };
    format!("`{}` is forbidden {scope}", name.text)
}

fn explain(architecture: &Architecture, finding: &mut Finding, (forbidden, name): Ban<'_>) {
    match name.span {
        Some(span) => finding.related(span, "forbidden here"),
        None => finding.note(format!("the preset forbids `{}`", name.text)),
    };
    if let Some(because) = &forbidden.because {
        finding.note(because.clone());
    }
    if forbidden.transitive && !architecture.resolved {
        finding.note("what external packages depend on is not known here: cargo was not asked");
    }
}

fn advice(architecture: &Architecture, forbidden: &Forbidden) -> String {
    match &forbidden.scope {
        Scope::Except(layers) => format!("move this to {}, and {}", architecture.policy.names(layers), match forbidden.transitive {
            true => "take what comes of it as a value, or behind a trait",
            false => "use it from there",
        }),
        _ if forbidden.kinds.contains(&DependencyKind::Normal) => {
            "let another layer do it: behind a trait that is passed in, or as a value that is passed in".to_owned()
        }
        _ => "do without it".to_owned(),
    }
}
