//= skip_one_side
//# plain
#[derive(Serialize, Deserialize)]
pub struct Msg { pub a: u32, pub b: Option<u32>, pub c: String }
//# skip deserializing b
#[derive(Serialize, Deserialize)]
pub struct Msg { pub a: u32, #[serde(skip_deserializing)] pub b: Option<u32>, pub c: String }
//# skip serializing b
#[derive(Serialize, Deserialize)]
pub struct Msg { pub a: u32, #[serde(skip_serializing)] pub b: Option<u32>, pub c: String }
//# skip deserializing c with default
#[derive(Serialize, Deserialize)]
pub struct Msg { pub a: u32, pub b: Option<u32>, #[serde(skip_deserializing, default = "word")] pub c: String }
fn word() -> String { "word".into() }
//# skip serializing c with default
#[derive(Serialize, Deserialize)]
pub struct Msg { pub a: u32, pub b: Option<u32>, #[serde(skip_serializing, default)] pub c: String }
//# skip c with default
#[derive(Serialize, Deserialize)]
pub struct Msg { pub a: u32, pub b: Option<u32>, #[serde(skip, default = "word")] pub c: String }
fn word() -> String { "word".into() }
//# deny with skip deserializing b
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Msg { pub a: u32, #[serde(skip_deserializing)] pub b: Option<u32>, pub c: String }
//# deny without b
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Msg { pub a: u32, pub c: String }
//# deny with alias for b
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Msg { pub a: u32, #[serde(alias = "b")] pub b2: Option<u32>, pub c: String }
//# container default
#[derive(Serialize, Deserialize)]
#[serde(default)]
pub struct Msg { pub a: u32, pub b: Option<u32>, pub c: String }
impl Default for Msg { fn default() -> Self { Self { a: 7, b: Some(3), c: "c".to_owned() } } }
//# container default omitting
#[derive(Serialize, Deserialize)]
#[serde(default)]
pub struct Msg { #[serde(skip_serializing_if = "is_seven")] pub a: u32, #[serde(skip_serializing_if = "Option::is_none")] pub b: Option<u32>, #[serde(skip_serializing_if = "String::is_empty")] pub c: String }
impl Default for Msg { fn default() -> Self { Msg { a: 7, b: None, c: String::new() } } }
fn is_seven(v: &u32) -> bool { *v == 7 }
//# container default derived
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Msg { pub a: u32, pub b: Option<u32>, pub c: String }
//# field default beats container
#[derive(Serialize, Deserialize)]
#[serde(default)]
pub struct Msg { #[serde(default)] pub a: u32, pub b: Option<u32>, #[serde(default = "word")] pub c: String }
impl Default for Msg { fn default() -> Self { Msg { a: 7, b: Some(3), c: "c".into() } } }
fn word() -> String { String::from("word") }

//= default_bodies
//# literal
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(default = "limit", skip_serializing_if = "usual")] pub limit: u32 }
fn limit() -> u32 { 10 }
fn usual(v: &u32) -> bool { *v == 10 }
//# constant
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(default = "limit", skip_serializing_if = "usual")] pub limit: u32 }
const LIMIT: u32 = 10;
fn limit() -> u32 { LIMIT }
fn usual(v: &u32) -> bool { *v == LIMIT }
//# sum
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(default = "limit", skip_serializing_if = "usual")] pub limit: u32 }
fn limit() -> u32 { 2 * 5 }
fn usual(v: &u32) -> bool { v == &limit() }
//# other constant
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(default = "limit", skip_serializing_if = "usual")] pub limit: u32 }
const LIMIT: u32 = 11;
fn limit() -> u32 { LIMIT }
fn usual(v: &u32) -> bool { *v == LIMIT }
//# associated
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(default = "Msg::limit", skip_serializing_if = "Msg::usual")] pub limit: u32 }
impl Msg { const LIMIT: u32 = 10; fn limit() -> u32 { Self::LIMIT } fn usual(v: &u32) -> bool { *v == Self::LIMIT } }
//# in module
mod defaults { pub const LIMIT: u32 = 10; pub fn limit() -> u32 { LIMIT } pub fn usual(v: &u32) -> bool { LIMIT == *v } }
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(default = "defaults::limit", skip_serializing_if = "defaults::usual")] pub limit: u32 }
//# return
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(default = "limit", skip_serializing_if = "usual")] pub limit: u32 }
fn limit() -> u32 { return 10; }
fn usual(v: &u32) -> bool { let usual = 10; *v == usual }
//# const fn generic
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(default = "limit::<10>", skip_serializing_if = "usual")] pub limit: u32 }
const fn limit<const N: u32>() -> u32 { N }
fn usual(v: &u32) -> bool { matches!(v, 10) }
//# not omitted
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(default = "limit")] pub limit: u32 }
fn limit() -> u32 { 10 }
//# default type
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(default, skip_serializing_if = "is_default")] pub limit: u32 }
fn is_default<T: Default + PartialEq>(v: &T) -> bool { *v == T::default() }
//# default type again
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(default, skip_serializing_if = "zero")] pub limit: u32 }
fn zero(v: &u32) -> bool { *v == u32::default() }
//# deref method
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(default, skip_serializing_if = "zero")] pub limit: u32 }
fn zero(v: &u32) -> bool { v.eq(&0) }
//# hex
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(default = "limit", skip_serializing_if = "usual")] pub limit: u32 }
fn limit() -> u32 { 0xA_u32 }
fn usual(v: &u32) -> bool { !(*v != 1_0) }

//= default_of_types
//# plain
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(default, skip_serializing_if = "usual")] pub level: Level }
#[derive(PartialEq, Default, Serialize, Deserialize)]
pub enum Level { #[default] Low, High }
fn usual(v: &Level) -> bool { *v == Level::Low }
//# default moved
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(default, skip_serializing_if = "usual")] pub level: Level }
#[derive(PartialEq, Default, Serialize, Deserialize)]
pub enum Level { Low, #[default] High }
fn usual(v: &Level) -> bool { *v == Level::High }
//# by hand
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(default, skip_serializing_if = "Level::is_low")] pub level: Level }
#[derive(PartialEq, Serialize, Deserialize)]
pub enum Level { Low, High }
impl Default for Level { fn default() -> Self { Self::Low } }
impl Level { fn is_low(&self) -> bool { matches!(self, Level::Low) } }
//# by hand with path
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(default = "Level::usual", skip_serializing_if = "Level::is_low")] pub level: Level }
#[derive(PartialEq, Serialize, Deserialize)]
pub enum Level { Low, High }
impl Level { fn usual() -> Level { Level::Low } fn is_low(&self) -> bool { self == &Level::Low } }
//# default function of trait
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(default = "Default::default", skip_serializing_if = "is_default")] pub level: Level }
#[derive(PartialEq, Default, Serialize, Deserialize)]
pub enum Level { #[default] Low, High }
fn is_default<T: Default + PartialEq>(v: &T) -> bool { v == &T::default() }
//# required
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, pub level: Level }
#[derive(Serialize, Deserialize)]
pub enum Level { Low, High }
//# optional
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, pub level: Option<Level> }
#[derive(Serialize, Deserialize)]
pub enum Level { Low, High }

//= default_structs
//# plain
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde(default)] pub inner: Inner }
#[derive(Default, Serialize, Deserialize)]
pub struct Inner { pub a: u32, pub b: String }
//# omitted
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde(default, skip_serializing_if = "Inner::is_plain")] pub inner: Inner }
#[derive(Default, PartialEq, Serialize, Deserialize)]
pub struct Inner { pub a: u32, pub b: String }
impl Inner { fn is_plain(&self) -> bool { *self == Inner::default() } }
//# omitted by fields
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde(default, skip_serializing_if = "Inner::is_plain")] pub inner: Inner }
#[derive(Default, PartialEq, Serialize, Deserialize)]
pub struct Inner { pub a: u32, pub b: String }
impl Inner { fn is_plain(&self) -> bool { self.a == 0 && self.b.is_empty() } }
//# other default
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde(default, skip_serializing_if = "Inner::is_plain")] pub inner: Inner }
#[derive(PartialEq, Serialize, Deserialize)]
pub struct Inner { pub a: u32, pub b: String }
impl Default for Inner { fn default() -> Self { Inner { a: 3, b: "b".into() } } }
impl Inner { fn is_plain(&self) -> bool { *self == Inner::default() } }
//# required
#[derive(Serialize, Deserialize)]
pub struct Msg { pub inner: Inner }
#[derive(Serialize, Deserialize)]
pub struct Inner { pub a: u32, pub b: String }
//# one more inside
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde(default)] pub inner: Inner }
#[derive(Default, Serialize, Deserialize)]
pub struct Inner { pub a: u32, pub b: String, #[serde(default)] pub c: bool }
//# option with default
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde(default = "inner")] pub inner: Option<Inner> }
fn inner() -> Option<Inner> { Some(Inner { a: 1, b: "x".to_string() }) }
#[derive(Serialize, Deserialize)]
pub struct Inner { pub a: u32, pub b: String }

//= skip_if_kinds
//# plain
#[derive(Serialize, Deserialize)]
pub struct Msg { pub v: Vec<u32>, pub m: BTreeMap<String, u32>, pub s: String, pub f: bool, pub o: Option<String> }
//# empties
#[derive(Serialize, Deserialize)]
pub struct Msg {
    #[serde(default, skip_serializing_if = "Vec::is_empty")] pub v: Vec<u32>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")] pub m: BTreeMap<String, u32>,
    #[serde(default, skip_serializing_if = "String::is_empty")] pub s: String,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")] pub f: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")] pub o: Option<String> }
//# slices
#[derive(Serialize, Deserialize)]
pub struct Msg {
    #[serde(default, skip_serializing_if = "<[_]>::is_empty")] pub v: Vec<u32>,
    #[serde(default, skip_serializing_if = "nothing")] pub m: BTreeMap<String, u32>,
    #[serde(default, skip_serializing_if = "str::is_empty")] pub s: String,
    #[serde(default, skip_serializing_if = "is_false")] pub f: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")] pub o: Option<String> }
fn nothing<K, V>(map: &BTreeMap<K, V>) -> bool { map.len() == 0 }
fn is_false(f: &bool) -> bool { !f }
//# true omitted
#[derive(Serialize, Deserialize)]
pub struct Msg {
    #[serde(default)] pub v: Vec<u32>,
    #[serde(default)] pub m: BTreeMap<String, u32>,
    #[serde(default)] pub s: String,
    #[serde(default = "yes", skip_serializing_if = "is_true")] pub f: bool,
    #[serde(default)] pub o: Option<String> }
fn yes() -> bool { true }
fn is_true(f: &bool) -> bool { *f }
//# without defaults
#[derive(Serialize, Deserialize)]
pub struct Msg {
    #[serde(skip_serializing_if = "Vec::is_empty")] pub v: Vec<u32>, pub m: BTreeMap<String, u32>, pub s: String, pub f: bool,
    #[serde(skip_serializing_if = "Option::is_none")] pub o: Option<String> }
//# options
#[derive(Serialize, Deserialize)]
pub struct Msg { pub v: Option<Vec<u32>>, pub m: Option<BTreeMap<String, u32>>, pub s: Option<String>, pub f: Option<bool>, pub o: Option<String> }
//# none of empty
#[derive(Serialize, Deserialize)]
pub struct Msg {
    #[serde(default)] pub v: Vec<u32>,
    #[serde(default)] pub m: BTreeMap<String, u32>,
    #[serde(default)] pub s: String,
    #[serde(default)] pub f: bool,
    #[serde(default, skip_serializing_if = "blank")] pub o: Option<String> }
fn blank(o: &Option<String>) -> bool { o.as_deref().is_none_or(str::is_empty) }
//# always omitted
#[derive(Serialize, Deserialize)]
pub struct Msg {
    #[serde(default)] pub v: Vec<u32>,
    #[serde(default)] pub m: BTreeMap<String, u32>,
    #[serde(default)] pub s: String,
    #[serde(default)] pub f: bool,
    #[serde(default, skip_serializing_if = "always")] pub o: Option<String> }
fn always<T>(_: &T) -> bool { true }

//= default_values_of_containers
//# none
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde(default, skip_serializing_if = "Vec::is_empty")] pub tags: Vec<String>, #[serde(default = "Vec::new", skip_serializing_if = "Vec::is_empty")] pub more: Vec<u32> }
//# one
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde(default = "tags", skip_serializing_if = "Vec::is_empty")] pub tags: Vec<String>, #[serde(default, skip_serializing_if = "Vec::is_empty")] pub more: Vec<u32> }
fn tags() -> Vec<String> { vec!["a".to_string()] }
//# map
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde(default, skip_serializing_if = "Vec::is_empty")] pub tags: Vec<String>, #[serde(default = "more")] pub more: Vec<u32> }
fn more() -> Vec<u32> { Vec::from([1, 2]) }
//# option some
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde(default)] pub tags: Option<Vec<String>>, #[serde(default)] pub more: Option<Vec<u32>> }
//# option skipping
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde(skip_serializing_if = "Option::is_none")] pub tags: Option<Vec<String>>, #[serde(skip_serializing_if = "Option::is_none")] pub more: Option<Vec<u32>> }

//= optional_by_type
//# box
#[derive(Serialize, Deserialize)]
pub struct Msg { pub a: u32, pub b: Box<Option<u32>> }
//# nested
#[derive(Serialize, Deserialize)]
pub struct Msg { pub a: u32, pub b: Option<Option<u32>> }
//# alias generic
type May<T> = Option<T>;
#[derive(Serialize, Deserialize)]
pub struct Msg { pub a: u32, pub b: May<u32> }
//# alias of alias
type May<T> = Option<T>;
type Perhaps = May<u32>;
#[derive(Serialize, Deserialize)]
pub struct Msg { pub a: u32, pub b: Perhaps }
//# argument
#[derive(Serialize, Deserialize)]
pub struct Body<T> { pub a: u32, pub b: T }
pub type Msg = Body<Option<u32>>;
//# argument default
#[derive(Serialize, Deserialize)]
pub struct Body<T = Option<u32>> { pub a: u32, pub b: T }
pub type Msg = Body;
//# transparent
#[derive(Serialize, Deserialize)]
#[serde(transparent)] pub struct May(pub Option<u32>);
#[derive(Serialize, Deserialize)]
pub struct Msg { pub a: u32, pub b: May }
//# newtype
#[derive(Serialize, Deserialize)]
pub struct May(pub Option<u32>);
#[derive(Serialize, Deserialize)]
pub struct Msg { pub a: u32, pub b: May }
//# renamed import
use std::option::Option as Maybe;
#[derive(Serialize, Deserialize)]
pub struct Msg { pub a: u32, pub b: Maybe<u32> }
//# full path
#[derive(Serialize, Deserialize)]
pub struct Msg { pub a: u32, pub b: ::core::option::Option<u32> }
//# unit
#[derive(Serialize, Deserialize)]
pub struct Msg { pub a: u32, pub b: () }
//# option of unit
#[derive(Serialize, Deserialize)]
pub struct Msg { pub a: u32, pub b: Option<()> }
//# value
#[derive(Serialize, Deserialize)]
pub struct Msg { pub a: u32, pub b: serde_json::Value }
//# rc
#[derive(Serialize, Deserialize)]
pub struct Msg { pub a: u32, pub b: std::rc::Rc<Option<u32>> }
//# from proxy
#[derive(Clone, Serialize, Deserialize)]
#[serde(from = "Option<u32>", into = "Option<u32>")] pub struct May(pub u32);
impl From<Option<u32>> for May { fn from(v: Option<u32>) -> Self { May(v.unwrap_or(0)) } }
impl From<May> for Option<u32> { fn from(v: May) -> Self { Some(v.0) } }
#[derive(Serialize, Deserialize)]
pub struct Msg { pub a: u32, pub b: May }
//# without
#[derive(Serialize, Deserialize)]
pub struct Msg { pub a: u32 }
//# with module
#[derive(Serialize, Deserialize)]
pub struct Msg { pub a: u32, #[serde(with = "same")] pub b: Option<u32> }
mod same {
    use serde::*;
    pub fn serialize<S: Serializer>(v: &Option<u32>, s: S) -> Result<S::Ok, S::Error> { v.serialize(s) }
    pub fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<Option<u32>, D::Error> { Option::<u32>::deserialize(d) }
}
//# with module and default
#[derive(Serialize, Deserialize)]
pub struct Msg { pub a: u32, #[serde(with = "same", default, skip_serializing_if = "Option::is_none")] pub b: Option<u32> }
mod same {
    use serde::*;
    pub fn serialize<S: Serializer>(v: &Option<u32>, s: S) -> Result<S::Ok, S::Error> { match v { Some(v) => s.serialize_some(v), None => s.serialize_none() } }
    pub fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<Option<u32>, D::Error> { Option::<u32>::deserialize(d) }
}

//= renames
//# plain
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, pub user_name: String, pub note: Option<String> }
//# user renamed
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(rename = "userName")] pub user_name: String, pub note: Option<String> }
//# user renamed with alias
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(rename = "userName", alias = "user_name")] pub user_name: String, pub note: Option<String> }
//# user ident changed with rename
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(rename = "user_name")] pub login: String, pub note: Option<String> }
//# rename deserialize only
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(rename(deserialize = "userName"))] pub user_name: String, pub note: Option<String> }
//# rename serialize and alias
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(rename(serialize = "userName"), alias = "userName")] pub user_name: String, pub note: Option<String> }
//# rename both apart
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(rename(serialize = "userName", deserialize = "user_name"))] pub user_name: String, pub note: Option<String> }
//# note renamed
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, pub user_name: String, #[serde(rename = "memo")] pub note: Option<String> }
//# note renamed with alias
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, pub user_name: String, #[serde(rename = "memo", alias = "note")] pub note: Option<String> }
//# note ident renamed
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, pub user_name: String, pub memo: Option<String> }
//# note ident renamed with rename
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, pub user_name: String, #[serde(rename = "note")] pub memo: Option<String> }
//# all camel
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")] pub struct Msg { pub id: u32, pub user_name: String, pub note: Option<String> }
//# all camel reading
#[derive(Serialize, Deserialize)]
#[serde(rename_all(deserialize = "camelCase"))] pub struct Msg { pub id: u32, pub user_name: String, pub note: Option<String> }
//# all camel writing with alias
#[derive(Serialize, Deserialize)]
#[serde(rename_all(serialize = "camelCase"))] pub struct Msg { pub id: u32, #[serde(alias = "userName")] pub user_name: String, pub note: Option<String> }
//# all screaming
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")] pub struct Msg { pub id: u32, pub user_name: String, pub note: Option<String> }
//# swapped
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(rename = "note")] pub user_name: String, #[serde(rename = "user_name")] pub note: Option<String> }
//# alias of sibling
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(alias = "note")] pub user_name: String }
//# raw ident
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, pub user_name: String, pub note: Option<String>, #[serde(default)] pub r#type: u8 }
//# raw ident by rename
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, pub user_name: String, pub note: Option<String>, #[serde(default, rename = "type")] pub kind: u8 }
//# all camel denying
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)] pub struct Msg { pub id: u32, pub user_name: String, pub note: Option<String> }

//= fields_split_and_merged
//# two
#[derive(Serialize, Deserialize)]
pub struct Msg { pub first: String, pub last: String }
//# one
#[derive(Serialize, Deserialize)]
pub struct Msg { pub name: String }
//# one by alias
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde(alias = "first")] pub name: String }
//# one by two aliases
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde(alias = "first", alias = "last")] pub name: String }
//# both ways
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde(default)] pub first: String, #[serde(default)] pub last: String, #[serde(default)] pub name: Option<String> }
//# alias swap
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde(rename = "last")] pub first: String, #[serde(rename = "first")] pub last: String }
//# optional
#[derive(Serialize, Deserialize)]
pub struct Msg { pub first: Option<String>, pub last: Option<String> }
//# deny
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)] pub struct Msg { pub first: String, #[serde(default)] pub last: String }
//# deny one
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)] pub struct Msg { pub first: String }
