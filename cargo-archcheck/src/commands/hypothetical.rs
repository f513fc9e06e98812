//! Uses that are not there: what the rules and the faces of the project would say of them.

use govern_workspace::DependencyKind;

use crate::{
    findings::custom::Reach,
    model::{
        architecture::{Architecture, ModuleRow, Use},
        texts::TextId,
    },
    policy::{
        area::What,
        project::{CustomRule, Interface},
    },
};

/// What would be said of some of the uses.
pub(crate) struct Objection {
    pub(crate) what: String,
    /// Why, and what to do.
    pub(crate) about: Vec<String>,
    /// Whether it would be said of only some of them.
    pub(crate) partial: bool,
}

/// What stands for something in a module, whatever it is called.
pub(crate) const SOMETHING: &str = "_";

/// The uses, one of each module by each, or of a name: what is in one module, or an external one.
pub(crate) fn uses(
    architecture: &mut Architecture,
    from: &[ModuleRow],
    to: &[ModuleRow],
    name: &str,
    is_item: bool,
) -> Vec<Use> {
    if to.is_empty() {
        return uses_of_names(architecture, from, &[name]);
    }
    let mut targets = Vec::new();
    for &row in to {
        let path = match is_item {
            true => name.to_owned(),
            false => format!("{}::{SOMETHING}", architecture.module(row).path),
        };
        targets.push((Some(row), architecture.texts.add(&path)));
    }
    all(architecture, from, &targets)
}

/// Uses of external names.
pub(crate) fn uses_of_names(
    architecture: &mut Architecture,
    from: &[ModuleRow],
    names: &[&str],
) -> Vec<Use> {
    let names = names.iter();
    let targets: Vec<_> = names
        .map(|name| (None, architecture.texts.add(name)))
        .collect();
    all(architecture, from, &targets)
}

/// A use of each target in each module.
fn all(
    architecture: &Architecture,
    from: &[ModuleRow],
    targets: &[(Option<ModuleRow>, TextId)],
) -> Vec<Use> {
    let mut uses = Vec::with_capacity(from.len() * targets.len());
    for &from in from {
        for &(target, item) in targets.iter().filter(|(target, _)| *target != Some(from)) {
            uses.push(Use {
                from,
                span: architecture.module(from).span,
                kind: DependencyKind::Normal,
                via: target,
                def: target,
                item,
                written: item,
                import: None,
                through: None,
                beyond: false,
            });
        }
    }
    uses
}

/// What `[[archcheck.rule]]` and `[[archcheck.interface]]` would say of uses.
pub(crate) fn objections(architecture: &Architecture, uses: &[Use]) -> Vec<Objection> {
    let policy = &architecture.policy;
    let rules = policy
        .rules
        .iter()
        .filter_map(|rule| of_rule(architecture, rule, uses));
    let faces = policy.interfaces.iter();
    let faces = faces.filter_map(|interface| of_interface(architecture, interface, uses));
    rules.chain(faces).collect()
}

fn of_rule(architecture: &Architecture, rule: &CustomRule, uses: &[Use]) -> Option<Objection> {
    let reach = Reach::new(architecture, rule);
    let count = uses.iter().filter(|place| reach.forbids(place)).count();
    (count > 0).then(|| Objection {
        what: format!("the rule `{}` of the project forbids it", rule.name),
        about: vec![rule.because.clone()],
        partial: count < uses.len(),
    })
}

fn of_interface(
    architecture: &Architecture,
    interface: &Interface,
    uses: &[Use],
) -> Option<Objection> {
    let faces = interface.module.components(architecture);
    let mut hit = None;
    let mut count = 0;
    let mut listed = false;
    for place in uses {
        let Some(target) = place.via else { continue };
        // Of several around each other the innermost comes last.
        let around = faces.iter().rev();
        let mut around = around.filter(|(face, _)| architecture.is_within(target, *face));
        let Some((face, captures)) = around.next() else {
            continue;
        };
        if architecture.is_within(place.from, *face) {
            continue;
        }
        let path = &architecture.module(*face).path;
        let public = (interface.own && target == *face)
            || interface.public.has_module(architecture, target, captures);
        let users = interface.users.as_ref();
        let said =
            if users.is_some_and(|users| !users.has_module(architecture, place.from, captures)) {
                format!("private_module_used: `{path}` is for others")
            } else if !public {
                format!("private_module_used: it is behind the face of `{path}`")
            } else {
                continue;
            };
        count += 1;
        // Of what is in a module, some names may belong to the face.
        listed |= may_list_part_of(interface, &architecture.module(target).path);
        hit.get_or_insert(said);
    }
    hit.map(|what| Objection {
        what,
        about: interface.because.iter().cloned().collect(),
        partial: listed || count < uses.len(),
    })
}

/// Whether a face lists, or may list, something inside a module by its name.
fn may_list_part_of(interface: &Interface, module: &str) -> bool {
    let inside = format!("{module}::");
    interface.public.parts.iter().any(|part| match &part.what {
        What::Names(pattern) => !pattern.is_exact() || part.text.starts_with(&inside),
        _ => false,
    })
}
