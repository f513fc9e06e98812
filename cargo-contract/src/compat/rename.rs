//! Which field of one version is another one's under a new name.

use crate::wire::ShapeId;

/// A field as far as matching goes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Named<'a> {
    pub(crate) ident: &'a str,
    pub(crate) shape: ShapeId,
}

/// The partner of `own[place]` in `other`: a field at the same place and of the same shape, where neither name exists on the
/// other side. Two unrelated fields can look like that too; to call them one field is the careful reading.
pub(crate) fn partner(
    own: &[Named<'_>],
    place: usize,
    other: &[Named<'_>],
    same_shape: impl Fn(ShapeId, ShapeId) -> bool,
) -> Option<usize> {
    let known = |fields: &[Named<'_>], ident: &str| fields.iter().any(|field| field.ident == ident);
    let own_field = own.get(place)?;
    if known(other, own_field.ident) {
        return None;
    }
    let before = |fields: &[Named<'_>], end: usize, others: &[Named<'_>]| {
        let common = fields[..end]
            .iter()
            .filter(|field| known(others, field.ident))
            .count();
        (common, end - common)
    };
    let here = before(own, place, other);
    let (at, candidate) = other
        .iter()
        .enumerate()
        .find(|(at, field)| !known(own, field.ident) && before(other, *at, own) == here)?;
    same_shape(own_field.shape, candidate.shape).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::{Named, partner};
    use crate::wire::ShapeId;

    fn fields<'a>(idents: &[&'a str]) -> Vec<Named<'a>> {
        idents
            .iter()
            .map(|ident| Named {
                ident,
                shape: ShapeId(0),
            })
            .collect()
    }

    #[test]
    fn the_same_place_between_the_same_neighbours() {
        let old = fields(&["id", "customer", "total"]);
        assert_eq!(
            partner(&old, 1, &fields(&["id", "buyer", "total"]), |_, _| true),
            Some(1)
        );
        assert_eq!(
            partner(&old, 1, &fields(&["id", "buyer", "total"]), |_, _| false),
            None
        );
        assert_eq!(
            partner(&old, 1, &fields(&["id", "total", "note"]), |_, _| true),
            None
        );
        assert_eq!(
            partner(&old, 0, &fields(&["id", "buyer", "total"]), |_, _| true),
            None
        );
    }
}
