//! Changes a ledger in YAML where it stands.

use std::ops::Range;

use text_size::TextRange;

use super::edit::{Edit, Entered, Refusal, column, line_end, line_start, newline, size};
use super::yaml::{self, Entry, Node, Scalar, ScalarKind, Value};

/// The edit that enters a criterion, a requirement or a story with that id and text.
pub(super) fn enter(text: &str, what: Entered<'_>, id: &str, says: &str) -> Result<Edit, Refusal> {
    let root = root(text)?;
    let is_first = is_first_schema(&root);
    let criteria = if is_first {
        "acceptance_criteria"
    } else {
        "criteria"
    };
    let says = scalar(says);
    let (list, lines) = match what {
        Entered::Story => (
            get(&root, "stories"),
            vec![
                format!("id: {id}"),
                format!("title: {says}"),
                "requirements: []".to_owned(),
            ],
        ),
        Entered::Requirement(story) => (
            find(&root, story).and_then(|it| get(it.node, "requirements")),
            vec![
                format!("id: {id}"),
                format!("title: {says}"),
                format!("{criteria}: []"),
            ],
        ),
        Entered::Criterion(requirement) => {
            let mut lines = vec![format!("id: {id}"), format!("text: {says}")];
            if is_first {
                lines.push("tests: []".to_owned());
            }
            (
                find(&root, requirement).and_then(|it| get(it.node, criteria)),
                lines,
            )
        }
    };
    let entry = list.ok_or_else(|| Refusal {
        range: TextRange::default(),
        why: "there is no list to put it into".to_owned(),
    })?;
    append(text, entry, &lines)
}

/// The edits that take an entry out of force: from schema 2 into the list of what is retired, in schema 1 by its status.
pub(super) fn retire(
    text: &str,
    id: &str,
    reason: &str,
    since: &str,
    replaced_by: &[String],
) -> Result<Vec<Edit>, Refusal> {
    let root = root(text)?;
    let found = find(&root, id).ok_or_else(|| Refusal {
        range: TextRange::default(),
        why: format!("`{id}` is not defined here"),
    })?;
    if is_first_schema(&root) {
        return retire_by_status(text, found.node, reason, replaced_by);
    }
    let mut edits = take_out(text, &found)?;
    edits.push(tombstone(text, &root, id, reason, since, replaced_by)?);
    Ok(edits)
}

/// The edit that lists an id as retired; none in schema 1, which has no such list.
pub(super) fn retired_entry(
    text: &str,
    id: &str,
    reason: &str,
    since: &str,
    replaced_by: &[String],
) -> Result<Option<Edit>, Refusal> {
    let root = root(text)?;
    if is_first_schema(&root) {
        return Ok(None);
    }
    tombstone(text, &root, id, reason, since, replaced_by).map(Some)
}

fn tombstone(
    text: &str,
    root: &Node,
    id: &str,
    reason: &str,
    since: &str,
    replaced_by: &[String],
) -> Result<Edit, Refusal> {
    let mut lines = vec![
        format!("id: {id}"),
        format!("reason: {}", scalar(reason)),
        format!("since: \"{since}\""),
    ];
    if !replaced_by.is_empty() {
        lines.push(format!("replaced_by: [{}]", replaced_by.join(", ")));
    }
    if let Some(list) = get(root, "retired") {
        return append(text, list, &lines);
    }
    if is_flow(text, root) {
        return Err(refusal(
            root,
            "it is written in brackets, and has no `retired`",
        ));
    }
    let entry = block_item(newline(text), "  ", &lines);
    Ok(Edit {
        range: TextRange::empty(line_end(text, root.range.end())),
        text: format!("{}retired:{entry}", newline(text)),
    })
}

fn retire_by_status(
    text: &str,
    node: &Node,
    reason: &str,
    replaced_by: &[String],
) -> Result<Vec<Edit>, Refusal> {
    if let Some(note) = get(node, "note") {
        let why = "it has a note already: add the reason there, and set `status: retired`";
        return Err(refusal(&note.value, why));
    }
    let reason = match replaced_by {
        [] => reason.to_owned(),
        ids => format!("{reason}; see {}", ids.join(", ")),
    };
    let Some(id) = get(node, "id") else {
        return Err(refusal(node, "it has no id"));
    };
    let separator = if is_flow(text, node) {
        ", ".to_owned()
    } else {
        format!(
            "{}{}",
            newline(text),
            " ".repeat(column(text, id.key_range.start()))
        )
    };
    let behind_id = id.value.range.end();
    let at = if is_flow(text, node) {
        behind_id
    } else {
        line_end(text, behind_id)
    };
    let note = format!("{separator}note: {}", scalar(&format!("Retired: {reason}")));
    let entered = match get(node, "status") {
        Some(_) => note,
        None => format!("{separator}status: retired{note}"),
    };
    let mut edits = vec![Edit {
        range: TextRange::empty(at),
        text: entered,
    }];
    if let Some(status) = get(node, "status") {
        edits.push(Edit {
            range: status.value.range,
            text: "retired".to_owned(),
        });
    }
    Ok(edits)
}

/// An entry of a ledger, in the list that it is in.
struct Found<'n> {
    node: &'n Node,
    /// The key that has the list.
    list: &'n Entry,
    row: usize,
}

/// The story, requirement or criterion of that id.
fn find<'n>(root: &'n Node, id: &str) -> Option<Found<'n>> {
    const LISTS: [&str; 4] = ["stories", "requirements", "criteria", "acceptance_criteria"];
    let lists = LISTS.iter().filter_map(|key| get(root, key));
    for list in lists {
        for (row, node) in items(&list.value).iter().enumerate() {
            let has_id = get(node, "id").is_some_and(
                |entry| matches!(&entry.value.value, Value::Scalar(scalar) if scalar.text == id),
            );
            if has_id {
                return Some(Found { node, list, row });
            }
            if let Some(found) = find(node, id) {
                return Some(found);
            }
        }
    }
    None
}

/// The edits that take an entry out of its list.
fn take_out(text: &str, found: &Found<'_>) -> Result<Vec<Edit>, Refusal> {
    let nodes = items(&found.list.value);
    let (node, list) = (found.node, &found.list.value);
    let gone = |range: TextRange| Edit {
        range,
        text: String::new(),
    };
    if is_flow(text, list) {
        let range = match (nodes.get(found.row + 1), found.row.checked_sub(1)) {
            (Some(next), _) => TextRange::new(node.range.start(), next.range.start()),
            (None, Some(before)) => TextRange::new(nodes[before].range.end(), node.range.end()),
            (None, None) => node.range,
        };
        return Ok(vec![gone(range)]);
    }
    dash(text, node)?;
    let start = line_start(text, node.range.start());
    let end = usize::from(line_end(text, node.range.end()));
    // The line break goes with it.
    let end = text[end..].find('\n').map_or(text.len(), |at| end + at + 1);
    let mut edits = vec![gone(TextRange::new(start, size(end)))];
    if nodes.len() == 1 {
        // An empty list has to be written.
        let key = found.list.key_range.end();
        let colon = text[usize::from(key)..].find(':').unwrap_or(0) + 1;
        edits.push(Edit {
            range: TextRange::empty(key + size(colon)),
            text: " []".to_owned(),
        });
    }
    Ok(edits)
}

/// The edit that puts an entry at the end of a list.
fn append(text: &str, list: &Entry, lines: &[String]) -> Result<Edit, Refusal> {
    let in_braces = || format!("{{ {} }}", lines.join(", "));
    match (&list.value.value, is_flow(text, &list.value)) {
        (Value::List(nodes), true) => match nodes.last() {
            Some(last) => Ok(Edit {
                range: TextRange::empty(last.range.end()),
                text: format!(", {}", in_braces()),
            }),
            // Whatever is around an empty list decides how its first entry is written.
            None => {
                let key = list.key_range.start();
                let start = line_start(text, key);
                let before = &text[Range::<usize>::from(TextRange::new(start, key))];
                let in_block = before.chars().all(|c| c == ' ' || c == '-');
                let entry = if in_block {
                    let indent = " ".repeat(column(text, key) + 2);
                    block_item(newline(text), &indent, lines)
                } else {
                    format!("[{}]", in_braces())
                };
                Ok(Edit {
                    range: without_lead(text, list, in_block),
                    text: entry,
                })
            }
        },
        (Value::List(nodes), false) => {
            let Some(last) = nodes.last() else {
                return Err(refusal(&list.value, "the list cannot be read"));
            };
            let indent = dash(text, last)?;
            Ok(Edit {
                range: TextRange::empty(line_end(text, last.range.end())),
                text: block_item(newline(text), indent, lines),
            })
        }
        _ => Err(refusal(&list.value, "this is no list")),
    }
}

/// An empty list with the blanks before it, if its first entry stands on lines of its own.
fn without_lead(text: &str, list: &Entry, in_block: bool) -> TextRange {
    let range = list.value.range;
    if !in_block {
        return range;
    }
    let before = &text[..usize::from(range.start())];
    TextRange::new(size(before.trim_end_matches(' ').len()), range.end())
}

fn block_item(newline: &str, indent: &str, lines: &[String]) -> String {
    let lines = lines.iter().enumerate().map(|(row, line)| {
        let sign = if row == 0 { "- " } else { "  " };
        format!("{newline}{indent}{sign}{line}")
    });
    lines.collect()
}

/// What stands before the dash of an entry of a list.
fn dash<'t>(text: &'t str, node: &Node) -> Result<&'t str, Refusal> {
    let start = line_start(text, node.range.start());
    let before = &text[Range::<usize>::from(TextRange::new(start, node.range.start()))];
    let indent = before.trim_end().strip_suffix('-');
    let indent = indent.filter(|indent| indent.chars().all(|c| c == ' '));
    indent.ok_or_else(|| refusal(node, "it does not begin on the line of its dash"))
}

fn root(text: &str) -> Result<Node, Refusal> {
    let (root, problems) = yaml::read(text);
    match (root, problems.first()) {
        (Some(root), None) => Ok(root),
        (_, Some(problem)) => Err(Refusal {
            range: problem.range,
            why: problem.kind.to_string(),
        }),
        (None, None) => Err(Refusal {
            range: TextRange::default(),
            why: "the ledger is empty".to_owned(),
        }),
    }
}

fn is_first_schema(root: &Node) -> bool {
    get(root, "schema").is_none()
}

fn is_flow(text: &str, node: &Node) -> bool {
    let bracket = match node.value {
        Value::List(_) => '[',
        Value::Map(_) => '{',
        Value::Scalar(_) => return false,
    };
    text[Range::<usize>::from(node.range)].starts_with(bracket)
}

fn get<'n>(node: &'n Node, key: &str) -> Option<&'n Entry> {
    match &node.value {
        Value::Map(entries) => entries.iter().find(|entry| entry.key == key),
        _ => None,
    }
}

fn items(node: &Node) -> &[Node] {
    match &node.value {
        Value::List(nodes) => nodes,
        _ => &[],
    }
}

fn refusal(node: &Node, why: &str) -> Refusal {
    Refusal {
        range: node.range,
        why: why.to_owned(),
    }
}

/// A text as YAML reads it again: as it is, if nothing in it could mean something else.
fn scalar(text: &str) -> String {
    let is_word = |c: char| c.is_alphanumeric() || " ,.'()/-".contains(c);
    let is_plain = text.starts_with(char::is_alphabetic)
        && !text.ends_with(' ')
        && text.chars().all(is_word)
        // In brackets a comma would end it.
        && !text.contains(',');
    let (root, _) = yaml::read(text);
    let is_text = matches!(
        root.map(|root| root.value),
        Some(Value::Scalar(Scalar { kind: ScalarKind::Text, text: read })) if read == text
    );
    // What older readers take for a truth value stays in quotes, too.
    let is_truth = matches!(
        text.to_ascii_lowercase().as_str(),
        "yes" | "no" | "on" | "off" | "y" | "n"
    );
    if is_plain && is_text && !is_truth {
        return text.to_owned();
    }
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::IdPrefixes;
    use crate::ledger::edit::apply;
    use crate::ledger::read;

    const LEDGER: &str = "# Ours.
schema: 2
stories:
  - id: US-1 # the first
    title: one
    requirements:
      - id: REQ-1
        title: one
        criteria:
          # What comes first.
          - id: AC-1
            text: >
              one
              and more
          - { id: AC-2, text: two } # short
      - id: REQ-2
        title: two
        criteria: []
# The end.
";

    fn entered(text: &str, what: Entered<'_>, id: &str, says: &str) -> String {
        let edit = enter(text, what, id, says).expect("it can be entered");
        let new = apply(text, &[edit]);
        assert_eq!(read(&new, &IdPrefixes::default()).1, [], "{new}");
        new
    }

    #[test]
    fn what_is_new_stands_where_it_belongs_and_the_rest_is_as_it_was() {
        let new = entered(
            LEDGER,
            Entered::Criterion("REQ-1"),
            "AC-3",
            "three: of them",
        );
        let line = "          - { id: AC-2, text: two } # short\n";
        let entry = "          - id: AC-3\n            text: \"three: of them\"\n";
        assert_eq!(new, LEDGER.replace(line, &format!("{line}{entry}")));

        let new = entered(LEDGER, Entered::Criterion("REQ-2"), "AC-3", "three");
        let entry = "criteria:\n          - id: AC-3\n            text: three\n# The";
        assert_eq!(new, LEDGER.replace("criteria: []\n# The", entry));

        let new = entered(LEDGER, Entered::Requirement("US-1"), "REQ-3", "yes");
        let entry = "        criteria: []\n      - id: REQ-3\n        title: \"yes\"\n        criteria: []\n# The";
        assert_eq!(new, LEDGER.replace("        criteria: []\n# The", entry));

        let new = entered(LEDGER, Entered::Story, "US-2", "a, b");
        assert!(
            new.contains("  - id: US-2\n    title: \"a, b\"\n    requirements: []\n# The end."),
            "{new}"
        );
        let crlf = LEDGER.replace('\n', "\r\n");
        let new = entered(&crlf, Entered::Story, "US-2", "b");
        assert_eq!(new.matches('\n').count(), new.matches("\r\n").count());
    }

    #[test]
    fn what_stands_in_brackets_stays_in_brackets() {
        let text = "{schema: 2, stories: [{id: US-1, title: t, requirements: [{id: REQ-1, title: t, criteria: [{id: AC-1, text: t}]}, {id: REQ-2, title: t, criteria: []}]}]}";
        let new = entered(text, Entered::Criterion("REQ-1"), "AC-2", "u");
        assert!(
            new.contains("{id: AC-1, text: t}, { id: AC-2, text: u }]"),
            "{new}"
        );
        let new = entered(text, Entered::Criterion("REQ-2"), "AC-2", "u");
        assert!(new.contains("criteria: [{ id: AC-2, text: u }]}"), "{new}");
    }

    fn retired(text: &str, id: &str) -> String {
        let edits = retire(
            text,
            id,
            "gone: for good",
            "2026-01-31",
            &["AC-9".to_owned()],
        );
        let new = apply(text, &edits.expect("it can be retired"));
        assert_eq!(read(&new, &IdPrefixes::default()).1, [], "{new}");
        new
    }

    #[test]
    fn what_is_retired_is_listed_and_defined_no_more() {
        let tombstone = |id: &str| {
            format!(
                "\nretired:\n  - id: {id}\n    reason: \"gone: for good\"\n    since: \"2026-01-31\"\n    replaced_by: [AC-9]\n# The end."
            )
        };
        let short = "          - { id: AC-2, text: two } # short\n";
        let expected = LEDGER
            .replace(short, "")
            .replace("\n# The end.", &tombstone("AC-2"));
        assert_eq!(retired(LEDGER, "AC-2"), expected);
        let long = "          - id: AC-1\n            text: >\n              one\n              and more\n";
        let first = LEDGER
            .replace(long, "")
            .replace("\n# The end.", &tombstone("AC-1"));
        assert_eq!(retired(LEDGER, "AC-1"), first);
        let second = retired(&first, "AC-2");
        assert!(
            second
                .contains("        criteria: []\n          # What comes first.\n      - id: REQ-2"),
            "{second}"
        );
        let (ledger, _) = read(&second, &IdPrefixes::default());
        let ids: Vec<&str> = ledger
            .retired
            .iter()
            .map(|it| it.id.text.as_str())
            .collect();
        assert_eq!(ids, ["AC-1", "AC-2"]);
        assert_eq!(ledger.criteria().count(), 0);
    }

    #[test]
    fn in_the_first_schema_the_status_says_it() {
        let text = "metadata: {schema_version: '1.0'}\nstories:\n  - id: US-1\n    title: t\n    requirements:\n      - id: REQ-1\n        title: t\n        acceptance_criteria:\n          - id: AC-1 # one\n            text: t\n          - { id: AC-2, text: t, status: active }\n";
        let new = retired(text, "AC-1");
        let entry = "- id: AC-1 # one\n            status: retired\n            note: \"Retired: gone: for good; see AC-9\"\n            text: t\n";
        assert_eq!(
            new,
            text.replace("- id: AC-1 # one\n            text: t\n", entry)
        );
        let new = retired(&new, "AC-2");
        assert!(new.contains("- { id: AC-2, note: \"Retired: gone: for good; see AC-9\", text: t, status: retired }"), "{new}");
        let noted = text.replace("text: t\n", "text: t\n            note: n\n");
        assert!(retire(&noted, "AC-1", "r", "2026-01-31", &[]).is_err());
        let new = entered(text, Entered::Criterion("REQ-1"), "AC-3", "u");
        assert!(
            new.ends_with("          - id: AC-3\n            text: u\n            tests: []\n"),
            "{new}"
        );
    }
}
