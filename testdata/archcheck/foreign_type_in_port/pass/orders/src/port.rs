//! What orders need from outside.

pub trait Publish {
    fn publish(&self, subject: &str) -> Result<Vec<Event>, String>;
    fn connection(&self) -> impl Iterator<Item = Event>;
}

pub struct Event(pub std::time::Duration);
