//! A real NATS server per test, and clocks and ids that a test controls.
