//= odd_enum_attributes
//# plain
#[derive(Serialize, Deserialize)]
pub enum Msg { A, B(u32), C { x: u32 } }
//# alias of another
#[derive(Serialize, Deserialize)]
pub enum Msg { A, #[serde(alias = "A", alias = "D")] B(u32), C { x: u32 } }
//# alias of a gone one
#[derive(Serialize, Deserialize)]
pub enum Msg { #[serde(alias = "C")] A, B(u32) }
//# skipped but caught
#[derive(Serialize, Deserialize)]
pub enum Msg { A, #[serde(skip_deserializing)] B(u32), C { x: u32 }, #[serde(other)] Rest }
//# never written
#[derive(Serialize, Deserialize)]
pub enum Msg { A, B(u32), #[serde(skip_serializing)] C { x: u32 }, #[serde(skip)] D(u32) }
//# other with alias
#[derive(Serialize, Deserialize)]
pub enum Msg { A, #[serde(other, rename = "rest", alias = "B")] Rest }
//# payload by function
#[derive(Serialize, Deserialize)]
pub enum Msg { A, B(#[serde(deserialize_with = "text")] u32), C { #[serde(deserialize_with = "text")] x: u32 } }
fn text<'de, D: serde::Deserializer<'de>>(d: D) -> Result<u32, D::Error> { u32::deserialize(d) }
//# defaults in payloads
#[derive(Serialize, Deserialize)]
pub enum Msg { A, B(#[serde(default)] u32), C { #[serde(default)] x: u32, #[serde(default = "ten")] y: u32 } }
fn ten() -> u32 { 10 }
//# empty payloads
#[derive(Serialize, Deserialize)]
pub enum Msg { A(), B(()), C {} }
//# payloads of one
#[derive(Serialize, Deserialize)]
pub enum Msg { A((),), B((u32,)), C { x: (u32,) } }
//# skipped fields of payloads
#[derive(Serialize, Deserialize)]
pub enum Msg { A, B(#[serde(skip)] u32), C { #[serde(skip)] x: u32 } }
//# half skipped
#[derive(Serialize, Deserialize)]
pub enum Msg { A, B(u32, #[serde(skip)] u32), C { x: u32, #[serde(skip)] y: u32 } }
//# options and units
#[derive(Serialize, Deserialize)]
pub enum Msg { A(Option<()>), B(Option<u32>), C { x: Option<()> } }

//= other_with_payloads
//# plain
#[derive(Serialize, Deserialize)]
pub struct Msg { pub kind: Kind, pub list: Vec<Kind>, pub map: BTreeMap<Key, u32> }
#[derive(Serialize, Deserialize)]
#[serde(tag = "t")]
pub enum Kind { A, B { x: u32 } }
#[derive(Serialize, Deserialize, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key { X, Y }
//# other internal
#[derive(Serialize, Deserialize)]
pub struct Msg { pub kind: Kind, pub list: Vec<Kind>, pub map: BTreeMap<Key, u32> }
#[derive(Serialize, Deserialize)]
#[serde(tag = "t")]
pub enum Kind { A, #[serde(other)] Rest }
#[derive(Serialize, Deserialize, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key { X, #[serde(other)] Rest }
//# other adjacent
#[derive(Serialize, Deserialize)]
pub struct Msg { pub kind: Kind, pub list: Vec<Kind>, pub map: BTreeMap<Key, u32> }
#[derive(Serialize, Deserialize)]
#[serde(tag = "t", content = "x")]
pub enum Kind { A, B(u32), #[serde(other)] Rest }
#[derive(Serialize, Deserialize, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key { Y, X, Z }
//# untagged rest
#[derive(Serialize, Deserialize)]
pub struct Msg { pub kind: Kind, pub list: Vec<Kind>, pub map: BTreeMap<String, u32> }
#[derive(Serialize, Deserialize)]
#[serde(tag = "t")]
pub enum Kind { A, #[serde(untagged)] Rest { #[serde(default)] t: String, x: u32 } }
//# untagged rest of a map
#[derive(Serialize, Deserialize)]
pub struct Msg { pub kind: Kind, pub list: Vec<Kind>, pub map: BTreeMap<Key, u32> }
#[derive(Serialize, Deserialize)]
#[serde(tag = "t")]
pub enum Kind { A, C { x: u32 }, #[serde(untagged)] Rest(BTreeMap<String, serde_json::Value>) }
#[derive(Serialize, Deserialize, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[serde(untagged)]
pub enum Key { Known(Known), Other(String) }
#[derive(Serialize, Deserialize, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Known { X, Y }
//# two untagged rests
#[derive(Serialize, Deserialize)]
pub struct Msg { pub kind: Kind, pub list: Vec<Kind>, pub map: BTreeMap<Key, u32> }
#[derive(Serialize, Deserialize)]
#[serde(tag = "t")]
pub enum Kind { A, #[serde(untagged)] Text { x: String }, #[serde(untagged)] Number { x: u64 } }
#[derive(Serialize, Deserialize, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[serde(transparent)]
pub struct Key(pub String);

//= nested_untagged
//# plain
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Msg { Number(u32), Pair(u32, u32), Text(String), Inner(Inner) }
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Inner { Bool(bool), Tagged(Tagged) }
#[derive(Serialize, Deserialize)]
#[serde(tag = "t")]
pub enum Tagged { A { x: u8 }, B }
//# inner first
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Msg { Inner(Inner), Number(u32), Pair(u32, u32), Text(String) }
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Inner { Bool(bool), Tagged(Tagged) }
#[derive(Serialize, Deserialize)]
#[serde(tag = "t")]
pub enum Tagged { A { x: u8 }, B }
//# inner reads by position
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Msg { Inner(Inner), Number(u32), Pair(u32, u32), Text(String) }
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Inner { Bool(bool), Placed(Placed), Tagged(Tagged) }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub x: u32, #[serde(default)] pub y: u64 }
#[derive(Serialize, Deserialize)]
#[serde(tag = "t")]
pub enum Tagged { A { x: u8 }, B }
//# external inside
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Msg { Number(u32), Pair([u32; 2]), Ext(Ext), Text(String), Any(serde_json::Value) }
#[derive(Serialize, Deserialize)]
pub enum Ext { abc, x { t: u32 } }
//# narrow
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Msg { Number(u8), Pair(u8, u32), Text(String), Inner(Inner), Wide(f32), Other(BTreeMap<String, Option<u32>>) }
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Inner { Bool(bool), Tagged(Tagged) }
#[derive(Serialize, Deserialize)]
#[serde(tag = "t", deny_unknown_fields)]
pub enum Tagged { A { x: u8, #[serde(default)] y: u8 }, B }
//# skipped
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Msg { Number(u32), #[serde(skip)] Pair(u32, u32), #[serde(skip_deserializing)] Text(String), Inner(Inner), Chars(Vec<u64>), Key(char) }
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Inner { Bool(bool), Tagged(Tagged) }
#[derive(Serialize, Deserialize)]
#[serde(tag = "t")]
pub enum Tagged { A { x: u8 }, B }
//# in a list
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Msg { One(Item), Many(Vec<Item>) }
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Item { Number(u32), Text(String), Bool(bool), Tagged { t: String, x: Option<u8> } }
//# options
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Msg { Number(Option<u32>), Unit, Pair((u32, u32)), Text(String), Inner(Option<Inner>) }
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Inner { Bool(bool), Tagged(Tagged) }
#[derive(Serialize, Deserialize)]
#[serde(tag = "t")]
pub enum Tagged { A { x: u8 }, B }

//= internal_newtypes_of_anything
//# struct
#[derive(Serialize, Deserialize)]
#[serde(tag = "t")]
pub enum Msg { A(Inner), B }
#[derive(Serialize, Deserialize)]
pub struct Inner { pub x: u32 }
//# for T in Box<Inner> | Clear | Wrapped | Keyed | BTreeMap<String, u32> | BTreeMap<String, String> | BTreeMap<String, serde_json::Value> | serde_json::Map<String, serde_json::Value> | () | Unit | Tagged | External | Untagged | WithRest | Renamed | Strict | Empty
#[derive(Serialize, Deserialize)]
#[serde(tag = "t")]
pub enum Msg { A({T}), B }
#[derive(Serialize, Deserialize)]
pub struct Inner { pub x: u32 }
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub struct Clear { pub inner: Box<Inner> }
#[derive(Serialize, Deserialize)]
pub struct Wrapped(pub Inner);
#[derive(Serialize, Deserialize)]
pub struct Keyed { #[serde(default)] pub t: Option<String>, pub x: u32 }
#[derive(Serialize, Deserialize)]
pub struct Unit;
#[derive(Serialize, Deserialize)]
#[serde(tag = "u")]
pub enum Tagged { X { x: u32 }, Y }
#[derive(Serialize, Deserialize)]
pub enum External { x(u32), y {} }
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Untagged { X { x: u32 }, Y { y: u32 }, Unit {} }
#[derive(Serialize, Deserialize)]
pub struct WithRest { #[serde(flatten)] pub inner: Inner, #[serde(flatten)] pub rest: BTreeMap<String, u32> }
#[derive(Serialize, Deserialize)]
#[serde(tag = "name", rename = "Thing")]
pub struct Renamed { pub x: u32 }
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Strict { pub x: u32 }
#[derive(Serialize, Deserialize)]
pub struct Empty {}

//= adjacent_newtypes_of_anything
//# struct
#[derive(Serialize, Deserialize)]
#[serde(tag = "t", content = "c")]
pub enum Msg { A(Inner), B }
#[derive(Serialize, Deserialize)]
pub struct Inner { #[serde(default)] pub x: u32 }
//# for T in Option<Inner> | () | Option<()> | serde_json::Value | Unit | BTreeMap<u32, u32> | BTreeMap<String, u32> | Vec<u32> | [u32; 1] | (u32,) | Untagged | Option<Untagged> | std::marker::PhantomData<u32> | f32 | u128 | char | Box<Option<Inner>> | Empty
#[derive(Serialize, Deserialize)]
#[serde(tag = "t", content = "c")]
pub enum Msg { A({T}), B }
#[derive(Serialize, Deserialize)]
pub struct Inner { #[serde(default)] pub x: u32 }
#[derive(Serialize, Deserialize)]
pub struct Unit;
#[derive(Serialize, Deserialize)]
pub struct Empty {}
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Untagged { X { x: u32 }, Y(u64) }
//# struct variant
#[derive(Serialize, Deserialize)]
#[serde(tag = "t", content = "c")]
pub enum Msg { A { #[serde(default)] x: u32 }, B {} }
//# all denied
#[derive(Serialize, Deserialize)]
#[serde(tag = "t", content = "c", deny_unknown_fields)]
pub enum Msg { A { #[serde(default)] x: u32 }, B }
//# keys exchanged
#[derive(Serialize, Deserialize)]
#[serde(tag = "c", content = "t")]
pub enum Msg { A(Inner), B }
#[derive(Serialize, Deserialize)]
pub struct Inner { #[serde(default)] pub x: u32 }
//# as a struct
#[derive(Serialize, Deserialize)]
pub struct Msg { pub t: Name, #[serde(default, skip_serializing_if = "Option::is_none")] pub c: Option<BTreeMap<String, u32>> }
#[derive(Serialize, Deserialize)]
pub enum Name { A, B }
//# flattened
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde(flatten)] pub of: Of, #[serde(default)] pub more: Option<u32> }
#[derive(Serialize, Deserialize)]
#[serde(tag = "t", content = "c")]
pub enum Of { A(Inner), B }
#[derive(Serialize, Deserialize)]
pub struct Inner { #[serde(default)] pub x: u32 }
