//! Whether a struct's reader accepts a map: keys, what is missing, what is too much, what is flattened.

use super::prove::{Proof, Prover};
use super::read::Source;
use super::term::{Case, Entry, Object, Term};
use crate::wire::{Field, Shape, ShapeId, Struct, Tagging, Wire};

impl<'a> Prover<'a> {
    /// A map with known keys, read as a struct.
    pub(super) fn object(&self, object: &Object<'a>, shape: &'a Struct, source: Source) -> Proof {
        if object.anything {
            return Proof::Unsure;
        }
        let mut taken = vec![false; object.entries.len()];
        let mut proof = Proof::Fits;
        for (at, field) in shape.fields.iter().enumerate() {
            if field.flatten && field.read.is_some() {
                continue;
            }
            let part = self.at(format!(".{}", field.ident), || {
                self.field(object, shape, at, &mut taken, source)
            });
            proof = proof.and(|| part);
        }
        let mut rest = Object {
            entries: object
                .entries
                .iter()
                .zip(&taken)
                .filter(|(_, taken)| !**taken)
                .map(|(e, _)| e.clone())
                .collect(),
            ..object.clone()
        };
        for field in shape
            .fields
            .iter()
            .filter(|field| field.flatten && field.read.is_some())
        {
            let part = self.at(format!(".{}", field.ident), || {
                self.flat_field(&mut rest, field)
            });
            proof = proof.and(|| part);
        }
        // Entries of a map that nothing takes.
        if object.owner.is_none() && rest.open.is_some() && !shape.flattens_read() {
            proof = proof.and(|| Proof::Unsure);
        }
        if shape.deny_unknown {
            for entry in &rest.entries {
                let refused = if entry.always {
                    Proof::Never
                } else {
                    Proof::Unsure
                };
                proof = proof.and(|| refused);
            }
            if rest.open.is_some() {
                proof = proof.and(|| Proof::Unsure);
            }
        }
        proof
    }

    /// Whether the writer's own version can read none of its documents: then there is nothing to compare with.
    fn is_never_read(&self, object: &Object<'a>) -> bool {
        let lost = |own: &Field| match (&own.write, &own.read) {
            (Some(write), Some(read)) => {
                !read.keys.contains(&write.key) && !own.flatten && !accepts_absence(own)
            }
            (None, Some(_)) => !own.flatten && !accepts_absence(own),
            _ => false,
        };
        object
            .owners
            .iter()
            .any(|owner| owner.fields.iter().any(lost))
    }

    fn field(
        &self,
        object: &Object<'a>,
        shape: &'a Struct,
        at: usize,
        taken: &mut [bool],
        source: Source,
    ) -> Proof {
        let field = &shape.fields[at];
        let own = object
            .owners
            .iter()
            .find_map(|owner| owner.fields.iter().find(|own| own.ident == field.ident));
        let Some(read) = &field.read else {
            // Kept in the type, but not read: lost if the writer's version reads it.
            let is_unit = |own: &Field| {
                matches!(
                    self.writer.shape(own.shape),
                    Shape::Unit | Shape::UnitStruct
                )
            };
            let renamed = object.owner.is_some_and(|owner| {
                (0..owner.fields.len()).any(|place| self.is_renamed(owner, place, shape, at))
            });
            return match own {
                _ if self.is_never_read(object) => Proof::Fits,
                Some(own) if own.read.is_none() => Proof::Fits,
                None if renamed => Proof::Unsure,
                Some(own) if own.read.is_some() && own.write.is_some() && !is_unit(own) => {
                    Proof::Unsure
                }
                Some(own) if !Self::same_absence(own, field) => self.stuck("another default"),
                _ => Proof::Fits,
            };
        };
        let mut found: Vec<(usize, &Entry<'a>)> = Vec::new();
        for (index, entry) in object.entries.iter().enumerate() {
            if !taken[index] && read.keys.contains(&entry.key) {
                taken[index] = true;
                found.push((index, entry));
            }
        }
        match found.as_slice() {
            [] => self.absent(object, shape, at, own),
            [(_, entry)] => {
                let value = self.node(&entry.node, field.shape, source);
                let value = if entry.always {
                    value
                } else {
                    value.at_times()
                };
                let absence = if entry.always {
                    Proof::Fits
                } else {
                    self.absence(object, entry.field, field)
                };
                value
                    .and(|| absence)
                    .and(|| self.same_field(object, shape, at, entry))
            }
            several if several.iter().filter(|(_, entry)| entry.always).count() > 1 => Proof::Never,
            _ => self.stuck("the field may come twice, under two keys"),
        }
    }

    /// Whether a map whose keys are of that shape may have one of that name.
    fn may_be_key(&self, key: ShapeId, name: &str) -> bool {
        match self.writer.shape(self.writer.written(key)) {
            Shape::Newtype(inner) => self.may_be_key(*inner, name),
            Shape::Int(_) => name.parse::<i128>().is_ok(),
            Shape::Bool => matches!(name, "true" | "false"),
            Shape::Enum(shape) if shape.tagging == Tagging::External => {
                let mut names = shape
                    .variants
                    .iter()
                    .map(|variant| (&variant.write, variant));
                names.any(|(known, variant)| variant.untagged || known.as_deref() == Some(name))
            }
            _ => true,
        }
    }

    /// A reader's field whose key is not among those that are written.
    fn absent(
        &self,
        object: &Object<'a>,
        shape: &'a Struct,
        at: usize,
        own: Option<&Field>,
    ) -> Proof {
        let field = &shape.fields[at];
        // An entry of a map may have the key.
        let may_be_there = object.open.is_some_and(|(key, _)| {
            let keys = field.read.iter().flat_map(|read| &read.keys);
            keys.into_iter().any(|name| self.may_be_key(key, name))
        });
        if !accepts_absence(field) {
            if may_be_there {
                return Proof::Unsure;
            }
            let shape = self.reader.shape(self.reader.read(field.shape));
            if matches!(shape, Shape::Opaque { .. }) && !shape.is_by_function() {
                return self.stuck(
                    "whether the key may be missing is decided by code that is not understood",
                );
            }
            return Proof::Never;
        }
        let is_unit = |own: &Field| {
            matches!(
                self.writer.shape(own.shape),
                Shape::Unit | Shape::UnitStruct
            )
        };
        match own {
            _ if self.is_never_read(object) => Proof::Fits,
            _ if may_be_there => Proof::Unsure,
            Some(own) if is_unit(own) || own.read.is_none() => Proof::Fits,
            // Written under a key that is not read any more.
            Some(own) if own.write.is_some() && own.read.is_some() => Proof::Unsure,
            Some(own) if !Self::same_absence(own, field) => self.stuck("another default"),
            Some(_) => Proof::Fits,
            None => match object.owner {
                Some(owner) => {
                    let renamed = (0..owner.fields.len())
                        .any(|place| self.is_renamed(owner, place, shape, at));
                    if renamed { Proof::Unsure } else { Proof::Fits }
                }
                None => Proof::Fits,
            },
        }
    }

    /// A key that is left out now and then.
    fn absence(&self, object: &Object<'a>, own: Option<&Field>, field: &Field) -> Proof {
        if !accepts_absence(field) {
            return Proof::Unsure;
        }
        match own {
            Some(own) if !Self::same_absence(own, field) && !self.is_never_read(object) => {
                self.stuck("another default")
            }
            Some(own) if !Self::same_omission(own, field) => {
                self.stuck("the function that says when it is left out was changed")
            }
            _ => Proof::Fits,
        }
    }

    /// Whether the entry belongs to the same field in both versions.
    fn same_field(
        &self,
        object: &Object<'a>,
        shape: &'a Struct,
        at: usize,
        entry: &Entry<'a>,
    ) -> Proof {
        let field = &shape.fields[at];
        let Some(own) = entry.field else {
            return Proof::Fits;
        };
        if self.is_never_read(object) {
            return Proof::Fits;
        }
        // What the writer's own version never reads tells nothing; if it reads another key it does not see what it wrote.
        let Some(own_read) = &own.read else {
            return Proof::Fits;
        };
        if !own_read.keys.contains(&entry.key) {
            return self.stuck("the writer's version does not read what it writes");
        }
        self.same_ident(object, shape, field, own)
    }

    fn same_ident(&self, object: &Object<'a>, shape: &Struct, field: &Field, own: &Field) -> Proof {
        if own.ident == field.ident {
            return Proof::Fits;
        }
        let known =
            |ident: &str, shape: &Struct| shape.fields.iter().any(|field| field.ident == ident);
        // Another one, told by its place, may be what is meant by it.
        let at = shape.fields.iter().position(|it| it.ident == field.ident);
        let is_other = |owner: &Struct| {
            let mut others = owner.fields.iter().enumerate();
            others.any(|(place, other)| {
                other.ident != own.ident
                    && at.is_some_and(|at| self.is_renamed(owner, place, shape, at))
            })
        };
        let taken_over = object.owners.iter().any(|owner| known(&field.ident, owner))
            || known(&own.ident, shape)
            || object.owner.is_some_and(is_other);
        if taken_over {
            Proof::Unsure
        } else {
            Proof::Fits
        }
    }

    /// A flattened field: what the writer's version sees under that name must be what is read here.
    fn flat_field(&self, rest: &mut Object<'a>, field: &'a Field) -> Proof {
        let before = (rest.entries.len(), rest.open.is_some());
        let wrote = rest.sources.contains(&field.ident.as_str());
        let own = rest
            .owners
            .iter()
            .find_map(|owner| owner.fields.iter().find(|own| own.ident == field.ident));
        let plain = own.is_some_and(|own| !own.flatten && own.write.is_some());
        let was_flat = own.is_some_and(|own| own.flatten);
        // Its entries are data: whoever does not read them as a map loses them.
        let map_is_gone = own.is_some_and(|own| own.flatten && is_open(self.writer, own.shape))
            && !is_open(self.reader, field.shape);
        let all = rest.clone();
        let proof = self.flat(rest, field.shape);
        if proof != Proof::Fits {
            return proof;
        }
        // Where nothing was, an enum may find a variant that asks for nothing.
        let appears = match self.reader.shape(self.reader.read(field.shape)) {
            Shape::Option(inner) if was_flat && !wrote => {
                matches!(self.reader.shape(self.reader.read(*inner)), Shape::Enum(_))
                    && self.flat(&mut all.clone(), *inner) == Proof::Fits
            }
            _ => false,
        };
        let takes_nothing = match self.reader.shape(self.reader.read(field.shape)) {
            Shape::Unit | Shape::UnitStruct | Shape::Ignored => true,
            Shape::Option(inner) => {
                // A map leaves the entries where they are, and so do most enums.
                let leaves = match self.reader.shape(self.reader.read(*inner)) {
                    Shape::Map(..) | Shape::Any => true,
                    Shape::Enum(_) => self.flat(&mut all.clone(), *inner) == Proof::Fits,
                    _ => false,
                };
                !leaves && before == (rest.entries.len(), rest.open.is_some())
            }
            _ => false,
        };
        let elsewhere = match self.reader.shape(self.reader.read(field.shape)) {
            // Which of several flattened enums it was is not told by the keys.
            Shape::Enum(_) | Shape::Option(_) => was_flat && rest.sources.len() > 1,
            _ => false,
        };
        if plain || elsewhere || map_is_gone || appears || (takes_nothing && wrote) {
            Proof::Unsure
        } else {
            Proof::Fits
        }
    }

    /// A flattened field, read from the entries that are left.
    fn flat(&self, rest: &mut Object<'a>, read: ShapeId) -> Proof {
        let reader = self.reader;
        let whole = |rest: &Object<'a>| Case {
            term: Term::Object(rest.clone()),
            origin: None,
        };
        match reader.shape(read) {
            Shape::Split { read, .. } => self.flat(rest, *read),
            Shape::Newtype(inner) => self.flat(rest, *inner),
            Shape::Unit | Shape::UnitStruct | Shape::Ignored => Proof::Fits,
            Shape::Struct(shape) if !shape.flattens_read() => {
                let is_key = |key: &String| {
                    shape
                        .fields
                        .iter()
                        .filter_map(|field| field.read.as_ref())
                        .any(|read| read.keys.contains(key))
                };
                let (known, left) = rest.entries.drain(..).partition(|entry| is_key(&entry.key));
                rest.entries = left;
                let part = Object {
                    entries: known,
                    open: None,
                    ..rest.clone()
                };
                self.object(&part, shape, Source::Buffer)
            }
            Shape::Struct(shape) => self.object(rest, shape, Source::Kept),
            Shape::Option(inner) => {
                let keys = self.flat_keys(*inner);
                let touched = rest
                    .entries
                    .iter()
                    .any(|entry| keys.as_ref().is_none_or(|keys| keys.contains(&entry.key)));
                let mut trial = rest.clone();
                match self.flat(&mut trial, *inner) {
                    Proof::Fits => {
                        *rest = trial;
                        Proof::Fits
                    }
                    // Any failure inside reads as `None`; nothing is lost if nothing was there.
                    Proof::Never if !touched => Proof::Fits,
                    _ => Proof::Unsure,
                }
            }
            Shape::Map(..) | Shape::Any => match self.case(&whole(rest), read, Source::Kept) {
                Proof::Fits => Proof::Fits,
                _ => Proof::Unsure,
            },
            Shape::Enum(shape) => match &shape.tagging {
                Tagging::External if shape.variants.iter().all(|variant| !variant.untagged) => {
                    let is_name = |key: &String| {
                        shape
                            .variants
                            .iter()
                            .filter_map(|v| v.read.as_ref())
                            .any(|names| names.contains(key))
                    };
                    let (mut named, left): (Vec<_>, Vec<_>) = rest
                        .entries
                        .drain(..)
                        .partition(|entry| is_name(&entry.key));
                    rest.entries = left;
                    if named.is_empty() {
                        return if rest.open.is_some() {
                            Proof::Unsure
                        } else {
                            Proof::Never
                        };
                    }
                    if named.len() > 1 || !named[0].always {
                        return self.stuck("several keys name a variant of a flattened enum");
                    }
                    let part = Object {
                        entries: vec![named.remove(0)],
                        open: None,
                        ..Object::default()
                    };
                    self.flat_variant(part, &rest.origins.clone(), shape, Source::Buffer)
                }
                Tagging::Adjacent { tag, content }
                    if shape.variants.iter().all(|variant| !variant.untagged) =>
                {
                    let (named, left) = rest
                        .entries
                        .drain(..)
                        .partition(|entry| entry.key == *tag || entry.key == *content);
                    rest.entries = left;
                    let part = Object {
                        entries: named,
                        ..Object::default()
                    };
                    self.flat_variant(part, &rest.origins.clone(), shape, Source::Buffer)
                }
                Tagging::Number(_) => Proof::Never,
                _ => {
                    let origins = rest.origins.clone();
                    self.flat_variant(rest.clone(), &origins, shape, Source::Kept)
                }
            },
            Shape::Converted { .. } | Shape::Opaque { .. } => {
                self.stuck("a flattened field that is not understood")
            }
            _ => Proof::Never,
        }
    }

    /// The keys that a flattened value takes; none if that cannot be said.
    fn flat_keys(&self, read: ShapeId) -> Option<Vec<String>> {
        match self.reader.shape(self.reader.read(read)) {
            Shape::Struct(shape) if !shape.flattens_read() => Some(
                shape
                    .fields
                    .iter()
                    .filter_map(|field| field.read.as_ref())
                    .flat_map(|read| read.keys.iter().cloned())
                    .collect(),
            ),
            Shape::Newtype(inner) => self.flat_keys(*inner),
            Shape::Enum(shape) if shape.variants.iter().all(|variant| !variant.untagged) => {
                match &shape.tagging {
                    Tagging::Internal { tag } | Tagging::Adjacent { tag, .. } => {
                        Some(vec![tag.clone()])
                    }
                    _ => None,
                }
            }
            _ => None,
        }
    }
}

/// Whether a flattened value has whatever keys there are.
fn is_open(wire: &Wire, id: ShapeId) -> bool {
    match wire.shape(wire.read(id)) {
        Shape::Newtype(inner) | Shape::Option(inner) => is_open(wire, *inner),
        Shape::Struct(shape) => shape
            .fields
            .iter()
            .any(|field| field.flatten && field.read.is_some() && is_open(wire, field.shape)),
        Shape::Map(..) | Shape::Any => true,
        // What any of them takes cannot be said so shortly.
        Shape::Enum(_) | Shape::Converted { .. } | Shape::Opaque { .. } => true,
        _ => false,
    }
}

/// Whether a reader does without the field's key.
pub(crate) fn accepts_absence(field: &Field) -> bool {
    field.default.is_some() || field.read.as_ref().is_some_and(|read| read.implicit_none)
}
