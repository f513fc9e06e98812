//! Only prices are rounded.

use cash::Cents;

pub(crate) fn to_five(cents: Cents) -> Cents {
    Cents(cents.0.div_ceil(STEP) * STEP)
}

const STEP: u64 = 5;
