//! How something that is against a rule of the project is said.

use govern_gate::{Finding, Findings};

use crate::{
    findings::{
        causes::show_sites,
        custom::Reach,
        detours::show,
        occurrences::{Detour, Index},
    },
    model::architecture::{Architecture, Link, ModuleRow, UseRow},
    policy::{
        pattern::Captures,
        project::{CustomRule, RuleKind},
    },
};

/// Uses in code that one import or path brought in.
pub(crate) fn in_code(
    architecture: &Architecture,
    findings: &mut Findings,
    reach: &Reach<'_>,
    item: &str,
    uses: &[UseRow],
) {
    let place = architecture.use_of(uses[0]);
    let module = &architecture.module(place.from).path;
    let rule = reach.rule;
    let finding = findings.report(
        place.span,
        format!("{}: {module} -> {item}", rule.name),
        format!("`{}`: `{module}` may not use `{item}`", rule.name),
    );
    finding.label(format!("this is `{}`", architecture.text(place.item)));
    show_sites(architecture, finding, uses);
    explain(finding, rule, reach.captures(place.from));
    if let Some((reading, via)) = reach.other_reading(uses) {
        let via = &architecture.module(via).path;
        finding.help(match reading {
            "via" => format!("if `{via}` may pass it on, let the rule go by the module as written: `reading = \"via\"`"),
            _ => format!("if what `{via}` passes on may be used, let the rule go by what declares it: `reading = \"{reading}\"`"),
        });
    }
}

/// A dependency that no code of the package uses, as far as is seen.
pub(crate) fn in_manifest(
    architecture: &Architecture,
    findings: &mut Findings,
    rule: &CustomRule,
    link: &Link,
    captures: &Captures,
) {
    let from = &architecture.package(link.from).name;
    let to = architecture.package(link.to);
    let tables = link.kinds.iter();
    let span = tables
        .filter(|(kind, _)| rule.kinds.contains(kind))
        .find_map(|(_, span)| *span);
    let finding = findings.report(
        span,
        format!("{}: {from} -> {}", rule.name, to.name),
        format!(
            "`{}`: package `{from}` may not depend on `{}`",
            rule.name, to.label
        ),
    );
    finding.label(if link.name == to.library {
        "declared here".to_owned()
    } else {
        format!("this is `{}`", to.name)
    });
    explain(finding, rule, Some(captures));
}

/// A module that brings it in.
pub(crate) fn over_modules(
    architecture: &Architecture,
    findings: &mut Findings,
    reach: &Reach<'_>,
    index: &Index<'_>,
    detour: &Detour,
) {
    let path = |row: ModuleRow| architecture.module(row).path.as_str();
    let (from, next) = (detour.path[0], detour.path[1]);
    let user = architecture.use_of(detour.user);
    let item = architecture.text(user.item);
    let rule = reach.rule;
    let finding = findings.report(
        index.site(from, next).span,
        format!(
            "{}: {} -> {} -> … -> {item}",
            rule.name,
            path(from),
            path(next)
        ),
        format!(
            "`{}`: `{}` may not use `{item}`, and reaches it through `{}`",
            rule.name,
            path(from),
            path(next),
        ),
    );
    show(architecture, finding, index, detour);
    explain(finding, rule, reach.captures(from));
}

/// A package that brings it in.
pub(crate) fn over_packages(
    architecture: &Architecture,
    findings: &mut Findings,
    rule: &CustomRule,
    path: &[&Link],
    captures: &Captures,
) {
    let (Some(first), Some(last)) = (path.first(), path.last()) else {
        return;
    };
    let label = |row| architecture.package(row).label.as_str();
    let from = &architecture.package(first.from).name;
    let to = architecture.package(last.to);
    let next = label(first.to);
    let tables = first.kinds.iter();
    let span = tables
        .filter(|(kind, _)| rule.kinds.contains(kind))
        .find_map(|(_, span)| *span);
    let finding = findings.report(
        span,
        format!("{}: {from} -> … -> {}", rule.name, to.name),
        format!(
            "`{}`: package `{from}` may not depend on `{}`, and does so through `{next}`",
            rule.name, to.label
        ),
    );
    finding.label(format!("`{next}` brings it in"));
    let names = path.iter().map(|link| label(link.from));
    let names: Vec<&str> = names.chain([to.label.as_str()]).collect();
    finding.note(format!("the shortest path: `{}`", names.join("` → `")));
    if !architecture.resolved {
        finding.note("what external packages depend on is not known here: cargo was not asked");
    }
    explain(finding, rule, Some(captures));
}

/// A component that uses nothing of what it has to.
pub(crate) fn lacks(
    architecture: &Architecture,
    findings: &mut Findings,
    rule: &CustomRule,
    row: ModuleRow,
    captures: &Captures,
) {
    let module = architecture.module(row);
    let package = architecture.package(module.package);
    let span = match module.parent {
        None => package.span.unwrap_or(module.span),
        Some(_) => module.span,
    };
    let finding = findings.report(
        span,
        format!("{}: {}", rule.name, module.path),
        format!(
            "`{}`: `{}` uses nothing of {}",
            rule.name,
            module.path,
            rule.to.text(captures)
        ),
    );
    finding.label("it has to");
    explain(finding, rule, Some(captures));
}

/// Why, and what to do.
fn explain(finding: &mut Finding, rule: &CustomRule, captures: Option<&Captures>) {
    if let Some(span) = rule.span {
        finding.related(span, "the rule");
    }
    let none = Captures::default();
    let captures = captures.unwrap_or(&none);
    if let Some(note) = captures.note() {
        finding.note(note);
    }
    let to = rule.to.text(captures);
    if rule.kind == RuleKind::Allowed {
        finding.note(match (rule.to.is_empty(), &rule.external) {
            (true, None) => "of this workspace it may use only itself".to_owned(),
            (false, None) => format!("of this workspace it may use only itself and {to}"),
            (true, Some(external)) if external.is_empty() => {
                "it may use only itself and the standard library".to_owned()
            }
            (true, Some(external)) => {
                format!("it may use only itself and {}", external.text(captures))
            }
            (false, Some(external)) if external.is_empty() => {
                format!("it may use only itself, {to} and the standard library")
            }
            (false, Some(external)) => {
                format!("it may use only itself, {to}, {}", external.text(captures))
            }
        });
    }
    finding.note(rule.because.clone());
    finding.help(match (&rule.help, rule.kind) {
        (Some(help), _) => help.clone(),
        (None, RuleKind::Forbidden) => {
            "do without it, or move what is needed to where both may use it".to_owned()
        }
        (None, RuleKind::Allowed) => {
            "use what is allowed instead, or add this to `to` or `external` of the rule".to_owned()
        }
        (None, RuleKind::Required) => {
            format!("use {to} there, or name it in `except` of the rule")
        }
    });
}
