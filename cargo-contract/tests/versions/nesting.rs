//@ formats: json postcard rmp
//# a
#[derive(Serialize, Deserialize)]
pub struct Msg { pub a: u32, pub b: String, pub c: u8 }
#[derive(Serialize, Deserialize)]
pub struct Id(pub u32);
#[derive(Serialize, Deserialize)]
pub struct Inner { pub a: u32, pub b: String }

//# nested
#[derive(Serialize, Deserialize)]
pub struct Msg { pub inner: Inner, pub c: u8 }
#[derive(Serialize, Deserialize)]
pub struct Id(pub u32);
#[derive(Serialize, Deserialize)]
pub struct Inner { pub a: u32, pub b: String }

//# tuple
#[derive(Serialize, Deserialize)]
pub struct Msg { pub t: (u32, String), pub c: u8 }
#[derive(Serialize, Deserialize)]
pub struct Id(pub u32);
#[derive(Serialize, Deserialize)]
pub struct Inner { pub a: u32, pub b: String }

//# tagged
#[derive(Serialize, Deserialize)]
#[serde(tag = "type")]
pub struct Msg { pub a: u32, pub b: String, pub c: u8 }
//# middle skipped
#[derive(Serialize, Deserialize)]
pub struct Msg { pub a: u32, #[serde(skip)] pub d: u32, pub b: String, pub c: u8 }
#[derive(Serialize, Deserialize)]
pub struct Id(pub u32);
#[derive(Serialize, Deserialize)]
pub struct Inner { pub a: u32, pub b: String }

