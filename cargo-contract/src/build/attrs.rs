//! `#[serde(…)]` as facts have it, read into what it says.

use govern_facts::{Extent, FileFacts, Meta, MetaValue, Run};

use crate::wire::RenameRule;

/// A value that may differ for writing and reading.
#[derive(Debug, Clone)]
pub(super) struct Sides<T> {
    pub(super) write: Option<T>,
    pub(super) read: Option<T>,
}

impl<T> Default for Sides<T> {
    fn default() -> Self {
        Sides {
            write: None,
            read: None,
        }
    }
}

/// The text of an attribute argument, with its place: the paths in it are facts of their own.
#[derive(Debug, Clone)]
pub(super) struct Quoted {
    pub(super) text: String,
    pub(super) extent: Extent,
}

/// `default`.
#[derive(Debug, Clone)]
pub(super) enum DefaultAttr {
    /// `default`: the type's own.
    Trait,
    /// `default = "path"`.
    Path(Quoted),
}

/// Everything that serde attributes of one thing say; what does not apply to it stays empty.
#[derive(Debug, Clone, Default)]
pub(super) struct Attrs {
    pub(super) rename: Sides<String>,
    pub(super) rename_all: Sides<RenameRule>,
    pub(super) rename_all_fields: Sides<RenameRule>,
    pub(super) aliases: Vec<String>,
    pub(super) default: Option<DefaultAttr>,
    pub(super) skip_write: bool,
    pub(super) skip_read: bool,
    pub(super) skip_if: Option<Quoted>,
    pub(super) with: Sides<Quoted>,
    /// Whether `with` itself was given, so that `::serialize` and `::deserialize` come behind the path.
    pub(super) with_module: bool,
    pub(super) flatten: bool,
    pub(super) deny_unknown: bool,
    pub(super) tag: Option<String>,
    pub(super) content: Option<String>,
    pub(super) untagged: bool,
    /// A variant with contents takes every other name.
    pub(super) field_identifier: bool,
    pub(super) other: bool,
    pub(super) transparent: bool,
    pub(super) from: Option<Quoted>,
    pub(super) try_from: Option<Quoted>,
    pub(super) into: Option<Quoted>,
    pub(super) remote: Option<Quoted>,
    pub(super) getter: Option<Quoted>,
    pub(super) borrow: bool,
    /// The adapters of `serde_as`.
    pub(super) adapter: Sides<String>,
    /// `no_default` of `serde_as`.
    pub(super) no_default: bool,
    /// `skip_serializing_none` of serde_with: options are left out when there is nothing in them.
    pub(super) skip_none: bool,
    /// `serialize_always`: but not this one.
    pub(super) write_always: bool,
    /// What was not understood.
    pub(super) unknown: Vec<String>,
}

/// Reads the serde attributes among `attrs`; `holds` decides on conditions of `cfg_attr`.
pub(super) fn read(
    facts: &FileFacts,
    attrs: Run,
    holds: &dyn Fn(govern_facts::CfgId) -> bool,
) -> Attrs {
    let mut result = Attrs::default();
    for attr in facts.attrs_of(attrs) {
        if attr.cfg.is_some_and(|cfg| !holds(cfg)) {
            continue;
        }
        match facts.attr_path(attr) {
            "serde" => {}
            "skip_serializing_none" | "serde_with::skip_serializing_none" => {
                result.skip_none = true;
                continue;
            }
            "serialize_always" => {
                result.write_always = true;
                continue;
            }
            // On a type it only says that its fields may have it.
            "serde_as" | "serde_with::serde_as" => {
                let metas = facts.attr_list(attr, "serde_as").unwrap_or_default();
                for meta in metas {
                    result.take_adapter(facts, meta);
                }
                continue;
            }
            _ => continue,
        }
        let Some(metas) = facts.attr_list(attr, "serde") else {
            result.unknown.push("serde".to_owned());
            continue;
        };
        for meta in metas {
            result.take(facts, meta);
        }
    }
    result
}

impl Attrs {
    /// What `serde_as` says on a field; on a type it may name the crate.
    fn take_adapter(&mut self, facts: &FileFacts, meta: &Meta) {
        let text = match meta.value {
            MetaValue::Str(text) => Some(facts.text(text).to_owned()),
            _ => None,
        };
        match (facts.text(meta.path), text) {
            ("as", Some(text)) => {
                self.adapter = Sides {
                    write: Some(text.clone()),
                    read: Some(text),
                }
            }
            ("serialize_as", Some(text)) => self.adapter.write = Some(text),
            ("deserialize_as", Some(text)) => self.adapter.read = Some(text),
            ("no_default", _) => self.no_default = true,
            ("crate", _) => {}
            (name, _) => self.unknown.push(format!("serde_as({name})")),
        }
    }

    fn take(&mut self, facts: &FileFacts, meta: &Meta) {
        let name = facts.text(meta.path);
        let text = match meta.value {
            MetaValue::Str(text) => Some(facts.text(text).to_owned()),
            _ => None,
        };
        let quoted = || {
            text.clone().map(|text| Quoted {
                text,
                extent: meta.extent,
            })
        };
        match (name, &meta.value) {
            ("rename", _) => self.rename = sides(facts, meta, |text| Some(text.to_owned())),
            ("rename_all", _) => self.rename_all = sides(facts, meta, RenameRule::parse),
            ("rename_all_fields", _) => {
                self.rename_all_fields = sides(facts, meta, RenameRule::parse)
            }
            ("alias", MetaValue::Str(text)) => self.aliases.push(facts.text(*text).to_owned()),
            ("default", MetaValue::Word) => self.default = Some(DefaultAttr::Trait),
            ("default", _) => self.default = quoted().map(DefaultAttr::Path),
            ("skip", _) => (self.skip_write, self.skip_read) = (true, true),
            ("skip_serializing", _) => self.skip_write = true,
            ("skip_deserializing", _) => self.skip_read = true,
            ("skip_serializing_if", _) => self.skip_if = quoted(),
            ("with", _) => {
                self.with = Sides {
                    write: quoted(),
                    read: quoted(),
                };
                self.with_module = true;
            }
            ("serialize_with", _) => self.with.write = quoted(),
            ("deserialize_with", _) => self.with.read = quoted(),
            ("flatten", _) => self.flatten = true,
            ("deny_unknown_fields", _) => self.deny_unknown = true,
            ("tag", _) => self.tag = text,
            ("content", _) => self.content = text,
            ("untagged", _) => self.untagged = true,
            ("other", _) => self.other = true,
            ("transparent", _) => self.transparent = true,
            ("from", _) => self.from = quoted(),
            ("try_from", _) => self.try_from = quoted(),
            ("into", _) => self.into = quoted(),
            ("remote", _) => self.remote = quoted(),
            ("getter", _) => self.getter = quoted(),
            ("borrow", _) => self.borrow = true,
            ("bound" | "crate" | "expecting" | "variant_identifier", _) => {}
            ("field_identifier", _) => self.field_identifier = true,
            _ => self.unknown.push(name.to_owned()),
        }
    }

    /// The wire names for writing and for reading, aliases included.
    pub(super) fn names(
        &self,
        plain: &str,
        rule: &Sides<RenameRule>,
        field: bool,
    ) -> (String, Vec<String>) {
        let renamed = |side: &Option<String>, rule: &Option<RenameRule>| match (side, rule) {
            (Some(name), _) => name.clone(),
            (None, Some(rule)) if field => rule.field(plain),
            (None, Some(rule)) => rule.variant(plain),
            (None, None) => plain.to_owned(),
        };
        let write = renamed(&self.rename.write, &rule.write);
        let mut read = vec![renamed(&self.rename.read, &rule.read)];
        for alias in &self.aliases {
            if !read.contains(alias) {
                read.push(alias.clone());
            }
        }
        (write, read)
    }
}

/// `key = "x"` for both sides, or `key(serialize = "x", deserialize = "y")`.
fn sides<T: Clone>(facts: &FileFacts, meta: &Meta, parse: impl Fn(&str) -> Option<T>) -> Sides<T> {
    match meta.value {
        MetaValue::Str(text) => {
            let value = parse(facts.text(text));
            Sides {
                write: value.clone(),
                read: value,
            }
        }
        MetaValue::List(run) => {
            let mut sides = Sides {
                write: None,
                read: None,
            };
            for inner in &facts.metas[run.rows()] {
                let MetaValue::Str(text) = inner.value else {
                    continue;
                };
                match facts.text(inner.path) {
                    "serialize" => sides.write = parse(facts.text(text)),
                    "deserialize" => sides.read = parse(facts.text(text)),
                    _ => {}
                }
            }
            sides
        }
        _ => Sides {
            write: None,
            read: None,
        },
    }
}

impl<T> Sides<T> {
    /// This side where it is given, the other's where not.
    pub(super) fn or(self, other: Sides<T>) -> Sides<T> {
        Sides {
            write: self.write.or(other.write),
            read: self.read.or(other.read),
        }
    }
}
