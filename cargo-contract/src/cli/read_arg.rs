//! A single argument from its field.

use std::collections::{BTreeMap, BTreeSet};

use govern_diagnostics::Span;
use govern_facts::{FileFacts, GenericArg, ItemKind, Type, TypeId};
use govern_names::ItemDef;

use super::attrs::{Attrs, Said, literals};
use super::case::Case;
use super::frame::{Place, Reader};
use super::values;
use super::words::{IGNORED, UNDERSTOOD};
use crate::cli_tree::{Arg, Takes};

impl Reader<'_> {
    /// The argument of a field, with its name and place, its attributes, and the kind and inside of its type.
    pub(super) fn arg(
        &mut self,
        place: Place<'_>,
        (ident, span): (&str, Span),
        attrs: &Attrs,
        case: Case,
        (kind, inner, is_twice): (Kind, TypeId, bool),
    ) -> Arg {
        let id = self.texts(attrs, &["id", "name"], span).pop();
        let name = id.clone().unwrap_or_else(|| case.apply(ident));
        let mut spellings = BTreeSet::new();
        for (key, dashes) in [("long", "--"), ("short", "-")] {
            match attrs.get(key) {
                None => {}
                Some(Said::Word) if key == "long" => {
                    spellings.insert(format!("--{name}"));
                }
                Some(Said::Word) => {
                    spellings.extend(name.chars().next().map(|first| format!("-{first}")));
                }
                Some(_) => {
                    let texts = self.texts(attrs, &[key], span);
                    spellings.extend(texts.iter().map(|text| format!("{dashes}{text}")));
                }
            }
        }
        // Of a long and a short one the long one is the first.
        let title = match spellings.first() {
            Some(spelling) => format!("`{spelling}`"),
            None => format!("the argument `{name}` at its place"),
        };
        let long = ["alias", "aliases", "visible_alias", "visible_aliases"];
        let short = [
            "short_alias",
            "short_aliases",
            "visible_short_alias",
            "visible_short_aliases",
        ];
        for text in self.texts(attrs, &long, span) {
            spellings.insert(format!("--{text}"));
        }
        for text in self.texts(attrs, &short, span) {
            spellings.insert(format!("-{text}"));
        }
        let action = attrs.get("action").map(Said::text).unwrap_or_default();
        let action = action.rsplit(' ').next().unwrap_or_default().to_owned();
        let takes = match (action.as_str(), kind) {
            (
                "SetTrue" | "SetFalse" | "Count" | "Help" | "HelpShort" | "HelpLong" | "Version",
                _,
            ) => Takes::Nothing,
            ("", Kind::Flag) => Takes::Nothing,
            ("Append", _) | (_, Kind::Many) => Takes::Many,
            _ => Takes::One,
        };
        let default = attrs.all().find(|(key, _)| {
            matches!(
                *key,
                "default_value" | "default_value_t" | "default_values" | "default_values_t"
            )
        });
        let default = default.map(|(key, said)| (key.ends_with("_t"), said));
        let is_optional = takes == Takes::Nothing || matches!(kind, Kind::Option | Kind::Many);
        let required = attrs
            .is_true("required")
            .unwrap_or(!is_optional && default.is_none());
        let mut settings: BTreeMap<String, String> = attrs
            .all()
            .filter(|(key, _)| !IGNORED.contains(key) && !UNDERSTOOD.contains(key))
            .map(|(key, said)| (key.to_owned(), said.text()))
            .collect();
        if matches!(action.as_str(), "SetFalse" | "Count") {
            settings.insert("action".to_owned(), action);
        }
        let values = match settings.get("value_parser").map(|code| literals(code)) {
            Some(Some(values)) => {
                settings.remove("value_parser");
                Some(values.into_iter().map(|it| BTreeSet::from([it])).collect())
            }
            _ => self
                .resolved(place, inner)
                .filter(|_| takes != Takes::Nothing)
                .and_then(|def| self.values(def)),
        };
        match attrs.get("env") {
            Some(Said::Word) => {
                let name = id.clone();
                let name = name.unwrap_or_else(|| Case::ScreamingSnake.apply(ident));
                settings.insert("env".to_owned(), name);
            }
            Some(Said::Text(name)) => {
                settings.insert("env".to_owned(), name.clone());
            }
            _ => {}
        }
        if takes != Takes::Nothing && values.is_none() && !settings.contains_key("value_parser") {
            let ty = named(place.facts, inner);
            settings.extend(ty.map(|ty| ("type".to_owned(), ty)));
        }
        // `Option<Option<T>>` has a value, or none.
        if is_twice && takes == Takes::One && !settings.contains_key("num_args") {
            settings.insert("num_args".to_owned(), "0..=1".to_owned());
        }
        let default = default.map(|(is_code, said)| match said {
            Said::Text(text) if !is_code => text.clone(),
            said => {
                let found = self.default(place, said, inner, &settings);
                found.unwrap_or_else(|| {
                    settings.insert("code of default".to_owned(), "yes".to_owned());
                    said.text()
                })
            }
        });
        Arg {
            name: id.unwrap_or_else(|| ident.to_owned()),
            span,
            title,
            spellings,
            required,
            takes,
            values,
            default,
            settings,
        }
    }

    /// What a default in code comes to, if that can be seen: a literal, what a type begins with, or a value of an enum.
    fn default(
        &mut self,
        place: Place<'_>,
        said: &Said,
        inner: TypeId,
        settings: &BTreeMap<String, String>,
    ) -> Option<String> {
        match said {
            Said::Text(text) => Some(text.clone()),
            Said::Word => match settings.get("type")?.as_str() {
                "String" => Some(String::new()),
                "bool" => Some("false".to_owned()),
                ty => (values::fits("u8", ty) == values::Fits::All && ty != "PathBuf")
                    .then(|| "0".to_owned()),
            },
            Said::Code(code) => values::literal(code).or_else(|| {
                let (_, variant) = code.rsplit_once("::")?;
                let def = self.resolved(place, inner)?;
                self.value(def, variant.trim())
            }),
        }
    }

    /// What a variant of an enum that derives `ValueEnum` is called.
    fn value(&mut self, def: ItemDef, variant: &str) -> Option<String> {
        let (place, item) = self.item(def)?;
        if !matches!(item.kind, ItemKind::Enum) || !self.derives(place, item, "ValueEnum") {
            return None;
        }
        let container = self.attrs(place, item.attrs, &["value", "clap"]);
        let case = self.case(&container, self.span(place, item), Case::Kebab);
        let mut variants = self.variants(place, item).into_iter();
        let found = variants.find(|it| place.facts.text(it.name) == variant)?;
        let attrs = self.attrs(place, found.attrs, &["value", "clap"]);
        let own = self.texts(&attrs, &["name"], self.span(place, found)).pop();
        Some(own.unwrap_or_else(|| case.apply(variant)))
    }

    /// The values of an enum that derives `ValueEnum`.
    fn values(&mut self, def: ItemDef) -> Option<Vec<BTreeSet<String>>> {
        let (place, item) = self.item(def)?;
        if !matches!(item.kind, ItemKind::Enum) || !self.derives(place, item, "ValueEnum") {
            return None;
        }
        let container = self.attrs(place, item.attrs, &["value", "clap"]);
        let span = self.span(place, item);
        let case = self.case(&container, span, Case::Kebab);
        let mut values = Vec::new();
        for variant in self.variants(place, item) {
            let span = self.span(place, variant);
            let attrs = self.attrs(place, variant.attrs, &["value", "clap"]);
            if attrs.has("skip") {
                continue;
            }
            let own = self.texts(&attrs, &["name"], span).pop();
            let ident = place.facts.text(variant.name);
            let mut spellings = BTreeSet::from([own.unwrap_or_else(|| case.apply(ident))]);
            spellings.extend(self.texts(&attrs, &["alias", "aliases"], span));
            values.push(spellings);
        }
        Some(values)
    }
}

/// What clap makes of a type, by its name alone, as its derive does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Flag,
    Option,
    Many,
    Value,
}

/// The last name of a type.
fn named(facts: &FileFacts, ty: TypeId) -> Option<String> {
    let Type::Path { path, .. } = facts.ty(ty) else {
        return None;
    };
    let segments = facts.path(*path).segments;
    facts.segments(segments).next_back().map(str::to_owned)
}

/// Whether a type is an `Option` of an `Option`.
pub(super) fn is_twice(facts: &FileFacts, ty: TypeId) -> bool {
    let inside = |ty: TypeId| match facts.ty(ty) {
        Type::Path { args, .. } if named(facts, ty).as_deref() == Some("Option") => {
            args.iter().find_map(|arg| match arg {
                GenericArg::Type(ty) => Some(*ty),
                _ => None,
            })
        }
        _ => None,
    };
    inside(ty).and_then(inside).is_some()
}

/// The kind of a field, and the type of what is in it.
pub(super) fn kind_of(facts: &FileFacts, ty: TypeId) -> (Kind, TypeId) {
    let Type::Path { path, args } = facts.ty(ty) else {
        return (Kind::Value, ty);
    };
    let segments = facts.path(*path).segments;
    let last = facts.segments(segments).next_back().unwrap_or_default();
    let inner = args.iter().find_map(|arg| match arg {
        GenericArg::Type(ty) => Some(*ty),
        _ => None,
    });
    match (last, inner) {
        ("bool", None) => (Kind::Flag, ty),
        ("Option", Some(inner)) => match kind_of(facts, inner) {
            (Kind::Many, inner) => (Kind::Many, inner),
            (Kind::Option, inner) => (Kind::Option, inner),
            _ => (Kind::Option, inner),
        },
        ("Vec", Some(inner)) => (Kind::Many, inner),
        ("Box", Some(inner)) => (Kind::Value, inner),
        _ => (Kind::Value, ty),
    }
}
