//! What shows a change: what programs of one version write, and those of the other do not read as it was meant.

use serde_json::json;

use super::model::{Cardinality, Field, Message, Protos, Ty};
use super::sample::{Wire, document, field, hex, value, varint, wire};

/// What is written, and what becomes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Witness {
    /// Bytes, or JSON.
    pub(super) text: String,
    pub(super) why: String,
}

/// Who writes, and who reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    OldToNew,
    NewToOld,
}

impl Way {
    fn witness(self, text: String, what: &str) -> Witness {
        let (writers, readers) = match self {
            Way::OldToNew => ("old", "new"),
            Way::NewToOld => ("new", "old"),
        };
        let text = match text.is_empty() {
            true => "{}".to_owned(),
            false => text,
        };
        Witness {
            text,
            why: format!("{writers} programs write it, and {readers} ones {what}"),
        }
    }
}

const REFUSE: &str = "refuse it";
const OTHER: &str = "read another value";
const LOSE: &str = "lose it";

/// A field that is not there any more.
pub(super) fn gone(number: i32, was: &Field, old: &Protos, by_name: bool) -> Option<Witness> {
    if was.cardinality == Cardinality::Required {
        return Some(Way::NewToOld.witness(String::new(), REFUSE));
    }
    let written = value(&was.ty, old)?;
    Some(match by_name {
        true => Way::OldToNew.witness(document(was, written.json), REFUSE),
        false => Way::OldToNew.witness(hex(&field(number, &was.ty, &written.bytes)?), LOSE),
    })
}

/// A field that is called otherwise in JSON; who reads takes the name that the file gives it, too.
pub(super) fn renamed(
    (was, is): (&Field, &Field),
    (old, new): (&Protos, &Protos),
) -> Option<Witness> {
    let taken = |of: &Field, name: &str| of.name == name || of.json_name == name;
    let written = |of: &Field, protos: &Protos| Some(document(of, value(&of.ty, protos)?.json));
    if !taken(is, &was.json_name) {
        return Some(Way::OldToNew.witness(written(was, old)?, REFUSE));
    }
    let is_lost = !taken(was, &is.json_name);
    is_lost.then(|| Some(Way::NewToOld.witness(written(is, new)?, REFUSE)))?
}

/// A field that may be there more or less often.
pub(super) fn counted(
    number: i32,
    (was, is): (&Field, &Field),
    (old, new): (&Protos, &Protos),
) -> Option<Witness> {
    use Cardinality::{Implicit, Map, Optional, Repeated, Required};
    let nothing = |way: Way| Some(way.witness(String::new(), REFUSE));
    let twice = |of: &Field, protos: &Protos, way: Way| {
        let one = field(number, &of.ty, &value(&of.ty, protos)?.bytes)?;
        Some(way.witness(hex(&[&one[..], &one[..]].concat()), "read only one of them"))
    };
    let zero = |of: &Field, way: Way| {
        let bytes = match wire(&of.ty)? {
            Wire::Fixed32 => vec![0; 4],
            Wire::Fixed64 => vec![0; 8],
            Wire::Varint | Wire::Length => vec![0],
            Wire::Group => return None,
        };
        let what = "do not know that it was written";
        Some(way.witness(hex(&field(number, &of.ty, &bytes)?), what))
    };
    match (was.cardinality, is.cardinality) {
        (_, Required) => nothing(Way::OldToNew),
        (Required, _) => nothing(Way::NewToOld),
        // What maps are called by in JSON is no name of a field.
        (Map, _) => {
            let written = value(&was.ty, old)?;
            Some(Way::OldToNew.witness(document(was, written.json), REFUSE))
        }
        (_, Map) => {
            let written = value(&is.ty, new)?;
            Some(Way::NewToOld.witness(document(is, written.json), REFUSE))
        }
        (Repeated, _) => twice(was, old, Way::OldToNew),
        (_, Repeated) => twice(is, new, Way::NewToOld),
        (Optional, Implicit) => zero(was, Way::OldToNew),
        (Implicit, Optional) => zero(is, Way::NewToOld),
        _ => None,
    }
}

/// A field of another type.
pub(super) fn retyped(
    number: i32,
    (was, is): (&Field, &Field),
    (old, new): (&Protos, &Protos),
) -> Option<Witness> {
    let (here, there) = (wire(&was.ty)?, wire(&is.ty)?);
    let bytes = |ty: &Ty, value: &[u8]| Some(hex(&field(number, ty, value)?));
    let plain = |way: Way, what: &str| {
        let (ty, protos) = match way {
            Way::OldToNew => (&was.ty, old),
            Way::NewToOld => (&is.ty, new),
        };
        Some(way.witness(bytes(ty, &value(ty, protos)?.bytes)?, what))
    };
    let in_json = |way: Way| {
        let (of, protos) = match way {
            Way::OldToNew => (was, old),
            Way::NewToOld => (is, new),
        };
        Some(way.witness(document(of, value(&of.ty, protos)?.json), REFUSE))
    };
    if here != there {
        return plain(Way::OldToNew, "do not understand it");
    }
    let (before, now) = (scalar(&was.ty), scalar(&is.ty));
    // The one of both for which it is so, old before new.
    let which = |is_so: &dyn Fn(&str) -> bool| match (is_so(before), is_so(now)) {
        (true, false) => Some((Way::OldToNew, &was.ty)),
        (false, true) => Some((Way::NewToOld, &is.ty)),
        _ => None,
    };
    match (&was.ty, &is.ty) {
        (Ty::Enum(before), Ty::Enum(now)) => {
            let (before, now) = (old.enums.get(before)?, new.enums.get(now)?);
            let known = |name: &str| now.values.values().any(|it| it.contains_key(name));
            let mut names = before.values.values().flat_map(|it| it.keys());
            let name = names.find(|name| !known(name))?;
            Some(Way::OldToNew.witness(document(was, json!(name)), REFUSE))
        }
        (Ty::Message(before), Ty::Message(now)) => {
            let (before, now) = (old.messages.get(before)?, new.messages.get(now)?);
            let inner = within(before, now, old)?;
            let value = [varint(inner.len() as u64), inner].concat();
            Some(Way::OldToNew.witness(bytes(&was.ty, &value)?, LOSE))
        }
        _ if here == Wire::Length => match (before, now) {
            // Not every text is bytes as JSON writes them, and not all bytes are a text.
            ("string", "bytes") => Some(Way::NewToOld.witness(bytes(&is.ty, &[1, 0xff])?, REFUSE)),
            ("", "string" | "bytes") => plain(Way::NewToOld, REFUSE),
            _ => plain(Way::OldToNew, REFUSE),
        },
        _ if here == Wire::Fixed32 || here == Wire::Fixed64 => {
            let signed = |it: &str| it.starts_with('s');
            match which(&|it| matches!(it, "float" | "double")) {
                Some(_) => plain(Way::OldToNew, OTHER),
                None => {
                    let (way, ty) = which(&signed)?;
                    let length = if here == Wire::Fixed32 { 4 } else { 8 };
                    Some(way.witness(bytes(ty, &vec![0xff; length])?, OTHER))
                }
            }
        }
        (Ty::Enum(_), _) => in_json(Way::OldToNew),
        (_, Ty::Enum(_)) => in_json(Way::NewToOld),
        _ => {
            if which(&|it| it.starts_with("sint")).is_some() {
                return plain(Way::OldToNew, OTHER);
            }
            // What is no flag may be more than one.
            if let Some((way, ty)) = which(&|it| it != "bool") {
                return Some(way.witness(bytes(ty, &[2])?, OTHER));
            }
            if let Some((way, ty)) = which(&|it| it.ends_with("64")) {
                let high = if scalar(ty).starts_with("sint") {
                    33
                } else {
                    32
                };
                return Some(way.witness(bytes(ty, &varint(1 << high))?, OTHER));
            }
            let (way, ty) = which(&|it| it.starts_with("int"))?;
            Some(way.witness(bytes(ty, &varint(u64::MAX))?, OTHER))
        }
    }
}

fn scalar(ty: &Ty) -> &str {
    match ty {
        Ty::Scalar(name) => name,
        _ => "",
    }
}

/// What a message may hold that another one has no field for.
fn within(was: &Message, is: &Message, old: &Protos) -> Option<Vec<u8>> {
    was.fields.iter().find_map(|(number, own)| {
        let fits = |other: &Field| wire(&other.ty) == wire(&own.ty);
        match is.fields.get(number) {
            Some(other) if fits(other) => None,
            _ => field(*number, &own.ty, &value(&own.ty, old)?.bytes),
        }
    })
}

/// A field that is in another oneof: what was or can be there beside it.
pub(super) fn grouped(
    number: i32,
    (was, is): (&Field, &Field),
    (before, now): (&Message, &Message),
    (old, new): (&Protos, &Protos),
) -> Option<Witness> {
    // Of those that exclude each other on one side only, both may be written on the other.
    let beside = |inside: &Message, outside: &Message, oneof: &Option<String>| -> Option<i32> {
        let oneof = oneof.as_ref()?;
        let members = inside
            .fields
            .iter()
            .filter(|(other, it)| **other != number && it.oneof.as_ref() == Some(oneof));
        let own = outside.fields.get(&number)?.oneof.as_ref();
        let mut free = members.filter(|(other, _)| {
            let there = outside.fields.get(*other);
            there.is_some_and(|it| it.oneof.is_none() || it.oneof.as_ref() != own)
        });
        free.next().map(|(other, _)| *other)
    };
    let both = |message: &Message, protos: &Protos, other: i32, own: &Field, way: Way| {
        let other_field = message.fields.get(&other)?;
        let mut bytes = field(number, &own.ty, &value(&own.ty, protos)?.bytes)?;
        let second = value(&other_field.ty, protos)?.bytes;
        bytes.extend(field(other, &other_field.ty, &second)?);
        Some(way.witness(hex(&bytes), "keep only the last one"))
    };
    if let Some(other) = beside(now, before, &is.oneof) {
        return both(before, old, other, was, Way::OldToNew);
    }
    let other = beside(before, now, &was.oneof)?;
    both(now, new, other, is, Way::NewToOld)
}

/// A default that is another one.
pub(super) fn defaulted() -> Witness {
    Way::OldToNew.witness(String::new(), OTHER)
}

/// A value of an enum that is gone, or is called otherwise: in a field that has it, or alone.
pub(super) fn valued(
    of: &str,
    (number, name): (i32, &str),
    old: &Protos,
    by_name: bool,
) -> Witness {
    let mut fields = old.messages.values().flat_map(|it| &it.fields);
    let holder = fields.find(|(_, it)| matches!(&it.ty, Ty::Enum(own) if own == of));
    match holder {
        Some((row, it)) if !by_name => {
            let bytes = field(*row, &it.ty, &varint(i64::from(number) as u64));
            let what = "do not know what it means";
            Way::OldToNew.witness(hex(&bytes.unwrap_or_default()), what)
        }
        Some((_, it)) => Way::OldToNew.witness(document(it, json!(name)), REFUSE),
        None => Way::OldToNew.witness(json!(name).to_string(), REFUSE),
    }
}

/// What others ask for by its full name, and nobody answers to.
pub(super) fn called(text: String) -> Witness {
    Witness {
        text,
        why: "old programs ask for it by this name".to_owned(),
    }
}
