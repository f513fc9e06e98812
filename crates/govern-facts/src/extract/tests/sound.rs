//! What holds for the facts of every text.

use ra_ap_parser::TopEntryPoint;

use crate::{
    Cfg, CfgId, Extent, FileFacts, GenericArg, ItemId, ItemKind, MetaValue, Name, PathId, Run,
    ScopeId, SyntaxError, Type, TypeId, Visibility,
};

/// Fails unless every extent lies in the text on character boundaries, every id and run in its table, and what should
/// form a tree does.
#[track_caller]
pub(super) fn assert_sound(text: &str, facts: &FileFacts) {
    if let Err(problem) = is_sound(text, facts) {
        panic!("{problem}\n{text}");
    }
}

/// Likewise for errors.
#[track_caller]
pub(super) fn assert_located(text: &str, errors: &[SyntaxError]) {
    for error in errors {
        let extent = error.extent;
        let inside = text
            .get(extent.start as usize..extent.end as usize)
            .is_some();
        assert!(inside && !error.message.is_empty(), "{error:?}\n{text}");
    }
}

fn is_sound(text: &str, facts: &FileFacts) -> Result<(), String> {
    let sound = Sound { text, facts };
    if facts.len as usize != text.len() {
        return Err("length".to_owned());
    }
    sound.scopes()?;
    sound.items()?;
    sound.rest()
}

struct Sound<'a> {
    text: &'a str,
    facts: &'a FileFacts,
}

impl Sound<'_> {
    fn scopes(&self) -> Result<(), String> {
        for (index, scope) in self.facts.scopes.iter().enumerate() {
            self.extent(scope.extent, "scope")?;
            if let Some(parent) = scope.parent {
                self.that((parent.index()) < index, "a scope before its parent")?;
            }
            self.that(scope.parent.is_some() == (index > 0), "a second root")?;
            self.that(
                scope
                    .item
                    .is_none_or(|item| item.index() < self.facts.items.len()),
                "item of scope",
            )?;
            self.cfg(scope.cfg)?;
        }
        for (index, cfg) in self.facts.cfgs.iter().enumerate() {
            let parts: Vec<CfgId> = match cfg {
                Cfg::All(parts) | Cfg::Any(parts) => parts.clone(),
                Cfg::Not(part) => vec![*part],
                _ => Vec::new(),
            };
            self.that(
                parts.iter().all(|part| part.index() < index),
                "a condition before its parts",
            )?;
        }
        Ok(())
    }

    fn items(&self) -> Result<(), String> {
        let mut start = 0;
        for (index, item) in self.facts.items.iter().enumerate() {
            self.extent(item.extent, "item")?;
            self.extent(item.name_extent, "name of item")?;
            self.that(
                item.extent.contains(item.name_extent),
                "name outside of item",
            )?;
            self.that(item.extent.start >= start, "items out of order")?;
            start = item.extent.start;
            self.scope(item.scope)?;
            if let Some(body) = item.body {
                self.scope(body)?;
                let opened = self.facts.scope(body).item == Some(ItemId(index as u32));
                self.that(opened, "the body of another item")?;
            }
            self.name(item.name)?;
            self.cfg(item.cfg)?;
            self.visibility(item.visibility)?;
            self.run(item.attrs, self.facts.attrs.len(), "attrs")?;
            self.run(item.generics, self.facts.generics.len(), "generics")?;
            self.that(
                item.in_macro
                    .is_none_or(|call| call.index() < self.facts.macro_calls.len()),
                "macro of item",
            )?;
            match &item.kind {
                ItemKind::Fn { signature } => {
                    self.that(
                        (*signature as usize) < self.facts.signatures.len(),
                        "signature",
                    )?;
                }
                ItemKind::Struct { fields, .. }
                | ItemKind::Union { fields }
                | ItemKind::Variant { fields, .. } => {
                    self.run(*fields, self.facts.fields.len(), "fields")?;
                }
                ItemKind::Impl {
                    of_trait, self_ty, ..
                } => self.types(of_trait.iter().chain([self_ty]))?,
                ItemKind::Trait { bounds } => self.types(bounds)?,
                ItemKind::TypeAlias { ty }
                | ItemKind::Const { ty, .. }
                | ItemKind::Static { ty, .. } => {
                    self.types(ty)?;
                }
                ItemKind::MacroDef => {
                    let word = &self.text[item.extent.start as usize..item.extent.end as usize];
                    self.that(
                        word.contains("macro"),
                        "an item whose kind was never filled in",
                    )?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn rest(&self) -> Result<(), String> {
        let facts = self.facts;
        for import in &facts.imports {
            self.extent(import.extent, "import")?;
            self.that(
                import.item_extent.contains(import.extent),
                "import outside of its item",
            )?;
            self.run(import.segments, facts.segments.len(), "segments")?;
            self.scope(import.scope)?;
            self.cfg(import.cfg)?;
            self.visibility(import.visibility)?;
        }
        for path in &facts.paths {
            self.extent(path.extent, "path")?;
            self.run(path.segments, facts.segments.len(), "segments")?;
            self.that(!path.segments.is_empty(), "a path without segments")?;
            self.scope(path.scope)?;
        }
        for call in &facts.macro_calls {
            self.extent(call.extent, "macro call")?;
            self.that(
                call.extent.contains(call.args),
                "arguments outside of the call",
            )?;
            self.path(call.path)?;
            self.scope(call.scope)?;
        }
        for call in &facts.method_calls {
            self.extent(call.extent, "method call")?;
            self.scope(call.scope)?;
        }
        for row in &facts.unsafes {
            self.extent(row.extent, "unsafe")?;
            self.that(
                &self.text[row.extent.start as usize..row.extent.end as usize] == "unsafe",
                "unsafe keyword",
            )?;
            self.scope(row.scope)?;
        }
        for attr in &facts.attrs {
            self.extent(attr.extent, "attribute")?;
            self.that(attr.meta.index() < facts.metas.len(), "meta")?;
            self.cfg(attr.cfg)?;
            attr.path.map_or(Ok(()), |path| self.path(path))?;
        }
        self.run(
            facts.file_attrs,
            facts.attrs.len(),
            "attributes of the file",
        )?;
        for meta in &facts.metas {
            self.extent(meta.extent, "meta")?;
            self.name(meta.path)?;
            if let MetaValue::List(run) = meta.value {
                self.run(run, facts.metas.len(), "metas")?;
            }
        }
        for field in &facts.fields {
            self.extent(field.extent, "field")?;
            self.that(
                field.extent.contains(field.name_extent),
                "name outside of field",
            )?;
            self.types([&field.ty])?;
            self.cfg(field.cfg)?;
            self.run(field.attrs, facts.attrs.len(), "attrs")?;
        }
        for signature in &facts.signatures {
            self.extent(signature.body, "body")?;
            self.types(signature.params.iter().chain(&signature.ret))?;
        }
        for comment in &facts.comments {
            self.extent(comment.extent, "comment")?;
            self.scope(comment.scope)?;
            let text = &self.text[comment.extent.start as usize..comment.extent.end as usize];
            self.that(text == facts.text(comment.text), "text of comment")?;
        }
        self.type_rows()
    }

    fn type_rows(&self) -> Result<(), String> {
        for (index, ty) in self.facts.types.iter().enumerate() {
            let mut parts: Vec<TypeId> = Vec::new();
            match ty {
                Type::Path { path, args } => {
                    self.path(*path)?;
                    parts.extend(args.iter().filter_map(|arg| match arg {
                        GenericArg::Type(ty) | GenericArg::Binding(_, ty) => Some(*ty),
                        GenericArg::Const(_) => None,
                    }));
                }
                Type::Qualified {
                    self_ty, of_trait, ..
                } => parts.extend([*self_ty].into_iter().chain(*of_trait)),
                Type::Ref { target: ty, .. }
                | Type::Pointer(ty)
                | Type::Slice(ty)
                | Type::Array(ty, _) => {
                    parts.push(*ty);
                }
                Type::Tuple(ids) | Type::FnPointer(ids) | Type::Dyn(ids) | Type::Impl(ids) => {
                    parts.extend(ids)
                }
                _ => {}
            }
            self.that(
                parts.iter().all(|part| part.index() < index),
                "a type before its parts",
            )?;
        }
        Ok(())
    }

    fn that(&self, holds: bool, problem: &str) -> Result<(), String> {
        if holds {
            Ok(())
        } else {
            Err(problem.to_owned())
        }
    }

    fn extent(&self, extent: Extent, what: &str) -> Result<(), String> {
        self.that(
            self.text
                .get(extent.start as usize..extent.end as usize)
                .is_some(),
            what,
        )
    }

    fn run(&self, run: Run, len: usize, what: &str) -> Result<(), String> {
        self.that(run.start <= run.end && run.end as usize <= len, what)
    }

    fn scope(&self, scope: ScopeId) -> Result<(), String> {
        self.that(scope.index() < self.facts.scopes.len(), "scope")
    }

    fn path(&self, path: PathId) -> Result<(), String> {
        self.that(path.index() < self.facts.paths.len(), "path")
    }

    fn name(&self, name: Name) -> Result<(), String> {
        self.that(name.index() < self.facts.names.len(), "name")
    }

    fn cfg(&self, cfg: Option<CfgId>) -> Result<(), String> {
        self.that(
            cfg.is_none_or(|cfg| cfg.index() < self.facts.cfgs.len()),
            "condition",
        )
    }

    fn visibility(&self, visibility: Visibility) -> Result<(), String> {
        match visibility {
            Visibility::Restricted(run) => self.run(run, self.facts.segments.len(), "visibility"),
            _ => Ok(()),
        }
    }

    fn types<'t>(&self, types: impl IntoIterator<Item = &'t TypeId>) -> Result<(), String> {
        self.that(
            types
                .into_iter()
                .all(|ty| ty.index() < self.facts.types.len()),
            "type",
        )
    }
}

/// The parser sees what it would see had its own lexer prepared the tokens.
#[track_caller]
pub(super) fn assert_same_input(text: &str) {
    let edition = ra_ap_parser::Edition::Edition2024;
    let theirs = ra_ap_parser::LexedStr::new(edition, text).to_input(edition);
    let (lexed, _) = crate::tokens::Lexed::new(text, crate::Edition::E2024);
    let ours = lexed.input(0, lexed.tokens.len());
    let steps = |input| {
        format!(
            "{:?}",
            TopEntryPoint::SourceFile
                .parse(input)
                .iter()
                .collect::<Vec<_>>()
        )
    };
    assert_eq!(steps(&ours), steps(&theirs), "\n{text}");
}
