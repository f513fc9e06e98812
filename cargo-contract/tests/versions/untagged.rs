//# number text
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Event { Num(u64), Text(String) }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Strict { pub id: u64 }
#[derive(Serialize, Deserialize)]
pub enum Kind { Open, Shut }

//# text number
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Event { Text(String), Num(u64) }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Strict { pub id: u64 }
#[derive(Serialize, Deserialize)]
pub enum Kind { Open, Shut }

//# nothing added
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Event { Num(u64), Text(String), Nothing }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Strict { pub id: u64 }
#[derive(Serialize, Deserialize)]
pub enum Kind { Open, Shut }

//# float added
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Event { Num(u64), Float(f64), Text(String) }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Strict { pub id: u64 }
#[derive(Serialize, Deserialize)]
pub enum Kind { Open, Shut }

//# float first
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Event { Float(f64), Num(u64), Text(String) }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Strict { pub id: u64 }
#[derive(Serialize, Deserialize)]
pub enum Kind { Open, Shut }

//# int float
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Event { Int(i64), Float(f64) }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Strict { pub id: u64 }
#[derive(Serialize, Deserialize)]
pub enum Kind { Open, Shut }

//# narrow int float
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Event { Int(i32), Float(f64) }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Strict { pub id: u64 }
#[derive(Serialize, Deserialize)]
pub enum Kind { Open, Shut }

//# float only
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Event { Float(f64) }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Strict { pub id: u64 }
#[derive(Serialize, Deserialize)]
pub enum Kind { Open, Shut }

//# value last
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Event { Num(u64), Text(String), Any(serde_json::Value) }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Strict { pub id: u64 }
#[derive(Serialize, Deserialize)]
pub enum Kind { Open, Shut }

//# value first
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Event { Any(serde_json::Value), Num(u64), Text(String) }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Strict { pub id: u64 }
#[derive(Serialize, Deserialize)]
pub enum Kind { Open, Shut }

//# short
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Event { Short { id: u64 } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Strict { pub id: u64 }
#[derive(Serialize, Deserialize)]
pub enum Kind { Open, Shut }

//# short full
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Event { Short { id: u64 }, Full { id: u64, total: u64 } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Strict { pub id: u64 }
#[derive(Serialize, Deserialize)]
pub enum Kind { Open, Shut }

//# full short
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Event { Full { id: u64, total: u64 }, Short { id: u64 } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Strict { pub id: u64 }
#[derive(Serialize, Deserialize)]
pub enum Kind { Open, Shut }

//# strict newtype full
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Event { Short(Strict), Full { id: u64, total: u64 } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Strict { pub id: u64 }
#[derive(Serialize, Deserialize)]
pub enum Kind { Open, Shut }

//# placed
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Event { Placed(Placed) }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Strict { pub id: u64 }
#[derive(Serialize, Deserialize)]
pub enum Kind { Open, Shut }

//# placed num
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Event { Placed(Placed), Num(u64) }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Strict { pub id: u64 }
#[derive(Serialize, Deserialize)]
pub enum Kind { Open, Shut }

//# option fields
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Event { A { a: Option<u64> }, B { b: Option<u64> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Strict { pub id: u64 }
#[derive(Serialize, Deserialize)]
pub enum Kind { Open, Shut }

//# option fields swapped
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Event { B { b: Option<u64> }, A { a: Option<u64> } }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Strict { pub id: u64 }
#[derive(Serialize, Deserialize)]
pub enum Kind { Open, Shut }

//# tuple
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Event { Pair(u32, u32), Num(u64) }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Strict { pub id: u64 }
#[derive(Serialize, Deserialize)]
pub enum Kind { Open, Shut }

//# list
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Event { List(Vec<u32>), Num(u64) }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Strict { pub id: u64 }
#[derive(Serialize, Deserialize)]
pub enum Kind { Open, Shut }

//# list pair
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Event { List(Vec<u32>), Pair(u32, u32) }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Strict { pub id: u64 }
#[derive(Serialize, Deserialize)]
pub enum Kind { Open, Shut }

//# pair list
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Event { Pair(u32, u32), List(Vec<u32>) }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Strict { pub id: u64 }
#[derive(Serialize, Deserialize)]
pub enum Kind { Open, Shut }

//# map
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Event { Map(HashMap<String, u64>), Num(u64) }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Strict { pub id: u64 }
#[derive(Serialize, Deserialize)]
pub enum Kind { Open, Shut }

//# bool
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Event { Flag(bool), Text(String) }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Strict { pub id: u64 }
#[derive(Serialize, Deserialize)]
pub enum Kind { Open, Shut }

//# char text
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Event { Char(char), Text(String) }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Strict { pub id: u64 }
#[derive(Serialize, Deserialize)]
pub enum Kind { Open, Shut }

//# enum text
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Event { Kind(Kind), Text(String) }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Strict { pub id: u64 }
#[derive(Serialize, Deserialize)]
pub enum Kind { Open, Shut }

//# option
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Event { Maybe(Option<u64>), Text(String) }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Strict { pub id: u64 }
#[derive(Serialize, Deserialize)]
pub enum Kind { Open, Shut }

//# renamed
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Event { Number(u64), Text(String) }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Strict { pub id: u64 }
#[derive(Serialize, Deserialize)]
pub enum Kind { Open, Shut }

//# u128
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Event { Num(u128), Text(String) }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Strict { pub id: u64 }
#[derive(Serialize, Deserialize)]
pub enum Kind { Open, Shut }

//# deny short full
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Event }
#[derive(Serialize, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
pub enum Event { Short { id: u64 }, Full { id: u64, total: u64 } }
//# plain u64
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: u64 }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Strict { pub id: u64 }

//# plain String
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: String }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Strict { pub id: u64 }

//# plain Placed
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Placed }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Strict { pub id: u64 }

//# plain serde_json::Value
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: serde_json::Value }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Strict { pub id: u64 }

//# plain Option<u64>
#[derive(Serialize, Deserialize)]
pub struct Msg { pub e: Option<u64> }
#[derive(Serialize, Deserialize)]
pub struct Placed { pub id: u64, pub note: Option<String> }
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Strict { pub id: u64 }

