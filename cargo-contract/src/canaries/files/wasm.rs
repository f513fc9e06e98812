//! Changes of WebAssembly modules. A module is bytes: a name is written over by another one of the same length, a section is
//! put in where the format has it.

use std::ops::Range;

use govern_gate::Edit;
use wasmparser::{Parser, Payload};

use crate::canaries::Nest;
use crate::files::{FilesConfig, Role, Standing, imports, matches};

pub(super) const RULES: &[&str] = &[
    "wasm_export_changed",
    "wasm_import_changed",
    "wasm_import_not_allowed",
    "wasm_start_added",
];

/// The sections behind which those stand that are put in.
const TYPES: u8 = 1;
const IMPORT: u8 = 2;
const EXPORT: u8 = 7;
const START: u8 = 8;
const TAGS: u8 = 13;

pub(super) fn wasm(nest: &mut Nest<'_>, table: &FilesConfig, files: &Standing) {
    let ground = nest.ground;
    let now = ground.session.workspace();
    let old = ground.published.map(|it| it.side.workspace);
    let published = files.unchanged.iter().filter_map(|pair| {
        let bytes = old?.read_bytes(&pair.old).ok()?;
        Some((pair.new.as_str(), bytes))
    });
    let published: Vec<(&str, Vec<u8>)> = published.collect();
    let mut put = |rule: &'static str, from: &[(&str, Vec<u8>)], edit: Change<'_>| {
        let mut from = from.iter();
        if let Some((path, (what, bytes))) = from.find_map(|it| Some((it.0, edit(&it.1)?))) {
            let edit = Edit::Write(path.to_owned(), bytes);
            nest.put(rule, format!("{what}, in `{path}`"), vec![edit]);
        }
    };
    put("wasm_export_changed", &published, &|bytes| {
        renamed(bytes, &Names::read(bytes)?.exports)
    });
    put("wasm_import_changed", &published, &import_changed);
    // What a host runs at the start is not its own business.
    if table.side() == Role::Guest {
        put("wasm_start_added", &published, &start_added);
    }
    if let Some(allowed) = &table.allow_imports {
        let is_allowed = |import: &str| {
            let mut allowed = allowed.get_ref().iter();
            allowed.any(|it| matches(it.get_ref(), import))
        };
        let there = files.there.iter();
        let there = there.filter_map(|path| Some((path.as_str(), now.read_bytes(path).ok()?)));
        let there: Vec<(&str, Vec<u8>)> = there.collect();
        put("wasm_import_not_allowed", &there, &|bytes| {
            let (what, changed) = import_changed(bytes)?;
            let is_found = imports(&changed).iter().any(|it| !is_allowed(it));
            is_found.then_some((what, changed))
        });
    }
}

/// What makes a change of the bytes of a module.
type Change<'c> = &'c dyn Fn(&[u8]) -> Option<Changed>;

/// What is done, and the bytes then.
type Changed = (String, Vec<u8>);

/// Where names and sections stand.
#[derive(Default)]
struct Names {
    imports: Vec<(String, Range<usize>)>,
    exports: Vec<(String, Range<usize>)>,
    /// Where each section ends, with what it is.
    ends: Vec<(u8, usize)>,
    has_start: bool,
}

impl Names {
    fn read(bytes: &[u8]) -> Option<Names> {
        let mut names = Names::default();
        for payload in Parser::new(0).parse_all(bytes) {
            let payload = payload.ok()?;
            if let Some((id, range)) = payload.as_section() {
                names.ends.push((id, usize::try_from(range.end).ok()?));
            }
            // A name stands behind its length, where an import or export begins.
            let place = |offset: u64, name: &str| {
                let groups = (usize::BITS - name.len().leading_zeros())
                    .div_ceil(7)
                    .max(1);
                let start = usize::try_from(offset).ok()? + groups as usize;
                let place = start..start + name.len();
                let is_there = bytes.get(place.clone()) == Some(name.as_bytes());
                is_there.then(|| (name.to_owned(), place))
            };
            match payload {
                Payload::ImportSection(section) => {
                    for import in section.into_imports_with_offsets() {
                        let (offset, import) = import.ok()?;
                        names.imports.extend(place(offset, import.module));
                    }
                }
                Payload::ExportSection(section) => {
                    for export in section.into_iter_with_offsets() {
                        let (offset, export) = export.ok()?;
                        names.exports.extend(place(offset, export.name));
                    }
                }
                Payload::StartSection { .. } => names.has_start = true,
                _ => {}
            }
        }
        Some(names)
    }

    /// Where a section would stand that comes behind others.
    fn behind(&self, sections: &[u8]) -> usize {
        let ends = self.ends.iter().filter(|(id, _)| sections.contains(id));
        // Before all of them stand eight bytes: what the file is, and its version.
        ends.map(|(_, end)| *end).max().unwrap_or(8)
    }
}

/// A name with another first letter.
fn renamed(bytes: &[u8], names: &[(String, Range<usize>)]) -> Option<Changed> {
    let (name, place) = names.iter().find(|(name, _)| name.is_char_boundary(1))?;
    let other = (b'a'..=b'z').map(char::from).find_map(|letter| {
        let other = format!("{letter}{}", &name[1..]);
        (!names.iter().any(|(known, _)| *known == other)).then_some(other)
    })?;
    let mut bytes = bytes.to_vec();
    bytes[place.clone()].copy_from_slice(other.as_bytes());
    Some((format!("`{name}` is called `{other}`"), bytes))
}

/// An import from another module; one of an event, if there is none.
fn import_changed(bytes: &[u8]) -> Option<Changed> {
    let names = Names::read(bytes)?;
    if !names.imports.is_empty() {
        return renamed(bytes, &names.imports);
    }
    if names.ends.iter().any(|(id, _)| *id == IMPORT) {
        return None;
    }
    let mut section = vec![1, 6];
    section.extend(b"govern");
    section.push(6);
    section.extend(b"canary");
    section.extend([4, 0, 0]);
    let what = "`govern.canary` is imported".to_owned();
    Some((
        what,
        inserted(bytes, names.behind(&[TYPES]), IMPORT, &section),
    ))
}

fn start_added(bytes: &[u8]) -> Option<Changed> {
    let names = Names::read(bytes)?;
    if names.has_start {
        return None;
    }
    let before: Vec<u8> = (TYPES..=EXPORT).chain([TAGS]).collect();
    let what = "the first function is run at the start".to_owned();
    Some((what, inserted(bytes, names.behind(&before), START, &[0])))
}

/// Bytes with a short section in them.
fn inserted(bytes: &[u8], at: usize, id: u8, section: &[u8]) -> Vec<u8> {
    let length = u8::try_from(section.len()).expect("what is put in is short");
    let (before, behind) = bytes.split_at(at);
    [before, &[id, length], section, behind].concat()
}
