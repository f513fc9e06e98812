//! What stands behind the ports.

use crate::port;

pub struct Nats(pub async_nats::Client);

impl port::Publish for Nats {
    fn publish(&self, _subject: &str) -> Result<Vec<port::Event>, String> {
        Ok(Vec::new())
    }

    fn connection(&self) -> impl Iterator<Item = port::Event> {
        std::iter::empty()
    }
}
