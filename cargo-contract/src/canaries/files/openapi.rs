//! Changes of OpenAPI documents.

use serde_json::{Value, json};

use super::schema::{drop_property, narrow, widen};
use super::{Change, Edited, FilesConfig, changed, members, referred, segment, set, unset};
use crate::canaries::NAME;

pub(super) const CHANGES: &[Change] = &[
    ("openapi_operation_removed", operation_removed),
    ("openapi_parameter_changed", parameter_changed),
    ("openapi_parameter_required", parameter_required),
    ("openapi_request_changed", request_changed),
    ("openapi_response_changed", response_changed),
    ("openapi_security_changed", security_changed),
    ("openapi_unknown", unknown),
    ("schema_narrowed", request_narrowed),
    ("schema_property_dropped", property_dropped),
    ("schema_widened", response_widened),
];

const METHODS: [&str; 5] = ["get", "put", "post", "delete", "patch"];

/// What can be called: what it is called, and where it stands.
fn operations(root: &Value) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (path, item) in members(root, "paths") {
        for method in METHODS {
            // What is deprecated may go when its day has come.
            let is_plain = |it: &&Value| it.is_object() && it.get("deprecated").is_none();
            if item.get(method).filter(is_plain).is_some() {
                let name = format!("{} {path}", method.to_uppercase());
                found.push((name, format!("/paths/{}/{method}", segment(path))));
            }
        }
    }
    found
}

fn first<T>(root: &Value, find: impl Fn(&str, &str) -> Option<T>) -> Option<T> {
    let operations = operations(root);
    operations.iter().find_map(|(name, at)| find(name, at))
}

fn operation_removed(root: &Value, _: &FilesConfig) -> Edited<Value> {
    first(root, |name, at| {
        let (item, method) = at.rsplit_once('/')?;
        let without = changed(root, item, |it| unset(it, method))?;
        Some((format!("there is no `{name}`"), without))
    })
}

/// A parameter that is written or found otherwise.
fn parameter_changed(root: &Value, _: &FilesConfig) -> Edited<Value> {
    first(root, |name, at| {
        // What an operation says itself counts more than what is said for all of its path.
        let own = match root.pointer(at)?.get("parameters") {
            Some(_) => format!("{at}/parameters"),
            None => format!("{}/parameters", at.rsplit_once('/')?.0),
        };
        let rows = 0..root.pointer(&own)?.as_array()?.len();
        rows.into_iter().find_map(|row| {
            let place = referred(root, format!("{own}/{row}"))?;
            let parameter = root.pointer(&place)?;
            let called = parameter.get("name")?.as_str()?;
            let (key, to) = match (parameter.get("in")?.as_str()?, parameter.get("style")) {
                ("query", None) => ("in", "cookie"),
                ("cookie", None) => ("in", "query"),
                ("header", None) if !OF_HTTP.contains(&called) => ("in", "query"),
                ("path", style) if parameter.get("content").is_none() => {
                    let is_matrix = style == Some(&json!("matrix"));
                    ("style", if is_matrix { "label" } else { "matrix" })
                }
                _ => return None,
            };
            let what = format!("the parameter `{called}` of `{name}` has `{key}: {to}`");
            Some((what, changed(root, &place, |it| set(it, key, json!(to)))?))
        })
    })
}

/// Headers that are described elsewhere.
const OF_HTTP: [&str; 3] = ["Accept", "Authorization", "Content-Type"];

fn parameter_required(root: &Value, _: &FilesConfig) -> Edited<Value> {
    first(root, |name, at| {
        let mut parameters = match root.pointer(at)?.get("parameters") {
            None => json!([]),
            Some(own) => own.clone(),
        };
        let text = json!({"type": "string"});
        parameters
            .as_array_mut()?
            .push(json!({"name": NAME, "in": "query", "required": true, "schema": text}));
        let with = changed(root, at, |it| set(it, "parameters", parameters))?;
        Some((format!("`{name}` needs a parameter `{NAME}`"), with))
    })
}

/// A request that is taken only as something else, or that was none.
fn request_changed(root: &Value, _: &FilesConfig) -> Edited<Value> {
    let content = || json!({"application/x-govern-canary": {}});
    let other = first(root, |name, at| {
        let place = referred(root, format!("{at}/requestBody"))?;
        // Who sends nothing is not refused.
        members(root.pointer(&place)?, "content").next()?;
        let with = changed(root, &place, |it| set(it, "content", content()))?;
        Some((format!("the request of `{name}` is of another type"), with))
    });
    other.or_else(|| {
        first(root, |name, at| {
            let body = json!({"required": true, "content": content()});
            root.pointer(at)?
                .get("requestBody")
                .is_none()
                .then_some(())?;
            let with = changed(root, at, |it| set(it, "requestBody", body))?;
            Some((format!("`{name}` needs a request"), with))
        })
    })
}

/// The responses of operations that say that it was done: what they are to, and where they stand.
fn responses(root: &Value) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (name, at) in operations(root) {
        let Some(operation) = root.pointer(&at) else {
            continue;
        };
        for (status, _) in members(operation, "responses") {
            if status.starts_with('2') {
                let of = format!("the response `{status}` of `{name}`");
                let own = format!("{at}/responses/{}", segment(status));
                found.extend(referred(root, own).map(|place| (of, place)));
            }
        }
    }
    found
}

/// A response that comes as something else, or with another status.
fn response_changed(root: &Value, _: &FilesConfig) -> Edited<Value> {
    let other = responses(root).into_iter().find_map(|(of, place)| {
        members(root.pointer(&place)?, "content").next()?;
        let content = json!({"application/x-govern-canary": {}});
        let with = changed(root, &place, |it| set(it, "content", content))?;
        Some((format!("{of} is of another type"), with))
    });
    other.or_else(|| {
        first(root, |name, at| {
            let all = root.pointer(at)?.get("responses")?.as_object()?;
            let exact = |it: &&String| it.len() == 3 && it.parse::<u16>().is_ok();
            all.keys().all(|it| exact(&it)).then_some(())?;
            let status = all.keys().find(|it| it.starts_with('2'))?;
            let response = all.get(status)?.clone();
            let with = changed(root, &format!("{at}/responses"), |it| {
                unset(it, status);
                set(it, "299", response);
            });
            let what = format!("the response `{status}` of `{name}` is `299`");
            Some((what, with.filter(|_| status != "299")?))
        })
    })
}

fn security_changed(root: &Value, _: &FilesConfig) -> Edited<Value> {
    first(root, |name, at| {
        let with = changed(root, at, |it| set(it, "security", json!([{(NAME): []}])))?;
        let scheme = json!({"type": "apiKey", "in": "header", "name": "Govern-Canary"});
        let with = changed(&with, "", |root| {
            let own = root.get("components").cloned().unwrap_or(json!({}));
            let mut components = own;
            let schemes = components.get("securitySchemes").cloned();
            let mut schemes = schemes.unwrap_or(json!({}));
            set(&mut schemes, NAME, scheme);
            set(&mut components, "securitySchemes", schemes);
            set(root, "components", components);
        })?;
        Some((format!("`{name}` needs a key `{NAME}`"), with))
    })
}

fn unknown(root: &Value, _: &FilesConfig) -> Edited<Value> {
    first(root, |name, at| {
        let with = changed(root, at, |it| set(it, NAME, json!(true)))?;
        Some((format!("`{name}` says `{NAME}: true`"), with))
    })
}

/// A schema of JSON that requests have.
fn request_schema(root: &Value, at: &str) -> Option<String> {
    let body = referred(root, format!("{at}/requestBody"))?;
    schema_of(root, &body)
}

/// The schema of what is sent as JSON.
fn schema_of(root: &Value, owner: &str) -> Option<String> {
    let schema = format!("{owner}/content/application~1json/schema");
    referred(root, schema)
}

fn request_narrowed(root: &Value, _: &FilesConfig) -> Edited<Value> {
    first(root, |name, at| {
        let (what, with) = narrow(root, &request_schema(root, at)?)?;
        Some((format!("in the request of `{name}`, {what}"), with))
    })
}

fn property_dropped(root: &Value, _: &FilesConfig) -> Edited<Value> {
    first(root, |name, at| {
        let (what, with) = drop_property(root, &request_schema(root, at)?)?;
        Some((format!("in the request of `{name}`, {what}"), with))
    })
}

fn response_widened(root: &Value, _: &FilesConfig) -> Edited<Value> {
    responses(root).into_iter().find_map(|(of, place)| {
        let (what, with) = widen(root, &schema_of(root, &place)?)?;
        Some((format!("in {of}, {what}"), with))
    })
}
