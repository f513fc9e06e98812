//# base
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(tag = "t", content = "c")]
pub enum Event { Open, Ping(u32), Placed(Placed), Moved(u32, u32), Named { x: u32, y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

#[derive(Serialize, Deserialize)]
pub struct Wide { pub id: u64, pub more: u32 }
//# reordered
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(tag = "t", content = "c")]
pub enum Event { Named { x: u32, y: Option<u32> }, Moved(u32, u32), Placed(Placed), Ping(u32), Open }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

#[derive(Serialize, Deserialize)]
pub struct Wide { pub id: u64, pub more: u32 }
//# variant added
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(tag = "t", content = "c")]
pub enum Event { Open, Ping(u32), Placed(Placed), Moved(u32, u32), Named { x: u32, y: Option<u32> }, Extra }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

#[derive(Serialize, Deserialize)]
pub struct Wide { pub id: u64, pub more: u32 }
//# variant with data added
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(tag = "t", content = "c")]
pub enum Event { Open, Ping(u32), Placed(Placed), Moved(u32, u32), Named { x: u32, y: Option<u32> }, Extra { z: u32 } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

#[derive(Serialize, Deserialize)]
pub struct Wide { pub id: u64, pub more: u32 }
//# variant inserted
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(tag = "t", content = "c")]
pub enum Event { Extra, Open, Ping(u32), Placed(Placed), Moved(u32, u32), Named { x: u32, y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

#[derive(Serialize, Deserialize)]
pub struct Wide { pub id: u64, pub more: u32 }
//# variant removed
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(tag = "t", content = "c")]
pub enum Event { Open, Ping(u32), Placed(Placed), Moved(u32, u32) }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

#[derive(Serialize, Deserialize)]
pub struct Wide { pub id: u64, pub more: u32 }
//# unit removed
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(tag = "t", content = "c")]
pub enum Event { Ping(u32), Placed(Placed), Moved(u32, u32), Named { x: u32, y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

#[derive(Serialize, Deserialize)]
pub struct Wide { pub id: u64, pub more: u32 }
//# renamed
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(tag = "t", content = "c")]
pub enum Event { Open, Pong(u32), Placed(Placed), Moved(u32, u32), Named { x: u32, y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

#[derive(Serialize, Deserialize)]
pub struct Wide { pub id: u64, pub more: u32 }
//# renamed with alias
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(tag = "t", content = "c")]
pub enum Event { Open, #[serde(alias = "Ping")] Pong(u32), Placed(Placed), Moved(u32, u32), Named { x: u32, y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

#[derive(Serialize, Deserialize)]
pub struct Wide { pub id: u64, pub more: u32 }
//# rename attribute
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(tag = "t", content = "c")]
pub enum Event { Open, #[serde(rename = "ping")] Ping(u32), Placed(Placed), Moved(u32, u32), Named { x: u32, y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

#[derive(Serialize, Deserialize)]
pub struct Wide { pub id: u64, pub more: u32 }
//# split rename
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(tag = "t", content = "c")]
pub enum Event { Open, #[serde(rename(serialize = "ping"))] Ping(u32), Placed(Placed), Moved(u32, u32), Named { x: u32, y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

#[derive(Serialize, Deserialize)]
pub struct Wide { pub id: u64, pub more: u32 }
//# unit to newtype
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(tag = "t", content = "c")]
pub enum Event { Open(u32), Ping(u32), Placed(Placed), Moved(u32, u32), Named { x: u32, y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

#[derive(Serialize, Deserialize)]
pub struct Wide { pub id: u64, pub more: u32 }
//# unit to newtype option
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(tag = "t", content = "c")]
pub enum Event { Open(Option<u32>), Ping(u32), Placed(Placed), Moved(u32, u32), Named { x: u32, y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

#[derive(Serialize, Deserialize)]
pub struct Wide { pub id: u64, pub more: u32 }
//# unit to unit newtype
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(tag = "t", content = "c")]
pub enum Event { Open(()), Ping(u32), Placed(Placed), Moved(u32, u32), Named { x: u32, y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

#[derive(Serialize, Deserialize)]
pub struct Wide { pub id: u64, pub more: u32 }
//# unit to empty struct
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(tag = "t", content = "c")]
pub enum Event { Open {}, Ping(u32), Placed(Placed), Moved(u32, u32), Named { x: u32, y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

#[derive(Serialize, Deserialize)]
pub struct Wide { pub id: u64, pub more: u32 }
//# unit to empty tuple
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(tag = "t", content = "c")]
pub enum Event { Open(), Ping(u32), Placed(Placed), Moved(u32, u32), Named { x: u32, y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

#[derive(Serialize, Deserialize)]
pub struct Wide { pub id: u64, pub more: u32 }
//# newtype to struct
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(tag = "t", content = "c")]
pub enum Event { Open, Ping(u32), Placed { id: u64, note: Option<String> }, Moved(u32, u32), Named { x: u32, y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

#[derive(Serialize, Deserialize)]
pub struct Wide { pub id: u64, pub more: u32 }
//# tuple to struct
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(tag = "t", content = "c")]
pub enum Event { Open, Ping(u32), Placed(Placed), Moved { x: u32, y: u32 }, Named { x: u32, y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

#[derive(Serialize, Deserialize)]
pub struct Wide { pub id: u64, pub more: u32 }
//# tuple longer
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(tag = "t", content = "c")]
pub enum Event { Open, Ping(u32), Placed(Placed), Moved(u32, u32, u32), Named { x: u32, y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

#[derive(Serialize, Deserialize)]
pub struct Wide { pub id: u64, pub more: u32 }
//# tuple longer default
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(tag = "t", content = "c")]
pub enum Event { Open, Ping(u32), Placed(Placed), Moved(u32, u32, #[serde(default)] u32), Named { x: u32, y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

#[derive(Serialize, Deserialize)]
pub struct Wide { pub id: u64, pub more: u32 }
//# tuple to newtype tuple
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(tag = "t", content = "c")]
pub enum Event { Open, Ping(u32), Placed(Placed), Moved((u32, u32)), Named { x: u32, y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

#[derive(Serialize, Deserialize)]
pub struct Wide { pub id: u64, pub more: u32 }
//# field added
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(tag = "t", content = "c")]
pub enum Event { Open, Ping(u32), Placed(Placed), Moved(u32, u32), Named { x: u32, z: u32, y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

#[derive(Serialize, Deserialize)]
pub struct Wide { pub id: u64, pub more: u32 }
//# field added option
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(tag = "t", content = "c")]
pub enum Event { Open, Ping(u32), Placed(Placed), Moved(u32, u32), Named { x: u32, z: Option<u32>, y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

#[derive(Serialize, Deserialize)]
pub struct Wide { pub id: u64, pub more: u32 }
//# field removed
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(tag = "t", content = "c")]
pub enum Event { Open, Ping(u32), Placed(Placed), Moved(u32, u32), Named { y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

#[derive(Serialize, Deserialize)]
pub struct Wide { pub id: u64, pub more: u32 }
//# payload wider
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(tag = "t", content = "c")]
pub enum Event { Open, Ping(u64), Placed(Placed), Moved(u32, u32), Named { x: u32, y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

#[derive(Serialize, Deserialize)]
pub struct Wide { pub id: u64, pub more: u32 }
//# payload option
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(tag = "t", content = "c")]
pub enum Event { Open, Ping(Option<u32>), Placed(Placed), Moved(u32, u32), Named { x: u32, y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

#[derive(Serialize, Deserialize)]
pub struct Wide { pub id: u64, pub more: u32 }
//# payload string
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(tag = "t", content = "c")]
pub enum Event { Open, Ping(String), Placed(Placed), Moved(u32, u32), Named { x: u32, y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

#[derive(Serialize, Deserialize)]
pub struct Wide { pub id: u64, pub more: u32 }
//# other last
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(tag = "t", content = "c")]
pub enum Event { Open, Ping(u32), Placed(Placed), Moved(u32, u32), #[serde(other)] Rest }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

#[derive(Serialize, Deserialize)]
pub struct Wide { pub id: u64, pub more: u32 }
//# other added
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(tag = "t", content = "c")]
pub enum Event { Open, Ping(u32), Placed(Placed), Moved(u32, u32), Named { x: u32, y: Option<u32> }, #[serde(other)] Rest }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

#[derive(Serialize, Deserialize)]
pub struct Wide { pub id: u64, pub more: u32 }
//# skip
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(tag = "t", content = "c")]
pub enum Event { Open, #[serde(skip)] Ping(u32), Placed(Placed), Moved(u32, u32), Named { x: u32, y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

#[derive(Serialize, Deserialize)]
pub struct Wide { pub id: u64, pub more: u32 }
//# skip serializing
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(tag = "t", content = "c")]
pub enum Event { Open, #[serde(skip_serializing)] Ping(u32), Placed(Placed), Moved(u32, u32), Named { x: u32, y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

#[derive(Serialize, Deserialize)]
pub struct Wide { pub id: u64, pub more: u32 }
//# skip deserializing
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(tag = "t", content = "c")]
pub enum Event { Open, #[serde(skip_deserializing)] Ping(u32), Placed(Placed), Moved(u32, u32), Named { x: u32, y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

#[derive(Serialize, Deserialize)]
pub struct Wide { pub id: u64, pub more: u32 }
//# untagged catch all
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(tag = "t", content = "c")]
pub enum Event { Open, Ping(u32), Placed(Placed), Moved(u32, u32), Named { x: u32, y: Option<u32> }, #[serde(untagged)] Any(serde_json::Value) }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

#[derive(Serialize, Deserialize)]
pub struct Wide { pub id: u64, pub more: u32 }
//# untagged string
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(tag = "t", content = "c")]
pub enum Event { Open, Ping(u32), Placed(Placed), Moved(u32, u32), Named { x: u32, y: Option<u32> }, #[serde(untagged)] Text(String) }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

#[derive(Serialize, Deserialize)]
pub struct Wide { pub id: u64, pub more: u32 }
//# names swapped
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(tag = "t", content = "c")]
pub enum Event { #[serde(rename = "Shut")] Open, Ping(u32), Placed(Placed), Moved(u32, u32), Named { x: u32, y: Option<u32> }, #[serde(rename = "Open")] Shut }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

#[derive(Serialize, Deserialize)]
pub struct Wide { pub id: u64, pub more: u32 }
//# shut added
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(tag = "t", content = "c")]
pub enum Event { Open, Ping(u32), Placed(Placed), Moved(u32, u32), Named { x: u32, y: Option<u32> }, Shut }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

#[derive(Serialize, Deserialize)]
pub struct Wide { pub id: u64, pub more: u32 }
//# boxed
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(tag = "t", content = "c")]
pub enum Event { Open, Ping(u32), Placed(Box<Placed>), Moved(u32, u32), Named { x: u32, y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

#[derive(Serialize, Deserialize)]
pub struct Wide { pub id: u64, pub more: u32 }
//# lower case
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(tag = "t", content = "c")]
#[serde(rename_all = "lowercase")]
pub enum Event { Open, Ping(u32), Placed(Placed), Moved(u32, u32), Named { x: u32, y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

#[derive(Serialize, Deserialize)]
pub struct Wide { pub id: u64, pub more: u32 }
//# other tag
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(tag = "type", content = "c")]
pub enum Event { Open, Ping(u32), Placed(Placed), Moved(u32, u32), Named { x: u32, y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

//# other content
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(tag = "t", content = "data")]
pub enum Event { Open, Ping(u32), Placed(Placed), Moved(u32, u32), Named { x: u32, y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

//# external
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
pub enum Event { Open, Ping(u32), Placed(Placed), Moved(u32, u32), Named { x: u32, y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

//# untagged
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Event { Open, Ping(u32), Placed(Placed), Moved(u32, u32), Named { x: u32, y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

//# deny
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(tag = "t", content = "c", deny_unknown_fields)]
pub enum Event { Open, Ping(u32), Placed(Placed), Moved(u32, u32), Named { x: u32, y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

//# content as tag
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(tag = "c", content = "t")]
pub enum Event { Open, Ping(u32), Placed(Placed), Moved(u32, u32), Named { x: u32, y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

