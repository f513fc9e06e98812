//! What works on no such platform: the table `native.toml`, parsed once, and what the project says besides.

use std::sync::LazyLock;

use globset::{Glob, GlobMatcher};
use serde::Deserialize;

use crate::{
    model::{architecture::Guest, built::Built},
    path::external_segments,
    policy::{Policy, pattern::Pattern, project::NativeName},
};

fn is_package(name: &NativeName, built: &Built) -> bool {
    let package = built.name.replace('-', "_");
    name.pattern.matches(&[&package]) || name.pattern.matches(&[&built.library])
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    packages: Vec<Package>,
    names: Vec<Names>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Package {
    name: String,
    #[serde(default)]
    features: Vec<String>,
    #[serde(default)]
    unless: Vec<String>,
    on: Vec<Triple>,
    because: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Names {
    names: Vec<Name>,
    #[serde(default)]
    except: Vec<Name>,
    on: Vec<Triple>,
    because: String,
}

#[derive(Deserialize)]
#[serde(try_from = "String")]
struct Triple(GlobMatcher);

impl TryFrom<String> for Triple {
    type Error = globset::Error;

    fn try_from(text: String) -> Result<Triple, globset::Error> {
        Ok(Triple(Glob::new(&text)?.compile_matcher()))
    }
}

#[derive(Deserialize)]
#[serde(try_from = "String")]
struct Name(Pattern);

impl TryFrom<String> for Name {
    type Error = String;

    fn try_from(text: String) -> Result<Name, String> {
        Pattern::parse(&text).map(Name)
    }
}

static TABLE: LazyLock<Table> =
    LazyLock::new(|| toml::from_str(include_str!("native.toml")).expect("a test reads the table"));

/// What of a package works on no such platform.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Asked {
    /// The features that make the difference; none if it is the package as a whole.
    pub(crate) features: Vec<String>,
    /// Why.
    pub(crate) because: String,
}

const SAID: &str = "`native` in `[archcheck.guest]` says so";

/// What of a package of a guest does not work on its platform.
pub(crate) fn known(policy: &Policy, guest: &Guest, built: &Built) -> Option<Asked> {
    let asked = policy.guests.as_ref()?;
    let own = asked.native.iter().filter(|name| is_package(name, built));
    let (mut features, mut whole) = (Vec::new(), false);
    for name in own {
        match &name.feature {
            Some(feature) if built.features.contains(feature) => features.push(feature.clone()),
            Some(_) => {}
            None => whole = true,
        }
    }
    if whole || !features.is_empty() {
        return Some(Asked {
            features: if whole { Vec::new() } else { features },
            because: SAID.to_owned(),
        });
    }
    let allows = |feature: Option<&str>| {
        asked.allow.iter().any(|name| {
            is_package(name, built)
                && (name.feature.is_none() || name.feature.as_deref() == feature)
        })
    };
    let is_known = |package: &&Package| {
        package.name == built.name && is_on(&package.on, &guest.target) && !allows(None)
    };
    let package = TABLE.packages.iter().find(is_known)?;
    let has = |feature: &&String| built.features.contains(*feature);
    // Without cargo nobody knows which features are on.
    if !package.unless.is_empty() && (!guest.resolved || package.unless.iter().any(|it| has(&it))) {
        return None;
    }
    let features: Vec<String> = package
        .features
        .iter()
        .filter(has)
        .filter(|feature| !allows(Some(feature)))
        .cloned()
        .collect();
    (package.features.is_empty() || !features.is_empty()).then(|| Asked {
        features,
        because: package.because.clone(),
    })
}

/// Why an external name works on no such platform, if it does not.
pub(crate) fn native_name<'a>(policy: &'a Policy, target: &str, path: &str) -> Option<&'a str> {
    let asked = policy.guests.as_ref()?;
    let segments = external_segments(path);
    let among = |names: &[NativeName]| {
        let mut paths = names.iter().filter(|name| name.pattern.segments() > 1);
        paths.any(|name| name.pattern.contains(&segments))
    };
    if among(&asked.native) {
        return Some(SAID);
    }
    if among(&asked.allow) {
        return None;
    }
    let within = |names: &[Name]| names.iter().any(|Name(name)| name.contains(&segments));
    let known = TABLE.names.iter();
    let mut known = known.filter(|known| is_on(&known.on, target));
    let known = known.find(|known| within(&known.names) && !within(&known.except))?;
    Some(&known.because)
}

/// Whether the table says anything about a platform.
pub(crate) fn is_known(target: &str) -> bool {
    let mut rows = TABLE.packages.iter().map(|row| &row.on);
    rows.any(|on| is_on(on, target))
}

fn is_on(triples: &[Triple], target: &str) -> bool {
    triples.iter().any(|Triple(triple)| triple.is_match(target))
}

#[cfg(test)]
mod tests {
    use super::{TABLE, native_name};
    use crate::policy::{Policy, project::Guests};

    fn because(target: &str, path: &str) -> Option<String> {
        let policy = Policy {
            guests: Some(Guests::default()),
            ..Policy::default()
        };
        native_name(&policy, target, path).map(str::to_owned)
    }

    #[test]
    fn the_table_can_be_read_and_each_row_is_for_some_platform() {
        assert!(!TABLE.packages.is_empty() && !TABLE.names.is_empty());
        let rows = TABLE.packages.iter().map(|row| &row.on);
        for on in rows.chain(TABLE.names.iter().map(|row| &row.on)) {
            assert!(!on.is_empty());
        }
    }

    #[test]
    fn platforms_differ() {
        for (target, path, fails) in [
            ("wasm32-wasip1", "std::thread::spawn", true),
            ("wasm32-wasip1-threads", "std::thread::spawn", false),
            ("wasm32-wasip1", "std::thread::Builder::new", true),
            ("wasm32-wasip1", "std::thread::sleep", false),
            ("wasm32-unknown-unknown", "std::thread::sleep", true),
            ("wasm32-wasip1", "std::process::Command::new", true),
            ("wasm32-wasip1", "std::process::Child", false),
            ("wasm32-wasip2", "std::process::id", true),
            ("wasm32-wasip1", "std::process::exit", false),
            ("wasm32-unknown-unknown", "std::os::fd::AsFd", true),
            ("wasm32-unknown-unknown", "std::fs::File", false),
            ("wasm32-unknown-unknown", "std::fs::File::open", true),
            ("wasm32-unknown-unknown", "std::fs::TryLockError", false),
            ("wasm32-unknown-unknown", "std::env::var", false),
            ("wasm32-unknown-unknown", "std::env::vars", true),
            ("wasm32-wasip1", "std::env::vars", false),
            ("wasm32-wasip1", "std::env::current_dir", false),
            ("wasm32-wasip1", "std::env::temp_dir", true),
            ("wasm32-wasip1", "std::fs::read", false),
            ("wasm32-unknown-unknown", "std::fs::read", true),
            ("wasm32-unknown-unknown", "std::fs::Metadata", false),
            ("wasm32-unknown-unknown", "std::time::Instant::now", true),
            ("wasm32-wasip1", "std::time::Instant::now", false),
            ("wasm32-wasip1", "std::os::unix::fs::PermissionsExt", true),
            ("wasm32-wasip1", "std::os::wasi::fs", false),
            ("wasm32-wasip1", "std::os::fd::AsFd", false),
            ("wasm32-wasip1", "std::net::TcpStream", false),
            ("wasm32-wasip1", "std::net::TcpStream::connect", true),
            ("wasm32-wasip2", "std::net::TcpStream::connect", false),
            ("wasm32-wasip1", "tokio::sync::Mutex", false),
            ("x86_64-unknown-linux-gnu", "std::process::Command", false),
        ] {
            assert_eq!(because(target, path).is_some(), fails, "{path} on {target}");
        }
    }
}
