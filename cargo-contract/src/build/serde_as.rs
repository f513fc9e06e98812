//! `#[serde_as(as = "…")]`: what the adapters of `serde_with` put on the wire.
//!
//! Adapters that are not known are opaque, and say which one it is.

use super::builder::Builder;
use super::derive::Place;
use super::outcomes;
use super::program::is_primitive;
use super::tokens::tokens;
use super::ty::{Arg, Ty};
use crate::known::{self, MEANING, Spec};
use crate::wire::{IntType, ReadField, Shape, ShapeId, Struct, Text, Value, WriteField};

/// An adapter as it is written, its path resolved.
#[derive(Debug, Clone, PartialEq)]
enum As {
    /// `_`
    Same,
    Path(String, Vec<As>),
    Tuple(Vec<As>),
}

impl Builder<'_, '_> {
    /// The shape of a type behind an adapter.
    pub(super) fn adapted(&mut self, place: Place<'_>, text: &str, ty: &Ty) -> ShapeId {
        let words = tokens(text);
        let mut at = 0;
        let parsed = self.adapter(place, &words, &mut at);
        let parsed = parsed.filter(|_| at == words.len());
        let known = parsed.ok_or(None).and_then(|adapter| {
            self.behind_adapter(&adapter, ty)
                .ok_or_else(|| self.strange(&adapter))
        });
        match known {
            Ok(shape) => shape,
            Err(strange) => {
                let what = strange.unwrap_or_else(|| text.to_owned());
                let reason = format!("`{what}` in `serde_as` is not understood");
                let fingerprint = self.depends_on_adapter(place, &words, ty);
                self.wire.push(Shape::Opaque {
                    reason,
                    fingerprint,
                })
            }
        }
    }

    /// Whether an adapter is of an `Option`, which is what `serde_as` gives a default.
    pub(super) fn is_optional_adapter(&self, place: Place<'_>, text: &str) -> bool {
        let words = tokens(text);
        match self.adapter(place, &words, &mut 0) {
            Some(As::Path(path, _)) => path == "std::option::Option",
            _ => false,
        }
    }

    fn adapter(&self, place: Place<'_>, words: &[String], at: &mut usize) -> Option<As> {
        let list = |at: &mut usize, end: &str| {
            let mut items = Vec::new();
            while words.get(*at)? != end {
                if words[*at] == "," || words[*at].starts_with('\'') {
                    *at += 1;
                    continue;
                }
                items.push(self.adapter(place, words, at)?);
            }
            *at += 1;
            Some(items)
        };
        let first = words.get(*at)?.as_str();
        *at += 1;
        match first {
            "_" => return Some(As::Same),
            "(" => return list(at, ")").map(As::Tuple),
            "::" => *at += 0,
            _ => *at -= 1,
        }
        let mut path: Vec<&str> = Vec::new();
        loop {
            let word = words.get(*at)?;
            if !word.starts_with(|c: char| c.is_alphabetic() || c == '_') {
                return None;
            }
            path.push(word);
            *at += 1;
            if words.get(*at).is_none_or(|word| word != "::") {
                break;
            }
            *at += 1;
        }
        let args = match words.get(*at) {
            Some(word) if word == "<" => {
                *at += 1;
                list(at, ">")?
            }
            _ => Vec::new(),
        };
        Some(As::Path(self.path_of_adapter(place, &path), args))
    }

    fn path_of_adapter(&self, place: Place<'_>, path: &[&str]) -> String {
        let scope = self.program.item(place.def).scope;
        let (first, rest) = path
            .split_first()
            .map_or(("", path), |(f, rest)| (*f, rest));
        let text = path.join("::");
        match self.program.name_meaning(place.def.instance, scope, first) {
            govern_names::Meaning::External(external) => {
                let rest = rest.iter().map(|segment| format!("::{segment}"));
                let path = format!("{external}{}", rest.collect::<String>());
                match path.split_once("::") {
                    Some(("core" | "alloc", rest)) => format!("std::{rest}"),
                    _ => path,
                }
            }
            // Types of the workspace are no adapters that are known.
            govern_names::Meaning::Item(..) | govern_names::Meaning::Module(_) => {
                format!("crate::{text}")
            }
            _ => {
                // Those of collections come by a glob, which leads out of the workspace.
                let prelude = [
                    "std::collections::BTreeMap",
                    "std::collections::BTreeSet",
                    "std::collections::HashMap",
                    "std::collections::HashSet",
                    "std::collections::VecDeque",
                    "std::vec::Vec",
                    "std::option::Option",
                    "std::boxed::Box",
                    "std::string::String",
                ];
                let known = prelude
                    .iter()
                    .find(|path| path.ends_with(&format!("::{text}")));
                known.map_or(text, |path| (*path).to_owned())
            }
        }
    }

    /// The innermost adapter that is not known.
    fn strange(&self, adapter: &As) -> Option<String> {
        match adapter {
            As::Same => None,
            As::Tuple(items) => items.iter().find_map(|item| self.strange(item)),
            As::Path(path, args) => {
                let inner = args.iter().find_map(|arg| self.strange(arg));
                // What is understood by itself is not to blame for what is around it.
                let alone = [
                    "DisplayFromStr",
                    "Same",
                    "Bytes",
                    "base64::Base64",
                    "hex::Hex",
                ];
                let name = path.strip_prefix("serde_with::");
                let is_known = known::external_type(path).is_some()
                    || is_primitive(path)
                    || (args.is_empty() && name.is_some_and(|name| alone.contains(&name)));
                inner.or_else(|| (!is_known).then(|| path.trim_start_matches("crate::").to_owned()))
            }
        }
    }

    /// The shape behind an adapter, if it is understood.
    fn behind_adapter(&mut self, adapter: &As, ty: &Ty) -> Option<ShapeId> {
        let (path, args) = match adapter {
            As::Same => return Some(self.shape(ty)),
            As::Tuple(items) => {
                let Ty::Tuple(types) = ty else { return None };
                if types.len() != items.len() {
                    return None;
                }
                let mut fields = Vec::new();
                for (at, (item, ty)) in items.iter().zip(types).enumerate() {
                    let shape = self.behind_adapter(item, ty)?;
                    fields.push(element(at, shape));
                }
                return Some(self.wire.push(Shape::Tuple(Struct {
                    fields,
                    ..Struct::default()
                })));
            }
            As::Path(path, args) => (path.as_str(), args.as_slice()),
        };
        if let Some(name) = path.strip_prefix("serde_with::") {
            return self.behind_serde_with(name, args, ty);
        }
        if path == "time::format_description::well_known::Rfc3339" {
            let is_time = matches!(ty, Ty::External(path, _) if path == "time::OffsetDateTime");
            let form = Shape::Str(Text::Form(known::form("rfc3339").name()));
            return is_time.then(|| self.wire.push(form));
        }
        self.behind_container(path, args, ty)
    }

    fn behind_serde_with(&mut self, name: &str, args: &[As], ty: &Ty) -> Option<ShapeId> {
        match (name, args) {
            ("Same", []) => Some(self.shape(ty)),
            ("DisplayFromStr", []) => Some(self.as_text(ty)),
            ("Bytes", []) => self
                .is_bytes(ty)
                .then(|| self.wire.push(Shape::Bytes(None))),
            ("base64::Base64" | "hex::Hex", args) if self.readable && self.is_bytes(ty) => {
                let spelling = spelling(name, args)?;
                let inner = self.wire.push(Shape::Str(Text::Plain));
                Some(self.wire.push(Shape::Converted {
                    inner,
                    meaning: format!("bytes as {spelling}"),
                    fallible: true,
                    outcomes: Vec::new(),
                    keeps: false,
                }))
            }
            ("Map", [key, value]) => self.entries_as_map(key, value, ty),
            ("Seq", [As::Tuple(pair)]) => self.map_as_list(pair, ty),
            _ => self.behind_time(name, args, ty),
        }
    }

    /// Moments and spans as numbers.
    fn behind_time(&mut self, name: &str, args: &[As], ty: &Ty) -> Option<ShapeId> {
        let Ty::External(of, _) = ty else { return None };
        let (unit, default, is_moment) = match name.strip_prefix("Timestamp") {
            Some(unit) => (unit, "i64", true),
            None => (name.strip_prefix("Duration")?, "u64", false),
        };
        let unit = match unit {
            "Seconds" => "seconds",
            "MilliSeconds" => "milliseconds",
            "MicroSeconds" => "microseconds",
            "NanoSeconds" => "nanoseconds",
            _ => return None,
        };
        let given = match args {
            [] => default,
            [As::Path(path, none)] if none.is_empty() => path.as_str(),
            _ => return None,
        };
        let fits = match is_moment {
            true => of == "chrono::DateTime" || of == "time::OffsetDateTime",
            false => of == "std::time::Duration",
        };
        if given != default || !fits {
            return None;
        }
        let inner = self.wire.push(Shape::Int(IntType::parse(default)?));
        let meaning = match is_moment {
            true => format!("{MEANING}unix {unit}"),
            false => format!("{MEANING}{unit} of a span"),
        };
        Some(self.wire.push(Shape::Converted {
            inner,
            meaning,
            fallible: false,
            outcomes: Vec::new(),
            keeps: false,
        }))
    }

    /// `Vec<A>` for a `Vec<T>`, `HashMap<A, B>` for a `HashMap<K, V>` and the like.
    fn behind_container(&mut self, path: &str, args: &[As], ty: &Ty) -> Option<ShapeId> {
        let spec = known::external_type(path)?;
        let name = |spec: &Spec| match spec {
            Spec::Parts(name, _) => name.clone(),
            Spec::Argument(0, None) => "inside".to_owned(),
            _ => String::new(),
        };
        let Ty::External(of, types) = ty else {
            return None;
        };
        let types: Vec<Ty> = types
            .iter()
            .filter_map(|arg| match arg {
                Arg::Type(ty) => Some(ty.clone()),
                Arg::Const(_) => None,
            })
            .collect();
        let (outer, inner) = (name(spec), name(known::external_type(of)?));
        match (outer.as_str(), inner.as_str(), args, types.as_slice()) {
            ("list", "map", [As::Tuple(pair)], _) => return self.map_as_list(pair, ty),
            ("map", "list", [key, value], _) => return self.entries_as_map(key, value, ty),
            _ if outer != inner => return None,
            ("option" | "list" | "set" | "inside", _, [item], [ty, ..]) => {
                let item = self.behind_adapter(item, ty)?;
                let shape = match outer.as_str() {
                    "option" => Shape::Option(item),
                    "list" => Shape::List(item),
                    "set" => Shape::Set(item),
                    _ => return Some(item),
                };
                return Some(self.wire.push(shape));
            }
            ("map", _, [key, value], [of_key, of_value, ..]) => {
                let key = self.behind_adapter(key, of_key)?;
                let value = self.behind_adapter(value, of_value)?;
                return Some(self.wire.push(Shape::Map(key, value)));
            }
            // `String` for a `String`.
            (_, _, [], _) if path == of => return Some(self.shape(ty)),
            _ => {}
        }
        None
    }

    /// A list of pairs as a map.
    fn entries_as_map(&mut self, key: &As, value: &As, ty: &Ty) -> Option<ShapeId> {
        let Ty::External(path, args) = ty else {
            return None;
        };
        let is_list =
            matches!(known::external_type(path), Some(Spec::Parts(name, _)) if name == "list");
        let [Arg::Type(Ty::Tuple(pair)), ..] = args.as_slice() else {
            return None;
        };
        let [of_key, of_value] = pair.as_slice() else {
            return None;
        };
        if !is_list {
            return None;
        }
        let key = self.behind_adapter(key, of_key)?;
        let value = self.behind_adapter(value, of_value)?;
        Some(self.wire.push(Shape::Map(key, value)))
    }

    /// A map as a list of pairs.
    fn map_as_list(&mut self, pair: &[As], ty: &Ty) -> Option<ShapeId> {
        let Ty::External(path, args) = ty else {
            return None;
        };
        let is_map =
            matches!(known::external_type(path), Some(Spec::Parts(name, _)) if name == "map");
        let ([Arg::Type(key), Arg::Type(value), ..], [of_key, of_value], true) =
            (args.as_slice(), pair, is_map)
        else {
            return None;
        };
        let key = self.behind_adapter(of_key, key)?;
        let value = self.behind_adapter(of_value, value)?;
        let item = self.wire.push(Shape::Tuple(Struct {
            fields: vec![element(0, key), element(1, value)],
            ..Struct::default()
        }));
        Some(self.wire.push(Shape::List(item)))
    }

    fn is_bytes(&self, ty: &Ty) -> bool {
        let Ty::External(path, args) = ty else {
            return false;
        };
        let is_byte = matches!(args.as_slice(), [Arg::Type(Ty::Primitive(name))] if name == "u8");
        path == "std::vec::Vec" && is_byte
    }

    /// What `Display` writes and `FromStr` reads.
    fn as_text(&mut self, ty: &Ty) -> ShapeId {
        let plain = self.shape(ty);
        let outcomes = match self.wire.shape(plain) {
            Shape::Str(_) => return plain,
            Shape::Int(int) if !int.nonzero && !int.saturating => outcomes::of_numbers(*int),
            Shape::Bool => ["true", "false", "", "abc", "1"]
                .map(|text| {
                    let made = text.parse().ok().map(Value::Bool);
                    (Value::Str(text.to_owned()), made)
                })
                .to_vec(),
            _ => Vec::new(),
        };
        let inner = self.wire.push(Shape::Str(Text::Plain));
        let keeps = !outcomes.is_empty();
        let meaning = format!("the text of {}", self.fingerprint(ty));
        self.wire.push(Shape::Converted {
            inner,
            meaning,
            fallible: true,
            outcomes,
            keeps,
        })
    }
}

/// What bytes are spelled as: what all readers of it take. In which case hexadecimal digits are written matters to none of
/// them, and so does padding; an alphabet does.
fn spelling(name: &str, args: &[As]) -> Option<String> {
    let words: Option<Vec<&str>> = args
        .iter()
        .map(|arg| match arg {
            As::Path(path, none) if none.is_empty() => path.strip_prefix("serde_with::"),
            _ => None,
        })
        .collect();
    match (name, words?.as_slice()) {
        ("hex::Hex", [] | ["formats::Lowercase" | "formats::Uppercase"]) => Some("hex".to_owned()),
        ("base64::Base64", [] | ["base64::Standard"]) => Some("base64".to_owned()),
        ("base64::Base64", ["base64::Standard", "formats::Padded" | "formats::Unpadded"]) => {
            Some("base64".to_owned())
        }
        ("base64::Base64", [alphabet, padding @ ..]) => {
            let alphabet = alphabet.strip_prefix("base64::")?;
            let is_known = ["UrlSafe", "Crypt", "Bcrypt", "ImapMutf7", "BinHex"]
                .contains(&alphabet)
                && matches!(padding, [] | ["formats::Padded" | "formats::Unpadded"]);
            is_known.then(|| format!("base64 of the alphabet {alphabet}"))
        }
        _ => None,
    }
}

/// An element of a tuple.
fn element(at: usize, shape: ShapeId) -> crate::wire::Field {
    let name = at.to_string();
    crate::wire::Field {
        ident: name.clone(),
        write: Some(WriteField {
            key: name.clone(),
            omit: None,
        }),
        read: Some(ReadField {
            keys: vec![name],
            implicit_none: false,
        }),
        default: None,
        flatten: false,
        shape,
    }
}
