//! What `.proto` files of one version declare, by full names.

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

use crate::files::change::{At, Invalid};

/// Everything that the files of one version declare.
#[derive(Debug, Default)]
pub(super) struct Protos {
    pub(super) files: BTreeMap<String, File>,
    pub(super) messages: BTreeMap<String, Message>,
    pub(super) enums: BTreeMap<String, Enum>,
    pub(super) services: BTreeMap<String, Service>,
}

#[derive(Debug)]
pub(super) struct File {
    pub(super) package: String,
    pub(super) syntax: String,
    /// Options that decide what code is generated.
    pub(super) options: BTreeMap<String, String>,
    pub(super) at: At,
}

#[derive(Debug)]
pub(super) struct Message {
    /// By number.
    pub(super) fields: BTreeMap<i32, Field>,
    /// First and last number of each range.
    pub(super) reserved: Vec<(i32, i32)>,
    pub(super) reserved_names: BTreeSet<String>,
    /// Whether it is only the entry of a map.
    pub(super) is_entry: bool,
    pub(super) at: At,
}

#[derive(Debug)]
pub(super) struct Field {
    pub(super) name: String,
    pub(super) json_name: String,
    pub(super) ty: Ty,
    pub(super) cardinality: Cardinality,
    pub(super) oneof: Option<String>,
    pub(super) default: Option<String>,
    /// Options that decide what code is generated, or how numbers look in JSON.
    pub(super) options: BTreeMap<String, String>,
    pub(super) at: At,
}

/// The type of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Ty {
    /// `int32`, `string`.
    Scalar(&'static str),
    Message(String),
    Enum(String),
    /// A name that none of the files declares.
    Named(String),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cardinality {
    Implicit,
    Optional,
    Required,
    Repeated,
    Map,
}

#[derive(Debug)]
pub(super) struct Enum {
    /// Names by number; there may be several.
    pub(super) values: BTreeMap<i32, BTreeMap<String, At>>,
    pub(super) reserved: Vec<(i32, i32)>,
    pub(super) reserved_names: BTreeSet<String>,
    pub(super) at: At,
}

#[derive(Debug)]
pub(super) struct Service {
    pub(super) methods: BTreeMap<String, Method>,
    pub(super) at: At,
}

#[derive(Debug)]
pub(super) struct Method {
    pub(super) input: String,
    pub(super) output: String,
    pub(super) streams: (bool, bool),
    pub(super) idempotency: String,
    pub(super) at: At,
}

impl Ty {
    /// As it is written.
    pub(super) fn show(&self) -> &str {
        match self {
            Ty::Scalar(name) => name,
            Ty::Message(name) | Ty::Enum(name) | Ty::Named(name) => name,
        }
    }
}

impl Cardinality {
    pub(super) fn word(self) -> &'static str {
        match self {
            Cardinality::Implicit => "without a label",
            Cardinality::Optional => "optional",
            Cardinality::Required => "required",
            Cardinality::Repeated => "repeated",
            Cardinality::Map => "a map",
        }
    }
}

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
            match protox_parse::parse(path, &text) {
                Ok(file) => parsed.push((path, text, file)),
                Err(error) => {
                    // What is missing is missing at the end.
                    let span = error.span().unwrap_or(text.len()..text.len());
                    let at = At {
                        path: path.clone(),
                        range: range(span.start, span.end),
                    };
                    invalid.push(Invalid {
                        published,
                        at,
                        message: error.to_string(),
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
        for (path, text, file) in &parsed {
            Collector {
                protos: &mut protos,
                known: &known,
                path,
                lines: lines(text),
                file,
            }
            .file();
        }
        protos
    }
}

/// Names that are declared.
#[derive(Debug, Default)]
struct Known {
    messages: BTreeSet<String>,
    entries: BTreeSet<String>,
    enums: BTreeSet<String>,
}

impl Known {
    fn messages(&mut self, scope: &str, list: &[DescriptorProto]) {
        for message in list {
            let name = join(scope, message.name());
            if is_entry(message) {
                self.entries.insert(name.clone());
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
        self.protos.files.insert(
            self.path.clone(),
            File {
                package: package.clone(),
                syntax: file.syntax.clone().unwrap_or_else(|| "proto2".to_owned()),
                options,
                at: self.at(&[2]),
            },
        );
        for (row, message) in file.message_type.iter().enumerate() {
            self.message(&package, message, &[4, row as i32]);
        }
        for (row, it) in file.enum_type.iter().enumerate() {
            self.enumeration(&package, it, &[5, row as i32]);
        }
        for (row, it) in file.service.iter().enumerate() {
            self.service(&package, it, &[6, row as i32]);
        }
    }

    fn message(&mut self, scope: &str, message: &DescriptorProto, path: &[i32]) {
        let name = join(scope, message.name());
        let mut fields = BTreeMap::new();
        for (row, field) in message.field.iter().enumerate() {
            let own = self.field(&name, message, field, &[path, &[2, row as i32]].concat());
            fields.insert(field.number(), own);
        }
        for (row, it) in message.nested_type.iter().enumerate() {
            self.message(&name, it, &[path, &[3, row as i32]].concat());
        }
        for (row, it) in message.enum_type.iter().enumerate() {
            self.enumeration(&name, it, &[path, &[4, row as i32]].concat());
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
            is_entry: is_entry(message),
            at,
        };
        self.protos.messages.insert(name, own);
    }

    fn field(
        &self,
        scope: &str,
        message: &DescriptorProto,
        field: &FieldDescriptorProto,
        path: &[i32],
    ) -> Field {
        let ty = match field.type_name.as_deref() {
            Some(name) => self.known.resolve(scope, name),
            None => Ty::Scalar(scalar(field.r#type())),
        };
        let is_map = matches!(&ty, Ty::Message(name) if self.known.entries.contains(name));
        let explicit =
            field.proto3_optional() || self.file.syntax() == "proto2" || self.file.syntax.is_none();
        let oneof = field
            .oneof_index
            .filter(|_| !field.proto3_optional())
            .and_then(|row| message.oneof_decl.get(usize::try_from(row).ok()?))
            .map(|it| it.name().to_owned());
        let cardinality = match field.label() {
            _ if is_map => Cardinality::Map,
            Label::Repeated => Cardinality::Repeated,
            Label::Required => Cardinality::Required,
            Label::Optional if explicit || oneof.is_some() => Cardinality::Optional,
            Label::Optional => Cardinality::Implicit,
        };
        Field {
            name: field.name().to_owned(),
            json_name: field
                .json_name
                .clone()
                .unwrap_or_else(|| camel(field.name())),
            ty,
            cardinality,
            oneof,
            default: field.default_value.clone(),
            options: field
                .options
                .as_ref()
                .map(|it| named(&it.uninterpreted_option))
                .unwrap_or_default(),
            at: self.at(&[path, &[1]].concat()),
        }
    }

    fn enumeration(&mut self, scope: &str, it: &EnumDescriptorProto, path: &[i32]) {
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
            let name = |name: &str| self.known.resolve(scope, name).show().to_owned();
            let own = Method {
                input: name(method.input_type()),
                output: name(method.output_type()),
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
        self.lines.get(line).copied().unwrap_or(0) + column
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
