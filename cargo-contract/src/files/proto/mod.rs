//! Protocol buffers: messages, enums and services, by what of them has to stay: the wire, JSON, or generated code.

mod compare;
mod model;
#[cfg(test)]
mod tests;

pub(super) use compare::compare;
