//@ formats: json postcard bincode1 rmp
//# a
#[derive(Serialize, Deserialize)]
pub struct Msg { pub a: u32, pub b: String, pub c: u8 }
#[derive(Serialize, Deserialize)]
pub struct Id(pub u32);
#[derive(Serialize, Deserialize)]
pub struct Inner { pub a: u32, pub b: String }

//# reordered
#[derive(Serialize, Deserialize)]
pub struct Msg { pub b: String, pub a: u32, pub c: u8 }
#[derive(Serialize, Deserialize)]
pub struct Id(pub u32);
#[derive(Serialize, Deserialize)]
pub struct Inner { pub a: u32, pub b: String }

//# swapped numbers
#[derive(Serialize, Deserialize)]
pub struct Msg { pub c: u8, pub b: String, pub a: u32 }
#[derive(Serialize, Deserialize)]
pub struct Id(pub u32);
#[derive(Serialize, Deserialize)]
pub struct Inner { pub a: u32, pub b: String }

//# trailing
#[derive(Serialize, Deserialize)]
pub struct Msg { pub a: u32, pub b: String, pub c: u8, pub d: u32 }
#[derive(Serialize, Deserialize)]
pub struct Id(pub u32);
#[derive(Serialize, Deserialize)]
pub struct Inner { pub a: u32, pub b: String }

//# trailing option
#[derive(Serialize, Deserialize)]
pub struct Msg { pub a: u32, pub b: String, pub c: u8, pub d: Option<u32> }
#[derive(Serialize, Deserialize)]
pub struct Id(pub u32);
#[derive(Serialize, Deserialize)]
pub struct Inner { pub a: u32, pub b: String }

//# trailing default
#[derive(Serialize, Deserialize)]
pub struct Msg { pub a: u32, pub b: String, pub c: u8, #[serde(default)] pub d: u32 }
#[derive(Serialize, Deserialize)]
pub struct Id(pub u32);
#[derive(Serialize, Deserialize)]
pub struct Inner { pub a: u32, pub b: String }

//# trailing option default
#[derive(Serialize, Deserialize)]
pub struct Msg { pub a: u32, pub b: String, pub c: u8, #[serde(default)] pub d: Option<u32> }
#[derive(Serialize, Deserialize)]
pub struct Id(pub u32);
#[derive(Serialize, Deserialize)]
pub struct Inner { pub a: u32, pub b: String }

//# leading
#[derive(Serialize, Deserialize)]
pub struct Msg { pub d: u32, pub a: u32, pub b: String, pub c: u8 }
#[derive(Serialize, Deserialize)]
pub struct Id(pub u32);
#[derive(Serialize, Deserialize)]
pub struct Inner { pub a: u32, pub b: String }

//# middle unit
#[derive(Serialize, Deserialize)]
pub struct Msg { pub a: u32, pub d: (), pub b: String, pub c: u8 }
#[derive(Serialize, Deserialize)]
pub struct Id(pub u32);
#[derive(Serialize, Deserialize)]
pub struct Inner { pub a: u32, pub b: String }

//# middle phantom
#[derive(Serialize, Deserialize)]
pub struct Msg { pub a: u32, pub d: std::marker::PhantomData<u8>, pub b: String, pub c: u8 }
#[derive(Serialize, Deserialize)]
pub struct Id(pub u32);
#[derive(Serialize, Deserialize)]
pub struct Inner { pub a: u32, pub b: String }

//# removed last
#[derive(Serialize, Deserialize)]
pub struct Msg { pub a: u32, pub b: String }
#[derive(Serialize, Deserialize)]
pub struct Id(pub u32);
#[derive(Serialize, Deserialize)]
pub struct Inner { pub a: u32, pub b: String }

//# removed first
#[derive(Serialize, Deserialize)]
pub struct Msg { pub b: String, pub c: u8 }
#[derive(Serialize, Deserialize)]
pub struct Id(pub u32);
#[derive(Serialize, Deserialize)]
pub struct Inner { pub a: u32, pub b: String }

//# last skipped
#[derive(Serialize, Deserialize)]
pub struct Msg { pub a: u32, pub b: String, #[serde(skip)] pub c: u8 }
#[derive(Serialize, Deserialize)]
pub struct Id(pub u32);
#[derive(Serialize, Deserialize)]
pub struct Inner { pub a: u32, pub b: String }

//# ident renamed
#[derive(Serialize, Deserialize)]
pub struct Msg { pub a: u32, pub name: String, pub c: u8 }
#[derive(Serialize, Deserialize)]
pub struct Id(pub u32);
#[derive(Serialize, Deserialize)]
pub struct Inner { pub a: u32, pub b: String }

//# renamed
#[derive(Serialize, Deserialize)]
pub struct Msg { pub a: u32, #[serde(rename = "x")] pub b: String, pub c: u8 }
#[derive(Serialize, Deserialize)]
pub struct Id(pub u32);
#[derive(Serialize, Deserialize)]
pub struct Inner { pub a: u32, pub b: String }

//# newtype
#[derive(Serialize, Deserialize)]
pub struct Msg { pub a: Id, pub b: String, pub c: u8 }
#[derive(Serialize, Deserialize)]
pub struct Id(pub u32);
#[derive(Serialize, Deserialize)]
pub struct Inner { pub a: u32, pub b: String }

//# bytes
#[derive(Serialize, Deserialize)]
pub struct Msg { pub a: u32, pub b: Vec<u8>, pub c: u8 }
#[derive(Serialize, Deserialize)]
pub struct Id(pub u32);
#[derive(Serialize, Deserialize)]
pub struct Inner { pub a: u32, pub b: String }

//# skip if
#[derive(Serialize, Deserialize)]
pub struct Msg { pub a: u32, #[serde(skip_serializing_if = "String::is_empty", default)] pub b: String, pub c: u8 }
#[derive(Serialize, Deserialize)]
pub struct Id(pub u32);
#[derive(Serialize, Deserialize)]
pub struct Inner { pub a: u32, pub b: String }

//# wider
#[derive(Serialize, Deserialize)]
pub struct Msg { pub a: u64, pub b: String, pub c: u8 }
#[derive(Serialize, Deserialize)]
pub struct Id(pub u32);
#[derive(Serialize, Deserialize)]
pub struct Inner { pub a: u32, pub b: String }

//# signed
#[derive(Serialize, Deserialize)]
pub struct Msg { pub a: i32, pub b: String, pub c: u8 }
#[derive(Serialize, Deserialize)]
pub struct Id(pub u32);
#[derive(Serialize, Deserialize)]
pub struct Inner { pub a: u32, pub b: String }

//# wider last
#[derive(Serialize, Deserialize)]
pub struct Msg { pub a: u32, pub b: String, pub c: u16 }
#[derive(Serialize, Deserialize)]
pub struct Id(pub u32);
#[derive(Serialize, Deserialize)]
pub struct Inner { pub a: u32, pub b: String }

//# optional
#[derive(Serialize, Deserialize)]
pub struct Msg { pub a: u32, pub b: Option<String>, pub c: u8 }
#[derive(Serialize, Deserialize)]
pub struct Id(pub u32);
#[derive(Serialize, Deserialize)]
pub struct Inner { pub a: u32, pub b: String }

//# boxed
#[derive(Serialize, Deserialize)]
pub struct Msg { pub a: Box<u32>, pub b: String, pub c: u8 }
#[derive(Serialize, Deserialize)]
pub struct Id(pub u32);
#[derive(Serialize, Deserialize)]
pub struct Inner { pub a: u32, pub b: String }

//# deny
#[derive(Serialize, Deserialize)]
pub struct Msg { pub a: u32, pub b: String, pub c: u8, pub e: (), pub f: () }
#[derive(Serialize, Deserialize)]
pub struct Id(pub u32);
#[derive(Serialize, Deserialize)]
pub struct Inner { pub a: u32, pub b: String }

