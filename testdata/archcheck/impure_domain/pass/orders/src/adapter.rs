//! What may do anything.

pub fn load() -> Vec<u8> {
    std::fs::read("orders").unwrap_or_default()
}

pub struct Terminal;

impl crate::port::Console for Terminal {
    fn write(&self, line: &str) -> std::io::Result<()> {
        let _ = line;
        Ok(())
    }
}
