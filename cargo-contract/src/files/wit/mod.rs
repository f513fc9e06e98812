//! WIT packages: what worlds import and export, and what functions and types are.

mod shown;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use text_size::{TextRange, TextSize};
use wit_parser::{Resolve, SourceMap, Span, UnresolvedPackageGroup};

use self::shown::Shown;
use super::change::{At, Change, Invalid};
use super::schema::Pair;
use crate::changes::Meets;
use crate::compat::Verdict;

type Read<'r> = &'r dyn Fn(&str) -> Option<Arc<str>>;

/// What a package shows, by names without versions.
#[derive(Debug, Default)]
struct Package {
    name: String,
    /// As far as it has to be the same.
    version: String,
    worlds: BTreeMap<String, World>,
    /// Functions and types, with what they are.
    definitions: BTreeMap<String, (String, At)>,
    /// Functions of interfaces that are in no world.
    loose: BTreeMap<String, At>,
    start: At,
}

/// Where something is, and what it is.
type Items = BTreeMap<String, (At, String)>;

/// Functions, and interfaces without any, that a world needs and gives.
#[derive(Debug)]
struct World {
    imports: Items,
    exports: Items,
    at: At,
}

/// Directories that hold packages, with their files in both versions.
pub(super) fn directories(files: &[String]) -> BTreeMap<String, Vec<String>> {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for path in files {
        found
            .entry(directory(path).to_owned())
            .or_default()
            .push(path.clone());
    }
    found
}

/// Whether the package that a file belongs to is among packages.
pub(super) fn is_in(packages: &BTreeMap<String, Vec<String>>, path: &str) -> bool {
    packages.contains_key(directory(path))
}

/// The directory of the package that a file belongs to; what is in `deps` belongs to the package beside it.
fn directory(path: &str) -> &str {
    let directory = path.rsplit_once('/').map_or("", |(directory, _)| directory);
    if directory == "deps" || directory.starts_with("deps/") {
        return "";
    }
    directory
        .find("/deps/")
        .or_else(|| directory.strip_suffix("/deps").map(str::len))
        .map_or(directory, |end| &directory[..end])
}

/// Compares packages, each with what it was. Those that only one version has are looked at for mistakes.
pub(super) fn compare(
    pairs: &[Pair],
    removed: &[String],
    added: &[String],
    read_old: Read<'_>,
    read_new: Read<'_>,
) -> (Vec<(String, Change)>, Vec<Invalid>) {
    let old: Vec<String> = pairs
        .iter()
        .map(|it| &it.old)
        .chain(removed)
        .cloned()
        .collect();
    let new: Vec<String> = pairs
        .iter()
        .map(|it| &it.new)
        .chain(added)
        .cloned()
        .collect();
    let (old, new) = (directories(&old), directories(&new));
    let (mut found, mut invalid) = (Vec::new(), Vec::new());
    let mut package =
        |files: Option<&Vec<String>>, read, published| match Package::read(files?, read) {
            Ok(package) => Some(package),
            Err((at, message)) => {
                invalid.push(Invalid {
                    published,
                    at,
                    message,
                });
                None
            }
        };
    let all: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    for directory in all {
        // A package that moved with its files has one directory for each version.
        let moved = pairs
            .iter()
            .find(|it| self::directory(&it.new) == directory)
            .map(|it| self::directory(&it.old));
        let before = old.get(moved.unwrap_or(directory));
        let (before, now) = (
            package(before, read_old, true),
            package(new.get(directory), read_new, false),
        );
        if let (Some(before), Some(now)) = (before, now) {
            let path = now.start.path.clone();
            found.extend(before.changes(&now).into_iter().map(|change| {
                let path = change
                    .new
                    .as_ref()
                    .map_or_else(|| path.clone(), |at| at.path.clone());
                (path, change)
            }));
        }
    }
    (found, invalid)
}

impl Package {
    fn read(files: &[String], read: Read<'_>) -> Result<Package, (At, String)> {
        let mut groups: BTreeMap<String, SourceMap> = BTreeMap::new();
        for path in files {
            let Some(text) = read(path) else { continue };
            let behind = path[directory(path).len()..].trim_start_matches('/');
            // `deps/a.wit` and `deps/a/*.wit` are packages of their own.
            let group = behind
                .strip_prefix("deps/")
                .map_or("", |it| it.split('/').next().unwrap_or(it));
            groups
                .entry(group.to_owned())
                .or_default()
                .push_str(path, &*text);
        }
        let main = groups.remove("").unwrap_or_default();
        let main = parse(main)?;
        let mut others = Vec::new();
        for map in groups.into_values() {
            others.push(parse(map)?);
        }
        let mut resolve = Resolve {
            all_features: true,
            ..Resolve::default()
        };
        match resolve.push_groups(main, others) {
            Ok(id) => Ok(Shown::new(&resolve, id).package(files)),
            Err(error) => Err((
                place(&resolve.source_map, error.kind().span(), files),
                error.kind().to_string(),
            )),
        }
    }

    fn changes(&self, new: &Package) -> Vec<Change> {
        let mut changes = Vec::new();
        if (&self.name, &self.version) != (&new.name, &new.version) {
            // Who links by the name finds nothing of it.
            both(
                &mut changes,
                Change {
                    what: format!(
                        "it is `{}{}` now, by which nobody knows it",
                        new.name, new.version
                    ),
                    ..change(
                        "contract_removed",
                        format!("package {}{}", self.name, self.version),
                        Some(&self.start),
                        Some(&new.start),
                    )
                },
            );
            return changes;
        }
        for (name, world) in &self.worlds {
            match new.worlds.get(name) {
                Some(now) => world.changes(now, &mut changes),
                None => both(
                    &mut changes,
                    Change {
                        what: "a published world is gone".to_owned(),
                        ..change(
                            "contract_removed",
                            format!("world {name}"),
                            Some(&world.at),
                            None,
                        )
                    },
                ),
            }
        }
        for (name, at) in self
            .loose
            .iter()
            .filter(|(name, _)| !new.definitions.contains_key(*name))
        {
            both(
                &mut changes,
                Change {
                    what: "is gone".to_owned(),
                    ..change("wit_export_changed", name.clone(), Some(at), None)
                },
            );
        }
        for (name, (was, at)) in &self.definitions {
            let Some((is, now)) = new.definitions.get(name).filter(|(is, _)| is != was) else {
                continue;
            };
            both(
                &mut changes,
                Change {
                    what: "is something else now".to_owned(),
                    detail: Some(format!("it was `{was}`, and is `{is}`")),
                    witness: self.user(name),
                    ..change("wit_type_changed", name.clone(), Some(at), Some(now))
                },
            );
        }
        changes
    }

    /// A function that has a type of another form now, or is of another one: as it was.
    fn user(&self, name: &str) -> Option<String> {
        let own = name.rsplit(['.', '/']).next().unwrap_or(name);
        let uses = |shown: &str| {
            let mut words = shown.split(|it: char| !it.is_alphanumeric() && it != '-');
            words.any(|it| it == own)
        };
        let worlds = self.worlds.values();
        let mut items = worlds.flat_map(|it| {
            let exports = it.exports.iter().map(|item| ("export", item));
            it.imports
                .iter()
                .map(|item| ("import", item))
                .chain(exports)
        });
        let found = items.find(|(_, (_, (_, shown)))| uses(shown));
        found.map(|(word, (_, (_, shown)))| format!("{word} {shown}"))
    }
}

impl World {
    fn changes(&self, new: &World, changes: &mut Vec<Change>) {
        let mut add = |meets, rule, what: &str, from: &Items, to: &Items, gone| {
            for (name, (at, shown)) in from.iter().filter(|(name, _)| !to.contains_key(*name)) {
                let (old, now) = if gone {
                    (Some(at), None)
                } else {
                    (None, Some(at))
                };
                let what = what.to_owned();
                let word = name.split(' ').next().unwrap_or_default();
                changes.push(Change {
                    meets,
                    what,
                    witness: Some(format!("{word} {shown}")),
                    ..change(rule, name.clone(), old, now)
                });
            }
        };
        let (guest, host) = (Meets::NewDocuments, Meets::OldDocuments);
        add(
            guest,
            "wit_import_changed",
            "is imported now, and old hosts do not have it",
            &new.imports,
            &self.imports,
            false,
        );
        add(
            host,
            "wit_import_changed",
            "is not offered any more",
            &self.imports,
            &new.imports,
            true,
        );
        add(
            guest,
            "wit_export_changed",
            "is not exported any more",
            &self.exports,
            &new.exports,
            true,
        );
        add(
            host,
            "wit_export_changed",
            "is expected now, and old components do not have it",
            &new.exports,
            &self.exports,
            false,
        );
    }
}

fn both(changes: &mut Vec<Change>, change: Change) {
    changes.push(Change {
        meets: Meets::OldDocuments,
        ..change.clone()
    });
    changes.push(change);
}

fn change(rule: &'static str, place: String, old: Option<&At>, new: Option<&At>) -> Change {
    Change {
        rule,
        place,
        verdict: Verdict::Breaks,
        meets: Meets::NewDocuments,
        what: String::new(),
        detail: None,
        witness: None,
        used: Vec::new(),
        old: old.cloned(),
        new: new.cloned(),
    }
}

fn parse(map: SourceMap) -> Result<UnresolvedPackageGroup, (At, String)> {
    map.parse().map_err(|(map, error)| {
        (
            place(&map, error.kind().span(), &[]),
            error.kind().to_string(),
        )
    })
}

fn place(map: &SourceMap, span: Span, files: &[String]) -> At {
    let offset = |at: usize| TextSize::new(u32::try_from(at).unwrap_or(u32::MAX));
    match map.resolve_span(span) {
        Some(at) => At {
            path: at.path.to_owned(),
            range: TextRange::new(offset(at.range.start), offset(at.range.end)),
        },
        None => At {
            path: map
                .source_names()
                .next()
                .map(str::to_owned)
                .or_else(|| files.first().cloned())
                .unwrap_or_default(),
            range: TextRange::default(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::{Package, directory};
    use crate::changes::Meets;

    const OLD: &str = "package shop:orders@1.0.0;\n\
        interface types { record order { id: u64, note: string } type money = u32; }\n\
        interface store { use types.{order, money}; put: func(o: order) -> result<money, string>; resource cart { add: func(o: order); } }\n\
        interface handler { run: func(o: string); }\n\
        world plugin { import store; import log: func(line: string); export handler; }\n\
        world more { import types; }\n";

    /// Whether components of one version can be what others expect of the other: by the predicate of wasm-tools.
    fn replaces(given: &str, wanted: &str) -> bool {
        let mut resolve = wit_parser::Resolve {
            all_features: true,
            ..wit_parser::Resolve::default()
        };
        let mut world = |text: &str, version: &str| {
            let text = text.replacen("@1.0.0", version, 1);
            let package = resolve.push_str("a.wit", &text).unwrap();
            resolve.select_world(&[package], Some("plugin")).unwrap()
        };
        let (given, wanted) = (world(given, "@1.0.0"), world(wanted, "@1.0.1"));
        wit_component::semver_check(resolve, given, wanted).is_ok()
    }

    fn read(text: &str) -> Result<Package, String> {
        let files = ["wit/world.wit".to_owned()];
        Package::read(&files, &|_| Some(text.into())).map_err(|(at, message)| {
            format!("{} {}: {message}", at.path, u32::from(at.range.start()))
        })
    }

    /// What breaks for old hosts of a guest, and for old guests of a host.
    fn told(from: &str, to: &str) -> (Vec<String>, Vec<String>) {
        assert!(OLD.contains(from), "{from}");
        let changes = read(OLD)
            .unwrap()
            .changes(&read(&OLD.replacen(from, to, 1)).unwrap());
        let of = |meets: Meets| -> Vec<String> {
            changes
                .iter()
                .filter(|it| it.meets == meets)
                .map(|it| it.place.clone())
                .collect()
        };
        (of(Meets::NewDocuments), of(Meets::OldDocuments))
    }

    #[test]
    fn what_breaks_depends_on_the_role() {
        for (from, to, guest, host) in [
            (
                "type money = u32; ",
                "/// Cents.\n type money = u32; ",
                "",
                "",
            ),
            ("result<money, string>", "result<u32, string>", "", ""),
            ("@1.0.0", "@1.2.0", "", ""),
            (
                "@1.0.0",
                "@2.0.0",
                "package shop:orders@1",
                "package shop:orders@1",
            ),
            ("import log: func(line: string);", "", "", "import log"),
            (
                "world plugin {",
                "world plugin { import now: func() -> u64;",
                "import now",
                "",
            ),
            (
                "world plugin {",
                "world plugin { export stop: func();",
                "",
                "export stop",
            ),
            ("export handler;", "", "export shop:orders/handler.run", ""),
            (
                "run: func(o: string);",
                "run: func(o: string); stop: func();",
                "",
                "export shop:orders/handler.stop",
            ),
            (
                "note: string",
                "note: option<string>",
                "shop:orders/types.order",
                "shop:orders/types.order",
            ),
            (
                "add: func(o: order)",
                "add: func(o: string)",
                "shop:orders/store.[method]cart.add",
                "shop:orders/store.[method]cart.add",
            ),
            ("line: string", "line: list<u8>", "plugin/log", "plugin/log"),
            (
                "type money = u32;",
                "type money = u32; type more = u8;",
                "",
                "",
            ),
            (
                "interface handler",
                "interface unused { f: func(); } interface handler",
                "",
                "",
            ),
            (
                "use types.{order, money};",
                "use types.{order as o, money}; type order = o;",
                "",
                "",
            ),
            (
                "put: func(o",
                "put: async func(o",
                "shop:orders/store.put",
                "shop:orders/store.put",
            ),
            ("put: func(o", "@since(version = 1.0.0) put: func(o", "", ""),
            (
                "put: func(o",
                "@since(version = 0.9.0) @deprecated(version = 1.0.0) put: func(o",
                "",
                "",
            ),
            (
                "resource cart { add: func(o: order); }",
                "resource cart { constructor(); add: func(o: order); }",
                "import shop:orders/store.[constructor]cart",
                "",
            ),
            (
                "resource cart { add: func(o: order); }",
                "resource cart { }",
                "",
                "import shop:orders/store.[method]cart.add",
            ),
            (
                "note: string }",
                "note: string } enum kind { a, b }",
                "",
                "",
            ),
            (
                "result<money, string>",
                "result<money>",
                "shop:orders/store.put",
                "shop:orders/store.put",
            ),
            ("export handler;", "export handler; include more;", "", ""),
        ] {
            let (for_guest, for_host) = told(from, to);
            assert_eq!(
                (for_guest.join(" "), for_host.join(" ")),
                (guest.to_owned(), host.to_owned()),
                "{from} -> {to}"
            );
            // Another name of a type that is there is one more to wasm-tools; hosts link functions, and do not look at it.
            if to.starts_with("@2") || to.contains("as o") {
                continue;
            }
            let new = OLD.replacen(from, to, 1);
            assert_eq!(
                (replaces(&new, OLD), replaces(OLD, &new)),
                (guest.is_empty(), host.is_empty()),
                "{from} -> {to}"
            );
        }
    }

    #[test]
    fn versions_of_other_packages_count() {
        let read = |version: &str| {
            let files = ["wit/world.wit".to_owned(), "wit/deps/io.wit".to_owned()];
            let text = |path: &str| -> Option<std::sync::Arc<str>> {
                Some(match path {
                    "wit/world.wit" => format!(
                        "package shop:orders; world plugin {{ import wasi:io/poll@{version}; }}"
                    )
                    .into(),
                    _ => {
                        format!("package wasi:io@{version}; interface poll {{ f: func(); }}").into()
                    }
                })
            };
            Package::read(&files, &text).unwrap()
        };
        let places = |old: &str, new: &str| -> Vec<String> {
            let changes = read(old).changes(&read(new));
            changes.into_iter().map(|it| it.place).collect()
        };
        assert!(places("0.2.0", "0.2.6").is_empty());
        assert_eq!(
            places("0.2.6", "0.3.0"),
            ["import wasi:io/poll@0.3.f", "import wasi:io/poll@0.2.f"]
        );
    }

    #[test]
    fn mistakes_are_located() {
        assert_eq!(
            read("package a:b;\ninterface x { f: func( }")
                .map(drop)
                .unwrap_err()
                .split(':')
                .next(),
            Some("wit/world.wit 36")
        );
        let unknown = read("package a:b;\nworld w { import y; }")
            .map(drop)
            .unwrap_err();
        assert!(unknown.starts_with("wit/world.wit 30:"), "{unknown}");
    }

    #[test]
    fn packages_are_directories() {
        assert_eq!(directory("wit/a.wit"), "wit");
        assert_eq!(directory("wit/deps/io/a.wit"), "wit");
        assert_eq!(directory("wit/deps/a.wit"), "wit");
        assert_eq!(directory("deps/io/a.wit"), "");
        assert_eq!(directory("a.wit"), "");
    }
}
