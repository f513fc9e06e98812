//= flatten_and_tags
//# plain
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(flatten)] pub kind: Kind }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum Kind { A { a: u32 }, B { #[serde(alias = "id2")] b: Option<u32> } }
//# alias is a tag
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde(alias = "kind")] pub id: u32, #[serde(flatten)] pub kind: Kind }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum Kind { A { a: u32 }, B { #[serde(alias = "id2")] b: Option<u32> } }
//# alias is a field of the variant
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde(alias = "b")] pub id: Option<u32>, #[serde(flatten)] pub kind: Kind }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum Kind { A { a: u32 }, B { #[serde(alias = "id2")] b: Option<u32> } }
//# alias in the variant is a field outside
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(flatten)] pub kind: Kind }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum Kind { A { a: u32 }, B { #[serde(alias = "id")] b: Option<u32> } }
//# two of one tag
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(flatten)] pub kind: Kind, #[serde(flatten)] pub more: Option<More> }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum Kind { A { a: u32 }, B { #[serde(alias = "id2")] b: Option<u32> } }
#[derive(Serialize, Deserialize)]
#[serde(tag = "more")]
pub enum More { A { a: u32 }, B { b: u32 } }
//# newtypes that flatten
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(flatten)] pub kind: Kind }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum Kind { A(Deep), B { b: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Deep { #[serde(flatten)] pub inner: Inner, #[serde(flatten)] pub rest: BTreeMap<String, serde_json::Value> }
#[derive(Serialize, Deserialize)]
pub struct Inner { pub a: u32 }
//# enum in an enum
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(flatten)] pub kind: Kind }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum Kind { A { #[serde(flatten)] deep: Deep }, B { b: Option<u32> } }
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Deep { Some { a: u32 }, Text { a: String } }
//# not flat
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum Msg { A { id: u32, a: u32 }, B { id: u32, #[serde(alias = "id2")] b: Option<u32> } }
//# tagged struct beside
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub struct Msg { pub id: u32, #[serde(flatten)] pub kind: Kind }
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Kind { A { a: u32 }, B { b: Option<u32> } }

//= flatten_of_options_and_wrappers
//# struct
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(flatten)] pub inner: Inner }
#[derive(Serialize, Deserialize)]
pub struct Inner { pub a: u32, pub b: Option<u32> }
//# for T in Option<Inner> | Box<Inner> | Box<Option<Inner>> | Option<Box<Inner>> | Option<Option<Inner>> | std::rc::Rc<Inner> | Maybe | Wrapped | Clear | BTreeMap<String, u32> | Option<BTreeMap<String, u32>> | BTreeMap<String, Option<u32>> | serde_json::Value | Option<serde_json::Value> | serde_json::Map<String, serde_json::Value> | BTreeMap<Key, u32> | Named | () | Option<()> | std::marker::PhantomData<u32> | Choice | Option<Choice> | Result<u32, String> | HashMap<String, ()> | Extra | Pair<u32> | Pair<Option<u32>> | Option<Pair<Option<u32>>> | Five
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(flatten)] pub inner: {T} }
pub type Maybe = Option<Inner>;
#[derive(Serialize, Deserialize)]
pub struct Inner { pub a: u32, pub b: Option<u32> }
#[derive(Serialize, Deserialize)]
pub struct Wrapped(pub Inner);
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub struct Clear { pub inner: Option<Inner> }
#[derive(Serialize, Deserialize, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[serde(rename_all = "lowercase")]
pub enum Key { A, B }
#[derive(Serialize, Deserialize)]
pub struct Named(pub BTreeMap<String, u32>);
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Choice { Number { a: u32 }, Text { a: String }, Nothing {} }
#[derive(Serialize, Deserialize)]
pub struct Extra { #[serde(flatten)] pub inner: Inner, #[serde(flatten)] pub rest: BTreeMap<String, serde_json::Value> }
#[derive(Serialize, Deserialize)]
pub struct Five { #[serde(default = "five")] pub a: u32, pub b: Option<u32> }
fn five() -> u32 { 5 }
#[derive(Serialize, Deserialize)]
pub struct Pair<T> { pub a: T, #[serde(default, skip_serializing_if = "Option::is_none")] pub b: Option<T> }

//= flatten_with_defaults_and_skips
//# plain
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(flatten)] pub inner: Inner }
#[derive(Serialize, Deserialize)]
pub struct Inner { pub a: u32, #[serde(default)] pub b: u32 }
//# skip if
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(flatten, skip_serializing_if = "Inner::is_empty")] pub inner: Inner }
#[derive(Serialize, Deserialize)]
pub struct Inner { #[serde(default)] pub a: u32, #[serde(default)] pub b: u32 }
impl Inner { fn is_empty(&self) -> bool { self.a == 0 && self.b == 0 } }
//# container default
#[derive(Serialize, Deserialize, Default)]
#[serde(default)]
pub struct Msg { pub id: u32, #[serde(flatten)] pub inner: Inner }
#[derive(Serialize, Deserialize, Default)]
pub struct Inner { pub a: u32, #[serde(default)] pub b: u32 }
//# skip writing
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(flatten, skip_serializing)] pub inner: Inner }
#[derive(Serialize, Deserialize)]
pub struct Inner { #[serde(default)] pub a: u32, #[serde(default)] pub b: u32 }
//# skip reading
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(flatten, skip_deserializing)] pub inner: Inner }
#[derive(Serialize, Deserialize, Default)]
pub struct Inner { pub a: u32, #[serde(default)] pub b: u32 }
//# skip
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(skip)] pub inner: Inner, #[serde(flatten)] pub rest: BTreeMap<String, u32> }
#[derive(Serialize, Deserialize, Default)]
pub struct Inner { pub a: u32, #[serde(default)] pub b: u32 }
//# renamed for nothing
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub struct Msg { #[serde(rename = "id")] pub id: u32, #[serde(flatten, rename = "x", alias = "y")] pub inner: Inner }
#[derive(Serialize, Deserialize)]
pub struct Inner { pub a: u32, #[serde(default)] pub b: u32 }
//# denied inside of two
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(flatten)] pub inner: Inner, #[serde(flatten)] pub other: Other }
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Inner { pub a: u32 }
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Other { #[serde(default)] pub b: u32 }
//# left out with another default
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(flatten, skip_serializing_if = "is_nothing")] pub inner: Inner }
#[derive(Serialize, Deserialize)]
pub struct Inner { #[serde(default = "five")] pub a: u32, #[serde(default)] pub b: u32 }
fn five() -> u32 { 5 }
fn is_nothing(inner: &Inner) -> bool { inner.a == 5 && inner.b == 0 }
//# custom
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(flatten, deserialize_with = "read")] pub inner: Inner }
#[derive(Serialize, Deserialize)]
pub struct Inner { pub a: u32, #[serde(default)] pub b: u32 }
fn read<'de, D: serde::Deserializer<'de>>(d: D) -> Result<Inner, D::Error> { Inner::deserialize(d) }
//# one struct of two keys
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u32, #[serde(flatten)] pub first: First, #[serde(flatten)] pub rest: BTreeMap<String, u64> }
#[derive(Serialize, Deserialize)]
pub struct First { #[serde(alias = "b")] pub a: u32 }

//= flatten_in_variants
//# plain
#[derive(Serialize, Deserialize)]
pub enum Msg { A { id: u32, x: u32 }, B { id: u32 } }
//# flat
#[derive(Serialize, Deserialize)]
pub enum Msg { A { id: u32, #[serde(flatten)] inner: Inner }, B { #[serde(flatten)] inner: Inner } }
#[derive(Serialize, Deserialize)]
pub struct Inner { #[serde(alias = "id")] pub x: u32 }
//# flat map
#[derive(Serialize, Deserialize)]
pub enum Msg { A { id: u32, #[serde(flatten)] inner: HashMap<String, u32> }, B { #[serde(flatten)] inner: HashMap<String, u32> } }
//# internal
#[derive(Serialize, Deserialize)]
#[serde(tag = "t")]
pub enum Msg { A { id: u32, #[serde(flatten)] inner: HashMap<String, u32> }, B { id: u32 } }
//# internal values
#[derive(Serialize, Deserialize)]
#[serde(tag = "t")]
pub enum Msg { A { id: u32, x: u32 }, B(HashMap<String, serde_json::Value>) }
//# internal flat rest that has the tag
#[derive(Serialize, Deserialize)]
pub struct Msg { pub t: String, #[serde(flatten)] pub rest: HashMap<String, u32> }
//# adjacent
#[derive(Serialize, Deserialize)]
#[serde(tag = "t", content = "c")]
pub enum Msg { A { id: u32, #[serde(flatten)] inner: HashMap<String, u32> }, B { id: u32 } }
//# untagged
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Msg { A { id: u32, #[serde(flatten)] inner: HashMap<String, u32> }, B { t: String } }
//# untagged strict
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Msg { A(Strict), B { #[serde(flatten)] inner: HashMap<String, serde_json::Value> } }
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Strict { pub id: u32, #[serde(default)] pub x: u32 }
