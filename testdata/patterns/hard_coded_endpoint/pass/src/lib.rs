//! Orders on the bus, as "nats://bus.acme.io:4222" in a comment.

pub mod config {
    /// Where the bus is, unless somebody says otherwise.
    pub const BUS: &str = "nats://bus.acme.io:4222";
}

/// A namespace, a page, an example, this machine, a partner that always is there.
pub const NAMES: [&str; 5] = [
    "http://www.w3.org/2000/svg",
    "https://docs.rs/serde",
    "https://orders.example.com/v1",
    "nats://localhost:4222",
    "https://rates.bank.eu/daily",
];

/// What a token is for; nobody calls it.
pub const SCOPES: [&str; 2] = [
    "https://www.googleapis.com/auth/cloud-platform",
    "https://acme.io/auth/orders.read",
];

pub fn of(host: &str) -> String {
    let hint = "see https://wiki.acme.io/bus for more";
    format!("nats://{host}:4222 {hint}")
}

#[cfg(test)]
mod tests {
    #[test]
    fn hosts_are_filled_in() {
        assert!(super::of("bus.acme.io").starts_with("nats://bus.acme.io:4222"));
        assert_ne!(super::of("a"), "nats://bus.acme.io:4222");
    }
}
