//! A single argument from its field.

use std::collections::{BTreeMap, BTreeSet};

use govern_diagnostics::Span;
use govern_facts::{FileFacts, GenericArg, ItemKind, Type, TypeId};
use govern_names::ItemDef;

use super::attrs::{Attrs, Said, literals};
use super::case::Case;
use super::frame::{Place, Reader};
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
        (kind, inner): (Kind, TypeId),
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
        Arg {
            name: id.unwrap_or_else(|| ident.to_owned()),
            span,
            title,
            spellings,
            required,
            takes,
            values,
            default: default.map(|(_, said)| match said {
                Said::Text(text) => text.clone(),
                other => other.text(),
            }),
            settings,
        }
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
