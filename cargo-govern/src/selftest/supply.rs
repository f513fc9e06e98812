//! What `cargo audit` and `cargo deny` say of dependencies: findings at the package in `Cargo.lock`.

use std::collections::BTreeMap;

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
    /// By their kind: `unmaintained`, `unsound`, `yanked`, `notice`.
    #[serde(default)]
    warnings: BTreeMap<String, Vec<Warning>>,
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
struct Warning {
    /// None for a version that was yanked.
    advisory: Option<Advisory>,
    package: Package,
    #[serde(default)]
    versions: Option<Versions>,
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

/// Reads what `cargo audit --json` wrote; none if that is no report. Where it knows of no vulnerability, what it warns of is found: that
/// is why it fails, if it does.
pub(super) fn of_audit(output: &str, lock: &str) -> Option<Supplied> {
    let audit: Audit = serde_json::from_str(output).ok()?;
    let vulnerable = audit.vulnerabilities.list.into_iter();
    let vulnerable = vulnerable.map(|it| {
        told(
            lock,
            None,
            Some(it.advisory),
            &it.package,
            Some(&it.versions),
        )
    });
    let mut found: Vec<Found> = vulnerable.collect();
    if found.is_empty() {
        let warnings = audit.warnings.into_iter();
        let warnings =
            warnings.flat_map(|(kind, all)| all.into_iter().map(move |it| (kind.clone(), it)));
        found.extend(warnings.map(|(kind, it)| {
            told(
                lock,
                Some(&kind),
                it.advisory,
                &it.package,
                it.versions.as_ref(),
            )
        }));
    }
    Some(Supplied {
        found,
        packages: Some(audit.lockfile.dependency_count),
    })
}

/// What is said of a package; a warning has a kind.
fn told(
    lock: &str,
    kind: Option<&str>,
    advisory: Option<Advisory>,
    Package { name, version }: &Package,
    versions: Option<&Versions>,
) -> Found {
    let told = advisory.as_ref();
    let told = told.map(|Advisory { id, title, .. }| format!("{title} ({id})"));
    let parts = [kind.map(str::to_owned), told];
    let said = parts.into_iter().flatten().collect::<Vec<_>>().join(": ");
    let key = advisory.as_ref().map(|it| it.id.as_str());
    let key = key.or(kind).unwrap_or_default();
    let message = format!("`{name}` {version}: {said}");
    let mut found = Found::new(&ADVISORY_FOUND, format!("{key} {name}"), message);
    found.place = place(lock, name, version);
    found.notes.extend(advisory.and_then(|it| it.url));
    let patched = versions.map(|it| it.patched.join(", "));
    found.help.extend(patched.map(|it| match it.as_str() {
        "" => "no version of it is patched".to_owned(),
        patched => format!("patched: {patched}"),
    }));
    found
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
    fn what_cargo_audit_really_says_is_read() {
        // `cargo audit --json` of 0.22.2; the second time there is no vulnerability, and warnings are denied.
        let said = |output: &str| -> Vec<(String, String, Vec<String>)> {
            let found = of_audit(output, "").unwrap().found.into_iter();
            found.map(|it| (it.key, it.message, it.help)).collect()
        };
        let told = |key: &str, message: &str, help: &str| {
            (key.to_owned(), message.to_owned(), vec![help.to_owned()])
        };
        assert_eq!(
            said(include_str!(
                "../../../testdata/programs/cargo-audit/0.22.2.json"
            )),
            [told(
                "RUSTSEC-2021-0003 smallvec",
                "`smallvec` 1.6.0: Buffer overflow in SmallVec::insert_many (RUSTSEC-2021-0003)",
                "patched: >=1.6.1",
            )]
        );
        assert_eq!(
            said(include_str!(
                "../../../testdata/programs/cargo-audit/0.22.2-warnings.json"
            )),
            [told(
                "RUSTSEC-2025-0057 fxhash",
                "`fxhash` 0.2.1: unmaintained: fxhash - no longer maintained (RUSTSEC-2025-0057)",
                "no version of it is patched",
            )]
        );
        let yanked = r#"{"lockfile":{"dependency-count":1},"vulnerabilities":{"list":[]},"warnings":{"yanked":[
            {"kind":"yanked","package":{"name":"a","version":"1.0.0"},"advisory":null,"affected":null,"versions":null}]}}"#;
        let yanked = said(yanked);
        assert_eq!(
            yanked,
            [(
                "yanked a".to_owned(),
                "`a` 1.0.0: yanked".to_owned(),
                Vec::new()
            )]
        );
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
