//= repr_enums
//@ formats: json postcard
//# base
#[derive(Serialize, Deserialize)]
pub struct Msg { pub level: Level }
#[derive(serde_repr::Serialize_repr, serde_repr::Deserialize_repr)] #[repr(u8)] pub enum Level { Low = 1, High = 2 }
//# negative
#[derive(Serialize, Deserialize)]
pub struct Msg { pub level: Level }
#[derive(serde_repr::Serialize_repr, serde_repr::Deserialize_repr)] #[repr(i16)] pub enum Level { Low = -1, High = 2 }
//# more
#[derive(Serialize, Deserialize)]
pub struct Msg { pub level: Level }
#[derive(serde_repr::Serialize_repr, serde_repr::Deserialize_repr)] #[repr(u8)] pub enum Level { Low = 1, High, Top }
//# renumbered
#[derive(Serialize, Deserialize)]
pub struct Msg { pub level: Level }
#[derive(serde_repr::Serialize_repr, serde_repr::Deserialize_repr)] #[repr(u8)] pub enum Level { Low, High }
//# constants
const LOW: u8 = 1;
#[derive(Serialize, Deserialize)]
pub struct Msg { pub level: Level }
#[derive(serde_repr::Serialize_repr, serde_repr::Deserialize_repr)] #[repr(u8)] pub enum Level { Low = LOW, High = LOW + 1 }
//# derive
#[derive(Serialize, Deserialize)]
pub struct Msg { pub level: Level }
#[derive(Serialize, Deserialize)]
#[repr(u8)] pub enum Level { Low = 1, High = 2 }
//# number
#[derive(Serialize, Deserialize)]
pub struct Msg { pub level: u8 }
//# option
#[derive(Serialize, Deserialize)]
pub struct Msg { pub level: Option<Level> }
#[derive(serde_repr::Serialize_repr, serde_repr::Deserialize_repr)] #[repr(u8)] pub enum Level { Low = 1, High = 2 }

//= times_of_chrono
//# for T in chrono::DateTime<chrono::Utc> | chrono::DateTime<chrono::FixedOffset> | chrono::NaiveDate | chrono::NaiveTime | chrono::NaiveDateTime | chrono::Weekday | chrono::Month | String | i64 | Option<chrono::NaiveDate>
#[derive(Serialize, Deserialize)]
pub struct Msg { pub v: {T} }
//# seconds
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde(with = "chrono::serde::ts_seconds")] pub v: chrono::DateTime<chrono::Utc> }
//# milliseconds
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde(with = "chrono::serde::ts_milliseconds")] pub v: chrono::DateTime<chrono::Utc> }
//# optional seconds
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde(with = "chrono::serde::ts_seconds_option")] pub v: Option<chrono::DateTime<chrono::Utc>> }
//# import
use chrono::prelude::*;
#[derive(Serialize, Deserialize)]
pub struct Msg { pub v: DateTime<Utc> }

//= times_of_time
//# for T in time::OffsetDateTime | time::PrimitiveDateTime | time::Date | time::Time | time::Weekday | time::Month | time::UtcOffset | time::Duration
#[derive(Serialize, Deserialize)]
pub struct Msg { pub v: {T} }
//# rfc3339
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde(with = "time::serde::rfc3339")] pub v: time::OffsetDateTime }
//# timestamp
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde(with = "time::serde::timestamp")] pub v: time::OffsetDateTime }
//# optional
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde(with = "time::serde::rfc3339::option")] pub v: Option<time::OffsetDateTime> }

//= texts_of_crates
//# for T in uuid::Uuid | url::Url | semver::Version | semver::VersionReq | camino::Utf8PathBuf | ipnet::IpNet | ipnet::Ipv4Net | rust_decimal::Decimal | bigdecimal::BigDecimal | String | std::borrow::Cow<'static, str> | serde_json::Value
#[derive(Serialize, Deserialize)]
pub struct Msg { pub v: {T} }
//# decimal float
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde(with = "rust_decimal::serde::float")] pub v: rust_decimal::Decimal }
//# decimal str
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde(with = "rust_decimal::serde::str")] pub v: rust_decimal::Decimal }

//= uuids
//# plain
#[derive(Serialize, Deserialize)]
pub struct Msg { pub v: uuid::Uuid }
//# simple
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde(with = "uuid::serde::simple")] pub v: uuid::Uuid }
//# compact
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde(with = "uuid::serde::compact")] pub v: uuid::Uuid }
//# hyphenated
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde(with = "uuid::serde::hyphenated")] pub v: uuid::Uuid }
//# urn
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde(with = "uuid::serde::urn")] pub v: uuid::Uuid }

//= collections_of_crates
//# for T in smallvec::SmallVec<[u8; 2]> | arrayvec::ArrayVec<u8, 4> | indexmap::IndexSet<u8> | bytes::Bytes | bytes::BytesMut | serde_bytes::ByteBuf | Vec<u8> | BTreeSet<u8> | [u8; 4] | [u8; 5]
#[derive(Serialize, Deserialize)]
pub struct Msg { pub v: {T} }
//# with bytes
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde(with = "serde_bytes")] pub v: Vec<u8> }

//= maps_of_crates
//# for T in indexmap::IndexMap<String, u8> | HashMap<String, u8> | serde_json::Map<String, serde_json::Value> | either::Either<u8, String> | indexmap::IndexMap<u8, u8>
#[derive(Serialize, Deserialize)]
pub struct Msg { pub v: {T} }

//= serde_as
//# plain
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, pub ids: Vec<u64>, pub after: Option<u64> }
//# display
#[serde_with::serde_as]
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde_as(as = "serde_with::DisplayFromStr")] pub id: u64, pub ids: Vec<u64>, pub after: Option<u64> }
//# display in containers
use serde_with::{serde_as, DisplayFromStr};
#[serde_as]
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, #[serde_as(as = "Vec<DisplayFromStr>")] pub ids: Vec<u64>, #[serde_as(as = "Option<DisplayFromStr>")] pub after: Option<u64> }
//# same
use serde_with::{serde_as, Same};
#[serde_as]
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde_as(as = "_")] pub id: u64, #[serde_as(as = "Vec<_>")] pub ids: Vec<u64>, #[serde_as(as = "Option<Same>")] pub after: Option<u64> }
//# strings
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: String, pub ids: Vec<String>, pub after: Option<String> }
//# one or many
use serde_with::{serde_as, OneOrMany};
#[serde_as]
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, #[serde_as(as = "OneOrMany<_>")] pub ids: Vec<u64>, pub after: Option<u64> }
//# default on error
use serde_with::{serde_as, DefaultOnNull};
#[serde_as]
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde_as(as = "DefaultOnNull")] pub id: u64, pub ids: Vec<u64>, pub after: Option<u64> }
//# skip none
#[serde_with::skip_serializing_none]
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, pub ids: Vec<u64>, pub after: Option<u64> }

//= durations_as
//# plain
#[derive(Serialize, Deserialize)]
pub struct Msg { pub d: std::time::Duration }
//# seconds
use serde_with::{serde_as, DurationSeconds};
#[serde_as]
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde_as(as = "DurationSeconds<u64>")] pub d: std::time::Duration }
//# milliseconds
use serde_with::{serde_as, DurationMilliSeconds};
#[serde_as]
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde_as(as = "DurationMilliSeconds<u64>")] pub d: std::time::Duration }
//# seconds float
use serde_with::{serde_as, DurationSecondsWithFrac};
#[serde_as]
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde_as(as = "DurationSecondsWithFrac<f64>")] pub d: std::time::Duration }
//# number
#[derive(Serialize, Deserialize)]
pub struct Msg { pub d: u64 }

//= serde_as_more
//# plain
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: Option<u32>, pub on: bool, pub map: Vec<(String, u32)>, pub raw: Vec<u8>, pub by: BTreeMap<u32, u32> }
//# display
use serde_with::{serde_as, DisplayFromStr};
#[serde_as]
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde_as(as = "Option<DisplayFromStr>")] pub id: Option<u32>, #[serde_as(as = "DisplayFromStr")] pub on: bool, pub map: Vec<(String, u32)>, pub raw: Vec<u8>, pub by: BTreeMap<u32, u32> }
//# no default
use serde_with::{serde_as, DisplayFromStr};
#[serde_as]
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde_as(as = "Option<DisplayFromStr>", no_default)] pub id: Option<u32>, pub on: bool, pub map: Vec<(String, u32)>, pub raw: Vec<u8>, pub by: BTreeMap<u32, u32> }
//# same without default
use serde_with::serde_as;
#[serde_as]
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde_as(as = "_")] pub id: Option<u32>, pub on: bool, pub map: Vec<(String, u32)>, pub raw: Vec<u8>, pub by: BTreeMap<u32, u32> }
//# map
use serde_with::{serde_as, Map};
#[serde_as]
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: Option<u32>, pub on: bool, #[serde_as(as = "Map<_, _>")] pub map: Vec<(String, u32)>, pub raw: Vec<u8>, pub by: BTreeMap<u32, u32> }
//# pairs
use serde_with::serde_as;
#[serde_as]
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: Option<u32>, pub on: bool, pub map: Vec<(String, u32)>, pub raw: Vec<u8>, #[serde_as(as = "Vec<(_, _)>")] pub by: BTreeMap<u32, u32> }
//# bytes
use serde_with::{serde_as, Bytes};
#[serde_as]
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: Option<u32>, pub on: bool, pub map: Vec<(String, u32)>, #[serde_as(as = "Bytes")] pub raw: Vec<u8>, pub by: BTreeMap<u32, u32> }
//# keys as text
use serde_with::{serde_as, DisplayFromStr};
#[serde_as]
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: Option<u32>, pub on: bool, pub map: Vec<(String, u32)>, pub raw: Vec<u8>, #[serde_as(as = "BTreeMap<DisplayFromStr, _>")] pub by: BTreeMap<u32, u32> }
//# id left out
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde(skip_serializing_if = "Option::is_none")] pub id: Option<u32>, pub on: bool, pub map: Vec<(String, u32)>, pub raw: Vec<u8>, pub by: BTreeMap<u32, u32> }
//# skip none
#[serde_with::skip_serializing_none]
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: Option<u32>, pub on: bool, pub map: Vec<(String, u32)>, pub raw: Vec<u8>, pub by: BTreeMap<u32, u32> }
//# skip none but always
#[serde_with::skip_serializing_none]
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serialize_always] pub id: Option<u32>, pub on: bool, pub map: Vec<(String, u32)>, pub raw: Vec<u8>, pub by: BTreeMap<u32, u32> }

//= bytes_as
//# plain
#[derive(Serialize, Deserialize)]
pub struct Msg { pub v: Vec<u8> }
//# text
#[derive(Serialize, Deserialize)]
pub struct Msg { pub v: String }
//# for T in serde_with::base64::Base64 | serde_with::hex::Hex | serde_with::Bytes | serde_with::BytesOrString | serde_with::base64::Base64<serde_with::base64::UrlSafe> | serde_with::base64::Base64<serde_with::base64::UrlSafe, serde_with::formats::Unpadded> | serde_with::base64::Base64<serde_with::base64::Standard, serde_with::formats::Unpadded> | serde_with::hex::Hex<serde_with::formats::Uppercase>
#[serde_with::serde_as]
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde_as(as = "{T}")] pub v: Vec<u8> }
//# several
#[serde_with::serde_as]
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde_as(as = "Option<serde_with::base64::Base64>")] pub v: Option<Vec<u8>> }

//= moments_as
//# plain
#[derive(Serialize, Deserialize)]
pub struct Msg { pub v: chrono::DateTime<chrono::Utc> }
//# number
#[derive(Serialize, Deserialize)]
pub struct Msg { pub v: i64 }
//# text
#[derive(Serialize, Deserialize)]
pub struct Msg { pub v: String }
//# for T in serde_with::TimestampSeconds<i64> | serde_with::TimestampMilliSeconds<i64> | serde_with::TimestampNanoSeconds<i64> | serde_with::TimestampSeconds<String> | serde_with::TimestampSecondsWithFrac<f64>
#[serde_with::serde_as]
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde_as(as = "{T}")] pub v: chrono::DateTime<chrono::Utc> }

//= moments_of_time_as
//# plain
#[derive(Serialize, Deserialize)]
pub struct Msg { pub v: time::OffsetDateTime }
//# number
#[derive(Serialize, Deserialize)]
pub struct Msg { pub v: i64 }
//# rfc3339 with
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde(with = "time::serde::rfc3339")] pub v: time::OffsetDateTime }
//# for T in time::format_description::well_known::Rfc3339 | serde_with::TimestampSeconds<i64>
#[serde_with::serde_as]
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde_as(as = "{T}")] pub v: time::OffsetDateTime }

//= containers_as
//# plain
#[derive(Serialize, Deserialize)]
pub struct Msg { pub v: Vec<(String, u32)>, pub w: BTreeMap<String, u32>, pub x: Option<u32> }
//# for T in serde_with::Map<_, _> | serde_with::Map<_, serde_with::DisplayFromStr> | Vec<(_, serde_with::DisplayFromStr)> | BTreeMap<_, _> | serde_with::VecSkipError<_> | serde_with::OneOrMany<_>
#[serde_with::serde_as]
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde_as(as = "{T}")] pub v: Vec<(String, u32)>, pub w: BTreeMap<String, u32>, pub x: Option<u32> }
//# pairs
#[serde_with::serde_as]
#[derive(Serialize, Deserialize)]
pub struct Msg { pub v: Vec<(String, u32)>, #[serde_as(as = "serde_with::Seq<(_, serde_with::DisplayFromStr)>")] pub w: BTreeMap<String, u32>, pub x: Option<u32> }
//# values as text
#[serde_with::serde_as]
#[derive(Serialize, Deserialize)]
pub struct Msg { pub v: Vec<(String, u32)>, #[serde_as(as = "BTreeMap<_, serde_with::DisplayFromStr>")] pub w: BTreeMap<String, u32>, pub x: Option<u32> }
//# pick first
#[serde_with::serde_as]
#[derive(Serialize, Deserialize)]
pub struct Msg { pub v: Vec<(String, u32)>, pub w: BTreeMap<String, u32>, #[serde_as(as = "Option<serde_with::PickFirst<(_, serde_with::DisplayFromStr)>>")] pub x: Option<u32> }
//# no string
#[serde_with::serde_as]
#[derive(Serialize, Deserialize)]
pub struct Msg { pub v: Vec<(String, u32)>, pub w: BTreeMap<String, u32>, #[serde_as(as = "serde_with::NoneAsEmptyString")] pub x: Option<u32> }
