//! `# METADATA`: what a policy says about itself in comments, as OPA has them.

use govern_yaml::{Node, Scalar, Value};
use text_size::{TextRange, TextSize};

use crate::Mistake;

/// What stands in a block of comments above a package or a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Annotation {
    /// What it is about.
    pub scope: Scope,
    /// `title`, or else the first line of `description`.
    pub title: Option<String>,
    /// What is under `custom`, by key, with the places of the values in the module.
    pub custom: Vec<(String, Node)>,
    /// The line behind it, counted from 0.
    pub(crate) below: usize,
}

/// What an annotation is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// The package.
    Package,
    /// A rule, or all rules of its name.
    Rule,
}

impl Annotation {
    /// A value under `custom`.
    pub fn custom(&self, key: &str) -> Option<&Node> {
        self.custom
            .iter()
            .find(|(name, _)| name == key)
            .map(|(_, value)| value)
    }
}

/// The annotations of a module, and what is wrong with them.
pub(crate) fn annotations(path: &str, text: &str) -> (Vec<Annotation>, Vec<Mistake>) {
    let (mut found, mut mistakes) = (Vec::new(), Vec::new());
    let mut start = 0;
    let mut lines = text.split_inclusive('\n').enumerate().peekable();
    while let Some((row, line)) = lines.next() {
        let begin = start;
        start += line.len();
        if line.trim() != "# METADATA" {
            continue;
        }
        // Columns stay what they are: what is wrong is shown in the module.
        let (mut block, first) = (String::new(), start);
        let mut below = row + 1;
        while let Some((row, line)) = lines.next_if(|(_, line)| line.trim_start().starts_with('#'))
        {
            block.push_str(&line.replacen('#', " ", 1));
            start += line.len();
            below = row + 1;
        }
        let head = TextRange::at(size(begin), size(line.trim_end().len()));
        // Without a scope, it is about what it stands above.
        let behind = text.get(start..).unwrap_or_default().trim_start();
        let scope = match behind.split_whitespace().next() {
            Some("package") => Scope::Package,
            _ => Scope::Rule,
        };
        match annotation(&block, below, scope) {
            Ok(mut annotation) => {
                for (_, node) in &mut annotation.custom {
                    shift(node, size(first));
                }
                found.push(annotation);
            }
            Err((range, message)) => {
                let range = range.map_or(head, |range| range + size(first));
                mistakes.push(Mistake::at(path, range, message));
            }
        }
    }
    (found, mistakes)
}

/// Makes places count from the beginning of the module, not of the block.
fn shift(node: &mut Node, by: TextSize) {
    node.range += by;
    match &mut node.value {
        Value::Scalar(_) => {}
        Value::List(nodes) => nodes.iter_mut().for_each(|node| shift(node, by)),
        Value::Map(entries) => {
            for entry in entries {
                entry.key_range += by;
                shift(&mut entry.value, by);
            }
        }
    }
}

fn size(at: usize) -> TextSize {
    TextSize::try_from(at).unwrap_or_default()
}

fn annotation(
    block: &str,
    below: usize,
    scope: Scope,
) -> Result<Annotation, (Option<TextRange>, String)> {
    let (root, problems) = govern_yaml::read(block);
    if let Some(problem) = problems.first() {
        let text = "this is no YAML that can be read, and so no annotation";
        return Err((Some(problem.range), text.to_owned()));
    }
    let Some(Node {
        value: Value::Map(entries),
        ..
    }) = root
    else {
        return Err((None, "below `# METADATA` there is no annotation".to_owned()));
    };
    let mut annotation = Annotation {
        scope,
        title: None,
        custom: Vec::new(),
        below,
    };
    for entry in entries {
        match (entry.key.as_str(), entry.value) {
            ("scope", node) => match text(&node) {
                Some("package" | "subpackages") => annotation.scope = Scope::Package,
                Some("rule" | "document") => annotation.scope = Scope::Rule,
                _ => {
                    let text = "a scope is `package`, `subpackages`, `rule` or `document`";
                    return Err((Some(node.range), text.to_owned()));
                }
            },
            ("title", node) => annotation.title = text(&node).map(str::to_owned),
            ("description", node) if annotation.title.is_none() => {
                let line = text(&node).and_then(|text| text.lines().next());
                annotation.title = line.map(str::to_owned);
            }
            (
                "custom",
                Node {
                    value: Value::Map(custom),
                    ..
                },
            ) => {
                let custom = custom.into_iter().map(|entry| (entry.key, entry.value));
                annotation.custom = custom.collect();
            }
            _ => {}
        }
    }
    Ok(annotation)
}

/// The text that a node is.
pub(crate) fn text(node: &Node) -> Option<&str> {
    match &node.value {
        Value::Scalar(Scalar { text, .. }) => Some(text),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_read_with_their_places() {
        let text = "# METADATA\n# title: All pods\n# scope: package\n# custom:\n#   files: [\"deploy/*.yaml\"]\npackage pods\n";
        let (found, mistakes) = annotations("p.rego", text);
        assert_eq!(mistakes, []);
        let [annotation] = &found[..] else {
            panic!("{found:?}")
        };
        assert_eq!((annotation.scope, annotation.below), (Scope::Package, 5));
        assert_eq!(annotation.title.as_deref(), Some("All pods"));
        let files = annotation.custom("files").unwrap();
        assert_eq!(&text[files.range], "[\"deploy/*.yaml\"]");
    }

    #[test]
    fn without_a_scope_it_is_about_what_it_stands_above() {
        let text = "# METADATA\n# title: P\n\npackage pods\n\n# METADATA\n# title: R\na := 1\n";
        let (found, _) = annotations("p.rego", text);
        let scopes: Vec<Scope> = found.iter().map(|it| it.scope).collect();
        assert_eq!(scopes, [Scope::Package, Scope::Rule]);
    }

    #[test]
    fn what_is_no_annotation_has_a_place() {
        for (text, place) in [
            ("# METADATA\n# - a\npackage a\n", "# METADATA"),
            ("package a\n# METADATA\n# scope: here\na := 1\n", "here"),
            ("# METADATA\n# a: 1\n# a: 2\npackage a\n", "a"),
        ] {
            let (found, mistakes) = annotations("p.rego", text);
            assert_eq!((found.len(), mistakes.len()), (0, 1), "{text}");
            assert_eq!(&text[mistakes[0].range], place);
        }
    }
}
