//! Orders.

#[cfg(not(target_family = "wasm"))]
//        ^^^^^^^^^^^^^^^^^^^^^^ cfg_in_core: the core is the same everywhere, but `orders::domain` depends on the platform: `target_family = "wasm"`
pub const LARGEST: usize = 100;

pub struct Order {
    #[cfg(any(windows, feature = "fast"))]
    //        ^^^^^^^ cfg_in_core: `windows`
    pub id: u64,
    #[cfg(feature = "host")]
    //    ^^^^^^^^^^^^^^^^ cfg_in_core: depends on a feature that is not its own
    pub name: String,
}

pub fn limit() -> usize {
    if cfg!(target_pointer_width = "16") { 10 } else { 100 }
    // ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ cfg_in_core: `target_pointer_width = "16"`
}
