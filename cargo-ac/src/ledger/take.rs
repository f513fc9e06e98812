//! Takes values out of a tree. What does not fit is left out: the check of the shape has reported it.

use text_size::TextRange;

use super::model::Spanned;
use super::yaml::{Entry, Node, Scalar, ScalarKind, Value};

/// A mapping to take values from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fields<'a>(&'a [Entry]);

impl<'a> Fields<'a> {
    /// The mapping that the value is, or one without keys.
    pub(super) fn of(node: &'a Node) -> Fields<'a> {
        match &node.value {
            Value::Map(entries) => Fields(entries),
            _ => Fields(&[]),
        }
    }

    pub(super) fn get(self, key: &str) -> Option<&'a Node> {
        self.0
            .iter()
            .find(|entry| entry.key == key)
            .map(|entry| &entry.value)
    }

    pub(super) fn fields(self, key: &str) -> Option<Fields<'a>> {
        self.get(key).map(Fields::of)
    }

    /// The text of that key, and where it stands.
    pub(super) fn text(self, key: &str) -> Option<Spanned> {
        spanned(self.get(key)?)
    }

    /// The id of that key, whatever YAML takes it for: a wrong id is a problem by itself, and not the loss of what has it.
    pub(super) fn id(self) -> Option<Spanned> {
        let node = self.get("id")?;
        match &node.value {
            Value::Scalar(scalar) => Some(Spanned {
                text: scalar.text.clone(),
                range: node.range,
            }),
            _ => None,
        }
    }

    /// The id of what has parts of its own, which are not lost with it.
    pub(super) fn id_or_none(self, node: &Node) -> Spanned {
        self.id().unwrap_or(Spanned {
            text: String::new(),
            range: TextRange::empty(node.range.start()),
        })
    }

    /// The text of that key, or none.
    pub(super) fn string(self, key: &str) -> String {
        self.text(key)
            .map(|spanned| spanned.text)
            .unwrap_or_default()
    }

    pub(super) fn bool(self, key: &str) -> Option<bool> {
        match &self.get(key)?.value {
            Value::Scalar(Scalar {
                kind: ScalarKind::Bool(value),
                ..
            }) => Some(*value),
            _ => None,
        }
    }

    /// The texts of that key: a list of them, or one.
    pub(super) fn texts(self, key: &str) -> Vec<String> {
        let texts = self.list(key).iter().filter_map(spanned);
        texts.map(|spanned| spanned.text).collect()
    }

    /// The number of that key.
    pub(super) fn count(self, key: &str) -> Option<usize> {
        match &self.get(key)?.value {
            Value::Scalar(scalar) => scalar.text.parse().ok(),
            _ => None,
        }
    }

    /// The items of the list of that key.
    pub(super) fn list(self, key: &str) -> &'a [Node] {
        self.get(key).map_or(&[], list)
    }
}

/// The items of a list; a single value is a list of one.
pub(super) fn list(node: &Node) -> &[Node] {
    match &node.value {
        Value::List(nodes) => nodes,
        _ => std::slice::from_ref(node),
    }
}

/// The text that the value is.
pub(super) fn spanned(node: &Node) -> Option<Spanned> {
    match &node.value {
        Value::Scalar(Scalar {
            text,
            kind: ScalarKind::Text,
        }) => Some(Spanned {
            text: text.clone(),
            range: node.range,
        }),
        _ => None,
    }
}
