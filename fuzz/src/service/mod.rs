//! Readers of the order service, by the names of their targets.

mod desk;
mod wire;

/// The name of a target, and what it does with an input: it panics if what must hold does not.
pub(crate) type Target = (&'static str, fn(&[u8]));

/// All of them.
pub(crate) static TARGETS: &[Target] = &[
    ("orders_json", wire::json),
    ("orders_msgpack", wire::msgpack),
    ("orders_cbor", wire::cbor),
    ("orders_events", wire::events),
    ("orders_records", wire::records),
    ("orders_documents", wire::documents),
    ("orders_names", wire::names),
    ("orders_keys", desk::keys),
    ("orders_token", desk::token),
    ("orders_request", desk::request),
    ("orders_line", desk::line),
    ("orders_guest", desk::guest),
];
