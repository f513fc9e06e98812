//! The code of the program, to be followed: functions, methods, constants.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use govern_diagnostics::{FileId, Span};
use govern_facts::{
    ExprId, Expressions, Extent, FileFacts, Function, Item, ItemId, ItemKind, PathId, PathKind,
    ScopeId,
};
use govern_names::{CrateKind, InstanceId, ItemDef, Meaning};
use govern_workspace::PackageId;

use super::packages::Packages;
use super::ty::{Def, Ty};
use crate::collect::Side;

/// A file of the program.
pub(super) struct Unit<'w> {
    pub(super) file: FileId,
    pub(super) instance: InstanceId,
    pub(super) facts: &'w FileFacts,
    packages: &'w [PackageId],
    expressions: OnceCell<Arc<Expressions>>,
    paths: OnceCell<BTreeMap<u32, PathId>>,
    /// Items by where their name begins.
    names: BTreeMap<u32, ItemId>,
}

/// Where something is implemented.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Member {
    pub(super) def: Def,
    pub(super) of_trait: bool,
}

/// The code of the program.
pub(super) struct Code<'w> {
    pub(super) side: &'w Side<'w>,
    /// The files that may stand in one program with the client.
    pub(super) units: BTreeMap<FileId, Unit<'w>>,
    packages: Packages,
    /// Functions and constants in `impl`s of types of the workspace.
    members: BTreeMap<(Def, String), Vec<Member>>,
    /// Those in `impl`s of traits, by their name alone.
    of_traits: BTreeMap<String, Vec<Def>>,
    /// Files by the texts that are in them.
    by_text: OnceCell<HashMap<&'w str, Vec<FileId>>>,
    /// Types whose values are written without dots.
    pub(super) tokens: BTreeSet<Def>,
    /// Patterns of such types that fit none.
    pub(super) idle_tokens: BTreeSet<String>,
}

impl<'w> Unit<'w> {
    /// A file, if some part of the program has it.
    pub(super) fn new(side: &Side<'w>, file: FileId) -> Option<Unit<'w>> {
        let facts = side.workspace.facts(file)?;
        let is_program = |&instance: &InstanceId| {
            let krate = side.names.instance(instance).krate;
            matches!(
                side.names.krate(krate).kind,
                CrateKind::Lib | CrateKind::Bin
            )
        };
        let mut instances = side.names.instances_of(file).iter().copied();
        let instance = instances.find(is_program)?;
        let named = facts.items.iter().zip(0..).filter(|(it, _)| !it.expanded);
        let names = named.map(|(item, row)| (item.name_extent.start, ItemId(row)));
        Some(Unit {
            file,
            instance,
            facts,
            packages: side.workspace.packages_of(file),
            expressions: OnceCell::new(),
            paths: OnceCell::new(),
            names: names.collect(),
        })
    }
}

impl<'w> Code<'w> {
    /// The code, in which types that fit one of the patterns are written without dots.
    pub(super) fn new(side: &'w Side<'w>, tokens: &[String]) -> Code<'w> {
        Code::of(side, tokens, Packages::new(side.workspace))
    }

    /// The same, as far as it stands in packages that have to do with the client.
    pub(super) fn of(side: &'w Side<'w>, tokens: &[String], packages: Packages) -> Code<'w> {
        let workspace = side.workspace;
        let files = workspace.files().iter();
        let files = files.filter(|&&file| packages.are_tied(workspace.packages_of(file)));
        let units = files.filter_map(|&file| Some((file, Unit::new(side, file)?)));
        let mut code = Code {
            side,
            units: units.collect(),
            packages,
            members: BTreeMap::new(),
            of_traits: BTreeMap::new(),
            by_text: OnceCell::new(),
            tokens: BTreeSet::new(),
            idle_tokens: tokens.iter().cloned().collect(),
        };
        code.index();
        code.index_tokens(tokens);
        code
    }

    fn index(&mut self) {
        let mut members: BTreeMap<(Def, String), Vec<Member>> = BTreeMap::new();
        let mut of_traits: BTreeMap<String, Vec<Def>> = BTreeMap::new();
        for unit in self.units.values() {
            for (row, item) in unit.facts.items.iter().enumerate() {
                if !matches!(item.kind, ItemKind::Fn { .. } | ItemKind::Const { .. })
                    || item.expanded
                    || !self.is_production(unit, item.scope)
                {
                    continue;
                }
                let Some(around) = unit.facts.scope(item.scope).item else {
                    continue;
                };
                let ItemKind::Impl {
                    self_ty, of_trait, ..
                } = unit.facts.item(around).kind
                else {
                    continue;
                };
                let def = Def {
                    file: unit.file,
                    item: ItemId(row as u32),
                };
                let name = unit.facts.text(item.name).to_owned();
                if of_trait.is_some() {
                    of_traits.entry(name.clone()).or_default().push(def);
                }
                if let Ty::Item(of, _) = self.ty(unit, self_ty, None) {
                    let of_trait = of_trait.is_some();
                    let member = Member { def, of_trait };
                    members.entry((of, name)).or_default().push(member);
                }
            }
        }
        self.members = members;
        self.of_traits = of_traits;
    }

    /// The item of a name's meaning.
    pub(super) fn def(&self, def: ItemDef) -> Def {
        Def {
            file: self.side.names.instance(def.instance).file,
            item: def.item,
        }
    }

    pub(super) fn unit(&self, file: FileId) -> Option<&Unit<'w>> {
        self.units.get(&file)
    }

    pub(super) fn item(&self, def: Def) -> Option<&Item> {
        self.unit(def.file).map(|unit| unit.facts.item(def.item))
    }

    /// The files in which one of these texts is a name, in order.
    pub(super) fn mentioning(&self, texts: &[&str]) -> Vec<&Unit<'w>> {
        let by_text = self.by_text.get_or_init(|| {
            let mut by_text: HashMap<&'w str, Vec<FileId>> = HashMap::new();
            for unit in self.units.values() {
                let facts: &'w FileFacts = unit.facts;
                for text in facts.names.iter() {
                    by_text.entry(text).or_default().push(unit.file);
                }
            }
            by_text
        });
        let files = texts.iter().filter_map(|text| by_text.get(text)).flatten();
        let files: BTreeSet<FileId> = files.copied().collect();
        files
            .into_iter()
            .filter_map(|file| self.units.get(&file))
            .collect()
    }

    /// Whether code of a file may know a type of the client.
    pub(super) fn is_near(&self, unit: &Unit<'_>) -> bool {
        self.packages.are_near(unit.packages)
    }

    /// Whether code of a file may be given something of the client.
    pub(super) fn is_given(&self, unit: &Unit<'_>) -> bool {
        self.packages.are_given(unit.packages)
    }

    /// Whether code of a file can name an item.
    pub(super) fn sees(&self, unit: &Unit<'_>, def: Def) -> bool {
        let others = self.side.workspace.packages_of(def.file);
        self.packages.see(unit.packages, others)
    }

    /// The expressions of a file.
    pub(super) fn expressions<'u>(&self, unit: &'u Unit<'w>) -> &'u Expressions {
        let workspace = self.side.workspace;
        let read = || workspace.expressions(unit.file).unwrap_or_default();
        unit.expressions.get_or_init(read)
    }

    /// Whether a scope is in the program, and in no test.
    pub(super) fn is_production(&self, unit: &Unit<'_>, scope: ScopeId) -> bool {
        let names = self.side.names;
        let presence = names.presence_in(unit.instance, scope);
        let krate = names.instance(unit.instance).krate;
        let inactive = |cfg| {
            unit.facts
                .evaluate(cfg, &|key, value| self.side.holds(krate, key, value))
                == Some(false)
        };
        presence.is_some_and(|it| it.normal)
            && !names.is_test(unit.facts, unit.file, scope)
            && !unit
                .facts
                .items_around(scope)
                .any(|(_, item)| item.cfg.is_some_and(inactive))
    }

    /// The package of a file.
    pub(super) fn package(&self, file: FileId) -> &str {
        let krate = self
            .unit(file)
            .map(|unit| self.side.names.instance(unit.instance).krate);
        krate.map_or("", |krate| &self.side.names.krate(krate).package)
    }

    /// The functions and constants of a type by their name; its own go before those of traits.
    pub(super) fn members(&self, of: Def, name: &str) -> Vec<Def> {
        let all = self.members.get(&(of, name.to_owned()));
        let all = all.map(Vec::as_slice).unwrap_or_default();
        let own: Vec<Def> = all
            .iter()
            .filter(|it| !it.of_trait)
            .map(|it| it.def)
            .collect();
        match own.is_empty() {
            true => all.iter().map(|it| it.def).collect(),
            false => own,
        }
    }

    /// What implementations of traits have under a name.
    pub(super) fn of_traits(&self, name: &str) -> &[Def] {
        self.of_traits
            .get(name)
            .map(Vec::as_slice)
            .unwrap_or_default()
    }

    /// The row of a function with a body.
    pub(super) fn function(&self, def: Def) -> Option<&Function> {
        let unit = self.unit(def.file)?;
        let name = unit.facts.item(def.item).name_extent;
        let functions = &self.expressions(unit).functions;
        functions.iter().find(|it| it.name == name)
    }

    /// The function that an expression stands in.
    pub(super) fn function_around(&self, unit: &Unit<'w>, expr: ExprId) -> Option<Def> {
        let name = self.expressions(unit).function_of(expr)?.name;
        self.named_at(unit, name)
    }

    /// The item whose name stands at a place.
    pub(super) fn named_at(&self, unit: &Unit<'_>, name: Extent) -> Option<Def> {
        let item = *unit.names.get(&name.start)?;
        Some(Def {
            file: unit.file,
            item,
        })
    }

    /// The value of a constant or static.
    pub(super) fn value_of(&self, def: Def) -> Option<ExprId> {
        let unit = self.unit(def.file)?;
        let name = unit.facts.item(def.item).name_extent;
        let values = &self.expressions(unit).values;
        values.iter().find(|(it, _)| *it == name).map(|(_, id)| *id)
    }

    /// What the path that begins at a place means; none if there is none: it is a local name.
    pub(super) fn meaning(&self, unit: &Unit<'_>, start: u32) -> Option<Meaning> {
        let paths = unit.paths.get_or_init(|| {
            let mut paths: BTreeMap<u32, PathId> = BTreeMap::new();
            for (path, row) in unit.facts.paths.iter().zip(0..) {
                let is_value = !matches!(path.kind, PathKind::Attribute | PathKind::MacroBody);
                if path.expanded || !is_value {
                    continue;
                }
                let longer =
                    |before: &PathId| unit.facts.path(*before).segments.len() < path.segments.len();
                if paths.get(&path.extent.start).is_none_or(longer) {
                    paths.insert(path.extent.start, PathId(row));
                }
            }
            paths
        });
        let path = *paths.get(&start)?;
        Some(self.side.names.meaning_in(unit.facts, unit.instance, path))
    }

    /// The `impl` around a function, and the type it is for.
    pub(super) fn self_type(&self, def: Def) -> Option<Ty> {
        let unit = self.unit(def.file)?;
        let item = unit.facts.item(def.item);
        let around = unit.facts.scope(item.scope).item?;
        match unit.facts.item(around).kind {
            ItemKind::Impl { self_ty, .. } => Some(self.ty(unit, self_ty, None)),
            _ => None,
        }
    }

    /// Whether an expression stands in a function of the program.
    pub(super) fn in_program(&self, unit: &Unit<'w>, expr: ExprId) -> bool {
        let function = self.function_around(unit, expr);
        function.is_none_or(|it| {
            let item = unit.facts.item(it.item);
            self.is_production(unit, item.body.unwrap_or(item.scope))
        })
    }

    /// The items of the workspace that a path of a call or constant may mean.
    pub(super) fn called(&self, unit: &Unit<'w>, at: ExprId, path: &[String]) -> Vec<Def> {
        let last = path.last().map(String::as_str).unwrap_or_default();
        if let [first, _] = path
            && first == "Self"
        {
            let around = self.function_around(unit, at);
            return match around.and_then(|it| self.self_type(it)) {
                Some(Ty::Item(of, _)) => self.members(of, last),
                _ => Vec::new(),
            };
        }
        let start = self.expressions(unit).row(at).extent.start;
        match self.meaning(unit, start) {
            Some(Meaning::Item(def, 0)) => vec![self.def(def)],
            Some(Meaning::Item(def, 1)) => match self.alias(self.def(def)) {
                Some(of) => self.members(of, last),
                None => Vec::new(),
            },
            _ => Vec::new(),
        }
    }

    /// The type behind an alias; a type itself.
    pub(super) fn alias(&self, def: Def) -> Option<Def> {
        let unit = self.unit(def.file)?;
        match unit.facts.item(def.item).kind {
            ItemKind::TypeAlias { ty: Some(ty) } => match self.ty(unit, ty, None) {
                Ty::Item(of, _) => Some(of),
                _ => None,
            },
            _ => Some(def),
        }
    }

    pub(super) fn span(&self, unit: &Unit<'_>, extent: Extent) -> Span {
        Span::new(unit.file, extent.range())
    }

    /// How a function is called, `orders::relay::Relay::run`.
    pub(super) fn path_of(&self, def: Def) -> String {
        let Some(unit) = self.unit(def.file) else {
            return String::new();
        };
        self.path_in(unit, def)
    }

    pub(super) fn path_in(&self, unit: &Unit<'_>, def: Def) -> String {
        let item = unit.facts.item(def.item);
        let item_def = ItemDef {
            instance: unit.instance,
            item: def.item,
        };
        let names = self.side.names;
        let module = names.module_path(names.module_of_item(item_def, unit.facts));
        let inside = unit.facts.name_in_module(item.body.unwrap_or(item.scope));
        format!("{module}::{inside}")
    }
}
