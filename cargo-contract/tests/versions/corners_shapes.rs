//= defaults_by_path
//# plain
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde(default)] pub a: u32, #[serde(default)] pub b: Vec<u32>, #[serde(default)] pub c: Option<u32> }
//# of the types
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde(default = "u32::default")] pub a: u32, #[serde(default = "Vec::new")] pub b: Vec<u32>, #[serde(default = "Option::default")] pub c: Option<u32> }
//# by the trait
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde(default = "Default::default")] pub a: u32, #[serde(default = "std::default::Default::default")] pub b: Vec<u32>, #[serde(default = "<Option<u32> as Default>::default")] pub c: Option<u32> }
//# in a module
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde(default = "self::given::zero")] pub a: u32, #[serde(default = "given::none")] pub b: Vec<u32>, #[serde(default = "given::deep::nothing")] pub c: Option<u32> }
mod given { pub fn zero() -> u32 { super::ZERO } pub fn none() -> Vec<u32> { vec![] } pub mod deep { pub fn nothing<T>() -> Option<T> { None } } }
const ZERO: u32 = 0;
//# another in a module
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde(default = "self::given::zero")] pub a: u32, #[serde(default = "given::none")] pub b: Vec<u32>, #[serde(default = "given::deep::nothing")] pub c: Option<u32> }
mod given { pub fn zero() -> u32 { super::ZERO } pub fn none() -> Vec<u32> { vec![super::ZERO] } pub mod deep { pub fn nothing() -> Option<u32> { Some(u32::from(u8::MAX)) } } }
const ZERO: u32 = 7;
//# of the type itself
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde(default = "Msg::zero")] pub a: u32, #[serde(default = "<Msg>::none")] pub b: Vec<u32>, #[serde(default = "Msg::nothing")] pub c: Option<u32> }
impl Msg { fn zero() -> u32 { Self::ZERO } const ZERO: u32 = 0; fn none() -> Vec<u32> { Vec::with_capacity(3) } fn nothing() -> Option<u32> { Option::None } }
//# turbofish
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde(default = "number::<0>")] pub a: u32, #[serde(default = "empty::<u32>")] pub b: Vec<u32>, #[serde(default = "def::<Option<u32>>")] pub c: Option<u32> }
fn number<const N: u32>() -> u32 { N }
fn empty<T>() -> Vec<T> { Vec::new() }
fn def<T: Default>() -> T { T::default() }
//# other turbofish
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde(default = "number::<3>")] pub a: u32, #[serde(default = "empty::<u32>")] pub b: Vec<u32>, #[serde(default = "def::<Option<u32>>")] pub c: Option<u32> }
fn number<const N: u32>() -> u32 { N }
fn empty<T>() -> Vec<T> { Vec::new() }
fn def<T: Default>() -> T { T::default() }
//# container by new
#[derive(Serialize, Deserialize)]
#[serde(default)]
pub struct Msg { pub a: u32, pub b: Vec<u32>, pub c: Option<u32> }
impl Default for Msg { fn default() -> Self { Self::new() } }
impl Msg { fn new() -> Msg { let a = 0; Msg { a, ..Self::rest() } } fn rest() -> Self { Self { a: 5, b: Default::default(), c: None } } }
//# container path
#[derive(Serialize, Deserialize)]
#[serde(default = "made")]
pub struct Msg { pub a: u32, pub b: Vec<u32>, pub c: Option<u32> }
fn made() -> Msg { Msg { a: 0, b: vec![1], c: None } }
//# container path with own
#[derive(Serialize, Deserialize)]
#[serde(default = "made")]
pub struct Msg { pub a: u32, #[serde(default)] pub b: Vec<u32>, #[serde(default = "nine")] pub c: Option<u32> }
fn made() -> Msg { Msg { a: 0, b: vec![1], c: None } }
fn nine() -> Option<u32> { Some(9) }
//# omitted
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde(default, skip_serializing_if = "is_default")] pub a: u32, #[serde(default, skip_serializing_if = "<[u32]>::is_empty")] pub b: Vec<u32>, #[serde(default, skip_serializing_if = "Option::is_none")] pub c: Option<u32> }
fn is_default<T: Default + PartialEq>(value: &T) -> bool { *value == T::default() }
//# omitted wrongly
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde(default, skip_serializing_if = "is_small")] pub a: u32, #[serde(default, skip_serializing_if = "Vec::is_empty")] pub b: Vec<u32>, #[serde(default, skip_serializing_if = "Option::is_some")] pub c: Option<u32> }
fn is_small(value: &u32) -> bool { matches!(value, 0..=1) }

//= generic_parameters
//# plain
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, pub body: Body, pub list: Vec<u32> }
#[derive(Serialize, Deserialize)]
pub struct Body { pub text: String }
//# default of default
#[derive(Serialize, Deserialize)]
pub struct Msg<T = Body, L = List<u32>> { pub id: u32, pub body: T, pub list: L }
#[derive(Serialize, Deserialize)]
pub struct Body { pub text: String }
pub type List<T = u8> = Vec<T>;
//# other default
#[derive(Serialize, Deserialize)]
pub struct Msg<T = Body, L = List> { pub id: u32, pub body: T, pub list: L }
#[derive(Serialize, Deserialize)]
pub struct Body { pub text: String }
pub type List<T = u8> = Vec<T>;
//# default on the parameter before
#[derive(Serialize, Deserialize)]
pub struct Env<T, B = Body, L = Vec<T>> { pub id: T, pub body: B, pub list: L }
#[derive(Serialize, Deserialize)]
pub struct Body { pub text: String }
pub type Msg = Env<u32>;
//# marker
#[derive(Serialize, Deserialize)]
#[serde(bound = "")]
pub struct Env<M> { pub id: Id<M>, pub body: Body, pub list: Vec<Id<M>>, #[serde(skip)] pub mark: std::marker::PhantomData<fn() -> M> }
#[derive(Serialize, Deserialize)]
#[serde(transparent, bound = "")]
pub struct Id<M> { pub raw: u32, #[serde(skip)] pub mark: std::marker::PhantomData<M> }
#[derive(Serialize, Deserialize)]
pub struct Body { pub text: String }
pub type Msg = Env<u8>;
//# unused marker as a field
#[derive(Serialize, Deserialize)]
#[serde(bound = "")]
pub struct Env<M> { pub id: u32, pub body: Body, pub list: Vec<u32>, pub mark: std::marker::PhantomData<M> }
#[derive(Serialize, Deserialize)]
pub struct Body { pub text: String }
pub type Msg = Env<u8>;
//# constant
#[derive(Serialize, Deserialize)]
pub struct Body { pub text: String }
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, pub body: Body, pub list: [u32; { 1 + 1 }] }
//# default constant
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, pub body: Body, pub list: Array<u32> }
pub type Array<T = u8, const N: usize = 2> = [T; N];
#[derive(Serialize, Deserialize)]
pub struct Body { pub text: String }
//# self type
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, pub body: Body, pub list: Vec<u32>, pub next: Option<Box<Self>> }
#[derive(Serialize, Deserialize)]
pub struct Body { pub text: String }
//# two kinds of itself
#[derive(Serialize, Deserialize)]
pub struct Env<T> { pub id: u32, pub body: T, pub list: Vec<u32>, pub next: Option<Box<Env<Body>>> }
#[derive(Serialize, Deserialize)]
pub struct Body { pub text: String }
pub type Msg = Env<Body>;

//= tuples_that_leave_out
//# plain
#[derive(Serialize, Deserialize)]
pub struct Msg(pub u32, pub Option<u32>);
//# omitted
#[derive(Serialize, Deserialize)]
pub struct Msg(pub u32, #[serde(skip_serializing_if = "Option::is_none")] pub Option<u32>);
//# omitted with default
#[derive(Serialize, Deserialize)]
pub struct Msg(pub u32, #[serde(default, skip_serializing_if = "Option::is_none")] pub Option<u32>);
//# first omitted
#[derive(Serialize, Deserialize)]
pub struct Msg(#[serde(default, skip_serializing_if = "is_zero")] pub u32, #[serde(default)] pub Option<u32>);
fn is_zero(value: &u32) -> bool { *value == 0 }
//# not read
#[derive(Serialize, Deserialize)]
pub struct Msg(pub u32, #[serde(skip_deserializing)] pub Option<u32>);
//# not written
#[derive(Serialize, Deserialize)]
pub struct Msg(pub u32, #[serde(skip_serializing)] pub Option<u32>);
//# not written with default
#[derive(Serialize, Deserialize)]
pub struct Msg(pub u32, #[serde(skip_serializing, default)] pub Option<u32>);
//# all defaulted
#[derive(Serialize, Deserialize, Default)]
#[serde(default)]
pub struct Msg(pub u32, pub Option<u32>, pub u32);
//# newtype defaulted
#[derive(Serialize, Deserialize)]
pub struct Msg(#[serde(default)] pub (u32, Option<u32>));
//# newtype with a skipped
#[derive(Serialize, Deserialize)]
pub struct Msg(pub Vec<u32>, #[serde(skip)] pub Option<u32>);
//# newtype that omits
#[derive(Serialize, Deserialize)]
pub struct Msg(#[serde(skip_serializing_if = "Vec::is_empty", default)] pub Vec<Option<u32>>);
//# nested tuples
#[derive(Serialize, Deserialize)]
pub struct Msg(pub u32, pub (Option<u32>,));

//= maps_and_their_keys
//# for T in HashMap<String, ()> | HashMap<String, Option<()>> | HashSet<String> | HashMap<String, Unit> | HashMap<String, u8> | BTreeMap<Kind, u8> | BTreeMap<Lower, u8> | BTreeMap<Other, u8> | BTreeMap<Num, u8> | BTreeMap<bool, u8> | BTreeMap<char, u8> | BTreeMap<i8, u8> | BTreeMap<u64, u8> | BTreeMap<std::num::NonZeroU8, u8> | BTreeMap<Wide, u8> | Vec<(Kind, u8)> | Record | RecordOptional | BTreeMap<String, serde_json::Value> | BTreeMap<Text, u8> | BTreeMap<Kind, Option<u8>>
#[derive(Serialize, Deserialize)]
pub struct Msg { pub m: {T} }
#[derive(Serialize, Deserialize)]
pub struct Unit;
#[derive(Serialize, Deserialize, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind { One, Two }
#[derive(Serialize, Deserialize, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[serde(rename_all = "lowercase")]
pub enum Lower { #[serde(alias = "One")] One, Two }
#[derive(Serialize, Deserialize, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Other { One, #[serde(other)] Rest }
#[derive(Serialize, Deserialize, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Num { #[serde(rename = "1")] One, #[serde(rename = "2")] Two }
#[derive(Serialize, Deserialize, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[serde(transparent)]
pub struct Wide { pub v: u16 }
#[derive(Serialize, Deserialize, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Text(pub Box<str>);
#[derive(Serialize, Deserialize)]
#[allow(non_snake_case)]
pub struct Record { pub One: u8, #[serde(default)] pub Two: u8 }
#[derive(Serialize, Deserialize)]
#[allow(non_snake_case)]
pub struct RecordOptional { #[serde(skip_serializing_if = "Option::is_none")] pub One: Option<u8>, #[serde(default, skip_serializing_if = "Option::is_none")] pub Two: Option<u8> }

//= identifiers_only_for_reading
//# plain
#[derive(Serialize, Deserialize)]
pub struct Msg { pub a: Name }
#[derive(Serialize, Deserialize)]
pub enum Name { A, B }
//# for T in variant_identifier | field_identifier
#[derive(Serialize, Deserialize)]
pub struct Msg { pub a: Name }
#[derive(Deserialize)]
#[serde({T}, rename_all = "UPPERCASE")]
pub enum Name { A, #[serde(alias = "b")] B, Cc }
impl Serialize for Name {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(match self { Name::A => "A", Name::B => "B", Name::Cc => "CC" })
    }
}
//# with other
#[derive(Serialize, Deserialize)]
pub struct Msg { pub a: Name }
#[derive(Deserialize)]
#[serde(field_identifier)]
pub enum Name { A, #[serde(other)] Rest }
impl Serialize for Name {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(match self { Name::A => "A", Name::Rest => "Rest" })
    }
}
//# with text
#[derive(Serialize, Deserialize)]
pub struct Msg { pub a: Name }
#[derive(Deserialize)]
#[serde(field_identifier, rename_all = "snake_case")]
pub enum Name { A, Other(String) }
impl Serialize for Name {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(match self { Name::A => "A", Name::Other(text) => text })
    }
}
