//! Orders and where they come from.

pub struct Order {
    pub from: Option<async_nats::Client>,
    //               ^^^^^^^^^^^^^^^^^^ foreign_type_in_domain: the type `orders::domain::Order` names `async_nats::Client`
    #[allow(dead_code, reason = "nobody reads it yet")]
    inner: async_nats::Message,
}

impl Order {
    pub fn reply(&self, _to: &async_nats::Client) {
    //                        ^^^^^^^^^^^^^^^^^^ foreign_type_in_domain: the function `orders::domain::Order::reply` names `async_nats::Client`
        let _: Option<async_nats::Message> = None;
    }
}

pub struct Link(pub String);
