//! Blocks between `-----BEGIN` and `-----END`: private keys, and the credentials of NATS.

use std::ops::Range;

use super::{Secret, SecretKind, jwt, nkey, run};

/// How OpenSSH's own format begins.
const OPENSSH: &str = "b3BlbnNzaC1rZXktdjEA";

/// The secret in the block that begins here.
pub(super) fn block(text: &str, word: Range<usize>) -> Option<Secret> {
    let is_label = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b' ';
    let label = run(text, word.end, is_label);
    let header = word.start..label.end + "-----".len();
    if !text[label.end..].starts_with("-----") {
        return None;
    }
    match &text[label] {
        "NATS USER JWT" => credentials(text, header),
        label if label.ends_with("PRIVATE KEY") || label.ends_with("PRIVATE KEY BLOCK") => {
            private_key(text, header, label)
        }
        _ => None,
    }
}

fn private_key(text: &str, header: Range<usize>, label: &str) -> Option<Secret> {
    let rest = &text[header.end..];
    let length = rest.find("-----").unwrap_or(rest.len());
    let body = &rest[..length];
    let mut key = String::new();
    let mut is_sealed = false;
    // In a string of another language, line ends are written as `\n`.
    for line in body.split('\n').flat_map(|line| line.split("\\n")) {
        let line = line.trim_matches(|c: char| c.is_whitespace() || "\"'\\,+|>#*".contains(c));
        let line = line.trim_end_matches("\\r");
        // `Proc-Type: 4,ENCRYPTED`, `Version: …`.
        if line.contains(": ") {
            is_sealed = true;
            continue;
        }
        // The check sum of PGP.
        if line.starts_with('=') {
            continue;
        }
        let is_part = |c: char| c.is_ascii_alphanumeric() || "+/=".contains(c);
        if !line.chars().all(is_part) {
            break;
        }
        key.push_str(line);
    }
    // A sequence in DER, which base 64 begins with `M`.
    let is_key =
        is_sealed || label.starts_with("PGP") || key.starts_with('M') || key.starts_with(OPENSSH);
    let has_much = key.len() >= 48 && !super::likeness::is_drawn(&key[8..48]);
    if !is_key || !has_much {
        return None;
    }
    Some(Secret {
        kind: SecretKind::PrivateKey,
        place: header.clone(),
        value: header.end..header.end + length,
        why: "behind the header stands what is a key in base 64".to_owned(),
    })
}

/// The token of a user, and the seed that signs for it.
fn credentials(text: &str, header: Range<usize>) -> Option<Secret> {
    let rest = &text[header.end..];
    let is_token = |word: &str| jwt::parts(word).is_some();
    let words = || {
        rest.split(|c: char| c.is_whitespace() || "\"'\\".contains(c))
            .take(200)
    };
    let token = words().find(|word| is_token(word))?;
    let seed = words().find(|word| nkey::whose_seed(word).is_some())?;
    let start = header.end + rest.find(token)?;
    let end = header.end + rest.find(seed)? + seed.len();
    (start < end).then(|| Secret {
        kind: SecretKind::NatsCredentials,
        place: header,
        value: start..end,
        why: "its seed has the right prefix and check sum: with the token, it is a login"
            .to_owned(),
    })
}
