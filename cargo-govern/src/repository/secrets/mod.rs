//! Secrets in a text: words that they come with are looked for first, what stands there is looked at after that.

mod assignments;
mod blocks;
mod jwt;
mod likeness;
mod nkey;
#[cfg(test)]
mod tests;
mod tokens;
mod urls;

use std::{collections::BTreeMap, ops::Range};

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use sha1::{Digest as _, Sha1};

/// What kind of secret. Of two in one place, the first here is the one that is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SecretKind {
    /// What `nsc` writes for a user: a token and the seed that signs for it.
    NatsCredentials,
    /// A block `BEGIN … PRIVATE KEY`.
    PrivateKey,
    /// A seed of NATS, from which its private key follows.
    NatsSeed,
    /// The id of a key of AWS.
    AwsAccessKey,
    /// A token of GitHub.
    GitHubToken,
    /// A token of GitLab.
    GitLabToken,
    /// A token of Slack.
    SlackToken,
    /// An address at Slack that takes messages from whoever knows it.
    SlackWebhook,
    /// A live key of Stripe.
    StripeKey,
    /// A signed token.
    Jwt,
    /// A password in the address of a server.
    UrlPassword,
    /// A random value that has the name of a secret.
    Assigned,
}

impl SecretKind {
    /// What it is called, with its article.
    pub fn name(self) -> &'static str {
        match self {
            SecretKind::NatsCredentials => "a credentials block of NATS",
            SecretKind::PrivateKey => "a private key",
            SecretKind::NatsSeed => "a seed of NATS",
            SecretKind::AwsAccessKey => "an access key of AWS",
            SecretKind::GitHubToken => "a token of GitHub",
            SecretKind::GitLabToken => "a token of GitLab",
            SecretKind::SlackToken => "a token of Slack",
            SecretKind::SlackWebhook => "a webhook of Slack",
            SecretKind::StripeKey => "a live key of Stripe",
            SecretKind::Jwt => "a JSON Web Token",
            SecretKind::UrlPassword => "a password in a URL",
            SecretKind::Assigned => "a random value with the name of a secret",
        }
    }
}

/// Something that looks like a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Secret {
    /// What kind.
    pub kind: SecretKind,
    /// Where to point, in bytes: what stands there may be shown if it is not in `value`.
    pub place: Range<usize>,
    /// Where the value is, which nobody may show.
    pub value: Range<usize>,
    /// Why it is taken for one, in words without it.
    pub why: String,
}

impl Secret {
    fn at(kind: SecretKind, value: Range<usize>, why: impl Into<String>) -> Secret {
        Secret {
            kind,
            place: value.clone(),
            value,
            why: why.into(),
        }
    }
}

/// A few digits that a value can be recognised by, and not be made from.
pub fn fingerprint(value: &str) -> String {
    let digest: [u8; 20] = Sha1::digest(value).into();
    digest[..4]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// How a secret is looked at once its word is found: the text, and where the word is.
type Look = fn(&str, Range<usize>) -> Option<Secret>;

/// Words that secrets come with, as they are written, and who knows what to make of them.
const WORDS: [(&str, Look); 29] = [
    ("-----BEGIN ", blocks::block),
    ("://", urls::password),
    ("eyJ", jwt::token),
    ("hooks.slack.com/services/", tokens::slack_webhook),
    ("AKIA", tokens::aws),
    ("ASIA", tokens::aws),
    ("ghp_", tokens::github),
    ("gho_", tokens::github),
    ("ghu_", tokens::github),
    ("ghs_", tokens::github),
    ("ghr_", tokens::github),
    ("github_pat_", tokens::github_fine),
    ("glpat-", tokens::gitlab),
    ("gldt-", tokens::gitlab),
    ("glrt-", tokens::gitlab),
    ("glptt-", tokens::gitlab),
    ("xoxb-", tokens::slack),
    ("xoxp-", tokens::slack),
    ("xoxa-", tokens::slack),
    ("xoxr-", tokens::slack),
    ("xoxs-", tokens::slack),
    ("sk_live_", tokens::stripe),
    ("rk_live_", tokens::stripe),
    ("SUA", nkey::seed),
    ("SAA", nkey::seed),
    ("SOA", nkey::seed),
    ("SNA", nkey::seed),
    ("SCA", nkey::seed),
    ("SXA", nkey::seed),
];

/// Finds secrets; made once for all texts.
#[derive(Debug)]
pub struct Searcher {
    words: AhoCorasick,
    names: AhoCorasick,
}

impl Default for Searcher {
    fn default() -> Self {
        Searcher::new()
    }
}

impl Searcher {
    /// One that knows all kinds.
    pub fn new() -> Searcher {
        const FIT: &str = "so few words fit into an automaton";
        let mut builder = AhoCorasick::builder();
        builder.kind(Some(AhoCorasickKind::DFA));
        // No word is a part of another one, so whichever begins first ends first, too. Only those that begin first are looked for
        // by many bytes at a time.
        builder.match_kind(MatchKind::LeftmostFirst);
        let words = builder.build(WORDS.map(|(word, _)| word)).expect(FIT);
        let names = builder.build(assignments::NAMES).expect(FIT);
        Searcher { words, names }
    }

    /// The secrets in the text of a file, in their order; none is in another one.
    pub fn search(&self, path: &str, text: &str) -> Vec<Secret> {
        let mut found: Vec<Secret> = Vec::new();
        for word in self.words.find_iter(text) {
            let (_, look) = WORDS[word.pattern().as_usize()];
            found.extend(look(text, word.range()));
        }
        let bare = assignments::has_bare_values(path);
        let mut end = 0;
        // An automaton that knows both cases looks at each byte by itself, which takes longer than a second text.
        let lower = text.to_ascii_lowercase();
        for name in self.names.find_iter(&lower) {
            if name.start() >= end {
                let identifier = assignments::identifier(text, name.range());
                end = identifier.end;
                found.extend(assignments::assigned(text, identifier, bare));
            }
        }
        found.sort_by_key(|it| (it.kind, it.value.start));
        // By where they begin: none of them overlaps another, so that only the one before can reach into a place.
        let mut kept: BTreeMap<usize, Secret> = BTreeMap::new();
        for secret in found {
            let mut before = kept.range(..secret.value.end);
            let is_free = before
                .next_back()
                .is_none_or(|(_, other)| other.value.end <= secret.value.start);
            if is_free {
                kept.insert(secret.value.start, secret);
            }
        }
        kept.into_values().collect()
    }
}

/// The range from a place as far as bytes are of a kind.
fn run(text: &str, from: usize, is_part: impl Fn(u8) -> bool) -> Range<usize> {
    let bytes = &text.as_bytes()[from..];
    let length = bytes.iter().position(|&byte| !is_part(byte));
    from..from + length.unwrap_or(bytes.len())
}

/// Whether a word could not go on before a place.
fn begins_word(text: &str, at: usize) -> bool {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || b"_-+/".contains(byte);
    let before = text.as_bytes()[..at].last();
    // `\n` may stand there in a text that is written in another one.
    !before.is_some_and(is_part) || text[..at].ends_with("\\n")
}
