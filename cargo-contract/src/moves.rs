//! Which published type is which now: types move, and keep their names.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Where a type is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place<'t> {
    /// Its full path.
    pub(crate) path: &'t str,
    /// Its package.
    pub(crate) package: &'t str,
}

/// For each old type the row of what it is now: the type of the same path, or else the new one of its name that is nearest
/// to where it was, in its package first, if each of the two is the only nearest one of the other.
pub(crate) fn matched(old: &[Place<'_>], new: &[Place<'_>]) -> Vec<Option<usize>> {
    // Types in functions of a module may have the same path: one after the other.
    let mut rows: BTreeMap<&str, VecDeque<usize>> = BTreeMap::new();
    for (row, place) in new.iter().enumerate() {
        rows.entry(place.path).or_default().push_back(row);
    }
    let mut matched: Vec<Option<usize>> = old
        .iter()
        .map(|it| rows.get_mut(it.path)?.pop_front())
        .collect();
    let taken: BTreeSet<usize> = matched.iter().flatten().copied().collect();

    let mut named: BTreeMap<&str, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
    for row in (0..old.len()).filter(|&row| matched[row].is_none()) {
        named.entry(name(&old[row])).or_default().0.push(row);
    }
    for row in (0..new.len()).filter(|row| !taken.contains(row)) {
        if let Some((_, there)) = named.get_mut(name(&new[row])) {
            there.push(row);
        }
    }
    for (gone, there) in named.values() {
        for &row in gone {
            let is_mutual = |&found: &usize| {
                nearest(&new[found], gone.iter().map(|&row| (row, &old[row]))) == Some(row)
            };
            let found = nearest(&old[row], there.iter().map(|&row| (row, &new[row])));
            matched[row] = found.filter(is_mutual);
        }
    }
    matched
}

fn name<'t>(place: &Place<'t>) -> &'t str {
    place.path.rsplit("::").next().unwrap_or_default()
}

/// The row of the only nearest place.
fn nearest<'p>(
    place: &Place<'_>,
    others: impl Iterator<Item = (usize, &'p Place<'p>)>,
) -> Option<usize> {
    let mut best: Option<(usize, _)> = None;
    let mut is_only = true;
    for (row, other) in others {
        let nearness = nearness(place, other);
        match best.as_ref().map(|(_, best)| nearness.cmp(best)) {
            None | Some(Ordering::Greater) => {
                best = Some((row, nearness));
                is_only = true;
            }
            Some(Ordering::Equal) => is_only = false,
            Some(Ordering::Less) => {}
        }
    }
    best.filter(|_| is_only).map(|(row, _)| row)
}

/// Whether it is the same package, how many modules right around the name are called the same, and how many from the root.
fn nearness(one: &Place<'_>, other: &Place<'_>) -> (bool, usize, usize) {
    let from_root = one.path.split("::").zip(other.path.split("::"));
    let from_name = one.path.rsplit("::").zip(other.path.rsplit("::"));
    (
        one.package == other.package,
        from_name.take_while(|(one, other)| one == other).count(),
        from_root.take_while(|(one, other)| one == other).count(),
    )
}

#[cfg(test)]
mod tests {
    use super::{Place, matched};

    fn places<'t>(paths: &[&'t str]) -> Vec<Place<'t>> {
        let place = |path: &&'t str| Place {
            path,
            package: path.split("::").next().unwrap_or_default(),
        };
        paths.iter().map(place).collect()
    }

    #[track_caller]
    fn assert_matched(old: &[&str], new: &[&str], expected: &[Option<&str>]) {
        let found = matched(&places(old), &places(new));
        let found: Vec<Option<&str>> = found.iter().map(|row| row.map(|row| new[row])).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn types_of_the_same_path_are_meant_in_order() {
        let old = places(&["a::T", "a::T"]);
        let found = matched(&old, &places(&["a::T", "a::T", "a::T"]));
        assert_eq!(found, [Some(0), Some(1)]);
        assert_eq!(matched(&old, &places(&["a::T"])), [Some(0), None]);
    }

    #[test]
    fn a_type_stays_or_moves() {
        assert_matched(&["a::T"], &["a::T", "a::m::T"], &[Some("a::T")]);
        assert_matched(&["a::T"], &["a::m::T"], &[Some("a::m::T")]);
        assert_matched(&["a::T"], &["b::T"], &[Some("b::T")]);
        assert_matched(&["a::T"], &["b::U"], &[None]);
        // One that was there before has not moved there.
        assert_matched(&["a::T", "b::T"], &["b::T"], &[None, Some("b::T")]);
    }

    #[test]
    fn of_several_the_nearest_is_meant() {
        assert_matched(&["a::T"], &["a::m::T", "b::T"], &[Some("a::m::T")]);
        assert_matched(
            &["a::graph::Row", "a::metrics::Row"],
            &["a::commands::graph::Row", "a::commands::metrics::Row"],
            &[
                Some("a::commands::graph::Row"),
                Some("a::commands::metrics::Row"),
            ],
        );
        // A crate that was renamed.
        assert_matched(
            &["a::v1::Row", "a::v2::Row"],
            &["b::v1::Row", "b::v2::Row"],
            &[Some("b::v1::Row"), Some("b::v2::Row")],
        );
    }

    #[test]
    fn who_is_meant_as_much_as_another_is_nobody() {
        assert_matched(&["a::T"], &["a::m::T", "a::n::T"], &[None]);
        assert_matched(&["a::m::T", "a::n::T"], &["a::o::T"], &[None, None]);
        // What is nearer to another one is that one.
        assert_matched(
            &["a::m::T", "a::x::y::T"],
            &["a::z::y::T"],
            &[None, Some("a::z::y::T")],
        );
    }
}
