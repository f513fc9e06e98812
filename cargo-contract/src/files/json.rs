//! JSON with places: what a document says, and where.

use serde_json::{Map, Number, Value};
use text_size::{TextRange, TextSize};

/// How deep brackets may nest.
const DEEPEST: usize = 200;

/// A value and where it stands.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    pub(crate) range: TextRange,
    pub(crate) tree: Tree,
}

/// A value.
#[derive(Debug, Clone)]
pub(crate) enum Tree {
    Null,
    Bool(bool),
    Number(Number),
    String(String),
    Array(Vec<Node>),
    Object(Vec<Member>),
}

/// A member of an object.
#[derive(Debug, Clone)]
pub(crate) struct Member {
    pub(crate) key: String,
    pub(crate) key_range: TextRange,
    pub(crate) value: Node,
}

/// A mistake and where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mistake {
    pub(crate) range: TextRange,
    pub(crate) message: String,
}

impl Mistake {
    pub(crate) fn new(range: TextRange, message: impl Into<String>) -> Mistake {
        Mistake {
            range,
            message: message.into(),
        }
    }
}

impl Node {
    /// The member of this key.
    pub(crate) fn get(&self, key: &str) -> Option<&Node> {
        self.member(key).map(|member| &member.value)
    }

    /// The member of this key, with its place.
    pub(crate) fn member(&self, key: &str) -> Option<&Member> {
        self.members().iter().find(|member| member.key == key)
    }

    /// The members; none if it is no object.
    pub(crate) fn members(&self) -> &[Member] {
        match &self.tree {
            Tree::Object(members) => members,
            _ => &[],
        }
    }

    /// The text, if it is one.
    pub(crate) fn as_str(&self) -> Option<&str> {
        match &self.tree {
            Tree::String(text) => Some(text),
            _ => None,
        }
    }

    /// What a JSON pointer leads to: its segments, unescaped.
    pub(crate) fn at<'n>(&'n self, pointer: &[String]) -> Option<&'n Node> {
        pointer
            .iter()
            .try_fold(self, |node, segment| match &node.tree {
                Tree::Object(_) => node.get(segment),
                Tree::Array(items) => items.get(segment.parse::<usize>().ok()?),
                _ => None,
            })
    }

    /// The value without places.
    pub(crate) fn value(&self) -> Value {
        match &self.tree {
            Tree::Null => Value::Null,
            Tree::Bool(it) => Value::Bool(*it),
            Tree::Number(number) => Value::Number(number.clone()),
            Tree::String(text) => Value::String(text.clone()),
            Tree::Array(items) => Value::Array(items.iter().map(Node::value).collect()),
            Tree::Object(members) => {
                let members = members.iter().map(|it| (it.key.clone(), it.value.value()));
                Value::Object(members.collect::<Map<_, _>>())
            }
        }
    }
}

/// The segments of a JSON pointer (`/a/b~1c`); none if it is none.
pub(crate) fn pointer(text: &str) -> Option<Vec<String>> {
    if text.is_empty() {
        return Some(Vec::new());
    }
    let segments = text.strip_prefix('/')?.split('/');
    Some(
        segments
            .map(|it| it.replace("~1", "/").replace("~0", "~"))
            .collect(),
    )
}

/// A segment as a JSON pointer writes it.
pub(crate) fn escaped(segment: &str) -> String {
    segment.replace('~', "~0").replace('/', "~1")
}

/// Reads a document.
pub(crate) fn parse(text: &str) -> Result<Node, Mistake> {
    let mut reader = Reader {
        text,
        at: 0,
        depth: 0,
    };
    if text.starts_with('\u{feff}') {
        reader.at = '\u{feff}'.len_utf8();
    }
    reader.blanks();
    let node = reader.value()?;
    reader.blanks();
    match reader.rest().chars().next() {
        None => Ok(node),
        Some(_) => Err(reader.here("nothing may stand behind the document")),
    }
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    depth: usize,
}

impl<'t> Reader<'t> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn blanks(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches([' ', '\t', '\n', '\r']).len();
    }

    fn range(&self, start: usize) -> TextRange {
        TextRange::new(offset(start), offset(self.at))
    }

    fn here(&self, message: impl Into<String>) -> Mistake {
        let length = self.rest().chars().next().map_or(0, char::len_utf8);
        let range = TextRange::at(offset(self.at), offset(length));
        Mistake::new(range, message)
    }

    fn value(&mut self) -> Result<Node, Mistake> {
        let start = self.at;
        let tree = match self.peek() {
            Some(b'{') => self.nested(Self::object)?,
            Some(b'[') => self.nested(Self::array)?,
            Some(b'"') => Tree::String(self.string()?),
            Some(b'-' | b'0'..=b'9') => self.number()?,
            _ => self.word()?,
        };
        Ok(Node {
            range: self.range(start),
            tree,
        })
    }

    fn nested(&mut self, read: fn(&mut Self) -> Result<Tree, Mistake>) -> Result<Tree, Mistake> {
        if self.depth == DEEPEST {
            return Err(self.here(format!("more than {DEEPEST} brackets are nested here")));
        }
        self.depth += 1;
        self.at += 1;
        self.blanks();
        let tree = read(self)?;
        self.at += 1;
        self.depth -= 1;
        Ok(tree)
    }

    fn object(&mut self) -> Result<Tree, Mistake> {
        let mut members: Vec<Member> = Vec::new();
        while self.peek() != Some(b'}') {
            let start = self.at;
            if self.peek() != Some(b'"') {
                return Err(self.here("expected a key in quotes, or `}`"));
            }
            let key = self.string()?;
            let key_range = self.range(start);
            self.blanks();
            if self.peek() != Some(b':') {
                return Err(self.here("expected `:`"));
            }
            self.at += 1;
            self.blanks();
            let value = self.value()?;
            if members.iter().any(|member| member.key == key) {
                return Err(Mistake::new(
                    key_range,
                    format!("the key `{key}` is there twice"),
                ));
            }
            members.push(Member {
                key,
                key_range,
                value,
            });
            self.separator(b'}')?;
        }
        Ok(Tree::Object(members))
    }

    fn array(&mut self) -> Result<Tree, Mistake> {
        let mut items = Vec::new();
        while self.peek() != Some(b']') {
            items.push(self.value()?);
            self.separator(b']')?;
        }
        Ok(Tree::Array(items))
    }

    /// A comma with something behind it, or the end.
    fn separator(&mut self, end: u8) -> Result<(), Mistake> {
        self.blanks();
        match self.peek() {
            Some(b',') => {
                let comma = self.at;
                self.at += 1;
                self.blanks();
                if self.peek() == Some(end) {
                    self.at = comma;
                    return Err(self.here("a comma needs something behind it"));
                }
                Ok(())
            }
            Some(it) if it == end => Ok(()),
            _ => Err(self.here(format!("expected `,` or `{}`", char::from(end)))),
        }
    }

    fn string(&mut self) -> Result<String, Mistake> {
        let start = self.at;
        let bytes = self.text.as_bytes();
        let mut end = start + 1;
        loop {
            match bytes.get(end) {
                Some(b'"') => break,
                Some(b'\\') => end += 2,
                Some(0..=0x1f) => {
                    self.at = end;
                    return Err(self.here("control characters are escaped in JSON"));
                }
                Some(_) => end += 1,
                None => return Err(self.here("this text does not end")),
            }
        }
        self.at = end + 1;
        serde_json::from_str(&self.text[start..self.at])
            .map_err(|_| Mistake::new(self.range(start), "there is a wrong escape in this text"))
    }

    fn number(&mut self) -> Result<Tree, Mistake> {
        let start = self.at;
        let rest = self.rest();
        let length = rest
            .find(|it: char| !matches!(it, '0'..='9' | '.' | '-' | '+' | 'e' | 'E'))
            .unwrap_or(rest.len());
        self.at += length;
        serde_json::from_str(&rest[..length])
            .map(Tree::Number)
            .map_err(|_| Mistake::new(self.range(start), "this is no number of JSON"))
    }

    fn word(&mut self) -> Result<Tree, Mistake> {
        for (word, tree) in [
            ("null", Tree::Null),
            ("true", Tree::Bool(true)),
            ("false", Tree::Bool(false)),
        ] {
            if self.rest().starts_with(word) {
                self.at += word.len();
                return Ok(tree);
            }
        }
        Err(self.here(match self.peek() {
            None => "the document ends too early",
            Some(_) => "expected a value",
        }))
    }
}

fn offset(at: usize) -> TextSize {
    TextSize::new(u32::try_from(at).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{escaped, parse, pointer};

    #[test]
    fn values_are_those_of_serde_json_with_places() {
        let text = "\u{feff} {\"a\\u0062\": [1, -2.5e3, \"ß\", null, true], \"c\": {}}\n";
        let node = parse(text).unwrap();
        assert_eq!(
            node.value(),
            json!({"ab": [1, -2500.0, "ß", null, true], "c": {}})
        );
        let array = node.get("ab").unwrap();
        assert_eq!(&text[array.range], "[1, -2.5e3, \"ß\", null, true]");
        let third = node.at(&pointer("/ab/2").unwrap()).unwrap();
        assert_eq!(&text[third.range], "\"ß\"");
        assert_eq!(escaped("a/b~c"), "a~1b~0c");
        assert_eq!(pointer("/a~1b~0c").unwrap(), ["a/b~c"]);
    }

    #[test]
    fn mistakes_have_places() {
        for (text, at, what) in [
            ("", 0, "ends too early"),
            ("{\"a\" 1}", 5, "expected `:`"),
            ("{\"a\": 1, \"a\": 2}", 9, "twice"),
            ("[1, ]", 2, "comma"),
            ("[1 2]", 3, "expected `,` or `]`"),
            ("{a: 1}", 1, "key in quotes"),
            ("\"a", 0, "does not end"),
            ("\"a\\", 0, "does not end"),
            ("\"\\q\"", 0, "escape"),
            ("01", 0, "no number"),
            ("{} x", 3, "behind the document"),
            ("[\"a\nb\"]", 3, "control"),
        ] {
            let mistake = parse(text).unwrap_err();
            assert_eq!(
                usize::from(mistake.range.start()),
                at,
                "{text}: {mistake:?}"
            );
            assert!(mistake.message.contains(what), "{text}: {mistake:?}");
        }
        assert!(
            parse(&"[".repeat(100_000))
                .unwrap_err()
                .message
                .contains("nested")
        );
    }
}
