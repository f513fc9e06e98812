//! Texts with gaps.

pub fn load(name: &str) -> String {
    disk::read(name)
}

mod disk {
    pub fn read(name: &str) -> String {
        std::fs::read_to_string(name).unwrap_or_default()
    }
}
