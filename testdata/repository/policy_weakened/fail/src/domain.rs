// govern: allow(unwrap_in_production) reason="the text is a number: a test says so"
pub fn limit() -> u32 { "7".parse().unwrap() }
// govern: allow(unwrap_in_production) reason="so is this"
// <- policy_weakened: a waiver is new since `base`
pub fn other() -> u32 { "8".parse().unwrap() }
