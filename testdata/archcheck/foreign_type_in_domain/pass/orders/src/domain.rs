//! Orders and where they come from.

pub struct Order {
    pub from: Option<Link>,
    #[allow(dead_code, reason = "nobody reads it yet")]
    inner: async_nats::Message,
}

impl Order {
    pub fn reply(&self, _to: &Link) {
        let _: Option<async_nats::Message> = None;
    }
}

pub struct Link(pub String);
