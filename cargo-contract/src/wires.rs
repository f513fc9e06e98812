//! Builds the wire models of one version of a workspace.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use govern_diagnostics::FileId;
use govern_names::{CrateKind, InstanceId, ItemDef};

use crate::build::{Builder, By, Code, Coded, Index, Program};
use crate::collect::{Found, Side};
use crate::compat::{Format, is_same};
use crate::declared_wires::{declared, declared_payloads};
use crate::wire::{ShapeId, Wire};

/// Builds the wire models of one version.
pub(crate) struct Wires<'s, 'w> {
    pub(crate) side: &'s Side<'w>,
    index: Index,
    /// The same without what is declared of types, if something is.
    plain: Option<Index>,
    /// Texts that were asked for: reading them again for every attribute is what takes time otherwise.
    texts: Texts,
    /// The models of all types that are looked at, for formats that ask for readable forms and for those that do not.
    prepared: [OnceLock<Prepared>; 2],
    /// The same without what is declared of types.
    prepared_plain: [OnceLock<Prepared>; 2],
    /// The schemas that contracts declare of their types, by the paths of these.
    schemas: BTreeMap<String, Arc<str>>,
}

/// Many types in one model: what several of them contain is built once.
struct Prepared {
    wire: Wire,
    /// Their shapes and names.
    roots: Roots,
}

/// Shapes and names of types.
type Roots = BTreeMap<ItemDef, (ShapeId, String)>;

type Texts = Mutex<BTreeMap<FileId, Option<Arc<str>>>>;

impl<'s, 'w> Wires<'s, 'w> {
    pub(crate) fn new(side: &'s Side<'w>) -> Self {
        let texts = Texts::default();
        let declared = declared(side);
        let of_side = || with_program(side, &texts, Index::new);
        let is_any = !declared.here.is_empty() || !declared.elsewhere.is_empty();
        let plain = is_any.then(of_side);
        let index = of_side().with_declared(declared.here, declared.elsewhere);
        Wires {
            side,
            index,
            plain,
            texts,
            prepared: Default::default(),
            prepared_plain: Default::default(),
            schemas: declared_payloads(side),
        }
    }

    /// Builds the models of types that will be asked for.
    pub(crate) fn prepare<'f>(
        &self,
        types: impl Iterator<Item = &'f Found> + Clone,
        format: Format,
    ) {
        let is_readable = format.is_readable();
        let prepare = |prepared: &[OnceLock<Prepared>; 2], index: &Index| {
            prepared[usize::from(is_readable)].get_or_init(|| {
                with_program(self.side, &self.texts, |program| {
                    let builder = Builder::new(program, index, is_readable);
                    let (wire, roots) = builder.items(types.clone().map(|found| found.def));
                    Prepared { wire, roots }
                })
            });
        };
        prepare(&self.prepared, &self.index);
        if let Some(plain) = &self.plain {
            prepare(&self.prepared_plain, plain);
        }
    }

    pub(crate) fn of(&self, found: &Found, format: Format) -> Wire {
        let mut wire = self.by_index(&self.index, &self.prepared, found, format);
        let plain = self.plain.as_ref();
        let plain = plain.map(|index| self.by_index(index, &self.prepared_plain, found, format));
        // Most types contain nothing of what is declared.
        wire.plain = plain.filter(|plain| !is_same(plain, &wire)).map(Arc::new);
        wire.declared = self.schema_of(&found.path, format);
        wire
    }

    fn schema_of(&self, path: &str, format: Format) -> Option<Arc<str>> {
        let schema = self.schemas.get(path);
        schema.filter(|_| format == Format::Json).cloned()
    }

    fn by_index(
        &self,
        index: &Index,
        prepared: &[OnceLock<Prepared>; 2],
        found: &Found,
        format: Format,
    ) -> Wire {
        if let Some(prepared) = prepared[usize::from(format.is_readable())].get()
            && let Some((root, name)) = prepared.roots.get(&found.def)
        {
            return prepared.wire.of(*root, name);
        }
        with_program(self.side, &self.texts, |program| {
            Builder::new(program, index, format.is_readable()).item(found.def)
        })
    }

    /// The model of all prepared types, and their shapes and names.
    pub(crate) fn prepared(&self) -> Option<(&Wire, &Roots)> {
        let prepared = self.prepared.iter().find_map(OnceLock::get)?;
        Some((&prepared.wire, &prepared.roots))
    }

    /// The prepared types that a type contains, itself too.
    pub(crate) fn contained(&self, found: &Found) -> Vec<ItemDef> {
        let Some((wire, roots)) = self.prepared() else {
            return Vec::new();
        };
        let Some((root, name)) = roots.get(&found.def) else {
            return Vec::new();
        };
        let reached: BTreeSet<ShapeId> = wire.of(*root, name).reached_ids().collect();
        let roots = roots.iter();
        roots
            .filter(|(_, (id, _))| reached.contains(id))
            .map(|(def, _)| *def)
            .collect()
    }

    /// The model of a type by its path from a crate of the workspace: `orders_wire::Envelope<orders_wire::Placed>`.
    pub(crate) fn named(&self, path: &str, format: Format) -> Option<Wire> {
        let (krate, _) = path.split_once("::")?;
        let root = self.root_of(krate)?;
        // Looked up from that crate, its own name is no name.
        let text = path.replace(&format!("{krate}::"), "crate::");
        let by_index = |index: &Index| {
            with_program(self.side, &self.texts, |program| {
                Builder::new(program, index, format.is_readable()).named(root, &text)
            })
        };
        let mut wire = by_index(&self.index)?;
        let plain = self.plain.as_ref().and_then(by_index);
        wire.plain = plain.filter(|plain| !is_same(plain, &wire)).map(Arc::new);
        wire.declared = self.schema_of(path, format);
        Some(wire)
    }

    /// Whether something of what a type is on the wire is written by hand.
    pub(crate) fn is_by_hand(&self, def: ItemDef) -> bool {
        with_program(self.side, &self.texts, |program| {
            Builder::new(program, &self.index, true).is_by_hand(def)
        })
    }

    /// Whether a text means another type, seen from the crate of this one.
    pub(crate) fn knows(&self, def: ItemDef, text: &str) -> bool {
        with_program(self.side, &self.texts, |program| {
            Builder::new(program, &self.index, true).knows(def, text)
        })
    }

    /// Whether a text means a type, seen from any crate.
    pub(crate) fn knows_anywhere(&self, text: &str) -> bool {
        with_program(self.side, &self.texts, |program| {
            Builder::new(program, &self.index, true).knows_anywhere(text)
        })
    }

    /// The codes of an enum's variants; an error says why it has none.
    pub(crate) fn codes(&self, def: ItemDef, by: By<'_>) -> Result<Vec<Coded>, String> {
        with_program(self.side, &self.texts, |program| {
            Builder::new(program, &self.index, true).codes(def, by)
        })
    }

    /// The code that a constant is; an error says why it is none.
    pub(crate) fn constant_code(&self, def: ItemDef) -> Result<Code, String> {
        with_program(self.side, &self.texts, |program| {
            Builder::new(program, &self.index, true).constant_code(def)
        })
    }

    fn root_of(&self, name: &str) -> Option<InstanceId> {
        let names = self.side.names;
        let (_, krate) = names.crates().find(|(_, krate)| {
            krate.name == name && matches!(krate.kind, CrateKind::Lib | CrateKind::Bin)
        })?;
        names.module(krate.root).instance
    }
}

fn with_program<R>(side: &Side<'_>, texts: &Texts, make: impl FnOnce(&Program<'_, '_>) -> R) -> R {
    let facts = |file: FileId| side.workspace.facts(file);
    let text = |file: FileId| -> Option<Arc<str>> {
        let mut texts = texts.lock().unwrap_or_else(PoisonError::into_inner);
        texts
            .entry(file)
            .or_insert_with(|| side.workspace.text(file).ok())
            .clone()
    };
    let holds = |krate, key: &str, value: Option<&str>| side.holds(krate, key, value);
    make(&Program {
        names: side.names,
        facts: &facts,
        text: &text,
        holds: &holds,
    })
}
