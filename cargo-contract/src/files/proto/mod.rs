//! Protocol buffers: messages, enums and services, by what of them has to stay: the wire, JSON, or generated code.

mod collect;
mod compare;
mod defaults;
mod edition;
mod features;
mod fields;
mod model;
mod sample;
#[cfg(test)]
mod tests;
mod witness;

pub(super) use compare::compare;
