//! The links at tests and at code: comments and attributes, and what they stand at.

use govern_diagnostics::{FileId, Span};
use govern_facts::{
    Attr, Comment, CommentKind, FileFacts, ItemId, ItemKind, Meta, MetaId, MetaValue, ScopeId,
};
use govern_names::{InstanceId, ModuleId};
use rayon::prelude::*;
use text_size::TextRange;

use super::found::{Found, Owner};
use super::input::Input;
use super::inventory::tests;
use super::link_line::{self, LinkLine, Role};
use super::macro_tests::MacroAttr;
use super::{Broken, BrokenLink, Link, LinkEnd, RustSource, span};

/// What files say about criteria.
pub fn read(files: &[FileId], input: &Input<'_>) -> RustSource {
    let mut source = RustSource::default();
    let mut found = Vec::new();
    let mut rows = Vec::new();
    let of_files = files.par_iter().filter_map(|&file| {
        let facts = (input.facts)(file)?;
        Some((file, facts, tests(file, facts, input)))
    });
    for (file, facts, (tests, functions)) in of_files.collect::<Vec<_>>() {
        let first = found.len();
        found.extend(tests);
        rows.push((file, facts, first..found.len()));
        source.functions.extend(functions);
    }
    source.files = rows.len();
    let of_files = rows.into_par_iter().map(|(file, facts, rows)| {
        let mut source = RustSource::default();
        Reader {
            input,
            file,
            facts,
            tests: &found,
            rows,
            source: &mut source,
        }
        .read();
        (source.links, source.broken)
    });
    for (links, broken) in of_files.collect::<Vec<_>>() {
        source.links.extend(links);
        source.broken.extend(broken);
    }
    source.tests = found.into_iter().map(|found| found.test).collect();
    source
}

/// What a link stands at.
struct Place {
    /// The item; none for all of the file.
    item: Option<ItemId>,
    kind: PlaceKind,
}

/// What kind of thing a link stands at.
enum PlaceKind {
    /// A test, as a row.
    Test(usize),
    /// A module: for all tests in it, if it is there for tests only.
    Module(Vec<ModuleId>),
    /// Anything else.
    Code,
}

/// Reads the links of one file.
struct Reader<'a, 'i> {
    input: &'a Input<'i>,
    file: FileId,
    facts: &'a FileFacts,
    tests: &'a [Found],
    /// The tests of this file.
    rows: std::ops::Range<usize>,
    /// What this file says.
    source: &'a mut RustSource,
}

impl Reader<'_, '_> {
    fn read(mut self) {
        for comment in &self.facts.comments {
            self.comment(comment);
        }
        self.attributes();
        self.macro_attributes();
        let RustSource { links, broken, .. } = self.source;
        links.sort_by_key(|link| link.span.range.start());
        broken.sort_by_key(|link| link.span.range.start());
    }

    fn comment(&mut self, comment: &Comment) {
        let text = self.facts.text(comment.text);
        let lines = link_line::links(text, comment.extent.range().start(), self.input.prefixes);
        if lines.is_empty() {
            return;
        }
        let place = self.place_of(comment);
        let verified = self.in_docs(comment);
        for line in lines {
            match line {
                LinkLine::Link {
                    role: Role::Verifies,
                    ids,
                } if !verified.is_empty() => {
                    for (id, range) in ids {
                        self.source.links.push(Link {
                            id,
                            span: Span::new(self.file, range),
                            item: place.item,
                            end: LinkEnd::Tests(verified.clone()),
                        });
                    }
                }
                LinkLine::Link { role, ids } => self.link(role, ids, &place),
                LinkLine::Broken { text, range } => {
                    let span = Span::new(self.file, range);
                    self.source.broken.push(BrokenLink {
                        span,
                        text,
                        why: Broken::NotOnlyIds,
                    });
                }
            }
        }
    }

    /// The tests in the documentation that a comment is part of.
    fn in_docs(&self, comment: &Comment) -> Vec<usize> {
        let is_around = |row: &usize| match &self.tests[*row].owner {
            Owner::Docs(docs) => docs.contains_range(comment.extent.range()),
            Owner::Item(_) | Owner::Macro(_) => false,
        };
        self.rows.clone().filter(is_around).collect()
    }

    fn place_of(&self, comment: &Comment) -> Place {
        if comment.kind == CommentKind::InnerDoc {
            return match comment.item {
                Some(item) => self.place(item),
                None => self.file_module(),
            };
        }
        let at = comment.extent;
        // Between the attributes of an item and its name nothing else begins.
        let before = self
            .facts
            .items
            .partition_point(|item| item.extent.start <= at.start);
        let head = before.checked_sub(1).filter(|&row| {
            let item = &self.facts.items[row];
            at.end <= item.name_extent.start && item.extent.contains(at)
        });
        if let Some(item) = head.map(item_id).or(comment.item) {
            return self.place(item);
        }
        let in_macro = self.rows.clone().find(|&row| match &self.tests[row].owner {
            Owner::Macro(function) => function.head.contains_range(at.range()),
            Owner::Item(_) | Owner::Docs(_) => false,
        });
        if let Some(test) = in_macro {
            return Place {
                item: None,
                kind: PlaceKind::Test(test),
            };
        }
        let around = self
            .facts
            .items_around(comment.scope)
            .find(|(_, item)| matches!(item.kind, ItemKind::Fn { .. }));
        let module = self.facts.items_around(comment.scope).next();
        around.map_or(
            Place {
                item: module.map(|(item, _)| item),
                kind: PlaceKind::Code,
            },
            |(item, _)| self.place(item),
        )
    }

    /// What an item is for a link.
    fn place(&self, id: ItemId) -> Place {
        Place {
            item: Some(id),
            kind: self.kind(id),
        }
    }

    fn kind(&self, id: ItemId) -> PlaceKind {
        let is_it =
            |&row: &usize| matches!(&self.tests[row].owner, Owner::Item(item) if *item == id);
        if let Some(test) = self.rows.clone().find(is_it) {
            return PlaceKind::Test(test);
        }
        let names = self.input.names;
        match self.facts.item(id).kind {
            ItemKind::Module { inline: true } => {
                let body = self.facts.item(id).body;
                PlaceKind::Module(
                    body.and_then(|body| names.module_of(self.file, body))
                        .into_iter()
                        .collect(),
                )
            }
            ItemKind::Module { inline: false } => {
                let declared = |declaration: Option<(InstanceId, ItemId)>| {
                    declaration.is_some_and(|(instance, item)| {
                        item == id && names.instance(instance).file == self.file
                    })
                };
                PlaceKind::Module(
                    names
                        .modules()
                        .filter(|(_, module)| declared(module.declaration))
                        .map(|(id, _)| id)
                        .collect(),
                )
            }
            _ => PlaceKind::Code,
        }
    }

    fn file_module(&self) -> Place {
        let module = self.input.names.module_of(self.file, ScopeId(0));
        Place {
            item: None,
            kind: PlaceKind::Module(module.into_iter().collect()),
        }
    }

    /// Links in attributes: `#[cfg_attr(false, ac("AC-001"))]`.
    fn attributes(&mut self) {
        let is_link = |attr: &Attr| {
            // What a link attribute resolves to does not matter: it need not exist, for it is never expanded.
            let path = self.facts.attr_path(attr);
            self.input
                .words
                .links
                .iter()
                .any(|word| path.rsplit("::").next() == Some(word))
        };
        let rows: Vec<usize> = (0..self.facts.attrs.len())
            .filter(|&row| is_link(&self.facts.attrs[row]))
            .collect();
        for row in rows {
            let owner = self
                .facts
                .items
                .iter()
                .position(|item| item.attrs.rows().contains(&row));
            let place = match owner {
                Some(item) => self.place(item_id(item)),
                None if self.facts.file_attrs.rows().contains(&row) => self.file_module(),
                None => Place {
                    item: None,
                    kind: PlaceKind::Code,
                },
            };
            self.attribute(self.facts.attrs[row].meta, &place);
        }
    }

    fn attribute(&mut self, meta: MetaId, place: &Place) {
        let meta = self.facts.meta(meta);
        let MetaValue::List(list) = meta.value else {
            return self.broken_attribute(meta);
        };
        let mut links: Vec<(Role, String, TextRange)> = Vec::new();
        for argument in &self.facts.metas[list.rows()] {
            let role = match self.facts.text(argument.path) {
                "" => Role::ByPlace,
                "verifies" => Role::Verifies,
                "implements" => Role::Implements,
                // Other keys are for others.
                _ => continue,
            };
            match argument.value {
                MetaValue::Str(id) => links.push((
                    role,
                    self.facts.text(id).to_owned(),
                    argument.extent.range(),
                )),
                _ => return self.broken_attribute(argument),
            }
        }
        if links.is_empty() {
            return self.broken_attribute(meta);
        }
        for (role, id, range) in links {
            self.link(role, vec![(id, range)], place);
        }
    }

    fn broken_attribute(&mut self, meta: &Meta) {
        let text = match self.facts.text(meta.path) {
            "" => "a link attribute".to_owned(),
            path => path.to_owned(),
        };
        let span = span(self.file, meta.extent);
        self.source.broken.push(BrokenLink {
            span,
            text,
            why: Broken::NotOnlyIds,
        });
    }

    /// Links in the attributes of functions in the arguments of macros.
    fn macro_attributes(&mut self) {
        for row in self.rows.clone() {
            let Owner::Macro(function) = &self.tests[row].owner else {
                continue;
            };
            let calls_link =
                |attr: &&MacroAttr| self.input.words.links.iter().any(|word| attr.calls(word));
            let links: Vec<_> = function
                .attrs
                .iter()
                .filter(calls_link)
                .flat_map(|attr| attr.strings.clone())
                .collect();
            let place = Place {
                item: None,
                kind: PlaceKind::Test(row),
            };
            self.link(Role::ByPlace, links, &place);
        }
    }

    fn link(&mut self, role: Role, ids: Vec<(String, TextRange)>, place: &Place) {
        let tests = match &place.kind {
            PlaceKind::Test(test) => vec![*test],
            PlaceKind::Module(modules) => self.tests_in(modules, role),
            PlaceKind::Code => Vec::new(),
        };
        for (id, range) in ids {
            let span = Span::new(self.file, range);
            match role {
                Role::Verifies if tests.is_empty() => {
                    self.source.broken.push(BrokenLink {
                        span,
                        text: id,
                        why: Broken::NotATest,
                    });
                }
                Role::Verifies | Role::ByPlace if !tests.is_empty() => {
                    self.source.links.push(Link {
                        id,
                        span,
                        item: place.item,
                        end: LinkEnd::Tests(tests.clone()),
                    });
                }
                _ => self.source.links.push(Link {
                    id,
                    span,
                    item: place.item,
                    end: LinkEnd::Code,
                }),
            }
        }
    }

    /// The tests that a link at a module stands for. A module that has other code besides is code that has tests, unless
    /// the link says that it verifies.
    fn tests_in(&self, modules: &[ModuleId], role: Role) -> Vec<usize> {
        let names = self.input.names;
        let for_tests = |module: ModuleId| {
            let module = names.module(module);
            module.presence.is_test_only() || names.krate(module.krate).kind.is_test()
        };
        if role == Role::ByPlace && !modules.iter().all(|&module| for_tests(module)) {
            return Vec::new();
        }
        let within = |found: &Found| {
            found
                .modules
                .iter()
                .any(|&test| modules.iter().any(|&module| names.is_within(test, module)))
        };
        (0..self.tests.len())
            .filter(|&row| within(&self.tests[row]))
            .collect()
    }
}

fn item_id(row: usize) -> ItemId {
    ItemId(u32::try_from(row).unwrap_or(u32::MAX))
}
