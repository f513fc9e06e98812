//= struct_shapes
//# newtype
#[derive(Serialize, Deserialize)]
pub struct Msg(pub u32);
//# newtype named
#[derive(Serialize, Deserialize)]
pub struct Msg { pub v: u32 }
//# transparent named
#[derive(Serialize, Deserialize)]
#[serde(transparent)] pub struct Msg { pub v: u32 }
//# pair
#[derive(Serialize, Deserialize)]
pub struct Msg(pub u32, pub u32);
//# pair second skipped
#[derive(Serialize, Deserialize)]
pub struct Msg(pub u32, #[serde(skip)] pub u32);
//# pair first skipped
#[derive(Serialize, Deserialize)]
pub struct Msg(#[serde(skip)] pub u32, pub u32);
//# pair second defaulted
#[derive(Serialize, Deserialize)]
pub struct Msg(pub u32, #[serde(default)] pub u32);
//# pair both defaulted
#[derive(Serialize, Deserialize)]
#[serde(default)] #[derive(Default)] pub struct Msg(pub u32, pub u32);
//# triple
#[derive(Serialize, Deserialize)]
pub struct Msg(pub u32, pub u32, pub u32);
//# triple last skip deserializing
#[derive(Serialize, Deserialize)]
pub struct Msg(pub u32, pub u32, #[serde(skip_deserializing)] pub u32);
//# pair with option
#[derive(Serialize, Deserialize)]
pub struct Msg(pub u32, pub Option<u32>);
//# unit
#[derive(Serialize, Deserialize)]
pub struct Msg;
//# empty named
#[derive(Serialize, Deserialize)]
pub struct Msg {}
//# empty tuple
#[derive(Serialize, Deserialize)]
pub struct Msg();
//# alias of array
pub type Msg = [u32; 2];
//# alias of list
pub type Msg = Vec<u32>;
//# alias of tuple
pub type Msg = (u32, u32);
//# alias of unit
pub type Msg = ();
//# named two
#[derive(Serialize, Deserialize)]
pub struct Msg { pub a: u32, pub b: u32 }
//# named two second defaulted
#[derive(Serialize, Deserialize)]
pub struct Msg { pub a: u32, #[serde(default)] pub b: u32 }
//# named two second skipped
#[derive(Serialize, Deserialize)]
pub struct Msg { pub a: u32, #[serde(skip)] pub b: u32 }
//# named first skipped
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde(skip)] pub a: u32, pub b: u32, #[serde(default)] pub c: u32 }
//# named option last
#[derive(Serialize, Deserialize)]
pub struct Msg { pub a: u32, pub b: Option<u32> }
//# named deny
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)] pub struct Msg { pub a: u32, #[serde(default)] pub b: u32 }
//# named flattened
#[derive(Serialize, Deserialize)]
pub struct Msg { pub a: u32, #[serde(flatten)] pub rest: Rest }
#[derive(Serialize, Deserialize)]
pub struct Rest { pub b: u32 }
//# map
pub type Msg = HashMap<String, u32>;
//# map newtype
#[derive(Serialize, Deserialize)]
pub struct Msg(pub BTreeMap<String, u32>);
//# phantom
#[derive(Serialize, Deserialize)]
pub struct Msg { pub a: u32, pub b: u32, pub m: std::marker::PhantomData<u8> }
//# unit field
#[derive(Serialize, Deserialize)]
pub struct Msg { pub a: u32, pub b: u32, pub m: () }
//# value
pub type Msg = serde_json::Value;
//# nested newtype
#[derive(Serialize, Deserialize)]
pub struct Inner(pub u32);
#[derive(Serialize, Deserialize)]
pub struct Msg(pub Inner);
//# option
pub type Msg = Option<u32>;

//= struct_tags
//# plain
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32 }
//# tagged
#[derive(Serialize, Deserialize)]
#[serde(tag = "type")] pub struct Msg { pub id: u32 }
//# tagged and renamed
#[derive(Serialize, Deserialize)]
#[serde(tag = "type", rename = "message")] pub struct Msg { pub id: u32 }
//# tag key changed
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")] pub struct Msg { pub id: u32 }
//# tagged denying
#[derive(Serialize, Deserialize)]
#[serde(tag = "type", deny_unknown_fields)] pub struct Msg { pub id: u32 }
//# denying
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)] pub struct Msg { pub id: u32 }
//# type field
#[derive(Serialize, Deserialize)]
pub struct Msg { pub r#type: String, pub id: u32 }
//# type field optional
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde(rename = "type")] pub kind: Option<String>, pub id: u32 }
//# enum
#[derive(Serialize, Deserialize)]
#[serde(tag = "type")] pub enum Msg { Msg { id: u32 } }
//# enum of newtype
#[derive(Serialize, Deserialize)]
#[serde(tag = "type")] pub enum Msg { Msg(Body) }
#[derive(Serialize, Deserialize)]
pub struct Body { pub id: u32 }
//# enum renamed variant
#[derive(Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")] pub enum Msg { Message { id: u32 }, Msg { id: u32 } }
//# enum with other
#[derive(Serialize, Deserialize)]
#[serde(tag = "type")] pub enum Msg { Msg { id: u32 }, #[serde(other)] Rest }
//# adjacently tagged
#[derive(Serialize, Deserialize)]
#[serde(tag = "type", content = "id")] pub enum Msg { Msg(u32) }

//= transparent_things
//# named
#[derive(Serialize, Deserialize)]
#[serde(transparent)] pub struct Msg { pub id: String }
//# with phantom
#[derive(Serialize, Deserialize)]
#[serde(transparent)] pub struct Msg { pub id: String, #[serde(skip)] pub mark: std::marker::PhantomData<u8> }
//# with skipped
#[derive(Serialize, Deserialize)]
#[serde(transparent)] pub struct Msg { #[serde(skip)] pub cache: u32, pub id: String }
//# newtype
#[derive(Serialize, Deserialize)]
pub struct Msg(pub String);
//# alias
pub type Msg = String;
//# generic newtype
#[derive(Serialize, Deserialize)]
pub struct Id<T>(pub T);
pub type Msg = Id<Id<String>>;
//# generic phantom id
#[derive(Serialize, Deserialize)]
#[serde(bound = "")] pub struct Id<T> { pub id: String, #[serde(skip)] pub mark: std::marker::PhantomData<T> }
pub type Msg = Id<u8>;
//# transparent over enum
#[derive(Serialize, Deserialize)]
#[serde(transparent)] pub struct Msg { pub inner: Inner }
#[derive(Serialize, Deserialize)]
#[serde(untagged)] pub enum Inner { Text(String), Number(u64) }
//# borrowed cow
#[derive(Serialize, Deserialize)]
pub struct Text<'a>(pub std::borrow::Cow<'a, str>);
pub type Msg = Text<'static>;
//# try from
#[derive(Clone, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")] pub struct Msg(pub String);
impl TryFrom<String> for Msg { type Error = String; fn try_from(v: String) -> Result<Self, String> { if v.is_empty() { Err("empty".into()) } else { Ok(Msg(v)) } } }
impl From<Msg> for String { fn from(v: Msg) -> String { v.0 } }
//# from
#[derive(Clone, Serialize, Deserialize)]
#[serde(from = "String", into = "String")] pub struct Msg(pub String);
impl From<String> for Msg { fn from(v: String) -> Self { Msg(v) } }
impl From<Msg> for String { fn from(v: Msg) -> Self { v.0 } }
//# from and fields
#[derive(Clone, Serialize, Deserialize)]
#[serde(from = "String", into = "String")] pub struct Msg { pub text: String }
impl From<String> for Msg { fn from(text: String) -> Self { Self { text } } }
impl From<Msg> for String { fn from(Msg { text }: Msg) -> Self { text } }

//= nested
//# direct
#[derive(Serialize, Deserialize)]
pub struct Msg { pub items: Vec<Item>, pub by: HashMap<String, Item> }
#[derive(Serialize, Deserialize)]
pub struct Item { pub sku: String, pub count: u32 }
//# wider
#[derive(Serialize, Deserialize)]
pub struct Msg { pub items: Vec<Item>, pub by: HashMap<String, Item> }
#[derive(Serialize, Deserialize)]
pub struct Item { pub sku: String, pub count: u64 }
//# optional
#[derive(Serialize, Deserialize)]
pub struct Msg { pub items: Option<Vec<Item>>, pub by: Option<HashMap<String, Item>> }
#[derive(Serialize, Deserialize)]
pub struct Item { pub sku: String, pub count: Option<u32> }
//# boxed and counted
#[derive(Serialize, Deserialize)]
pub struct Msg { pub items: Vec<Box<Item>>, pub by: BTreeMap<String, std::sync::Arc<Item>> }
#[derive(Serialize, Deserialize)]
pub struct Item { pub sku: std::sync::Arc<str>, pub count: u32 }
//# in modules
pub mod model { pub mod item { use serde::{Deserialize, Serialize};
#[derive(Serialize, Deserialize)]
pub struct Item { pub sku: String, pub count: u32 } }
pub type Sku = String; pub use item::Item as Line; }
#[derive(Serialize, Deserialize)]
pub struct Msg { pub items: Vec<model::Line>, pub by: HashMap<model::Sku, model::item::Item> }
//# more required inside
#[derive(Serialize, Deserialize)]
pub struct Msg { pub items: Vec<Item>, pub by: HashMap<String, Item> }
#[derive(Serialize, Deserialize)]
pub struct Item { pub sku: String, pub count: u32, pub unit: String }
//# strict inside
#[derive(Serialize, Deserialize)]
pub struct Msg { pub items: Vec<Item>, pub by: HashMap<String, Item> }
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)] pub struct Item { pub sku: String, pub count: u32 }
//# tuples inside
#[derive(Serialize, Deserialize)]
pub struct Msg { pub items: Vec<(String, u32)>, pub by: HashMap<String, (String, u32)> }

//= recursive
//# list
#[derive(Serialize, Deserialize)]
pub struct Msg { pub v: u32, pub next: Option<Box<Msg>> }
//# list wider
#[derive(Serialize, Deserialize)]
pub struct Msg { pub v: u64, pub next: Option<Box<Msg>> }
//# tree
#[derive(Serialize, Deserialize)]
pub struct Msg { pub v: u32, #[serde(default, skip_serializing_if = "Vec::is_empty")] pub next: Vec<Msg> }
//# two types
#[derive(Serialize, Deserialize)]
pub struct Msg { pub v: u32, pub next: Option<Box<Other>> }
#[derive(Serialize, Deserialize)]
pub struct Other { pub v: u32, pub next: Option<Box<Msg>> }
//# enum
#[derive(Serialize, Deserialize)]
#[serde(untagged)] pub enum Msg { Leaf { v: u32 }, Node { v: u32, next: Box<Msg> } }
//# generic
#[derive(Serialize, Deserialize)]
pub struct Node<T> { pub v: T, pub next: Option<Box<Node<T>>> }
pub type Msg = Node<u32>;
//# generic other
#[derive(Serialize, Deserialize)]
pub struct Node<T> { pub v: T, pub next: Option<Box<Node<T>>> }
pub type Msg = Node<String>;

//= generics
//# plain
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, pub body: Body }
#[derive(Serialize, Deserialize)]
pub struct Body { pub text: String }
//# parameter
#[derive(Serialize, Deserialize)]
pub struct Env<T> { pub id: u32, pub body: T }
#[derive(Serialize, Deserialize)]
pub struct Body { pub text: String }
pub type Msg = Env<Body>;
//# default parameter
#[derive(Serialize, Deserialize)]
pub struct Env<T = Body> { pub id: u32, pub body: T }
#[derive(Serialize, Deserialize)]
pub struct Body { pub text: String }
pub type Msg = Env;
//# bounded
#[derive(Serialize, Deserialize)]
#[serde(bound(serialize = "I: Serialize, T: Serialize", deserialize = "I: serde::de::DeserializeOwned, T: serde::de::DeserializeOwned"))] pub struct Env<I, T> { pub id: I, pub body: T }
#[derive(Serialize, Deserialize)]
pub struct Body { pub text: String }
pub type Msg = Env<u32, Body>;
//# two levels
#[derive(Serialize, Deserialize)]
pub struct Env<T> { pub id: u32, pub body: T }
#[derive(Serialize, Deserialize)]
pub struct Wrap<T> { pub text: T }
pub type Inner<T> = Env<Wrap<T>>;
pub type Msg = Inner<String>;
//# const generic
#[derive(Serialize, Deserialize)]
pub struct Env<T, const N: usize> { pub id: u32, pub body: T, #[serde(skip)] pub size: Size<N> }
#[derive(Serialize, Deserialize)]
pub struct Body { pub text: String }
#[derive(Default)] #[cfg_attr(any(), sampled)] pub struct Size<const N: usize>;
pub type Msg = Env<Body, 3>;
//# associated of parameter
pub trait Kind { type Id; type Body; }
pub struct Order;
impl Kind for Order { type Id = u32; type Body = Body; }
#[derive(Serialize, Deserialize)]
pub struct Body { pub text: String }
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: <Order as Kind>::Id, pub body: <Order as Kind>::Body }
//# associated other
pub trait Kind { type Id; type Body; }
pub struct Order;
impl Kind for Order { type Id = u64; type Body = Body; }
#[derive(Serialize, Deserialize)]
pub struct Body { pub text: Option<String> }
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: <Order as Kind>::Id, pub body: <Order as Kind>::Body }
//# flattened parameter
#[derive(Serialize, Deserialize)]
pub struct Env<T> { pub id: u32, #[serde(flatten)] pub body: T }
#[derive(Serialize, Deserialize)]
pub struct Body { pub body: Inner }
#[derive(Serialize, Deserialize)]
pub struct Inner { pub text: String }
pub type Msg = Env<Body>;
//# option parameter
#[derive(Serialize, Deserialize)]
pub struct Env<T> { pub id: u32, pub body: Option<T> }
#[derive(Serialize, Deserialize)]
pub struct Body { pub text: String }
pub type Msg = Env<Body>;
//# macro
macro_rules! message { ($name:ident { $($field:ident : $ty:ty),* $(,)? }) => {
#[derive(Serialize, Deserialize)]
pub struct $name { $(pub $field: $ty),* } } }
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, pub body: Body }
message!(Body { text: String });
// sampled: #[derive(Serialize)] pub struct Body { pub text: String }

//= consts_and_cfg
//# literal
#[derive(Serialize, Deserialize)]
pub struct Msg { pub key: [u8; 4] }
//# const
const SIZE: usize = 4;
#[derive(Serialize, Deserialize)]
pub struct Msg { pub key: [u8; SIZE] }
//# const sum
const HALF: usize = 2;
const SIZE: usize = HALF * 2;
#[derive(Serialize, Deserialize)]
pub struct Msg { pub key: [u8; SIZE] }
//# inline sum
#[derive(Serialize, Deserialize)]
pub struct Msg { pub key: [u8; 2 + 2] }
//# associated const
pub struct Sizes;
impl Sizes { pub const KEY: usize = 4; }
#[derive(Serialize, Deserialize)]
pub struct Msg { pub key: [u8; Sizes::KEY] }
//# in module
mod sizes { pub const KEY: usize = 1 << 2; }
#[derive(Serialize, Deserialize)]
pub struct Msg { pub key: [u8; sizes::KEY] }
//# other const
const SIZE: usize = 8;
#[derive(Serialize, Deserialize)]
pub struct Msg { pub key: [u8; SIZE] }
//# alias
type Key<const N: usize> = [u8; N];
#[derive(Serialize, Deserialize)]
pub struct Msg { pub key: Key<4> }
//# generic struct
#[derive(Serialize, Deserialize)]
pub struct Holder<T> { pub key: T }
pub type Msg = Holder<[u8; 4]>;
//# byte size
#[derive(Serialize, Deserialize)]
pub struct Msg { pub key: [u8; std::mem::size_of::<u32>()] }
//# bits
#[derive(Serialize, Deserialize)]
pub struct Msg { pub key: [u8; u32::BITS as usize / 8] }
//# list
#[derive(Serialize, Deserialize)]
pub struct Msg { pub key: Vec<u8> }
