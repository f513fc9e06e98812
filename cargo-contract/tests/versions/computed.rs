//# computed default
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, #[serde(default = "computed")] pub extra: u32 }
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

