//@ formats: json postcard
//# base
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
pub enum Event { Open, Ping(u32), Placed(Placed), Moved(u32, u32), Named { x: u32, y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

//# reordered
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
pub enum Event { Named { x: u32, y: Option<u32> }, Moved(u32, u32), Placed(Placed), Ping(u32), Open }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

//# variant added
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
pub enum Event { Open, Ping(u32), Placed(Placed), Moved(u32, u32), Named { x: u32, y: Option<u32> }, Extra }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

//# variant with data added
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
pub enum Event { Open, Ping(u32), Placed(Placed), Moved(u32, u32), Named { x: u32, y: Option<u32> }, Extra { z: u32 } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

//# variant inserted
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
pub enum Event { Extra, Open, Ping(u32), Placed(Placed), Moved(u32, u32), Named { x: u32, y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

//# variant removed
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
pub enum Event { Open, Ping(u32), Placed(Placed), Moved(u32, u32) }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

//# unit removed
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
pub enum Event { Ping(u32), Placed(Placed), Moved(u32, u32), Named { x: u32, y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

//# renamed
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
pub enum Event { Open, Pong(u32), Placed(Placed), Moved(u32, u32), Named { x: u32, y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

//# renamed with alias
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
pub enum Event { Open, #[serde(alias = "Ping")] Pong(u32), Placed(Placed), Moved(u32, u32), Named { x: u32, y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

//# rename attribute
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
pub enum Event { Open, #[serde(rename = "ping")] Ping(u32), Placed(Placed), Moved(u32, u32), Named { x: u32, y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

//# split rename
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
pub enum Event { Open, #[serde(rename(serialize = "ping"))] Ping(u32), Placed(Placed), Moved(u32, u32), Named { x: u32, y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

//# unit to newtype
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
pub enum Event { Open(u32), Ping(u32), Placed(Placed), Moved(u32, u32), Named { x: u32, y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

//# unit to newtype option
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
pub enum Event { Open(Option<u32>), Ping(u32), Placed(Placed), Moved(u32, u32), Named { x: u32, y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

//# unit to unit newtype
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
pub enum Event { Open(()), Ping(u32), Placed(Placed), Moved(u32, u32), Named { x: u32, y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

//# unit to empty struct
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
pub enum Event { Open {}, Ping(u32), Placed(Placed), Moved(u32, u32), Named { x: u32, y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

//# unit to empty tuple
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
pub enum Event { Open(), Ping(u32), Placed(Placed), Moved(u32, u32), Named { x: u32, y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

//# newtype to struct
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
pub enum Event { Open, Ping(u32), Placed { id: u64, note: Option<String> }, Moved(u32, u32), Named { x: u32, y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

//# tuple to struct
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
pub enum Event { Open, Ping(u32), Placed(Placed), Moved { x: u32, y: u32 }, Named { x: u32, y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

//# tuple longer
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
pub enum Event { Open, Ping(u32), Placed(Placed), Moved(u32, u32, u32), Named { x: u32, y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

//# tuple longer default
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
pub enum Event { Open, Ping(u32), Placed(Placed), Moved(u32, u32, #[serde(default)] u32), Named { x: u32, y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

//# tuple to newtype tuple
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
pub enum Event { Open, Ping(u32), Placed(Placed), Moved((u32, u32)), Named { x: u32, y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

//# field added
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
pub enum Event { Open, Ping(u32), Placed(Placed), Moved(u32, u32), Named { x: u32, z: u32, y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

//# field added option
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
pub enum Event { Open, Ping(u32), Placed(Placed), Moved(u32, u32), Named { x: u32, z: Option<u32>, y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

//# field removed
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
pub enum Event { Open, Ping(u32), Placed(Placed), Moved(u32, u32), Named { y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

//# payload wider
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
pub enum Event { Open, Ping(u64), Placed(Placed), Moved(u32, u32), Named { x: u32, y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

//# payload option
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
pub enum Event { Open, Ping(Option<u32>), Placed(Placed), Moved(u32, u32), Named { x: u32, y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

//# payload string
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
pub enum Event { Open, Ping(String), Placed(Placed), Moved(u32, u32), Named { x: u32, y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

//# other last
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
pub enum Event { Open, Ping(u32), Placed(Placed), Moved(u32, u32), #[serde(other)] Rest }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

//# other added
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
pub enum Event { Open, Ping(u32), Placed(Placed), Moved(u32, u32), Named { x: u32, y: Option<u32> }, #[serde(other)] Rest }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

//# skip
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
pub enum Event { Open, #[serde(skip)] Ping(u32), Placed(Placed), Moved(u32, u32), Named { x: u32, y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

//# skip serializing
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
pub enum Event { Open, #[serde(skip_serializing)] Ping(u32), Placed(Placed), Moved(u32, u32), Named { x: u32, y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

//# skip deserializing
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
pub enum Event { Open, #[serde(skip_deserializing)] Ping(u32), Placed(Placed), Moved(u32, u32), Named { x: u32, y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

//# untagged catch all
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
pub enum Event { Open, Ping(u32), Placed(Placed), Moved(u32, u32), Named { x: u32, y: Option<u32> }, #[serde(untagged)] Any(serde_json::Value) }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

//# untagged string
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
pub enum Event { Open, Ping(u32), Placed(Placed), Moved(u32, u32), Named { x: u32, y: Option<u32> }, #[serde(untagged)] Text(String) }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

//# names swapped
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
pub enum Event { #[serde(rename = "Shut")] Open, Ping(u32), Placed(Placed), Moved(u32, u32), Named { x: u32, y: Option<u32> }, #[serde(rename = "Open")] Shut }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

//# shut added
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
pub enum Event { Open, Ping(u32), Placed(Placed), Moved(u32, u32), Named { x: u32, y: Option<u32> }, Shut }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

//# boxed
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
pub enum Event { Open, Ping(u32), Placed(Box<Placed>), Moved(u32, u32), Named { x: u32, y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

//# lower case
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Event { Open, Ping(u32), Placed(Placed), Moved(u32, u32), Named { x: u32, y: Option<u32> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }

