//@ formats: json postcard
//# base
#[derive(Serialize, Deserialize)]
pub struct Msg { pub level: Level }
#[derive(serde_repr::Serialize_repr, serde_repr::Deserialize_repr)]
#[repr(u8)]
pub enum Level { Low = 1, High = 2 }
//# more
#[derive(Serialize, Deserialize)]
pub struct Msg { pub level: Level }
#[derive(serde_repr::Serialize_repr, serde_repr::Deserialize_repr)]
#[repr(u8)]
pub enum Level { Low = 1, High = 2, Top = 3 }
//# other
#[derive(Serialize, Deserialize)]
pub struct Msg { pub level: Level }
#[derive(serde_repr::Serialize_repr, serde_repr::Deserialize_repr)]
#[repr(u8)]
pub enum Level { Low = 1, #[serde(other)] Rest = 9 }
//# swapped
#[derive(Serialize, Deserialize)]
pub struct Msg { pub level: Level }
#[derive(serde_repr::Serialize_repr, serde_repr::Deserialize_repr)]
#[repr(u8)]
pub enum Level { Low = 2, High = 1 }
//# implicit
#[derive(Serialize, Deserialize)]
pub struct Msg { pub level: Level }
#[derive(serde_repr::Serialize_repr, serde_repr::Deserialize_repr)]
#[repr(u8)]
pub enum Level { Zero, Low, High }
//# signed
#[derive(Serialize, Deserialize)]
pub struct Msg { pub level: Level }
#[derive(serde_repr::Serialize_repr, serde_repr::Deserialize_repr)]
#[repr(i8)]
pub enum Level { Low = 1, High = 2, None = -1 }
//# wide
#[derive(Serialize, Deserialize)]
pub struct Msg { pub level: Level }
#[derive(serde_repr::Serialize_repr, serde_repr::Deserialize_repr)]
#[repr(u16)]
pub enum Level { Low = 1, High = 2 }
//# renamed
#[derive(Serialize, Deserialize)]
pub struct Msg { pub level: Level }
#[derive(serde_repr::Serialize_repr, serde_repr::Deserialize_repr)]
#[repr(u8)]
pub enum Level { Small = 1, Large = 2 }
//# number
#[derive(Serialize, Deserialize)]
pub struct Msg { pub level: u8 }
//# names
#[derive(Serialize, Deserialize)]
pub struct Msg { pub level: Level }
#[derive(Serialize, Deserialize)]
pub enum Level { Low, High }
