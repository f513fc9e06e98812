//# plain
#[derive(Serialize, Deserialize)]
pub struct Msg { pub ttl: u64 }
//# pass
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde(with = "pass")] pub ttl: u64 }
mod pass {
    use serde::{Deserialize, Deserializer, Serializer};
    pub fn serialize<S: Serializer>(v: &u64, s: S) -> Result<S::Ok, S::Error> { s.serialize_u64(*v) }
    pub fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<u64, D::Error> { u64::deserialize(d) }
}
//# pass default
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde(with = "pass", default)] pub ttl: u64 }
mod pass {
    use serde::{Deserialize, Deserializer, Serializer};
    pub fn serialize<S: Serializer>(v: &u64, s: S) -> Result<S::Ok, S::Error> { s.serialize_u64(*v) }
    pub fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<u64, D::Error> { u64::deserialize(d) }
}
//# text
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde(with = "text")] pub ttl: u64 }
mod text {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};
    pub fn serialize<S: Serializer>(v: &u64, s: S) -> Result<S::Ok, S::Error> { s.serialize_str(&v.to_string()) }
    pub fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<u64, D::Error> { let t = String::deserialize(d)?; t.parse().map_err(D::Error::custom) }
}
//# collected text
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde(with = "text")] pub ttl: u64 }
mod text {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};
    pub fn serialize<S: Serializer>(v: &u64, s: S) -> Result<S::Ok, S::Error> { s.collect_str(v) }
    pub fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<u64, D::Error> { String::deserialize(d)?.parse().map_err(D::Error::custom) }
}
//# string
#[derive(Serialize, Deserialize)]
pub struct Msg { pub ttl: String }
//# serialize with
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde(serialize_with = "double")] pub ttl: u64 }
fn double<S: serde::Serializer>(v: &u64, s: S) -> Result<S::Ok, S::Error> { s.serialize_u64(v.wrapping_mul(2)) }
//# deserialize with
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde(deserialize_with = "own")] pub ttl: u64 }
fn own<'de, D: serde::Deserializer<'de>>(d: D) -> Result<u64, D::Error> { Deserialize::deserialize(d) }
//# deserialize with option
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde(deserialize_with = "own")] pub ttl: Option<u64> }
fn own<'de, D: serde::Deserializer<'de>>(d: D) -> Result<Option<u64>, D::Error> { Option::deserialize(d) }
//# deserialize with option default
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde(default, deserialize_with = "own")] pub ttl: Option<u64> }
fn own<'de, D: serde::Deserializer<'de>>(d: D) -> Result<Option<u64>, D::Error> { Option::deserialize(d) }
//# option
#[derive(Serialize, Deserialize)]
pub struct Msg { pub ttl: Option<u64> }
//# null as default
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde(deserialize_with = "zero")] pub ttl: u64 }
fn zero<'de, D: serde::Deserializer<'de>>(d: D) -> Result<u64, D::Error> { Ok(Option::deserialize(d)?.unwrap_or_default()) }
//# from into
#[derive(Clone, Serialize, Deserialize)]
#[serde(from = "Proxy", into = "Proxy")]
pub struct Msg { pub ttl: u64 }
#[derive(Serialize, Deserialize)]
pub struct Proxy { pub ttl: u64 }
impl From<Proxy> for Msg { fn from(p: Proxy) -> Self { Msg { ttl: p.ttl } } }
impl From<Msg> for Proxy { fn from(m: Msg) -> Self { Proxy { ttl: m.ttl } } }

//# from into number
#[derive(Clone, Serialize, Deserialize)]
#[serde(from = "u64", into = "u64")]
pub struct Msg { pub ttl: u64 }
impl From<u64> for Msg { fn from(ttl: u64) -> Self { Msg { ttl } } }
impl From<Msg> for u64 { fn from(m: Msg) -> Self { m.ttl } }
//# try from
#[derive(Clone, Serialize, Deserialize)]
#[serde(try_from = "Proxy", into = "Proxy")]
pub struct Msg { pub ttl: u64 }
#[derive(Serialize, Deserialize)]
pub struct Proxy { pub ttl: u64 }
impl TryFrom<Proxy> for Msg { type Error = String; fn try_from(p: Proxy) -> Result<Self, String> { Ok(Msg { ttl: p.ttl }) } }
impl From<Msg> for Proxy { fn from(m: Msg) -> Self { Proxy { ttl: m.ttl } } }

//# from only
#[derive(Serialize, Deserialize)]
#[serde(from = "Proxy")]
pub struct Msg { pub ttl: u64 }
#[derive(Serialize, Deserialize)]
pub struct Proxy { #[serde(default)] pub ttl: u64 }
impl From<Proxy> for Msg { fn from(p: Proxy) -> Self { Msg { ttl: p.ttl } } }
impl From<Msg> for Proxy { fn from(m: Msg) -> Self { Proxy { ttl: m.ttl } } }

//# transparent
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub struct Msg { pub ttl: u64 }
//# newtype
#[derive(Serialize, Deserialize)]
pub struct Msg(pub u64);
//# by hand
#[cfg_attr(any(), sampled)]
pub struct Msg(pub u64);
impl Serialize for Msg { fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> { self.0.serialize(s) } }
impl<'de> Deserialize<'de> for Msg { fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> { u64::deserialize(d).map(Msg) } }
//# by hand ok
#[cfg_attr(any(), sampled)]
pub struct Msg(pub u64);
impl Serialize for Msg { fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> { serde::Serialize::serialize(&self.0, s) } }
impl<'de> Deserialize<'de> for Msg { fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> { Ok(Self(u64::deserialize(d)?)) } }
//# half by hand
#[derive(Deserialize)]
pub struct Msg(pub u64);
impl Serialize for Msg { fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> { s.serialize_str(&self.0.to_string()) } }
