//! What the program is that is worked on: what `specs/service_metadata.yaml` says, or else the manifest.

use std::collections::BTreeMap;

use govern_diagnostics::{Diagnostic, Span};
use govern_gate::{Error, Session};
use govern_yaml::{Entry, Node, ScalarKind, Value};
use serde::Serialize;

/// Where other tools look for it, too.
const METADATA: &str = "specs/service_metadata.yaml";

/// What the program is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(super) struct Service {
    pub(super) service_id: Option<String>,
    pub(super) template_version: Option<String>,
    pub(super) display_name: Option<String>,
    pub(super) description: Option<String>,
    pub(super) links: BTreeMap<String, String>,
    pub(super) tags: Vec<String>,
}

impl Service {
    pub(super) fn read(session: &Session) -> Result<Service, Error> {
        match session.workspace().read_if_exists(METADATA)? {
            Some((file, text)) => of_metadata(&text)
                .map_err(|(range, message)| Diagnostic::config(message).at(Span::new(file, range)))
                .map_err(Error::from),
            None => {
                let manifest = session.workspace().manifest();
                let text = session.workspace().text(manifest)?;
                Ok(of_manifest(&text))
            }
        }
    }
}

type Mistake = (text_size::TextRange, String);

fn of_metadata(text: &str) -> Result<Service, Mistake> {
    let (root, problems) = govern_yaml::read(text);
    if let Some(problem) = problems.first() {
        let message = format!("`{METADATA}` is no YAML that can be read");
        return Err((problem.range, message));
    }
    let mut service = Service::default();
    let Some(root) = root else {
        return Ok(service);
    };
    // What else is said there is for others.
    for Entry { key, value, .. } in map(&root)? {
        match key.as_str() {
            "service_id" => service.service_id = Some(scalar(value)?),
            "template_version" => service.template_version = Some(scalar(value)?),
            "display_name" => service.display_name = Some(scalar(value)?),
            "description" => service.description = Some(one_line(&scalar(value)?)),
            "links" => {
                for Entry { key, value, .. } in map(value)? {
                    service.links.insert(key.clone(), scalar(value)?);
                }
            }
            "tags" => service.tags = list(value)?,
            _ => {}
        }
    }
    Ok(service)
}

fn map(node: &Node) -> Result<&[Entry], Mistake> {
    match &node.value {
        Value::Map(entries) => Ok(entries),
        _ => Err((node.range, "this is no mapping".to_owned())),
    }
}

fn list(node: &Node) -> Result<Vec<String>, Mistake> {
    match &node.value {
        Value::List(nodes) => nodes.iter().map(scalar).collect(),
        _ => Err((node.range, "this is no list".to_owned())),
    }
}

fn scalar(node: &Node) -> Result<String, Mistake> {
    match &node.value {
        Value::Scalar(scalar) if scalar.kind != ScalarKind::Null => Ok(scalar.text.clone()),
        _ => Err((node.range, "this is no text".to_owned())),
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a package, or all packages of a workspace, say of themselves. A manifest that is none was refused before.
fn of_manifest(text: &str) -> Service {
    let manifest: toml::Table = toml::from_str(text).unwrap_or_default();
    let of_all = || manifest.get("workspace")?.get("package");
    let text = |key: &str| {
        let own = manifest.get("package").and_then(|it| it.get(key)?.as_str());
        let shared = || of_all().and_then(|it| it.get(key)?.as_str());
        own.or_else(shared).map(str::to_owned)
    };
    let links = ["homepage", "repository", "documentation"];
    let links = links
        .into_iter()
        .filter_map(|key| Some((key.to_owned(), text(key)?)));
    let package = manifest.get("package");
    let tags = package.and_then(|it| it.get("keywords")?.as_array());
    let tags = tags.into_iter().flatten().filter_map(toml::Value::as_str);
    Service {
        service_id: text("name"),
        template_version: text("version"),
        display_name: text("name"),
        description: text("description").map(|it| one_line(&it)),
        links: links.collect(),
        tags: tags.map(str::to_owned).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn metadata_of_others_is_read_as_it_is_and_else_the_manifest() {
        let text = "service_id: desk\ndisplay_name: \"The desk\"\ndescription: >\n  Takes\n  orders.\ntemplate_version: \"3.2.0\"\nownership:\n  team: a\nlinks:\n  repo: \"https://example.org/desk\"\ntags:\n  - rust\n";
        let service = of_metadata(text).expect("it is read");
        assert_eq!(service.service_id.as_deref(), Some("desk"));
        assert_eq!(service.description.as_deref(), Some("Takes orders."));
        assert_eq!(service.links["repo"], "https://example.org/desk");
        assert_eq!(service.tags, ["rust"]);
        let (range, message) = of_metadata("links: [a]\n").expect_err("no mapping");
        assert_eq!(
            (&"links: [a]"[range], message.as_str()),
            ("[a]", "this is no mapping")
        );
        assert!(of_metadata("a: [").is_err());

        let service = of_manifest(
            "[package]\nname = \"desk\"\nversion.workspace = true\nkeywords = [\"orders\"]\n[workspace.package]\nversion = \"1.2.0\"\nrepository = \"https://example.org/desk\"\n",
        );
        assert_eq!(service.service_id.as_deref(), Some("desk"));
        assert_eq!(service.template_version.as_deref(), Some("1.2.0"));
        assert_eq!(service.links["repository"], "https://example.org/desk");
        assert_eq!(service.tags, ["orders"]);
        assert_eq!(of_manifest("[workspace]\n").service_id, None);
    }
}
