//! Schemas that stand alone, as texts: what is wrong with one, and what it says to a document.

use std::sync::Arc;

use serde_json::Value;

use super::check::{Checker, Refusal};
use super::generate::Generator;
use super::model::{Id, Schemas, What};
use super::truth::Truth;
use super::version::Version;
use crate::files::json::Mistake;

/// What a schema is called while it is read: a reference by any other name leads out of it.
const NAME: &str = "schema.json";

/// What is wrong with a schema that must stand alone: references that lead out of it, too.
pub(crate) fn mistakes(text: &str) -> Vec<Mistake> {
    let (schemas, _, mut mistakes) = read(text);
    for schema in &schemas.rows {
        let What::Keywords(keywords) = &schema.what else {
            continue;
        };
        for leading in keywords.opaque.iter().filter(|it| it.keyword == "$ref") {
            let place = keywords.places.get("$ref").copied().unwrap_or_default();
            let message = format!(
                "{} leads out of the schema, which has to stand alone",
                leading.value
            );
            mistakes.push(Mistake::new(place, message));
        }
    }
    mistakes
}

/// What a schema says to a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Answer {
    Accepted,
    /// The keyword, and where in the document: a JSON pointer.
    Refused(String, String),
    Unknown,
}

/// What a schema without mistakes says to a document.
pub(crate) fn ask(text: &str, document: &Value) -> Answer {
    let (schemas, root, _) = read(text);
    let Some(root) = root else {
        return Answer::Unknown;
    };
    let checker = Checker::new(&schemas);
    match checker.accepts(root, document) {
        Truth::Yes => Answer::Accepted,
        Truth::Maybe => Answer::Unknown,
        Truth::No => {
            let innermost = checker.refusals(root, document).pop();
            let (keyword, at) = match innermost {
                Some(Refusal { keyword, at, .. }) => (keyword.unwrap_or("false".to_owned()), at),
                None => ("false".to_owned(), String::new()),
            };
            Answer::Refused(keyword, at)
        }
    }
}

/// A document that a schema without mistakes accepts; none if none was found.
pub(crate) fn example(text: &str) -> Option<Value> {
    let (schemas, root, _) = read(text);
    let root = root?;
    let checker = Checker::new(&schemas);
    let documents = Generator::new(&checker).documents(root, root).into_iter();
    let mut accepted = documents.filter(|it| checker.accepts(root, it) == Truth::Yes);
    // Something rather than nothing: of what it accepts the fullest.
    let first = accepted.next()?;
    Some(accepted.fold(first, |best, other| {
        match other.to_string().len() > best.to_string().len() {
            true => other,
            false => best,
        }
    }))
}

fn read(text: &str) -> (Schemas, Option<Id>, Vec<Mistake>) {
    let text: Arc<str> = text.into();
    let read = |path: &str| (path == NAME).then(|| text.clone());
    let mut schemas = Schemas::default();
    let mut version = Version::new(&read);
    let row = version.document(NAME);
    let root = row.map(|row| version.schema(&mut schemas, row, &[]));
    let mistakes = version.mistakes.drain(..);
    let mistakes = mistakes.map(|(_, mistake)| mistake).collect();
    (schemas, root, mistakes)
}

#[cfg(test)]
mod tests {
    use super::{Answer, ask, mistakes};

    #[test]
    fn a_schema_stands_alone_or_is_wrong() {
        let wrong = |text: &str| -> Vec<String> {
            mistakes(text).into_iter().map(|it| it.message).collect()
        };
        let own = r##"{"$ref": "#/$defs/a", "$defs": {"a": {"type": "string"}}}"##;
        assert_eq!(wrong(own), Vec::<String>::new());
        assert_eq!(
            wrong(r#"{"$ref": "other.json"}"#),
            ["there is no file `other.json`"]
        );
        assert_eq!(
            wrong(r#"{"items": {"$ref": "https://e.org/a"}}"#),
            ["\"https://e.org/a\" leads out of the schema, which has to stand alone"]
        );
        assert_eq!(wrong("type: string").len(), 1);
        assert_eq!(wrong(r#"{"type": "strng"}"#).len(), 1);
    }

    #[test]
    fn a_document_is_accepted_or_refused() {
        let schema =
            r#"{"type": "object", "properties": {"a": {"type": "string", "pattern": "^x"}}}"#;
        let ask = |document: &str| ask(schema, &serde_json::from_str(document).unwrap());
        assert_eq!(ask(r#"{"a": "xy"}"#), Answer::Accepted);
        assert_eq!(
            ask(r#"{"a": "y"}"#),
            Answer::Refused("pattern".to_owned(), "/a".to_owned())
        );
        assert_eq!(ask("1"), Answer::Refused("type".to_owned(), String::new()));
    }
}
