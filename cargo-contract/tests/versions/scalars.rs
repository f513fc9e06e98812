//@ formats: json postcard bincode1 bincode2 rmp rmp-named
//# for T in bool | u8 | u16 | u32 | u64 | u128 | i8 | i16 | i32 | i64 | i128 | usize | f32 | f64 | char | String | () | Option<u32> | Option<String> | Vec<u8> | Vec<u32> | [u8; 3] | (u8, u8) | HashMap<String, u32> | std::num::NonZeroU32
#[derive(Serialize, Deserialize)]
pub struct Msg {
    pub id: u32,
    pub v: {T},
    pub end: u8,
}
