//! Command lines from derives of clap.

use govern_diagnostics::Span;
use govern_facts::{CfgId, FileFacts, Item, ItemKind, Run, Shape, Type, TypeId};
use govern_names::{InstanceId, ItemDef, Meaning};

use super::attrs::{Attrs, Said};
use super::case::Case;
use super::read_arg::{Kind, kind_of};
use super::tree::Command;
use super::words::{IGNORED, UNDERSTOOD};
use crate::collect::Side;

/// How deep types are followed into each other.
const DEPTH: usize = 16;

const COMMAND: &[&str] = &["command", "clap"];
const ARG: &[&str] = &["arg", "command", "clap"];

/// Reads command lines of one version.
pub(super) struct Reader<'s> {
    side: &'s Side<'s>,
    /// What is not understood, and where.
    pub(super) opaque: Vec<(Span, String)>,
    depth: usize,
}

/// A type with the file that it is written in.
#[derive(Clone, Copy)]
pub(super) struct Place<'f> {
    pub(super) facts: &'f FileFacts,
    pub(super) instance: InstanceId,
}

impl<'s> Reader<'s> {
    pub(super) fn new(side: &'s Side<'s>) -> Reader<'s> {
        Reader {
            side,
            opaque: Vec::new(),
            depth: 0,
        }
    }

    /// The command line of a type, if it derives one.
    pub(super) fn command_line(&mut self, def: ItemDef, name: &str) -> Option<Command> {
        let (place, item) = self.item(def)?;
        let mut command = Command::new(name, self.span(place, item));
        let is_derived = ["Parser", "Args", "Subcommand"]
            .iter()
            .any(|of| self.derives(place, item, of));
        if !is_derived {
            return None;
        }
        match item.kind {
            ItemKind::Enum => {
                self.commands(def, &mut command);
                command.needs_command = true;
            }
            _ => self.args(def, &mut command),
        }
        Some(command)
    }

    pub(super) fn item(&self, def: ItemDef) -> Option<(Place<'s>, &'s Item)> {
        let side: &'s Side<'s> = self.side;
        let facts = side.facts(def.instance)?;
        let place = Place {
            facts,
            instance: def.instance,
        };
        Some((place, facts.item(def.item)))
    }

    pub(super) fn span(&self, place: Place<'_>, item: &Item) -> Span {
        let file = self.side.names.instance(place.instance).file;
        Span::new(file, item.name_extent.range())
    }

    pub(super) fn derives(&self, place: Place<'_>, item: &Item, of: &str) -> bool {
        let krate = |path: &str| matches!(path.split("::").next(), Some("clap" | "clap_derive"));
        self.side
            .derived(place.facts, place.instance, item)
            .iter()
            .any(|path| krate(path) && path.rsplit("::").next() == Some(of))
    }

    pub(super) fn attrs(&self, place: Place<'_>, attrs: Run, kinds: &[&str]) -> Attrs {
        Attrs::read(place.facts, attrs, kinds, &|cfg| {
            self.is_inactive(place, cfg)
        })
    }

    fn is_inactive(&self, place: Place<'_>, cfg: CfgId) -> bool {
        let krate = self.side.names.instance(place.instance).krate;
        let holds = |key: &str, value: Option<&str>| self.side.holds(krate, key, value);
        place.facts.evaluate(cfg, &holds) == Some(false)
    }

    pub(super) fn unclear(&mut self, span: Span, why: impl Into<String>) {
        let told = (span, why.into());
        if !self.opaque.contains(&told) {
            self.opaque.push(told);
        }
    }

    pub(super) fn case(&mut self, attrs: &Attrs, span: Span, default: Case) -> Case {
        match attrs.get("rename_all") {
            None => default,
            Some(Said::Text(name)) if Case::parse(name).is_some() => {
                Case::parse(name).unwrap_or_default()
            }
            Some(said) => {
                self.unclear(span, format!("`rename_all = {}`", said.text()));
                default
            }
        }
    }

    /// The texts under keys; what is no literal is told.
    pub(super) fn texts(&mut self, attrs: &Attrs, keys: &[&str], span: Span) -> Vec<String> {
        attrs.texts(keys).unwrap_or_else(|code| {
            self.unclear(span, format!("`{code}` is no literal"));
            Vec::new()
        })
    }

    /// The arguments of a struct, added to a command.
    fn args(&mut self, def: ItemDef, command: &mut Command) {
        let Some((place, item)) = self.item(def) else {
            return;
        };
        let ItemKind::Struct { fields, .. } = item.kind else {
            let span = self.span(place, item);
            return self.unclear(span, "arguments are those of structs");
        };
        let container = self.attrs(place, item.attrs, COMMAND);
        let span = self.span(place, item);
        self.settings(&container, command);
        let case = self.case(&container, span, Case::Kebab);
        self.fields(place, fields, case, command);
    }

    fn settings(&mut self, attrs: &Attrs, command: &mut Command) {
        for (key, said) in attrs.all() {
            if !IGNORED.contains(&key) && !UNDERSTOOD.contains(&key) {
                command.settings.insert(key.to_owned(), said.text());
            }
        }
        command.needs_command |= attrs.is_true("subcommand_required") == Some(true);
    }

    fn fields(&mut self, place: Place<'s>, fields: Run, case: Case, command: &mut Command) {
        self.depth += 1;
        let file = self.side.names.instance(place.instance).file;
        for field in &place.facts.fields[fields.rows()] {
            if field.cfg.is_some_and(|cfg| self.is_inactive(place, cfg)) {
                continue;
            }
            let span = Span::new(file, field.name_extent.range());
            let attrs = self.attrs(place, field.attrs, ARG);
            let (kind, inner) = kind_of(place.facts, field.ty);
            if attrs.has("skip") || attrs.has("from_global") {
                continue;
            }
            if attrs.has("flatten") || attrs.has("subcommand") {
                match self.resolved(place, inner) {
                    Some(def) if self.depth < DEPTH && attrs.has("flatten") => {
                        self.flattened(def, command);
                    }
                    Some(def) if self.depth < DEPTH => {
                        self.commands(def, command);
                        command.needs_command |= kind != Kind::Option;
                    }
                    _ => self.unclear(
                        span,
                        "a type that is not of the workspace, or contains itself",
                    ),
                }
                continue;
            }
            let ident = place.facts.text(field.name);
            let case = self.case(&attrs, span, case);
            let arg = self.arg(place, (ident, span), &attrs, case, (kind, inner));
            command.args.push(arg);
        }
        self.depth -= 1;
    }

    /// What is flattened adds its arguments, or its commands.
    fn flattened(&mut self, def: ItemDef, command: &mut Command) {
        let is_enum = self
            .item(def)
            .is_some_and(|(_, item)| matches!(item.kind, ItemKind::Enum));
        match is_enum {
            true => self.commands(def, command),
            false => self.args(def, command),
        }
    }

    /// The item that a type is.
    pub(super) fn resolved(&self, place: Place<'_>, ty: TypeId) -> Option<ItemDef> {
        let Type::Path { path, .. } = place.facts.ty(ty) else {
            return None;
        };
        match self
            .side
            .names
            .meaning_in(place.facts, place.instance, *path)
        {
            Meaning::Item(def, 0) => Some(def),
            _ => None,
        }
    }

    pub(super) fn variants(&self, place: Place<'s>, item: &Item) -> Vec<&'s Item> {
        let items = place.facts.items.iter();
        items
            .filter(|it| Some(it.scope) == item.body && matches!(it.kind, ItemKind::Variant { .. }))
            .filter(|it| it.cfg.is_none_or(|cfg| !self.is_inactive(place, cfg)))
            .collect()
    }

    /// The commands of an enum, added to those of a command.
    fn commands(&mut self, def: ItemDef, command: &mut Command) {
        let Some((place, item)) = self.item(def) else {
            return;
        };
        let span = self.span(place, item);
        if !matches!(item.kind, ItemKind::Enum) {
            return self.unclear(span, "subcommands are those of enums");
        }
        self.depth += 1;
        let container = self.attrs(place, item.attrs, COMMAND);
        self.settings(&container, command);
        let case = self.case(&container, span, Case::Kebab);
        for variant in self.variants(place, item) {
            let span = self.span(place, variant);
            let ItemKind::Variant { shape, fields, .. } = variant.kind else {
                continue;
            };
            let attrs = self.attrs(place, variant.attrs, COMMAND);
            if attrs.has("skip") {
                continue;
            }
            if attrs.has("external_subcommand") {
                command.takes_any = true;
                continue;
            }
            let first = place.facts.fields[fields.rows()].first();
            let inner = first.map(|field| kind_of(place.facts, field.ty).1);
            let inner = inner.and_then(|ty| self.resolved(place, ty));
            let inner = inner.filter(|_| self.depth < DEPTH);
            if attrs.has("flatten") {
                match inner {
                    Some(def) => self.commands(def, command),
                    None => self.unclear(
                        span,
                        "a type that is not of the workspace, or contains itself",
                    ),
                }
                continue;
            }
            let case = self.case(&attrs, span, case);
            let own = self.texts(&attrs, &["name"], span).pop();
            let ident = place.facts.text(variant.name);
            let mut inside = Command::new(&own.unwrap_or_else(|| case.apply(ident)), span);
            let aliases = ["alias", "aliases", "visible_alias", "visible_aliases"];
            inside.names.extend(self.texts(&attrs, &aliases, span));
            self.settings(&attrs, &mut inside);
            match (shape, inner) {
                (Shape::Unit, _) => {}
                (Shape::Named, _) => self.fields(place, fields, case, &mut inside),
                (Shape::Tuple, Some(def)) if attrs.has("subcommand") => {
                    self.commands(def, &mut inside);
                    inside.needs_command = true;
                }
                (Shape::Tuple, Some(def)) => self.args(def, &mut inside),
                (Shape::Tuple, None) => {
                    self.unclear(
                        span,
                        "a type that is not of the workspace, or contains itself",
                    );
                }
            }
            command.commands.push(inside);
        }
        self.depth -= 1;
    }
}
