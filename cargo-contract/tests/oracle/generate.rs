//! Writes the crate that asks serde: each version as a module, with values and views of its types.

use std::fmt::Write as _;

use govern_facts::{
    Edition, Extent, FileFacts, GenericKind, Item, ItemKind, MetaValue, Run, Shape, extract,
};

use super::families::Family;

/// The text of a program for some families.
pub(crate) fn main_file<'f>(families: impl Iterator<Item = &'f Family>) -> String {
    let mut out = String::from("#![allow(warnings)]\nmod known_types;\nmod support;\n");
    let mut calls = String::new();
    for (number, family) in families.enumerate() {
        let _ = writeln!(out, "mod f{number} {{");
        let mut versions = String::new();
        for (index, version) in family.versions.iter().enumerate() {
            let _ = writeln!(
                out,
                "pub mod v{index} {{ use crate::support::{{Samples, View, Tree, deeper, varied, varied_count}};"
            );
            out.push_str(&version.text);
            out.push_str(&implementations(&version.text));
            out.push_str("}\n");
            let codecs: Vec<String> = family
                .formats
                .iter()
                .map(|format| {
                    format!(
                        "crate::support::{}::<v{index}::{}>()",
                        format.replace('-', "_"),
                        family.root
                    )
                })
                .collect();
            let _ = write!(
                versions,
                "crate::support::Version {{ name: {:?}, codecs: const {{ &[{}] }} }},",
                version.name,
                codecs.join(", ")
            );
        }
        let _ = writeln!(
            out,
            "pub fn run() {{ crate::support::hint(&{:?}); crate::support::exchange({:?}, &{:?}, &[{versions}]); }}\n}}",
            numbers(family),
            family.name,
            family.formats
        );
        let _ = write!(calls, "f{number}::run, ");
    }
    let _ = writeln!(out, "fn main() {{ crate::support::run_all(&[{calls}]); }}");
    out
}

/// The numbers in the texts of a family.
fn numbers(family: &Family) -> Vec<u64> {
    let texts = family.versions.iter().map(|version| version.text.as_str());
    let words = texts.flat_map(|text| text.split(|c: char| !c.is_alphanumeric()));
    let mut numbers: Vec<u64> = words
        .filter(|word| word.len() <= 5)
        .filter_map(|word| word.parse().ok())
        .collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers.truncate(12);
    numbers
}

struct Source<'t> {
    text: &'t str,
    facts: FileFacts,
}

struct Part {
    name: String,
    ty: String,
    skipped: bool,
    unread: bool,
}

impl Part {
    /// The name as an identifier: it may be a keyword.
    fn member(&self) -> String {
        match self.name.parse::<u32>() {
            Ok(_) => self.name.clone(),
            Err(_) => format!("r#{}", self.name),
        }
    }
}

/// Types that a macro declares are written out behind `// sampled: `.
fn implementations(text: &str) -> String {
    let text = &text.replace("// sampled: ", "");
    let (facts, errors) = extract(text, Edition::E2021);
    assert_eq!(errors, [], "{text}");
    let source = Source { text, facts };
    let mut out = String::new();
    let is_derived = |item: &&Item| {
        source.facts.attrs_of(item.attrs).any(|attr| {
            source.facts.attr_list(attr, "derive").is_some_and(|list| {
                list.iter()
                    .any(|meta| source.facts.text(meta.path).contains("erialize"))
            })
        }) || source.has_word(item.attrs, "sampled")
    };
    for item in source
        .facts
        .items
        .iter()
        .filter(|item| item.in_macro.is_none())
        .filter(is_derived)
        // A definition for another type has no values, and what is inside functions cannot be named.
        .filter(|item| !source.has_word(item.attrs, "remote"))
        .filter(|item| {
            let mut around = source.facts.items_around(item.scope);
            !around.any(|(_, around)| matches!(around.kind, ItemKind::Fn { .. }))
        })
    {
        let name = source.facts.text(item.name);
        // Types in modules of the version are reached from where they are.
        let path = source.path(item, name);
        match &item.kind {
            ItemKind::Struct { shape, fields } => {
                source.structure(item, &path, *shape, *fields, &mut out)
            }
            ItemKind::Enum => source.enumeration(item, &path, &mut out),
            _ => {}
        }
    }
    out
}

impl Source<'_> {
    fn at(&self, extent: Extent) -> &str {
        &self.text[extent.start as usize..extent.end as usize]
    }

    fn has_word(&self, attrs: Run, word: &str) -> bool {
        self.facts.attrs_of(attrs).any(|attr| {
            let meta = self.facts.meta(attr.meta);
            let inside = match meta.value {
                MetaValue::List(list) => self.facts.metas[list.rows()]
                    .iter()
                    .any(|m| self.facts.text(m.path) == word),
                _ => false,
            };
            inside || self.facts.text(meta.path) == word
        })
    }

    fn path(&self, item: &Item, name: &str) -> String {
        let mut path: Vec<&str> = self
            .facts
            .items_around(item.scope)
            .filter(|(_, around)| matches!(around.kind, ItemKind::Module { .. }))
            .map(|(_, around)| self.facts.text(around.name))
            .collect();
        path.reverse();
        // A name may be a keyword.
        let name = format!("r#{name}");
        path.push(&name);
        path.join("::")
    }

    fn parts(&self, fields: Run) -> Vec<Part> {
        self.facts.fields[fields.rows()]
            .iter()
            .filter(|field| field.cfg.is_none())
            .map(|field| {
                let name = self.facts.text(field.name).to_owned();
                let ty = if name.parse::<u32>().is_ok() {
                    self.at(field.name_extent).to_owned()
                } else {
                    let rest = Extent::new(field.name_extent.end, field.extent.end);
                    self.at(rest)
                        .trim_start()
                        .trim_start_matches(':')
                        .trim()
                        .to_owned()
                };
                Part {
                    name,
                    ty,
                    skipped: self.has_word(field.attrs, "skip"),
                    unread: self.has_word(field.attrs, "skip_deserializing"),
                }
            })
            .collect()
    }

    fn header(&self, item: &Item, of_trait: &str, path: &str) -> String {
        let params = &self.facts.generics[item.generics.rows()];
        if params.is_empty() {
            return format!("impl {of_trait} for {path}");
        }
        let names: Vec<&str> = params
            .iter()
            .map(|param| self.facts.text(param.name))
            .collect();
        let arguments: Vec<String> = params
            .iter()
            .zip(&names)
            .map(|(param, name)| match param.kind {
                GenericKind::Lifetime => format!("'{name}"),
                _ => (*name).to_owned(),
            })
            .collect();
        // A constant may be of any type; the versions here use lengths.
        let bounds: Vec<String> = params
            .iter()
            .zip(&names)
            .map(|(param, name)| match param.kind {
                GenericKind::Lifetime => format!("'{name}"),
                GenericKind::Const => format!("const {name}: usize"),
                GenericKind::Type => format!("{name}: {of_trait}"),
            })
            .collect();
        format!(
            "impl<{}> {of_trait} for {path}<{}>",
            bounds.join(", "),
            arguments.join(", ")
        )
    }

    fn structure(&self, item: &Item, path: &str, shape: Shape, fields: Run, out: &mut String) {
        let parts = self.parts(fields);
        let counts = counts(&parts);
        let _ = writeln!(
            out,
            "{} {{ fn count() -> usize {{ varied_count(&{counts}) }}\nfn nth(index: usize) -> Self {{ let choice = varied(&{counts}, index); {} }} }}",
            self.header(item, "Samples", path),
            make(path, shape, &parts)
        );
        let mut shape = shape;
        let mut parts = parts;
        if self.has_word(item.attrs, "transparent") {
            shape = Shape::Tuple;
            parts.retain(|part| !part.ty.contains("PhantomData") && !part.skipped);
        }
        let fields: Vec<String> = parts
            .iter()
            .map(|part| format!("self.{}.view()", part.member()))
            .collect();
        let _ = writeln!(
            out,
            "{} {{ fn view(&self) -> Tree {{ {} }} }}",
            self.header(item, "View", path),
            view(shape, &parts, &fields)
        );
    }

    fn enumeration(&self, item: &Item, path: &str, out: &mut String) {
        let body = item.body.expect("an enum has a body");
        let variants: Vec<&Item> = self
            .facts
            .items
            .iter()
            .filter(|item| item.scope == body)
            .collect();
        let names: Vec<&str> = variants
            .iter()
            .map(|variant| self.facts.text(variant.name))
            .collect();
        let untagged = self.has_word(item.attrs, "untagged");
        let (mut counted, mut made, mut viewed) = (String::new(), String::new(), String::new());
        for (variant, name) in variants.iter().zip(&names) {
            let ItemKind::Variant { shape, fields, .. } = &variant.kind else {
                continue;
            };
            let parts = self.parts(*fields);
            let counts = counts(&parts);
            let _ = write!(counted, "varied_count(&{counts}),");
            let _ = writeln!(
                made,
                "let own = varied_count(&{counts}); if index < own {{ let choice = varied(&{counts}, index); return {}; }} index -= own;",
                make(&format!("{path}::r#{name}"), *shape, &parts)
            );
            let bound: Vec<String> = (0..parts.len()).map(|place| format!("p{place}")).collect();
            let pattern = match shape {
                Shape::Unit => String::new(),
                Shape::Tuple => format!("({})", bound.join(", ")),
                Shape::Named => {
                    let fields: Vec<String> = parts
                        .iter()
                        .zip(&bound)
                        .map(|(part, bound)| format!("{}: {bound}", part.member()))
                        .collect();
                    format!("{{ {} }}", fields.join(", "))
                }
            };
            let catches = self.has_word(variant.attrs, "other")
                || self.has_word(variant.attrs, "untagged")
                || (untagged && parts.len() == 1 && parts[0].ty.contains("Value"));
            let views: Vec<String> = bound
                .iter()
                .map(|bound| format!("{bound}.view()"))
                .collect();
            let _ = writeln!(
                viewed,
                "{path}::r#{name} {pattern} => Tree::Variant({name:?}, {catches}, &{names:?}, Box::new({})),",
                view(*shape, &parts, &views)
            );
        }
        let _ = writeln!(
            out,
            "{} {{ fn count() -> usize {{ if crate::support::is_deep() {{ 1 }} else {{ [{counted}].iter().sum() }} }}\nfn nth(mut index: usize) -> Self {{ {made} unreachable!() }} }}",
            self.header(item, "Samples", path)
        );
        let _ = writeln!(
            out,
            "{} {{ fn view(&self) -> Tree {{ match self {{ {viewed} }} }} }}",
            self.header(item, "View", path)
        );
    }
}

fn counts(parts: &[Part]) -> String {
    let counts: Vec<String> = parts
        .iter()
        .map(|part| format!("deeper(<{} as Samples>::count)", part.ty))
        .collect();
    format!("[{}]", counts.join(", "))
}

fn make(path: &str, shape: Shape, parts: &[Part]) -> String {
    let values = parts
        .iter()
        .enumerate()
        .map(|(place, part)| (part, format!("deeper(|| Samples::nth(choice[{place}]))")));
    match shape {
        Shape::Unit => path.to_owned(),
        Shape::Tuple => format!(
            "{path}({})",
            values
                .map(|(_, value)| value)
                .collect::<Vec<_>>()
                .join(", ")
        ),
        Shape::Named => {
            let fields: Vec<String> = values
                .map(|(part, value)| format!("{}: {value}", part.member()))
                .collect();
            format!("{path} {{ {} }}", fields.join(", "))
        }
    }
}

fn view(shape: Shape, parts: &[Part], values: &[String]) -> String {
    let on_wire: Vec<String> = parts
        .iter()
        .zip(values)
        .filter(|(part, _)| !part.skipped)
        .map(|(_, v)| v.clone())
        .collect();
    match (shape, values) {
        (Shape::Unit, _) => "Tree::Unit".to_owned(),
        (Shape::Tuple, [only]) => only.clone(),
        (Shape::Tuple, _) => format!("Tree::Tuple(vec![{}])", on_wire.join(", ")),
        (Shape::Named, values) => {
            let fields: Vec<String> = parts
                .iter()
                .zip(values)
                .map(|(part, value)| {
                    let mark = match (part.skipped, part.unread) {
                        (true, _) => "!",
                        (false, true) => "-",
                        (false, false) => "",
                    };
                    let ty = format!("{mark}{}", part.ty);
                    format!("({:?}, {ty:?}, {value})", part.name)
                })
                .collect();
            format!("Tree::Record(vec![{}])", fields.join(", "))
        }
    }
}
