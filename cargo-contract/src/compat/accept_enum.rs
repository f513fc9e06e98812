//! Whether an enum's reader accepts a kind of documents, and as the same variant.

use super::Format;
use super::prove::{Proof, Prover};
use super::read::Source;
use super::term::{Case, Node, Object, Term};
use crate::wire::{Enum, Integer, Payload, Shape, Tagging, Text, Variant};

impl<'a> Prover<'a> {
    /// A kind of documents, read as an enum.
    pub(super) fn variant(&self, case: &Case<'a>, shape: &'a Enum, source: Source) -> Proof {
        if matches!(case.term, Term::Opaque(_)) {
            return self.stuck("what the writer writes here is not understood");
        }
        if let Term::Converted { .. } = case.term {
            return self.stuck("the value is no longer converted by a function");
        }
        if shape.tagging == Tagging::Untagged {
            return self.first_fitting(case, shape, |_| true);
        }
        if shape
            .variants
            .iter()
            .any(|variant| variant.untagged && variant.read.is_some())
        {
            return match self.tagged(case, shape, Source::Kept) {
                Proof::Never => self.first_fitting(case, shape, |variant| variant.untagged),
                other => other,
            };
        }
        self.tagged(case, shape, source)
    }

    /// The entries of a flattened enum; `origins` are the variants that the writer may have written there.
    pub(super) fn flat_variant(
        &self,
        object: Object<'a>,
        origins: &[&'a Variant],
        shape: &'a Enum,
        source: Source,
    ) -> Proof {
        let case = Case {
            term: Term::Object(object),
            origin: None,
        };
        let mut proof = self.variant(&case, shape, source);
        // Which variant it becomes is not told by the proof: all that the writer has must be here under the same name.
        let same = origins.iter().all(|origin| {
            shape
                .variants
                .iter()
                .any(|variant| variant.ident == origin.ident)
        });
        if proof == Proof::Fits && !same {
            proof = self.stuck("a flattened enum has other variants");
        }
        // Without a tag the first that fits is taken: it must be the one that was written.
        if proof == Proof::Fits && !origins.is_empty() && shape.tagging == Tagging::Untagged {
            let first = shape.variants.iter().find(|variant| {
                variant.read.is_some()
                    && self.bare(&case.term, variant, Source::Kept) != Proof::Never
            });
            if !origins
                .iter()
                .all(|origin| first.is_some_and(|first| first.ident == origin.ident))
            {
                proof = self.stuck("a flattened enum may be read as another variant");
            }
        }
        proof
    }

    fn first_fitting(
        &self,
        case: &Case<'a>,
        shape: &'a Enum,
        candidates: impl Fn(&Variant) -> bool,
    ) -> Proof {
        for variant in shape
            .variants
            .iter()
            .filter(|variant| variant.read.is_some() && candidates(variant))
        {
            let proof = self.at(format!("::{}", variant.ident), || {
                self.bare(&case.term, variant, Source::Kept)
            });
            match proof {
                Proof::Never => {}
                Proof::Fits => return self.same_variant(case, shape, variant),
                Proof::Unsure => return self.stuck("which variant fits first cannot be told"),
            }
        }
        Proof::Never
    }

    /// Contents that stand for themselves.
    fn bare(&self, term: &Term<'a>, variant: &'a Variant, source: Source) -> Proof {
        let case = || Case {
            term: term.clone(),
            origin: None,
        };
        match (&variant.payload, term) {
            (_, Term::Fails) => {
                if self.lenient {
                    Proof::Fits
                } else {
                    Proof::Unsure
                }
            }
            (_, Term::Any | Term::Unclear(_) | Term::Opaque(_) | Term::Converted { .. })
                if !matches!(variant.payload, Payload::Newtype(_)) =>
            {
                Proof::Unsure
            }
            (Payload::Unit, Term::Null) => Proof::Fits,
            (Payload::Unit, _) => Proof::Never,
            (Payload::Newtype(inner), _) => self.case(&case(), *inner, source),
            (Payload::Tuple(fields), Term::Fixed(entries)) => {
                self.positions(entries, fields, source)
            }
            (Payload::Tuple(_), Term::List { .. } | Term::Array(..) | Term::Bytes(_)) => {
                Proof::Unsure
            }
            (Payload::Struct(fields), Term::Object(object)) => self.object(object, fields, source),
            (Payload::Tuple(_) | Payload::Struct(_), _) => Proof::Never,
        }
    }

    fn bare_node(&self, node: &Node<'a>, variant: &'a Variant, source: Source) -> Proof {
        match node {
            Node::Term(term) => self.bare(term, variant, source),
            Node::Shape(written) => match &variant.payload {
                Payload::Newtype(inner) => self.shape(*written, *inner, source),
                _ => {
                    let cases = self.cases(self.writer.written(*written));
                    let each = cases
                        .iter()
                        .map(|case| self.bare(&case.term, variant, source));
                    each.reduce(Proof::each).unwrap_or(Proof::Unsure)
                }
            },
        }
    }

    /// Whether a reader's variant is the one that was written.
    fn same_variant(&self, case: &Case<'a>, shape: &Enum, variant: &Variant) -> Proof {
        let Some((own, origin)) = case.origin else {
            return Proof::Fits;
        };
        if origin.ident == variant.ident {
            return Proof::Fits;
        }
        let known_there = shape
            .variants
            .iter()
            .any(|known| known.ident == origin.ident);
        let known_here = own
            .variants
            .iter()
            .any(|known| known.ident == variant.ident);
        let catches = variant.other
            || variant.untagged
            || matches!(&variant.payload, Payload::Newtype(inner)
                if matches!(self.reader.shape(self.reader.read(*inner)), Shape::Any));
        let is_unit = |payload: &Payload| matches!(payload, Payload::Unit);
        let same_kind = is_unit(&origin.payload) == is_unit(&variant.payload);
        if !known_there && (catches || (!known_here && same_kind)) {
            Proof::Fits
        } else {
            Proof::Unsure
        }
    }

    fn tagged(&self, case: &Case<'a>, shape: &'a Enum, source: Source) -> Proof {
        match &shape.tagging {
            Tagging::External => self.external(case, shape, source),
            Tagging::Internal { tag } => self.internal(case, shape, tag),
            Tagging::Adjacent { tag, content } => {
                self.adjacent(case, shape, (tag, content), source)
            }
            Tagging::Number(ty) => match &case.term {
                Term::Number(number) if ty.holds(*number) => {
                    let named = shape
                        .variants
                        .iter()
                        .find(|variant| Integer::from(variant.number) == *number);
                    match named.or_else(|| shape.variants.iter().find(|variant| variant.other)) {
                        Some(variant) => self.same_variant(case, shape, variant),
                        None => Proof::Never,
                    }
                }
                Term::Int(_) | Term::Any | Term::Number(_) => Proof::Unsure,
                _ => Proof::Never,
            },
            Tagging::Untagged => self.first_fitting(case, shape, |_| true),
        }
    }

    fn external(&self, case: &Case<'a>, shape: &'a Enum, source: Source) -> Proof {
        match &case.term {
            Term::Name(name) => match named(shape, name) {
                Some(variant) if matches!(variant.payload, Payload::Unit) => {
                    self.same_variant(case, shape, variant)
                }
                Some(_) | None => Proof::Never,
            },
            Term::Object(object) => {
                if object.open.is_some()
                    || object.anything
                    || object.entries.iter().any(|entry| !entry.always)
                {
                    return Proof::Unsure;
                }
                let [entry] = object.entries.as_slice() else {
                    return Proof::Never;
                };
                let Some(variant) = named(shape, &entry.key) else {
                    return Proof::Never;
                };
                let contents = self.at(format!("::{}", variant.ident), || {
                    match (&variant.payload, &entry.node) {
                        (Payload::Struct(fields), Node::Term(term)) if !fields.flattens_read() => {
                            match &**term {
                                Term::Fixed(entries) => self.positions(entries, fields, source),
                                _ => self.bare(term, variant, source),
                            }
                        }
                        (Payload::Struct(fields), Node::Shape(written))
                            if !fields.flattens_read() =>
                        {
                            let cases = self.cases(self.writer.written(*written));
                            let each = cases.iter().map(|case| match &case.term {
                                Term::Fixed(entries) => self.positions(entries, fields, source),
                                Term::Array(..) | Term::List { .. } => Proof::Unsure,
                                term => self.bare(term, variant, source),
                            });
                            each.reduce(Proof::each).unwrap_or(Proof::Unsure)
                        }
                        (_, node) => self.bare_node(node, variant, source),
                    }
                });
                contents.and(|| self.same_variant(case, shape, variant))
            }
            Term::Text(Text::Plain | Text::Borrowed | Text::Form(_))
            | Term::Char
            | Term::Any
            | Term::Unclear(_) => Proof::Unsure,
            _ => Proof::Never,
        }
    }

    fn internal(&self, case: &Case<'a>, shape: &'a Enum, tag: &str) -> Proof {
        let (name, rest) = match &case.term {
            Term::Object(object) => {
                let mut tags = object.entries.iter().filter(|entry| entry.key == tag);
                let Some(entry) = tags.next() else {
                    let open = object.open.is_some() || object.anything;
                    return if open { Proof::Unsure } else { Proof::Never };
                };
                if tags.next().is_some() {
                    return Proof::Never;
                }
                let Some(name) = constant(&entry.node) else {
                    return Proof::Unsure;
                };
                let entries = object
                    .entries
                    .iter()
                    .filter(|entry| entry.key != tag)
                    .cloned()
                    .collect();
                (
                    name,
                    Term::Object(Object {
                        entries,
                        ..object.clone()
                    }),
                )
            }
            Term::Fixed(entries) if self.format != Format::Json => {
                let Some((first, rest)) = entries.split_first() else {
                    return Proof::Never;
                };
                let Some(name) = constant(&first.node) else {
                    return Proof::Unsure;
                };
                (name, Term::Fixed(rest.to_vec()))
            }
            Term::Fixed(_) | Term::List { .. } | Term::Array(..) | Term::Any | Term::Unclear(_) => {
                return Proof::Unsure;
            }
            _ => return Proof::Never,
        };
        let Some(variant) = named(shape, name) else {
            return Proof::Never;
        };
        let contents = self.at(format!("::{}", variant.ident), || {
            match (&variant.payload, &rest) {
                (Payload::Unit, Term::Fixed(entries)) if !entries.is_empty() => Proof::Never,
                (Payload::Unit, _) => Proof::Fits,
                (Payload::Newtype(inner), _) => {
                    // In what is flattened, the variant itself is among them.
                    let mut itself = case.origin.is_none();
                    let mut is_inner = |origin: &&&Variant| {
                        let is_itself = itself && origin.ident == variant.ident;
                        itself &= !is_itself;
                        !is_itself
                    };
                    let origin = match &rest {
                        Term::Object(object) => object.origins.iter().find(&mut is_inner),
                        _ => None,
                    };
                    let mut contents = Case {
                        term: rest.clone(),
                        origin: None,
                    };
                    if let Term::Object(object) = &mut contents.term {
                        contents.origin = object.inside.pop();
                    }
                    let proof = self.case(&contents, *inner, Source::Buffer);
                    match origin {
                        Some(_) if proof == Proof::Fits => {
                            self.stuck("an enum inside a tagged enum")
                        }
                        _ => proof,
                    }
                }
                (Payload::Struct(fields), Term::Fixed(entries)) if !fields.flattens_read() => {
                    self.positions(entries, fields, Source::Buffer)
                }
                (_, rest) => self.bare(rest, variant, Source::Buffer),
            }
        });
        contents.and(|| self.same_variant(case, shape, variant))
    }

    fn adjacent(
        &self,
        case: &Case<'a>,
        shape: &'a Enum,
        (tag, content): (&str, &str),
        source: Source,
    ) -> Proof {
        let (name, contents) = match &case.term {
            Term::Object(object) => {
                if object.open.is_some() || object.anything {
                    return Proof::Unsure;
                }
                let count = |key: &str| {
                    object
                        .entries
                        .iter()
                        .filter(|entry| entry.key == key)
                        .count()
                };
                if count(tag) > 1 || count(content) > 1 {
                    return Proof::Never;
                }
                if shape.deny_unknown
                    && object
                        .entries
                        .iter()
                        .any(|e| e.key != tag && e.key != content)
                {
                    return Proof::Unsure;
                }
                let Some(entry) = object.entries.iter().find(|entry| entry.key == tag) else {
                    return Proof::Never;
                };
                let Some(name) = constant(&entry.node) else {
                    return Proof::Unsure;
                };
                let contents = object.entries.iter().find(|entry| entry.key == content);
                if contents.is_some_and(|contents| !contents.always) {
                    return Proof::Unsure;
                }
                let buffered = object.entries.iter().position(|entry| entry.key == content)
                    < object.entries.iter().position(|entry| entry.key == tag)
                    && contents.is_some();
                if buffered {
                    return self.stuck("the contents come before the tag");
                }
                (name, contents)
            }
            Term::Fixed(entries) => match entries.as_slice() {
                [tag, contents] => {
                    let Some(name) = constant(&tag.node) else {
                        return Proof::Unsure;
                    };
                    (name, Some(contents))
                }
                _ => return Proof::Never,
            },
            Term::List { .. } | Term::Array(..) | Term::Any | Term::Unclear(_) => {
                return Proof::Unsure;
            }
            _ => return Proof::Never,
        };
        let Some(variant) = named(shape, name) else {
            return Proof::Never;
        };
        let contents = self.at(format!("::{}", variant.ident), || {
            match (contents, &variant.payload) {
                (Some(contents), _) => self.bare_node(&contents.node, variant, source),
                (None, Payload::Unit) => Proof::Fits,
                (None, Payload::Newtype(inner)) => match self.reader.shape(*inner) {
                    Shape::Option(_) => Proof::Fits,
                    _ => Proof::Never,
                },
                (None, _) => Proof::Never,
            }
        });
        contents.and(|| self.same_variant(case, shape, variant))
    }
}

fn constant<'n>(node: &'n Node<'_>) -> Option<&'n str> {
    match node {
        Node::Term(term) => match &**term {
            Term::Name(name) => Some(name),
            _ => None,
        },
        Node::Shape(_) => None,
    }
}

/// The variant that a name is read as.
fn named<'s>(shape: &'s Enum, name: &str) -> Option<&'s Variant> {
    let tagged = || shape.variants.iter().filter(|variant| !variant.untagged);
    tagged()
        .find(|variant| {
            variant
                .read
                .as_ref()
                .is_some_and(|names| names.iter().any(|known| known == name))
        })
        .or_else(|| tagged().find(|variant| variant.other && variant.read.is_some()))
}
