//! Whether a reader accepts a kind of documents: the part of the proof that knows how `Deserialize` behaves.

use super::Format;
use super::problem::NOT_UNDERSTOOD;
use super::prove::{Proof, Prover};
use super::read::Source;
use super::term::{Case, Entry, Node, Term};
use crate::known;
use crate::wire::{Field, FloatType, IntType, Integer, Shape, ShapeId, Struct, Text};

impl<'a> Prover<'a> {
    /// Every kind of documents that `written` writes, read as `read`.
    pub(super) fn cases_fit(&self, written: ShapeId, read: ShapeId, source: Source) -> Proof {
        let cases = self.cases(written);
        cases
            .iter()
            .map(|case| self.case(case, read, source))
            .reduce(Proof::each)
            .unwrap_or(Proof::Unsure)
    }

    pub(super) fn node(&self, node: &Node<'a>, read: ShapeId, source: Source) -> Proof {
        match node {
            Node::Shape(written) => self.shape(*written, read, source),
            Node::Term(term) => self.case(
                &Case {
                    term: (**term).clone(),
                    origin: None,
                },
                read,
                source,
            ),
        }
    }

    pub(super) fn case(&self, case: &Case<'a>, read: ShapeId, source: Source) -> Proof {
        let reader = self.reader;
        match &case.term {
            Term::Fails => {
                return if self.lenient {
                    Proof::Fits
                } else {
                    Proof::Unsure
                };
            }
            Term::Unclear(why) => return self.stuck(why),
            _ => {}
        }
        match (reader.shape(read), &case.term) {
            (Shape::Split { read, .. }, _) => self.case(case, *read, source),
            (Shape::Enum(shape), _) => self.variant(case, shape, source),
            (Shape::Newtype(inner), _) => self.case(case, *inner, source),
            (
                Shape::Converted {
                    inner,
                    meaning: theirs,
                    ..
                },
                Term::Converted {
                    inner: written,
                    meaning,
                    ..
                },
            ) => {
                if meaning != theirs {
                    return self.stuck("the functions that convert the value were changed");
                }
                self.shape(*written, *inner, source)
            }
            (
                Shape::Converted {
                    inner,
                    keeps,
                    fallible,
                    ..
                },
                _,
            ) => match self.case(case, *inner, source) {
                Proof::Never => Proof::Never,
                proof if *keeps && !*fallible => proof,
                _ => self.stuck("the value is now converted by a function"),
            },
            (Shape::Option(_), Term::Null) => Proof::Fits,
            (Shape::Option(inner), _) => self.case(case, *inner, source),
            (_, Term::Converted { inner, keeps, .. }) => match self.cases_fit(*inner, read, source)
            {
                Proof::Never => Proof::Never,
                proof if *keeps => proof,
                _ => self.stuck("the value is no longer converted by a function"),
            },
            (Shape::Any, term) => self.anything(term),
            (Shape::Ignored, _) => Proof::Fits,
            (Shape::Opaque { fingerprint, .. }, Term::Opaque(written))
                if fingerprint == written || self.reader.takes(written, fingerprint) =>
            {
                Proof::Fits
            }
            (Shape::Opaque { reason, .. }, _) => self.stuck(reason),
            (_, Term::Opaque(_)) => self.stuck(NOT_UNDERSTOOD),
            (_, Term::Any) => Proof::Unsure,
            (Shape::Bool, Term::Bool)
            | (Shape::Char, Term::Char)
            | (Shape::Unit | Shape::UnitStruct, Term::Null) => Proof::Fits,
            (Shape::UnitStruct, Term::Fixed(entries)) if entries.is_empty() => {
                if self.format != Format::Json || source == Source::Buffer {
                    Proof::Fits
                } else {
                    Proof::Never
                }
            }
            (Shape::Unit | Shape::UnitStruct, Term::Object(object)) if source == Source::Buffer => {
                if object.entries.is_empty() && object.open.is_none() {
                    Proof::Fits
                } else {
                    Proof::Unsure
                }
            }
            (Shape::Int(ty), Term::Int(written)) => self.int(*written, *ty, source),
            (Shape::Int(ty), Term::Number(number)) => number_fits(*number, *ty),
            (Shape::Float(ty), Term::Int(written)) => int_to_float(*written, *ty),
            (Shape::Float(_), Term::Number(number)) => {
                if number.magnitude() < 1 << 24 {
                    Proof::Fits
                } else {
                    Proof::Unsure
                }
            }
            (Shape::Float(FloatType::F64), Term::Float(_)) => Proof::Fits,
            (Shape::Float(FloatType::F32), Term::Float(FloatType::F32)) => Proof::Fits,
            (Shape::Float(FloatType::F32), Term::Float(FloatType::F64)) => Proof::Unsure,
            (Shape::Str(text), Term::Text(written)) => text_fits(written, text),
            (Shape::Str(Text::Plain), Term::Char | Term::Name(_)) => Proof::Fits,
            (Shape::Str(Text::Borrowed), Term::Char) => Proof::Unsure,
            (Shape::Str(Text::Borrowed), Term::Name(name)) => {
                if name.chars().any(|c| matches!(c, '"' | '\\') || c < ' ') {
                    Proof::Never
                } else {
                    Proof::Fits
                }
            }
            (Shape::Str(Text::Form(form)), Term::Name(name)) => {
                if known::form(form).reads(name) {
                    Proof::Fits
                } else {
                    Proof::Unsure
                }
            }
            (Shape::Str(Text::Form(_)), Term::Char) => Proof::Unsure,
            (Shape::Char, Term::Text(_)) => Proof::Unsure,
            (Shape::Char, Term::Name(name)) => {
                if name.chars().count() == 1 {
                    Proof::Fits
                } else {
                    Proof::Never
                }
            }
            (Shape::Bytes(wanted), Term::Bytes(length)) => match (wanted, length) {
                (None, _) => Proof::Fits,
                (Some(wanted), Some(length)) => {
                    if wanted == length {
                        Proof::Fits
                    } else {
                        Proof::Never
                    }
                }
                (Some(_), None) => Proof::Unsure,
            },
            // Who reads bytes of a fixed length knows nothing else; JSON has only lists for them.
            (Shape::Bytes(Some(_)), _) if self.format != Format::Json => Proof::Never,
            (Shape::Bytes(Some(length)), Term::Array(item, count)) if *count == *length as u64 => {
                self.bytes(*item)
            }
            (
                Shape::Bytes(Some(_)),
                Term::Text(_) | Term::Name(_) | Term::Char | Term::List { .. } | Term::Array(..),
            ) => Proof::Unsure,
            (Shape::Bytes(_), Term::Text(_) | Term::Name(_) | Term::Char) => Proof::Fits,
            (Shape::Bytes(_), Term::List { item, .. }) => self.bytes(*item).at_times(),
            (Shape::Bytes(_), Term::Array(item, _)) => self.bytes(*item),
            (Shape::Bytes(_), Term::Fixed(_)) => Proof::Unsure,
            (Shape::List(item) | Shape::Set(item), Term::Bytes(_)) => {
                match reader.shape(reader.read(*item)) {
                    Shape::Int(ty)
                        if self.format == Format::Json
                            && ty.bits >= 8
                            && !ty.nonzero
                            && matches!(reader.shape(read), Shape::List(_)) =>
                    {
                        let byte = IntType {
                            signed: false,
                            bits: 8,
                            nonzero: false,
                            saturating: false,
                            carries: false,
                        };
                        if byte.within(*ty) {
                            Proof::Fits
                        } else {
                            Proof::Unsure
                        }
                    }
                    _ => Proof::Unsure,
                }
            }
            (Shape::List(item), Term::List { item: written, .. }) => self
                .at("[]".to_owned(), || self.shape(*written, *item, source))
                .at_times(),
            (
                Shape::Set(item),
                Term::List {
                    item: written,
                    is_set: true,
                },
            ) => self
                .at("[]".to_owned(), || self.shape(*written, *item, source))
                .at_times(),
            (Shape::Set(_), Term::List { is_set: false, .. }) => Proof::Unsure,
            (Shape::List(item) | Shape::Set(item), Term::Array(written, length))
                if *length <= 1 || matches!(reader.shape(read), Shape::List(_)) =>
            {
                let proof = self.at("[]".to_owned(), || self.shape(*written, *item, source));
                if *length == 0 { Proof::Fits } else { proof }
            }
            (Shape::List(item), Term::Fixed(entries)) => self.each_item(entries, *item, source),
            (Shape::Set(item), Term::Fixed(entries)) if entries.len() <= 1 => {
                self.each_item(entries, *item, source)
            }
            (Shape::Array(item, length), Term::Array(written, other)) => {
                if length != other {
                    return Proof::Never;
                }
                let proof = self.at("[]".to_owned(), || self.shape(*written, *item, source));
                if *length == 0 { Proof::Fits } else { proof }
            }
            (Shape::Array(item, length), Term::Fixed(entries))
                if entries.iter().all(|entry| entry.always) =>
            {
                if entries.len() as u64 != *length {
                    return Proof::Never;
                }
                self.each_item(entries, *item, source)
            }
            (Shape::Tuple(shape), Term::Fixed(entries)) => self.positions(entries, shape, source),
            (Shape::Struct(shape), Term::Fixed(entries)) if !shape.flattens_read() => {
                self.positions(entries, shape, source)
            }
            (Shape::Tuple(shape) | Shape::Struct(shape), Term::Array(item, length))
                if !shape.flattens_read() =>
            {
                if *length > 64 {
                    return Proof::Unsure;
                }
                let entry = Entry {
                    key: String::new(),
                    always: true,
                    node: Node::Shape(*item),
                    field: None,
                };
                self.positions(&vec![entry; *length as usize], shape, source)
            }
            (Shape::Map(key, value), Term::Object(object)) => {
                self.map(object, (*key, *value), source)
            }
            (Shape::Struct(shape), Term::Object(object)) => self.object(object, shape, source),
            // A list that may be empty or not has some lengths that fit and some that do not.
            (
                Shape::Array(..) | Shape::Tuple(_),
                Term::List { .. } | Term::Array(..) | Term::Fixed(_),
            ) => Proof::Unsure,
            (
                Shape::Struct(_) | Shape::Set(_),
                Term::List { .. } | Term::Array(..) | Term::Fixed(_),
            ) => Proof::Unsure,
            (Shape::Array(..) | Shape::Tuple(_) | Shape::Struct(_), Term::Bytes(_)) => {
                Proof::Unsure
            }
            (Shape::Int(_), Term::Bytes(_)) => Proof::Unsure,
            _ => Proof::Never,
        }
    }

    /// A document kept as it is: fine but for numbers of 128 bits, which become floats.
    fn anything(&self, term: &Term<'a>) -> Proof {
        if self.keeps(term) {
            Proof::Fits
        } else {
            Proof::Unsure
        }
    }

    fn keeps(&self, term: &Term<'a>) -> bool {
        let node = |node: &Node<'a>| match node {
            Node::Shape(written) => self.keeps_shape(*written),
            Node::Term(term) => self.keeps(term),
        };
        match term {
            Term::Int(ty) => ty.bits < 128,
            Term::Bytes(_) => self.format == Format::Json,
            Term::List { item, .. }
            | Term::Array(item, _)
            | Term::Converted { inner: item, .. } => self.keeps_shape(*item),
            Term::Fixed(entries) => entries.iter().all(|entry| node(&entry.node)),
            Term::Object(object) => {
                object.entries.iter().all(|entry| node(&entry.node))
                    && object
                        .open
                        .is_none_or(|(key, value)| self.keeps_key(key) && self.keeps_shape(value))
            }
            Term::Fails | Term::Unclear(_) => false,
            _ => true,
        }
    }

    fn keeps_shape(&self, written: ShapeId) -> bool {
        let mut seen = Vec::new();
        let mut open = vec![written];
        while let Some(id) = open.pop() {
            if seen.contains(&id) {
                continue;
            }
            seen.push(id);
            match self.writer.shape(id) {
                Shape::Int(ty) if ty.bits == 128 => return false,
                Shape::Bytes(_) if self.format != Format::Json => return false,
                Shape::Map(key, _) if !self.keeps_key(*key) => return false,
                shape => open.extend(shape.children()),
            }
        }
        true
    }

    /// Whether keys are strings, which is all that JSON has.
    fn keeps_key(&self, key: ShapeId) -> bool {
        let is_text =
            |case: &Case<'a>| matches!(case.term, Term::Text(_) | Term::Char | Term::Name(_));
        self.format == Format::Json || self.cases(self.writer.written(key)).iter().all(is_text)
    }

    fn int(&self, written: IntType, read: IntType, source: Source) -> Proof {
        if read.bits == 128 && source != Source::Format {
            return Proof::Never;
        }
        if self.format != Format::Json && written.bits == 128 && read.bits != 128 {
            return Proof::Never;
        }
        if written.within(read) {
            Proof::Fits
        } else {
            Proof::Unsure
        }
    }

    fn bytes(&self, item: ShapeId) -> Proof {
        let byte = IntType {
            signed: false,
            bits: 8,
            nonzero: false,
            saturating: false,
            carries: false,
        };
        match self.writer.shape(self.writer.written(item)) {
            Shape::Int(ty) if ty.within(byte) => Proof::Fits,
            _ => Proof::Unsure,
        }
    }

    fn each_item(&self, entries: &[Entry<'a>], item: ShapeId, source: Source) -> Proof {
        self.at("[]".to_owned(), || {
            entries.iter().fold(Proof::Fits, |proof, entry| {
                let one = self.node(&entry.node, item, source);
                proof.and(|| if entry.always { one } else { one.at_times() })
            })
        })
    }

    /// A list of known parts, read as the fields of a tuple or struct in order.
    pub(super) fn positions(
        &self,
        entries: &[Entry<'a>],
        shape: &'a Struct,
        source: Source,
    ) -> Proof {
        if !entries.iter().all(|entry| entry.always) {
            return self.stuck("elements of a list may be left out");
        }
        let read: Vec<&Field> = shape
            .fields
            .iter()
            .filter(|field| field.read.is_some())
            .collect();
        if entries.len() > read.len() {
            return Proof::Never;
        }
        let mut proof = Proof::Fits;
        for (index, field) in read.iter().enumerate() {
            let part = match entries.get(index) {
                Some(entry) => {
                    let value = self.at(format!(".{}", field.ident), || {
                        self.node(&entry.node, field.shape, source)
                    });
                    let named = |ident: &str| ident.parse::<usize>().is_err();
                    let elsewhere = |own: &Field| {
                        let mut others = entries.iter().filter_map(|entry| entry.field);
                        others.any(|other| other.ident == field.ident)
                            || shape.fields.iter().any(|other| other.ident == own.ident)
                    };
                    let other_name = entry.field.is_some_and(|own| {
                        named(&own.ident)
                            && named(&field.ident)
                            && own.ident != field.ident
                            && elsewhere(own)
                    });
                    value.and(|| {
                        if other_name {
                            Proof::Unsure
                        } else {
                            Proof::Fits
                        }
                    })
                }
                None if field.default.is_some() => Proof::Fits,
                None => Proof::Never,
            };
            proof = proof.and(|| part);
        }
        proof
    }
}

pub(super) fn number_fits(number: Integer, ty: IntType) -> Proof {
    if ty.holds(number) {
        Proof::Fits
    } else {
        Proof::Never
    }
}

fn int_to_float(written: IntType, read: FloatType) -> Proof {
    let exact = match read {
        FloatType::F32 => 24,
        FloatType::F64 => 53,
    };
    if written.bits - u32::from(written.signed) <= exact {
        Proof::Fits
    } else {
        Proof::Unsure
    }
}

fn text_fits(written: &Text, read: &Text) -> Proof {
    match (written, read) {
        (_, Text::Plain) => Proof::Fits,
        (Text::Form(a), Text::Form(b)) => {
            let (a, b) = (known::form(a), known::form(b));
            if b.reads_all(a) {
                Proof::Fits
            } else if a.samples.iter().any(|sample| b.seen(sample).is_some()) {
                Proof::Unsure
            } else {
                Proof::Never
            }
        }
        // Forms have no escapes.
        (Text::Form(_), Text::Borrowed) => Proof::Fits,
        _ => Proof::Unsure,
    }
}
