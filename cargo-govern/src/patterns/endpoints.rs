//! Addresses in a network that are written into the code.

use govern_facts::{Edition, Extent, PlainKind, PlainToken, plain_tokens};
use govern_workspace::{Error, Workspace};

use super::named::names;
use super::places::{Places, Site};

/// How far before a text its name is looked for, in bytes.
const FURTHEST: usize = 4096;

/// A text that is an address: `nats://bus.acme.io:4222`, `10.0.0.1:4222`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// As written.
    pub text: String,
    /// The host.
    pub host: String,
    /// What it is good for.
    pub kind: AddressKind,
    /// Where.
    pub site: Site,
}

/// What an address is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AddressKind {
    /// Something there is called.
    Endpoint,
    /// It is this machine.
    Local,
    /// It is reserved for documentation and tests.
    Example,
    /// It names a namespace, a schema or a page for people to read.
    Page,
    /// It names something by what it is for: a scope of access, a namespace, a schema.
    Identifier,
}

/// Schemes of what is called over a network.
const SCHEMES: [&str; 31] = [
    "amqp",
    "amqps",
    "cassandra",
    "clickhouse",
    "coap",
    "etcd",
    "ftp",
    "grpc",
    "grpcs",
    "http",
    "https",
    "kafka",
    "ldap",
    "ldaps",
    "memcached",
    "mongodb",
    "mqtt",
    "mqtts",
    "mysql",
    "nats",
    "postgres",
    "postgresql",
    "pulsar",
    "redis",
    "rediss",
    "sftp",
    "smtp",
    "tcp",
    "tls",
    "ws",
    "wss",
];

/// Hosts of pages and namespaces: nobody calls them.
const PAGES: [&str; 33] = [
    "apache.org",
    "bugs.chromium.org",
    "bugzilla.mozilla.org",
    "creativecommons.org",
    "crates.io",
    "cwe.mitre.org",
    "developer.mozilla.org",
    "doc.rust-lang.org",
    "docs.rs",
    "en.wikipedia.org",
    "github.com",
    "gitlab.com",
    "gnu.org",
    "ietf.org",
    "iso.org",
    "json-schema.org",
    "mozilla.org",
    "npmjs.com",
    "oasis-open.org",
    "opengis.net",
    "opensource.org",
    "purl.org",
    "rfc-editor.org",
    "rust-lang.org",
    "schema.org",
    "schemas.microsoft.com",
    "schemas.xmlsoap.org",
    "spdx.org",
    "spec.openapis.org",
    "unicode.org",
    "w3.org",
    "whatwg.org",
    "xmlns.com",
];

/// Words in the names of what has an address for a value that nobody calls.
const OF_IDENTIFIERS: [&str; 6] = ["namespace", "namespaces", "scope", "scopes", "urn", "xmlns"];

/// Words in the names of what something is called at, whatever else is in them.
const OF_ADDRESSES: [&str; 6] = ["addr", "address", "endpoint", "host", "server", "url"];

/// Keys of JSON Schema whose values are names.
const OF_SCHEMAS: [&str; 3] = ["\"$id\"", "\"$ref\"", "\"$schema\""];

/// The addresses in a file.
pub(super) fn addresses(
    workspace: &Workspace,
    places: &mut Places<'_>,
) -> Result<Vec<Address>, Error> {
    let facts = places.facts;
    let mut found = Vec::new();
    let mut text_of_file = None;
    for literal in &facts.literals {
        let text = facts.text(literal.text);
        let Some((host, mut kind)) = judge(text).filter(|_| !places.is_quoted(literal.extent))
        else {
            continue;
        };
        if kind == AddressKind::Endpoint && text.contains("://") {
            let file = match &mut text_of_file {
                Some(file) => file,
                none => none.insert(workspace.text(places.file)?),
            };
            if is_identifier(file, literal.extent) {
                kind = AddressKind::Identifier;
            }
        }
        let scope = places.scope_at(literal.extent.start);
        found.push(Address {
            text: text.to_owned(),
            host: host.to_owned(),
            kind,
            site: places.site(scope, literal.extent),
        });
    }
    Ok(found)
}

/// Whether a text is what something is called by, as the name says that it is given to.
fn is_identifier(text: &str, literal: Extent) -> bool {
    // Nothing further away says what it is for.
    let end = literal.end as usize;
    let start = (literal.start as usize).saturating_sub(FURTHEST);
    let start = (start..).find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let Some(before) = text.get(start..end) else {
        return false;
    };
    // A part of a token at the beginning is none that tells anything.
    let before = before
        .split_once('\n')
        .filter(|_| start > 0)
        .map_or(before, |it| it.1);
    let tokens = plain_tokens(before, Edition::E2024);
    // Where the beginning stood in a text, nothing is read as it is.
    let is_it = |it: &PlainToken<'_>| it.kind == PlainKind::Text && it.text.contains("://");
    let Some(at) = tokens
        .iter()
        .rposition(is_it)
        .filter(|at| at + 1 == tokens.len())
    else {
        return false;
    };
    names(&tokens, at).iter().any(|name| {
        let words = words_of(name);
        let has = |of: &[&str]| words.iter().any(|word| of.contains(&word.as_str()));
        OF_SCHEMAS.contains(name) || has(&OF_IDENTIFIERS) && !has(&OF_ADDRESSES)
    })
}

/// The words of a name, in small letters.
fn words_of(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut was_small = false;
    for c in name.chars() {
        if !c.is_alphanumeric() || c.is_uppercase() && was_small {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| c.is_alphanumeric()) {
            word.extend(c.to_lowercase());
        }
        was_small = c.is_lowercase();
    }
    words
}

/// The host of an address, and what it is good for. None if the text is none: a sentence with an address in it, the
/// beginning of one, a form to be filled in.
fn judge(text: &str) -> Option<(&str, AddressKind)> {
    let (authority, has_scheme) = match text.split_once("://") {
        Some((scheme, rest)) => {
            if !SCHEMES.contains(&scheme) {
                return None;
            }
            (rest.split(['/', '?', '#']).next()?, true)
        }
        None => (text, false),
    };
    let is_blank = |c: char| {
        c.is_whitespace() || matches!(c, '{' | '}' | '<' | '>' | '$' | '%' | '*' | '\\' | '"')
    };
    if text.contains(is_blank) {
        return None;
    }
    let host_and_port = authority
        .rsplit_once('@')
        .map_or(authority, |(_, rest)| rest);
    let host = match host_and_port.strip_prefix('[') {
        Some(rest) => rest.split(']').next()?,
        None => host_and_port.split([':', ',']).next()?,
    };
    let has_port = host_and_port.len() > host.len();
    let named = host.contains('.') || host.contains(':') || has_port;
    let letters = host.chars().any(char::is_alphanumeric);
    if !named || !letters {
        return None;
    }
    let kind = if is_local(host) {
        AddressKind::Local
    } else if is_example(host) {
        AddressKind::Example
    } else if has_scheme && !has_port && is_page(text, host) {
        AddressKind::Page
    } else if has_scheme && is_scope(text) {
        AddressKind::Identifier
    } else {
        AddressKind::Endpoint
    };
    Some((host, kind))
}

fn is_local(host: &str) -> bool {
    let ends = ["localhost", "localdomain"];
    host.starts_with("127.") && is_number(host)
        || matches!(host, "0.0.0.0" | "::" | "::1")
        || ends.iter().any(|end| is_under(host, end))
}

/// RFC 2606, RFC 5737 and RFC 3849 reserve these.
fn is_example(host: &str) -> bool {
    let names = [
        "example",
        "example.com",
        "example.net",
        "example.org",
        "test",
        "invalid",
    ];
    let numbers = ["192.0.2.", "198.51.100.", "203.0.113.", "2001:db8:"];
    names.iter().any(|name| is_under(host, name))
        || numbers.iter().any(|number| host.starts_with(number))
        // Names that nobody could register, and that everybody takes for an example.
        || matches!(host.split('.').next(), Some("foo" | "bar" | "example" | "a" | "x"))
}

fn is_page(text: &str, host: &str) -> bool {
    let is_schema = host
        .split('.')
        .any(|part| matches!(part, "schemas" | "schema" | "xmlns" | "ns"))
        || text.ends_with(".xsd")
        || text.ends_with(".json") && text.contains("schema");
    let is_docs = host
        .split('.')
        .any(|part| matches!(part, "doc" | "docs" | "wiki" | "blog" | "help"));
    is_schema || is_docs || PAGES.iter().any(|page| is_under(host, page))
}

/// Scopes of access whose form is known.
fn is_scope(text: &str) -> bool {
    text.starts_with("https://www.googleapis.com/auth/") || text.ends_with("/.default")
}

fn is_number(host: &str) -> bool {
    host.chars().all(|c| c.is_ascii_digit() || c == '.')
}

/// Whether a host is this one, or below it.
fn is_under(host: &str, other: &str) -> bool {
    host.strip_suffix(other)
        .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_judged_by_their_host() {
        use AddressKind::*;
        for (text, judged) in [
            ("nats://bus.acme.io:4222", Some(("bus.acme.io", Endpoint))),
            (
                "https://user:word@api.acme.io/v1?x",
                Some(("api.acme.io", Endpoint)),
            ),
            ("http://nats:8222", Some(("nats", Endpoint))),
            ("10.0.0.1:4222", Some(("10.0.0.1", Endpoint))),
            (
                "redis://[2001:4860::1]:6379",
                Some(("2001:4860::1", Endpoint)),
            ),
            ("nats://localhost:4222", Some(("localhost", Local))),
            ("http://127.0.0.1/x", Some(("127.0.0.1", Local))),
            ("0.0.0.0:80", Some(("0.0.0.0", Local))),
            ("http://api.example.com", Some(("api.example.com", Example))),
            ("192.0.2.1:80", Some(("192.0.2.1", Example))),
            ("http://www.w3.org/2000/svg", Some(("www.w3.org", Page))),
            (
                "https://github.com/a/b/issues/1",
                Some(("github.com", Page)),
            ),
            (
                "https://json.schemas.acme.io/order.json",
                Some(("json.schemas.acme.io", Page)),
            ),
            (
                "https://www.googleapis.com/auth/cloud-platform",
                Some(("www.googleapis.com", Identifier)),
            ),
            (
                "https://graph.microsoft.com/.default",
                Some(("graph.microsoft.com", Identifier)),
            ),
            (
                "https://www.googleapis.com/storage/v1",
                Some(("www.googleapis.com", Endpoint)),
            ),
            ("https://{host}/v1", None),
            ("http://", None),
            ("file:///etc/hosts", None),
            ("see https://acme.io for more", None),
            ("https://host", None),
            ("http://...", None),
        ] {
            assert_eq!(judge(text), judged, "{text}");
        }
    }
}
