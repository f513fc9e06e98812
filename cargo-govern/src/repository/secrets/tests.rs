//! Each kind, and what looks like it. Secrets are put together here, so that this file has none.

use data_encoding::{BASE32_NOPAD, BASE64, BASE64URL_NOPAD};

use super::{Searcher, SecretKind, WORDS, assignments, fingerprint, nkey};

/// Bytes as chance would make them, always the same.
fn random(count: usize, seed: u64) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let byte = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 24) as u8
    };
    std::iter::repeat_with(byte).take(count).collect()
}

/// Random characters of an alphabet.
fn letters(alphabet: &str, count: usize, seed: u64) -> String {
    let alphabet = alphabet.as_bytes();
    let letter = |byte: u8| char::from(alphabet[usize::from(byte) % alphabet.len()]);
    random(count, seed).into_iter().map(letter).collect()
}

fn alphanumeric(count: usize, seed: u64) -> String {
    letters(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
        count,
        seed,
    )
}

fn seed(public: u8) -> String {
    let mut bytes = vec![18 << 3 | public >> 5, (public & 31) << 3];
    bytes.extend(random(32, 7));
    bytes.extend(nkey::crc16(&bytes).to_le_bytes());
    BASE32_NOPAD.encode(&bytes)
}

fn jwt(header: &str, claims: &str) -> String {
    let parts = [header.as_bytes(), claims.as_bytes(), &random(32, 3)];
    parts.map(|part| BASE64URL_NOPAD.encode(part)).join(".")
}

/// A block with a key of so many bytes that begins as DER does.
fn pem(label: &str, line_end: &str) -> String {
    let mut bytes = vec![0x30, 0x82];
    bytes.extend(random(190, 5));
    let body = BASE64.encode(&bytes);
    let lines: Vec<&str> = (0..body.len())
        .step_by(64)
        .map(|at| &body[at..body.len().min(at + 64)])
        .collect();
    let dashes = "-".repeat(5);
    format!(
        "{dashes}BEGIN {label}{dashes}{line_end}{}{line_end}{dashes}END {label}{dashes}",
        lines.join(line_end)
    )
}

/// The kinds that are found in a file, and the values.
fn found<'t>(path: &str, text: &'t str) -> Vec<(SecretKind, &'t str)> {
    let secrets = Searcher::new().search(path, text);
    secrets
        .into_iter()
        .map(|it| (it.kind, &text[it.value]))
        .collect()
}

#[track_caller]
fn is(kind: SecretKind, value: &str, text: &str) {
    assert_eq!(found("src/lib.rs", text), [(kind, value)], "{text}");
}

#[test]
fn tokens_of_services_are_found() {
    let upper = letters("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 16, 11);
    let cases = [
        (SecretKind::AwsAccessKey, format!("AKIA{upper}")),
        (SecretKind::AwsAccessKey, format!("ASIA{upper}")),
        (
            SecretKind::GitHubToken,
            format!("ghp_{}", alphanumeric(36, 1)),
        ),
        (
            SecretKind::GitHubToken,
            format!("ghs_{}", alphanumeric(36, 2)),
        ),
        (
            SecretKind::GitHubToken,
            format!("github_pat_{}_{}", alphanumeric(22, 3), alphanumeric(59, 4)),
        ),
        (
            SecretKind::GitLabToken,
            format!("glpat-{}", alphanumeric(20, 5)),
        ),
        (
            SecretKind::SlackToken,
            format!(
                "xoxb-{}-{}-{}",
                "7302958146",
                "8160374925713",
                alphanumeric(24, 6)
            ),
        ),
        (
            SecretKind::StripeKey,
            format!("sk_live_{}", alphanumeric(24, 7)),
        ),
        (
            SecretKind::StripeKey,
            format!("rk_live_{}", alphanumeric(24, 8)),
        ),
    ];
    for (kind, value) in &cases {
        for text in [
            format!("let x = \"{value}\";"),
            format!("X={value}\n"),
            format!("// {value}, as was said"),
            format!("\"a\\n{value}\\n\""),
            format!("api_key = \"{value}\""),
        ] {
            is(*kind, value, &text);
        }
        assert_eq!(
            found("a.md", &format!("x{value}")),
            [],
            "a word goes on before it"
        );
        assert_eq!(
            found("a.md", &value[..value.len() - 14]),
            [],
            "it is too short"
        );
    }
    let hook = format!("T{}/B{}/{}", "7G2KQ0X9Z", "5D8WN3V1L", alphanumeric(24, 9));
    is(
        SecretKind::SlackWebhook,
        &hook,
        &format!("https://hooks.slack.com/services/{hook}"),
    );
}

#[test]
fn seeds_are_those_whose_check_sum_is_right() {
    for public in [0, 2 << 3, 13 << 3, 14 << 3, 20 << 3, 23 << 3] {
        let seed = seed(public);
        is(SecretKind::NatsSeed, &seed, &format!("nkey: \"{seed}\""));
        let last = if seed.ends_with('A') { "B" } else { "A" };
        let wrong = format!("{}{last}{}", &seed[..20], &seed[21..]);
        if wrong != seed {
            assert_eq!(found("a.md", &wrong), [], "{wrong}");
        }
        assert_eq!(found("a.md", &seed[..57]), []);
        assert_eq!(found("a.md", &seed.to_lowercase()), []);
    }
    let other = seed(1 << 3);
    assert_eq!(found("a.md", &other), [], "there is no such prefix");
}

#[test]
fn credentials_of_nats_are_one_secret() {
    let token = jwt(
        r#"{"typ":"JWT","alg":"ed25519-nkey"}"#,
        r#"{"nats":{"type":"user"}}"#,
    );
    let (seed, dashes) = (seed(20 << 3), "-".repeat(5));
    let text = format!(
        "{dashes}BEGIN NATS USER JWT{dashes}\n{token}\n------END NATS USER JWT------\n\n\
         {dashes}BEGIN USER NKEY SEED{dashes}\n{seed}\n------END USER NKEY SEED------\n"
    );
    let [(kind, value)] = found("user.creds", &text)[..] else {
        panic!("it is one secret");
    };
    assert_eq!(kind, SecretKind::NatsCredentials);
    assert!(value.starts_with(&token) && value.ends_with(&seed));
    let without = text.replace(&seed, "SU…");
    assert_eq!(
        found("user.creds", &without),
        [],
        "the token alone is public"
    );
}

#[test]
fn private_keys_have_a_key_behind_the_header() {
    for label in [
        "PRIVATE KEY",
        "RSA PRIVATE KEY",
        "EC PRIVATE KEY",
        "ENCRYPTED PRIVATE KEY",
    ] {
        for line_end in ["\n", "\r\n", "\\n", "\\n\" +\n  \""] {
            let text = pem(label, line_end);
            let found = found("key.pem", &text);
            assert_eq!(found.len(), 1, "{text}");
            assert_eq!(found[0].0, SecretKind::PrivateKey);
            assert!(
                !found[0].1.contains("BEGIN") && found[0].1.contains("MI"),
                "{text}"
            );
        }
    }
    let text = pem("PRIVATE KEY", "\n");
    let header = text.lines().next().unwrap();
    let begins = [
        "...",
        "<your key>",
        "MIIEvQ...",
        "…",
        "",
        "AAAA",
        &"M".repeat(80),
        "key goes here",
    ];
    for body in begins {
        assert_eq!(found("a.md", &format!("{header}\n{body}\n")), [], "{body}");
    }
    assert_eq!(found("cert.pem", &pem("CERTIFICATE", "\n")), []);
    assert_eq!(found("key.pem", &pem("PUBLIC KEY", "\n")), []);
    assert_eq!(
        found(
            "a.rs",
            &format!("if text.starts_with(\"{header}\") {{ parse(text) }}")
        ),
        []
    );
}

#[test]
fn web_tokens_have_a_header_claims_and_a_signature() {
    let claims = r#"{"sub":"clerk","iat":1700000000}"#;
    let header = r#"{"alg":"HS256","typ":"JWT"}"#;
    let token = jwt(header, claims);
    is(
        SecretKind::Jwt,
        &token,
        &format!("Authorization: Bearer {token}"),
    );
    is(SecretKind::Jwt, &token, &format!("See {token}."));
    let bearer = jwt(
        r#"{"alg":"ed25519-nkey"}"#,
        r#"{"nats":{"bearer_token":true}}"#,
    );
    is(SecretKind::Jwt, &bearer, &bearer);
    for other in [
        jwt(header, r#"{"sub":"1234567890","name":"John Doe"}"#),
        jwt(r#"{"typ":"JWT"}"#, claims),
        jwt(r#"{"alg":"none"}"#, claims),
        jwt(header, "[1]"),
        jwt(
            r#"{"alg":"ed25519-nkey"}"#,
            r#"{"nats":{"type":"account"}}"#,
        ),
        token[..token.rfind('.').unwrap()].to_owned(),
        format!("{}eyJ", "eyJ".repeat(20)),
    ] {
        assert_eq!(found("a.md", &other), [], "{other}");
    }
}

#[test]
fn passwords_in_addresses_are_found() {
    let word = alphanumeric(12, 21);
    is(
        SecretKind::UrlPassword,
        &word,
        &format!("\"nats://clerk:{word}@bus.acme.io:4222\""),
    );
    is(
        SecretKind::UrlPassword,
        &word,
        &format!("postgres://orders:{word}@10.1.0.7/orders?x=y"),
    );
    is(
        SecretKind::UrlPassword,
        &word,
        &format!("redis://:{word}@cache:6379"),
    );
    let encoded = format!("{}%40{}", &word[..5], &word[5..]);
    is(
        SecretKind::UrlPassword,
        &encoded,
        &format!("amqp://a:{encoded}@mq.acme.io"),
    );
    for other in [
        "postgres://user:pass@db.acme.io",
        "postgres://user:password@db.acme.io",
        "postgres://postgres:postgres@db/orders",
        "postgres://orders:${DB_PASSWORD}@db.acme.io",
        "postgres://orders:{password}@db.acme.io",
        "postgres://orders:<password>@db.acme.io",
        "postgres://orders:$PASS_WORD@db.acme.io",
        "amqp://orders:%s@mq.acme.io",
        "amqp://orders:******@mq.acme.io",
        "amqp://orders:xxxxxxxx@mq.acme.io",
        "nats://clerk:hB4n3ytQ@localhost:4222",
        "nats://clerk:hB4n3ytQ@127.0.0.1:4222",
        "nats://clerk:hB4n3ytQ@bus.example.com",
        "nats://clerk:hB4n3ytQ@{host}:4222",
        "ssh://git@github.com:22/acme/orders.git",
        "https://acme.io/a:hB4n3ytQ@x",
        "https://acme.io?mail=a:hB4n3ytQ@x",
        "see https://acme.io: mail to clerk@acme.io",
        "a https://[::1]:80@acme.io",
    ] {
        assert_eq!(found("a.md", other), [], "{other}");
    }
}

#[test]
fn random_values_with_the_name_of_a_secret_are_found() {
    let value = alphanumeric(32, 31);
    for text in [
        format!("let api_key = \"{value}\";"),
        format!("pub const CLIENT_SECRET: &str = \"{value}\";"),
        format!("static TOKEN: &'static str = r#\"{value}\"#;"),
        format!("{{\"accessToken\": \"{value}\"}}"),
        format!("Config {{ password: \"{value}\".into() }}"),
        format!("token: Some(\"{value}\"),"),
        format!("env[\"API_KEY\"] = '{value}'"),
        format!("secret := \"{value}\""),
        format!("\"secret-key\" => \"{value}\""),
    ] {
        is(SecretKind::Assigned, &value, &text);
    }
    for text in [
        format!("API_TOKEN={value}\n"),
        format!("export API_TOKEN={value} # x"),
        format!("  password: {value}\r\n"),
        format!("secret_key = {value}"),
    ] {
        assert_eq!(
            found("deploy/.env", &text),
            [(SecretKind::Assigned, &*value)],
            "{text}"
        );
        assert_eq!(found("src/lib.rs", &text), [], "{text}");
    }
    let hex = letters("0123456789abcdef", 40, 33);
    is(
        SecretKind::Assigned,
        &hex,
        &format!("auth_token = \"{hex}\""),
    );
}

#[test]
fn what_looks_like_a_random_secret_and_is_none_is_not_found() {
    let (hex, value) = (letters("0123456789abcdef", 64, 41), alphanumeric(32, 42));
    let public = {
        let mut bytes = vec![20 << 3];
        bytes.extend(random(32, 9));
        bytes.extend(nkey::crc16(&bytes).to_le_bytes());
        BASE32_NOPAD.encode(&bytes)
    };
    for other in [
        // Hashes and names of objects.
        format!("checksum = \"{hex}\""),
        format!(
            "\"integrity\": \"sha512-{}\"",
            BASE64.encode(&random(64, 43))
        ),
        format!("commit = \"{}\"", &hex[..40]),
        format!("password_hash = \"{hex}\""),
        format!("token_id = \"{value}\""),
        format!("FROM rust@sha256:{hex}"),
        format!("etag: \"{value}\""),
        // UUIDs.
        "token = \"7f1c2a90-3b5d-4e8f-9a6b-0c1d2e3f4a5b\"".to_owned(),
        // Images, certificates, public keys.
        format!(
            "src=\"data:image/png;base64,{}\"",
            BASE64.encode(&random(300, 44))
        ),
        format!("ssh-ed25519 {} clerk@acme", BASE64.encode(&random(51, 45))),
        format!("public_key = \"{value}\""),
        format!("token = \"{public}\""),
        // What the documentation of services shows.
        format!("AKIA{}", "IOSFODNN7EXAMPLE"),
        format!(
            "aws_secret_access_key = \"{}\"",
            "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
        ),
        format!("api_key = \"sk_test_{}\"", "4eC39HqLyjWDarjtT1zdp7dc"),
        format!("ghp_{}", "x".repeat(36)),
        format!("ghp_{}", "abcdefghijklmnopqrstuvwxyz0123456789"),
        format!("glpat-{}", "not-so-random-branch-name"),
        "xoxb-not-a-real-slack-bot-token-for-anyone".to_owned(),
        format!(
            "https://hooks.slack.com/services/T00000000/B00000000/{}",
            "X".repeat(24)
        ),
        // Code, settings, and words.
        "let token = std::env::var(\"API_TOKEN_2\")?;".to_owned(),
        "token: \"${{ secrets.GITHUB_TOKEN_V2 }}\"".to_owned(),
        "password = \"correct-horse-battery-staple-2\"".to_owned(),
        "secret = \"/run/secrets/orders/nats-user-1.creds\"".to_owned(),
        "token = \"https://acme.io/oauth2/v2.0/authorize1\"".to_owned(),
        "api_key = \"MyVerySpecialKeyName2\"".to_owned(),
        "'X-Token': 'asd7-237s-2bdk-nsdk4'".to_owned(),
        "secret_key = \"0123456789abcdef0123456789abcdef\"".to_owned(),
        format!("next_page_token = \"{value}\""),
        format!("fake_token = \"{value}\""),
        format!("keyboard = \"{value}\""),
        format!("if token == \"{value}\" {{}}"),
        format!("token.len() > 3 && x == \"{value}\""),
    ] {
        assert_eq!(found("deploy/values.yaml", &other), [], "{other}");
        assert_eq!(found("src/lib.rs", &other), [], "{other}");
    }
}

#[test]
fn no_text_makes_it_panic() {
    let words = [
        "-----BEGIN ",
        "PRIVATE KEY",
        "-----",
        "://",
        "@",
        ":",
        "eyJ",
        ".",
        "token",
        "=",
        "\"",
        "ß",
        "\\n",
        "\n",
        "AKIA",
        "#",
        "r",
        "😀",
        "SUA",
    ];
    let searcher = Searcher::new();
    for seed in 0..3000 {
        let picks = random(9, seed + 100);
        let text: String = picks
            .iter()
            .map(|&it| words[usize::from(it) % words.len()])
            .collect();
        for secret in searcher.search(".env", &text) {
            assert!(
                text.is_char_boundary(secret.value.start)
                    && text.is_char_boundary(secret.value.end)
            );
        }
    }
}

#[test]
fn a_fingerprint_is_short_and_stays() {
    assert_eq!(fingerprint("abc"), "a9993e36");
}

#[test]
fn a_text_that_repeats_a_word_takes_no_longer_than_another() {
    let searcher = Searcher::new();
    let words = WORDS.map(|(word, _)| word);
    let more = [
        "token ",
        "token=",
        "token: \"",
        "secret=xxxxxxxx ",
        "://a:b@",
        "AKIA2345",
    ];
    for word in words.into_iter().chain(more) {
        let text = word.repeat((1 << 18) / word.len());
        let started = std::time::Instant::now();
        assert!(searcher.search("a.conf", &text).is_empty(), "{word}");
        // What grows with the square of it takes minutes.
        assert!(started.elapsed().as_secs() < 20, "{word}");
    }
}

#[test]
fn words_that_begin_first_end_first() {
    let words = WORDS.map(|(word, _)| word);
    for all in [&words[..], &assignments::NAMES[..]] {
        for (row, word) in all.iter().enumerate() {
            let others = all.iter().enumerate().filter(|(other, _)| *other != row);
            let around: Vec<_> = others.filter(|(_, it)| it.contains(word)).collect();
            assert_eq!(around, [], "{word}");
        }
    }
    // They are looked for in a text in lower case.
    assert!(assignments::NAMES.iter().all(|it| it.to_lowercase() == *it));
}

#[test]
fn words_are_found_wherever_they_stand() {
    let searcher = Searcher::new();
    let words = WORDS.map(|(word, _)| word);
    let mut parts: Vec<String> = words.iter().map(|it| (*it).to_owned()).collect();
    for name in assignments::NAMES {
        let upper: String = name.to_uppercase();
        parts.extend([name.to_owned(), upper.clone()]);
        parts.push(format!("{}{}", &upper[..1], &name[1..]));
        parts.push(format!("{}{}", &name[..2], &upper[2..]));
    }
    // Parts of words, and what makes positions in blocks of bytes differ.
    parts.extend(
        [
            "",
            "s",
            "secre",
            "to",
            "-",
            "_",
            ":",
            "é",
            "                ",
        ]
        .map(str::to_owned),
    );
    for round in 0..2000 {
        let picked = random(round % 40, round as u64);
        let text: String = picked
            .iter()
            .map(|byte| parts[usize::from(*byte) % parts.len()].as_str())
            .collect();
        let each = |all: &[&str], text: &str| {
            let mut found: Vec<(usize, usize)> = Vec::new();
            for start in 0..text.len() {
                let here = all
                    .iter()
                    .find(|it| text.as_bytes()[start..].starts_with(it.as_bytes()));
                let is_free = found.last().is_none_or(|(_, end)| *end <= start);
                found.extend(here.filter(|_| is_free).map(|it| (start, start + it.len())));
            }
            found
        };
        let by = |automaton: &aho_corasick::AhoCorasick, text: &str| -> Vec<(usize, usize)> {
            let found = automaton.find_iter(text);
            found.map(|it| (it.start(), it.end())).collect()
        };
        assert_eq!(by(&searcher.words, &text), each(&words, &text), "{text}");
        let lower = text.to_ascii_lowercase();
        let names = each(&assignments::NAMES, &lower);
        assert_eq!(by(&searcher.names, &lower), names, "{text}");
    }
}
