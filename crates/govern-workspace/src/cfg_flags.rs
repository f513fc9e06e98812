//! The `cfg` flags that cargo gives to the compiler, by its own rules: those of the environment, or else of `.cargo/config.toml`.

use std::{collections::BTreeSet, env};

use camino::Utf8Path;
use toml::de::{DeTable, DeValue};

use crate::{CfgFlag, cache_directory::configurations, conditions::Machine, confined::Confined};

/// A machine with the flags that cargo gives to the compiler in a directory.
pub(crate) fn in_directory(
    machine: &Machine,
    root: &Utf8Path,
    confined: Option<&Confined>,
) -> Machine {
    machine.with(of_cargo(root, confined, machine))
}

/// The flags that cargo gives to the compiler when it builds a workspace for a machine.
fn of_cargo(root: &Utf8Path, confined: Option<&Confined>, machine: &Machine) -> BTreeSet<CfgFlag> {
    let texts = configurations(root, confined).into_iter();
    let texts: Vec<String> = texts.map(|it| it.text).collect();
    flags(&|name| env::var(name).ok(), &texts, machine)
}

/// The same, of an environment and of the configurations, the nearest first. The first of four places that says anything
/// decides.
fn flags(
    env: &dyn Fn(&str) -> Option<String>,
    configurations: &[String],
    machine: &Machine,
) -> BTreeSet<CfgFlag> {
    if let Some(text) = env("CARGO_ENCODED_RUSTFLAGS") {
        let arguments = text.split('\u{1f}').filter(|it| !it.is_empty());
        return cfgs(&arguments.map(str::to_owned).collect::<Vec<_>>());
    }
    if let Some(text) = env("RUSTFLAGS") {
        return cfgs(&words(&text));
    }
    let documents = configurations.iter();
    let documents: Vec<_> = documents
        .filter_map(|text| DeTable::parse(text).ok())
        .collect();
    let documents: Vec<&DeTable<'_>> = documents.iter().map(|it| it.get_ref()).collect();
    let triple = machine.triple().unwrap_or_default();
    let variable = triple.to_uppercase().replace(['-', '.'], "_");
    let mut arguments = Vec::new();
    let own = env(&format!("CARGO_TARGET_{variable}_RUSTFLAGS"));
    arguments.extend(own.iter().flat_map(|text| words(text)));
    let tables = documents.iter().filter_map(|it| table(it, "target"));
    let names = tables.flat_map(|table| table.keys().map(|key| key.get_ref().to_string()));
    let names: BTreeSet<String> = names.collect();
    for name in &names {
        if *name == triple || (name.starts_with("cfg(") && machine.fits(name) == Some(true)) {
            arguments.extend(listed(&documents, &["target", name]));
        }
    }
    if arguments.is_empty() {
        let own = env("CARGO_BUILD_RUSTFLAGS");
        arguments.extend(own.iter().flat_map(|text| words(text)));
        arguments.extend(listed(&documents, &["build"]));
    }
    cfgs(&arguments)
}

/// `rustflags` of a table in all configurations: lists are joined, of texts the nearest counts.
fn listed(documents: &[&DeTable<'_>], path: &[&str]) -> Vec<String> {
    let mut arguments = Vec::new();
    for document in documents {
        let start = Some(*document);
        let found = path
            .iter()
            .fold(start, |table, key| self::table(table?, key));
        match found
            .and_then(|table| table.get("rustflags"))
            .map(|it| it.get_ref())
        {
            Some(DeValue::String(text)) => {
                arguments.extend(words(text));
                break;
            }
            Some(DeValue::Array(list)) => {
                let texts = list.iter().filter_map(|it| it.get_ref().as_str());
                arguments.extend(texts.map(str::to_owned));
            }
            _ => {}
        }
    }
    arguments
}

fn table<'t, 'd>(table: &'t DeTable<'d>, key: &str) -> Option<&'t DeTable<'d>> {
    table.get(key)?.get_ref().as_table()
}

fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

/// What stands behind `--cfg` among the arguments of the compiler.
fn cfgs(arguments: &[String]) -> BTreeSet<CfgFlag> {
    let mut flags = BTreeSet::new();
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        let text = match argument.strip_prefix("--cfg") {
            Some("") => arguments.next().map(String::as_str),
            Some(rest) => rest.strip_prefix('='),
            None => None,
        };
        flags.extend(text.and_then(CfgFlag::parse));
    }
    flags
}

#[cfg(test)]
mod tests {
    use super::{CfgFlag, flags};
    use crate::conditions::Machine;

    fn found(env: &[(&str, &str)], configurations: &[&str]) -> Vec<String> {
        let machine = Machine::new(Some("x86_64-unknown-linux-gnu")).unwrap();
        let variable = |name: &str| {
            let mut known = env.iter();
            let known = known.find(|(known, _)| *known == name);
            known.map(|(_, value)| (*value).to_owned())
        };
        let configurations: Vec<String> =
            configurations.iter().map(|it| (*it).to_owned()).collect();
        let flags = flags(&variable, &configurations, &machine);
        flags
            .iter()
            .map(|flag| match &flag.value {
                Some(value) => format!("{}={value}", flag.name),
                None => flag.name.clone(),
            })
            .collect()
    }

    const BUILD: &str = "[build]\nrustflags = [\"--cfg\", \"build\", \"-Cdebuginfo=0\"]\n";
    const TARGET: &str = "[target.x86_64-unknown-linux-gnu]\nrustflags = \"--cfg=here --cfg k=\\\"v\\\"\"\n[target.'cfg(unix)']\nrustflags = [\"--cfg\", \"on_unix\"]\n[target.'cfg(windows)']\nrustflags = [\"--cfg\", \"on_windows\"]\n";

    #[test]
    fn the_first_place_that_says_anything_decides() {
        assert_eq!(found(&[], &[BUILD]), ["build"]);
        assert_eq!(found(&[], &[BUILD, TARGET]), ["here", "k=v", "on_unix"]);
        let plain = ("RUSTFLAGS", "-D warnings --cfg plain");
        assert_eq!(found(&[plain], &[BUILD, TARGET]), ["plain"]);
        let encoded = ("CARGO_ENCODED_RUSTFLAGS", "--cfg\u{1f}k=\"a b\"");
        assert_eq!(found(&[plain, encoded], &[BUILD]), ["k=a b"]);
        let target = ("CARGO_TARGET_X86_64_UNKNOWN_LINUX_GNU_RUSTFLAGS", "--cfg t");
        assert_eq!(found(&[target], &[BUILD]), ["t"]);
        // An empty variable says that there are none.
        assert_eq!(found(&[("RUSTFLAGS", "")], &[BUILD]), [""; 0]);
    }

    #[test]
    fn lists_are_joined_and_texts_are_not() {
        let outer = "build.rustflags = [\"--cfg\", \"outer\"]";
        assert_eq!(found(&[], &[BUILD, outer]), ["build", "outer"]);
        let text = "build.rustflags = \"--cfg text\"";
        assert_eq!(found(&[], &[text, outer]), ["text"]);
        assert_eq!(found(&[], &["not toml", outer]), ["outer"]);
    }

    #[test]
    fn flags_are_names_with_or_without_a_value() {
        let parse = |text: &str| CfgFlag::parse(text).map(|flag| (flag.name, flag.value));
        assert_eq!(parse("a"), Some(("a".to_owned(), None)));
        assert_eq!(
            parse("a = \"b\""),
            Some(("a".to_owned(), Some("b".to_owned())))
        );
        for text in ["", "a=b", "a b", "1a", "not(a)"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
