//! What became of published messages, enums and services, as far as a category asks for it.

use std::{collections::BTreeSet, sync::Arc};

use super::features::Features;
use super::model::{Enum, File, Protos, Service, Ty};
use super::witness::{self, Witness};
use crate::changes::Meets;
use crate::compat::Verdict;
use crate::files::change::{At, Change, Invalid};
use crate::files::config::Category;

/// Options of files that decide what code is generated.
const FILE_OPTIONS: [&str; 18] = [
    "optimize_for",
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
    comparer.extensions();
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

pub(super) struct Comparer<'p> {
    pub(super) category: Category,
    pub(super) old: &'p Protos,
    pub(super) new: &'p Protos,
    changes: Vec<Change>,
}

impl Comparer<'_> {
    /// Whether names count: in JSON and in code.
    pub(super) fn names(&self) -> bool {
        self.category != Category::Wire
    }

    /// Whether generated code counts.
    pub(super) fn code(&self) -> bool {
        matches!(self.category, Category::File | Category::Package)
    }

    pub(super) fn add(
        &mut self,
        rule: &'static str,
        place: String,
        what: impl Into<String>,
        old: &At,
        new: Option<&At>,
        witness: Option<Witness>,
    ) {
        let (detail, witness) = witness.map(|it| (it.why, it.text)).unzip();
        self.changes.push(Change {
            rule,
            place,
            verdict: Verdict::Breaks,
            meets: Meets::OldDocuments,
            what: what.into(),
            detail,
            witness,
            used: Vec::new(),
            old: Some(old.clone()),
            new: new.cloned(),
        });
    }

    fn files(&mut self) {
        for (path, was) in &self.old.files {
            let Some(is) = self.new.files.get(path) else {
                continue;
            };
            let at = (&was.at, &is.at);
            let mut messages = self.old.messages.iter();
            let known = messages.find(|(_, it)| it.at.path == *path);
            let url = known.map(|(name, _)| format!("type.googleapis.com/{name}"));
            let rule = "proto_package_changed";
            let packages = (was.package.as_str(), is.package.as_str());
            let witness = url.map(witness::called);
            self.said(rule, "the package", packages, at, witness);
            let rule = "proto_option_changed";
            if self.code() {
                self.said(rule, "the syntax", (&was.syntax, &is.syntax), at, None);
                for option in FILE_OPTIONS {
                    let text = |of: &'_ File| of.options.get(option).cloned().unwrap_or_default();
                    let what = format!("the option {option}");
                    self.said(rule, &what, (&text(was), &text(is)), at, None);
                }
            }
            if self.names() && was.features.json && !is.features.json {
                let what = "what it is in JSON is not the same for all any more";
                self.add(rule, String::new(), what, &was.at, Some(&is.at), None);
            }
        }
    }

    /// What a file says of itself, if it says something else now.
    fn said(
        &mut self,
        rule: &'static str,
        what: &str,
        (was, is): (&str, &str),
        (old, new): (&At, &At),
        witness: Option<Witness>,
    ) {
        if was != is {
            let what = format!("{what} was `{was}`, and is `{is}`");
            self.add(rule, String::new(), what, old, Some(new), witness);
        }
    }

    /// The same of a message or an enum that is not as its file is.
    pub(super) fn json(&mut self, name: &str, was: (&At, Features), is: (&At, Features)) {
        let of_file = |protos: &Protos, at: &At| {
            protos
                .files
                .get(&at.path)
                .is_some_and(|it| it.features.json)
        };
        let told = of_file(self.old, was.0) && !of_file(self.new, is.0);
        if self.names() && was.1.json && !is.1.json && !told {
            let what = "what it is in JSON is not the same for all any more";
            let rule = "proto_option_changed";
            self.add(rule, name.to_owned(), what, was.0, Some(is.0), None);
        }
    }

    /// Whether something was declared in another file, where that counts.
    fn moved(&self, old: &At, new: &At) -> bool {
        self.category == Category::File && old.path != new.path
    }

    /// What became of something by its full name; `called` is what others ask for.
    pub(super) fn item(
        &mut self,
        kind: &str,
        name: &str,
        (old, new): (&At, Option<&At>),
        called: String,
    ) {
        let rule = "proto_item_removed";
        match new {
            None if self.code() => {
                let what = format!("a published {kind} is gone");
                let witness = Some(witness::called(called));
                self.add(rule, name.to_owned(), what, old, None, witness);
            }
            Some(new) if self.moved(old, new) => {
                let what = format!("is declared in another file: it was in `{}`", old.path);
                self.add(rule, name.to_owned(), what, old, Some(new), None);
            }
            _ => {}
        }
    }

    fn enums(&mut self) {
        let old = self.old;
        for (name, was) in &old.enums {
            let is = self.new.enums.get(name);
            let places = (&was.at, is.map(|it| &it.at));
            self.item("enum", name, places, name.clone());
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
                        let witness =
                            witness::valued(name, (*number, first), self.old, self.names());
                        self.add(
                            "proto_enum_value_removed",
                            place,
                            missing,
                            at,
                            Some(&is.at),
                            Some(witness),
                        );
                    }
                }
                Some(now) if self.names() && !names.keys().all(|it| now.contains_key(it)) => {
                    let known: Vec<&str> = now.keys().map(String::as_str).collect();
                    let what = format!("is called `{}` now", known.join("`, `"));
                    let mut names = names.keys();
                    let lost = names.find(|it| !now.contains_key(*it)).unwrap_or(first);
                    let witness = witness::valued(name, (*number, lost), self.old, true);
                    self.add(
                        "proto_enum_value_renamed",
                        place,
                        what,
                        at,
                        now.values().next(),
                        Some(witness),
                    );
                }
                Some(_) => {}
            }
        }
        self.json(name, (&was.at, was.features), (&is.at, is.features));
        if self.code() && was.features.closed != is.features.closed {
            let word = |closed| if closed { "closed" } else { "open" };
            let what = format!(
                "was {}, and is {}",
                word(was.features.closed),
                word(is.features.closed)
            );
            let rule = "proto_option_changed";
            self.add(rule, name.to_owned(), what, &was.at, Some(&is.at), None);
        }
        self.reservations(
            name,
            (&was.reserved, &was.reserved_names, &was.at),
            (&is.reserved, &is.reserved_names, &is.at),
            ["AGAIN", ""],
        );
    }

    /// What was reserved and is not any more; a line that may be written now begins and goes on so.
    pub(super) fn reservations(
        &mut self,
        name: &str,
        was: Reserved<'_>,
        is: Reserved<'_>,
        [word, kind]: [&str; 2],
    ) {
        if let Some((what, line)) = lost(was, is, [word, kind]) {
            let witness = Witness {
                text: line,
                why: "this can be declared again, and old programs mean something else by it"
                    .to_owned(),
            };
            let rule = "proto_reservation_removed";
            self.add(
                rule,
                name.to_owned(),
                what,
                was.2,
                Some(is.2),
                Some(witness),
            );
        }
    }

    fn services(&mut self) {
        let old = self.old;
        for (name, was) in &old.services {
            let is = self.new.services.get(name);
            let places = (&was.at, is.map(|it| &it.at));
            let first = was.methods.keys().next();
            let path = format!("/{name}/{}", first.map_or("", String::as_str));
            self.item("service", name, places, path);
            if let Some(is) = is {
                self.service(name, was, is);
            }
        }
    }

    fn service(&mut self, name: &str, was: &Service, is: &Service) {
        for (method, before) in &was.methods {
            let place = format!("{name}.{method}");
            let called = witness::called(format!("/{name}/{method}"));
            let Some(now) = is.methods.get(method) else {
                if self.code() {
                    self.add(
                        "proto_item_removed",
                        place,
                        "a published method is gone",
                        &before.at,
                        Some(&is.at),
                        Some(called),
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
            let types = |was: &Ty, is: &Ty| (!was.is(is)).then(|| (was.show(), is.show()));
            let texts = |was: &str, is: &str| (was != is).then(|| (was.to_owned(), is.to_owned()));
            for (what, differ) in [
                ("its request", types(&before.input, &now.input)),
                ("its response", types(&before.output, &now.output)),
                (
                    "what it streams",
                    texts(streams(before.streams), streams(now.streams)),
                ),
                (
                    "its idempotency level",
                    texts(&before.idempotency, &now.idempotency),
                ),
            ] {
                if let Some((was, is)) = differ {
                    let what = format!("{what} was `{was}`, and is `{is}`");
                    self.add(
                        "proto_method_changed",
                        place.clone(),
                        what,
                        &before.at,
                        Some(&now.at),
                        Some(called.clone()),
                    );
                }
            }
        }
    }
}

/// Numbers and names that are reserved, and where.
type Reserved<'r> = (&'r [(i32, i32)], &'r BTreeSet<String>, &'r At);

pub(super) fn within(ranges: &[(i32, i32)], number: i32) -> bool {
    ranges
        .iter()
        .any(|(first, last)| (*first..=*last).contains(&number))
}

/// The first number of ranges that others do not have.
pub(super) fn uncovered(was: &[(i32, i32)], is: &[(i32, i32)]) -> Option<((i32, i32), i32)> {
    let mut ranges: Vec<(i32, i32)> = is.to_vec();
    ranges.sort_unstable();
    let next = |(first, last): (i32, i32)| {
        let mut next = i64::from(first);
        for &(from, to) in &ranges {
            if i64::from(from) <= next {
                next = next.max(i64::from(to) + 1);
            }
        }
        (next <= i64::from(last)).then(|| i32::try_from(next).unwrap_or(last))
    };
    was.iter().find_map(|it| Some((*it, next(*it)?)))
}

/// What was reserved and is not any more, and a line that may be written now.
fn lost(was: Reserved<'_>, is: Reserved<'_>, [word, kind]: [&str; 2]) -> Option<(String, String)> {
    if let Some(((first, last), free)) = uncovered(was.0, is.0) {
        let what = match first == last {
            true => format!("does not reserve the number {first} any more"),
            false => format!("does not reserve the numbers {first} to {last} any more"),
        };
        return Some((what, format!("{kind}{word} = {free};")));
    }
    let name = was.1.difference(is.1).next()?;
    let what = format!("does not reserve the name `{name}` any more");
    Some((what, format!("{kind}{name} = 1000;")))
}
