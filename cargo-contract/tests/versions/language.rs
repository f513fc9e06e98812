//# plain
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, pub items: Vec<Item>, pub note: Option<String> }
#[derive(Serialize, Deserialize)]
pub struct Item { pub sku: String }
//# generic
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, pub items: List<Item>, pub note: Maybe<String> }
#[derive(Serialize, Deserialize)]
pub struct Item { pub sku: String }
pub type List<T> = Vec<T>;
pub type Maybe<T> = Option<T>;
//# modules
pub mod a { pub mod b { use serde::{Deserialize, Serialize}; #[derive(Serialize, Deserialize)] pub struct Item { pub sku: String } } pub use b::Item as Thing; }
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, pub items: Vec<a::Thing>, pub note: Option<String> }
//# glob
pub mod a { use serde::{Deserialize, Serialize}; #[derive(Serialize, Deserialize)] pub struct Item { pub sku: String } }
use a::*;
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, pub items: Vec<Item>, pub note: Option<String> }
//# other item
pub mod a { use serde::{Deserialize, Serialize}; #[derive(Serialize, Deserialize)] pub struct Item { pub sku: String, pub qty: u32 } }
pub mod b { use serde::{Deserialize, Serialize}; #[derive(Serialize, Deserialize)] pub struct Item { pub sku: String } }
use a::Item;
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, pub items: Vec<Item>, pub note: Option<String> }
//# same item
pub mod a { use serde::{Deserialize, Serialize}; #[derive(Serialize, Deserialize)] pub struct Item { pub sku: String, pub qty: u32 } }
pub mod b { use serde::{Deserialize, Serialize}; #[derive(Serialize, Deserialize)] pub struct Item { pub sku: String } }
use b::Item;
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, pub items: Vec<Item>, pub note: Option<String> }
//# type parameter
#[derive(Serialize, Deserialize)]
pub struct Page<T> { pub id: u64, pub items: Vec<T>, pub note: Option<String> }
#[derive(Serialize, Deserialize)]
pub struct Item { pub sku: String }
pub type Msg = Page<Item>;
//# flattened parameter
#[derive(Serialize, Deserialize)]
pub struct Envelope<T> { pub id: u64, #[serde(flatten)] pub body: T }
#[derive(Serialize, Deserialize)]
pub struct Body { pub items: Vec<Item>, pub note: Option<String> }
#[derive(Serialize, Deserialize)]
pub struct Item { pub sku: String }
pub type Msg = Envelope<Body>;
//# parameter with another item
#[derive(Serialize, Deserialize)]
pub struct Page<T> { pub id: u64, pub items: Vec<T>, pub note: Option<String> }
#[derive(Serialize, Deserialize)]
pub struct Item { pub sku: u64 }
pub type Msg = Page<Item>;
//# own option
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, pub items: Vec<Item>, pub note: Option }
#[derive(Serialize, Deserialize)]
pub struct Item { pub sku: String }
#[derive(Serialize, Deserialize)]
pub enum Option { None, Some(String) }
//# cfg field
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, pub items: Vec<Item>, pub note: Option<String>, #[cfg(feature = "never")] pub more: u32 }
#[derive(Serialize, Deserialize)]
pub struct Item { pub sku: String }
//# cfg attr
#[cfg_attr(all(), derive(Serialize, Deserialize))]
#[cfg_attr(feature = "never", serde(rename_all = "UPPERCASE"))]
pub struct Msg { pub id: u64, pub items: Vec<Item>, #[cfg_attr(all(), serde(default))] pub note: Option<String> }
#[derive(Serialize, Deserialize)]
pub struct Item { pub sku: String }
//# associated
pub trait Shop { type Item; }
pub struct S;
impl Shop for S { type Item = Item; }
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, pub items: Vec<<S as Shop>::Item>, pub note: Option<String> }
#[derive(Serialize, Deserialize)]
pub struct Item { pub sku: String }
//# other associated
pub trait Shop { type Item; }
pub struct S;
impl Shop for S { type Item = u32; }
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, pub items: Vec<<S as Shop>::Item>, pub note: Option<String> }
//# const length
const N: usize = 2;
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, pub items: [Item; N], pub note: Option<String> }
#[derive(Serialize, Deserialize)]
pub struct Item { pub sku: String }
//# length
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, pub items: [Item; 2], pub note: Option<String> }
#[derive(Serialize, Deserialize)]
pub struct Item { pub sku: String }
//# other length
const N: usize = 3;
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, pub items: [Item; N], pub note: Option<String> }
#[derive(Serialize, Deserialize)]
pub struct Item { pub sku: String }
