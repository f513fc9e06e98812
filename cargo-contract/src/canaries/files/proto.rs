//! Changes of protobuf files, as far as their category asks for what is changed.

use std::ops::Range;

use super::statements::{Statement, Word, all, statements};
use super::{Edited, FilesConfig, TextChange, with};
use crate::canaries::NAME;
use crate::files::Category;

pub(super) const CHANGES: &[TextChange] = &[
    ("proto_cardinality_changed", cardinality_changed),
    ("proto_enum_value_removed", enum_value_removed),
    ("proto_enum_value_renamed", enum_value_renamed),
    ("proto_field_removed", field_removed),
    ("proto_field_renamed", field_renamed),
    ("proto_field_retyped", field_retyped),
    ("proto_item_removed", item_removed),
    ("proto_method_changed", method_changed),
    ("proto_oneof_changed", oneof_changed),
    ("proto_option_changed", option_changed),
    ("proto_package_changed", package_changed),
    ("proto_reservation_removed", reservation_removed),
];

/// A field of a message that is in no oneof, and has no options.
struct Field<'s, 't> {
    statement: &'s Statement<'t>,
    label: Option<&'s Word<'t>>,
    ty: &'s Word<'t>,
    name: &'s Word<'t>,
    number: &'s Word<'t>,
}

fn field<'s, 't>(statement: &'s Statement<'t>) -> Option<Field<'s, 't>> {
    let (label, ty, name, number) = match &statement.words[..] {
        [ty, name, equals, number] if equals.text == "=" => (None, ty, name, number),
        [label, ty, name, equals, number] if equals.text == "=" => {
            let is_label = ["optional", "required", "repeated"].contains(&label.text);
            (is_label.then_some(Some(label))?, ty, name, number)
        }
        _ => return None,
    };
    (ty.text != "option").then_some(Field {
        statement,
        label,
        ty,
        name,
        number,
    })
}

/// The first field that an edit can be made to.
fn of_field(text: &str, edit: impl Fn(&Field<'_, '_>) -> Edited<String>) -> Edited<String> {
    let all_statements = statements(text);
    let messages = all(&all_statements, "message");
    let mut fields = messages.iter().flat_map(|it| &it.inner).filter_map(field);
    fields.find_map(|it| edit(&it))
}

fn has_names(table: &FilesConfig) -> bool {
    table.kept() != Category::Wire
}

fn has_code(table: &FilesConfig) -> bool {
    matches!(table.kept(), Category::File | Category::Package)
}

fn cardinality_changed(text: &str, _: &FilesConfig) -> Edited<String> {
    of_field(text, |field| {
        let place = match field.label {
            Some(label) if label.text == "repeated" => return None,
            Some(label) => label.at.clone(),
            None => field.statement.start(),
        };
        let what = format!("`{}` is repeated", field.name.text);
        Some((what, with(text, place, "repeated ")))
    })
}

fn field_removed(text: &str, _: &FilesConfig) -> Edited<String> {
    of_field(text, |field| {
        let what = format!("`{}` is gone", field.name.text);
        Some((what, with(text, field.statement.whole.clone(), "")))
    })
}

fn field_renamed(text: &str, table: &FilesConfig) -> Edited<String> {
    has_names(table).then_some(())?;
    of_field(text, |field| {
        let what = format!("`{}` is called `{NAME}`", field.name.text);
        Some((what, with(text, field.name.at.clone(), NAME)))
    })
}

fn field_retyped(text: &str, _: &FilesConfig) -> Edited<String> {
    of_field(text, |field| {
        let ty = match field.ty.text {
            "double" => "string",
            _ => "double",
        };
        let what = format!("`{}` is of type `{ty}`", field.name.text);
        Some((what, with(text, field.ty.at.clone(), ty)))
    })
}

fn oneof_changed(text: &str, _: &FilesConfig) -> Edited<String> {
    of_field(text, |field| {
        let Field {
            ty, name, number, ..
        } = field;
        let is_single = field.label.is_none_or(|it| it.text == "optional");
        is_single.then_some(())?;
        let inside = format!(
            "oneof {NAME} {{ {} {} = {}; }}",
            ty.text, name.text, number.text
        );
        let what = format!("`{}` is in a oneof", name.text);
        Some((what, with(text, field.statement.whole.clone(), &inside)))
    })
}

/// Another option: of the file, of a field, or a default, whichever the category asks for.
fn option_changed(text: &str, table: &FilesConfig) -> Edited<String> {
    match table.kept() {
        Category::File => {
            const OPTIONS: [&str; 3] = ["java_package", "objc_class_prefix", "php_namespace"];
            let free = OPTIONS.iter().find(|it| !text.contains(**it))?;
            let line = format!("\noption {free} = \"{NAME}\";\n");
            let what = format!("the option `{free}` is set");
            Some((what, format!("{text}{line}")))
        }
        Category::Package => of_field(text, |field| {
            let end = field.number.at.end;
            let what = format!("`{}` has the option `jstype`", field.name.text);
            Some((what, with(text, end..end, " [jstype = JS_STRING]")))
        }),
        Category::WireJson | Category::Wire => {
            let all = statements(text);
            let third = all.iter().any(|it| {
                it.is("edition")
                    || it.is("syntax") && it.words.iter().any(|it| it.text.contains("proto3"))
            });
            (!third).then_some(())?;
            of_field(text, |field| {
                let default = match field.ty.text {
                    "string" => " [default = \"govern_canary\"]",
                    "int32" | "int64" | "uint32" | "uint64" => " [default = 4242]",
                    _ => return None,
                };
                field.label.filter(|it| it.text == "optional")?;
                let what = format!("`{}` has another default", field.name.text);
                Some((
                    what,
                    with(text, options_of(text, field.number.at.end)?, default),
                ))
            })
        }
    }
}

/// Where the options of a field are, whose number ends here: none, or a default alone.
fn options_of(text: &str, number: usize) -> Option<Range<usize>> {
    let rest = &text[number..];
    let Some(inside) = rest.trim_start().strip_prefix('[') else {
        return Some(number..number);
    };
    let (inside, _) = inside.split_once(']')?;
    let is_default = inside.trim_start().starts_with("default") && !inside.contains([',', '"']);
    is_default.then(|| number..number + rest.find(']').map_or(0, |end| end + 1))
}

fn package_changed(text: &str, _: &FilesConfig) -> Edited<String> {
    let all = statements(text);
    let what = format!("the package is `{NAME}`");
    if let Some(package) = all.iter().find(|it| it.is("package")) {
        let name = package.words.get(1)?;
        return Some((what, with(text, name.at.clone(), NAME)));
    }
    let header = all.iter().find(|it| it.is("syntax") || it.is("edition"));
    let end = header.map_or(0, |it| it.whole.end);
    Some((what, with(text, end..end, &format!("\npackage {NAME};\n"))))
}

/// A method, enum or message that is gone.
fn item_removed(text: &str, table: &FilesConfig) -> Edited<String> {
    has_code(table).then_some(())?;
    let statements = statements(text);
    ["rpc", "enum", "message"].iter().find_map(|kind| {
        let item = *all(&statements, kind).first()?;
        let what = format!("the {kind} `{}` is gone", item.words.get(1)?.text);
        Some((what, with(text, item.whole.clone(), "")))
    })
}

/// A method that takes a stream where it took none, or the other way round.
fn method_changed(text: &str, _: &FilesConfig) -> Edited<String> {
    let statements = statements(text);
    all(&statements, "rpc").iter().find_map(|method| {
        let name = method.words.get(1)?.text;
        let input = method.words.get(method.row("(")? + 1)?;
        let (place, other) = match input.text {
            "stream" => (input.at.clone(), ""),
            _ => (input.at.start..input.at.start, "stream "),
        };
        let what = format!("`{name}` takes a stream, or no stream any more");
        Some((what, with(text, place, other)))
    })
}

/// The values of an enum whose numbers no other value has, without the first, and nothing that is reserved.
fn values<'s, 't>(of: &'s Statement<'t>) -> Vec<(&'s Statement<'t>, &'s Word<'t>)> {
    let values: Vec<_> = of
        .inner
        .iter()
        .filter_map(|value| match &value.words[..] {
            [name, equals, number, ..] if equals.text == "=" => Some((value, name, number.text)),
            _ => None,
        })
        .collect();
    let is_alone = |number: &str| values.iter().filter(|it| it.2 == number).count() == 1;
    let named = values.iter().skip(1).filter(|it| is_alone(it.2));
    named.map(|&(value, name, _)| (value, name)).collect()
}

fn enum_value_removed(text: &str, _: &FilesConfig) -> Edited<String> {
    let statements = statements(text);
    all(&statements, "enum").iter().find_map(|it| {
        let (value, name) = values(it).pop()?;
        let what = format!("`{}` is gone", name.text);
        Some((what, with(text, value.whole.clone(), "")))
    })
}

fn enum_value_renamed(text: &str, table: &FilesConfig) -> Edited<String> {
    has_names(table).then_some(())?;
    let statements = statements(text);
    all(&statements, "enum").iter().find_map(|it| {
        let (_, name) = values(it).pop()?;
        let what = format!("`{}` is called `GOVERN_CANARY`", name.text);
        Some((what, with(text, name.at.clone(), "GOVERN_CANARY")))
    })
}

fn reservation_removed(text: &str, _: &FilesConfig) -> Edited<String> {
    let statements = statements(text);
    let reserved = *all(&statements, "reserved").first()?;
    let what = format!("`{}` is gone", &text[reserved.whole.clone()]);
    Some((what, with(text, reserved.whole.clone(), "")))
}
