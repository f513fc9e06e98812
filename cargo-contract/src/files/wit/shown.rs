//! How a resolved package is shown: every item by its name without a version, and what it is as text.

use std::collections::{BTreeMap, BTreeSet};

use text_size::TextRange;
use wit_parser::{
    Function, Handle, InterfaceId, PackageId, PackageName, Resolve, Span, Stability, Type,
    TypeDefKind, TypeId, TypeOwner, WorldItem, WorldKey,
};

use super::{Package, World, place};
use crate::files::change::At;

/// Shows what is resolved.
pub(super) struct Shown<'r> {
    resolve: &'r Resolve,
    own: PackageId,
}

impl<'r> Shown<'r> {
    pub(super) fn new(resolve: &'r Resolve, own: PackageId) -> Shown<'r> {
        Shown { resolve, own }
    }

    pub(super) fn package(&self, files: &[String]) -> Package {
        let resolve = self.resolve;
        let name = &resolve.packages[self.own].name;
        let mut package = Package {
            name: format!("{}:{}", name.namespace, name.name),
            version: name.version.as_ref().map_or_else(String::new, |it| {
                format!("@{}", PackageName::version_compat_track_string(it).0)
            }),
            start: At {
                path: files.first().cloned().unwrap_or_default(),
                range: TextRange::default(),
            },
            ..Package::default()
        };
        let mut used: BTreeSet<InterfaceId> = BTreeSet::new();
        for (_, world) in resolve
            .worlds
            .iter()
            .filter(|(_, it)| it.package == Some(self.own))
        {
            let mut side = |items: &mut dyn Iterator<Item = (&WorldKey, &WorldItem)>,
                            word: &str| {
                let mut found = BTreeMap::new();
                for (key, item) in items {
                    let key = self.key(key);
                    match item {
                        WorldItem::Function(function) => {
                            let name = format!("{word} {key}");
                            let at = self.at(function.span);
                            let shown = self.function(function);
                            package.definitions.insert(
                                format!("{}/{key}", world.name),
                                (shown.clone(), at.clone()),
                            );
                            found.insert(name, (at, format!("{key}: {shown}")));
                        }
                        WorldItem::Interface { id, span, .. } => {
                            used.insert(*id);
                            let interface = &resolve.interfaces[*id];
                            for function in interface.functions.values() {
                                let shown =
                                    format!("{key}.{}: {}", function.name, self.function(function));
                                found.insert(
                                    format!("{word} {key}.{}", function.name),
                                    (self.at(function.span), shown),
                                );
                            }
                            if interface.functions.is_empty() {
                                let at = self.at(*span);
                                found.insert(format!("{word} {key}"), (at, key.clone()));
                            }
                            // An interface that is written out in the world is named by it alone.
                            if interface.name.is_none() {
                                self.define(
                                    *id,
                                    &format!("{}/{key}", world.name),
                                    &mut package.definitions,
                                );
                            }
                        }
                        WorldItem::Type { id, .. } => {
                            let ty = &resolve.types[*id];
                            let name = format!("{}/{key}", world.name);
                            package
                                .definitions
                                .insert(name, (self.definition(*id), self.at(ty.span)));
                        }
                    }
                }
                found
            };
            let imports = side(&mut world.imports.iter(), "import");
            let exports = side(&mut world.exports.iter(), "export");
            package.worlds.insert(
                world.name.clone(),
                World {
                    imports,
                    exports,
                    at: self.at(world.span),
                },
            );
        }
        for (id, interface) in resolve
            .interfaces
            .iter()
            .filter(|(_, it)| it.name.is_some())
        {
            let name = self.interface(id);
            self.define(id, &name, &mut package.definitions);
            if interface.package == Some(self.own) && !used.contains(&id) {
                let functions = interface.functions.values();
                let all = functions.map(|it| (format!("{name}.{}", it.name), self.at(it.span)));
                package.loose.extend(all);
            }
        }
        package
    }

    fn define(
        &self,
        id: InterfaceId,
        name: &str,
        definitions: &mut BTreeMap<String, (String, At)>,
    ) {
        let interface = &self.resolve.interfaces[id];
        for (own, function) in &interface.functions {
            definitions.insert(
                format!("{name}.{own}"),
                (self.function(function), self.at(function.span)),
            );
        }
        for (own, &ty) in &interface.types {
            let at = self.at(self.resolve.types[ty].span);
            definitions.insert(format!("{name}.{own}"), (self.definition(ty), at));
        }
    }

    fn at(&self, span: Span) -> At {
        place(&self.resolve.source_map, span, &[])
    }

    fn key(&self, key: &WorldKey) -> String {
        match key {
            WorldKey::Name(name) => name.clone(),
            WorldKey::Interface(id) => self.interface(*id),
        }
    }

    /// An interface; that of another package with its version, as far as it has to be the same.
    fn interface(&self, id: InterfaceId) -> String {
        let interface = &self.resolve.interfaces[id];
        let name = interface.name.clone().unwrap_or_default();
        let Some(package) = interface.package else {
            return name;
        };
        let named = &self.resolve.packages[package].name;
        let version = named.version.as_ref().filter(|_| package != self.own);
        let version = version.map_or_else(String::new, |it| {
            format!("@{}", PackageName::version_compat_track_string(it).0)
        });
        format!("{}:{}/{name}{version}", named.namespace, named.name)
    }

    fn function(&self, function: &Function) -> String {
        let params: Vec<String> = function
            .params
            .iter()
            .map(|it| format!("{}: {}", it.name, self.show(&it.ty)))
            .collect();
        let result = function
            .result
            .as_ref()
            .map_or_else(String::new, |it| format!(" -> {}", self.show(it)));
        let word = if function.kind.is_async() {
            "async func"
        } else {
            "func"
        };
        let unstable = self.unstable(&function.stability);
        format!("{unstable}{word}({}){result}", params.join(", "))
    }

    /// What is behind a gate may come and go; that is part of what it is.
    fn unstable(&self, stability: &Stability) -> String {
        match stability {
            Stability::Unstable { feature, .. } => format!("@unstable({feature}) "),
            _ => String::new(),
        }
    }

    fn show(&self, ty: &Type) -> String {
        let word = match ty {
            Type::Bool => "bool",
            Type::U8 => "u8",
            Type::U16 => "u16",
            Type::U32 => "u32",
            Type::U64 => "u64",
            Type::S8 => "s8",
            Type::S16 => "s16",
            Type::S32 => "s32",
            Type::S64 => "s64",
            Type::F32 => "f32",
            Type::F64 => "f64",
            Type::Char => "char",
            Type::String => "string",
            Type::ErrorContext => "error-context",
            Type::Id(id) => return self.used(*id),
        };
        word.to_owned()
    }

    /// A type where it is used: by its name, if what it is called by is not only another name of something.
    fn used(&self, id: TypeId) -> String {
        let ty = &self.resolve.types[id];
        match (&ty.kind, &ty.name) {
            (TypeDefKind::Type(target), _) => self.show(target),
            (_, None) => self.definition(id),
            (_, Some(name)) => match ty.owner {
                TypeOwner::Interface(interface) => format!("{}.{name}", self.interface(interface)),
                TypeOwner::World(_) | TypeOwner::None => name.clone(),
            },
        }
    }

    /// What a type is.
    fn definition(&self, id: TypeId) -> String {
        let optional = |ty: &Option<Type>| {
            ty.as_ref()
                .map_or_else(|| "_".to_owned(), |it| self.show(it))
        };
        let list = |parts: Vec<String>| parts.join(", ");
        match &self.resolve.types[id].kind {
            TypeDefKind::Record(it) => {
                let fields = it
                    .fields
                    .iter()
                    .map(|it| format!("{}: {}", it.name, self.show(&it.ty)));
                format!("record {{ {} }}", list(fields.collect()))
            }
            TypeDefKind::Variant(it) => {
                let case = |ty: &Option<Type>| {
                    ty.as_ref()
                        .map_or_else(String::new, |it| format!("({})", self.show(it)))
                };
                let cases = it
                    .cases
                    .iter()
                    .map(|it| format!("{}{}", it.name, case(&it.ty)));
                format!("variant {{ {} }}", list(cases.collect()))
            }
            TypeDefKind::Enum(it) => {
                format!(
                    "enum {{ {} }}",
                    list(it.cases.iter().map(|it| it.name.clone()).collect())
                )
            }
            TypeDefKind::Flags(it) => {
                format!(
                    "flags {{ {} }}",
                    list(it.flags.iter().map(|it| it.name.clone()).collect())
                )
            }
            TypeDefKind::Resource => "resource".to_owned(),
            TypeDefKind::Handle(Handle::Own(id)) => format!("own<{}>", self.used(*id)),
            TypeDefKind::Handle(Handle::Borrow(id)) => format!("borrow<{}>", self.used(*id)),
            TypeDefKind::Tuple(it) => format!(
                "tuple<{}>",
                list(it.types.iter().map(|it| self.show(it)).collect())
            ),
            TypeDefKind::Option(it) => format!("option<{}>", self.show(it)),
            TypeDefKind::Result(it) => {
                format!("result<{}, {}>", optional(&it.ok), optional(&it.err))
            }
            TypeDefKind::List(it) => format!("list<{}>", self.show(it)),
            TypeDefKind::Map(key, value) => {
                format!("map<{}, {}>", self.show(key), self.show(value))
            }
            TypeDefKind::FixedLengthList(it, length) => {
                format!("list<{}, {length}>", self.show(it))
            }
            TypeDefKind::Future(it) => format!("future<{}>", optional(it)),
            TypeDefKind::Stream(it) => format!("stream<{}>", optional(it)),
            TypeDefKind::Type(it) => self.show(it),
            TypeDefKind::Unknown => "unknown".to_owned(),
        }
    }
}
