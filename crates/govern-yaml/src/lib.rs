//! YAML as a tree in which every value knows where it stands.
//!
//! A file is read by people, by us and by other tools, so what these may read differently is a problem: keys that occur
//! twice, aliases, tags that make values, several documents in one file, keys that are not plain text. [`read`] expands nothing,
//! so its tree is never larger than the text; [`read_documents`] is for files of others, which may have all of that.

use std::collections::BTreeMap;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, Span, Tag};
use text_size::{TextRange, TextSize};

/// How deep values may be nested.
const MAX_DEPTH: usize = 64;

/// How many values aliases may stand for, all together.
const MAX_EXPANDED: usize = 100_000;

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Where.
    pub range: TextRange,
    /// What.
    pub value: Value,
}

/// What a value is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A single value.
    Scalar(Scalar),
    /// A list.
    List(Vec<Node>),
    /// A mapping, in the order of its keys in the text.
    Map(Vec<Entry>),
}

/// A single value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scalar {
    /// As it is read: without quotes and indent.
    pub text: String,
    /// What it is taken for.
    pub kind: ScalarKind,
}

/// What YAML takes a single value for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScalarKind {
    /// A text.
    Text,
    /// Nothing.
    Null,
    /// A truth value.
    Bool(bool),
    /// A number.
    Number,
}

/// A key with its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// Where it stands.
    pub key_range: TextRange,
    /// Its value.
    pub value: Node,
}

/// What readers may take differently, or not at all, and where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where.
    pub range: TextRange,
    /// What.
    pub kind: ProblemKind,
    /// The other place that belongs to it: the first of two equal keys.
    pub related: Option<TextRange>,
}

/// The kinds of problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProblemKind {
    /// The text is no YAML.
    Syntax {
        /// What the parser says.
        message: String,
        /// Whether a tab stands in the indent of the line.
        tab: bool,
    },
    /// A key occurs twice in one mapping; the first is in the tree.
    DuplicateKey(String),
    /// A key is a number, a list or a mapping.
    KeyNotText,
    /// An alias of another value; in the tree it is nothing.
    Alias,
    /// A tag that gives a value a type.
    Tag(String),
    /// A second document in the file; it is not read.
    SecondDocument,
    /// Values are nested deeper than this.
    TooDeep(usize),
    /// The file is larger than places can be counted.
    TooLarge,
    /// Aliases stand for more values than this.
    TooMuch(usize),
}

impl Problem {
    fn new(range: TextRange, kind: ProblemKind) -> Problem {
        Problem {
            range,
            kind,
            related: None,
        }
    }

    fn related(self, range: TextRange) -> Problem {
        Problem {
            related: Some(range),
            ..self
        }
    }
}

impl ProblemKind {
    /// What the parser says about a place in `line`.
    fn syntax(message: &str, line: &str) -> ProblemKind {
        let indent = &line[..line.len() - line.trim_start_matches([' ', '\t']).len()];
        ProblemKind::Syntax {
            message: message.to_owned(),
            tab: indent.contains('\t'),
        }
    }
}

/// Reads a document. Without a tree there is at least one problem; a text of blanks and comments has neither.
pub fn read(text: &str) -> (Option<Node>, Vec<Problem>) {
    let (mut documents, problems) = read_as(text, Reach::First);
    (documents.pop(), problems)
}

/// Reads all documents of a file; those with nothing in them are left out. An alias is what it stands for, at its own place.
/// Where nothing can be read after a problem, it is the last one.
pub fn read_documents(text: &str) -> (Vec<Node>, Vec<Problem>) {
    read_as(text, Reach::All)
}

/// How much of a file is read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// One document, without aliases.
    First,
    /// All documents, with aliases.
    All,
}

fn read_as(text: &str, reach: Reach) -> (Vec<Node>, Vec<Problem>) {
    if TextSize::try_from(text.len()).is_err() {
        let problem = Problem::new(TextRange::default(), ProblemKind::TooLarge);
        return (Vec::new(), vec![problem]);
    }
    let mut builder = Builder {
        offsets: Offsets::new(text),
        text,
        reach,
        open: Vec::new(),
        anchors: BTreeMap::new(),
        expanded: 0,
        root: None,
        problems: Vec::new(),
    };
    let mut parser = Parser::new_from_str(text);
    let mut documents = Vec::new();
    let mut count = 0;
    while let Some(event) = parser.next_event() {
        let (event, span) = match event {
            Ok(event) => event,
            Err(error) => {
                let range = builder.point(*error.marker());
                builder.problems.push(Problem::new(
                    range,
                    ProblemKind::syntax(error.info(), &builder.line(range)),
                ));
                return (Vec::new(), builder.problems);
            }
        };
        let done = match event {
            Event::StreamEnd => true,
            Event::DocumentStart(_) => {
                count += 1;
                let is_second = count > 1 && reach == Reach::First;
                if is_second {
                    builder.problem(span, ProblemKind::SecondDocument);
                }
                is_second
            }
            Event::DocumentEnd => {
                builder.anchors.clear();
                documents.extend(builder.root.take());
                false
            }
            event => {
                let goes_on = builder.take(event, span);
                if !goes_on {
                    documents.clear();
                }
                !goes_on
            }
        };
        if done {
            break;
        }
    }
    if reach == Reach::All {
        documents.retain(
            |node| !matches!(&node.value, Value::Scalar(it) if it.kind == ScalarKind::Null),
        );
    }
    (documents, builder.problems)
}

/// A collection whose end has not come.
enum Open {
    List {
        range: TextRange,
        nodes: Vec<Node>,
        anchor: usize,
    },
    Map {
        range: TextRange,
        entries: Vec<Entry>,
        key: Option<(String, TextRange)>,
        anchor: usize,
    },
}

struct Builder<'a> {
    text: &'a str,
    offsets: Offsets<'a>,
    reach: Reach,
    open: Vec<Open>,
    /// What aliases stand for, by the parser's numbers; 0 is none.
    anchors: BTreeMap<usize, Node>,
    /// How many values aliases stand for.
    expanded: usize,
    root: Option<Node>,
    problems: Vec<Problem>,
}

impl Builder<'_> {
    /// Whether to go on.
    fn take(&mut self, event: Event<'_>, span: Span) -> bool {
        let range = self.range(span);
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let kind = self.scalar_kind(&text, style, tag.as_deref(), range);
                // The end of a block text is where the next value begins.
                let range = self.without_blanks(range);
                let value = Value::Scalar(Scalar {
                    text: text.into_owned(),
                    kind,
                });
                self.anchored(anchor, Node { range, value });
            }
            Event::SequenceStart(anchor, tag) => {
                return self.enter(
                    tag.as_deref(),
                    range,
                    Open::List {
                        range,
                        nodes: Vec::new(),
                        anchor,
                    },
                );
            }
            Event::MappingStart(anchor, tag) => {
                return self.enter(
                    tag.as_deref(),
                    range,
                    Open::Map {
                        range,
                        entries: Vec::new(),
                        key: None,
                        anchor,
                    },
                );
            }
            Event::SequenceEnd | Event::MappingEnd => self.leave(range),
            Event::Alias(anchor) => {
                if let Some(node) = self.anchors.get(&anchor) {
                    self.expanded += count(node);
                    if self.expanded > MAX_EXPANDED {
                        let kind = ProblemKind::TooMuch(MAX_EXPANDED);
                        self.problems.push(Problem::new(range, kind));
                        return false;
                    }
                    let value = node.value.clone();
                    self.node(Node { range, value });
                    return true;
                }
                self.problems.push(Problem::new(range, ProblemKind::Alias));
                let value = Value::Scalar(Scalar {
                    text: String::new(),
                    kind: ScalarKind::Null,
                });
                self.node(Node { range, value });
            }
            _ => {}
        }
        true
    }

    fn enter(&mut self, tag: Option<&Tag>, range: TextRange, open: Open) -> bool {
        if let Some(tag) = tag {
            self.problems
                .push(Problem::new(range, ProblemKind::Tag(written(tag))));
        }
        if self.open.len() == MAX_DEPTH {
            self.problems
                .push(Problem::new(range, ProblemKind::TooDeep(MAX_DEPTH)));
            self.root = None;
            return false;
        }
        self.open.push(open);
        true
    }

    fn leave(&mut self, end: TextRange) {
        let (anchor, node) = match self.open.pop() {
            Some(Open::List {
                range,
                nodes,
                anchor,
            }) => {
                let inner = nodes.last().map(|node| node.range);
                let node = Node {
                    range: self.collection('[', range, inner, end),
                    value: Value::List(nodes),
                };
                (anchor, node)
            }
            Some(Open::Map {
                range,
                mut entries,
                anchor,
                ..
            }) => {
                self.drop_duplicates(&mut entries);
                let inner = entries.last().map(|entry| entry.value.range);
                let node = Node {
                    range: self.collection('{', range, inner, end),
                    value: Value::Map(entries),
                };
                (anchor, node)
            }
            None => return,
        };
        self.anchored(anchor, node);
    }

    /// Puts a finished value where it belongs, and remembers it if aliases may stand for it.
    fn anchored(&mut self, anchor: usize, node: Node) {
        if anchor > 0 && self.reach == Reach::All {
            self.anchors.insert(anchor, node.clone());
        }
        self.node(node);
    }

    /// Where a collection stands: from its start to its closing bracket, or to the end of what it holds.
    fn collection(
        &self,
        bracket: char,
        start: TextRange,
        inner: Option<TextRange>,
        end: TextRange,
    ) -> TextRange {
        let bracket = self.text[start].starts_with(bracket);
        let end = match inner {
            Some(inner) if !bracket => inner.end(),
            _ => end.end(),
        };
        TextRange::new(start.start(), end.max(start.end()))
    }

    /// Puts a finished value where it belongs.
    fn node(&mut self, node: Node) {
        match self.open.last_mut() {
            None => self.root = Some(node),
            Some(Open::List { nodes, .. }) => nodes.push(node),
            Some(Open::Map { entries, key, .. }) => match key.take() {
                None => *key = Some(key_of(node, &mut self.problems)),
                Some((key, key_range)) => entries.push(Entry {
                    key,
                    key_range,
                    value: node,
                }),
            },
        }
    }

    /// Reports keys that occur again, and keeps the first of each.
    fn drop_duplicates(&mut self, entries: &mut Vec<Entry>) {
        let mut first: BTreeMap<String, TextRange> = BTreeMap::new();
        entries.retain(|entry| match first.get(&entry.key) {
            Some(&range) => {
                let problem = Problem::new(
                    entry.key_range,
                    ProblemKind::DuplicateKey(entry.key.clone()),
                );
                self.problems.push(problem.related(range));
                false
            }
            None => {
                first.insert(entry.key.clone(), entry.key_range);
                true
            }
        });
    }

    fn scalar_kind(
        &mut self,
        text: &str,
        style: ScalarStyle,
        tag: Option<&Tag>,
        range: TextRange,
    ) -> ScalarKind {
        match tag {
            Some(tag) if tag.is_yaml_core_schema() && tag.suffix == "str" => {
                return ScalarKind::Text;
            }
            Some(tag) => self
                .problems
                .push(Problem::new(range, ProblemKind::Tag(written(tag)))),
            None => {}
        }
        if style == ScalarStyle::Plain {
            plain_kind(text)
        } else {
            ScalarKind::Text
        }
    }

    fn problem(&mut self, span: Span, kind: ProblemKind) {
        let range = self.range(span);
        self.problems.push(Problem::new(range, kind));
    }

    fn range(&self, span: Span) -> TextRange {
        let start = self.offsets.byte(span.start.index());
        TextRange::new(start, self.offsets.byte(span.end.index()).max(start))
    }

    fn without_blanks(&self, range: TextRange) -> TextRange {
        let length = self.text[range].trim_end().len();
        TextRange::at(
            range.start(),
            TextSize::try_from(length).unwrap_or(range.len()),
        )
    }

    /// The character at a place, or nothing at the end.
    fn point(&self, marker: Marker) -> TextRange {
        let start = self.offsets.byte(marker.index());
        let length = self.text[usize::from(start)..]
            .chars()
            .next()
            .map_or(TextSize::new(0), TextSize::of);
        TextRange::at(start, length)
    }

    /// The line in which a place is.
    fn line(&self, range: TextRange) -> String {
        let at = usize::from(range.start());
        let start = self.text[..at].rfind('\n').map_or(0, |end| end + 1);
        let end = self.text[at..]
            .find('\n')
            .map_or(self.text.len(), |end| at + end);
        self.text[start..end].to_owned()
    }
}

/// How many values there are in one, itself among them.
fn count(node: &Node) -> usize {
    match &node.value {
        Value::Scalar(_) => 1,
        Value::List(nodes) => 1 + nodes.iter().map(count).sum::<usize>(),
        Value::Map(entries) => 1 + entries.iter().map(|it| count(&it.value)).sum::<usize>(),
    }
}

/// A tag as people write it.
fn written(tag: &Tag) -> String {
    if tag.is_yaml_core_schema() {
        format!("!!{}", tag.suffix)
    } else {
        format!("{}{}", tag.handle, tag.suffix)
    }
}

/// The key that a value makes.
fn key_of(node: Node, problems: &mut Vec<Problem>) -> (String, TextRange) {
    match node.value {
        Value::Scalar(Scalar { text, kind }) => {
            if kind != ScalarKind::Text {
                problems.push(Problem::new(node.range, ProblemKind::KeyNotText));
            }
            (text, node.range)
        }
        Value::List(_) | Value::Map(_) => {
            problems.push(Problem::new(node.range, ProblemKind::KeyNotText));
            (String::new(), node.range)
        }
    }
}

/// What a plain value is by the core schema of YAML 1.2, and by what YAML 1.1 has besides: readers of both are about.
fn plain_kind(text: &str) -> ScalarKind {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return ScalarKind::Null,
        "true" | "True" | "TRUE" => return ScalarKind::Bool(true),
        "false" | "False" | "FALSE" => return ScalarKind::Bool(false),
        _ => {}
    }
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let based = |prefix: &str, radix: u32| {
        digits
            .strip_prefix(prefix)
            .is_some_and(|rest| !rest.is_empty() && rest.chars().all(|c| c.is_digit(radix)))
    };
    let special =
        matches!(digits, ".inf" | ".Inf" | ".INF") || matches!(text, ".nan" | ".NaN" | ".NAN");
    let begins = digits.starts_with(|c: char| c.is_ascii_digit() || c == '.');
    let decimal = begins
        && digits
            .bytes()
            .all(|b| b.is_ascii_digit() || b".eE+-".contains(&b))
        && digits.parse::<f64>().is_ok();
    if decimal || special || based("0x", 16) || based("0o", 8) {
        ScalarKind::Number
    } else {
        ScalarKind::Text
    }
}

/// From characters, in which the parser counts, to bytes.
struct Offsets<'a> {
    text: &'a str,
    /// Where every [`STRIDE`]th character begins; empty if all characters have one byte.
    marks: Vec<usize>,
}

const STRIDE: usize = 128;

impl<'a> Offsets<'a> {
    fn new(text: &'a str) -> Offsets<'a> {
        let marks = if text.is_ascii() {
            Vec::new()
        } else {
            text.char_indices()
                .step_by(STRIDE)
                .map(|(at, _)| at)
                .collect()
        };
        Offsets { text, marks }
    }

    fn byte(&self, character: usize) -> TextSize {
        let offset = if self.marks.is_empty() {
            character.min(self.text.len())
        } else {
            match self.marks.get(character / STRIDE) {
                Some(&mark) => {
                    let rest = &self.text[mark..];
                    mark + rest
                        .char_indices()
                        .nth(character % STRIDE)
                        .map_or(rest.len(), |(at, _)| at)
                }
                None => self.text.len(),
            }
        };
        TextSize::try_from(offset).unwrap_or(TextSize::new(u32::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(node: &Node) -> &[Entry] {
        match &node.value {
            Value::Map(entries) => entries,
            other => panic!("not a map: {other:?}"),
        }
    }

    fn problems(text: &str) -> Vec<(&str, ProblemKind)> {
        let (_, problems) = read(text);
        let problems = problems.into_iter();
        problems.map(|it| (&text[it.range], it.kind)).collect()
    }

    #[test]
    fn values_stand_where_they_say_also_behind_wide_characters() {
        let text = "\u{feff}é: \"ü b\"\r\nlist:\r\n  - plain ä\r\n  - {k: 'v'}\r\nblock: |\r\n  one\r\n  two\r\n\r\nlast: x\r\n";
        let (root, problems) = read(text);
        assert_eq!(problems, []);
        let root = root.expect("a tree");
        let entries: Vec<(&str, &str)> = map(&root)
            .iter()
            .map(|e| (&text[e.key_range], &text[e.value.range]))
            .collect();
        assert_eq!(
            entries,
            [
                ("é", "\"ü b\""),
                ("list", "- plain ä\r\n  - {k: 'v'}"),
                ("block", "one\r\n  two"),
                ("last", "x"),
            ]
        );
    }

    #[test]
    fn kinds_are_those_of_the_core_schema() {
        use ScalarKind::{Bool, Null, Number, Text};
        for (text, kind) in [
            ("12", Number),
            ("-1.5e3", Number),
            ("0x1F", Number),
            (".5", Number),
            (".inf", Number),
            ("~", Null),
            ("", Null),
            ("True", Bool(true)),
            ("yes", Text),
            ("1.2.3", Text),
            ("2026-01-02", Text),
            ("inf", Text),
            ("nan", Text),
            ("-", Text),
            ("1_000", Text),
            ("e5", Text),
        ] {
            assert_eq!(plain_kind(text), kind, "{text}");
        }
    }

    #[test]
    fn what_readers_may_take_differently_is_refused() {
        assert_eq!(
            problems("a: 1\nb: 2\na: 3\n"),
            [("a", ProblemKind::DuplicateKey("a".to_owned()))]
        );
        assert_eq!(problems("a: &x 1\nb: *x\n"), [("*x", ProblemKind::Alias)]);
        assert_eq!(
            problems("a: !!binary eA==\n"),
            [("!!binary eA==", ProblemKind::Tag("!!binary".to_owned()))]
        );
        assert_eq!(
            problems("a: 1\n---\nb: 2\n"),
            [("---", ProblemKind::SecondDocument)]
        );
        assert_eq!(problems("1: a\n"), [("1", ProblemKind::KeyNotText)]);
        assert_eq!(problems("? [a]\n: b\n"), [("[a]", ProblemKind::KeyNotText)]);
    }

    #[test]
    fn deep_nesting_is_refused_and_not_followed() {
        let (root, problems) = read(&"[".repeat(100_000));
        assert!(root.is_none());
        assert_eq!(problems.len(), 1);
    }

    #[test]
    fn files_of_others_have_several_documents_and_aliases() {
        let text = "a: &x [1, 2]\nb: *x\n---\n# nothing\n---\nc: 3\n";
        let (documents, problems) = read_documents(text);
        assert_eq!(problems, []);
        let [first, second] = &documents[..] else {
            panic!("{documents:?}")
        };
        let [a, b] = map(first) else { panic!() };
        assert_eq!(a.value.value, b.value.value);
        assert_eq!(&text[b.value.range], "*x");
        assert_eq!(map(second)[0].key, "c");
        let (_, problems) = read_documents("a: 1\n---\nb: *x\n");
        assert!(!problems.is_empty());
    }

    #[test]
    fn aliases_of_aliases_do_not_fill_the_memory() {
        let mut text = "a0: &a0 [x, x]\n".to_owned();
        for n in 1..40 {
            let before = n - 1;
            text.push_str(&format!("a{n}: &a{n} [*a{before}, *a{before}]\n"));
        }
        let (documents, problems) = read_documents(&text);
        assert_eq!(documents, []);
        let kinds: Vec<_> = problems.into_iter().map(|it| it.kind).collect();
        assert_eq!(kinds, [ProblemKind::TooMuch(MAX_EXPANDED)]);
    }

    #[test]
    fn nothing_is_neither_a_tree_nor_a_problem() {
        assert_eq!(read("# only a comment\n"), (None, Vec::new()));
    }
}
