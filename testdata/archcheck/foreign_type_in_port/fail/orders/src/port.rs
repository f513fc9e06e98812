//! What orders need from outside.

use crate::shared::bus;

pub trait Publish {
    fn publish(&self, subject: &str) -> Result<Vec<bus::Message>, String>;
//                                                 ^^^^^^^^^^^^ foreign_type_in_port: the port `orders::port::Publish` names `async_nats::Message`
    fn connection(&self) -> impl Iterator<Item = Link>;
//                                               ^^^^ foreign_type_in_port: the port `orders::port::Publish` names `async_nats::Client`
}

pub struct Event(pub std::time::Duration);

pub type Link = Option<bus::Client>;
