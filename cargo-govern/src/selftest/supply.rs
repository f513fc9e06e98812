//! What `cargo audit` and `cargo deny` say of dependencies: findings at the package in `Cargo.lock`.

use serde::Deserialize;
use serde_json::Value;

use super::{
    found::{Found, Place},
    rules::{ADVISORY_FOUND, DEPENDENCY_DENIED},
};

/// What was said.
#[derive(Debug, Default)]
pub(super) struct Supplied {
    pub(super) found: Vec<Found>,
    /// How many packages were looked at, if that is said.
    pub(super) packages: Option<usize>,
}

#[derive(Deserialize)]
struct Audit {
    lockfile: Lockfile,
    vulnerabilities: Vulnerabilities,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Lockfile {
    dependency_count: usize,
}

#[derive(Deserialize)]
struct Vulnerabilities {
    list: Vec<Vulnerability>,
}

#[derive(Deserialize)]
struct Vulnerability {
    advisory: Advisory,
    package: Package,
    #[serde(default)]
    versions: Versions,
}

#[derive(Deserialize)]
struct Advisory {
    id: String,
    title: String,
    url: Option<String>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
}

#[derive(Deserialize, Default)]
struct Versions {
    #[serde(default)]
    patched: Vec<String>,
}

/// Reads what `cargo audit --json` wrote; none if that is no report.
pub(super) fn of_audit(output: &str, lock: &str) -> Option<Supplied> {
    let audit: Audit = serde_json::from_str(output).ok()?;
    let found = audit.vulnerabilities.list.into_iter().map(|it| {
        let Vulnerability {
            advisory,
            package: Package { name, version },
            versions,
        } = it;
        let (id, title) = (&advisory.id, &advisory.title);
        let message = format!("`{name}` {version}: {title} ({id})");
        let mut found = Found::new(&ADVISORY_FOUND, format!("{id} {name}"), message);
        found.place = place(lock, &name, &version);
        found.notes.extend(advisory.url);
        found.help.push(match &versions.patched[..] {
            [] => "no version of it is patched".to_owned(),
            patched => format!("patched: {}", patched.join(", ")),
        });
        found
    });
    Some(Supplied {
        found: found.collect(),
        packages: Some(audit.lockfile.dependency_count),
    })
}

/// Reads what `cargo deny --format json check` wrote; none if there is no line of it.
pub(super) fn of_deny(output: &str, lock: &str) -> Option<Supplied> {
    let mut lines = output
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let first = lines.next()?;
    let mut supplied = Supplied::default();
    for line in std::iter::once(first).chain(lines) {
        let fields = &line["fields"];
        let text = |value: &Value| value.as_str().map(str::to_owned);
        if line["type"] != "diagnostic" || fields["severity"] != "error" {
            continue;
        }
        let Some(said) = text(&fields["message"]) else {
            continue;
        };
        let graph = &fields["graphs"][0];
        let krate = ["Krate", "krate"].into_iter().map(|key| &graph[key]);
        let mut named = krate.filter_map(|it| Some((text(&it["name"])?, text(&it["version"])?)));
        let named = named.next();
        let said = match text(&fields["code"]) {
            Some(code) => format!("{said} ({code})"),
            None => said,
        };
        let message = match &named {
            Some((name, version)) => format!("`{name}` {version}: {said}"),
            None => said.clone(),
        };
        let mut found = Found::new(&DEPENDENCY_DENIED, message.clone(), message);
        found.place = named.and_then(|(name, version)| place(lock, &name, &version));
        let labels = fields["labels"].as_array().into_iter().flatten();
        let labels = labels.filter_map(|label| {
            let message = text(&label["message"]).filter(|it| !it.is_empty())?;
            // Some are about parts of a file that have several lines.
            let about = text(&label["span"]).filter(|it| !it.is_empty() && !it.contains('\n'));
            Some(match about {
                Some(about) => format!("{message}: `{about}`"),
                None => message,
            })
        });
        // Those of licences tell what is known of each; those of advisories, which it is.
        let notes = fields["notes"].as_array().into_iter().flatten();
        let notes = notes
            .filter_map(text)
            .filter(|_| fields["code"] != "rejected");
        found.notes = labels.chain(notes).collect();
        supplied.found.push(found);
    }
    Some(supplied)
}

/// Where a package stands in the lock file.
fn place(lock: &str, name: &str, version: &str) -> Option<Place> {
    let (name, version) = (
        format!("name = \"{name}\""),
        format!("version = \"{version}\""),
    );
    let mut lines = (1u32..).zip(lock.lines()).peekable();
    while let Some((row, line)) = lines.next() {
        if line == name && lines.peek().is_some_and(|(_, next)| *next == version) {
            return Some(Place::lines("Cargo.lock", row, row + 1));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = "version = 4\n\n[[package]]\nname = \"smallvec\"\nversion = \"1.13.0\"\n\n[[package]]\nname = \"smallvec\"\nversion = \"1.6.0\"\n";

    #[test]
    fn an_advisory_is_at_the_version_it_is_about() {
        let output = r#"{"database":{},"lockfile":{"dependency-count":7},"vulnerabilities":{"found":true,"count":1,"list":[
            {"advisory":{"id":"RUSTSEC-2021-0003","title":"overflow","url":"https://example.org/1"},
             "versions":{"patched":[">=1.6.1"]},"package":{"name":"smallvec","version":"1.6.0"}}]}}"#;
        let audit = of_audit(output, LOCK).unwrap();
        assert_eq!(audit.packages, Some(7));
        let [found] = &audit.found[..] else { panic!() };
        assert_eq!(
            found.message,
            "`smallvec` 1.6.0: overflow (RUSTSEC-2021-0003)"
        );
        assert_eq!(found.place, Some(Place::lines("Cargo.lock", 8, 9)));
        assert_eq!(found.help, ["patched: >=1.6.1"]);
        assert!(of_audit("error: couldn't fetch advisory database", LOCK).is_none());
    }

    #[test]
    fn only_errors_of_deny_count() {
        let line = |severity: &str| {
            format!(
                r#"{{"fields":{{"code":"banned","graphs":[{{"Krate":{{"name":"smallvec","version":"1.13.0"}}}}],"labels":[{{"message":"banned here"}}],"message":"is banned","severity":"{severity}"}},"type":"diagnostic"}}"#
            )
        };
        let output = [
            line("warning"),
            line("error"),
            r#"{"type":"summary","fields":{}}"#.to_owned(),
        ]
        .join("\n");
        let deny = of_deny(&output, LOCK).unwrap();
        let [found] = &deny.found[..] else { panic!() };
        assert_eq!(found.message, "`smallvec` 1.13.0: is banned (banned)");
        assert_eq!(found.place, Some(Place::lines("Cargo.lock", 4, 5)));
        assert_eq!(found.notes, ["banned here"]);
        assert!(of_deny("error: no such file", LOCK).is_none());
    }

    #[test]
    fn what_cargo_deny_really_says_is_read() {
        // `cargo deny --format json check bans licenses sources` of 0.20.2, without the parents of packages.
        let output = include_str!("../../../testdata/programs/cargo-deny/0.20.2.jsonl");
        let deny = of_deny(output, LOCK).unwrap();
        let said: Vec<(&str, Vec<&str>)> = deny
            .found
            .iter()
            .map(|it| {
                (
                    it.message.as_str(),
                    it.notes.iter().map(String::as_str).collect(),
                )
            })
            .collect();
        assert_eq!(
            said,
            [
                (
                    "`denytry` 0.1.0: found 1 wildcard dependency for crate 'denytry' (wildcard)",
                    vec!["wildcard dependency: `*`"]
                ),
                (
                    "`smallvec` 1.16.6: crate 'smallvec = 1.16.6' is explicitly banned (banned)",
                    vec!["banned here: `smallvec`", "reason: `use arrayvec`"]
                ),
                (
                    "`ring` 0.17.14: failed to satisfy license requirements (rejected)",
                    vec![
                        "rejected: license is not explicitly allowed: `Apache-2.0`",
                        "rejected: license is not explicitly allowed: `ISC`",
                    ]
                ),
            ]
        );
    }
}
