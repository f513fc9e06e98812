//! Texts with gaps.

pub fn fill(text: &str) -> String {
    text.replace("{}", "")
}
