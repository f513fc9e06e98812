//= with_modules
//# plain
#[derive(Serialize, Deserialize)]
pub struct Msg { pub at: u64, pub note: Option<String> }
//# as string
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde(with = "text")] pub at: u64, pub note: Option<String> }
mod text {
    use serde::{Deserialize, Deserializer, Serializer};
    pub fn serialize<S>(v: &u64, s: S) -> Result<S::Ok, S::Error> where S: Serializer { s.serialize_str(&v.to_string()) }
    pub fn deserialize<'de, D>(d: D) -> Result<u64, D::Error> where D: Deserializer<'de> {
        let text = String::deserialize(d)?;
        text.parse::<u64>().map_err(serde::de::Error::custom)
    }
}
//# string field
#[derive(Serialize, Deserialize)]
pub struct Msg { pub at: String, pub note: Option<String> }
//# lenient
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde(deserialize_with = "lenient")] pub at: u64, pub note: Option<String> }
fn lenient<'de, D: serde::Deserializer<'de>>(d: D) -> Result<u64, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Either { Number(u64), Text(String) }
    match Either::deserialize(d)? {
        Either::Number(n) => Ok(n),
        Either::Text(t) => t.parse().map_err(serde::de::Error::custom),
    }
}
//# null as default
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde(default, deserialize_with = "null")] pub at: u64, pub note: Option<String> }
fn null<'de, D, T>(d: D) -> Result<T, D::Error> where D: serde::Deserializer<'de>, T: Default + Deserialize<'de> {
    let opt = Option::deserialize(d)?;
    Ok(opt.unwrap_or_default())
}
//# seconds
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde(with = "seconds")] pub at: std::time::Duration, pub note: Option<String> }
mod seconds {
    use super::*;
    use serde::{Deserializer, Serializer};
    pub fn serialize<S: Serializer>(v: &std::time::Duration, s: S) -> Result<S::Ok, S::Error> { s.serialize_u64(v.as_secs()) }
    pub fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<std::time::Duration, D::Error> { Ok(std::time::Duration::from_secs(u64::deserialize(d)?)) }
}
//# seconds by map
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde(serialize_with = "write", deserialize_with = "read")] pub at: std::time::Duration, pub note: Option<String> }
fn write<S: serde::Serializer>(v: &std::time::Duration, s: S) -> Result<S::Ok, S::Error> { v.as_secs().serialize(s) }
fn read<'de, D: serde::Deserializer<'de>>(d: D) -> Result<std::time::Duration, D::Error> { let secs = u64::deserialize(d)?; Ok(std::time::Duration::from_secs(secs)) }
//# option with module
#[derive(Serialize, Deserialize)]
pub struct Msg { pub at: u64, #[serde(with = "note")] pub note: Option<String> }
mod note {
    use super::*;
    pub fn serialize<S: serde::Serializer>(v: &Option<String>, s: S) -> Result<S::Ok, S::Error> { v.serialize(s) }
    pub fn deserialize<'de, D: serde::Deserializer<'de>>(d: D) -> Result<Option<String>, D::Error> { Option::deserialize(d) }
}
//# empty as none
#[derive(Serialize, Deserialize)]
pub struct Msg { pub at: u64, #[serde(default, deserialize_with = "blank")] pub note: Option<String> }
fn blank<'de, D: serde::Deserializer<'de>>(d: D) -> Result<Option<String>, D::Error> {
    let text: Option<String> = Option::deserialize(d)?;
    Ok(text.filter(|text| !text.is_empty()))
}

//= into_proxies
//# derived
#[derive(Serialize, Deserialize)]
pub struct Msg { pub a: u32, pub b: Option<String> }
//# proxy
#[derive(Clone, Serialize, Deserialize)]
#[serde(from = "Wire", into = "Wire")] pub struct Msg { pub x: u32, pub y: Option<String> }
#[derive(Serialize, Deserialize)]
pub struct Wire { pub a: u32, pub b: Option<String> }
impl From<Wire> for Msg { fn from(w: Wire) -> Self { Msg { x: w.a, y: w.b } } }
impl From<Msg> for Wire { fn from(m: Msg) -> Self { Wire { a: m.x, b: m.y } } }
//# proxy one more field
#[derive(Clone, Serialize, Deserialize)]
#[serde(from = "Wire", into = "Wire")] pub struct Msg { pub x: u32, pub y: Option<String> }
#[derive(Serialize, Deserialize)]
pub struct Wire { pub a: u32, pub b: Option<String>, pub c: u8 }
impl From<Wire> for Msg { fn from(w: Wire) -> Self { Msg { x: w.a, y: w.b } } }
impl From<Msg> for Wire { fn from(m: Msg) -> Self { Wire { a: m.x, b: m.y, c: 0 } } }
//# proxy reading only
#[derive(Serialize, Deserialize)]
#[serde(from = "Wire")] pub struct Msg { pub a: u32, pub b: Option<String> }
#[derive(Serialize, Deserialize)]
pub struct Wire { #[serde(alias = "x")] pub a: u32, pub b: Option<String> }
impl From<Wire> for Msg { fn from(w: Wire) -> Self { Msg { a: w.a, b: w.b } } }
//# proxy writing only
#[derive(Clone, Serialize, Deserialize)]
#[serde(into = "Wire")] pub struct Msg { pub a: u32, pub b: Option<String> }
#[derive(Serialize, Deserialize)]
pub struct Wire { pub a: u32, pub b: Option<String> }
impl From<Msg> for Wire { fn from(m: Msg) -> Self { Wire { a: m.a, b: m.b } } }
//# try from struct
#[derive(Clone, Serialize, Deserialize)]
#[serde(try_from = "Wire", into = "Wire")] pub struct Msg { pub a: u32, pub b: Option<String> }
#[derive(Serialize, Deserialize)]
pub struct Wire { pub a: u32, pub b: Option<String> }
impl TryFrom<Wire> for Msg { type Error = String; fn try_from(w: Wire) -> Result<Self, Self::Error> { if w.a > 100 { return Err("too much".into()); } Ok(Msg { a: w.a, b: w.b }) } }
impl From<Msg> for Wire { fn from(m: Msg) -> Self { Wire { a: m.a, b: m.b } } }
//= checked_numbers
//# plain
#[derive(Serialize, Deserialize)]
pub struct Msg { pub age: u8 }
//# checked
#[derive(Serialize, Deserialize)]
pub struct Msg { pub age: Age }
#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")] pub struct Age(pub u8);
impl TryFrom<u8> for Age { type Error = String; fn try_from(v: u8) -> Result<Self, String> { if v > 150 { return Err(format!("{v} is too old")); } Ok(Age(v)) } }
impl From<Age> for u8 { fn from(v: Age) -> u8 { v.0 } }
//# checked less
#[derive(Serialize, Deserialize)]
pub struct Msg { pub age: Age }
#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")] pub struct Age(pub u8);
impl TryFrom<u8> for Age { type Error = String; fn try_from(v: u8) -> Result<Self, String> { if v > 200 { return Err(format!("{v} is too old")); } Ok(Age(v)) } }
impl From<Age> for u8 { fn from(v: Age) -> u8 { v.0 } }
//# newtype
#[derive(Serialize, Deserialize)]
pub struct Msg { pub age: Age }
#[derive(Serialize, Deserialize)]
pub struct Age(pub u8);

//= remote_types
//# remote
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde(with = "PointDef")] pub at: Point }
#[cfg_attr(any(), sampled)] pub struct Point { pub x: i32, pub y: i32 }
#[derive(Serialize, Deserialize)]
#[serde(remote = "Point")] pub struct PointDef { pub x: i32, pub y: i32 }
//# own
#[derive(Serialize, Deserialize)]
pub struct Msg { pub at: Point }
#[derive(Serialize, Deserialize)]
pub struct Point { pub x: i32, pub y: i32 }
//# remote renamed
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde(with = "PointDef")] pub at: Point }
#[cfg_attr(any(), sampled)] pub struct Point { pub x: i32, pub y: i32 }
#[derive(Serialize, Deserialize)]
#[serde(remote = "Point")] pub struct PointDef { #[serde(rename = "lon")] pub x: i32, #[serde(rename = "lat")] pub y: i32 }
//# remote with default
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde(with = "PointDef")] pub at: Point }
#[cfg_attr(any(), sampled)] pub struct Point { pub x: i32, pub y: i32 }
#[derive(Serialize, Deserialize)]
#[serde(remote = "Point")] pub struct PointDef { pub x: i32, #[serde(default)] pub y: i32 }
//# remote enum
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde(with = "PointDef")] pub at: Point }
#[cfg_attr(any(), sampled)] pub enum Point { Here, There }
#[derive(Serialize, Deserialize)]
#[serde(remote = "Point")] pub enum PointDef { Here, There }

//= by_hand
//# derived
#[derive(Serialize, Deserialize)]
pub struct Msg(pub String);
//# transparent by hand
#[cfg_attr(any(), sampled)] pub struct Msg(pub String);
impl Serialize for Msg { fn serialize<S>(&self, serializer: S) -> Result<S::Ok, S::Error> where S: serde::Serializer { serializer.serialize_str(&self.0) } }
impl<'de> Deserialize<'de> for Msg { fn deserialize<D>(deserializer: D) -> Result<Self, D::Error> where D: serde::Deserializer<'de> { let s = String::deserialize(deserializer)?; Ok(Msg(s)) } }
//# by display
#[cfg_attr(any(), sampled)] pub struct Msg(pub String);
impl std::fmt::Display for Msg { fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(&self.0) } }
impl Serialize for Msg { fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> { s.collect_str(self) } }
impl<'de> Deserialize<'de> for Msg { fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> { Ok(Msg(<String as Deserialize>::deserialize(d)?)) } }

//= one_sided
//# both
#[derive(Serialize, Deserialize)]
pub struct Msg { pub a: u32, pub b: Option<u32> }
//# renamed reader
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde(rename(deserialize = "aa"))] pub a: u32, pub b: Option<u32> }
//# all renamed writer
#[derive(Serialize, Deserialize)]
#[serde(rename_all(serialize = "UPPERCASE"))] pub struct Msg { pub a: u32, pub b: Option<u32> }
//# renamed writer with alias
#[derive(Serialize, Deserialize)]
#[serde(rename_all(serialize = "UPPERCASE"))] pub struct Msg { #[serde(alias = "A")] pub a: u32, #[serde(alias = "B")] pub b: Option<u32> }
//# not written
#[derive(Serialize, Deserialize)]
pub struct Msg { pub a: u32, #[serde(skip_serializing)] pub b: Option<u32> }
//# not read
#[derive(Serialize, Deserialize)]
pub struct Msg { pub a: u32, #[serde(skip_deserializing)] pub b: Option<u32> }

//= proxies_of_versions
//# plain
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, pub name: String }
//# with default
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(default)] pub name: String }
//# without name
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32 }
//# new first
#[derive(Serialize, Deserialize)]
#[serde(from = "Wire")] pub struct Msg { pub id: u32, pub name: String }
#[derive(Serialize, Deserialize)]
#[serde(untagged)] pub enum Wire { New { id: u32, name: String }, Old { id: u32 } }
impl From<Wire> for Msg { fn from(w: Wire) -> Self { match w { Wire::New { id, name } => Msg { id, name }, Wire::Old { id } => Msg { id, name: String::new() } } } }
//# old first
#[derive(Serialize, Deserialize)]
#[serde(from = "Wire")] pub struct Msg { pub id: u32, pub name: String }
#[derive(Serialize, Deserialize)]
#[serde(untagged)] pub enum Wire { Old { id: u32 }, New { id: u32, name: String } }
impl From<Wire> for Msg { fn from(w: Wire) -> Self { match w { Wire::New { id, name } => Msg { id, name }, Wire::Old { id } => Msg { id, name: String::new() } } } }
//# old first of structs
#[derive(Serialize, Deserialize)]
#[serde(from = "Wire")] pub struct Msg { pub id: u32, pub name: String }
#[derive(Serialize, Deserialize)]
#[serde(untagged)] pub enum Wire { Old(Old), New(New) }
#[derive(Serialize, Deserialize)]
pub struct Old { pub id: u32 }
#[derive(Serialize, Deserialize)]
pub struct New { pub id: u32, pub name: String }
impl From<Wire> for Msg { fn from(w: Wire) -> Self { match w { Wire::New(new) => Msg { id: new.id, name: new.name }, Wire::Old(old) => Msg { id: old.id, name: "none".to_owned() } } } }
//# name ignored
#[derive(Serialize, Deserialize)]
#[serde(from = "Wire")] pub struct Msg { pub id: u32, pub name: String }
#[derive(Serialize, Deserialize)]
pub struct Wire { pub id: u32, pub name: String }
impl From<Wire> for Msg { fn from(w: Wire) -> Self { Msg { id: w.id, name: String::new() } } }
//# renamed on the way
#[derive(Clone, Serialize, Deserialize)]
#[serde(from = "Wire", into = "Wire")] pub struct Msg { pub id: u32, pub name: String }
#[derive(Serialize, Deserialize)]
pub struct Wire { pub id: u32, pub title: String }
impl From<Wire> for Msg { fn from(w: Wire) -> Self { Msg { id: w.id, name: w.title } } }
impl From<Msg> for Wire { fn from(m: Msg) -> Self { Wire { id: m.id, title: m.name } } }
//# read by both names
#[derive(Serialize, Deserialize)]
#[serde(from = "Wire")] pub struct Msg { pub id: u32, pub name: String }
#[derive(Serialize, Deserialize)]
pub struct Wire { pub id: u32, #[serde(alias = "name")] pub title: String }
impl From<Wire> for Msg { fn from(w: Wire) -> Self { Msg { id: w.id, name: w.title } } }
//# optional on the way
#[derive(Serialize, Deserialize)]
#[serde(from = "Wire")] pub struct Msg { pub id: u32, pub name: String }
#[derive(Serialize, Deserialize)]
pub struct Wire { pub id: u32, pub name: Option<String> }
impl From<Wire> for Msg { fn from(w: Wire) -> Self { Msg { id: w.id, name: w.name.unwrap_or_default() } } }
//# with a version
#[derive(Clone, Serialize, Deserialize)]
#[serde(into = "Wire")] pub struct Msg { pub id: u32, pub name: String }
#[derive(Serialize, Deserialize)]
pub struct Wire { pub version: u8, pub id: u32, pub name: String }
impl From<Msg> for Wire { fn from(m: Msg) -> Self { Wire { version: 2, id: m.id, name: m.name } } }
//# doubled on the way
#[derive(Clone, Serialize, Deserialize)]
#[serde(from = "Wire", into = "Wire")] pub struct Msg { pub id: u32, pub name: String }
#[derive(Serialize, Deserialize)]
pub struct Wire { pub id: u64, pub name: String }
impl From<Wire> for Msg { fn from(w: Wire) -> Self { Msg { id: (w.id / 2) as u32, name: w.name } } }
impl From<Msg> for Wire { fn from(m: Msg) -> Self { Wire { id: m.id as u64 * 2, name: m.name } } }
