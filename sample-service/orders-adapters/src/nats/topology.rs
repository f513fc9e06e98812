//! Streams, buckets and consumers: their names and settings in one place.

use std::time::Duration;

use async_nats::jetstream::consumer::{AckPolicy, DeliverPolicy, pull};
use async_nats::jetstream::stream::{self, DiscardPolicy, StorageType};
use orders::domain::{Id, Kind, Scoped};
use orders_wire::WireError;
use orders_wire::v1::{self, tenant};

/// The bucket of histories.
pub(super) const ORDERS_BUCKET: &str = "orders_v1";
/// The bucket of boards.
pub(super) const BOARDS_BUCKET: &str = "order_boards_v1";
/// The consumer that reads which histories changed.
pub(super) const RELAY: &str = "relay";
/// The stream of events.
const EVENTS_STREAM: &str = "ORDERS_V1";
/// How long the stream knows the ids of its events. A relay must be up again by then.
const DEDUP_WINDOW: Duration = Duration::from_secs(10 * 60);

/// Under which key a thing is kept: `o-1` for the tenant `main`, `acme.o-1` for `acme`. No id has a dot.
pub(super) fn key<K: Kind>(thing: &Scoped<Id<K>>) -> String {
    match tenant::to_wire(&thing.tenant) {
        None => thing.id.to_string(),
        Some(tenant) => format!("{tenant}.{}", thing.id),
    }
}

/// What is kept under the key.
pub(super) fn read_key<K: Kind>(key: &str) -> Result<Scoped<Id<K>>, WireError> {
    let (tenant, id) = match key.split_once('.') {
        Some((tenant, id)) => (Some(tenant), id),
        None => (None, key),
    };
    Ok(Scoped::new(tenant::from_wire(tenant)?, Id::parse(id)?))
}

/// The stream that keeps every event for good.
pub(super) fn events() -> stream::Config {
    stream::Config {
        name: EVENTS_STREAM.to_owned(),
        subjects: [v1::subject::EVENTS, v1::subject::TENANT_EVENTS]
            .concat()
            .into_iter()
            .map(str::to_owned)
            .collect(),
        storage: StorageType::File,
        duplicate_window: DEDUP_WINDOW,
        deny_delete: true,
        ..stream::Config::default()
    }
}

/// A bucket is a stream with one message for each key. Made as such it works on servers of any age.
pub(super) fn bucket(name: &str) -> stream::Config {
    stream::Config {
        name: format!("KV_{name}"),
        subjects: vec![format!("{}>", bucket_prefix(name))],
        max_messages_per_subject: 1,
        storage: StorageType::File,
        discard: DiscardPolicy::New,
        allow_rollup: true,
        allow_direct: true,
        deny_delete: true,
        ..stream::Config::default()
    }
}

/// What stands before the key in the subjects of a bucket.
pub(super) fn bucket_prefix(name: &str) -> String {
    format!("$KV.{name}.")
}

/// A reader that remembers where it was and gets again what it did not acknowledge.
pub(super) fn reader(name: &str, ack_wait: Duration) -> pull::Config {
    pull::Config {
        durable_name: Some(name.to_owned()),
        deliver_policy: DeliverPolicy::All,
        ack_policy: AckPolicy::Explicit,
        ack_wait,
        ..pull::Config::default()
    }
}
