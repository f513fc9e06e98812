//! Plain values and boundaries of numbers and documents.

use super::data::Data;
use crate::wire::{Doc, FloatType, IntType, Integer};

pub(super) fn int_values(ty: IntType) -> Vec<Data> {
    let mut numbers = vec![
        Integer::from(1i128),
        Integer::from(0i128),
        Integer::from(-1i128),
        ty.max(),
        ty.min(),
    ];
    for bits in [7, 8, 15, 16, 24, 31, 32, 53, 63, 64] {
        for offset in [-1, 0, 1] {
            let number = Integer::power(bits, offset);
            numbers.push(number);
            numbers.push(number.negated());
        }
    }
    numbers.push(Integer::from(251i128));
    numbers.push(Integer::from(300i128));
    let mut values: Vec<Data> = Vec::new();
    for number in numbers {
        let data = Data::Int(number, ty);
        if ty.holds(number) && !values.contains(&data) {
            values.push(data);
        }
    }
    values
}

pub(super) fn float_values(ty: FloatType) -> Vec<Data> {
    let common = [1.5, 0.0, -2.25, 1.0, 16_777_216.0, 100_000.0];
    let special: &[f64] = match ty {
        FloatType::F32 => &[f32::MAX as f64, std::f32::consts::PI as f64, 0.1f32 as f64],
        FloatType::F64 => &[
            0.1,
            std::f64::consts::PI,
            16_777_217.0,
            1e300,
            -9.007_199_254_740_993e15,
            5e-324,
        ],
    };
    common
        .iter()
        .chain(special)
        .map(|&value| Data::Float(value, ty))
        .collect()
}

pub(super) fn any_values() -> Vec<Data> {
    let int = |value: i128| Doc::Int(Integer::from(value));
    let text = |text: &str| Doc::Str(text.to_owned());
    [
        Doc::Map(vec![(text("abc"), int(1))]),
        Doc::Null,
        Doc::Bool(true),
        int(1),
        int(-1),
        int(u64::MAX.into()),
        Doc::Float("1.5".to_owned()),
        text("abc"),
        text(""),
        Doc::List(vec![]),
        Doc::List(vec![int(1), text("x")]),
        Doc::Map(vec![]),
        Doc::Map(vec![
            (text("abc"), Doc::Null),
            (text("x"), Doc::Map(vec![])),
        ]),
    ]
    .map(Data::Any)
    .to_vec()
}
