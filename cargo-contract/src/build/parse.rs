//! Tokens to a tree of expressions. Names are left as they are written.

/// An expression.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node {
    /// A literal, as written.
    Literal(String),
    /// A path without its generic arguments, and the last of those.
    Path(Vec<String>, Option<String>),
    /// An operator in front.
    Unary(char, Box<Node>),
    /// An operator in between.
    Binary(String, Box<Node>, Box<Node>),
    /// `x as T`.
    Cast(Box<Node>, String),
    /// `x.name`.
    Field(Box<Node>, String),
    /// `x.name::<T>(…)`.
    Method(Box<Node>, String, Option<String>, Vec<Node>),
    /// `f(…)`, which may be a variant or a tuple struct.
    Call(Box<Node>, Vec<Node>),
    /// `T { a: 1, ..rest }`.
    Struct(Vec<String>, Vec<(String, Node)>, Option<Box<Node>>),
    /// `(a, b)`.
    Tuple(Vec<Node>),
    /// `[a, b]`, `vec![a, b]`.
    List(Vec<Node>),
    /// `[a; n]`.
    Repeat(Box<Node>, Box<Node>),
    /// `if`, whose condition may be a pattern.
    If(Box<Node>, Box<Node>, Option<Box<Node>>),
    /// `let pattern = value` as a condition, `matches!`.
    Matches(Box<Node>, Pattern),
    /// `match`.
    Match(Box<Node>, Vec<(Pattern, Option<Node>, Node)>),
    /// `{ …; tail }`.
    Block(Vec<Statement>, Option<Box<Node>>),
    /// `return x`.
    Return(Option<Box<Node>>),
    /// `x?`.
    Try(Box<Node>),
    /// `|a| …`, of one parameter.
    Closure(Pattern, Box<Node>),
    /// A macro that makes a text or an error: its result is of no interest.
    Made,
}

/// A statement.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Statement {
    /// `let pattern: T = value;`, the type as its last name.
    Let(Pattern, Option<String>, Node),
    /// `value;`
    Run(Node),
}

/// A pattern.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Pattern {
    /// `_`.
    Any,
    /// A name: a binding, or a constant or variant if there is one.
    Name(String),
    /// A literal or a path.
    Value(Box<Node>),
    /// `a..=b`, `a..b` with the end left out.
    Range(Option<Box<Node>>, Option<Box<Node>>, bool),
    /// `Some(x)`, `Kind::A(x, y)`.
    Tuple(Vec<String>, Vec<Pattern>),
    /// `Kind::A { x, y: 1, .. }`.
    Struct(Vec<String>, Vec<(String, Pattern)>),
    /// `a | b`.
    Or(Vec<Pattern>),
    /// `..` among the parts of a tuple.
    Rest,
}

struct Parser<'t> {
    tokens: &'t [String],
    at: usize,
}

/// A body with its braces.
pub(super) fn parse_block(tokens: &[String]) -> Option<Node> {
    let mut parser = Parser { tokens, at: 0 };
    let block = parser.block()?;
    (parser.at == tokens.len()).then_some(block)
}

/// A single expression.
pub(super) fn parse_expression(tokens: &[String]) -> Option<Node> {
    let mut parser = Parser { tokens, at: 0 };
    let node = parser.expression(true)?;
    (parser.at == tokens.len()).then_some(node)
}

/// Operators by how strongly they bind.
const LEVELS: [&[&str]; 9] = [
    &["||"],
    &["&&"],
    &["==", "!=", "<=", ">=", "<", ">"],
    &["|"],
    &["^"],
    &["&"],
    &["<<", ">>"],
    &["+", "-"],
    &["*", "/", "%"],
];

fn is_name(token: &str) -> bool {
    token
        .chars()
        .next()
        .is_some_and(|c| c.is_alphabetic() || c == '_')
}

fn is_type(name: &str) -> bool {
    name.starts_with(char::is_uppercase)
}

impl<'t> Parser<'t> {
    fn peek(&self) -> &'t str {
        self.ahead(0)
    }

    fn ahead(&self, by: usize) -> &'t str {
        self.tokens.get(self.at + by).map_or("", String::as_str)
    }

    fn take(&mut self, token: &str) -> bool {
        let found = self.peek() == token;
        self.at += usize::from(found);
        found
    }

    fn need(&mut self, token: &str) -> Option<()> {
        self.take(token).then_some(())
    }

    fn next(&mut self) -> Option<&'t str> {
        let token = self.tokens.get(self.at)?;
        self.at += 1;
        Some(token)
    }

    fn block(&mut self) -> Option<Node> {
        self.need("{")?;
        let mut statements = Vec::new();
        loop {
            if self.take("}") {
                return Some(Node::Block(statements, None));
            }
            // Items inside functions and attributes are not followed.
            match self.peek() {
                ";" => {
                    self.at += 1;
                    continue;
                }
                "use" => {
                    while !matches!(self.next()?, ";") {}
                    continue;
                }
                "let" if self.ahead(1) != "else" => {
                    self.at += 1;
                    let pattern = self.pattern()?;
                    let ty = if self.take(":") { self.ty()? } else { None };
                    self.need("=")?;
                    let value = self.expression(true)?;
                    self.need(";")?;
                    statements.push(Statement::Let(pattern, ty, value));
                    continue;
                }
                "#" | "fn" | "struct" | "enum" | "impl" | "loop" | "while" | "for" | "unsafe"
                | "static" | "trait" | "macro_rules" | "async" => return None,
                _ => {}
            }
            let value = self.expression(true)?;
            if self.take("}") {
                return Some(Node::Block(statements, Some(Box::new(value))));
            }
            let is_block = matches!(value, Node::If(..) | Node::Match(..) | Node::Block(..));
            if !self.take(";") && !is_block {
                return None;
            }
            statements.push(Statement::Run(value));
        }
    }

    /// Skips a type and gives its last name.
    fn ty(&mut self) -> Option<Option<String>> {
        let mut depth = 0i32;
        let mut last = None;
        loop {
            match self.peek() {
                "" => return None,
                "<" | "(" | "[" => depth += 1,
                ">" | ")" | "]" if depth > 0 => depth -= 1,
                "=" | ">" | ")" | "," | ";" | "{" | "+" | "]" if depth == 0 => return Some(last),
                name if is_name(name) && depth == 0 => last = Some(name.to_owned()),
                _ => {}
            }
            self.at += 1;
        }
    }

    fn expression(&mut self, structs: bool) -> Option<Node> {
        match self.peek() {
            "return" => {
                self.at += 1;
                let empty = matches!(self.peek(), ";" | "}" | ",");
                let value = if empty {
                    None
                } else {
                    Some(Box::new(self.expression(structs)?))
                };
                Some(Node::Return(value))
            }
            "|" => {
                self.at += 1;
                let pattern = self.simple_pattern()?;
                if self.take(":") {
                    while self.peek() != "|" {
                        self.next()?;
                    }
                }
                self.need("|")?;
                let body = self.expression(structs)?;
                Some(Node::Closure(pattern, Box::new(body)))
            }
            "||" => {
                self.at += 1;
                let body = self.expression(structs)?;
                Some(Node::Closure(Pattern::Any, Box::new(body)))
            }
            "move" => {
                self.at += 1;
                self.expression(structs)
            }
            _ => self.binary(0, structs),
        }
    }

    /// The operator that comes next, which may be two tokens.
    fn operator(&self, level: usize) -> Option<(&'static str, usize)> {
        LEVELS[level].iter().find_map(|operator| {
            let double = match *operator {
                "<<" => self.peek() == "<" && self.ahead(1) == "<",
                ">>" => self.peek() == ">" && self.ahead(1) == ">",
                single => return (self.peek() == single).then_some((*operator, 1)),
            };
            double.then_some((*operator, 2))
        })
    }

    fn binary(&mut self, level: usize, structs: bool) -> Option<Node> {
        if level == LEVELS.len() {
            return self.cast(structs);
        }
        let mut left = self.binary(level + 1, structs)?;
        while let Some((operator, length)) = self.operator(level) {
            // `<<` is no comparison.
            if matches!(operator, "<" | ">") && self.ahead(1) == operator {
                break;
            }
            // Assignments are not followed.
            if self.ahead(length) == "=" {
                return None;
            }
            self.at += length;
            let right = self.binary(level + 1, structs)?;
            left = Node::Binary(operator.to_owned(), Box::new(left), Box::new(right));
        }
        Some(left)
    }

    fn cast(&mut self, structs: bool) -> Option<Node> {
        let mut node = self.unary(structs)?;
        while self.take("as") {
            let mut name = self.next()?.to_owned();
            while self.take("::") {
                name = self.next()?.to_owned();
            }
            node = Node::Cast(Box::new(node), name);
        }
        Some(node)
    }

    fn unary(&mut self, structs: bool) -> Option<Node> {
        for operator in ['-', '!', '*', '&'] {
            let mut text = [0; 4];
            if self.take(operator.encode_utf8(&mut text)) {
                if operator == '&' && self.take("mut") {
                    return None;
                }
                return Some(Node::Unary(operator, Box::new(self.unary(structs)?)));
            }
        }
        self.postfix(structs)
    }

    fn postfix(&mut self, structs: bool) -> Option<Node> {
        let mut node = self.primary(structs)?;
        loop {
            if self.take("?") {
                node = Node::Try(Box::new(node));
            } else if self.peek() == "(" {
                let arguments = self.arguments("(", ")")?;
                node = Node::Call(Box::new(node), arguments);
            } else if self.take(".") {
                let name = self.next()?.to_owned();
                // `self.0.1` is one token behind the dot.
                if name.contains('.') {
                    for part in name.split('.') {
                        node = Node::Field(Box::new(node), part.to_owned());
                    }
                    continue;
                }
                let mut argument = None;
                if self.peek() == "::" && self.ahead(1) == "<" {
                    self.at += 1;
                    argument = self.generics()?;
                }
                node = if self.peek() == "(" {
                    Node::Method(Box::new(node), name, argument, self.arguments("(", ")")?)
                } else {
                    Node::Field(Box::new(node), name)
                };
            } else if self.peek() == "[" {
                return None;
            } else {
                return Some(node);
            }
        }
    }

    fn arguments(&mut self, open: &str, close: &str) -> Option<Vec<Node>> {
        self.need(open)?;
        let mut arguments = Vec::new();
        while !self.take(close) {
            arguments.push(self.expression(true)?);
            if !self.take(",") && self.peek() != close {
                return None;
            }
        }
        Some(arguments)
    }

    /// `<A, B>`; the last name in it.
    fn generics(&mut self) -> Option<Option<String>> {
        self.need("<")?;
        let mut depth = 1;
        let mut last = None;
        while depth > 0 {
            match self.next()? {
                "<" => depth += 1,
                ">" => depth -= 1,
                name if is_name(name) || name.starts_with(|c: char| c.is_ascii_digit()) => {
                    last = Some(name.to_owned())
                }
                _ => {}
            }
        }
        Some(last)
    }

    fn path(&mut self) -> Option<(Vec<String>, Option<String>)> {
        let mut segments = Vec::new();
        let mut argument = None;
        if self.peek() == "<" {
            // `<T as Trait>::item`, `<[_]>::item`: by the type.
            self.at += 1;
            let mut depth = 1;
            while depth > 0 {
                match self.next()? {
                    "<" => depth += 1,
                    ">" => depth -= 1,
                    "as" => {
                        while depth > 0 {
                            match self.next()? {
                                "<" => depth += 1,
                                ">" => depth -= 1,
                                _ => {}
                            }
                        }
                    }
                    name if is_name(name) && depth == 1 => segments = vec![name.to_owned()],
                    _ => {}
                }
            }
            self.need("::")?;
        }
        self.take("::");
        loop {
            let name = self.next()?;
            if !is_name(name) {
                return None;
            }
            segments.push(name.to_owned());
            if self.peek() != "::" {
                return Some((segments, argument));
            }
            self.at += 1;
            if self.peek() == "<" {
                argument = self.generics()?;
                if !self.take("::") {
                    return Some((segments, argument));
                }
            }
        }
    }

    fn primary(&mut self, structs: bool) -> Option<Node> {
        let token = self.peek();
        match token {
            "(" => {
                let mut items = Vec::new();
                self.at += 1;
                let mut is_tuple = false;
                while !self.take(")") {
                    items.push(self.expression(true)?);
                    is_tuple |= self.take(",");
                }
                return match items.len() {
                    1 if !is_tuple => items.pop(),
                    _ => Some(Node::Tuple(items)),
                };
            }
            "[" => return self.list("]"),
            "{" => return self.block(),
            "if" => return self.condition(),
            "match" => return self.matching(),
            _ => {}
        }
        let is_literal = token.starts_with(['"', '\''])
            || token.starts_with(|c: char| c.is_ascii_digit())
            || token.starts_with("r\"")
            || token.starts_with("r#\"")
            || matches!(token, "true" | "false");
        if is_literal {
            self.at += 1;
            return Some(Node::Literal(token.to_owned()));
        }
        if token != "<" && !is_name(token) && token != "::" {
            return None;
        }
        let (path, argument) = self.path()?;
        if self.peek() == "!" && self.ahead(1) != "=" {
            self.at += 1;
            return self.macro_call(path.last()?);
        }
        let may_be_struct = structs && path.last().is_some_and(|name| is_type(name));
        if may_be_struct && self.peek() == "{" {
            return self.structure(path);
        }
        Some(Node::Path(path, argument))
    }

    fn list(&mut self, close: &str) -> Option<Node> {
        self.next()?;
        let mut items = Vec::new();
        while !self.take(close) {
            items.push(self.expression(true)?);
            if self.take(";") {
                let count = self.expression(true)?;
                self.need(close)?;
                return Some(Node::Repeat(Box::new(items.pop()?), Box::new(count)));
            }
            if !self.take(",") && self.peek() != close {
                return None;
            }
        }
        Some(Node::List(items))
    }

    fn macro_call(&mut self, name: &str) -> Option<Node> {
        match (name, self.peek()) {
            ("vec", "[") => self.list("]"),
            ("vec", "(") => self.list(")"),
            ("matches", "(") => {
                self.at += 1;
                let value = self.expression(true)?;
                self.need(",")?;
                let pattern = self.pattern()?;
                let guard = if self.take("if") {
                    Some(self.expression(true)?)
                } else {
                    None
                };
                self.take(",");
                self.need(")")?;
                let yes = || Box::new(Node::Literal("true".to_owned()));
                Some(match guard {
                    None => Node::Matches(Box::new(value), pattern),
                    Some(guard) => Node::Match(
                        Box::new(value),
                        vec![
                            (pattern, Some(guard), *yes()),
                            (Pattern::Any, None, Node::Literal("false".to_owned())),
                        ],
                    ),
                })
            }
            ("format" | "anyhow", _) => {
                let mut depth = 0;
                loop {
                    match self.next()? {
                        "(" | "[" | "{" => depth += 1,
                        ")" | "]" | "}" => depth -= 1,
                        _ => {}
                    }
                    if depth == 0 {
                        return Some(Node::Made);
                    }
                }
            }
            _ => None,
        }
    }

    fn structure(&mut self, path: Vec<String>) -> Option<Node> {
        self.need("{")?;
        let mut fields = Vec::new();
        let mut base = None;
        while !self.take("}") {
            if self.take("..") {
                base = Some(Box::new(self.expression(true)?));
                continue;
            }
            let name = self.next()?.to_owned();
            let value = if self.take(":") {
                self.expression(true)?
            } else {
                Node::Path(vec![name.clone()], None)
            };
            fields.push((name, value));
            if !self.take(",") && self.peek() != "}" {
                return None;
            }
        }
        Some(Node::Struct(path, fields, base))
    }

    fn condition(&mut self) -> Option<Node> {
        self.need("if")?;
        let condition = if self.take("let") {
            let pattern = self.pattern()?;
            self.need("=")?;
            Node::Matches(Box::new(self.expression(false)?), pattern)
        } else {
            self.expression(false)?
        };
        let then = self.block()?;
        let otherwise = match self.take("else") {
            true if self.peek() == "if" => Some(Box::new(self.condition()?)),
            true => Some(Box::new(self.block()?)),
            false => None,
        };
        Some(Node::If(Box::new(condition), Box::new(then), otherwise))
    }

    fn matching(&mut self) -> Option<Node> {
        self.need("match")?;
        let value = self.expression(false)?;
        self.need("{")?;
        let mut arms = Vec::new();
        while !self.take("}") {
            let pattern = self.pattern()?;
            let guard = if self.take("if") {
                Some(self.expression(true)?)
            } else {
                None
            };
            self.need("=>")?;
            let body = self.expression(true)?;
            let is_block = matches!(body, Node::Block(..));
            if !self.take(",") && !is_block && self.peek() != "}" {
                return None;
            }
            arms.push((pattern, guard, body));
        }
        Some(Node::Match(Box::new(value), arms))
    }

    fn pattern(&mut self) -> Option<Pattern> {
        self.take("|");
        let first = self.simple_pattern()?;
        if self.peek() != "|" {
            return Some(first);
        }
        let mut all = vec![first];
        while self.take("|") {
            all.push(self.simple_pattern()?);
        }
        Some(Pattern::Or(all))
    }

    fn simple_pattern(&mut self) -> Option<Pattern> {
        while matches!(self.peek(), "&" | "ref") {
            self.at += 1;
        }
        if self.take("_") {
            return Some(Pattern::Any);
        }
        if self.take("(") {
            let items = self.patterns(")")?;
            return Some(match items.len() {
                1 if items != [Pattern::Rest] => items.into_iter().next()?,
                _ => Pattern::Tuple(Vec::new(), items),
            });
        }
        let literal = |token: &str| {
            token.starts_with(['"', '\''])
                || token.starts_with(|c: char| c.is_ascii_digit())
                || matches!(token, "true" | "false" | "-")
        };
        if self.peek() == ".." || literal(self.peek()) {
            let bound = |parser: &mut Self| -> Option<Option<Box<Node>>> {
                if !literal(parser.peek()) && !is_name(parser.peek()) {
                    return Some(None);
                }
                parser.unary(false).map(|node| Some(Box::new(node)))
            };
            let start = bound(self)?;
            if !self.take("..") {
                return start.map(Pattern::Value);
            }
            let inclusive = self.take("=");
            let end = bound(self)?;
            return Some(Pattern::Range(start, end, inclusive));
        }
        let (path, _) = self.path()?;
        if self.take("(") {
            return Some(Pattern::Tuple(path, self.patterns(")")?));
        }
        if self.take("{") {
            let mut fields = Vec::new();
            while !self.take("}") {
                if self.take("..") {
                    continue;
                }
                let name = self.next()?.to_owned();
                let pattern = if self.take(":") {
                    self.pattern()?
                } else {
                    Pattern::Name(name.clone())
                };
                fields.push((name, pattern));
                self.take(",");
            }
            return Some(Pattern::Struct(path, fields));
        }
        Some(match path.as_slice() {
            [name] if !is_type(name) => Pattern::Name(name.clone()),
            _ => Pattern::Value(Box::new(Node::Path(path, None))),
        })
    }

    fn patterns(&mut self, close: &str) -> Option<Vec<Pattern>> {
        let mut all = Vec::new();
        while !self.take(close) {
            all.push(match self.take("..") {
                // Once in a list.
                true if all.contains(&Pattern::Rest) => return None,
                true => Pattern::Rest,
                false => self.pattern()?,
            });
            if !self.take(",") && self.peek() != close {
                return None;
            }
        }
        Some(all)
    }
}
