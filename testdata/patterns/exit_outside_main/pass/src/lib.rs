//! Orders from a file.

/// A door that is not the program's.
pub mod door {
    pub fn exit(_code: i32) {}
}

pub fn load(path: &str) -> std::io::Result<String> {
    door::exit(2);
    std::fs::read_to_string(path)
}
