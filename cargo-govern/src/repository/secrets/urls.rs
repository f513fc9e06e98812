//! Passwords in addresses: `nats://clerk:…@bus.acme.io`.

use std::ops::Range;

use super::{Secret, SecretKind, likeness, run};

/// Passwords that are no secret: what servers come with, and what documentation writes.
const COMMON: [&str; 14] = [
    "admin",
    "administrator",
    "credentials",
    "guest",
    "mongodb",
    "mypass",
    "mysecret",
    "mysqlpw",
    "passwd",
    "postgres",
    "rabbitmq",
    "secretpw",
    "username",
    "userpass",
];

/// The password of the address whose `://` is here.
pub(super) fn password(text: &str, word: Range<usize>) -> Option<Secret> {
    let before = text.as_bytes()[..word.start].last()?;
    if !before.is_ascii_alphanumeric() {
        return None;
    }
    let ends = b" \t\r\n\"'`/?#,;()\\|";
    let authority = run(text, word.end, |byte| !ends.contains(&byte));
    let (user_info, host) = text[authority.clone()].rsplit_once('@')?;
    let (user, password) = user_info.split_once(':')?;
    let is_secret = password.len() >= 6
        && !password.eq_ignore_ascii_case(user)
        && !COMMON.contains(&password.to_ascii_lowercase().as_str())
        && !has_format(password)
        && !likeness::is_stand_in(password)
        && !password.starts_with(['[', ':'])
        && is_host(host);
    if !is_secret {
        return None;
    }
    let start = authority.start + user.len() + 1;
    let value = start..start + password.len();
    let why = "it stands between user and host, and is no common placeholder".to_owned();
    Some(Secret::at(SecretKind::UrlPassword, value, why))
}

/// Whether there is a hole of a format string: a `%` that encodes no byte.
fn has_format(password: &str) -> bool {
    password.split('%').skip(1).any(|rest| {
        let digits = rest.bytes().take_while(u8::is_ascii_hexdigit).count();
        digits < 2
    })
}

/// Whether it is a host that somebody else can reach: not this machine, not one that is reserved for documentation.
fn is_host(text: &str) -> bool {
    let host = match text.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or(""),
        None => text.split(':').next().unwrap_or(""),
    };
    let host = host.to_ascii_lowercase();
    let is_under = |end: &&str| {
        let rest = host.strip_suffix(*end);
        rest.is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    };
    let reserved = [
        "localhost",
        "localdomain",
        "example",
        "example.com",
        "example.net",
        "example.org",
        "test",
        "invalid",
    ];
    let numbers = ["127.", "192.0.2.", "198.51.100.", "203.0.113.", "2001:db8:"];
    let nobody = matches!(
        host.as_str(),
        "" | "host" | "hostname" | "server" | "0.0.0.0" | "::" | "::1"
    );
    let is_filled = !host.contains(['$', '{', '}', '<', '>', '*', '%', '…']);
    !nobody
        && is_filled
        && !reserved.iter().any(is_under)
        && !numbers.iter().any(|number| host.starts_with(number))
}
