//! Witnesses of documents about APIs, by what requests and messages they describe.

use std::collections::BTreeSet;

use govern_yaml::{Node, Value};

use super::Case;

/// That one version describes a request or a response, and the other does not.
pub(crate) fn request(_: &str, case: &Case) -> Result<(), String> {
    let path = &case.named[1];
    let (old, new) = (document(&case.was(path))?, document(&case.now(path))?);
    let (was, is) = (takes(&old, &case.witness), takes(&new, &case.witness));
    let is_answer = case.witness.contains(" gives ");
    case.is_so(match is_answer {
        true => was != is,
        false => was && !is,
    })
}

/// That a message, an address or an operation is in one version only, as who sends and who receives it.
pub(crate) fn message(rule: &str, case: &Case) -> Result<(), String> {
    let path = &case.named[1];
    let (old, new) = (document(&case.was(path))?, document(&case.now(path))?);
    let known = |of: &Node| match rule {
        "asyncapi_operation_removed" => operated(of, &case.witness),
        "asyncapi_message_changed" => channels(of).any(|it| {
            let messages = get(it, "messages");
            messages.is_some_and(|it| get(it, &case.witness).is_some())
        }),
        _ => channels(of).any(|it| text(it, "address") == Some(case.witness.as_str())),
    };
    let (was, is) = (known(&old), known(&new));
    case.is_so(match case.says("receives what the new version sends") {
        true => was != is,
        false => was && !is,
    })
}

fn document(text: &str) -> Result<Node, String> {
    govern_yaml::read(text)
        .0
        .ok_or_else(|| "it is no YAML".to_owned())
}

fn get<'n>(node: &'n Node, key: &str) -> Option<&'n Node> {
    match &node.value {
        Value::Map(entries) => entries.iter().find(|it| it.key == key).map(|it| &it.value),
        _ => None,
    }
}

fn text<'n>(node: &'n Node, key: &str) -> Option<&'n str> {
    match &get(node, key)?.value {
        Value::Scalar(it) => Some(&it.text),
        _ => None,
    }
}

fn list(node: &Node) -> &[Node] {
    match &node.value {
        Value::List(list) => list,
        _ => &[],
    }
}

fn entries(node: Option<&Node>) -> Vec<(&str, &Node)> {
    match node.map(|it| &it.value) {
        Some(Value::Map(all)) => all.iter().map(|it| (it.key.as_str(), &it.value)).collect(),
        _ => Vec::new(),
    }
}

fn channels(document: &Node) -> impl Iterator<Item = &Node> {
    entries(get(document, "channels"))
        .into_iter()
        .map(|it| it.1)
}

/// Whether an operation is about the channel with an address.
fn operated(document: &Node, address: &str) -> bool {
    let of = entries(get(document, "channels"));
    let key = of.iter().find(|it| text(it.1, "address") == Some(address));
    let wanted = key.map(|it| format!("#/channels/{}", it.0));
    let operations = entries(get(document, "operations"));
    let mut channels = operations.iter().filter_map(|it| get(it.1, "channel"));
    wanted.is_some_and(|wanted| channels.any(|it| text(it, "$ref") == Some(&wanted)))
}

/// Whether a document describes a request (`POST /orders with a body as text/plain`), or what is answered (`… gives 201`).
fn takes(document: &Node, line: &str) -> bool {
    let (line, answer) = match line.split_once(" gives ") {
        Some((line, answer)) => (line, Some(answer)),
        None => (line, None),
    };
    let mut words = line.splitn(3, ' ');
    let (method, target) = (
        words.next().unwrap_or_default(),
        words.next().unwrap_or_default(),
    );
    let rest = words.next().unwrap_or_default();
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let Some((item, operation)) = find(document, method, path) else {
        return false;
    };
    if let Some(answer) = answer {
        return answers(operation, answer);
    }
    let given: Option<(&str, &str)> = match (query, rest) {
        ("", rest) if rest.starts_with("with the ") => {
            let rest = &rest["with the ".len()..];
            let (place, named) = rest.split_once(' ').unwrap_or_default();
            Some((place, named.split(':').next().unwrap_or_default()))
        }
        ("", _) => None,
        (query, _) => Some(("query", query.split('=').next().unwrap_or_default())),
    };
    let parameters = [item, operation].map(|it| get(it, "parameters").map_or(&[][..], list));
    let mut all = parameters.iter().copied().flatten();
    let is = |it: &Node, (place, name): (&str, &str)| {
        text(it, "in") == Some(place) && text(it, "name") == Some(name)
    };
    if given.is_some_and(|given| !all.clone().any(|it| is(it, given))) {
        return false;
    }
    let missing = |it: &Node| {
        let left_out = text(it, "in") != Some("path") && !given.is_some_and(|given| is(it, given));
        left_out && text(it, "required") == Some("true") && rest.starts_with("without the ")
    };
    if all.any(missing) {
        return false;
    }
    let body = get(operation, "requestBody");
    if let Some(media) = rest.strip_prefix("with a body as ") {
        let content = body.and_then(|it| get(it, "content"));
        return content.is_some_and(|it| get(it, media).is_some());
    }
    if rest == "without a body" {
        return body.is_none_or(|it| text(it, "required") != Some("true"));
    }
    match rest
        .strip_prefix("with ")
        .filter(|it| !it.starts_with("the "))
    {
        Some(shown) => lets_in(document, operation, shown),
        None => true,
    }
}

fn find<'d>(document: &'d Node, method: &str, path: &str) -> Option<(&'d Node, &'d Node)> {
    let fits = |template: &str| {
        let (a, b) = (template.split('/'), path.split('/'));
        a.clone().count() == b.clone().count()
            && a.zip(b).all(|(a, b)| a == b || a.starts_with('{'))
    };
    let paths = entries(get(document, "paths")).into_iter();
    let mut items = paths.filter(|it| fits(it.0));
    items.find_map(|(_, item)| Some((item, get(item, &method.to_lowercase())?)))
}

fn answers(operation: &Node, answer: &str) -> bool {
    let (answer, header) = answer.split_once(" without ").unwrap_or((answer, ""));
    let (status, media) = answer.split_once(" as ").unwrap_or((answer, ""));
    let responses = get(operation, "responses");
    let found = responses.and_then(|it| get(it, status).or_else(|| get(it, "default")));
    found.is_some_and(|it| {
        let content = get(it, "content").and_then(|it| get(it, media));
        let named = get(it, "headers").and_then(|it| get(it, header));
        (media.is_empty() || content.is_some())
            && named.is_none_or(|it| text(it, "required") != Some("true"))
    })
}

/// Whether who shows this is let in.
fn lets_in(document: &Node, operation: &Node, shown: &str) -> bool {
    let shown: BTreeSet<&str> = match shown {
        "nothing" => BTreeSet::new(),
        names => names.split(" and ").collect(),
    };
    let asked = get(operation, "security").or_else(|| get(document, "security"));
    let asked = asked.map_or(&[][..], list);
    let enough = |it: &Node| entries(Some(it)).iter().all(|it| shown.contains(it.0));
    asked.is_empty() || asked.iter().any(enough)
}
