//= external_variants
//# base
#[derive(Serialize, Deserialize)]
pub enum Msg { Ping, Move { x: i32, y: i32 }, Text(String), Pair(u8, u8) }
//# struct to tuple
#[derive(Serialize, Deserialize)]
pub enum Msg { Ping, Move(i32, i32), Text(String), Pair { a: u8, b: u8 } }
//# newtype of struct
#[derive(Serialize, Deserialize)]
pub enum Msg { Ping, Move(Point), Text(String), Pair(Both) }
#[derive(Serialize, Deserialize)]
pub struct Point { pub x: i32, pub y: i32 }
#[derive(Serialize, Deserialize)]
pub struct Both(pub u8, pub u8);
//# ping empty struct
#[derive(Serialize, Deserialize)]
pub enum Msg { Ping {}, Move { x: i32, y: i32 }, Text(String), Pair(u8, u8) }
//# ping empty tuple
#[derive(Serialize, Deserialize)]
pub enum Msg { Ping(), Move { x: i32, y: i32 }, Text(String), Pair(u8, u8) }
//# ping unit payload
#[derive(Serialize, Deserialize)]
pub enum Msg { Ping(()), Move { x: i32, y: i32 }, Text(String), Pair(u8, u8) }
//# ping option payload
#[derive(Serialize, Deserialize)]
pub enum Msg { Ping(Option<u8>), Move { x: i32, y: i32 }, Text(String), Pair((u8, u8)) }
//# text optional
#[derive(Serialize, Deserialize)]
pub enum Msg { Ping, Move { x: i32, y: i32 }, Text(Option<String>), Pair(u8, u8) }
//# struct with default
#[derive(Serialize, Deserialize)]
pub enum Msg { Ping, Move { x: i32, #[serde(default)] y: i32, #[serde(default)] z: i32 }, Text(String), Pair(u8, u8) }
//# pair with third defaulted
#[derive(Serialize, Deserialize)]
pub enum Msg { Ping, Move { x: i32, y: i32 }, Text(String), Pair(u8, u8, #[serde(default)] u8) }
//# pair skipping
#[derive(Serialize, Deserialize)]
pub enum Msg { Ping, Move { x: i32, #[serde(skip)] y: i32 }, Text(String), Pair(u8, #[serde(skip)] u8) }
//# strict
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)] pub enum Msg { Ping, Move { x: i32 }, Text(String), Pair(u8, u8) }
//# with other
#[derive(Serialize, Deserialize)]
pub enum Msg { Ping, Move { x: i32, y: i32 }, #[serde(other)] Rest }
//# with untagged rest
#[derive(Serialize, Deserialize)]
pub enum Msg { Ping, Move { x: i32, y: i32 }, Text(String), Pair(u8, u8), #[serde(untagged)] Rest(serde_json::Value) }
//# with untagged string
#[derive(Serialize, Deserialize)]
pub enum Msg { Ping, Move { x: i32, y: i32 }, Text(String), Pair(u8, u8), #[serde(untagged)] Word(String) }
//# variant skipped
#[derive(Serialize, Deserialize)]
pub enum Msg { Ping, Move { x: i32, y: i32 }, #[serde(skip)] Text(String), Pair(u8, u8) }
//# variant not written
#[derive(Serialize, Deserialize)]
pub enum Msg { Ping, Move { x: i32, y: i32 }, #[serde(skip_serializing)] Text(String), Pair(u8, u8) }
//# variant not read
#[derive(Serialize, Deserialize)]
pub enum Msg { Ping, Move { x: i32, y: i32 }, #[serde(skip_deserializing)] Text(String), Pair(u8, u8) }
//# snake
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")] pub enum Msg { Ping, Move { x: i32, y: i32 }, Text(String), Pair(u8, u8) }
//# snake with aliases
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")] pub enum Msg { #[serde(alias = "Ping")] Ping, #[serde(alias = "Move")] Move { x: i32, y: i32 }, #[serde(alias = "Text")] Text(String), #[serde(alias = "Pair")] Pair(u8, u8) }
//# fields renamed
#[derive(Serialize, Deserialize)]
#[serde(rename_all_fields = "UPPERCASE")] pub enum Msg { Ping, Move { x: i32, y: i32 }, Text(String), Pair(u8, u8) }
//# variant rename_all
#[derive(Serialize, Deserialize)]
pub enum Msg { Ping, #[serde(rename_all = "UPPERCASE")] Move { x: i32, y: i32 }, Text(String), Pair(u8, u8) }
//# split rename
#[derive(Serialize, Deserialize)]
pub enum Msg { #[serde(rename(serialize = "ping"))] Ping, Move { x: i32, y: i32 }, Text(String), Pair(u8, u8) }
//# split rename with alias
#[derive(Serialize, Deserialize)]
pub enum Msg { #[serde(rename(serialize = "ping"), alias = "ping")] Ping, Move { x: i32, y: i32 }, Text(String), Pair(u8, u8) }
//# reordered
#[derive(Serialize, Deserialize)]
pub enum Msg { Pair(u8, u8), Text(String), Ping, Move { y: i32, x: i32 } }
//# boxed and wider
#[derive(Serialize, Deserialize)]
pub enum Msg { Ping, Move { x: i64, y: Box<i32> }, Text(Box<str>), Pair(u16, u8) }

//= unit_enums
//# base
#[derive(Serialize, Deserialize)]
pub enum Msg { Open, Paid }
//# more
#[derive(Serialize, Deserialize)]
pub enum Msg { Open, Paid, Sent }
//# more with other
#[derive(Serialize, Deserialize)]
pub enum Msg { Open, Paid, Sent, #[serde(other)] Other }
//# other is paid
#[derive(Serialize, Deserialize)]
pub enum Msg { Open, #[serde(other)] Paid }
//# discriminants
#[derive(Serialize, Deserialize)]
pub enum Msg { Open = 5, Paid = 3 }
//# repr
#[derive(Serialize, Deserialize)]
#[repr(u8)] pub enum Msg { Open = 1, Paid }
//# non exhaustive
#[derive(Clone, Serialize, Deserialize)]
#[non_exhaustive] pub enum Msg { Paid, Open }
//# renamed to each other
#[derive(Serialize, Deserialize)]
pub enum Msg { #[serde(rename = "Paid")] Open, #[serde(rename = "Open")] Paid }
//# lower
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")] pub enum Msg { Open, Paid }
//# lower reading both
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")] pub enum Msg { #[serde(alias = "Open")] Open, #[serde(alias = "Paid")] Paid }
//# lower reading only
#[derive(Serialize, Deserialize)]
#[serde(rename_all(deserialize = "lowercase"))] pub enum Msg { Open, Paid }
//# string
pub type Msg = String;
//# newtype string
#[derive(Serialize, Deserialize)]
pub struct Msg(pub String);
//# option of enum
#[derive(Serialize, Deserialize)]
pub enum Status { Open, Paid }
pub type Msg = Option<Status>;
//# untagged text
#[derive(Serialize, Deserialize)]
#[serde(untagged)] pub enum Msg { Known(Known), Other(String) }
#[derive(Serialize, Deserialize)]
pub enum Known { Open, Paid }
//# empty structs
#[derive(Serialize, Deserialize)]
pub enum Msg { Open {}, Paid {} }
//# data joined
#[derive(Serialize, Deserialize)]
pub enum Msg { Open, Paid { at: u64 } }
//# bool
pub type Msg = bool;
//# adjacent
#[derive(Serialize, Deserialize)]
#[serde(tag = "t", content = "c")] pub enum Msg { Open, Paid }
//# internal
#[derive(Serialize, Deserialize)]
#[serde(tag = "t")] pub enum Msg { Open, Paid }
//# internal empty structs
#[derive(Serialize, Deserialize)]
#[serde(tag = "t")] pub enum Msg { Open {}, Paid {} }
//# adjacent empty structs
#[derive(Serialize, Deserialize)]
#[serde(tag = "t", content = "c")] pub enum Msg { Open {}, Paid {} }
//# untagged units
#[derive(Serialize, Deserialize)]
#[serde(untagged)] pub enum Msg { Open, Paid }
//# value
pub type Msg = serde_json::Value;

//= internal_payloads
//# base
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")] pub enum Msg { Ping, Move { x: i32 }, Text(Text), Map(HashMap<String, u32>) }
#[derive(Serialize, Deserialize)]
pub struct Text { pub text: String }
//# content of text optional
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")] pub enum Msg { Ping, Move { x: i32 }, Text(Text), Map(HashMap<String, u32>) }
#[derive(Serialize, Deserialize)]
pub struct Text { pub text: Option<String>, #[serde(default)] pub lang: String }
//# struct variants
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")] pub enum Msg { Ping {}, Move { x: i32 }, Text { text: String }, Map {} }
//# strict payload
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")] pub enum Msg { Ping, Move { x: i32 }, Text(Text), Map(HashMap<String, u32>) }
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)] pub struct Text { pub text: String }
//# strict enum
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", deny_unknown_fields)] pub enum Msg { Ping, Move { x: i32 }, Text(Text), Map(HashMap<String, u32>) }
#[derive(Serialize, Deserialize)]
pub struct Text { pub text: String }
//# big number
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")] pub enum Msg { Ping, Move { x: u128 }, Text(Text) }
#[derive(Serialize, Deserialize)]
pub struct Text { pub text: String }
//# number keys
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")] pub enum Msg { Ping, Move { x: i32 }, Text(Text), Map(HashMap<u32, u32>) }
#[derive(Serialize, Deserialize)]
pub struct Text { pub text: String }
//# nested number keys
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")] pub enum Msg { Ping, Move { x: i32 }, Text(Text), Map { by: HashMap<u32, u32> } }
#[derive(Serialize, Deserialize)]
pub struct Text { pub text: String }
//# external nested number keys
#[derive(Serialize, Deserialize)]
pub enum Msg { Ping, Move { x: i32 }, Map { by: HashMap<u32, u32> } }
//# tag in payload
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")] pub enum Msg { Ping, Move { x: i32 }, Text(Text) }
#[derive(Serialize, Deserialize)]
pub struct Text { pub text: String, pub kind: String }
//# nested internal other tag
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")] pub enum Msg { Ping, Text(Inner) }
#[derive(Serialize, Deserialize)]
#[serde(tag = "sub")] pub enum Inner { A { text: String }, B }
//# nested internal same tag
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")] pub enum Msg { Ping, Text(Inner) }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")] pub enum Inner { A { text: String } }
//# newtype of external enum
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")] pub enum Msg { Ping, Text(Inner) }
#[derive(Serialize, Deserialize)]
pub enum Inner { A { text: String }, B(u32), C }
//# newtype of untagged enum
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")] pub enum Msg { Ping, Text(Inner) }
#[derive(Serialize, Deserialize)]
#[serde(untagged)] pub enum Inner { A { text: String }, B { number: u32 } }
//# unit payloads
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")] pub enum Msg { Ping(()), Move(Unit) }
#[derive(Serialize, Deserialize)]
pub struct Unit;
//# with other
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")] pub enum Msg { Ping, Move { x: i32 }, #[serde(other)] Rest }
//# with untagged rest
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")] pub enum Msg { Ping, Move { x: i32 }, #[serde(untagged)] Rest(serde_json::Value) }
//# with untagged text
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")] pub enum Msg { Ping, Move { x: i32 }, Text(Text), #[serde(untagged)] Plain { text: String } }
#[derive(Serialize, Deserialize)]
pub struct Text { pub text: String }
//# other tag key
#[derive(Serialize, Deserialize)]
#[serde(tag = "type")] pub enum Msg { Ping, Move { x: i32 }, Text(Text) }
#[derive(Serialize, Deserialize)]
pub struct Text { pub text: String }
//# flattened in a struct
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde(flatten)] pub kind: Kind }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")] pub enum Kind { Ping, Move { x: i32 }, Text { text: String } }
//# flattened with sibling
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: Option<u32>, #[serde(flatten)] pub kind: Kind }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")] pub enum Kind { Ping, Move { x: i32 }, Text { text: String } }
//= adjacent_payloads
//# base
#[derive(Serialize, Deserialize)]
#[serde(tag = "t", content = "c")] pub enum Msg { Ping, One(u32), Two(u32, u32), Rec { a: u32 } }
//# one optional
#[derive(Serialize, Deserialize)]
#[serde(tag = "t", content = "c")] pub enum Msg { Ping, One(Option<u32>), Two(u32, u32), Rec { a: u32 } }
//# ping optional payload
#[derive(Serialize, Deserialize)]
#[serde(tag = "t", content = "c")] pub enum Msg { Ping(Option<u32>), One(u32), Two(u32, u32), Rec { a: u32 } }
//# ping unit payload
#[derive(Serialize, Deserialize)]
#[serde(tag = "t", content = "c")] pub enum Msg { Ping(()), One(u32), Two(u32, u32), Rec { a: u32 } }
//# ping empty struct
#[derive(Serialize, Deserialize)]
#[serde(tag = "t", content = "c")] pub enum Msg { Ping {}, One(u32), Two(u32, u32), Rec { a: u32 } }
//# rec all optional
#[derive(Serialize, Deserialize)]
#[serde(tag = "t", content = "c")] pub enum Msg { Ping, One(u32), Two(u32, #[serde(default)] u32), Rec { a: Option<u32>, #[serde(default)] b: u32 } }
//# strict
#[derive(Serialize, Deserialize)]
#[serde(tag = "t", content = "c", deny_unknown_fields)] pub enum Msg { Ping, One(u32), Two(u32, u32), Rec { a: u32 } }
//# other content key
#[derive(Serialize, Deserialize)]
#[serde(tag = "t", content = "data")] pub enum Msg { Ping, One(u32), Two(u32, u32), Rec { a: u32 } }
//# other tag key
#[derive(Serialize, Deserialize)]
#[serde(tag = "type", content = "c")] pub enum Msg { Ping, One(u32), Two(u32, u32), Rec { a: u32 } }
//# with other
#[derive(Serialize, Deserialize)]
#[serde(tag = "t", content = "c")] pub enum Msg { Ping, One(u32), #[serde(other)] Rest }
//# with untagged
#[derive(Serialize, Deserialize)]
#[serde(tag = "t", content = "c")] pub enum Msg { Ping, One(u32), #[serde(untagged)] Rest(serde_json::Value) }
//# number keys
#[derive(Serialize, Deserialize)]
#[serde(tag = "t", content = "c")] pub enum Msg { Ping, One(u32), Two(u32, u32), Rec { a: u32 }, Map(HashMap<u32, u32>) }
//# external
#[derive(Serialize, Deserialize)]
pub enum Msg { Ping, One(u32), Two(u32, u32), Rec { a: u32 } }
//# internal
#[derive(Serialize, Deserialize)]
#[serde(tag = "t")] pub enum Msg { Ping, Rec { a: u32 } }
//# internal nested content
#[derive(Serialize, Deserialize)]
#[serde(tag = "t")] pub enum Msg { Ping, One { c: u32 }, Rec { c: Inner } }
#[derive(Serialize, Deserialize)]
pub struct Inner { pub a: u32 }
//# struct
#[derive(Serialize, Deserialize)]
pub struct Msg { pub t: String, pub c: Option<serde_json::Value> }
//# struct of enum
#[derive(Serialize, Deserialize)]
pub struct Msg { pub t: T, #[serde(default)] pub c: Option<u32> }
#[derive(Serialize, Deserialize)]
pub enum T { Ping, One }
//# flattened
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: Option<u8>, #[serde(flatten)] pub e: E }
#[derive(Serialize, Deserialize)]
#[serde(tag = "t", content = "c")] pub enum E { Ping, One(u32), Two(u32, u32), Rec { a: u32 } }

//= untagged_order
//# base
#[derive(Serialize, Deserialize)]
#[serde(untagged)] pub enum Msg { Int(i64), Float(f64), Text(String), List(Vec<u32>) }
//# float first
#[derive(Serialize, Deserialize)]
#[serde(untagged)] pub enum Msg { Float(f64), Int(i64), Text(String), List(Vec<u32>) }
//# narrow
#[derive(Serialize, Deserialize)]
#[serde(untagged)] pub enum Msg { Int(i32), Float(f64), Text(String), List(Vec<u32>) }
//# unsigned
#[derive(Serialize, Deserialize)]
#[serde(untagged)] pub enum Msg { Int(u64), Text(String), List(Vec<u32>) }
//# with bool
#[derive(Serialize, Deserialize)]
#[serde(untagged)] pub enum Msg { Flag(bool), Int(i64), Float(f64), Text(String), List(Vec<u32>) }
//# with unit
#[derive(Serialize, Deserialize)]
#[serde(untagged)] pub enum Msg { None, Int(i64), Float(f64), Text(String), List(Vec<u32>) }
//# with option
#[derive(Serialize, Deserialize)]
#[serde(untagged)] pub enum Msg { Int(Option<i64>), Float(f64), Text(String), List(Vec<u32>) }
//# struct by position
#[derive(Serialize, Deserialize)]
#[serde(untagged)] pub enum Msg { Int(i64), Float(f64), Text(String), Pair { a: u32, #[serde(default)] b: u32 }, List(Vec<u32>) }
//# enum names first
#[derive(Serialize, Deserialize)]
#[serde(untagged)] pub enum Msg { Known(Known), Int(i64), Float(f64), Text(String), List(Vec<u32>) }
#[derive(Serialize, Deserialize)]
pub enum Known { Abc, Open }
//# char first
#[derive(Serialize, Deserialize)]
#[serde(untagged)] pub enum Msg { Letter(char), Int(i64), Float(f64), Text(String), List(Vec<u32>) }
//# catch all
#[derive(Serialize, Deserialize)]
#[serde(untagged)] pub enum Msg { Int(i64), Any(serde_json::Value) }
//# tuple
#[derive(Serialize, Deserialize)]
#[serde(untagged)] pub enum Msg { Int(i64), Float(f64), Text(String), Two(u32, u32), List(Vec<u32>) }
//# map keys
#[derive(Serialize, Deserialize)]
#[serde(untagged)] pub enum Msg { Int(i64), Float(f64), Text(String), Map(HashMap<u32, u32>), List(Vec<u32>) }
//# plain
pub type Msg = i64;
//# string
pub type Msg = String;
//# value
pub type Msg = serde_json::Value;
//# big
#[derive(Serialize, Deserialize)]
#[serde(untagged)] pub enum Msg { Int(i128), Text(String), List(Vec<u32>) }

//= untagged_structs
//# base
#[derive(Serialize, Deserialize)]
#[serde(untagged)] pub enum Msg { Full { id: u32, name: String }, Short { id: u32 } }
//# short first
#[derive(Serialize, Deserialize)]
#[serde(untagged)] pub enum Msg { Short { id: u32 }, Full { id: u32, name: String } }
//# strict short first
#[derive(Serialize, Deserialize)]
#[serde(untagged)] pub enum Msg { Short(Short), Full { id: u32, name: String } }
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)] pub struct Short { pub id: u32 }
//# strict by enum
#[derive(Serialize, Deserialize)]
#[serde(untagged, deny_unknown_fields)] pub enum Msg { Short { id: u32 }, Full { id: u32, name: String } }
//# optional
#[derive(Serialize, Deserialize)]
#[serde(untagged)] pub enum Msg { Full { id: u32, name: Option<String> }, Short { id: u32 } }
//# three
#[derive(Serialize, Deserialize)]
#[serde(untagged)] pub enum Msg { Full { id: u32, name: String }, Short { id: u32 }, Named { name: String } }
//# one struct
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, pub name: Option<String> }
//# one struct skipping
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(default, skip_serializing_if = "Option::is_none")] pub name: Option<String> }
//# map
#[derive(Serialize, Deserialize)]
#[serde(untagged)] pub enum Msg { Full { id: u32, name: String }, Any(HashMap<String, serde_json::Value>) }
//# empty first
#[derive(Serialize, Deserialize)]
#[serde(untagged)] pub enum Msg { Empty {}, Full { id: u32, name: String } }
//# tagged
#[derive(Serialize, Deserialize)]
#[serde(tag = "type")] pub enum Msg { Full { id: u32, name: String }, Short { id: u32 } }
//# tuples
#[derive(Serialize, Deserialize)]
#[serde(untagged)] pub enum Msg { Full(u32, String), Short(u32) }

//= names_of_variants
//# plain
#[derive(Serialize, Deserialize)]
pub enum Msg { HttpError, OAuth2Login, X, ABTest { user_id: u8, isOk: u8, URL: u8 } }
//# for T in lowercase | UPPERCASE | camelCase | snake_case | SCREAMING_SNAKE_CASE | kebab-case | SCREAMING-KEBAB-CASE | PascalCase
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "{T}", rename_all_fields = "{T}")] pub enum Msg { HttpError, OAuth2Login, X, ABTest { user_id: u8, isOk: u8, URL: u8 } }
//# by hand snake
#[derive(Serialize, Deserialize)]
pub enum Msg { #[serde(rename = "http_error")] HttpError, #[serde(rename = "o_auth2_login")] OAuth2Login, #[serde(rename = "x")] X, #[serde(rename = "a_b_test")] ABTest { user_id: u8, isOk: u8, URL: u8 } }

//= names_of_fields
//# plain
#[derive(Serialize, Deserialize)]
pub struct Msg { pub user_id: u8, pub _hidden: u8, pub isOk: u8, pub URL: u8, pub a1_b2: u8, pub r#type: u8 }
//# for T in lowercase | UPPERCASE | camelCase | snake_case | SCREAMING_SNAKE_CASE | kebab-case | SCREAMING-KEBAB-CASE | PascalCase
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "{T}")] pub struct Msg { pub user_id: u8, pub _hidden: u8, pub isOk: u8, pub URL: u8, pub a1_b2: u8, pub r#type: u8 }
//# by hand camel
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde(rename = "userId")] pub user_id: u8, #[serde(rename = "hidden")] pub _hidden: u8, pub isOk: u8, #[serde(rename = "URL")] pub url: u8, #[serde(rename = "a1B2")] pub a1_b2: u8, #[serde(rename = "type")] pub kind: u8 }
