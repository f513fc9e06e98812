// govern: allow(unwrap_in_production) reason="the text is a number: a test says so"
pub fn limit() -> u32 { "7".parse().unwrap() }
