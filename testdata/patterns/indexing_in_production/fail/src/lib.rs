//! Frames.

pub fn checksum(frame: &[u8], length: usize) -> u8 {
    frame[length]
//       ^^^^^^^^ indexing_in_production: access by an index in production code
}

pub fn body(frame: &str) -> String {
    format!("<{}>", &frame[1..])
//                        ^^^^^ indexing_in_production: access by a range in production code
}
