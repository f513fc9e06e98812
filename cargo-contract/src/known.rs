//! The table of known types: `known.toml`, parsed once.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6};
use std::sync::LazyLock;

use serde::Deserialize;

use crate::wire::Integer;

/// What a meaning from the table begins with: two of them that differ are different for certain.
pub(crate) const MEANING: &str = "known: ";

/// A wire shape as the table writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Spec {
    /// A name without arguments, such as `str` or `u32`.
    Name(String),
    /// A generic argument and what stands for it if it is missing.
    Argument(usize, Option<Box<Spec>>),
    /// A name with parts, each perhaps with a label.
    Parts(String, Vec<(String, Option<Spec>)>),
}

/// A form of strings.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Form {
    /// Examples.
    pub(crate) samples: Vec<String>,
    #[serde(default)]
    reads: Vec<String>,
    /// Forms that are read, and what becomes of their text, which stands at `{}`.
    #[serde(default)]
    changes: BTreeMap<String, String>,
    #[serde(skip)]
    name: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    types: BTreeMap<String, String>,
    with: BTreeMap<String, String>,
    forms: BTreeMap<String, Form>,
    meanings: BTreeMap<String, Meaning>,
}

/// What numbers of a meaning are like.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Meaning {
    /// Examples.
    pub(crate) samples: Vec<i64>,
    least: i64,
    most: i64,
}

struct Table {
    meanings: BTreeMap<String, Meaning>,
    types: BTreeMap<String, Spec>,
    with: BTreeMap<String, Spec>,
    forms: BTreeMap<String, Form>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let written: Written =
        toml::from_str(include_str!("known.toml")).expect("a test reads the table");
    let parse = |specs: BTreeMap<String, String>| {
        specs
            .into_iter()
            .map(|(path, text)| (path, Spec::parse(&text).expect("a test reads every shape")))
            .collect()
    };
    let mut forms = written.forms;
    for (name, form) in &mut forms {
        form.name.clone_from(name);
    }
    Table {
        types: parse(written.types),
        with: parse(written.with),
        forms,
        meanings: written.meanings,
    }
});

/// The shape of an external type, by its path.
pub(crate) fn external_type(path: &str) -> Option<&'static Spec> {
    TABLE.types.get(&*standard(path))
}

/// The shape that a module or function for `with` writes and reads.
pub(crate) fn with(path: &str) -> Option<&'static Spec> {
    TABLE.with.get(&*standard(path))
}

/// The form of this name.
pub(crate) fn form(name: &str) -> &'static Form {
    TABLE
        .forms
        .get(name)
        .expect("forms are named by the table itself, and a test looks each of them up")
}

/// The name of a form, if there is one of this name.
pub(crate) fn form_name(name: &str) -> Option<&'static str> {
    let (name, _) = TABLE.forms.get_key_value(name)?;
    Some(name)
}

/// What is known of a meaning, by the name that shapes give it.
pub(crate) fn meaning(name: &str) -> Option<&'static Meaning> {
    TABLE.meanings.get(name.strip_prefix(MEANING)?)
}

/// Crates that the table knows: what a path in a single file may begin with.
pub(crate) fn crates() -> impl Iterator<Item = &'static str> {
    TABLE
        .types
        .keys()
        .chain(TABLE.with.keys())
        .filter_map(|path| path.split("::").next())
}

fn standard(path: &str) -> String {
    match path.split_once("::") {
        Some(("core" | "alloc", rest)) => format!("std::{rest}"),
        _ => path.to_owned(),
    }
}

impl Meaning {
    /// The least and the greatest number that a reader takes.
    pub(crate) fn bounds(&self) -> (Integer, Integer) {
        let bound = |number: i64| Integer::from(i128::from(number));
        (bound(self.least), bound(self.most))
    }

    /// Whether a reader takes the number.
    pub(crate) fn holds(&self, number: Integer) -> bool {
        let (least, most) = self.bounds();
        least <= number && number <= most
    }
}

impl Form {
    /// Whether a reader of this form takes the string. Only strings that some form has as an example are known.
    pub(crate) fn reads(&self, text: &str) -> bool {
        self.samples.iter().any(|sample| sample == text)
            || self
                .reads
                .iter()
                .any(|other| form(other).samples.iter().any(|sample| sample == text))
    }

    /// Whether a reader of this form takes any string; none if that cannot be told without the crate that reads it.
    pub(crate) fn takes(&self, text: &str) -> Option<bool> {
        Some(match self.name.as_str() {
            "ipv4" => text.parse::<Ipv4Addr>().is_ok(),
            "ipv6" => text.parse::<Ipv6Addr>().is_ok(),
            "ip" => text.parse::<IpAddr>().is_ok(),
            "socket-v4" => text.parse::<SocketAddrV4>().is_ok(),
            "socket-v6" => text.parse::<SocketAddrV6>().is_ok(),
            "socket" => text.parse::<SocketAddr>().is_ok(),
            _ => return None,
        })
    }

    /// A string as a reader of this form sees it; none if it does not take it.
    pub(crate) fn seen(&self, text: &str) -> Option<String> {
        if self.reads(text) {
            return Some(text.to_owned());
        }
        let mut changes = self.changes.iter();
        let is_of = |other: &str| form(other).samples.iter().any(|sample| sample == text);
        let (_, pattern) = changes.find(|(other, _)| is_of(other))?;
        Some(pattern.replace("{}", text))
    }

    /// Whether a reader of this form takes every string of the other as it is.
    pub(crate) fn reads_all(&self, other: &Form) -> bool {
        self.name == other.name || self.reads.contains(&other.name)
    }

    /// The name, which lives as long as the program.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }
}

impl Spec {
    /// Reads a shape; none if it is not written as the table says.
    fn parse(text: &str) -> Option<Spec> {
        let mut rest = text.trim();
        let spec = parse_spec(&mut rest)?;
        rest.trim().is_empty().then_some(spec)
    }

    /// The part without a label at this place.
    pub(crate) fn part(&self, place: usize) -> Option<&Spec> {
        match self {
            Spec::Parts(_, parts) => parts.get(place)?.1.as_ref(),
            _ => None,
        }
    }
}

fn parse_spec(rest: &mut &str) -> Option<Spec> {
    *rest = rest.trim_start();
    if let Some(after) = rest.strip_prefix('#') {
        let digits = after
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(after.len());
        let index = after[..digits].parse().ok()?;
        *rest = &after[digits..];
        let default = match rest.strip_prefix('=') {
            Some(after) => {
                *rest = after;
                Some(Box::new(parse_spec(rest)?))
            }
            None => None,
        };
        return Some(Spec::Argument(index, default));
    }
    let name = parse_label(rest)?;
    let Some(after) = rest.strip_prefix('(') else {
        return Some(Spec::Name(name));
    };
    *rest = after;
    let mut parts = Vec::new();
    loop {
        *rest = rest.trim_start();
        if let Some(after) = rest.strip_prefix(')') {
            *rest = after;
            return Some(Spec::Parts(name, parts));
        }
        let first = parts.is_empty();
        parts.push(parse_part(rest, &name, first)?);
        *rest = rest.trim_start();
        if let Some(after) = rest.strip_prefix(',') {
            *rest = after;
        }
    }
}

fn parse_part(rest: &mut &str, of: &str, first: bool) -> Option<(String, Option<Spec>)> {
    match of {
        "form" => Some((parse_words(rest)?, None)),
        "meaning" if first => Some((parse_words(rest)?, None)),
        "struct" | "enum" => {
            let label = parse_words(rest)?;
            let Some(after) = rest.strip_prefix(':') else {
                return Some((label, None));
            };
            *rest = after;
            Some((label, Some(parse_spec(rest)?)))
        }
        _ => Some((String::new(), Some(parse_spec(rest)?))),
    }
}

fn parse_words(rest: &mut &str) -> Option<String> {
    let end = rest.find([',', ')', ':', '(']).unwrap_or(rest.len());
    let words = rest[..end].trim().to_owned();
    *rest = &rest[end..];
    (!words.is_empty()).then_some(words)
}

fn parse_label(rest: &mut &str) -> Option<String> {
    let end = rest
        .find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '_' | '-'))
        .unwrap_or(rest.len());
    let label = rest[..end].to_owned();
    *rest = &rest[end..];
    (!label.is_empty()).then_some(label)
}

#[cfg(test)]
mod tests {
    use super::{Spec, TABLE, external_type, form};

    fn visit(spec: &Spec, visitor: &mut impl FnMut(&Spec)) {
        visitor(spec);
        if let Spec::Parts(_, parts) = spec {
            for (_, part) in parts {
                if let Some(part) = part {
                    visit(part, visitor);
                }
            }
        }
    }

    #[test]
    fn some_forms_are_read_as_others() {
        let requirement = form("semver-requirement");
        assert_eq!(requirement.seen("1.2.3").as_deref(), Some("^1.2.3"));
        assert_eq!(requirement.seen("^1.2.3").as_deref(), Some("^1.2.3"));
        assert_eq!(requirement.seen("abc"), None);
        assert!(!requirement.reads_all(form("semver")));
        for (name, other) in &TABLE.forms {
            for (of, pattern) in &other.changes {
                assert!(
                    TABLE.forms.contains_key(of) && pattern.contains("{}"),
                    "{name}"
                );
            }
        }
    }

    #[test]
    fn every_shape_is_made_of_known_words_and_forms() {
        let names = "bool char str borrowed bytes unit unit-struct any ignored opaque f32 f64 i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize";
        let parts = "option bytes list set array map tuple nonzero saturating carries item form struct enum human meaning";
        for (path, spec) in TABLE.types.iter().chain(&TABLE.with) {
            visit(spec, &mut |spec| match spec {
                Spec::Name(name) => {
                    let number = name.parse::<u64>().is_ok();
                    assert!(
                        number || names.split(' ').any(|known| known == name),
                        "{path}: {name}"
                    );
                }
                Spec::Argument(..) => {}
                Spec::Parts(name, inner) => {
                    assert!(
                        parts.split(' ').any(|known| known == name),
                        "{path}: {name}"
                    );
                    if name == "form" {
                        assert!(!form(&inner[0].0).samples.is_empty(), "{path}");
                    }
                    if name == "meaning" {
                        assert!(
                            inner.len() == 2 && inner[0].1.is_none() && inner[1].1.is_some(),
                            "{path}: {spec:?}"
                        );
                    }
                }
            });
        }
        for form_name in TABLE.forms.keys() {
            let form = form(form_name);
            assert!(
                form.samples.iter().all(|sample| form.reads(sample)),
                "{form_name}"
            );
        }
    }

    #[test]
    fn core_and_alloc_are_std() {
        assert_eq!(
            external_type("alloc::string::String"),
            Some(&Spec::Name("str".to_owned()))
        );
        assert!(external_type("core::time::Duration").is_some());
        assert!(external_type("tokio::time::Duration").is_none());
    }
}
