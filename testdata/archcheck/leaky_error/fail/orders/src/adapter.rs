//! What stands behind the ports.

use crate::port;

pub struct Nats;

/// What goes wrong before there is anything behind a port.
pub fn connect() -> Result<Nats, async_nats::Error> {
    Ok(Nats)
}

impl port::Publish for Nats {
    type Error = async_nats::Error;
    //           ^^^^^^^^^^^^^^^^^ leaky_error: an implementation of `orders::port::Publish` names the error `async_nats::Error`

    fn publish(&self) -> Result<(), async_nats::Error> {
        Ok(())
    }
}
