//! Documents that policies look at: values with their places.

use govern_diagnostics::{FileId, Span};
use govern_yaml::{Entry, Node, ProblemKind, Scalar, ScalarKind};
use serde_json::{Map, Number, Value};
use text_size::{TextRange, TextSize};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

/// A value that is in no file, with the places of its parts by their paths.
#[cfg(feature = "rego")]
pub(super) type Parts = (Value, std::collections::BTreeMap<Vec<String>, Span>);

/// What a file is read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Parser {
    /// JSON.
    Json,
    /// TOML.
    Toml,
    /// YAML, of which a file may have several documents.
    Yaml,
}

/// A document of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// What it says.
    pub value: Value,
    /// Where.
    places: Places,
}

/// What is wrong with a file, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// Where.
    pub range: TextRange,
    /// What.
    pub message: String,
}

/// A value's place, and those of what is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Places {
    /// What to show: of what goes over several lines, its beginning.
    shown: TextRange,
    inside: Vec<(String, Places)>,
}

impl Parser {
    /// All of them.
    pub const ALL: [Parser; 3] = [Parser::Json, Parser::Toml, Parser::Yaml];

    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Parser::Json => "json",
            Parser::Toml => "toml",
            Parser::Yaml => "yaml",
        }
    }

    /// That of a word.
    pub fn named(word: &str) -> Option<Parser> {
        Parser::ALL.into_iter().find(|it| it.as_str() == word)
    }

    /// What a file is by its name.
    pub fn of(path: &str) -> Option<Parser> {
        let (_, extension) = path.rsplit_once('.')?;
        match extension {
            "json" => Some(Parser::Json),
            "toml" => Some(Parser::Toml),
            "yaml" | "yml" => Some(Parser::Yaml),
            // A lock file of cargo.
            "lock" => path.ends_with("Cargo.lock").then_some(Parser::Toml),
            _ => None,
        }
    }

    /// The documents in a text.
    pub fn read(self, text: &str) -> Result<Vec<Document>, Mistake> {
        match self {
            Parser::Json => json(text).map(|document| vec![document]),
            Parser::Toml => toml(text).map(|document| vec![document]),
            Parser::Yaml => yaml(text),
        }
    }
}

impl Document {
    /// Where something in it stands, as deep as it is there; the beginning of the file, if nothing of it is.
    pub fn place(&self, file: FileId, path: Option<&[String]>) -> Span {
        let Some(path) = path else {
            return self.start(file);
        };
        let mut places = &self.places;
        let mut found = None;
        for step in path {
            let Some((_, inside)) = places.inside.iter().find(|(name, _)| name == step) else {
                break;
            };
            places = inside;
            found = Some(places.shown);
        }
        found.map_or_else(|| self.start(file), |range| Span::new(file, range))
    }

    /// Its first line: of a later document of a file, not that of the file.
    fn start(&self, file: FileId) -> Span {
        Span::new(file, self.places.shown)
    }
}

fn json(text: &str) -> Result<Document, Mistake> {
    let value = serde_json::from_str(text).map_err(|error| Mistake {
        range: point(text, error.line(), error.column()),
        message: error.to_string(),
    })?;
    // JSON is YAML: where it stands is known from there.
    let (nodes, _) = govern_yaml::read_documents(text);
    let places = match nodes.first() {
        Some(node) if nodes.len() == 1 => of_node(node, node.range).1,
        _ => Places {
            shown: TextRange::default(),
            inside: Vec::new(),
        },
    };
    Ok(Document { value, places })
}

/// A place that is given as a line and a column, both counted from 1.
fn point(text: &str, line: usize, column: usize) -> TextRange {
    let before = text.split_inclusive('\n').take(line.saturating_sub(1));
    let start: usize = before.map(str::len).sum::<usize>() + column.saturating_sub(1);
    let start = start.min(text.len().saturating_sub(1));
    let start = (0..=start).rev().find(|at| text.is_char_boundary(*at));
    range(start.unwrap_or_default()..start.unwrap_or_default())
}

fn yaml(text: &str) -> Result<Vec<Document>, Mistake> {
    let (nodes, problems) = govern_yaml::read_documents(text);
    let wrong = problems.iter().find_map(|problem| {
        let message = match &problem.kind {
            // Tags say of what type a value is; here it is what it looks like. Keys are texts, whatever they look like.
            ProblemKind::Tag(_) => return None,
            ProblemKind::KeyNotText if is_single(text, problem.range) => return None,
            ProblemKind::KeyNotText => "a key is a list or a mapping".to_owned(),
            ProblemKind::Syntax { tab: true, .. } => {
                "a tab stands in the indent, where YAML has only spaces".to_owned()
            }
            ProblemKind::Syntax { message, .. } => message.clone(),
            ProblemKind::DuplicateKey(key) => format!("the key `{key}` is there twice"),
            ProblemKind::Alias => "there is nothing that this alias stands for".to_owned(),
            ProblemKind::TooDeep(limit) => format!("more than {limit} values are nested here"),
            ProblemKind::TooMuch(limit) => format!("aliases stand for more than {limit} values"),
            ProblemKind::SecondDocument => "a second document begins".to_owned(),
            ProblemKind::TooLarge => "the file is too large".to_owned(),
        };
        Some(Mistake {
            range: problem.range,
            message,
        })
    });
    if let Some(mistake) = wrong {
        return Err(mistake);
    }
    let documents = nodes.iter().map(|node| {
        let (value, places) = of_node(node, node.range);
        Document { value, places }
    });
    Ok(documents.collect())
}

fn is_single(text: &str, range: TextRange) -> bool {
    !text[range].starts_with(['[', '{', '-', '?'])
}

/// A value of YAML; `key` is where its key stands, or itself, if it has none.
fn of_node(node: &Node, key: TextRange) -> (Value, Places) {
    match &node.value {
        govern_yaml::Value::Scalar(scalar) => {
            let places = Places {
                shown: node.range,
                inside: Vec::new(),
            };
            (of_scalar(scalar), places)
        }
        govern_yaml::Value::List(nodes) => {
            let all = nodes.iter().map(|node| of_node(node, head(node)));
            let (values, places): (Vec<Value>, Vec<Places>) = all.unzip();
            let inside = places.into_iter().enumerate();
            let places = Places {
                shown: first_line(node, key),
                inside: inside.map(|(row, it)| (row.to_string(), it)).collect(),
            };
            (Value::Array(values), places)
        }
        govern_yaml::Value::Map(entries) => {
            let mut values = Map::new();
            let mut inside = Vec::new();
            for entry in entries.iter().filter(|entry| entry.key != "<<") {
                let (value, places) = of_node(&entry.value, entry.key_range);
                values.insert(entry.key.clone(), value);
                inside.push((entry.key.clone(), places));
            }
            for entry in entries.iter().filter(|entry| entry.key == "<<") {
                merge(entry, &mut values, &mut inside);
            }
            let places = Places {
                shown: first_line(node, key),
                inside,
            };
            (Value::Object(values), places)
        }
    }
}

/// `<<: *base`: what is not there already.
fn merge(entry: &Entry, values: &mut Map<String, Value>, inside: &mut Vec<(String, Places)>) {
    let merged: &[Node] = match &entry.value.value {
        govern_yaml::Value::List(nodes) => nodes,
        _ => std::slice::from_ref(&entry.value),
    };
    for node in merged {
        let (Value::Object(more), places) = of_node(node, entry.key_range) else {
            continue;
        };
        for (key, value) in more {
            if !values.contains_key(&key) {
                let below = places.inside.iter().find(|(name, _)| *name == key);
                let mut below = below.map_or_else(|| places.clone(), |(_, below)| below.clone());
                below.shown = entry.key_range;
                values.insert(key.clone(), value);
                inside.push((key, below));
            }
        }
    }
}

/// What to show of a list or a mapping: all of it on one line, or else its key.
fn first_line(node: &Node, key: TextRange) -> TextRange {
    if key == node.range { head(node) } else { key }
}

/// The beginning of a value.
fn head(node: &Node) -> TextRange {
    match &node.value {
        govern_yaml::Value::Scalar(_) => node.range,
        govern_yaml::Value::List(nodes) => nodes.first().map_or(node.range, head),
        govern_yaml::Value::Map(entries) => entries.first().map_or(node.range, |it| it.key_range),
    }
}

fn of_scalar(scalar: &Scalar) -> Value {
    match scalar.kind {
        ScalarKind::Text => Value::String(scalar.text.clone()),
        ScalarKind::Null => Value::Null,
        ScalarKind::Bool(it) => Value::Bool(it),
        ScalarKind::Number => number(&scalar.text),
    }
}

/// A number; what JSON has no number for is a text.
fn number(text: &str) -> Value {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let is_negative = text.starts_with('-');
    let based = |prefix: &str, radix: u32| {
        let digits = digits.strip_prefix(prefix)?.replace('_', "");
        let number = i64::from_str_radix(&digits, radix).ok()?;
        Some(if is_negative { -number } else { number })
    };
    let whole = based("0x", 16)
        .or_else(|| based("0o", 8))
        .or_else(|| based("0b", 2));
    let plain = text.trim_start_matches('+').replace('_', "");
    let number = match whole {
        Some(number) => Some(Number::from(number)),
        None => match (plain.parse::<i64>(), plain.parse::<u64>()) {
            (Ok(number), _) => Some(Number::from(number)),
            (_, Ok(number)) => Some(Number::from(number)),
            _ => plain.parse::<f64>().ok().and_then(Number::from_f64),
        },
    };
    number.map_or_else(|| Value::String(text.to_owned()), Value::Number)
}

fn toml(text: &str) -> Result<Document, Mistake> {
    let table = DeTable::parse(text).map_err(|error| Mistake {
        range: range(error.span().unwrap_or_default()),
        message: error.message().to_owned(),
    })?;
    let (value, places) = of_table(table.get_ref(), range(0..0));
    Ok(Document { value, places })
}

fn of_table(table: &DeTable<'_>, shown: TextRange) -> (Value, Places) {
    let mut values = Map::new();
    let mut inside = Vec::new();
    for (key, value) in table {
        let (value, places) = of_value(value, range(key.span()));
        values.insert(key.get_ref().to_string(), value);
        inside.push((key.get_ref().to_string(), places));
    }
    (Value::Object(values), Places { shown, inside })
}

fn of_value(value: &Spanned<DeValue<'_>>, key: TextRange) -> (Value, Places) {
    let shown = range(value.span());
    let leaf = |value: Value| {
        let inside = Vec::new();
        (value, Places { shown, inside })
    };
    match value.get_ref() {
        DeValue::String(text) => leaf(Value::String(text.to_string())),
        DeValue::Boolean(it) => leaf(Value::Bool(*it)),
        DeValue::Datetime(date) => leaf(Value::String(date.to_string())),
        DeValue::Integer(it) => {
            let digits = it.as_str().trim_start_matches('+');
            let number = i64::from_str_radix(digits, it.radix()).map(Number::from);
            leaf(number.map_or_else(|_| self::number(digits), Value::Number))
        }
        DeValue::Float(it) => leaf(number(it.as_str())),
        DeValue::Array(values) => {
            let all = values
                .iter()
                .map(|value| of_value(value, range(value.span())));
            let (values, places): (Vec<Value>, Vec<Places>) = all.unzip();
            let inside = places.into_iter().enumerate();
            let inside = inside.map(|(row, it)| (row.to_string(), it)).collect();
            (Value::Array(values), Places { shown: key, inside })
        }
        DeValue::Table(table) => of_table(table, key),
    }
}

fn range(range: std::ops::Range<usize>) -> TextRange {
    let size = |at: usize| TextSize::try_from(at).unwrap_or_default();
    TextRange::new(size(range.start), size(range.end).max(size(range.start)))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn shown<'t>(text: &'t str, document: &Document, path: &[&str]) -> &'t str {
        let path: Vec<String> = path.iter().map(|it| (*it).to_owned()).collect();
        &text[document.place(FileId(0), Some(&path)).range]
    }

    #[test]
    fn values_of_yaml_have_their_places() {
        let text = "a: &x\n  b: 0x1F\n  c: [one, 2.5]\nd:\n  <<: *x\n  c: {e: ~}\n---\n- f: 'yes'\n  g: .inf\n- 1: true\n";
        let documents = Parser::Yaml.read(text).unwrap();
        let values: Vec<&Value> = documents.iter().map(|it| &it.value).collect();
        assert_eq!(
            values,
            [
                &json!({ "a": { "b": 31, "c": ["one", 2.5] }, "d": { "b": 31, "c": { "e": null } } }),
                &json!([{ "f": "yes", "g": ".inf" }, { "1": true }]),
            ]
        );
        let first = &documents[0];
        assert_eq!(shown(text, first, &["a", "c", "0"]), "one");
        assert_eq!(shown(text, first, &["a", "c"]), "c");
        assert_eq!(shown(text, first, &["a", "none", "x"]), "a");
        assert_eq!(shown(text, first, &["d", "b"]), "<<");
        assert_eq!(shown(text, &documents[1], &["0"]), "f");
        assert_eq!(shown(text, &documents[1], &["1", "1"]), "true");
    }

    #[test]
    fn values_of_toml_have_their_places() {
        let text = "[a]\nb = \"c\"\nd = [1, 0x10]\n[[e]]\nf = 1979-05-27\ng = 1_000\n";
        let documents = Parser::Toml.read(text).unwrap();
        assert_eq!(
            documents[0].value,
            json!({ "a": { "b": "c", "d": [1, 16] }, "e": [{ "f": "1979-05-27", "g": 1000 }] })
        );
        assert_eq!(shown(text, &documents[0], &["a", "b"]), "\"c\"");
        assert_eq!(shown(text, &documents[0], &["a", "d", "1"]), "0x10");
        assert_eq!(shown(text, &documents[0], &["a"]), "a");
        assert_eq!(shown(text, &documents[0], &["e", "0", "g"]), "1_000");
    }

    #[test]
    fn values_of_json_have_their_places() {
        let text = "{\n\t\"a\": [1,\n\t\t{\"b\": \"c\\n\"}],\n\t\"d\": 18446744073709551615\n}\n";
        let documents = Parser::Json.read(text).unwrap();
        assert_eq!(
            documents[0].value,
            json!({ "a": [1, { "b": "c\n" }], "d": 18_446_744_073_709_551_615u64 })
        );
        assert_eq!(shown(text, &documents[0], &["a", "1", "b"]), "\"c\\n\"");
        assert_eq!(shown(text, &documents[0], &["d"]), "18446744073709551615");
    }

    #[test]
    fn what_cannot_be_read_has_a_place() {
        for (parser, text, place) in [
            (Parser::Yaml, "a: 1\na: 2\n", "a"),
            (Parser::Yaml, "a: *x\n", "*"),
            (Parser::Toml, "a = 1\na = 2\n", "a"),
            (Parser::Json, "{ \"é\": }", ""),
        ] {
            let mistake = parser.read(text).unwrap_err();
            assert_eq!(&text[mistake.range], place, "{text}: {}", mistake.message);
        }
    }

    #[test]
    fn files_are_read_by_their_names() {
        for (path, parser) in [
            ("a/b.yml", Some(Parser::Yaml)),
            ("Cargo.toml", Some(Parser::Toml)),
            ("Cargo.lock", Some(Parser::Toml)),
            ("yarn.lock", None),
            ("a.json", Some(Parser::Json)),
            ("Makefile", None),
        ] {
            assert_eq!(Parser::of(path), parser, "{path}");
        }
    }
}
