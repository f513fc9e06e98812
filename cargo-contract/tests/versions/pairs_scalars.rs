//= integers_of_std
//# for T in u8 | std::num::NonZeroU8 | Option<std::num::NonZeroU8> | std::num::NonZero<u8> | std::num::Saturating<u8> | std::cmp::Reverse<u8> | std::sync::atomic::AtomicU32 | u16 | i16 | std::num::NonZeroI16 | std::sync::Mutex<u8> | std::sync::RwLock<u16> | std::cell::Cell<u8> | std::cell::RefCell<Option<u8>> | std::sync::Arc<u8> | Box<std::rc::Rc<u8>> | f32 | f64 | usize | isize
#[derive(Serialize, Deserialize)]
pub struct Msg { pub v: {T} }

//= strings_of_std
//# for T in String | Box<str> | std::rc::Rc<str> | std::sync::Arc<str> | std::borrow::Cow<'static, str> | std::path::PathBuf | char | Option<String> | Vec<char> | std::net::SocketAddr | std::net::SocketAddrV4 | std::net::Ipv6Addr | std::net::IpAddr | serde_json::Value | Vec<u8> | Box<[u8]>
#[derive(Serialize, Deserialize)]
pub struct Msg { pub v: {T} }

//= ranges_of_std
//# for T in std::ops::Range<u32> | std::ops::RangeInclusive<u32> | std::ops::RangeFrom<u32> | std::ops::RangeTo<u32> | std::ops::Range<std::num::NonZeroU32> | std::ops::Range<u64> | std::ops::Bound<u32> | (u32, u32) | std::time::SystemTime | std::time::Duration | Span | HashMap<String, u32>
#[derive(Serialize, Deserialize)]
pub struct Span { pub start: u32, pub end: u32 }
#[derive(Serialize, Deserialize)]
pub struct Msg { pub v: {T} }

//= json_values
//# for T in serde_json::Value | serde_json::Number | serde_json::Map<String, serde_json::Value> | Box<serde_json::value::RawValue> | HashMap<String, serde_json::Value> | Vec<serde_json::Value> | Option<serde_json::Value> | u64 | f64 | String | bool | ()
#[derive(Serialize, Deserialize)]
pub struct Msg { pub v: {T} }

//= keys_of_maps
//# for T in HashMap<Key, u8> | BTreeMap<Id, u8> | HashMap<Unit, u8> | HashMap<String, u8> | HashMap<u32, u8> | BTreeMap<i64, u8> | HashMap<Option<u32>, u8> | HashMap<Box<str>, u8> | HashMap<Name, u8> | HashMap<std::net::IpAddr, u8> | HashMap<(), u8> | BTreeMap<(u8, u8), u8>
#[derive(PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Key { Open, Paid }
#[derive(PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Id(pub u32);
#[derive(PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Unit { Open, Paid, Moved }
#[derive(PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)] pub struct Name { pub name: String }
#[derive(Serialize, Deserialize)]
pub struct Msg { pub v: {T} }

//= sequences_of_std
//# for T in Vec<u8> | Box<[u8]> | std::collections::BinaryHeap<u8> | [u8; 4] | (u8, u8) | Vec<(u8, u8)> | [(u8, u8); 1] | BTreeSet<u8> | HashSet<Option<u8>> | Vec<Vec<u8>> | [[u8; 2]; 2] | std::collections::LinkedList<u8> | Option<Box<[u8]>> | (Vec<u8>,) | Pair | Named | NamedDefault | [u8; 0] | ()
#[derive(Serialize, Deserialize)]
pub struct Pair(pub u8, pub u8);
#[derive(Serialize, Deserialize)]
pub struct Named { pub a: u8, pub b: u8 }
#[derive(Serialize, Deserialize)]
pub struct NamedDefault { pub a: u8, #[serde(default)] pub b: u8, #[serde(default)] pub c: u8 }
#[derive(Serialize, Deserialize)]
pub struct Msg { pub v: {T} }

//= either_results
//# for T in Result<u8, String> | Result<u16, String> | Result<(), String> | either::Either<u8, String> | Own | OwnRight | Option<u8> | HashMap<String, u8>
#[derive(Serialize, Deserialize)]
pub enum Own { Ok(u8), Err(String) }
#[derive(Serialize, Deserialize)]
pub enum OwnRight { Left(u8), Right(String) }
#[derive(Serialize, Deserialize)]
pub struct Msg { pub v: {T} }
