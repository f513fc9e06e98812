//! Values without parts, and names, around what schemas say.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::formats;
use super::model::{Keywords, Schemas, Types};
use super::number::Num;
use super::pattern;

/// How long texts are made.
const LONGEST: u64 = 2_000;

/// Values of some types around what schemas say: those that have to accept them first.
pub(super) fn values(said: &[&Keywords], hinted: &[&Keywords], types: Types) -> Vec<Value> {
    let mut values: Vec<Value> = Vec::new();
    // Those of a long list first that the other side does not have: there may be more than are tried.
    let is_known =
        |value: &&Value| (hinted.iter().flat_map(|it| &it.values)).all(|it| it.has(value));
    for it in said.iter().flat_map(|it| &it.values) {
        let (known, new): (Vec<&Value>, Vec<&Value>) = it.list.iter().partition(is_known);
        values.extend(new.into_iter().chain(known).cloned());
    }
    values.extend((hinted.iter().flat_map(|it| &it.values)).flat_map(|it| it.list.iter().cloned()));
    if types.has(Types::STRING) {
        values.extend(strings(said, hinted).into_iter().map(Value::String));
    }
    if types.has(Types::NUMBER) {
        values.extend(numbers(said, hinted));
    }
    values.extend([json!(true), json!(false), json!(null)]);
    values.retain(|value| Types::of(value).within(types));
    values
}

fn numbers(said: &[&Keywords], hinted: &[&Keywords]) -> Vec<Value> {
    let mut numbers = Vec::new();
    for it in said.iter().chain(hinted) {
        let bounds = [
            it.minimum,
            it.exclusive_minimum,
            it.maximum,
            it.exclusive_maximum,
        ];
        for bound in bounds.into_iter().flatten() {
            numbers.push(bound);
            numbers.extend([1.0, -1.0, 0.5, -0.5, 1e-6, -1e-6].map(|step| bound.plus(step)));
        }
        if let Some(divisor) = it.multiple_of {
            numbers.extend(multiples(divisor));
        }
    }
    let divisors: Vec<Num> = said.iter().filter_map(|it| it.multiple_of).collect();
    let plain = [0, 1, -1, 2, 3, 5, 7, 100].map(Num::Integer);
    numbers.extend(plain);
    numbers.extend([0.5, 1.5, -0.25].map(Num::Float));
    numbers.extend(
        [
            i128::from(i64::MAX),
            i128::from(i64::MIN),
            i128::from(u32::MAX) + 1,
        ]
        .map(Num::Integer),
    );
    // Near each of them there may be a multiple.
    for &divisor in &divisors {
        if let Num::Integer(divisor) = divisor {
            let near = |it: &Num| match it {
                Num::Integer(it) => Some(it - it.rem_euclid(divisor)),
                Num::Float(it) if it.abs() < 1e15 => {
                    Some(*it as i128 - (*it as i128).rem_euclid(divisor))
                }
                Num::Float(_) => None,
            };
            let found: Vec<Num> = numbers
                .iter()
                .filter_map(near)
                .flat_map(|it| [Num::Integer(it), Num::Integer(it + divisor)])
                .collect();
            numbers.extend(found);
        }
    }
    numbers.into_iter().filter_map(Num::value).collect()
}

fn multiples(divisor: Num) -> Vec<Num> {
    match divisor {
        Num::Integer(it) => [it, -it, 2 * it, 3 * it].map(Num::Integer).to_vec(),
        Num::Float(it) => vec![
            Num::Float(it),
            Num::Float(it * 2.0),
            Num::Integer((it * 1000.0) as i128),
        ],
    }
}

fn strings(said: &[&Keywords], hinted: &[&Keywords]) -> Vec<String> {
    let mut strings: Vec<String> = Vec::new();
    for it in said.iter().chain(hinted) {
        for opaque in it.opaque.iter().filter(|it| it.keyword == "format") {
            strings.extend(
                formats::samples(&opaque.value)
                    .iter()
                    .map(|&it| it.to_owned()),
            );
        }
        strings.extend(it.pattern.iter().flat_map(|it| pattern::samples(it)));
    }
    let of_length = |length: u64| "a".repeat(length as usize);
    let mut lengths: BTreeSet<u64> = [1, 0, 3].into();
    for it in hinted {
        for bound in [it.min_length, it.max_length].into_iter().flatten() {
            lengths.extend([bound.saturating_sub(1), bound, bound.saturating_add(1)]);
        }
    }
    lengths.retain(|&it| it <= LONGEST);
    let fitted: Vec<String> = strings
        .iter()
        .flat_map(|text| lengths.iter().filter_map(|&length| stretched(text, length)))
        .collect();
    strings.extend(lengths.into_iter().map(of_length));
    strings.extend(fitted);
    strings.push("0".to_owned());
    strings.push("Z z".to_owned());
    strings
}

/// A text that was made longer: it may still match.
fn stretched(text: &str, length: u64) -> Option<String> {
    let last = text.chars().last()?;
    let missing = length
        .checked_sub(text.chars().count() as u64)
        .filter(|&it| it > 0)?;
    Some(format!(
        "{text}{}",
        last.to_string().repeat(missing as usize)
    ))
}

/// Names that schemas say something about, and some that none does.
pub(super) fn names(schemas: &Schemas, hinted: &[&Keywords]) -> BTreeSet<String> {
    let mut names: BTreeSet<String> = BTreeSet::new();
    let mut open = false;
    let about_names: Vec<&Keywords> = hinted
        .iter()
        .filter_map(|it| schemas.keywords(it.names?))
        .collect();
    if !about_names.is_empty() {
        let texts = values(&about_names, &[], Types::STRING);
        let texts = texts
            .iter()
            .filter_map(Value::as_str)
            .filter(|it| !it.is_empty());
        names.extend(texts.take(12).map(str::to_owned));
        names.extend(
            about_names
                .iter()
                .filter_map(|it| it.max_length)
                .filter(|&it| it < LONGEST)
                .map(|it| "n".repeat(it as usize + 1)),
        );
    }
    for it in hinted {
        names.extend(it.properties.keys().cloned());
        names.extend(it.required.iter().cloned());
        for (name, needs) in &it.dependent_required {
            names.insert(name.clone());
            names.extend(needs.iter().cloned());
        }
        names.extend(it.dependent_schemas.keys().cloned());
        for (pattern, _) in &it.patterns {
            names.extend(pattern::samples(pattern));
        }
        open |= it.additional.is_some() || !it.patterns.is_empty() || it.names.is_some();
        open |= it.min_properties.is_some() || it.max_properties.is_some();
        let sizes = [it.min_properties, it.max_properties].into_iter().flatten();
        if let Some(size) = sizes.max() {
            names.extend((0..=size.min(40)).map(|row| format!("other{row}")));
        }
    }
    if open {
        names.insert("other".to_owned());
        names.insert("Other name".to_owned());
    }
    names
}
