//! What a change since a revision touches, by items and not by files: for programs that join it with what they know
//! themselves.

use std::collections::{BTreeMap, BTreeSet};

use govern_diagnostics::{FileId, Span};
use govern_facts::{FileFacts, ItemKind};
use govern_gate::Error;

use crate::commands::impact::{self, Compared, Side};
use crate::config::Section;
use crate::fingerprint;
use crate::reach::{Items, name};
use crate::traced::Traced;

/// What a change touches.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Touched {
    /// The items that differ, by name.
    pub items: Vec<TouchedItem>,
    /// The criteria, by id.
    pub criteria: Vec<TouchedCriterion>,
    /// Rust files in which something else changed that names may depend on: imports, `impl` headers, attributes.
    pub around: Vec<String>,
    /// Rust files that changed and in which no item differs: comments, layout, further imports.
    pub same: Vec<String>,
    /// The other files that changed.
    pub others: Vec<String>,
    /// All files that changed, of whatever kind.
    pub changed: Vec<String>,
}

/// An item that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TouchedItem {
    /// What it is called.
    pub name: String,
    /// The path of its module.
    pub module: String,
    /// `changed`, `new` or `gone`.
    pub how: &'static str,
    /// All of it, if it is still there.
    pub span: Option<Span>,
}

/// A criterion that is touched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TouchedCriterion {
    /// Its id.
    pub id: String,
    /// By what: in words, whether it is only perhaps so, and where, if that is still there.
    pub causes: Vec<(String, bool, Option<Span>)>,
}

impl Traced<'_> {
    /// What the change since a revision touches.
    ///
    /// # Errors
    ///
    /// If git does not know the revision, or something was wrong with the ledgers there.
    pub fn touched(&self, revision: &str) -> Result<Touched, Error> {
        let session = self.session;
        let settings = Section::read(session)?.settings(Some(session));
        let told = |it: &mut Compared<'_, '_>| self.told(it, revision);
        impact::compared(session, settings, &self.model, revision, told)?
    }

    fn told(&self, compared: &Compared<'_, '_>, revision: &str) -> Result<Touched, Error> {
        let Compared { now, before, .. } = compared;
        let mut touched = Touched::default();
        for (file, id) in now.differing(before) {
            let Some(facts) = now.workspace.facts(file) else {
                continue;
            };
            let is_known = before.has(&now.key(facts, (file, id)));
            let module = self.module(file, Some(id));
            touched.items.push(TouchedItem {
                name: format!("{module}::{}", name(facts, id)),
                module,
                how: if is_known { "changed" } else { "new" },
                span: Some(Span::new(file, facts.item(id).extent.range())),
            });
        }
        for (file, id) in before.differing(now) {
            let Some(facts) = before.workspace.facts(file) else {
                continue;
            };
            if now.has(&before.key(facts, (file, id))) {
                continue;
            }
            let module = before.names.module_of(file, facts.item(id).scope);
            let module = module.map_or(String::new(), |it| before.names.module_path(it));
            touched.items.push(TouchedItem {
                name: format!("{module}::{}", name(facts, id)),
                module,
                how: "gone",
                span: None,
            });
        }
        touched.items.sort_by(|a, b| {
            let at = |it: &TouchedItem| it.span.map(|span| (span.file, span.range.start()));
            (&a.name, a.how, at(a)).cmp(&(&b.name, b.how, at(b)))
        });
        touched.items.dedup();
        let criteria = compared.impacts.iter().map(|impact| TouchedCriterion {
            id: impact.id.clone(),
            causes: impact
                .causes
                .iter()
                .map(|cause| (cause.text.clone(), cause.perhaps, cause.place))
                .collect(),
        });
        touched.criteria = criteria.collect();
        touched.others = compared.others.clone();
        touched.changed = compared.changed.clone();
        let mut differing: BTreeSet<FileId> = BTreeSet::new();
        for (side, other) in [(now, before), (before, now)] {
            differing.extend(side.differing(other).into_iter().map(|(file, _)| file));
        }
        for path in &compared.changed {
            let (ours, theirs) = (rust(now, path, revision), rust(before, path, revision));
            // A file that is new or gone is told by its items.
            let (Some(ours), Some(theirs)) = (ours, theirs) else {
                continue;
            };
            let (around, was) = (Around::of(now, ours)?, Around::of(before, theirs)?);
            if around.rest != was.rest || !was.imports.is_subset(&around.imports) {
                touched.around.push(path.clone());
            } else if !differing.contains(&ours.0) && !differing.contains(&theirs.0) {
                touched.same.push(path.clone());
            }
        }
        Ok(touched)
    }
}

/// The file of Rust at a path of one side, with its facts.
fn rust<'a>(side: &Side<'a>, path: &str, revision: &str) -> Option<(FileId, &'a FileFacts)> {
    let mut files = side.workspace.files().iter().copied();
    let file = files.find(|&file| impact::plain(side, file, revision) == Some(path))?;
    Some((file, side.workspace.facts(file)?))
}

/// What stands around the items of a file.
struct Around {
    /// The fingerprint of all but items, imports and declarations of modules.
    rest: u64,
    /// What is imported, and as what.
    imports: BTreeSet<(Vec<String>, String, bool)>,
}

impl Around {
    fn of(side: &Side<'_>, (file, facts): (FileId, &FileFacts)) -> Result<Around, Error> {
        let text = side.workspace.text(file)?;
        let items = Items::new(facts);
        let own = items.all().map(|id| facts.item(id));
        let own = own.filter(|item| !matches!(item.kind, ItemKind::Impl { .. }));
        let modules = facts.items.iter().filter(|item| {
            matches!(item.kind, ItemKind::Module { inline: false }) && !item.expanded
        });
        let imports = facts.imports.iter().filter(|import| !import.expanded);
        let extents = own
            .chain(modules)
            .map(|item| item.extent)
            .chain(imports.clone().map(|import| import.item_extent));
        let mut taken: BTreeMap<u32, u32> = BTreeMap::new();
        for extent in extents {
            let end = taken.entry(extent.start).or_default();
            *end = extent.end.max(*end);
        }
        let (mut rest, mut at) = (String::new(), 0_usize);
        for (start, end) in taken {
            let (start, end) = (usize::try_from(start), usize::try_from(end));
            let (start, end) = (start.unwrap_or(at), end.unwrap_or(at));
            if start >= at {
                rest.push_str(text.get(at..start).unwrap_or_default());
                rest.push(' ');
            }
            at = at.max(end);
        }
        rest.push_str(text.get(at..).unwrap_or_default());
        let imports = imports.map(|import| {
            let segments = facts.segments(import.segments).map(str::to_owned);
            let name = facts.text(import.name).to_owned();
            (segments.collect(), name, import.glob)
        });
        Ok(Around {
            rest: fingerprint::tokens(&rest),
            imports: imports.collect(),
        })
    }
}
