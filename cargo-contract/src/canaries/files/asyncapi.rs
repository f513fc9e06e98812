//! Changes of AsyncAPI documents, of versions 2 and 3.

use serde_json::{Value, json};

use super::schema::{drop_property, narrow, widen};
use super::{Change, Edited, FilesConfig, changed, members, referred, segment, set, unset};
use crate::canaries::NAME;

pub(super) const CHANGES: &[Change] = &[
    ("asyncapi_channel_changed", channel_changed),
    ("asyncapi_message_changed", message_changed),
    ("asyncapi_operation_removed", operation_removed),
    ("asyncapi_unknown", unknown),
    ("schema_narrowed", message_narrowed),
    ("schema_property_dropped", property_dropped),
    ("schema_widened", message_widened),
];

/// What a program sends or receives.
struct Flow {
    /// Where its operation stands, and the channel.
    at: String,
    channel: String,
    /// Where its messages stand.
    messages: Vec<String>,
    is_sent: bool,
}

fn flows(root: &Value) -> Vec<Flow> {
    match root.get("operations") {
        Some(_) => third(root),
        None => second(root),
    }
}

fn second(root: &Value) -> Vec<Flow> {
    let mut found = Vec::new();
    for (address, channel) in members(root, "channels") {
        for (word, is_sent) in [("publish", false), ("subscribe", true)] {
            if !channel.get(word).is_some_and(Value::is_object) {
                continue;
            }
            let channel = format!("/channels/{}", segment(address));
            let at = format!("{channel}/{word}");
            let message = referred(root, format!("{at}/message"));
            let message =
                message.filter(|it| root.pointer(it).is_some_and(|it| it.get("oneOf").is_none()));
            found.push(Flow {
                messages: message.into_iter().collect(),
                at,
                channel,
                is_sent,
            });
        }
    }
    found
}

fn third(root: &Value) -> Vec<Flow> {
    let mut found = Vec::new();
    for (key, operation) in members(root, "operations") {
        let at = format!("/operations/{}", segment(key));
        let Some(channel) = referred(root, format!("{at}/channel")) else {
            continue;
        };
        let owner = match operation.get("messages") {
            Some(list) => (0..list.as_array().map_or(0, Vec::len))
                .map(|row| format!("{at}/messages/{row}"))
                .collect(),
            None => {
                let all = root.pointer(&channel).into_iter();
                all.flat_map(|it| members(it, "messages"))
                    .map(|(name, _)| format!("{channel}/messages/{}", segment(name)))
                    .collect::<Vec<_>>()
            }
        };
        found.push(Flow {
            messages: owner
                .into_iter()
                .filter_map(|it| referred(root, it))
                .collect(),
            at,
            channel,
            is_sent: operation.get("action") == Some(&json!("send")),
        });
    }
    found
}

fn name(pointer: &str) -> String {
    let shown = pointer.trim_start_matches('/');
    shown.replace("~1", "/").replace("~0", "~")
}

fn channel_changed(root: &Value, _: &FilesConfig) -> Edited<Value> {
    flows(root).into_iter().find_map(|flow| {
        let what = format!("`{}` is somewhere else", name(&flow.channel));
        let channel = root.pointer(&flow.channel)?;
        if let Some(address) = channel.get("address").and_then(Value::as_str) {
            let own = json!(address);
            let all = members(root, "channels").map(|(_, it)| it.get("address"));
            // Another one at the same address would be the same.
            (all.filter(|it| *it == Some(&own)).count() == 1).then_some(())?;
            let other = json!(format!("{address}.{NAME}"));
            let with = changed(root, &flow.channel, |it| set(it, "address", other))?;
            return Some((what, with));
        }
        // In version 2 the address is what a channel is called.
        let (_, key) = members(root, "channels")
            .map(|(key, _)| (segment(key), key))
            .find(|(own, _)| flow.channel == format!("/channels/{own}"))?;
        root.get("operations").is_none().then_some(())?;
        let with = changed(root, "/channels", |it| {
            unset(it, key);
            set(it, &format!("{key}.{NAME}"), channel.clone());
        });
        Some((what, with?))
    })
}

/// A message of another type, where it is known of which it was.
fn message_changed(root: &Value, _: &FilesConfig) -> Edited<Value> {
    let default = root.get("defaultContentType");
    flows(root).into_iter().find_map(|flow| {
        let message = flow.messages.first()?;
        let said = root.pointer(message)?;
        said.get("traits").is_none().then_some(())?;
        said.get("contentType").or(default)?;
        let other = json!("application/x-govern-canary");
        let with = changed(root, message, |it| set(it, "contentType", other))?;
        Some((format!("`{}` is of another type", name(message)), with))
    })
}

/// An operation that is gone, with all others that do the same.
fn operation_removed(root: &Value, _: &FilesConfig) -> Edited<Value> {
    let flows = flows(root);
    let first = flows.first()?;
    let alike = flows
        .iter()
        .filter(|it| it.channel == first.channel && it.is_sent == first.is_sent);
    let mut root = root.clone();
    for flow in alike {
        let (owner, key) = flow.at.rsplit_once('/')?;
        let key = key.replace("~1", "/").replace("~0", "~");
        root = changed(&root, owner, |it| unset(it, &key))?;
    }
    Some((format!("`{}` is gone", name(&first.at)), root))
}

fn unknown(root: &Value, _: &FilesConfig) -> Edited<Value> {
    let flows = flows(root);
    let at = &flows.first()?.at;
    let with = changed(root, at, |it| set(it, NAME, json!(true)))?;
    Some((format!("`{}` says `{NAME}: true`", name(at)), with))
}

/// What a message carries, if that is a schema of JSON.
fn payload(root: &Value, flow: &Flow) -> Option<(String, String)> {
    let message = flow.messages.first()?;
    let said = root.pointer(message)?;
    let is_other = said.get("schemaFormat").is_some() || said.get("traits").is_some();
    let payload = referred(root, format!("{message}/payload")).filter(|_| !is_other)?;
    root.pointer(&payload)?
        .get("schemaFormat")
        .is_none()
        .then_some(())?;
    Some((name(message), payload))
}

fn in_message(
    root: &Value,
    is_sent: bool,
    change: fn(&Value, &str) -> Edited<Value>,
) -> Edited<Value> {
    let flows = flows(root).into_iter().filter(|it| it.is_sent == is_sent);
    flows.into_iter().find_map(|flow| {
        let (message, payload) = payload(root, &flow)?;
        let (what, with) = change(root, &payload)?;
        Some((format!("in `{message}`, {what}"), with))
    })
}

fn message_narrowed(root: &Value, _: &FilesConfig) -> Edited<Value> {
    in_message(root, false, narrow)
}

fn property_dropped(root: &Value, _: &FilesConfig) -> Edited<Value> {
    in_message(root, false, drop_property)
}

fn message_widened(root: &Value, _: &FilesConfig) -> Edited<Value> {
    in_message(root, true, widen)
}
