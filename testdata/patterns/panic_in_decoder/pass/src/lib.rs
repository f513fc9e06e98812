//! Orders as they come over the wire.

pub struct Order {
    pub lines: u8,
}

#[derive(Debug)]
pub struct Refused;

impl TryFrom<&[u8]> for Order {
    type Error = Refused;

    fn try_from(frame: &[u8]) -> Result<Self, Refused> {
        Ok(Order {
            lines: trailer(frame).ok_or(Refused)?,
        })
    }
}

impl TryFrom<u8> for Order {
    type Error = Refused;

    fn try_from(lines: u8) -> Result<Self, Refused> {
        Ok(Order {
            lines: lines.checked_sub(1).expect("somebody counted them"),
        })
    }
}

impl Order {
    /// What nobody decodes may panic.
    pub fn double(&self) -> u8 {
        self.lines.checked_mul(2).expect("orders are short")
    }
}

fn trailer(frame: &[u8]) -> Option<u8> {
    frame.last().copied()
}

pub fn decode_name(frame: &str) -> Option<&str> {
    frame.get(1..)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_is_an_order() {
        let order = Order::try_from(&[7][..]).expect("it has a trailer");
        assert_eq!(order.double(), 14);
    }
}
