//! From values to configurations of streams and consumers.

use govern_diagnostics::Span;

use super::pattern::Pattern;
use super::value::{Subject, Value};
use super::{Consumer, Limits, Redelivery, Stream};

/// How long the server knows ids again if nobody says.
pub(crate) const DEFAULT_WINDOW: u128 = 120 * 1_000_000_000;
/// How long the server waits for an acknowledgement if nobody says.
const DEFAULT_ACK_WAIT: u128 = 30 * 1_000_000_000;

/// A field of a configuration.
enum Field<'v> {
    Is(&'v Value),
    /// As it is by default.
    Default,
    Unknown,
}

fn field<'v>(config: &'v Value, name: &str) -> Field<'v> {
    match config {
        Value::Record(fields, is_default) => match fields.get(name) {
            Some(Value::Unknown(_)) => Field::Unknown,
            Some(value) => Field::Is(value),
            None if *is_default => Field::Default,
            None => Field::Unknown,
        },
        // `create_stream("ORDERS")`
        Value::Text(_) => Field::Default,
        _ => Field::Unknown,
    }
}

/// The sets that a list of texts is; none if something of it is not known.
fn patterns(value: &Value) -> Option<Vec<Pattern>> {
    let items = match value {
        Value::List(items) => items.clone(),
        one => vec![one.clone()],
    };
    let mut patterns = Vec::new();
    for item in items {
        for item in item.all() {
            let Value::Text(pieces) = item else {
                return None;
            };
            let subject = Subject::of(pieces).ok()?;
            // What it keeps is as wide as it may be, and not known if that depends.
            patterns.push((subject.holes == 0).then_some(subject.pattern)?);
        }
    }
    Some(patterns)
}

/// A stream, from its configuration; why it is not known, else.
pub(super) fn stream(config: &Value, span: Span, package: String) -> Result<Stream, String> {
    let name = match config {
        Value::Text(_) => config.literal(),
        _ => match field(config, "name") {
            Field::Is(value) => value.literal(),
            _ => None,
        },
    };
    let Some(name) = name else {
        return Err(match config {
            Value::Unknown(why) => {
                format!("a stream whose configuration is not known: {}", why.reason)
            }
            _ => "a stream whose name is not known".to_owned(),
        });
    };
    let subjects = match field(config, "subjects") {
        Field::Is(value) => patterns(value),
        // By default a stream keeps the subject of its name, unless it gets messages elsewhere.
        Field::Default => Pattern::parse(&name).ok().map(|it| vec![it]),
        Field::Unknown => None,
    };
    let is_fed = is_fed(config);
    let subjects = match field(config, "subjects") {
        Field::Default if is_fed => Some(Vec::new()),
        Field::Is(Value::List(items)) if items.is_empty() && !is_fed => {
            Pattern::parse(&name).ok().map(|it| vec![it])
        }
        _ => subjects,
    };
    Ok(Stream {
        name,
        subjects,
        is_fed,
        limits: limits(config),
        duplicate_window: match field(config, "duplicate_window") {
            Field::Is(value) => value.nanos().map(|it| match it {
                0 => DEFAULT_WINDOW,
                it => it,
            }),
            Field::Default => Some(DEFAULT_WINDOW),
            Field::Unknown => None,
        },
        span,
        package: Some(package),
    })
}

/// Whether it gets messages from other streams, as far as that is said.
fn is_fed(config: &Value) -> bool {
    let says = |name| matches!(field(config, name), Field::Is(value) if *value != Value::Nothing);
    ["mirror", "sources"].into_iter().any(says)
}

fn limits(config: &Value) -> Limits {
    let mut unknown = false;
    for name in [
        "max_age",
        "max_bytes",
        "max_messages",
        "max_messages_per_subject",
    ] {
        match field(config, name) {
            Field::Is(value) => {
                let set = value.nanos().map(|it| it > 0);
                match set.or(value.number().map(|it| it > 0)) {
                    Some(true) => return Limits::Bounded,
                    Some(false) => {}
                    None => unknown = true,
                }
            }
            Field::Default => {}
            Field::Unknown => unknown = true,
        }
    }
    match field(config, "retention") {
        Field::Is(Value::Variant(name, _)) if name != "Limits" => return Limits::Bounded,
        Field::Is(Value::Variant(..)) | Field::Default => {}
        _ => unknown = true,
    }
    match unknown {
        true => Limits::Unknown,
        false => Limits::None,
    }
}

/// The stream of a bucket.
pub(super) fn bucket(name: &str, config: &Value, span: Span, package: String) -> Stream {
    let limits = match field(config, "history") {
        // By default a bucket keeps the last value of each key.
        Field::Unknown => Limits::Unknown,
        _ => Limits::Bounded,
    };
    Stream {
        name: format!("KV_{name}"),
        subjects: Pattern::parse(&format!("$KV.{name}.>"))
            .ok()
            .map(|it| vec![it]),
        is_fed: is_fed(config),
        limits,
        duplicate_window: Some(DEFAULT_WINDOW),
        span,
        package: Some(package),
    }
}

/// A consumer, from its configuration. What it reads is none if that is not known.
pub(super) fn consumer(
    config: &Value,
    name: Option<&Value>,
    stream: &Value,
    span: Span,
    package: String,
) -> (Consumer, Option<Vec<Pattern>>) {
    let text = |name: &str| match field(config, name) {
        Field::Is(value) => value.literal().filter(|it| !it.is_empty()),
        _ => None,
    };
    let is_durable = !matches!(
        field(config, "durable_name"),
        Field::Default | Field::Is(Value::Nothing)
    );
    let durable = text("durable_name").or_else(|| name.filter(|_| is_durable)?.literal());
    let (one, several) = (
        field(config, "filter_subject"),
        field(config, "filter_subjects"),
    );
    let filters = match (one, several) {
        (Field::Is(one), _) if one.literal().as_deref() != Some("") => patterns(one),
        (Field::Unknown, _) | (_, Field::Unknown) => None,
        (_, Field::Is(several)) => patterns(several),
        _ => Some(Vec::new()),
    };
    // One without a name may be an ordered one, of which nothing comes again.
    let redelivery = redelivery(config).filter(|it| !it.endless || durable.is_some());
    let consumer = Consumer {
        stream: stream.literal(),
        durable,
        filters: filters.clone().unwrap_or_default(),
        redelivery,
        span,
        package,
    };
    (consumer, filters)
}

/// When a message comes again: `backoff` says after which time, and the last of it counts for the rest; else `ack_wait` does.
fn redelivery(config: &Value) -> Option<Redelivery> {
    match field(config, "ack_policy") {
        Field::Is(Value::Variant(policy, _)) if policy == "None" => return None,
        Field::Unknown => return None,
        Field::Is(_) | Field::Default => {}
    }
    // Without a number there is no end.
    let deliveries = match field(config, "max_deliver") {
        Field::Is(value) => u128::try_from(value.number()?).ok().filter(|it| *it > 0),
        Field::Default => None,
        Field::Unknown => return None,
    };
    if deliveries == Some(1) {
        return None;
    }
    let backoff = match field(config, "backoff") {
        Field::Is(Value::List(items)) => {
            items.iter().map(Value::nanos).collect::<Option<Vec<_>>>()?
        }
        Field::Default => Vec::new(),
        _ => return None,
    };
    let endless = deliveries.is_none();
    let deliveries = deliveries.unwrap_or(1);
    if let Some(last) = backoff.last() {
        let times = usize::try_from(deliveries).unwrap_or(usize::MAX);
        let listed: u128 = backoff.iter().take(times).sum();
        let more = times.saturating_sub(backoff.len()) as u128;
        let after = listed.saturating_add(last.saturating_mul(more));
        return Some(Redelivery { after, endless });
    }
    let wait = match field(config, "ack_wait") {
        // The server takes its own time for none.
        Field::Is(value) => match value.nanos()? {
            0 => DEFAULT_ACK_WAIT,
            wait => wait,
        },
        Field::Default => DEFAULT_ACK_WAIT,
        Field::Unknown => return None,
    };
    let after = wait.saturating_mul(deliveries);
    Some(Redelivery { after, endless })
}
