//! Protocol buffers: messages, enums and services, by what of them has to stay: the wire, JSON, or generated code.

mod compare;
mod model;

pub(super) use compare::compare;
