//@ formats: json rmp
//# base
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum Event { Open, Ping(Box<Placed>), Placed(Placed), Named { x: u32, y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

#[derive(Serialize, Deserialize)]
pub struct Wide { pub id: u64, pub more: u32 }
//# reordered
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum Event { Named { x: u32, y: Option<u32> }, Placed(Placed), Ping(Box<Placed>), Open }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

#[derive(Serialize, Deserialize)]
pub struct Wide { pub id: u64, pub more: u32 }
//# variant added
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum Event { Open, Ping(Box<Placed>), Placed(Placed), Named { x: u32, y: Option<u32> }, Extra }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

#[derive(Serialize, Deserialize)]
pub struct Wide { pub id: u64, pub more: u32 }
//# variant with data added
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum Event { Open, Ping(Box<Placed>), Placed(Placed), Named { x: u32, y: Option<u32> }, Extra { z: u32 } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

#[derive(Serialize, Deserialize)]
pub struct Wide { pub id: u64, pub more: u32 }
//# variant inserted
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum Event { Extra, Open, Ping(Box<Placed>), Placed(Placed), Named { x: u32, y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

#[derive(Serialize, Deserialize)]
pub struct Wide { pub id: u64, pub more: u32 }
//# variant removed
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum Event { Open, Ping(Box<Placed>), Placed(Placed) }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

#[derive(Serialize, Deserialize)]
pub struct Wide { pub id: u64, pub more: u32 }
//# unit removed
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum Event { Ping(Box<Placed>), Placed(Placed), Named { x: u32, y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

#[derive(Serialize, Deserialize)]
pub struct Wide { pub id: u64, pub more: u32 }
//# renamed
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum Event { Open, Pong(u32), Placed(Placed), Named { x: u32, y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

#[derive(Serialize, Deserialize)]
pub struct Wide { pub id: u64, pub more: u32 }
//# renamed with alias
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum Event { Open, #[serde(alias = "Ping")] Pong(u32), Placed(Placed), Named { x: u32, y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

#[derive(Serialize, Deserialize)]
pub struct Wide { pub id: u64, pub more: u32 }
//# rename attribute
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum Event { Open, #[serde(rename = "ping")] Ping(Box<Placed>), Placed(Placed), Named { x: u32, y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

#[derive(Serialize, Deserialize)]
pub struct Wide { pub id: u64, pub more: u32 }
//# split rename
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum Event { Open, #[serde(rename(serialize = "ping"))] Ping(Box<Placed>), Placed(Placed), Named { x: u32, y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

#[derive(Serialize, Deserialize)]
pub struct Wide { pub id: u64, pub more: u32 }
//# unit to newtype
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum Event { Open(Placed), Ping(Box<Placed>), Placed(Placed), Named { x: u32, y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

#[derive(Serialize, Deserialize)]
pub struct Wide { pub id: u64, pub more: u32 }
//# unit to newtype option
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum Event { Open(HashMap<String, u32>), Ping(Box<Placed>), Placed(Placed), Named { x: u32, y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

#[derive(Serialize, Deserialize)]
pub struct Wide { pub id: u64, pub more: u32 }
//# unit to unit newtype
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum Event { Open(()), Ping(Box<Placed>), Placed(Placed), Named { x: u32, y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

#[derive(Serialize, Deserialize)]
pub struct Wide { pub id: u64, pub more: u32 }
//# unit to empty struct
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum Event { Open {}, Ping(Box<Placed>), Placed(Placed), Named { x: u32, y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

#[derive(Serialize, Deserialize)]
pub struct Wide { pub id: u64, pub more: u32 }
//# newtype to struct
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum Event { Open, Ping(Box<Placed>), Placed { id: u64, note: Option<String> }, Named { x: u32, y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

#[derive(Serialize, Deserialize)]
pub struct Wide { pub id: u64, pub more: u32 }
//# field added
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum Event { Open, Ping(Box<Placed>), Placed(Placed), Named { x: u32, z: u32, y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

#[derive(Serialize, Deserialize)]
pub struct Wide { pub id: u64, pub more: u32 }
//# field added option
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum Event { Open, Ping(Box<Placed>), Placed(Placed), Named { x: u32, z: Option<u32>, y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

#[derive(Serialize, Deserialize)]
pub struct Wide { pub id: u64, pub more: u32 }
//# field removed
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum Event { Open, Ping(Box<Placed>), Placed(Placed), Named { y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

#[derive(Serialize, Deserialize)]
pub struct Wide { pub id: u64, pub more: u32 }
//# payload wider
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum Event { Open, Ping(Wide), Placed(Placed), Named { x: u32, y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

#[derive(Serialize, Deserialize)]
pub struct Wide { pub id: u64, pub more: u32 }
//# payload option
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum Event { Open, Ping(HashMap<String, serde_json::Value>), Placed(Placed), Named { x: u32, y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

#[derive(Serialize, Deserialize)]
pub struct Wide { pub id: u64, pub more: u32 }
//# payload string
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum Event { Open, Ping { id: u64 }, Placed(Placed), Named { x: u32, y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

#[derive(Serialize, Deserialize)]
pub struct Wide { pub id: u64, pub more: u32 }
//# other last
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum Event { Open, Ping(Box<Placed>), Placed(Placed), #[serde(other)] Rest }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

#[derive(Serialize, Deserialize)]
pub struct Wide { pub id: u64, pub more: u32 }
//# other added
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum Event { Open, Ping(Box<Placed>), Placed(Placed), Named { x: u32, y: Option<u32> }, #[serde(other)] Rest }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

#[derive(Serialize, Deserialize)]
pub struct Wide { pub id: u64, pub more: u32 }
//# skip
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum Event { Open, #[serde(skip)] Ping(Box<Placed>), Placed(Placed), Named { x: u32, y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

#[derive(Serialize, Deserialize)]
pub struct Wide { pub id: u64, pub more: u32 }
//# skip serializing
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum Event { Open, #[serde(skip_serializing)] Ping(Box<Placed>), Placed(Placed), Named { x: u32, y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

#[derive(Serialize, Deserialize)]
pub struct Wide { pub id: u64, pub more: u32 }
//# skip deserializing
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum Event { Open, #[serde(skip_deserializing)] Ping(Box<Placed>), Placed(Placed), Named { x: u32, y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

#[derive(Serialize, Deserialize)]
pub struct Wide { pub id: u64, pub more: u32 }
//# untagged catch all
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum Event { Open, Ping(Box<Placed>), Placed(Placed), Named { x: u32, y: Option<u32> }, #[serde(untagged)] Any(serde_json::Value) }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

#[derive(Serialize, Deserialize)]
pub struct Wide { pub id: u64, pub more: u32 }
//# untagged string
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum Event { Open, Ping(Box<Placed>), Placed(Placed), Named { x: u32, y: Option<u32> }, #[serde(untagged)] Text(String) }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

#[derive(Serialize, Deserialize)]
pub struct Wide { pub id: u64, pub more: u32 }
//# names swapped
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum Event { #[serde(rename = "Shut")] Open, Ping(Box<Placed>), Placed(Placed), Named { x: u32, y: Option<u32> }, #[serde(rename = "Open")] Shut }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

#[derive(Serialize, Deserialize)]
pub struct Wide { pub id: u64, pub more: u32 }
//# shut added
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum Event { Open, Ping(Box<Placed>), Placed(Placed), Named { x: u32, y: Option<u32> }, Shut }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

#[derive(Serialize, Deserialize)]
pub struct Wide { pub id: u64, pub more: u32 }
//# boxed
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum Event { Open, Ping(Box<Placed>), Placed(Box<Placed>), Named { x: u32, y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

#[derive(Serialize, Deserialize)]
pub struct Wide { pub id: u64, pub more: u32 }
//# lower case
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(tag = "type")]
#[serde(rename_all = "lowercase")]
pub enum Event { Open, Ping(Box<Placed>), Placed(Placed), Named { x: u32, y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

#[derive(Serialize, Deserialize)]
pub struct Wide { pub id: u64, pub more: u32 }
//# other tag
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum Event { Open, Ping(Box<Placed>), Placed(Placed), Named { x: u32, y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

//# external
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
pub enum Event { Open, Ping(Box<Placed>), Placed(Placed), Named { x: u32, y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

//# adjacent
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(tag = "type", content = "data")]
pub enum Event { Open, Ping(Box<Placed>), Placed(Placed), Named { x: u32, y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

//# untagged
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Event { Open, Ping(Box<Placed>), Placed(Placed), Named { x: u32, y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

//# deny
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(tag = "type", deny_unknown_fields)]
pub enum Event { Open, Ping(Box<Placed>), Placed(Placed), Named { x: u32, y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

//# collision
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum Event { Open, Ping(Tagged), Named { x: u32, y: Option<u32> }
 }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

#[derive(Serialize, Deserialize)]
pub struct Tagged { #[serde(rename = "type")] pub ty: String }
