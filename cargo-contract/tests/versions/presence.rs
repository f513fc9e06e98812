//# without
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64 }
//# required
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, pub extra: u32 }
fn ten() -> u32 { 10 }
fn twenty() -> u32 { 20 }
fn computed() -> u32 { (1..5).sum() }
fn some_ten() -> Option<u32> { Some(10) }
fn is_zero(v: &u32) -> bool { *v == 0 }
fn is_ten(v: &u32) -> bool { *v == ten() }
fn is_odd(v: &u32) -> bool { v % 2 == 1 }
pub type Maybe = Option<u32>;
#[derive(Serialize, Deserialize)]
pub struct Wrapped(pub Option<u32>);
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub struct Clear(pub Option<u32>);

//# option
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, pub extra: Option<u32> }
fn ten() -> u32 { 10 }
fn twenty() -> u32 { 20 }
fn computed() -> u32 { (1..5).sum() }
fn some_ten() -> Option<u32> { Some(10) }
fn is_zero(v: &u32) -> bool { *v == 0 }
fn is_ten(v: &u32) -> bool { *v == ten() }
fn is_odd(v: &u32) -> bool { v % 2 == 1 }
pub type Maybe = Option<u32>;
#[derive(Serialize, Deserialize)]
pub struct Wrapped(pub Option<u32>);
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub struct Clear(pub Option<u32>);

//# default
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, #[serde(default)] pub extra: u32 }
fn ten() -> u32 { 10 }
fn twenty() -> u32 { 20 }
fn computed() -> u32 { (1..5).sum() }
fn some_ten() -> Option<u32> { Some(10) }
fn is_zero(v: &u32) -> bool { *v == 0 }
fn is_ten(v: &u32) -> bool { *v == ten() }
fn is_odd(v: &u32) -> bool { v % 2 == 1 }
pub type Maybe = Option<u32>;
#[derive(Serialize, Deserialize)]
pub struct Wrapped(pub Option<u32>);
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub struct Clear(pub Option<u32>);

//# option default
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, #[serde(default)] pub extra: Option<u32> }
fn ten() -> u32 { 10 }
fn twenty() -> u32 { 20 }
fn computed() -> u32 { (1..5).sum() }
fn some_ten() -> Option<u32> { Some(10) }
fn is_zero(v: &u32) -> bool { *v == 0 }
fn is_ten(v: &u32) -> bool { *v == ten() }
fn is_odd(v: &u32) -> bool { v % 2 == 1 }
pub type Maybe = Option<u32>;
#[derive(Serialize, Deserialize)]
pub struct Wrapped(pub Option<u32>);
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub struct Clear(pub Option<u32>);

//# default path
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, #[serde(default = "ten")] pub extra: u32 }
fn ten() -> u32 { 10 }
fn twenty() -> u32 { 20 }
fn computed() -> u32 { (1..5).sum() }
fn some_ten() -> Option<u32> { Some(10) }
fn is_zero(v: &u32) -> bool { *v == 0 }
fn is_ten(v: &u32) -> bool { *v == ten() }
fn is_odd(v: &u32) -> bool { v % 2 == 1 }
pub type Maybe = Option<u32>;
#[derive(Serialize, Deserialize)]
pub struct Wrapped(pub Option<u32>);
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub struct Clear(pub Option<u32>);

//# other default path
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, #[serde(default = "twenty")] pub extra: u32 }
fn ten() -> u32 { 10 }
fn twenty() -> u32 { 20 }
fn computed() -> u32 { (1..5).sum() }
fn some_ten() -> Option<u32> { Some(10) }
fn is_zero(v: &u32) -> bool { *v == 0 }
fn is_ten(v: &u32) -> bool { *v == ten() }
fn is_odd(v: &u32) -> bool { v % 2 == 1 }
pub type Maybe = Option<u32>;
#[derive(Serialize, Deserialize)]
pub struct Wrapped(pub Option<u32>);
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub struct Clear(pub Option<u32>);

//# option default some
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, #[serde(default = "some_ten")] pub extra: Option<u32> }
fn ten() -> u32 { 10 }
fn twenty() -> u32 { 20 }
fn computed() -> u32 { (1..5).sum() }
fn some_ten() -> Option<u32> { Some(10) }
fn is_zero(v: &u32) -> bool { *v == 0 }
fn is_ten(v: &u32) -> bool { *v == ten() }
fn is_odd(v: &u32) -> bool { v % 2 == 1 }
pub type Maybe = Option<u32>;
#[derive(Serialize, Deserialize)]
pub struct Wrapped(pub Option<u32>);
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub struct Clear(pub Option<u32>);

//# skip none
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, #[serde(skip_serializing_if = "Option::is_none")] pub extra: Option<u32> }
fn ten() -> u32 { 10 }
fn twenty() -> u32 { 20 }
fn computed() -> u32 { (1..5).sum() }
fn some_ten() -> Option<u32> { Some(10) }
fn is_zero(v: &u32) -> bool { *v == 0 }
fn is_ten(v: &u32) -> bool { *v == ten() }
fn is_odd(v: &u32) -> bool { v % 2 == 1 }
pub type Maybe = Option<u32>;
#[derive(Serialize, Deserialize)]
pub struct Wrapped(pub Option<u32>);
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub struct Clear(pub Option<u32>);

//# skip none default
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, #[serde(default, skip_serializing_if = "Option::is_none")] pub extra: Option<u32> }
fn ten() -> u32 { 10 }
fn twenty() -> u32 { 20 }
fn computed() -> u32 { (1..5).sum() }
fn some_ten() -> Option<u32> { Some(10) }
fn is_zero(v: &u32) -> bool { *v == 0 }
fn is_ten(v: &u32) -> bool { *v == ten() }
fn is_odd(v: &u32) -> bool { v % 2 == 1 }
pub type Maybe = Option<u32>;
#[derive(Serialize, Deserialize)]
pub struct Wrapped(pub Option<u32>);
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub struct Clear(pub Option<u32>);

//# skip zero default
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, #[serde(default, skip_serializing_if = "is_zero")] pub extra: u32 }
fn ten() -> u32 { 10 }
fn twenty() -> u32 { 20 }
fn computed() -> u32 { (1..5).sum() }
fn some_ten() -> Option<u32> { Some(10) }
fn is_zero(v: &u32) -> bool { *v == 0 }
fn is_ten(v: &u32) -> bool { *v == ten() }
fn is_odd(v: &u32) -> bool { v % 2 == 1 }
pub type Maybe = Option<u32>;
#[derive(Serialize, Deserialize)]
pub struct Wrapped(pub Option<u32>);
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub struct Clear(pub Option<u32>);

//# skip zero default ten
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, #[serde(default = "ten", skip_serializing_if = "is_zero")] pub extra: u32 }
fn ten() -> u32 { 10 }
fn twenty() -> u32 { 20 }
fn computed() -> u32 { (1..5).sum() }
fn some_ten() -> Option<u32> { Some(10) }
fn is_zero(v: &u32) -> bool { *v == 0 }
fn is_ten(v: &u32) -> bool { *v == ten() }
fn is_odd(v: &u32) -> bool { v % 2 == 1 }
pub type Maybe = Option<u32>;
#[derive(Serialize, Deserialize)]
pub struct Wrapped(pub Option<u32>);
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub struct Clear(pub Option<u32>);

//# skip ten default ten
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, #[serde(default = "ten", skip_serializing_if = "is_ten")] pub extra: u32 }
fn ten() -> u32 { 10 }
fn twenty() -> u32 { 20 }
fn computed() -> u32 { (1..5).sum() }
fn some_ten() -> Option<u32> { Some(10) }
fn is_zero(v: &u32) -> bool { *v == 0 }
fn is_ten(v: &u32) -> bool { *v == ten() }
fn is_odd(v: &u32) -> bool { v % 2 == 1 }
pub type Maybe = Option<u32>;
#[derive(Serialize, Deserialize)]
pub struct Wrapped(pub Option<u32>);
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub struct Clear(pub Option<u32>);

//# skip odd default
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, #[serde(default, skip_serializing_if = "is_odd")] pub extra: u32 }
fn ten() -> u32 { 10 }
fn twenty() -> u32 { 20 }
fn computed() -> u32 { (1..5).sum() }
fn some_ten() -> Option<u32> { Some(10) }
fn is_zero(v: &u32) -> bool { *v == 0 }
fn is_ten(v: &u32) -> bool { *v == ten() }
fn is_odd(v: &u32) -> bool { v % 2 == 1 }
pub type Maybe = Option<u32>;
#[derive(Serialize, Deserialize)]
pub struct Wrapped(pub Option<u32>);
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub struct Clear(pub Option<u32>);

//# skip
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, #[serde(skip)] pub extra: u32 }
fn ten() -> u32 { 10 }
fn twenty() -> u32 { 20 }
fn computed() -> u32 { (1..5).sum() }
fn some_ten() -> Option<u32> { Some(10) }
fn is_zero(v: &u32) -> bool { *v == 0 }
fn is_ten(v: &u32) -> bool { *v == ten() }
fn is_odd(v: &u32) -> bool { v % 2 == 1 }
pub type Maybe = Option<u32>;
#[derive(Serialize, Deserialize)]
pub struct Wrapped(pub Option<u32>);
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub struct Clear(pub Option<u32>);

//# skip option
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, #[serde(skip)] pub extra: Option<u32> }
fn ten() -> u32 { 10 }
fn twenty() -> u32 { 20 }
fn computed() -> u32 { (1..5).sum() }
fn some_ten() -> Option<u32> { Some(10) }
fn is_zero(v: &u32) -> bool { *v == 0 }
fn is_ten(v: &u32) -> bool { *v == ten() }
fn is_odd(v: &u32) -> bool { v % 2 == 1 }
pub type Maybe = Option<u32>;
#[derive(Serialize, Deserialize)]
pub struct Wrapped(pub Option<u32>);
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub struct Clear(pub Option<u32>);

//# skip serializing default
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, #[serde(skip_serializing, default)] pub extra: u32 }
fn ten() -> u32 { 10 }
fn twenty() -> u32 { 20 }
fn computed() -> u32 { (1..5).sum() }
fn some_ten() -> Option<u32> { Some(10) }
fn is_zero(v: &u32) -> bool { *v == 0 }
fn is_ten(v: &u32) -> bool { *v == ten() }
fn is_odd(v: &u32) -> bool { v % 2 == 1 }
pub type Maybe = Option<u32>;
#[derive(Serialize, Deserialize)]
pub struct Wrapped(pub Option<u32>);
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub struct Clear(pub Option<u32>);

//# skip serializing
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, #[serde(skip_serializing)] pub extra: u32 }
fn ten() -> u32 { 10 }
fn twenty() -> u32 { 20 }
fn computed() -> u32 { (1..5).sum() }
fn some_ten() -> Option<u32> { Some(10) }
fn is_zero(v: &u32) -> bool { *v == 0 }
fn is_ten(v: &u32) -> bool { *v == ten() }
fn is_odd(v: &u32) -> bool { v % 2 == 1 }
pub type Maybe = Option<u32>;
#[derive(Serialize, Deserialize)]
pub struct Wrapped(pub Option<u32>);
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub struct Clear(pub Option<u32>);

//# skip deserializing
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, #[serde(skip_deserializing)] pub extra: u32 }
fn ten() -> u32 { 10 }
fn twenty() -> u32 { 20 }
fn computed() -> u32 { (1..5).sum() }
fn some_ten() -> Option<u32> { Some(10) }
fn is_zero(v: &u32) -> bool { *v == 0 }
fn is_ten(v: &u32) -> bool { *v == ten() }
fn is_odd(v: &u32) -> bool { v % 2 == 1 }
pub type Maybe = Option<u32>;
#[derive(Serialize, Deserialize)]
pub struct Wrapped(pub Option<u32>);
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub struct Clear(pub Option<u32>);

//# alias
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, #[serde(alias = "more")] pub extra: u32 }
fn ten() -> u32 { 10 }
fn twenty() -> u32 { 20 }
fn computed() -> u32 { (1..5).sum() }
fn some_ten() -> Option<u32> { Some(10) }
fn is_zero(v: &u32) -> bool { *v == 0 }
fn is_ten(v: &u32) -> bool { *v == ten() }
fn is_odd(v: &u32) -> bool { v % 2 == 1 }
pub type Maybe = Option<u32>;
#[derive(Serialize, Deserialize)]
pub struct Wrapped(pub Option<u32>);
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub struct Clear(pub Option<u32>);

//# renamed
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, #[serde(rename = "more")] pub extra: u32 }
fn ten() -> u32 { 10 }
fn twenty() -> u32 { 20 }
fn computed() -> u32 { (1..5).sum() }
fn some_ten() -> Option<u32> { Some(10) }
fn is_zero(v: &u32) -> bool { *v == 0 }
fn is_ten(v: &u32) -> bool { *v == ten() }
fn is_odd(v: &u32) -> bool { v % 2 == 1 }
pub type Maybe = Option<u32>;
#[derive(Serialize, Deserialize)]
pub struct Wrapped(pub Option<u32>);
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub struct Clear(pub Option<u32>);

//# renamed option
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, #[serde(rename = "more")] pub extra: Option<u32> }
fn ten() -> u32 { 10 }
fn twenty() -> u32 { 20 }
fn computed() -> u32 { (1..5).sum() }
fn some_ten() -> Option<u32> { Some(10) }
fn is_zero(v: &u32) -> bool { *v == 0 }
fn is_ten(v: &u32) -> bool { *v == ten() }
fn is_odd(v: &u32) -> bool { v % 2 == 1 }
pub type Maybe = Option<u32>;
#[derive(Serialize, Deserialize)]
pub struct Wrapped(pub Option<u32>);
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub struct Clear(pub Option<u32>);

//# renamed with alias
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, #[serde(rename = "more", alias = "extra")] pub extra: u32 }
fn ten() -> u32 { 10 }
fn twenty() -> u32 { 20 }
fn computed() -> u32 { (1..5).sum() }
fn some_ten() -> Option<u32> { Some(10) }
fn is_zero(v: &u32) -> bool { *v == 0 }
fn is_ten(v: &u32) -> bool { *v == ten() }
fn is_odd(v: &u32) -> bool { v % 2 == 1 }
pub type Maybe = Option<u32>;
#[derive(Serialize, Deserialize)]
pub struct Wrapped(pub Option<u32>);
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub struct Clear(pub Option<u32>);

//# renamed default
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, #[serde(rename = "more", default)] pub extra: u32 }
fn ten() -> u32 { 10 }
fn twenty() -> u32 { 20 }
fn computed() -> u32 { (1..5).sum() }
fn some_ten() -> Option<u32> { Some(10) }
fn is_zero(v: &u32) -> bool { *v == 0 }
fn is_ten(v: &u32) -> bool { *v == ten() }
fn is_odd(v: &u32) -> bool { v % 2 == 1 }
pub type Maybe = Option<u32>;
#[derive(Serialize, Deserialize)]
pub struct Wrapped(pub Option<u32>);
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub struct Clear(pub Option<u32>);

//# ident renamed
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, pub more: u32 }
fn ten() -> u32 { 10 }
fn twenty() -> u32 { 20 }
fn computed() -> u32 { (1..5).sum() }
fn some_ten() -> Option<u32> { Some(10) }
fn is_zero(v: &u32) -> bool { *v == 0 }
fn is_ten(v: &u32) -> bool { *v == ten() }
fn is_odd(v: &u32) -> bool { v % 2 == 1 }
pub type Maybe = Option<u32>;
#[derive(Serialize, Deserialize)]
pub struct Wrapped(pub Option<u32>);
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub struct Clear(pub Option<u32>);

//# ident renamed option
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, pub more: Option<u32> }
fn ten() -> u32 { 10 }
fn twenty() -> u32 { 20 }
fn computed() -> u32 { (1..5).sum() }
fn some_ten() -> Option<u32> { Some(10) }
fn is_zero(v: &u32) -> bool { *v == 0 }
fn is_ten(v: &u32) -> bool { *v == ten() }
fn is_odd(v: &u32) -> bool { v % 2 == 1 }
pub type Maybe = Option<u32>;
#[derive(Serialize, Deserialize)]
pub struct Wrapped(pub Option<u32>);
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub struct Clear(pub Option<u32>);

//# ident renamed with alias
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, #[serde(alias = "extra")] pub more: u32 }
fn ten() -> u32 { 10 }
fn twenty() -> u32 { 20 }
fn computed() -> u32 { (1..5).sum() }
fn some_ten() -> Option<u32> { Some(10) }
fn is_zero(v: &u32) -> bool { *v == 0 }
fn is_ten(v: &u32) -> bool { *v == ten() }
fn is_odd(v: &u32) -> bool { v % 2 == 1 }
pub type Maybe = Option<u32>;
#[derive(Serialize, Deserialize)]
pub struct Wrapped(pub Option<u32>);
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub struct Clear(pub Option<u32>);

//# split rename
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, #[serde(rename(serialize = "more"))] pub extra: u32 }
fn ten() -> u32 { 10 }
fn twenty() -> u32 { 20 }
fn computed() -> u32 { (1..5).sum() }
fn some_ten() -> Option<u32> { Some(10) }
fn is_zero(v: &u32) -> bool { *v == 0 }
fn is_ten(v: &u32) -> bool { *v == ten() }
fn is_odd(v: &u32) -> bool { v % 2 == 1 }
pub type Maybe = Option<u32>;
#[derive(Serialize, Deserialize)]
pub struct Wrapped(pub Option<u32>);
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub struct Clear(pub Option<u32>);

//# split rename other
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, #[serde(rename(deserialize = "more"))] pub extra: u32 }
fn ten() -> u32 { 10 }
fn twenty() -> u32 { 20 }
fn computed() -> u32 { (1..5).sum() }
fn some_ten() -> Option<u32> { Some(10) }
fn is_zero(v: &u32) -> bool { *v == 0 }
fn is_ten(v: &u32) -> bool { *v == ten() }
fn is_odd(v: &u32) -> bool { v % 2 == 1 }
pub type Maybe = Option<u32>;
#[derive(Serialize, Deserialize)]
pub struct Wrapped(pub Option<u32>);
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub struct Clear(pub Option<u32>);

//# unit
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, pub extra: () }
fn ten() -> u32 { 10 }
fn twenty() -> u32 { 20 }
fn computed() -> u32 { (1..5).sum() }
fn some_ten() -> Option<u32> { Some(10) }
fn is_zero(v: &u32) -> bool { *v == 0 }
fn is_ten(v: &u32) -> bool { *v == ten() }
fn is_odd(v: &u32) -> bool { v % 2 == 1 }
pub type Maybe = Option<u32>;
#[derive(Serialize, Deserialize)]
pub struct Wrapped(pub Option<u32>);
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub struct Clear(pub Option<u32>);

//# phantom
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, pub extra: std::marker::PhantomData<u8> }
fn ten() -> u32 { 10 }
fn twenty() -> u32 { 20 }
fn computed() -> u32 { (1..5).sum() }
fn some_ten() -> Option<u32> { Some(10) }
fn is_zero(v: &u32) -> bool { *v == 0 }
fn is_ten(v: &u32) -> bool { *v == ten() }
fn is_odd(v: &u32) -> bool { v % 2 == 1 }
pub type Maybe = Option<u32>;
#[derive(Serialize, Deserialize)]
pub struct Wrapped(pub Option<u32>);
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub struct Clear(pub Option<u32>);

//# value
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, pub extra: serde_json::Value }
fn ten() -> u32 { 10 }
fn twenty() -> u32 { 20 }
fn computed() -> u32 { (1..5).sum() }
fn some_ten() -> Option<u32> { Some(10) }
fn is_zero(v: &u32) -> bool { *v == 0 }
fn is_ten(v: &u32) -> bool { *v == ten() }
fn is_odd(v: &u32) -> bool { v % 2 == 1 }
pub type Maybe = Option<u32>;
#[derive(Serialize, Deserialize)]
pub struct Wrapped(pub Option<u32>);
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub struct Clear(pub Option<u32>);

//# vec
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, pub extra: Vec<u32> }
fn ten() -> u32 { 10 }
fn twenty() -> u32 { 20 }
fn computed() -> u32 { (1..5).sum() }
fn some_ten() -> Option<u32> { Some(10) }
fn is_zero(v: &u32) -> bool { *v == 0 }
fn is_ten(v: &u32) -> bool { *v == ten() }
fn is_odd(v: &u32) -> bool { v % 2 == 1 }
pub type Maybe = Option<u32>;
#[derive(Serialize, Deserialize)]
pub struct Wrapped(pub Option<u32>);
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub struct Clear(pub Option<u32>);

//# vec default
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, #[serde(default)] pub extra: Vec<u32> }
fn ten() -> u32 { 10 }
fn twenty() -> u32 { 20 }
fn computed() -> u32 { (1..5).sum() }
fn some_ten() -> Option<u32> { Some(10) }
fn is_zero(v: &u32) -> bool { *v == 0 }
fn is_ten(v: &u32) -> bool { *v == ten() }
fn is_odd(v: &u32) -> bool { v % 2 == 1 }
pub type Maybe = Option<u32>;
#[derive(Serialize, Deserialize)]
pub struct Wrapped(pub Option<u32>);
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub struct Clear(pub Option<u32>);

//# vec skip empty
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, #[serde(default, skip_serializing_if = "Vec::is_empty")] pub extra: Vec<u32> }
fn ten() -> u32 { 10 }
fn twenty() -> u32 { 20 }
fn computed() -> u32 { (1..5).sum() }
fn some_ten() -> Option<u32> { Some(10) }
fn is_zero(v: &u32) -> bool { *v == 0 }
fn is_ten(v: &u32) -> bool { *v == ten() }
fn is_odd(v: &u32) -> bool { v % 2 == 1 }
pub type Maybe = Option<u32>;
#[derive(Serialize, Deserialize)]
pub struct Wrapped(pub Option<u32>);
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub struct Clear(pub Option<u32>);

//# boxed option
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, pub extra: Box<Option<u32>> }
fn ten() -> u32 { 10 }
fn twenty() -> u32 { 20 }
fn computed() -> u32 { (1..5).sum() }
fn some_ten() -> Option<u32> { Some(10) }
fn is_zero(v: &u32) -> bool { *v == 0 }
fn is_ten(v: &u32) -> bool { *v == ten() }
fn is_odd(v: &u32) -> bool { v % 2 == 1 }
pub type Maybe = Option<u32>;
#[derive(Serialize, Deserialize)]
pub struct Wrapped(pub Option<u32>);
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub struct Clear(pub Option<u32>);

//# alias of option
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, pub extra: Maybe }
fn ten() -> u32 { 10 }
fn twenty() -> u32 { 20 }
fn computed() -> u32 { (1..5).sum() }
fn some_ten() -> Option<u32> { Some(10) }
fn is_zero(v: &u32) -> bool { *v == 0 }
fn is_ten(v: &u32) -> bool { *v == ten() }
fn is_odd(v: &u32) -> bool { v % 2 == 1 }
pub type Maybe = Option<u32>;
#[derive(Serialize, Deserialize)]
pub struct Wrapped(pub Option<u32>);
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub struct Clear(pub Option<u32>);

//# newtype of option
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, pub extra: Wrapped }
fn ten() -> u32 { 10 }
fn twenty() -> u32 { 20 }
fn computed() -> u32 { (1..5).sum() }
fn some_ten() -> Option<u32> { Some(10) }
fn is_zero(v: &u32) -> bool { *v == 0 }
fn is_ten(v: &u32) -> bool { *v == ten() }
fn is_odd(v: &u32) -> bool { v % 2 == 1 }
pub type Maybe = Option<u32>;
#[derive(Serialize, Deserialize)]
pub struct Wrapped(pub Option<u32>);
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub struct Clear(pub Option<u32>);

//# transparent option
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, pub extra: Clear }
fn ten() -> u32 { 10 }
fn twenty() -> u32 { 20 }
fn computed() -> u32 { (1..5).sum() }
fn some_ten() -> Option<u32> { Some(10) }
fn is_zero(v: &u32) -> bool { *v == 0 }
fn is_ten(v: &u32) -> bool { *v == ten() }
fn is_odd(v: &u32) -> bool { v % 2 == 1 }
pub type Maybe = Option<u32>;
#[derive(Serialize, Deserialize)]
pub struct Wrapped(pub Option<u32>);
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub struct Clear(pub Option<u32>);

//# string default
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, #[serde(default)] pub extra: String }
fn ten() -> u32 { 10 }
fn twenty() -> u32 { 20 }
fn computed() -> u32 { (1..5).sum() }
fn some_ten() -> Option<u32> { Some(10) }
fn is_zero(v: &u32) -> bool { *v == 0 }
fn is_ten(v: &u32) -> bool { *v == ten() }
fn is_odd(v: &u32) -> bool { v % 2 == 1 }
pub type Maybe = Option<u32>;
#[derive(Serialize, Deserialize)]
pub struct Wrapped(pub Option<u32>);
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub struct Clear(pub Option<u32>);

//# deny unknown
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Msg { pub id: u64 }
//# deny unknown with option
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Msg { pub id: u64, pub extra: Option<u32> }
//# deny unknown skip
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Msg { pub id: u64, #[serde(skip)] pub extra: Option<u32> }
//# container default
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Msg { pub id: u64, pub extra: u32 }
//# container default by hand
#[derive(Serialize, Deserialize)]
#[serde(default)]
pub struct Msg { pub id: u64, pub extra: u32 }
impl Default for Msg { fn default() -> Self { Msg { id: 0, extra: 10 } } }
//# container default skip zero
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Msg { pub id: u64, #[serde(skip_serializing_if = "is_zero")] pub extra: u32 }
fn ten() -> u32 { 10 }
fn twenty() -> u32 { 20 }
fn computed() -> u32 { (1..5).sum() }
fn some_ten() -> Option<u32> { Some(10) }
fn is_zero(v: &u32) -> bool { *v == 0 }
fn is_ten(v: &u32) -> bool { *v == ten() }
fn is_odd(v: &u32) -> bool { v % 2 == 1 }
pub type Maybe = Option<u32>;
#[derive(Serialize, Deserialize)]
pub struct Wrapped(pub Option<u32>);
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub struct Clear(pub Option<u32>);

