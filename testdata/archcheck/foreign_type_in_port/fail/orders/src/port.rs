//! What orders need from outside.

use crate::shared::bus;

pub trait Publish {
    fn publish(&self, subject: &str) -> Result<Vec<bus::Message>, String>;
//                                                 ^^^^^^^^^^^^ foreign_type_in_port: the port `orders::port::Publish` names `async_nats::Message`
    fn connection(&self) -> impl Iterator<Item = Link>;
}

pub struct Event(pub std::time::Duration);

pub type Link = Option<bus::Client>;
//       ^^^^ foreign_type_in_port: `orders::port::Link`, which the ports show, stands for `async_nats::Client` of an external crate
