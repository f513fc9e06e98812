//! `reserved_name_used`: a contract uses a name again that is reserved.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use std::collections::BTreeSet;

use crate::accepted::reached;
use crate::contracts::Contracts;
use crate::wire::{Payload, Shape, ShapeId, Struct, Wire};

/// A contract uses a name again that is reserved.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "reserved_name_used",
        summary: "a contract uses a name again that is reserved",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds fields and variants in the type of a contract that are called, on the wire, as one of the names that its entry lists as
`reserved`.

### Why is this bad?

A name that was once in documents is still in some of them, and in programs that read them. With another meaning it is read as
what it was.

### Example

```toml
[[contract.contract]]
subject = "orders.v1.placed"
payload = "orders_wire::v1::Placed" # has a field `note` again
reserved = ["note"]
```

### Use instead

Another name.

`note` is about the fields and variants of the type itself, also those that are flattened into it; `Customer.note` about those of
the type `Customer` inside it. Aliases count.

### Limits

Keys of maps are not known.
"#;

fn check(contracts: &Contracts, findings: &mut Findings) {
    let lifecycle = &contracts.lifecycle;
    findings.idle("no contract has reserved names");
    for state in lifecycle.present() {
        let Some(payload) = &state.payload else {
            continue;
        };
        for reserved in &state.contract.reserved {
            findings.checked(1);
            let (owner, name) = match reserved.text.rsplit_once('.') {
                Some((owner, name)) => (Some(owner), name),
                None => (None, reserved.text.as_str()),
            };
            let Some(ident) = use_of(&payload.wire, owner, name) else {
                continue;
            };
            let id = &state.contract.id;
            let finding = findings
                .report(
                    payload.span.or(state.contract.span),
                    format!("{id} {}", reserved.text),
                    format!("`{id}` uses `{name}` again, at `{ident}`"),
                )
                .label("its type")
                .help("give it another name: documents and programs are still out there that mean something else by this one");
            if let Some(span) = reserved.span {
                finding.related(span, "reserved here");
            }
        }
    }
}

/// Where a name is used: by a type of the name `owner`, or else by the type itself.
fn use_of(wire: &Wire, owner: Option<&str>, name: &str) -> Option<String> {
    let of = |id: ShapeId| named(wire, id, name, &mut BTreeSet::new());
    let Some(owner) = owner else {
        return of(wire.root);
    };
    reached(wire)
        .into_iter()
        .filter(|&id| match wire.shape(id) {
            Shape::Struct(shape) => shape.name == owner,
            Shape::Enum(shape) => shape.name == owner,
            _ => false,
        })
        .find_map(of)
}

/// The field or variant of a shape that is called so on the wire.
fn named(wire: &Wire, id: ShapeId, name: &str, seen: &mut BTreeSet<ShapeId>) -> Option<String> {
    if !seen.insert(id) {
        return None;
    }
    match wire.shape(id) {
        Shape::Newtype(inner)
        | Shape::Option(inner)
        | Shape::Converted { inner, .. }
        | Shape::List(inner)
        | Shape::Set(inner)
        | Shape::Array(inner, _) => named(wire, *inner, name, seen),
        Shape::Split { write, read } => {
            named(wire, *write, name, seen).or_else(|| named(wire, *read, name, seen))
        }
        Shape::Struct(shape) => in_fields(wire, shape, &shape.name, name, seen),
        Shape::Enum(shape) => shape.variants.iter().find_map(|variant| {
            let ident = format!("{}::{}", shape.name, variant.ident);
            let is_named = variant.write.as_deref() == Some(name)
                || variant.read.iter().flatten().any(|read| read == name);
            if is_named {
                return Some(ident);
            }
            match &variant.payload {
                Payload::Struct(fields) => in_fields(wire, fields, &ident, name, seen),
                _ => None,
            }
        }),
        _ => None,
    }
}

fn in_fields(
    wire: &Wire,
    shape: &Struct,
    around: &str,
    name: &str,
    seen: &mut BTreeSet<ShapeId>,
) -> Option<String> {
    shape.fields.iter().find_map(|field| {
        if field.flatten {
            return named(wire, field.shape, name, seen);
        }
        let is_written = field.write.as_ref().is_some_and(|write| write.key == name);
        let is_read = field
            .read
            .as_ref()
            .is_some_and(|read| read.keys.iter().any(|key| key == name));
        (is_written || is_read).then(|| format!("{around}.{}", field.ident))
    })
}
