//= flatten_structs
//# plain
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, pub a: u32, pub b: Option<String> }
//# flattened
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(flatten)] pub inner: Inner }
#[derive(Serialize, Deserialize)]
pub struct Inner { pub a: u32, pub b: Option<String> }
//# flattened twice
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(flatten)] pub first: First, #[serde(flatten)] pub second: Second }
#[derive(Serialize, Deserialize)]
pub struct First { pub a: u32 }
#[derive(Serialize, Deserialize)]
pub struct Second { pub b: Option<String> }
//# flattened in flattened
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(flatten)] pub first: First }
#[derive(Serialize, Deserialize)]
pub struct First { pub a: u32, #[serde(flatten)] pub second: Second }
#[derive(Serialize, Deserialize)]
pub struct Second { pub b: Option<String> }
//# optional
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(flatten)] pub inner: Option<Inner> }
#[derive(Serialize, Deserialize)]
pub struct Inner { pub a: u32, pub b: Option<String> }
//# optional with all optional
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(flatten)] pub inner: Option<Inner> }
#[derive(Serialize, Deserialize)]
pub struct Inner { pub a: Option<u32>, pub b: Option<String> }
//# default beside
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(flatten, default)] pub inner: Inner }
#[derive(Default, Serialize, Deserialize)]
pub struct Inner { pub a: u32, pub b: Option<String> }
//# inner container default
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(flatten)] pub inner: Inner }
#[derive(Default, Serialize, Deserialize)]
#[serde(default)] pub struct Inner { pub a: u32, pub b: Option<String> }
//# inner denies
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(flatten)] pub inner: Inner }
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)] pub struct Inner { pub a: u32, pub b: Option<String> }
//# outer camel
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")] pub struct Msg { pub id: u32, #[serde(flatten)] pub inner: Inner }
#[derive(Serialize, Deserialize)]
pub struct Inner { pub a: u32, pub b: Option<String> }
//# inner upper
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(flatten)] pub inner: Inner }
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")] pub struct Inner { pub a: u32, pub b: Option<String> }
//# with rest
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(flatten)] pub inner: Inner, #[serde(flatten)] pub rest: HashMap<String, serde_json::Value> }
#[derive(Serialize, Deserialize)]
pub struct Inner { pub a: u32, pub b: Option<String> }
//# only rest
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(flatten)] pub rest: BTreeMap<String, serde_json::Value> }
//# rest of numbers
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(flatten)] pub rest: HashMap<String, u32> }
//# rest of strings
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, pub a: u32, #[serde(flatten)] pub rest: HashMap<String, String> }
//# rest value
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(flatten)] pub rest: serde_json::Value }
//# rest json map
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(flatten)] pub rest: serde_json::Map<String, serde_json::Value> }
//# boxed
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(flatten)] pub inner: Box<Inner> }
#[derive(Serialize, Deserialize)]
pub struct Inner { pub a: u32, pub b: Option<String> }
//# newtype of inner
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(flatten)] pub inner: Wrap }
#[derive(Serialize, Deserialize)]
#[serde(transparent)] pub struct Wrap(pub Inner);
#[derive(Serialize, Deserialize)]
pub struct Inner { pub a: u32, pub b: Option<String> }
//# skip serializing
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(flatten, skip_serializing)] pub inner: Inner }
#[derive(Serialize, Deserialize)]
pub struct Inner { #[serde(default)] pub a: u32, pub b: Option<String> }
//# skip if none
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(flatten, skip_serializing_if = "Option::is_none")] pub inner: Option<Inner> }
#[derive(Serialize, Deserialize)]
pub struct Inner { pub a: u32, #[serde(skip_serializing_if = "Option::is_none")] pub b: Option<String> }
//# unit
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, pub a: u32, pub b: Option<String>, #[serde(flatten)] pub nothing: () }
//# tagged inner
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(flatten)] pub inner: Inner }
#[derive(Serialize, Deserialize)]
#[serde(tag = "a")] pub struct Inner { pub b: Option<String> }
//# duplicate key
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, pub a: u32, #[serde(flatten)] pub inner: Inner }
#[derive(Serialize, Deserialize)]
pub struct Inner { pub a: u32, pub b: Option<String> }
//# alias inside
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(flatten)] pub inner: Inner }
#[derive(Serialize, Deserialize)]
pub struct Inner { #[serde(alias = "a")] pub amount: u32, pub b: Option<String> }
//# big
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(flatten)] pub inner: Inner }
#[derive(Serialize, Deserialize)]
pub struct Inner { pub a: u128, pub b: Option<String> }
//# deny outside
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)] pub struct Msg { pub id: u32, #[serde(flatten)] pub inner: Inner }
#[derive(Serialize, Deserialize)]
pub struct Inner { pub a: u32, pub b: Option<String> }
//# deny plain
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)] pub struct Msg { pub id: u32, pub a: u32, pub b: Option<String> }
//# one more required
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(flatten)] pub inner: Inner }
#[derive(Serialize, Deserialize)]
pub struct Inner { pub a: u32, pub b: Option<String>, pub c: u8 }

//= flatten_enums
//# external
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(flatten)] pub kind: Kind }
#[derive(Serialize, Deserialize)]
pub enum Kind { Text(String), Number { n: u32 }, Pair(u8, u8) }
//# external with unit
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(flatten)] pub kind: Kind }
#[derive(Serialize, Deserialize)]
pub enum Kind { Text(String), Number { n: u32 }, Pair(u8, u8), None }
//# external optional
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(flatten)] pub kind: Option<Kind> }
#[derive(Serialize, Deserialize)]
pub enum Kind { Text(String), Number { n: u32 }, Pair(u8, u8) }
//# external with other
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(flatten)] pub kind: Kind }
#[derive(Serialize, Deserialize)]
pub enum Kind { Text(String), Number { n: u32 }, #[serde(other)] Rest }
//# external more
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(flatten)] pub kind: Kind }
#[derive(Serialize, Deserialize)]
pub enum Kind { Text(String), Number { n: u32 }, Pair(u8, u8), More(bool) }
//# options
#[allow(non_snake_case)]
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(default, skip_serializing_if = "Option::is_none")] pub Text: Option<String>, #[serde(default, skip_serializing_if = "Option::is_none")] pub Pair: Option<(u8, u8)> }
//# internal
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(flatten)] pub kind: Kind }
#[derive(Serialize, Deserialize)]
#[serde(tag = "type")] pub enum Kind { Text { text: String }, Number { n: u32 }, None }
//# internal more
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(flatten)] pub kind: Kind }
#[derive(Serialize, Deserialize)]
#[serde(tag = "type")] pub enum Kind { Text { text: String }, Number { n: u32 }, None, More { text: String } }
//# internal with other
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(flatten)] pub kind: Kind }
#[derive(Serialize, Deserialize)]
#[serde(tag = "type")] pub enum Kind { Text { text: String }, #[serde(other)] Rest }
//# internal optional
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(flatten)] pub kind: Option<Kind> }
#[derive(Serialize, Deserialize)]
#[serde(tag = "type")] pub enum Kind { Text { text: String }, Number { n: u32 }, None }
//# internal nested
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, pub kind: Kind }
#[derive(Serialize, Deserialize)]
#[serde(tag = "type")] pub enum Kind { Text { text: String }, Number { n: u32 }, None }
//# internal number keys
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(flatten)] pub kind: Kind }
#[derive(Serialize, Deserialize)]
#[serde(tag = "type")] pub enum Kind { Text { text: String }, Number { n: HashMap<u32, u32> }, None }
//# adjacent
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(flatten)] pub kind: Kind }
#[derive(Serialize, Deserialize)]
#[serde(tag = "type", content = "data")] pub enum Kind { Text(String), Number { n: u32 }, None }
//# adjacent other content
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(flatten)] pub kind: Kind }
#[derive(Serialize, Deserialize)]
#[serde(tag = "type", content = "body")] pub enum Kind { Text(String), Number { n: u32 }, None }
//# untagged
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(flatten)] pub kind: Kind }
#[derive(Serialize, Deserialize)]
#[serde(untagged)] pub enum Kind { Text { text: String }, Number { n: u32 } }
//# untagged more
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(flatten)] pub kind: Kind }
#[derive(Serialize, Deserialize)]
#[serde(untagged)] pub enum Kind { Text { text: String }, Number { n: u32 }, Both { text: String, n: u32 } }
//# untagged optional fields
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(flatten)] pub kind: Kind }
#[derive(Serialize, Deserialize)]
#[serde(untagged)] pub enum Kind { Text { text: Option<String> }, Number { n: u32 } }
//# two enums
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(flatten)] pub kind: Kind, #[serde(flatten)] pub rest: HashMap<String, serde_json::Value> }
#[derive(Serialize, Deserialize)]
#[serde(tag = "type")] pub enum Kind { Text { text: String }, Number { n: u32 }, None }

//= flatten_generic
//# parameter
#[derive(Serialize, Deserialize)]
pub struct Env<T> { pub id: u32, #[serde(flatten)] pub body: T }
#[derive(Serialize, Deserialize)]
pub struct Body { pub text: String }
pub type Msg = Env<Body>;
//# other body
#[derive(Serialize, Deserialize)]
pub struct Env<T> { pub id: u32, #[serde(flatten)] pub body: T }
#[derive(Serialize, Deserialize)]
pub struct Body { pub text: String, pub lang: Option<String> }
pub type Msg = Env<Body>;
//# option
#[derive(Serialize, Deserialize)]
pub struct Env<T> { pub id: u32, #[serde(flatten)] pub body: Option<T> }
#[derive(Serialize, Deserialize)]
pub struct Body { pub text: String }
pub type Msg = Env<Body>;
//# map
#[derive(Serialize, Deserialize)]
pub struct Env<T> { pub id: u32, #[serde(flatten)] pub body: T }
pub type Msg = Env<HashMap<String, String>>;
//# value
#[derive(Serialize, Deserialize)]
pub struct Env<T> { pub id: u32, #[serde(flatten)] pub body: T }
pub type Msg = Env<serde_json::Value>;
//# enum
#[derive(Serialize, Deserialize)]
pub struct Env<T> { pub id: u32, #[serde(flatten)] pub body: T }
#[derive(Serialize, Deserialize)]
#[serde(tag = "t")] pub enum Body { A { text: String }, B { text: String, n: u32 } }
pub type Msg = Env<Body>;
//# by hand
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, pub text: String }
//# env in env
#[derive(Serialize, Deserialize)]
pub struct Env<T> { pub id: u32, #[serde(flatten)] pub body: T }
#[derive(Serialize, Deserialize)]
pub struct Text { pub text: String }
#[derive(Serialize, Deserialize)]
pub struct Meta { #[serde(default)] pub trace: Option<String>, #[serde(flatten)] pub rest: Text }
pub type Msg = Env<Meta>;

//= flatten_without_contents
//# pair or nothing
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(flatten)] pub kind: Kind }
#[derive(Serialize, Deserialize)]
#[serde(untagged)] pub enum Kind { Pair(bool, String), Nothing }
//# struct or nothing
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(flatten)] pub kind: Kind }
#[derive(Serialize, Deserialize)]
#[serde(untagged)] pub enum Kind { Named { name: String }, Nothing }
//# struct
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, pub name: String }
//# optional
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, pub name: Option<String> }
//# id
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32 }

//= flatten_maps_of_things
//# numbers
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(flatten)] pub counts: BTreeMap<String, u64> }
//# optional numbers
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(flatten)] pub counts: BTreeMap<String, Option<u64>> }
//# typed keys
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(flatten)] pub counts: BTreeMap<Key, u64> }
#[derive(PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Key { A, B }
//# number keys
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(flatten)] pub counts: BTreeMap<u32, u64> }
//# newtype keys
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(flatten)] pub counts: HashMap<Name, u64> }
#[derive(PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Name(pub String);
//# sibling joined
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(default)] pub total: u64, #[serde(flatten)] pub counts: BTreeMap<String, u64> }
//# optional text joined
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, pub abc: Option<String>, #[serde(flatten)] pub counts: BTreeMap<String, u64> }
//# optional number joined
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, pub abc: Option<u64>, #[serde(flatten)] pub counts: BTreeMap<String, u64> }
//# text with default only
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(default)] pub abc: String }
//# sibling text joined
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, pub note: String, #[serde(flatten)] pub counts: BTreeMap<String, u64> }
//# optional sibling joined
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, pub note: Option<String>, #[serde(flatten)] pub counts: BTreeMap<String, u64> }
//# nested
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, pub counts: BTreeMap<String, u64> }
//# none
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32 }
//# strict
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)] pub struct Msg { pub id: u32 }
//# structs
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(flatten)] pub counts: BTreeMap<String, Count> }
#[derive(Serialize, Deserialize)]
pub struct Count { pub n: u64 }
//# skipped if empty
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(flatten, skip_serializing_if = "BTreeMap::is_empty")] pub counts: BTreeMap<String, u64> }
//# indexmap
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(flatten)] pub counts: indexmap::IndexMap<String, u64> }
