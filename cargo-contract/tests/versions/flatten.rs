//# plain
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64,  }
#[derive(Serialize, Deserialize)]
pub struct Audit { pub by: String, pub at: Option<u64> }
#[derive(Serialize, Deserialize)]
pub struct AuditMore { pub by: String, pub at: Option<u64>, pub why: u32 }
#[derive(Serialize, Deserialize)]
pub struct AuditWhy { pub by: String, pub at: Option<u64>, #[serde(default)] pub why: u32 }
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuditStrict { pub by: String, pub at: Option<u64> }
#[derive(Serialize, Deserialize)]
pub enum Kind { Placed { total: u64 }, Ping(u32), Open }
#[derive(Serialize, Deserialize)]
pub enum KindMore { Placed { total: u64 }, Ping(u32), Open, Shipped { by: String } }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum Tagged { Placed { total: u64 }, Open }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum TaggedMore { Placed { total: u64 }, Open, Shipped { how: String } }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum TaggedOther { Placed { total: u64 }, #[serde(other)] Open }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", content = "data")]
pub enum Adjacent { Placed { total: u64 }, Open }
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Either { Placed { total: u64 }, Short { by: String } }
#[derive(Serialize, Deserialize)]
pub struct Deep { pub x: u32, #[serde(flatten)] pub audit: Audit }
#[derive(Serialize, Deserialize)]
pub struct Wide { pub big: u128 }
#[derive(Serialize, Deserialize)]
pub struct Keyed { pub by_id: HashMap<u32, u32> }

//# inline
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, pub by: String, pub at: Option<u64> }
#[derive(Serialize, Deserialize)]
pub struct Audit { pub by: String, pub at: Option<u64> }
#[derive(Serialize, Deserialize)]
pub struct AuditMore { pub by: String, pub at: Option<u64>, pub why: u32 }
#[derive(Serialize, Deserialize)]
pub struct AuditWhy { pub by: String, pub at: Option<u64>, #[serde(default)] pub why: u32 }
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuditStrict { pub by: String, pub at: Option<u64> }
#[derive(Serialize, Deserialize)]
pub enum Kind { Placed { total: u64 }, Ping(u32), Open }
#[derive(Serialize, Deserialize)]
pub enum KindMore { Placed { total: u64 }, Ping(u32), Open, Shipped { by: String } }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum Tagged { Placed { total: u64 }, Open }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum TaggedMore { Placed { total: u64 }, Open, Shipped { how: String } }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum TaggedOther { Placed { total: u64 }, #[serde(other)] Open }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", content = "data")]
pub enum Adjacent { Placed { total: u64 }, Open }
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Either { Placed { total: u64 }, Short { by: String } }
#[derive(Serialize, Deserialize)]
pub struct Deep { pub x: u32, #[serde(flatten)] pub audit: Audit }
#[derive(Serialize, Deserialize)]
pub struct Wide { pub big: u128 }
#[derive(Serialize, Deserialize)]
pub struct Keyed { pub by_id: HashMap<u32, u32> }

//# struct
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, #[serde(flatten)] pub a: Audit }
#[derive(Serialize, Deserialize)]
pub struct Audit { pub by: String, pub at: Option<u64> }
#[derive(Serialize, Deserialize)]
pub struct AuditMore { pub by: String, pub at: Option<u64>, pub why: u32 }
#[derive(Serialize, Deserialize)]
pub struct AuditWhy { pub by: String, pub at: Option<u64>, #[serde(default)] pub why: u32 }
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuditStrict { pub by: String, pub at: Option<u64> }
#[derive(Serialize, Deserialize)]
pub enum Kind { Placed { total: u64 }, Ping(u32), Open }
#[derive(Serialize, Deserialize)]
pub enum KindMore { Placed { total: u64 }, Ping(u32), Open, Shipped { by: String } }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum Tagged { Placed { total: u64 }, Open }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum TaggedMore { Placed { total: u64 }, Open, Shipped { how: String } }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum TaggedOther { Placed { total: u64 }, #[serde(other)] Open }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", content = "data")]
pub enum Adjacent { Placed { total: u64 }, Open }
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Either { Placed { total: u64 }, Short { by: String } }
#[derive(Serialize, Deserialize)]
pub struct Deep { pub x: u32, #[serde(flatten)] pub audit: Audit }
#[derive(Serialize, Deserialize)]
pub struct Wide { pub big: u128 }
#[derive(Serialize, Deserialize)]
pub struct Keyed { pub by_id: HashMap<u32, u32> }

//# struct other ident
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, #[serde(flatten)] pub audit: Audit }
#[derive(Serialize, Deserialize)]
pub struct Audit { pub by: String, pub at: Option<u64> }
#[derive(Serialize, Deserialize)]
pub struct AuditMore { pub by: String, pub at: Option<u64>, pub why: u32 }
#[derive(Serialize, Deserialize)]
pub struct AuditWhy { pub by: String, pub at: Option<u64>, #[serde(default)] pub why: u32 }
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuditStrict { pub by: String, pub at: Option<u64> }
#[derive(Serialize, Deserialize)]
pub enum Kind { Placed { total: u64 }, Ping(u32), Open }
#[derive(Serialize, Deserialize)]
pub enum KindMore { Placed { total: u64 }, Ping(u32), Open, Shipped { by: String } }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum Tagged { Placed { total: u64 }, Open }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum TaggedMore { Placed { total: u64 }, Open, Shipped { how: String } }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum TaggedOther { Placed { total: u64 }, #[serde(other)] Open }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", content = "data")]
pub enum Adjacent { Placed { total: u64 }, Open }
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Either { Placed { total: u64 }, Short { by: String } }
#[derive(Serialize, Deserialize)]
pub struct Deep { pub x: u32, #[serde(flatten)] pub audit: Audit }
#[derive(Serialize, Deserialize)]
pub struct Wide { pub big: u128 }
#[derive(Serialize, Deserialize)]
pub struct Keyed { pub by_id: HashMap<u32, u32> }

//# struct more
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, #[serde(flatten)] pub a: AuditMore }
#[derive(Serialize, Deserialize)]
pub struct Audit { pub by: String, pub at: Option<u64> }
#[derive(Serialize, Deserialize)]
pub struct AuditMore { pub by: String, pub at: Option<u64>, pub why: u32 }
#[derive(Serialize, Deserialize)]
pub struct AuditWhy { pub by: String, pub at: Option<u64>, #[serde(default)] pub why: u32 }
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuditStrict { pub by: String, pub at: Option<u64> }
#[derive(Serialize, Deserialize)]
pub enum Kind { Placed { total: u64 }, Ping(u32), Open }
#[derive(Serialize, Deserialize)]
pub enum KindMore { Placed { total: u64 }, Ping(u32), Open, Shipped { by: String } }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum Tagged { Placed { total: u64 }, Open }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum TaggedMore { Placed { total: u64 }, Open, Shipped { how: String } }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum TaggedOther { Placed { total: u64 }, #[serde(other)] Open }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", content = "data")]
pub enum Adjacent { Placed { total: u64 }, Open }
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Either { Placed { total: u64 }, Short { by: String } }
#[derive(Serialize, Deserialize)]
pub struct Deep { pub x: u32, #[serde(flatten)] pub audit: Audit }
#[derive(Serialize, Deserialize)]
pub struct Wide { pub big: u128 }
#[derive(Serialize, Deserialize)]
pub struct Keyed { pub by_id: HashMap<u32, u32> }

//# struct why
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, #[serde(flatten)] pub a: AuditWhy }
#[derive(Serialize, Deserialize)]
pub struct Audit { pub by: String, pub at: Option<u64> }
#[derive(Serialize, Deserialize)]
pub struct AuditMore { pub by: String, pub at: Option<u64>, pub why: u32 }
#[derive(Serialize, Deserialize)]
pub struct AuditWhy { pub by: String, pub at: Option<u64>, #[serde(default)] pub why: u32 }
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuditStrict { pub by: String, pub at: Option<u64> }
#[derive(Serialize, Deserialize)]
pub enum Kind { Placed { total: u64 }, Ping(u32), Open }
#[derive(Serialize, Deserialize)]
pub enum KindMore { Placed { total: u64 }, Ping(u32), Open, Shipped { by: String } }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum Tagged { Placed { total: u64 }, Open }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum TaggedMore { Placed { total: u64 }, Open, Shipped { how: String } }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum TaggedOther { Placed { total: u64 }, #[serde(other)] Open }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", content = "data")]
pub enum Adjacent { Placed { total: u64 }, Open }
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Either { Placed { total: u64 }, Short { by: String } }
#[derive(Serialize, Deserialize)]
pub struct Deep { pub x: u32, #[serde(flatten)] pub audit: Audit }
#[derive(Serialize, Deserialize)]
pub struct Wide { pub big: u128 }
#[derive(Serialize, Deserialize)]
pub struct Keyed { pub by_id: HashMap<u32, u32> }

//# struct strict
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, #[serde(flatten)] pub a: AuditStrict }
#[derive(Serialize, Deserialize)]
pub struct Audit { pub by: String, pub at: Option<u64> }
#[derive(Serialize, Deserialize)]
pub struct AuditMore { pub by: String, pub at: Option<u64>, pub why: u32 }
#[derive(Serialize, Deserialize)]
pub struct AuditWhy { pub by: String, pub at: Option<u64>, #[serde(default)] pub why: u32 }
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuditStrict { pub by: String, pub at: Option<u64> }
#[derive(Serialize, Deserialize)]
pub enum Kind { Placed { total: u64 }, Ping(u32), Open }
#[derive(Serialize, Deserialize)]
pub enum KindMore { Placed { total: u64 }, Ping(u32), Open, Shipped { by: String } }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum Tagged { Placed { total: u64 }, Open }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum TaggedMore { Placed { total: u64 }, Open, Shipped { how: String } }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum TaggedOther { Placed { total: u64 }, #[serde(other)] Open }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", content = "data")]
pub enum Adjacent { Placed { total: u64 }, Open }
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Either { Placed { total: u64 }, Short { by: String } }
#[derive(Serialize, Deserialize)]
pub struct Deep { pub x: u32, #[serde(flatten)] pub audit: Audit }
#[derive(Serialize, Deserialize)]
pub struct Wide { pub big: u128 }
#[derive(Serialize, Deserialize)]
pub struct Keyed { pub by_id: HashMap<u32, u32> }

//# option
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, #[serde(flatten)] pub a: Option<Audit> }
#[derive(Serialize, Deserialize)]
pub struct Audit { pub by: String, pub at: Option<u64> }
#[derive(Serialize, Deserialize)]
pub struct AuditMore { pub by: String, pub at: Option<u64>, pub why: u32 }
#[derive(Serialize, Deserialize)]
pub struct AuditWhy { pub by: String, pub at: Option<u64>, #[serde(default)] pub why: u32 }
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuditStrict { pub by: String, pub at: Option<u64> }
#[derive(Serialize, Deserialize)]
pub enum Kind { Placed { total: u64 }, Ping(u32), Open }
#[derive(Serialize, Deserialize)]
pub enum KindMore { Placed { total: u64 }, Ping(u32), Open, Shipped { by: String } }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum Tagged { Placed { total: u64 }, Open }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum TaggedMore { Placed { total: u64 }, Open, Shipped { how: String } }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum TaggedOther { Placed { total: u64 }, #[serde(other)] Open }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", content = "data")]
pub enum Adjacent { Placed { total: u64 }, Open }
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Either { Placed { total: u64 }, Short { by: String } }
#[derive(Serialize, Deserialize)]
pub struct Deep { pub x: u32, #[serde(flatten)] pub audit: Audit }
#[derive(Serialize, Deserialize)]
pub struct Wide { pub big: u128 }
#[derive(Serialize, Deserialize)]
pub struct Keyed { pub by_id: HashMap<u32, u32> }

//# option more
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, #[serde(flatten)] pub a: Option<AuditMore> }
#[derive(Serialize, Deserialize)]
pub struct Audit { pub by: String, pub at: Option<u64> }
#[derive(Serialize, Deserialize)]
pub struct AuditMore { pub by: String, pub at: Option<u64>, pub why: u32 }
#[derive(Serialize, Deserialize)]
pub struct AuditWhy { pub by: String, pub at: Option<u64>, #[serde(default)] pub why: u32 }
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuditStrict { pub by: String, pub at: Option<u64> }
#[derive(Serialize, Deserialize)]
pub enum Kind { Placed { total: u64 }, Ping(u32), Open }
#[derive(Serialize, Deserialize)]
pub enum KindMore { Placed { total: u64 }, Ping(u32), Open, Shipped { by: String } }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum Tagged { Placed { total: u64 }, Open }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum TaggedMore { Placed { total: u64 }, Open, Shipped { how: String } }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum TaggedOther { Placed { total: u64 }, #[serde(other)] Open }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", content = "data")]
pub enum Adjacent { Placed { total: u64 }, Open }
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Either { Placed { total: u64 }, Short { by: String } }
#[derive(Serialize, Deserialize)]
pub struct Deep { pub x: u32, #[serde(flatten)] pub audit: Audit }
#[derive(Serialize, Deserialize)]
pub struct Wide { pub big: u128 }
#[derive(Serialize, Deserialize)]
pub struct Keyed { pub by_id: HashMap<u32, u32> }

//# not flat
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, pub a: Audit }
#[derive(Serialize, Deserialize)]
pub struct Audit { pub by: String, pub at: Option<u64> }
#[derive(Serialize, Deserialize)]
pub struct AuditMore { pub by: String, pub at: Option<u64>, pub why: u32 }
#[derive(Serialize, Deserialize)]
pub struct AuditWhy { pub by: String, pub at: Option<u64>, #[serde(default)] pub why: u32 }
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuditStrict { pub by: String, pub at: Option<u64> }
#[derive(Serialize, Deserialize)]
pub enum Kind { Placed { total: u64 }, Ping(u32), Open }
#[derive(Serialize, Deserialize)]
pub enum KindMore { Placed { total: u64 }, Ping(u32), Open, Shipped { by: String } }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum Tagged { Placed { total: u64 }, Open }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum TaggedMore { Placed { total: u64 }, Open, Shipped { how: String } }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum TaggedOther { Placed { total: u64 }, #[serde(other)] Open }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", content = "data")]
pub enum Adjacent { Placed { total: u64 }, Open }
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Either { Placed { total: u64 }, Short { by: String } }
#[derive(Serialize, Deserialize)]
pub struct Deep { pub x: u32, #[serde(flatten)] pub audit: Audit }
#[derive(Serialize, Deserialize)]
pub struct Wide { pub big: u128 }
#[derive(Serialize, Deserialize)]
pub struct Keyed { pub by_id: HashMap<u32, u32> }

//# default
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, #[serde(flatten, default)] pub a: Audit }
#[derive(Serialize, Deserialize)]
pub struct Audit { pub by: String, pub at: Option<u64> }
#[derive(Serialize, Deserialize)]
pub struct AuditMore { pub by: String, pub at: Option<u64>, pub why: u32 }
#[derive(Serialize, Deserialize)]
pub struct AuditWhy { pub by: String, pub at: Option<u64>, #[serde(default)] pub why: u32 }
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuditStrict { pub by: String, pub at: Option<u64> }
#[derive(Serialize, Deserialize)]
pub enum Kind { Placed { total: u64 }, Ping(u32), Open }
#[derive(Serialize, Deserialize)]
pub enum KindMore { Placed { total: u64 }, Ping(u32), Open, Shipped { by: String } }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum Tagged { Placed { total: u64 }, Open }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum TaggedMore { Placed { total: u64 }, Open, Shipped { how: String } }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum TaggedOther { Placed { total: u64 }, #[serde(other)] Open }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", content = "data")]
pub enum Adjacent { Placed { total: u64 }, Open }
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Either { Placed { total: u64 }, Short { by: String } }
#[derive(Serialize, Deserialize)]
pub struct Deep { pub x: u32, #[serde(flatten)] pub audit: Audit }
#[derive(Serialize, Deserialize)]
pub struct Wide { pub big: u128 }
#[derive(Serialize, Deserialize)]
pub struct Keyed { pub by_id: HashMap<u32, u32> }

//# deep
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, #[serde(flatten)] pub d: Deep }
#[derive(Serialize, Deserialize)]
pub struct Audit { pub by: String, pub at: Option<u64> }
#[derive(Serialize, Deserialize)]
pub struct AuditMore { pub by: String, pub at: Option<u64>, pub why: u32 }
#[derive(Serialize, Deserialize)]
pub struct AuditWhy { pub by: String, pub at: Option<u64>, #[serde(default)] pub why: u32 }
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuditStrict { pub by: String, pub at: Option<u64> }
#[derive(Serialize, Deserialize)]
pub enum Kind { Placed { total: u64 }, Ping(u32), Open }
#[derive(Serialize, Deserialize)]
pub enum KindMore { Placed { total: u64 }, Ping(u32), Open, Shipped { by: String } }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum Tagged { Placed { total: u64 }, Open }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum TaggedMore { Placed { total: u64 }, Open, Shipped { how: String } }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum TaggedOther { Placed { total: u64 }, #[serde(other)] Open }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", content = "data")]
pub enum Adjacent { Placed { total: u64 }, Open }
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Either { Placed { total: u64 }, Short { by: String } }
#[derive(Serialize, Deserialize)]
pub struct Deep { pub x: u32, #[serde(flatten)] pub audit: Audit }
#[derive(Serialize, Deserialize)]
pub struct Wide { pub big: u128 }
#[derive(Serialize, Deserialize)]
pub struct Keyed { pub by_id: HashMap<u32, u32> }

//# map
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, #[serde(flatten)] pub a: HashMap<String, String> }
#[derive(Serialize, Deserialize)]
pub struct Audit { pub by: String, pub at: Option<u64> }
#[derive(Serialize, Deserialize)]
pub struct AuditMore { pub by: String, pub at: Option<u64>, pub why: u32 }
#[derive(Serialize, Deserialize)]
pub struct AuditWhy { pub by: String, pub at: Option<u64>, #[serde(default)] pub why: u32 }
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuditStrict { pub by: String, pub at: Option<u64> }
#[derive(Serialize, Deserialize)]
pub enum Kind { Placed { total: u64 }, Ping(u32), Open }
#[derive(Serialize, Deserialize)]
pub enum KindMore { Placed { total: u64 }, Ping(u32), Open, Shipped { by: String } }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum Tagged { Placed { total: u64 }, Open }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum TaggedMore { Placed { total: u64 }, Open, Shipped { how: String } }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum TaggedOther { Placed { total: u64 }, #[serde(other)] Open }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", content = "data")]
pub enum Adjacent { Placed { total: u64 }, Open }
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Either { Placed { total: u64 }, Short { by: String } }
#[derive(Serialize, Deserialize)]
pub struct Deep { pub x: u32, #[serde(flatten)] pub audit: Audit }
#[derive(Serialize, Deserialize)]
pub struct Wide { pub big: u128 }
#[derive(Serialize, Deserialize)]
pub struct Keyed { pub by_id: HashMap<u32, u32> }

//# map value
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, #[serde(flatten)] pub a: HashMap<String, serde_json::Value> }
#[derive(Serialize, Deserialize)]
pub struct Audit { pub by: String, pub at: Option<u64> }
#[derive(Serialize, Deserialize)]
pub struct AuditMore { pub by: String, pub at: Option<u64>, pub why: u32 }
#[derive(Serialize, Deserialize)]
pub struct AuditWhy { pub by: String, pub at: Option<u64>, #[serde(default)] pub why: u32 }
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuditStrict { pub by: String, pub at: Option<u64> }
#[derive(Serialize, Deserialize)]
pub enum Kind { Placed { total: u64 }, Ping(u32), Open }
#[derive(Serialize, Deserialize)]
pub enum KindMore { Placed { total: u64 }, Ping(u32), Open, Shipped { by: String } }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum Tagged { Placed { total: u64 }, Open }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum TaggedMore { Placed { total: u64 }, Open, Shipped { how: String } }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum TaggedOther { Placed { total: u64 }, #[serde(other)] Open }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", content = "data")]
pub enum Adjacent { Placed { total: u64 }, Open }
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Either { Placed { total: u64 }, Short { by: String } }
#[derive(Serialize, Deserialize)]
pub struct Deep { pub x: u32, #[serde(flatten)] pub audit: Audit }
#[derive(Serialize, Deserialize)]
pub struct Wide { pub big: u128 }
#[derive(Serialize, Deserialize)]
pub struct Keyed { pub by_id: HashMap<u32, u32> }

//# map u32
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, #[serde(flatten)] pub a: HashMap<String, u32> }
#[derive(Serialize, Deserialize)]
pub struct Audit { pub by: String, pub at: Option<u64> }
#[derive(Serialize, Deserialize)]
pub struct AuditMore { pub by: String, pub at: Option<u64>, pub why: u32 }
#[derive(Serialize, Deserialize)]
pub struct AuditWhy { pub by: String, pub at: Option<u64>, #[serde(default)] pub why: u32 }
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuditStrict { pub by: String, pub at: Option<u64> }
#[derive(Serialize, Deserialize)]
pub enum Kind { Placed { total: u64 }, Ping(u32), Open }
#[derive(Serialize, Deserialize)]
pub enum KindMore { Placed { total: u64 }, Ping(u32), Open, Shipped { by: String } }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum Tagged { Placed { total: u64 }, Open }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum TaggedMore { Placed { total: u64 }, Open, Shipped { how: String } }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum TaggedOther { Placed { total: u64 }, #[serde(other)] Open }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", content = "data")]
pub enum Adjacent { Placed { total: u64 }, Open }
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Either { Placed { total: u64 }, Short { by: String } }
#[derive(Serialize, Deserialize)]
pub struct Deep { pub x: u32, #[serde(flatten)] pub audit: Audit }
#[derive(Serialize, Deserialize)]
pub struct Wide { pub big: u128 }
#[derive(Serialize, Deserialize)]
pub struct Keyed { pub by_id: HashMap<u32, u32> }

//# struct map
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, #[serde(flatten)] pub a: Audit, #[serde(flatten)] pub m: HashMap<String, serde_json::Value> }
#[derive(Serialize, Deserialize)]
pub struct Audit { pub by: String, pub at: Option<u64> }
#[derive(Serialize, Deserialize)]
pub struct AuditMore { pub by: String, pub at: Option<u64>, pub why: u32 }
#[derive(Serialize, Deserialize)]
pub struct AuditWhy { pub by: String, pub at: Option<u64>, #[serde(default)] pub why: u32 }
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuditStrict { pub by: String, pub at: Option<u64> }
#[derive(Serialize, Deserialize)]
pub enum Kind { Placed { total: u64 }, Ping(u32), Open }
#[derive(Serialize, Deserialize)]
pub enum KindMore { Placed { total: u64 }, Ping(u32), Open, Shipped { by: String } }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum Tagged { Placed { total: u64 }, Open }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum TaggedMore { Placed { total: u64 }, Open, Shipped { how: String } }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum TaggedOther { Placed { total: u64 }, #[serde(other)] Open }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", content = "data")]
pub enum Adjacent { Placed { total: u64 }, Open }
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Either { Placed { total: u64 }, Short { by: String } }
#[derive(Serialize, Deserialize)]
pub struct Deep { pub x: u32, #[serde(flatten)] pub audit: Audit }
#[derive(Serialize, Deserialize)]
pub struct Wide { pub big: u128 }
#[derive(Serialize, Deserialize)]
pub struct Keyed { pub by_id: HashMap<u32, u32> }

//# enum
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, #[serde(flatten)] pub a: Kind }
#[derive(Serialize, Deserialize)]
pub struct Audit { pub by: String, pub at: Option<u64> }
#[derive(Serialize, Deserialize)]
pub struct AuditMore { pub by: String, pub at: Option<u64>, pub why: u32 }
#[derive(Serialize, Deserialize)]
pub struct AuditWhy { pub by: String, pub at: Option<u64>, #[serde(default)] pub why: u32 }
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuditStrict { pub by: String, pub at: Option<u64> }
#[derive(Serialize, Deserialize)]
pub enum Kind { Placed { total: u64 }, Ping(u32), Open }
#[derive(Serialize, Deserialize)]
pub enum KindMore { Placed { total: u64 }, Ping(u32), Open, Shipped { by: String } }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum Tagged { Placed { total: u64 }, Open }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum TaggedMore { Placed { total: u64 }, Open, Shipped { how: String } }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum TaggedOther { Placed { total: u64 }, #[serde(other)] Open }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", content = "data")]
pub enum Adjacent { Placed { total: u64 }, Open }
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Either { Placed { total: u64 }, Short { by: String } }
#[derive(Serialize, Deserialize)]
pub struct Deep { pub x: u32, #[serde(flatten)] pub audit: Audit }
#[derive(Serialize, Deserialize)]
pub struct Wide { pub big: u128 }
#[derive(Serialize, Deserialize)]
pub struct Keyed { pub by_id: HashMap<u32, u32> }

//# enum more
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, #[serde(flatten)] pub a: KindMore }
#[derive(Serialize, Deserialize)]
pub struct Audit { pub by: String, pub at: Option<u64> }
#[derive(Serialize, Deserialize)]
pub struct AuditMore { pub by: String, pub at: Option<u64>, pub why: u32 }
#[derive(Serialize, Deserialize)]
pub struct AuditWhy { pub by: String, pub at: Option<u64>, #[serde(default)] pub why: u32 }
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuditStrict { pub by: String, pub at: Option<u64> }
#[derive(Serialize, Deserialize)]
pub enum Kind { Placed { total: u64 }, Ping(u32), Open }
#[derive(Serialize, Deserialize)]
pub enum KindMore { Placed { total: u64 }, Ping(u32), Open, Shipped { by: String } }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum Tagged { Placed { total: u64 }, Open }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum TaggedMore { Placed { total: u64 }, Open, Shipped { how: String } }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum TaggedOther { Placed { total: u64 }, #[serde(other)] Open }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", content = "data")]
pub enum Adjacent { Placed { total: u64 }, Open }
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Either { Placed { total: u64 }, Short { by: String } }
#[derive(Serialize, Deserialize)]
pub struct Deep { pub x: u32, #[serde(flatten)] pub audit: Audit }
#[derive(Serialize, Deserialize)]
pub struct Wide { pub big: u128 }
#[derive(Serialize, Deserialize)]
pub struct Keyed { pub by_id: HashMap<u32, u32> }

//# option enum
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, #[serde(flatten)] pub a: Option<Kind> }
#[derive(Serialize, Deserialize)]
pub struct Audit { pub by: String, pub at: Option<u64> }
#[derive(Serialize, Deserialize)]
pub struct AuditMore { pub by: String, pub at: Option<u64>, pub why: u32 }
#[derive(Serialize, Deserialize)]
pub struct AuditWhy { pub by: String, pub at: Option<u64>, #[serde(default)] pub why: u32 }
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuditStrict { pub by: String, pub at: Option<u64> }
#[derive(Serialize, Deserialize)]
pub enum Kind { Placed { total: u64 }, Ping(u32), Open }
#[derive(Serialize, Deserialize)]
pub enum KindMore { Placed { total: u64 }, Ping(u32), Open, Shipped { by: String } }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum Tagged { Placed { total: u64 }, Open }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum TaggedMore { Placed { total: u64 }, Open, Shipped { how: String } }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum TaggedOther { Placed { total: u64 }, #[serde(other)] Open }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", content = "data")]
pub enum Adjacent { Placed { total: u64 }, Open }
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Either { Placed { total: u64 }, Short { by: String } }
#[derive(Serialize, Deserialize)]
pub struct Deep { pub x: u32, #[serde(flatten)] pub audit: Audit }
#[derive(Serialize, Deserialize)]
pub struct Wide { pub big: u128 }
#[derive(Serialize, Deserialize)]
pub struct Keyed { pub by_id: HashMap<u32, u32> }

//# tagged
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, #[serde(flatten)] pub a: Tagged }
#[derive(Serialize, Deserialize)]
pub struct Audit { pub by: String, pub at: Option<u64> }
#[derive(Serialize, Deserialize)]
pub struct AuditMore { pub by: String, pub at: Option<u64>, pub why: u32 }
#[derive(Serialize, Deserialize)]
pub struct AuditWhy { pub by: String, pub at: Option<u64>, #[serde(default)] pub why: u32 }
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuditStrict { pub by: String, pub at: Option<u64> }
#[derive(Serialize, Deserialize)]
pub enum Kind { Placed { total: u64 }, Ping(u32), Open }
#[derive(Serialize, Deserialize)]
pub enum KindMore { Placed { total: u64 }, Ping(u32), Open, Shipped { by: String } }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum Tagged { Placed { total: u64 }, Open }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum TaggedMore { Placed { total: u64 }, Open, Shipped { how: String } }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum TaggedOther { Placed { total: u64 }, #[serde(other)] Open }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", content = "data")]
pub enum Adjacent { Placed { total: u64 }, Open }
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Either { Placed { total: u64 }, Short { by: String } }
#[derive(Serialize, Deserialize)]
pub struct Deep { pub x: u32, #[serde(flatten)] pub audit: Audit }
#[derive(Serialize, Deserialize)]
pub struct Wide { pub big: u128 }
#[derive(Serialize, Deserialize)]
pub struct Keyed { pub by_id: HashMap<u32, u32> }

//# tagged more
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, #[serde(flatten)] pub a: TaggedMore }
#[derive(Serialize, Deserialize)]
pub struct Audit { pub by: String, pub at: Option<u64> }
#[derive(Serialize, Deserialize)]
pub struct AuditMore { pub by: String, pub at: Option<u64>, pub why: u32 }
#[derive(Serialize, Deserialize)]
pub struct AuditWhy { pub by: String, pub at: Option<u64>, #[serde(default)] pub why: u32 }
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuditStrict { pub by: String, pub at: Option<u64> }
#[derive(Serialize, Deserialize)]
pub enum Kind { Placed { total: u64 }, Ping(u32), Open }
#[derive(Serialize, Deserialize)]
pub enum KindMore { Placed { total: u64 }, Ping(u32), Open, Shipped { by: String } }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum Tagged { Placed { total: u64 }, Open }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum TaggedMore { Placed { total: u64 }, Open, Shipped { how: String } }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum TaggedOther { Placed { total: u64 }, #[serde(other)] Open }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", content = "data")]
pub enum Adjacent { Placed { total: u64 }, Open }
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Either { Placed { total: u64 }, Short { by: String } }
#[derive(Serialize, Deserialize)]
pub struct Deep { pub x: u32, #[serde(flatten)] pub audit: Audit }
#[derive(Serialize, Deserialize)]
pub struct Wide { pub big: u128 }
#[derive(Serialize, Deserialize)]
pub struct Keyed { pub by_id: HashMap<u32, u32> }

//# tagged other
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, #[serde(flatten)] pub a: TaggedOther }
#[derive(Serialize, Deserialize)]
pub struct Audit { pub by: String, pub at: Option<u64> }
#[derive(Serialize, Deserialize)]
pub struct AuditMore { pub by: String, pub at: Option<u64>, pub why: u32 }
#[derive(Serialize, Deserialize)]
pub struct AuditWhy { pub by: String, pub at: Option<u64>, #[serde(default)] pub why: u32 }
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuditStrict { pub by: String, pub at: Option<u64> }
#[derive(Serialize, Deserialize)]
pub enum Kind { Placed { total: u64 }, Ping(u32), Open }
#[derive(Serialize, Deserialize)]
pub enum KindMore { Placed { total: u64 }, Ping(u32), Open, Shipped { by: String } }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum Tagged { Placed { total: u64 }, Open }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum TaggedMore { Placed { total: u64 }, Open, Shipped { how: String } }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum TaggedOther { Placed { total: u64 }, #[serde(other)] Open }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", content = "data")]
pub enum Adjacent { Placed { total: u64 }, Open }
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Either { Placed { total: u64 }, Short { by: String } }
#[derive(Serialize, Deserialize)]
pub struct Deep { pub x: u32, #[serde(flatten)] pub audit: Audit }
#[derive(Serialize, Deserialize)]
pub struct Wide { pub big: u128 }
#[derive(Serialize, Deserialize)]
pub struct Keyed { pub by_id: HashMap<u32, u32> }

//# adjacent
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, #[serde(flatten)] pub a: Adjacent }
#[derive(Serialize, Deserialize)]
pub struct Audit { pub by: String, pub at: Option<u64> }
#[derive(Serialize, Deserialize)]
pub struct AuditMore { pub by: String, pub at: Option<u64>, pub why: u32 }
#[derive(Serialize, Deserialize)]
pub struct AuditWhy { pub by: String, pub at: Option<u64>, #[serde(default)] pub why: u32 }
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuditStrict { pub by: String, pub at: Option<u64> }
#[derive(Serialize, Deserialize)]
pub enum Kind { Placed { total: u64 }, Ping(u32), Open }
#[derive(Serialize, Deserialize)]
pub enum KindMore { Placed { total: u64 }, Ping(u32), Open, Shipped { by: String } }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum Tagged { Placed { total: u64 }, Open }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum TaggedMore { Placed { total: u64 }, Open, Shipped { how: String } }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum TaggedOther { Placed { total: u64 }, #[serde(other)] Open }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", content = "data")]
pub enum Adjacent { Placed { total: u64 }, Open }
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Either { Placed { total: u64 }, Short { by: String } }
#[derive(Serialize, Deserialize)]
pub struct Deep { pub x: u32, #[serde(flatten)] pub audit: Audit }
#[derive(Serialize, Deserialize)]
pub struct Wide { pub big: u128 }
#[derive(Serialize, Deserialize)]
pub struct Keyed { pub by_id: HashMap<u32, u32> }

//# untagged
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, #[serde(flatten)] pub a: Either }
#[derive(Serialize, Deserialize)]
pub struct Audit { pub by: String, pub at: Option<u64> }
#[derive(Serialize, Deserialize)]
pub struct AuditMore { pub by: String, pub at: Option<u64>, pub why: u32 }
#[derive(Serialize, Deserialize)]
pub struct AuditWhy { pub by: String, pub at: Option<u64>, #[serde(default)] pub why: u32 }
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuditStrict { pub by: String, pub at: Option<u64> }
#[derive(Serialize, Deserialize)]
pub enum Kind { Placed { total: u64 }, Ping(u32), Open }
#[derive(Serialize, Deserialize)]
pub enum KindMore { Placed { total: u64 }, Ping(u32), Open, Shipped { by: String } }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum Tagged { Placed { total: u64 }, Open }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum TaggedMore { Placed { total: u64 }, Open, Shipped { how: String } }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum TaggedOther { Placed { total: u64 }, #[serde(other)] Open }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", content = "data")]
pub enum Adjacent { Placed { total: u64 }, Open }
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Either { Placed { total: u64 }, Short { by: String } }
#[derive(Serialize, Deserialize)]
pub struct Deep { pub x: u32, #[serde(flatten)] pub audit: Audit }
#[derive(Serialize, Deserialize)]
pub struct Wide { pub big: u128 }
#[derive(Serialize, Deserialize)]
pub struct Keyed { pub by_id: HashMap<u32, u32> }

//# big
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, #[serde(flatten)] pub a: Wide }
#[derive(Serialize, Deserialize)]
pub struct Audit { pub by: String, pub at: Option<u64> }
#[derive(Serialize, Deserialize)]
pub struct AuditMore { pub by: String, pub at: Option<u64>, pub why: u32 }
#[derive(Serialize, Deserialize)]
pub struct AuditWhy { pub by: String, pub at: Option<u64>, #[serde(default)] pub why: u32 }
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuditStrict { pub by: String, pub at: Option<u64> }
#[derive(Serialize, Deserialize)]
pub enum Kind { Placed { total: u64 }, Ping(u32), Open }
#[derive(Serialize, Deserialize)]
pub enum KindMore { Placed { total: u64 }, Ping(u32), Open, Shipped { by: String } }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum Tagged { Placed { total: u64 }, Open }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum TaggedMore { Placed { total: u64 }, Open, Shipped { how: String } }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum TaggedOther { Placed { total: u64 }, #[serde(other)] Open }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", content = "data")]
pub enum Adjacent { Placed { total: u64 }, Open }
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Either { Placed { total: u64 }, Short { by: String } }
#[derive(Serialize, Deserialize)]
pub struct Deep { pub x: u32, #[serde(flatten)] pub audit: Audit }
#[derive(Serialize, Deserialize)]
pub struct Wide { pub big: u128 }
#[derive(Serialize, Deserialize)]
pub struct Keyed { pub by_id: HashMap<u32, u32> }

//# keyed
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, #[serde(flatten)] pub a: Keyed }
#[derive(Serialize, Deserialize)]
pub struct Audit { pub by: String, pub at: Option<u64> }
#[derive(Serialize, Deserialize)]
pub struct AuditMore { pub by: String, pub at: Option<u64>, pub why: u32 }
#[derive(Serialize, Deserialize)]
pub struct AuditWhy { pub by: String, pub at: Option<u64>, #[serde(default)] pub why: u32 }
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuditStrict { pub by: String, pub at: Option<u64> }
#[derive(Serialize, Deserialize)]
pub enum Kind { Placed { total: u64 }, Ping(u32), Open }
#[derive(Serialize, Deserialize)]
pub enum KindMore { Placed { total: u64 }, Ping(u32), Open, Shipped { by: String } }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum Tagged { Placed { total: u64 }, Open }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum TaggedMore { Placed { total: u64 }, Open, Shipped { how: String } }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum TaggedOther { Placed { total: u64 }, #[serde(other)] Open }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", content = "data")]
pub enum Adjacent { Placed { total: u64 }, Open }
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Either { Placed { total: u64 }, Short { by: String } }
#[derive(Serialize, Deserialize)]
pub struct Deep { pub x: u32, #[serde(flatten)] pub audit: Audit }
#[derive(Serialize, Deserialize)]
pub struct Wide { pub big: u128 }
#[derive(Serialize, Deserialize)]
pub struct Keyed { pub by_id: HashMap<u32, u32> }

//# value
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, #[serde(flatten)] pub a: serde_json::Value }
#[derive(Serialize, Deserialize)]
pub struct Audit { pub by: String, pub at: Option<u64> }
#[derive(Serialize, Deserialize)]
pub struct AuditMore { pub by: String, pub at: Option<u64>, pub why: u32 }
#[derive(Serialize, Deserialize)]
pub struct AuditWhy { pub by: String, pub at: Option<u64>, #[serde(default)] pub why: u32 }
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuditStrict { pub by: String, pub at: Option<u64> }
#[derive(Serialize, Deserialize)]
pub enum Kind { Placed { total: u64 }, Ping(u32), Open }
#[derive(Serialize, Deserialize)]
pub enum KindMore { Placed { total: u64 }, Ping(u32), Open, Shipped { by: String } }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum Tagged { Placed { total: u64 }, Open }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum TaggedMore { Placed { total: u64 }, Open, Shipped { how: String } }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum TaggedOther { Placed { total: u64 }, #[serde(other)] Open }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", content = "data")]
pub enum Adjacent { Placed { total: u64 }, Open }
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Either { Placed { total: u64 }, Short { by: String } }
#[derive(Serialize, Deserialize)]
pub struct Deep { pub x: u32, #[serde(flatten)] pub audit: Audit }
#[derive(Serialize, Deserialize)]
pub struct Wide { pub big: u128 }
#[derive(Serialize, Deserialize)]
pub struct Keyed { pub by_id: HashMap<u32, u32> }

//# unit
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, #[serde(flatten)] pub a: () }
#[derive(Serialize, Deserialize)]
pub struct Audit { pub by: String, pub at: Option<u64> }
#[derive(Serialize, Deserialize)]
pub struct AuditMore { pub by: String, pub at: Option<u64>, pub why: u32 }
#[derive(Serialize, Deserialize)]
pub struct AuditWhy { pub by: String, pub at: Option<u64>, #[serde(default)] pub why: u32 }
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuditStrict { pub by: String, pub at: Option<u64> }
#[derive(Serialize, Deserialize)]
pub enum Kind { Placed { total: u64 }, Ping(u32), Open }
#[derive(Serialize, Deserialize)]
pub enum KindMore { Placed { total: u64 }, Ping(u32), Open, Shipped { by: String } }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum Tagged { Placed { total: u64 }, Open }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum TaggedMore { Placed { total: u64 }, Open, Shipped { how: String } }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum TaggedOther { Placed { total: u64 }, #[serde(other)] Open }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", content = "data")]
pub enum Adjacent { Placed { total: u64 }, Open }
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Either { Placed { total: u64 }, Short { by: String } }
#[derive(Serialize, Deserialize)]
pub struct Deep { pub x: u32, #[serde(flatten)] pub audit: Audit }
#[derive(Serialize, Deserialize)]
pub struct Wide { pub big: u128 }
#[derive(Serialize, Deserialize)]
pub struct Keyed { pub by_id: HashMap<u32, u32> }

//# two
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, #[serde(flatten)] pub a: Audit, #[serde(flatten)] pub k: Kind }
#[derive(Serialize, Deserialize)]
pub struct Audit { pub by: String, pub at: Option<u64> }
#[derive(Serialize, Deserialize)]
pub struct AuditMore { pub by: String, pub at: Option<u64>, pub why: u32 }
#[derive(Serialize, Deserialize)]
pub struct AuditWhy { pub by: String, pub at: Option<u64>, #[serde(default)] pub why: u32 }
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuditStrict { pub by: String, pub at: Option<u64> }
#[derive(Serialize, Deserialize)]
pub enum Kind { Placed { total: u64 }, Ping(u32), Open }
#[derive(Serialize, Deserialize)]
pub enum KindMore { Placed { total: u64 }, Ping(u32), Open, Shipped { by: String } }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum Tagged { Placed { total: u64 }, Open }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum TaggedMore { Placed { total: u64 }, Open, Shipped { how: String } }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum TaggedOther { Placed { total: u64 }, #[serde(other)] Open }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", content = "data")]
pub enum Adjacent { Placed { total: u64 }, Open }
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Either { Placed { total: u64 }, Short { by: String } }
#[derive(Serialize, Deserialize)]
pub struct Deep { pub x: u32, #[serde(flatten)] pub audit: Audit }
#[derive(Serialize, Deserialize)]
pub struct Wide { pub big: u128 }
#[derive(Serialize, Deserialize)]
pub struct Keyed { pub by_id: HashMap<u32, u32> }

//# inline all
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, pub by: String, pub at: Option<u64>, pub why: u32 }
#[derive(Serialize, Deserialize)]
pub struct Audit { pub by: String, pub at: Option<u64> }
#[derive(Serialize, Deserialize)]
pub struct AuditMore { pub by: String, pub at: Option<u64>, pub why: u32 }
#[derive(Serialize, Deserialize)]
pub struct AuditWhy { pub by: String, pub at: Option<u64>, #[serde(default)] pub why: u32 }
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuditStrict { pub by: String, pub at: Option<u64> }
#[derive(Serialize, Deserialize)]
pub enum Kind { Placed { total: u64 }, Ping(u32), Open }
#[derive(Serialize, Deserialize)]
pub enum KindMore { Placed { total: u64 }, Ping(u32), Open, Shipped { by: String } }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum Tagged { Placed { total: u64 }, Open }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum TaggedMore { Placed { total: u64 }, Open, Shipped { how: String } }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum TaggedOther { Placed { total: u64 }, #[serde(other)] Open }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", content = "data")]
pub enum Adjacent { Placed { total: u64 }, Open }
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Either { Placed { total: u64 }, Short { by: String } }
#[derive(Serialize, Deserialize)]
pub struct Deep { pub x: u32, #[serde(flatten)] pub audit: Audit }
#[derive(Serialize, Deserialize)]
pub struct Wide { pub big: u128 }
#[derive(Serialize, Deserialize)]
pub struct Keyed { pub by_id: HashMap<u32, u32> }

//# required by
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, pub by: String }
#[derive(Serialize, Deserialize)]
pub struct Audit { pub by: String, pub at: Option<u64> }
#[derive(Serialize, Deserialize)]
pub struct AuditMore { pub by: String, pub at: Option<u64>, pub why: u32 }
#[derive(Serialize, Deserialize)]
pub struct AuditWhy { pub by: String, pub at: Option<u64>, #[serde(default)] pub why: u32 }
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuditStrict { pub by: String, pub at: Option<u64> }
#[derive(Serialize, Deserialize)]
pub enum Kind { Placed { total: u64 }, Ping(u32), Open }
#[derive(Serialize, Deserialize)]
pub enum KindMore { Placed { total: u64 }, Ping(u32), Open, Shipped { by: String } }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum Tagged { Placed { total: u64 }, Open }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum TaggedMore { Placed { total: u64 }, Open, Shipped { how: String } }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum TaggedOther { Placed { total: u64 }, #[serde(other)] Open }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", content = "data")]
pub enum Adjacent { Placed { total: u64 }, Open }
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Either { Placed { total: u64 }, Short { by: String } }
#[derive(Serialize, Deserialize)]
pub struct Deep { pub x: u32, #[serde(flatten)] pub audit: Audit }
#[derive(Serialize, Deserialize)]
pub struct Wide { pub big: u128 }
#[derive(Serialize, Deserialize)]
pub struct Keyed { pub by_id: HashMap<u32, u32> }

//# number by
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, pub by: u64 }
#[derive(Serialize, Deserialize)]
pub struct Audit { pub by: String, pub at: Option<u64> }
#[derive(Serialize, Deserialize)]
pub struct AuditMore { pub by: String, pub at: Option<u64>, pub why: u32 }
#[derive(Serialize, Deserialize)]
pub struct AuditWhy { pub by: String, pub at: Option<u64>, #[serde(default)] pub why: u32 }
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuditStrict { pub by: String, pub at: Option<u64> }
#[derive(Serialize, Deserialize)]
pub enum Kind { Placed { total: u64 }, Ping(u32), Open }
#[derive(Serialize, Deserialize)]
pub enum KindMore { Placed { total: u64 }, Ping(u32), Open, Shipped { by: String } }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum Tagged { Placed { total: u64 }, Open }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum TaggedMore { Placed { total: u64 }, Open, Shipped { how: String } }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum TaggedOther { Placed { total: u64 }, #[serde(other)] Open }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", content = "data")]
pub enum Adjacent { Placed { total: u64 }, Open }
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Either { Placed { total: u64 }, Short { by: String } }
#[derive(Serialize, Deserialize)]
pub struct Deep { pub x: u32, #[serde(flatten)] pub audit: Audit }
#[derive(Serialize, Deserialize)]
pub struct Wide { pub big: u128 }
#[derive(Serialize, Deserialize)]
pub struct Keyed { pub by_id: HashMap<u32, u32> }

//# skip
#[derive(Serialize, Deserialize)]
pub struct Msg { pub id: u64, pub at: Option<u64> }
#[derive(Serialize, Deserialize)]
pub struct Audit { pub by: String, pub at: Option<u64> }
#[derive(Serialize, Deserialize)]
pub struct AuditMore { pub by: String, pub at: Option<u64>, pub why: u32 }
#[derive(Serialize, Deserialize)]
pub struct AuditWhy { pub by: String, pub at: Option<u64>, #[serde(default)] pub why: u32 }
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuditStrict { pub by: String, pub at: Option<u64> }
#[derive(Serialize, Deserialize)]
pub enum Kind { Placed { total: u64 }, Ping(u32), Open }
#[derive(Serialize, Deserialize)]
pub enum KindMore { Placed { total: u64 }, Ping(u32), Open, Shipped { by: String } }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum Tagged { Placed { total: u64 }, Open }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum TaggedMore { Placed { total: u64 }, Open, Shipped { how: String } }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum TaggedOther { Placed { total: u64 }, #[serde(other)] Open }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", content = "data")]
pub enum Adjacent { Placed { total: u64 }, Open }
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Either { Placed { total: u64 }, Short { by: String } }
#[derive(Serialize, Deserialize)]
pub struct Deep { pub x: u32, #[serde(flatten)] pub audit: Audit }
#[derive(Serialize, Deserialize)]
pub struct Wide { pub big: u128 }
#[derive(Serialize, Deserialize)]
pub struct Keyed { pub by_id: HashMap<u32, u32> }

//# deny struct
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Msg { pub id: u64, #[serde(flatten)] pub a: Audit }
#[derive(Serialize, Deserialize)]
pub struct Audit { pub by: String, pub at: Option<u64> }
#[derive(Serialize, Deserialize)]
pub struct AuditMore { pub by: String, pub at: Option<u64>, pub why: u32 }
#[derive(Serialize, Deserialize)]
pub struct AuditWhy { pub by: String, pub at: Option<u64>, #[serde(default)] pub why: u32 }
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuditStrict { pub by: String, pub at: Option<u64> }
#[derive(Serialize, Deserialize)]
pub enum Kind { Placed { total: u64 }, Ping(u32), Open }
#[derive(Serialize, Deserialize)]
pub enum KindMore { Placed { total: u64 }, Ping(u32), Open, Shipped { by: String } }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum Tagged { Placed { total: u64 }, Open }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum TaggedMore { Placed { total: u64 }, Open, Shipped { how: String } }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum TaggedOther { Placed { total: u64 }, #[serde(other)] Open }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", content = "data")]
pub enum Adjacent { Placed { total: u64 }, Open }
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Either { Placed { total: u64 }, Short { by: String } }
#[derive(Serialize, Deserialize)]
pub struct Deep { pub x: u32, #[serde(flatten)] pub audit: Audit }
#[derive(Serialize, Deserialize)]
pub struct Wide { pub big: u128 }
#[derive(Serialize, Deserialize)]
pub struct Keyed { pub by_id: HashMap<u32, u32> }

//# deny plain
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Msg { pub id: u64 }
#[derive(Serialize, Deserialize)]
pub struct Audit { pub by: String, pub at: Option<u64> }
#[derive(Serialize, Deserialize)]
pub struct AuditMore { pub by: String, pub at: Option<u64>, pub why: u32 }
#[derive(Serialize, Deserialize)]
pub struct AuditWhy { pub by: String, pub at: Option<u64>, #[serde(default)] pub why: u32 }
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuditStrict { pub by: String, pub at: Option<u64> }
#[derive(Serialize, Deserialize)]
pub enum Kind { Placed { total: u64 }, Ping(u32), Open }
#[derive(Serialize, Deserialize)]
pub enum KindMore { Placed { total: u64 }, Ping(u32), Open, Shipped { by: String } }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum Tagged { Placed { total: u64 }, Open }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum TaggedMore { Placed { total: u64 }, Open, Shipped { how: String } }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum TaggedOther { Placed { total: u64 }, #[serde(other)] Open }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", content = "data")]
pub enum Adjacent { Placed { total: u64 }, Open }
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Either { Placed { total: u64 }, Short { by: String } }
#[derive(Serialize, Deserialize)]
pub struct Deep { pub x: u32, #[serde(flatten)] pub audit: Audit }
#[derive(Serialize, Deserialize)]
pub struct Wide { pub big: u128 }
#[derive(Serialize, Deserialize)]
pub struct Keyed { pub by_id: HashMap<u32, u32> }

//# rename all
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub struct Msg { #[serde(rename = "id")] pub id: u64, #[serde(flatten)] pub a: Audit }
#[derive(Serialize, Deserialize)]
pub struct Audit { pub by: String, pub at: Option<u64> }
#[derive(Serialize, Deserialize)]
pub struct AuditMore { pub by: String, pub at: Option<u64>, pub why: u32 }
#[derive(Serialize, Deserialize)]
pub struct AuditWhy { pub by: String, pub at: Option<u64>, #[serde(default)] pub why: u32 }
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuditStrict { pub by: String, pub at: Option<u64> }
#[derive(Serialize, Deserialize)]
pub enum Kind { Placed { total: u64 }, Ping(u32), Open }
#[derive(Serialize, Deserialize)]
pub enum KindMore { Placed { total: u64 }, Ping(u32), Open, Shipped { by: String } }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum Tagged { Placed { total: u64 }, Open }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum TaggedMore { Placed { total: u64 }, Open, Shipped { how: String } }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum TaggedOther { Placed { total: u64 }, #[serde(other)] Open }
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", content = "data")]
pub enum Adjacent { Placed { total: u64 }, Open }
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Either { Placed { total: u64 }, Short { by: String } }
#[derive(Serialize, Deserialize)]
pub struct Deep { pub x: u32, #[serde(flatten)] pub audit: Audit }
#[derive(Serialize, Deserialize)]
pub struct Wide { pub big: u128 }
#[derive(Serialize, Deserialize)]
pub struct Keyed { pub by_id: HashMap<u32, u32> }

