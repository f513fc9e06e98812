//! Parts of operations: parameters, what is sent, what comes back.

use std::collections::BTreeMap;

use super::read::{Reader, sunset};
use super::{Media, Parameter, Response};
use crate::files::api::book::{SchemaAt, Spot};
use crate::files::api::template;
use crate::files::json::Tree;

impl Reader<'_, '_> {
    pub(super) fn parameters(&mut self, owner: &Spot, path: &str) -> Vec<Parameter> {
        let Some(list) = self.book.child(owner, "parameters") else {
            return Vec::new();
        };
        if !matches!(list.node().tree, Tree::Array(_)) {
            self.book.wrong(&list, "`parameters` is a list");
            return Vec::new();
        }
        let mut found = Vec::new();
        for (_, spot) in self.book.children(&list) {
            if spot.is_elsewhere {
                continue;
            }
            let (Some(name), Some(place)) = (spot.text("name"), spot.text("in")) else {
                self.book.wrong(
                    &spot,
                    "a parameter has a `name`, and says where it is: `in`",
                );
                continue;
            };
            let (name, place) = (name.to_owned(), place.to_owned());
            if !["path", "query", "header", "cookie"].contains(&place.as_str()) {
                let spot = self.book.inner(&spot, "in").unwrap_or(spot);
                self.book.wrong(
                    &spot,
                    "a parameter is in `path`, `query`, `header` or `cookie`",
                );
                continue;
            }
            let ignored = place == "header"
                && ["accept", "content-type", "authorization"]
                    .contains(&name.to_lowercase().as_str());
            if place == "path" && !template::names(path).contains(&name.as_str()) {
                self.book
                    .wrong(&spot, format!("the path has no `{{{name}}}`"));
            }
            let parameter = self.parameter(&spot, name, place);
            found.extend((!ignored).then_some(parameter));
        }
        found
    }

    fn parameter(&mut self, spot: &Spot, name: String, place: String) -> Parameter {
        let form = matches!(place.as_str(), "query" | "cookie");
        let default = if form { "form" } else { "simple" };
        let style = spot.text("style").unwrap_or(default).to_owned();
        let explode = match spot.node().get("explode").map(|it| &it.tree) {
            Some(Tree::Bool(it)) => *it,
            _ => style == "form",
        };
        let known = [
            "name",
            "in",
            "required",
            "deprecated",
            "style",
            "explode",
            "schema",
            "content",
        ];
        let schema = self.book.child(spot, "schema");
        let word = schema.as_ref().and_then(|it| it.text("type"));
        Parameter {
            required: place == "path" || spot.flag("required"),
            deprecated: spot.flag("deprecated"),
            sunset: sunset(spot),
            style: (style, explode),
            is_scalar: word.is_some_and(|it| !["array", "object"].contains(&it)),
            schema: self.schema(spot, "schema"),
            content: self.content(spot, false),
            mark: self.book.mark(spot),
            rest: self.book.rest(spot, &known),
            name,
            place,
        }
    }

    pub(super) fn content(&mut self, owner: &Spot, needed: bool) -> BTreeMap<String, Media> {
        let Some(list) = self.book.object(owner, "content") else {
            if needed {
                self.book.wrong(owner, "it has no `content`");
            }
            return BTreeMap::new();
        };
        let mut content = BTreeMap::new();
        for (name, spot) in self.book.objects(&list) {
            let media = Media {
                schema: self.schema(&spot, "schema"),
                mark: self.book.mark(&spot),
                rest: self.book.rest(&spot, &["schema"]),
            };
            content.insert(media_type(&name), media);
        }
        content
    }

    pub(super) fn response(&mut self, spot: &Spot) -> Response {
        let mut headers = BTreeMap::new();
        if let Some(list) = self.book.object(spot, "headers") {
            for (name, header) in self.book.objects(&list) {
                if !header.is_elsewhere && name.to_lowercase() != "content-type" {
                    let parameter = self.parameter(&header, name.clone(), "header".to_owned());
                    headers.insert(name.to_lowercase(), parameter);
                }
            }
        }
        Response {
            content: self.content(spot, false),
            headers,
            mark: self.book.mark(spot),
            rest: self.book.rest(spot, &["headers", "content", "links"]),
        }
    }

    pub(super) fn schema(&mut self, owner: &Spot, key: &str) -> Option<SchemaAt> {
        let at = self.book.schema(&self.book.inner(owner, key)?);
        self.schemas.insert(at.clone());
        Some(at)
    }
}

/// A media type as it is compared: in small letters, without blanks and `charset`.
fn media_type(written: &str) -> String {
    let parts = written.split(';').map(|it| it.trim().to_lowercase());
    let parts: Vec<String> = parts
        .filter(|it| !it.is_empty() && !it.starts_with("charset="))
        .collect();
    parts.join(";")
}

#[cfg(test)]
mod tests {
    use super::media_type;

    #[test]
    fn media_types_have_one_form() {
        assert_eq!(
            media_type("Application/JSON; charset=UTF-8"),
            "application/json"
        );
        assert_eq!(
            media_type("application/json; version=1"),
            "application/json;version=1"
        );
    }
}
