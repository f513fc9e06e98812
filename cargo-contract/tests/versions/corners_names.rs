//= names_with_odd_characters
//# plain
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde(rename = "a\"b")] pub a: u32, #[serde(rename = "")] pub b: Option<u32>, #[serde(rename = "ключ")] pub c: u32 }
//# raw
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde(rename = r#"a"b"#)] pub a: u32, #[serde(rename = "")] pub b: Option<u32>, #[serde(rename = "\u{43a}люч")] pub c: u32 }
//# backslash
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde(rename = "a\\b")] pub a: u32, #[serde(rename = "")] pub b: Option<u32>, #[serde(rename = "ключ")] pub c: u32 }
//# backslash raw
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde(rename = r"a\b")] pub a: u32, #[serde(rename = "")] pub b: Option<u32>, #[serde(rename = "ключ")] pub c: u32 }
//# space
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde(rename = "a\"b", alias = "a\\b")] pub a: u32, #[serde(rename = " ")] pub b: Option<u32>, #[serde(rename = "ключ")] pub c: u32 }
//# hex
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde(rename = "\x61\x22b")] pub a: u32, #[serde(rename = "")] pub b: Option<u32>, #[serde(rename = "ключ")] pub c: u32 }
//# continued
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde(rename = "a\"\
    b")] pub a: u32, #[serde(rename = "")] pub b: Option<u32>, #[serde(rename = "кл\
    юч")] pub c: u32 }
//# empty denied
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Msg { #[serde(rename = "a\"b")] pub a: u32, #[serde(rename = "ключ")] pub c: u32 }

//= identifiers_that_are_odd
//# raw
#[derive(Serialize, Deserialize)]
pub struct Msg { pub r#type: u32, pub r#fn: r#struct, pub größe: u32, pub _a: u32, pub a__b: u32, pub a_1: u32 }
#[allow(non_camel_case_types)]
#[derive(Serialize, Deserialize)]
pub enum r#struct { r#enum, Élan, X86_64, Http2Server, _Odd }
//# by hand
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde(rename = "type")] pub kind: u32, #[serde(rename = "fn")] pub f: Kind, #[serde(rename = "größe")] pub size: u32, #[serde(rename = "_a")] pub x: u32, #[serde(rename = "a__b")] pub y: u32, #[serde(rename = "a_1")] pub z: u32 }
#[derive(Serialize, Deserialize)]
pub enum Kind { #[serde(rename = "enum")] A, #[serde(rename = "Élan")] B, #[serde(rename = "X86_64")] C, #[serde(rename = "Http2Server")] D, #[serde(rename = "_Odd")] E }
//# for T in lowercase | UPPERCASE | PascalCase | camelCase | snake_case | SCREAMING_SNAKE_CASE | kebab-case | SCREAMING-KEBAB-CASE
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "{T}")]
pub struct Msg { pub r#type: u32, pub r#fn: r#struct, pub größe: u32, pub _a: u32, pub a__b: u32, pub a_1: u32 }
#[allow(non_camel_case_types)]
#[derive(Serialize, Deserialize)]
pub enum r#struct { r#enum, Élan, X86_64, Http2Server, _Odd }
//# for T in "lowercase" | "UPPERCASE" | "PascalCase" | "snake_case" | "SCREAMING_SNAKE_CASE" | "kebab-case" | "SCREAMING-KEBAB-CASE"
#[derive(Serialize, Deserialize)]
pub struct Msg { pub r#type: u32, pub r#fn: r#struct, pub größe: u32, pub _a: u32, pub a__b: u32, pub a_1: u32 }
#[allow(non_camel_case_types)]
#[derive(Serialize, Deserialize)]
#[serde(rename_all = {T})]
pub enum r#struct { r#enum, Élan, X86_64, Http2Server, _Odd }

//= case_of_variants_and_fields
//# base
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Msg { TwoWords { first_id: u32, last_id: u32 }, OneMore { first_id: u32 }, Plain }
//# variant camel
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Msg { #[serde(rename_all = "camelCase")] TwoWords { first_id: u32, last_id: u32 }, OneMore { first_id: u32 }, Plain }
//# all fields camel
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum Msg { TwoWords { first_id: u32, last_id: u32 }, OneMore { first_id: u32 }, Plain }
//# all fields camel but one
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum Msg { #[serde(rename_all = "snake_case")] TwoWords { first_id: u32, last_id: u32 }, #[serde(rename = "one_more")] OneMore { #[serde(rename = "first_id")] first_id: u32 }, Plain }
//# split fields
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case", rename_all_fields(serialize = "camelCase"))]
pub enum Msg { TwoWords { #[serde(alias = "firstId")] first_id: u32, last_id: u32 }, OneMore { #[serde(alias = "firstId")] first_id: u32 }, Plain }
//# split variants
#[derive(Serialize, Deserialize)]
#[serde(rename_all(deserialize = "snake_case"))]
pub enum Msg { #[serde(alias = "TwoWords")] TwoWords { first_id: u32, last_id: u32 }, #[serde(rename(serialize = "one_more"))] OneMore { first_id: u32 }, Plain }
//# split in variant
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case", rename_all_fields = "UPPERCASE")]
pub enum Msg { #[serde(rename_all(serialize = "camelCase"))] TwoWords { first_id: u32, last_id: u32 }, #[serde(rename_all(deserialize = "snake_case", serialize = "snake_case"))] OneMore { first_id: u32 }, Plain }
//# aliases are as written
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Msg { #[serde(alias = "two_words")] TwoWords { first_id: u32, last_id: u32 }, #[serde(alias = "one_more", alias = "OneMore")] OneMore { first_id: u32 }, #[serde(alias = "plain")] Plain }

//= attributes_in_pieces
//# one
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Msg { #[serde(rename = "x", default, alias = "y", alias = "z")] pub first_id: u32, pub last_id: Option<u32> }
//# many
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
/// words between
#[serde()]
#[serde(deny_unknown_fields,)]
pub struct Msg { #[serde(rename = "x")] #[serde(default,)] #[allow(unused)] #[serde(alias = "y")] #[serde(alias = "z",)] pub first_id: u32, pub last_id: Option<u32> }
//# on cfg
#[cfg_attr(all(), derive(Serialize, Deserialize), serde(rename_all = "camelCase"), serde(deny_unknown_fields))]
pub struct Msg { #[cfg_attr(not(any()), serde(rename = "x", default), serde(alias = "y", alias = "z"))] pub first_id: u32, pub last_id: Option<u32> }
//# on nested cfg
#[cfg_attr(all(), cfg_attr(all(), derive(Serialize, Deserialize)), serde(rename_all = "camelCase"), cfg_attr(any(), serde(rename_all = "UPPERCASE")))]
#[cfg_attr(any(all(), any()), serde(deny_unknown_fields))]
pub struct Msg { #[serde(rename = "x", default, alias = "y", alias = "z")] pub first_id: u32, pub last_id: Option<u32> }
//# before the derive
#[serde_with::skip_serializing_none]
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Msg { #[serde(rename = "x", default, alias = "y", alias = "z")] pub first_id: u32, pub last_id: Option<u32> }
//# without deny
#[derive(Serialize)] #[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Msg { #[serde(rename = "x", default, alias = "y", alias = "z")] pub first_id: u32, pub last_id: Option<u32>, pub more: Option<u32> }
//# derives by path
#[derive(::serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, crate = "serde", expecting = "a message", bound = "")]
pub struct Msg { #[serde(rename(serialize = "x", deserialize = "x"), default = "Default::default", alias = "y", alias = "z")] pub first_id: u32, pub last_id: Option<u32> }

//= serde_by_another_name
//# plain
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde(rename = "x")] pub id: u32, pub inner: Inner }
#[derive(Serialize, Deserialize)]
pub struct Inner { #[serde(default)] pub a: u32 }
//# renamed derives
use serde::{Serialize as Ser, Deserialize as De};
#[derive(Ser, De)]
pub struct Msg { #[serde(rename = "x")] pub id: u32, pub inner: Inner }
// sampled: #[derive(Serialize)] pub struct Msg { pub id: u32, pub inner: Inner }
#[derive(Serialize, Deserialize)]
pub struct Inner { #[serde(default)] pub a: u32 }
//# by module
use serde as wire;
pub mod again { pub use serde as other; }
#[derive(wire::Serialize, wire::Deserialize)]
pub struct Msg { #[serde(rename = "x")] pub id: u32, pub inner: Inner }
#[derive(again::other::Serialize, again::other::Deserialize)]
#[serde(crate = "again::other")]
pub struct Inner { #[serde(default)] pub a: u32 }
//# by prelude
pub mod prelude { pub use serde::{de::DeserializeOwned, Deserialize, Serialize}; pub use std::collections::*; }
pub mod inner { use super::prelude::*; #[derive(Serialize, Deserialize)] pub struct Inner { #[serde(default)] pub a: u32 } }
pub use inner::*;
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde(rename = "x")] pub id: u32, pub inner: Inner }
//# other
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde(rename = "x")] pub id: u32, pub inner: Inner }
#[derive(Serialize, Deserialize)]
pub struct Inner { pub a: u32 }

//= names_that_hide_others
//# plain
#[derive(Serialize, Deserialize)]
pub struct Msg { pub a: u32, pub b: Vec<u32>, pub c: Option<u32> }
//# alias of vec
type Vec<T> = std::collections::BTreeSet<T>;
type Text = String;
#[derive(Serialize, Deserialize)]
pub struct Msg { pub a: u32, pub b: Vec<u32>, pub c: Option<u32> }
//# alias of number
#[allow(non_camel_case_types)] type u32 = u64;
#[derive(Serialize, Deserialize)]
pub struct Msg { pub a: u32, pub b: Vec<u32>, pub c: Option<u32> }
//# parameter
#[derive(Serialize, Deserialize)]
pub struct Env<String> { pub a: String, pub b: Vec<String>, pub c: Option<String> }
pub type Msg = Env<u32>;
//# parameter as option
#[derive(Serialize, Deserialize)]
pub struct Env<Option> { pub a: u32, pub b: Vec<u32>, pub c: Option }
pub type Msg = Env<u32>;
//# parenthesised
#[derive(Serialize, Deserialize)]
pub struct Msg { pub a: (u32), pub b: (Vec<(u32)>), pub c: ((Option<u32>)) }
//# macro type
macro_rules! number { () => { u32 } }
macro_rules! maybe { ($t:ty) => { Option<$t> } }
#[derive(Serialize, Deserialize)]
pub struct Msg { pub a: number!(), pub b: Vec<number!()>, pub c: maybe!(u32) }
//# of a trait
#[derive(Serialize, Deserialize)]
pub struct Msg { pub a: <Vec<u32> as IntoIterator>::Item, pub b: Vec<u32>, pub c: Option<u32> }
//# own vec
#[derive(Serialize, Deserialize)]
pub struct Vec<T> { pub items: [T; 1] }
#[derive(Serialize, Deserialize)]
pub struct Msg { pub a: u32, pub b: Vec<u32>, pub c: Option<u32> }
//# import under the name
use std::boxed::Box as Option;
#[derive(Serialize, Deserialize)]
pub struct Msg { pub a: u32, pub b: Vec<u32>, pub c: Option<u32> }

//= types_that_macros_make
//# plain
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Msg { pub first_id: u32, #[serde(default)] pub last_id: u32, pub kind: Kind }
#[derive(Serialize, Deserialize)]
pub enum Kind { #[serde(rename = "a")] A, B }
//# attributes passed on
macro_rules! make { ($(#[$meta:meta])* $vis:vis struct $name:ident { $($(#[$inner:meta])* $field:ident : $ty:ty),* $(,)? }) => {
#[derive(Serialize, Deserialize)] $(#[$meta])* $vis struct $name { $($(#[$inner])* pub $field: $ty),* } } }
make! { #[serde(rename_all = "camelCase")] pub struct Msg { first_id: u32, #[serde(default)] last_id: u32, kind: Kind } }
// sampled: #[derive(Serialize)] pub struct Msg { pub first_id: u32, pub last_id: u32, pub kind: Kind }
#[derive(Serialize, Deserialize)]
pub enum Kind { #[serde(rename = "a")] A, B }
//# literals passed on
macro_rules! kinds { ($name:ident : $($variant:ident = $text:literal),*) => {
#[derive(Serialize, Deserialize)] pub enum $name { $(#[serde(rename = $text)] $variant),* } } }
kinds! { Kind: A = "a", B = "B" }
// sampled: #[derive(Serialize)] pub enum Kind { A, B }
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Msg { pub first_id: u32, #[serde(default)] pub last_id: u32, pub kind: Kind }
//# macro in macro
macro_rules! outer { ($name:ident, $($rest:tt)*) => { inner! { @go $name [] $($rest)* } } }
macro_rules! inner {
    (@go $name:ident [$($done:tt)*] $v:ident $(; $($rest:tt)*)?) => { inner! { @end $name [$($done)* $v,] $($($rest)*)? } };
    (@end $name:ident [$($done:tt)*] $v:ident) => { #[derive(Serialize, Deserialize)] pub enum $name { #[serde(rename = "a")] $($done)* $v } };
}
outer! { Kind, A; B }
// sampled: #[derive(Serialize)] pub enum Kind { A, B }
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Msg { pub first_id: u32, #[serde(default)] pub last_id: u32, pub kind: Kind }
//# other literals
macro_rules! kinds { ($name:ident : $($variant:ident = $text:literal),*) => {
#[derive(Serialize, Deserialize)] pub enum $name { $(#[serde(rename = $text)] $variant),* } } }
kinds! { Kind: A = "b", B = "a" }
// sampled: #[derive(Serialize)] pub enum Kind { A, B }
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Msg { pub first_id: u32, #[serde(default)] pub last_id: u32, pub kind: Kind }
