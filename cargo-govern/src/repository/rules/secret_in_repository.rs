//! A secret is in a file of the repository.

use govern_diagnostics::Span;
use govern_gate::{Finding, Findings, Level, Rule, RuleInfo};

use std::ops::Range;

use text_size::TextRange;

use crate::repository::{FoundSecret, NAME, Repository, history::short};

pub(super) static RULE: Rule<Repository> = Rule {
    info: RuleInfo {
        gate: NAME,
        name: "secret_in_repository",
        summary: "a secret is in a file of the repository",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds secrets in all text files that git tracks or would track (new ones that are not ignored); where git does not track the
workspace, in all that no `.gitignore` ignores. Each kind has to stand the check that there is for it:

| kind | what it is taken by |
|---|---|
| private keys | `BEGIN … PRIVATE KEY`, and behind it a key in DER, OpenSSH's or PGP's format |
| seeds of NATS | prefix, length and check sum |
| credentials of NATS | a user's token, and behind it a seed as above |
| access keys of AWS | `AKIA`, `ASIA`, and 16 characters of base 32 |
| tokens of GitHub, GitLab, Slack, live keys of Stripe | how they begin, their alphabet and their length |
| JSON Web Tokens | three parts, a header in JSON with `alg`, claims in JSON, a signature |
| passwords in URLs | six characters or more between user and host |
| values of names such as `api_key`, `client_secret`, `DB_PASSWORD` | 16 characters or more, letters and digits mixed as only chance mixes them |

No finding shows the value: not in the message, and not in the lines of source that are shown with this or any other finding of
the run. It shows what it is, where, how long, and a fingerprint of eight digits.

What stands for a secret is none: values with holes (`${TOKEN}`, `<password>`, `{token}`), with words such as `example`, `changeme`,
`your` or `test`, and values that repeat themselves or count (`xxxxxxxx`, `abcdef`). A password in a URL is none, too, if it is the user's
name, if it is one that servers come with (`guest`, `postgres`), and if the host is this machine or reserved for documentation
(`localhost`, `db.example.com`). UUIDs are names, not secrets. Tokens of NATS are public without their seed, unless they say
`bearer_token`.

```toml
[repository.secrets]
allow = [
    { path = "testdata/keys/**", reason = "made for the tests, valid nowhere" },
    { fingerprint = "0f3c2a91", reason = "the published key of the sandbox" },
]
```

With both, both have to fit. An entry that allows nothing is a finding of `selector_unmatched`.

### Why is this bad?

Whoever may read the repository may use the secret: everybody who ever cloned it, every machine that builds it, and whoever
gets hold of one copy. A commit that takes it out leaves it in the history.

### Example

```rust
pub fn connect() -> Result<Client, Error> {
    Client::connect("nats://orders:‹the password›@bus.acme.io:4222")
}
```

### Use instead

```rust
pub fn connect(config: &Config) -> Result<Client, Error> {
    Client::connect_with_credentials(&config.url, &config.credentials_file)
}
```

Take it out of use where it was made, and make another one: that is what helps. Then take it out of the file.

`--history RANGE` also searches what commits made of files: `--history origin/main..HEAD` for what is about to be merged, `--history HEAD`
once for everything. It says in which commit the secret came. What was taken out of use long ago stays in the history, so an entry of
`allow` for it says `history = true`: then nobody misses it where the history is not searched.

### Limits

What is not in the files now is searched only where `--history` asks for it, messages of commits never. Files that are no text, and files longer than 4 MB, are not searched; the
run says how many. A value that is put together, encoded, or spread over lines is not seen, and neither is one that a person made up and
that has no name of a secret. Values without quotes count only in files of settings (`.env`, `.yaml`, `.ini`, `.sh` …). Test keys of Stripe
are none. Whether a secret is still valid is not asked: that would send it away. A password that can be guessed can be recognised by
its fingerprint, one that chance made cannot.
"#;

fn check(repository: &Repository, findings: &mut Findings) {
    let is_allowed = |path: &str, fingerprint: &str| {
        let mut allowed = repository.settings.allowed.iter();
        allowed.any(|it| it.allows(path, fingerprint))
    };
    findings.checked(repository.searched);
    for found in &repository.secrets {
        if is_allowed(&found.path, &found.fingerprint) {
            continue;
        }
        let kind = found.secret.kind.name();
        let span = |range: &Range<usize>| {
            let range = TextRange::new((range.start as u32).into(), (range.end as u32).into());
            Span::new(found.file, range)
        };
        let finding = findings
            .report(
                span(&found.secret.place),
                key(&found.path, kind, &found.fingerprint),
                format!(
                    "{kind} is in the repository: {} characters, fingerprint {}",
                    found.length, found.fingerprint
                ),
            )
            .conceal(span(&found.secret.value))
            .note(&found.secret.why);
        advise(finding);
    }
    let Some(history) = &repository.history else {
        return;
    };
    findings.checked(history.searched);
    for found in &history.secrets {
        let is_here = |here: &FoundSecret| {
            (&here.path, &here.fingerprint) == (&found.path, &found.fingerprint)
        };
        if is_allowed(&found.path, &found.fingerprint) || repository.secrets.iter().any(is_here) {
            continue;
        }
        let kind = found.secret.kind.name();
        let (line, column) = found.place;
        let finding = findings
            .report(
                None,
                key(&found.path, kind, &found.fingerprint),
                format!(
                    "{kind} is in the history of `{}`: {} characters, fingerprint {}",
                    found.path, found.length, found.fingerprint
                ),
            )
            .note(format!(
                "it came with the commit {}, in line {line}, column {column}",
                short(&found.commit)
            ))
            .note(&found.secret.why);
        advise(finding);
    }
}

fn key(path: &str, kind: &str, fingerprint: &str) -> String {
    format!("{path}: {kind} {fingerprint}")
}

fn advise(finding: &mut Finding) {
    finding
        .help("make another one and take this one out of use: the history keeps it")
        .help(
            "if it is none, `allow` in `[repository.secrets]` takes its fingerprint and a reason",
        );
}
