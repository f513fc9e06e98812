//! Canaries of what the project says in tables of its own about things: what components consist of, where items belong, how
//! much may stand in functions.

use govern_facts::ItemKind;
use govern_gate::Edit;

use super::{draft::Draft, nest::Nest};
use crate::{
    model::{architecture::ModuleRow, required::Component},
    path::{STANDARD, head, segments},
    policy::{
        pattern::Captures,
        project::{Expected, ItemWord, Name, Placement},
    },
};

const MISSING: &str = "missing_file";

pub(super) fn missing_file(nest: &mut Nest<'_>) {
    let architecture = nest.architecture;
    for required in &architecture.policy.required {
        let components = required.components(architecture);
        let tries: [(&[Expected], Without); 3] = [
            (&required.files, without_files),
            (&required.modules, without_module),
            (&required.forbidden, with_file),
        ];
        for (list, make) in tries {
            for expected in list {
                let made = components
                    .iter()
                    .find_map(|component| Some((component, make(nest, component, expected)?)));
                if let Some((component, draft)) = made {
                    nest.put(MISSING, Some(format!("{}: ", component.name)), draft);
                }
            }
        }
    }
    nest.none_without(
        MISSING,
        "what is required are sources, without which nothing could be checked",
    );
}

/// Makes a component be without what it must have, or with what it must not have.
type Without = fn(&Nest<'_>, &Component, &Expected) -> Option<Draft>;

fn without_files(nest: &Nest<'_>, component: &Component, expected: &Expected) -> Option<Draft> {
    let files = component.files(nest.architecture, expected);
    let is_source = |path: &str| {
        let is_loaded = nest.workspace.file(path);
        let is_loaded = is_loaded.is_some_and(|file| nest.workspace.files().contains(&file));
        is_loaded
            || ["Cargo.toml", "Cargo.lock", "govern.toml"]
                .iter()
                .any(|name| path.ends_with(name))
    };
    if files.is_empty() || files.iter().any(|path| is_source(path)) {
        return None;
    }
    let mut draft = Draft::default();
    for path in files {
        draft.edit(Edit::Remove(path.to_owned()), format!("`{path}` removed"));
    }
    Some(draft)
}

/// The module under another name.
fn without_module(nest: &Nest<'_>, component: &Component, expected: &Expected) -> Option<Draft> {
    let architecture = nest.architecture;
    let name = component.captures.fill(&expected.text);
    let rows: Vec<ModuleRow> = architecture
        .module_rows()
        .filter(|&row| {
            let path = &architecture.module(row).path;
            let mut roots = component.roots.iter();
            roots.any(|&root| *path == format!("{}::{name}", architecture.module(root).path))
        })
        .collect();
    // Where the library and a program have one, both have to go.
    let [row] = rows[..] else {
        return None;
    };
    let (module, item) = (architecture.module(row), nest.declaration(row)?);
    let path = nest.workspace.path(module.span.file);
    let (_, text) = nest.workspace.read(path).ok()?;
    let (start, end) = (
        item.name_extent.start as usize,
        item.name_extent.end as usize,
    );
    let mut changed = format!("{}{}{}", text.get(..start)?, nest.name(), text.get(end..)?);
    if matches!(item.kind, ItemKind::Module { inline: false }) {
        let directory = path.rsplit_once('/').map_or("", |(directory, _)| directory);
        let file = module
            .file_path
            .strip_prefix(directory)?
            .trim_start_matches('/');
        let at = item.extent.start as usize;
        let has_path = text.get(at..start)?.contains("path");
        if !has_path {
            changed.insert_str(at, &format!("#[path = \"{file}\"] "));
        }
    }
    let mut draft = Draft::default();
    let what = format!("`{}` renamed in `{path}`", module.path);
    draft.edit(Edit::Write(path.to_owned(), changed.into_bytes()), what);
    Some(draft)
}

fn with_file(nest: &Nest<'_>, component: &Component, expected: &Expected) -> Option<Draft> {
    let text = component.captures.fill(&expected.text);
    let text = text.replace("**/", "").replace('*', "canary");
    let is_there = !component.files(nest.architecture, expected).is_empty();
    if is_there || text.contains(['?', '[', '{', '\\']) {
        return None;
    }
    let path = match component.directory.as_str() {
        "" => text,
        directory => format!("{directory}/{text}"),
    };
    let content = if path.ends_with(".rs") {
        "fn main() {}"
    } else {
        "# canary"
    };
    let mut draft = Draft::default();
    draft.insert(&path, None, content);
    Some(draft)
}

const MISPLACED: &str = "misplaced_item";

pub(super) fn misplaced_item(nest: &mut Nest<'_>) {
    let architecture = nest.architecture;
    for placement in &architecture.policy.placements {
        let known = Captures::default();
        let within = |row| {
            placement.within.is_empty() || placement.within.has_module(architecture, row, &known)
        };
        let is_elsewhere = |row| {
            let place = &placement.must_be_in;
            !place.is_empty() && !place.has_module(architecture, row, &known)
        };
        let rows: Vec<ModuleRow> = nest.places(within).collect();
        let elsewhere: Vec<ModuleRow> = rows
            .iter()
            .copied()
            .filter(|&row| is_elsewhere(row))
            .collect();
        // In the right place only a wrong name is against it; if there is no other place, nothing is found.
        let is_named = !placement.must_be_named.is_empty();
        let rows = if is_named || elsewhere.is_empty() {
            rows
        } else {
            elsewhere
        };
        let rows = nest.few(&rows);
        let made = rows.iter().filter_map(|&row| {
            let mut draft = Draft::default();
            let of = item(nest, &mut draft, placement, row)?;
            Some((draft, of))
        });
        // A manifest that need not change is better than one that has to.
        let made = made.min_by_key(|(draft, _)| draft.len());
        if let Some((draft, of)) = made {
            nest.put(MISPLACED, Some(of), draft);
        }
    }
    nest.none_without(
        MISPLACED,
        "no code could be put in that is about a `[[archcheck.placement]]` and against it",
    );
}

/// Puts an item into a module that a placement is about, and gives the key of the finding.
fn item(
    nest: &Nest<'_>,
    draft: &mut Draft,
    placement: &Placement,
    row: ModuleRow,
) -> Option<String> {
    let name = match placement.named.first() {
        Some(name) => name.text.replace('*', &nest.type_name()),
        None => nest.type_name(),
    };
    let of_trait = match placement.implements.first() {
        Some(name) => Some(trait_of(nest, draft, row, name)?),
        None => None,
    };
    let word = match (placement.words.first(), &of_trait) {
        (None, _) => ItemWord::Struct,
        (Some(_), Some(_)) => {
            let typed = |word: &&ItemWord| {
                matches!(
                    word,
                    ItemWord::Struct | ItemWord::Enum | ItemWord::Union | ItemWord::Impl
                )
            };
            *placement.words.iter().find(typed)?
        }
        (Some(word), None) => *word,
    };
    let attribute = match placement.attribute.first() {
        None => String::new(),
        Some(attribute) if attribute.text.contains(['*', '{']) => return None,
        Some(attribute) => {
            let last = attribute.text.rsplit("::").next().unwrap_or_default();
            match last.starts_with(char::is_uppercase) {
                true => format!("#[derive({})] ", attribute.text),
                false => format!("#[{}] ", attribute.text),
            }
        }
    };
    let body = match word {
        ItemWord::Struct => format!("struct {name};"),
        ItemWord::Enum => format!("enum {name} {{}}"),
        ItemWord::Union => format!("union {name} {{ canary: u8 }}"),
        ItemWord::Trait => format!("trait {name} {{}}"),
        ItemWord::Fn => format!("fn {name}() {{}}"),
        ItemWord::Type => format!("type {name} = u8;"),
        ItemWord::Const => format!("const {name}: u8 = 0;"),
        ItemWord::Static => format!("static {name}: u8 = 0;"),
        ItemWord::Impl => format!("struct {name};"),
    };
    let code = match (&of_trait, word) {
        (Some((path, _)), ItemWord::Impl) => {
            format!("{body} {attribute}impl {path} for {name} {{}}")
        }
        (Some((path, _)), _) => format!("{attribute}{body} impl {path} for {name} {{}}"),
        (None, ItemWord::Impl) => format!("{body} {attribute}impl {name} {{}}"),
        (None, _) => format!("{attribute}{body}"),
    };
    nest.add(draft, row, code);
    let module = &nest.architecture.module(row).path;
    Some(match (of_trait, word) {
        (Some((_, full)), ItemWord::Impl) => format!("impl {full} for {name} in {module}"),
        (None, ItemWord::Impl) => format!("impl {name} in {module}"),
        _ => format!("{module}::{name}"),
    })
}

/// A trait that a pattern means: how code of a module names it, and its full path.
fn trait_of(
    nest: &Nest<'_>,
    draft: &mut Draft,
    row: ModuleRow,
    name: &Name,
) -> Option<(String, String)> {
    let architecture = nest.architecture;
    let traits = architecture.items.iter();
    let paths = traits
        .filter(|item| item.word == ItemWord::Trait)
        .map(|item| {
            (
                item,
                format!("{}::{}", architecture.module(item.module).path, item.name),
            )
        });
    let mut paths = paths
        .filter(|(_, path)| name.pattern.contains(&segments(path)))
        .peekable();
    if paths.peek().is_none() {
        let is_path = name.pattern.is_exact() && STANDARD.contains(&head(&name.text));
        return is_path.then(|| (format!("::{}", name.text), name.text.clone()));
    }
    paths.find_map(|(item, full)| {
        let declared = (item.module, item.name.clone());
        let mut names = [declared].into_iter().chain(nest.exports(&full));
        let known = names.find(|&(module, _)| nest.can_name(row, module));
        drop(names);
        let (module, name) = known?;
        let path = nest.path(draft, row, module)?;
        Some((format!("{path}::{name}"), full))
    })
}

pub(super) fn thick_handler(nest: &mut Nest<'_>) {
    const RULE: &str = "thick_handler";
    let architecture = nest.architecture;
    let Some(thinness) = &architecture.policy.thinness else {
        return;
    };
    let known = Captures::default();
    let rows = nest.one_each(|row| thinness.of.has_module(architecture, row, &known));
    let budgets = [
        (thinness.statements, "let _ = 0; ", "statements"),
        (thinness.branches, "if true {} ", "branches"),
    ];
    for (budget, text, what) in budgets {
        let Some(budget) = budget else { continue };
        let count = budget.most.saturating_add(1);
        for &row in &rows {
            let name = nest.name();
            let mut draft = Draft::default();
            let body = text.repeat(count as usize);
            nest.add(&mut draft, row, format!("fn {name}() {{ {body}}}"));
            let module = &architecture.module(row).path;
            let what = format!("a function with {count} {what} in `{module}`");
            nest.put_as(RULE, None, what, draft);
        }
    }
    nest.none_without(
        RULE,
        "no code can be put where `[archcheck.thinness]` is about",
    );
}
