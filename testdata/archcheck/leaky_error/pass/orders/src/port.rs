//! What orders need from outside.

pub trait Publish {
    type Error;

    fn publish(&self) -> Result<(), Self::Error>;
}

pub enum PublishError {
    Unavailable { reason: String },
    Io(std::io::Error),
}
