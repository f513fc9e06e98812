//! What the shop needs.

pub trait Audit {
    fn write(&self, line: &str);
}
