//! Orders over a bus.

/// A bus.
#[derive(Debug, Default)]
pub struct Bus {
    sent: Vec<String>,
}

impl Bus {
    /// Sends a message.
    pub fn send(&mut self, message: &str) {
        self.sent.push(message.to_owned());
    }
}
