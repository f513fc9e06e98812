//! Command lines from derives of clap.

use govern_diagnostics::Span;
use govern_facts::{ItemKind, Run, Shape};
use govern_names::ItemDef;

use super::attrs::Attrs;
use super::case::Case;
use super::frame::{Place, Reader};
use super::read_arg::{Kind, is_twice, kind_of};
use super::words::{IGNORED, UNDERSTOOD};
use crate::cli_tree::Command;

/// How deep types are followed into each other.
const DEPTH: usize = 16;

const COMMAND: &[&str] = &["command", "clap"];
const ARG: &[&str] = &["arg", "command", "clap"];

impl<'s> Reader<'s> {
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
        // Arguments of a struct are a group.
        let group = self.attrs(place, item.attrs, &["group"]);
        for (key, said) in group
            .all()
            .filter(|(key, _)| !matches!(*key, "id" | "skip"))
        {
            command.settings.insert(format!("group.{key}"), said.text());
        }
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
            let kind = (kind, inner, is_twice(place.facts, field.ty));
            let arg = self.arg(place, (ident, span), &attrs, case, kind);
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
