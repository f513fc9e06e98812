//! Orders as they come over the wire.

pub struct Order {
    pub lines: u8,
}

#[derive(Debug)]
pub struct Refused;

impl TryFrom<&[u8]> for Order {
    type Error = Refused;

    fn try_from(frame: &[u8]) -> Result<Self, Refused> {
        Self::check(frame)?;
        Ok(Order {
            lines: trailer(frame),
        })
    }
}

impl Order {
    fn check(frame: &[u8]) -> Result<(), Refused> {
        match frame.len() {
            0 => Err(Refused),
            256.. => panic!("too long"),
//                   ^^^^^ panic_in_decoder: decoding may panic: `orders::Order::try_from` comes to `panic!`
            _ => Ok(()),
        }
    }
}

fn trailer(frame: &[u8]) -> u8 {
    *frame.last().expect("a frame has a trailer")
//                ^^^^^^ panic_in_decoder: decoding may panic: `orders::Order::try_from` comes to `expect`
}

pub fn decode_name(frame: &str) -> &str {
    &frame[1..]
//        ^^^^^ panic_in_decoder: decoding may panic: `orders::decode_name` comes to an access by index
}
