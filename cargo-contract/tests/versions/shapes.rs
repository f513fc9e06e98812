//@ formats: json rmp rmp-named postcard
//# unit struct
#[derive(Serialize, Deserialize)]
pub struct Msg { pub inner: Inner }
#[derive(Serialize, Deserialize)]
pub struct Inner;
//# empty braces
#[derive(Serialize, Deserialize)]
pub struct Msg { pub inner: Inner }
#[derive(Serialize, Deserialize)]
pub struct Inner {}
//# empty tuple
#[derive(Serialize, Deserialize)]
pub struct Msg { pub inner: Inner }
#[derive(Serialize, Deserialize)]
pub struct Inner();
//# newtype
#[derive(Serialize, Deserialize)]
pub struct Msg { pub inner: Inner }
#[derive(Serialize, Deserialize)]
pub struct Inner(pub u32);
//# newtype option
#[derive(Serialize, Deserialize)]
pub struct Msg { pub inner: Inner }
#[derive(Serialize, Deserialize)]
pub struct Inner(pub Option<u32>);
//# pair
#[derive(Serialize, Deserialize)]
pub struct Msg { pub inner: Inner }
#[derive(Serialize, Deserialize)]
pub struct Inner(pub u32, pub u32);
//# pair default
#[derive(Serialize, Deserialize)]
pub struct Msg { pub inner: Inner }
#[derive(Serialize, Deserialize)]
pub struct Inner(pub u32, #[serde(default)] pub u32);
//# triple default
#[derive(Serialize, Deserialize)]
pub struct Msg { pub inner: Inner }
#[derive(Serialize, Deserialize)]
pub struct Inner(pub u32, pub u32, #[serde(default)] pub u32);
//# triple
#[derive(Serialize, Deserialize)]
pub struct Msg { pub inner: Inner }
#[derive(Serialize, Deserialize)]
pub struct Inner(pub u32, pub u32, pub u32);
//# newtype skip
#[derive(Serialize, Deserialize)]
pub struct Msg { pub inner: Inner }
#[derive(Serialize, Deserialize)]
pub struct Inner(pub u32, #[serde(skip)] pub u32);
//# skip first
#[derive(Serialize, Deserialize)]
pub struct Msg { pub inner: Inner }
#[derive(Serialize, Deserialize)]
pub struct Inner(#[serde(skip)] pub u32, pub u32);
//# triple skip middle
#[derive(Serialize, Deserialize)]
pub struct Msg { pub inner: Inner }
#[derive(Serialize, Deserialize)]
pub struct Inner(pub u32, #[serde(skip)] pub u32, pub u32);
//# one field
#[derive(Serialize, Deserialize)]
pub struct Msg { pub inner: Inner }
#[derive(Serialize, Deserialize)]
pub struct Inner { pub x: u32 }
//# two fields
#[derive(Serialize, Deserialize)]
pub struct Msg { pub inner: Inner }
#[derive(Serialize, Deserialize)]
pub struct Inner { pub x: u32, pub y: u32 }
//# two fields default
#[derive(Serialize, Deserialize)]
pub struct Msg { pub inner: Inner }
#[derive(Serialize, Deserialize)]
pub struct Inner { pub x: u32, #[serde(default)] pub y: u32 }
//# two fields option
#[derive(Serialize, Deserialize)]
pub struct Msg { pub inner: Inner }
#[derive(Serialize, Deserialize)]
pub struct Inner { pub x: u32, pub y: Option<u32> }
//# three default
#[derive(Serialize, Deserialize)]
pub struct Msg { pub inner: Inner }
#[derive(Serialize, Deserialize)]
pub struct Inner { pub x: u32, pub y: u32, #[serde(default)] pub z: u32 }
//# three option
#[derive(Serialize, Deserialize)]
pub struct Msg { pub inner: Inner }
#[derive(Serialize, Deserialize)]
pub struct Inner { pub x: u32, pub y: u32, pub z: Option<u32> }
//# transparent
#[derive(Serialize, Deserialize)]
pub struct Msg { pub inner: Inner }
#[derive(Serialize, Deserialize)]
#[serde(transparent)] pub struct Inner { pub x: u32 }
//# transparent phantom
#[derive(Serialize, Deserialize)]
pub struct Msg { pub inner: Inner }
#[derive(Serialize, Deserialize)]
#[serde(transparent)] pub struct Inner { pub x: u32, pub p: std::marker::PhantomData<u8> }
//# all skipped
#[derive(Serialize, Deserialize)]
pub struct Msg { pub inner: Inner }
#[derive(Serialize, Deserialize)]
pub struct Inner { #[serde(skip)] pub x: u32 }
//# container default
#[derive(Serialize, Deserialize)]
pub struct Msg { pub inner: Inner }
#[derive(Default, Serialize, Deserialize)] #[serde(default)] pub struct Inner { pub x: u32, pub y: u32 }
//# u32
#[derive(Serialize, Deserialize)]
pub struct Msg { pub inner: u32 }
//# (u32, u32)
#[derive(Serialize, Deserialize)]
pub struct Msg { pub inner: (u32, u32) }
//# [u32; 2]
#[derive(Serialize, Deserialize)]
pub struct Msg { pub inner: [u32; 2] }
//# Vec<u32>
#[derive(Serialize, Deserialize)]
pub struct Msg { pub inner: Vec<u32> }
//# HashMap<String, u32>
#[derive(Serialize, Deserialize)]
pub struct Msg { pub inner: HashMap<String, u32> }
//# ()
#[derive(Serialize, Deserialize)]
pub struct Msg { pub inner: () }
//# serde_json::Value
#[derive(Serialize, Deserialize)]
pub struct Msg { pub inner: serde_json::Value }
//# (u32,)
#[derive(Serialize, Deserialize)]
pub struct Msg { pub inner: (u32,) }
//# Option<u32>
#[derive(Serialize, Deserialize)]
pub struct Msg { pub inner: Option<u32> }
//# [u32; 0]
#[derive(Serialize, Deserialize)]
pub struct Msg { pub inner: [u32; 0] }
