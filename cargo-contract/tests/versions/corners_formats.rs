//= scalars_in_rmp
//@ formats: rmp rmp-named
//# for T in u8 | i8 | u64 | i64 | f32 | f64 | bool | char | String | Vec<u8> | serde_bytes::ByteBuf | [u8; 16] | () | Option<u8> | Option<()> | Unit | (u8, u8) | Vec<(u8, u8)> | BTreeMap<u8, u8> | BTreeMap<String, u8> | Pair | Named | Kind | std::net::Ipv4Addr | uuid::Uuid | Result<u8, u8> | std::time::Duration | Tagged | Untagged | serde_json::Value
#[derive(Serialize, Deserialize)]
pub struct Msg { pub v: {T}, pub end: u8 }
#[derive(Serialize, Deserialize)]
pub struct Unit;
#[derive(Serialize, Deserialize)]
pub struct Pair(pub u8, pub u8);
#[derive(Serialize, Deserialize)]
pub struct Named { pub a: u8, #[serde(default)] pub b: u8 }
#[derive(Serialize, Deserialize)]
pub enum Kind { A, B(u8), C { x: u8 } }
#[derive(Serialize, Deserialize)]
#[serde(tag = "t")]
pub enum Tagged { A, C { x: u8 } }
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Untagged { A(u8), C { x: u8 } }

//= structs_in_rmp_named
//@ formats: rmp-named rmp
//# base
#[derive(Serialize, Deserialize)]
pub struct Msg { pub a: u8, pub b: Option<String>, pub c: Vec<u8> }
//# renamed
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde(rename = "x")] pub a: u8, pub b: Option<String>, pub c: Vec<u8> }
//# reordered
#[derive(Serialize, Deserialize)]
pub struct Msg { pub c: Vec<u8>, pub a: u8, pub b: Option<String> }
//# added
#[derive(Serialize, Deserialize)]
pub struct Msg { pub a: u8, pub b: Option<String>, pub c: Vec<u8>, #[serde(default)] pub d: u8, pub e: Option<u8> }
//# skipping
#[derive(Serialize, Deserialize)]
pub struct Msg { pub a: u8, #[serde(default, skip_serializing_if = "Option::is_none")] pub b: Option<String>, pub c: Vec<u8> }
//# flattened
#[derive(Serialize, Deserialize)]
pub struct Msg { pub a: u8, #[serde(flatten)] pub rest: Rest }
#[derive(Serialize, Deserialize)]
pub struct Rest { pub b: Option<String>, pub c: Vec<u8> }
//# strict
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Msg { pub a: u16, pub b: Option<String>, pub c: Vec<u16> }
//# variant
#[derive(Serialize, Deserialize)]
pub enum Msg { A { a: u8, b: Option<String>, c: Vec<u8> }, B }
//# tagged
#[derive(Serialize, Deserialize)]
#[serde(tag = "t")]
pub enum Msg { A { a: u8, b: Option<String>, c: Vec<u8> }, B }
//# tuple
#[derive(Serialize, Deserialize)]
pub struct Msg(pub u8, pub Option<String>, pub Vec<u8>);

//= enums_in_bincode
//@ formats: bincode1 bincode2 postcard
//# base
#[derive(Serialize, Deserialize)]
pub struct Msg { pub k: Kind, pub v: Vec<u16>, pub u: u64 }
#[derive(Serialize, Deserialize)]
pub enum Kind { A, B(u32), C { x: u8, y: i64 } }
//# wider
#[derive(Serialize, Deserialize)]
pub struct Msg { pub k: Kind, pub v: Vec<u32>, pub u: u128 }
#[derive(Serialize, Deserialize)]
pub enum Kind { A, B(u64), C { x: u8, y: i128 } }
//# sets
#[derive(Serialize, Deserialize)]
pub struct Msg { pub k: Kind, pub v: BTreeSet<u16>, pub u: u64 }
#[derive(Serialize, Deserialize)]
pub enum Kind { A, #[serde(alias = "Q")] B(u32), C { x: u8, y: i64 }, D }
//# chars
#[derive(Serialize, Deserialize)]
pub struct Msg { pub k: Kind, pub v: Vec<char>, pub u: usize }
#[derive(Serialize, Deserialize)]
pub enum Kind { A, B(char), C { x: bool, y: isize } }
//# aliases of the same
#[derive(Serialize, Deserialize)]
pub struct Msg { pub k: Kind, pub v: Box<[u16]>, pub u: std::num::Wrapping<u64> }
#[derive(Serialize, Deserialize)]
pub enum Kind { #[serde(rename = "z")] A, B(Box<u32>), C { x: u8, y: std::sync::Arc<i64> } }
//# explicit numbers
#[derive(Serialize, Deserialize)]
pub struct Msg { pub k: Kind, pub v: Vec<u16>, pub u: u64 }
#[derive(Serialize, Deserialize)]
#[repr(u8)]
pub enum Kind { A = 5, B(u32) = 1, C { x: u8, y: i64 } = 0 }
//# floats
#[derive(Serialize, Deserialize)]
pub struct Msg { pub k: Kind, pub v: Vec<f32>, pub u: f64 }
#[derive(Serialize, Deserialize)]
#[repr(u8)]
pub enum Kind { A, B(f32), C { x: u8, y: f64 } }
