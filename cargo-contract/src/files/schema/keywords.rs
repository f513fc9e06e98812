//! What the keywords of one schema say, in the words of the newest dialect.

use serde_json::Value;

use super::dialect::Dialect;
use super::formats;
use super::model::{Conditional, Contains, Id, Keywords, Opaque, Schemas, Types, Values};
use super::number::Num;
use super::version::{Target, Version, Work};
use crate::files::json::{Member, Mistake, Node, Tree};

/// Reads one schema.
pub(super) struct Reader<'a, 'r> {
    version: &'a mut Version<'r>,
    schemas: &'a mut Schemas,
    node: &'a Node,
    work: &'a Work,
    dialect: Dialect,
    found: Keywords,
}

impl<'a, 'r> Reader<'a, 'r> {
    pub(super) fn new(
        version: &'a mut Version<'r>,
        schemas: &'a mut Schemas,
        node: &'a Node,
        work: &'a Work,
        dialect: Dialect,
    ) -> Reader<'a, 'r> {
        let found = Keywords {
            strict_integers: dialect == Dialect::Draft4,
            ..Keywords::default()
        };
        Reader {
            version,
            schemas,
            node,
            work,
            dialect,
            found,
        }
    }

    pub(super) fn read(mut self) -> Keywords {
        let node = self.node;
        // Before 2019 nothing counts beside a reference.
        let alone = self.dialect <= Dialect::Draft7 && node.get("$ref").is_some();
        for member in node.members() {
            if alone && member.key != "$ref" {
                continue;
            }
            let key = member.key.clone();
            let value = &member.value;
            let range = match value.tree {
                Tree::Array(_) | Tree::Object(_) => member.key_range,
                _ => member.key_range.cover(value.range),
            };
            self.found.places.insert(key, range);
            self.keyword(member);
        }
        self.together();
        self.found
    }

    fn keyword(&mut self, member: &Member) {
        let value = &member.value;
        let from = |dialect| self.dialect >= dialect;
        let (from6, from7, from2019, from2020) = (
            from(Dialect::Draft6),
            from(Dialect::Draft7),
            from(Dialect::Draft2019),
            from(Dialect::Draft2020),
        );
        match member.key.as_str() {
            "$ref" => self.reference(value),
            "$dynamicRef" if from2020 => self.anywhere(member),
            "$recursiveRef" if from2019 => self.anywhere(member),
            "unevaluatedProperties" if from2019 => self.opaque(member, Types::OBJECT, true),
            "unevaluatedItems" if from2019 => self.opaque(member, Types::ARRAY, true),
            "dependencies" if from2019 => self.opaque(member, Types::OBJECT, false),
            "format" => self.opaque(member, formats::types(&value.value()), false),
            "type" => self.types(value),
            "nullable" if self.dialect == Dialect::OpenApi30 => self.nullable(member),
            // It says which of several schemas is meant, and refuses nothing itself.
            "discriminator" if self.version.is_api() => self.opaque(member, Types::OBJECT, false),
            "enum" => {
                if let Some(items) = self.array(value) {
                    let list = items.iter().map(Node::value).collect();
                    self.found.values.push(Values::new("enum", list));
                }
            }
            "const" if from6 => {
                let list = vec![value.value()];
                self.found.values.push(Values::new("const", list));
            }
            "minimum" => self.found.minimum = self.number(value),
            "maximum" => self.found.maximum = self.number(value),
            // In draft 4 it is a flag, for which see `together`.
            "exclusiveMinimum" if from6 => self.found.exclusive_minimum = self.number(value),
            "exclusiveMaximum" if from6 => self.found.exclusive_maximum = self.number(value),
            "multipleOf" => {
                self.found.multiple_of = self.number(value);
                if self
                    .found
                    .multiple_of
                    .is_some_and(|it| it.compare(Num::Integer(0)).is_le())
                {
                    self.found.multiple_of = None;
                    self.wrong(value, "it must be more than 0");
                }
            }
            "minLength" => self.found.min_length = self.count(value),
            "maxLength" => self.found.max_length = self.count(value),
            "pattern" => self.found.pattern = self.text(value),
            "minItems" => self.found.min_items = self.count(value),
            "maxItems" => self.found.max_items = self.count(value),
            "uniqueItems" => self.found.unique = self.flag(value),
            "prefixItems" if from2020 => self.found.prefix = self.list(member),
            "items" => match value.tree {
                Tree::Array(_) if !from2020 => self.found.prefix = self.list(member),
                _ => self.found.items = Some(self.part(&["items"])),
            },
            "contains" if from6 => {
                let schema = self.part(&["contains"]);
                let least = self.beside("minContains", from2019).unwrap_or(1);
                let most = self.beside("maxContains", from2019);
                self.found.contains = Some(Contains {
                    schema,
                    least,
                    most,
                });
            }
            "minContains" | "maxContains" if from2019 => drop(self.count(value)),
            "minProperties" => self.found.min_properties = self.count(value),
            "maxProperties" => self.found.max_properties = self.count(value),
            "required" => self.found.required = self.names(value),
            "properties" => {
                self.found.properties = self.map(member).into_iter().collect();
            }
            "patternProperties" => self.found.patterns = self.map(member),
            "additionalProperties" => {
                self.found.additional = Some(self.part(&["additionalProperties"]));
            }
            "propertyNames" if from6 => self.found.names = Some(self.part(&["propertyNames"])),
            "dependentRequired" if from2019 => self.dependencies(member, false),
            "dependentSchemas" if from2019 => {
                self.found.dependent_schemas = self.map(member).into_iter().collect();
            }
            "dependencies" => self.dependencies(member, true),
            "allOf" => self.found.all_of = self.choices(member),
            "anyOf" => {
                let choices = self.choices(member);
                self.found.any_of.extend(choices);
            }
            // A discriminator chooses one of them, so what else it could be does not matter.
            "oneOf" if self.version.is_api() && self.node.get("discriminator").is_some() => {
                let choices = self.choices(member);
                self.found.any_of.extend(choices);
            }
            "oneOf" => self.found.one_of = self.choices(member),
            "not" => self.found.not = Some(self.part(&["not"])),
            "if" if from7 => {
                let test = self.part(&["if"]);
                let branch = |reader: &mut Self, key| {
                    reader.node.get(key).is_some().then(|| reader.part(&[key]))
                };
                let then = branch(self, "then");
                let otherwise = branch(self, "else");
                if then.is_some() || otherwise.is_some() {
                    self.found.conditional = Some(Conditional {
                        test,
                        then,
                        otherwise,
                    });
                }
            }
            _ => {}
        }
    }

    /// Keywords that mean something only beside others.
    fn together(&mut self) {
        if self.dialect == Dialect::OpenApi30
            && matches!(
                self.node.get("nullable").map(|it| &it.tree),
                Some(Tree::Bool(true))
            )
            && let Some(types) = &mut self.found.types
        {
            *types = types.or(Types::NULL);
        }
        self.leave_out();
        if self.dialect <= Dialect::Draft4 {
            let flag = |key| {
                matches!(
                    self.node.get(key),
                    Some(Node {
                        tree: Tree::Bool(true),
                        ..
                    })
                )
            };
            if flag("exclusiveMinimum") {
                self.found.exclusive_minimum = self.found.minimum.take();
            }
            if flag("exclusiveMaximum") {
                self.found.exclusive_maximum = self.found.maximum.take();
            }
        }
        if self.dialect < Dialect::Draft2020 {
            let has_list = matches!(
                self.node.get("items"),
                Some(Node {
                    tree: Tree::Array(_),
                    ..
                })
            );
            let alone = self.dialect <= Dialect::Draft7 && self.node.get("$ref").is_some();
            if has_list && !alone && self.node.get("additionalItems").is_some() {
                self.found.items = Some(self.part(&["additionalItems"]));
            }
        }
    }

    /// Takes out properties that are not sent this way.
    fn leave_out(&mut self) {
        let Some(flag) = self.version.left_out() else {
            return;
        };
        let names: Vec<String> = self.found.properties.keys().cloned().collect();
        for name in names {
            let Some(node) = self.node.get("properties").and_then(|it| it.get(&name)) else {
                continue;
            };
            if self.version.is_flagged(self.work, node, flag) {
                self.found.properties.remove(&name);
                self.found.required.retain(|it| *it != name);
            }
        }
    }

    fn reference(&mut self, value: &Node) {
        let Some(text) = self.text(value) else { return };
        match self.version.target(self.schemas, self.work, &text) {
            Target::Schema(id) => self.found.reference = Some(id),
            Target::Elsewhere => self.found.opaque.push(Opaque {
                keyword: "$ref".to_owned(),
                value: Value::String(text),
                types: Types::ALL,
                contextual: false,
            }),
            Target::Wrong(message) => self.wrong(value, message),
        }
    }

    fn opaque(&mut self, member: &Member, types: Types, contextual: bool) {
        self.found.opaque.push(Opaque {
            keyword: member.key.clone(),
            value: member.value.value(),
            types,
            contextual,
        });
    }

    /// A reference that leads to wherever its anchor is when it is followed: it is the same only in a document that is.
    fn anywhere(&mut self, member: &Member) {
        let document = &self.version.documents[self.work.document];
        let all = document.root.value();
        self.found.opaque.push(Opaque {
            keyword: member.key.clone(),
            value: Value::Array(vec![member.value.value(), all]),
            types: Types::ALL,
            contextual: true,
        });
    }

    fn types(&mut self, value: &Node) {
        let one = std::slice::from_ref(value);
        let words = match &value.tree {
            Tree::Array(items) => items,
            _ => one,
        };
        let mut types = Types::NONE;
        for word in words {
            match word.as_str().and_then(Types::named) {
                Some(named) => types = types.or(named),
                None => {
                    self.wrong(
                        word,
                        "a type is `null`, `boolean`, `integer`, `number`, `string`, `array` or `object`",
                    );
                    return;
                }
            }
        }
        self.found.types = Some(types);
    }

    /// It adds null to the type beside it. Without one the standard has no meaning for it, and readers have several.
    fn nullable(&mut self, member: &Member) {
        if self.flag(&member.value) && self.node.get("type").is_none() {
            self.opaque(member, Types::NULL, false);
        }
    }

    fn dependencies(&mut self, member: &Member, schemas: bool) {
        let Tree::Object(members) = &member.value.tree else {
            self.wrong(&member.value, "it must be an object");
            return;
        };
        for inner in members {
            if matches!(inner.value.tree, Tree::Array(_)) || !schemas {
                let names = self.names(&inner.value);
                self.found
                    .dependent_required
                    .insert(inner.key.clone(), names);
            } else {
                let id = self.part(&[&member.key, &inner.key]);
                self.found.dependent_schemas.insert(inner.key.clone(), id);
            }
        }
    }

    fn part(&mut self, path: &[&str]) -> Id {
        self.version.part(self.schemas, self.work, path)
    }

    fn choices(&mut self, member: &Member) -> Vec<Id> {
        let list = self.list(member);
        if list.is_empty() && matches!(member.value.tree, Tree::Array(_)) {
            self.wrong(&member.value, "it must not be empty");
        }
        list
    }

    fn list(&mut self, member: &Member) -> Vec<Id> {
        let length = self.array(&member.value).map_or(0, <[Node]>::len);
        (0..length)
            .map(|index| self.part(&[&member.key, &index.to_string()]))
            .collect()
    }

    fn map(&mut self, member: &Member) -> Vec<(String, Id)> {
        let Tree::Object(members) = &member.value.tree else {
            self.wrong(&member.value, "it must be an object");
            return Vec::new();
        };
        members
            .iter()
            .map(|inner| (inner.key.clone(), self.part(&[&member.key, &inner.key])))
            .collect()
    }

    fn array<'n>(&mut self, value: &'n Node) -> Option<&'n [Node]> {
        match &value.tree {
            Tree::Array(items) => Some(items),
            _ => {
                self.wrong(value, "it must be an array");
                None
            }
        }
    }

    fn names(&mut self, value: &Node) -> Vec<String> {
        let items = self.array(value).unwrap_or_default();
        let mut names: Vec<String> = items.iter().filter_map(|it| self.text(it)).collect();
        names.sort();
        names.dedup();
        names
    }

    fn text(&mut self, value: &Node) -> Option<String> {
        match value.as_str() {
            Some(text) => Some(text.to_owned()),
            None => {
                self.wrong(value, "it must be a string");
                None
            }
        }
    }

    fn number(&mut self, value: &Node) -> Option<Num> {
        match &value.tree {
            Tree::Number(number) => Some(Num::of(number)),
            _ => {
                self.wrong(value, "it must be a number");
                None
            }
        }
    }

    fn count(&mut self, value: &Node) -> Option<u64> {
        let number = match &value.tree {
            Tree::Number(number) => match Num::of(number) {
                Num::Integer(it) => u64::try_from(it).ok(),
                Num::Float(_) => None,
            },
            _ => None,
        };
        if number.is_none() {
            self.wrong(value, "it must be an integer, 0 or more");
        }
        number
    }

    fn beside(&mut self, key: &str, exists: bool) -> Option<u64> {
        let value = self.node.get(key).filter(|_| exists)?;
        match &value.tree {
            Tree::Number(number) => match Num::of(number) {
                Num::Integer(it) => u64::try_from(it).ok(),
                Num::Float(_) => None,
            },
            _ => None,
        }
    }

    fn flag(&mut self, value: &Node) -> bool {
        match value.tree {
            Tree::Bool(it) => it,
            _ => {
                self.wrong(value, "it must be `true` or `false`");
                false
            }
        }
    }

    fn wrong(&mut self, value: &Node, message: impl Into<String>) {
        let mistake = Mistake::new(value.range, message);
        self.version.mistakes.push((self.work.document, mistake));
    }
}
