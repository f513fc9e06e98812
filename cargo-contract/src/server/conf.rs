//! The configuration of a nats-server, with the place of each value: a JSON that people can write, with comments, bare words,
//! variables and includes.

use govern_diagnostics::{Diagnostic, FileId, Span};
use govern_workspace::{Workspace, join_inside};
use text_size::{TextRange, TextSize};

/// What is wrong, with its place.
type Wrong = Box<Diagnostic>;

/// How deep maps, lists and includes may stand in each other.
const DEEPEST: usize = 64;

/// A value with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Node {
    pub(super) value: Value,
    pub(super) span: Span,
}

/// What a value is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    /// Also numbers and truth values, as they are written.
    Text(String),
    List(Vec<Node>),
    Map(Vec<(String, Node)>),
    /// A variable of the environment.
    Outside(String),
}

impl Node {
    /// The value under one of several names, which are compared as the server does: without case.
    pub(super) fn get(&self, names: &[&str]) -> Option<&Node> {
        match &self.value {
            Value::Map(entries) => entries
                .iter()
                .rev()
                .find(|(key, _)| names.iter().any(|name| key.eq_ignore_ascii_case(name)))
                .map(|(_, node)| node),
            _ => None,
        }
    }

    pub(super) fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(super) fn items(&self) -> &[Node] {
        match &self.value {
            Value::List(items) => items,
            _ => std::slice::from_ref(self),
        }
    }
}

/// Reads a configuration of the workspace, with what it includes.
pub(super) fn read(workspace: &Workspace, path: &str) -> Result<Node, Wrong> {
    let mut scopes = Vec::new();
    read_file(workspace, path, None, &mut scopes, &mut Vec::new())
}

fn read_file(
    workspace: &Workspace,
    path: &str,
    from: Option<Span>,
    scopes: &mut Vec<Vec<(String, Node)>>,
    open: &mut Vec<String>,
) -> Result<Node, Wrong> {
    let failed = |message: String| Box::new(Diagnostic::config(message).at(from));
    if open.iter().any(|it| it == path) {
        return Err(failed(format!("{path} includes itself")));
    }
    if open.len() >= DEEPEST {
        return Err(failed("files include each other too deeply".to_owned()));
    }
    let Ok(Some((file, text))) = workspace.read_if_exists(path) else {
        return Err(failed(format!("there is no {path} in the workspace")));
    };
    open.push(path.to_owned());
    let mut reader = Reader {
        workspace,
        path,
        file,
        text: &text,
        at: 0,
        depth: 0,
    };
    // A file of JSON has brackets around all of it.
    reader.skip(&[]);
    let opened = (reader.peek() == Some('{')).then_some(reader.at);
    reader.at += usize::from(opened.is_some());
    let entries = reader.entries(opened, scopes, open)?;
    open.pop();
    Ok(Node {
        value: Value::Map(entries),
        span: Span::start_of(file),
    })
}

struct Reader<'r> {
    workspace: &'r Workspace,
    path: &'r str,
    file: FileId,
    text: &'r str,
    at: usize,
    depth: usize,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn span(&self, from: usize, to: usize) -> Span {
        let size = |at: usize| TextSize::new(u32::try_from(at).unwrap_or(u32::MAX));
        Span::new(self.file, TextRange::new(size(from), size(to.max(from))))
    }

    fn wrong(&self, from: usize, message: impl Into<String>) -> Wrong {
        let to = (from..self.text.len())
            .find(|&at| at > from && self.text.is_char_boundary(at))
            .unwrap_or(self.text.len());
        Box::new(Diagnostic::config(message).at(self.span(from, to)))
    }

    /// Passes over blanks and comments, and over what parts entries from each other.
    fn skip(&mut self, separators: &[char]) {
        loop {
            let rest = self.rest();
            let blank = rest.len()
                - rest
                    .trim_start_matches(|c: char| c.is_whitespace() || separators.contains(&c))
                    .len();
            self.at += blank;
            let rest = self.rest();
            if rest.starts_with('#') || rest.starts_with("//") {
                self.at += rest.find('\n').unwrap_or(rest.len());
            } else if blank == 0 {
                return;
            }
        }
    }

    /// The entries of a map, up to the bracket that closes it, or the end of the file.
    fn entries(
        &mut self,
        opened: Option<usize>,
        scopes: &mut Vec<Vec<(String, Node)>>,
        open: &mut Vec<String>,
    ) -> Result<Vec<(String, Node)>, Wrong> {
        scopes.push(Vec::new());
        loop {
            self.skip(&[',', ';']);
            let start = self.at;
            match (self.peek(), opened) {
                (None, None) => break,
                (None, Some(opened)) => return Err(self.wrong(opened, "this `{` is never closed")),
                (Some('}'), Some(_)) => {
                    self.at += 1;
                    break;
                }
                (Some(c @ ('}' | ']' | ')')), _) => {
                    return Err(self.wrong(start, format!("`{c}` closes nothing")));
                }
                _ => {}
            }
            let key = self.key()?;
            let end = self.at;
            self.skip_blanks();
            if key == "include" && !matches!(self.peek(), Some('=' | ':' | '{')) {
                let file = self.word_or_string()?;
                let folder = self.path.rsplit_once('/').map_or("", |(folder, _)| folder);
                let path = joined(folder, &file);
                let span = self.span(start, self.at);
                let Some(path) = path else {
                    let message = format!("`{file}` is not in the workspace");
                    return Err(Box::new(Diagnostic::config(message).at(span)));
                };
                let included = read_file(self.workspace, &path, Some(span), scopes, open)?;
                if let (Value::Map(entries), Some(scope)) = (included.value, scopes.last_mut()) {
                    scope.extend(entries);
                }
                continue;
            }
            if matches!(self.peek(), Some('=' | ':')) {
                self.at += 1;
                self.skip(&[]);
            }
            if matches!(self.peek(), None | Some('}' | ']' | ',' | ';')) {
                let span = self.span(start, end);
                let mistake = Diagnostic::config(format!("`{key}` has no value"));
                return Err(Box::new(mistake.at(span)));
            }
            let node = self.value(scopes, open)?;
            if let Some(scope) = scopes.last_mut() {
                scope.push((key, node));
            }
        }
        Ok(scopes.pop().unwrap_or_default())
    }

    fn skip_blanks(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches([' ', '\t']).len();
    }

    fn key(&mut self) -> Result<String, Wrong> {
        match self.peek() {
            Some('"' | '\'') => self.string(),
            _ => {
                let start = self.at;
                let ends = |c: char| {
                    c.is_whitespace() || matches!(c, '=' | ':' | '{' | '}' | '[' | ']' | ',' | ';')
                };
                let length = self.rest().find(ends).unwrap_or(self.rest().len());
                if length == 0 {
                    return Err(self.wrong(start, "a name is expected"));
                }
                self.at += length;
                Ok(self.text[start..self.at].to_owned())
            }
        }
    }

    fn word_or_string(&mut self) -> Result<String, Wrong> {
        match self.peek() {
            Some('"' | '\'') => self.string(),
            _ => Ok(self.word().to_owned()),
        }
    }

    /// A bare word: up to a blank, or what ends an entry.
    fn word(&mut self) -> &str {
        let start = self.at;
        let ends = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | ']' | '}');
        self.at += self.rest().find(ends).unwrap_or(self.rest().len());
        &self.text[start..self.at]
    }

    fn string(&mut self) -> Result<String, Wrong> {
        let start = self.at;
        let Some(quote) = self.peek() else {
            return Err(self.wrong(start, "a text is expected"));
        };
        self.at += 1;
        let mut text = String::new();
        while let Some(c) = self.peek() {
            self.at += c.len_utf8();
            match c {
                c if c == quote => return Ok(text),
                '\n' => break,
                '\\' if quote == '"' => {
                    let Some(escaped) = self.peek() else { break };
                    self.at += escaped.len_utf8();
                    text.push(match escaped {
                        'n' => '\n',
                        'r' => '\r',
                        't' => '\t',
                        '"' | '\\' => escaped,
                        'x' => {
                            let digits = self.rest().get(..2).unwrap_or_default();
                            let code = u8::from_str_radix(digits, 16);
                            let Ok(code) = code else {
                                return Err(self.wrong(self.at, "`\\x` is followed by two digits"));
                            };
                            self.at += 2;
                            char::from(code)
                        }
                        other => {
                            return Err(self.wrong(
                                self.at - other.len_utf8(),
                                format!("`\\{other}` is no escape"),
                            ));
                        }
                    });
                }
                c => text.push(c),
            }
        }
        Err(self.wrong(start, "this text is never closed"))
    }

    fn value(
        &mut self,
        scopes: &mut Vec<Vec<(String, Node)>>,
        open: &mut Vec<String>,
    ) -> Result<Node, Wrong> {
        let start = self.at;
        if self.depth >= DEEPEST {
            return Err(self.wrong(start, "this stands too deep"));
        }
        self.depth += 1;
        let value = match self.peek() {
            Some('{') => {
                self.at += 1;
                Value::Map(self.entries(Some(start), scopes, open)?)
            }
            Some('[') => {
                self.at += 1;
                Value::List(self.list(start, scopes, open)?)
            }
            Some('(') => {
                let Some(end) = self.rest().find(')') else {
                    return Err(self.wrong(start, "this `(` is never closed"));
                };
                self.at += end + 1;
                Value::Text(self.text[start + 1..self.at - 1].trim().to_owned())
            }
            Some('"' | '\'') => Value::Text(self.string()?),
            Some('$') => {
                let word = self.word().to_owned();
                return self
                    .variable(&word, start, scopes)
                    .inspect(|_| self.depth -= 1);
            }
            _ => Value::Text(self.word().to_owned()),
        };
        self.depth -= 1;
        Ok(Node {
            value,
            span: self.span(start, self.at),
        })
    }

    fn list(
        &mut self,
        opened: usize,
        scopes: &mut Vec<Vec<(String, Node)>>,
        open: &mut Vec<String>,
    ) -> Result<Vec<Node>, Wrong> {
        let mut items = Vec::new();
        loop {
            self.skip(&[',', ';']);
            match self.peek() {
                None => return Err(self.wrong(opened, "this `[` is never closed")),
                Some(']') => {
                    self.at += 1;
                    return Ok(items);
                }
                Some('}' | ')') => return Err(self.wrong(self.at, "this closes nothing")),
                Some(_) => items.push(self.value(scopes, open)?),
            }
        }
    }

    fn variable(
        &self,
        word: &str,
        start: usize,
        scopes: &[Vec<(String, Node)>],
    ) -> Result<Node, Wrong> {
        let name = &word[1..];
        let span = self.span(start, self.at);
        let known = scopes
            .iter()
            .rev()
            .find_map(|scope| scope.iter().rev().find(|(key, _)| key == name));
        if let Some((_, node)) = known {
            return Ok(Node {
                value: node.value.clone(),
                span,
            });
        }
        if name.is_empty() || !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
            let message = format!("there is no variable `{word}`");
            let help = format!("a subject that begins with `$` is quoted: `\"{word}\"`");
            return Err(Box::new(Diagnostic::config(message).at(span).help(help)));
        }
        Ok(Node {
            value: Value::Outside(name.to_owned()),
            span,
        })
    }
}

/// A path from a folder, within the workspace.
fn joined(folder: &str, file: &str) -> Option<String> {
    if file.starts_with('/') {
        return None;
    }
    join_inside(folder, file)
}

#[cfg(test)]
mod tests {
    use govern_testing::workspace;

    use super::{Node, Value, read};

    fn shown(node: &Node) -> String {
        match &node.value {
            Value::Text(text) => text.clone(),
            Value::Outside(name) => format!("${name}"),
            Value::List(items) => {
                format!(
                    "[{}]",
                    items.iter().map(shown).collect::<Vec<_>>().join(" ")
                )
            }
            Value::Map(entries) => {
                let entries = entries
                    .iter()
                    .map(|(key, node)| format!("{key}={}", shown(node)));
                format!("{{{}}}", entries.collect::<Vec<_>>().join(" "))
            }
        }
    }

    fn of(text: &str) -> Result<String, String> {
        let workspace = workspace(&format!(
            "//- /src/lib.rs\n//- /inner/b.conf\nx = 1\n//- /loop.conf\ninclude loop.conf\n//- /a.conf\n{text}\n"
        ));
        read(&workspace, "a.conf")
            .map(|it| shown(&it))
            .map_err(|it| {
                let at = it.span.map(|it| u32::from(it.range.start()));
                format!(
                    "{}: {}",
                    at.map_or("-".to_owned(), |at| at.to_string()),
                    it.message
                )
            })
    }

    #[test]
    fn what_people_write_is_read() {
        for (text, values) in [
            ("a: 1\nb = \"x y\" # c\n// d\ne 'f'", "{a=1 b=x y e=f}"),
            (
                "a { b: [c, \"d.>\"\n e.* ] }, f: {g: 1; h: 2}",
                "{a={b=[c d.> e.*]} f={g=1 h=2}}",
            ),
            ("{\"a\": 1, \"b\": [\"c\"]}", "{a=1 b=[c]}"),
            ("URL = nats://h:4222 // c", "{URL=nats://h:4222}"),
            (
                "p = [\"$JS.API.>\"]\na { b = $p }",
                "{p=[$JS.API.>] a={b=[$JS.API.>]}}",
            ),
            ("password: $PASS", "{password=$PASS}"),
            ("include 'inner/b.conf'\ny = $x", "{x=1 y=1}"),
            ("a = \"\\x41\\n\\\"\"", "{a=A\n\"}"),
            ("a (\n b\n)", "{a=b}"),
        ] {
            assert_eq!(of(text).as_deref(), Ok(values), "{text}");
        }
    }

    #[test]
    fn what_is_wrong_is_told_where_it_is() {
        for (text, error) in [
            ("a {", "2: this `{` is never closed"),
            ("a = [b", "4: this `[` is never closed"),
            ("a = \"b", "4: this text is never closed"),
            ("}", "0: `}` closes nothing"),
            ("a = $JS.API.>", "4: there is no variable `$JS.API.>`"),
            ("include no.conf", "0: there is no no.conf in the workspace"),
            (
                "include ../no.conf",
                "0: `../no.conf` is not in the workspace",
            ),
            ("include loop.conf", "0: loop.conf includes itself"),
            ("a = ,", "0: `a` has no value"),
            ("a = \"\\q\"", "6: `\\q` is no escape"),
        ] {
            assert_eq!(of(text), Err(error.to_owned()), "{text}");
        }
        let deep = format!("a = {}", "[".repeat(100));
        assert!(of(&deep).unwrap_err().contains("too deep"));
    }
}
