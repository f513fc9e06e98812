//! What orders need from outside.

pub trait Publish {
    type Error;

    fn publish(&self) -> Result<(), Self::Error>;
}

pub enum PublishError {
    Nats(async_nats::Error),
    //   ^^^^^^^^^^^^^^^^^ leaky_error: the type `orders::port::PublishError` names the error `async_nats::Error`
    Io(std::io::Error),
}
