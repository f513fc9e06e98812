//! What `.proto` files declare, from what the parser read.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use prost_types::{
    DescriptorProto, EnumDescriptorProto, FieldDescriptorProto, FileDescriptorProto,
    ServiceDescriptorProto, UninterpretedOption,
    field_descriptor_proto::{Label, Type},
};
use text_size::{TextRange, TextSize};

use super::edition::{Prepared, prepare};
use super::features::{Features, Presence};
use super::model::{Cardinality, Enum, Field, File, Message, Method, Protos, Service, Ty};
use crate::files::change::{At, Invalid};

impl Protos {
    /// Reads files; what is wrong with them is told.
    pub(super) fn read(
        paths: &[String],
        read: &dyn Fn(&str) -> Option<Arc<str>>,
        published: bool,
        invalid: &mut Vec<Invalid>,
    ) -> Protos {
        let mut parsed = Vec::new();
        for path in paths {
            let Some(text) = read(path) else { continue };
            let file = prepare(&text).and_then(|prepared| {
                match protox_parse::parse(path, &prepared.text) {
                    Ok(file) => Ok((prepared, file)),
                    Err(error) => {
                        // What is missing is missing at the end.
                        let end = prepared.text.len();
                        let span = error.span().unwrap_or(end..end);
                        let span = prepared.original(span.start)..prepared.original(span.end);
                        Err((span, error.to_string()))
                    }
                }
            });
            match file {
                Ok((prepared, file)) => parsed.push((path, prepared, file)),
                Err((span, message)) => {
                    let at = At {
                        path: path.clone(),
                        range: range(span.start, span.end),
                    };
                    invalid.push(Invalid {
                        published,
                        at,
                        message,
                    });
                }
            }
        }
        let mut known = Known::default();
        for (_, _, file) in &parsed {
            let package = file.package();
            known.messages(package, &file.message_type);
            known.enums(package, &file.enum_type);
        }
        let mut protos = Protos::default();
        for (path, prepared, file) in &parsed {
            Collector {
                protos: &mut protos,
                known: &known,
                path,
                lines: lines(&prepared.text),
                prepared,
                file,
            }
            .file();
        }
        protos.complete_defaults();
        protos
    }
}

/// Names that are declared.
#[derive(Debug, Default)]
struct Known {
    messages: BTreeSet<String>,
    /// Entries of maps: of what, to what, by their names.
    entries: BTreeMap<String, (FieldDescriptorProto, FieldDescriptorProto)>,
    enums: BTreeSet<String>,
}

impl Known {
    fn messages(&mut self, scope: &str, list: &[DescriptorProto]) {
        for message in list {
            let name = join(scope, message.name());
            if let (true, [key, value]) = (is_entry(message), &message.field[..]) {
                self.entries
                    .insert(name.clone(), (key.clone(), value.clone()));
            }
            self.enums(&name, &message.enum_type);
            self.messages(&name, &message.nested_type);
            self.messages.insert(name);
        }
    }

    fn enums(&mut self, scope: &str, list: &[EnumDescriptorProto]) {
        self.enums
            .extend(list.iter().map(|it| join(scope, it.name())));
    }

    /// What a name means in a scope: the innermost declaration.
    fn resolve(&self, scope: &str, name: &str) -> Ty {
        let find = |full: &str| -> Option<Ty> {
            if self.messages.contains(full) {
                Some(Ty::Message(full.to_owned()))
            } else {
                self.enums.contains(full).then(|| Ty::Enum(full.to_owned()))
            }
        };
        if let Some(full) = name.strip_prefix('.') {
            return find(full).unwrap_or_else(|| Ty::Named(full.to_owned()));
        }
        let mut scope = scope;
        loop {
            if let Some(found) = find(&join(scope, name)) {
                return found;
            }
            if scope.is_empty() {
                return Ty::Named(name.to_owned());
            }
            scope = scope.rsplit_once('.').map_or("", |(outer, _)| outer);
        }
    }
}

struct Collector<'a> {
    protos: &'a mut Protos,
    known: &'a Known,
    path: &'a String,
    /// Where lines begin.
    lines: Vec<usize>,
    prepared: &'a Prepared,
    file: &'a FileDescriptorProto,
}

impl Collector<'_> {
    fn file(mut self) {
        let file = self.file;
        let package = file.package().to_owned();
        let options = file
            .options
            .as_ref()
            .map(|it| named(&it.uninterpreted_option))
            .unwrap_or_default();
        let syntax = match &self.prepared.edition {
            Some(edition) => format!("edition {edition}"),
            None => file.syntax.clone().unwrap_or_else(|| "proto2".to_owned()),
        };
        let features = Features::of(&syntax).with(&options);
        self.protos.files.insert(
            self.path.clone(),
            File {
                package: package.clone(),
                syntax,
                features,
                options,
                at: self.at(&[2]),
            },
        );
        for (row, message) in file.message_type.iter().enumerate() {
            self.message((&package, features), message, &[4, row as i32]);
        }
        for (row, it) in file.enum_type.iter().enumerate() {
            self.enumeration((&package, features), it, &[5, row as i32]);
        }
        for (row, it) in file.extension.iter().enumerate() {
            self.extension((&package, features), it, &[7, row as i32]);
        }
        for (row, it) in file.service.iter().enumerate() {
            self.service(&package, it, &[6, row as i32]);
        }
    }

    fn message(
        &mut self,
        (scope, around): (&str, Features),
        message: &DescriptorProto,
        path: &[i32],
    ) {
        // It is what a field says of itself.
        if is_entry(message) {
            return;
        }
        let name = join(scope, message.name());
        let options = message.options.as_ref();
        let features =
            around.with(&options.map_or_else(BTreeMap::new, |it| named(&it.uninterpreted_option)));
        let within = (name.as_str(), features);
        let mut fields = BTreeMap::new();
        for (row, field) in message.field.iter().enumerate() {
            let oneof = field
                .oneof_index
                .filter(|_| !field.proto3_optional())
                .and_then(|row| message.oneof_decl.get(usize::try_from(row).ok()?))
                .map(|it| it.name().to_owned());
            let own = self.field(within, oneof, field, &[path, &[2, row as i32]].concat());
            fields.insert(field.number(), own);
        }
        for (row, it) in message.nested_type.iter().enumerate() {
            self.message(within, it, &[path, &[3, row as i32]].concat());
        }
        for (row, it) in message.enum_type.iter().enumerate() {
            self.enumeration(within, it, &[path, &[4, row as i32]].concat());
        }
        for (row, it) in message.extension.iter().enumerate() {
            self.extension(within, it, &[path, &[6, row as i32]].concat());
        }
        let at = self.at(&[path, &[1]].concat());
        let own = Message {
            fields,
            // The end of a range of numbers of fields is not in it.
            reserved: message
                .reserved_range
                .iter()
                .map(|it| (it.start(), it.end() - 1))
                .collect(),
            reserved_names: message.reserved_name.iter().cloned().collect(),
            extensible: message
                .extension_range
                .iter()
                .map(|it| (it.start(), it.end() - 1))
                .collect(),
            features,
            at,
        };
        self.protos.messages.insert(name, own);
    }

    /// A field that messages of others may have.
    fn extension(&mut self, within: (&str, Features), field: &FieldDescriptorProto, path: &[i32]) {
        let own = self.field(within, None, field, path);
        let extended = self.known.resolve(within.0, field.extendee());
        let full = join(within.0, field.name());
        let own = Field {
            json_name: format!("[{full}]"),
            name: full,
            ..own
        };
        self.protos
            .extensions
            .insert((extended.show(), field.number()), own);
    }

    fn field(
        &self,
        (scope, around): (&str, Features),
        oneof: Option<String>,
        field: &FieldDescriptorProto,
        path: &[i32],
    ) -> Field {
        let options = field
            .options
            .as_ref()
            .map(|it| named(&it.uninterpreted_option))
            .unwrap_or_default();
        let features = around.with(&options);
        let ty = self.ty(scope, features, field);
        let explicit = field.proto3_optional()
            || oneof.is_some()
            || field.extendee.is_some()
            || matches!(ty, Ty::Message(_) | Ty::Group(_))
            || features.presence != Presence::Implicit;
        let required = features.presence == Presence::Required && oneof.is_none();
        let cardinality = match field.label() {
            _ if matches!(ty, Ty::Map(_)) => Cardinality::Map,
            Label::Repeated => Cardinality::Repeated,
            Label::Required => Cardinality::Required,
            Label::Optional if required => Cardinality::Required,
            Label::Optional if explicit => Cardinality::Optional,
            Label::Optional => Cardinality::Implicit,
        };
        let single = !matches!(cardinality, Cardinality::Repeated | Cardinality::Map);
        let default = field.default_value.as_ref().or(options.get("DEFAULT"));
        Field {
            name: field.name().to_owned(),
            json_name: field
                .json_name
                .clone()
                .unwrap_or_else(|| camel(field.name())),
            default: super::defaults::of(&ty, default.map(String::as_str)).filter(|_| single),
            ty,
            cardinality,
            oneof,
            options,
            features,
            at: self.at(&[path, &[1]].concat()),
        }
    }

    fn ty(&self, scope: &str, features: Features, field: &FieldDescriptorProto) -> Ty {
        let Some(name) = field.type_name.as_deref() else {
            return Ty::Scalar(scalar(field.r#type()));
        };
        match self.known.resolve(scope, name) {
            Ty::Message(name) => match self.known.entries.get(&name) {
                Some((key, value)) => Ty::Map(Box::new((
                    self.ty(&name, features, key),
                    // What a map holds is never between marks.
                    self.ty(
                        &name,
                        Features {
                            delimited: false,
                            ..features
                        },
                        value,
                    ),
                ))),
                None if features.delimited || field.r#type == Some(Type::Group as i32) => {
                    Ty::Group(name)
                }
                None => Ty::Message(name),
            },
            other => other,
        }
    }

    fn enumeration(
        &mut self,
        (scope, around): (&str, Features),
        it: &EnumDescriptorProto,
        path: &[i32],
    ) {
        let options = it.options.as_ref();
        let features =
            around.with(&options.map_or_else(BTreeMap::new, |it| named(&it.uninterpreted_option)));
        let mut values: BTreeMap<i32, BTreeMap<String, At>> = BTreeMap::new();
        for (row, value) in it.value.iter().enumerate() {
            let at = self.at(&[path, &[2, row as i32, 1]].concat());
            values
                .entry(value.number())
                .or_default()
                .insert(value.name().to_owned(), at);
        }
        let own = Enum {
            values,
            first: it.value.first().map_or(0, |it| it.number()),
            features,
            reserved: it
                .reserved_range
                .iter()
                .map(|it| (it.start(), it.end()))
                .collect(),
            reserved_names: it.reserved_name.iter().cloned().collect(),
            at: self.at(&[path, &[1]].concat()),
        };
        self.protos.enums.insert(join(scope, it.name()), own);
    }

    fn service(&mut self, scope: &str, it: &ServiceDescriptorProto, path: &[i32]) {
        let mut methods = BTreeMap::new();
        for (row, method) in it.method.iter().enumerate() {
            let options = method
                .options
                .as_ref()
                .map(|it| named(&it.uninterpreted_option))
                .unwrap_or_default();
            let own = Method {
                input: self.known.resolve(scope, method.input_type()),
                output: self.known.resolve(scope, method.output_type()),
                streams: (method.client_streaming(), method.server_streaming()),
                idempotency: options
                    .get("idempotency_level")
                    .cloned()
                    .unwrap_or_default(),
                at: self.at(&[path, &[2, row as i32, 1]].concat()),
            };
            methods.insert(method.name().to_owned(), own);
        }
        let at = self.at(&[path, &[1]].concat());
        self.protos
            .services
            .insert(join(scope, it.name()), Service { methods, at });
    }

    /// The place of what a path of the descriptor leads to, or of what it is in: entries of maps have none.
    fn at(&self, path: &[i32]) -> At {
        let info = self.file.source_code_info.as_ref();
        let found = (1..=path.len())
            .rev()
            .find_map(|length| info?.location.iter().find(|it| it.path == path[..length]));
        let range = found.map_or_else(TextRange::default, |it| {
            let span: Vec<usize> = it
                .span
                .iter()
                .map(|&it| usize::try_from(it).unwrap_or(0))
                .collect();
            match span[..] {
                [line, start, end] => range(self.offset(line, start), self.offset(line, end)),
                [line, start, last, end] => range(self.offset(line, start), self.offset(last, end)),
                _ => TextRange::default(),
            }
        });
        At {
            path: self.path.clone(),
            range,
        }
    }

    fn offset(&self, line: usize, column: usize) -> usize {
        self.prepared
            .original(self.lines.get(line).copied().unwrap_or(0) + column)
    }
}

fn lines(text: &str) -> Vec<usize> {
    let breaks = text
        .bytes()
        .enumerate()
        .filter(|(_, it)| *it == b'\n')
        .map(|(at, _)| at + 1);
    std::iter::once(0).chain(breaks).collect()
}

fn range(start: usize, end: usize) -> TextRange {
    let offset = |at: usize| TextSize::new(u32::try_from(at).unwrap_or(u32::MAX));
    TextRange::new(offset(start), offset(end.max(start)))
}

fn join(scope: &str, name: &str) -> String {
    if scope.is_empty() {
        name.to_owned()
    } else {
        format!("{scope}.{name}")
    }
}

fn is_entry(message: &DescriptorProto) -> bool {
    message.options.as_ref().is_some_and(|it| it.map_entry())
}

/// Options as they are written, by name.
fn named(options: &[UninterpretedOption]) -> BTreeMap<String, String> {
    let name = |it: &UninterpretedOption| -> String {
        let parts: Vec<&str> = it.name.iter().map(|it| it.name_part.as_str()).collect();
        parts.join(".")
    };
    let value = |it: &UninterpretedOption| -> String {
        let text = it
            .string_value
            .as_ref()
            .map(|it| String::from_utf8_lossy(it).into_owned());
        text.or_else(|| it.identifier_value.clone())
            .or_else(|| it.positive_int_value.map(|it| it.to_string()))
            .or_else(|| it.negative_int_value.map(|it| it.to_string()))
            .or_else(|| it.double_value.map(|it| it.to_string()))
            .or_else(|| it.aggregate_value.clone())
            .unwrap_or_default()
    };
    options.iter().map(|it| (name(it), value(it))).collect()
}

/// What a field is called in JSON, unless it says something else.
fn camel(name: &str) -> String {
    let mut camel = String::new();
    let mut upper = false;
    for it in name.chars() {
        match it {
            '_' => upper = true,
            _ if upper => {
                camel.extend(it.to_uppercase());
                upper = false;
            }
            _ => camel.push(it),
        }
    }
    camel
}

fn scalar(ty: Type) -> &'static str {
    match ty {
        Type::Double => "double",
        Type::Float => "float",
        Type::Int64 => "int64",
        Type::Uint64 => "uint64",
        Type::Int32 => "int32",
        Type::Fixed64 => "fixed64",
        Type::Fixed32 => "fixed32",
        Type::Bool => "bool",
        Type::String => "string",
        Type::Group => "group",
        Type::Message => "message",
        Type::Bytes => "bytes",
        Type::Uint32 => "uint32",
        Type::Enum => "enum",
        Type::Sfixed32 => "sfixed32",
        Type::Sfixed64 => "sfixed64",
        Type::Sint32 => "sint32",
        Type::Sint64 => "sint64",
    }
}
