//! The order desk.

/// Where orders go: `nats://orders:<password>@bus:4222`.
pub const BUS: &str = "nats://orders:${ORDERS_PASSWORD}@bus:4222";

/// What an order is recognised by.
pub const TOKEN: &str = "7f1c2a90-3b5d-4e8f-9a6b-0c1d2e3f4a5b";

/// Whose orders are taken: the public half of a key.
pub const ORDERS_TOKEN: &str = "UAP72E6QHKVKZZZUVS4HVPN6DZWRXJG3GBHMNEEMJB5AYYAH35SXBNCD";

/// The token that everybody shows.
pub const EXAMPLE: &str = "eyJhbGciOiAiSFMyNTYiLCAidHlwIjogIkpXVCJ9.eyJzdWIiOiAiMTIzNDU2Nzg5MCIsICJuYW1lIjogIkpvaG4gRG9lIn0.8chHMNN0k5jSfD0ZUE2SFd4YDQiGNMPzQKmMwlsVPEw";
