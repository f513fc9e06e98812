//! From a tree to what it says; what both major versions have in common.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{Document, Message, Payload};
use crate::files::api::book::{Book, SchemaAt, Spot};
use crate::files::json::{Node, Tree};

impl Document {
    pub(in crate::files::api) fn read(book: &mut Book<'_>, root: &Spot) -> Option<Document> {
        let Some(version) = book.inner(root, "asyncapi") else {
            book.wrong(
                root,
                "it does not say `asyncapi: 3.0.0`, or which version it is",
            );
            return None;
        };
        let said = root.text("asyncapi").unwrap_or_default();
        let major = match said.split('.').next() {
            Some("2") => 2,
            Some("3") if ["3.0", "3.1"].iter().any(|it| said.starts_with(it)) => 3,
            _ => {
                let message = "versions 2 and 3.0 are read, and are written as a text: `\"3.0.0\"`";
                book.wrong(&version, message);
                return None;
            }
        };
        let mut document = Document {
            mark: book.mark(root),
            ..Document::default()
        };
        let content_type = root.text("defaultContentType").map(str::to_owned);
        let mut reader = Reader {
            book,
            schemas: BTreeSet::new(),
            content_type,
            traits_win: major == 2,
        };
        reader.servers(root, &mut document);
        let components = reader.book.object(root, "components");
        let list = components.and_then(|it| reader.book.object(&it, "schemas"));
        if let Some(list) = list {
            let members = list.node().members().iter();
            let keys: Vec<String> = members.map(|it| it.key.clone()).collect();
            for key in keys {
                reader.component(&list, &key);
            }
        }
        match major {
            2 => reader.second(root, &mut document),
            _ => reader.third(root, &mut document),
        }
        document.schemas = reader.schemas;
        let known = [
            "asyncapi",
            "id",
            "info",
            "servers",
            "channels",
            "operations",
            "components",
            "defaultContentType",
        ];
        document.rest = book.rest(root, &known);
        Some(document)
    }
}

pub(super) struct Reader<'a, 'r> {
    pub(super) book: &'a mut Book<'r>,
    schemas: BTreeSet<SchemaAt>,
    /// Of messages that do not say theirs.
    content_type: Option<String>,
    /// Whether what traits say counts more than what is said beside them.
    traits_win: bool,
}

impl Reader<'_, '_> {
    fn servers(&mut self, root: &Spot, document: &mut Document) {
        let Some(list) = self.book.object(root, "servers") else {
            return;
        };
        document.servers = self.book.mark(&list);
        for (_, server) in self.book.objects(&list) {
            match server.text("protocol") {
                Some(protocol) => drop(document.protocols.insert(protocol.to_lowercase())),
                None => self.book.wrong(&server, "a server has a `protocol`"),
            }
        }
    }

    fn component(&mut self, list: &Spot, key: &str) {
        let Some(spot) = self.book.inner(list, key) else {
            return;
        };
        // Since 3.0 it may be in another language.
        let other =
            spot.node().get("schemaFormat").is_some() && spot.node().get("schema").is_some();
        if !other {
            let at = self.book.schema(&spot);
            self.schemas.insert(at);
        }
    }

    /// Messages: one, or several of which each message is one.
    pub(super) fn messages(&mut self, key: &str, spot: &Spot) -> Vec<Message> {
        match self.book.child(spot, "oneOf") {
            Some(list) => {
                let all = self.book.objects(&list);
                let named = all
                    .iter()
                    .map(|(row, it)| self.message(&format!("{key} {row}"), it));
                named.collect()
            }
            None => vec![self.message(key, spot)],
        }
    }

    pub(super) fn message(&mut self, key: &str, spot: &Spot) -> Message {
        let mut parts = vec![spot.clone()];
        if let Some(list) = self.book.child(spot, "traits") {
            let traits = self.book.objects(&list);
            parts.extend(traits.into_iter().map(|(_, it)| it));
        }
        // The first that says something counts.
        let mut order: Vec<&Spot> = parts.iter().collect();
        if self.traits_win {
            order.rotate_left(1);
            let last = order.len() - 1;
            order[..last].reverse();
        }
        let text = |key: &str| order.iter().find_map(|it| it.text(key)).map(str::to_owned);
        // What it is referred to by is a name as well.
        let referred = spot.key();
        let by_place = match referred.parse::<usize>() {
            Err(_) if !referred.is_empty() && referred != "message" => referred,
            _ => key,
        };
        let name = text("messageId")
            .or_else(|| text("name"))
            .unwrap_or_else(|| by_place.to_owned());
        let content_type = text("contentType").or_else(|| self.content_type.clone());
        let format = text("schemaFormat");
        let mut headers = Vec::new();
        let mut rest = BTreeMap::new();
        let known = [
            "messageId",
            "name",
            "contentType",
            "schemaFormat",
            "payload",
            "headers",
            "traits",
            "$ref",
        ];
        for part in &order {
            if let Some(headers_spot) = self.book.inner(part, "headers") {
                let at = self.book.schema(&headers_spot);
                self.schemas.insert(at.clone());
                headers.push(at);
            }
            for (key, said) in self.book.rest(part, &known) {
                rest.entry(key).or_insert(said);
            }
        }
        if spot.is_elsewhere {
            let mark = self.book.mark(spot);
            rest.insert("$ref".to_owned(), (spot.node().value(), mark));
        }
        Message {
            name,
            content_type,
            payload: self.payload(spot, format.as_deref()),
            headers,
            mark: self.book.mark(spot),
            rest,
        }
    }

    fn payload(&mut self, spot: &Spot, format: Option<&str>) -> Payload {
        let Some(mut payload) = self.book.inner(spot, "payload") else {
            return Payload::Any;
        };
        let mut format = format.map(str::to_owned);
        // Since 3.0 the format stands beside the schema.
        let described = self
            .book
            .child(spot, "payload")
            .filter(|it| it.node().get("schema").is_some());
        if let Some(described) = described.filter(|it| it.node().get("schemaFormat").is_some()) {
            format = described.text("schemaFormat").map(str::to_owned);
            payload = self.book.inner(&described, "schema").unwrap_or(payload);
        }
        let value = self
            .book
            .child(spot, "payload")
            .map_or(Value::Null, |it| it.node().value());
        if !format.as_deref().is_none_or(is_json_schema) {
            return Payload::Other(value);
        }
        let at = self.book.schema(&payload);
        self.schemas.insert(at.clone());
        Payload::Schema(at, value)
    }

    /// What parameters of an address may be, without remarks.
    pub(super) fn parameters(
        &mut self,
        channel: &Spot,
        address: Option<&str>,
    ) -> Vec<Option<Value>> {
        let list = self.book.object(channel, "parameters");
        let names = crate::files::api::template::names(address.unwrap_or_default());
        let mut found = Vec::new();
        for name in names {
            let parameter = list.as_ref().and_then(|it| self.book.child(it, name));
            found.push(parameter.map(|it| without_remarks(it.node())));
        }
        found
    }
}

/// Dialects that are read: all of them mean JSON Schema of draft 7.
fn is_json_schema(format: &str) -> bool {
    let (name, version) = match format.split_once(';') {
        Some((name, version)) => (name.trim(), version.trim()),
        None => (format.trim(), ""),
    };
    let (family, written) = match name.rsplit_once('+') {
        Some((family, written)) => (family, written),
        None => (name, ""),
    };
    ["json", "yaml", ""].contains(&written)
        && match family {
            "application/vnd.aai.asyncapi" => true,
            "application/schema" => version == "version=draft-07",
            _ => false,
        }
}

fn without_remarks(node: &Node) -> Value {
    match &node.tree {
        Tree::Object(members) => {
            let kept = members.iter().filter(|it| {
                !matches!(it.key.as_str(), "description" | "examples" | "title")
                    && !it.key.starts_with("x-")
            });
            Value::Object(
                kept.map(|it| (it.key.clone(), without_remarks(&it.value)))
                    .collect(),
            )
        }
        _ => node.value(),
    }
}

#[cfg(test)]
mod tests {
    use super::is_json_schema;

    #[test]
    fn schemas_of_other_languages_are_told_apart() {
        for format in [
            "application/vnd.aai.asyncapi;version=2.6.0",
            "application/vnd.aai.asyncapi+json;version=3.0.0",
            "application/schema+json;version=draft-07",
            "application/schema+yaml;version=draft-07",
        ] {
            assert!(is_json_schema(format), "{format}");
        }
        for format in [
            "application/vnd.apache.avro;version=1.9.0",
            "application/vnd.oai.openapi;version=3.0.0",
            "application/schema+json;version=draft-04",
            "application/vnd.google.protobuf;version=3",
        ] {
            assert!(!is_json_schema(format), "{format}");
        }
    }
}
