//! What became of published messages, their fields, and what others add to them.

use super::compare::{Comparer, uncovered, within};
use super::model::{Cardinality, Field, Message, Ty};
use super::sample::wire;
use super::witness;
use crate::files::config::Category;

/// Options of fields that matter only where code is generated.
const FIELD_OPTIONS: [&str; 3] = ["jstype", "ctype", "features.(pb.cpp).string_type"];

impl Comparer<'_> {
    pub(super) fn messages(&mut self) {
        let old = self.old;
        for (name, was) in &old.messages {
            let is = self.new.messages.get(name);
            let places = (&was.at, is.map(|it| &it.at));
            self.item(
                "message",
                name,
                places,
                format!("type.googleapis.com/{name}"),
            );
            if let Some(is) = is {
                self.message(name, was, is);
            }
        }
    }

    fn message(&mut self, name: &str, was: &Message, is: &Message) {
        for (number, field) in &was.fields {
            match is.fields.get(number) {
                Some(now) => self.field(*number, (name, was, is), field, now),
                None => self.field_gone(name, *number, field, is),
            }
        }
        for (number, field) in &is.fields {
            if field.cardinality == Cardinality::Required && !was.fields.contains_key(number) {
                let place = format!("{name}.{}", field.name);
                self.add(
                    "proto_cardinality_changed",
                    place,
                    "is new and required",
                    &was.at,
                    Some(&field.at),
                    witness::counted(*number, (field, field), (self.old, self.new)),
                );
            }
        }
        self.json(name, (&was.at, was.features), (&is.at, is.features));
        if self.code()
            && let Some(((first, last), _)) = uncovered(&was.extensible, &is.extensible)
        {
            let what = format!("does not leave {first} to {last} to extensions any more");
            let rule = "proto_item_removed";
            self.add(rule, name.to_owned(), what, &was.at, Some(&is.at), None);
        }
        self.reservations(
            name,
            (&was.reserved, &was.reserved_names, &was.at),
            (&is.reserved, &is.reserved_names, &is.at),
            ["again", "int32 "],
        );
    }

    /// Fields that others give to messages.
    pub(super) fn extensions(&mut self) {
        let old = self.old;
        for ((extended, number), was) in &old.extensions {
            let is = self.new.extensions.get(&(extended.clone(), *number));
            let places = (&was.at, is.map(|it| &it.at));
            self.item("extension", &was.name, places, was.json_name.clone());
            if let Some(is) = is {
                let none = Message::default();
                self.field(*number, ("", &none, &none), was, is);
            }
        }
    }

    fn field_gone(&mut self, message: &str, number: i32, field: &Field, is: &Message) {
        let number_kept = within(&is.reserved, number);
        let name_kept = is.reserved_names.contains(&field.name);
        let missing = match self.category {
            _ if field.cardinality == Cardinality::Required => {
                Some("is gone, and was required".to_owned())
            }
            Category::File | Category::Package => Some("is gone".to_owned()),
            _ if !number_kept => Some(format!("is gone, and its number {number} is not reserved")),
            Category::WireJson if !name_kept => {
                Some("is gone, and its name is not reserved".to_owned())
            }
            _ => None,
        };
        if let Some(missing) = missing {
            let place = format!("{message}.{}", field.name);
            self.add(
                "proto_field_removed",
                place,
                missing,
                &field.at,
                Some(&is.at),
                witness::gone(number, field, self.old, self.names() && number_kept),
            );
        }
    }

    fn field(
        &mut self,
        number: i32,
        (message, before, now): (&str, &Message, &Message),
        was: &Field,
        is: &Field,
    ) {
        let place = || match message {
            "" => is.name.clone(),
            _ => format!("{message}.{}", is.name),
        };
        let (old, new) = (&was.at, Some(&is.at));
        let both = (self.old, self.new);
        let pair = (was, is);
        if self.names() && was.name != is.name {
            let witness = witness::renamed(pair, both);
            let what = format!("was called `{}`", was.name);
            self.add("proto_field_renamed", place(), what, old, new, witness);
        } else if self.names() && was.json_name != is.json_name {
            let what = format!(
                "was called `{}` in JSON, and is called `{}`",
                was.json_name, is.json_name
            );
            let witness = witness::renamed(pair, both);
            self.add("proto_field_renamed", place(), what, old, new, witness);
        }
        let counts = self.alike(was.cardinality, is.cardinality);
        // A map is another type than what it became; that is told by how often it is there.
        if !self.compatible(&was.ty, &is.ty) && (counts || !has_map(was, is)) {
            let what = format!(
                "was of type `{}`, and is of type `{}`",
                was.ty.show(),
                is.ty.show()
            );
            let witness = witness::retyped(number, pair, both);
            self.add("proto_field_retyped", place(), what, old, new, witness);
        }
        if !counts {
            let what = format!(
                "was {}, and is {}",
                was.cardinality.word(),
                is.cardinality.word()
            );
            let witness = witness::counted(number, pair, both);
            self.add(
                "proto_cardinality_changed",
                place(),
                what,
                old,
                new,
                witness,
            );
        }
        if was.oneof != is.oneof {
            let show = |it: &Option<String>| {
                it.as_ref()
                    .map_or("in no oneof".to_owned(), |it| format!("in oneof `{it}`"))
            };
            let what = format!("was {}, and is {}", show(&was.oneof), show(&is.oneof));
            let witness = witness::grouped(number, pair, (before, now), both);
            self.add("proto_oneof_changed", place(), what, old, new, witness);
        }
        if let (Some(before), Some(now)) = (&was.default, &is.default)
            && before != now
            && wire(&was.ty) == wire(&is.ty)
        {
            let what = format!("its default was `{before}`, and is `{now}`");
            let witness = Some(witness::defaulted());
            self.add("proto_option_changed", place(), what, old, new, witness);
        }
        if self.code() {
            let mut changed: Vec<&str> = FIELD_OPTIONS
                .into_iter()
                .filter(|it| was.options.get(*it) != is.options.get(*it))
                .collect();
            if was.features.utf8 != is.features.utf8 && was.ty == Ty::Scalar("string") {
                changed.push("features.utf8_validation");
            }
            for option in changed {
                let what = format!("its option {option} changed");
                self.add("proto_option_changed", place(), what, old, new, None);
            }
        }
    }

    fn compatible(&self, was: &Ty, is: &Ty) -> bool {
        if was.is(is) {
            return true;
        }
        let groups: &[&[&str]] = match self.category {
            Category::File | Category::Package => &[],
            Category::WireJson => &[
                &["int32", "uint32"],
                &["int64", "uint64"],
                &["fixed32", "sfixed32"],
                &["fixed64", "sfixed64"],
            ],
            Category::Wire => &[
                &["int32", "int64", "uint32", "uint64", "bool"],
                &["sint32", "sint64"],
                &["fixed32", "sfixed32"],
                &["fixed64", "sfixed64"],
            ],
        };
        match (was, is) {
            (Ty::Scalar("string"), Ty::Scalar("bytes")) => self.category == Category::Wire,
            (Ty::Scalar(was), Ty::Scalar(is)) => {
                groups.iter().any(|it| it.contains(was) && it.contains(is))
            }
            (Ty::Map(was), Ty::Map(is)) => {
                self.compatible(&was.0, &is.0) && self.compatible(&was.1, &is.1)
            }
            // Another enum that knows all the values by the same numbers.
            (Ty::Enum(was), Ty::Enum(is)) if !self.code() => {
                let both = self.old.enums.get(was).zip(self.new.enums.get(is));
                both.is_some_and(|(was, is)| {
                    was.values.iter().all(|(number, names)| {
                        is.values
                            .get(number)
                            .is_some_and(|known| names.keys().all(|it| known.contains_key(it)))
                    })
                })
            }
            _ => false,
        }
    }

    fn alike(&self, was: Cardinality, is: Cardinality) -> bool {
        let single = |it| matches!(it, Cardinality::Implicit | Cardinality::Optional);
        was == is || (!self.code() && single(was) && single(is))
    }
}

/// Whether one of them is a map.
fn has_map(was: &Field, is: &Field) -> bool {
    matches!(was.ty, Ty::Map(_)) || matches!(is.ty, Ty::Map(_))
}
