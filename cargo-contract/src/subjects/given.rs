//! What code does not say of its streams and consumers, and a file does.
//!
//! A program that names a stream and takes the rest of its configuration from elsewhere uses the file with that name, as far as
//! anyone can see who reads both. Where files do not agree with each other, nothing is taken from them.

use super::{Consumer, GivenConsumer, Limits, Pattern, Stream};

/// Takes over what is not known.
pub(super) fn complete_stream(stream: &mut Stream, given: &[Stream]) {
    let same = given.iter().filter(|it| it.name == stream.name);
    let Some(given) = agreed(same, |a, b| {
        (&a.subjects, a.limits, a.duplicate_window, a.is_fed)
            == (&b.subjects, b.limits, b.duplicate_window, b.is_fed)
    }) else {
        return;
    };
    if stream.subjects.is_none() {
        stream.subjects.clone_from(&given.subjects);
        stream.is_fed = given.is_fed;
    }
    if stream.limits == Limits::Unknown {
        stream.limits = given.limits;
    }
    stream.duplicate_window = stream.duplicate_window.or(given.duplicate_window);
}

/// Takes over what is not known; `filters` is what the consumer reads, as far as code says.
pub(super) fn complete_consumer(
    consumer: &mut Consumer,
    filters: &mut Option<Vec<Pattern>>,
    given: &[GivenConsumer],
) {
    let is_same = |it: &&GivenConsumer| {
        let known = it.consumer.durable.is_some() && it.consumer.stream.is_some();
        known && it.consumer.durable == consumer.durable && it.consumer.stream == consumer.stream
    };
    let Some(given) = agreed(given.iter().filter(is_same), |a, b| {
        (&a.filters, a.consumer.redelivery) == (&b.filters, b.consumer.redelivery)
    }) else {
        return;
    };
    if filters.is_none() {
        filters.clone_from(&given.filters);
        consumer.filters = given.filters.clone().unwrap_or_default();
    }
    consumer.redelivery = consumer.redelivery.or(given.consumer.redelivery);
}

/// The first of them, if all of them say the same.
fn agreed<'a, T>(
    mut all: impl Iterator<Item = &'a T>,
    is_same: impl Fn(&T, &T) -> bool,
) -> Option<&'a T> {
    let first = all.next()?;
    all.all(|it| is_same(first, it)).then_some(first)
}
