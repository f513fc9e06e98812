//! Changes of WIT packages.

use super::statements::{Statement, all, statements};
use super::{Edited, FilesConfig, TextChange, with};
use crate::files::Role;

pub(super) const CHANGES: &[TextChange] = &[
    ("wit_export_changed", export_changed),
    ("wit_import_changed", import_changed),
    ("wit_type_changed", type_changed),
];

/// A name as WIT writes it.
const NAME: &str = "govern-canary";

/// A guest exports less, a host asks for more.
fn export_changed(text: &str, table: &FilesConfig) -> Edited<String> {
    match table.side() {
        Role::Guest => gone(text, "export").or_else(|| gone_from_interface(text)),
        Role::Host => added(text, "export"),
    }
}

/// A guest asks for more, a host offers less.
fn import_changed(text: &str, table: &FilesConfig) -> Edited<String> {
    match table.side() {
        Role::Guest => added(text, "import"),
        Role::Host => gone(text, "import"),
    }
}

fn added(text: &str, word: &str) -> Edited<String> {
    let statements = statements(text);
    let world = *all(&statements, "world").first()?;
    let first = world.inner.first()?.start();
    let line = format!("{word} {NAME}: func();\n  ");
    let what = format!("`{}` has `{word} {NAME}`", world.words.get(1)?.text);
    Some((what, with(text, first, &line)))
}

/// What a world has is gone: a function, for an interface may come with others that need it.
fn gone(text: &str, word: &str) -> Edited<String> {
    let statements = statements(text);
    let worlds = all(&statements, "world");
    let mut functions = worlds.iter().flat_map(|it| &it.inner);
    let gone = functions.find(|it| it.is(word) && is_function(it))?;
    let what = format!("`{}` is gone", &text[gone.whole.clone()]);
    Some((what, with(text, gone.whole.clone(), "")))
}

/// A function of an interface, where no world uses it.
fn gone_from_interface(text: &str) -> Edited<String> {
    let statements = statements(text);
    all(&statements, "world").is_empty().then_some(())?;
    let interfaces = all(&statements, "interface");
    let mut functions = interfaces.iter().flat_map(|it| &it.inner);
    let gone = functions.find(|it| is_function(it))?;
    let what = format!("`{}` is gone", &text[gone.whole.clone()]);
    Some((what, with(text, gone.whole.clone(), "")))
}

fn is_function(statement: &Statement<'_>) -> bool {
    statement.row("func").is_some()
}

/// A function with one more parameter.
fn type_changed(text: &str, _: &FilesConfig) -> Edited<String> {
    let statements = statements(text);
    let outer = statements.iter().flat_map(|it| &it.inner);
    outer.into_iter().find_map(|function| {
        let row = function.row("func")?;
        let open = function.words.get(row + 1).filter(|it| it.text == "(")?;
        let comma = match function.words.get(row + 2)?.text {
            ")" => "",
            _ => ", ",
        };
        let what = format!("`{}` takes `{NAME}`", &text[function.whole.clone()]);
        let end = open.at.end;
        Some((what, with(text, end..end, &format!("{NAME}: u32{comma}"))))
    })
}
