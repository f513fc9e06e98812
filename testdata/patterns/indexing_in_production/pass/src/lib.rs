//! Frames.

pub fn checksum(frame: &[u8], length: usize) -> Option<u8> {
    frame.get(length).copied()
}

pub fn both(pair: [u8; 2]) -> u8 {
    let list = [1, 2];
    pair[0] + vec![pair[1]].len() as u8 + list[..].len() as u8
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_frame_has_a_checksum() {
        let frame = [1, 2];
        let last = frame.len() - 1;
        assert_eq!(super::checksum(&frame, last), Some(frame[last]));
    }
}
