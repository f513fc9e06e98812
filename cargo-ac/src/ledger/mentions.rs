//! What entries of a ledger name besides tests: decisions and documents.

use super::model::{Mention, Mentioned, Spanned};
use super::take::{Fields, spanned};
use super::yaml::{Node, Value};

/// What each entry names, in the order of the text. Both schemas have the same keys for it.
pub(super) fn mentions(root: &Node) -> Vec<Mention> {
    let mut mentions = Vec::new();
    let fields = Fields::of(root);
    // What the ledger as a whole names is for nothing in particular.
    for head in [Some(root), fields.get("metadata")].into_iter().flatten() {
        entry(head, &[], &mut mentions);
    }
    for story in fields.list("stories") {
        let ids = entry(story, &[], &mut mentions);
        for requirement in Fields::of(story).list("requirements") {
            let ids = entry(requirement, &ids, &mut mentions);
            let its = Fields::of(requirement);
            for criterion in ["criteria", "acceptance_criteria"]
                .into_iter()
                .flat_map(|key| its.list(key))
            {
                entry(criterion, &ids, &mut mentions);
            }
        }
    }
    mentions
}

/// What an entry names. Gives back its id behind those of what is around it.
fn entry(node: &Node, around: &[String], mentions: &mut Vec<Mention>) -> Vec<String> {
    let fields = Fields::of(node);
    let id = fields.text("id").map(|id| id.text);
    let ids: Vec<String> = around.iter().cloned().chain(id).collect();
    let keys = [
        ("adr", Mentioned::Decision),
        ("adrs", Mentioned::Decision),
        ("docs", Mentioned::Document),
    ];
    for (key, what) in keys {
        let mut texts = Vec::new();
        if let Some(node) = fields.get(key) {
            collect(node, &mut texts);
        }
        mentions.extend(texts.into_iter().map(|text| Mention {
            ids: ids.clone(),
            what,
            text,
        }));
    }
    ids
}

/// All texts, however they are arranged: schema 1 lets `docs` be anything.
fn collect(node: &Node, texts: &mut Vec<Spanned>) {
    match &node.value {
        Value::List(nodes) => nodes.iter().for_each(|node| collect(node, texts)),
        Value::Map(entries) => entries.iter().for_each(|it| collect(&it.value, texts)),
        Value::Scalar(_) => texts.extend(spanned(node)),
    }
}
