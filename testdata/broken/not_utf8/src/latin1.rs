pub const DRINK: &str = "café";
