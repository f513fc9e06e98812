//! `private_module_used`: code goes past the face of a module, or uses one that is for others.

use std::collections::{BTreeMap, BTreeSet};

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::{
    findings::causes::{by_cause, show_sites},
    model::architecture::{Architecture, ModuleRow, Use, UseRow},
    path::last_segment,
    policy::{pattern::Captures, project::Interface},
};

/// Code goes past the face of a module, or uses one that is for others.
pub(super) static RULE: Rule<Architecture> = Rule {
    info: RuleInfo {
        gate: "archcheck",
        name: "private_module_used",
        summary: "code goes past the face of a module, or uses one that is for others",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

A module of `[[archcheck.interface]]` has a face: what it declares and re-exports itself, or what `public` lists (modules
with what is inside them, names in them, `self` for the module itself without what is inside it). Finds uses from outside of
it that name something behind its face, and, where `users` says who may use it, uses by others.

It goes by what is written: `orders::billing::Invoice` is the face of `orders::billing` if that has `pub use
store::Invoice`, `orders::billing::store::Invoice` is not. The help names the re-export to use instead, if there is one.

`module` may capture (`**::features::{name}`), and then `{name}` in `public` and `users` is the same text. Tests do not count
unless `tests = true`; build scripts never do.

### Why is this bad?

What is behind the face was not meant to last: it cannot be changed any more without looking at all of the workspace. `pub`
cannot say that, since it is needed between the parts of the module, too.

### Example

```toml
[[archcheck.interface]]
module = "orders::billing"
users = ["orders::api", "layer:entrypoint"]
```

```rust
mod billing {
    pub use store::Invoice;
    pub mod store { pub struct Invoice; pub struct Row; }
}
mod api {
    use crate::billing::store::Invoice;
}
```

### Use instead

```rust
mod billing {
    pub use store::Invoice;
    pub mod store { pub struct Invoice; pub struct Row; }
}
mod api {
    use crate::billing::Invoice;
}
```

### Limits

What only types know is not seen: methods of a value whose type is never named, and what derives and procedural macros
generate.
"#;

/// How a use is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wrong {
    /// It names what is behind the face.
    Behind,
    /// The module is for others.
    ForOthers,
}

fn check(architecture: &Architecture, findings: &mut Findings) {
    let interfaces = &architecture.policy.interfaces;
    if interfaces.is_empty() {
        findings.idle(super::NOT_ASKED);
    }
    for interface in interfaces {
        // For each module inside: the module with the face, and what is captured.
        let mut faces: BTreeMap<ModuleRow, (ModuleRow, Captures)> = BTreeMap::new();
        for (face, captures) in interface.module.components(architecture) {
            findings.checked(1);
            let inside = architecture.module_rows();
            let inside = inside.filter(|&row| architecture.is_within(row, face));
            // Of several around each other the innermost comes last.
            faces.extend(inside.map(|row| (row, (face, captures.clone()))));
        }
        let mut wrong: BTreeMap<UseRow, (Wrong, ModuleRow)> = BTreeMap::new();
        for row in architecture.use_rows() {
            let place = architecture.use_of(row);
            if !architecture.counts(place.kind) || !architecture.is_in_view(place.from) {
                continue;
            }
            if let Some((face, captures)) = place.via.and_then(|via| faces.get(&via))
                && !architecture.is_within(place.from, *face)
                && let Some(how) = judge(architecture, interface, (*face, captures), place)
            {
                wrong.insert(row, (how, *face));
            }
        }
        let rows: BTreeSet<UseRow> = wrong.keys().copied().collect();
        for ((_, item), uses) in by_cause(architecture, &rows) {
            let (how, face) = wrong[&uses[0]];
            let captures = &faces[&face].1;
            report(
                architecture,
                findings,
                (interface, face, captures),
                how,
                item,
                &uses,
            );
        }
    }
}

fn judge(
    architecture: &Architecture,
    interface: &Interface,
    (face, captures): (ModuleRow, &Captures),
    place: &Use,
) -> Option<Wrong> {
    if let Some(users) = &interface.users
        && !users.has_module(architecture, place.from, captures)
    {
        return Some(Wrong::ForOthers);
    }
    let target = place.via?;
    let item = architecture.text(place.item);
    // To name the module itself is no use of what is in it; a glob is one.
    let bare =
        target == face && item == architecture.module(face).path && !is_glob(architecture, place);
    let named =
        || place.via == place.def && interface.public.has_name(architecture, item, captures);
    let public = bare
        || (interface.own && target == face)
        || interface.public.has_module(architecture, target, captures)
        || named();
    (!public).then_some(Wrong::Behind)
}

/// Whether what is used is the module itself.
fn is_the_module(architecture: &Architecture, place: &Use, item: &str) -> bool {
    place
        .def
        .is_some_and(|def| architecture.module(def).path == item)
}

fn is_glob(architecture: &Architecture, place: &Use) -> bool {
    place.import.is_some() && architecture.text(place.written).ends_with("::*")
}

fn report(
    architecture: &Architecture,
    findings: &mut Findings,
    (interface, face, captures): (&Interface, ModuleRow, &Captures),
    how: Wrong,
    item: &str,
    uses: &[UseRow],
) {
    let place = architecture.use_of(uses[0]);
    let module = &architecture.module(place.from).path;
    let face_path = &architecture.module(face).path;
    let message = match how {
        Wrong::Behind => {
            format!("`{module}` uses `{item}`, which is behind the face of `{face_path}`")
        }
        Wrong::ForOthers => format!("`{module}` uses `{item}`, and `{face_path}` is not for it"),
    };
    let finding = findings.report(place.span, format!("{module} -> {item}"), message);
    finding.label(match place.via {
        Some(target) if target != face => {
            format!("this is in `{}`", architecture.module(target).path)
        }
        _ => format!("this is `{}`", architecture.text(place.item)),
    });
    show_sites(architecture, finding, uses);
    if let Some(note) = captures.note() {
        finding.note(note);
    }
    let own = interface
        .own
        .then(|| format!("what `{face_path}` declares and re-exports itself"));
    let public = interface.public.text(captures);
    match (how, &interface.users) {
        (Wrong::ForOthers, Some(users)) if users.is_empty() => {
            finding.note(format!("nobody else may use `{face_path}`"));
        }
        (Wrong::ForOthers, Some(users)) => {
            let users = users.text(captures);
            finding.note(format!("only these may use `{face_path}`: {users}"));
        }
        _ => {
            let listed = (!interface.public.is_empty()).then_some(public);
            let face: Vec<String> = own.into_iter().chain(listed).collect();
            finding.note(match face.is_empty() {
                true => "it has no face at all".to_owned(),
                false => format!("its face is {}", face.join(", ")),
            });
        }
    }
    finding.notes.extend(interface.because.clone());
    // A variant comes with its enum.
    let around = item.rsplit_once("::").map_or(item, |(around, _)| around);
    let is_module = place
        .def
        .is_some_and(|def| architecture.module(def).path == around);
    let item = if place.def.is_none() || is_module || is_the_module(architecture, place, item) {
        item
    } else {
        around
    };
    let name = last_segment(item);
    finding.help(match how {
        Wrong::ForOthers => "ask one of its users, or add this module to `users`".to_owned(),
        Wrong::Behind => match instead(architecture, interface, (face, captures), (place, item)) {
            Some(path) => format!("use `{path}`"),
            None if interface.own => {
                format!("let `{face_path}` re-export `{name}`, or do without it")
            }
            None => "do without it, or add it to `public`".to_owned(),
        },
    });
}

/// The name on the face of what a use names behind it.
fn instead(
    architecture: &Architecture,
    interface: &Interface,
    (face, captures): (ModuleRow, &Captures),
    (place, item): (&Use, &str),
) -> Option<String> {
    let on_face = |row: ModuleRow| {
        (interface.own && row == face) || interface.public.has_module(architecture, row, captures)
    };
    let mut names: BTreeSet<(usize, String)> = BTreeSet::new();
    for other in &architecture.uses {
        let Some(import) = other.import.map(|row| architecture.import(row)) else {
            continue;
        };
        if !import.exported || !on_face(other.from) || !architecture.is_within(other.from, face) {
            continue;
        }
        let written = architecture.text(other.written);
        let name = if is_glob(architecture, other) {
            let brings = other.def == place.def;
            brings.then(|| last_segment(item))
        } else if architecture.text(other.item) == item {
            let last = last_segment(written);
            Some(last.rsplit(" as ").next().unwrap_or(last))
        } else {
            None
        };
        if let Some(name) = name {
            let path = format!("{}::{name}", architecture.module(other.from).path);
            names.insert((path.matches("::").count(), path));
        }
    }
    names.pop_first().map(|(_, path)| path)
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture::{check, findings, session};

    const CODE: &str = "
//- shop/src/lib.rs
pub mod billing {
    pub use store::Invoice;
    pub use self::rows::*;
    use store::Hidden as Secret;
    pub mod store { pub enum Kind { Http } pub struct Invoice; pub struct Hidden; pub fn save(_: super::rows::Row) {} }
    pub mod rows { pub struct Row; }
    pub mod api { pub struct Bill; pub mod v1 { pub struct Old; } pub use super::store::Hidden as Shown; }
    pub struct Total;
}
pub mod user {
    use crate::billing;
    use crate::billing::{Invoice, Row, Total};
    fn f(_: billing::Total) {}
    #[cfg(test)] mod tests { use crate::billing::store::save; }
}
";

    fn with(table: &str, user: &str) -> String {
        format!(
            "//- govern.toml\n[[archcheck.interface]]\n{table}\n{CODE}\npub mod odd {{ {user} }}\n"
        )
    }

    fn found(table: &str, user: &str) -> Vec<(String, String)> {
        let session = session(&with(table, user));
        let found = findings(&RULE, &session);
        let found = found.found().iter();
        found
            .map(|it| (it.message.clone(), it.help[0].clone()))
            .collect()
    }

    fn behind(item: &str) -> String {
        format!(
            "`shop::odd` uses `shop::billing::{item}`, which is behind the face of `shop::billing`"
        )
    }

    #[test]
    fn what_a_module_re_exports_is_its_face() {
        let table = "module = \"shop::billing\"";
        assert_eq!(found(table, ""), []);
        let one = |user: &str| {
            let mut found = found(table, user);
            assert_eq!(found.len(), 1, "{found:#?}");
            found.remove(0)
        };
        assert_eq!(
            one("use crate::billing::store::Invoice; fn f(_: Invoice) {}"),
            (
                behind("store::Invoice"),
                "use `shop::billing::Invoice`".to_owned()
            )
        );
        assert_eq!(
            one("use crate::billing::rows::Row;"),
            (behind("rows::Row"), "use `shop::billing::Row`".to_owned())
        );
        assert_eq!(
            one("fn f() { crate::billing::store::save(todo!()) }"),
            (
                behind("store::save"),
                "let `shop::billing` re-export `save`, or do without it".to_owned()
            )
        );
        assert_eq!(
            one("fn f() { crate::billing::store::Kind::Http; }").1,
            "let `shop::billing` re-export `Kind`, or do without it"
        );
        // A private import shows nothing.
        assert_eq!(
            one("use crate::billing::store::Hidden;").1,
            "let `shop::billing` re-export `Hidden`, or do without it"
        );
        assert_eq!(one("use crate::billing::store::*;").0, behind("store"));
        assert_eq!(
            one("use crate::billing::store; fn f() { store::save(todo!()) }").0,
            behind("store")
        );
    }

    #[test]
    fn what_is_listed_is_the_face() {
        let table = "module = \"shop::billing\"\npublic = [\"shop::billing::api\", \"shop::billing::rows::Row\"]";
        let user = "use crate::billing::api::{Bill, v1::Old}; use crate::billing::rows::Row;";
        // `user` uses what `billing` declares and re-exports itself, which is not listed.
        let by_user: Vec<String> = found(table, user).into_iter().map(|it| it.0).collect();
        assert_eq!(by_user.len(), 3, "{by_user:#?}");
        assert!(
            by_user.iter().all(|it| it.starts_with("`shop::user`")),
            "{by_user:#?}"
        );
        let with_self = table.replace("public = [", "public = [\"self\", ");
        assert_eq!(found(&with_self, user), []);
        assert_eq!(
            found(&with_self, "use crate::billing::store::Hidden;"),
            [(
                behind("store::Hidden"),
                "use `shop::billing::api::Shown`".to_owned()
            )]
        );
    }

    #[test]
    fn a_module_may_be_for_some_only() {
        let table = "module = \"shop::{part}\"\nusers = [\"shop::user\", \"shop::{part}_tools\"]\npublic = [\"shop::*::*\", \"self\"]";
        let user = "use crate::billing::Total;";
        let lines = check(&RULE, &with(table, user));
        assert_eq!(
            lines,
            [
                "shop/src/lib.rs:17:`crate::billing::Total`: `shop::odd` uses `shop::billing::Total`, and `shop::billing` is not for it"
            ]
        );
        let session = session(&with(table, user));
        let notes = findings(&RULE, &session).found()[0].notes.clone();
        assert_eq!(
            notes,
            [
                "`{part}` is `billing`",
                "only these may use `shop::billing`: `shop::user`, `shop::billing_tools`"
            ]
        );
        let named = with(table, user).replace("mod odd", "mod billing_tools");
        assert_eq!(check(&RULE, &named), [""; 0]);
    }
}
