//! Proofs about numbers and strings.

use super::conj::Conj;
use super::model::{Keywords, Types};
use super::number::Num;
use super::prove::Prover;

/// A bound, and whether the value itself is out of it.
type Bound = Option<(Num, bool)>;

impl Prover<'_, '_> {
    pub(super) fn number(&mut self, have: &Conj, want: &Keywords) -> bool {
        if !have.types.has(Types::NUMBER) {
            return true;
        }
        let integers = !have.types.has(Types::FRACTION);
        let (lower, upper) = self.bounds(have);
        let above = |bound: Option<Num>, open: bool| {
            bound.is_none_or(|bound| {
                lower.is_some_and(|lower| is_above(lower, bound, open, integers))
            })
        };
        let below = |bound: Option<Num>, open: bool| {
            let turned = bound.map(negated);
            turned.is_none_or(|bound| {
                upper.is_some_and(|(upper, is_open)| {
                    is_above((negated(upper), is_open), bound, open, integers)
                })
            })
        };
        above(want.minimum, false)
            && above(want.exclusive_minimum, true)
            && below(want.maximum, false)
            && below(want.exclusive_maximum, true)
            && want.multiple_of.is_none_or(|divisor| {
                let known = have.keywords(self.checker.schemas);
                let mut divisors = known.iter().filter_map(|it| it.multiple_of);
                divisors.any(|it| it.is_multiple_of(divisor) == Some(true))
                    || (integers && Num::Integer(1).is_multiple_of(divisor) == Some(true))
            })
    }

    /// The largest lower and the smallest upper bound.
    fn bounds(&self, have: &Conj) -> (Bound, Bound) {
        let (mut lower, mut upper): (Bound, Bound) = (None, None);
        for it in have.keywords(self.checker.schemas) {
            for (bound, open) in [(it.minimum, false), (it.exclusive_minimum, true)] {
                let better = |known: (Num, bool)| {
                    bound.is_some_and(|it| it.compare(known.0).then(open.cmp(&known.1)).is_gt())
                };
                if lower.is_none_or(better) {
                    lower = bound.map(|it| (it, open)).or(lower);
                }
            }
            for (bound, open) in [(it.maximum, false), (it.exclusive_maximum, true)] {
                let better = |known: (Num, bool)| {
                    bound.is_some_and(|it| known.0.compare(it).then(open.cmp(&known.1)).is_gt())
                };
                if upper.is_none_or(better) {
                    upper = bound.map(|it| (it, open)).or(upper);
                }
            }
        }
        (lower, upper)
    }

    pub(super) fn no_number(&self, have: &Conj) -> bool {
        let ((Some((low, low_open)), Some((high, high_open))), integers) =
            (self.bounds(have), !have.types.has(Types::FRACTION))
        else {
            return false;
        };
        let order = low.compare(high);
        if order.is_gt() || (order.is_eq() && (low_open || high_open)) {
            return true;
        }
        // Between two neighbours there is no integer.
        integers
            && first_integer(low, low_open).is_some_and(|first| {
                let order = first.compare(high);
                order.is_gt() || (order.is_eq() && high_open)
            })
    }

    pub(super) fn string(&mut self, have: &Conj, want: &Keywords) -> bool {
        if !have.types.has(Types::STRING) {
            return true;
        }
        let known = have.keywords(self.checker.schemas);
        let least = known
            .iter()
            .filter_map(|it| it.min_length)
            .max()
            .unwrap_or(0);
        let most = known.iter().filter_map(|it| it.max_length).min();
        want.min_length.is_none_or(|it| least >= it)
            && want
                .max_length
                .is_none_or(|it| most.is_some_and(|most| most <= it))
            && (want.pattern.is_none() || known.iter().any(|it| it.pattern == want.pattern))
    }

    pub(super) fn no_string(&self, have: &Conj) -> bool {
        let known = have.keywords(self.checker.schemas);
        let least = known
            .iter()
            .filter_map(|it| it.min_length)
            .max()
            .unwrap_or(0);
        known
            .iter()
            .filter_map(|it| it.max_length)
            .any(|most| most < least)
    }
}

/// Whether all that is above a lower bound is above another one, too.
fn is_above(lower: (Num, bool), wanted: Num, wanted_open: bool, integers: bool) -> bool {
    let above = |(low, low_open): (Num, bool)| {
        let order = low.compare(wanted);
        order.is_gt() || (order.is_eq() && (low_open || !wanted_open))
    };
    above(lower)
        || (integers && first_integer(lower.0, lower.1).is_some_and(|first| above((first, false))))
}

/// The first integer above a bound.
fn first_integer(bound: Num, open: bool) -> Option<Num> {
    match bound {
        Num::Integer(it) => it.checked_add(i128::from(open)).map(Num::Integer),
        Num::Float(it) if it.abs() < 1e15 => Some(Num::Integer(it.ceil() as i128)),
        Num::Float(_) => None,
    }
}

fn negated(number: Num) -> Num {
    match number {
        Num::Integer(it) => Num::Integer(-it),
        Num::Float(it) => Num::Float(-it),
    }
}
