//! What became of published messages, enums and services, as far as a category asks for it.

use std::{collections::BTreeSet, sync::Arc};

use super::model::{Cardinality, Enum, Field, Message, Protos, Service, Ty};
use crate::changes::Meets;
use crate::compat::Verdict;
use crate::files::change::{At, Change, Invalid};
use crate::files::config::Category;

/// Options of fields that matter only where code is generated.
const FIELD_OPTIONS: [&str; 4] = [
    "jstype",
    "ctype",
    "features.utf8_validation",
    "features.(pb.cpp).string_type",
];
/// Options of files that decide what code is generated.
const FILE_OPTIONS: [&str; 17] = [
    "java_package",
    "java_outer_classname",
    "java_multiple_files",
    "java_string_check_utf8",
    "go_package",
    "objc_class_prefix",
    "csharp_namespace",
    "swift_prefix",
    "php_class_prefix",
    "php_namespace",
    "php_metadata_namespace",
    "php_generic_services",
    "ruby_package",
    "cc_enable_arenas",
    "cc_generic_services",
    "java_generic_services",
    "py_generic_services",
];

/// Compares all files of both versions.
pub(in crate::files) fn compare(
    category: Category,
    old: &[String],
    new: &[String],
    read_old: &dyn Fn(&str) -> Option<Arc<str>>,
    read_new: &dyn Fn(&str) -> Option<Arc<str>>,
) -> (Vec<(String, Change)>, Vec<Invalid>) {
    let mut invalid = Vec::new();
    let old = Protos::read(old, read_old, true, &mut invalid);
    let new = Protos::read(new, read_new, false, &mut invalid);
    if !invalid.is_empty() {
        // What a broken file declares would be missing everywhere.
        return (Vec::new(), invalid);
    }
    let mut comparer = Comparer {
        category,
        old: &old,
        new: &new,
        changes: Vec::new(),
    };
    comparer.files();
    comparer.messages();
    comparer.enums();
    comparer.services();
    let path = |change: &Change| {
        let at = change.new.as_ref().or(change.old.as_ref());
        at.map(|it| it.path.clone()).unwrap_or_default()
    };
    (
        comparer
            .changes
            .into_iter()
            .map(|change| (path(&change), change))
            .collect(),
        invalid,
    )
}

struct Comparer<'p> {
    category: Category,
    old: &'p Protos,
    new: &'p Protos,
    changes: Vec<Change>,
}

impl Comparer<'_> {
    /// Whether names count: in JSON and in code.
    fn names(&self) -> bool {
        self.category != Category::Wire
    }

    /// Whether generated code counts.
    fn code(&self) -> bool {
        matches!(self.category, Category::File | Category::Package)
    }

    fn add(
        &mut self,
        rule: &'static str,
        place: String,
        what: impl Into<String>,
        old: &At,
        new: Option<&At>,
    ) {
        self.changes.push(Change {
            rule,
            place,
            verdict: Verdict::Breaks,
            meets: Meets::OldDocuments,
            what: what.into(),
            detail: None,
            witness: None,
            used: Vec::new(),
            old: Some(old.clone()),
            new: new.cloned(),
        });
    }

    fn files(&mut self) {
        let category = self.category;
        for (path, was) in &self.old.files {
            let Some(is) = self.new.files.get(path) else {
                continue;
            };
            let mut differs = |rule, what: &str, was_text: &str, is_text: &str| {
                if was_text != is_text {
                    let what = format!("{what} was `{was_text}`, and is `{is_text}`");
                    self.add(rule, String::new(), what, &was.at, Some(&is.at));
                }
            };
            differs(
                "proto_package_changed",
                "the package",
                &was.package,
                &is.package,
            );
            if category == Category::File {
                differs(
                    "proto_option_changed",
                    "the syntax",
                    &was.syntax,
                    &is.syntax,
                );
                for option in FILE_OPTIONS {
                    let text = |of: &super::model::File| {
                        of.options.get(option).cloned().unwrap_or_default()
                    };
                    differs(
                        "proto_option_changed",
                        &format!("the option {option}"),
                        &text(was),
                        &text(is),
                    );
                }
            }
        }
    }

    /// Whether something was declared in another file, where that counts.
    fn moved(&self, old: &At, new: &At) -> bool {
        self.category == Category::File && old.path != new.path
    }

    fn item(&mut self, kind: &str, name: &str, old: &At, new: Option<&At>) {
        match new {
            None if self.code() => {
                self.add(
                    "proto_item_removed",
                    name.to_owned(),
                    format!("a published {kind} is gone"),
                    old,
                    None,
                );
            }
            Some(new) if self.moved(old, new) => {
                let what = format!("is declared in another file: it was in `{}`", old.path);
                self.add("proto_item_removed", name.to_owned(), what, old, Some(new));
            }
            _ => {}
        }
    }

    fn messages(&mut self) {
        let old = self.old;
        for (name, was) in &old.messages {
            let is = self.new.messages.get(name);
            if !was.is_entry {
                self.item("message", name, &was.at, is.map(|it| &it.at));
            }
            if let Some(is) = is {
                self.message(name, was, is);
            }
        }
    }

    fn message(&mut self, name: &str, was: &Message, is: &Message) {
        for (number, field) in &was.fields {
            match is.fields.get(number) {
                Some(now) => self.field(name, field, now),
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
                );
            }
        }
        let lost = lost(
            &was.reserved,
            &was.reserved_names,
            &is.reserved,
            &is.reserved_names,
        );
        if let Some(lost) = lost {
            self.add(
                "proto_reservation_removed",
                name.to_owned(),
                lost,
                &was.at,
                Some(&is.at),
            );
        }
    }

    fn field_gone(&mut self, message: &str, number: i32, field: &Field, is: &Message) {
        let number_kept = within(&is.reserved, number);
        let name_kept = is.reserved_names.contains(&field.name);
        let missing = match self.category {
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
            );
        }
    }

    fn field(&mut self, message: &str, was: &Field, is: &Field) {
        let place = || format!("{message}.{}", is.name);
        let (old, new) = (&was.at, Some(&is.at));
        if self.names() && was.name != is.name {
            self.add(
                "proto_field_renamed",
                place(),
                format!("was called `{}`", was.name),
                old,
                new,
            );
        } else if self.names() && was.json_name != is.json_name {
            let what = format!(
                "was called `{}` in JSON, and is called `{}`",
                was.json_name, is.json_name
            );
            self.add("proto_field_renamed", place(), what, old, new);
        }
        if !self.compatible(&was.ty, &is.ty) {
            let what = format!(
                "was of type `{}`, and is of type `{}`",
                was.ty.show(),
                is.ty.show()
            );
            self.add("proto_field_retyped", place(), what, old, new);
        }
        if !self.alike(was.cardinality, is.cardinality) {
            let what = format!(
                "was {}, and is {}",
                was.cardinality.word(),
                is.cardinality.word()
            );
            self.add("proto_cardinality_changed", place(), what, old, new);
        }
        if was.oneof != is.oneof {
            let show = |it: &Option<String>| {
                it.as_ref()
                    .map_or("in no oneof".to_owned(), |it| format!("in oneof `{it}`"))
            };
            let what = format!("was {}, and is {}", show(&was.oneof), show(&is.oneof));
            self.add("proto_oneof_changed", place(), what, old, new);
        }
        if was.default != is.default {
            let show = |it: &Option<String>| {
                it.as_ref()
                    .map_or("none".to_owned(), |it| format!("`{it}`"))
            };
            let what = format!(
                "its default was {}, and is {}",
                show(&was.default),
                show(&is.default)
            );
            self.add("proto_option_changed", place(), what, old, new);
        }
        if self.code() {
            for option in FIELD_OPTIONS {
                if was.options.get(option) != is.options.get(option) {
                    self.add(
                        "proto_option_changed",
                        place(),
                        format!("its option {option} changed"),
                        old,
                        new,
                    );
                }
            }
        }
    }

    fn compatible(&self, was: &Ty, is: &Ty) -> bool {
        if was == is {
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

    fn enums(&mut self) {
        let old = self.old;
        for (name, was) in &old.enums {
            let is = self.new.enums.get(name);
            self.item("enum", name, &was.at, is.map(|it| &it.at));
            if let Some(is) = is {
                self.enumeration(name, was, is);
            }
        }
    }

    fn enumeration(&mut self, name: &str, was: &Enum, is: &Enum) {
        for (number, names) in &was.values {
            let Some((first, at)) = names.first_key_value() else {
                continue;
            };
            let place = format!("{name}.{first}");
            match is.values.get(number) {
                None => {
                    let names_kept = names.keys().all(|it| is.reserved_names.contains(it));
                    let missing = match self.category {
                        Category::File | Category::Package => Some("is gone".to_owned()),
                        _ if !within(&is.reserved, *number) => {
                            Some(format!("is gone, and its number {number} is not reserved"))
                        }
                        Category::WireJson if !names_kept => {
                            Some("is gone, and its name is not reserved".to_owned())
                        }
                        _ => None,
                    };
                    if let Some(missing) = missing {
                        self.add("proto_enum_value_removed", place, missing, at, Some(&is.at));
                    }
                }
                Some(now) if self.names() && !names.keys().all(|it| now.contains_key(it)) => {
                    let known: Vec<&str> = now.keys().map(String::as_str).collect();
                    let what = format!("is called `{}` now", known.join("`, `"));
                    self.add(
                        "proto_enum_value_renamed",
                        place,
                        what,
                        at,
                        now.values().next(),
                    );
                }
                Some(_) => {}
            }
        }
        let lost = lost(
            &was.reserved,
            &was.reserved_names,
            &is.reserved,
            &is.reserved_names,
        );
        if let Some(lost) = lost {
            self.add(
                "proto_reservation_removed",
                name.to_owned(),
                lost,
                &was.at,
                Some(&is.at),
            );
        }
    }

    fn services(&mut self) {
        let old = self.old;
        for (name, was) in &old.services {
            let is = self.new.services.get(name);
            self.item("service", name, &was.at, is.map(|it| &it.at));
            if let Some(is) = is {
                self.service(name, was, is);
            }
        }
    }

    fn service(&mut self, name: &str, was: &Service, is: &Service) {
        for (method, before) in &was.methods {
            let place = format!("{name}.{method}");
            let Some(now) = is.methods.get(method) else {
                if self.code() {
                    self.add(
                        "proto_item_removed",
                        place,
                        "a published method is gone",
                        &before.at,
                        Some(&is.at),
                    );
                }
                continue;
            };
            let streams = |it: (bool, bool)| match it {
                (false, false) => "no stream",
                (true, false) => "a stream of requests",
                (false, true) => "a stream of responses",
                (true, true) => "streams of both",
            };
            for (what, was, is) in [
                ("its request", before.input.as_str(), now.input.as_str()),
                ("its response", &before.output, &now.output),
                (
                    "what it streams",
                    streams(before.streams),
                    streams(now.streams),
                ),
                (
                    "its idempotency level",
                    &before.idempotency,
                    &now.idempotency,
                ),
            ] {
                if was != is {
                    let what = format!("{what} was `{was}`, and is `{is}`");
                    self.add(
                        "proto_method_changed",
                        place.clone(),
                        what,
                        &before.at,
                        Some(&now.at),
                    );
                }
            }
        }
    }
}

fn within(ranges: &[(i32, i32)], number: i32) -> bool {
    ranges
        .iter()
        .any(|(first, last)| (*first..=*last).contains(&number))
}

/// What was reserved and is not any more.
fn lost(
    was: &[(i32, i32)],
    was_names: &BTreeSet<String>,
    is: &[(i32, i32)],
    is_names: &BTreeSet<String>,
) -> Option<String> {
    let covered = |(first, last): (i32, i32)| {
        let mut next = i64::from(first);
        let mut ranges: Vec<(i32, i32)> = is.to_vec();
        ranges.sort_unstable();
        for (from, to) in ranges {
            if i64::from(from) <= next {
                next = next.max(i64::from(to) + 1);
            }
        }
        next > i64::from(last)
    };
    if let Some((first, last)) = was.iter().find(|it| !covered(**it)) {
        return Some(match first == last {
            true => format!("does not reserve the number {first} any more"),
            false => format!("does not reserve the numbers {first} to {last} any more"),
        });
    }
    let name = was_names.difference(is_names).next()?;
    Some(format!("does not reserve the name `{name}` any more"))
}
