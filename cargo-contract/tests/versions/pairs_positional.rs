//= positional_structs
//@ formats: postcard bincode2 rmp
//# base
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, pub name: String, pub on: bool }
//# wrapped id
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: Id, pub name: String, pub on: bool }
#[derive(Serialize, Deserialize)]
pub struct Id(pub u32);
//# wide id
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, pub name: String, pub on: bool }
//# signed id
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: i32, pub name: String, pub on: bool }
//# small id
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u8, pub name: String, pub on: bool }
//# usize id
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: usize, pub name: String, pub on: bool }
//# float id
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: f32, pub name: String, pub on: bool }
//# nonzero id
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: std::num::NonZeroU32, pub name: String, pub on: bool }
//# option id
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: Option<u32>, pub name: String, pub on: bool }
//# boxed
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: Box<u32>, pub name: std::sync::Arc<str>, pub on: bool }
//# bytes name
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, pub name: Vec<u8>, pub on: bool }
//# byte buffer name
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, pub name: serde_bytes::ByteBuf, pub on: bool }
//# char name
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, pub name: char, pub on: bool }
//# option name
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, pub name: Option<String>, pub on: bool }
//# number flag
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, pub name: String, pub on: u8 }
//# enum flag
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, pub name: String, pub on: Switch }
#[derive(Serialize, Deserialize)]
pub enum Switch { Off, On }
//# renamed
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")] pub struct Msg { pub id: u32, #[serde(rename = "title")] pub name: String, pub on: bool }
//# ident renamed
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, pub title: String, pub on: bool }
//# reordered
#[derive(Serialize, Deserialize)]
pub struct Msg { pub name: String, pub id: u32, pub on: bool }
//# trailing option
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, pub name: String, pub on: bool, pub more: Option<u32> }
//# trailing default
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, pub name: String, pub on: bool, #[serde(default)] pub more: u32 }
//# trailing unit
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, pub name: String, pub on: bool, pub more: () }
//# trailing phantom
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, pub name: String, pub on: bool, pub more: std::marker::PhantomData<u32> }
//# trailing skipped
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, pub name: String, pub on: bool, #[serde(skip)] pub more: u32 }
//# trailing list
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, pub name: String, pub on: bool, #[serde(default)] pub more: Vec<u8> }
//# shorter
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, pub name: String }
//# shorter with default
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, pub name: String, #[serde(default, skip_serializing)] pub on: bool }
//# leading
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde(default)] pub version: u8, pub id: u32, pub name: String, pub on: bool }
//# tuple
#[derive(Serialize, Deserialize)]
pub struct Msg(pub u32, pub String, pub bool);
//# alias of tuple
pub type Msg = (u32, String, bool);
//# nested
#[derive(Serialize, Deserialize)]
pub struct Msg { pub head: Head, pub on: bool }
#[derive(Serialize, Deserialize)]
pub struct Head { pub id: u32, pub name: String }
//# flattened
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde(flatten)] pub head: Head, pub on: bool }
#[derive(Serialize, Deserialize)]
pub struct Head { pub id: u32, pub name: String }
//# skip if
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(default, skip_serializing_if = "String::is_empty")] pub name: String, pub on: bool }
//# skip if at the end
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, pub name: String, #[serde(default, skip_serializing_if = "std::ops::Not::not")] pub on: bool }
//# tagged
#[derive(Serialize, Deserialize)]
#[serde(tag = "t")] pub struct Msg { pub id: u32, pub name: String, pub on: bool }
//# deny
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)] pub struct Msg { pub id: u32, pub name: String, pub on: bool }
//# transparent
#[derive(Serialize, Deserialize)]
#[serde(transparent)] pub struct Msg { pub inner: Inner }
#[derive(Serialize, Deserialize)]
pub struct Inner { pub id: u32, pub name: String, pub on: bool }
//# container default
#[derive(Default, Serialize, Deserialize)]
#[serde(default)] pub struct Msg { pub id: u32, pub name: String, pub on: bool }

//= positional_enums
//@ formats: postcard bincode2 rmp
//# base
#[derive(Serialize, Deserialize)]
pub enum Msg { Ping, Move { x: i32, y: i32 }, Text(String), Pair(u8, u8) }
//# appended
#[derive(Serialize, Deserialize)]
pub enum Msg { Ping, Move { x: i32, y: i32 }, Text(String), Pair(u8, u8), More(u64) }
//# inserted
#[derive(Serialize, Deserialize)]
pub enum Msg { Ping, Pong, Move { x: i32, y: i32 }, Text(String), Pair(u8, u8) }
//# swapped
#[derive(Serialize, Deserialize)]
pub enum Msg { Ping, Text(String), Move { x: i32, y: i32 }, Pair(u8, u8) }
//# removed
#[derive(Serialize, Deserialize)]
pub enum Msg { Ping, Move { x: i32, y: i32 }, Text(String) }
//# removed in the middle
#[derive(Serialize, Deserialize)]
pub enum Msg { Ping, Text(String), Pair(u8, u8) }
//# renamed
#[derive(Serialize, Deserialize)]
pub enum Msg { Pong, Go { x: i32, y: i32 }, Text(String), Pair(u8, u8) }
//# discriminants
#[derive(Serialize, Deserialize)]
pub enum Msg { Ping, Move { y: i32, x: i32 }, Text(String), Pair(u8, u8) }
//# tuple move
#[derive(Serialize, Deserialize)]
pub enum Msg { Ping, Move(i32, i32), Text(String), Pair { a: u8, b: u8 } }
//# struct payloads
#[derive(Serialize, Deserialize)]
pub enum Msg { Ping, Move(Point), Text(String), Pair((u8, u8)) }
#[derive(Serialize, Deserialize)]
pub struct Point { pub x: i32, pub y: i32 }
//# unit payload
#[derive(Serialize, Deserialize)]
pub enum Msg { Ping(()), Move { x: i32, y: i32 }, Text(String), Pair(u8, u8) }
//# ping with value
#[derive(Serialize, Deserialize)]
pub enum Msg { Ping(u8), Move { x: i32, y: i32 }, Text(String), Pair(u8, u8) }
//# empty ping
#[derive(Serialize, Deserialize)]
pub enum Msg { Ping {}, Move { x: i32, y: i32 }, Text(String), Pair(u8, u8) }
//# first skipped
#[derive(Serialize, Deserialize)]
pub enum Msg { #[serde(skip)] Ping, Move { x: i32, y: i32 }, Text(String), Pair(u8, u8) }
//# middle skipped
#[derive(Serialize, Deserialize)]
pub enum Msg { Ping, #[serde(skip)] Move { x: i32, y: i32 }, Text(String), Pair(u8, u8) }
//# last not read
#[derive(Serialize, Deserialize)]
pub enum Msg { Ping, Move { x: i32, y: i32 }, Text(String), #[serde(skip_deserializing)] Pair(u8, u8) }
//# other
#[derive(Serialize, Deserialize)]
pub enum Msg { Ping, Move { x: i32, y: i32 }, Text(String), #[serde(other)] Rest }
//# internal
#[derive(Serialize, Deserialize)]
#[serde(tag = "t")] pub enum Msg { Ping, Move { x: i32, y: i32 } }
//# adjacent
#[derive(Serialize, Deserialize)]
#[serde(tag = "t", content = "c")] pub enum Msg { Ping, Move { x: i32, y: i32 }, Text(String), Pair(u8, u8) }
//# untagged
#[derive(Serialize, Deserialize)]
#[serde(untagged)] pub enum Msg { Ping, Move { x: i32, y: i32 }, Text(String), Pair(u8, u8) }
//# wider fields
#[derive(Serialize, Deserialize)]
pub enum Msg { Ping, Move { x: i64, y: i64 }, Text(String), Pair(u16, u16) }
//# option
#[derive(Serialize, Deserialize)]
pub enum Inner { Ping, Move { x: i32, y: i32 } }
pub type Msg = Option<Inner>;
//# result
pub type Msg = Result<(), (i32, i32)>;
//# number
pub type Msg = u32;
//# bool
pub type Msg = bool;

//= positional_values
//@ formats: postcard bincode1
//# for T in u8 | u16 | u32 | u64 | i16 | i32 | i64 | bool | char | f32 | f64 | String | Vec<u8> | Vec<u16> | [u8; 2] | (u8, u8) | Option<u8> | Option<Option<u8>> | HashMap<u8, u8> | Vec<(u8, u8)> | BTreeSet<u8> | () | Result<u8, u8> | std::net::Ipv4Addr | std::net::IpAddr | std::time::Duration | uuid::Uuid | std::num::NonZeroU8 | serde_bytes::ByteBuf
#[derive(Serialize, Deserialize)]
pub struct Msg { pub v: {T} }
