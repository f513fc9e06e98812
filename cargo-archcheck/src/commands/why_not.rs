//! `cargo archcheck why-not A B`: what forbids one to use the other, why, and what would have to change.

use std::{collections::BTreeSet, io};

use govern_gate::{ArgSpec, Command, CommandOutcome, Error, Session};
use govern_workspace::DependencyKind;

use crate::{
    commands::{
        asked,
        end::{self, End},
        hypothetical,
        why::{through_code, through_manifests},
    },
    findings::cycles,
    model::{
        architecture::{Architecture, ModuleRow, PackageRow},
        assembly::Assembly,
    },
    path::external_segments,
    policy::{Forbidden, ForbiddenName, LayerId, Scope},
};

/// The subcommand.
pub(crate) const COMMAND: Command = Command {
    name: "why-not",
    summary: "say what forbids one module, package or layer to use another, or an external name",
    details: "FROM and TO are as in `why`. It says which rules would find a use of TO in FROM, why, and what would have to \
        change; or that nothing forbids it. Whether there is such a use already makes no difference to the answer.",
    args: &[
        ArgSpec::positional("from", "FROM", "what would use something").required(),
        ArgSpec::positional("to", "TO", "what it would use").required(),
        ArgSpec::flag("tests", "test code has to obey, too"),
    ],
    needs_workspace: true,
    run,
};

/// What stands in the way: what, and lines about it.
struct Obstacle {
    what: String,
    /// Whether it stands in the way of only a part of what is asked for.
    partial: bool,
    about: Vec<String>,
}

fn run(session: &Session, out: &mut dyn io::Write) -> Result<CommandOutcome, Error> {
    let (mut assembly, mistakes) = Assembly::load(session)?;
    if !mistakes.is_empty() {
        return Err(Error::Diagnosed(mistakes));
    }
    let architecture = &mut assembly.architecture;
    architecture.policy.tests |= session.args().flag("tests");
    let text = |name| session.args().value(name).unwrap_or_default();
    let from = End::new(architecture, text("from"))?;
    let to = End::new(architecture, text("to"))?.or_item(architecture);
    if from.modules.is_empty() {
        return Err(from.unknown(architecture));
    }
    let rows = |end: &End| -> Vec<ModuleRow> {
        let rows = architecture.module_rows();
        rows.filter(|row| end.has(row.index())).collect()
    };
    let (users, used) = (rows(&from), rows(&to));
    let name = to.name(architecture);
    let uses = hypothetical::uses(architecture, &users, &used, &name, to.is_item);
    let mut objections = hypothetical::objections(architecture, &uses);
    objections.extend(asked::objections(architecture, &uses));
    if !to.is_module() {
        objections.extend(asked::objections_to_parts(architecture, &users, &to));
    }
    objections.extend(asked::objections_to_showing(architecture, &users, &to));
    objections.extend(asked::objections_of_guests(architecture, &users, &to));
    let question = Question {
        architecture,
        from: &from,
        to: &to,
    };
    let mut obstacles = question.layers();
    obstacles.extend(question.bans()?);
    obstacles.extend(objections.into_iter().map(|objection| Obstacle {
        what: objection.what,
        partial: objection.partial,
        about: objection.about,
    }));
    obstacles.extend(question.cycle());
    obstacles.extend(question.cycle_of_packages());
    let (may, how) = match obstacles.as_slice() {
        [] => ("may", ""),
        some if some.iter().all(|obstacle| obstacle.partial) => ("may", " only in part"),
        _ => ("may not", ""),
    };
    writeln!(out, "`{}` {may} use `{}`{how}", from.text, to.text)?;
    for obstacle in &obstacles {
        writeln!(out, "  {}", obstacle.what)?;
        for line in &obstacle.about {
            writeln!(out, "    {line}")?;
        }
    }
    for note in question.notes() {
        writeln!(out, "  {note}")?;
    }
    for what in asked::not_considered(architecture, &users, &used, !to.is_module()) {
        writeln!(out, "  not considered: {what}")?;
    }
    Ok(CommandOutcome::clean())
}

/// What makes a ban allow something.
const ALLOW: &str = "to allow it, change `layers` or `except` of this ban, or let a layer that may do it and pass in the result";

struct Question<'a> {
    architecture: &'a Architecture,
    from: &'a End,
    to: &'a End,
}

impl Question<'_> {
    fn modules(&self, end: &End) -> Vec<ModuleRow> {
        let rows = self.architecture.module_rows();
        rows.filter(|row| end.has(row.index())).collect()
    }

    /// The layers of the modules that an end means.
    fn layers_of(&self, end: &End) -> BTreeSet<Option<LayerId>> {
        let modules = self.modules(end).into_iter();
        modules
            .filter(|&row| !self.architecture.module(row).excluded)
            .map(|row| self.architecture.module(row).layer)
            .collect()
    }

    /// Layers that may not use each other.
    fn layers(&self) -> Vec<Obstacle> {
        let policy = &self.architecture.policy;
        let mut obstacles = Vec::new();
        for layer in self.layers_of(self.from).into_iter().flatten() {
            for other in self.layers_of(self.to).into_iter().flatten() {
                if policy.allows(layer, other) {
                    continue;
                }
                let (name, other_name) = (&policy.layer(layer).name, &policy.layer(other).name);
                let mut about = vec![policy.allowed_text(layer)];
                about.extend(policy.layer(layer).because.clone());
                about.push(format!(
                    "to allow it, add `{other_name}` to `may-use` of the layer `{name}`; else let `{other_name}` use `{name}`, \
                     or move what is needed to a layer that `{name}` may use"
                ));
                obstacles.push(Obstacle {
                    what: format!("layer_violation: `{name}` may not use `{other_name}`"),
                    partial: false,
                    about,
                });
            }
        }
        obstacles
    }

    /// What `[[archcheck.forbid]]` says.
    fn bans(&self) -> Result<Vec<Obstacle>, Error> {
        let mut obstacles = Vec::new();
        for forbidden in &self.architecture.policy.forbidden {
            if !self.is_forbidden_here(forbidden) {
                continue;
            }
            for name in &forbidden.names {
                obstacles.extend(self.ban(forbidden, name)?);
            }
            obstacles.extend(self.ban_of_parts(forbidden)?);
        }
        Ok(obstacles)
    }

    fn is_forbidden_here(&self, forbidden: &Forbidden) -> bool {
        forbidden.kinds.contains(&DependencyKind::Normal)
            && self
                .layers_of(self.from)
                .into_iter()
                .any(|layer| self.architecture.is_in_scope(layer, &forbidden.scope))
    }

    fn ban(&self, forbidden: &Forbidden, name: &ForbiddenName) -> Result<Option<Obstacle>, Error> {
        let place = self.place(forbidden);
        let mut about: Vec<String> = forbidden.because.iter().cloned().collect();
        let what = if self.is_named(name) {
            format!("forbidden_dependency: `{}` is forbidden {place}", name.text)
        } else if forbidden.transitive && self.to.is_inside() {
            let goal = End::new(self.architecture, &name.text)?;
            let Some(steps) = through_code(self.architecture, self.to, &goal) else {
                return Ok(None);
            };
            for step in &steps {
                let from = &self.architecture.module(step.from).path;
                about.push(format!("{from} -> {}", step.to));
            }
            format!(
                "forbidden_dependency: `{}` is forbidden {place}, over others, too, and `{}` leads to it",
                name.text, self.to.text
            )
        } else {
            return Ok(None);
        };
        about.push(ALLOW.to_owned());
        Ok(Some(Obstacle {
            what,
            partial: false,
            about,
        }))
    }

    /// Names of a ban that are part of what is asked for: `std`, of which `std::fs` is forbidden.
    fn ban_of_parts(&self, forbidden: &Forbidden) -> Result<Option<Obstacle>, Error> {
        if self.to.is_inside() {
            return Ok(None);
        }
        let whole = end::pattern(&self.to.text)?;
        let parts = forbidden.names.iter().filter(|name| {
            !self.is_named(name) && name.pattern.is_exact() && whole.covers_inside(&name.text)
        });
        let parts: Vec<String> = parts.map(|name| format!("`{}`", name.text)).collect();
        if parts.is_empty() {
            return Ok(None);
        }
        let mut about: Vec<String> = forbidden.because.iter().cloned().collect();
        about.push(ALLOW.to_owned());
        Ok(Some(Obstacle {
            what: format!(
                "forbidden_dependency: of it, {} is forbidden {}",
                parts.join(", "),
                self.place(forbidden)
            ),
            partial: true,
            about,
        }))
    }

    /// Where something is forbidden, in words.
    fn place(&self, forbidden: &Forbidden) -> String {
        let policy = &self.architecture.policy;
        match &forbidden.scope {
            Scope::Everywhere => "in this workspace".to_owned(),
            Scope::In(layers) => format!("in {}", policy.names(layers)),
            Scope::Except(layers) => format!("outside of {}", policy.names(layers)),
        }
    }

    /// Whether what is asked for is something that a ban names, or lies in it.
    fn is_named(&self, name: &ForbiddenName) -> bool {
        let within = |path: &str| {
            let path = path.replace('-', "_");
            let segments = external_segments(&path);
            name.pattern.contains(&segments)
        };
        if self.to.is_module() && !self.to.is_item {
            let mut modules = self.modules(self.to).into_iter();
            return modules.any(|row| within(&self.architecture.module(row).path));
        }
        let package = |&row: &PackageRow| {
            let package = self.architecture.package(row);
            within(&package.name) || within(&package.library)
        };
        self.to.packages.iter().any(package) || within(&self.to.text)
    }

    /// Modules side by side, of which the other one uses this one already.
    fn cycle(&self) -> Option<Obstacle> {
        let (from, to) = (self.outermost(self.from)?, self.outermost(self.to)?);
        let path = cycles::way_between_siblings(self.architecture, to, from)?;
        let names: Vec<&str> = path
            .iter()
            .map(|&row| self.architecture.module(row).path.as_str())
            .collect();
        Some(Obstacle {
            what: format!(
                "dependency_cycle: `{}` depends on `{}` already",
                names[0],
                names[names.len() - 1]
            ),
            partial: false,
            about: vec![
                names.join(" -> "),
                "to allow it, cut this way first, or move what both need into a module of its own"
                    .to_owned(),
            ],
        })
    }

    /// The one module that an end means with all that is inside it.
    fn outermost(&self, end: &End) -> Option<ModuleRow> {
        let modules = self.modules(end);
        let &first = modules.first()?;
        let inside = |&row: &ModuleRow| self.architecture.is_within(row, first);
        modules.iter().all(inside).then_some(first)
    }

    /// Packages, of which the other one depends on this one already: cargo allows no cycle.
    fn cycle_of_packages(&self) -> Option<Obstacle> {
        let (from, to) = (self.package_of(self.from)?, self.package_of(self.to)?);
        if from == to || self.architecture.package(from).name == self.architecture.package(to).name
        {
            return None;
        }
        let end =
            |row: PackageRow| End::new(self.architecture, &self.architecture.package(row).name);
        let links = through_manifests(self.architecture, &end(to).ok()?, &end(from).ok()?)?;
        let normal = links
            .iter()
            .all(|link| link.kinds.contains_key(&DependencyKind::Normal));
        let name = |row: PackageRow| self.architecture.package(row).name.as_str();
        normal.then(|| Obstacle {
            what: format!(
                "the package `{}` depends on `{}` already, and cargo allows no cycle of packages",
                name(to),
                name(from)
            ),
            partial: false,
            about: vec![
                "to allow it, move what is needed to a package that both depend on".to_owned(),
            ],
        })
    }

    /// The one package that an end lies in.
    fn package_of(&self, end: &End) -> Option<PackageRow> {
        let modules = self.modules(end).into_iter();
        let mut packages: BTreeSet<PackageRow> = modules
            .map(|row| self.architecture.module(row).package)
            .collect();
        if packages.is_empty() {
            packages.extend(&end.packages);
        }
        match packages.len() {
            1 => packages.pop_first(),
            _ => None,
        }
    }

    /// What else there is to know.
    fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        let declared = !self.architecture.policy.layers.is_empty();
        let without = |end: &End| declared && self.layers_of(end).contains(&None);
        for end in [self.from, self.to] {
            if without(end) {
                let what = "some of it is in no layer, so no rule about layers concerns that";
                notes.push(format!("note: `{}`: {what}", end.text));
            }
        }
        if let (Some(from), Some(to)) = (self.package_of(self.from), self.package_of(self.to))
            && from != to
            && !self
                .architecture
                .links
                .iter()
                .any(|link| link.from == from && link.to == to)
        {
            let name = |row: PackageRow| &self.architecture.package(row).name;
            notes.push(format!(
                "note: the package `{}` does not depend on `{}` yet",
                name(from),
                name(to)
            ));
        }
        if !self.to.is_inside() && self.to.items.is_empty() {
            notes.push(format!(
                "note: nothing here is called `{}`, and nothing uses it: it is taken for an external name",
                self.to.text
            ));
        }
        let rules = self
            .architecture
            .policy
            .rules
            .iter()
            .filter(|rule| rule.transitive);
        notes.extend(rules.map(|rule| {
            format!(
                "note: the rule `{}` of the project also counts over others: where `{}` leads is not looked at for it",
                rule.name, self.to.text
            )
        }));
        let way = through_code(self.architecture, self.from, self.to);
        if let Some([_]) = way.as_deref() {
            notes.push(format!(
                "note: it does: `cargo archcheck why {} {}` shows where",
                self.from.text, self.to.text
            ));
        }
        notes
    }
}

#[cfg(test)]
mod tests {
    //! AC: AC-ARCH-CMD-WHY-NOT

    use crate::fixture::{run, session_with};

    const CODE: &str = "
//- govern.toml
[archcheck]
preset = \"hexagonal\"
[[archcheck.forbid]]
names = [\"std::fs\", \"async-nats\"]
layers = [\"domain\"]
because = \"the domain is pure\"
[[archcheck.forbid]]
names = [\"std::net\"]
layers = [\"application\"]
transitive = true
//- orders: helper, async-nats
//- orders/src/lib.rs
pub mod domain { pub mod order { use crate::domain::item::Item; pub struct O; } pub mod item { pub struct Item; } }
pub mod adapter { use crate::domain::item::Item; use crate::port::P; }
pub mod application {}
pub mod port { pub struct P; }
//- helper/src/lib.rs
pub fn f() { std::net::TcpStream::connect(\"a\"); }
";

    fn why_not(from: &str, to: &str) -> String {
        run("why-not", &session_with(CODE, [("from", from), ("to", to)]))
    }

    #[test]
    fn layers_say_no_with_their_reason_and_a_way_out() {
        assert_eq!(
            why_not("orders::domain::order", "orders::adapter"),
            "`orders::domain::order` may not use `orders::adapter`
  layer_violation: `domain` may not use `adapter`
    `domain` may use `port`, `shared`
    business logic stays free of technology: it can be tested alone and moved anywhere
    to allow it, add `adapter` to `may-use` of the layer `domain`; else let `adapter` use `domain`, or move what is needed to a layer that `domain` may use
  dependency_cycle: `orders::adapter` depends on `orders::domain` already
    orders::adapter -> orders::domain
    to allow it, cut this way first, or move what both need into a module of its own
"
        );
        let layers = why_not("layer:domain", "layer:adapter");
        assert!(
            layers.contains("layer_violation: `domain` may not use `adapter`"),
            "{layers}"
        );
        assert_eq!(
            why_not("orders::application", "orders::domain"),
            "`orders::application` may use `orders::domain`\n"
        );
        assert_eq!(
            why_not("orders::adapter", "orders::port"),
            "`orders::adapter` may use `orders::port`\n  note: it does: `cargo archcheck why orders::adapter orders::port` shows where\n"
        );
    }

    #[test]
    fn bans_say_no_to_names_their_parts_and_what_leads_to_them() {
        let ban = |to: &str, ban: &str| {
            let said = why_not("**::domain", to);
            let line = format!("forbidden_dependency: `{ban}` is forbidden in `domain`");
            assert!(
                said.contains(&line) && said.contains("the domain is pure"),
                "{said}"
            );
        };
        ban("std::fs::read", "std::fs");
        ban("async_nats", "async-nats");
        ban("async-nats::Client", "async-nats");
        let over = why_not("orders::application", "helper");
        assert!(over.contains("`std::net` is forbidden in `application`, over others, too, and `helper` leads to it\n    helper -> std::net\n"), "{over}");
    }

    #[test]
    fn parts_are_told_apart_from_the_whole() {
        let said = why_not("**::domain", "std");
        assert!(
            said.starts_with("`**::domain` may use `std` only in part\n"),
            "{said}"
        );
        assert!(said.contains("forbidden_dependency: of it, `std::fs` is forbidden in `domain`\n    the domain is pure\n"), "{said}");
    }

    #[test]
    fn look_alikes_are_allowed() {
        for to in ["std::fsx", "std::ops", "async_nats_extra", "stdx"] {
            let said = why_not("**::domain", to);
            assert!(
                said.starts_with(&format!("`**::domain` may use `{to}`"))
                    && !said.contains("forbidden_dependency"),
                "{said}"
            );
        }
        for to in ["std::fsx", "std::ops"] {
            assert!(
                why_not("**::domain", to).starts_with(&format!("`**::domain` may use `{to}`\n"))
            );
        }
        assert!(why_not("**::adapter", "std::fs").starts_with("`**::adapter` may use `std::fs`\n"));
    }

    #[test]
    fn rules_and_faces_of_the_project_say_no() {
        let text = "
//- govern.toml
[archcheck]
[[archcheck.rule]]
name = \"features-apart\"
kind = \"forbidden\"
from = [\"x::a\"]
to = [\"x::b\", \"serde\"]
because = \"features are apart\"
[[archcheck.interface]]
module = [\"x::c\"]
public = [\"x::c::api\"]
because = \"the rest moves\"
//- x/src/lib.rs
pub mod a {}
pub mod b {}
pub mod c { pub mod api {} pub mod store {} }
";
        let said = |to| {
            run(
                "why-not",
                &session_with(text, [("from", "x::a"), ("to", to)]),
            )
        };
        let rule =
            "  the rule `features-apart` of the project forbids it\n    features are apart\n";
        assert_eq!(said("x::b"), format!("`x::a` may not use `x::b`\n{rule}"));
        assert!(
            said("serde::Serialize").contains(rule),
            "{}",
            said("serde::Serialize")
        );
        let face = "  private_module_used: it is behind the face of `x::c`\n    the rest moves\n";
        assert_eq!(
            said("x::c::store"),
            format!("`x::a` may not use `x::c::store`\n{face}")
        );
        assert_eq!(
            said("x::c"),
            format!("`x::a` may use `x::c` only in part\n{face}")
        );
        assert_eq!(said("x::c::api"), "`x::a` may use `x::c::api`\n");
        assert!(said("serde_json").starts_with("`x::a` may use `serde_json`\n"));
    }

    #[test]
    fn cycles_say_no() {
        let said = why_not("orders::domain::item", "orders::domain::order");
        assert!(said.contains("dependency_cycle: `orders::domain::order` depends on `orders::domain::item` already"), "{said}");
        let said = why_not("helper", "orders::port");
        assert!(
            said.contains(
                "the package `orders` depends on `helper` already, and cargo allows no cycle"
            ),
            "{said}"
        );
        assert!(
            said.contains("note: the package `helper` does not depend on `orders` yet"),
            "{said}"
        );
    }
}
