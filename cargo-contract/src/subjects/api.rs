//! What is known of `async-nats`: its types, what its methods give back, and what they ask of a server.

use super::ty::{Ty, last};
use super::value::HandleKind;

/// A type of `async-nats`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Known {
    Options,
    Client,
    Context,
    Stream,
    Consumer,
    Bucket,
    ObjectStore,
    /// A message that came over core NATS.
    Message,
    /// One that came out of a stream.
    StreamMessage,
    /// Where messages come from.
    Messages,
    Batch,
    Service,
}

/// The type of `async-nats` that a type is.
pub(super) fn known(ty: &Ty) -> Option<Known> {
    let Ty::External(path, _) = ty else {
        return None;
    };
    let rest = path.strip_prefix("async_nats::")?;
    let stream = rest.starts_with("jetstream::");
    Some(match last(rest) {
        "ConnectOptions" => Known::Options,
        "Client" => Known::Client,
        "Context" | "ContextBuilder" if stream => Known::Context,
        "Stream" if rest.contains("consumer::") => Known::Messages,
        "Stream" if stream => Known::Stream,
        "Consumer"
        | "PullConsumer"
        | "PushConsumer"
        | "OrderedPullConsumer"
        | "OrderedPushConsumer" => Known::Consumer,
        "Store" if stream => Known::Bucket,
        "ObjectStore" => Known::ObjectStore,
        "Message" if stream => Known::StreamMessage,
        "Message" => Known::Message,
        "Subscriber" | "Messages" | "Ordered" | "Watch" => Known::Messages,
        "Batch" | "FetchBuilder" | "BatchBuilder" | "StreamBuilder" => Known::Batch,
        "Service" => Known::Service,
        _ => return None,
    })
}

fn of(path: &str) -> Ty {
    Ty::External(format!("async_nats::{path}"), Vec::new())
}

/// What a function gives back.
pub(super) fn function(path: &str) -> Ty {
    let Some(rest) = path.strip_prefix("async_nats::") else {
        return Ty::Unknown;
    };
    match rest {
        "connect" | "connect_with_options" => of("Client"),
        "jetstream::new" | "jetstream::with_domain" | "jetstream::with_prefix" => {
            of("jetstream::Context")
        }
        _ => match rest.rsplit_once("::") {
            // `ConnectOptions::with_token(…)`, `HeaderMap::new()`.
            Some((ty, _)) if last(ty).starts_with(char::is_uppercase) => of(ty),
            _ => Ty::Unknown,
        },
    }
}

/// What a method gives back.
pub(super) fn method(on: Known, name: &str) -> Ty {
    match (on, name) {
        (Known::Options, "connect") => of("Client"),
        (Known::Options, _) => of("ConnectOptions"),
        (Known::Client, "subscribe" | "queue_subscribe") => of("Subscriber"),
        (Known::Client, "request" | "request_with_headers" | "send_request") => of("Message"),
        (Known::Context, "client") => of("Client"),
        (
            Known::Context,
            "create_stream" | "get_or_create_stream" | "get_stream" | "get_stream_no_info",
        ) => of("jetstream::stream::Stream"),
        (
            Known::Context,
            "create_key_value"
            | "get_key_value"
            | "create_or_update_key_value"
            | "update_key_value",
        ) => of("jetstream::kv::Store"),
        (Known::Context, "create_object_store" | "get_object_store") => {
            of("jetstream::object_store::ObjectStore")
        }
        (
            Known::Context,
            "create_consumer_on_stream"
            | "get_consumer_from_stream"
            | "create_consumer_strict_on_stream"
            | "update_consumer_on_stream",
        )
        | (
            Known::Stream,
            "create_consumer"
            | "get_or_create_consumer"
            | "get_consumer"
            | "create_consumer_strict"
            | "update_consumer",
        ) => of("jetstream::consumer::Consumer"),
        (Known::Context, "build" | "timeout" | "ack_timeout" | "api_prefix" | "domain") => {
            of("jetstream::Context")
        }
        (Known::Consumer, "messages" | "sequence") => of("jetstream::consumer::Messages"),
        (Known::Consumer, "fetch" | "batch" | "stream") => of("jetstream::consumer::Batch"),
        (Known::Batch, _) => of("jetstream::consumer::Batch"),
        (Known::Bucket, "watch" | "watch_all" | "watch_with_history" | "history") => {
            of("jetstream::kv::Watch")
        }
        _ => Ty::Unknown,
    }
}

/// The type of a field of a type of `async-nats`.
pub(super) fn field(path: &str, name: &str) -> Ty {
    let of_ty = Ty::External(path.to_owned(), Vec::new());
    match (known(&of_ty), name) {
        (Some(Known::StreamMessage), "message") => of("Message"),
        (Some(Known::StreamMessage), "context") => of("jetstream::Context"),
        (Some(Known::Bucket), "stream") => of("jetstream::stream::Stream"),
        _ => Ty::Unknown,
    }
}

/// What a call asks for, and which of its arguments say what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ask {
    Publish {
        subject: usize,
        payload: usize,
        reply: Option<usize>,
    },
    /// Published to a stream, whose acknowledgement is awaited.
    Store {
        subject: usize,
        payload: usize,
        headers: bool,
    },
    /// With a message that is built elsewhere.
    StoreBuilt {
        subject: usize,
        message: usize,
    },
    Request {
        subject: usize,
        payload: usize,
    },
    Subscribe {
        subject: usize,
        queue: Option<usize>,
    },
    MakeStream {
        config: usize,
    },
    UpdateStream {
        config: usize,
    },
    GetStream {
        name: usize,
    },
    DeleteStream {
        name: usize,
    },
    FindStream,
    ListStreams,
    Account,
    MakeBucket {
        config: usize,
    },
    GetBucket {
        name: usize,
    },
    DeleteBucket {
        name: usize,
    },
    MakeObjects {
        config: usize,
    },
    GetObjects {
        name: usize,
    },
    /// `name` and `stream`: which argument, none if that is said by the configuration, or by what it is called on.
    MakeConsumer {
        config: usize,
        name: Option<usize>,
        stream: Option<usize>,
    },
    GetConsumer {
        name: usize,
        stream: Option<usize>,
    },
    DeleteConsumer {
        name: usize,
        stream: Option<usize>,
    },
    /// Messages are asked for.
    Pull,
    /// It is said that a message was dealt with.
    Acknowledge,
    StreamInfo,
    Purge,
    GetMessage,
    DeleteMessage,
    BucketRead,
    BucketWrite,
    BucketWatch,
    ObjectsRead,
    ObjectsWrite,
    /// An endpoint of a service.
    Endpoint,
}

/// What a call of a method asks for.
#[rustfmt::skip]
pub(super) fn asks(on: Known, name: &str) -> Option<Ask> {
    use Ask::*;
    Some(match (on, name) {
        (Known::Client, "publish") => Publish { subject: 0, payload: 1, reply: None },
        (Known::Client, "publish_with_headers") => Publish { subject: 0, payload: 2, reply: None },
        (Known::Client, "publish_with_reply") => Publish { subject: 0, payload: 2, reply: Some(1) },
        (Known::Client, "publish_with_reply_and_headers") => Publish { subject: 0, payload: 3, reply: Some(1) },
        (Known::Client, "request") => Request { subject: 0, payload: 1 },
        (Known::Client, "request_with_headers") => Request { subject: 0, payload: 2 },
        (Known::Client, "send_request") => Request { subject: 0, payload: 1 },
        (Known::Client, "subscribe") => Subscribe { subject: 0, queue: None },
        (Known::Client, "queue_subscribe") => Subscribe { subject: 0, queue: Some(1) },
        (Known::Client, "service_builder") => Endpoint,
        (Known::Context, "publish") => Store { subject: 0, payload: 1, headers: false },
        (Known::Context, "publish_with_headers") => Store { subject: 0, payload: 2, headers: true },
        (Known::Context, "send_publish") => StoreBuilt { subject: 0, message: 1 },
        (Known::Context, "create_stream" | "get_or_create_stream") => MakeStream { config: 0 },
        (Known::Context, "update_stream" | "create_or_update_stream") => UpdateStream { config: 0 },
        (Known::Context, "get_stream" | "get_stream_no_info") => GetStream { name: 0 },
        (Known::Context, "delete_stream") => DeleteStream { name: 0 },
        (Known::Context, "stream_by_subject") => FindStream,
        (Known::Context, "stream_names" | "streams") => ListStreams,
        (Known::Context, "query_account") => Account,
        (Known::Context, "create_key_value" | "update_key_value" | "create_or_update_key_value") => MakeBucket { config: 0 },
        (Known::Context, "get_key_value") => GetBucket { name: 0 },
        (Known::Context, "delete_key_value") => DeleteBucket { name: 0 },
        (Known::Context, "create_object_store") => MakeObjects { config: 0 },
        (Known::Context, "get_object_store") => GetObjects { name: 0 },
        (Known::Context, "create_consumer_on_stream" | "create_consumer_strict_on_stream" | "update_consumer_on_stream") =>
            MakeConsumer { config: 0, name: None, stream: Some(1) },
        (Known::Context, "get_consumer_from_stream") => GetConsumer { name: 0, stream: Some(1) },
        (Known::Context, "delete_consumer_from_stream") => DeleteConsumer { name: 0, stream: Some(1) },
        (Known::Stream, "create_consumer" | "create_consumer_strict" | "update_consumer") =>
            MakeConsumer { config: 0, name: None, stream: None },
        (Known::Stream, "get_or_create_consumer") => MakeConsumer { config: 1, name: Some(0), stream: None },
        (Known::Stream, "get_consumer" | "consumer_info") => GetConsumer { name: 0, stream: None },
        (Known::Stream, "delete_consumer") => DeleteConsumer { name: 0, stream: None },
        (Known::Stream, "info" | "get_info") => StreamInfo,
        (Known::Stream, "purge" | "purge_subject") => Purge,
        (Known::Stream, "get_raw_message" | "get_last_raw_message_by_subject" | "direct_get" | "direct_get_last_for_subject"
            | "direct_get_first_for_subject" | "direct_get_next_for_subject") => GetMessage,
        (Known::Stream, "delete_message") => DeleteMessage,
        (Known::Consumer, "messages" | "fetch" | "batch" | "sequence" | "stream") => Pull,
        (Known::StreamMessage, "ack" | "ack_with" | "double_ack" | "double_ack_with") => Acknowledge,
        (Known::Bucket, "get" | "entry" | "entry_for_revision" | "status") => BucketRead,
        (Known::Bucket, "put" | "create" | "create_with_ttl" | "update" | "delete" | "delete_expect_revision" | "purge"
            | "purge_with_ttl" | "purge_expect_revision" | "purge_expect_revision_with_ttl") => BucketWrite,
        (Known::Bucket, "watch" | "watch_all" | "watch_many" | "watch_with_history" | "watch_all_from_revision"
            | "watch_from_revision" | "history" | "keys") => BucketWatch,
        (Known::ObjectStore, "get" | "info" | "list" | "watch" | "watch_with_history") => ObjectsRead,
        (Known::ObjectStore, "put" | "delete" | "seal" | "update_metadata" | "add_link" | "add_bucket_link") => ObjectsWrite,
        (Known::Service, "endpoint" | "group" | "endpoint_builder") => Endpoint,
        _ => return None,
    })
}

/// Methods that say where messages go or come from, by their name: on something whose type is not known, they may be those of
/// NATS.
pub(super) fn is_telling(name: &str) -> bool {
    matches!(
        name,
        "publish"
            | "publish_with_headers"
            | "publish_with_reply"
            | "publish_with_reply_and_headers"
            | "queue_subscribe"
            | "send_publish"
            | "create_stream"
            | "get_or_create_stream"
            | "get_or_create_consumer"
            | "create_consumer"
            | "request_with_headers"
    )
}

/// Methods that lead to a stream, a bucket or a consumer by its name: called on something whose type is not known, they may lead
/// to any.
pub(super) fn is_leading(name: &str) -> bool {
    use Ask::*;
    let asked = [Known::Context, Known::Stream].map(|on| asks(on, name));
    let leads = |ask: &Ask| {
        handle(*ask).is_some()
            || matches!(
                ask,
                UpdateStream { .. }
                    | DeleteStream { .. }
                    | DeleteBucket { .. }
                    | DeleteConsumer { .. }
            )
    };
    asked.iter().flatten().any(leads)
}

/// All methods that are looked at.
pub(super) fn is_asking(name: &str) -> bool {
    const ALL: [Known; 8] = [
        Known::Client,
        Known::Context,
        Known::Stream,
        Known::Consumer,
        Known::Bucket,
        Known::ObjectStore,
        Known::StreamMessage,
        Known::Service,
    ];
    name == "subscribe" || name == "request" || ALL.iter().any(|&it| asks(it, name).is_some())
}

/// What has a name, of what a call gives back.
pub(super) fn handle(ask: Ask) -> Option<HandleKind> {
    Some(match ask {
        Ask::MakeStream { .. } | Ask::GetStream { .. } => HandleKind::Stream,
        Ask::MakeBucket { .. } | Ask::GetBucket { .. } => HandleKind::Bucket,
        Ask::MakeObjects { .. } | Ask::GetObjects { .. } => HandleKind::ObjectStore,
        Ask::MakeConsumer { .. } | Ask::GetConsumer { .. } => HandleKind::Consumer,
        Ask::Subscribe { .. } => HandleKind::Subscription,
        _ => return None,
    })
}

/// Methods that give back what they are called on, as far as types and values matter here.
pub(super) fn is_same(name: &str) -> bool {
    matches!(
        name,
        "as_bytes"
            | "as_deref"
            | "as_deref_mut"
            | "as_mut"
            | "as_mut_str"
            | "as_ref"
            | "as_slice"
            | "as_str"
            | "borrow"
            | "borrow_mut"
            | "boxed"
            | "by_ref"
            | "clone"
            | "cloned"
            | "collect"
            | "context"
            | "copied"
            | "deref"
            | "expect"
            | "inspect_err"
            | "into"
            | "into_boxed_str"
            | "into_bytes"
            | "into_future"
            | "into_inner"
            | "into_iter"
            | "into_string"
            | "iter"
            | "iter_mut"
            | "load"
            | "load_full"
            | "lock"
            | "map_err"
            | "ok"
            | "ok_or"
            | "ok_or_else"
            | "read"
            | "take"
            | "to_owned"
            | "to_string"
            | "to_subject"
            | "to_vec"
            | "trim"
            | "try_into"
            | "unwrap"
            | "unwrap_or_default"
            | "wait"
            | "with_context"
            | "wrap_err"
            | "wrap_err_with"
            | "write"
    )
}

#[cfg(test)]
mod tests {
    use super::{Ask, Known, Ty, asks, known, method};

    fn of(path: &str) -> Option<Known> {
        known(&Ty::External(path.to_owned(), Vec::new()))
    }

    #[test]
    fn types_go_by_their_paths() {
        for (path, ty) in [
            ("async_nats::Client", Some(Known::Client)),
            ("async_nats::client::Client", Some(Known::Client)),
            ("async_nats::jetstream::Context", Some(Known::Context)),
            (
                "async_nats::jetstream::context::Context",
                Some(Known::Context),
            ),
            ("async_nats::jetstream::stream::Stream", Some(Known::Stream)),
            (
                "async_nats::jetstream::consumer::pull::Stream",
                Some(Known::Messages),
            ),
            ("async_nats::Message", Some(Known::Message)),
            ("async_nats::jetstream::Message", Some(Known::StreamMessage)),
            ("reqwest::Client", None),
            ("async_nats::HeaderMap", None),
        ] {
            assert_eq!(of(path), ty, "{path}");
        }
    }

    #[test]
    fn what_is_got_can_be_asked_again() {
        let stream = method(Known::Context, "get_stream");
        assert_eq!(known(&stream), Some(Known::Stream));
        assert!(matches!(
            asks(Known::Stream, "get_or_create_consumer"),
            Some(Ask::MakeConsumer { config: 1, .. })
        ));
        assert_eq!(asks(Known::Client, "flush"), None);
    }
}
