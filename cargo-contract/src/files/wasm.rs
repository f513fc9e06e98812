//! Core modules of WebAssembly: what they import and export, with types and limits.

use std::collections::BTreeMap;

use text_size::{TextRange, TextSize};
use wasmparser::{
    BinaryReaderError, CompositeInnerType, Encoding, ExternalKind, FuncType, Parser, Payload,
    TypeRef,
};

use super::change::{At, Change, Invalid};
use super::schema::Pair;
use super::wasm_entity::Entity;
use crate::changes::Meets;
use crate::compat::Verdict;

/// Reads the bytes of a file of a version.
pub(super) type ReadBytes<'r> = &'r dyn Fn(&str) -> Option<Vec<u8>>;

/// What a module shows to the outside.
#[derive(Debug, Default)]
struct Module {
    /// By module and name. The same name may be imported with several types.
    imports: BTreeMap<(String, String), Vec<Entity>>,
    exports: BTreeMap<String, Entity>,
    /// The types that it declares, as bytes.
    types: Vec<u8>,
    start: bool,
}

/// What is wrong with a module, and at which byte.
struct Broken {
    message: String,
    offset: u64,
}

/// What `module.name` a module imports; nothing if it is broken.
pub(crate) fn imports(bytes: &[u8]) -> Vec<String> {
    let module = read(bytes).unwrap_or_default();
    module
        .imports
        .into_keys()
        .map(|(module, name)| format!("{module}.{name}"))
        .collect()
}

/// Whether a pattern, in which `*` is any text, matches an import.
pub(crate) fn matches(pattern: &str, import: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = import.strip_prefix(first) else {
        return false;
    };
    let mut parts: Vec<&str> = parts.collect();
    let Some(last) = parts.pop() else {
        return rest.is_empty();
    };
    for part in parts {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

/// Compares modules, each with what it was. Those that only one version has are looked at for mistakes.
pub(super) fn compare(
    pairs: &[Pair],
    single: &[String],
    old: ReadBytes<'_>,
    new: ReadBytes<'_>,
) -> (Vec<(usize, Change)>, Vec<Invalid>) {
    let mut found = Vec::new();
    let mut invalid = Vec::new();
    let mut module = |read_bytes: ReadBytes<'_>, path: &String, published| {
        let bytes = read_bytes(path)?;
        match read(&bytes) {
            Ok(module) => Some(module),
            Err(Broken { message, offset }) => {
                let start = TextSize::new(u32::try_from(offset).unwrap_or(u32::MAX));
                let at = At {
                    path: path.clone(),
                    range: TextRange::empty(start),
                };
                let message = format!("{message} (at byte {offset})");
                invalid.push(Invalid {
                    published,
                    at,
                    message,
                });
                None
            }
        }
    };
    for (row, pair) in pairs.iter().enumerate() {
        let (before, now) = (module(old, &pair.old, true), module(new, &pair.new, false));
        if let (Some(before), Some(now)) = (before, now) {
            found.extend(
                changes(pair, &before, &now)
                    .into_iter()
                    .map(|change| (row, change)),
            );
        }
    }
    for path in single {
        module(new, path, false);
    }
    (found, invalid)
}

/// All changes, for both roles: that old hosts run the new module, and that the new host runs old modules.
fn changes(pair: &Pair, old: &Module, new: &Module) -> Vec<Change> {
    let mut changes = compared(pair, old, new, Meets::NewDocuments);
    changes.extend(compared(pair, new, old, Meets::OldDocuments));
    if new.start && !old.start {
        changes.push(Change {
            verdict: Verdict::Lossy,
            ..change(
                pair,
                Meets::NewDocuments,
                "wasm_start_added",
                "start".to_owned(),
                "code runs now as soon as the module is instantiated",
            )
        });
    }
    changes
}

/// What a host that can run one module cannot do for another one.
fn compared(pair: &Pair, known: &Module, run: &Module, meets: Meets) -> Vec<Change> {
    let guest = meets == Meets::NewDocuments;
    let mut changes = Vec::new();
    for (name, wanted) in &run.imports {
        let place = format!("import {}.{}", name.0, name.1);
        let Some(given) = known.imports.get(name) else {
            let what = if guest {
                "is imported now, and old hosts do not have it"
            } else {
                "is not offered any more"
            };
            changes.push(Change {
                detail: wanted.first().map(|it| format!("it is a {it}")),
                witness: wanted.first().and_then(|it| import(name, it)),
                ..change(pair, meets, "wasm_import_changed", place, what)
            });
            continue;
        };
        for wanted in wanted {
            let vague = vague(known, run, given.first(), wanted);
            if vague || !given.iter().any(|given| given.fits(wanted)) {
                let what = "is imported with another type";
                let change = retyped(
                    pair,
                    meets,
                    "wasm_import_changed",
                    place.clone(),
                    what,
                    (given.first(), wanted),
                );
                changes.push(Change {
                    witness: import(name, wanted),
                    ..told(change, vague)
                });
            }
        }
    }
    for (name, wanted) in &known.exports {
        let place = format!("export {name}");
        match run.exports.get(name) {
            None => {
                let what = if guest {
                    "is not exported any more"
                } else {
                    "is expected now, and old modules do not have it"
                };
                changes.push(Change {
                    detail: Some(format!("it is a {wanted}")),
                    witness: export(name, wanted),
                    ..change(pair, meets, "wasm_export_changed", place, what)
                });
            }
            Some(given) => {
                let vague = vague(known, run, Some(wanted), given);
                if vague || !given.fits(wanted) {
                    let what = "is exported with another type";
                    let both = (Some(wanted), given);
                    let change = retyped(pair, meets, "wasm_export_changed", place, what, both);
                    changes.push(Change {
                        witness: export(name, wanted),
                        ..told(change, vague)
                    });
                }
            }
        }
    }
    changes
}

/// What a module asks for, as its text has it.
fn import((module, name): &(String, String), wanted: &Entity) -> Option<String> {
    Some(format!("(import {module:?} {name:?} {})", wanted.text()?))
}

/// What is asked of a module, as its text has it.
fn export(name: &str, wanted: &Entity) -> Option<String> {
    Some(format!("(export {name:?} {})", wanted.text()?))
}

/// Whether it cannot be told what becomes of something: types that are known by their rows are the same only among the same types.
fn vague(known: &Module, run: &Module, a: Option<&Entity>, b: &Entity) -> bool {
    let local = a.is_some_and(Entity::is_local) && b.is_local();
    local && known.types != run.types
}

/// A change that may be none.
fn told(change: Change, vague: bool) -> Change {
    match vague {
        true => Change {
            verdict: Verdict::Unknown,
            what: "is of types of the module, which are not compared".to_owned(),
            ..change
        },
        false => change,
    }
}

fn retyped(
    pair: &Pair,
    meets: Meets,
    rule: &'static str,
    place: String,
    what: &str,
    (known, run): (Option<&Entity>, &Entity),
) -> Change {
    // What is known is the published one for a guest, the new one for a host.
    let detail = known.map(|known| match meets {
        Meets::NewDocuments => format!("it was a {known}, and is a {run}"),
        _ => format!("it was a {run}, and is a {known}"),
    });
    Change {
        detail,
        ..change(pair, meets, rule, place, what)
    }
}

fn change(pair: &Pair, meets: Meets, rule: &'static str, place: String, what: &str) -> Change {
    let at = |path: &String| {
        Some(At {
            path: path.clone(),
            range: TextRange::default(),
        })
    };
    Change {
        rule,
        place,
        verdict: Verdict::Breaks,
        meets,
        what: what.to_owned(),
        detail: None,
        witness: None,
        used: Vec::new(),
        old: at(&pair.old),
        new: at(&pair.new),
    }
}

/// Reads what a module shows. Bodies of functions are not looked at.
fn read(bytes: &[u8]) -> Result<Module, Broken> {
    let mut module = Module::default();
    let mut types: Vec<Option<FuncType>> = Vec::new();
    let mut spaces = Spaces::default();
    for payload in Parser::new(0).parse_all(bytes) {
        match payload? {
            Payload::Version {
                encoding: Encoding::Component,
                range,
                ..
            } => {
                return Err(Broken {
                    message: "it is a component, whose contract is its WIT".to_owned(),
                    offset: range.start,
                });
            }
            Payload::TypeSection(section) => {
                let range = section.range();
                let own = usize::try_from(range.start)
                    .ok()
                    .zip(usize::try_from(range.end).ok());
                let own = own.and_then(|(start, end)| bytes.get(start..end));
                module.types = own.unwrap_or_default().to_vec();
                for group in section {
                    for ty in group?.into_types() {
                        types.push(match ty.composite_type.inner {
                            CompositeInnerType::Func(ty) => Some(ty),
                            _ => None,
                        });
                    }
                }
            }
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    let import = import?;
                    let entity = match import.ty {
                        TypeRef::Func(index) | TypeRef::FuncExact(index) => function(&types, index),
                        TypeRef::Memory(ty) => Entity::Memory(ty),
                        TypeRef::Table(ty) => Entity::Table(ty),
                        TypeRef::Global(ty) => Entity::Global(ty),
                        TypeRef::Tag(ty) => tag(&types, ty.func_type_idx),
                    };
                    spaces.add(entity.clone());
                    let name = (import.module.to_owned(), import.name.to_owned());
                    module.imports.entry(name).or_default().push(entity);
                }
            }
            Payload::FunctionSection(section) => {
                for index in section {
                    spaces.functions.push(function(&types, index?));
                }
            }
            Payload::TableSection(section) => {
                for table in section {
                    spaces.add(Entity::Table(table?.ty));
                }
            }
            Payload::MemorySection(section) => {
                for memory in section {
                    spaces.add(Entity::Memory(memory?));
                }
            }
            Payload::TagSection(section) => {
                for ty in section {
                    spaces.tags.push(tag(&types, ty?.func_type_idx));
                }
            }
            Payload::GlobalSection(section) => {
                for global in section {
                    spaces.add(Entity::Global(global?.ty));
                }
            }
            Payload::ExportSection(section) => {
                for export in section.into_iter_with_offsets() {
                    let (offset, export) = export?;
                    let entity = spaces
                        .get(export.kind, export.index)
                        .ok_or_else(|| Broken {
                            message: format!(
                                "export `{}` is of something that is not there",
                                export.name
                            ),
                            offset,
                        })?;
                    module.exports.insert(export.name.to_owned(), entity);
                }
            }
            Payload::StartSection { .. } => module.start = true,
            _ => {}
        }
    }
    Ok(module)
}

impl From<BinaryReaderError> for Broken {
    fn from(error: BinaryReaderError) -> Broken {
        Broken {
            message: error.message().to_owned(),
            offset: error.offset(),
        }
    }
}

/// What a module has of each kind, by index.
#[derive(Debug, Default)]
struct Spaces {
    functions: Vec<Entity>,
    tables: Vec<Entity>,
    memories: Vec<Entity>,
    globals: Vec<Entity>,
    tags: Vec<Entity>,
}

impl Spaces {
    fn add(&mut self, entity: Entity) {
        match entity {
            Entity::Function(_) | Entity::Other("function") => self.functions.push(entity),
            Entity::Table(_) => self.tables.push(entity),
            Entity::Memory(_) => self.memories.push(entity),
            Entity::Global(_) => self.globals.push(entity),
            Entity::Tag(_) | Entity::Other(_) => self.tags.push(entity),
        }
    }

    fn get(&self, kind: ExternalKind, index: u32) -> Option<Entity> {
        let list = match kind {
            ExternalKind::Func | ExternalKind::FuncExact => &self.functions,
            ExternalKind::Table => &self.tables,
            ExternalKind::Memory => &self.memories,
            ExternalKind::Global => &self.globals,
            ExternalKind::Tag => &self.tags,
        };
        list.get(index as usize).cloned()
    }
}

fn function(types: &[Option<FuncType>], index: u32) -> Entity {
    let ty = types.get(index as usize).cloned().flatten();
    ty.map_or(Entity::Other("function"), Entity::Function)
}

fn tag(types: &[Option<FuncType>], index: u32) -> Entity {
    let ty = types.get(index as usize).cloned().flatten();
    ty.map_or(Entity::Other("tag"), Entity::Tag)
}

#[cfg(test)]
#[path = "../../tests/witnesses/modules.rs"]
mod witnesses;

#[cfg(test)]
mod tests {
    use super::{changes, matches, read, witnesses};
    use crate::changes::Meets;
    use crate::files::schema::Pair;

    const GUEST: &str = r#"(module
        (import "env" "log" (func (param i32 i32)))
        (import "env" "memory" (memory 1 4))
        (func (export "run") (param i32) (result i32) local.get 0)
        (table (export "table") 2 8 funcref)
        (global (export "version") i32 (i32.const 1)))"#;

    /// What breaks for old hosts of a guest, and for old guests of a host.
    fn told(old: &str, new: &str) -> (Vec<String>, Vec<String>) {
        let module = |text: &str| {
            let bytes = wat::parse_str(text).unwrap();
            read(&bytes).unwrap_or_else(|it| panic!("{} at {}", it.message, it.offset))
        };
        let pair = Pair {
            old: "a.wasm".to_owned(),
            new: "a.wasm".to_owned(),
        };
        let all = changes(&pair, &module(old), &module(new));
        for change in all.iter().filter(|it| it.rule != "wasm_start_added") {
            let witness = change.witness.as_deref().expect("all of it can be written");
            let is_guest = change.meets == Meets::NewDocuments;
            witnesses::shows((old, new), is_guest, witness)
                .unwrap_or_else(|error| panic!("{}: {}: {error}", change.place, change.what));
        }
        let of = |meets: Meets| -> Vec<String> {
            let own = all.iter().filter(|it| it.meets == meets);
            own.map(|it| format!("{}: {}", it.place, it.what)).collect()
        };
        (of(Meets::NewDocuments), of(Meets::OldDocuments))
    }

    #[test]
    fn nothing_changes_with_what_is_not_shown() {
        let other = GUEST
            .replace("local.get 0", "i32.const 7")
            .replace("(table", "(func) (@custom \"name\" \"x\") (table");
        assert_eq!(told(GUEST, &other), (vec![], vec![]));
    }

    #[test]
    fn what_breaks_depends_on_the_role() {
        let more = GUEST.replace(
            "(import \"env\" \"memory\"",
            "(import \"env\" \"now\" (func (result i64))) (import \"env\" \"memory\"",
        );
        let (guest, host) = told(GUEST, &more);
        assert_eq!(
            guest,
            ["import env.now: is imported now, and old hosts do not have it"]
        );
        assert!(host.is_empty());
        let (guest, host) = told(&more, GUEST);
        assert!(guest.is_empty());
        assert_eq!(host, ["import env.now: is not offered any more"]);
        let fewer = GUEST.replace("(export \"version\")", "");
        assert_eq!(
            told(GUEST, &fewer).0,
            ["export version: is not exported any more"]
        );
        assert_eq!(
            told(&fewer, GUEST).1,
            ["export version: is expected now, and old modules do not have it"]
        );
    }

    #[test]
    fn types_and_limits_have_a_direction() {
        for (from, to, guest, host) in [
            ("(param i32 i32)", "(param i32 i64)", true, true),
            ("(memory 1 4)", "(memory 2 4)", true, false),
            ("(memory 1 4)", "(memory 1 3)", true, false),
            ("(memory 1 4)", "(memory 1 5)", false, true),
            ("(memory 1 4)", "(memory 1)", false, true),
            ("2 8 funcref", "3 8 funcref", false, true),
            ("2 8 funcref", "1 8 funcref", true, false),
            ("2 8 funcref", "2 8 externref", true, true),
            ("i32 (i32.const 1)", "(mut i32) (i32.const 1)", true, true),
            (
                "(param i32) (result i32) local.get 0",
                "(param i32) (result i32) i32.const 1",
                false,
                false,
            ),
            (
                "(param i32) (result i32) local.get 0",
                "(param i32) (result i64) i64.const 1",
                true,
                true,
            ),
            ("(param i32 i32)", "(param i32) (param i32)", false, false),
        ] {
            let (for_guest, for_host) = told(GUEST, &GUEST.replace(from, to));
            assert_eq!(
                (!for_guest.is_empty(), !for_host.is_empty()),
                (guest, host),
                "{from} {to}: {for_guest:?} {for_host:?}"
            );
        }
    }

    #[test]
    fn a_start_function_is_told() {
        let started = GUEST.replace("(global", "(func $go) (start $go) (global");
        assert_eq!(
            told(GUEST, &started).0,
            ["start: code runs now as soon as the module is instantiated"]
        );
        assert!(told(&started, GUEST).0.is_empty());
    }

    #[test]
    fn types_that_only_a_module_knows_are_not_taken_for_the_same() {
        let module = |ty: &str| {
            let text = format!(
                "(module (type $s (struct (field {ty}))) (func (export \"f\") (param (ref null $s))))"
            );
            let bytes = wat::parse_str(text).unwrap();
            read(&bytes).map_err(|it| it.message).unwrap()
        };
        let pair = Pair {
            old: "a.wasm".to_owned(),
            new: "a.wasm".to_owned(),
        };
        assert!(changes(&pair, &module("i32"), &module("i32")).is_empty());
        let told = changes(&pair, &module("i32"), &module("i64"));
        let verdicts: Vec<_> = told.iter().map(|it| it.verdict).collect();
        assert_eq!(verdicts, [crate::compat::Verdict::Unknown; 2]);
    }

    #[test]
    fn what_is_no_module_is_located() {
        let bytes = wat::parse_str(GUEST).unwrap();
        for length in 1..bytes.len() {
            // Some sections may be missing, and none may be half there.
            if let Err(broken) = read(&bytes[..length]) {
                assert!(broken.offset <= length as u64, "{}", broken.message);
            }
        }
        let broken = read(b"\0asm\x01\0\0\0\x01\xff").map(drop).unwrap_err();
        assert_eq!(broken.offset, 10, "{}", broken.message);
        assert!(read(b"no module").is_err());
        let component = read(b"\0asm\x0d\0\x01\0").map(drop).unwrap_err();
        assert!(
            component.message.contains("component"),
            "{}",
            component.message
        );
    }

    #[test]
    fn patterns_are_of_whole_imports() {
        for (pattern, import, does) in [
            (
                "wasi_snapshot_preview1.*",
                "wasi_snapshot_preview1.fd_write",
                true,
            ),
            ("wasi_snapshot_preview1.*", "env.fd_write", false),
            ("env.log", "env.log", true),
            ("env.log", "env.logs", false),
            ("*", "a.b", true),
            ("env.*_read_*", "env.fd_read_all", true),
        ] {
            assert_eq!(matches(pattern, import), does, "{pattern} {import}");
        }
    }
}
