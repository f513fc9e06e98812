//! YAML as the tree of JSON that it stands for, with its places; what only YAML can say is a mistake.

use govern_yaml::{Problem, ProblemKind, Scalar, ScalarKind, Value};
use serde_json::Number;
use text_size::TextRange;

use super::json::{self, Member, Mistake, Node, Tree};

/// Reads a document of JSON or, if its path says so, of YAML.
pub(crate) fn parse_as(path: &str, text: &str) -> Result<Node, Mistake> {
    match path.rsplit_once('.') {
        Some((_, "yaml" | "yml")) => parse(text),
        _ => json::parse(text),
    }
}

fn parse(text: &str) -> Result<Node, Mistake> {
    let (root, problems) = govern_yaml::read(text);
    let wrong = problems.iter().find_map(|it| mistake(text, it));
    match (root, wrong) {
        (_, Some(mistake)) => Err(mistake),
        (Some(root), None) => node(root),
        (None, None) => Err(Mistake::new(TextRange::default(), "there is nothing in it")),
    }
}

/// What is wrong; none if it is only that a key looks like a number, which keys of JSON never are.
fn mistake(text: &str, problem: &Problem) -> Option<Mistake> {
    let message = match &problem.kind {
        ProblemKind::Syntax { tab: true, .. } => {
            "a tab stands in the indent, where YAML has only spaces".to_owned()
        }
        ProblemKind::Syntax { message, .. } => message.clone(),
        ProblemKind::DuplicateKey(key) => format!("the key `{key}` is there twice"),
        ProblemKind::KeyNotText if is_scalar(text, problem.range) => return None,
        ProblemKind::KeyNotText => "a key is a text".to_owned(),
        ProblemKind::Alias => "aliases are not followed: write it out, or use `$ref`".to_owned(),
        ProblemKind::Tag(tag) => format!("the tag `{tag}` means nothing in JSON"),
        ProblemKind::SecondDocument => "a second document begins in the same file".to_owned(),
        ProblemKind::TooDeep(limit) => format!("more than {limit} values are nested here"),
        ProblemKind::TooLarge => "the file is too large".to_owned(),
        ProblemKind::TooMuch(limit) => format!("aliases stand for more than {limit} values"),
    };
    Some(Mistake::new(problem.range, message))
}

fn is_scalar(text: &str, range: TextRange) -> bool {
    !text[range].starts_with(['[', '{', '-', '?'])
}

fn node(from: govern_yaml::Node) -> Result<Node, Mistake> {
    let range = from.range;
    let tree = match from.value {
        Value::Scalar(it) => scalar(it, range)?,
        Value::List(items) => Tree::Array(items.into_iter().map(node).collect::<Result<_, _>>()?),
        Value::Map(entries) => {
            let mut members = Vec::with_capacity(entries.len());
            for entry in entries {
                members.push(Member {
                    key: entry.key,
                    key_range: entry.key_range,
                    value: node(entry.value)?,
                });
            }
            Tree::Object(members)
        }
    };
    Ok(Node { range, tree })
}

fn scalar(it: Scalar, range: TextRange) -> Result<Tree, Mistake> {
    Ok(match it.kind {
        ScalarKind::Text => Tree::String(it.text),
        ScalarKind::Null => Tree::Null,
        ScalarKind::Bool(it) => Tree::Bool(it),
        ScalarKind::Number => {
            let number = number(&it.text);
            Tree::Number(number.ok_or_else(|| Mistake::new(range, "this is no number of JSON"))?)
        }
    })
}

/// A number as YAML writes it: `+1`, `.5`, `0x1f`, too.
fn number(text: &str) -> Option<Number> {
    let (negative, digits) = match text.strip_prefix(['+', '-']) {
        Some(digits) => (text.starts_with('-'), digits),
        None => (false, text),
    };
    let based = |prefix, radix| u64::from_str_radix(digits.strip_prefix(prefix)?, radix).ok();
    let whole = based("0x", 16).or_else(|| based("0o", 8));
    if let Some(whole) = whole.or_else(|| digits.parse().ok()) {
        return match negative {
            false => Some(Number::from(whole)),
            true => i64::try_from(whole).ok().map(|it| Number::from(-it)),
        };
    }
    Number::from_f64(text.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::parse_as;

    #[test]
    fn yaml_is_the_json_it_stands_for() {
        let text = "a: [1, -2.5e3, .5, 0x1f, +3, ~, true, 'x']\n200:\n  b: |\n    two\n    lines\n";
        let node = parse_as("a.yaml", text).unwrap();
        assert_eq!(
            node.value(),
            json!({"a": [1, -2500.0, 0.5, 31, 3, null, true, "x"], "200": {"b": "two\nlines\n"}})
        );
        assert_eq!(&text[node.member("200").unwrap().key_range], "200");
        assert!(parse_as("a.json", text).is_err());
    }

    #[test]
    fn what_only_yaml_can_say_is_a_mistake() {
        for (text, at, what) in [
            ("a: 1\na: 2\n", 5, "twice"),
            ("a: &x 1\nb: *x\n", 11, "aliases"),
            ("a: .inf\n", 3, "no number"),
            ("a: 1\n---\nb: 1\n", 5, "second document"),
            ("? [a]\n: b\n", 2, "a key is a text"),
            ("a: !!binary eA==\n", 3, "tag"),
            ("a: {\n", 5, ""),
            ("# nothing\n", 0, "nothing"),
        ] {
            let mistake = parse_as("a.yml", text).unwrap_err();
            assert_eq!(
                usize::from(mistake.range.start()),
                at,
                "{text}: {mistake:?}"
            );
            assert!(mistake.message.contains(what), "{text}: {mistake:?}");
        }
    }
}
