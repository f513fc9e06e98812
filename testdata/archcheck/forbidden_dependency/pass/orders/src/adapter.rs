//! The broker.

use nats::{Client, jetstream::Context};

pub fn connect() -> (Client, Context) {
    println!("connected");
    tokio::spawn();
    (Client, Context)
}
