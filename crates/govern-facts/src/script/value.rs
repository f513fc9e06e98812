//! What expressions of a build script are, as far as literals and the environment say.

use ra_ap_parser::{SyntaxKind::*, TopEntryPoint};

use super::{DEEPEST, Follower, Value, both, either, is_expression, not, unescaped};
use crate::tree::Tree;

impl Follower<'_> {
    /// The value of an expression.
    pub(super) fn value(&mut self, node: usize) -> Value {
        self.depth += 1;
        let value = match self.depth {
            ..=DEEPEST => self.known_value(node).unwrap_or(Value::Unknown),
            _ => Value::Unknown,
        };
        self.depth -= 1;
        value
    }

    fn known_value(&mut self, node: usize) -> Option<Value> {
        let tree = self.tree;
        Some(match tree.kind(node) {
            LITERAL => match tree.text_of(node) {
                "true" => Value::Bool(true),
                "false" => Value::Bool(false),
                _ => self.literal(node)?,
            },
            PATH_EXPR => {
                let name = tree.text_of(node);
                let mut known = self.known.iter().rev();
                known.find(|(known, _)| *known == name)?.1.clone()
            }
            PAREN_EXPR | REF_EXPR => self.value(self.inner(node)?),
            PREFIX_EXPR => {
                let inner = self.inner(node)?;
                match tree.tokens(node).first()?.kind {
                    BANG => not(self.value(inner).truth()).into(),
                    STAR => self.value(inner),
                    _ => return None,
                }
            }
            BIN_EXPR => {
                let (one, other) = self.operands(node)?;
                let operator = self.operator(node)?;
                let (one, other) = (self.value(one), self.value(other));
                match operator {
                    "&&" => both(one.truth(), other.truth()).into(),
                    "||" => either(one.truth(), other.truth()).into(),
                    "==" => self.equal(&one, &other).into(),
                    "!=" => not(self.equal(&one, &other)).into(),
                    _ => return None,
                }
            }
            CALL_EXPR => {
                let path = tree.child(node, PATH_EXPR).map(|path| tree.text_of(path))?;
                let is_lookup = path.ends_with("env::var") || path.ends_with("env::var_os");
                let arguments = tree.child(node, ARG_LIST)?;
                match self.value(self.inner(arguments)?) {
                    Value::Text(variable) if is_lookup => Value::Lookup(variable),
                    value if path == "String::from" => value,
                    _ => return None,
                }
            }
            METHOD_CALL_EXPR => self.method(node)?,
            MACRO_EXPR => self.matches_macro(node)?,
            _ => return None,
        })
    }

    fn method(&mut self, node: usize) -> Option<Value> {
        let tree = self.tree;
        let receiver = tree
            .children(node)
            .find(|&it| is_expression(tree.kind(it)))?;
        let name = tree.child(node, NAME_REF).map(|name| tree.text_of(name))?;
        let argument = tree.child(node, ARG_LIST).and_then(|list| self.inner(list));
        let receiver = self.value(receiver);
        Some(match (receiver, name) {
            (Value::Lookup(variable), "unwrap" | "expect") => Value::Content(variable),
            (Value::Lookup(variable), "unwrap_or_default" | "unwrap_or" | "unwrap_or_else") => {
                // One that is not set is something else then.
                (self.environment.is_set(&variable) == Some(true)).then_some(())?;
                Value::Content(variable)
            }
            (Value::Lookup(variable), "is_ok" | "is_some") => {
                self.environment.is_set(&variable).into()
            }
            (Value::Lookup(variable), "is_err" | "is_none") => {
                not(self.environment.is_set(&variable)).into()
            }
            (Value::Lookup(variable), "as_deref" | "as_ref" | "ok" | "clone") => {
                Value::Lookup(variable)
            }
            (Value::Content(variable), "to_str" | "into_string") => Value::Lookup(variable),
            (
                value @ (Value::Content(_) | Value::Text(_)),
                "as_str" | "as_ref" | "as_os_str" | "to_string" | "to_owned" | "to_string_lossy"
                | "into_owned" | "clone" | "into" | "borrow" | "deref" | "trim",
            ) => value,
            (value @ (Value::Content(_) | Value::Text(_)), "eq") => {
                let argument = self.value(argument?);
                self.equal(&value, &argument).into()
            }
            _ => return None,
        })
    }

    /// `matches!(value, "a" | "b")`.
    fn matches_macro(&mut self, node: usize) -> Option<Value> {
        let tree = self.tree;
        let (name, tokens) = self.call_of_macro(node)?;
        let (from, to) = (
            tree.nodes[tokens].first as usize + 1,
            tree.nodes[tokens].behind as usize - 1,
        );
        if name != "matches" || from >= to {
            return None;
        }
        let tokens = &tree.lexed.tokens[from..to];
        let mut depth = 0;
        let comma = tokens.iter().position(|token| {
            depth += match token.kind {
                L_PAREN | L_BRACK | L_CURLY => 1,
                R_PAREN | R_BRACK | R_CURLY => -1,
                _ => 0,
            };
            depth == 0 && token.kind == COMMA
        })?;
        let scrutinee = Tree::parse_clean(tree.lexed, from, from + comma, TopEntryPoint::Expr)?;
        let mut inside = Follower {
            tree: &scrutinee,
            environment: self.environment,
            known: self.known.clone(),
            printed: Vec::new(),
            depth: self.depth,
        };
        let value = inside.value(0);
        let mut fits = Some(false);
        for token in &tokens[comma + 1..] {
            match token.kind {
                STRING => {
                    let text = Value::Text(unescaped(tree.lexed.text_of(*token))?);
                    fits = either(fits, self.equal(&value, &text));
                }
                PIPE | COMMA => {}
                UNDERSCORE => fits = Some(true),
                _ => return None,
            }
        }
        Some(fits.into())
    }

    pub(super) fn equal(&self, one: &Value, other: &Value) -> Option<bool> {
        match (one, other) {
            (Value::Text(one), Value::Text(other)) => Some(one == other),
            (Value::Bool(one), Value::Bool(other)) => Some(one == other),
            (Value::Content(variable), Value::Text(text))
            | (Value::Text(text), Value::Content(variable)) => {
                self.environment.has_value(variable, text)
            }
            _ => None,
        }
    }
}
