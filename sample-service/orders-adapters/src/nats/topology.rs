//! Streams, buckets and consumers: their names, and their settings as the file says them.

use async_nats::jetstream::consumer::pull;
use async_nats::jetstream::stream;

use orders::domain::{Id, Kind, Scoped};
use orders_wire::WireError;
use orders_wire::v1::tenant;

use super::error::ConnectError;
use super::streams::Streams;

/// The bucket of histories.
pub(super) const ORDERS_BUCKET: &str = "orders_v1";
/// The bucket of stock.
pub(super) const STOCK_BUCKET: &str = "stock_v1";
/// The bucket of fulfilments.
pub(super) const FULFILMENTS_BUCKET: &str = "fulfilments_v1";
/// The bucket of boards.
pub(super) const BOARDS_BUCKET: &str = "order_boards_v1";
/// The bucket of what desks agreed on.
pub(super) const ACCESS_BUCKET: &str = "desk_access_v1";
/// The consumer that reads which records of a bucket changed.
pub(super) const RELAY: &str = "relay";
/// The stream of events.
pub(super) const EVENTS_STREAM: &str = "ORDERS_V1";
/// The stream of events of stock.
pub(super) const STOCK_STREAM: &str = "STOCK_V1";
/// The stream of dead letters.
pub(super) const DEAD_LETTERS_STREAM: &str = "ORDERS_DEAD_V1";

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

/// The stream of that name.
pub(super) fn stream(streams: &Streams, name: &str) -> Result<stream::Config, ConnectError> {
    Ok(stream::Config {
        name: name.to_owned(),
        ..streams.stream(name)?
    })
}

/// A bucket is a stream with one message for each key. Made as such it works on servers of any age.
pub(super) fn bucket(streams: &Streams, bucket: &str) -> Result<stream::Config, ConnectError> {
    Ok(stream::Config {
        name: format!("KV_{bucket}"),
        ..streams.stream(&format!("KV_{bucket}"))?
    })
}

/// What stands before the key in the subjects of a bucket.
pub(super) fn bucket_prefix(name: &str) -> String {
    format!("$KV.{name}.")
}

/// A reader that remembers where it was and gets again what it did not acknowledge.
pub(super) fn reader(
    streams: &Streams,
    stream: &str,
    name: &str,
) -> Result<pull::Config, ConnectError> {
    Ok(pull::Config {
        durable_name: Some(name.to_owned()),
        ..streams.consumer(stream, name)?
    })
}
