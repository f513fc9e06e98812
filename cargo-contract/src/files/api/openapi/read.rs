//! From a tree to what it says. What is not as the standard has it is a mistake, with its place.

use std::collections::{BTreeMap, BTreeSet};

use govern_gate::Date;
use serde_json::Value;

use super::{Body, Document, Operation, Parameter, Requirement, Scheme};
use crate::files::api::book::{Book, Mark, Rest, SchemaAt, Spot};
use crate::files::json::{Node, Tree};
use crate::files::schema::Dialect;

const METHODS: &[&str] = &[
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];
/// How deep callbacks may nest.
const DEEPEST: usize = 4;

impl Document {
    pub(in crate::files::api) fn read(book: &mut Book<'_>, root: &Spot) -> Option<Document> {
        let dialect = dialect(book, root)?;
        let mut reader = Reader {
            book,
            schemas: BTreeSet::new(),
            bases: BTreeSet::new(),
            security: (Vec::new(), Mark::default()),
        };
        reader.bases = reader
            .bases(root)
            .unwrap_or_else(|| BTreeSet::from([String::new()]));
        reader.security = reader.security(root).unwrap_or_default();
        let paths = reader.book.object(root, "paths");
        if paths.is_none() && dialect == Dialect::OpenApi30 {
            reader.book.wrong(root, "it has no `paths`");
        }
        let mut operations = Vec::new();
        for (path, item) in paths.map(|it| reader.book.objects(&it)).unwrap_or_default() {
            if !path.starts_with('/') {
                reader
                    .book
                    .wrong(&item, format!("the path `{path}` does not begin with `/`"));
            }
            operations.extend(reader.item(&path, &item, 0));
        }
        let mut webhooks = Vec::new();
        if let Some(list) = reader.book.object(root, "webhooks") {
            for (name, item) in reader.book.objects(&list) {
                webhooks.extend(reader.item(&name, &item, 0));
            }
        }
        let mut schemes = BTreeMap::new();
        if let Some(components) = reader.book.object(root, "components") {
            if let Some(list) = reader.book.object(&components, "securitySchemes") {
                for (name, scheme) in reader.book.objects(&list) {
                    schemes.insert(name, reader.scheme(&scheme));
                }
            }
            if let Some(list) = reader.book.object(&components, "schemas") {
                let keys: Vec<String> = list
                    .node()
                    .members()
                    .iter()
                    .map(|it| it.key.clone())
                    .collect();
                for key in keys {
                    reader.schema(&list, &key);
                }
            }
        }
        let known = [
            "openapi",
            "info",
            "servers",
            "paths",
            "webhooks",
            "components",
            "security",
            "jsonSchemaDialect",
            "$self",
        ];
        Some(Document {
            dialect,
            schemas: reader.schemas,
            operations,
            webhooks,
            schemes,
            mark: book.mark(root),
            rest: book.rest(root, &known),
        })
    }
}

fn dialect(book: &mut Book<'_>, root: &Spot) -> Option<Dialect> {
    let Some(version) = book.inner(root, "openapi") else {
        let message = match root.node().get("swagger") {
            Some(_) => "it is Swagger 2.0; 3.0 and 3.1 are read: convert it",
            None => "it does not say `openapi: 3.1.0`, or which version it is",
        };
        book.wrong(root, message);
        return None;
    };
    let said = root.text("openapi").unwrap_or_default();
    let is = |version: &str| {
        said == version
            || said
                .strip_prefix(version)
                .is_some_and(|it| it.starts_with('.'))
    };
    if is("3.0") {
        return Some(Dialect::OpenApi30);
    }
    if !is("3.1") {
        book.wrong(
            &version,
            "versions 3.0 and 3.1 are read, and are written as a text: `\"3.1.0\"`",
        );
        return None;
    }
    match root.text("jsonSchemaDialect") {
        None => Some(Dialect::Draft2020),
        Some(uri) if uri.starts_with("https://spec.openapis.org/oas/3.1/dialect/") => {
            Some(Dialect::Draft2020)
        }
        Some(uri) => {
            let known = Dialect::named(uri);
            if known.is_none() {
                let spot = book.inner(root, "jsonSchemaDialect")?;
                book.wrong(&spot, "the dialect is not known");
            }
            known
        }
    }
}

pub(super) struct Reader<'a, 'r> {
    pub(super) book: &'a mut Book<'r>,
    pub(super) schemas: BTreeSet<SchemaAt>,
    /// What may stand before paths.
    bases: BTreeSet<String>,
    /// What operations need that do not say it themselves.
    security: (Vec<Requirement>, Mark),
}

impl Reader<'_, '_> {
    /// The operations of a path.
    fn item(&mut self, path: &str, item: &Spot, depth: usize) -> Vec<Operation> {
        let shared = self.parameters(item, path);
        let bases = self.bases(item).unwrap_or_else(|| self.bases.clone());
        let mut operations = Vec::new();
        for method in METHODS {
            let Some(spot) = self.book.object(item, method) else {
                continue;
            };
            let mut parameters = self.parameters(&spot, path);
            for it in &shared {
                let again = parameters
                    .iter()
                    .any(|own| own.name == it.name && own.place == it.place);
                if !again {
                    parameters.extend(self.again(item, path, it));
                }
            }
            operations.push(self.operation(&spot, (method, path), parameters, &bases, depth));
        }
        operations
    }

    /// A parameter of the path, for one more operation.
    fn again(&mut self, item: &Spot, path: &str, wanted: &Parameter) -> Option<Parameter> {
        let all = self.parameters(item, path).into_iter();
        let mut fitting = all.filter(|it| it.name == wanted.name && it.place == wanted.place);
        fitting.next()
    }

    fn operation(
        &mut self,
        spot: &Spot,
        (method, path): (&str, &str),
        parameters: Vec<Parameter>,
        bases: &BTreeSet<String>,
        depth: usize,
    ) -> Operation {
        let mark = self.book.mark(spot);
        let (security, security_mark) =
            self.security(spot).unwrap_or_else(|| self.security.clone());
        let body = self
            .book
            .object(spot, "requestBody")
            .filter(|it| !it.is_elsewhere);
        let body = body.map(|it| Body {
            required: it.flag("required"),
            content: self.content(&it, true),
            mark: self.book.mark(&it),
            rest: self.book.rest(&it, &["required", "content"]),
        });
        let mut responses = BTreeMap::new();
        let list = self.book.object(spot, "responses");
        for (status, response) in list.map(|it| self.book.objects(&it)).unwrap_or_default() {
            if !is_status(&status) {
                self.book.wrong(
                    &response,
                    format!("`{status}` is no status: `200`, `2XX` and `default` are"),
                );
            }
            if !response.is_elsewhere {
                responses.insert(status.to_uppercase(), self.response(&response));
            }
        }
        let mut callbacks = Vec::new();
        let list = self
            .book
            .object(spot, "callbacks")
            .filter(|_| depth < DEEPEST);
        for (name, callback) in list.map(|it| self.book.objects(&it)).unwrap_or_default() {
            for (expression, item) in self.book.objects(&callback) {
                callbacks.extend(self.item(&format!("{name} {expression}"), &item, depth + 1));
            }
        }
        let mut rest = self.book.rest(
            spot,
            &[
                "parameters",
                "requestBody",
                "responses",
                "callbacks",
                "deprecated",
                "security",
                "servers",
            ],
        );
        rest.extend(self.elsewhere(spot));
        Operation {
            method: method.to_owned(),
            path: path.to_owned(),
            bases: self.bases(spot).unwrap_or_else(|| bases.clone()),
            deprecated: spot.flag("deprecated"),
            sunset: sunset(spot),
            parameters,
            body,
            responses,
            security,
            security_mark: if security_mark.place.is_empty() {
                mark.clone()
            } else {
                security_mark
            },
            callbacks,
            rest,
            mark,
        }
    }

    /// Parts of an operation that are not here: references to the network.
    fn elsewhere(&mut self, spot: &Spot) -> Rest {
        let mut rest = Rest::new();
        let mut lists = vec![(String::new(), spot.clone())];
        lists.extend(
            self.book
                .child(spot, "parameters")
                .map(|it| ("parameters/".to_owned(), it)),
        );
        lists.extend(
            self.book
                .child(spot, "responses")
                .map(|it| ("responses/".to_owned(), it)),
        );
        for (before, list) in lists {
            for (key, child) in self.book.children(&list) {
                if child.is_elsewhere && key != "security" {
                    let mark = self.book.mark(&child);
                    rest.insert(format!("{before}{key}"), (child.node().value(), mark));
                }
            }
        }
        rest
    }

    /// What is said about security here.
    fn security(&mut self, owner: &Spot) -> Option<(Vec<Requirement>, Mark)> {
        let list = self.book.inner(owner, "security")?;
        let Tree::Array(items) = &list.node().tree else {
            self.book.wrong(&list, "`security` is a list");
            return None;
        };
        let scopes = |node: &Node| match &node.tree {
            Tree::Array(items) => items
                .iter()
                .filter_map(Node::as_str)
                .map(str::to_owned)
                .collect(),
            _ => BTreeSet::new(),
        };
        let requirement = |node: &Node| {
            let members = node.members().iter();
            members
                .map(|it| (it.key.clone(), scopes(&it.value)))
                .collect()
        };
        Some((
            items.iter().map(requirement).collect(),
            self.book.mark(&list),
        ))
    }

    fn scheme(&mut self, spot: &Spot) -> Scheme {
        let mut said = BTreeMap::new();
        for key in ["type", "in", "scheme", "openIdConnectUrl"] {
            if let Some(text) = spot.text(key) {
                said.insert(key.to_owned(), Value::from(text.to_lowercase()));
            }
        }
        if let Some(name) = spot.text("name") {
            said.insert("name".to_owned(), Value::from(name));
        }
        for flow in spot
            .node()
            .get("flows")
            .map(Node::members)
            .unwrap_or_default()
        {
            for key in ["authorizationUrl", "tokenUrl"] {
                if let Some(url) = flow.value.get(key) {
                    said.insert(format!("{} {key}", flow.key), url.value());
                }
            }
        }
        Scheme {
            said,
            mark: self.book.mark(spot),
        }
    }

    /// The paths of servers: where it is deployed is another matter.
    fn bases(&mut self, owner: &Spot) -> Option<BTreeSet<String>> {
        let list = self.book.child(owner, "servers")?;
        let mut bases = BTreeSet::new();
        for (_, server) in self.book.children(&list) {
            let Some(url) = server.text("url") else {
                self.book.wrong(&server, "a server has a `url`");
                continue;
            };
            let mut url = url.to_owned();
            for variable in server
                .node()
                .get("variables")
                .map(Node::members)
                .unwrap_or_default()
            {
                let value = variable
                    .value
                    .get("default")
                    .and_then(Node::as_str)
                    .unwrap_or_default();
                url = url.replace(&format!("{{{}}}", variable.key), value);
            }
            let path = match url.split_once("://") {
                Some((_, behind)) => behind.find('/').map_or("", |at| &behind[at..]),
                None => &url,
            };
            bases.insert(path.trim_end_matches('/').to_owned());
        }
        Some(bases).filter(|it| !it.is_empty())
    }
}

/// The day after which something may go: `x-sunset`, a date or the beginning of a time.
pub(super) fn sunset(spot: &Spot) -> Option<Date> {
    let text = spot.text("x-sunset")?;
    Date::parse(text.get(..10)?)
}

fn is_status(text: &str) -> bool {
    let bytes = text.as_bytes();
    let rest =
        |bytes: &[u8]| bytes.iter().all(u8::is_ascii_digit) || matches!(bytes, b"XX" | b"xx");
    text == "default"
        || (bytes.len() == 3 && (b'1'..=b'5').contains(&bytes[0]) && rest(&bytes[1..]))
}

#[cfg(test)]
mod tests {
    use super::is_status;

    #[test]
    fn statuses_have_a_form() {
        for status in ["200", "404", "2XX", "5xx", "default"] {
            assert!(is_status(status), "{status}");
        }
        for status in ["2X", "XXX", "600", "20", "ok", "2000"] {
            assert!(!is_status(status), "{status}");
        }
    }
}
