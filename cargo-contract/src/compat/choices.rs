//! Which values of several fields go together in one sample.

use super::data::{Contents, Data};

/// Choices for all places: the plain one, each place varied alone, everything left out, and, where few places can be left
/// out, every combination of those.
pub(super) fn selections(
    choices: &[Vec<Option<Data>>],
    limit: usize,
    mixed: usize,
) -> Vec<Vec<usize>> {
    let plain = vec![0; choices.len()];
    let mut all = vec![plain.clone()];
    // The smallest of everything: what is read behind has least to go on.
    let smallest = |choices: &Vec<Option<Data>>| {
        let sizes = choices.iter().map(|choice| choice.as_ref().map_or(0, size));
        sizes
            .enumerate()
            .min_by_key(|(_, size)| *size)
            .map_or(0, |(place, _)| place)
    };
    all.push(choices.iter().map(smallest).collect());
    let sparse: Vec<(usize, usize)> = choices
        .iter()
        .enumerate()
        .filter_map(|(place, choices)| {
            let absent = choices.iter().position(Option::is_none);
            let none = || {
                choices
                    .iter()
                    .position(|choice| *choice == Some(Data::None))
            };
            absent
                .or_else(none)
                .filter(|&choice| choice > 0)
                .map(|choice| (place, choice))
        })
        .collect();
    if sparse.len() > 1 {
        let mut rest = plain.clone();
        for &(place, choice) in &sparse {
            rest[place] = choice;
        }
        all.push(rest.clone());
        for &(place, _) in &sparse {
            let mut one = rest.clone();
            one[place] = 0;
            all.push(one);
        }
        if (3..=5).contains(&sparse.len()) {
            for mask in 1..(1usize << sparse.len()) {
                let mut some = plain.clone();
                for (bit, &(place, choice)) in sparse.iter().enumerate() {
                    if mask & (1 << bit) != 0 {
                        some[place] = choice;
                    }
                }
                all.push(some);
            }
        }
    }
    // Where values run into each other, what one field holds decides how the next is read.
    if choices.len() > 1 {
        for round in 0..mixed {
            let mix = |(place, choices): (usize, &Vec<Option<Data>>)| {
                (round * (2 * place + 1) + round / 7 * (place + 3)) % choices.len()
            };
            all.push(choices.iter().enumerate().map(mix).collect());
        }
    }
    // Breadth first, so that a limit cuts the long tails and not the last fields.
    let longest = choices.iter().map(Vec::len).max().unwrap_or(0);
    for choice in 1..longest {
        for (place, choices) in choices.iter().enumerate() {
            if choice < choices.len() {
                let mut varied = plain.clone();
                varied[place] = choice;
                all.push(varied);
            }
        }
        if all.len() > limit {
            break;
        }
    }
    all
}

/// How much a value takes, roughly.
pub(super) fn size(data: &Data) -> usize {
    let all = |items: &[Data]| 1 + items.iter().map(size).sum::<usize>();
    match data {
        Data::Str(text) => 1 + text.len(),
        Data::Bytes(bytes) => 1 + bytes.len(),
        Data::Some(inner) => 1 + size(inner),
        Data::Int(number, _) => 1 + (128 - number.magnitude().leading_zeros() as usize) / 8,
        Data::Seq(items) | Data::Tuple(items) => all(items),
        Data::Map(entries) | Data::OpenMap(entries) => {
            1 + entries
                .iter()
                .map(|(key, value)| size(key) + size(value))
                .sum::<usize>()
        }
        Data::Struct(fields) => 1 + fields.iter().map(|(_, value)| size(value)).sum::<usize>(),
        Data::Variant { contents, .. } => match contents {
            Contents::Unit => 1,
            Contents::Newtype(inner) => 1 + size(inner),
            Contents::Tuple(items) => all(items),
            Contents::Struct(fields) => {
                1 + fields.iter().map(|(_, value)| size(value)).sum::<usize>()
            }
        },
        _ => 1,
    }
}
