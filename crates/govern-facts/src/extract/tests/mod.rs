//! What is extracted from small sources, as text: one line per row.

mod attrs;
mod bindings;
mod bodies;
mod comments;
mod editions;
mod imports;
mod items;
mod macros;
mod paths;
mod robust;
mod scopes;
mod sound;
mod types;

use crate::{
    Cfg, CfgId, Edition, FileFacts, GenericArg, GenericKind, ItemId, ItemKind, Meta, MetaValue,
    Run, ScopeId, Shape, SyntaxError, Type, TypeId, Visibility, extract,
};

/// Compares what `table` says about a source with what is expected, line by line.
#[track_caller]
fn check(table: fn(&FileFacts) -> Vec<String>, source: &str, expected: &[&str]) {
    let facts = facts(source);
    sound::assert_sound(source, &facts);
    assert_eq!(table(&facts), expected, "\n{source}");
}

/// The facts of a source that has no syntax errors.
#[track_caller]
fn facts(source: &str) -> FileFacts {
    let (facts, errors) = extract(source, Edition::E2024);
    assert_eq!(errors, Vec::<SyntaxError>::new(), "\n{source}");
    facts
}

/// Kind, path, and where it stands.
fn paths(facts: &FileFacts) -> Vec<String> {
    let rows = facts.paths.iter();
    rows.map(|row| {
        format!(
            "{:?} {}{}",
            row.kind,
            facts.path_text(row),
            place(facts, row.scope, None)
        )
    })
    .collect()
}

/// Visibility, the path, what it is called here.
fn imports(facts: &FileFacts) -> Vec<String> {
    let rows = facts.imports.iter();
    rows.map(|row| {
        let mut path = facts.segments(row.segments).collect::<Vec<_>>().join("::");
        if row.global {
            path.insert_str(0, "::");
        }
        if row.glob {
            path.push_str("::*");
        }
        if row.is_self {
            path.push_str("::{self}");
        }
        let name = match facts.text(row.name) {
            "" => String::new(),
            name => format!(" as {name}"),
        };
        let in_macro = if row.in_macro.is_some() {
            " in macro"
        } else {
            ""
        };
        let visibility = visibility(facts, row.visibility);
        format!(
            "{visibility}{path}{name}{in_macro}{}",
            place(facts, row.scope, row.cfg)
        )
    })
    .collect()
}

/// Visibility, kind, name, what belongs to the kind, and where it stands.
fn items(facts: &FileFacts) -> Vec<String> {
    (0..facts.items.len())
        .map(|index| item(facts, ItemId(index as u32)))
        .collect()
}

fn item(facts: &FileFacts, id: ItemId) -> String {
    let row = facts.item(id);
    let generics = match row.generics.is_empty() {
        true => String::new(),
        false => format!("<{}>", generics(facts, row.generics)),
    };
    let name = match facts.text(row.name) {
        "" => String::new(),
        name => format!(" {name}"),
    };
    let kind = match &row.kind {
        ItemKind::Module { inline: true } => format!("mod{name} {{}}"),
        ItemKind::Module { inline: false } => format!("mod{name};"),
        ItemKind::Fn { signature } => {
            let row = &facts.signatures[*signature as usize];
            let mut text = String::new();
            for (is, word) in [
                (row.is_const, "const "),
                (row.is_async, "async "),
                (row.is_unsafe, "unsafe "),
            ] {
                if is {
                    text.push_str(word);
                }
            }
            let mut params: Vec<String> = row
                .has_self
                .then(|| "self".to_owned())
                .into_iter()
                .collect();
            params.extend(row.params.iter().map(|&param| ty(facts, param)));
            let ret = row
                .ret
                .map_or(String::new(), |ret| format!(" -> {}", ty(facts, ret)));
            let body = if row.has_body { " {}" } else { ";" };
            format!("{text}fn{name}{generics}({}){ret}{body}", params.join(", "))
        }
        ItemKind::Struct { shape, fields } => format!(
            "struct{name}{generics}{}",
            fields_text(facts, *shape, *fields)
        ),
        ItemKind::Union { fields } => {
            format!("union{name}{}", fields_text(facts, Shape::Named, *fields))
        }
        ItemKind::Enum => format!("enum{name}{generics}"),
        ItemKind::Variant {
            shape,
            fields,
            discriminant,
        } => {
            let value =
                discriminant.map_or(String::new(), |value| format!(" = {}", facts.text(value)));
            format!(
                "variant{name}{}{value}",
                fields_text(facts, *shape, *fields)
            )
        }
        ItemKind::Trait { bounds } => format!("trait{name}{generics}{}", list(facts, ": ", bounds)),
        ItemKind::TypeAlias { ty: alias } => {
            format!("type{name}{generics}{}", optional(facts, " = ", *alias))
        }
        ItemKind::Const { ty, literal } => {
            let value = literal.map_or(String::new(), |value| format!(" = {}", facts.text(value)));
            format!("const{name}{}{value}", optional(facts, ": ", *ty))
        }
        ItemKind::Static { ty, mutable } => {
            let word = if *mutable { "static mut" } else { "static" };
            format!("{word}{name}{}", optional(facts, ": ", *ty))
        }
        ItemKind::MacroRules {
            exported,
            passes_through,
            declares_files,
        } => {
            let exported = if *exported { " exported" } else { "" };
            let passes = if *passes_through {
                " passes through"
            } else {
                ""
            };
            let files = if *declares_files { " files" } else { "" };
            format!("macro_rules{name}{exported}{passes}{files}")
        }
        ItemKind::MacroDef => format!("macro{name}"),
        ItemKind::ExternCrate { krate } => format!("extern crate {} as{name}", facts.text(*krate)),
        ItemKind::ExternBlock => "extern".to_owned(),
        ItemKind::Impl {
            of_trait,
            self_ty,
            negative,
        } => {
            let not = if *negative { "!" } else { "" };
            let of = of_trait.map_or(String::new(), |of| format!("{not}{} for ", ty(facts, of)));
            format!("impl{generics} {of}{}", ty(facts, *self_ty))
        }
    };
    let in_macro = if row.in_macro.is_some() {
        " in macro"
    } else {
        ""
    };
    format!(
        "{}{kind}{in_macro}{}",
        visibility(facts, row.visibility),
        place(facts, row.scope, row.cfg)
    )
}

fn fields_text(facts: &FileFacts, shape: Shape, fields: Run) -> String {
    let rows: Vec<String> = facts.fields[fields.rows()]
        .iter()
        .map(|field| {
            let cfg = field
                .cfg
                .map_or(String::new(), |id| format!(" if {}", cfg(facts, id)));
            let name = facts.text(field.name);
            format!(
                "{}{name}: {}{cfg}",
                visibility(facts, field.visibility),
                ty(facts, field.ty)
            )
        })
        .collect();
    match shape {
        Shape::Named => format!(" {{ {} }}", rows.join(", ")),
        Shape::Tuple => format!("({})", rows.join(", ")),
        Shape::Unit => String::new(),
    }
}

fn generics(facts: &FileFacts, run: Run) -> String {
    let rows = facts.generics[run.rows()].iter().map(|row| {
        let word = match row.kind {
            GenericKind::Lifetime => "'",
            GenericKind::Type => "",
            GenericKind::Const => "const ",
        };
        format!(
            "{word}{}{}",
            facts.text(row.name),
            optional(facts, " = ", row.default)
        )
    });
    rows.collect::<Vec<_>>().join(", ")
}

fn visibility(facts: &FileFacts, visibility: Visibility) -> String {
    match visibility {
        Visibility::Inherited => String::new(),
        Visibility::Public => "pub ".to_owned(),
        Visibility::Crate => "pub(crate) ".to_owned(),
        Visibility::Restricted(path) => {
            format!(
                "pub(in {}) ",
                facts.segments(path).collect::<Vec<_>>().join("::")
            )
        }
    }
}

fn optional(facts: &FileFacts, before: &str, id: Option<TypeId>) -> String {
    id.map_or(String::new(), |id| format!("{before}{}", ty(facts, id)))
}

fn list(facts: &FileFacts, before: &str, ids: &[TypeId]) -> String {
    let texts: Vec<String> = ids.iter().map(|&id| ty(facts, id)).collect();
    if texts.is_empty() {
        String::new()
    } else {
        format!("{before}{}", texts.join(" + "))
    }
}

fn ty(facts: &FileFacts, id: TypeId) -> String {
    let rest = |run: Run| {
        facts
            .segments(run)
            .map(|name| format!("::{name}"))
            .collect::<String>()
    };
    let commas = |ids: &[TypeId]| {
        ids.iter()
            .map(|&id| ty(facts, id))
            .collect::<Vec<_>>()
            .join(", ")
    };
    match facts.ty(id) {
        Type::Path { path, args } => {
            let args: Vec<String> = args
                .iter()
                .map(|arg| match *arg {
                    GenericArg::Type(id) => ty(facts, id),
                    GenericArg::Const(text) => format!("const {}", facts.text(text)),
                    GenericArg::Binding(name, id) => {
                        format!("{} = {}", facts.text(name), ty(facts, id))
                    }
                })
                .collect();
            let args = if args.is_empty() {
                String::new()
            } else {
                format!("<{}>", args.join(", "))
            };
            format!("{}{args}", facts.path_text(facts.path(*path)))
        }
        Type::Param { name, rest: run } => format!("#{}{}", facts.text(*name), rest(*run)),
        Type::SelfType { rest: run } => format!("Self{}", rest(*run)),
        Type::Qualified {
            self_ty,
            of_trait,
            rest: run,
        } => {
            format!(
                "<{}{}>{}",
                ty(facts, *self_ty),
                optional(facts, " as ", *of_trait),
                rest(*run)
            )
        }
        Type::Ref {
            target,
            mutable: true,
        } => format!("&mut {}", ty(facts, *target)),
        Type::Ref {
            target,
            mutable: false,
        } => format!("&{}", ty(facts, *target)),
        Type::Pointer(id) => format!("*{}", ty(facts, *id)),
        Type::Slice(id) => format!("[{}]", ty(facts, *id)),
        Type::Array(id, length) => format!("[{}; {}]", ty(facts, *id), facts.text(*length)),
        Type::Tuple(ids) => format!("({})", commas(ids)),
        Type::FnPointer(ids) => format!("fn({})", commas(ids)),
        Type::Dyn(ids) => list(facts, "dyn ", ids),
        Type::Impl(ids) => list(facts, "impl ", ids),
        Type::Never => "!".to_owned(),
        Type::Infer => "_".to_owned(),
        Type::Macro => "macro!".to_owned(),
        Type::Error => "error".to_owned(),
    }
}

fn cfg(facts: &FileFacts, id: CfgId) -> String {
    let parts = |ids: &[CfgId]| {
        ids.iter()
            .map(|&id| cfg(facts, id))
            .collect::<Vec<_>>()
            .join(", ")
    };
    match facts.cfg(id) {
        Cfg::All(ids) => format!("all({})", parts(ids)),
        Cfg::Any(ids) => format!("any({})", parts(ids)),
        Cfg::Not(id) => format!("not({})", cfg(facts, *id)),
        Cfg::Flag(name) => facts.text(*name).to_owned(),
        Cfg::Pair(key, value) => format!("{}={}", facts.text(*key), facts.text(*value)),
        Cfg::Constant(value) => value.to_string(),
        Cfg::Unknown => "?".to_owned(),
    }
}

fn meta(facts: &FileFacts, row: &Meta) -> String {
    let path = facts.text(row.path);
    match row.value {
        MetaValue::Word => path.to_owned(),
        MetaValue::Str(text) => format!("{path}={:?}", facts.text(text)),
        MetaValue::Expr(text) => format!("{path}=<{}>", facts.text(text)),
        MetaValue::List(run) => {
            let rows: Vec<String> = facts.metas[run.rows()]
                .iter()
                .map(|row| meta(facts, row))
                .collect();
            format!("{path}({})", rows.join(", "))
        }
    }
}

/// The items around, outermost first, and all conditions, innermost first.
fn place(facts: &FileFacts, scope: ScopeId, own: Option<CfgId>) -> String {
    let mut names: Vec<&str> = facts
        .items_around(scope)
        .map(|(_, item)| match (&item.kind, facts.text(item.name)) {
            (ItemKind::Impl { .. }, _) => "impl",
            (_, name) => name,
        })
        .collect();
    names.reverse();
    let around = if names.is_empty() {
        String::new()
    } else {
        format!(" in {}", names.join("/"))
    };
    let conditions: Vec<String> = own
        .into_iter()
        .chain(facts.conditions(scope))
        .map(|id| cfg(facts, id))
        .collect();
    let conditions = if conditions.is_empty() {
        String::new()
    } else {
        format!(" if {}", conditions.join(" & "))
    };
    format!("{around}{conditions}")
}
